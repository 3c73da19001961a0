//! Documents of people that are judged by form only: passports, travel permits, residence permits, officers'
//! cards. A form says nothing about whether the document was ever issued.

use super::id_card::{Home, IdKind, IdNumber, IdProblem};
use super::{Case, Hyphens, Slip, SlipKind, is_digits, mend};
use std::borrow::Cow;

/// Places of a document number by ICAO Doc 9303; shorter ones than five are not seen.
const PASSPORT_PLACES: std::ops::RangeInclusive<usize> = 5..=9;

/// What the number of a document says by its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document<'a> {
    number: Cow<'a, str>,
    /// The form it has; none where it has no form of its kind of document.
    pub form: Option<Form>,
    /// Slips of form.
    pub slips: Vec<Slip>,
}

/// A form of document number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// Passport of the People's Republic: E, G, D, S or P and 8 digits, or two letters and 7 digits.
    ChinesePassport,
    /// Passport by ICAO Doc 9303: five to nine letters and digits, one of them a digit.
    OtherPassport,
    /// Home-return permit (港澳居民来往内地通行证) of today: H or M and 8 digits.
    HomeReturn,
    /// Home-return permit with two digits more that count the issues: H or M and 10 digits.
    HomeReturnCounted,
    /// Taiwan permit (台湾居民来往大陆通行证) as a card: 8 digits.
    TaiwanCard,
    /// Taiwan permit as a booklet: 10 digits, mostly with a letter in brackets.
    TaiwanBooklet,
    /// Foreigner's permanent residence card of 2023: 9 and 17 further places.
    PermanentResidence,
    /// Foreigner's permanent residence card before 2023: 3 letters and 12 digits.
    PermanentResidenceOld,
    /// Officer's card (军官证): 某字第…号.
    OfficerCard,
}

impl Document<'_> {
    /// The mended number.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// True where it has a form of its kind.
    pub fn is_valid(&self) -> bool {
        self.form.is_some()
    }
}

/// Reads the number of a passport, of any country.
pub fn passport(text: &str) -> Document<'_> {
    read(text, Hyphens::Dropped, |number| {
        if is_chinese_passport(number) {
            return Some(Form::ChinesePassport);
        }
        let fits = number.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && number.bytes().any(|byte| byte.is_ascii_digit())
            && PASSPORT_PLACES.contains(&number.len());
        fits.then_some(Form::OtherPassport)
    })
}

/// Reads the number of a home-return permit (港澳居民来往内地通行证).
pub fn home_return_permit(text: &str) -> Document<'_> {
    read(text, Hyphens::Dropped, |number| {
        let digits = number.strip_prefix(['H', 'M']).filter(|digits| is_digits(digits))?;
        match digits.len() {
            8 => Some(Form::HomeReturn),
            10 => Some(Form::HomeReturnCounted),
            _ => None,
        }
    })
}

/// Reads the number of a Taiwan permit (台湾居民来往大陆通行证).
pub fn taiwan_permit(text: &str) -> Document<'_> {
    let mut document = read(text, Hyphens::Dropped, taiwan_form);
    if let Some(number) = bracketed(&document.number) {
        document.form = taiwan_form(&number);
        document.slips.push(Slip { fixed: number.clone(), kind: SlipKind::Bracket });
        document.slips.iter_mut().for_each(|slip| slip.fixed.clone_from(&number));
        document.number = Cow::Owned(number);
    }
    document
}

/// Reads the number of a residence permit (港澳台居民居住证) of somebody from one of `homes`.
///
/// It is an ID number of GB 11643; its problems include [`IdProblem::NotThisPermit`].
pub fn residence_permit<'a>(text: &'a str, homes: &[Home]) -> IdNumber<'a> {
    let mut read = IdNumber::read(text, |_| true);
    let fits = matches!(read.kind(), IdKind::ResidencePermit(home) if homes.contains(&home));
    let has_form = !read.problems.iter().any(|problem| matches!(problem, IdProblem::Length(_)));
    if has_form && !fits {
        read.problems.push(IdProblem::NotThisPermit);
    }
    read
}

/// Reads the number of a foreigner's permanent residence card (外国人永久居留身份证).
pub fn permanent_residence(text: &str) -> Document<'_> {
    read(text, Hyphens::Dropped, |number| match number.len() {
        15 => {
            let (letters, digits) = number.split_at_checked(3)?;
            let fits = letters.bytes().all(|byte| byte.is_ascii_uppercase()) && is_digits(digits);
            fits.then_some(Form::PermanentResidenceOld)
        }
        18 => {
            let (body, last) = number.split_at_checked(17)?;
            let fits = body.starts_with('9') && is_digits(body) && (last == "X" || is_digits(last));
            fits.then_some(Form::PermanentResidence)
        }
        _ => None,
    })
}

/// Reads the number of an officer's card (军官证): one or two Han characters, 字第, digits, 号.
pub fn officer_card(text: &str) -> Document<'_> {
    read(text, Hyphens::Dropped, |number| {
        let (unit, rest) = number.split_once("字第")?;
        let digits = rest.strip_suffix('号').unwrap_or(rest);
        let fits = matches!(unit.chars().count(), 1 | 2)
            && unit.chars().all(is_han)
            && is_digits(digits)
            && (4..=8).contains(&digits.len());
        fits.then_some(Form::OfficerCard)
    })
}

fn read(text: &str, hyphens: Hyphens, form: impl Fn(&str) -> Option<Form>) -> Document<'_> {
    let (number, seen) = mend(text, Case::Upper, hyphens);
    let slips = seen.slips(&number);
    let form = form(&number);
    Document { number, form, slips }
}

/// A letter and 8 digits, or, for the electronic ones since 2017, two letters without I and O and 7 digits.
fn is_chinese_passport(number: &str) -> bool {
    let Some((first, rest)) = number.split_at_checked(1) else { return false };
    let kind = matches!(first, "E" | "G" | "D" | "S" | "P");
    let second = |byte: u8| byte.is_ascii_uppercase() && !matches!(byte, b'I' | b'O');
    kind && rest.len() == 8
        && (is_digits(rest)
            || rest.bytes().next().is_some_and(second) && rest.get(1..).is_some_and(is_digits))
}

fn taiwan_form(number: &str) -> Option<Form> {
    if is_digits(number) {
        return match number.len() {
            8 => Some(Form::TaiwanCard),
            10 => Some(Form::TaiwanBooklet),
            _ => None,
        };
    }
    let (digits, letter) = number.split_at_checked(10)?;
    let letter = letter.strip_prefix('(')?.strip_suffix(')')?;
    let fits = is_digits(digits) && letter.len() == 1 && letter.bytes().all(|byte| byte.is_ascii_uppercase());
    fits.then_some(Form::TaiwanBooklet)
}

/// A booklet's number with the brackets that its letter lacks.
fn bracketed(number: &str) -> Option<String> {
    let (digits, letter) = number.split_at_checked(10)?;
    let lacks =
        is_digits(digits) && letter.len() == 1 && letter.bytes().all(|byte| byte.is_ascii_uppercase());
    lacks.then(|| format!("{digits}({letter})"))
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}')
}

#[cfg(test)]
mod tests {
    use super::super::id_card::check_digit;
    use super::*;
    use proptest::prelude::*;

    type Reader = for<'a> fn(&'a str) -> Document<'a>;

    #[test]
    fn forms_are_told_apart() {
        use Form::*;
        let cases: [(Reader, &str, Option<Form>); 31] = [
            (passport, "E12345678", Some(ChinesePassport)),
            (passport, "EA1234567", Some(ChinesePassport)),
            (passport, "SE1234567", Some(ChinesePassport)),
            (passport, "EI1234567", Some(OtherPassport)),
            (passport, "C01X0006H", Some(OtherPassport)),
            (passport, "12345", Some(OtherPassport)),
            (passport, "1234", None),
            (passport, "ABCDEFG", None),
            (passport, "E1234567890", None),
            (passport, "护照12345", None),
            (passport, "", None),
            (home_return_permit, "H12345678", Some(HomeReturn)),
            (home_return_permit, "M1234567801", Some(HomeReturnCounted)),
            (home_return_permit, "H123456789", None),
            (home_return_permit, "C12345678", None),
            (home_return_permit, "12345678", None),
            (taiwan_permit, "12345678", Some(TaiwanCard)),
            (taiwan_permit, "1234567801", Some(TaiwanBooklet)),
            (taiwan_permit, "1234567801(B)", Some(TaiwanBooklet)),
            (taiwan_permit, "1234567801B", Some(TaiwanBooklet)),
            (taiwan_permit, "123456789", None),
            (taiwan_permit, "1234567801(BC)", None),
            (permanent_residence, "USA110190010112", Some(PermanentResidenceOld)),
            (permanent_residence, "US1110190010112", None),
            (permanent_residence, "911124198108030024", Some(PermanentResidence)),
            (permanent_residence, "91112419810803002X", Some(PermanentResidence)),
            (permanent_residence, "811124198108030024", None),
            (officer_card, "南字第01234567号", Some(OfficerCard)),
            (officer_card, "军字第123456", Some(OfficerCard)),
            (officer_card, "字第123456号", None),
            (officer_card, "ab字第123456号", None),
        ];
        for (reader, text, form) in cases {
            assert_eq!(reader(text).form, form, "{text}");
        }
    }

    #[test]
    fn slips_offer_the_fix() {
        let cases: [(Reader, &str, &str); 6] = [
            (passport, "e１2345678", "E12345678"),
            (home_return_permit, "h 1234-5678", "H12345678"),
            (taiwan_permit, "1234567801（b）", "1234567801(B)"),
            (taiwan_permit, "1234567801 b", "1234567801(B)"),
            (permanent_residence, "usa110190010112", "USA110190010112"),
            (officer_card, "南字第 01234567 号", "南字第01234567号"),
        ];
        for (reader, text, fixed) in cases {
            let document = reader(text);
            assert!(document.is_valid() && !document.slips.is_empty(), "{text}: {document:?}");
            assert_eq!(document.number(), fixed);
            assert!(document.slips.iter().all(|slip| slip.fixed == fixed), "{text}: {document:?}");
            assert_eq!(reader(fixed).slips, [], "{fixed}");
        }
    }

    #[test]
    fn residence_permits_ask_for_their_home() {
        let number = |region: &str| {
            let body = format!("{region}19850605003");
            format!("{body}{}", check_digit(&body).unwrap())
        };
        for (number, homes, problems) in [
            (number("810000"), &[Home::HongKong, Home::Macau][..], &[][..]),
            (number("820000"), &[Home::HongKong, Home::Macau], &[]),
            (number("830000"), &[Home::Taiwan], &[]),
            (number("830000"), &[Home::HongKong, Home::Macau], &[IdProblem::NotThisPermit]),
            (number("110105"), &[Home::Taiwan], &[IdProblem::NotThisPermit]),
            ("83".to_owned(), &[Home::Taiwan], &[IdProblem::Length(2)]),
        ] {
            assert_eq!(residence_permit(&number, homes).problems, problems, "{number}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC*|[0-9A-Z（）()字第号 -]*") {
            for reader in [passport, home_return_permit, taiwan_permit, permanent_residence, officer_card] as [Reader; 5] {
                let document = reader(&text);
                prop_assert_eq!(reader(document.number()).form, document.form);
            }
            let _ = residence_permit(&text, &[Home::Taiwan]);
        }
    }
}
