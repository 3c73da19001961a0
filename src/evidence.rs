//! What a file itself tells: bytes in, facts out. Pure.
//!
//! Nothing is decoded before its header was read and held against [`bounds`]: a picture of a few bytes
//! can declare a gigabyte of pixels. A decoder may still panic on a hostile file, or take its time: whoever has
//! one from outside asks `work::eye`, which runs this module in a process of its own, and keeps what
//! [`unreadable`] tells where that fails.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod bounds;
mod exif;
mod header;
mod jpeg;
mod media;
mod png;
mod preview;
mod traces;
mod whole;

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

pub use bounds::Budget;
pub use media::media;
pub use preview::preview;

use crate::domain::facts::{FileFacts, FileState};
use crate::domain::ids::Sha256;
use jpeg::Ending;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The version of how facts are made. Whoever changes what [`facts`] tells of a file raises it; files that a home
/// has facts of an older one of are looked at anew.
pub const METHOD: u32 = 1;

/// Reads every fact of `bytes`. Walks through a picture once, within [`bounds`].
pub fn facts(bytes: &[u8]) -> FileFacts {
    facts_within(bytes, &mut Budget::default())
}

/// The same for a file of a package, on the package's budget. Where that is used up, the facts bear no version: the
/// file is looked at again where it comes in another package, or when the home looks for such files.
pub fn facts_within(bytes: &[u8], budget: &mut Budget) -> FileFacts {
    let media = media(bytes);
    let header = header::read(media, bytes);
    let paid = header.as_ref().map_or(Ok(()), |header| {
        bounds::check(media, header, bytes).map_or(Ok(()), |()| budget.pay(header, bytes))
    });
    let (state, method) = match paid {
        Ok(()) => (state(whole::judge(media, header.as_ref(), bytes)), METHOD),
        Err(reason) => (state(Err(reason)), 0),
    };
    FileFacts {
        method,
        sha256: Sha256::of(bytes),
        bytes: bytes.len() as u64,
        media,
        state,
        picture: header.map(|header| header.facts),
        exif: exif::read(media, bytes),
        software: traces::read(media, bytes),
    }
}

/// The facts of a file on which a reader failed: what its first bytes tell, and no more.
pub fn unreadable(bytes: &[u8], why: &Reason) -> FileFacts {
    FileFacts {
        method: METHOD,
        sha256: Sha256::of(bytes),
        bytes: bytes.len() as u64,
        media: media(bytes),
        state: FileState::Unreadable(why.to_string()),
        picture: None,
        exif: None,
        software: Vec::new(),
    }
}

/// Why a file gives no picture.
///
/// [`fmt::Display`] gives the slug under which the interface texts explain it, such as `damaged`; only
/// [`Reason::TooLarge`] gives its figures instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Not a picture.
    NotAPicture,
    /// A picture of a type that is not decoded here.
    NoDecoder,
    /// Its header can't be read.
    NoHeader,
    /// Its header declares more than [`bounds`] allow: the figures.
    TooLarge(String),
    /// It breaks off.
    CutOff,
    /// Its content is broken.
    Damaged,
    /// Its reader was ended by it: it took too much memory or time.
    Stopped,
    /// There is no reader: the program can't start one.
    NoReader,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAPicture => "not_a_picture",
            Self::NoDecoder => "no_decoder",
            Self::NoHeader => "no_header",
            Self::TooLarge(figures) => figures,
            Self::CutOff => "cut_off",
            Self::Damaged => "damaged",
            Self::Stopped => "stopped",
            Self::NoReader => "no_reader",
        })
    }
}

fn state(judged: Result<Ending, Reason>) -> FileState {
    match judged {
        Ok(Ending::Marked) => FileState::Whole,
        Ok(Ending::Open) => FileState::NoEnd,
        Err(Reason::NotAPicture) => FileState::NotAPicture,
        Err(Reason::CutOff) => FileState::CutOff,
        Err(Reason::TooLarge(figures)) => FileState::TooLarge(figures),
        Err(other) => FileState::Unreadable(other.to_string()),
    }
}
