//! Re-checks: a random sample of approvals that supervisors look at once more.

use super::claim::{needed, record};
use super::supervise::supervisor;
use super::{Desk, Result, WorkError};
use crate::domain::event::{Event, RecheckResult};
use crate::domain::ids::{UserId, VerdictId};
use crate::domain::people::Role;
use crate::domain::stats::{Period, Recheck};
use crate::domain::verdict::Refusal;
use crate::store::Op;
use chrono::{DateTime, Utc};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use std::sync::Arc;

/// The largest sample that is drawn at once.
const MOST: usize = 500;

/// From what a sample is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// How many approvals.
    pub n: usize,
    /// Of which period.
    pub period: Period,
    /// Of one person; none = of everybody but the drawer.
    pub person: Option<UserId>,
}

/// Draws approvals at random: none that was drawn before, none of the drawer's own. Fewer than asked for
/// where there are no more; returns how many were drawn.
pub fn draw(desk: &mut Desk, who: UserId, sample: Sample, now: DateTime<Utc>) -> Result<usize> {
    draw_with(desk, who, sample, &mut rand::make_rng::<StdRng>(), now)
}

fn draw_with(
    desk: &mut Desk,
    who: UserId,
    sample: Sample,
    dice: &mut StdRng,
    now: DateTime<Utc>,
) -> Result<usize> {
    if sample.n == 0 || sample.n > MOST {
        return Err(WorkError::say(
            format!("抽样数量为1至{MOST}。"),
            format!("a sample has 1 to {MOST} approvals"),
        ));
    }
    let catalog = Arc::clone(&desk.catalog);
    desk.store.transact(&Op::by(who, now), |tx| {
        supervisor(tx, who)?;
        let all = tx.recheckable(sample.period.span(now), who, sample.person)?;
        let drawn: Vec<_> = all.sample(dice, sample.n).collect();
        for (verdict, order) in &drawn {
            tx.draw_recheck(verdict, *order, who)?;
            record(tx, &catalog, *order, &Event::RecheckDrawn { verdict: verdict.clone() })?;
        }
        Ok(drawn.len())
    })
}

/// The re-checks that wait for a result, first drawn first; for supervisors.
pub fn open(desk: &Desk, who: UserId, now: DateTime<Utc>) -> Result<Vec<Recheck>> {
    let staff = desk.store.staff()?;
    if !staff.iter().any(|person| person.id == who && person.has(Role::Supervisor) && !person.disabled) {
        return Err(Refusal::Role(Role::Supervisor).into());
    }
    desk.store.open_rechecks(now)
}

/// Puts the result of a re-check on record; what was overlooked needs a note. Nobody re-checks himself.
pub fn finish(
    desk: &mut Desk,
    who: UserId,
    verdict: &VerdictId,
    result: RecheckResult,
    note: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    let note = match result {
        RecheckResult::Overlooked => needed(note)?,
        RecheckResult::Upheld => note.trim().to_owned(),
    };
    let catalog = Arc::clone(&desk.catalog);
    desk.store.transact(&Op::by(who, now), |tx| {
        use crate::store::recheck::DrawnState;
        supervisor(tx, who)?;
        let drawn = tx.drawn(verdict)?;
        let drawn = drawn.ok_or_else(|| {
            WorkError::say("该结论未被抽中复查。", "this verdict was not drawn for a re-check")
        })?;
        if drawn.state == DrawnState::Done {
            return Err(WorkError::say("该结论已复查。", "this verdict was re-checked already"));
        }
        if drawn.by == who {
            return Err(WorkError::say("不能复查自己的结论。", "nobody re-checks an own verdict"));
        }
        tx.finish_recheck(verdict, who, result, &note)?;
        record(tx, &catalog, drawn.order, &Event::Rechecked { verdict: verdict.clone(), result, note })
    })
}
