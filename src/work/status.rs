//! How far orders are, for their customers.

use super::home::profile;
use super::{Desk, Result};
use crate::catalog::timers;
use crate::domain::event::{Event, OrderState};
use crate::domain::ids::{OrderId, OrderNo};
use crate::domain::lang::Lang;
use crate::domain::life::ReturnCause;
use crate::domain::mask::{Masks, Personal, masked, masked_name};
use crate::domain::order::Order;
use crate::domain::stage::Stage;
use crate::domain::status::{Asked, Status, SupplyBy, ToMend, ToSupply, ToVerify};
use crate::domain::verdict::VerdictKind;
use crate::domain::view::SlotState;

/// Orders that are read at a time.
const PAGE: usize = 1_000;

/// Which orders are asked about, where none is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Those that are under way.
    Open,
    /// All of them.
    All,
}

/// How far these orders are.
pub fn of(desk: &Desk, orders: &[OrderNo]) -> Result<Vec<Status>> {
    orders.iter().map(|no| one(desk, desk.store.order_id(no)?)).collect()
}

/// How far every order of the home is, in the order in which they came; `seen` hears of each.
pub fn each<E: From<super::WorkError>>(
    desk: &Desk,
    which: Which,
    mut seen: impl FnMut(Status) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let mut from = OrderId(0);
    loop {
        let page = match which {
            Which::Open => desk.store.open_orders(from, PAGE)?,
            Which::All => desk.store.all_orders(from, PAGE)?,
        };
        let Some(last) = page.last().copied() else { return Ok(()) };
        for id in page {
            seen(one(desk, id)?)?;
        }
        from = last;
    }
}

fn one(desk: &Desk, id: OrderId) -> Result<Status> {
    let state = desk.store.state(id)?;
    let order = super::look::present(&desk.store, id, &state)?;
    let filed = match state.stage {
        Stage::Filed => filing_numbers(desk, id)?,
        _ => Vec::new(),
    };
    Ok(Status {
        asked: asked(desk, id, &state, &order)?,
        estimate: estimate(desk, &state, &order)?,
        order_no: order.order_no,
        revision: state.revision,
        stage: state.stage,
        stage_zh: state.stage.zh(),
        since: state.waiting_since,
        returned_from: state.returned_from,
        filing_numbers: filed,
    })
}

fn estimate(desk: &Desk, state: &OrderState, order: &Order) -> Result<Option<chrono::DateTime<chrono::Utc>>> {
    let own = profile(&desk.catalog, &order.profile)?;
    Ok(match state.stage {
        // The package has not left yet, so the bureau's clock has not begun.
        Stage::Sms | Stage::Bureau if state.life.handed_over.is_none() => {
            timers::bureau_due(&desk.catalog, own, &order.province, state.waiting_since)
        }
        _ => state.due_at,
    })
}

fn asked(desk: &Desk, id: OrderId, state: &OrderState, order: &Order) -> Result<Asked> {
    Ok(match state.stage {
        Stage::Returned => Asked::Mend { reasons: to_mend(desk, id, order)? },
        Stage::Verification => Asked::Supply { documents: to_supply(desk, id, state, order)? },
        Stage::Sms => match &state.life.sms {
            Some(check) => Asked::VerifySms {
                until: check.lapses_at,
                persons: check
                    .persons
                    .iter()
                    .filter(|one| one.verified.is_none())
                    .map(|one| {
                        let person = order.person(&one.person);
                        ToVerify {
                            person: one.person.clone(),
                            name: person.map(|person| masked_name(&person.name)).unwrap_or_default(),
                            mobile: person
                                .map(|person| masked(Personal::Phone, &person.mobile))
                                .unwrap_or_default(),
                        }
                    })
                    .collect(),
            },
            None => Asked::Nothing,
        },
        _ => Asked::Nothing,
    })
}

/// Why the order came back: the newest rejection or return of its log.
fn to_mend(desk: &Desk, id: OrderId, order: &Order) -> Result<Vec<ToMend>> {
    let masks = Masks::of(order);
    let hide = |text: &str| masks.hide(text);
    let history = desk.store.history(id)?;
    let found = history.into_iter().find_map(|line| match line.event {
        Event::Decided { kind: VerdictKind::Reject, reasons, .. } => Some((None, reasons)),
        Event::Returned { cause, reasons, .. } => Some((Some(cause), reasons)),
        _ => None,
    });
    let Some((cause, reasons)) = found else { return Ok(Vec::new()) };
    let say = |key: &str| desk.catalog.text(Lang::Zh, key).to_owned();
    let plain = |text, mend| ToMend { field: None, text: say(text), mend: say(mend) };
    let lapsed = match cause {
        Some(ReturnCause::SmsLapsed) => Some(plain("status.sms_lapsed", "status.sms_lapsed.mend")),
        Some(ReturnCause::SmsFailed { .. }) => Some(plain("status.sms_failed", "status.sms_failed.mend")),
        Some(ReturnCause::Bureau) | None => None,
    };
    let told = reasons.into_iter().map(|reason| ToMend {
        field: reason.field,
        text: hide(&reason.text),
        mend: hide(&reason.mend),
    });
    Ok(lapsed.into_iter().chain(told).collect())
}

fn to_supply(desk: &Desk, id: OrderId, state: &OrderState, order: &Order) -> Result<Vec<ToSupply>> {
    let own = profile(&desk.catalog, &order.profile)?;
    let attachments = desk.store.attachments(id, state.revision)?;
    let given: Vec<_> = attachments.iter().map(|attachment| &attachment.given).collect();
    let slots = crate::catalog::slots::slots(own, order, &given, &desk.store.papers(id, state.revision)?);
    let open = slots.into_iter().filter(|slot| slot.state != SlotState::Filled);
    let told = open.map(|slot| ToSupply {
        kind: slot.kind.slug(),
        kind_zh: desk.catalog.text(Lang::Zh, slot.kind.slug()).to_owned(),
        owner: slot.owner,
        by: if slot.paper.is_some() { SupplyBy::Paper } else { SupplyBy::Upload },
        state: slot.state,
    });
    Ok(told.collect())
}

fn filing_numbers(desk: &Desk, id: OrderId) -> Result<Vec<String>> {
    let history = desk.store.history(id)?;
    let found = history.into_iter().find_map(|line| match line.event {
        Event::Filed { entity_number, sites, .. } => {
            Some(entity_number.into_iter().chain(sites.into_iter().map(|site| site.number)).collect())
        }
        _ => None,
    });
    Ok(found.unwrap_or_default())
}
