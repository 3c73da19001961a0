//! Assisted amendments: with the customer's consent on the order, staff mend a field themselves.
//!
//! The package stays as it came. What was mended is on record with its value before and after, stands in
//! the notice, and the rules run again; taking one back is another amendment.

use super::home::profile;
use super::record::record;
use super::{Desk, Result, WorkError, findings};
use crate::catalog::Catalog;
use crate::catalog::profile::AssistedAmendment;
use crate::domain::amendment::{Amendment, amended};
use crate::domain::event::{Event, OrderState};
use crate::domain::ids::{OrderId, RuleCode, UserId};
use crate::domain::lang::Lang;
use crate::domain::order::Order;
use crate::domain::path::text_at;
use crate::domain::people::Role;
use crate::domain::text::Foreign;
use crate::domain::verdict::Refusal;
use crate::intake::{self, Known};
use crate::store::{Op, Tx};
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
    desk.store.transact(&Op::by(who, now), |tx| {
        let state = tx.state(id)?;
        let order = tx.order(id)?;
        holds(tx, who, id, &state)?;
        agreed(&catalog, &order)?;
        let changes = changes(&order, wishes)?;
        check(&catalog, &order, &changes)?;
        record(tx, &catalog, id, &Event::Amended { changes: changes.clone() })?;
        // What shared the old value has changed as much as what shares the new one.
        findings::mark_related(tx, id)?;
        tx.add_amendments(id, state.revision, who, &changes)?;
        findings::changed(tx, &catalog, id)?;
        Ok(changes)
    })
}

/// Why an order can't be amended whoever asks, where it is not agreed on; none = it is.
pub fn refusal(catalog: &Catalog, order: &Order) -> Option<WorkError> {
    agreed(catalog, order).err()
}

fn holds(tx: &Tx, who: UserId, id: OrderId, state: &OrderState) -> Result<()> {
    let staff = tx.staff(who)?;
    if staff.disabled {
        return Err(Refusal::Disabled.into());
    }
    let role = Role::deciding(state.stage).ok_or(Refusal::NotAReview(state.stage))?;
    if !staff.has(role) && !staff.has(Role::Supervisor) {
        return Err(Refusal::Role(role).into());
    }
    match tx.claim_of(id)? {
        Some(claim) if claim.user == who && claim.until > tx.op.at => Ok(()),
        _ => Err(Refusal::NotHeld.into()),
    }
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
    intake::fits(&mended, &Known::from(catalog))
        .map_err(|fault| WorkError::say(fault.sentence(Lang::Zh), fault.sentence(Lang::En)))
}
