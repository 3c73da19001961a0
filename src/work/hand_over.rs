//! Hand-over to the bureau: the package first, then the event. A package without its event is found by the
//! next try; an event without its package can't be.

use super::home::profile;
use super::package::{self, Written};
use super::record::record;
use super::{Desk, Result, WorkError};
use crate::catalog::{Catalog, sms, timers};
use crate::domain::event::{Event, OrderState};
use crate::domain::ids::{OrderId, Sha256};
use crate::domain::order::Order;
use crate::domain::stage::Stage;
use crate::domain::text::Foreign;
use crate::outgoing::package::{About, Package};
use crate::store::{Op, Tx};
use chrono::{DateTime, Utc};
use std::path::Path;
use std::sync::Arc;

/// What became of a hand-over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandedOver {
    /// It is on record now.
    Now,
    /// Somebody was faster, or the order no longer waits for it.
    Not,
}

/// Writes the package of an order and records that it left.
pub fn hand_over(desk: &mut Desk, id: OrderId, now: DateTime<Utc>) -> Result<HandedOver> {
    let state = desk.store.state(id)?;
    if !waits(&state) {
        return Ok(HandedOver::Not);
    }
    let order = super::look::present(&desk.store, id, &state)?;
    super::secret::must_be_open(&desk.home, &order)?;
    let attachments = desk.store.attachments(id, state.revision)?;
    let verdict = state.last_verdict.as_ref();
    let salt = super::secret::package_salt(&desk.home, &order, verdict)?;
    let (order, attachments, salt) = (&order, &attachments[..], salt.as_ref());
    let package = package::composed(&About { order, attachments, verdict, at: now, salt })?;
    let root = desk.home.handover();
    let written = package::write(&root, &desk.files, &package)?;
    let (digest, at) = match written {
        Written::Now => (package.digest.clone(), now),
        Written::Before => lies_there(&root.join(&package.name), &package)?,
    };
    let catalog = Arc::clone(&desk.catalog);
    // The time of the log is that of the manifest, so that a package that was lost can be written again.
    let (done, found) = desk.store.transact::<_, WorkError>(&Op::program(at), |tx| {
        let again = tx.state(id)?;
        if !waits(&again) || again.last_verdict != state.last_verdict || again.revision != state.revision {
            return Ok((HandedOver::Not, again));
        }
        let event = event(tx, &catalog, id, &again, (package.name.clone(), digest))?;
        record(tx, &catalog, id, &event)?;
        Ok((HandedOver::Now, again))
    })?;
    // The customer gave up meanwhile, or the approval is another one: this package never left.
    let kept = found.life.handed_over.as_ref().is_some_and(|left| left.package == package.name);
    if done == HandedOver::Not && written == Written::Now && !kept {
        package::withdraw(&root, &package.name)?;
    }
    Ok(done)
}

fn waits(state: &OrderState) -> bool {
    matches!(state.stage, Stage::Sms | Stage::Bureau) && state.life.handed_over.is_none()
}

fn event(
    tx: &Tx,
    catalog: &Catalog,
    id: OrderId,
    state: &OrderState,
    (package, digest): (String, Sha256),
) -> Result<Event> {
    let order: Order = tx.order(id)?;
    let own = profile(catalog, &order.profile)?;
    let check = match state.stage {
        Stage::Sms => sms::check(catalog, own, &order, tx.op.at),
        _ => None,
    };
    let due_at = match &check {
        Some(check) => Some(check.lapses_at),
        None => timers::bureau_due(catalog, own, &order.province, tx.op.at),
    };
    Ok(Event::HandedOver { package, digest, sms: check, due_at })
}

/// A folder of this name lies there: from a try that was cut off before its event, or from another program that
/// is at the same order. It must be this very package.
fn lies_there(folder: &Path, wanted: &Package) -> Result<(Sha256, DateTime<Utc>)> {
    let found = package::verify(folder)?;
    let same = found.is_sound()
        && found.manifest.as_ref().is_some_and(|manifest| {
            manifest.order_no == wanted.manifest.order_no
                && manifest.revision == wanted.manifest.revision
                && manifest.verdict == wanted.manifest.verdict
                && manifest.files == wanted.manifest.files
        });
    match (same, found.digest, found.manifest) {
        (true, Some(digest), Some(manifest)) => Ok((Sha256(digest), manifest.handed_over_ms)),
        _ => {
            let name = Foreign::path(folder);
            Err(WorkError::say(
                format!("{name}已存在，但不是该订单的完整移交包；请用 beian package verify 查看并移走。"),
                format!(
                    "{name} is there and is not this order's whole package; look with 'beian package verify' and move it away"
                ),
            ))
        }
    }
}
