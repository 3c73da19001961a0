//! What is asked of the child and what it answers, as bytes: a head of fixed size, then so many bytes.

use crate::domain::facts::FileFacts;
use crate::evidence::Reason;
use image::RgbImage;
use serde::{Deserialize, Serialize};
use std::io::{self, ErrorKind, Read, Write};

/// The most bytes of a picture. A package allows less.
const MOST_ASKED: u64 = 256 << 20;
/// The most bytes of facts, and of a reason.
const MOST_SAID: u64 = 64 << 10;
/// The longest side of a preview.
const MOST_SIDE: u32 = 8192;
/// The most pixels of a preview.
pub const MOST_PIXELS: u64 = 16_000_000;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Facts, with what is left of the budget.
    Facts { left: u64 },
    /// A preview.
    Preview { max_w: u32, max_h: u32, orientation: Option<u16> },
}

impl Question {
    /// The same, with sides that an answer may have.
    fn bounded(self) -> Self {
        match self {
            Self::Facts { .. } => self,
            Self::Preview { max_w, max_h, orientation } => {
                let max_w = max_w.min(MOST_SIDE);
                let most = u32::try_from(MOST_PIXELS / u64::from(max_w.max(1))).unwrap_or(MOST_SIDE);
                Self::Preview { max_w, max_h: max_h.min(MOST_SIDE).min(most), orientation }
            }
        }
    }

    /// Writes a question.
    pub fn write(self, bytes: &[u8], to: &mut impl Write) -> io::Result<()> {
        let (kind, a, b) = match self.bounded() {
            Self::Facts { left } => (b'F', left, 0),
            Self::Preview { max_w, max_h, orientation } => {
                (b'P', u64::from(max_w) << 32 | u64::from(max_h), orientation.unwrap_or(0))
            }
        };
        to.write_all(&[kind])?;
        to.write_all(&a.to_le_bytes())?;
        to.write_all(&b.to_le_bytes())?;
        to.write_all(&(bytes.len() as u64).to_le_bytes())?;
        to.write_all(bytes)?;
        to.flush()
    }

    /// Reads a question; none where nobody asks any more.
    pub fn read(from: &mut impl Read) -> io::Result<Option<(Self, Vec<u8>)>> {
        let mut kind = [0];
        if from.read(&mut kind)? == 0 {
            return Ok(None);
        }
        let a = u64::from_le_bytes(array(from)?);
        let b = u16::from_le_bytes(array(from)?);
        let bytes = counted(from, MOST_ASKED)?;
        let ask = match kind[0] {
            b'F' => Self::Facts { left: a },
            b'P' => {
                let [max_w, max_h] =
                    [a >> 32, a & u64::from(u32::MAX)].map(|side| u32::try_from(side).unwrap_or(1));
                Self::Preview { max_w, max_h, orientation: Some(b).filter(|turn| *turn > 0) }
            }
            _ => return Err(wrong()),
        };
        Ok(Some((ask.bounded(), bytes)))
    }
}

/// What is answered.
#[derive(Debug)]
pub enum Reply {
    /// The child is there.
    Ready,
    /// Facts, with what is left of the budget now.
    Facts { facts: Box<FileFacts>, left: u64 },
    /// A preview.
    Picture(RgbImage),
    /// Nothing, and why.
    None(Reason),
}

#[derive(Serialize, Deserialize)]
struct FactsReply {
    facts: Box<FileFacts>,
    left: u64,
}

impl Reply {
    /// Writes an answer.
    pub fn write(self, to: &mut impl Write) -> io::Result<()> {
        let (kind, head, body) = match self {
            Self::Ready => (b'R', 0, Vec::new()),
            Self::Facts { facts, left } => (b'F', 0, serde_json::to_vec(&FactsReply { facts, left })?),
            Self::Picture(picture) => {
                (b'P', u64::from(picture.width()) << 32 | u64::from(picture.height()), picture.into_raw())
            }
            Self::None(why) => (b'N', 0, serde_json::to_vec(&why)?),
        };
        to.write_all(&[kind])?;
        to.write_all(&u64::to_le_bytes(head))?;
        to.write_all(&(body.len() as u64).to_le_bytes())?;
        to.write_all(&body)?;
        to.flush()
    }

    /// Reads the answer to a question; one that doesn't fit it, or is too long, is a fault.
    pub fn read(to: Option<Question>, from: &mut impl Read) -> io::Result<Self> {
        let [kind] = array(from)?;
        let head = u64::from_le_bytes(array(from)?);
        match (kind, to.map(Question::bounded)) {
            (b'R', None) => counted(from, 0).map(|_| Self::Ready),
            (b'F', Some(Question::Facts { .. })) => {
                let FactsReply { facts, left } = serde_json::from_slice(&counted(from, MOST_SAID)?)?;
                Ok(Self::Facts { facts, left })
            }
            (b'P', Some(Question::Preview { max_w, max_h, .. })) => {
                let [w, h] =
                    [head >> 32, head & u64::from(u32::MAX)].map(|side| u32::try_from(side).unwrap_or(0));
                let fits = w <= max_w.max(1) && h <= max_h.max(1);
                let bytes = counted(from, if fits { MOST_PIXELS * 3 } else { 0 })?;
                RgbImage::from_raw(w, h, bytes).map(Self::Picture).ok_or_else(wrong)
            }
            (b'N', Some(_)) => Ok(Self::None(serde_json::from_slice(&counted(from, MOST_SAID)?)?)),
            _ => Err(wrong()),
        }
    }
}

fn wrong() -> io::Error {
    ErrorKind::InvalidData.into()
}

fn array<const N: usize>(from: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    from.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// A length and so many bytes; they are taken as they come, so that a length alone takes no memory.
fn counted(from: &mut impl Read, most: u64) -> io::Result<Vec<u8>> {
    let length = u64::from_le_bytes(array(from)?);
    if length > most {
        return Err(wrong());
    }
    let mut bytes = Vec::new();
    from.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(ErrorKind::UnexpectedEof.into()) }
}
