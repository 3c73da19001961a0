//! The bits of entropy-coded data, up to the next marker.

/// Why there are no more bits: a marker stands there, or the bytes end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dry;

/// Reads bits, most significant first; a stuffed zero after `FF` is no data.
#[derive(Debug)]
pub struct Bits<'a> {
    bytes: &'a [u8],
    /// Where the next byte is taken.
    at: usize,
    /// Bits that were taken and not yet used, from the top.
    held: u64,
    count: u32,
}

impl<'a> Bits<'a> {
    /// Bits that begin at `at`.
    pub fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at, held: 0, count: 0 }
    }

    /// Holds at least 32 bits, or all that are left before the marker.
    #[inline]
    pub fn fill(&mut self) {
        if self.count >= 32 {
            return;
        }
        if let Some(eight) = self.bytes.get(self.at..self.at + 8).and_then(|eight| eight.first_chunk::<8>()) {
            let word = u64::from_be_bytes(*eight);
            if !has_ff(word) {
                // Whole bytes only, as many as there is room for.
                let taken = (64 - self.count) & !7;
                let word = if taken == 64 { word } else { word >> (64 - taken) << (64 - taken) };
                self.held |= word >> self.count;
                self.at += (taken / 8) as usize;
                self.count += taken;
                return;
            }
        }
        self.fill_slowly();
    }

    fn fill_slowly(&mut self) {
        while self.count <= 56 {
            let Some(&byte) = self.bytes.get(self.at) else { return };
            if byte == 0xFF {
                if self.bytes.get(self.at + 1) != Some(&0) {
                    return;
                }
                self.at += 1;
            }
            self.at += 1;
            self.held |= u64::from(byte) << (56 - self.count);
            self.count += 8;
        }
    }

    /// The next so many bits (1 to 16), zeros where there are no more.
    #[inline]
    pub fn peek(&self, bits: u32) -> usize {
        (self.held >> (64 - bits)) as usize
    }

    /// Bits that are held.
    #[inline]
    pub fn held(&self) -> u32 {
        self.count
    }

    /// Uses so many bits.
    #[inline]
    pub fn skip(&mut self, bits: u32) -> Result<(), Dry> {
        if bits > self.count {
            return Err(Dry);
        }
        self.held <<= bits;
        self.count -= bits;
        Ok(())
    }

    /// The next bit.
    #[inline]
    pub fn bit(&mut self) -> Result<bool, Dry> {
        if self.count == 0 {
            self.fill();
        }
        let set = self.held >> 63 == 1;
        self.skip(1)?;
        Ok(set)
    }

    /// The next so many bits (0 to 15) as a number.
    #[inline]
    pub fn number(&mut self, bits: u32) -> Result<i32, Dry> {
        if bits == 0 {
            return Ok(0);
        }
        self.fill();
        let value = self.peek(bits);
        self.skip(bits)?;
        Ok(i32::try_from(value).unwrap_or(0))
    }

    /// A signed value of so many bits, as the standard writes it: what begins with 0 is negative.
    #[inline]
    pub fn signed(&mut self, bits: u32) -> Result<i32, Dry> {
        let value = self.number(bits)?;
        let half = if bits == 0 { 0 } else { 1 << (bits - 1) };
        Ok(if value < half { value - (1 << bits) + 1 } else { value })
    }

    /// Where the bit stands that is next, in bits from the first byte; off by what was stuffed ahead of it.
    #[inline]
    pub fn position(&self) -> usize {
        self.at * 8 - self.count as usize
    }

    /// Goes to the next marker. Returns where it stands, or where the bytes end, and how many whole bytes nobody
    /// used.
    pub fn skip_to_marker(&mut self) -> (usize, usize) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let marker = |pair: &[u8]| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xFF);
        let to = rest.windows(2).position(marker).map_or(self.bytes.len(), |found| self.at + found);
        let unused = self.count as usize / 8 + (to - self.at);
        (self.held, self.count, self.at) = (0, 0, to);
        (to, unused)
    }
}

/// True where one of the eight bytes is `FF`.
#[inline]
const fn has_ff(word: u64) -> bool {
    let inverse = !word;
    inverse.wrapping_sub(0x0101_0101_0101_0101) & word & 0x8080_8080_8080_8080 != 0
}
