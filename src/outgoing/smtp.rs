//! Handing messages to a mail server, one after the other over one connection.
//!
//! `lettre` makes the message; the talk with the server is our own, since a server may say anything, for ever:
//! what is read has bounds (`wire`), and every answer is judged by the command that it answers ([`blame`]).

mod blame;
mod reply;
mod talk;
mod wire;

use super::Trouble;
use super::settings::Smtp;
use blame::Halt;
use lettre::message::Message;
use talk::Talk;

pub use blame::{Blame, Turn, blame};
pub use talk::Asks;
pub use wire::certificates;

/// A mail server, and the connection to it while there is one.
pub struct Server<'a> {
    settings: &'a Smtp,
    open: Option<Talk>,
}

impl<'a> Server<'a> {
    /// A server to which nothing is connected yet.
    pub const fn new(settings: &'a Smtp) -> Self {
        Self { settings, open: None }
    }

    /// Hands a message over. It has left only where this returns `Ok`: the server has taken it then.
    pub fn hand(&mut self, message: &Message) -> Result<(), Trouble> {
        let envelope = message.envelope();
        let [to] = envelope.to() else {
            return Err(Trouble::Never("a notice goes to one address and no other".into()));
        };
        let from = envelope.from().map(ToString::to_string).unwrap_or_default();
        let asks = if from.is_ascii() && AsRef::<str>::as_ref(to).is_ascii() {
            Asks::Nothing
        } else {
            Asks::SmtpUtf8
        };
        let mut talk = self.ready()?;
        if asks == Asks::SmtpUtf8 && !talk.offers("SMTPUTF8") {
            self.open = Some(talk);
            return Err(Trouble::Never(
                "this mail server takes no address with other than ASCII before the @; call the customer instead"
                    .into(),
            ));
        }
        match talk.hand(&from, to.as_ref(), &message.formatted(), asks) {
            Ok(()) => {
                self.open = Some(talk);
                Ok(())
            }
            Err(halt) => {
                // Another message begins with a connection of its own, whatever state this one is in.
                if halt.code().is_some() {
                    talk.leave();
                }
                Err(self.trouble(&halt, asks))
            }
        }
    }

    /// The connection of the last message, where the server still answers, or a new one.
    fn ready(&mut self) -> Result<Talk, Trouble> {
        if let Some(mut talk) = self.open.take()
            && talk.may_go_on()
        {
            return Ok(talk);
        }
        Talk::begin(self.settings).map_err(|halt| self.trouble(&halt, Asks::Nothing))
    }

    fn trouble(&self, halt: &Halt, asks: Asks) -> Trouble {
        let text = halt.to_string();
        match blame(halt.turn, halt.code(), asks) {
            Blame::Notice => Trouble::Never(text),
            Blame::Nobody => Trouble::Again(text),
            Blame::Way => Trouble::Closed(format!("{}:{}: {text}", self.settings.host, self.settings.port)),
        }
    }
}

impl Drop for Server<'_> {
    fn drop(&mut self) {
        if let Some(mut talk) = self.open.take() {
            talk.leave();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outgoing::settings::Tls;
    use std::time::Duration;

    #[test]
    fn what_holds_the_way_names_the_server() {
        let settings = Smtp {
            host: "mail.example.cn".into(),
            port: 25,
            tls: Tls::None,
            login: None,
            from: "icp@example.cn".parse().unwrap(),
            timeout: Duration::from_secs(1),
            roots: None,
        };
        let server = Server::new(&settings);
        let halt = Halt::refused(Turn::From, 550, "sender rejected");
        let trouble = server.trouble(&halt, Asks::Nothing);
        assert_eq!(trouble, Trouble::Closed("mail.example.cn:25: MAIL FROM: 550 sender rejected".into()));
        let halt = Halt::refused(Turn::To, 550, "no such user");
        assert!(matches!(server.trouble(&halt, Asks::Nothing), Trouble::Never(_)));
    }
}
