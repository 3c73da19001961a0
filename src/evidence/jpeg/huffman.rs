//! Huffman tables of a JPEG.

use super::bits::{Bits, Dry};
use super::scan::Halt;

/// Codes of up to this many bits are looked up at once.
const FAST: u32 = 9;

/// A table, made for reading.
#[derive(Debug, Clone)]
pub struct Codes {
    /// By the next [`FAST`] bits: length of the code and symbol; a length of 0 is a longer code.
    fast: Vec<(u8, u8)>,
    /// By length: one more than the largest code, and what leads from a code to its symbol.
    ends: [i32; 17],
    offsets: [i32; 17],
    symbols: Vec<u8>,
}

impl Codes {
    /// A table from how many codes there are of each length, and their symbols; `None` where the codes are more
    /// than fit.
    pub fn new(counts: &[u8; 16], symbols: &[u8]) -> Option<Self> {
        let mut fast = vec![(0, 0); 1 << FAST];
        let (mut ends, mut offsets) = ([0; 17], [0; 17]);
        let (mut code, mut at) = (0_i32, 0_usize);
        for (length, &count) in (1_u32..).zip(counts) {
            let (row, many) = (length as usize, i32::from(count));
            offsets[row] = i32::try_from(at).ok()? - code;
            for _ in 0..count {
                let symbol = *symbols.get(at)?;
                if length <= FAST {
                    let span = 1_usize << (FAST - length);
                    let from = usize::try_from(code).ok()? * span;
                    fast.get_mut(from..from + span)?.fill((u8::try_from(length).ok()?, symbol));
                }
                code += 1;
                at += 1;
            }
            if code > 1 << length {
                return None;
            }
            ends[row] = if many == 0 { 0 } else { code };
            code <<= 1;
        }
        Some(Self { fast, ends, offsets, symbols: symbols.get(..at)?.to_vec() })
    }

    /// The next symbol.
    #[inline]
    pub fn next(&self, bits: &mut Bits) -> Result<u8, Halt> {
        bits.fill();
        if let Some(&(length, symbol)) = self.fast.get(bits.peek(FAST))
            && length > 0
        {
            bits.skip(length.into())?;
            return Ok(symbol);
        }
        self.long(bits)
    }

    fn long(&self, bits: &mut Bits) -> Result<u8, Halt> {
        for length in FAST + 1..=16 {
            let code = i32::try_from(bits.peek(length)).unwrap_or(i32::MAX);
            let row = length as usize;
            if code < self.ends[row] {
                bits.skip(length)?;
                let at = usize::try_from(code + self.offsets[row]).map_err(|_| Halt::Damaged)?;
                return self.symbols.get(at).copied().ok_or(Halt::Damaged);
            }
        }
        // Where the data ends, what fills its last byte is no code.
        Err(if bits.held() < 16 { Dry.into() } else { Halt::Damaged })
    }
}
