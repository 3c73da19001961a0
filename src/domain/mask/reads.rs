//! What of a text reads as somebody's number or address, whoever's it is: ID numbers of 18 and of 15 places,
//! mobiles, landlines, e-mail addresses, passports and permits where the text says that it is one.
//!
//! Digits are taken in groups, as they stand between other letters. Groups that only blanks, dashes or dots
//! part are tried together, so that a number is known however it is spaced. What looks alike and is none –
//! addresses of machines, moments, hashes, filing numbers – is set aside first.

mod aside;
mod document;
mod email;
mod number;

use super::Personal;
use super::fold::{Glyph, Shape};
use std::ops::Range;

/// Letters, by their places, that are one personal value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    pub at: Range<usize>,
    pub kind: Personal,
}

/// A run of digits.
#[derive(Debug, Clone)]
struct DigitRun {
    at: Range<usize>,
    digits: String,
    /// An x behind it, the last place of an ID number.
    ends_with_x: bool,
    /// Only a gap parts it from the group before.
    joined: bool,
    /// A plus stands before it.
    plus: bool,
    /// Which part of a date it is; a number begins or ends with no half of one.
    date: Option<DatePart>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DatePart {
    Year,
    Month,
    Day,
}

/// Letters of a gap inside one number.
const WIDEST_GAP: usize = 3;

/// Everything that reads as personal.
pub(super) fn spans(letters: &[Glyph]) -> Vec<Stretch> {
    let mut found = email::spans(letters);
    if letters.iter().any(|letter| letter.is == Shape::Digit) {
        let aside = aside::marks(letters);
        found.extend(number::spans(letters, &groups(letters, &aside)));
        found.extend(document::spans(letters, &aside));
    }
    found
}

fn groups(letters: &[Glyph], aside: &[bool]) -> Vec<DigitRun> {
    let is_digit = |at: usize| {
        letters.get(at).is_some_and(|letter| letter.is == Shape::Digit) && aside.get(at) == Some(&false)
    };
    let mut groups: Vec<DigitRun> = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        if !is_digit(at) {
            at += 1;
            continue;
        }
        let from = at;
        while is_digit(at) {
            at += 1;
        }
        let digits = letters.get(from..at).unwrap_or_default().iter().map(|letter| letter.c).collect();
        let ends_with_x = is_final_x(letters, at);
        let joined = groups.last().is_some_and(|last| {
            let gap = letters.get(last.at.end..from).unwrap_or_default();
            gap.len() <= WIDEST_GAP && gap.iter().all(|letter| letter.is == Shape::Gap)
        });
        at += usize::from(ends_with_x);
        groups.push(DigitRun {
            at: from..at,
            digits,
            ends_with_x,
            joined,
            plus: plus(letters, from),
            date: None,
        });
    }
    dates(letters, &mut groups);
    groups
}

/// Marks year, month and day where one and the same sign stands between them.
fn dates(letters: &[Glyph], groups: &mut [DigitRun]) {
    let sign = |left: &DigitRun, right: &DigitRun| match letters.get(left.at.end..right.at.start) {
        Some([sign]) => Some(sign.c),
        _ => None,
    };
    for at in 2..groups.len() {
        let Some([year, month, day]) = groups.get_mut(at - 2..=at) else { continue };
        let same = sign(year, month).is_some_and(|first| sign(month, day) == Some(first));
        if same && number::is_date(&year.digits, &month.digits, &day.digits) {
            (year.date, month.date, day.date) =
                (Some(DatePart::Year), Some(DatePart::Month), Some(DatePart::Day));
        }
    }
}

/// An x that ends a number begins no word.
fn is_final_x(letters: &[Glyph], at: usize) -> bool {
    let is = |at: usize| letters.get(at).map(|letter| letter.is);
    letters.get(at).is_some_and(|letter| letter.c == 'x')
        && !matches!(is(at + 1), Some(Shape::Latin | Shape::Digit))
}

fn plus(letters: &[Glyph], from: usize) -> bool {
    let before = letters.get(..from).unwrap_or_default();
    let before = before.iter().rev().find(|letter| !matches!(letter.c, ' ' | '('));
    before.is_some_and(|letter| letter.c == '+')
}
