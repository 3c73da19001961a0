//! Names of software that worked on a picture, besides the one that EXIF names: what editors leave in its other
//! blocks. XMP's `CreatorTool` and history, Photoshop's own blocks (APP13, and APP12 of "save for web"), the
//! text chunks of a PNG, the comment by which phones and desktops mark a screenshot.

use super::header::{chunks, segments};
use crate::domain::facts::Media;

/// The most names of one file, and the most characters of one.
const MOST: usize = 8;
const LONGEST: usize = 120;
/// The most bytes of one block that are looked through.
const LOOKED_AT: usize = 1 << 20;

const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
const PHOTOSHOP: &[u8] = b"Photoshop 3.0\0";
const XMP_IN_PNG: &[u8] = b"XML:com.adobe.xmp";
/// Resources that hold captions and their digest: phones and agencies write these, too.
const CAPTIONS: [[u8; 2]; 2] = [[0x04, 0x04], [0x04, 0x25]];

/// The names, each once, in the order in which they stand.
pub fn read(media: Media, bytes: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    match media {
        Media::Jpeg => segments(bytes).for_each(|segment| jpeg(segment.marker, segment.content, &mut found)),
        Media::Png => chunks(bytes).for_each(|chunk| png(chunk.name, chunk.content, &mut found)),
        Media::Webp => webp(bytes, &mut found),
        _ => {}
    }
    found
}

fn jpeg(marker: u8, content: &[u8], found: &mut Vec<String>) {
    match marker {
        0xE1 => content.strip_prefix(XMP).into_iter().for_each(|xmp| xmp_names(xmp, found)),
        0xEC if content.starts_with(b"Ducky") => add("Adobe Photoshop (Ducky)", found),
        0xED if content.strip_prefix(PHOTOSHOP).is_some_and(is_of_photoshop) => {
            add("Adobe Photoshop (8BIM)", found);
        }
        _ => {}
    }
}

/// Whether a block of resources holds more than captions.
fn is_of_photoshop(mut resources: &[u8]) -> bool {
    let mut only_captions = false;
    while let Some(rest) = resources.strip_prefix(b"8BIM") {
        let Some((&id, rest)) = rest.split_first_chunk::<2>() else { return true };
        let Some((&name, _)) = rest.split_first() else { return true };
        if !CAPTIONS.contains(&id) {
            return true;
        }
        only_captions = true;
        // A name with its length, then the content with its own, each filled up to even.
        let name = (usize::from(name) + 2) & !1;
        let Some((length, content)) = rest.get(name..).and_then(|rest| rest.split_first_chunk::<4>()) else {
            break;
        };
        let length = u32::from_be_bytes(*length) as usize;
        resources = content.get(length.saturating_add(length & 1)..).unwrap_or_default();
    }
    !only_captions
}

fn png(name: [u8; 4], content: &[u8], found: &mut Vec<String>) {
    let Some(end) = content.iter().take(80).position(|byte| *byte == 0) else { return };
    let (key, text) = (&content[..end], &content[end + 1..]);
    let text = match (&name, text) {
        (b"tEXt", text) => text,
        // Not compressed; then a language and a translated key.
        (b"iTXt", [0, _, rest @ ..]) => {
            let mut parts = rest.splitn(3, |byte| *byte == 0);
            match parts.nth(2) {
                Some(text) => text,
                None => return,
            }
        }
        _ => return,
    };
    if key == XMP_IN_PNG {
        xmp_names(text, found);
    } else if key.eq_ignore_ascii_case(b"Software") {
        add(&String::from_utf8_lossy(text.get(..LONGEST * 4).unwrap_or(text)), found);
    }
}

fn webp(bytes: &[u8], found: &mut Vec<String>) {
    let mut rest = bytes.get(12..).unwrap_or_default();
    while let Some((head, content)) = rest.split_first_chunk::<8>() {
        let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
        if head.starts_with(b"XMP ") {
            xmp_names(content.get(..length).unwrap_or(content), found);
        }
        rest = content.get(length.saturating_add(length & 1)..).unwrap_or_default();
    }
}

/// What a block of XMP names; it is searched, not parsed.
fn xmp_names(xmp: &[u8], found: &mut Vec<String>) {
    let text = String::from_utf8_lossy(xmp.get(..LOOKED_AT).unwrap_or(xmp));
    for key in [":CreatorTool", ":softwareAgent"] {
        for (at, _) in text.match_indices(key) {
            if let Some(value) = text.get(at + key.len()..).and_then(value) {
                add(value, found);
            }
        }
    }
    let comment = text.split_once("exif:UserComment").map_or("", |(_, rest)| rest);
    let comment: String = comment.chars().take(200).collect();
    if comment.contains(">Screenshot<") || comment.contains("\"Screenshot\"") {
        add("Screenshot", found);
    }
}

/// The value of an attribute or an element whose name has just ended.
fn value(rest: &str) -> Option<&str> {
    if let Some(attribute) = rest.trim_start().strip_prefix('=') {
        let attribute = attribute.trim_start();
        let quote = attribute.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        return attribute.get(1..)?.split(quote).next();
    }
    rest.strip_prefix('>')?.split('<').next()
}

fn add(name: &str, found: &mut Vec<String>) {
    let name: String = name.trim_matches(['\0', ' ', '\n', '\r', '\t']).chars().take(LONGEST).collect();
    if !name.is_empty() && found.len() < MOST && !found.contains(&name) {
        found.push(name);
    }
}
