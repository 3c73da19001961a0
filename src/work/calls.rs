//! Calls to customers. Whoever was not reached is called again before anything is decided against him.

use super::record::record;
use super::{Desk, Result, WorkError, roles};
use crate::domain::event::Event;
use crate::domain::ids::{OrderId, PersonRef, UserId};
use crate::domain::life::CallResult;
use crate::domain::permission::Deed;
use crate::store::Op;
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// A call that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Whom.
    pub person: PersonRef,
    /// With what result.
    pub result: CallResult,
    /// What was said; may be empty.
    pub note: String,
    /// When to call again.
    pub again_at: Option<DateTime<Utc>>,
}

/// Puts a call on record; nobody need hold the order. One that asks for no other call ends the waiting one.
pub fn log(desk: &mut Desk, who: UserId, id: OrderId, call: &Call, now: DateTime<Utc>) -> Result<()> {
    let catalog = Arc::clone(&desk.catalog);
    desk.store.transact(&Op::by(who, now), |tx| {
        roles::allow(tx, who, Deed::Call, id)?;
        let stage = tx.state(id)?.stage;
        if stage.is_final() {
            return Err(WorkError::say(
                "订单已结束，无需再致电。",
                "the order has ended; nobody need be called",
            ));
        }
        if tx.order(id)?.person(&call.person).is_none() {
            let person = call.person.shown();
            return Err(WorkError::say(
                format!("该订单中没有{person}这个人。"),
                format!("there is no person {person} in this order"),
            ));
        }
        if call.again_at.is_some_and(|again| again <= now) {
            return Err(WorkError::say("再次致电的时间须在现在之后。", "the next call lies ahead"));
        }
        let Call { person, result, note, again_at } = call.clone();
        let note = note.trim().to_owned();
        record(tx, &catalog, id, &Event::Called { person, result, note, again_at })
    })
}
