//! Type of a file by its first bytes, whatever its name says.

use crate::domain::facts::Media;

/// How a type begins: its bytes, at this offset.
const BEGINNINGS: [(Media, usize, &[u8]); 13] = [
    (Media::Jpeg, 0, b"\xFF\xD8\xFF"),
    (Media::Png, 0, b"\x89PNG\r\n\x1A\n"),
    (Media::Gif, 0, b"GIF87a"),
    (Media::Gif, 0, b"GIF89a"),
    (Media::Webp, 8, b"WEBP"),
    (Media::Tiff, 0, b"II*\0"),
    (Media::Tiff, 0, b"MM\0*"),
    (Media::Pdf, 0, b"%PDF-"),
    (Media::Pdf, 3, b"%PDF-"), // after a byte order mark
    (Media::Zip, 0, b"PK\x03\x04"),
    (Media::Zip, 0, b"PK\x05\x06"),
    (Media::Zip, 0, b"PK\x07\x08"),
    (Media::Heif, 4, b"ftyp"),
];

/// Brands of HEIF and AVIF; other `ftyp` files are films.
const HEIF_BRANDS: [&[u8]; 9] =
    [b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis"];

/// Sizes of the header that follows a bitmap's file header.
const BMP_HEADERS: [u8; 7] = [12, 16, 40, 52, 56, 108, 124];

/// The type of `bytes` by content.
pub fn media(bytes: &[u8]) -> Media {
    let begins = |&&(media, at, magic): &&(Media, usize, &[u8])| {
        bytes.get(at..).is_some_and(|rest| rest.starts_with(magic)) && plausible(media, bytes)
    };
    match BEGINNINGS.iter().find(begins) {
        Some(&(media, ..)) => media,
        None if plausible(Media::Bmp, bytes) => Media::Bmp,
        None => Media::Unknown,
    }
}

/// Whether the rest of the header fits, for types whose first bytes say too little.
fn plausible(media: Media, bytes: &[u8]) -> bool {
    match media {
        Media::Webp => bytes.starts_with(b"RIFF"),
        Media::Heif => bytes.get(8..12).is_some_and(|brand| HEIF_BRANDS.contains(&brand)),
        Media::Bmp => {
            bytes.starts_with(b"BM")
                && bytes.get(14).is_some_and(|size| BMP_HEADERS.contains(size))
                && bytes.get(15..18) == Some(&[0, 0, 0])
        }
        _ => true,
    }
}
