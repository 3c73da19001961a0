//! What supervisors do: give, take back, prioritise, answer.

use super::claim::needed;
use super::record::record;
use super::{Desk, Result, WorkError, roles};
use crate::domain::event::Event;
use crate::domain::ids::{OrderId, UserId};
use crate::domain::permission::Deed;
use crate::store::Op;
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// Gives orders to somebody, or to everybody again; all of them or none.
pub fn assign(
    desk: &mut Desk,
    who: UserId,
    orders: &[OrderId],
    to: Option<UserId>,
    now: DateTime<Utc>,
) -> Result<usize> {
    let catalog = Arc::clone(&desk.catalog);
    desk.store.transact(&Op::by(who, now), |tx| {
        for order in orders {
            roles::allow(tx, who, Deed::Assign, *order)?;
            let state = tx.state(*order)?;
            if let Some(to) = to
                && !tx.staff(to)?.may_decide(state.stage)
            {
                let name = tx.staff(to)?.name;
                return Err(WorkError::say(
                    format!("{name}不能处理“{}”阶段的订单。", state.stage.zh()),
                    format!("{name} can't work on orders in {}", state.stage),
                ));
            }
            let name = to.map(|to| tx.staff(to)).transpose()?.map(|staff| staff.name);
            record(tx, &catalog, *order, &Event::Assigned { to, name })?;
        }
        Ok(orders.len())
    })
}

/// Takes a claim back, with a reason.
pub fn take_back(
    desk: &mut Desk,
    who: UserId,
    order: OrderId,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    let reason = needed(reason)?;
    let catalog = Arc::clone(&desk.catalog);
    desk.store.transact(&Op::by(who, now), |tx| {
        roles::allow(tx, who, Deed::TakeBack, order)?;
        let claim = tx.claim_of(order)?.filter(|claim| claim.until > now);
        let claim = claim.ok_or_else(|| WorkError::say("该订单无人领取。", "nobody holds this order"))?;
        tx.end_claim(order)?;
        record(tx, &catalog, order, &Event::TakenBack { from: claim.user, reason })
    })
}

/// Sets the priority of an order, with a reason; 0 is normal, higher is more urgent.
pub fn prioritise(
    desk: &mut Desk,
    who: UserId,
    order: OrderId,
    priority: i64,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    let reason = needed(reason)?;
    if !(-9..=9).contains(&priority) {
        return Err(WorkError::say("优先级为 -9 至 9。", "a priority lies between -9 and 9"));
    }
    let catalog = Arc::clone(&desk.catalog);
    desk.store.transact(&Op::by(who, now), |tx| {
        roles::allow(tx, who, Deed::Prioritise, order)?;
        record(tx, &catalog, order, &Event::Prioritised { priority, reason })
    })
}

/// Answers what a reviewer asked.
pub fn answer(desk: &mut Desk, who: UserId, order: OrderId, note: &str, now: DateTime<Utc>) -> Result<()> {
    let note = needed(note)?;
    let catalog = Arc::clone(&desk.catalog);
    desk.store.transact(&Op::by(who, now), |tx| {
        roles::allow(tx, who, Deed::Answer, order)?;
        if tx.state(order)?.asked.is_none() {
            return Err(WorkError::say("该订单没有待答的问题。", "nothing was asked about this order"));
        }
        record(tx, &catalog, order, &Event::Answered { note })
    })
}
