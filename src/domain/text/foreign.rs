//! Text from outside on its way into a sentence.

use super::visible;
use serde::{Serialize, Serializer};
use std::fmt;
use std::path::Path;

/// The most characters of a value that a sentence quotes.
const LONGEST: usize = 80;
/// The most characters of a path.
const LONGEST_PATH: usize = 400;
/// The most characters of what another program said.
const LONGEST_SAID: usize = 1000;

/// What a file, an argument or another program said: kept as it was given, and shown visible and cut short.
///
/// A sentence that quotes something from outside holds it as this type, so that one value can neither steer the
/// screen nor drown what the sentence says.
#[derive(Clone, PartialEq, Eq)]
pub struct Foreign {
    raw: String,
    cut: Cut,
}

/// Where a text that is too long is cut, and after how many characters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cut {
    Begin(usize),
    End(usize),
}

impl Foreign {
    /// A value, a name, a word.
    pub fn new(raw: impl Into<String>) -> Self {
        Self { raw: raw.into(), cut: Cut::End(LONGEST) }
    }

    /// A path.
    pub fn path(path: &Path) -> Self {
        Self::place(&path.display().to_string())
    }

    /// A path, perhaps with a line behind it; where it is long, its end says more than its beginning.
    pub fn place(raw: &str) -> Self {
        Self { raw: raw.to_owned(), cut: Cut::Begin(LONGEST_PATH) }
    }

    /// What the system, a library or another program said; it may quote what it was given.
    pub fn said(words: &impl fmt::Display) -> Self {
        Self { raw: words.to_string(), cut: Cut::End(LONGEST_SAID) }
    }

    /// As it was given: for looking something up, never for showing.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// Whether nothing was given.
    pub fn is_empty(&self) -> bool {
        self.raw.is_empty()
    }
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = visible(&self.raw);
        match self.cut {
            Cut::End(most) => match shown.char_indices().nth(most) {
                Some((end, _)) => write!(f, "{}…", &shown[..end]),
                None => f.write_str(&shown),
            },
            Cut::Begin(most) => match shown.char_indices().rev().nth(most) {
                Some((before, letter)) => write!(f, "…{}", &shown[before + letter.len_utf8()..]),
                None => f.write_str(&shown),
            },
        }
    }
}

impl fmt::Debug for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Foreign({self})")
    }
}

impl Default for Foreign {
    fn default() -> Self {
        Self::new("")
    }
}

impl From<&str> for Foreign {
    fn from(raw: &str) -> Self {
        Self::new(raw)
    }
}

impl From<String> for Foreign {
    fn from(raw: String) -> Self {
        Self::new(raw)
    }
}

impl PartialEq<str> for Foreign {
    fn eq(&self, other: &str) -> bool {
        self.raw == other
    }
}

impl PartialEq<&str> for Foreign {
    fn eq(&self, other: &&str) -> bool {
        self.raw == *other
    }
}

/// As it was given: whoever writes JSON escapes it.
impl Serialize for Foreign {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.raw)
    }
}
