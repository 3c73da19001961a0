//! Keys of an order's history.

use super::{Binding, Hint};
use crate::app::action::{Action, actions};
use crate::app::key::Key::{self, *};

actions!(
    /// What can be asked for in a history.
    HistoryAction {
        /// Down.
        Down = "history_down",
        /// Up.
        Up = "history_up",
        /// A page down.
        PageDown = "history_page_down",
        /// A page up.
        PageUp = "history_page_up",
        /// The newest line.
        Top = "history_top",
        /// The oldest line.
        Bottom = "history_bottom",
    }
);

const fn bind(keys: &'static [Key], action: HistoryAction, hint: Hint) -> Binding {
    Binding { keys, action: Action::History(action), hint }
}

/// The lines.
pub const HISTORY: &[Binding] = &[
    bind(&[Char('j'), Down], HistoryAction::Down, Hint::Footer(1)),
    bind(&[Char('k'), Up], HistoryAction::Up, Hint::Footer(2)),
    bind(&[PageDown, Char(' ')], HistoryAction::PageDown, Hint::Footer(3)),
    bind(&[PageUp], HistoryAction::PageUp, Hint::Help),
    bind(&[Char('g'), Home], HistoryAction::Top, Hint::Help),
    bind(&[Char('e'), End], HistoryAction::Bottom, Hint::Help),
];
