//! The lasting list of own verdicts that can still be taken back, and why others can't any more.

use super::moved;
use crate::app::action::{Action, DialogAction};
use crate::app::effect::Effect;
use crate::app::keymap::Context;
use crate::app::message::{Message, UndoableVerdict};
use crate::app::mouse::{Gesture, Mouse, Target};
use crate::app::say::Say;
use crate::app::screen::{At, Go, Part, Reply};

/// The list.
#[derive(Debug, Default)]
pub struct Undo {
    /// Its rows; none = not loaded yet.
    pub rows: Option<Vec<UndoableVerdict>>,
    /// The row under the cursor.
    pub selected: usize,
}

impl Undo {
    fn chosen(&self) -> Option<&UndoableVerdict> {
        self.rows.as_ref()?.get(self.selected)
    }
}

impl Part for Undo {
    fn context(&self) -> Context {
        Context::Undo
    }

    fn disabled(&self, action: Action, at: &At) -> Option<Say> {
        if action != Action::Dialog(DialogAction::Undo) {
            return None;
        }
        match self.chosen() {
            None => Some(Say::text("why.nothing_to_undo")),
            Some(row) if row.closed.is_some() => row.closed.clone().map(Say::Words),
            Some(row) if row.until <= at.now => Some(Say::text("why.grace_over")),
            Some(_) => None,
        }
    }

    fn act(&mut self, action: Action, _at: &At) -> Reply {
        let len = self.rows.as_ref().map_or(0, Vec::len);
        match action {
            Action::Dialog(DialogAction::Up) => self.selected = moved(self.selected, -1, len),
            Action::Dialog(DialogAction::Down) => self.selected = moved(self.selected, 1, len),
            Action::Dialog(DialogAction::Close) => return Reply::go(Go::ClosePopup),
            Action::Dialog(DialogAction::Undo) => {
                let verdict = self.chosen().map(|row| row.verdict_id.clone());
                return verdict.map_or_else(Reply::none, |id| Reply::effect(Effect::Undo(id)));
            }
            _ => {}
        }
        Reply::none()
    }

    fn mouse(&mut self, mouse: Mouse, at: &At) -> Reply {
        match (mouse.gesture, mouse.target) {
            (Gesture::WheelUp, _) => self.act(Action::Dialog(DialogAction::Up), at),
            (Gesture::WheelDown, _) => self.act(Action::Dialog(DialogAction::Down), at),
            (_, Some(Target::Choice(row))) => {
                self.selected = moved(row, 0, self.rows.as_ref().map_or(0, Vec::len));
                Reply::none()
            }
            _ => Reply::none(),
        }
    }

    fn hear(&mut self, message: &Message, _at: &At) -> Reply {
        if let Message::Undoable(rows) = message {
            self.selected = moved(self.selected, 0, rows.len());
            self.rows = Some(rows.clone());
        }
        Reply::none()
    }
}
