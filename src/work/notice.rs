//! Composing the notice of a rejection for an order.

use super::home::profile;
use super::{Desk, Result};
use crate::domain::checklist::ChosenReason;
use crate::domain::ids::OrderId;
use crate::outgoing::notice::{Head, rejection};

/// The notice that a rejection of this order sends, with these reasons.
pub fn compose(desk: &Desk, id: OrderId, reasons: &[ChosenReason]) -> Result<String> {
    let state = desk.store.state(id)?;
    let order = super::look::present(&desk.store, id, &state)?;
    let addressee = order.managers().first().copied().or(order.principal());
    let head = Head {
        provider: &profile(&desk.catalog, &order.profile)?.provider.zh,
        order_no: order.order_no.as_str(),
        entity: &order.entity.name,
        addressee: addressee.map_or("", |person| person.name.as_str()),
        stage: state.stage,
        revision: state.revision,
    };
    Ok(rejection(&head, reasons))
}
