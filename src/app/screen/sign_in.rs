//! Sign-in: name and passphrase.

use super::{At, Part, Reply};
use crate::app::action::{Action, DialogAction};
use crate::app::effect::{Effect, Secret};
use crate::app::input::Input;
use crate::app::key::Key;
use crate::app::keymap::Context;
use crate::app::message::Message;
use crate::app::say::Say;
use chrono::{DateTime, TimeDelta, Utc};

/// The input that takes the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Focus {
    /// Name.
    #[default]
    Name,
    /// Passphrase.
    Passphrase,
}

/// What became of the last try.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Attempt {
    /// There was none.
    #[default]
    None,
    /// It is being checked.
    Asking,
    /// It was refused.
    Refused(Say, Option<DateTime<Utc>>),
}

impl Attempt {
    /// Seconds until the next try may come.
    pub fn wait(&self, now: DateTime<Utc>) -> Option<i64> {
        match self {
            Self::Refused(_, Some(until)) if *until > now => {
                Some(((*until - now).num_milliseconds() + 999).div_euclid(1000))
            }
            _ => None,
        }
    }

    /// Why no try can be made now.
    pub fn disabled(&self, now: DateTime<Utc>) -> Option<Say> {
        match self.wait(now) {
            Some(seconds) => Some(Say::with("why.wait", seconds.to_string())),
            None if *self == Self::Asking => Some(Say::text("why.asking")),
            None => None,
        }
    }

    /// While somebody waits, every second is shown.
    pub fn wake(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.wait(now).map(|_| now + TimeDelta::seconds(1))
    }

    /// Takes the answer to a try.
    pub fn hear(&mut self, message: &Message) {
        match message {
            Message::SignInRefused(refusal) => {
                *self = Self::Refused(Say::Words(refusal.sentence.clone()), refusal.wait_until);
            }
            Message::WorkerFailed(sentence) if *self == Self::Asking => {
                *self = Self::Refused(Say::Words(sentence.clone()), None);
            }
            _ => {}
        }
    }
}

/// The sign-in.
#[derive(Debug, Default)]
pub struct SignIn {
    /// Name.
    pub name: Input,
    /// Passphrase; never drawn.
    pub passphrase: Input,
    /// Where the caret is.
    pub focus: Focus,
    /// The last try.
    pub attempt: Attempt,
}

impl SignIn {
    fn input(&mut self) -> &mut Input {
        match self.focus {
            Focus::Name => &mut self.name,
            Focus::Passphrase => &mut self.passphrase,
        }
    }

    fn submit(&mut self) -> Reply {
        if self.focus == Focus::Name && self.passphrase.is_empty() {
            self.focus = Focus::Passphrase;
            return Reply::none();
        }
        if self.name.text().trim().is_empty() || self.passphrase.is_empty() {
            return Reply::say(Say::text("why.name_and_passphrase"));
        }
        self.attempt = Attempt::Asking;
        let name = self.name.text().trim().to_owned();
        Reply::effect(Effect::SignIn { name, passphrase: Secret(self.passphrase.take()) })
    }
}

impl Part for SignIn {
    fn context(&self) -> Context {
        Context::SignIn
    }

    fn disabled(&self, action: Action, at: &At) -> Option<Say> {
        match action {
            Action::Dialog(DialogAction::Submit) => self.attempt.disabled(at.now),
            _ => None,
        }
    }

    fn act(&mut self, action: Action, _at: &At) -> Reply {
        match action {
            Action::Dialog(DialogAction::Submit) => return self.submit(),
            Action::Dialog(DialogAction::NextField | DialogAction::LastField) => {
                self.focus = match self.focus {
                    Focus::Name => Focus::Passphrase,
                    Focus::Passphrase => Focus::Name,
                }
            }
            _ => {}
        }
        Reply::none()
    }

    fn typed(&mut self, key: Key, _at: &At) -> Reply {
        self.input().key(key);
        Reply::none()
    }

    fn pasted(&mut self, text: &str, _at: &At) -> Reply {
        self.input().insert(text);
        Reply::none()
    }

    fn hear(&mut self, message: &Message, _at: &At) -> Reply {
        self.attempt.hear(message);
        if matches!(message, Message::SignInRefused(_)) {
            self.focus = Focus::Passphrase;
        }
        Reply::none()
    }

    fn wake(&self, at: &At) -> Option<DateTime<Utc>> {
        self.attempt.wake(at.now)
    }
}
