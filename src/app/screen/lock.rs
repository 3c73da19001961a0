//! The locked screen. What was on the desk waits beneath, drafts included.

use super::sign_in::Attempt;
use super::{At, Part, Reply};
use crate::app::action::{Action, DialogAction};
use crate::app::effect::{Effect, Secret};
use crate::app::input::Input;
use crate::app::key::Key;
use crate::app::keymap::Context;
use crate::app::message::{Message, WaitingRefusal};
use crate::app::say::Say;
use chrono::{DateTime, Utc};

/// A locked desk.
#[derive(Debug)]
pub struct Lock {
    /// Whose it is.
    pub name: String,
    /// Passphrase; never drawn.
    pub passphrase: Input,
    /// The last try.
    pub attempt: Attempt,
    /// Why it was locked, where the account has changed.
    pub why: Option<Say>,
}

impl Lock {
    /// Locks the desk of this person.
    pub fn new(name: String) -> Self {
        Self { name, passphrase: Input::one_line(), attempt: Attempt::None, why: None }
    }
}

impl Part for Lock {
    fn context(&self) -> Context {
        Context::SignIn
    }

    fn disabled(&self, action: Action, at: &At) -> Option<Say> {
        match action {
            Action::Dialog(DialogAction::Submit) => self.attempt.disabled(at.now),
            Action::Dialog(DialogAction::NextField | DialogAction::LastField) => {
                Some(Say::text("why.not_here"))
            }
            _ => None,
        }
    }

    fn act(&mut self, action: Action, _at: &At) -> Reply {
        if action != Action::Dialog(DialogAction::Submit) || self.passphrase.is_empty() {
            return Reply::none();
        }
        self.attempt = Attempt::Asking;
        Reply::effect(Effect::Unlock { passphrase: Secret(self.passphrase.take()) })
    }

    fn typed(&mut self, key: Key, _at: &At) -> Reply {
        self.passphrase.key(key);
        Reply::none()
    }

    fn pasted(&mut self, text: &str, _at: &At) -> Reply {
        self.passphrase.insert(text);
        Reply::none()
    }

    fn hear(&mut self, message: &Message, _at: &At) -> Reply {
        self.attempt.hear(message);
        // A name is not asked for here, so it is not what was wrong.
        if let Message::SignInRefused(WaitingRefusal { wait_until: Some(until), .. }) = message {
            self.attempt = Attempt::Refused(Say::text("lock.refused"), Some(*until));
        }
        Reply::none()
    }

    fn wake(&self, at: &At) -> Option<DateTime<Utc>> {
        self.attempt.wake(at.now)
    }
}
