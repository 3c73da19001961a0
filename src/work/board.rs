//! The board: what is waited for outside the reviews.

use super::record::record;
use super::{Desk, Result, WorkError, outbox, results};
use crate::catalog::sms;
use crate::domain::board::{BoardAct, BoardRow, List, Waits};
use crate::domain::bureau::{News, ResultRow, SmsRow};
use crate::domain::event::Event;
use crate::domain::ids::{OrderId, UserId};
use crate::domain::life::Reminder;
use crate::domain::notice::Notice;
use crate::domain::order::Order;
use crate::domain::stage::Stage;
use crate::domain::verdict::Refusal;
use crate::store::Op;
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// Loads a list.
pub fn load(desk: &Desk, list: List, now: DateTime<Utc>) -> Result<Vec<BoardRow>> {
    match list {
        List::Sms => verifying(desk, now),
        List::Notices => notices(desk, now),
        List::Curtains | List::Appointments | List::Calls => Ok(Vec::new()),
    }
}

/// Everybody whose verification runs, the least time first; who has verified, last.
fn verifying(desk: &Desk, now: DateTime<Utc>) -> Result<Vec<BoardRow>> {
    let mut rows = Vec::new();
    for row in super::sms::board(desk)? {
        let resend_at = resend_at(desk, &row)?.filter(|again| *again > now);
        rows.push(BoardRow {
            order: row.order,
            no: row.no,
            entity: row.entity,
            at: row.lapses_at,
            what: Waits::Sms {
                person: row.person,
                name: row.name,
                sent: row.sent,
                verified: row.verified,
                left: row.left,
                resend_at,
            },
        });
    }
    rows.sort_by_key(|row| (matches!(row.what, Waits::Sms { verified: Some(_), .. }), row.at));
    Ok(rows)
}

fn resend_at(desk: &Desk, row: &SmsRow) -> Result<Option<DateTime<Utc>>> {
    let life = desk.store.state(row.order)?.life;
    let rules = desk.catalog.profile(&row.profile).and_then(|profile| profile.sms.as_ref());
    Ok(match (rules, life.sms, life.handed_over) {
        (Some(rules), Some(check), Some(left)) => sms::resend_at(rules, &check, left.at),
        _ => None,
    })
}

/// What could not be delivered, and what staff pass on by phone.
fn notices(desk: &Desk, now: DateTime<Utc>) -> Result<Vec<BoardRow>> {
    let failed = desk.store.failed_notices()?.into_iter();
    let calls = desk.store.notices_to_call(now)?.into_iter();
    failed.chain(calls).map(|notice| line(desk, notice, now)).collect()
}

fn line(desk: &Desk, notice: Notice, now: DateTime<Utc>) -> Result<BoardRow> {
    let order = present(desk, notice.order)?;
    let person = order.person(&notice.letter.person).map(|person| person.name.clone());
    let failed = notice.state == crate::domain::notice::NoticeState::Failed;
    Ok(BoardRow {
        order: notice.order,
        no: notice.no,
        entity: desk.store.row(notice.order, now)?.entity,
        at: notice.created_at,
        what: Waits::Notice {
            notice: notice.id,
            kind: notice.letter.kind.slug().to_owned(),
            medium: notice.letter.medium,
            name: person.unwrap_or_else(|| notice.letter.person.to_string()),
            error: failed.then(|| notice.error.unwrap_or_default()),
        },
    })
}

fn present(desk: &Desk, id: OrderId) -> Result<Order> {
    let state = desk.store.state(id)?;
    super::look::present(&desk.store, id, &state)
}

/// Does what staff ask for about a line.
pub fn act(desk: &mut Desk, who: UserId, act: &BoardAct, now: DateTime<Utc>) -> Result<()> {
    match act {
        BoardAct::Sms(id, person, outcome) => {
            let order_no = desk.store.row(*id, now)?.no;
            let news = News::Sms(*outcome, person.to_string());
            results::set(desk, who, &ResultRow { order_no, at: now, news }, now).map(drop)
        }
        BoardAct::Remind(id) => remind(desk, who, *id, now),
        BoardAct::Retry(notice) => outbox::retry(desk, who, *notice, now).map(drop),
        BoardAct::Settle(notice) => outbox::withdraw(desk, who, *notice, now).map(drop),
        BoardAct::CurtainSent(..) | BoardAct::Appointment(..) | BoardAct::Called(..) => {
            Err(WorkError::say("", ""))
        }
    }
}

/// Reminds who must verify that his codes lapse.
fn remind(desk: &mut Desk, who: UserId, id: OrderId, now: DateTime<Utc>) -> Result<()> {
    let catalog = Arc::clone(&desk.catalog);
    desk.store.transact(&Op::by(who, now), |tx| {
        if tx.staff(who)?.disabled {
            return Err(Refusal::Disabled.into());
        }
        let state = tx.state(id)?;
        if state.stage != Stage::Sms || state.life.sms.is_none() {
            return Err(WorkError::say(
                "该订单没有进行中的短信核验。",
                "no SMS verification runs for this order",
            ));
        }
        record(tx, &catalog, id, &Event::Reminded { what: Reminder::SmsLapse, nth: None })
    })
}
