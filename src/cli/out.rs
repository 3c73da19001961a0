//! Printing: for people, or as JSON. The only place that writes to standard output and standard error.
//!
//! What is printed is [`Plain`], and passes the filter once more here.

use super::error::Failure;
use crate::domain::lang::Lang;
use crate::domain::text::Plain;
use crate::domain::worktime::shanghai;
use chrono::{DateTime, Utc};
use serde::Serialize;
use std::fmt::Display;
use std::io::Write;

/// Where output goes, in which language and form.
#[derive(Debug, Clone, Copy)]
pub struct Out {
    /// Language.
    pub lang: Lang,
    /// JSON instead of text.
    pub json: bool,
}

impl Out {
    /// Output in this language.
    pub const fn new(lang: Lang, json: bool) -> Self {
        Self { lang, json }
    }

    /// One of two texts.
    pub const fn say<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        self.lang.pick(zh, en)
    }

    /// A line for a person. A text becomes one line; several lines are a [`Plain`] that was made of them.
    pub fn line(&self, text: impl Into<Plain>) -> Result<(), Failure> {
        writeln!(std::io::stdout().lock(), "{}", text.into().walled())?;
        Ok(())
    }

    /// A line of columns, for a person or a spreadsheet.
    pub fn row(&self, cells: &[&dyn Display]) -> Result<(), Failure> {
        self.line(Plain::row(cells))
    }

    /// Data as JSON, on one pretty-printed value.
    pub fn data<T: Serialize>(&self, value: &T) -> Result<(), Failure> {
        self.line(Plain::json(value).map_err(std::io::Error::from)?)
    }

    /// Data as JSON on one line.
    pub fn data_line<T: Serialize>(&self, value: &T) -> Result<(), Failure> {
        self.line(Plain::json_line(value).map_err(std::io::Error::from)?)
    }

    /// Begins JSON that may be too long to be held: one list, an item a line, with something before and behind.
    /// `head` ends inside the list.
    pub fn begin(&self, head: &str) -> Result<Listing, Failure> {
        self.line(Plain::line(head))?;
        Ok(Listing { out: *self, any: false })
    }

    /// A sentence on standard error.
    pub fn error(&self, sentence: impl Into<Plain>) {
        complain(self.say("错误: ", "error: "), &sentence.into());
    }

    /// Something that whoever signed in is told, on standard error.
    pub fn note(&self, sentence: impl Into<Plain>) {
        complain(self.say("提示: ", "note: "), &sentence.into());
    }

    /// A time as people here read it.
    pub fn time(&self, at: DateTime<Utc>) -> String {
        shanghai(at).format("%Y-%m-%d %H:%M").to_string()
    }
}

/// JSON that is written as it comes.
pub struct Listing {
    out: Out,
    any: bool,
}

impl Listing {
    /// The next item of the list.
    pub fn item<T: Serialize>(&mut self, value: &T) -> Result<(), Failure> {
        let item = Plain::json_line(value).map_err(std::io::Error::from)?;
        let comma = if self.any { "," } else { "" };
        self.any = true;
        self.out.line(Plain::line(&format!("{comma}{item}")))
    }

    /// Ends the list; `tail` begins with its end.
    pub fn end(self, tail: &str) -> Result<(), Failure> {
        self.out.line(Plain::line(tail))
    }
}

/// Bytes that are the program's own alone, such as a script for a shell: nothing from outside is in them.
pub(super) fn own(bytes: &[u8]) -> Result<(), Failure> {
    std::io::stdout().lock().write_all(bytes)?;
    Ok(())
}

/// Writes to standard error.
pub(super) fn complain(name: &'static str, sentence: &Plain) {
    // Nothing is left to do where even this can't be written.
    let _ = writeln!(std::io::stderr().lock(), "{name}{}", sentence.walled());
}
