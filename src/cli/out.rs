//! Printing: for people, or as JSON.

use super::error::Failure;
use crate::domain::lang::Lang;
use crate::domain::text::{is_hidden, visible};
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
        let text = serde_json::to_string_pretty(value).map_err(std::io::Error::from)?;
        writeln!(std::io::stdout().lock(), "{}", json_escaped(&text))?;
        Ok(())
    }

    /// A sentence on standard error.
    pub fn error(&self, sentence: &str) {
        let name = self.say("错误", "error");
        // Nothing is left to do where even this can't be written.
        let _ = writeln!(std::io::stderr().lock(), "{name}: {}", visible(sentence));
    }

    /// Something that whoever signed in is told, on standard error.
    pub fn note(&self, sentence: &str) {
        let name = self.say("提示", "note");
        let _ = writeln!(std::io::stderr().lock(), "{name}: {}", visible(sentence));
    }

    /// A time as people here read it.
    pub fn time(&self, at: DateTime<Utc>) -> String {
        shanghai(at).format("%Y-%m-%d %H:%M").to_string()
    }
}

/// JSON whose strings say the same, with every hidden character written as `\u202e`: a terminal that shows
/// it obeys none of them.
pub(super) fn json_escaped(text: &str) -> String {
    use std::fmt::Write as _;
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter != '\n' && is_hidden(letter) {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                // Writing to a string can't fail.
                let _ = write!(safe, "\\u{unit:04x}");
            }
        } else {
            safe.push(letter);
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_json_reads_back_as_what_it_was() {
        let value = serde_json::json!({ "a\u{202e}": "恶\u{9b}31m\u{1b}\u{e0041}\n尾" });
        let safe = json_escaped(&serde_json::to_string_pretty(&value).unwrap());
        assert!(!safe.chars().any(|letter| letter != '\n' && is_hidden(letter)), "{safe}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&safe).unwrap(), value);
    }
}
