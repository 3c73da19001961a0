//! The one door for text that came from outside: nothing invisible or steering passes unseen.
//!
//! Text is stored as it was given. On its way out to a screen, a file name or a table it goes through
//! this module, which shows control characters, direction overrides and invisible characters as marks
//! such as `⟨U+202E⟩`. A sentence quotes it as [`Foreign`]; what is printed is [`Plain`].

use std::borrow::Cow;
use std::fmt::Write;
use unicode_width::UnicodeWidthChar;

mod cells;
mod escaped;
mod foreign;
mod plain;

#[cfg(test)]
mod tests;

pub use cells::csv_cell;
pub use foreign::{Foreign, some_of};
pub use plain::Plain;

/// Combining marks that one letter may carry; real scripts need fewer.
const MOST_COMBINING: usize = 4;

/// The longest file name that [`file_name`] gives, in bytes.
const LONGEST_FILE_NAME: usize = 180;

/// Code points that can't be seen, or that steer how others are shown. Sorted, both ends included.
const HIDDEN: [(u32, u32); 31] = [
    (0x0000, 0x001F),   // C0: escapes, tabs, line breaks
    (0x007F, 0x009F),   // DEL and C1
    (0x00AD, 0x00AD),   // soft hyphen
    (0x034F, 0x034F),   // grapheme joiner
    (0x061C, 0x061C),   // Arabic letter mark
    (0x115F, 0x1160),   // Hangul fillers
    (0x17B4, 0x17B5),   // Khmer inherent vowels
    (0x180B, 0x180F),   // Mongolian selectors
    (0x200B, 0x200F),   // zero width, direction marks
    (0x2028, 0x202E),   // separators, direction embeddings and overrides
    (0x2060, 0x206F),   // word joiner, isolates, deprecated format characters
    (0x2800, 0x2800),   // empty Braille cell
    (0x3164, 0x3164),   // Hangul filler
    (0xE000, 0xF8FF),   // private use
    (0xFDD0, 0xFDEF),   // noncharacters
    (0xFE00, 0xFE0F),   // variation selectors
    (0xFEFF, 0xFEFF),   // byte order mark
    (0xFFA0, 0xFFA0),   // half-width Hangul filler
    (0xFFF0, 0xFFFB),   // annotation marks and what is unassigned before them
    (0xFFFE, 0xFFFF),   // noncharacters
    (0x13430, 0x1345F), // hieroglyph format controls
    (0x1BCA0, 0x1BCA3), // shorthand format controls
    (0x1D173, 0x1D17A), // musical format controls
    (0x1FFFE, 0x1FFFF),
    (0x2FFFE, 0x2FFFF),
    (0x3FFFE, 0x3FFFF),
    (0x4FFFE, 0x4FFFF),
    (0x5FFFE, 0x5FFFF),
    (0x6FFFE, 0x6FFFF),
    (0x7FFFE, 0x7FFFF),
    (0x8FFFE, 0x10_FFFF), // tags, selector supplement, private planes and the unassigned between
];

/// True for a character that can't be seen, or that changes how its neighbours are shown.
pub fn is_hidden(c: char) -> bool {
    // Nearly every character that is asked about is plain ASCII or of the main Han block.
    if matches!(c, ' '..='~' | '\u{4e00}'..='\u{9fff}') {
        return false;
    }
    let code = u32::from(c);
    let next = HIDDEN.partition_point(|&(_, last)| last < code);
    HIDDEN.get(next).is_some_and(|&(first, _)| first <= code)
}

/// Shows `text` on one line: every hidden character becomes a mark such as `⟨U+202E⟩`.
pub fn visible(text: &str) -> Cow<'_, str> {
    if is_usual(text) || marked(text).next().is_none() {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    let mut rest = 0;
    for (at, c) in marked(text) {
        shown.push_str(&text[rest..at]);
        push_mark(&mut shown, c);
        rest = at + c.len_utf8();
    }
    shown.push_str(&text[rest..]);
    Cow::Owned(shown)
}

/// Shows `text` as [`visible`] does, but keeps its line breaks (LF, and CR LF as one).
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    if marked(text).next().is_none() {
        return Cow::Borrowed(text);
    }
    let lines: Vec<_> = lines(text).map(visible).collect();
    Cow::Owned(lines.join("\n"))
}

/// Counts what [`visible_lines`] would mark.
pub fn hidden_count(text: &str) -> usize {
    lines(text).map(|line| marked(line).count()).sum()
}

/// Makes a name that is safe to create in a folder: no hidden character, no separator, no leading dot.
pub fn file_name(text: &str) -> String {
    let unwanted =
        |c: char| is_hidden(c) || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    let kept: String = text.chars().filter(|&c| !unwanted(c)).collect();
    let mut name = kept.trim_start_matches(|c: char| c == '.' || c.is_whitespace());
    if name.len() > LONGEST_FILE_NAME {
        name = &name[..name.floor_char_boundary(LONGEST_FILE_NAME)];
    }
    let name = name.trim_end_matches(|c: char| c == '.' || c.is_whitespace());
    if name.is_empty() { "_".to_owned() } else { name.to_owned() }
}

/// Folds a full-width letter, digit or sign, as an input method types it, to its key.
pub fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        '。' => '.',
        '、' => '/',
        '【' => '[',
        '】' => ']',
        '《' => '<',
        '》' => '>',
        _ => c,
    }
}

/// The lines of `text`, without their LF or CR LF.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut lines = text.split('\n').peekable();
    std::iter::from_fn(move || {
        let line = lines.next()?;
        let ended = lines.peek().is_some();
        Some(if ended { line.strip_suffix('\r').unwrap_or(line) } else { line })
    })
}

/// Whether a text has nothing but plain ASCII, Han of the main block, and the usual punctuation and full-width forms:
/// as nearly every one has. Told from its bytes, since every text that is shown is asked.
pub fn is_usual(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(first) = bytes.get(at) {
        at += match (first, bytes.get(at + 1), bytes.get(at + 2)) {
            (b' '..=b'~', ..) => 1,
            (0xE5..=0xE9, ..) | (0xE4, Some(0xB8..), _) => 3,
            // 、。《》 and their like; behind U+3029 stand tone marks.
            (0xE3, Some(0x80), Some(0x81..=0xA9)) => 3,
            // ！ to ～
            (0xEF, Some(0xBC), Some(0x81..)) | (0xEF, Some(0xBD), Some(..=0x9E)) => 3,
            _ => return false,
        };
    }
    true
}

/// The characters of `text` that a mark replaces, with their byte positions.
///
/// Besides the hidden ones these are combining marks with nothing to sit on (they would change the
/// cell before the text) and those beyond what a letter may carry.
fn marked(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut room = 0;
    text.char_indices().filter(move |&(_, c)| {
        if matches!(c, ' '..='~' | '\u{4e00}'..='\u{9fff}') {
            room = MOST_COMBINING;
            return false;
        }
        if is_hidden(c) {
            room = 0;
            return true;
        }
        if c.width() != Some(0) {
            room = MOST_COMBINING;
            return false;
        }
        let full = room == 0;
        room = room.saturating_sub(1);
        full
    })
}

fn push_mark(shown: &mut String, c: char) {
    // Writing to a string can't fail.
    let _ = write!(shown, "⟨U+{:04X}⟩", u32::from(c));
}
