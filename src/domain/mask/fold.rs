//! A text as its numbers are read: full width becomes half width, capitals become small, and what people put
//! between digits is known as such. Each letter remembers where it stands in the text.

use crate::domain::text::{half_width, is_hidden};
use std::ops::Range;

/// So many Chinese numerals in a row are read as digits.
const SPOKEN: usize = 3;

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

impl Glyph {
    /// Whether it is more than a sign between the parts of a value; colons part an address of a machine.
    pub fn counts(&self) -> bool {
        self.c.is_alphanumeric() || self.c == ':'
    }
}

/// The letters of a text; what can't be seen is left out.
pub(super) fn letters(text: &str) -> Vec<Glyph> {
    let all = text.char_indices().map(|(at, c)| (at..at + c.len_utf8(), c));
    let seen = all.filter(|(_, c)| !is_hidden(*c) || matches!(c, '\n' | '\r' | '\t'));
    let mut all: Vec<Glyph> = seen
        .map(|(at, c)| {
            let c = folded(c);
            Glyph { c, is: is(c), at }
        })
        .collect();
    for run in all.chunk_by_mut(|one, next| numeral(one.c).is_some() == numeral(next.c).is_some()) {
        // One or two may end a name: a number does not begin with the last letter of 张三.
        if run.len() >= SPOKEN {
            for letter in run {
                if let Some(c) = numeral(letter.c) {
                    (letter.c, letter.is) = (c, Shape::Digit);
                }
            }
        }
    }
    all
}

/// What one look at a text tells, before its letters are taken apart: most texts have nothing to hide, and
/// pages of them are asked about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Glance {
    /// Which letters there are, as [`bit`] tells them apart; some may be told that are not there.
    pub bits: u64,
    /// Which pairs of small letters follow each other, whatever stands between them, as [`pair`] tells them apart.
    pub pairs: u128,
    last: Option<u8>,
    digits: usize,
    at: bool,
}

/// Digits of the shortest value that reads as somebody's: a permit with two letters.
const FEWEST_DIGITS: usize = 6;

impl Glance {
    /// Looks at a text.
    pub fn of(text: &str) -> Self {
        let (mut seen, mut numerals) = (Self::default(), 0);
        for c in text.chars() {
            match c {
                '\0'..='\x7f' => {
                    numerals = 0;
                    seen.take(c.to_ascii_lowercase());
                }
                '\u{4e00}'..='\u{9fff}' | '〇' | '○' => {
                    numerals = match numeral(c) {
                        Some(digit) => {
                            seen.bits |= bit(digit);
                            numerals + 1
                        }
                        None => 0,
                    };
                    // One more may turn the ones before it into digits.
                    seen.digits += if numerals == SPOKEN { SPOKEN } else { usize::from(numerals > SPOKEN) };
                    seen.bits |= bit(c);
                    seen.last = None;
                }
                // What can't be seen parts nothing.
                c if is_hidden(c) => {}
                c => {
                    numerals = 0;
                    seen.take(folded(c));
                }
            }
        }
        seen
    }

    fn take(&mut self, c: char) {
        match c {
            '0'..='9' => self.digits += 1,
            '@' => self.at = true,
            _ => {}
        }
        self.bits |= bit(c);
        self.pairs |= follow(&mut self.last, c);
    }

    /// Whether anything in it may read as somebody's number or address.
    pub fn may_be_personal(&self) -> bool {
        self.at || self.digits >= FEWEST_DIGITS
    }
}

/// A bit for a letter: one for each digit and small letter, the others share.
pub(super) fn bit(c: char) -> u64 {
    let place = match c {
        '0'..='9' => u32::from(c) - u32::from('0'),
        'a'..='z' => u32::from(c) - u32::from('a') + 10,
        _ => u32::from(c) % 28 + 36,
    };
    1 << place
}

/// A bit for a pair of small letters; some share.
fn pair(first: u8, second: u8) -> u128 {
    1 << ((u32::from(first) * 26 + u32::from(second)) * 37 % 127)
}

/// The bit of a small letter with the one before it; `last` is that one, where nothing that counts stands between.
fn follow(last: &mut Option<u8>, c: char) -> u128 {
    match c {
        'a'..='z' => {
            let letter = (u32::from(c) - u32::from('a')) as u8;
            last.replace(letter).map_or(0, |before| pair(before, letter))
        }
        c if c.is_alphanumeric() || c == ':' => {
            *last = None;
            0
        }
        _ => 0,
    }
}

/// The pairs of small letters in what is looked for.
pub(super) fn pairs(letters: &[char]) -> u128 {
    let mut last = None;
    letters.iter().fold(0, |pairs, c| pairs | follow(&mut last, *c))
}

/// The letters and digits of a value, whatever stands between them: what a search for it compares.
pub(super) fn solid(value: &str) -> Vec<char> {
    if value.is_ascii() {
        let kept = value.bytes().filter(|byte| byte.is_ascii_alphanumeric() || *byte == b':');
        return kept.map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    }
    letters(value).into_iter().filter(Glyph::counts).map(|letter| letter.c).collect()
}

fn folded(c: char) -> char {
    // Two signs of this table are no gaps between digits.
    let c = match c {
        '、' => c,
        '\u{fe6b}' => '@',
        // What is put for the last place of an ID number.
        '×' | '✕' | '✖' | 'х' | 'Х' | 'χ' | 'Χ' | 'ⅹ' | 'Ⅹ' => 'x',
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
        0x2474..=0x247C => code - 0x2473,
        0x2488..=0x2490 => code - 0x2487,
        0x24F5..=0x24FD => code - 0x24F4,
        0x2776..=0x277E => code - 0x2775,
        0x2780..=0x2788 => code - 0x277F,
        0x278A..=0x2792 => code - 0x2789,
        0x3220..=0x3228 => code - 0x321F,
        0x3280..=0x3288 => code - 0x327F,
        0x24FF => 0,
        0x1FBF0..=0x1FBF9 => code - 0x1FBF0,
        0x24EA => 0,
        0x1D7CE..=0x1D7FF => (code - 0x1D7CE) % 10,
        _ => return None,
    };
    char::from_digit(value, 10)
}

/// A Chinese numeral, as numbers are read out or written on cheques.
const fn numeral(c: char) -> Option<char> {
    Some(match c {
        '〇' | '零' | '○' | '洞' => '0',
        '一' | '壹' | '弌' | '幺' => '1',
        '二' | '贰' | '貳' | '两' => '2',
        '三' | '叁' | '參' => '3',
        '四' | '肆' => '4',
        '五' | '伍' => '5',
        '六' | '陆' | '陸' => '6',
        '七' | '柒' => '7',
        '八' | '捌' => '8',
        '九' | '玖' => '9',
        _ => return None,
    })
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
