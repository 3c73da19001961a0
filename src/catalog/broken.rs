//! A catalogue file that can't be used.

/// Names the file, the line and what is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}{}: {what}", line.map(|line| format!(", line {line}")).unwrap_or_default())]
pub struct Broken {
    /// The file, below `data/`.
    pub file: String,
    /// The line, from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong, in one sentence.
    pub what: String,
}

impl Broken {
    /// From a TOML error.
    pub fn toml(file: &str, text: &str, error: &toml::de::Error) -> Self {
        let line = error.span().map(|span| Self::line_of(text, span.start));
        Self { file: file.to_owned(), line, what: error.message().to_owned() }
    }

    /// At a line.
    pub fn at(file: &str, line: usize, what: String) -> Self {
        Self { file: file.to_owned(), line: Some(line), what }
    }

    /// The line, from 1, of a place in a text.
    pub fn line_of(text: &str, at: usize) -> usize {
        text.get(..at).unwrap_or(text).matches('\n').count() + 1
    }

    /// From a check of sense.
    pub fn sense(file: &str, what: String) -> Self {
        Self { file: file.to_owned(), line: None, what }
    }
}
