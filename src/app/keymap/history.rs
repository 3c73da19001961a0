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
    }
);

const fn bind(keys: &'static [Key], action: HistoryAction, hint: Hint) -> Binding {
    Binding { keys, action: Action::History(action), hint }
}

/// The lines.
pub const HISTORY: &[Binding] = &[
    bind(&[Char('j'), Down], HistoryAction::Down, Hint::Help),
    bind(&[Char('k'), Up], HistoryAction::Up, Hint::Help),
];
