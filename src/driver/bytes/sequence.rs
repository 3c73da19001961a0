//! What whole sequences mean, in the encodings of xterm, rxvt, the Linux console, screen, tmux, PuTTY and
//! kitty.

use super::{Pointer, Received, Solo};
use crate::app::key::Key;

const SHIFT: u32 = 1;
const ALT: u32 = 2;
const CTRL: u32 = 4;
const META: u32 = 32;
const CAPS: u32 = 64;
/// Held with these, a letter is no letter of ours: super and hyper.
const FOREIGN: u32 = 8 | 16;

fn key(key: Key) -> Option<Received> {
    Some(Received::Key(key, Solo::Amid))
}

/// A byte of ASCII by itself.
pub(super) fn plain(byte: u8) -> Option<Received> {
    key(match byte {
        b'\r' => Key::Enter,
        b'\t' => Key::Tab,
        0x7f => Key::Backspace,
        0 => Key::Ctrl(' '),
        0x01..=0x1a => Key::Ctrl(char::from(byte - 1 + b'a')),
        0x1c..=0x1f => Key::Ctrl(char::from(byte - 0x1c + b'4')),
        _ => Key::Char(char::from(byte)),
    })
}

/// A byte of ASCII after an Esc.
pub(super) fn with_alt(byte: u8) -> Option<Received> {
    match byte {
        b'\r' => key(Key::LineBreak),
        b' '..=b'~' => key(Key::Alt(char::from(byte))),
        _ => plain(byte),
    }
}

/// A function key of the Linux console, after `CSI [`.
pub(super) fn console(byte: u8) -> Option<Received> {
    matches!(byte, b'A'..=b'E').then(|| Received::Key(Key::F(byte - b'A' + 1), Solo::Amid))
}

/// After `SS3`.
pub(super) fn ss3(end: u8) -> Option<Received> {
    match end {
        b'M' => key(Key::Enter),
        b'P'..=b'S' => key(Key::F(end - b'P' + 1)),
        _ => arrow(end.to_ascii_uppercase()),
    }
}

fn arrow(end: u8) -> Option<Received> {
    key(match end {
        b'A' => Key::Up,
        b'B' => Key::Down,
        b'C' => Key::Right,
        b'D' => Key::Left,
        b'H' => Key::Home,
        b'F' => Key::End,
        _ => return None,
    })
}

/// After `CSI`. What begins with a private sign is an answer, except the mouse's reports.
pub(super) fn csi(params: &[u8], end: u8) -> Option<Received> {
    if let [b'<', report @ ..] = params {
        return sgr(report, end);
    }
    let params = params_of(params)?;
    let part = |at: usize, sub: usize| params.get(at).and_then(|one| one.get(sub)).copied().flatten();
    if part(1, 1) == Some(3) {
        // The key was let go.
        return None;
    }
    let held = part(1, 0).map_or(0, |sum| sum.saturating_sub(1));
    match end {
        b'A'..=b'D' | b'F' | b'H' => arrow(end),
        b'a'..=b'd' if params.is_empty() => arrow(end.to_ascii_uppercase()),
        // With a row and a column, `R` is an answer.
        b'P' | b'Q' | b'S' => key(Key::F(end - b'P' + 1)),
        b'R' if params.is_empty() => key(Key::F(3)),
        b'Z' => key(Key::BackTab),
        b'~' if part(0, 0) == Some(27) => letter(part(2, 0)?, None, held),
        b'~' | b'^' | b'@' | b'$' => numbered(part(0, 0)?),
        b'u' => letter(part(0, 0)?, part(0, 1), held),
        // urxvt's reports of the mouse.
        b'M' => pointer(part(0, 0)?.checked_sub(32)?, part(1, 0)?, part(2, 0)?),
        _ => None,
    }
}

/// Numbers between `;`, each with its parts between `:`; none where other signs stand there.
fn params_of(bytes: &[u8]) -> Option<Vec<Vec<Option<u32>>>> {
    let bytes = bytes.strip_suffix(b"$").unwrap_or(bytes);
    if bytes.is_empty() {
        return Some(Vec::new());
    }
    let text = std::str::from_utf8(bytes).ok()?;
    let number = |text: &str| if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) };
    text.split(';').map(|one| one.split(':').map(number).collect()).collect()
}

fn numbered(number: u32) -> Option<Received> {
    let number = u8::try_from(number).ok()?;
    key(match number {
        1 | 7 => Key::Home,
        3 => Key::Delete,
        4 | 8 => Key::End,
        5 => Key::PageUp,
        6 => Key::PageDown,
        11..=15 => Key::F(number - 10),
        17..=21 => Key::F(number - 11),
        23..=26 => Key::F(number - 12),
        28 | 29 => Key::F(number - 13),
        31..=34 => Key::F(number - 14),
        _ => return None,
    })
}

/// A key by the number of its letter, with what was held.
fn letter(code: u32, shifted: Option<u32>, held: u32) -> Option<Received> {
    let alt = held & (ALT | META) != 0;
    let (ctrl, shift) = (held & CTRL != 0, held & SHIFT != 0);
    key(match code {
        13 | 57414 if alt || ctrl => Key::LineBreak,
        13 | 57414 => Key::Enter,
        27 => Key::Esc,
        9 if shift => Key::BackTab,
        9 => Key::Tab,
        8 | 127 => Key::Backspace,
        57417 => Key::Left,
        57418 => Key::Right,
        57419 => Key::Up,
        57420 => Key::Down,
        57421 => Key::PageUp,
        57422 => Key::PageDown,
        57423 => Key::Home,
        57424 => Key::End,
        57426 => Key::Delete,
        // The keypad's digits.
        57399..=57408 => typed(char::from_digit(code - 57399, 10)?, held)?,
        // kitty's numbers of keys that have no letter.
        57344..=63743 => return None,
        _ => {
            let shifted = shifted.filter(|_| shift).and_then(char::from_u32);
            let plain = char::from_u32(code).filter(|letter| !letter.is_control())?;
            let (capital, mut upper) = ((held & CAPS != 0) != shift, plain.to_uppercase());
            let letter = match (shifted, capital, upper.len()) {
                (Some(letter), ..) => letter,
                (None, true, 1) => upper.next()?,
                _ => plain,
            };
            typed(letter, held)?
        }
    })
}

fn typed(letter: char, held: u32) -> Option<Key> {
    Some(match held {
        held if held & FOREIGN != 0 => return None,
        held if held & CTRL != 0 => Key::Ctrl(letter.to_ascii_lowercase()),
        held if held & (ALT | META) != 0 => Key::Alt(letter),
        _ => Key::Char(letter),
    })
}

/// The mouse in the form that has an end of its own: `CSI < button ; column ; row M`.
fn sgr(report: &[u8], end: u8) -> Option<Received> {
    let params = params_of(report)?;
    let part = |at: usize| params.get(at).and_then(|one| one.first()).copied().flatten();
    (end == b'M').then_some(())?;
    pointer(part(0)?, part(1)?, part(2)?)
}

/// The mouse in its oldest form: three bytes.
pub(super) fn x10(bytes: &[u8]) -> Option<Received> {
    let [button, column, row] = bytes else { return None };
    let less = |byte: &u8| byte.checked_sub(32).map(u32::from);
    pointer(less(button)?, less(column)?, less(row)?)
}

fn pointer(button: u32, column: u32, row: u32) -> Option<Received> {
    // What was held with it does not count; a move with a button down is no press.
    let what = match button & !(4 | 8 | 16) {
        0 => Pointer::Press,
        64 => Pointer::WheelUp,
        65 => Pointer::WheelDown,
        _ => return None,
    };
    let place = |number: u32| u16::try_from(number.checked_sub(1)?).ok();
    Some(Received::Pointer(what, place(column)?, place(row)?))
}
