//! JSON that a terminal can show: its strings say the same, and nothing in them steers.

use super::{MOST_COMBINING, is_hidden};
use std::fmt::Write;
use unicode_width::UnicodeWidthChar;

/// JSON with every hidden character written as `\u202e`, and so every combining mark beyond what its letter may
/// carry. It reads back as the same value. Line ends between its parts stay.
pub(super) fn json(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let (mut room, mut kept) = (0, 0);
    for (at, letter) in text.char_indices() {
        let stays = match letter {
            // A mark at the head of a string would sit on its quotation mark.
            '\n' | '"' => {
                room = 0;
                true
            }
            ' '..='~' | '\u{4e00}'..='\u{9fff}' => {
                room = MOST_COMBINING;
                true
            }
            _ if is_hidden(letter) => {
                room = 0;
                false
            }
            _ if letter.width() == Some(0) => {
                let fits = room > 0;
                room -= usize::from(fits);
                fits
            }
            _ => {
                room = MOST_COMBINING;
                true
            }
        };
        if !stays {
            safe.push_str(text.get(kept..at).unwrap_or_default());
            push(&mut safe, letter);
            kept = at + letter.len_utf8();
        }
    }
    safe.push_str(text.get(kept..).unwrap_or_default());
    safe
}

fn push(safe: &mut String, letter: char) {
    for unit in letter.encode_utf16(&mut [0; 2]) {
        // Writing to a string can't fail.
        let _ = write!(safe, "\\u{unit:04x}");
    }
}
