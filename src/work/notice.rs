//! Composing notices: of a rejection, and of what staff mended.

use super::home::profile;
use super::{Desk, Result};
use crate::catalog::{Catalog, Profile, paths};
use crate::domain::amendment::Amendment;
use crate::domain::checklist::ChosenReason;
use crate::domain::event::OrderState;
use crate::domain::ids::OrderId;
use crate::domain::mask::{Masks, masked, personal};
use crate::domain::order::Order;
use crate::domain::stage::Stage;
use crate::outgoing::notice::{Head, Mended, amendment, rejection};

/// The notice that a rejection of this order sends, with these reasons and what was mended.
pub fn compose(desk: &Desk, id: OrderId, reasons: &[ChosenReason]) -> Result<String> {
    let state = desk.store.state(id)?;
    let order = super::look::present(&desk.store, id, &state)?;
    let amendments = desk.store.amendments(id, state.revision)?;
    let text = rejection(
        &head(&desk.catalog, &order, &state)?,
        reasons,
        &mended(&desk.catalog, &order, &amendments),
    );
    // What is read here before it goes out reads as it will go out.
    Ok(Masks::of(&order).hide(&text))
}

/// The notice of what staff mended in the present revision; none where nothing was.
pub fn amended(desk: &Desk, id: OrderId) -> Result<Option<String>> {
    let state = desk.store.state(id)?;
    let amendments = desk.store.amendments(id, state.revision)?;
    if amendments.is_empty() {
        return Ok(None);
    }
    let order = super::look::present(&desk.store, id, &state)?;
    let text = amendment(&head(&desk.catalog, &order, &state)?, &mended(&desk.catalog, &order, &amendments));
    Ok(Some(Masks::of(&order).hide(&text)))
}

fn head<'a>(catalog: &'a Catalog, order: &'a Order, state: &OrderState) -> Result<Head<'a>> {
    Ok(head_of(profile(catalog, &order.profile)?, order, state.stage, state.revision))
}

/// What the head of a notice names.
pub(super) fn head_of<'a>(own: &'a Profile, order: &'a Order, stage: Stage, revision: u32) -> Head<'a> {
    let addressee = order.managers().first().copied().or(order.principal());
    Head {
        provider: &own.provider.zh,
        order_no: order.order_no.as_str(),
        entity: &order.entity.name,
        addressee: addressee.map_or("", |person| person.name.as_str()),
        stage,
        revision,
    }
}

/// Each field once, from what came to what it is; personal values stay masked, since the notice is read here,
/// too, before it goes out.
pub(super) fn mended(catalog: &Catalog, order: &Order, amendments: &[Amendment]) -> Vec<Mended> {
    let mut changes: Vec<Amendment> = Vec::new();
    for change in amendments {
        match changes.iter_mut().find(|known| known.path == change.path) {
            Some(known) => known.after.clone_from(&change.after),
            None => changes.push(change.clone()),
        }
    }
    let shown = |path: &str, value: &Option<String>| match (value, personal(order, path)) {
        (None, _) => "（空）".to_owned(),
        (Some(text), Some(kind)) => masked(kind, text),
        (Some(text), None) => text.clone(),
    };
    let real = changes.iter().filter(|change| change.before != change.after);
    let one = |change: &Amendment| Mended {
        field: paths::for_customer(catalog, order, &change.path),
        before: shown(&change.path, &change.before),
        after: shown(&change.path, &change.after),
    };
    real.map(one).collect()
}
