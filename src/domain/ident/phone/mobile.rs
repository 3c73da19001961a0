//! Mainland mobile numbers.

use super::super::{Case, Hyphens, Seen, Slip, SlipKind, is_digits, mend};
use super::is_mobile;
use std::borrow::Cow;

/// What a mobile number says, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mobile<'a> {
    number: Cow<'a, str>,
    /// What is wrong with the mended number; one at most.
    pub problem: Option<MobileProblem>,
    /// Slips of form.
    pub slips: Vec<Slip>,
}

/// What is wrong with a mobile number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MobileProblem {
    /// Not 11 digits, but so many.
    Length(usize),
    /// A character that no number has.
    Character(char),
    /// It begins with the code of another country or region.
    Foreign,
    /// 11 digits that no mobile number of the mainland begins like.
    NotMobile,
}

impl<'a> Mobile<'a> {
    /// Reads a mobile number.
    pub fn read(text: &'a str) -> Self {
        if text.len() == 11 && is_digits(text) {
            let problem = (!is_mobile(text)).then_some(MobileProblem::NotMobile);
            return Self { number: Cow::Borrowed(text), problem, slips: Vec::new() };
        }
        let (mended, mut seen) = mend(text, Case::Kept, Hyphens::Dropped);
        let number = without_codes(without_brackets(mended, &mut seen).into_owned(), &mut seen);
        let slips = seen.slips(&number);
        let problem = judge(&number);
        Self { number: Cow::Owned(number), problem, slips }
    }

    /// True where nothing is wrong; slips of form do not count.
    pub fn is_valid(&self) -> bool {
        self.problem.is_none()
    }

    /// The mended number, 11 digits where it is valid.
    pub fn number(&self) -> &str {
        &self.number
    }
}

fn without_brackets<'a>(text: Cow<'a, str>, seen: &mut Seen) -> Cow<'a, str> {
    if !text.contains(['(', ')']) {
        return text;
    }
    seen.note(SlipKind::Bracket);
    Cow::Owned(text.replace(['(', ')'], ""))
}

/// Takes the country code and the 0 for calls from elsewhere away.
fn without_codes(number: String, seen: &mut Seen) -> String {
    let mut rest = number.as_str();
    let bare = ["+86", "0086", "086"].iter().find_map(|code| rest.strip_prefix(code));
    if let Some(bare) = bare.or_else(|| rest.strip_prefix("86").filter(|bare| bare.len() == 11)) {
        seen.note(SlipKind::CountryCode);
        rest = bare;
    }
    if let Some(bare) = rest.strip_prefix('0').filter(|bare| bare.len() == 11 && bare.starts_with('1')) {
        seen.note(SlipKind::TrunkZero);
        rest = bare;
    }
    if rest.len() == number.len() { number } else { rest.to_owned() }
}

fn judge(number: &str) -> Option<MobileProblem> {
    if number.starts_with('+') || number.starts_with("00") {
        return Some(MobileProblem::Foreign);
    }
    if let Some(stray) = number.chars().find(|c| !c.is_ascii_digit()) {
        return Some(MobileProblem::Character(stray));
    }
    if number.len() != 11 {
        return Some(MobileProblem::Length(number.len()));
    }
    (!is_mobile(number)).then_some(MobileProblem::NotMobile)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_judged() {
        use MobileProblem::*;
        for (text, problem) in [
            ("13812345678", None),
            ("16612345678", None),
            ("19812345678", None),
            ("12345678901", Some(NotMobile)),
            ("11111111111", Some(NotMobile)),
            ("1381234567", Some(Length(10))),
            ("138123456789", Some(Length(12))),
            ("", Some(Length(0))),
            ("1381234567a", Some(Character('a'))),
            ("手机13812345678", Some(Character('手'))),
            ("+85291234567", Some(Foreign)),
            ("0085291234567", Some(Foreign)),
            ("075586013388", Some(Length(12))),
        ] {
            assert_eq!(Mobile::read(text).problem, problem, "{text}");
        }
    }

    #[test]
    fn slips_offer_the_fix() {
        use SlipKind::*;
        for (text, kinds) in [
            ("138 1234 5678", &[Blank][..]),
            ("138-1234-5678", &[Hyphen]),
            ("１３８１２３４５６７８", &[FullWidth]),
            ("+8613812345678", &[CountryCode]),
            ("+86 138 1234 5678", &[Blank, CountryCode]),
            ("（+86）13812345678", &[FullWidth, Bracket, CountryCode]),
            ("008613812345678", &[CountryCode]),
            ("086-13812345678", &[Hyphen, CountryCode]),
            ("8613812345678", &[CountryCode]),
            ("013812345678", &[TrunkZero]),
        ] {
            let read = Mobile::read(text);
            assert!(read.is_valid(), "{text}: {read:?}");
            assert_eq!(read.slips.iter().map(|slip| slip.kind).collect::<Vec<_>>(), kinds, "{text}");
            assert!(read.slips.iter().all(|slip| slip.fixed == "13812345678"), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC*|[+0-9 ()-]*") {
            let read = Mobile::read(&text);
            prop_assert!(!read.is_valid() || Mobile::read(read.number()).slips.is_empty());
        }
    }
}
