//! Paths inside a package: relative, with `/`, never leaving it.

use super::fault::{Trouble, Words};
use super::names::composed;
use crate::domain::text::is_hidden;

/// The longest path, in bytes.
const LONGEST: usize = 500;

/// A path that was checked: it names a file inside its package and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct InnerPath(String);

impl InnerPath {
    /// Checks `path`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(path: &str) -> Result<Self, Trouble> {
        match objection(path) {
            None => Ok(Self(path.to_owned())),
            Some(expected) => Err(Trouble::new(Words::quote(path), expected)),
        }
    }

    /// The path as it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its parts; never empty.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.0.split('/')
    }

    /// The path without its first part, where that is `folder` and not all.
    pub fn below(&self, folder: &str) -> Option<Self> {
        let (first, rest) = self.0.split_once('/')?;
        (first == folder).then(|| Self(rest.to_owned()))
    }

    /// The form under which two names that some file systems take for one are equal.
    pub fn folded(&self) -> String {
        composed(&self.0).to_lowercase()
    }
}

/// What a path should be instead; `None` where it is right.
fn objection(path: &str) -> Option<Words> {
    let drive = matches!(path.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic());
    if path.is_empty() || path.len() > LONGEST {
        Some(Words::new(
            format!("1 到 {LONGEST} 字节的文件路径"),
            format!("the path of a file, of 1 to {LONGEST} bytes"),
        ))
    } else if path.chars().any(is_hidden) {
        Some(Words::new("不含控制字符和不可见字符的路径", "a path without control or invisible characters"))
    } else if path.contains('\\') {
        Some(Words::new("以 / 分隔的路径", "a path with / between its parts"))
    } else if path.starts_with('/') || drive {
        Some(Words::new("相对于资料包的路径", "a path relative to the package"))
    } else if path.split('/').any(|part| matches!(part, "" | "." | "..")) {
        Some(Words::new(
            "不离开资料包、不含空段和 . 或 .. 的路径",
            "a path inside the package, without empty parts, . or ..",
        ))
    } else {
        None
    }
}
