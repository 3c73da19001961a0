//! Why something can't be done in the queue now.

use super::{Queue, held_by_other, in_review};
use crate::app::action::QueueAction;
use crate::app::say::{Say, role_text};
use crate::app::screen::At;
use crate::domain::people::Role;
use crate::domain::sought::sought;
use crate::domain::view::QueueRow;

/// The reason in a sentence; none = it can be done.
pub fn disabled(queue: &Queue, action: QueueAction, at: &At) -> Option<Say> {
    use QueueAction as Q;
    match action {
        Q::Mark | Q::Assign | Q::TakeBack | Q::Prioritise | Q::Answer if !at.supervises() => {
            Some(Say::text("why.supervisor"))
        }
        Q::Next if at.staff().is_none_or(|staff| staff.stages().is_empty()) => {
            Some(Say::text("why.no_review_role"))
        }
        Q::Sort if queue.what.filter.search.is_some() => Some(Say::text("why.search_newest")),
        Q::SaveView if queue.what.filter.search.as_deref().and_then(sought).is_some() => {
            Some(Say::text("why.number_view"))
        }
        Q::Open
        | Q::Claim
        | Q::Snooze
        | Q::PutBack
        | Q::Ask
        | Q::History
        | Q::CopyNo
        | Q::Mark
        | Q::Assign
        | Q::TakeBack
        | Q::Prioritise
        | Q::Answer => match queue.list.row() {
            None => Some(Say::text("why.no_row")),
            Some(row) => for_row(row, action, at),
        },
        _ => None,
    }
}

fn for_row(row: &QueueRow, action: QueueAction, at: &At) -> Option<Say> {
    let mine = row.holder.is_some() && held_by_other(row, at).is_none();
    match action {
        QueueAction::Claim => claim(row, at),
        QueueAction::PutBack if !mine => Some(Say::text("why.not_held")),
        QueueAction::Snooze | QueueAction::Ask if !in_review(row) => Some(Say::text("why.no_review_stage")),
        QueueAction::Snooze | QueueAction::Ask => {
            held_by_other(row, at).map(|name| Say::with("why.held_by", name))
        }
        QueueAction::TakeBack if row.holder.is_none() && row.assigned_to.is_none() => {
            Some(Say::text("why.nobody_holds"))
        }
        QueueAction::Answer if row.asked.is_none() => Some(Say::text("why.not_asked")),
        _ => None,
    }
}

fn claim(row: &QueueRow, at: &At) -> Option<Say> {
    let Some(role) = Role::deciding(row.stage) else {
        return Some(Say::text("why.no_review_stage"));
    };
    if !at.staff().is_some_and(|staff| staff.has(role) || staff.has(Role::Supervisor)) {
        return Some(Say::Text("why.role", vec![Say::text(role_text(role))]));
    }
    held_by_other(row, at).map(|name| Say::with("why.held_by", name))
}
