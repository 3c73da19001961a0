//! One scan of a JPEG: its blocks, as they are coded.

use super::bits::{Bits, Dry};
use super::frame::Frame;
use super::huffman::Codes;
use super::walk::{Received, ScanTables};

/// Why a scan does not go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Halt {
    /// Something is missing here.
    Short,
    /// What is here contradicts itself.
    Damaged,
}

impl From<Dry> for Halt {
    fn from(_: Dry) -> Self {
        Self::Short
    }
}

/// What a scan sends of each block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ScanPass {
    /// Everything.
    Whole,
    /// The mean, to this bit.
    Mean(u32),
    /// The next bit of the mean.
    MeanBit(u32),
    /// Frequencies from one to another, to this bit.
    Band(usize, usize, u32),
    /// The next bit of these.
    BandBit(usize, usize, u32),
}

/// What the head of a scan says.
#[derive(Debug)]
pub struct ScanHead {
    pass: ScanPass,
    /// Component, and the tables for its mean and its other frequencies.
    parts: Vec<(usize, usize, usize)>,
}

impl ScanHead {
    /// Reads the head of a scan.
    pub fn read(content: &[u8], frame: &Frame) -> Result<Self, Halt> {
        let (&count, rest) = content.split_first().ok_or(Halt::Damaged)?;
        let (named, rest) = rest.split_at_checked(2 * usize::from(count)).ok_or(Halt::Damaged)?;
        let mut parts = Vec::new();
        for pair in named.chunks_exact(2) {
            let part = frame.parts.iter().position(|part| part.id == pair[0]).ok_or(Halt::Damaged)?;
            parts.push((part, usize::from(pair[1] >> 4), usize::from(pair[1] & 15)));
        }
        let &[from, to, bits, ..] = rest else { return Err(Halt::Damaged) };
        let (from, to, before, bit) = (usize::from(from), usize::from(to), bits >> 4, u32::from(bits & 15));
        let pass = match (frame.progressive, from, before) {
            // Some encoders write anything here, since only one thing is possible.
            (false, ..) => ScanPass::Whole,
            (true, 0, _) if to != 0 => return Err(Halt::Damaged),
            (true, 0, 0) => ScanPass::Mean(bit),
            (true, 0, _) => ScanPass::MeanBit(bit),
            _ if to < from || to > 63 || parts.len() != 1 => return Err(Halt::Damaged),
            (true, _, 0) => ScanPass::Band(from, to, bit),
            (true, ..) => ScanPass::BandBit(from, to, bit),
        };
        if parts.is_empty() || parts.len() > 4 || bit > 13 {
            return Err(Halt::Damaged);
        }
        Ok(Self { pass, parts })
    }

    /// Notes what the scan has sent, once all of it is there.
    pub fn note(&self, parts: &mut [Received]) {
        let (from, to, bit) = match self.pass {
            ScanPass::Whole => (0, 63, 0),
            ScanPass::Mean(bit) | ScanPass::MeanBit(bit) => (0, 0, bit),
            ScanPass::Band(from, to, bit) | ScanPass::BandBit(from, to, bit) => (from, to, bit),
        };
        for (part, ..) in &self.parts {
            if let Some(sent) = parts.get_mut(*part).and_then(|part| part.sent.get_mut(from..=to)) {
                sent.fill(u8::try_from(bit).unwrap_or(u8::MAX));
            }
        }
    }
}

/// Reads the blocks of a scan; returns where the marker after it stands, and how many bytes no block used.
pub fn read(
    (bytes, from): (&[u8], usize),
    head: &ScanHead,
    frame: &Frame,
    tables: &ScanTables,
    parts: &mut [Received],
) -> Result<(usize, usize), Halt> {
    let mut coder = Coder { bytes, bits: Bits::new(bytes, from), means: [0; 4], run: 0 };
    let mut stray = 0;
    let alone = match head.parts.as_slice() {
        [(only, ..)] => frame.parts.get(*only),
        _ => None,
    };
    let units = alone.map_or(frame.across * frame.down, |part| part.wide * part.high);
    for unit in 0..units {
        if tables.restart > 0 && unit > 0 && unit % tables.restart == 0 {
            stray += coder.restart((unit / tables.restart - 1) % 8)?;
        }
        for (nth, (part, dc, ac)) in head.parts.iter().enumerate() {
            let (Some(given), Some(part)) = (frame.parts.get(*part), parts.get_mut(*part)) else { continue };
            let tables =
                (tables.dc.get(*dc).and_then(Option::as_ref), tables.ac.get(*ac).and_then(Option::as_ref));
            if alone.is_some() {
                let block = unit / given.wide * given.stride + unit % given.wide;
                coder.block(head.pass, (nth, tables), part, block).map_err(|stop| coder.told(stop))?;
                continue;
            }
            let first = unit / frame.across * given.v * given.stride + unit % frame.across * given.h;
            for row in 0..given.v {
                for column in 0..given.h {
                    let block = first + row * given.stride + column;
                    coder.block(head.pass, (nth, tables), part, block).map_err(|stop| coder.told(stop))?;
                }
            }
        }
    }
    let (end, unused) = coder.bits.skip_to_marker();
    Ok((end, stray + unused))
}

/// So many zeros in a row are no data that is damaged elsewhere.
const MOST_ZEROS: usize = 16;

/// The state of reading.
struct Coder<'a> {
    bytes: &'a [u8],
    bits: Bits<'a>,
    /// The mean of the block before, by the component's place in the scan.
    means: [i32; 4],
    /// Blocks in which nothing new comes.
    run: u32,
}

type Place<'t> = (usize, (Option<&'t Codes>, Option<&'t Codes>));

impl Coder<'_> {
    /// Goes over a restart marker. Another one, or none, means that rows are missing.
    fn restart(&mut self, expected: usize) -> Result<usize, Halt> {
        let (at, unused) = self.bits.skip_to_marker();
        let marker = self.bytes.get(at + 1).copied().ok_or(Halt::Short)?;
        if usize::from(marker) != 0xD0 + expected {
            return Err(Halt::Short);
        }
        self.bits = Bits::new(self.bytes, at + 2);
        (self.means, self.run) = ([0; 4], 0);
        Ok(unused)
    }

    /// Data that contradicts itself among zeros alone was filled up: something is missing there.
    fn told(&self, stop: Halt) -> Halt {
        let (before, after) = self.bytes.split_at_checked(self.bits.position() / 8).unwrap_or_default();
        let zero = |byte: &&u8| **byte == 0;
        let zeros = before.iter().rev().take_while(zero).count() + after.iter().take_while(zero).count();
        if zeros >= MOST_ZEROS { Halt::Short } else { stop }
    }

    #[inline]
    fn block(
        &mut self,
        pass: ScanPass,
        (nth, tables): Place,
        part: &mut Received,
        block: usize,
    ) -> Result<(), Halt> {
        part.came += 1;
        match pass {
            ScanPass::Whole => {
                let from = self.bits.position();
                self.mean(nth, tables.0, part, block, 0)?;
                let table = tables.1.ok_or(Halt::Damaged)?;
                self.all_but_the_mean(table, part, block, from)
            }
            ScanPass::Mean(bit) => self.mean(nth, tables.0, part, block, bit),
            ScanPass::MeanBit(bit) => {
                if self.bits.bit()? {
                    part.add(block, 0, 1 << bit);
                }
                Ok(())
            }
            ScanPass::Band(..) if self.run > 0 => {
                self.run -= 1;
                Ok(())
            }
            ScanPass::Band(from, to, bit) => {
                self.band(tables.1.ok_or(Halt::Damaged)?, part, block, (from, to, bit))
            }
            ScanPass::BandBit(from, to, bit) => {
                self.band_bit(tables.1.ok_or(Halt::Damaged)?, part, block, (from, to, bit))
            }
        }
    }

    #[inline]
    fn mean(
        &mut self,
        nth: usize,
        table: Option<&Codes>,
        part: &mut Received,
        block: usize,
        bit: u32,
    ) -> Result<(), Halt> {
        let size = table.ok_or(Halt::Damaged)?.next(&mut self.bits)?;
        if size > 15 {
            return Err(Halt::Damaged);
        }
        let change = self.bits.signed(size.into())?;
        let mean = self.means.get_mut(nth).ok_or(Halt::Damaged)?;
        *mean = mean.wrapping_add(change);
        part.add(block, 0, mean.wrapping_shl(bit));
        Ok(())
    }

    #[inline]
    fn all_but_the_mean(
        &mut self,
        table: &Codes,
        part: &mut Received,
        block: usize,
        from: usize,
    ) -> Result<(), Halt> {
        let (mut at, mut flat) = (1, true);
        while at < 64 {
            let symbol = table.next(&mut self.bits)?;
            let (zeros, size) = (usize::from(symbol >> 4), u32::from(symbol & 15));
            if size == 0 {
                if zeros < 15 {
                    break;
                }
                at += 16;
                continue;
            }
            at += zeros;
            if at > 63 {
                return Err(Halt::Damaged);
            }
            let value = self.bits.signed(size)?;
            part.add(block, at, value);
            flat = false;
            at += 1;
        }
        self.not_of_zeros(flat, from)
    }

    /// A block that shows something has a bit that is set: where it has none, somebody filled the file with zeros.
    #[inline]
    fn not_of_zeros(&self, flat: bool, from: usize) -> Result<(), Halt> {
        let (from, to) = (from / 8, self.bits.position().div_ceil(8));
        let data = self.bytes.get(from..to).unwrap_or_default();
        let zeros = !flat && data.len() > 3 && data.iter().all(|byte| *byte == 0);
        if zeros { Err(Halt::Short) } else { Ok(()) }
    }

    fn band(
        &mut self,
        table: &Codes,
        part: &mut Received,
        block: usize,
        (from, to, bit): (usize, usize, u32),
    ) -> Result<(), Halt> {
        let (mut at, mut flat, begin) = (from, true, self.bits.position());
        while at <= to {
            let symbol = table.next(&mut self.bits)?;
            let (zeros, size) = (u32::from(symbol >> 4), u32::from(symbol & 15));
            if size == 0 && zeros < 15 {
                self.run = self.long_run(zeros)? - 1;
                break;
            }
            at += zeros as usize;
            if size > 0 {
                if at > 63 {
                    return Err(Halt::Damaged);
                }
                let value = self.bits.signed(size)?;
                part.add(block, at, value.wrapping_shl(bit));
                part.mark(block, at);
                flat = false;
            }
            at += 1;
        }
        self.not_of_zeros(flat, begin)
    }

    /// For how many blocks, this one included, nothing more comes.
    fn long_run(&mut self, bits: u32) -> Result<u32, Halt> {
        Ok((1 << bits) + self.bits.number(bits)?.unsigned_abs())
    }

    fn band_bit(
        &mut self,
        table: &Codes,
        part: &mut Received,
        block: usize,
        (from, to, bit): (usize, usize, u32),
    ) -> Result<(), Halt> {
        let mut at = from;
        while self.run == 0 && at <= to {
            let symbol = table.next(&mut self.bits)?;
            let (mut zeros, size) = (u32::from(symbol >> 4), symbol & 15);
            let mut new = None;
            if size == 0 && zeros < 15 {
                self.run = self.long_run(zeros)?;
                break;
            } else if size == 1 {
                new = Some(if self.bits.bit()? { 1 } else { -1 });
            } else if size > 1 {
                return Err(Halt::Damaged);
            }
            // Goes over as many as are still zero, and brings the others their bit.
            while at <= to {
                if part.is_marked(block, at) {
                    self.one_more_bit(part, block, at, bit)?;
                } else if zeros == 0 {
                    break;
                } else {
                    zeros -= 1;
                }
                at += 1;
            }
            if let Some(sign) = new {
                if at > to {
                    return Err(Halt::Damaged);
                }
                part.add(block, at, sign << bit);
                part.mark(block, at);
            }
            at += 1;
        }
        if self.run > 0 {
            for at in part.marked(block, at, to) {
                self.one_more_bit(part, block, at, bit)?;
            }
            self.run -= 1;
        }
        Ok(())
    }

    fn one_more_bit(&mut self, part: &mut Received, block: usize, at: usize, bit: u32) -> Result<(), Halt> {
        if self.bits.bit()? {
            part.grow(block, at, bit);
        }
        Ok(())
    }
}
