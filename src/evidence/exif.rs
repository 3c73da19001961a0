//! The EXIF basics of a picture.

use crate::domain::facts::{ExifFacts, Media};
use chrono::NaiveDateTime;
use exif::{Exif, In, Reader, Tag, Value};
use std::io::Cursor;

/// The most characters that are kept of one text.
const LONGEST: usize = 120;

/// Reads the EXIF basics; `None` where a file has no such block, or it can't be read.
pub fn read(media: Media, bytes: &[u8]) -> Option<ExifFacts> {
    if !matches!(media, Media::Jpeg | Media::Png | Media::Tiff | Media::Heif | Media::Webp) {
        return None;
    }
    let mut reader = Reader::new();
    reader.continue_on_error(true);
    let exif = reader
        .read_from_container(&mut Cursor::new(bytes))
        .or_else(|error| error.distill_partial_result(|_| ()))
        .ok()?;
    Some(ExifFacts {
        camera: camera(&exif),
        software: text(&exif, Tag::Software),
        taken_at: taken_at(&exif),
        orientation: orientation(&exif),
        gps: Some(has_position(&exif)),
    })
}

fn camera(exif: &Exif) -> Option<String> {
    match (text(exif, Tag::Make), text(exif, Tag::Model)) {
        (Some(make), Some(model)) if !model.starts_with(&make) => Some(format!("{make} {model}")),
        (make, model) => model.or(make),
    }
}

fn taken_at(exif: &Exif) -> Option<NaiveDateTime> {
    [Tag::DateTimeOriginal, Tag::DateTimeDigitized, Tag::DateTime]
        .into_iter()
        .filter_map(|tag| text(exif, tag))
        .find_map(|text| NaiveDateTime::parse_from_str(&text, "%Y:%m:%d %H:%M:%S").ok())
}

fn orientation(exif: &Exif) -> Option<u16> {
    let value = exif.get_field(Tag::Orientation, In::PRIMARY)?.value.get_uint(0)?;
    u16::try_from(value).ok().filter(|value| (1..=8).contains(value))
}

fn has_position(exif: &Exif) -> bool {
    [Tag::GPSLatitude, Tag::GPSLongitude].into_iter().any(|tag| exif.get_field(tag, In::PRIMARY).is_some())
}

fn text(exif: &Exif, tag: Tag) -> Option<String> {
    let Value::Ascii(lines) = &exif.get_field(tag, In::PRIMARY)?.value else { return None };
    let text = String::from_utf8_lossy(lines.first()?);
    let text: String = text.trim_matches(['\0', ' ']).chars().take(LONGEST).collect();
    (!text.is_empty()).then_some(text)
}
