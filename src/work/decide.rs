//! Verdicts: deciding, asking what became of one, taking one back.

use super::home::{due, profile};
use super::record::{go_on, record_with};
use super::settle::forget_verdict;
use super::{Desk, Result, WorkError, countersign, findings, notices, roles};
use crate::catalog::Catalog;
use crate::domain::event::Event;
use crate::domain::ids::{OrderId, OrderNo, UserId, VerdictId};
use crate::domain::lang::Lang;
use crate::domain::order::Order;
use crate::domain::permission::Deed;
use crate::domain::stage::Stage;
use crate::domain::text::Foreign;
use crate::domain::verdict::{self, Decision, Situation, VerdictKind};
use crate::domain::verdict_id::{Asked, OtherVerdict, same, same_content};
use crate::domain::view::{Draft, ReviewRecord};
use crate::store::verdict::StoredVerdict;
use crate::store::verdict_ids::StandsFor;
use crate::store::{Op, Tx};
use chrono::{DateTime, Duration, Utc};
use std::sync::Arc;

pub use super::settle::{Outcome, Told, settle, settle_all};

/// Key of the setting for the grace time of an undo, in minutes.
pub const GRACE_MINUTES: &str = "grace_minutes";
const DEFAULT_GRACE: i64 = 10;

/// A verdict that is on record.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Done {
    /// Its id.
    pub verdict_id: VerdictId,
    /// The order.
    pub order: OrderId,
    /// Approve or reject.
    pub kind: VerdictKind,
    /// Where the order stands now.
    pub stage: Stage,
}

/// A fresh verdict id.
pub fn new_id() -> VerdictId {
    VerdictId(uuid::Uuid::now_v7().to_string())
}

/// Decides an order. The same verdict id again returns the first result.
pub fn decide(
    desk: &mut Desk,
    who: UserId,
    order: OrderId,
    decision: &Decision,
    now: DateTime<Utc>,
) -> Result<Done> {
    remember(desk, who, order, decision, now).map_err(never_asked)?;
    let op = Op::by(who, now).about(decision.verdict_id.clone());
    let catalog = Arc::clone(&desk.catalog);
    let decided = desk.store.transact(&op, |tx| decide_in(tx, &catalog, who, order, decision));
    let decided = match decided {
        Err(WorkError::OutcomeUnknown { verdict, cause }) => match settle(desk, &decision.verdict_id, now) {
            Ok(Outcome::Saved(done)) => Ok(done),
            Ok(Outcome::NotSaved) => Err(not_saved(&cause)),
            // It stays in the draft, and is told at the next start.
            Err(_) => return Err(WorkError::OutcomeUnknown { verdict, cause }),
        },
        other => countersign::or_ask(desk, who, other, now),
    };
    let outcome = if decided.is_ok() { Heard::Saved } else { Heard::NotSaved };
    if let Err(error) = heard(desk, who, order, decision, outcome, now) {
        tracing::warn!(%error, "a draft still names a verdict whose outcome is known; it is told again");
    }
    decided
}

fn not_saved(cause: &Foreign) -> WorkError {
    WorkError::say(
        format!("结论未能保存（{cause}）；草稿仍在，请重试。"),
        format!("the verdict was not saved ({cause}); the draft is kept, try again"),
    )
}

/// Where even the draft could not be kept for sure, the verdict was not asked for yet.
fn never_asked(error: WorkError) -> WorkError {
    match error {
        WorkError::OutcomeUnknown { cause, .. } => not_saved(&cause),
        other => other,
    }
}

/// What the client heard about its verdict.
enum Heard {
    Saved,
    NotSaved,
}

/// The client heard the outcome: a draft that was decided goes, another stays without the verdict's id.
/// Not before, and not with the verdict itself: so a client that crashed in between is told at its next start.
fn heard(
    desk: &mut Desk,
    who: UserId,
    order: OrderId,
    decision: &Decision,
    outcome: Heard,
    now: DateTime<Utc>,
) -> Result<()> {
    let Some(draft) = desk.store.draft(order, who)? else { return Ok(()) };
    if draft.verdict_id.as_ref() != Some(&decision.verdict_id) {
        return Ok(());
    }
    match outcome {
        Heard::Saved => desk.store.transact(&Op::by(who, now), |tx| tx.delete_draft(order, who)),
        Heard::NotSaved => forget_verdict(desk, who, order, now),
    }
}

/// The draft names the verdict before it is asked for, so that its outcome can be told after any crash.
fn remember(
    desk: &mut Desk,
    who: UserId,
    order: OrderId,
    decision: &Decision,
    now: DateTime<Utc>,
) -> Result<()> {
    if desk.store.stands_for(&decision.verdict_id)?.is_some() {
        return Ok(());
    }
    let mut draft = desk.store.draft(order, who)?.unwrap_or_default();
    draft.stage = Some(decision.stage);
    draft.revision = decision.revision;
    draft.answers = decision.answers.clone();
    draft.reasons = decision.reasons.clone();
    draft.notice = decision.notice.clone();
    draft.note = decision.note.clone().unwrap_or_default();
    draft.verdict_id = Some(decision.verdict_id.clone());
    desk.store.transact(&Op::by(who, now), |tx| tx.save_draft(order, who, &draft))
}

fn decide_in(tx: &Tx, catalog: &Catalog, who: UserId, id: OrderId, decision: &Decision) -> Result<Done> {
    if let Some(stands) = tx.stands_for(&decision.verdict_id)? {
        let asked = Asked { by: who, order: id, kind: decision.kind, revision: decision.revision };
        return done_again(tx, stands, asked, decision);
    }
    let staff = tx.staff(who)?;
    let state = tx.state(id)?;
    let order = tx.order(id)?;
    let own = profile(catalog, &order.profile)?;
    let found = findings::present(tx, catalog, id)?.findings;
    let checklist = crate::catalog::checklist::items(catalog, &order, state.stage, &found);
    let table = roles::table(tx)?;
    let situation = Situation {
        staff: &staff,
        stage: state.stage,
        revision: state.revision,
        claim: tx.claim_of(id)?.map(|claim| (claim.user, claim.until)),
        passed_first_by: state.passed_first_by,
        four_eyes: tx.four_eyes()?,
        permissions: &table,
        now: tx.op.at,
        checklist: &checklist,
        findings: &found,
        overruled: &state.overruled,
        placeholders: placeholders(tx, catalog, id, &order, state.stage, state.revision)?,
    };
    verdict::check(decision, &situation)?;
    if let Some(asked) = countersign::approval(tx, who, id, (&state, &found), decision)? {
        countersign::need(tx, catalog, who, asked)?;
    }
    let next = match decision.kind {
        VerdictKind::Approve => own.stages.after(state.stage),
        VerdictKind::Reject => None,
    };
    let event = Event::Decided {
        verdict: decision.verdict_id.clone(),
        kind: decision.kind,
        stage: state.stage,
        reasons: decision.reasons.clone(),
        override_reason: decision.override_reason.clone(),
        due_at: next.and_then(|stage| due(catalog, own, stage, tx.op.at)),
    };
    tx.insert_verdict(id, who, decision, &order)?;
    record_with(tx, catalog, id, &event, decision.notice.as_deref())?;
    tx.end_claim(id)?;
    let stage = go_on(tx, catalog, id)?;
    follow(tx, catalog, id, decision.kind)?;
    Ok(Done { verdict_id: decision.verdict_id.clone(), order: id, kind: decision.kind, stage })
}

/// The rules run for the stage that follows; a rejection counts for the entity's other orders too.
fn follow(tx: &Tx, catalog: &Catalog, id: OrderId, kind: VerdictKind) -> Result<()> {
    match kind {
        VerdictKind::Approve => findings::refresh(tx, catalog, id),
        VerdictKind::Reject => findings::changed(tx, catalog, id),
    }
}

/// The verdict that was asked for under an id, where it is the one that is asked for again; the id comes before
/// all that is composed for a verdict, since none of it may be there any more.
pub fn asked_before(desk: &Desk, id: &VerdictId, asked: &Asked) -> Result<Option<(Done, ReviewRecord)>> {
    let Some(stands) = desk.store.stands_for(id)? else { return Ok(None) };
    let known = known(stands, desk.store.verdict(id)?)?;
    same(&known.record, known.order, asked).map_err(other_verdict)?;
    let stage = desk.store.state(known.order)?.stage;
    Ok(Some((done(&known, stage), known.record)))
}

/// A retry of a verdict returns its result; the same id for anything else is a mistake of the client.
fn done_again(tx: &Tx, stands: StandsFor, asked: Asked, decision: &Decision) -> Result<Done> {
    let known = known(stands, tx.verdict(&decision.verdict_id)?)?;
    same(&known.record, known.order, &asked).map_err(other_verdict)?;
    same_content(&known.record, decision).map_err(other_verdict)?;
    Ok(done(&known, tx.state(known.order)?.stage))
}

fn known(stands: StandsFor, verdict: Option<StoredVerdict>) -> Result<StoredVerdict> {
    match stands {
        StandsFor::Verdict => verdict.ok_or_else(|| other_verdict(OtherVerdict::Void)),
        StandsFor::Void => Err(other_verdict(OtherVerdict::Void)),
    }
}

fn done(known: &StoredVerdict, stage: Stage) -> Done {
    Done { verdict_id: known.record.verdict_id.clone(), order: known.order, kind: known.record.kind, stage }
}

/// Why an id can't stand for the verdict that was asked for.
pub fn other_verdict(other: OtherVerdict) -> WorkError {
    WorkError::say(other.sentence(Lang::Zh), other.sentence(Lang::En))
}

/// Placeholders stop second review alone; in first review they are allowed.
fn placeholders(
    tx: &Tx,
    catalog: &Catalog,
    id: OrderId,
    order: &Order,
    stage: Stage,
    revision: u32,
) -> Result<usize> {
    if stage != Stage::SecondReview {
        return Ok(0);
    }
    let own = profile(catalog, &order.profile)?;
    let attachments = tx.attachments(id, revision)?;
    let given: Vec<_> = attachments.iter().map(|attachment| &attachment.given).collect();
    let slots = crate::catalog::slots::slots(own, order, &given, &tx.papers(id, revision)?);
    Ok(crate::catalog::slots::placeholders(&slots))
}

fn grace(minutes: Option<i64>) -> Duration {
    Duration::minutes(minutes.unwrap_or(DEFAULT_GRACE).clamp(0, 24 * 60))
}

/// How long a verdict can be taken back, and what follows from it waits.
pub(super) fn grace_of(tx: &Tx) -> Result<Duration> {
    Ok(grace(tx.setting(GRACE_MINUTES)?))
}

/// A verdict that its author can still take back.
#[derive(Debug, Clone, PartialEq)]
pub struct Undoable {
    /// The verdict.
    pub verdict: StoredVerdictView,
    /// Until when.
    pub until: DateTime<Utc>,
}

/// What a list of verdicts shows.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredVerdictView {
    /// Its id.
    pub id: VerdictId,
    /// The order.
    pub order: OrderId,
    /// Its number.
    pub no: OrderNo,
    /// Entity (unsafe text).
    pub entity: String,
    /// Stage.
    pub stage: Stage,
    /// Approve or reject.
    pub kind: VerdictKind,
    /// When.
    pub at: DateTime<Utc>,
}

/// A person's verdicts within the grace time, newest first.
pub fn undoable(desk: &Desk, who: UserId, now: DateTime<Utc>) -> Result<Vec<Undoable>> {
    let grace = grace(desk.store.setting(GRACE_MINUTES)?);
    let mut list = Vec::new();
    for known in desk.store.verdicts_since(who, now - grace)? {
        if desk.store.state(known.order)?.last_verdict.as_ref() != Some(&known.record.verdict_id) {
            continue;
        }
        let row = desk.store.row(known.order, now)?;
        list.push(Undoable {
            until: known.record.at + grace,
            verdict: StoredVerdictView {
                id: known.record.verdict_id,
                order: known.order,
                no: row.no,
                entity: row.entity,
                stage: known.record.stage,
                kind: known.record.kind,
                at: known.record.at,
            },
        });
    }
    Ok(list)
}

/// Takes back one's own verdict: within the grace time, while nobody has worked on the order since.
/// The answers come back as a draft.
pub fn undo(
    desk: &mut Desk,
    who: UserId,
    verdict: &VerdictId,
    now: DateTime<Utc>,
) -> Result<(OrderId, Stage)> {
    let catalog = Arc::clone(&desk.catalog);
    desk.store.transact(&Op::by(who, now), |tx| {
        let known = tx.verdict(verdict)?;
        let known =
            known.ok_or_else(|| WorkError::NotFound { what: "verdict", name: verdict.as_str().into() })?;
        roles::allow(tx, who, Deed::Undo, known.order)?;
        let grace = grace_of(tx)?;
        check_undo(tx, &known, who, grace)?;
        let order = tx.order(known.order)?;
        let own = profile(&catalog, &order.profile)?;
        let back_to = known.record.stage;
        // Clock and deadline are those of before: an undo gives nobody more time.
        let before = tx.state_before(known.order, verdict, &own.stages)?;
        let event = Event::Undone {
            verdict: verdict.clone(),
            back_to,
            since: Some(before.waiting_since),
            due_at: before.due_at,
            asked: before.asked,
        };
        let state = record_with(tx, &catalog, known.order, &event, None)?;
        notices::withdraw(tx, verdict)?;
        tx.mark_undone(verdict)?;
        follow(tx, &catalog, known.order, known.record.kind)?;
        let draft = Draft {
            stage: Some(back_to),
            revision: known.record.revision,
            answers: known.record.answers,
            reasons: known.record.reasons,
            note: known.record.note.unwrap_or_default(),
            notice: known.record.notice,
            ..Draft::default()
        };
        tx.save_draft(known.order, who, &draft)?;
        Ok((known.order, state.stage))
    })
}

fn check_undo(tx: &Tx, known: &StoredVerdict, who: UserId, grace: Duration) -> Result<()> {
    let record = &known.record;
    if record.by_id != who {
        return Err(WorkError::say("只能撤销自己的结论。", "only one's own verdict can be undone"));
    }
    if record.undone.is_some() {
        return Err(WorkError::say("该结论已撤销。", "this verdict was undone already"));
    }
    if record.at + grace <= tx.op.at {
        return Err(WorkError::say(
            format!("已过{}分钟的撤销期。", grace.num_minutes()),
            format!("the grace time of {} minutes is over", grace.num_minutes()),
        ));
    }
    let moved = tx.state(known.order)?.last_verdict.as_ref() != Some(&record.verdict_id);
    let worked_on =
        tx.claim_of(known.order)?.is_some_and(|claim| claim.until > tx.op.at && claim.user != who);
    if moved || worked_on {
        return Err(WorkError::say(
            "订单之后已有人处理，不能撤销；请联系主管。",
            "somebody has worked on the order since; ask a supervisor",
        ));
    }
    Ok(())
}
