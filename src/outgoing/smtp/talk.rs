//! One session with a mail server, command by command.

use super::blame::{Halt, Turn};
use super::reply::{Listening, ServerReply};
use super::wire::Wire;
use crate::outgoing::settings::{Smtp, Tls};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::io::Write;
use std::time::Duration;

/// How long a server may take to say goodbye.
const GOODBYE: Duration = Duration::from_secs(2);

/// What a message asks of the server beyond the plain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// Nothing.
    Nothing,
    /// An address with other than ASCII before its `@` (RFC 6531).
    SmtpUtf8,
}

/// A session.
#[derive(Debug)]
pub struct Talk {
    wire: Wire,
    heard: Listening,
    /// What the server offers, a line each.
    offered: Vec<String>,
    time: Duration,
}

impl Talk {
    /// Connects, encrypts and signs in, as the settings say.
    pub fn begin(settings: &Smtp) -> Result<Self, Halt> {
        let broken = |turn| move |error: std::io::Error| Halt::broken(turn, error.to_string());
        let mut wire = Wire::connect(settings).map_err(broken(Turn::Connect))?;
        if settings.tls == Tls::Implicit {
            wire = wire.seal(settings).map_err(broken(Turn::Encrypt))?;
        }
        let (heard, time) = (Listening::default(), settings.timeout);
        let mut talk = Self { wire, heard, offered: Vec::new(), time };
        talk.wire.begin(time);
        talk.answer(Turn::Connect, 220)?;
        talk.hello()?;
        if settings.tls == Tls::StartTls {
            talk = talk.encrypt(settings)?;
        }
        if let Some((user, secret)) = &settings.login {
            talk.sign_in(user, &secret.0)?;
        }
        Ok(talk)
    }

    /// Whether the server offers this.
    pub fn offers(&self, word: &str) -> bool {
        self.parameters(word).is_some()
    }

    /// What stands behind a word that the server offers.
    fn parameters(&self, word: &str) -> Option<Vec<String>> {
        self.offered.iter().find_map(|line| {
            // Some old servers write AUTH=LOGIN.
            let mut words = line.split([' ', '=']).map(str::to_ascii_uppercase);
            (words.next().as_deref() == Some(word)).then(|| words.collect())
        })
    }

    fn hello(&mut self) -> Result<(), Halt> {
        let reply = self.command(Turn::Hello, &format!("EHLO {}", own_name()), 250)?;
        self.offered = reply.lines.into_iter().skip(1).collect();
        Ok(())
    }

    /// What was offered in the clear may be anybody's word, so it is asked for again.
    fn encrypt(mut self, settings: &Smtp) -> Result<Self, Halt> {
        if !self.offers("STARTTLS") {
            return Err(Halt::broken(Turn::Encrypt, "it offers no STARTTLS"));
        }
        self.command(Turn::Encrypt, "STARTTLS", 220)?;
        let Self { wire, time, .. } = self;
        let wire = wire.seal(settings).map_err(|error| Halt::broken(Turn::Encrypt, error.to_string()))?;
        let mut talk = Self { wire, heard: Listening::default(), offered: Vec::new(), time };
        talk.hello()?;
        Ok(talk)
    }

    fn sign_in(&mut self, user: &str, secret: &str) -> Result<(), Halt> {
        let ways = self.parameters("AUTH").unwrap_or_default();
        let has = |way: &str| ways.iter().any(|one| one == way);
        if has("PLAIN") {
            let code = STANDARD.encode(format!("\0{user}\0{secret}"));
            self.command(Turn::SignIn, &format!("AUTH PLAIN {code}"), 235)?;
        } else if has("LOGIN") {
            self.command(Turn::SignIn, "AUTH LOGIN", 334)?;
            self.command(Turn::SignIn, &STANDARD.encode(user), 334)?;
            self.command(Turn::SignIn, &STANDARD.encode(secret), 235)?;
        } else {
            return Err(Halt::broken(Turn::SignIn, "it takes no sign-in by AUTH PLAIN or AUTH LOGIN"));
        }
        Ok(())
    }

    /// Hands one message over.
    pub fn hand(&mut self, from: &str, to: &str, message: &[u8], asks: Asks) -> Result<(), Halt> {
        let more = match asks {
            Asks::Nothing => "",
            Asks::SmtpUtf8 if self.offers("8BITMIME") => " BODY=8BITMIME SMTPUTF8",
            Asks::SmtpUtf8 => " SMTPUTF8",
        };
        self.command(Turn::From, &format!("MAIL FROM:<{from}>{more}"), 250)?;
        self.command(Turn::To, &format!("RCPT TO:<{to}>"), 250)?;
        self.command(Turn::Data, "DATA", 354)?;
        self.say(Turn::End, &dotted(message))?;
        self.answer(Turn::End, 250).map(drop)
    }

    /// Whether another message may go by this session.
    pub fn may_go_on(&mut self) -> bool {
        self.wire.is_fresh() && self.command(Turn::Hello, "NOOP", 250).is_ok()
    }

    /// Says goodbye. Everything was answered; a server that is gone need not hear it.
    pub fn leave(&mut self) {
        self.time = self.time.min(GOODBYE);
        let _ = self.command(Turn::Hello, "QUIT", 221);
    }

    /// Says one line, and waits for the answer.
    fn command(&mut self, turn: Turn, line: &str, wanted: u16) -> Result<ServerReply, Halt> {
        if line.contains(['\r', '\n', '\0']) {
            return Err(Halt::broken(turn, "a line end stands where none may be"));
        }
        self.say(turn, format!("{line}\r\n").as_bytes())?;
        self.answer(turn, wanted)
    }

    fn say(&mut self, turn: Turn, bytes: &[u8]) -> Result<(), Halt> {
        self.wire.begin(self.time);
        let said = self.wire.write_all(bytes).and_then(|()| self.wire.flush());
        said.map_err(|error| Halt::broken(turn, error.to_string()))
    }

    /// The answer, which must be of the kind of `wanted`: for `RCPT`, 251 is as good as 250.
    fn answer(&mut self, turn: Turn, wanted: u16) -> Result<ServerReply, Halt> {
        let reply = self.heard.answer(&mut self.wire).map_err(|why| Halt::broken(turn, why))?;
        if reply.code / 100 == wanted / 100 {
            return Ok(reply);
        }
        Err(Halt::refused(turn, reply.code, &reply.words()))
    }
}

/// The message with its end, every line closed by CR and LF, a dot at its head doubled.
fn dotted(message: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(message.len() + message.len() / 32 + 8);
    let text = message.strip_suffix(b"\n").unwrap_or(message);
    for line in text.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.first() == Some(&b'.') {
            out.push(b'.');
        }
        // A lone CR is a line end to some servers and none to others.
        out.extend(line.iter().filter(|byte| **byte != b'\r'));
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b".\r\n");
    out
}

/// The name of this machine, where it is one that a server can read.
fn own_name() -> String {
    let name = hostname::get().ok().and_then(|name| name.into_string().ok()).unwrap_or_default();
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-');
    if name.is_empty() || !name.chars().all(plain) { "[127.0.0.1]".into() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_of_a_message_ends_it_early() {
        for (message, wanted) in [
            ("a\r\n.\r\nb\r\n", "a\r\n..\r\nb\r\n.\r\n"),
            ("a\n.\nb", "a\r\n..\r\nb\r\n.\r\n"),
            ("a\r.\r\nb", "a.\r\nb\r\n.\r\n"),
            (".", "..\r\n.\r\n"),
            ("", "\r\n.\r\n"),
            ("a\r\n\r\n", "a\r\n\r\n.\r\n"),
        ] {
            assert_eq!(String::from_utf8(dotted(message.as_bytes())).unwrap(), wanted, "{message:?}");
        }
    }
}
