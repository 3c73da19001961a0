//! Putting events on record with all that follows from them: the clock's next moment, notices, curtains.
//!
//! Every use case records its events here, so that none forgets what follows.

use super::decide::grace_of;
use super::home::profile;
use super::{Result, curtains, notices};
use crate::catalog::{Catalog, Profile, sms, timers};
use crate::domain::event::{Event, OrderState};
use crate::domain::ids::{EventId, OrderId};
use crate::domain::stage::Stage;
use crate::store::Tx;

/// What was put on record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told<'a> {
    /// The order.
    pub id: OrderId,
    /// Its profile.
    pub profile: &'a Profile,
    /// The event, and its row in the log.
    pub event: &'a Event,
    /// Its row.
    pub row: EventId,
    /// The state that it led to.
    pub state: &'a OrderState,
    /// A notice that a person wrote or edited, in place of the composed one.
    pub text: Option<&'a str>,
}

/// Puts an event on record.
pub(super) fn record(tx: &Tx, catalog: &Catalog, id: OrderId, event: &Event) -> Result<()> {
    record_with(tx, catalog, id, event, None).map(drop)
}

/// Puts an event on record whose notice a person wrote.
pub(super) fn record_with(
    tx: &Tx,
    catalog: &Catalog,
    id: OrderId,
    event: &Event,
    text: Option<&str>,
) -> Result<OrderState> {
    let profile = profile(catalog, &tx.profile_of(id)?)?;
    let (row, state) = tx.record(id, event, &profile.stages)?;
    follow(tx, catalog, &Told { id, profile, event, row, state: &state, text })?;
    Ok(state)
}

/// What follows from an event that is on record already.
pub(super) fn follow(tx: &Tx, catalog: &Catalog, told: &Told) -> Result<()> {
    wake(tx, told.profile, told.id, told.state)?;
    curtains::follow(tx, catalog, told)?;
    notices::follow(tx, catalog, told)
}

/// Keeps the next moment at which the clock does something to the order.
pub(super) fn wake(tx: &Tx, profile: &Profile, id: OrderId, state: &OrderState) -> Result<()> {
    let next = timers::next(state, profile, grace_of(tx)?);
    tx.wake_at(id, next.map(|(at, _)| at))
}

/// Lets an order go on from a stage that waits for nothing: verification with all its materials, SMS where
/// nobody must verify.
pub(super) fn go_on(tx: &Tx, catalog: &Catalog, id: OrderId) -> Result<Stage> {
    let mut state = tx.state(id)?;
    loop {
        let Some(event) = nothing_waits(tx, catalog, id, &state)? else { return Ok(state.stage) };
        state = record_with(tx, catalog, id, &event, None)?;
    }
}

fn nothing_waits(tx: &Tx, catalog: &Catalog, id: OrderId, state: &OrderState) -> Result<Option<Event>> {
    if !matches!(state.stage, Stage::Verification | Stage::Sms) || state.life.handed_over.is_some() {
        return Ok(None);
    }
    let order = tx.order(id)?;
    let own = profile(catalog, &order.profile)?;
    if state.stage == Stage::Sms {
        let nobody = sms::check(catalog, own, &order, tx.op.at).is_none();
        return Ok(nobody.then_some(Event::SmsPassed { due_at: None }));
    }
    if !super::home::materials_complete(tx, own, id, &order, state.revision)? {
        return Ok(None);
    }
    let next = own.stages.after(Stage::Verification).unwrap_or(Stage::SecondReview);
    // The clock begins with the last receipt, which may have been logged later.
    let received = tx.last_receipt(id, state.revision)?.map(|at| at.max(state.waiting_since));
    let from = received.unwrap_or(tx.op.at).min(tx.op.at);
    Ok(Some(Event::MaterialsComplete { due_at: super::home::due(catalog, own, next, from) }))
}
