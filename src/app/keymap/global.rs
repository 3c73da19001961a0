//! Keys that count on every screen.

use super::{Binding, Hint};
use crate::app::action::{Action, actions};
use crate::app::key::Key::{Char, Ctrl, Esc, F};

actions!(
    /// What can be asked for on every screen.
    GlobalAction {
        /// Shows the keys.
        Help = "help",
        /// Finds an action by its name.
        Palette = "palette",
        /// The other language.
        Language = "language",
        /// The other colours.
        Theme = "theme",
        /// The statistics.
        Statistics = "statistics",
        /// The board.
        Board = "board",
        /// Locks the screen.
        Lock = "lock",
        /// Another person signs in.
        SignOut = "sign_out",
        /// The verdicts that can be undone.
        UndoList = "undo_list",
        /// Back to the screen before.
        Back = "back",
        /// Ends the program.
        Quit = "quit",
    }
);

const fn bind(keys: &'static [crate::app::key::Key], action: GlobalAction, hint: Hint) -> Binding {
    Binding { keys, action: Action::Global(action), hint }
}

/// Also while text is typed.
pub const GLOBAL: &[Binding] = &[
    bind(&[F(2)], GlobalAction::Language, Hint::Footer(80)),
    bind(&[F(4)], GlobalAction::Theme, Hint::Help),
    bind(&[Ctrl('l')], GlobalAction::Lock, Hint::Help),
    bind(&[Ctrl('q'), Ctrl('c')], GlobalAction::Quit, Hint::Footer(81)),
];

/// Not while text is typed.
pub const PLAIN: &[Binding] = &[
    bind(&[Char('?'), F(1)], GlobalAction::Help, Hint::Footer(90)),
    bind(&[Char(':'), Ctrl('p')], GlobalAction::Palette, Hint::Footer(91)),
    bind(&[Char('u')], GlobalAction::UndoList, Hint::Footer(60)),
    bind(&[F(3)], GlobalAction::Statistics, Hint::Help),
    bind(&[F(7)], GlobalAction::Board, Hint::Help),
    bind(&[F(9)], GlobalAction::SignOut, Hint::Help),
    bind(&[Esc, Char('q')], GlobalAction::Back, Hint::Footer(92)),
];
