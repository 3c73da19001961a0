//! Whether a picture is whole.
//!
//! The decoder alone can't tell: it takes a JPEG that breaks off and fills the rest with grey. So the
//! structure is walked to its end mark first, and what has one is decoded.

use super::Reason;
use super::bounds;
use super::header::{EOI, Header, SOS, chunks, segment};
use super::preview::decode;
use crate::domain::facts::Media;

/// Judges a file: `Ok` for a picture that decodes from end to end.
///
/// # Errors
/// The reason why it can't be used, or not wholly.
pub fn judge(media: Media, header: Option<&Header>, bytes: &[u8]) -> Result<(), Reason> {
    match media {
        Media::Jpeg | Media::Png => {}
        Media::Unknown | Media::Pdf | Media::Zip => return Err(Reason::NotAPicture),
        _ => return Err(Reason::NoDecoder),
    }
    let ended = match media {
        Media::Jpeg => jpeg_ends(bytes),
        _ => chunks(bytes).any(|chunk| &chunk.name == b"IEND"),
    };
    let Some(header) = header else {
        return Err(if ended { Reason::NoHeader } else { Reason::CutOff });
    };
    bounds::check(header)?;
    if !ended {
        return Err(Reason::CutOff);
    }
    decode(media, bytes).map(drop)
}

/// Whether the walk through all segments and scans of a JPEG comes to its end mark.
fn jpeg_ends(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some(next) = segment(bytes, at) {
        match next.marker {
            EOI => return true,
            SOS => at = scan_end(bytes, next.end),
            _ => at = next.end,
        }
    }
    false
}

/// Where the entropy-coded data that starts at `from` ends: the next marker that is no restart.
fn scan_end(bytes: &[u8], from: usize) -> usize {
    let data = bytes.get(from..).unwrap_or_default();
    let is_marker = |pair: &[u8]| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xFF | 0xD0..=0xD7);
    data.windows(2).position(is_marker).map_or(bytes.len(), |at| from + at)
}
