//! The question before the program ends: yes or no, and nothing else counts.

use crate::app::action::{Action, DialogAction};
use crate::app::effect::Effect;
use crate::app::keymap::Context;
use crate::app::say::Say;
use crate::app::screen::{At, Go, Part, Reply};

/// The question.
#[derive(Debug, Default)]
pub struct Leave;

impl Part for Leave {
    fn context(&self) -> Context {
        Context::Leave
    }

    fn disabled(&self, _action: Action, _at: &At) -> Option<Say> {
        None
    }

    fn act(&mut self, action: Action, _at: &At) -> Reply {
        match action {
            Action::Dialog(DialogAction::Leave) => Reply::go(Go::ClosePopup).and(Effect::Quit),
            Action::Dialog(DialogAction::Stay) => Reply::go(Go::ClosePopup),
            _ => Reply::none(),
        }
    }
}
