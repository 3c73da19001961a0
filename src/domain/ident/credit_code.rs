//! Unified social credit codes (统一社会信用代码, GB 32100-2015) and organisation codes (组织机构代码,
//! GB 11714-1997), which stand inside them.
//!
//! 18 places: authority (1), kind (1), region (6 digits), organisation code (9), check (modulus 31).

use super::{Case, Hyphens, Seen, Slip, SlipKind, is_digits, mend};
use std::borrow::Cow;

/// Digits and capitals without I, O, Z, S and V.
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const ORGANISATION_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// What a social credit code says, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditCode<'a> {
    code: Cow<'a, str>,
    /// What is wrong with the mended code.
    pub problems: Vec<CodeProblem>,
    /// Slips of form.
    pub slips: Vec<Slip>,
}

/// What an organisation code says, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganisationCode<'a> {
    code: Cow<'a, str>,
    /// What is wrong with the mended code.
    pub problems: Vec<CodeProblem>,
    /// Slips of form; the hyphen before the check is none.
    pub slips: Vec<Slip>,
}

/// What is wrong with a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodeProblem {
    /// Not as many places as it should have, but so many.
    Length(usize),
    /// One of I, O, Z, S, V, which GB 32100 leaves out as they look like digits or other letters.
    RefusedLetter {
        /// The letter.
        found: char,
        /// Its place, counted from 1.
        at: usize,
    },
    /// A character that no code has at this place.
    Character {
        /// The character.
        found: char,
        /// Its place, counted from 1.
        at: usize,
    },
    /// The check of the organisation code (inside) fails.
    OrganisationCheck {
        /// What it should be.
        expected: char,
    },
    /// The last place of a social credit code fails.
    Check {
        /// What it should be.
        expected: char,
    },
}

impl<'a> CreditCode<'a> {
    /// Reads a social credit code.
    pub fn read(text: &'a str) -> Self {
        let (code, seen) = mend(text, Case::Upper, Hyphens::Dropped);
        let slips = seen.slips(&code);
        let problems = judge(&code);
        Self { code, problems, slips }
    }

    /// True where nothing is wrong; slips of form do not count.
    pub fn is_valid(&self) -> bool {
        self.problems.is_empty()
    }

    /// The mended code.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Who registered it (1 establishment, 5 civil affairs, 9 market regulation …).
    pub fn authority(&self) -> Option<char> {
        self.code.chars().next()
    }

    /// Region of the registration, six digits.
    pub fn region(&self) -> Option<&str> {
        self.code.get(2..8).filter(|region| is_digits(region))
    }

    /// The organisation code inside, nine places without hyphen.
    pub fn organisation(&self) -> Option<&str> {
        self.code.get(8..17)
    }
}

impl<'a> OrganisationCode<'a> {
    /// Reads an organisation code: nine places, with or without a hyphen before the last.
    pub fn read(text: &'a str) -> Self {
        let (mended, mut seen) = mend(text, Case::Upper, Hyphens::Kept);
        let code = without_hyphen(mended, &mut seen);
        let slips = seen.slips(&code);
        let problems = judge_organisation(&code);
        Self { code, problems, slips }
    }

    /// True where nothing is wrong; slips of form do not count.
    pub fn is_valid(&self) -> bool {
        self.problems.is_empty()
    }

    /// The mended code, nine places without hyphen.
    pub fn code(&self) -> &str {
        &self.code
    }
}

/// The check of a social credit code whose first 17 places are `body`; none for anything else.
pub fn check_letter(body: &str) -> Option<char> {
    if body.len() != 17 {
        return None;
    }
    let (mut sum, mut weight) = (0, 1);
    for c in body.chars() {
        sum += ALPHABET.find(c)? * weight;
        weight = weight * 3 % 31;
    }
    ALPHABET.chars().nth((31 - sum % 31) % 31)
}

/// The check of an organisation code whose first 8 places are `body`; none for anything else.
pub fn organisation_check(body: &str) -> Option<char> {
    if body.len() != 8 {
        return None;
    }
    let mut sum = 0;
    for (c, weight) in body.chars().zip(ORGANISATION_WEIGHTS) {
        sum += c.to_digit(36).filter(|_| !c.is_ascii_lowercase())? * weight;
    }
    match 11 - sum % 11 {
        10 => Some('X'),
        11 => Some('0'),
        rest => char::from_digit(rest, 10),
    }
}

fn judge(code: &str) -> Vec<CodeProblem> {
    let places = code.chars().count();
    if places != 18 {
        return vec![CodeProblem::Length(places)];
    }
    let problems: Vec<_> =
        code.chars().enumerate().filter_map(|(at, found)| strange(found, at + 1)).collect();
    if !problems.is_empty() {
        return problems;
    }
    let inside = code.get(8..17).and_then(organisation_failure);
    let whole = code.get(..17).and_then(check_letter).filter(|&expected| !code.ends_with(expected));
    inside.into_iter().chain(whole.map(|expected| CodeProblem::Check { expected })).collect()
}

fn judge_organisation(code: &str) -> Vec<CodeProblem> {
    let places = code.chars().count();
    if places != 9 {
        return vec![CodeProblem::Length(places)];
    }
    let stray = |(at, c): (usize, char)| {
        let fits = c.is_ascii_digit() || if at == 8 { c == 'X' } else { c.is_ascii_uppercase() };
        (!fits).then_some(CodeProblem::Character { found: c, at: at + 1 })
    };
    let problems: Vec<_> = code.chars().enumerate().filter_map(stray).collect();
    if problems.is_empty() { organisation_failure(code).into_iter().collect() } else { problems }
}

fn organisation_failure(code: &str) -> Option<CodeProblem> {
    let expected = code.get(..8).and_then(organisation_check)?;
    (!code.ends_with(expected)).then_some(CodeProblem::OrganisationCheck { expected })
}

/// What is strange about one character of a social credit code at its place.
fn strange(found: char, at: usize) -> Option<CodeProblem> {
    if matches!(found, 'I' | 'O' | 'Z' | 'S' | 'V') {
        return Some(CodeProblem::RefusedLetter { found, at });
    }
    let fits = if (3..=8).contains(&at) { found.is_ascii_digit() } else { ALPHABET.contains(found) };
    (!fits).then_some(CodeProblem::Character { found, at })
}

/// Takes hyphens away; only one before the last place is as it should be.
fn without_hyphen<'a>(code: Cow<'a, str>, seen: &mut Seen) -> Cow<'a, str> {
    if !code.contains('-') {
        return code;
    }
    let plain = code.replace('-', "");
    let proper = code.len() == 10 && code.get(8..9) == Some("-");
    if !proper {
        seen.note(SlipKind::Hyphen);
    }
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn good_codes() {
        for code in ["91350100M000100Y43", "9144030071526726XG", "91110000802100433B", "12100000400002259P"] {
            let read = CreditCode::read(code);
            assert!(read.is_valid() && read.slips.is_empty(), "{code}: {:?}", read.problems);
        }
        let read = CreditCode::read("9144030071526726XG");
        assert_eq!((read.authority(), read.region()), (Some('9'), Some("440300")));
        assert_eq!(read.organisation(), Some("71526726X"));
        for code in ["71526726X", "71526726-X", "M000100Y4"] {
            let read = OrganisationCode::read(code);
            assert!(read.is_valid() && read.slips.is_empty(), "{code}: {:?}", read.problems);
        }
    }

    #[test]
    fn problems_are_named() {
        use CodeProblem::*;
        for (text, problems) in [
            ("", vec![Length(0)]),
            ("统一社会信用代码", vec![Length(8)]),
            ("9144030071526726X", vec![Length(17)]),
            (
                "9144O30071526726XI",
                vec![RefusedLetter { found: 'O', at: 5 }, RefusedLetter { found: 'I', at: 18 }],
            ),
            ("9144A30071526726XG", vec![Character { found: 'A', at: 5 }]),
            ("9144030071526726X甲", vec![Character { found: '甲', at: 18 }]),
            ("9144030071526726XH", vec![Check { expected: 'G' }]),
            ("914403007152672610", vec![OrganisationCheck { expected: 'X' }, Check { expected: 'N' }]),
        ] {
            let read = CreditCode::read(text);
            let named: Vec<_> = read.problems.iter().map(std::mem::discriminant).collect();
            let wanted: Vec<_> = problems.iter().map(std::mem::discriminant).collect();
            assert_eq!(named, wanted, "{text}: {:?}", read.problems);
        }
        for (text, problem) in [
            ("715267260", OrganisationCheck { expected: 'X' }),
            ("71526726", Length(8)),
            ("7152672甲X", Character { found: '甲', at: 8 }),
            ("71526726A", Character { found: 'A', at: 9 }),
        ] {
            assert_eq!(OrganisationCode::read(text).problems, [problem], "{text}");
        }
    }

    #[test]
    fn slips_offer_the_fix() {
        for text in
            ["9144030071526726xg", "９144030071526726XG", "91440300 71526726XG", "91440300-71526726X-G"]
        {
            let read = CreditCode::read(text);
            assert!(read.is_valid(), "{text}: {:?}", read.problems);
            assert_eq!(read.slips.len(), 1, "{text}");
            assert_eq!(read.slips[0].fixed, "9144030071526726XG");
        }
        for text in ["7152-6726X", "71526726—X", "71526726x"] {
            let read = OrganisationCode::read(text);
            assert!(read.is_valid() && read.slips[0].fixed == "71526726X", "{text}: {read:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC*") {
            let _ = (CreditCode::read(&text).region(), OrganisationCode::read(&text));
        }

        #[test]
        fn one_wrong_place_is_always_found(body in "9[1-3][1-6][0-9]{5}[0-9A-H]{8}", at in 0_usize..17, new in "[0-9A-HJ-NPQRTUWXY]") {
            let inner = format!("{body}{}", organisation_check(&body[8..]).unwrap());
            let good = format!("{inner}{}", check_letter(&inner).unwrap());
            prop_assert!(CreditCode::read(&good).is_valid(), "{}", good);
            let mut wrong = good.clone();
            wrong.replace_range(at..=at, &new);
            prop_assert!(wrong == good || !CreditCode::read(&wrong).is_valid(), "{}", wrong);
        }
    }
}
