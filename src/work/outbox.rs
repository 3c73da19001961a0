//! The outbox by hand: looking at a notice, showing its address, trying it again, taking it back.

use super::record::record;
use super::{Desk, Result, WorkError, roles};
use crate::domain::event::Event;
use crate::domain::ids::UserId;
use crate::domain::life::Medium;
use crate::domain::mask::{Personal, masked};
use crate::domain::notice::{Notice, NoticeState};
use crate::domain::permission::Deed;
use crate::store::Op;
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// A notice whose address is masked.
pub fn hidden(mut notice: Notice) -> Notice {
    let kind = match notice.letter.medium {
        Medium::Email => Personal::Email,
        Medium::Text | Medium::Phone => Personal::Phone,
    };
    notice.letter.address = masked(kind, &notice.letter.address);
    notice
}

/// Puts the reveal of an address on record and returns the notice with it.
pub fn reveal(desk: &mut Desk, who: UserId, id: i64, now: DateTime<Utc>) -> Result<Notice> {
    let catalog = Arc::clone(&desk.catalog);
    desk.store.transact(&Op::by(who, now), |tx| {
        let notice = tx.notice(id)?;
        roles::allow(tx, who, Deed::NoticeAddress, notice.order)?;
        let field = format!("outbox[{id}].address");
        record(tx, &catalog, notice.order, &Event::Revealed { field })?;
        Ok(notice)
    })
}

/// Has a notice tried again at once that failed, or that waits for its next try.
pub fn retry(desk: &mut Desk, who: UserId, id: i64, now: DateTime<Utc>) -> Result<Notice> {
    let catalog = Arc::clone(&desk.catalog);
    desk.store.transact(&Op::by(who, now), |tx| {
        let notice = tx.notice(id)?;
        roles::allow(tx, who, Deed::NoticeRetry, notice.order)?;
        let tried = notice.state == NoticeState::Waiting && (notice.tries > 0 || notice.error.is_some());
        if notice.state != NoticeState::Failed && !tried {
            return Err(refused(&notice, "重发", "tried again"));
        }
        tx.retry_notice(id)?;
        let (kind, medium) = (notice.letter.kind.slug().to_owned(), notice.letter.medium);
        record(tx, &catalog, notice.order, &Event::NoticeRetried { notice: id, kind, medium })?;
        tx.notice(id)
    })
}

/// Takes a notice back that has not left.
pub fn withdraw(desk: &mut Desk, who: UserId, id: i64, now: DateTime<Utc>) -> Result<Notice> {
    let catalog = Arc::clone(&desk.catalog);
    desk.store.transact(&Op::by(who, now), |tx| {
        let notice = tx.notice(id)?;
        roles::allow(tx, who, Deed::NoticeWithdraw, notice.order)?;
        if !matches!(notice.state, NoticeState::Waiting | NoticeState::Failed) {
            return Err(refused(&notice, "撤回", "withdrawn"));
        }
        tx.end_notice(id, NoticeState::Withdrawn, notice.error.as_deref())?;
        let (kind, medium) = (notice.letter.kind.slug().to_owned(), notice.letter.medium);
        record(tx, &catalog, notice.order, &Event::NoticeWithdrawn { notice: id, kind, medium })?;
        tx.notice(id)
    })
}

fn refused(notice: &Notice, zh: &str, en: &str) -> WorkError {
    use crate::domain::lang::Lang;
    let (id, state) = (notice.id, notice.state);
    WorkError::say(
        format!("通知 {id} {}，不能{zh}。", state.name(Lang::Zh)),
        format!("notice {id} is {}, so it can't be {en}", state.name(Lang::En)),
    )
}
