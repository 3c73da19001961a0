//! Keys of the log of calls: the first opens it over the order, the second puts the call on record.

use super::{Binding, Hint};
use crate::app::action::{Action, DialogAction, actions};
use crate::app::key::Key::{self, *};

actions!(
    /// How a call to the customer ended.
    CallAction {
        /// He was reached.
        Reached = "call_reached",
        /// He was not.
        NotReached = "call_not_reached",
        /// He was not; again in an hour, before anything is decided against him.
        AgainInAnHour = "call_again_in_an_hour",
        /// He was not; again at a time that is typed.
        AgainAt = "call_again_at",
        /// He was reached; what was said is typed.
        ReachedNote = "call_reached_note",
        /// Another person of the order.
        OtherPerson = "call_other_person",
    }
);

const fn bind(keys: &'static [Key], action: CallAction, hint: Hint) -> Binding {
    Binding { keys, action: Action::Call(action), hint }
}

/// The log of calls.
pub const CALL: &[Binding] = &[
    bind(&[Char('r')], CallAction::Reached, Hint::Footer(1)),
    bind(&[Char('e')], CallAction::ReachedNote, Hint::Footer(2)),
    bind(&[Char('n')], CallAction::NotReached, Hint::Footer(3)),
    bind(&[Char('h')], CallAction::AgainInAnHour, Hint::Footer(4)),
    bind(&[Char('t')], CallAction::AgainAt, Hint::Footer(5)),
    bind(&[Tab], CallAction::OtherPerson, Hint::Footer(6)),
    Binding { keys: &[Esc, Char('q')], action: Action::Dialog(DialogAction::Close), hint: Hint::Footer(7) },
];
