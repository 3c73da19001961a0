//! ID numbers, mobiles and landlines among the groups of digits.

use super::super::Personal;
use super::super::fold::Glyph;
use super::{DatePart, DigitRun, Stretch};
use crate::domain::ident::credit_code::CreditCode;
use crate::domain::ident::id_card::check_digit;

/// Places of an ID number, of its old form, and of a mobile.
const ID: usize = 18;
const OLD_ID: usize = 15;
const MOBILE: usize = 11;
/// The longest that is tried: a mobile behind 0086 and a plus has fifteen, an ID number eighteen.
const LONGEST: usize = ID;
/// Runs that are longer hold no numbers of people, but keys and the like.
const LONGEST_RUN: usize = 64;
/// First two places of a region: provinces, with those of the residence permits.
const PROVINCES: [&str; 35] = [
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42",
    "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82",
    "83",
];
/// Words before a number that is on a licence, and no person's.
const LICENCE: [&str; 3] = ["注册号", "执照号", "执照"];

pub(super) fn spans(letters: &[Glyph], groups: &[DigitRun]) -> Vec<Stretch> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(group) = groups.get(at) {
        match longest(letters, groups, at) {
            Some((end, kind)) => {
                let last = groups.get(end).map_or(group.at.end, |last| last.at.end);
                found.push(Stretch { at: begin(letters, group)..last, kind });
                at = end + 1;
            }
            None => {
                found.extend(inside(group));
                at += 1;
            }
        }
    }
    found
}

/// A plus and a bracket belong to the number.
fn begin(letters: &[Glyph], group: &DigitRun) -> usize {
    let before = letters.get(..group.at.start).unwrap_or_default();
    let plus = group.plus.then(|| before.iter().rposition(|letter| letter.c == '+')).flatten();
    plus.unwrap_or(group.at.start)
}

/// The longest number that begins with a group: its last group, and what it is.
fn longest(letters: &[Glyph], groups: &[DigitRun], from: usize) -> Option<(usize, Personal)> {
    let (mut digits, mut best) = (String::new(), None);
    if groups.get(from).is_some_and(|first| matches!(first.date, Some(DatePart::Month | DatePart::Day))) {
        return None;
    }
    for (at, group) in groups.iter().enumerate().skip(from) {
        if at > from && !group.joined {
            break;
        }
        digits.push_str(&group.digits);
        if digits.len() > LONGEST {
            break;
        }
        if group.date.is_some_and(|part| part != DatePart::Day) {
            continue;
        }
        let tried = Joined { digits: &digits, parts: groups.get(from..=at).unwrap_or_default() };
        if let Some(kind) = tried.kind(letters) {
            best = Some((at, kind));
        }
        if group.ends_with_x {
            break;
        }
    }
    best
}

/// Groups that are tried together.
struct Joined<'a> {
    digits: &'a str,
    parts: &'a [DigitRun],
}

impl Joined<'_> {
    fn kind(&self, letters: &[Glyph]) -> Option<Personal> {
        let (first, last) = (self.parts.first()?, self.parts.last()?);
        let whole = self.parts.len() == 1;
        if last.ends_with_x {
            let number = self.digits.len() + 1 == ID;
            return (number && self.is_id(whole, 'X')).then_some(Personal::IdNumber);
        }
        match self.digits.len() {
            ID if self.is_id(whole, self.digits.chars().next_back()?) => return Some(Personal::IdNumber),
            OLD_ID if is_old_id(self.digits) && !on_licence(letters, first.at.start) => {
                return Some(Personal::IdNumber);
            }
            _ => {}
        }
        let phone = first.plus && (8..=OLD_ID).contains(&self.digits.len());
        let phone = phone || self.is_mobile() || is_landline(self.digits, whole);
        (phone && (first.plus || !self.has_date())).then_some(Personal::Phone)
    }

    /// Seventeen places and a last one, with a date of birth inside; its check digit may be wrong.
    fn is_id(&self, whole: bool, last: char) -> bool {
        let Some(body) = self.digits.get(..ID - 1) else { return false };
        let dated = body.get(6..14).is_some_and(|day| is_day(day, 1890..=2099));
        let known = body.get(..2).is_some_and(|province| PROVINCES.contains(&province));
        let code = format!("{body}{last}");
        let organisation = CreditCode::read(&code).is_valid() && check_digit(body) != Some(last);
        dated && (whole || known) && !organisation
    }

    fn is_mobile(&self) -> bool {
        let national = without_country(self.digits).unwrap_or(self.digits);
        is_mobile(national) || is_mobile(self.digits)
    }

    /// A date among groups that would make up a phone together.
    fn has_date(&self) -> bool {
        if self.parts.len() == 1 {
            return false;
        }
        let day = |text: &str| text.len() == 8 && is_day(text, 1900..=2099);
        self.parts.iter().any(|part| day(&part.digits))
            || self.parts.iter().any(|part| part.date.is_some())
            || self.parts.first().is_some_and(|part| is_year(&part.digits))
    }
}

/// Year, month and day as people write them.
pub(super) fn is_date(year: &str, month: &str, day: &str) -> bool {
    is_year(year)
        && month.len() <= 2
        && day.len() <= 2
        && is_day(&format!("{year}{month:0>2}{day:0>2}"), 1900..=2099)
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && (text.starts_with("19") || text.starts_with("20"))
}

/// `yyyymmdd` with a year among these.
fn is_day(text: &str, years: std::ops::RangeInclusive<u32>) -> bool {
    let number = |from: usize, to: usize| text.get(from..to).and_then(|part| part.parse::<u32>().ok());
    number(0, 4).is_some_and(|year| years.contains(&year))
        && number(4, 6).is_some_and(|month| (1..=12).contains(&month))
        && number(6, 8).is_some_and(|day| (1..=31).contains(&day))
}

/// Fifteen places: region, six of the date of birth, three of order.
fn is_old_id(digits: &str) -> bool {
    let known = digits.get(..2).is_some_and(|province| PROVINCES.contains(&province));
    known && digits.get(6..12).is_some_and(|day| is_day(&format!("19{day}"), 1900..=1999))
}

/// The last eight letters before a number name a licence.
fn on_licence(letters: &[Glyph], at: usize) -> bool {
    let before = letters.get(at.saturating_sub(8)..at).unwrap_or_default();
    let before: String = before.iter().map(|letter| letter.c).collect();
    LICENCE.iter().any(|word| before.contains(word))
}

fn without_country(digits: &str) -> Option<&str> {
    ["0086", "086", "86"].iter().find_map(|code| digits.strip_prefix(code)).filter(|rest| rest.len() >= 9)
}

fn is_mobile(digits: &str) -> bool {
    digits.len() == MOBILE && digits.starts_with('1') && digits.get(1..2).is_some_and(|two| two >= "3")
}

/// Area code and line; the 0 of the area is left out behind a country code alone. A run of digits that begins
/// with 86 may be anything.
fn is_landline(digits: &str, whole: bool) -> bool {
    let abroad = without_country(digits).filter(|_| !(whole && digits.starts_with("86")));
    let abroad = abroad.map(|rest| rest.strip_prefix('0').unwrap_or(rest));
    abroad.is_some_and(is_line) || digits.strip_prefix('0').is_some_and(is_line)
}

/// Without its 0: 10 and 2x have lines of eight places, the others of seven or eight.
fn is_line(rest: &str) -> bool {
    let large = rest.starts_with("10") || rest.starts_with('2');
    let area = if large { 2 } else { 3 };
    let known = large || rest.starts_with(|first: char| ('3'..='9').contains(&first));
    let line = rest.get(area..).unwrap_or_default();
    let places = if large { 8..=8 } else { 7..=8 };
    known && places.contains(&line.len()) && line.starts_with(|first: char| ('1'..='9').contains(&first))
}

/// Numbers that were written one behind the other in one run of digits.
fn inside(group: &DigitRun) -> Vec<Stretch> {
    let digits = group.digits.as_str();
    if digits.len() <= OLD_ID || digits.len() > LONGEST_RUN {
        return Vec::new();
    }
    let mut found = Vec::new();
    let (mut from, mut at) = (0, 0);
    let both = digits.len() == ID + MOBILE;
    while at + ID <= digits.len() {
        let number = digits.get(at..at + ID).unwrap_or_default();
        // One ID number behind the other, right or wrong.
        let row = digits.len().is_multiple_of(ID) && at.is_multiple_of(ID);
        let beside = row
            || both && (at == 0 && is_mobile(&digits[ID..]) || at == MOBILE && is_mobile(&digits[..MOBILE]));
        if is_certain_id(number, beside) {
            found.extend(mobiles(group, from, at));
            found.push(span(group, at, at + ID, Personal::IdNumber));
            at += ID;
            from = at;
        } else {
            at += 1;
        }
    }
    found.extend(mobiles(group, from, digits.len()));
    found
}

/// Inside a longer run only a number whose every place is right counts, or one beside a mobile.
fn is_certain_id(number: &str, beside_mobile: bool) -> bool {
    let known = number.get(..2).is_some_and(|province| PROVINCES.contains(&province));
    let dated = number.get(6..14).is_some_and(|day| is_day(day, 1890..=2099));
    let right = || number.get(..ID - 1).and_then(check_digit) == number.chars().next_back();
    known && dated && (beside_mobile || right())
}

/// A piece that is nothing but mobiles.
fn mobiles(group: &DigitRun, from: usize, to: usize) -> Vec<Stretch> {
    let piece = group.digits.get(from..to).unwrap_or_default();
    let starts = (0..piece.len()).step_by(MOBILE);
    let all = piece.len().is_multiple_of(MOBILE)
        && starts.clone().all(|at| piece.get(at..at + MOBILE).is_some_and(is_mobile));
    let spans = starts.map(|at| span(group, from + at, from + at + MOBILE, Personal::Phone));
    if all { spans.collect() } else { Vec::new() }
}

fn span(group: &DigitRun, from: usize, to: usize, kind: Personal) -> Stretch {
    Stretch { at: group.at.start + from..group.at.start + to, kind }
}
