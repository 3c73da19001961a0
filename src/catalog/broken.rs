//! A catalogue file that can't be used.

use crate::domain::lang::{Bilingual, Lang};
use crate::domain::text::{Foreign, Plain};

/// Names the file, the line and what is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.sentence(Lang::En))]
pub struct Broken {
    /// The file, below `data/`.
    pub file: String,
    /// The line, from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong, and how to mend it.
    pub what: Bilingual,
}

impl Broken {
    /// From a TOML error.
    pub fn toml(file: &str, text: &str, error: &toml::de::Error) -> Self {
        let line = error.span().map(|span| Self::line_of(text, span.start));
        Self { file: file.to_owned(), line, what: said(error.message()) }
    }

    /// At a line.
    pub fn at(file: &str, line: usize, what: Bilingual) -> Self {
        Self { file: file.to_owned(), line: Some(line), what }
    }

    /// The line, from 1, of a place in a text.
    pub fn line_of(text: &str, at: usize) -> usize {
        text.get(..at).unwrap_or(text).matches('\n').count() + 1
    }

    /// From a check of sense.
    pub fn sense(file: &str, what: Bilingual) -> Self {
        Self { file: file.to_owned(), line: None, what }
    }

    /// The fault in one sentence.
    pub fn sentence(&self, lang: Lang) -> Plain {
        let line = |line: usize| lang.pick("，第 {} 行", ", line {}").replace("{}", &line.to_string());
        let line = self.line.map(line).unwrap_or_default();
        let (file, what) = (Foreign::path(self.file.as_ref()), Foreign::said(&self.what.get(lang)));
        format!("{file}{line}{}{what}", lang.pick("：", ": ")).into()
    }
}

/// What a reader of TOML says, in both languages; a form that is not known here is quoted.
pub fn said(message: &str) -> Bilingual {
    let message = message.lines().next().unwrap_or_default();
    Bilingual::new(in_chinese(message), message)
}

fn in_chinese(message: &str) -> String {
    let quoted = |start: &str| {
        let rest = message.strip_prefix(start)?.strip_prefix('`')?;
        let (name, rest) = rest.split_once('`')?;
        let expected = rest.strip_prefix(", expected ").map(|list| list.trim_start_matches("one of "));
        Some((name, expected.unwrap_or_default()))
    };
    let known = |expected: &str| match expected {
        "" | "there are no fields" => String::new(),
        list => format!("；可用的是 {list}"),
    };
    if let Some((field, _)) = quoted("missing field ") {
        return format!("缺少 {field}，请补上");
    }
    if let Some((field, expected)) = quoted("unknown field ") {
        return format!("没有 {field} 这一项，请检查拼写{}", known(expected));
    }
    if let Some((value, expected)) = quoted("unknown variant ") {
        return format!("不认识的取值 {value}{}", known(expected));
    }
    if let Some((found, expected)) =
        message.strip_prefix("invalid type: ").and_then(|rest| rest.split_once(", expected "))
    {
        return format!("类型不对：写的是 {found}，应为 {expected}");
    }
    format!("读不懂（{message}），请检查 TOML 的写法")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_reader_says_is_put_into_chinese() {
        for (message, zh) in [
            ("missing field `slug`", "缺少 slug，请补上"),
            (
                "unknown field `weigth`, expected `weight`",
                "没有 weigth 这一项，请检查拼写；可用的是 `weight`",
            ),
            (
                "unknown variant `heavy`, expected one of `block`, `warn`",
                "不认识的取值 heavy；可用的是 `block`, `warn`",
            ),
            ("invalid type: integer `11`, expected a string", "类型不对：写的是 integer `11`，应为 a string"),
            ("unclosed table, expected `]`", "读不懂（unclosed table, expected `]`），请检查 TOML 的写法"),
        ] {
            assert_eq!(said(message), Bilingual::new(zh, message));
        }
    }
}
