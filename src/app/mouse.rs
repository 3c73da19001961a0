//! The mouse, with what the last drawn frame says lies under it.

use super::action::Action;
use crate::domain::ids::OrderId;
use crate::domain::view::Tab;

/// What the mouse did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gesture {
    /// A click with the first button.
    Click,
    /// A second click at the same place, soon after.
    DoubleClick,
    /// The wheel, towards the reader.
    WheelDown,
    /// The wheel, away.
    WheelUp,
}

/// A thing on the screen that can be clicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A key hint in the footer, or a button.
    Do(Action),
    /// A tab.
    Tab(Tab),
    /// A row of the queue.
    Order(OrderId),
    /// A line of a popup's list.
    Choice(usize),
    /// A pane of the review screen, and the line in it.
    Pane {
        /// Its number from the left.
        pane: u8,
        /// The line of its content.
        line: usize,
    },
}

/// A gesture and its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    /// What it did.
    pub gesture: Gesture,
    /// What lies there.
    pub target: Option<Target>,
}
