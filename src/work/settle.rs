//! What became of a verdict whose COMMIT reported an error, or whose client died.

use super::decide::Done;
use super::{Desk, Result, WorkError};
use crate::domain::ids::{OrderId, OrderNo, UserId, VerdictId};
use crate::domain::view::Draft;
use crate::store::Op;
use crate::store::verdict_ids::StandsFor;
use chrono::{DateTime, Utc};

/// What became of a verdict whose COMMIT had reported an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is on record.
    Saved(Done),
    /// It is not on record, and can't become so any more.
    NotSaved,
}

/// A verdict whose outcome was settled later, to be told to its author.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The order.
    pub order: OrderId,
    /// Its number.
    pub no: OrderNo,
    /// What became of the verdict.
    pub outcome: Outcome,
}

/// Settles what became of a verdict: a new connection makes its id void, unless it stands for a verdict already.
/// The unique index decides between the two, so that a commit which is still on its way is waited for or refused;
/// and the write takes up or overwrites what a failed commit left in the write-ahead log.
pub fn settle(desk: &mut Desk, verdict: &VerdictId, now: DateTime<Utc>) -> Result<Outcome> {
    let mut fresh = desk.store.again()?;
    let stands = fresh.transact::<_, WorkError>(&Op::program(now), |tx| tx.void_verdict(verdict))?;
    let found = fresh.verdict(verdict)?;
    desk.store = fresh;
    match (stands, found) {
        (StandsFor::Verdict, Some(known)) => {
            let stage = desk.store.state(known.order)?.stage;
            let record = known.record;
            let done = Done { verdict_id: record.verdict_id, order: known.order, kind: record.kind, stage };
            Ok(Outcome::Saved(done))
        }
        _ => Ok(Outcome::NotSaved),
    }
}

/// Settles verdicts of a person whose outcome they never heard; at every sign-in.
pub fn settle_all(desk: &mut Desk, who: UserId, now: DateTime<Utc>) -> Result<Vec<Told>> {
    let mut told = Vec::new();
    for (order, no, draft) in desk.store.drafts_of(who)? {
        let Some(verdict) = draft.verdict_id.clone() else { continue };
        let outcome = settle(desk, &verdict, now)?;
        match &outcome {
            Outcome::Saved(_) => desk.store.transact(&Op::by(who, now), |tx| tx.delete_draft(order, who))?,
            Outcome::NotSaved => forget_verdict(desk, who, order, now)?,
        }
        told.push(Told { order, no, outcome });
    }
    Ok(told)
}

/// The draft stays, without the verdict that it named.
pub(super) fn forget_verdict(desk: &mut Desk, who: UserId, order: OrderId, now: DateTime<Utc>) -> Result<()> {
    let Some(draft) = desk.store.draft(order, who)? else { return Ok(()) };
    let draft = Draft { verdict_id: None, ..draft };
    desk.store.transact(&Op::by(who, now), |tx| tx.save_draft(order, who, &draft))
}
