//! Packages on disk, whose files have the facts that a fault plants.

use super::given::Given;
use crate::all::support;
use beian::domain::facts::{Colour, FileFacts, FileState, Media};
use beian::domain::order::Order;
use chrono::NaiveDate;
use image::{DynamicImage, GrayImage, ImageFormat, RgbImage};
use serde_json::Value;
use std::fs;
use std::io::Cursor;
use std::path::Path;

/// The bytes of every file of an order: as they were, or as the planted facts have them.
pub fn of(given: &Given) -> Vec<Vec<u8>> {
    let sources = given.sources.iter().map(|source| fs::read(source).unwrap());
    let real: Vec<Vec<u8>> = sources.collect();
    real.iter().zip(&given.facts).map(|(bytes, facts)| made(bytes, facts, &real)).collect()
}

fn made(bytes: &[u8], facts: &FileFacts, all: &[Vec<u8>]) -> Vec<u8> {
    let was = beian::evidence::facts(bytes);
    if &was == facts {
        return bytes.to_vec();
    }
    let (picture, wanted) = (was.picture.unwrap(), facts.picture.unwrap());
    if facts.media == Media::Png {
        return fs::read(support::sample("ICP-10226").join("p1-id-front.jpg")).unwrap();
    }
    if facts.state == FileState::CutOff {
        return bytes[..bytes.len() / 2].to_vec();
    }
    if facts.bytes > was.bytes {
        return padded(bytes, facts.bytes);
    }
    if wanted.colour == Colour::Grey {
        return jpeg(GrayImage::new(picture.width, picture.height));
    }
    if wanted.height < picture.height {
        return jpeg(RgbImage::from_pixel(wanted.width, wanted.height, image::Rgb([90, 120, 60])));
    }
    if let Some(exif) = &facts.exif {
        let taken = exif.taken_at.map(|at| at.format("%Y:%m:%d %H:%M:%S").to_string());
        return match (&exif.software, taken) {
            (Some(software), _) => with_exif(0x0131, software),
            (None, taken) => with_exif(0x0132, &taken.unwrap()),
        };
    }
    let same = all.iter().find(|other| beian::evidence::facts(other).sha256 == facts.sha256);
    same.unwrap_or_else(|| panic!("no bytes for {facts:?}")).clone()
}

fn jpeg(picture: impl Into<DynamicImage>) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

/// A JPEG with a segment after its first marker.
fn with_segment(jpeg: &[u8], marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xFF, marker], &length, body, &jpeg[2..]].concat()
}

/// The same picture in at least so many bytes, by comments that nobody reads.
fn padded(jpeg: &[u8], least: u64) -> Vec<u8> {
    let mut bytes = jpeg.to_vec();
    while (bytes.len() as u64) < least {
        bytes = with_segment(&bytes, 0xFE, &[b' '; 65_000]);
    }
    bytes
}

/// A picture with one text in its metadata.
fn with_exif(tag: u16, text: &str) -> Vec<u8> {
    let mut block = b"Exif\0\0II*\0\x08\0\0\0\x01\0".to_vec();
    block.extend(tag.to_le_bytes());
    block.extend(2_u16.to_le_bytes());
    block.extend(u32::try_from(text.len() + 1).unwrap().to_le_bytes());
    block.extend(26_u32.to_le_bytes());
    block.extend(0_u32.to_le_bytes());
    block.extend(text.as_bytes());
    block.push(0);
    with_segment(&jpeg(RgbImage::from_pixel(1000, 700, image::Rgb([90, 120, 60]))), 0xE1, &block)
}

/// Writes an order with its files as a package.
pub fn write(folder: &Path, order: &Order, files: &[Vec<u8>]) {
    let mut value = serde_json::to_value(order).unwrap();
    lasting(&mut value);
    for (given, bytes) in order.attachments.iter().zip(files) {
        let path = folder.join(&given.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join("order.json"), value.to_string()).unwrap();
}

/// Days that are still to come stay so, whenever the tests run.
fn lasting(value: &mut Value) {
    let today = Given::now().date_naive();
    match value {
        Value::String(text) if text.parse::<NaiveDate>().is_ok_and(|day| day > today) => {
            *text = "2099-12-31".to_owned();
        }
        Value::Array(list) => list.iter_mut().for_each(lasting),
        Value::Object(map) => map.values_mut().for_each(lasting),
        _ => {}
    }
}
