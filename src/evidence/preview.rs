//! A small upright picture of a file.

use super::{Reason, bounds, header, jpeg, media, png};
use crate::domain::facts::Media;
use image::error::ImageError;
use image::metadata::Orientation;
use image::{DynamicImage, ImageFormat, ImageReader, RgbImage};
use std::io::{Cursor, ErrorKind};

/// Decodes a picture to at most `max_w` × `max_h` pixels, upright by its EXIF `orientation` (1 to 8).
///
/// Never enlarges. What is transparent lies on white. A JPEG that breaks off gives what is there. A large one is
/// decoded small, so that a photo of 108 million pixels takes as much memory as one of a few.
///
/// # Errors
/// The reason why there is no picture.
pub fn preview(bytes: &[u8], max_w: u32, max_h: u32, orientation: Option<u16>) -> Result<RgbImage, Reason> {
    let media = media(bytes);
    let header = match (media, header::read(media, bytes)) {
        (Media::Unknown | Media::Pdf | Media::Zip, _) => return Err(Reason::NotAPicture),
        (Media::Jpeg | Media::Png, Some(header)) => header,
        (Media::Jpeg | Media::Png, None) => return Err(Reason::NoHeader),
        _ => return Err(Reason::NoDecoder),
    };
    bounds::check(media, &header, bytes)?;
    let turn = orientation
        .and_then(|value| u8::try_from(value).ok())
        .and_then(Orientation::from_exif)
        .unwrap_or(Orientation::NoTransforms);
    let (max_w, max_h) = if lies(turn) { (max_h, max_w) } else { (max_w, max_h) };
    let (max_w, max_h) = (max_w.max(1), max_h.max(1));
    let picture = match media {
        Media::Png => png::small(bytes, (header.facts.width, header.facts.height), max_w, max_h)?,
        _ if bounds::in_full(&header) => jpeg_in_full(bytes)?,
        _ => jpeg::small(bytes, max_w, max_h)?,
    };
    let mut picture = shrink(picture.into(), max_w, max_h);
    picture.apply_orientation(turn);
    Ok(picture.into_rgb8())
}

fn jpeg_in_full(bytes: &[u8]) -> Result<RgbImage, Reason> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), ImageFormat::Jpeg);
    reader.limits(bounds::for_decoder());
    let decoded = reader.decode().map_err(|error| match error {
        ImageError::Limits(_) => Reason::TooLarge(format!("> {} MiB", bounds::MAX_ALLOC >> 20)),
        ImageError::Unsupported(_) => Reason::NoDecoder,
        ImageError::IoError(error) if error.kind() == ErrorKind::UnexpectedEof => Reason::CutOff,
        _ => Reason::Damaged,
    });
    Ok(decoded?.into_rgb8())
}

/// Whether a turn swaps width and height.
const fn lies(turn: Orientation) -> bool {
    matches!(
        turn,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    )
}

fn shrink(picture: DynamicImage, max_w: u32, max_h: u32) -> DynamicImage {
    if picture.width() <= max_w && picture.height() <= max_h {
        return picture;
    }
    picture.thumbnail(max_w, max_h)
}
