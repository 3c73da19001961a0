//! Keys of popups, forms and the sign-in.

use super::{Binding, Hint};
use crate::app::action::{Action, actions};
use crate::app::key::Key::{self, *};

actions!(
    /// What can be asked for in a popup.
    DialogAction {
        /// One up.
        Up = "dialog_up",
        /// One down.
        Down = "dialog_down",
        /// A page up.
        PageUp = "dialog_page_up",
        /// A page down.
        PageDown = "dialog_page_down",
        /// The next input.
        NextField = "next_field",
        /// The input before.
        LastField = "last_field",
        /// The value before.
        Less = "value_before",
        /// The next value.
        More = "value_after",
        /// Back to no value.
        Clear = "clear",
        /// Takes what is chosen.
        Choose = "choose",
        /// Sends what was written.
        Submit = "submit",
        /// A line break.
        LineBreak = "line_break",
        /// Takes the chosen verdict back.
        Undo = "undo",
        /// Deletes what is chosen.
        Delete = "delete",
        /// Closes; what was written is kept.
        Close = "close",
        /// Ends the program.
        Leave = "leave",
        /// Stays at the desk.
        Stay = "stay",
    }
);

const fn bind(keys: &'static [Key], action: DialogAction, hint: Hint) -> Binding {
    Binding { keys, action: Action::Dialog(action), hint }
}

/// Sign-in and lock.
pub const SIGN_IN: &[Binding] = &[
    bind(&[Enter], DialogAction::Submit, Hint::Footer(1)),
    bind(&[Tab, Down], DialogAction::NextField, Hint::Footer(2)),
    bind(&[BackTab, Up], DialogAction::LastField, Hint::Help),
];

/// A form.
pub const FORM: &[Binding] = &[
    bind(&[Enter], DialogAction::Submit, Hint::Footer(1)),
    bind(&[Tab], DialogAction::NextField, Hint::Footer(2)),
    bind(&[BackTab], DialogAction::LastField, Hint::Help),
    bind(&[LineBreak, Ctrl('j')], DialogAction::LineBreak, Hint::Footer(3)),
    bind(&[Esc], DialogAction::Close, Hint::Footer(4)),
];

/// A list.
pub const MENU: &[Binding] = &[
    bind(&[Enter], DialogAction::Choose, Hint::Footer(1)),
    bind(&[Up], DialogAction::Up, Hint::Footer(2)),
    bind(&[Down], DialogAction::Down, Hint::Footer(3)),
    bind(&[PageUp], DialogAction::PageUp, Hint::Help),
    bind(&[PageDown], DialogAction::PageDown, Hint::Help),
    bind(&[Delete], DialogAction::Delete, Hint::Help),
    bind(&[Esc], DialogAction::Close, Hint::Footer(4)),
];

/// The verdicts that can be undone.
pub const UNDO: &[Binding] = &[
    bind(&[Char('U')], DialogAction::Undo, Hint::Footer(1)),
    bind(&[Char('k'), Up], DialogAction::Up, Hint::Footer(2)),
    bind(&[Char('j'), Down], DialogAction::Down, Hint::Footer(3)),
    bind(&[Esc, Char('q')], DialogAction::Close, Hint::Footer(4)),
];

/// The filter.
pub const FILTER: &[Binding] = &[
    bind(&[Char('k'), Up], DialogAction::Up, Hint::Footer(1)),
    bind(&[Char('j'), Down], DialogAction::Down, Hint::Footer(2)),
    bind(&[Enter, Char(' ')], DialogAction::Choose, Hint::Footer(3)),
    bind(&[Char('h'), Left], DialogAction::Less, Hint::Help),
    bind(&[Char('l'), Right], DialogAction::More, Hint::Help),
    bind(&[Char('x'), Backspace, Delete], DialogAction::Clear, Hint::Footer(4)),
    bind(&[Esc, Char('q'), Char('f')], DialogAction::Close, Hint::Footer(5)),
];

/// The help.
pub const HELP: &[Binding] = &[
    bind(&[Char('k'), Up], DialogAction::Up, Hint::Footer(1)),
    bind(&[Char('j'), Down], DialogAction::Down, Hint::Footer(2)),
    bind(&[PageUp], DialogAction::PageUp, Hint::Help),
    bind(&[PageDown, Char(' ')], DialogAction::PageDown, Hint::Help),
    bind(&[Esc, Char('q'), Char('?'), F(1)], DialogAction::Close, Hint::Footer(3)),
];

/// The question before the end; a key pressed once too often answers nothing.
pub const LEAVE: &[Binding] = &[
    bind(&[Char('y')], DialogAction::Leave, Hint::Footer(1)),
    bind(&[Char('n'), Esc], DialogAction::Stay, Hint::Footer(2)),
];
