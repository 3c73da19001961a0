//! What a file itself tells: bytes in, facts out. Pure.
//!
//! Nothing is decoded before its header was read and held against [`bounds`]: a picture of a few bytes
//! can declare a gigabyte of pixels. A decoder may still panic on a hostile file; whoever calls from a
//! worker catches that there and keeps what [`unreadable`] tells.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod bounds;
mod exif;
mod header;
mod media;
mod preview;
mod whole;

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

pub use media::media;
pub use preview::preview;

use crate::domain::facts::{FileFacts, FileState, Media};
use crate::domain::ids::Sha256;
use std::fmt;

/// Reads every fact of `bytes`. Decodes a picture once, within [`bounds`].
pub fn facts(bytes: &[u8]) -> FileFacts {
    let media = media(bytes);
    let header = header::read(media, bytes);
    FileFacts {
        sha256: Sha256::of(bytes),
        bytes: bytes.len() as u64,
        media,
        state: state(media, header.as_ref(), bytes),
        picture: header.map(|header| header.facts),
        exif: exif::read(media, bytes),
    }
}

/// The facts of a file on which a reader panicked: what its first bytes tell, and no more.
pub fn unreadable(bytes: &[u8]) -> FileFacts {
    FileFacts {
        sha256: Sha256::of(bytes),
        bytes: bytes.len() as u64,
        media: media(bytes),
        state: FileState::Unreadable(Reason::Damaged.to_string()),
        picture: None,
        exif: None,
    }
}

/// Why a file gives no picture.
///
/// [`fmt::Display`] gives the slug under which the interface texts explain it, such as `damaged`; only
/// [`Reason::TooLarge`] gives its figures instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
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
        })
    }
}

fn state(media: Media, header: Option<&header::Header>, bytes: &[u8]) -> FileState {
    let verdict = whole::judge(media, header, bytes);
    match verdict {
        Ok(()) => FileState::Whole,
        Err(Reason::NotAPicture) => FileState::NotAPicture,
        Err(Reason::CutOff) => FileState::CutOff,
        Err(Reason::TooLarge(figures)) => FileState::TooLarge(figures),
        Err(other) => FileState::Unreadable(other.to_string()),
    }
}
