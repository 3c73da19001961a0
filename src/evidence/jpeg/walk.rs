//! The walk through a JPEG: its segments, its scans, and what has come of each component.

use super::frame::Frame;
use super::huffman::Codes;
use super::scan::{self, Halt, ScanHead};
use super::{Ending, MOST_SCANS};
use crate::evidence::Reason;
use crate::evidence::header::{EOI, SOS, is_frame, segment, segments};

/// The place in a block of the coefficients as they are sent, row by row.
pub const ZIGZAG: [u8; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
    14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39,
    46, 53, 60, 61, 54, 47, 55, 62, 63,
];

/// No bit of a coefficient has come.
const NOTHING: u8 = u8::MAX;
/// A coefficient that is not kept.
const NOWHERE: u8 = u8::MAX;

/// ScanTables that hold for the next scan.
#[derive(Debug, Default)]
pub struct ScanTables {
    pub dc: [Option<Codes>; 4],
    pub ac: [Option<Codes>; 4],
    pub quant: [Option<[u16; 64]>; 4],
    /// Units between two restart markers; 0 = there are none.
    pub restart: usize,
}

/// What has come of a component.
#[derive(Debug)]
pub struct Received {
    /// By coefficient: down to which bit it has come.
    pub sent: [u8; 64],
    /// Blocks that were read, over all scans.
    pub came: usize,
    /// The quantisation table that held when its first scan came.
    pub quant: Option<[u16; 64]>,
    /// The lowest frequencies of each block.
    pub low: Vec<i16>,
    /// How many of a block.
    kept: usize,
    /// Where a coefficient is kept.
    place: [u8; 64],
    /// Of a progressive picture, by block: coefficients that are not zero.
    nonzero: Vec<u64>,
}

impl Received {
    fn new(blocks: usize, side: Option<usize>, progressive: bool) -> Self {
        let side = side.unwrap_or(0);
        let place = ZIGZAG.map(|natural| {
            let (row, column) = (usize::from(natural) / 8, usize::from(natural) % 8);
            let inside = row < side && column < side;
            if inside { u8::try_from(row * side + column).unwrap_or(NOWHERE) } else { NOWHERE }
        });
        Self {
            sent: [NOTHING; 64],
            came: 0,
            quant: None,
            low: vec![0; blocks * side * side],
            kept: side * side,
            place,
            nonzero: vec![0; if progressive { blocks } else { 0 }],
        }
    }

    #[inline]
    fn value(&mut self, block: usize, at: usize) -> Option<&mut i16> {
        let place = *self.place.get(at)?;
        if place == NOWHERE { None } else { self.low.get_mut(block * self.kept + usize::from(place)) }
    }

    /// Adds to a coefficient.
    #[inline]
    pub fn add(&mut self, block: usize, at: usize, value: i32) {
        #[allow(clippy::cast_possible_truncation, reason = "held within the bounds of an i16 before")]
        if let Some(kept) = self.value(block, at) {
            *kept = i32::from(*kept).saturating_add(value).clamp(i16::MIN.into(), i16::MAX.into()) as i16;
        }
    }

    /// A coefficient that is not zero moves away from it.
    pub fn grow(&mut self, block: usize, at: usize, bit: u32) {
        let step = 1 << bit;
        if let Some(kept) = self.value(block, at) {
            *kept = if *kept < 0 { kept.saturating_sub(step) } else { kept.saturating_add(step) };
        }
    }

    /// Notes that a coefficient is not zero.
    pub fn mark(&mut self, block: usize, at: usize) {
        if let Some(mask) = self.nonzero.get_mut(block) {
            *mask |= 1 << at;
        }
    }

    /// Whether a coefficient is not zero.
    pub fn is_marked(&self, block: usize, at: usize) -> bool {
        self.nonzero.get(block).is_some_and(|mask| mask >> at & 1 == 1)
    }

    /// Those of a band that are not zero.
    #[inline]
    pub fn marked(&self, block: usize, from: usize, to: usize) -> impl Iterator<Item = usize> + use<> {
        let mut mask = self.nonzero.get(block).copied().unwrap_or(0);
        mask = if from > to { 0 } else { mask & (u64::MAX << from) & (u64::MAX >> (63 - to)) };
        std::iter::from_fn(move || {
            let at = mask.trailing_zeros();
            mask &= mask.wrapping_sub(1);
            (at < 64).then_some(at as usize)
        })
    }
}

/// A walk.
#[derive(Debug)]
pub struct Walk<'a> {
    bytes: &'a [u8],
    /// What the small picture needs.
    pub frame: Option<Frame>,
    pub parts: Vec<Received>,
    /// How Adobe's segment says that colours are coded.
    pub adobe: Option<u8>,
    /// Bytes of coded data that no block used, and all of them.
    pub stray: usize,
    pub data: usize,
    tables: ScanTables,
    scans: usize,
    side: Option<usize>,
}

impl<'a> Walk<'a> {
    /// A walk that keeps the lowest `side` × `side` frequencies of each block, or none.
    pub fn new(bytes: &'a [u8], side: Option<usize>) -> Self {
        let tables = ScanTables::default();
        Self { bytes, frame: None, parts: Vec::new(), adobe: None, stray: 0, data: 0, tables, scans: 0, side }
    }

    /// True where every bit of every coefficient has come.
    pub fn is_complete(&self) -> bool {
        !self.parts.is_empty() && self.parts.iter().all(|part| part.sent == [0; 64])
    }

    /// The frame, without reading a scan.
    ///
    /// # Errors
    /// As [`super::judge`].
    pub fn head(bytes: &[u8]) -> Result<Option<Frame>, Reason> {
        let found = segments(bytes).find(|segment| is_frame(segment.marker));
        found.map(|found| Frame::read(found.marker, found.content)).transpose()
    }

    /// Walks to the end mark, or to where the bytes end between two segments.
    ///
    /// # Errors
    /// As [`super::judge`].
    pub fn run(&mut self) -> Result<Ending, Reason> {
        let mut at = 2;
        loop {
            let Some(next) = segment(self.bytes, at) else {
                // Between two segments there may be something that nobody reads.
                match self.marker_after(at) {
                    Some(marker) => at = marker,
                    None => return Ok(Ending::Open),
                }
                continue;
            };
            match next.marker {
                EOI => return Ok(Ending::Marked),
                SOS => at = self.scan(next.content, next.end)?,
                marker => {
                    self.take(marker, next.content)?;
                    at = next.end;
                }
            }
        }
    }

    /// The next marker where none stands at `at`; none where one does, and its segment breaks off.
    fn marker_after(&self, at: usize) -> Option<usize> {
        let rest = self.bytes.get(at..)?;
        if rest.first() == Some(&0xFF) {
            return None;
        }
        let found = rest.windows(2).position(|pair| pair[0] == 0xFF && !matches!(pair[1], 0 | 0xFF));
        found.map(|found| at + found)
    }

    fn take(&mut self, marker: u8, content: &[u8]) -> Result<(), Reason> {
        let taken = match marker {
            0xC4 => self.tables.take_codes(content),
            0xDB => self.tables.take_quant(content),
            0xDD => {
                let &[high, low, ..] = content else { return Err(Reason::Damaged) };
                self.tables.restart = u16::from_be_bytes([high, low]).into();
                Some(())
            }
            0xEE if content.starts_with(b"Adobe") => {
                self.adobe = content.get(11).copied();
                Some(())
            }
            // A picture in layers of several sizes.
            0xDE => return Err(Reason::NoDecoder),
            marker if is_frame(marker) => return self.begin(Frame::read(marker, content)?),
            _ => Some(()),
        };
        taken.ok_or(Reason::Damaged)
    }

    fn begin(&mut self, frame: Frame) -> Result<(), Reason> {
        if self.frame.is_some() {
            return Err(Reason::Damaged);
        }
        let part = |blocks| Received::new(blocks, self.side, frame.progressive);
        self.parts = frame.parts.iter().map(|given| part(given.blocks)).collect();
        self.frame = Some(frame);
        Ok(())
    }

    /// Reads a scan; returns where the marker after it stands.
    fn scan(&mut self, content: &[u8], from: usize) -> Result<usize, Reason> {
        self.scans += 1;
        if self.scans > MOST_SCANS {
            return Err(Reason::TooLarge(format!("> {MOST_SCANS} scans")));
        }
        let frame = self.frame.as_ref().ok_or(Reason::NoHeader)?;
        for (part, given) in self.parts.iter_mut().zip(&frame.parts) {
            part.quant = part.quant.or(self.tables.quant.get(given.table).copied().flatten());
        }
        let read = ScanHead::read(content, frame).and_then(|head| {
            let ended = scan::read((self.bytes, from), &head, frame, &self.tables, &mut self.parts)?;
            head.note(&mut self.parts);
            Ok(ended)
        });
        match read {
            Ok((end, unused)) => {
                self.stray += unused;
                self.data += end - from;
                Ok(end)
            }
            Err(Halt::Short) => Err(Reason::CutOff),
            Err(Halt::Damaged) if self.has_end(from) => Err(Reason::Damaged),
            // What was put where the rest of a picture was.
            Err(Halt::Damaged) => Err(Reason::CutOff),
        }
    }

    fn has_end(&self, from: usize) -> bool {
        self.bytes.get(from..).unwrap_or_default().windows(2).any(|pair| pair == [0xFF, EOI])
    }
}

impl ScanTables {
    fn take_codes(&mut self, mut content: &[u8]) -> Option<()> {
        while let Some((&kind, rest)) = content.split_first() {
            let (counts, rest) = rest.split_first_chunk::<16>()?;
            let many = counts.iter().map(|count| usize::from(*count)).sum();
            let (symbols, rest) = rest.split_at_checked(many)?;
            let tables = if kind >> 4 == 0 { &mut self.dc } else { &mut self.ac };
            *tables.get_mut(usize::from(kind & 15))? = Some(Codes::new(counts, symbols)?);
            content = rest;
        }
        Some(())
    }

    fn take_quant(&mut self, mut content: &[u8]) -> Option<()> {
        while let Some((&kind, rest)) = content.split_first() {
            let wide = if kind >> 4 == 0 { 1 } else { 2 };
            let (values, rest) = rest.split_at_checked(64 * wide)?;
            let mut table = [0; 64];
            for (to, value) in table.iter_mut().zip(values.chunks_exact(wide)) {
                *to = value.iter().fold(0, |sum, byte| sum << 8 | u16::from(*byte));
            }
            *self.quant.get_mut(usize::from(kind & 15))? = Some(table);
            content = rest;
        }
        Some(())
    }
}
