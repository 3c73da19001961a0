//! What a server's answer says, and about what: this notice, or the way that all of them take.

use super::talk::Asks;
use std::fmt;

/// What we said last when the server answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Nothing yet: it greets.
    Connect,
    /// `EHLO`.
    Hello,
    /// `STARTTLS`, and the encryption itself.
    Encrypt,
    /// `AUTH`.
    SignIn,
    /// `MAIL FROM`: the same for every notice.
    From,
    /// `RCPT TO`: the first word that is about this notice.
    To,
    /// `DATA`.
    Data,
    /// The end of the message.
    End,
}

impl Turn {
    /// Every one, in the order in which they come.
    pub const ALL: [Self; 8] = [
        Self::Connect,
        Self::Hello,
        Self::Encrypt,
        Self::SignIn,
        Self::From,
        Self::To,
        Self::Data,
        Self::End,
    ];
}

impl fmt::Display for Turn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "greeting",
            Self::Hello => "EHLO",
            Self::Encrypt => "STARTTLS",
            Self::SignIn => "AUTH",
            Self::From => "MAIL FROM",
            Self::To => "RCPT TO",
            Self::Data => "DATA",
            Self::End => "end of the message",
        })
    }
}

/// What an answer that is no "yes" is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blame {
    /// The way: nothing leaves by it now, and no notice is at fault.
    Way,
    /// Nothing that stays: this notice is tried again later.
    Nobody,
    /// This notice: it never leaves like this.
    Notice,
}

/// The one table: by what we said and the code of the answer. None = it broke off, fell silent, said too much
/// or nothing that is an answer.
///
/// A closed way is asked again for ever and with the same notice first, so what one address alone can bring
/// about must never close it; what every notice would meet must never fail one after the other.
pub fn blame(turn: Turn, code: Option<u16>, asks: Asks) -> Blame {
    use Turn::{Connect, Data, Encrypt, End, From, Hello, SignIn, To};
    match (turn, code) {
        // Nobody has heard of a notice yet.
        (Connect | Hello | Encrypt | SignIn, _) => Blame::Way,
        // It wants a sign-in, or a stronger one, or has no such command.
        (From | To | Data | End, Some(454 | 502 | 503 | 530 | 534 | 535 | 538)) => Blame::Way,
        (Data, Some(500)) => Blame::Way,
        // The sender is the same for all of them; where one asks for more than the others, it may be about that.
        (From, _) if asks == Asks::Nothing => Blame::Way,
        // No room there, by RFC 5321 (4.5.3.1.10) no answer for good.
        (From | To | Data | End, Some(552)) => Blame::Nobody,
        (From | To | Data | End, Some(500..=599)) => Blame::Notice,
        (From | To | Data | End, _) => Blame::Nobody,
    }
}

/// Where and why a talk came to a halt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Halt {
    /// What we had said.
    pub turn: Turn,
    /// Why.
    pub cause: Cause,
}

/// Why a talk came to a halt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// The server said no: code and words.
    Refused(u16, String),
    /// There was no answer, or none that could be used.
    Broken(String),
}

impl Halt {
    /// The server said no.
    pub fn refused(turn: Turn, code: u16, words: &str) -> Self {
        Self { turn, cause: Cause::Refused(code, words.to_owned()) }
    }

    /// There was no usable answer.
    pub fn broken(turn: Turn, why: impl Into<String>) -> Self {
        Self { turn, cause: Cause::Broken(why.into()) }
    }

    /// The code of the answer, where there was one.
    pub const fn code(&self) -> Option<u16> {
        match self.cause {
            Cause::Refused(code, _) => Some(code),
            Cause::Broken(_) => None,
        }
    }
}

impl fmt::Display for Halt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.cause {
            Cause::Refused(code, words) => write!(f, "{}: {code} {words}", self.turn),
            Cause::Broken(why) => write!(f, "{}: {why}", self.turn),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// W = the way, a = again later, n = this notice, never.
    const TABLE: [(Option<u16>, &str); 24] = [
        //            connect hello encrypt sign-in from to data end
        (None, "WWWWWaaa"),
        (Some(250), "WWWWWaaa"),
        (Some(354), "WWWWWaaa"),
        (Some(421), "WWWWWaaa"),
        (Some(450), "WWWWWaaa"),
        (Some(451), "WWWWWaaa"),
        (Some(452), "WWWWWaaa"),
        (Some(454), "WWWWWWWW"),
        (Some(500), "WWWWWnWn"),
        (Some(501), "WWWWWnnn"),
        (Some(502), "WWWWWWWW"),
        (Some(503), "WWWWWWWW"),
        (Some(504), "WWWWWnnn"),
        (Some(521), "WWWWWnnn"),
        (Some(530), "WWWWWWWW"),
        (Some(534), "WWWWWWWW"),
        (Some(535), "WWWWWWWW"),
        (Some(538), "WWWWWWWW"),
        (Some(550), "WWWWWnnn"),
        (Some(551), "WWWWWnnn"),
        (Some(552), "WWWWWaaa"),
        (Some(553), "WWWWWnnn"),
        (Some(554), "WWWWWnnn"),
        (Some(556), "WWWWWnnn"),
    ];

    #[test]
    fn every_turn_and_code_has_its_blame() {
        for (code, row) in TABLE {
            for (turn, wanted) in Turn::ALL.into_iter().zip(row.chars()) {
                let found = match blame(turn, code, Asks::Nothing) {
                    Blame::Way => 'W',
                    Blame::Nobody => 'a',
                    Blame::Notice => 'n',
                };
                assert_eq!(found, wanted, "{turn} {code:?}");
            }
        }
    }

    #[test]
    fn a_sender_is_refused_for_one_notice_only_where_that_one_asks_for_more() {
        for (code, wanted) in [
            (None, Blame::Nobody),
            (Some(451), Blame::Nobody),
            (Some(501), Blame::Notice),
            (Some(550), Blame::Notice),
            (Some(553), Blame::Notice),
            (Some(530), Blame::Way),
        ] {
            assert_eq!(blame(Turn::From, code, Asks::SmtpUtf8), wanted, "{code:?}");
            assert_eq!(blame(Turn::From, code, Asks::Nothing), Blame::Way, "{code:?}");
        }
    }
}
