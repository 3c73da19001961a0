//! Keys of the review: moving and answering in lower case, verdicts in capitals.

use super::{Binding, Hint};
use crate::app::action::{Action, actions};
use crate::app::key::Key::{self, *};

actions!(
    /// What can be asked for in the review.
    ReviewAction {
        /// Down in the pane.
        Down = "review_down",
        /// Up in the pane.
        Up = "review_up",
        /// Approves, and goes on.
        Approve = "approve",
        /// Rejects, and goes on.
        Reject = "reject",
    }
);

/// What decides. Enter never does.
pub const VERDICTS: &[ReviewAction] = &[ReviewAction::Approve, ReviewAction::Reject];

const fn bind(keys: &'static [Key], action: ReviewAction, hint: Hint) -> Binding {
    Binding { keys, action: Action::Review(action), hint }
}

/// The three panes.
pub const REVIEW: &[Binding] = &[
    bind(&[Char('A')], ReviewAction::Approve, Hint::Footer(1)),
    bind(&[Char('R')], ReviewAction::Reject, Hint::Footer(2)),
    bind(&[Char('j'), Down], ReviewAction::Down, Hint::Help),
    bind(&[Char('k'), Up], ReviewAction::Up, Hint::Help),
];

/// A note or a free reason is typed.
pub const TYPING: &[Binding] = &[];

/// The notice, before a rejection goes through.
pub const NOTICE: &[Binding] = &[];
