//! Looking at an order, revealing one field, keeping a draft. Looking is not claiming.

use super::claim::record;
use super::home::profile;
use super::{Desk, Result, WorkError};
use crate::domain::event::Event;
use crate::domain::ids::{OrderId, UserId};
use crate::domain::view::{Draft, OrderView, Related};
use crate::domain::{diff, order::Order};
use crate::store::Op;
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// An order with all that the review screen shows.
pub fn open(desk: &Desk, who: Option<UserId>, id: OrderId, now: DateTime<Utc>) -> Result<OrderView> {
    let store = &desk.store;
    let state = store.state(id)?;
    let order = store
        .revision(id, state.revision)?
        .ok_or_else(|| WorkError::NotFound { what: "revision", name: state.revision.to_string() })?;
    let attachments = store.attachments(id, state.revision)?;
    let given: Vec<_> = attachments.iter().map(|attachment| &attachment.given).collect();
    let own = profile(&desk.catalog, &order.profile)?;
    let slots = crate::catalog::slots::slots(own, &order, &given, &store.papers(id, state.revision)?);
    let before = match state.revision {
        0 | 1 => None,
        revision => store.revision(id, revision - 1)?,
    };
    let related = store
        .related(id, &order)?
        .into_iter()
        .map(|(other, by)| Ok(Related { row: store.row(other, now)?, by }))
        .collect::<Result<_>>()?;
    Ok(OrderView {
        row: store.row(id, now)?,
        changes: before.map(|before| diff::fields(&before, &order)).unwrap_or_default(),
        order,
        attachments,
        slots,
        materials: Vec::new(),
        findings: Vec::new(),
        overruled: Vec::new(),
        reviews: store.reviews(id)?,
        related,
        history: store.history(id)?,
        draft: who.map(|who| store.draft(id, who)).transpose()?.flatten(),
        passed_first_by: state.passed_first_by,
    })
}

/// Puts a reveal on record and returns the value. The path is one of the order: `people[0].mobile`.
pub fn reveal(desk: &mut Desk, who: UserId, id: OrderId, field: &str, now: DateTime<Utc>) -> Result<String> {
    let catalog = Arc::clone(&desk.catalog);
    desk.store.transact(&Op::by(who, now), |tx| {
        let order = tx.order(id)?;
        let value = value_at(&order, field).ok_or_else(|| {
            WorkError::say(format!("没有字段{field}。"), format!("there is no field {field}"))
        })?;
        record(tx, &catalog, id, &Event::Revealed { field: field.to_owned() })?;
        Ok(value)
    })
}

/// The text at a path such as `people[0].certificate.number`.
pub fn value_at(order: &Order, path: &str) -> Option<String> {
    let mut value = serde_json::to_value(order).ok()?;
    for step in path.split(['.', '[']).map(|step| step.trim_end_matches(']')) {
        value = match step.parse::<usize>() {
            Ok(at) => value.get_mut(at)?.take(),
            Err(_) => value.get_mut(step)?.take(),
        };
    }
    match value {
        serde_json::Value::String(text) => Some(text),
        serde_json::Value::Null => None,
        other => Some(other.to_string()),
    }
}

/// Keeps a draft.
pub fn save_draft(
    desk: &mut Desk,
    who: UserId,
    id: OrderId,
    draft: &Draft,
    now: DateTime<Utc>,
) -> Result<()> {
    desk.store.transact(&Op::by(who, now), |tx| tx.save_draft(id, who, draft))
}
