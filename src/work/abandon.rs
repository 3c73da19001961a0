//! A customer gives his order up.

use super::claim::needed;
use super::record::record;
use super::{Desk, Result, WorkError, findings, roles};
use crate::domain::event::Event;
use crate::domain::ids::{OrderId, UserId};
use crate::domain::permission::Deed;
use crate::store::{Op, Tx};
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// Who says that the customer gives up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Staff, whom he told.
    Staff(UserId),
    /// Intake: the customer himself, in the provider's system.
    Intake,
}

/// Abandons an order. What another person is reviewing, only they take from them who may take a claim back.
pub fn abandon(desk: &mut Desk, by: By, id: OrderId, reason: &str, now: DateTime<Utc>) -> Result<()> {
    let reason = needed(reason)?;
    let catalog = Arc::clone(&desk.catalog);
    let op = match by {
        By::Staff(who) => Op::by(who, now),
        By::Intake => Op::program(now),
    };
    desk.store.transact(&op, |tx| {
        if let By::Staff(who) = by {
            may(tx, who, id)?;
        }
        tx.end_claim(id)?;
        record(tx, &catalog, id, &Event::GivenUp { reason })?;
        findings::mark_related(tx, id)
    })
}

fn may(tx: &Tx, who: UserId, id: OrderId) -> Result<()> {
    roles::allow(tx, who, Deed::Abandon, id)?;
    let other = tx.claim_of(id)?.filter(|claim| claim.until > tx.op.at && claim.user != who);
    match other {
        Some(claim) if roles::allow(tx, who, Deed::TakeBack, id).is_err() => {
            Err(WorkError::Held { holder: tx.staff(claim.user)?.name.into() })
        }
        _ => Ok(()),
    }
}
