//! A small upright picture of a file.

use super::{Reason, bounds, header, media};
use crate::domain::facts::Media;
use image::error::ImageError;
use image::metadata::Orientation;
use image::{DynamicImage, ImageFormat, ImageReader, RgbImage, imageops};
use std::io::{Cursor, ErrorKind};

/// Decodes a picture to at most `max_w` × `max_h` pixels, upright by its EXIF `orientation` (1 to 8).
///
/// Never enlarges. What is transparent lies on white. A JPEG that breaks off gives what is there.
///
/// # Errors
/// The reason why there is no picture.
pub fn preview(bytes: &[u8], max_w: u32, max_h: u32, orientation: Option<u16>) -> Result<RgbImage, Reason> {
    let media = media(bytes);
    let header = header::read(media, bytes);
    match (media, &header) {
        (Media::Unknown | Media::Pdf | Media::Zip, _) => return Err(Reason::NotAPicture),
        (Media::Jpeg | Media::Png, Some(header)) => bounds::check(header)?,
        (Media::Jpeg | Media::Png, None) => return Err(Reason::NoHeader),
        _ => return Err(Reason::NoDecoder),
    }
    let turn = orientation
        .and_then(|value| u8::try_from(value).ok())
        .and_then(Orientation::from_exif)
        .unwrap_or(Orientation::NoTransforms);
    let (max_w, max_h) = if lies(turn) { (max_h, max_w) } else { (max_w, max_h) };
    let mut picture = shrink(decode(media, bytes)?, max_w.max(1), max_h.max(1));
    picture.apply_orientation(turn);
    Ok(on_white(picture))
}

/// Decodes a JPEG or PNG within the bounds.
///
/// # Errors
/// [`Reason::CutOff`], [`Reason::Damaged`], [`Reason::TooLarge`] or [`Reason::NoDecoder`].
pub(super) fn decode(media: Media, bytes: &[u8]) -> Result<DynamicImage, Reason> {
    let format = match media {
        Media::Jpeg => ImageFormat::Jpeg,
        Media::Png => ImageFormat::Png,
        _ => return Err(Reason::NoDecoder),
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(bounds::for_decoder());
    reader.decode().map_err(|error| match error {
        ImageError::Limits(_) => Reason::TooLarge(format!("> {} MiB", bounds::MAX_ALLOC >> 20)),
        ImageError::Unsupported(_) => Reason::NoDecoder,
        ImageError::IoError(error) if error.kind() == ErrorKind::UnexpectedEof => Reason::CutOff,
        _ => Reason::Damaged,
    })
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

fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let above = picture.into_rgba8();
    let mut page = image::RgbaImage::from_pixel(above.width(), above.height(), image::Rgba([255; 4]));
    imageops::overlay(&mut page, &above, 0, 0);
    DynamicImage::ImageRgba8(page).into_rgb8()
}
