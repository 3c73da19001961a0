//! JSON that a terminal can show: its strings say the same, and nothing in them steers.

use super::{MOST_COMBINING, is_hidden};
use std::fmt::Write;
use unicode_width::UnicodeWidthChar;

/// JSON with every hidden character written as `\u202e`, and so every combining mark beyond what its letter may
/// carry. It reads back as the same value. Line ends between its parts stay.
pub(super) fn json(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut room = 0;
    for letter in text.chars() {
        match letter {
            // A mark at the head of a string would sit on its quotation mark.
            '\n' | '"' => room = 0,
            _ if is_hidden(letter) => {
                room = 0;
                push(&mut safe, letter);
                continue;
            }
            _ if letter.width() == Some(0) && room == 0 => {
                push(&mut safe, letter);
                continue;
            }
            _ if letter.width() == Some(0) => room -= 1,
            _ => room = MOST_COMBINING,
        }
        safe.push(letter);
    }
    safe
}

fn push(safe: &mut String, letter: char) {
    for unit in letter.encode_utf16(&mut [0; 2]) {
        // Writing to a string can't fail.
        let _ = write!(safe, "\\u{unit:04x}");
    }
}
