//! Text from outside on its way into a sentence.

use super::visible;
use serde::{Serialize, Serializer};
use std::fmt;
use std::path::Path;

/// What a text is, and so how much of it a sentence shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    /// A value, a name, a word.
    Value,
    /// A path: where it is long, its end says more than its beginning.
    Place,
    /// What another program said.
    Said,
}

impl Of {
    /// The most characters.
    const fn most(self) -> usize {
        match self {
            Self::Value => 80,
            Self::Place => 400,
            Self::Said => 1000,
        }
    }
}

/// What a file, an argument or another program said: kept as it was given, and shown visible and cut short.
///
/// A sentence that quotes something from outside holds it as this type, so that one value can neither steer the
/// screen nor drown what the sentence says.
#[derive(Clone, PartialEq, Eq)]
pub struct Foreign {
    raw: Box<str>,
    of: Of,
}

impl Foreign {
    /// A value, a name, a word.
    pub fn new(raw: impl Into<Box<str>>) -> Self {
        Self { raw: raw.into(), of: Of::Value }
    }

    /// A path.
    pub fn path(path: &Path) -> Self {
        Self::place(&path.display().to_string())
    }

    /// A path, perhaps with a line behind it.
    pub fn place(raw: &str) -> Self {
        Self { raw: raw.into(), of: Of::Place }
    }

    /// What the system, a library or another program said; it may quote what it was given.
    pub fn said(words: &impl fmt::Display) -> Self {
        Self { raw: words.to_string().into(), of: Of::Said }
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
        let most = self.of.most();
        match self.of {
            Of::Value | Of::Said => match shown.char_indices().nth(most) {
                Some((end, _)) => write!(f, "{}…", &shown[..end]),
                None => f.write_str(&shown),
            },
            Of::Place => match shown.char_indices().rev().nth(most) {
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
        *self.raw == *other
    }
}

impl PartialEq<&str> for Foreign {
    fn eq(&self, other: &&str) -> bool {
        *self.raw == **other
    }
}

/// As it was given: whoever writes JSON escapes it.
impl Serialize for Foreign {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.raw)
    }
}

/// The first few of a list from outside, for a sentence; an ellipsis tells that there are more.
pub fn some_of(items: &[impl fmt::Display]) -> String {
    const MOST: usize = 5;
    let few = items.iter().take(MOST).map(|item| Foreign::new(item.to_string()).to_string());
    few.chain((items.len() > MOST).then(|| "…".to_owned())).collect::<Vec<_>>().join(", ")
}
