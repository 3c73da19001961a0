//! What a file itself tells, as recorded when it came in.

use super::ids::Sha256;
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

/// Facts of one attachment's bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFacts {
    /// The version of how they were made; 0 = before there were any, or not looked at wholly.
    #[serde(default)]
    pub method: u32,
    /// SHA-256 of the bytes.
    pub sha256: Sha256,
    /// Size in bytes.
    pub bytes: u64,
    /// Type by content.
    pub media: Media,
    /// Whether the file is whole.
    pub state: FileState,
    /// What its picture header tells.
    #[serde(default)]
    pub picture: Option<PictureFacts>,
    /// What its EXIF block tells.
    #[serde(default)]
    pub exif: Option<ExifFacts>,
    /// Software that its other blocks name.
    #[serde(default)]
    pub software: Vec<String>,
}

impl FileFacts {
    /// Every software that the file names, EXIF's first.
    pub fn written_by(&self) -> impl Iterator<Item = &str> {
        let exif = self.exif.as_ref().and_then(|exif| exif.software.as_deref());
        let others = self.software.iter().map(String::as_str).filter(move |name| Some(*name) != exif);
        exif.into_iter().chain(others)
    }
}

/// Type of a file by its content, whatever its name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Media {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// GIF.
    Gif,
    /// WebP.
    Webp,
    /// BMP.
    Bmp,
    /// TIFF.
    Tiff,
    /// HEIF or AVIF.
    Heif,
    /// PDF.
    Pdf,
    /// A zip archive or a file built on one.
    Zip,
    /// Nothing that is known.
    Unknown,
}

impl Media {
    /// The usual short name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Gif => "GIF",
            Self::Webp => "WebP",
            Self::Bmp => "BMP",
            Self::Tiff => "TIFF",
            Self::Heif => "HEIF",
            Self::Pdf => "PDF",
            Self::Zip => "ZIP",
            Self::Unknown => "?",
        }
    }
}

/// Whether a file can be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is", content = "why")]
pub enum FileState {
    /// Decodes from end to end.
    Whole,
    /// Whole, but its end mark is missing: every viewer shows it.
    NoEnd,
    /// Begins well and breaks off.
    CutOff,
    /// Can't be decoded; the sentence says why.
    Unreadable(String),
    /// Larger than the decode limits allow; kept, not decoded.
    TooLarge(String),
    /// Not a picture, so nothing was decoded.
    NotAPicture,
}

/// Facts of a picture's header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PictureFacts {
    /// Width in pixels, before the EXIF orientation is applied.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Bits a channel.
    pub bit_depth: u8,
    /// Colour type.
    pub colour: Colour,
}

/// Colour type of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Colour {
    /// Black and white only.
    Bilevel,
    /// Grey.
    Grey,
    /// Colour.
    Colour,
    /// Four inks.
    Cmyk,
}

/// The EXIF basics.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExifFacts {
    /// Make and model of the camera.
    #[serde(default)]
    pub camera: Option<String>,
    /// Software that wrote the file.
    #[serde(default)]
    pub software: Option<String>,
    /// When it was taken, in the camera's own time.
    #[serde(default)]
    pub taken_at: Option<NaiveDateTime>,
    /// Orientation, 1 to 8.
    #[serde(default)]
    pub orientation: Option<u16>,
    /// A GPS position is present (the position itself is not recorded).
    #[serde(default)]
    pub gps: Option<bool>,
}
