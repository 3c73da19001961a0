//! Office phones (办公室电话) in the form that filing forms ask for: `086-area-number`, with `-extension`
//! where there is one; the area code keeps its 0 (086-0755-…).

use super::super::{Seen, Slip, SlipKind, is_digits};
use super::{area_places, is_landline, is_mobile};
use crate::domain::text::{half_width, is_hidden};
use std::borrow::Cow;
use std::ops::RangeInclusive;

#[cfg(test)]
mod tests;

const LONGEST_EXTENSION: usize = 6;
/// Digits of a line within its area; the plan knows shorter service numbers too.
const LOCAL_PLACES: RangeInclusive<usize> = 7..=8;

/// What an office phone says, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficePhone<'a> {
    canonical: Option<Cow<'a, str>>,
    /// What is wrong; one at most.
    pub problem: Option<OfficeProblem>,
    /// Slips of form; without a problem, none of them means that the text has the form asked for.
    pub slips: Vec<Slip>,
}

/// What is wrong with an office phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OfficeProblem {
    /// No digit is there.
    Empty,
    /// A character that no number has.
    Character(char),
    /// It begins with the code of another country or region.
    Foreign,
    /// A local number without its area code.
    NoAreaCode,
    /// A mobile number.
    Mobile,
    /// A service number (400, 800, 95…), which belongs to no area.
    ServiceNumber,
    /// The extension is announced but missing, or longer than extensions are.
    Extension,
    /// The area has no such line.
    NotALine,
}

/// The pieces of a text, before anybody knows which is which.
#[derive(Debug, Default)]
struct Pieces {
    groups: Vec<String>,
    extension: Option<String>,
    /// A `+` stands before the digits.
    plus: bool,
    /// The next digit belongs to the last group.
    open: bool,
    seen: Seen,
}

impl<'a> OfficePhone<'a> {
    /// Reads an office phone.
    pub fn read(text: &'a str) -> Self {
        if let Some((area, local)) = strict(text) {
            let valid = is_line(area, local);
            let problem = (!valid).then_some(OfficeProblem::NotALine);
            return Self { canonical: Some(Cow::Borrowed(text)), problem, slips: Vec::new() };
        }
        match pieces(text).and_then(resolve) {
            Ok((canonical, mut seen)) => {
                if seen.0.is_empty() {
                    seen.note(SlipKind::Separator);
                }
                let slips = seen.slips(&canonical);
                Self { canonical: Some(Cow::Owned(canonical)), problem: None, slips }
            }
            Err(problem) => Self { canonical: None, problem: Some(problem), slips: Vec::new() },
        }
    }

    /// True where nothing is wrong; slips of form do not count.
    pub fn is_valid(&self) -> bool {
        self.problem.is_none()
    }

    /// The form that is asked for, where the text can be brought into it.
    pub fn canonical(&self) -> Option<&str> {
        self.canonical.as_deref()
    }

    /// The area code with its 0.
    pub fn area(&self) -> Option<&str> {
        self.part(1)
    }

    /// The number within its area.
    pub fn local(&self) -> Option<&str> {
        self.part(2)
    }

    /// The extension, where there is one.
    pub fn extension(&self) -> Option<&str> {
        self.part(3)
    }

    fn part(&self, at: usize) -> Option<&str> {
        self.canonical()?.split('-').nth(at)
    }
}

/// Area and local number of a text that has the form already.
fn strict(text: &str) -> Option<(&str, &str)> {
    let mut parts = text.split('-');
    let (country, area, local) = (parts.next()?, parts.next()?, parts.next()?);
    let extension = parts.next();
    let fits = country == "086"
        && is_digits(area)
        && area.starts_with('0')
        && area.len() == area_places(area)
        && is_digits(local)
        && LOCAL_PLACES.contains(&local.len())
        && extension.is_none_or(is_extension)
        && parts.next().is_none();
    fits.then_some((area, local))
}

fn is_extension(text: &str) -> bool {
    is_digits(text) && text.len() <= LONGEST_EXTENSION
}

/// True where the area has such a line; asked without allocation.
fn is_line(area: &str, local: &str) -> bool {
    let mut national = [0_u8; 12];
    let digits = area.bytes().skip(1).chain(local.bytes());
    let places = national.iter_mut().zip(digits).map(|(place, digit)| *place = digit).count();
    national.get(..places).and_then(|digits| std::str::from_utf8(digits).ok()).is_some_and(is_landline)
}

/// Cuts a text at everything that people put between the parts of a number.
fn pieces(text: &str) -> Result<Pieces, OfficeProblem> {
    let mut pieces = Pieces::default();
    for c in text.chars() {
        let folded = half_width(c);
        if folded != c {
            pieces.seen.note(SlipKind::FullWidth);
        }
        if folded.is_ascii_digit() {
            pieces.push(folded);
            continue;
        }
        pieces.open = false;
        match folded {
            '(' | ')' | '[' | ']' => pieces.seen.note(SlipKind::Bracket),
            '-' | '_' | '.' | '/' | '\u{2010}'..='\u{2015}' | '\u{2212}' => {}
            '+' if pieces.groups.is_empty() => pieces.plus = true,
            '转' | '轉' | '分' | '机' | '機' | 'e' | 'E' | 'x' | 'X' | 't' | 'T' | '#' | ',' | '*' | ':' =>
            {
                pieces.seen.note(SlipKind::ExtensionWord);
                pieces.extension.get_or_insert_default();
            }
            _ if c.is_whitespace() || is_hidden(c) => pieces.seen.note(SlipKind::Blank),
            stray => return Err(OfficeProblem::Character(stray)),
        }
    }
    Ok(pieces)
}

impl Pieces {
    /// Adds a digit to the extension, to the last group while it is open, or to a new one.
    fn push(&mut self, digit: char) {
        let group = match (&mut self.extension, self.groups.last_mut()) {
            (Some(extension), _) => extension,
            (None, Some(group)) if self.open => group,
            (None, _) => {
                self.open = true;
                return self.groups.push(digit.to_string());
            }
        };
        group.push(digit);
    }
}

/// Finds out which piece is which.
fn resolve(mut pieces: Pieces) -> Result<(String, Seen), OfficeProblem> {
    drop_country(&mut pieces)?;
    let Pieces { groups, extension, mut seen, .. } = pieces;
    let joined = groups.concat();
    if joined.is_empty() {
        return Err(OfficeProblem::Empty);
    }
    if let Some(problem) = other_line(&joined) {
        return Err(problem);
    }
    let (line, extension) = match (line(&groups), extension, groups.split_last()) {
        (Some(line), extension, _) => (line, extension),
        (None, None, Some((last, rest))) => (line(rest).ok_or_else(|| refusal(&groups))?, Some(last.clone())),
        _ => return Err(refusal(&groups)),
    };
    if extension.as_deref().is_some_and(|extension| !is_extension(extension)) {
        return Err(OfficeProblem::Extension);
    }
    if !joined.starts_with('0') {
        seen.note(SlipKind::TrunkZero);
    }
    let (area, local) = line.split_at_checked(area_places(&line)).ok_or(OfficeProblem::NotALine)?;
    if !LOCAL_PLACES.contains(&local.len()) {
        return Err(OfficeProblem::ServiceNumber);
    }
    let tail = extension.map(|extension| format!("-{extension}")).unwrap_or_default();
    Ok((format!("086-{area}-{local}{tail}"), seen))
}

/// Takes the country code away, in whichever way it is written, and notes a missing one.
fn drop_country(pieces: &mut Pieces) -> Result<(), OfficeProblem> {
    let total: usize = pieces.groups.iter().map(String::len).sum();
    let Some(first) = pieces.groups.first_mut() else { return Ok(()) };
    let kept = if pieces.plus {
        Some(first.strip_prefix("86").or_else(|| first.strip_prefix("086")).ok_or(OfficeProblem::Foreign)?)
    } else if first == "086" || first.starts_with("086") && total > 10 {
        // No area code begins like this.
        *first = first.split_off(3);
        return Ok(());
    } else if first == "86" || first.starts_with("86") && total >= 12 {
        first.strip_prefix("86")
    } else {
        first.strip_prefix("0086")
    };
    let kept = kept.map(str::to_owned);
    if kept.is_none() && first.starts_with("00") {
        return Err(OfficeProblem::Foreign);
    }
    if let Some(kept) = kept {
        *first = kept;
    }
    pieces.seen.note(SlipKind::CountryCode);
    Ok(())
}

/// The digits of a landline, with the 0 of its area code, if the groups are one.
fn line(groups: &[String]) -> Option<String> {
    let joined = groups.concat();
    if let Some(national) = joined.strip_prefix('0') {
        return is_landline(national).then_some(joined);
    }
    // Without the 0 only a group of its own, or a number too long for a local one, shows an area code.
    let first = groups.iter().find(|group| !group.is_empty())?;
    let apart = matches!(first.len(), 2 | 3) || first.len() >= 10;
    (apart && is_landline(&joined)).then(|| format!("0{joined}"))
}

/// Names a number that is no landline but something else.
fn other_line(joined: &str) -> Option<OfficeProblem> {
    let service = joined.len() == 10 && (joined.starts_with("400") || joined.starts_with("800"))
        || matches!(joined.len(), 5 | 6) && joined.starts_with("95");
    let mobile = is_mobile(joined.strip_prefix('0').unwrap_or(joined));
    service.then_some(OfficeProblem::ServiceNumber).or(mobile.then_some(OfficeProblem::Mobile))
}

/// Says why the groups are no landline.
fn refusal(groups: &[String]) -> OfficeProblem {
    let first = groups.iter().find(|group| !group.is_empty());
    let local = first.is_some_and(|first| !first.starts_with('0')) && groups.concat().len() <= 8
        || first.is_some_and(|first| !first.starts_with('0') && matches!(first.len(), 7 | 8));
    if local { OfficeProblem::NoAreaCode } else { OfficeProblem::NotALine }
}
