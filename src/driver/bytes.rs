//! What a terminal sends, byte by byte: keys, the mouse, pastes, answers. A state machine whose time is an
//! argument.
//!
//! A sequence that was cut, however late its rest comes, never becomes the keys that its bytes look like. Only
//! an Esc may act before it is known what follows, after [`PATIENCE`]; what would have been its sequence is
//! followed on, and acts as no key, or as one that decides nothing ([`Solo::Amid`]).

mod burst;
mod sequence;
mod text;

#[cfg(test)]
mod streams;
#[cfg(test)]
mod tests;

use crate::app::key::Key;
use burst::{Burst, Ends};
use std::time::Duration;
use text::{Guess, Kind};

/// How long an Esc waits for the rest of its sequence.
pub const PATIENCE: Duration = Duration::from_millis(50);
/// The longest sequence that means anything.
const LONGEST: usize = 256;
/// The longest text that is taken from one paste.
const LONGEST_PASTE: usize = 4 << 20;

/// What the terminal sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received {
    /// A key.
    Key(Key, Solo),
    /// The key before, which was alone or the last of its burst: nothing came after it.
    Stood,
    /// The key before: more came right after it.
    Joined,
    /// A pasted text.
    Paste(String),
    /// The mouse, at a column and a row.
    Pointer(Pointer, u16, u16),
    /// The colour of the terminal's own ground.
    Ground((u8, u8, u8)),
    /// The terminal has another size: columns, rows.
    Resized(u16, u16),
}

/// How a key came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Solo {
    /// By itself, so far: [`Received::Stood`] or [`Received::Joined`] follows.
    Alone,
    /// As the last of several; [`Received::Stood`] or [`Received::Joined`] follows.
    Last,
    /// Among others.
    #[default]
    Amid,
}

/// What the mouse did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pointer {
    /// The first button went down.
    Press,
    /// The wheel, towards the reader.
    WheelDown,
    /// The wheel, away.
    WheelUp,
}

/// Whether a second Esc stands before a sequence: Alt was held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Alt {
    Held,
    #[default]
    No,
}

/// Whether the beginning of a sequence has acted as a key already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Late {
    Yes,
    #[default]
    No,
}

/// Where in a sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum State {
    #[default]
    Ground,
    /// In a letter of UTF-8 that has so many bytes.
    Letter(usize),
    /// After Esc.
    Esc,
    /// After `CSI`.
    Csi,
    /// After `CSI [`, the function keys of the Linux console.
    Console,
    /// After `CSI M`, the oldest form of a mouse report.
    X10,
    /// After `SS3`.
    Ss3,
    /// After the beginning of a string that may be Alt and a sign yet.
    Text(Kind),
    /// In a string.
    Sure(Kind),
    /// After an Esc in a string.
    SureEsc(Kind),
    /// In a bracketed paste.
    Paste,
}

/// How a chunk of bytes stands to what came before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Begun {
    /// Nothing was open.
    Fresh,
    /// Within a sequence.
    Within,
}

/// The machine.
#[derive(Debug, Default)]
pub struct Decoder {
    state: State,
    /// The sequence so far, without its beginning.
    held: Vec<u8>,
    alt: Alt,
    late: Late,
    /// How the Esc came that waits.
    waits: Solo,
    /// When the last byte came.
    last: Duration,
    /// How many whole things the chunk held.
    units: usize,
    burst: Burst,
    out: Vec<Received>,
}

impl Decoder {
    /// Takes what was read at once, at a time since the beginning.
    pub fn feed(&mut self, bytes: &[u8], at: Duration) -> Vec<Received> {
        self.overdue(at);
        let from = self.out.len();
        self.units = 0;
        self.last = at;
        let begun = self.begin(bytes);
        self.waits = match (begun, bytes) {
            (Begun::Fresh, b"\x1b" | b"\x1b\x1b") if !self.burst.goes_on(at) => Solo::Alone,
            _ => Solo::Amid,
        };
        match bytes {
            [byte @ 0x20..=0x7e] if self.late == Late::Yes => self.late_byte(*byte),
            _ => bytes.iter().for_each(|byte| self.byte(*byte)),
        }
        let ended = self.state == State::Ground || self.late == Late::Yes;
        let alone = begun == Begun::Fresh && self.units == 1;
        let end = match (ended, alone) {
            (false, _) => Ends::Open,
            (true, true) => Ends::Alone,
            (true, false) => Ends::Whole,
        };
        if begun == Begun::Within {
            self.burst.begin(at);
        }
        self.burst.place(&mut self.out, from, end, at);
        std::mem::take(&mut self.out)
    }

    /// The next moment at which [`Self::expire`] has something to say.
    pub fn deadline(&self) -> Option<Duration> {
        [self.impatient(), self.burst.deadline()].into_iter().flatten().min()
    }

    /// Takes that nothing came until now.
    pub fn expire(&mut self, at: Duration) -> Vec<Received> {
        self.overdue(at);
        std::mem::take(&mut self.out)
    }

    /// When what is open acts by itself.
    fn impatient(&self) -> Option<Duration> {
        let acts = match self.state {
            State::Esc => true,
            State::Text(_) => self.held.is_empty(),
            _ => false,
        };
        (acts && self.late == Late::No).then(|| self.last + PATIENCE)
    }

    fn overdue(&mut self, at: Duration) {
        self.burst.overdue(&mut self.out, at);
        if self.impatient().is_some_and(|due| at > due) {
            match self.state {
                State::Text(kind) => self.out.push(key(Key::Alt(kind.sign()))),
                _ => self.out.push(Received::Key(Key::Esc, self.waits)),
            }
            // Nothing came while it waited.
            self.out.extend((self.waits == Solo::Alone).then_some(Received::Stood));
            self.late = Late::Yes;
            self.alt = Alt::No;
        }
    }

    /// Whether the chunk begins something new: nothing was open, or it does not go on with what had acted.
    fn begin(&mut self, bytes: &[u8]) -> Begun {
        if self.state == State::Esc && self.late == Late::Yes && !goes_on(bytes) {
            self.state = State::Ground;
            self.late = Late::No;
        }
        // After an Esc that has acted, these may be keys; what follows them is not alone.
        let signs = self.state == State::Esc && self.late == Late::Yes && matches!(bytes, [b'[' | b'O']);
        if self.state == State::Ground || signs { Begun::Fresh } else { Begun::Within }
    }

    /// One letter of what would be a sequence whose beginning has acted: told as a letter that decides nothing,
    /// until it is sure that it is none.
    fn late_byte(&mut self, byte: u8) {
        let said = self.out.len();
        self.byte(byte);
        self.out.truncate(said);
        if !matches!(self.state, State::Sure(_) | State::SureEsc(_) | State::Paste) {
            self.out.push(Received::Key(Key::Char(char::from(byte)), Solo::Amid));
            self.units = 1;
        }
    }

    fn byte(&mut self, byte: u8) {
        match self.state {
            State::Ground => self.ground(byte),
            State::Letter(bytes) => self.letter(byte, bytes),
            State::Esc => self.escaped(byte),
            State::Csi => self.csi(byte),
            State::Console | State::X10 if byte < 0x20 => self.abort(byte),
            State::Console => self.end(sequence::console(byte)),
            State::X10 => {
                self.held.push(byte);
                if self.held.len() == 3 {
                    let touch = sequence::x10(&self.held);
                    self.end(touch);
                }
            }
            State::Ss3 => self.ss3(byte),
            State::Text(kind) => self.text(byte, kind),
            State::Sure(kind) => self.sure(byte, kind),
            State::SureEsc(kind) => self.sure_esc(byte, kind),
            State::Paste => self.paste(byte),
        }
    }

    /// Something is whole. What was late has acted already.
    fn end(&mut self, signal: Option<Received>) {
        if self.late == Late::No {
            self.out.extend(signal);
        }
        self.reset();
        self.units += 1;
    }

    fn reset(&mut self) {
        self.state = State::Ground;
        self.held.clear();
        self.alt = Alt::No;
        self.late = Late::No;
    }

    /// What was open is none; the byte begins something new.
    fn abort(&mut self, byte: u8) {
        self.reset();
        self.units += 1;
        self.ground(byte);
    }

    fn into(&mut self, state: State) {
        self.state = state;
        self.held.clear();
    }

    fn ground(&mut self, byte: u8) {
        match byte {
            0x1b => self.into(State::Esc),
            0x00..=0x7f => self.end(sequence::plain(byte)),
            0xc2..=0xf4 => {
                let bytes = if byte < 0xe0 { 2 } else { 3 + usize::from(byte >= 0xf0) };
                self.into(State::Letter(bytes));
                self.held.push(byte);
            }
            _ => self.control(byte),
        }
    }

    /// A control of one byte, as some terminals send instead of Esc and a letter.
    fn control(&mut self, byte: u8) {
        match byte {
            0x9b => self.into(State::Csi),
            0x8f => self.into(State::Ss3),
            0x9d => self.into(State::Sure(Kind::Osc)),
            0x90 | 0x98 | 0x9e | 0x9f => self.into(State::Sure(Kind::Dcs)),
            _ => self.end(None),
        }
    }

    fn letter(&mut self, byte: u8, bytes: usize) {
        if !(0x80..=0xbf).contains(&byte) {
            return self.abort(byte);
        }
        self.held.push(byte);
        if self.held.len() < bytes {
            return;
        }
        let letter = std::str::from_utf8(&self.held).ok().and_then(|text| text.chars().next());
        match letter {
            Some(letter @ '\u{80}'..='\u{9f}') => self.control(u8::try_from(letter).unwrap_or_default()),
            Some(letter) if self.alt == Alt::Held => self.end(Some(key(Key::Alt(letter)))),
            letter => self.end(letter.map(|letter| key(Key::Char(letter)))),
        }
    }

    fn escaped(&mut self, byte: u8) {
        match byte {
            // A third Esc: the first was pressed by itself.
            0x1b if self.alt == Alt::Held => self.out.push(key(Key::Esc)),
            0x1b if self.late == Late::Yes => {
                self.reset();
                self.state = State::Esc;
            }
            0x1b => self.alt = Alt::Held,
            b'[' => self.into(State::Csi),
            b'O' => self.into(State::Ss3),
            b']' => self.into(State::Text(Kind::Osc)),
            b'P' => self.into(State::Text(Kind::Dcs)),
            b'_' => self.into(State::Text(Kind::Apc)),
            0xc2..=0xf4 => {
                self.alt = Alt::Held;
                self.ground(byte);
            }
            0x80..=0xff => self.abort(byte),
            _ => self.end(sequence::with_alt(byte)),
        }
    }

    fn csi(&mut self, byte: u8) {
        let digits = !self.held.is_empty() && self.held.iter().all(u8::is_ascii_digit);
        match byte {
            b'[' if self.held.is_empty() => self.state = State::Console,
            b'M' if self.held.is_empty() => self.state = State::X10,
            b'~' if self.held == b"200" => self.into(State::Paste),
            // rxvt ends a shifted key with what is no end elsewhere.
            b'$' if digits => self.end(sequence::csi(&self.held, byte)),
            0x20..=0x3f if self.held.len() < LONGEST => self.held.push(byte),
            0x20..=0x3f => {}
            0x40..=0x7e => self.end(sequence::csi(&self.held, byte)),
            _ => self.abort(byte),
        }
    }

    fn ss3(&mut self, byte: u8) {
        match byte {
            b'0'..=b';' if self.held.len() < LONGEST => self.held.push(byte),
            b'0'..=b';' => {}
            0x20..=0x7e => self.end(sequence::ss3(byte)),
            _ => self.abort(byte),
        }
    }

    /// In what is a string of the terminal's, or Alt and a sign with other keys after it.
    fn text(&mut self, byte: u8, kind: Kind) {
        match byte {
            0x07 if !self.held.is_empty() => return self.end(None),
            0x1b if !self.held.is_empty() => return self.state = State::SureEsc(kind),
            _ => self.held.push(byte),
        }
        match text::judge(kind, &self.held) {
            Guess::Open => {}
            Guess::Sure => self.state = State::Sure(kind),
            Guess::Not => {
                self.held.pop();
                let typed = std::mem::take(&mut self.held);
                if self.late == Late::No {
                    let letters = typed.iter().map(|byte| Key::Char(char::from(*byte)));
                    self.out.extend([Key::Alt(kind.sign())].into_iter().chain(letters).map(key));
                }
                self.abort(byte);
            }
        }
    }

    fn sure(&mut self, byte: u8, kind: Kind) {
        match byte {
            0x1b => self.state = State::SureEsc(kind),
            0x07 | 0x9c => self.told(kind),
            // No answer has these: somebody presses keys after a string that lost its end.
            0x00..=0x1f => self.abort(byte),
            _ if self.held.len() < LONGEST => self.held.push(byte),
            _ => {}
        }
    }

    fn sure_esc(&mut self, byte: u8, kind: Kind) {
        match byte {
            b'\\' => self.told(kind),
            0x1b => {}
            _ => {
                self.reset();
                self.units += 1;
                self.state = State::Esc;
                self.escaped(byte);
            }
        }
    }

    /// A string is whole. One answer is of use, however late it comes.
    fn told(&mut self, kind: Kind) {
        let ground = text::ground(&self.held).filter(|_| kind == Kind::Osc);
        self.late = Late::No;
        self.end(ground.map(Received::Ground));
    }

    fn paste(&mut self, byte: u8) {
        const END: &[u8] = b"\x1b[201~";
        self.held.push(byte);
        if self.held.ends_with(END) {
            self.held.truncate(self.held.len() - END.len());
            let text = String::from_utf8_lossy(&self.held).into_owned();
            // A paste is none of the letters that its beginning may have looked like.
            self.late = Late::No;
            self.end(Some(Received::Paste(text)));
        } else if self.held.len() > LONGEST_PASTE + END.len() {
            // What is too much goes; the end must still be found.
            self.held.remove(LONGEST_PASTE);
        }
    }
}

/// Whether bytes may go on with a sequence whose Esc has acted.
fn goes_on(bytes: &[u8]) -> bool {
    match bytes {
        [b'[' | b'O', ..] => true,
        [sign @ (b']' | b'P' | b'_'), rest @ ..] => text::may_be(Kind::of(*sign), rest),
        _ => false,
    }
}

fn key(key: Key) -> Received {
    Received::Key(key, Solo::Amid)
}
