//! Printing: for people, or as JSON.

use super::error::Failure;
use crate::domain::lang::Lang;
use crate::domain::text::visible;
use crate::domain::worktime::shanghai;
use chrono::{DateTime, Utc};
use serde::Serialize;
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

    /// A line for a person.
    pub fn line(&self, text: &str) -> Result<(), Failure> {
        writeln!(std::io::stdout().lock(), "{text}")?;
        Ok(())
    }

    /// Data as JSON, on one pretty-printed value.
    pub fn data<T: Serialize>(&self, value: &T) -> Result<(), Failure> {
        let mut stdout = std::io::stdout().lock();
        serde_json::to_writer_pretty(&mut stdout, value).map_err(std::io::Error::from)?;
        writeln!(stdout)?;
        Ok(())
    }

    /// A sentence on standard error.
    pub fn error(&self, sentence: &str) {
        let name = self.say("错误", "error");
        // Nothing is left to do where even this can't be written.
        let _ = writeln!(std::io::stderr().lock(), "{name}: {}", visible(sentence));
    }

    /// A time as people here read it.
    pub fn time(&self, at: DateTime<Utc>) -> String {
        shanghai(at).format("%Y-%m-%d %H:%M").to_string()
    }
}
