//! What a picture's header declares, read without a decoder.

use crate::domain::facts::{Colour, Media, PictureFacts};

/// A header's facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// The facts that are kept.
    pub facts: PictureFacts,
}

/// Reads the header of a picture; `None` where there is none, or it breaks off.
pub fn read(media: Media, bytes: &[u8]) -> Option<Header> {
    let header = match media {
        Media::Jpeg => jpeg(bytes),
        Media::Png => png(bytes),
        Media::Gif => gif(bytes),
        Media::Bmp => bmp(bytes),
        Media::Webp => webp(bytes),
        _ => None,
    }?;
    (header.facts.width > 0 && header.facts.height > 0).then_some(header)
}

/// Walks the segments of a JPEG: marker and content, from the first one to the one that starts a scan.
pub fn segments(bytes: &[u8]) -> impl Iterator<Item = Segment<'_>> {
    let mut at = 2;
    let mut ended = false;
    std::iter::from_fn(move || {
        if ended {
            return None;
        }
        let segment = segment(bytes, at)?;
        ended = segment.marker == SOS;
        at = segment.end;
        Some(segment)
    })
}

/// A JPEG segment.
#[derive(Debug, Clone, Copy)]
pub struct Segment<'a> {
    /// Its marker's second byte.
    pub marker: u8,
    /// What follows its length.
    pub content: &'a [u8],
    /// Where the next one begins.
    pub end: usize,
}

/// The marker that starts a scan.
pub const SOS: u8 = 0xDA;
/// The marker that ends a picture.
pub const EOI: u8 = 0xD9;

/// The segment at `at`; `None` where the bytes break off or no marker stands there.
pub fn segment(bytes: &[u8], at: usize) -> Option<Segment<'_>> {
    let rest = bytes.get(at..)?;
    if rest.first() != Some(&0xFF) {
        return None;
    }
    let fill = rest.iter().take_while(|&&byte| byte == 0xFF).count();
    let marker = *rest.get(fill)?;
    let body = at + fill + 1;
    if matches!(marker, 0x01 | 0xD0..=EOI) {
        return Some(Segment { marker, content: &[], end: body });
    }
    let length = usize::from(be16(bytes, body)?);
    let end = body + length;
    Some(Segment { marker, content: bytes.get(body + 2..end)?, end })
}

fn jpeg(bytes: &[u8]) -> Option<Header> {
    let frame = segments(bytes).find(|segment| is_frame(segment.marker))?;
    let &[depth, _, _, _, _, parts, ..] = frame.content else { return None };
    let colour = match parts {
        1 => Colour::Grey,
        4 => Colour::Cmyk,
        _ => Colour::Colour,
    };
    let (height, width) = (be16(frame.content, 1)?.into(), be16(frame.content, 3)?.into());
    let facts = PictureFacts { width, height, bit_depth: depth, colour };
    Some(Header { facts })
}

/// SOF0 to SOF15, without the three tables that share their range.
pub const fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC)
}

fn png(bytes: &[u8]) -> Option<Header> {
    if bytes.get(12..16)? != b"IHDR" {
        return None;
    }
    let (width, height) = (be32(bytes, 16)?, be32(bytes, 20)?);
    let (&bit_depth, &kind) = (bytes.get(24)?, bytes.get(25)?);
    let colour = match kind {
        0 if bit_depth == 1 => Colour::Bilevel,
        0 | 4 => Colour::Grey,
        3 => palette(bytes),
        2 | 6 => Colour::Colour,
        _ => return None,
    };
    Some(Header { facts: PictureFacts { width, height, bit_depth, colour } })
}

/// The colour type of an indexed PNG, by the colours that its palette holds.
fn palette(bytes: &[u8]) -> Colour {
    let entries = chunks(bytes).find(|chunk| &chunk.name == b"PLTE").map_or(&[][..], |chunk| chunk.content);
    let mut colours = entries.chunks_exact(3);
    if colours.clone().all(|rgb| matches!(rgb, [0, 0, 0] | [255, 255, 255])) && !entries.is_empty() {
        Colour::Bilevel
    } else if colours.all(|rgb| rgb[0] == rgb[1] && rgb[1] == rgb[2]) && !entries.is_empty() {
        Colour::Grey
    } else {
        Colour::Colour
    }
}

/// A chunk of a PNG.
#[derive(Debug, Clone, Copy)]
pub struct Chunk<'a> {
    /// Its name.
    pub name: [u8; 4],
    /// Its content.
    pub content: &'a [u8],
}

/// Walks the chunks of a PNG; ends at the first that breaks off.
pub fn chunks(bytes: &[u8]) -> impl Iterator<Item = Chunk<'_>> {
    let mut at = 8;
    std::iter::from_fn(move || {
        let length = usize::try_from(be32(bytes, at)?).ok()?;
        let name = bytes.get(at + 4..at + 8)?.try_into().ok()?;
        let end = (at + 8).checked_add(length)?;
        let content = bytes.get(at + 8..end)?;
        bytes.get(end..end + 4)?; // its checksum
        at = end + 4;
        Some(Chunk { name, content })
    })
}

fn gif(bytes: &[u8]) -> Option<Header> {
    let bit_depth = (bytes.get(10)? & 7) + 1;
    let (width, height) = (le16(bytes, 6)?.into(), le16(bytes, 8)?.into());
    Some(plain(width, height, bit_depth))
}

fn bmp(bytes: &[u8]) -> Option<Header> {
    let (width, height, bits) = if bytes.get(14) == Some(&12) {
        (le16(bytes, 18)?.into(), le16(bytes, 20)?.into(), le16(bytes, 24)?)
    } else {
        // A negative height means that the rows stand upside down.
        (le32(bytes, 18)?, le32(bytes, 22)?.cast_signed().unsigned_abs(), le16(bytes, 28)?)
    };
    let bit_depth = if bits >= 24 { 8 } else { u8::try_from(bits).ok()? };
    Some(plain(width, height, bit_depth))
}

fn webp(bytes: &[u8]) -> Option<Header> {
    let side = |at: usize| Some(1 + (le32(bytes, at)? & 0x00FF_FFFF));
    match bytes.get(12..16)? {
        b"VP8X" => Some(plain(side(24)?, side(27).or_else(|| last_side(bytes))?, 8)),
        b"VP8L" => {
            let packed = le32(bytes, 21)?;
            Some(plain(1 + (packed & 0x3FFF), 1 + (packed >> 14 & 0x3FFF), 8))
        }
        b"VP8 " => Some(plain(u32::from(le16(bytes, 26)? & 0x3FFF), u32::from(le16(bytes, 28)? & 0x3FFF), 8)),
        _ => None,
    }
}

/// The height of a WebP whose bytes end right after it.
fn last_side(bytes: &[u8]) -> Option<u32> {
    let &[low, middle, high] = bytes.get(27..30)? else { return None };
    Some(1 + u32::from_le_bytes([low, middle, high, 0]))
}

const fn plain(width: u32, height: u32, bit_depth: u8) -> Header {
    Header { facts: PictureFacts { width, height, bit_depth, colour: Colour::Colour } }
}

fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

fn le16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn le32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
