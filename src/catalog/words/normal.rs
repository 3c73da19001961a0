//! Text as it is compared.

use crate::domain::text::is_hidden;

/// A text in half width and lower case, without blanks and invisible characters, which knows where each
/// of its characters stood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Normal {
    text: String,
    /// For every byte of `text`: the position of its character in the text as it was given.
    at: Vec<usize>,
}

impl Normal {
    /// Normalises a text.
    pub fn of(text: &str) -> Self {
        let mut normal = Self { text: String::with_capacity(text.len()), at: Vec::with_capacity(text.len()) };
        for (position, c) in text.chars().enumerate() {
            if is_plain_han(c) {
                normal.push(c, position);
                continue;
            }
            if c.is_whitespace() || is_hidden(c) {
                continue;
            }
            let half = half_width(c);
            if half.is_ascii() {
                normal.push(half.to_ascii_lowercase(), position);
            } else {
                half.to_lowercase().for_each(|c| normal.push(c, position));
            }
        }
        normal
    }

    fn push(&mut self, c: char, position: usize) {
        self.text.push(c);
        self.at.resize(self.text.len(), position);
    }

    /// Letters and digits of a text as they are compared, with nothing kept.
    pub fn letters_of(text: &str) -> impl Iterator<Item = char> {
        let seen = text.chars().filter(|c| !c.is_whitespace() && !is_hidden(*c));
        seen.flat_map(|c| half_width(c).to_lowercase()).filter(|c| c.is_alphanumeric())
    }

    /// The normalised text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Letters and digits alone.
    pub fn letters(&self) -> String {
        self.text.chars().filter(|c| c.is_alphanumeric()).collect()
    }

    /// The range of characters, as they were given, that a range of normalised bytes covers.
    pub(super) fn given(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        Some((*self.at.get(start)?, *self.at.get(end.checked_sub(1)?)? + 1))
    }

    /// True where a Latin word of these bytes stands alone: no letter or digit touches it.
    pub(super) fn stands_alone(&self, start: usize, end: usize) -> bool {
        let word = &self.text[start..end];
        let joined = |a: usize, b: usize| match (self.at.get(a), self.at.get(b)) {
            (Some(a), Some(b)) => a + 1 >= *b,
            _ => false,
        };
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let before = latin(word.chars().next())
            && latin(self.text[..start].chars().next_back())
            && joined(start.wrapping_sub(1), start);
        let after = latin(word.chars().next_back())
            && latin(self.text[end..].chars().next())
            && joined(end.wrapping_sub(1), end);
        !before && !after
    }
}

/// A Han character of the main block, which is compared as it stands.
const fn is_plain_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

const fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => match char::from_u32(c as u32 - 0xfee0) {
            Some(half) => half,
            None => c,
        },
        _ => c,
    }
}
