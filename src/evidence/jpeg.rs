//! A JPEG read block by block: whether all of it is there, and a small picture of it.
//!
//! A decoder can't tell whether a picture is whole: it takes one that breaks off and fills the rest with grey, end
//! mark or not. So the coded data is walked here, and its blocks, scans and bits are held against what the frame
//! declares. Nothing is turned into pixels on the way; where a small picture is wanted, the lowest frequencies of
//! every block are kept, which are that picture already. Time is bounded by the bytes and by [`MOST_SCANS`],
//! memory by the blocks that these bytes can hold.

mod bits;
mod frame;
mod huffman;
mod scan;
mod small;
mod walk;

#[cfg(test)]
mod tests;

pub use frame::least_bytes;
pub use small::small;

use super::Reason;
use walk::Walk;

/// The most scans that are read. Encoders write about ten; each goes over all blocks again.
pub const MOST_SCANS: usize = 64;

/// Bytes that no block accounts for are let pass to this many, or to this part of the data: cameras of computers
/// fill their pictures up.
const STRAY: usize = 1024;
const STRAY_PART: usize = 16;

/// How a picture that is there ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// With its end mark.
    Marked,
    /// Every block is there, the end mark is not.
    Open,
}

/// Judges a JPEG.
///
/// # Errors
/// [`Reason::CutOff`] where blocks, rows, scans or bits are missing, [`Reason::Damaged`] where the data contradicts
/// itself, [`Reason::NoDecoder`] for kinds that nobody uses, [`Reason::TooLarge`] for too many scans.
pub fn judge(bytes: &[u8]) -> Result<Ending, Reason> {
    let mut walk = Walk::new(bytes, None);
    let ended = walk.run()?;
    if !walk.is_complete() || walk.stray > STRAY.max(walk.data / STRAY_PART) {
        return Err(Reason::CutOff);
    }
    Ok(ended)
}
