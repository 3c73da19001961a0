//! Files that a person names: read within bounds, regular files alone, in whatever encoding people's computers write.

use super::{Result, WorkError};
use crate::domain::text::Foreign;
use crate::intake::given::{self, Unread};
use std::path::Path;

/// The largest text that a person gives by name: a notice, answers, a calendar, a profile.
pub const LARGEST_TEXT: u64 = 8 << 20;

/// The text of a file, or of standard input where it is named `-`.
///
/// # Errors
/// It can't be read, is no regular file, is too large, or is no text.
pub fn text(path: &Path, most: u64) -> Result<String> {
    given::text(path, most).map_err(|why| refused(path, &why))
}

/// The bytes of a file, or of standard input where it is named `-`.
///
/// # Errors
/// As [`text`], but for what the bytes are.
pub fn bytes(path: &Path, most: u64) -> Result<Vec<u8>> {
    given::bytes(path, most).map_err(|why| refused(path, &why))
}

/// Why a file that was named is not read, as an error.
pub fn refused(path: &Path, why: &Unread) -> WorkError {
    let (shown, (found, expected)) = (Foreign::path(path), why.said());
    WorkError::say(
        format!("{shown}：{}；应为{}。", found.zh, expected.zh),
        format!("{shown}: found {}; expected {}", found.en, expected.en),
    )
}
