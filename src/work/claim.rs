//! Claims: taking an order, keeping it, putting it back.
//!
//! A claim is a lease. It is renewed by work, expires quietly, and never costs its holder his draft.

use super::record::record;
use super::{Desk, Result, WorkError, roles};
use crate::domain::event::Event;
use crate::domain::ids::{OrderId, UserId};
use crate::domain::permission::Deed;
use crate::domain::stage::Stage;
use crate::domain::verdict::{FourEyes, Refusal};
use crate::store::order::Claim;
use crate::store::{Op, Tx};
use chrono::{DateTime, Duration, Utc};
use std::sync::Arc;

/// Key of the setting for the length of a lease, in minutes.
pub const LEASE_MINUTES: &str = "lease_minutes";
const DEFAULT_LEASE: i64 = 15;

fn lease(tx: &Tx, user: UserId) -> Result<Claim> {
    let minutes = tx.setting(LEASE_MINUTES)?.unwrap_or(DEFAULT_LEASE).clamp(1, 24 * 60);
    Ok(Claim { user, until: tx.op.at + Duration::minutes(minutes) })
}

fn may_take(tx: &Tx, who: UserId, id: OrderId) -> Result<()> {
    roles::allow(tx, who, Deed::Claim, id)?;
    let state = tx.state(id)?;
    let both = state.stage == Stage::SecondReview && state.passed_first_by == Some(who);
    if both && tx.four_eyes()? == FourEyes::On {
        return Err(Refusal::FourEyes.into());
    }
    Ok(())
}

/// Takes one order.
pub fn claim(desk: &mut Desk, who: UserId, order: OrderId, now: DateTime<Utc>) -> Result<Claim> {
    let catalog = Arc::clone(&desk.catalog);
    desk.store.transact(&Op::by(who, now), |tx| {
        may_take(tx, who, order)?;
        let before = tx.claim_of(order)?;
        let claim = lease(tx, who)?;
        if !tx.take_claim(order, claim)? {
            let holder = before.map(|claim| tx.staff(claim.user)).transpose()?;
            return Err(WorkError::Held {
                holder: holder.map(|staff| staff.name).unwrap_or_default().into(),
            });
        }
        // Taking one's own living claim again is a renewal, not an event.
        if !before.is_some_and(|old| old.user == who && old.until > now) {
            record(tx, &catalog, order, &Event::Claimed)?;
        }
        Ok(claim)
    })
}

/// Takes the most urgent order, in the first of `stages` that has one which this person may work on.
pub fn claim_next(
    desk: &mut Desk,
    who: UserId,
    stages: &[Stage],
    skip: Option<OrderId>,
    now: DateTime<Utc>,
) -> Result<Option<OrderId>> {
    let catalog = Arc::clone(&desk.catalog);
    desk.store.transact(&Op::by(who, now), |tx| {
        let staff = tx.staff(who)?;
        for stage in stages.iter().filter(|stage| staff.may_decide(**stage)) {
            let claim = lease(tx, who)?;
            if let Some(order) = tx.take_next(*stage, claim, skip)? {
                record(tx, &catalog, order, &Event::Claimed)?;
                return Ok(Some(order));
            }
        }
        Ok(None)
    })
}

/// Keeps a claim alive; an error where it is no longer this person's.
pub fn renew(desk: &mut Desk, who: UserId, order: OrderId, now: DateTime<Utc>) -> Result<Claim> {
    desk.store.transact(&Op::by(who, now), |tx| {
        let claim = lease(tx, who)?;
        if tx.renew_claim(order, claim)? { Ok(claim) } else { Err(Refusal::NotHeld.into()) }
    })
}

fn held_by(tx: &Tx, order: OrderId, who: UserId) -> Result<()> {
    match tx.claim_of(order)? {
        Some(claim) if claim.user == who && claim.until > tx.op.at => Ok(()),
        _ => Err(Refusal::NotHeld.into()),
    }
}

/// Leaves an order without a word; nothing happens where it is not held.
pub fn release(desk: &mut Desk, who: UserId, order: OrderId, now: DateTime<Utc>) -> Result<()> {
    let_go(desk, &Op::by(who, now), who, order)
}

/// The same at the end of a desk, which may be closed by then.
pub fn release_leaving(desk: &mut Desk, who: UserId, order: OrderId, now: DateTime<Utc>) -> Result<()> {
    let_go(desk, &Op::at_the_door(who, now), who, order)
}

fn let_go(desk: &mut Desk, op: &Op, who: UserId, order: OrderId) -> Result<()> {
    let catalog = Arc::clone(&desk.catalog);
    desk.store.transact(op, |tx| {
        if held_by(tx, order, who).is_ok() {
            tx.end_claim(order)?;
            record(tx, &catalog, order, &Event::Released)?;
        }
        Ok(())
    })
}

/// Puts an order back, with a note.
pub fn put_back(desk: &mut Desk, who: UserId, order: OrderId, note: &str, now: DateTime<Utc>) -> Result<()> {
    let note = needed(note)?;
    let catalog = Arc::clone(&desk.catalog);
    desk.store.transact(&Op::by(who, now), |tx| {
        roles::allow(tx, who, Deed::PutBack, order)?;
        held_by(tx, order, who)?;
        tx.end_claim(order)?;
        record(tx, &catalog, order, &Event::PutBack { note })
    })
}

/// Asks a supervisor, with a note; the order leaves the asker's hands.
pub fn ask(desk: &mut Desk, who: UserId, order: OrderId, note: &str, now: DateTime<Utc>) -> Result<()> {
    let note = needed(note)?;
    let catalog = Arc::clone(&desk.catalog);
    desk.store.transact(&Op::by(who, now), |tx| {
        roles::allow(tx, who, Deed::Ask, order)?;
        held_by(tx, order, who)?;
        tx.end_claim(order)?;
        record(tx, &catalog, order, &Event::Asked { note })
    })
}

/// Puts an order aside until a time, with a note.
pub fn snooze(
    desk: &mut Desk,
    who: UserId,
    order: OrderId,
    until: DateTime<Utc>,
    note: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    let note = needed(note)?;
    if until <= now {
        return Err(WorkError::say("暂缓时间须在将来。", "a snooze ends in the future"));
    }
    let catalog = Arc::clone(&desk.catalog);
    desk.store.transact(&Op::by(who, now), |tx| {
        roles::allow(tx, who, Deed::Snooze, order)?;
        if let Some(claim) = tx.claim_of(order)?.filter(|claim| claim.until > now) {
            if claim.user != who {
                return Err(WorkError::Held { holder: tx.staff(claim.user)?.name.into() });
            }
            tx.end_claim(order)?;
        }
        record(tx, &catalog, order, &Event::Snoozed { until, note })
    })
}

pub(super) fn needed(note: &str) -> Result<String> {
    let note = note.trim();
    if note.is_empty() {
        return Err(WorkError::say("请写明说明。", "write a note"));
    }
    Ok(note.to_owned())
}
