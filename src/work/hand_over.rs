//! Hand-over to the bureau.

use super::home::profile;
use super::record::record;
use super::{Desk, Result};
use crate::catalog::{sms, timers};
use crate::domain::event::Event;
use crate::domain::ids::{OrderId, Sha256};
use crate::domain::stage::Stage;
use crate::store::Op;
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// Writes the package of an order and records that it left.
pub fn hand_over(desk: &mut Desk, id: OrderId, now: DateTime<Utc>) -> Result<()> {
    let catalog = Arc::clone(&desk.catalog);
    desk.store.transact(&Op::program(now), |tx| {
        let state = tx.state(id)?;
        if !matches!(state.stage, Stage::Sms | Stage::Bureau) || state.life.handed_over.is_some() {
            return Ok(());
        }
        let order = tx.order(id)?;
        let own = profile(&catalog, &order.profile)?;
        let check = match state.stage {
            Stage::Sms => sms::check(&catalog, own, &order, now),
            _ => None,
        };
        let due_at = match &check {
            Some(check) => Some(check.lapses_at),
            None => timers::bureau_due(&catalog, own, &order.province, now),
        };
        let package = format!("{}-r{}", order.order_no, order.revision);
        let event = Event::HandedOver { package, digest: Sha256::of(b""), sms: check, due_at };
        record(tx, &catalog, id, &event)
    })
}
