//! Why something can't be done in the queue now.

use super::{Queue, held_by_other, in_review};
use crate::app::action::QueueAction;
use crate::app::say::Say;
use crate::app::screen::{At, told};
use crate::domain::permission::{Deed, Hold};
use crate::domain::sought::sought;
use crate::domain::verdict::Refusal;
use crate::domain::view::QueueRow;

/// The reason in a sentence; none = it can be done.
pub fn disabled(queue: &Queue, action: QueueAction, at: &At) -> Option<Say> {
    use QueueAction as Q;
    match action {
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
            Some(row) => not_allowed(row, action, at).or_else(|| for_row(row, action, at)),
        },
        _ => None,
    }
}

/// Why the table of who may do what has it for others, or for whoever holds the order.
fn not_allowed(row: &QueueRow, action: QueueAction, at: &At) -> Option<Say> {
    use QueueAction as Q;
    let deed = match action {
        Q::Claim => Deed::Claim,
        Q::Snooze => Deed::Snooze,
        Q::PutBack => Deed::PutBack,
        Q::Ask => Deed::Ask,
        Q::Mark | Q::Assign => Deed::Assign,
        Q::TakeBack => Deed::TakeBack,
        Q::Prioritise => Deed::Prioritise,
        Q::Answer => Deed::Answer,
        _ => return None,
    };
    let me = at.staff().map(|staff| staff.id);
    let mine = row.holder.as_ref().is_some_and(|holder| Some(holder.id) == me && holder.until > at.now);
    match at.refusal(deed, Some(row.stage), if mine { Hold::Mine } else { Hold::NotMine })? {
        Refusal::NotAllowed { who, .. } if who.is_empty() && !in_review(row) => {
            Some(Say::text("why.no_review_stage"))
        }
        Refusal::HoldFirst(_) => match held_by_other(row, at) {
            Some(name) if deed != Deed::PutBack => Some(Say::with("why.held_by", name)),
            _ => Some(Say::text("why.not_held")),
        },
        why => Some(told(&why)),
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
    held_by_other(row, at).map(|name| Say::with("why.held_by", name))
}
