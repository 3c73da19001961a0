//! Numbers and addresses that identify: what each is made of, what is wrong with it, what a slip was meant
//! to be.
//!
//! Every reader takes the text as the customer wrote it and tells two things apart: *problems*, which make
//! the number another one than it should be, and *slips* of form, which leave no doubt what was meant and
//! offer the mended form. The checks are made on the mended form. No reader panics, whatever it is given.

pub mod credit_code;
pub mod domain_name;
pub mod email;
pub mod filing_number;
pub mod home_url;
pub mod id_card;
pub mod licence;
pub mod phone;
pub mod travel;

use crate::domain::text::{half_width, is_hidden};
use std::borrow::Cow;

/// A slip of form, with the value as it was meant.
///
/// Several slips of one value carry the same `fixed`: taking one over mends them all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// The whole value, mended.
    pub fixed: String,
    /// What the slip is.
    pub kind: SlipKind,
}

/// Kind of a [`Slip`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SlipKind {
    /// Full-width letters, digits or signs, as an input method types them.
    FullWidth,
    /// Blanks, line breaks or invisible characters.
    Blank,
    /// Hyphens where none belong, or a dash instead of a hyphen.
    Hyphen,
    /// Brackets around a part, or missing where they belong.
    Bracket,
    /// Lower-case letters where capitals belong, such as the final x of an ID number.
    LowerCase,
    /// Capitals where small letters belong.
    UpperCase,
    /// A dot at the end of a domain name.
    TrailingDot,
    /// `http://` or `mailto:` where it does not belong, or missing where it does.
    Scheme,
    /// A path, query or port behind a domain name.
    Path,
    /// The country code is missing, or written another way.
    CountryCode,
    /// The 0 before an area code is missing, or stands before a mobile number.
    TrunkZero,
    /// Parts that are not separated as they should be.
    Separator,
    /// A word or sign such as 转 before the extension.
    ExtensionWord,
    /// The closing 号 is missing.
    ClosingWord,
    /// Another letter of the same province than its filing numbers carry.
    ProvinceLetter,
}

/// What a number's form says about its letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    Upper,
    Lower,
    Kept,
}

/// What a number's form says about hyphens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hyphens {
    Dropped,
    Kept,
}

/// The kinds of slip seen so far, each once.
#[derive(Debug, Default)]
struct Seen(Vec<SlipKind>);

impl Seen {
    fn note(&mut self, kind: SlipKind) {
        if !self.0.contains(&kind) {
            self.0.push(kind);
        }
    }

    fn slips(self, fixed: &str) -> Vec<Slip> {
        self.0.into_iter().map(|kind| Slip { fixed: fixed.to_owned(), kind }).collect()
    }
}

/// Folds the slips that every number shares; borrows where there are none.
fn mend(text: &str, case: Case, hyphens: Hyphens) -> (Cow<'_, str>, Seen) {
    if text.bytes().all(|byte| is_plain(byte, case, hyphens)) {
        return (Cow::Borrowed(text), Seen::default());
    }
    let mut seen = Seen::default();
    let mut mended = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() || is_hidden(c) {
            seen.note(SlipKind::Blank);
            continue;
        }
        let folded = half_width(c);
        if folded != c {
            seen.note(SlipKind::FullWidth);
        }
        match folded {
            '-' if hyphens == Hyphens::Dropped => seen.note(SlipKind::Hyphen),
            dash if is_dash(dash) => {
                seen.note(SlipKind::Hyphen);
                if hyphens == Hyphens::Kept {
                    mended.push('-');
                }
            }
            'a'..='z' if case == Case::Upper => {
                seen.note(SlipKind::LowerCase);
                mended.push(folded.to_ascii_uppercase());
            }
            'A'..='Z' if case == Case::Lower => {
                seen.note(SlipKind::UpperCase);
                mended.push(folded.to_ascii_lowercase());
            }
            _ => mended.push(folded),
        }
    }
    (Cow::Owned(mended), seen)
}

/// True for a byte that no slip is about.
fn is_plain(byte: u8, case: Case, hyphens: Hyphens) -> bool {
    match byte {
        b'a'..=b'z' => case != Case::Upper,
        b'A'..=b'Z' => case != Case::Lower,
        b'-' => hyphens == Hyphens::Kept,
        _ => byte.is_ascii_graphic(),
    }
}

/// True for a dash that is typed in place of a hyphen.
fn is_dash(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}')
}

/// True for ASCII digits alone, and at least one.
fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_plain_is_borrowed() {
        let (text, seen) = mend("9144030071526726XG", Case::Upper, Hyphens::Dropped);
        assert!(matches!(text, Cow::Borrowed(_)) && seen.0.is_empty());
    }

    #[test]
    fn slips_are_folded_and_named_once() {
        use SlipKind::{Blank, FullWidth, Hyphen, LowerCase, UpperCase};
        for (text, case, hyphens, mended, kinds) in [
            ("１２ ３\u{200b}", Case::Kept, Hyphens::Kept, "123", &[FullWidth, Blank][..]),
            ("ab-ｃ", Case::Upper, Hyphens::Dropped, "ABC", &[LowerCase, Hyphen, FullWidth][..]),
            ("A—B－c", Case::Lower, Hyphens::Kept, "a-b-c", &[UpperCase, Hyphen, FullWidth][..]),
            ("京a", Case::Kept, Hyphens::Kept, "京a", &[][..]),
        ] {
            let (got, seen) = mend(text, case, hyphens);
            assert_eq!((got.as_ref(), seen.0.as_slice()), (mended, kinds), "{text}");
        }
    }

    proptest! {
        #[test]
        fn mending_twice_changes_nothing_more(text in "\\PC*") {
            let (once, _) = mend(&text, Case::Upper, Hyphens::Dropped);
            let (twice, seen) = mend(&once, Case::Upper, Hyphens::Dropped);
            prop_assert_eq!(&once, &twice);
            prop_assert!(seen.0.is_empty());
        }
    }
}
