//! A text as its numbers are read: full width becomes half width, capitals become small, and what people put
//! between digits is known as such. Each letter remembers where it stands in the text.

use crate::domain::text::{half_width, is_hidden};
use std::ops::Range;

/// What a letter is to a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Digit,
    /// A letter of ASCII.
    Latin,
    /// What stands between the digits of one number: blanks, dashes, dots, brackets.
    Gap,
    Other,
}

/// A letter that can be seen.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    /// As it counts: half width, small.
    pub c: char,
    pub is: Shape,
    /// Its bytes in the text.
    pub at: Range<usize>,
}

/// The letters of a text; what can't be seen is left out.
pub(super) fn letters(text: &str) -> Vec<Glyph> {
    let all = text.char_indices().map(|(at, c)| (at..at + c.len_utf8(), c));
    let seen = all.filter(|(_, c)| !is_hidden(*c) || matches!(c, '\n' | '\r' | '\t'));
    seen.map(|(at, c)| {
        let c = folded(c);
        Glyph { c, is: is(c), at }
    })
    .collect()
}

/// Whether a digit or an at sign is in a text, in whatever shape: without one nothing in it reads as somebody's
/// number or address. Most names have none, and pages of them are asked about.
pub(super) fn may_be_personal(text: &str) -> bool {
    let han = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}');
    text.chars().any(|c| !han(c) && matches!(folded(c), '0'..='9' | '@'))
}

/// The letters of a value without its gaps: what a search for it compares.
pub(super) fn solid(value: &str) -> Vec<char> {
    letters(value).into_iter().filter(|letter| letter.is != Shape::Gap).map(|letter| letter.c).collect()
}

fn folded(c: char) -> char {
    // Two signs of this table are no gaps between digits.
    let c = match c {
        '、' => c,
        '\u{fe6b}' => '@',
        _ => half_width(c),
    };
    digit(c).unwrap_or_else(|| c.to_lowercase().next().unwrap_or(c))
}

/// A decimal digit of another script or shape.
fn digit(c: char) -> Option<char> {
    let code = u32::from(c);
    let value = match code {
        0x0660..=0x0669 => code - 0x0660,
        0x06F0..=0x06F9 => code - 0x06F0,
        0x0966..=0x096F => code - 0x0966,
        0x2070 | 0x2074..=0x2079 => code - 0x2070,
        0x00B9 => 1,
        0x00B2 | 0x00B3 => code - 0x00B0,
        0x2080..=0x2089 => code - 0x2080,
        0x2460..=0x2468 => code - 0x245F,
        0x24EA => 0,
        0x1D7CE..=0x1D7FF => (code - 0x1D7CE) % 10,
        _ => return None,
    };
    char::from_digit(value, 10)
}

fn is(c: char) -> Shape {
    match c {
        '0'..='9' => Shape::Digit,
        'a'..='z' => Shape::Latin,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{30fc}' => Shape::Gap,
        '.' | '·' | '•' | '・' | '_' | '/' | '(' | ')' | '[' | ']' => Shape::Gap,
        c if c.is_whitespace() => Shape::Gap,
        _ => Shape::Other,
    }
}
