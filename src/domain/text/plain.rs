//! Text that is nothing but text: the one type that is printed, and written to files that people open.

use super::{cells, escaped, visible, visible_lines};
use serde::Serialize;
use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

/// Text without a hidden character but the line ends, and the tabs between columns, that this type itself put
/// into it.
///
/// Whatever a sentence was put together from, becoming one line of this type takes the steering out of it:
/// neither a line nor a column can be forged from within.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Plain(Box<str>);

impl Plain {
    /// One line; a line end or a tab in it becomes a mark.
    pub fn line(text: &str) -> Self {
        Self(visible(text).into())
    }

    /// Several lines, each as it is.
    pub fn lines<T: Into<Self>>(lines: impl IntoIterator<Item = T>) -> Self {
        let lines: Vec<Box<str>> = lines.into_iter().map(|line| line.into().0).collect();
        Self(lines.join("\n").into())
    }

    /// A text that has lines of its own, such as a letter or a page: its line ends stay.
    pub fn text(text: &str) -> Self {
        Self(visible_lines(text).into())
    }

    /// A line of columns, with tabs between them. No cell is a formula to a spreadsheet.
    pub fn row(cells: &[&dyn fmt::Display]) -> Self {
        let cells: Vec<String> = cells.iter().map(|cell| cells::tsv_cell(&cell.to_string())).collect();
        Self(cells.join("\t").into())
    }

    /// A value as JSON on many lines, which reads back as the same value.
    ///
    /// # Errors
    /// The value can't be written as JSON.
    pub fn json<T: Serialize + ?Sized>(value: &T) -> serde_json::Result<Self> {
        Ok(Self(escaped::json(&serde_json::to_string_pretty(value)?).into()))
    }

    /// A value as JSON on one line.
    ///
    /// # Errors
    /// The value can't be written as JSON.
    pub fn json_line<T: Serialize + ?Sized>(value: &T) -> serde_json::Result<Self> {
        Ok(Self(escaped::json(&serde_json::to_string(value)?).into()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text once more, for whoever prints it: the second wall, which keeps the line ends and tabs.
    pub fn walled(&self) -> String {
        let mut safe = String::with_capacity(self.0.len());
        for piece in self.0.split_inclusive(['\n', '\t']) {
            let end = usize::from(piece.ends_with(['\n', '\t']));
            let (text, end) = piece.split_at(piece.len() - end);
            safe.push_str(&visible(text));
            safe.push_str(end);
        }
        safe
    }
}

impl Deref for Plain {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Plain {
    fn eq(&self, other: &str) -> bool {
        *self.0 == *other
    }
}

impl PartialEq<&str> for Plain {
    fn eq(&self, other: &&str) -> bool {
        *self.0 == **other
    }
}

impl fmt::Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Plain {
    fn from(text: &str) -> Self {
        Self::line(text)
    }
}

impl From<String> for Plain {
    fn from(text: String) -> Self {
        Self::line(&text)
    }
}

impl From<&String> for Plain {
    fn from(text: &String) -> Self {
        Self::line(text)
    }
}

impl From<Cow<'_, str>> for Plain {
    fn from(text: Cow<'_, str>) -> Self {
        Self::line(&text)
    }
}

impl From<&Cow<'_, str>> for Plain {
    fn from(text: &Cow<'_, str>) -> Self {
        Self::line(text)
    }
}

impl From<&Self> for Plain {
    fn from(text: &Self) -> Self {
        text.clone()
    }
}

impl From<Plain> for String {
    fn from(text: Plain) -> Self {
        text.0.into()
    }
}
