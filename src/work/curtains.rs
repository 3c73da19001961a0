//! Curtains that customers ask for: to be packed once first review has passed, one free for each account
//! where the profile says so.

use super::home::profile;
use super::record::{Told, record};
use super::{Desk, Result, WorkError, claim::needed, roles};
use crate::catalog::{Catalog, Profile};
use crate::domain::customer::{self, Curtain, CurtainState};
use crate::domain::event::{Event, OrderState};
use crate::domain::ids::{OrderId, UserId};
use crate::domain::life::Parcel;
use crate::domain::order::{Order, PhotoMethod};
use crate::domain::permission::Deed;
use crate::domain::stage::Stage;
use crate::domain::text::Foreign;
use crate::store::curtain::Asked;
use crate::store::{Op, Tx};
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// The personal field that a list of parcels shows.
const PHONE: &str = "curtain_request.phone";

/// What an event means for the curtain of its order, and for its appointments.
pub(super) fn follow(tx: &Tx, catalog: &Catalog, told: &Told) -> Result<()> {
    if !customer::holds(told.state.stage) {
        tx.withdraw_curtain(told.id)?;
        return tx.cancel_appointments(told.id);
    }
    // A revision may come back to second review, and an undo may bring a rejected order back there.
    let enters = matches!(told.event, Event::Decided { .. } | Event::Imported { .. } | Event::Undone { .. });
    if !enters || !told.profile.photo_methods.contains(&PhotoMethod::Curtain) {
        return Ok(());
    }
    ask(tx, catalog, told.profile, told.id)
}

/// Orders that had passed first review before this program knew of curtains are asked for theirs.
pub(super) fn catch_up(
    tx: &Tx,
    catalog: &Catalog,
    (own, id): (&Profile, OrderId),
    state: &OrderState,
) -> Result<()> {
    let waits = state.stage == Stage::Verification && own.photo_methods.contains(&PhotoMethod::Curtain);
    if waits { ask(tx, catalog, own, id) } else { Ok(()) }
}

fn ask(tx: &Tx, catalog: &Catalog, own: &Profile, id: OrderId) -> Result<()> {
    let order = tx.order(id)?;
    let Some(request) = &order.curtain_request else { return Ok(()) };
    let known = tx.curtain_of(id)?;
    if known.is_some_and(|known| known.state != CurtainState::Withdrawn) {
        return Ok(());
    }
    // It is asked for before first review, and goes out only after that has passed.
    let from = request.requested_at.max(tx.op.at);
    let dispatch_at = match own.curtain_dispatch {
        Some(hour) => catalog.clock(own).dispatch(from, hour.0),
        None => from,
    };
    let state = if has_its_own(tx, own, &order)? { CurtainState::Refused } else { CurtainState::Asked };
    let requested_at = request.requested_at;
    tx.ask_for_curtain(&Asked { id, order: &order, requested_at, dispatch_at, state })
}

fn has_its_own(tx: &Tx, own: &Profile, order: &Order) -> Result<bool> {
    let Some(most) = own.curtains_per_account else { return Ok(false) };
    Ok(tx.curtains_of_account(order)? >= most)
}

/// Sends the curtain of an order. Where the account had its own already, a word says why it gets another.
pub fn send(
    desk: &mut Desk,
    who: UserId,
    id: OrderId,
    parcel: &Parcel,
    again: Option<&str>,
    now: DateTime<Utc>,
) -> Result<()> {
    let parcel = Parcel { courier: needed(&parcel.courier)?, number: needed(&parcel.number)? };
    let catalog = Arc::clone(&desk.catalog);
    desk.store.transact(&Op::by(who, now), |tx| {
        roles::allow(tx, who, Deed::SendCurtain, id)?;
        let curtain = waiting(tx, id)?;
        let order = tx.order(id)?;
        let own = profile(&catalog, &order.profile)?;
        if has_its_own(tx, own, &order)? {
            let word = needed(again.unwrap_or_default()).map_err(|_| had_its_own(&curtain))?;
            record(tx, &catalog, id, &Event::Noted { note: word })?;
        }
        tx.curtain_sent(id, curtain.revision, &parcel, who)?;
        record(tx, &catalog, id, &Event::CurtainSent { parcel })?;
        if has_its_own(tx, own, &order)? {
            tx.refuse_curtains(&order)?;
        }
        Ok(())
    })
}

fn waiting(tx: &Tx, id: OrderId) -> Result<Curtain> {
    let curtain = tx.curtain_of(id)?.filter(|curtain| curtain.state != CurtainState::Withdrawn);
    match curtain {
        Some(curtain) if curtain.state == CurtainState::Sent => {
            Err(WorkError::say("该订单的幕布已寄出。", "the curtain of this order was sent already"))
        }
        Some(curtain) => Ok(curtain),
        None => Err(WorkError::say(
            "该订单没有待寄的幕布：客户未申请，或初审尚未通过。",
            "no curtain waits for this order: none was asked for, or first review has not passed",
        )),
    }
}

fn had_its_own(curtain: &Curtain) -> WorkError {
    let account = Foreign::from(curtain.account.as_str());
    WorkError::say(
        format!("账号{account}已寄过幕布；如需再寄，请用 --again 说明原因。"),
        format!("account {account} had its curtain already; say with --again why it gets another"),
    )
}

/// The curtains to pack, with the phones of those who receive them, which goes on record for each order.
pub fn reveal(desk: &mut Desk, who: UserId, limit: usize, now: DateTime<Utc>) -> Result<Vec<Curtain>> {
    let catalog = Arc::clone(&desk.catalog);
    let all = desk.store.curtains_to_pack(limit)?;
    desk.store.transact::<_, WorkError>(&Op::by(who, now), |tx| {
        all.iter().filter(|curtain| curtain.to.is_some()).try_for_each(|curtain| {
            roles::allow(tx, who, Deed::CurtainAddress, curtain.order)?;
            record(tx, &catalog, curtain.order, &Event::Revealed { field: PHONE.into() })
        })
    })?;
    Ok(all)
}
