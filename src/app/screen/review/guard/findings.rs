//! Why something can't be done with a finding, or with a field, now.

use super::{Review, busy, not_in_review};
use crate::app::say::Say;
use crate::app::screen::At;
use crate::app::screen::review::dialog::Dialog;
use crate::app::screen::review::findings::Group;
use crate::app::screen::review::layout::Pane;
use crate::app::screen::review::mend::{Inputs, Mending};
use crate::catalog::profile::AssistedAmendment;
use crate::domain::amendment::may_amend;
use crate::domain::finding::Found;
use crate::domain::rule::How;

/// There is none.
pub(super) fn none(review: &Review) -> Option<Say> {
    review.view.findings.is_empty().then(|| Say::text("why.no_findings"))
}

/// Why the answering keys do nothing on a finding: it is no item of the checklist, and they never hit one that is
/// out of sight.
pub(super) fn answer(review: &Review, at: &At) -> Option<Say> {
    if review.panes.focus != Pane::Findings || review.item_of_finding(at.catalog).is_some() {
        return None;
    }
    let decided = review.finding().is_some_and(|one| one.finding.how == How::Auto && !one.finding.is_open());
    Some(Say::text(if decided { "why.decided_finding" } else { "why.finding_without_item" }))
}

/// Why the finding under the cursor gives no reason by one key.
pub(super) fn take(review: &Review, at: &At) -> Option<Say> {
    if review.panes.focus == Pane::Tray {
        let suggested = review.panes.cursor(Pane::Tray) >= review.work.reasons.len();
        let none = review.filled.suggested == 0 || !suggested;
        return none.then(|| Say::text("why.no_suggestion_here"));
    }
    if review.earlier_at_cursor().is_some() {
        return None;
    }
    let Some(one) = review.finding_here(at.catalog) else { return Some(Say::text("why.no_finding_here")) };
    match (one.group, one.finding.is, one.finding.how) {
        (Group::Pointer, ..) => {
            let carrier = one.finding.points_to.as_ref().map(ToString::to_string).unwrap_or_default();
            Some(Say::with("why.pointer", carrier))
        }
        (Group::Overruled, ..) => Some(Say::text("why.is_overruled")),
        (_, Found::Open, _) => Some(Say::text("why.open_finding")),
        (_, _, How::Assist | How::Human) => Some(Say::text("why.assist_finding")),
        (_, Found::Fault, How::Auto) => None,
    }
}

/// Why the finding under the cursor can't be overruled.
pub(super) fn overrule(review: &Review, at: &At) -> Option<Say> {
    busy(review).or_else(|| not_in_review(review)).or_else(|| {
        let here = review.finding_here(at.catalog);
        let blocks = here.is_some_and(|one| one.finding.is_blocking());
        (!blocks).then(|| Say::text("why.not_blocking"))
    })
}

/// Why no field can be mended here.
pub(super) fn amend(review: &Review, at: &At) -> Option<Say> {
    if let Some(why) = consent(review, at) {
        return Some(why);
    }
    let Some((path, _)) = review.field_to_mend(at) else { return Some(Say::text("why.no_field")) };
    locked(review, &path, at)
}

/// What the order has not from its customer, nobody here can change.
fn locked(review: &Review, path: &str, at: &At) -> Option<Say> {
    let order = &review.view.order;
    let path = match Mending::of(order, path, None).inputs {
        Inputs::Fields(fields) => fields.into_iter().next()?.1,
        Inputs::Lines(_) => return None,
    };
    may_amend(order, &path).err().map(|why| Say::Words(why.sentence(at.settings.lang)))
}

/// Why the mend of the finding under the cursor can't be taken over.
pub(super) fn fix(review: &Review, at: &At) -> Option<Say> {
    match &review.dialog {
        Some(Dialog::Fix(_)) => return None,
        Some(_) => return Some(Say::text("why.not_here")),
        None => {}
    }
    let Some(one) = review.finding_here(at.catalog) else { return Some(Say::text("why.no_finding_here")) };
    if one.finding.fix.is_none() {
        return Some(Say::text("why.no_fix"));
    }
    consent(review, at)
}

/// What the provider's terms and the customer allow.
fn consent(review: &Review, at: &At) -> Option<Say> {
    let order = &review.view.order;
    let profile = at.catalog.profile(&order.profile);
    if profile.is_some_and(|profile| profile.assisted_amendment == AssistedAmendment::Off) {
        return Some(Say::text("why.no_amend_terms"));
    }
    (order.consents.assisted_amendment != Some(true)).then(|| Say::text("why.no_consent"))
}
