//! Random streams of what real terminals send.

use super::{Decoder, Received};
use std::time::Duration;

/// A small generator of its own, the same on every machine.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below.
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }

    fn of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }

    fn micros(&mut self, from: usize, to: usize) -> Duration {
        Duration::from_micros((from + self.below(to - from)) as u64)
    }
}

/// What terminals answer to questions: device attributes, the cursor's place, colours, pictures, names, modes, focus.
pub(super) const ANSWERS: &[&[u8]] = &[
    b"\x1b[?62;1;2;4;6;9;15;22c",
    b"\x1b[?1;2c",
    b"\x1b[>41;354;0c",
    b"\x1b[>85;95;0c",
    b"\x1b[0n",
    b"\x1b[24;80R",
    b"\x1b[1;1R",
    b"\x1b[?24;80;1R",
    b"\x1b[6;20;10t",
    b"\x1b[4;900;1440t",
    b"\x1b[?1;0;256S",
    b"\x1b[?2026;2$y",
    b"\x1b[4;1$y",
    b"\x1b[?1u",
    b"\x1b[I",
    b"\x1b[O",
    b"\x1b[?997;1n",
    b"\x1b]11;rgb:ffff/ffff/ffff\x07",
    b"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\",
    b"\x1b]10;rgb:0000/0000/0000\x1b\\",
    b"\x1b]4;1;rgb:cdcd/0000/0000\x07",
    b"\x1b]52;c;QVJTT1lY\x1b\\",
    b"\x1b]lARSOY\x1b\\",
    b"\x1bP>|XTerm(379)\x1b\\",
    b"\x1bP>|tmux 3.3a\x1b\\",
    b"\x1bP1$r0;1mARS\x1b\\",
    b"\x1bP1+r524742=38\x1b\\",
    b"\x1bP!|00000000\x1b\\",
    b"\x1b_Gi=31;OK\x1b\\",
    b"\x1b_Gi=31;ENOENT:ARSOYFG\x1b\\",
];

/// Ends of keys of the cursor and the numbers of others, with which modifiers are told.
const ENDS: &[u8] = b"ABCDEFHPQS";
const NUMBERS: &[&str] = &["1", "2", "3", "4", "5", "6", "7", "8", "11", "15", "17", "23", "24", "29", "34"];
/// What decides somewhere at the desk, and what else is typed.
const LETTERS: &[u8] = b"ARSOYFTGNXULWCEMPVZ123456789pfnbytaec[]Oj /?";

/// Bytes that come together, and the key that is typed by them alone.
#[derive(Debug)]
pub(super) struct Chunk {
    pub(super) bytes: Vec<u8>,
    pub(super) typed: Option<char>,
}

/// Chunks with the time at which each is read.
#[derive(Debug)]
pub(super) struct Stream {
    pub(super) chunks: Vec<(Duration, Chunk)>,
}

/// Lets every deadline before a moment pass.
pub(super) fn idle(decoder: &mut Decoder, until: Duration) -> Vec<Received> {
    let mut received = Vec::new();
    while let Some(due) = decoder.deadline().filter(|due| *due + Duration::from_millis(1) < until) {
        received.extend(decoder.expire(due + Duration::from_millis(1)));
    }
    received
}

/// One stream.
pub(super) fn stream(random: &mut Random) -> Stream {
    let (mut chunks, mut at) = (Vec::new(), Duration::from_millis(100));
    for _ in 0..2 + random.below(6) {
        match random.below(10) {
            0..=2 => typed(random, &mut at, &mut chunks),
            3 => pasted_plainly(random, &mut at, &mut chunks),
            4 => with_alt(random, &mut at, &mut chunks),
            kind => {
                let bytes = sequence(random, kind);
                cut(random, &mut at, &mut chunks, &bytes);
            }
        }
    }
    Stream { chunks }
}

/// A key by itself, as people press keys.
fn typed(random: &mut Random, at: &mut Duration, chunks: &mut Vec<(Duration, Chunk)>) {
    *at += random.micros(60_000, 900_000);
    let letter = char::from(LETTERS[random.below(LETTERS.len())]);
    let bytes = match (random.below(8), letter.is_ascii_uppercase()) {
        (0, true) => format!("\x1b[27;2;{}~", u32::from(letter)).into_bytes(),
        (1, true) => format!("\x1b[{};2u", u32::from(letter.to_ascii_lowercase())).into_bytes(),
        _ => vec![letter as u8],
    };
    chunks.push((*at, Chunk { bytes, typed: Some(letter) }));
    *at += random.micros(30_000, 60_000);
}

/// A text that is pasted into a terminal without bracketed paste: in pieces that come close together.
fn pasted_plainly(random: &mut Random, at: &mut Duration, chunks: &mut Vec<(Duration, Chunk)>) {
    *at += random.micros(60_000, 400_000);
    let text: Vec<u8> = (0..4 + random.below(12)).map(|_| LETTERS[random.below(LETTERS.len())]).collect();
    let mut rest = text.as_slice();
    while !rest.is_empty() {
        // Three at once are a text; then any piece may come by itself.
        let least = if rest.len() == text.len() { 3 } else { 1 };
        let take = least + random.below(rest.len() + 1 - least);
        let (bytes, after) = rest.split_at(take);
        chunks.push((*at, Chunk { bytes: bytes.to_vec(), typed: None }));
        rest = after;
        *at += random.micros(100, 20_000);
    }
    if random.below(2) == 0 {
        // Its last letter comes by itself.
        let bytes = vec![LETTERS[random.below(LETTERS.len())]];
        chunks.push((*at, Chunk { bytes, typed: None }));
    }
}

/// Alt and a letter; its Esc comes at most as much earlier as an Esc waits.
fn with_alt(random: &mut Random, at: &mut Duration, chunks: &mut Vec<(Duration, Chunk)>) {
    *at += random.micros(60_000, 400_000);
    let letter = LETTERS[random.below(LETTERS.len())];
    if random.below(2) == 0 {
        chunks.push((*at, Chunk { bytes: vec![0x1b, letter], typed: None }));
        return;
    }
    chunks.push((*at, Chunk { bytes: vec![0x1b], typed: None }));
    *at += random.micros(50, 50_000);
    chunks.push((*at, Chunk { bytes: vec![letter], typed: None }));
}

fn sequence(random: &mut Random, kind: usize) -> Vec<u8> {
    let modifier = 1 + random.below(16);
    let esc = if random.below(3) == 0 { "\x1b\x1b" } else { "\x1b" };
    let end = char::from(ENDS[random.below(ENDS.len())]);
    let number = random.of(NUMBERS);
    match (kind, random.below(10)) {
        (5 | 6, 0) => format!("{esc}[{end}"),
        (5 | 6, 1) => format!("{esc}O{end}"),
        (5 | 6, 2) => format!("{esc}[1;{modifier}{end}"),
        (5 | 6, 3) => format!("{esc}[{number}~"),
        (5 | 6, 4) => format!("{esc}[{number};{modifier}~"),
        (5 | 6, 5) => format!("{esc}[{number}{}", random.of(&["$", "^", "@"])),
        (5 | 6, 6) => format!(
            "{esc}{}",
            random.of(&["[a", "[d", "Oa", "Od", "[[A", "[[E", "[Z", "OM", "Op", "O[", "OR"])
        ),
        (5 | 6, 7) => format!("\x1b[27;{};{}~", 3 + random.below(14), LETTERS[random.below(LETTERS.len())]),
        (5 | 6, 8) => format!("\x1b[{};{}u", LETTERS[random.below(LETTERS.len())], 3 + random.below(14)),
        (5 | 6, _) => format!("\x1bO{modifier}{end}"),
        (7, 0..=4) => format!(
            "\x1b[<{};{};{}{}",
            random.below(96),
            1 + random.below(300),
            1 + random.below(99),
            random.of(&["M", "m"])
        ),
        (7, 5 | 6) => {
            format!("\x1b[{};{};{}M", 32 + random.below(96), 1 + random.below(300), 1 + random.below(99))
        }
        (7, _) => {
            let mut bytes = b"\x1b[M".to_vec();
            bytes.extend((0..3).map(|_| LETTERS[random.below(LETTERS.len())]));
            return bytes;
        }
        (8, _) => {
            let text: String =
                (0..random.below(9)).map(|_| char::from(LETTERS[random.below(LETTERS.len())])).collect();
            format!("\x1b[200~{text}\r\x1b[A\x1b[201~")
        }
        _ => return random.of(ANSWERS).to_vec(),
    }
    .into_bytes()
}

/// A sequence in pieces, each as late as can be.
fn cut(random: &mut Random, at: &mut Duration, chunks: &mut Vec<(Duration, Chunk)>, bytes: &[u8]) {
    *at += random.micros(100, 200_000);
    let mut rest = bytes;
    while !rest.is_empty() {
        let take = if random.below(3) == 0 { rest.len() } else { 1 + random.below(rest.len()) };
        let (piece, after) = rest.split_at(take);
        chunks.push((*at, Chunk { bytes: piece.to_vec(), typed: None }));
        rest = after;
        *at += match random.below(3) {
            0 => random.micros(20, 49_000),
            1 => random.micros(51_000, 400_000),
            _ => random.micros(400_000, 60_000_000),
        };
    }
}
