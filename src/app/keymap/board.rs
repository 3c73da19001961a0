//! Keys of the board.

use super::{Binding, Hint};
use crate::app::action::{Action, actions};
use crate::app::key::Key::{self, *};

actions!(
    /// What can be asked for on the board.
    BoardAction {
        /// Down.
        Down = "board_down",
        /// Up.
        Up = "board_up",
        /// A screen down.
        PageDown = "board_page_down",
        /// A screen up.
        PageUp = "board_page_up",
        /// The next list.
        NextList = "board_next_list",
        /// The list before.
        LastList = "board_last_list",
        /// Opens the order.
        Open = "board_open",
        /// It went well: verified, kept, reached, tried again.
        Good = "board_good",
        /// It went wrong: a wrong number, missed, not reached.
        Bad = "board_bad",
        /// Sends: a reminder, a curtain.
        Send = "board_send",
        /// Takes it off the list: an appointment, a notice.
        Drop = "board_drop",
        /// Loads again.
        Reload = "board_reload",
    }
);

const fn bind(keys: &'static [Key], action: BoardAction, hint: Hint) -> Binding {
    Binding { keys, action: Action::Board(action), hint }
}

/// The board. What changes an order is a capital, so that no stray key does it.
pub const BOARD: &[Binding] = &[
    bind(&[Char('j'), Down], BoardAction::Down, Hint::Help),
    bind(&[Char('k'), Up], BoardAction::Up, Hint::Help),
    bind(&[PageDown, Ctrl('d')], BoardAction::PageDown, Hint::Help),
    bind(&[PageUp, Ctrl('u')], BoardAction::PageUp, Hint::Help),
    bind(&[Tab], BoardAction::NextList, Hint::Footer(10)),
    bind(&[BackTab], BoardAction::LastList, Hint::Help),
    bind(&[Enter], BoardAction::Open, Hint::Footer(11)),
    bind(&[Char('Y')], BoardAction::Good, Hint::Footer(12)),
    bind(&[Char('N')], BoardAction::Bad, Hint::Footer(13)),
    bind(&[Char('S')], BoardAction::Send, Hint::Footer(14)),
    bind(&[Char('X')], BoardAction::Drop, Hint::Footer(15)),
    bind(&[Char('r')], BoardAction::Reload, Hint::Help),
];
