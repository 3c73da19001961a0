//! Assisted amendments: with the customer's consent on the order, staff mend a field themselves.
//!
//! The package stays as it came. What was mended is on record with its value before and after, stands in
//! the notice, and the rules run again; taking one back is another amendment.

use super::home::profile;
use super::record::record;
use super::secret::Key;
use super::{Desk, Result, WorkError, findings, roles, sealing, secret};
use crate::catalog::Catalog;
use crate::catalog::profile::AssistedAmendment;
use crate::domain::amendment::{Amendment, amended};
use crate::domain::event::Event;
use crate::domain::ids::{OrderId, RuleCode, UserId};
use crate::domain::lang::Lang;
use crate::domain::order::Order;
use crate::domain::path::text_at;
use crate::domain::permission::Deed;
use crate::domain::text::Foreign;
use crate::intake::{self, Known};
use crate::store::Op;
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// A field as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// The field: `people[0].certificate.number`.
    pub path: String,
    /// Its value; nothing, or blanks alone, takes it away.
    pub to: Option<String>,
    /// The rule whose finding or fix leads to it.
    pub rule: Option<RuleCode>,
}

/// Mends fields of an order that `who` holds: all of them or none. Returns what was done.
pub fn amend(
    desk: &mut Desk,
    who: UserId,
    id: OrderId,
    wishes: &[Wish],
    now: DateTime<Utc>,
) -> Result<Vec<Amendment>> {
    let catalog = Arc::clone(&desk.catalog);
    let key = key(desk, id, wishes)?;
    let home = desk.home.clone();
    desk.store.transact(&Op::by(who, now), |tx| {
        let state = tx.state(id)?;
        let order = tx.order(id)?;
        roles::allow(tx, who, Deed::Amend, id)?;
        agreed(&catalog, &order)?;
        let changes = changes(&order, wishes)?;
        check(&catalog, &order, &changes)?;
        let (kept, values) = match &key {
            Some(key) => {
                secret::must_be_open(&home, &order)?;
                sealing::sealed_changes(key, &order, &changes)?
            }
            None => (changes.clone(), sealing::Values::new()),
        };
        sealing::keep(tx, id, &values)?;
        record(tx, &catalog, id, &Event::Amended { changes: kept.clone() })?;
        // What shared the old value has changed as much as what shares the new one.
        findings::mark_related(tx, id)?;
        tx.add_amendments(id, state.revision, who, &kept)?;
        findings::changed(tx, &catalog, id)?;
        Ok(changes)
    })
}

/// The key, where secrets of the order are at stake.
fn key(desk: &Desk, id: OrderId, wishes: &[Wish]) -> Result<Option<Key>> {
    let Some(order) = desk.store.revision(id, desk.store.state(id)?.revision)? else { return Ok(None) };
    let paths = wishes.iter().map(|wish| wish.path.as_str());
    match sealing::touches_secrets(&order, paths) {
        true => secret::key_to_seal(&desk.home, &desk.store).map(Some),
        false => Ok(None),
    }
}

/// Why an order can't be amended whoever asks, where it is not agreed on; none = it is.
pub fn refusal(catalog: &Catalog, order: &Order) -> Option<WorkError> {
    agreed(catalog, order).err()
}

fn agreed(catalog: &Catalog, order: &Order) -> Result<()> {
    if profile(catalog, &order.profile)?.assisted_amendment == AssistedAmendment::Off {
        return Err(WorkError::say(
            "该服务商的条款不含协助更改；请驳回，由客户自行修改。",
            "the provider's terms have no assisted amendment; reject, so that the customer mends it",
        ));
    }
    if order.consents.assisted_amendment != Some(true) {
        return Err(WorkError::say(
            "客户未同意协助更改备案信息；请驳回，由客户自行修改。",
            "the customer has not agreed to assisted amendments; reject, so that the customer mends it",
        ));
    }
    Ok(())
}

fn changes(order: &Order, wishes: &[Wish]) -> Result<Vec<Amendment>> {
    let mut changes: Vec<Amendment> = Vec::new();
    for wish in wishes {
        if changes.iter().any(|change| change.path == wish.path) {
            let path = Foreign::from(wish.path.as_str());
            return Err(WorkError::say(
                format!("字段{path}给了两次。"),
                format!("the field {path} is given twice"),
            ));
        }
        let before = text_at(order, &wish.path);
        let after = wish.to.clone().filter(|text| !text.trim().is_empty());
        if before != after {
            changes.push(Amendment { path: wish.path.clone(), before, after, rule: wish.rule.clone() });
        }
    }
    if changes.is_empty() {
        return Err(WorkError::say("没有改动。", "nothing would change"));
    }
    Ok(changes)
}

/// The mended order must be one that could have come in.
fn check(catalog: &Catalog, order: &Order, changes: &[Amendment]) -> Result<()> {
    let mended = amended(order, changes)
        .map_err(|error| WorkError::say(error.sentence(Lang::Zh), error.sentence(Lang::En)))?;
    intake::fits(&mended, &Known::new(catalog, super::now()))
        .map_err(|fault| WorkError::say(fault.sentence(Lang::Zh), fault.sentence(Lang::En)))
}
