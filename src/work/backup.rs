//! A copy of the home in one file, and the way back.
//!
//! The file is a zip whose entries are stored as they are: `beian.db`, `files/ab/<hash>` for every
//! attachment, `about.json`, and as the last one `SHA256SUMS` with the hash of each. So it opens with any
//! tool, and `sha256sum -c` checks it. The key of the secrets is never in it.

mod bring;
mod take;

pub use bring::restore;
pub use take::backup;

use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// The format that this program writes and reads.
const FORMAT: u32 = 1;
const DATABASE: &str = "beian.db";
const ABOUT: &str = "about.json";
const SUMS: &str = "SHA256SUMS";
const FILES: &str = "files/";

/// What a copy says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Format of the copy.
    pub format: u32,
    /// The program that made it.
    pub program: String,
    /// When it was made.
    pub made_at: chrono::DateTime<chrono::Utc>,
    /// The head of its log.
    pub head: String,
    /// How many orders it holds.
    pub orders: u64,
    /// How many attachments it holds.
    pub files: u64,
}

/// A copy that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Made {
    /// Where.
    pub file: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// What it holds.
    pub about: About,
    /// Attachments that could not go with it: missing, or no longer with their hash.
    pub left_out: Vec<String>,
}

/// A home that was brought back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Restored {
    /// Where.
    pub home: PathBuf,
    /// What it holds.
    pub about: About,
    /// Secrets under seal: they need the key, which no copy holds.
    pub secrets: u64,
    /// Packages for the bureau that could not be written again.
    pub unwritten: usize,
}

/// How far it is: bytes of the database, then attachments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// So many pages of the database, of so many.
    Pages(u64, u64),
    /// So many files, of so many.
    Files(u64, u64),
}
