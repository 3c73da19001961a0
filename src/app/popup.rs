//! What lies over a screen. A popup is a value, not a flag.

mod calls;
mod filter;
mod form;
mod help;
mod leave;
mod menu;
mod undo;

pub use calls::{Callee, Calls};
pub use filter::{FilterBox, Part as FilterPart};
pub use form::{Field, Form, Kept, Purpose};
pub use help::Help;
pub use leave::Leave;
pub use menu::{Item, Menu, Pick};
pub use undo::Undo;

use super::screen::Part;

/// A popup with its state.
#[derive(Debug)]
pub enum Popup {
    /// The keys of the screen.
    Help(Help),
    /// Something to write.
    Form(Form),
    /// Something to choose.
    Menu(Menu),
    /// Verdicts that can be undone.
    Undo(Undo),
    /// What narrows the queue.
    Filter(FilterBox),
    /// The log of calls.
    Calls(Calls),
    /// Whether the program ends.
    Leave(Leave),
}

impl Popup {
    /// The popup as a part.
    pub fn part(&self) -> &dyn Part {
        match self {
            Self::Help(popup) => popup,
            Self::Form(popup) => popup,
            Self::Menu(popup) => popup,
            Self::Undo(popup) => popup,
            Self::Filter(popup) => popup,
            Self::Calls(popup) => popup,
            Self::Leave(popup) => popup,
        }
    }

    /// The popup as a part that changes.
    pub fn part_mut(&mut self) -> &mut dyn Part {
        match self {
            Self::Help(popup) => popup,
            Self::Form(popup) => popup,
            Self::Menu(popup) => popup,
            Self::Undo(popup) => popup,
            Self::Filter(popup) => popup,
            Self::Calls(popup) => popup,
            Self::Leave(popup) => popup,
        }
    }
}

/// A place in a list of `len`, `by` further; it stays inside.
pub fn moved(at: usize, by: isize, len: usize) -> usize {
    at.saturating_add_signed(by).min(len.saturating_sub(1))
}
