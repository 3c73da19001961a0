//! The state that follows from events.
//!
//! The log is the truth: [`apply`] is the only way from one state to the next, inside the desk's write
//! transaction and again when `doctor` rebuilds every state from the log.

use super::super::finding::Overruled;
use super::super::ids::{PersonRef, UserId, VerdictId};
use super::super::life::{HandOver, Life, Reminder, SmsOutcome};
use super::super::stage::{self, Flow, Move, RevisionScope, Stage};
use super::super::verdict::VerdictKind;
use super::{Event, Scope};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The state of an order: a fold of its events, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderState {
    /// Stage.
    pub stage: Stage,
    /// The stage that returned it, while it is returned.
    pub returned_from: Option<Stage>,
    /// Revision.
    pub revision: u32,
    /// Since when it waits in this stage.
    pub waiting_since: DateTime<Utc>,
    /// When the stage is due.
    pub due_at: Option<DateTime<Utc>>,
    /// Who passed first review, while that approval stands.
    pub passed_first_by: Option<UserId>,
    /// The last verdict, while it can be undone.
    pub last_verdict: Option<VerdictId>,
    /// How often it was returned.
    pub returned_count: u32,
    /// Priority.
    pub priority: i64,
    /// To whom it was given.
    pub assigned_to: Option<UserId>,
    /// Put aside until.
    pub snoozed_until: Option<DateTime<Utc>>,
    /// What a supervisor was asked.
    pub asked: Option<String>,
    /// Findings of this revision that a supervisor overruled.
    #[serde(default)]
    pub overruled: Vec<Overruled>,
    /// Hand-over, SMS verification, reminders, calls.
    #[serde(default)]
    pub life: Life,
}

/// Why an event can't follow.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadEvent {
    /// The stage table does not have it.
    #[error(transparent)]
    Stage(#[from] stage::NoTransition),
    /// An order begins with revision 1 and goes on one by one.
    #[error("revision {came} can't follow revision {has}")]
    Revision {
        /// Revision that came.
        came: u32,
        /// Revision that is here; 0 = none.
        has: u32,
    },
    /// A verdict about another stage than the order's.
    #[error("a verdict of stage {verdict} can't decide stage {order}")]
    WrongStage {
        /// The verdict's.
        verdict: Stage,
        /// The order's.
        order: Stage,
    },
    /// An undo of a verdict that is not the last.
    #[error("only the last verdict can be undone")]
    NotLast,
    /// Something that only follows a hand-over.
    #[error("the order has not been handed over yet")]
    NotHandedOver,
    /// An order is handed over once.
    #[error("the order was handed over already")]
    HandedOver,
    /// An SMS result about somebody who need not verify, or did so already.
    #[error("{} has nothing to verify in this order", .0.shown())]
    NotVerifying(PersonRef),
    /// An event about an order that is not there.
    #[error("the order does not exist yet")]
    NoOrder,
}

/// The state after `event`, made by `actor` at `at`.
pub fn apply(
    state: Option<&OrderState>,
    event: &Event,
    actor: Option<UserId>,
    at: DateTime<Utc>,
    flow: &Flow,
) -> Result<OrderState, BadEvent> {
    if let Event::Imported { revision, scope, since, due_at, .. } = event {
        return imported(state, *revision, *scope, *due_at, since.unwrap_or(at), flow);
    }
    let before = state.ok_or(BadEvent::NoOrder)?;
    let mut after = before.clone();
    match event {
        Event::Decided { verdict, kind, stage, due_at, .. } => {
            decided(&mut after, (verdict, *kind, *stage), actor, flow)?;
            after.enter(at, *due_at);
        }
        Event::Undone { verdict, back_to, since, due_at, asked } => {
            if before.last_verdict.as_ref() != Some(verdict) {
                return Err(BadEvent::NotLast);
            }
            after.stage = stage::next(before.stage, Move::Undo { back_to: *back_to }, flow)?;
            if before.stage == Stage::Returned {
                after.returned_count = before.returned_count.saturating_sub(1);
            }
            if *back_to == Stage::FirstReview {
                after.passed_first_by = None;
            }
            after.returned_from = None;
            after.last_verdict = None;
            after.enter(since.unwrap_or(at), *due_at);
            after.asked.clone_from(asked);
        }
        Event::MaterialsComplete { due_at } => {
            after.stage = stage::next(before.stage, Move::MaterialsComplete, flow)?;
            after.enter(at, *due_at);
        }
        Event::GivenUp { .. } | Event::Expired { .. } => {
            after.stage = stage::next(before.stage, Move::Abandon, flow)?;
            after.returned_from = None;
            after.last_verdict = None;
            after.enter(at, None);
        }
        // What has left the house can't be taken back.
        Event::Supplemented { .. }
        | Event::PaperReceived { .. }
        | Event::Amended { .. }
        | Event::CurtainSent { .. } => {
            after.last_verdict = None;
        }
        Event::Overruled { item, why } => {
            after.overruled.retain(|word| word.item != *item);
            after.overruled.push(Overruled { item: item.clone(), why: why.clone() });
        }
        Event::HandedOver { .. }
        | Event::SmsTried { .. }
        | Event::SmsPassed { .. }
        | Event::Returned { .. }
        | Event::Filed { .. } => outside(&mut after, event, at, flow)?,
        Event::Reminded { what: Reminder::Waiting, nth } => {
            after.life.reminders = nth.unwrap_or(0).max(before.life.reminders + 1);
        }
        Event::Reminded { what: Reminder::SmsLapse, .. } => {
            after.life.sms.as_mut().ok_or(BadEvent::NotHandedOver)?.warned = true;
        }
        Event::Called { again_at, .. } => after.life.call_again_at = *again_at,
        Event::Claimed => after.snoozed_until = None,
        Event::TakenBack { .. } => after.assigned_to = None,
        Event::Assigned { to, .. } => after.assigned_to = *to,
        Event::Asked { note } => after.asked = Some(note.clone()),
        Event::Answered { .. } => after.asked = None,
        Event::Snoozed { until, .. } => after.snoozed_until = Some(*until),
        Event::Prioritised { priority, .. } => after.priority = *priority,
        Event::Imported { .. }
        | Event::PutBack { .. }
        | Event::Released
        | Event::Revealed { .. }
        | Event::Viewed { .. }
        | Event::Noted { .. }
        | Event::RecheckDrawn { .. }
        | Event::Rechecked { .. }
        | Event::Appointed { .. }
        | Event::AppointmentEnded { .. }
        | Event::NoticeSent { .. }
        | Event::NoticeFailed { .. }
        | Event::NoticeWithdrawn { .. }
        | Event::NoticeRetried { .. }
        | Event::SecondWord { .. }
        | Event::Purged { .. }
        | Event::FoundAtUpgrade { .. }
        | Event::Home { .. } => {}
    }
    Ok(after)
}

/// What happens once an order has passed its reviews.
fn outside(after: &mut OrderState, event: &Event, at: DateTime<Utc>, flow: &Flow) -> Result<(), BadEvent> {
    let from = after.stage;
    match event {
        Event::HandedOver { package, digest, sms, due_at } => {
            if !matches!(from, Stage::Sms | Stage::Bureau) || sms.is_some() != (from == Stage::Sms) {
                return Err(stage::NoTransition { from, wanted: "hand-over" }.into());
            }
            if after.life.handed_over.is_some() {
                return Err(BadEvent::HandedOver);
            }
            after.life.handed_over = Some(HandOver { at, package: package.clone(), digest: digest.clone() });
            after.life.sms.clone_from(sms);
            // What has left the house can't be taken back.
            after.last_verdict = None;
            after.due_at = *due_at;
        }
        Event::SmsTried { person, outcome } => {
            let check = after.life.sms.as_mut().filter(|_| from == Stage::Sms);
            let one = check.ok_or(BadEvent::NotHandedOver)?.of_mut(person);
            let one = one.filter(|one| one.verified.is_none());
            let one = one.ok_or_else(|| BadEvent::NotVerifying(person.clone()))?;
            match outcome {
                SmsOutcome::Sent => one.sent = Some(at),
                SmsOutcome::Verified => one.verified = Some(at),
                SmsOutcome::Wrong => one.wrong += 1,
            }
        }
        Event::SmsPassed { due_at } => {
            after.stage = stage::next(from, Move::SmsPassed, flow)?;
            if after.life.sms.as_ref().is_some_and(|check| !check.passed()) {
                return Err(stage::NoTransition { from, wanted: "SMS passed" }.into());
            }
            let (verdict, life) = (after.last_verdict.take(), after.life.clone());
            after.enter(at, *due_at);
            (after.last_verdict, after.life.handed_over, after.life.sms) =
                (verdict, life.handed_over, life.sms);
        }
        Event::Returned { stage, .. } => {
            if *stage != from {
                return Err(stage::NoTransition { from, wanted: "return" }.into());
            }
            handed_over(after)?;
            after.stage = stage::next(from, Move::Return, flow)?;
            after.returned_from = Some(from);
            after.returned_count += 1;
            after.enter(at, None);
        }
        Event::Filed { .. } => {
            handed_over(after)?;
            after.stage = stage::next(from, Move::File, flow)?;
            after.enter(at, None);
        }
        _ => {}
    }
    Ok(())
}

/// Nothing comes back that never left.
fn handed_over(state: &OrderState) -> Result<(), BadEvent> {
    state.life.handed_over.as_ref().map(drop).ok_or(BadEvent::NotHandedOver)
}

/// Revision 1 opens an order; a later one brings a returned order back.
fn imported(
    state: Option<&OrderState>,
    revision: u32,
    scope: Option<Scope>,
    due_at: Option<DateTime<Utc>>,
    at: DateTime<Utc>,
    flow: &Flow,
) -> Result<OrderState, BadEvent> {
    let Some(before) = state else {
        if revision != 1 {
            return Err(BadEvent::Revision { came: revision, has: 0 });
        }
        return Ok(OrderState {
            stage: flow.0.first().copied().unwrap_or(Stage::FirstReview),
            returned_from: None,
            revision,
            waiting_since: at,
            due_at,
            passed_first_by: None,
            last_verdict: None,
            returned_count: 0,
            priority: 0,
            assigned_to: None,
            snoozed_until: None,
            asked: None,
            overruled: Vec::new(),
            life: Life::default(),
        });
    };
    if revision != before.revision + 1 {
        return Err(BadEvent::Revision { came: revision, has: before.revision });
    }
    let scope = match scope {
        Some(Scope::OnlySecondReview) => RevisionScope::OnlySecondReview,
        _ => RevisionScope::Wider,
    };
    let returned_from = before.returned_from.unwrap_or(Stage::FirstReview);
    let mut after = before.clone();
    after.stage = stage::next(before.stage, Move::Resubmit { returned_from, scope }, flow)?;
    if after.stage == Stage::FirstReview {
        after.passed_first_by = None;
    }
    after.revision = revision;
    after.returned_from = None;
    after.last_verdict = None;
    after.overruled.clear();
    after.enter(at, due_at);
    Ok(after)
}

fn decided(
    after: &mut OrderState,
    (verdict, kind, stage): (&VerdictId, VerdictKind, Stage),
    actor: Option<UserId>,
    flow: &Flow,
) -> Result<(), BadEvent> {
    if stage != after.stage {
        return Err(BadEvent::WrongStage { verdict: stage, order: after.stage });
    }
    let step = match kind {
        VerdictKind::Approve => Move::Approve,
        VerdictKind::Reject => Move::Reject,
    };
    after.stage = stage::next(stage, step, flow)?;
    match kind {
        VerdictKind::Approve if stage == Stage::FirstReview => after.passed_first_by = actor,
        VerdictKind::Approve => {}
        VerdictKind::Reject => {
            after.returned_from = Some(stage);
            after.returned_count += 1;
        }
    }
    after.last_verdict = Some(verdict.clone());
    Ok(())
}

impl OrderState {
    /// A new stage begins: its clock starts, and what was said about the old one falls away.
    fn enter(&mut self, at: DateTime<Utc>, due_at: Option<DateTime<Utc>>) {
        self.waiting_since = at;
        self.due_at = due_at;
        self.snoozed_until = None;
        self.assigned_to = None;
        self.asked = None;
        self.life = Life::default();
    }
}
