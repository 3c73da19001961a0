//! How large a picture may be to be decoded.

use super::Reason;
use super::header::Header;

/// The longest side, in pixels. A double page scanned at 600 dpi has some 10,000.
pub const MAX_SIDE: u32 = 16_000;

/// The most pixels of one picture.
pub const MAX_PIXELS: u64 = 64_000_000;

/// The most memory that one decoding may take, in bytes.
pub const MAX_ALLOC: u64 = 256 * 1024 * 1024;

/// Refuses a picture whose header alone asks for more than the bounds allow.
///
/// # Errors
/// [`Reason::TooLarge`] with the figures.
pub(super) fn check(header: &Header) -> Result<(), Reason> {
    let (width, height) = (header.facts.width, header.facts.height);
    let pixels = u64::from(width) * u64::from(height);
    let memory = pixels.saturating_mul(u64::from(header.bytes_a_pixel));
    if width > MAX_SIDE || height > MAX_SIDE {
        return Err(Reason::TooLarge(format!("{width} × {height} px > {MAX_SIDE} × {MAX_SIDE} px")));
    }
    if pixels > MAX_PIXELS {
        let most = MAX_PIXELS / 1_000_000;
        return Err(Reason::TooLarge(format!("{width} × {height} px > {most} MP")));
    }
    if memory > MAX_ALLOC {
        let (asked, most) = (memory >> 20, MAX_ALLOC >> 20);
        return Err(Reason::TooLarge(format!("{width} × {height} px: {asked} MiB > {most} MiB")));
    }
    Ok(())
}

/// The same bounds as the decoder takes them.
pub(super) fn for_decoder() -> image::Limits {
    let mut limits = image::Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_ALLOC);
    limits
}
