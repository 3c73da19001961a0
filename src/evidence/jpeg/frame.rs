//! The frame of a JPEG: its size, its components, and how many blocks they have.

use crate::evidence::Reason;
use crate::evidence::header::{is_frame, segments};

/// Least bits of a block: a code for its first value, and one that says there is nothing else. A progressive
/// picture says the second for thousands of blocks at once.
const BITS_A_BLOCK: u64 = 2;
const BITS_A_PROGRESSIVE_BLOCK: u64 = 1;

/// A frame.
#[derive(Debug, Clone)]
pub struct Frame {
    /// Sent in several rounds.
    pub progressive: bool,
    pub width: usize,
    pub height: usize,
    /// Units of all components together, across and down.
    pub across: usize,
    pub down: usize,
    /// The largest sampling.
    pub h: usize,
    pub v: usize,
    pub parts: Vec<Component>,
}

/// A component.
#[derive(Debug, Clone)]
pub struct Component {
    pub id: u8,
    /// Sampling: blocks of a unit, across and down.
    pub h: usize,
    pub v: usize,
    /// Its quantisation table.
    pub table: usize,
    /// Blocks that its own scan has, across and down.
    pub wide: usize,
    pub high: usize,
    /// Blocks of a row when whole units are counted: how they are stored.
    pub stride: usize,
    /// All blocks that are stored.
    pub blocks: usize,
}

impl Frame {
    /// Reads the frame of this marker.
    ///
    /// # Errors
    /// [`Reason::NoDecoder`] for what is not Huffman-coded with 8 bits, [`Reason::NoHeader`] for what can't be.
    pub fn read(marker: u8, content: &[u8]) -> Result<Self, Reason> {
        let &[depth, h1, h0, w1, w0, count, ref rest @ ..] = content else { return Err(Reason::NoHeader) };
        let [height, width] = [[h1, h0], [w1, w0]].map(|side| usize::from(u16::from_be_bytes(side)));
        if !matches!(marker, 0xC0..=0xC2) || depth != 8 || !(1..=4).contains(&count) {
            return Err(Reason::NoDecoder);
        }
        let rest = rest.get(..3 * usize::from(count)).ok_or(Reason::NoHeader)?;
        let sampled = |three: &[u8]| (usize::from(three[1] >> 4), usize::from(three[1] & 15));
        let each = || rest.chunks_exact(3);
        if width == 0
            || height == 0
            || !each().map(sampled).all(|(h, v)| (1..=4).contains(&h) && (1..=4).contains(&v))
        {
            return Err(Reason::NoHeader);
        }
        let h = each().map(|three| sampled(three).0).max().unwrap_or(1);
        let v = each().map(|three| sampled(three).1).max().unwrap_or(1);
        let (across, down) = (width.div_ceil(8 * h), height.div_ceil(8 * v));
        let parts = each().map(|three| {
            let (own_h, own_v) = sampled(three);
            let (wide, high) =
                ((width * own_h).div_ceil(h).div_ceil(8), (height * own_v).div_ceil(v).div_ceil(8));
            let (stride, blocks) = (across * own_h, across * own_h * down * own_v);
            Component { id: three[0], h: own_h, v: own_v, table: three[2].into(), wide, high, stride, blocks }
        });
        let parts = parts.collect();
        Ok(Self { progressive: marker == 0xC2, width, height, across, down, h, v, parts })
    }

    /// Blocks that are stored, of all components.
    pub fn blocks(&self) -> usize {
        self.parts.iter().map(|part| part.blocks).sum()
    }

    /// The fewest bytes that can hold the blocks.
    fn least_bytes(&self) -> u64 {
        let sent: usize = self.parts.iter().map(|part| part.wide * part.high).sum();
        let bits = if self.progressive { BITS_A_PROGRESSIVE_BLOCK } else { BITS_A_BLOCK };
        sent as u64 * bits / 8
    }
}

/// The fewest bytes that a picture of what this one declares can have; 0 where it is of a kind that is not read.
pub fn least_bytes(bytes: &[u8]) -> u64 {
    let frame = segments(bytes).find(|segment| is_frame(segment.marker));
    frame
        .and_then(|frame| Frame::read(frame.marker, frame.content).ok())
        .map_or(0, |frame| frame.least_bytes())
}
