//! Whether a picture is whole.

use super::bounds;
use super::header::{Header, chunks};
use super::jpeg::{self, Ending};
use super::{Reason, png};
use crate::domain::facts::Media;

/// Judges a file: `Ok` for a picture that is there from end to end, with or without its end mark.
///
/// # Errors
/// The reason why it can't be used, or not wholly.
pub fn judge(media: Media, header: Option<&Header>, bytes: &[u8]) -> Result<Ending, Reason> {
    match media {
        Media::Jpeg | Media::Png => {}
        Media::Unknown | Media::Pdf | Media::Zip => return Err(Reason::NotAPicture),
        _ => return Err(Reason::NoDecoder),
    }
    let header = header.ok_or_else(|| if ends(media, bytes) { Reason::NoHeader } else { Reason::CutOff })?;
    bounds::check(media, header, bytes)?;
    match media {
        Media::Jpeg => jpeg::judge(bytes),
        // Rows may all be there without it; but a PNG that lacks its end lacks its last bytes, and says so by sums.
        _ if !ends(media, bytes) => Err(Reason::CutOff),
        _ => png::judge(bytes).map(|()| Ending::Marked),
    }
}

/// Whether the end mark is there at all.
fn ends(media: Media, bytes: &[u8]) -> bool {
    match media {
        Media::Jpeg => bytes.windows(2).any(|pair| pair == [0xFF, 0xD9]),
        _ => chunks(bytes).any(|chunk| &chunk.name == b"IEND"),
    }
}
