//! How large a picture may be to be decoded, and how much a package may cost.

use super::Reason;
use super::header::Header;
use super::jpeg;
use crate::domain::facts::Media;

/// The longest side, in pixels. A double page scanned at 600 dpi has some 10,000.
pub const MAX_SIDE: u32 = 16_000;

/// The most pixels of one picture. Phones take 108 million.
pub const MAX_PIXELS: u64 = 120_000_000;

/// The most pixels of a JPEG that is decoded in full for a preview; a larger one is decoded small.
pub const MAX_FULL: u64 = 8_000_000;

pub use super::jpeg::MOST_SCANS;

/// The most memory that one decoding in full may take, in bytes.
pub const MAX_ALLOC: u64 = 128 * 1024 * 1024;

/// Pixels that one byte of a file pays for. A photo has two to ten a byte, a blank page more.
const PIXELS_A_BYTE: u64 = 16;

/// The most pixels of a package that no bytes pay for.
pub const MAX_UNPAID: u64 = 1_200_000_000;

/// What is left of a package's budget: a small file can declare a large picture, and a package has hundreds of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget(u64);

impl Default for Budget {
    fn default() -> Self {
        Self(MAX_UNPAID)
    }
}

impl Budget {
    /// A budget of which so much is left.
    pub fn of(left: u64) -> Self {
        Self(left.min(MAX_UNPAID))
    }

    /// What is left.
    pub fn left(self) -> u64 {
        self.0
    }

    /// So much is left by now; never more than before.
    pub fn now_left(&mut self, left: u64) {
        self.0 = self.0.min(left);
    }

    /// Pays for a picture.
    ///
    /// # Errors
    /// [`Reason::TooLarge`] where the budget is used up.
    pub(super) fn pay(&mut self, header: &Header, bytes: &[u8]) -> Result<(), Reason> {
        let unpaid = pixels(header).saturating_sub(PIXELS_A_BYTE * bytes.len() as u64);
        match self.0.checked_sub(unpaid) {
            Some(left) => {
                self.0 = left;
                Ok(())
            }
            None => Err(Reason::TooLarge(format!("Σ > {} MP", MAX_UNPAID / 1_000_000))),
        }
    }
}

/// The pixels that a header declares.
pub(super) fn pixels(header: &Header) -> u64 {
    u64::from(header.facts.width) * u64::from(header.facts.height)
}

/// Refuses a picture whose header alone asks for more than the bounds allow, or for more than its bytes can hold.
///
/// # Errors
/// [`Reason::TooLarge`] with the figures; [`Reason::CutOff`] where even the smallest picture of this size has more
/// bytes.
pub(super) fn check(media: Media, header: &Header, bytes: &[u8]) -> Result<(), Reason> {
    let (width, height) = (header.facts.width, header.facts.height);
    if width > MAX_SIDE || height > MAX_SIDE {
        return Err(Reason::TooLarge(format!("{width} × {height} px > {MAX_SIDE} × {MAX_SIDE} px")));
    }
    if pixels(header) > MAX_PIXELS {
        let most = MAX_PIXELS / 1_000_000;
        return Err(Reason::TooLarge(format!("{width} × {height} px > {most} MP")));
    }
    if media == Media::Jpeg && (bytes.len() as u64) < jpeg::least_bytes(bytes) {
        return Err(Reason::CutOff);
    }
    Ok(())
}

/// Whether a JPEG is decoded in full for a preview.
pub(super) fn in_full(header: &Header) -> bool {
    pixels(header) <= MAX_FULL
}

/// The same bounds as the decoder takes them.
pub(super) fn for_decoder() -> image::Limits {
    let mut limits = image::Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_ALLOC);
    limits
}
