//! The verification stage: paper originals.

use super::home::profile;
use super::record::{go_on, record};
use super::{Desk, Result, WorkError, roles};
use crate::domain::event::Event;
use crate::domain::ids::{OrderId, UserId};
use crate::domain::order::AttachmentKind;
use crate::domain::permission::Deed;
use crate::domain::stage::Stage;
use crate::store::Op;
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// A paper original that came.
#[derive(Debug, Clone, Copy)]
pub struct Receipt<'a> {
    /// Which document.
    pub kind: AttachmentKind,
    /// Whose: a site's id, or `order`.
    pub owner: &'a str,
    /// When it came; none = now.
    pub at: Option<DateTime<Utc>>,
}

/// Logs the receipt of a paper original; the order goes on when nothing is missing any more, and the clock of
/// second review begins with the last receipt.
pub fn log_paper(
    desk: &mut Desk,
    who: UserId,
    order: OrderId,
    receipt: Receipt,
    now: DateTime<Utc>,
) -> Result<Stage> {
    let catalog = Arc::clone(&desk.catalog);
    desk.store.transact(&Op::by(who, now), |tx| {
        roles::allow(tx, who, Deed::Paper, order)?;
        let state = tx.state(order)?;
        if state.stage != Stage::Verification {
            return Err(not_verifying());
        }
        let at = receipt.at.unwrap_or(now);
        if at > now {
            return Err(WorkError::say("收到时间不能晚于现在。", "it can't have come later than now"));
        }
        let body = tx.order(order)?;
        let own = profile(&catalog, &body.profile)?;
        let (kind, owner) = (receipt.kind, receipt.owner);
        let slots = crate::catalog::slots::slots(own, &body, &[], &[]);
        if !slots.iter().any(|slot| slot.paper.is_some() && slot.kind == kind && slot.owner == owner) {
            return Err(WorkError::say("该订单不需要这份原件。", "this order needs no such original"));
        }
        tx.add_paper(order, state.revision, (kind.slug(), owner), at, who)?;
        record(tx, &catalog, order, &Event::PaperReceived { kind, owner: owner.to_owned() })?;
        let stage = go_on(tx, &catalog, order)?;
        super::findings::refresh(tx, &catalog, order)?;
        Ok(stage)
    })
}

pub(super) fn not_verifying() -> WorkError {
    WorkError::say("订单不在真实性核验阶段。", "the order is not in the verification stage")
}
