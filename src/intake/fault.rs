//! What is wrong with a package, in words that help to mend it.

use crate::domain::lang::Lang;
use crate::domain::mask::without_personal;
use crate::domain::text::{Foreign, Plain};
use serde::Serialize;
use std::fmt;
use std::path::{Path, PathBuf};

/// One thing that is wrong with a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The file, or file and line of a jsonl.
    pub file: Foreign,
    /// Where in `order.json`, such as `people[0].name`; empty for the file as a whole.
    pub json_path: Foreign,
    /// What was found.
    pub found: Words,
    /// What was expected.
    pub expected: Words,
    /// Who is at fault: what the system could not do now may go well later.
    #[serde(skip)]
    pub by: AtFault,
}

/// Who is at fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AtFault {
    /// What came in.
    #[default]
    Package,
    /// The system, which could not read it.
    System,
}

impl Fault {
    /// A fault at its place. What was found is masked: reports lie about, and are read by many.
    pub fn new(file: Foreign, json_path: impl Into<Foreign>, found: Words, expected: Words) -> Self {
        Self { file, json_path: json_path.into(), found: found.masked(), expected, by: AtFault::Package }
    }

    /// The fault as one sentence.
    pub fn sentence(&self, lang: Lang) -> Plain {
        let Self { file, json_path, .. } = self;
        let (found, expected) = (self.found.get(lang), self.expected.get(lang));
        let sentence = match (lang, json_path.is_empty()) {
            (Lang::Zh, true) => format!("{file}：{found}；应为{expected}。"),
            (Lang::Zh, false) => format!("{file} 的 {json_path}：{found}；应为{expected}。"),
            (Lang::En, true) => format!("{file}: found {found}; expected {expected}."),
            (Lang::En, false) => format!("{file}, {json_path}: found {found}; expected {expected}."),
        };
        sentence.into()
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.sentence(Lang::En).fmt(f)
    }
}

impl std::error::Error for Fault {}

/// Where a package came from: a path, and the line of a jsonl. Shown and written as `path:line`, and never read
/// back from that: a path may end in a colon and digits itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The folder or file.
    pub path: PathBuf,
    /// The line, from 1.
    pub line: Option<u64>,
}

impl Origin {
    /// A folder or file as a whole.
    pub fn whole(path: &Path) -> Self {
        Self { path: path.to_owned(), line: None }
    }

    /// As a sentence names it.
    pub fn foreign(&self) -> Foreign {
        Foreign::place(&self.to_string())
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            None => write!(f, "{}", self.path.display()),
            Some(line) => write!(f, "{}:{line}", self.path.display()),
        }
    }
}

impl Serialize for Origin {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// A package, or a line, that is not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// Where it came from.
    pub source: Origin,
    /// Its order number, where it could be read.
    pub order_no: Option<String>,
    /// Everything that is wrong with it; never empty.
    pub faults: Vec<Fault>,
}

impl Refused {
    /// True where only the system is at fault: it may be tried again.
    pub fn is_passing(&self) -> bool {
        self.faults.iter().all(|fault| fault.by == AtFault::System)
    }
}

/// A few words in both languages, with nothing hidden in them. What they quote from outside is a [`Foreign`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Words {
    /// Chinese.
    pub zh: Plain,
    /// English.
    pub en: Plain,
}

impl Words {
    /// Words in both languages.
    pub fn new(zh: impl Into<Plain>, en: impl Into<Plain>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The same without what reads as somebody's number or address.
    pub fn masked(self) -> Self {
        Self { zh: without_personal(&self.zh).into(), en: without_personal(&self.en).into() }
    }

    /// The words in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        lang.pick(self.zh.as_str(), self.en.as_str())
    }

    /// The words, with what they are about before them.
    pub(super) fn of(self, zh: &str, en: &str) -> Self {
        Self::new(format!("{zh}{}", self.zh), format!("{en} {}", self.en))
    }

    /// Nothing was there.
    pub(super) fn nothing() -> Self {
        Self::new("缺少内容", "nothing")
    }

    /// A text that was found, visible and cut short.
    pub(super) fn quote(text: &str) -> Self {
        let short = Foreign::from(text);
        Self::new(format!("实际为「{short}」"), format!("“{short}”"))
    }

    /// A number that was found, with its unit.
    pub(super) fn count(number: impl fmt::Display, zh: &str, en: &str) -> Self {
        Self::new(format!("实际有 {number} {zh}"), format!("{number} {en}"))
    }

    /// A bound.
    pub(super) fn at_most(number: impl fmt::Display, zh: &str, en: &str) -> Self {
        Self::new(format!("不超过 {number} {zh}"), format!("at most {number} {en}"))
    }
}

/// What is wrong with something whose place its reader knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    pub found: Words,
    pub expected: Words,
    by: AtFault,
}

impl Trouble {
    pub(super) fn new(found: Words, expected: Words) -> Self {
        Self { found, expected, by: AtFault::Package }
    }

    /// The fault at its place.
    pub(super) fn at(self, file: &str, json_path: &str) -> Fault {
        Fault { by: self.by, ..Fault::new(Foreign::place(file), json_path, self.found, self.expected) }
    }

    /// The same, with something else that was expected.
    pub(super) fn expecting(self, expected: Words) -> Self {
        Self { expected, ..self }
    }

    /// The system could not do something.
    pub(super) fn system(error: &std::io::Error) -> Self {
        let why = Foreign::new(error.to_string());
        Self {
            found: Words::new(format!("读取失败（{why}）"), format!("an error while reading ({why})")),
            expected: Words::new("可以读取的文件", "a file that can be read"),
            by: AtFault::System,
        }
    }

    /// Something is larger than `limit` bytes.
    pub(super) fn too_large(limit: u64) -> Self {
        let limit_words = size(limit);
        Self::new(
            Words::new(format!("超过 {limit_words}"), format!("more than {limit_words}")),
            Words::at_most(limit_words, "", "").trimmed(),
        )
    }

    /// A link where a file should be.
    pub(super) fn link() -> Self {
        Self::new(
            Words::new("是一个链接", "a link"),
            Words::new("文件本身；不跟随任何链接", "the file itself; links are never followed"),
        )
    }
}

impl Words {
    fn trimmed(self) -> Self {
        Self::new(self.zh.as_str().trim(), self.en.as_str().trim())
    }
}

/// A size as people read it.
fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..0x10_0000 => format!("{} KiB", bytes >> 10),
        _ => format!("{} MiB", bytes >> 20),
    }
}

/// `text` visible and cut short.
pub(super) fn shorten(text: &str) -> String {
    Foreign::from(text).to_string()
}
