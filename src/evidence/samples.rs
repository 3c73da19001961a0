//! Pictures for the tests, made on the spot.

use image::{DynamicImage, GrayImage, ImageFormat, Rgb, RgbImage};
use std::io::Cursor;

/// A picture with something in it, so that its data has some length.
pub fn drawing(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| Rgb([(x * 7) as u8, (y * 5) as u8, (x * y) as u8]))
}

pub fn encoded(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

pub fn jpeg() -> Vec<u8> {
    encoded(drawing(120, 80), ImageFormat::Jpeg)
}

pub fn png() -> Vec<u8> {
    encoded(drawing(120, 80), ImageFormat::Png)
}

pub fn grey_jpeg() -> Vec<u8> {
    encoded(GrayImage::from_fn(64, 64, |x, y| image::Luma([(x * y) as u8])), ImageFormat::Jpeg)
}

/// A JPEG with an EXIF block after its first marker.
pub fn with_exif() -> Vec<u8> {
    let jpeg = jpeg();
    let block = exif_block();
    let mut bytes = jpeg[..2].to_vec();
    bytes.extend([0xFF, 0xE1]);
    bytes.extend(u16::try_from(block.len() + 2).unwrap().to_be_bytes());
    bytes.extend(block);
    bytes.extend(&jpeg[2..]);
    bytes
}

/// Make, model, orientation 6, software, time, and a GPS part with a latitude.
fn exif_block() -> Vec<u8> {
    let mut data = Vec::new();
    let data_at = 8 + 2 + 6 * 12 + 4;
    let mut text = |tag: u16, text: &[u8]| {
        let at = u32::try_from(data_at + data.len()).unwrap();
        data.extend(text);
        entry(tag, 2, u32::try_from(text.len()).unwrap(), at)
    };
    let mut entries = vec![
        text(0x010F, b"Acme\0"),
        text(0x0110, b"Phone 9\0"),
        entry(0x0112, 3, 1, 6),
        text(0x0131, b"Camera 1.0\0"),
        text(0x0132, b"2026:03:04 05:06:07\0"),
    ];
    let gps_at = data_at + data.len();
    entries.push(entry(0x8825, 4, 1, u32::try_from(gps_at).unwrap()));
    let latitude_at = u32::try_from(gps_at + 2 + 12 + 4).unwrap();
    data.extend(1_u16.to_le_bytes());
    data.extend(entry(0x0002, 5, 3, latitude_at));
    data.extend(0_u32.to_le_bytes());
    for part in [31_u32, 1, 12, 1, 0, 1] {
        data.extend(part.to_le_bytes());
    }
    let mut block = b"Exif\0\0II*\0\x08\0\0\0".to_vec();
    block.extend(6_u16.to_le_bytes());
    block.extend(entries.concat());
    block.extend(0_u32.to_le_bytes());
    block.extend(data);
    block
}

fn entry(tag: u16, kind: u16, count: u32, value: u32) -> Vec<u8> {
    let mut bytes = tag.to_le_bytes().to_vec();
    bytes.extend(kind.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend(value.to_le_bytes());
    bytes
}

/// A JPEG of a few bytes whose header (of this frame marker) declares this size.
pub fn declares(frame: u8, width: u16, height: u16) -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xD8, 0xFF, frame, 0, 17, 8];
    bytes.extend(height.to_be_bytes());
    bytes.extend(width.to_be_bytes());
    bytes.extend([3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]);
    bytes.extend([0xFF, 0xDA, 0, 12, 3, 1, 0, 2, 0, 3, 0, 0, 63, 0]);
    bytes.extend([0; 100]);
    bytes.extend([0xFF, 0xD9]);
    bytes
}
