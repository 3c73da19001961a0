//! The keys of the screen beneath.

use super::moved;
use crate::app::action::{Action, DialogAction};
use crate::app::keymap::{Binding, Context};
use crate::app::mouse::{Gesture, Mouse};
use crate::app::say::Say;
use crate::app::screen::{At, Go, Part, Reply};

/// The help.
#[derive(Debug)]
pub struct Help {
    /// Whose keys it shows.
    pub about: Context,
    /// First line shown.
    pub scroll: usize,
}

impl Help {
    /// The help of a context.
    pub fn new(about: Context) -> Self {
        Self { about, scroll: 0 }
    }

    /// Its tables with their bindings, in the order of reading.
    pub fn sections(&self) -> Vec<(Context, &'static [Binding])> {
        self.about.tables().into_iter().map(|table| (table, table.bindings())).collect()
    }

    /// Number of its lines.
    pub fn len(&self) -> usize {
        self.sections().iter().map(|(_, bindings)| bindings.len() + 2).sum()
    }

    /// Never: every context has keys.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Part for Help {
    fn context(&self) -> Context {
        Context::Help
    }

    fn disabled(&self, _action: Action, _at: &At) -> Option<Say> {
        None
    }

    fn act(&mut self, action: Action, at: &At) -> Reply {
        let page = isize::try_from(at.size.1.saturating_sub(6)).unwrap_or(1);
        let by = match action {
            Action::Dialog(DialogAction::Up) => -1,
            Action::Dialog(DialogAction::Down) => 1,
            Action::Dialog(DialogAction::PageUp) => -page,
            Action::Dialog(DialogAction::PageDown) => page,
            Action::Dialog(DialogAction::Close) => return Reply::go(Go::ClosePopup),
            _ => 0,
        };
        let last = self.len().saturating_sub(usize::try_from(page).unwrap_or(1));
        self.scroll = moved(self.scroll, by, last + 1);
        Reply::none()
    }

    fn mouse(&mut self, mouse: Mouse, at: &At) -> Reply {
        match mouse.gesture {
            Gesture::WheelUp => self.act(Action::Dialog(DialogAction::Up), at),
            Gesture::WheelDown => self.act(Action::Dialog(DialogAction::Down), at),
            _ => Reply::none(),
        }
    }
}
