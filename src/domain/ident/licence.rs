//! Numbers of business licences from before the social credit code: 15 digits of GS 15-2006, whose last is
//! a check digit of ISO 7064 MOD 11,10.

use super::{Case, Hyphens, Slip, is_digits, mend};
use std::borrow::Cow;

/// What an old licence number says, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenceNumber<'a> {
    number: Cow<'a, str>,
    /// What is wrong with the mended number; one at most.
    pub problem: Option<LicenceProblem>,
    /// Slips of form.
    pub slips: Vec<Slip>,
}

/// What is wrong with an old licence number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LicenceProblem {
    /// Not 15 places, but so many.
    Length(usize),
    /// A character that is no digit.
    Character {
        /// The character.
        found: char,
        /// Its place, counted from 1.
        at: usize,
    },
    /// The last digit fails.
    Check {
        /// What it should be.
        expected: char,
    },
}

impl<'a> LicenceNumber<'a> {
    /// Reads the number of an old business licence.
    pub fn read(text: &'a str) -> Self {
        let (number, seen) = mend(text, Case::Upper, Hyphens::Dropped);
        let slips = seen.slips(&number);
        let problem = judge(&number);
        Self { number, problem, slips }
    }

    /// True where nothing is wrong; slips of form do not count.
    pub fn is_valid(&self) -> bool {
        self.problem.is_none()
    }

    /// The mended number.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// Region of the registering authority, six digits.
    pub fn region(&self) -> Option<&str> {
        self.number.get(..6).filter(|region| is_digits(region))
    }
}

/// The check digit that 14 digits ask for; none for anything else.
pub fn check_digit(body: &str) -> Option<char> {
    if body.len() != 14 || !is_digits(body) {
        return None;
    }
    let product = body.bytes().fold(10, |product, digit| {
        let sum = (product + u32::from(digit - b'0')) % 10;
        if sum == 0 { 9 } else { sum * 2 % 11 }
    });
    char::from_digit((11 - product) % 10, 10)
}

fn judge(number: &str) -> Option<LicenceProblem> {
    let places = number.chars().count();
    if places != 15 {
        return Some(LicenceProblem::Length(places));
    }
    if let Some((at, found)) = number.chars().enumerate().find(|(_, c)| !c.is_ascii_digit()) {
        return Some(LicenceProblem::Character { found, at: at + 1 });
    }
    let expected = number.get(..14).and_then(check_digit)?;
    (!number.ends_with(expected)).then_some(LicenceProblem::Check { expected })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_judged() {
        use LicenceProblem::*;
        for (text, problem) in [
            ("440301103097413", None),
            ("440301 103097413", None),
            ("４40301103097413", None),
            ("440301103097414", Some(Check { expected: '3' })),
            ("44030110309741", Some(Length(14))),
            ("4403012009741", Some(Length(13))),
            ("44030110309741X", Some(Character { found: 'X', at: 15 })),
            ("企合京总字第00012号", Some(Length(12))),
            ("企合京总字第00012345号", Some(Character { found: '企', at: 1 })),
            ("", Some(Length(0))),
        ] {
            assert_eq!(LicenceNumber::read(text).problem, problem, "{text}");
        }
        assert_eq!(LicenceNumber::read("440301103097413").region(), Some("440301"));
        assert_eq!(LicenceNumber::read("440301 103097413").slips[0].fixed, "440301103097413");
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC*") {
            let _ = LicenceNumber::read(&text).region();
        }

        #[test]
        fn one_wrong_digit_is_always_found(body in "[0-9]{14}", at in 0_usize..15, by in 1_u8..10) {
            let good = format!("{body}{}", check_digit(&body).unwrap());
            prop_assert!(LicenceNumber::read(&good).is_valid());
            let mut wrong = good.into_bytes();
            wrong[at] = b'0' + (wrong[at] - b'0' + by) % 10;
            let wrong = String::from_utf8(wrong).unwrap();
            prop_assert!(!LicenceNumber::read(&wrong).is_valid());
        }
    }
}
