//! What happens to an order, and the state that follows from it.
//!
//! The log is the truth: [`apply`] is the only way from one state to the next, inside the desk's write
//! transaction and again when `doctor` rebuilds every state from the log.

use super::amendment::Amendment;
use super::checklist::{ChosenReason, ItemKey};
use super::finding::Overruled;
use super::ids::{PersonRef, Sha256, UserId, VerdictId};
use super::life::{
    Appointment, AppointmentEnd, CallResult, HandOver, Life, Medium, Parcel, PasswordKept, Reminder,
    ReturnCause, SiteNumber, SmsCheck, SmsOutcome,
};
use super::order::AttachmentKind;
use super::stage::{self, Flow, Move, RevisionScope, Stage};
use super::verdict::VerdictKind;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// An event of the log. Its JSON is stored and hashed; variants are added, never changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum Event {
    /// A revision came in.
    Imported {
        /// Revision.
        revision: u32,
        /// Hash of its content, attachments included.
        content: Sha256,
        /// Its scope against the revision before.
        #[serde(default)]
        scope: Option<Scope>,
        /// Since when it waits, where that lies before the import.
        #[serde(default)]
        since: Option<DateTime<Utc>>,
        /// When its stage is due.
        due_at: Option<DateTime<Utc>>,
    },
    /// Attachments of the verification stage came in.
    Supplemented {
        /// Hash of its content.
        content: Sha256,
        /// Number of files.
        files: usize,
    },
    /// All that the verification stage waits for is here.
    MaterialsComplete {
        /// When the next stage is due.
        due_at: Option<DateTime<Utc>>,
    },
    /// Staff logged a paper original.
    PaperReceived {
        /// Which document.
        kind: AttachmentKind,
        /// Whose: a site's id, or `order`.
        owner: String,
    },
    /// Somebody took the order.
    Claimed,
    /// Its holder put it back.
    PutBack {
        /// Why.
        note: String,
    },
    /// Its holder left it without a word (closed the desk, went to another order).
    Released,
    /// A supervisor took it back.
    TakenBack {
        /// From whom.
        from: UserId,
        /// Why.
        reason: String,
    },
    /// A supervisor gave it to somebody.
    Assigned {
        /// To whom; none = to everybody again.
        to: Option<UserId>,
        /// His name at that time.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    },
    /// A verdict.
    Decided {
        /// Its id.
        verdict: VerdictId,
        /// Approve or reject.
        kind: VerdictKind,
        /// The stage in which it was made.
        stage: Stage,
        /// Its reasons.
        reasons: Vec<ChosenReason>,
        /// Overridden by a supervisor with this reason.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        override_reason: Option<String>,
        /// When the next stage is due.
        due_at: Option<DateTime<Utc>>,
    },
    /// A verdict was taken back by its author.
    Undone {
        /// Its id.
        verdict: VerdictId,
        /// The stage to which it leads back.
        back_to: Stage,
        /// Since when the order had waited there before the verdict.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<DateTime<Utc>>,
        /// When that stage is due.
        due_at: Option<DateTime<Utc>>,
        /// What a supervisor was asked there, and had not answered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        asked: Option<String>,
    },
    /// A supervisor was asked.
    Asked {
        /// What.
        note: String,
    },
    /// The supervisor answered.
    Answered {
        /// What.
        note: String,
    },
    /// Put aside until a time.
    Snoozed {
        /// Until when.
        until: DateTime<Utc>,
        /// Why.
        note: String,
    },
    /// A supervisor changed its priority.
    Prioritised {
        /// New priority.
        priority: i64,
        /// Why.
        reason: String,
    },
    /// Personal data was shown in the clear.
    Revealed {
        /// Which field, never its value.
        field: String,
    },
    /// A note.
    Noted {
        /// Its text.
        note: String,
    },
    /// The customer gave up.
    GivenUp {
        /// Why.
        reason: String,
    },
    /// An approval was drawn for a re-check.
    RecheckDrawn {
        /// The verdict.
        verdict: VerdictId,
    },
    /// An approval was re-checked.
    Rechecked {
        /// The verdict.
        verdict: VerdictId,
        /// Whether it held.
        result: RecheckResult,
        /// Why.
        note: String,
    },
    /// A supervisor overruled an automatic finding.
    Overruled {
        /// Rule and subject.
        item: ItemKey,
        /// Why.
        why: String,
    },
    /// Staff mended fields with the customer's consent; the package itself stays as it came.
    Amended {
        /// Each field with its value before and after.
        changes: Vec<Amendment>,
    },
    /// The package for the bureau was written, and left the house.
    HandedOver {
        /// Name of its folder.
        package: String,
        /// Hash of its manifest.
        digest: Sha256,
        /// The SMS verification that begins; none where nobody must verify.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sms: Option<SmsCheck>,
        /// When the present stage is due.
        due_at: Option<DateTime<Utc>>,
    },
    /// The bureau's SMS verification told something about a person.
    SmsTried {
        /// Who.
        person: PersonRef,
        /// What.
        outcome: SmsOutcome,
    },
    /// Everybody who must verify has done so, or nobody must.
    SmsPassed {
        /// When the next stage is due.
        due_at: Option<DateTime<Utc>>,
    },
    /// The order came back after its reviews.
    Returned {
        /// From where.
        stage: Stage,
        /// Why.
        cause: ReturnCause,
        /// The bureau's reasons.
        #[serde(default)]
        reasons: Vec<ChosenReason>,
    },
    /// The bureau passed it.
    Filed {
        /// Filing number of the entity; none for a cancellation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        entity_number: Option<String>,
        /// Filing numbers of its sites.
        #[serde(default)]
        sites: Vec<SiteNumber>,
        /// Whether a password came with it.
        #[serde(default)]
        password: PasswordKept,
    },
    /// The customer was reminded.
    Reminded {
        /// Of what.
        what: Reminder,
        /// As how manieth reminder of this stage it counts, where earlier ones were passed over.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        nth: Option<u32>,
    },
    /// The customer left the order alone for too long.
    Expired {
        /// Days that it had waited.
        days: u32,
    },
    /// A curtain was sent.
    CurtainSent {
        /// How.
        parcel: Parcel,
    },
    /// An appointment was made.
    Appointed {
        /// Which.
        appointment: Appointment,
    },
    /// An appointment ended.
    AppointmentEnded {
        /// Who was to come.
        person: PersonRef,
        /// How it ended.
        end: AppointmentEnd,
    },
    /// Staff called the customer.
    Called {
        /// Whom.
        person: PersonRef,
        /// With what result.
        result: CallResult,
        /// What was said.
        note: String,
        /// When to call again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        again_at: Option<DateTime<Utc>>,
    },
    /// A notice left the house.
    NoticeSent {
        /// Its number in the outbox.
        notice: i64,
        /// What it was about.
        kind: String,
        /// By which way.
        medium: Medium,
        /// To whom.
        to: PersonRef,
    },
    /// A notice can't be delivered; a person must look.
    NoticeFailed {
        /// Its number in the outbox.
        notice: i64,
        /// What it was about.
        kind: String,
        /// By which way.
        medium: Medium,
        /// What the other side said (unsafe text).
        error: String,
    },
    /// Somebody took a notice back before it left.
    NoticeWithdrawn {
        /// Its number in the outbox.
        notice: i64,
        /// What it was about.
        kind: String,
        /// By which way.
        medium: Medium,
    },
    /// Somebody had a notice tried again that could not be delivered.
    NoticeRetried {
        /// Its number in the outbox.
        notice: i64,
        /// What it was about.
        kind: String,
        /// By which way.
        medium: Medium,
    },
    /// Files of a finished order were deleted, as the home's policy has it.
    Purged {
        /// Number of files.
        files: usize,
    },
    /// Something about the home: people, settings, copies. Never about an order.
    Home {
        /// What, as a short slug: `user_added`, `user_disabled`, `passphrase_set`, `signed_in` …
        what: String,
        /// About what or whom.
        about: String,
    },
}

/// How wide a new revision is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Nothing but the second review's own documents.
    OnlySecondReview,
    /// Anything else.
    Wider,
}

/// Result of a re-check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecheckResult {
    /// The approval was right.
    Upheld,
    /// Something was overlooked.
    Overlooked,
}

impl Event {
    /// The event's name, as in its JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Imported { .. } => "imported",
            Self::Supplemented { .. } => "supplemented",
            Self::MaterialsComplete { .. } => "materials_complete",
            Self::PaperReceived { .. } => "paper_received",
            Self::Claimed => "claimed",
            Self::PutBack { .. } => "put_back",
            Self::Released => "released",
            Self::TakenBack { .. } => "taken_back",
            Self::Assigned { .. } => "assigned",
            Self::Decided { .. } => "decided",
            Self::Undone { .. } => "undone",
            Self::Asked { .. } => "asked",
            Self::Answered { .. } => "answered",
            Self::Snoozed { .. } => "snoozed",
            Self::Prioritised { .. } => "prioritised",
            Self::Revealed { .. } => "revealed",
            Self::Noted { .. } => "noted",
            Self::GivenUp { .. } => "given_up",
            Self::RecheckDrawn { .. } => "recheck_drawn",
            Self::Rechecked { .. } => "rechecked",
            Self::Overruled { .. } => "overruled",
            Self::Amended { .. } => "amended",
            Self::HandedOver { .. } => "handed_over",
            Self::SmsTried { .. } => "sms_tried",
            Self::SmsPassed { .. } => "sms_passed",
            Self::Returned { .. } => "returned",
            Self::Filed { .. } => "filed",
            Self::Reminded { .. } => "reminded",
            Self::Expired { .. } => "expired",
            Self::CurtainSent { .. } => "curtain_sent",
            Self::Appointed { .. } => "appointed",
            Self::AppointmentEnded { .. } => "appointment_ended",
            Self::Called { .. } => "called",
            Self::NoticeSent { .. } => "notice_sent",
            Self::NoticeFailed { .. } => "notice_failed",
            Self::NoticeWithdrawn { .. } => "notice_withdrawn",
            Self::NoticeRetried { .. } => "notice_retried",
            Self::Purged { .. } => "purged",
            Self::Home { .. } => "home",
        }
    }
}

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
    #[error("{0} has nothing to verify in this order")]
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
        | Event::Noted { .. }
        | Event::RecheckDrawn { .. }
        | Event::Rechecked { .. }
        | Event::Appointed { .. }
        | Event::AppointmentEnded { .. }
        | Event::NoticeSent { .. }
        | Event::NoticeFailed { .. }
        | Event::NoticeWithdrawn { .. }
        | Event::NoticeRetried { .. }
        | Event::Purged { .. }
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

#[cfg(test)]
mod tests {
    use super::SmsOutcome::{Sent, Verified, Wrong};
    use super::*;
    use proptest::prelude::*;

    fn flow() -> Flow {
        use Stage::*;
        Flow(vec![FirstReview, Verification, SecondReview, Sms, Bureau, Filed])
    }

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000 + second, 0).unwrap()
    }

    fn import(revision: u32) -> Event {
        Event::Imported {
            revision,
            content: "c".into(),
            scope: Some(Scope::Wider),
            since: None,
            due_at: None,
        }
    }

    fn decide(kind: VerdictKind, stage: Stage) -> Event {
        Event::Decided {
            verdict: "v".into(),
            kind,
            stage,
            reasons: vec![],
            override_reason: None,
            due_at: None,
        }
    }

    fn hand_over(with_sms: bool) -> Event {
        let sms = with_sms.then(|| SmsCheck::new(&["p1".into(), "p2".into()], 5, at(86_400)));
        Event::HandedOver { package: "A-r1".into(), digest: "d".into(), sms, due_at: Some(at(86_400)) }
    }

    fn tried(person: &str, outcome: SmsOutcome) -> Event {
        Event::SmsTried { person: person.into(), outcome }
    }

    fn returned(stage: Stage) -> Event {
        Event::Returned { stage, cause: ReturnCause::Bureau, reasons: vec![] }
    }

    fn filed() -> Event {
        Event::Filed { entity_number: None, sites: vec![], password: PasswordKept::No }
    }

    /// The state after a story; each step names the stage that it leads to.
    fn told(story: Vec<(Event, Stage)>) -> OrderState {
        let mut state = None;
        for (second, (event, stage)) in story.into_iter().enumerate() {
            let after = apply(state.as_ref(), &event, Some(UserId(7)), at(second as i64), &flow()).unwrap();
            assert_eq!(after.stage, stage, "{}", event.name());
            state = Some(after);
        }
        state.unwrap()
    }

    fn in_sms() -> Vec<(Event, Stage)> {
        vec![
            (import(1), Stage::FirstReview),
            (decide(VerdictKind::Approve, Stage::FirstReview), Stage::Verification),
            (Event::MaterialsComplete { due_at: None }, Stage::SecondReview),
            (decide(VerdictKind::Approve, Stage::SecondReview), Stage::Sms),
        ]
    }

    #[test]
    fn everybody_verifies_the_bureau_passes_it_and_it_is_filed() {
        let mut story = in_sms();
        story.extend([
            (hand_over(true), Stage::Sms),
            (tried("p1", Sent), Stage::Sms),
            (tried("p1", Wrong), Stage::Sms),
            (tried("p1", Verified), Stage::Sms),
            (tried("p2", Verified), Stage::Sms),
            (Event::SmsPassed { due_at: None }, Stage::Bureau),
            (filed(), Stage::Filed),
        ]);
        let state = told(story);
        assert_eq!((state.returned_count, state.last_verdict), (0, None));
    }

    #[test]
    fn nothing_comes_back_that_never_left_and_nothing_leaves_twice() {
        let state = told(in_sms());
        let go = |state: &OrderState, event: &Event| apply(Some(state), event, None, at(9), &flow());
        assert_eq!(go(&state, &returned(Stage::Sms)), Err(BadEvent::NotHandedOver));
        assert_eq!(go(&state, &tried("p1", Verified)), Err(BadEvent::NotHandedOver));
        assert!(go(&state, &hand_over(false)).is_err(), "somebody must verify");
        let left = go(&state, &hand_over(true)).unwrap();
        assert_eq!(go(&left, &hand_over(true)), Err(BadEvent::HandedOver));
        assert!(go(&left, &Event::SmsPassed { due_at: None }).is_err(), "nobody verified yet");
        assert_eq!(go(&left, &tried("p9", Sent)), Err(BadEvent::NotVerifying("p9".into())));
        let undo = Event::Undone {
            verdict: "v".into(),
            back_to: Stage::SecondReview,
            since: None,
            due_at: None,
            asked: None,
        };
        assert!(go(&state, &undo).is_ok());
        assert_eq!(go(&left, &undo), Err(BadEvent::NotLast), "it has left the house");
        let back = go(&left, &returned(Stage::Sms)).unwrap();
        assert_eq!((back.stage, back.returned_from), (Stage::Returned, Some(Stage::Sms)));
        assert_eq!(back.life, Life::default(), "whatever comes back passes hand-over and SMS again");
    }

    #[test]
    fn an_order_goes_from_import_to_bureau_hand_over_and_back() {
        let mut state = None;
        let story = [
            (import(1), Stage::FirstReview),
            (decide(VerdictKind::Approve, Stage::FirstReview), Stage::Verification),
            (Event::MaterialsComplete { due_at: None }, Stage::SecondReview),
            (decide(VerdictKind::Reject, Stage::SecondReview), Stage::Returned),
            (import(2), Stage::FirstReview),
        ];
        for (second, (event, stage)) in story.into_iter().enumerate() {
            let after = apply(state.as_ref(), &event, Some(UserId(7)), at(second as i64), &flow()).unwrap();
            assert_eq!(after.stage, stage, "{}", event.name());
            state = Some(after);
        }
        let state = state.unwrap();
        assert_eq!((state.revision, state.returned_count, state.passed_first_by), (2, 1, None));
    }

    #[test]
    fn an_undone_rejection_leaves_no_trace_in_the_state() {
        let first = apply(None, &import(1), None, at(0), &flow()).unwrap();
        let rejected = apply(
            Some(&first),
            &decide(VerdictKind::Reject, Stage::FirstReview),
            Some(UserId(1)),
            at(1),
            &flow(),
        );
        let undo = Event::Undone {
            verdict: "v".into(),
            back_to: Stage::FirstReview,
            since: Some(first.waiting_since),
            due_at: first.due_at,
            asked: None,
        };
        let back = apply(Some(&rejected.unwrap()), &undo, Some(UserId(1)), at(2), &flow()).unwrap();
        assert_eq!(back, first);
    }

    #[test]
    fn a_revision_can_neither_be_skipped_nor_come_while_the_order_is_locked() {
        let first = apply(None, &import(1), None, at(0), &flow()).unwrap();
        assert!(matches!(apply(None, &import(2), None, at(0), &flow()), Err(BadEvent::Revision { .. })));
        assert!(matches!(apply(Some(&first), &import(2), None, at(1), &flow()), Err(BadEvent::Stage(_))));
        assert!(matches!(
            apply(Some(&first), &import(3), None, at(1), &flow()),
            Err(BadEvent::Revision { .. })
        ));
    }

    fn any_event() -> impl Strategy<Value = Event> {
        prop_oneof![
            (1u32..4).prop_map(import),
            Just(Event::MaterialsComplete { due_at: None }),
            Just(Event::Claimed),
            Just(Event::GivenUp { reason: "x".into() }),
            (prop_oneof![Just(VerdictKind::Approve), Just(VerdictKind::Reject)], 0usize..8)
                .prop_map(|(kind, stage)| decide(kind, Stage::ALL[stage])),
            (0usize..8).prop_map(|stage| Event::Undone {
                verdict: "v".into(),
                back_to: Stage::ALL[stage],
                since: None,
                due_at: None,
                asked: None,
            }),
            any::<bool>().prop_map(hand_over),
            (0usize..3, prop_oneof![Just("p1"), Just("p2"), Just("p9")])
                .prop_map(|(outcome, person)| tried(person, [Sent, Verified, Wrong][outcome])),
            Just(Event::SmsPassed { due_at: None }),
            (0usize..8).prop_map(|stage| returned(Stage::ALL[stage])),
            Just(filed()),
            Just(Event::Expired { days: 45 }),
            Just(Event::Reminded { what: Reminder::Waiting, nth: None }),
            Just(Event::Reminded { what: Reminder::SmsLapse, nth: None }),
        ]
    }

    proptest! {
        #[test]
        fn no_sequence_of_events_leaves_the_stage_table(events in prop::collection::vec(any_event(), 0..60)) {
            let mut state: Option<OrderState> = None;
            for (second, event) in events.iter().enumerate() {
                let Ok(after) = apply(state.as_ref(), event, Some(UserId(1)), at(second as i64), &flow()) else { continue };
                if let Some(before) = &state {
                    let same = before.stage == after.stage;
                    let forward = flow().after(before.stage) == Some(after.stage);
                    let undone = matches!(event, Event::Undone { .. });
                    let back = undone || before.stage == Stage::Returned;
                    prop_assert!(same || forward || back || after.stage == Stage::Returned || after.stage == Stage::Abandoned);
                    prop_assert!(!before.stage.is_final() || same);
                }
                prop_assert_eq!(after.returned_from.is_some(), after.stage == Stage::Returned);
                state = Some(after);
            }
        }
    }
}
