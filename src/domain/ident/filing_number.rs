//! Filing numbers (备案号): of the entity, and with a suffix of its sites, apps and mini-programs.
//!
//! `省ICP备` + 8 digits (two of the year, six) or 10 (four of the year, six) + `号`, then `-n` for a site,
//! `-nA` for an app, `-nX` for a mini-program. The letters are those of live numbers; no official text names
//! them, and K for quick apps is not confirmed.

use super::{Case, Hyphens, Slip, SlipKind, is_digits, mend};
use std::fmt;

/// A filing number, whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FilingNumber {
    letter: char,
    serial: u64,
    places: Places,
    part: Part,
}

/// What of an entity a number stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// The entity itself.
    Entity,
    /// Its site of this number.
    Site(u32),
    /// Its app of this number.
    App(u32),
    /// Its mini-program of this number.
    MiniProgram(u32),
    /// Perhaps its quick app of this number: the letter K is not confirmed.
    QuickApp(u32),
}

/// How many digits the number has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Places {
    Eight,
    Ten,
}

/// What was read from a text that should be a filing number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilingReading {
    /// The number, where the text has its form (its province may still be unknown).
    pub number: Option<FilingNumber>,
    /// What is wrong; one at most.
    pub problem: Option<FilingProblem>,
    /// Slips of form.
    pub slips: Vec<Slip>,
}

/// What is wrong with a filing number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilingProblem {
    /// It has no form of filing numbers.
    Form,
    /// It does not begin with the letter of a province.
    NoProvince,
    /// No province has this letter.
    UnknownProvince(char),
    /// Neither 8 nor 10 digits, but so many.
    Digits(usize),
    /// The suffix is none of `-n`, `-nA`, `-nX`, `-nK`, or its number is 0.
    Suffix,
    /// The number of a telecom licence (ICP证, B2-…), not of a filing.
    Licence,
    /// The number that the police gives (公网安备).
    Police,
}

impl FilingNumber {
    /// Reads a filing number. `letter_of` gives for a letter that stands for a province the one that its
    /// filing numbers carry (for 川: 蜀), and none for any other character.
    pub fn read(text: &str, letter_of: impl Fn(char) -> Option<char>) -> FilingReading {
        let (mended, mut seen) = mend(text, Case::Upper, Hyphens::Kept);
        let (mut number, closing) = match parse(&mended) {
            Ok(parsed) => parsed,
            Err(problem) => return FilingReading { number: None, problem: Some(problem), slips: Vec::new() },
        };
        if closing == Closing::Missing {
            seen.note(SlipKind::ClosingWord);
        }
        let proper = letter_of(number.letter);
        if proper.is_some_and(|proper| proper != number.letter) {
            seen.note(SlipKind::ProvinceLetter);
        }
        let problem = proper.is_none().then_some(FilingProblem::UnknownProvince(number.letter));
        number.letter = proper.unwrap_or(number.letter);
        let slips = if seen.0.is_empty() { Vec::new() } else { seen.slips(&number.to_string()) };
        FilingReading { number: Some(number), problem, slips }
    }

    /// The letter of the province, as its filing numbers carry it.
    pub fn letter(&self) -> char {
        self.letter
    }

    /// What of the entity it stands for.
    pub fn part(&self) -> Part {
        self.part
    }

    /// The number of the entity that it belongs to.
    pub fn entity(&self) -> Self {
        Self { part: Part::Entity, ..*self }
    }

    /// The number of one of the entity's sites, apps or mini-programs.
    pub fn with(&self, part: Part) -> Self {
        Self { part, ..*self }
    }

    /// The year it begins with.
    pub fn year(&self) -> u64 {
        let year = self.serial / 1_000_000;
        if self.places == Places::Eight { 2000 + year } else { year }
    }
}

impl fmt::Display for FilingNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = if self.places == Places::Eight { 8 } else { 10 };
        write!(f, "{}ICP备{:0places$}号", self.letter, self.serial)?;
        match self.part {
            Part::Entity => Ok(()),
            Part::Site(n) => write!(f, "-{n}"),
            Part::App(n) => write!(f, "-{n}A"),
            Part::MiniProgram(n) => write!(f, "-{n}X"),
            Part::QuickApp(n) => write!(f, "-{n}K"),
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Closing {
    There,
    Missing,
}

fn parse(mended: &str) -> Result<(FilingNumber, Closing), FilingProblem> {
    let (head, rest) = mended.split_once("ICP备").ok_or_else(|| other_number(mended))?;
    let mut head = head.chars();
    let letter = head.next().ok_or(FilingProblem::NoProvince)?;
    if head.next().is_some() {
        return Err(FilingProblem::Form);
    }
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (digits, rest) = rest.split_at(end);
    let places = match digits.len() {
        8 => Places::Eight,
        10 => Places::Ten,
        other => return Err(FilingProblem::Digits(other)),
    };
    let serial = digits.parse().map_err(|_| FilingProblem::Form)?;
    let (closing, rest) = match rest.strip_prefix('号') {
        Some(rest) => (Closing::There, rest),
        None => (Closing::Missing, rest),
    };
    let part = if rest.is_empty() { Part::Entity } else { suffix(rest)? };
    Ok((FilingNumber { letter, serial, places, part }, closing))
}

fn suffix(rest: &str) -> Result<Part, FilingProblem> {
    let rest = rest.strip_prefix('-').ok_or(FilingProblem::Form)?;
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (digits, letter) = rest.split_at(end);
    let proper = is_digits(digits) && !digits.starts_with('0');
    let n = if proper { digits.parse().ok() } else { None }.ok_or(FilingProblem::Suffix)?;
    match letter {
        "" => Ok(Part::Site(n)),
        "A" => Ok(Part::App(n)),
        "X" => Ok(Part::MiniProgram(n)),
        "K" => Ok(Part::QuickApp(n)),
        _ => Err(FilingProblem::Suffix),
    }
}

/// Names what stands there instead of a filing number.
fn other_number(mended: &str) -> FilingProblem {
    if mended.contains("公网安备") {
        FilingProblem::Police
    } else if mended.contains("ICP证") || mended.contains("B2-") || mended.contains("B1-") {
        FilingProblem::Licence
    } else {
        FilingProblem::Form
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn letter_of(letter: char) -> Option<char> {
        match letter {
            '川' => Some('蜀'),
            '京' | '粤' | '蜀' | '陕' | '黔' | '鄂' => Some(letter),
            _ => None,
        }
    }

    #[test]
    fn numbers_of_every_form() {
        for (text, year, part) in [
            ("京ICP备12345678号", 2012, Part::Entity),
            ("京ICP备05000001号-1", 2005, Part::Site(1)),
            ("鄂ICP备2021001858号-7", 2021, Part::Site(7)),
            ("陕ICP备2024026116号-1A", 2024, Part::App(1)),
            ("黔ICP备2025044274号-12X", 2025, Part::MiniProgram(12)),
            ("粤ICP备2025044274号-3K", 2025, Part::QuickApp(3)),
        ] {
            let read = FilingNumber::read(text, letter_of);
            let number = read.number.unwrap();
            assert_eq!((read.problem, read.slips), (None, Vec::new()), "{text}");
            assert_eq!((number.year(), number.part()), (year, part), "{text}");
            assert_eq!(number.to_string(), text);
            assert_eq!(number.entity().with(part), number);
        }
    }

    #[test]
    fn problems_are_named() {
        use FilingProblem::*;
        for (text, problem) in [
            ("", Form),
            ("京备12345678号", Form),
            ("北京ICP备12345678号", Form),
            ("ICP备12345678号", NoProvince),
            ("美ICP备12345678号", UnknownProvince('美')),
            ("京ICP备1234567号", Digits(7)),
            ("京ICP备号", Digits(0)),
            ("京ICP备123456789012号", Digits(12)),
            ("京ICP备12345678号-0", Suffix),
            ("京ICP备12345678号-01", Suffix),
            ("京ICP备12345678号-", Suffix),
            ("京ICP备12345678号-1B", Suffix),
            ("京ICP备12345678号-99999999999", Suffix),
            ("京ICP备12345678号1", Form),
            ("京ICP证030173号", Licence),
            ("粤B2-20090059", Licence),
            ("京公网安备11010802012285号", Police),
        ] {
            assert_eq!(FilingNumber::read(text, letter_of).problem, Some(problem), "{text}");
        }
    }

    #[test]
    fn slips_offer_the_fix() {
        use SlipKind::*;
        for (text, fixed, kinds) in [
            ("京icp备12345678号-1a", "京ICP备12345678号-1A", &[LowerCase][..]),
            ("京ICP备１2345678号－1", "京ICP备12345678号-1", &[FullWidth]),
            ("京ICP备12345678—1", "京ICP备12345678号-1", &[Hyphen, ClosingWord]),
            ("京 ICP备12345678号", "京ICP备12345678号", &[Blank]),
            ("川ICP备2026054850号", "蜀ICP备2026054850号", &[ProvinceLetter]),
        ] {
            let read = FilingNumber::read(text, letter_of);
            assert_eq!(read.problem, None, "{text}");
            assert_eq!(read.slips.iter().map(|slip| slip.kind).collect::<Vec<_>>(), kinds, "{text}");
            assert!(read.slips.iter().all(|slip| slip.fixed == fixed), "{text}: {:?}", read.slips);
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC*|[京ICP备0-9号AXK-]*") {
            let _ = FilingNumber::read(&text, Some);
        }

        #[test]
        fn what_is_shown_reads_as_the_same(text in "[京粤蜀]ICP备([0-9]{8}|[0-9]{10})号(-[1-9][0-9]{0,5}[AXK]?)?") {
            let read = FilingNumber::read(&text, letter_of);
            prop_assert_eq!(read.number.map(|number| number.to_string()), Some(text));
        }
    }
}
