//! Colours for terminals that have sixteen or eight, and know no other way to ask for them: `38;5;1` becomes `31`.
//! What has no place among them (a picture's dots) becomes the nearest.

use crate::app::settings::Tones;
use crate::ui::theme;
use std::io::{self, Write};

/// The longest sequence that sets colours.
const LONGEST: usize = 64;

/// A writer to a terminal.
pub struct Narrow<W> {
    to: W,
    tones: Tones,
    held: Vec<u8>,
}

impl<W: Write> Narrow<W> {
    /// To a terminal with so many colours.
    pub fn new(to: W, tones: Tones) -> Self {
        Self { to, tones, held: Vec::new() }
    }

    fn byte(&mut self, byte: u8, out: &mut Vec<u8>) {
        match (self.held.as_slice(), byte) {
            ([], 0x1b) => return self.held.push(byte),
            ([], _) => return out.push(byte),
            ([0x1b], b'[') => return self.held.push(byte),
            ([0x1b, b'[', params @ ..], b'm') => out.extend(self.colours(params)),
            ([0x1b, b'[', ..], b'0'..=b';') if self.held.len() < LONGEST => return self.held.push(byte),
            (held, _) => {
                out.extend_from_slice(held);
                out.push(byte);
            }
        }
        self.held.clear();
    }

    /// The same colours, as this terminal takes them.
    fn colours(&self, params: &[u8]) -> Vec<u8> {
        if params.is_empty() {
            return b"\x1b[m".to_vec();
        }
        let text = String::from_utf8_lossy(params);
        let mut numbers = text.split([';', ':']).map(|number| number.parse::<u16>().unwrap_or(0));
        let mut told: Vec<String> = Vec::new();
        while let Some(number) = numbers.next() {
            match number {
                38 | 48 | 58 => {
                    let colour = match numbers.next() {
                        Some(5) => numbers.next().and_then(|one| u8::try_from(one).ok()),
                        Some(2) => {
                            let mut part = || numbers.next().and_then(|one| u8::try_from(one).ok());
                            part()
                                .zip(part())
                                .zip(part())
                                .map(|((red, green), blue)| theme::nearest((red, green, blue), self.tones))
                        }
                        _ => None,
                    };
                    let colour = colour.filter(|_| number != 58);
                    told.extend(colour.map(|colour| self.code(number - 8, colour)));
                }
                59 => {}
                other => told.push(other.to_string()),
            }
        }
        if told.is_empty() {
            return Vec::new();
        }
        format!("\x1b[{}m", told.join(";")).into_bytes()
    }

    /// `30` or `40` and a colour.
    fn code(&self, base: u16, colour: u8) -> String {
        let colour = theme::narrowed(colour, self.tones);
        let code = if colour < 8 { base + u16::from(colour) } else { base + 52 + u16::from(colour) };
        code.to_string()
    }
}

impl<W: Write> Write for Narrow<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.tones == Tones::Many {
            return self.to.write(bytes);
        }
        let mut out = Vec::with_capacity(bytes.len());
        bytes.iter().for_each(|byte| self.byte(*byte, &mut out));
        self.to.write_all(&out)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn narrowed(text: &str, tones: Tones) -> String {
        // In two writes, wherever it is cut.
        let outs: Vec<Vec<u8>> = (0..=text.len())
            .filter(|cut| text.is_char_boundary(*cut))
            .map(|cut| {
                let mut narrow = Narrow::new(Vec::new(), tones);
                narrow.write_all(&text.as_bytes()[..cut]).unwrap();
                narrow.write_all(&text.as_bytes()[cut..]).unwrap();
                narrow.to
            })
            .collect();
        assert!(outs.windows(2).all(|pair| pair[0] == pair[1]), "{text:?}");
        String::from_utf8(outs[0].clone()).unwrap()
    }

    #[test]
    fn a_terminal_of_few_colours_is_asked_for_few() {
        for (text, tones, wanted) in [
            ("\x1b[38;5;1;48;5;0m中", Tones::Eight, "\x1b[31;40m中"),
            ("\x1b[38;5;9mA", Tones::Sixteen, "\x1b[91mA"),
            ("\x1b[48;5;14m", Tones::Sixteen, "\x1b[106m"),
            ("\x1b[38;5;9m", Tones::Eight, "\x1b[31m"),
            ("\x1b[39;49m\x1b[0m\x1b[m", Tones::Eight, "\x1b[39;49m\x1b[0m\x1b[m"),
            ("\x1b[59m\x1b[1m", Tones::Eight, "\x1b[1m"),
            ("\x1b[38;2;250;3;2;48;2;0;0;0m", Tones::Sixteen, "\x1b[91;40m"),
            ("\x1b[38;5;196m", Tones::Eight, "\x1b[31m"),
            ("\x1b[2;5H\x1b]11;?\x07x", Tones::Eight, "\x1b[2;5H\x1b]11;?\x07x"),
            ("\x1b[38;5;110m", Tones::Many, "\x1b[38;5;110m"),
        ] {
            assert_eq!(narrowed(text, tones), wanted);
        }
    }
}
