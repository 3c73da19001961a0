//! Looking at an order, revealing one field, keeping a draft. Looking is not claiming.

use super::findings::{self, Seen};
use super::home::profile;
use super::record::record;
use super::{Desk, Result, WorkError, roles, rounds};
use crate::catalog::rounds::{Present, comeback, returns};
use crate::catalog::{Profile, methods, timers};
use crate::domain::customer::{CurtainState, CustomerSide};
use crate::domain::event::{Event, OrderState, Viewing};
use crate::domain::finding::FindingCounts;
use crate::domain::ids::{OrderId, UserId};
use crate::domain::mask::{Masks, Personal, personal};
use crate::domain::path::{holds_several, text_at};
use crate::domain::permission::Deed;
use crate::domain::rounds::waited;
use crate::domain::sealed::marks;
use crate::domain::text::Foreign;
use crate::domain::view::{Draft, OrderView, QueueRow, Related};
use crate::domain::{diff, order::Order};
use crate::store::{Op, Store};
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// An order with all that the review screen shows.
pub fn open(desk: &Desk, who: Option<UserId>, id: OrderId, now: DateTime<Utc>) -> Result<OrderView> {
    let store = &desk.store;
    let state = store.state(id)?;
    let order = present(store, id, &state)?;
    let attachments = store.attachments(id, state.revision)?;
    let given: Vec<_> = attachments.iter().map(|attachment| &attachment.given).collect();
    let own = profile(&desk.catalog, &order.profile)?;
    let papers = store.papers(id, state.revision)?;
    let slots = crate::catalog::slots::slots(own, &order, &given, &papers);
    let seen = Seen { id, order: &order, state: &state, attachments: &attachments, papers: &papers };
    let found = findings::shown(store, &desk.catalog, &seen, now)?;
    let (reviews, history) = (store.reviews(id)?, store.history(id)?);
    let clock = desk.catalog.clock(own);
    let events = history.iter().rev().map(|line| (line.at, &line.event));
    let waited = waited(events, &own.stages, &clock, now);
    let rounds = rounds::earlier(desk, id, &state, &reviews)?;
    let present = Present {
        order: &order,
        stage: state.stage,
        files: &attachments,
        findings: &found.findings,
        overruled: &state.overruled,
        not_run: &found.not_run,
    };
    let comeback = comeback(&desk.catalog, &present, &rounds, &returns(&reviews, &history), &reviews);
    let related = store
        .related(id, &order)?
        .into_iter()
        .map(|(other, by)| Ok(Related { row: store.row(other, now)?, by }))
        .collect::<Result<_>>()?;
    let row =
        QueueRow { findings: FindingCounts::of(&found.findings, &state.overruled), ..store.row(id, now)? };
    let asked = own.curtain_dispatch.zip(order.curtain_request.as_ref());
    let customer = customer(store, own, id, &state, &order)?;
    let waits = customer.curtain.as_ref().filter(|one| one.state != CurtainState::Withdrawn);
    let waits = waits.map(|one| one.dispatch_at);
    Ok(OrderView {
        row,
        curtain_dispatch: waits.or(asked.map(|(hour, asked)| clock.dispatch(asked.requested_at, hour.0))),
        customer,
        masks: Masks::of(&order),
        changes: rounds.last().map(|before| diff::fields(&before.order, &order)).unwrap_or_default(),
        comeback,
        waited,
        order,
        attachments,
        slots,
        materials: found.materials,
        findings: found.findings,
        overruled: state.overruled,
        amendments: store.amendments(id, state.revision)?,
        reviews,
        related,
        history,
        waiting_notices: store.waiting_of(id)?,
        draft: who.map(|who| store.draft(id, who)).transpose()?.flatten(),
        passed_first_by: state.passed_first_by,
    }
    .hidden())
}

/// Curtain, appointments, calls and reminders of an order.
fn customer(
    store: &Store,
    own: &Profile,
    id: OrderId,
    state: &OrderState,
    order: &Order,
) -> Result<CustomerSide> {
    Ok(CustomerSide {
        methods: methods::methods(own, order),
        curtain: store.curtain_of(id)?,
        appointments: store.appointments_of(id)?,
        waiting: timers::waiting(state, own),
        call_again_at: state.life.call_again_at,
    })
}

/// The order's present revision, with what staff amended in it.
pub(super) fn present(store: &Store, id: OrderId, state: &OrderState) -> Result<Order> {
    let order = store.revision(id, state.revision)?;
    order.ok_or_else(|| WorkError::NotFound { what: "revision", name: state.revision.to_string().into() })
}

/// Puts a reveal on record and returns the value. The path is one of the order: `people[0].mobile`.
pub fn reveal(desk: &mut Desk, who: UserId, id: OrderId, field: &str, now: DateTime<Utc>) -> Result<String> {
    if field == super::secret::FILING_PASSWORD {
        return Ok(super::secret::reveal(desk, who, id, now)?.expose().to_owned());
    }
    let catalog = Arc::clone(&desk.catalog);
    let home = desk.home.clone();
    desk.store.transact(&Op::by(who, now), |tx| {
        roles::allow(tx, who, Deed::Reveal, id)?;
        let order = tx.order(id)?;
        if personal(&order, field) == Some(Personal::Secret) {
            roles::allow(tx, who, Deed::RevealPassword, id)?;
        }
        let shown = Foreign::from(field);
        if holds_several(&order, field) {
            return Err(WorkError::say(
                format!("{shown}含多个字段；请逐项查看。"),
                format!("{shown} holds several fields; reveal one at a time"),
            ));
        }
        let value = text_at(&order, field).ok_or_else(|| {
            WorkError::say(format!("没有字段{shown}。"), format!("there is no field {shown}"))
        })?;
        if marks(&value).next().is_some() {
            return Err(super::secret::unopened(&home));
        }
        record(tx, &catalog, id, &Event::Revealed { field: field.to_owned() })?;
        Ok(value)
    })
}

/// Puts on record that somebody (none = nobody is signed in) looked at an order: once an hour for each kind of
/// look. Nothing follows from it, so it is written by itself.
pub fn viewed(
    desk: &mut Desk,
    who: Option<UserId>,
    id: OrderId,
    what: Viewing,
    now: DateTime<Utc>,
) -> Result<()> {
    let since = Viewing::hour(now);
    if desk.store.has_viewed(id, who, what, since)? {
        return Ok(());
    }
    let catalog = Arc::clone(&desk.catalog);
    let op = who.map_or_else(|| Op::program(now), |who| Op::by(who, now));
    desk.store.transact(&op, |tx| {
        if !tx.has_viewed(id, who, what, since)? {
            let own = profile(&catalog, &tx.profile_of(id)?)?;
            tx.record(id, &Event::Viewed { what }, &own.stages)?;
        }
        Ok(())
    })
}

/// Keeps a draft.
pub fn save_draft(
    desk: &mut Desk,
    who: UserId,
    id: OrderId,
    draft: &Draft,
    now: DateTime<Utc>,
) -> Result<()> {
    desk.store.transact(&Op::by(who, now), |tx| {
        roles::allow(tx, who, Deed::Draft, id)?;
        tx.save_draft(id, who, draft)
    })
}

/// Keeps what was being written at a desk that is closed; the person is not signed in any more.
pub fn keep_draft(
    desk: &mut Desk,
    who: UserId,
    id: OrderId,
    draft: &Draft,
    now: DateTime<Utc>,
) -> Result<()> {
    desk.store.transact(&Op::at_the_door(who, now), |tx| tx.save_draft(id, who, draft))
}
