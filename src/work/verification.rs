//! The verification stage: paper originals.

use super::home::profile;
use super::record::{go_on, record};
use super::{Desk, Result, WorkError};
use crate::domain::event::Event;
use crate::domain::ids::{OrderId, UserId};
use crate::domain::order::AttachmentKind;
use crate::domain::stage::Stage;
use crate::domain::verdict::Refusal;
use crate::store::Op;
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// Logs the receipt of a paper original; the order goes on when nothing is missing any more.
pub fn log_paper(
    desk: &mut Desk,
    who: UserId,
    order: OrderId,
    kind: AttachmentKind,
    owner: &str,
    now: DateTime<Utc>,
) -> Result<Stage> {
    let catalog = Arc::clone(&desk.catalog);
    desk.store.transact(&Op::by(who, now), |tx| {
        if tx.staff(who)?.disabled {
            return Err(Refusal::Disabled.into());
        }
        let state = tx.state(order)?;
        if state.stage != Stage::Verification {
            return Err(WorkError::say(
                "订单不在真实性核验阶段。",
                "the order is not in the verification stage",
            ));
        }
        let body = tx.order(order)?;
        let own = profile(&catalog, &body.profile)?;
        let slots = crate::catalog::slots::slots(own, &body, &[], &[]);
        if !slots.iter().any(|slot| slot.paper.is_some() && slot.kind == kind && slot.owner == owner) {
            return Err(WorkError::say("该订单不需要这份原件。", "this order needs no such original"));
        }
        tx.add_paper(order, state.revision, kind.slug(), owner, who)?;
        record(tx, &catalog, order, &Event::PaperReceived { kind, owner: owner.to_owned() })?;
        let stage = go_on(tx, &catalog, order)?;
        super::findings::refresh(tx, &catalog, order)?;
        Ok(stage)
    })
}
