//! The board: what is waited for outside the reviews.

use super::calls::Call;
use super::record::record;
use super::{Desk, Result, WorkError, countersign, outbox, results, roles};
use crate::catalog::sms;
use crate::domain::board::{BoardAct, BoardRow, List, Waits};
use crate::domain::bureau::{News, ResultRow, SmsRow};
use crate::domain::countersign::WordState;
use crate::domain::customer::Curtain;
use crate::domain::event::Event;
use crate::domain::ids::{OrderId, PersonRef, UserId};
use crate::domain::life::{Appointment, CallResult, Medium, Parcel, Reminder};
use crate::domain::mask::without_personal;
use crate::domain::notice::Notice;
use crate::domain::order::Order;
use crate::domain::permission::Deed;
use crate::domain::stage::Stage;
use crate::store::Op;
use chrono::{DateTime, TimeDelta, Utc};
use std::sync::Arc;

/// Lines of a list at most; what presses most stands first.
const MOST: usize = 500;
/// Who was not reached is called again after so long (Tencent's practice).
const CALL_AGAIN: TimeDelta = TimeDelta::hours(1);

/// Loads a list.
pub fn load(desk: &Desk, list: List, now: DateTime<Utc>) -> Result<Vec<BoardRow>> {
    match list {
        List::Sms => verifying(desk, now),
        List::Notices => notices(desk, now),
        List::Curtains => curtains(desk),
        List::Words => words(desk, now),
        List::Appointments => appointments(desk),
        List::Calls => calls(desk),
    }
}

/// Everybody whose verification runs, the least time first; who has verified, last.
fn verifying(desk: &Desk, now: DateTime<Utc>) -> Result<Vec<BoardRow>> {
    let mut rows = Vec::new();
    for row in super::sms::board(desk)? {
        let resend_at = resend_at(desk, &row)?.filter(|again| *again > now);
        rows.push(BoardRow {
            order: Some(row.order),
            no: row.no,
            stage: Some(Stage::Sms),
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

/// Curtains to pack, the next to go out first.
fn curtains(desk: &Desk) -> Result<Vec<BoardRow>> {
    let asked = desk.store.curtains_to_pack(MOST)?.into_iter();
    let line = |curtain: Curtain| {
        Ok(BoardRow {
            order: Some(curtain.order),
            no: curtain.no,
            stage: stage(desk, curtain.order)?,
            entity: curtain.entity,
            at: curtain.dispatch_at,
            what: Waits::Curtain {
                recipient: without_personal(&curtain.to.map_or(curtain.account, |to| to.recipient)),
                had: curtain.had,
            },
        })
    };
    asked.map(line).collect()
}

/// Who comes when, the next first.
fn appointments(desk: &Desk) -> Result<Vec<BoardRow>> {
    let open = desk.store.open_appointments(MOST)?.into_iter();
    open.map(|row| {
        let name = name_of(desk, row.order, &row.appointment.person)?;
        let Appointment { person, method, place, at } = row.appointment;
        let what = Waits::Appointment { person, name, method, place };
        let (order, stage) = (Some(row.order), stage(desk, row.order)?);
        Ok(BoardRow { order, no: row.no, stage, entity: row.entity, at, what })
    })
    .collect()
}

/// Whom to call again, the longest due first.
fn calls(desk: &Desk) -> Result<Vec<BoardRow>> {
    let calls = desk.store.calls(MOST)?.into_iter();
    calls
        .map(|row| {
            let person = match row.last {
                Some(last) => last.person,
                None => present(desk, row.order)?.entity.principal,
            };
            let name = name_of(desk, row.order, &person)?;
            let what = Waits::Call { person, name };
            let (order, stage) = (Some(row.order), stage(desk, row.order)?);
            Ok(BoardRow { order, no: row.no, stage, entity: row.entity, at: row.call_at, what })
        })
        .collect()
}

fn name_of(desk: &Desk, order: OrderId, person: &PersonRef) -> Result<String> {
    let order = present(desk, order)?;
    Ok(order.person(person).map_or_else(|| person.to_string(), |known| without_personal(&known.name)))
}

/// What could not be delivered, and what staff pass on by phone.
fn notices(desk: &Desk, now: DateTime<Utc>) -> Result<Vec<BoardRow>> {
    let failed = desk.store.failed_notices()?.into_iter();
    let calls = desk.store.notices_to_call(now)?.into_iter();
    failed.chain(calls).map(|notice| line(desk, notice, now)).collect()
}

fn line(desk: &Desk, notice: Notice, now: DateTime<Utc>) -> Result<BoardRow> {
    let failed = notice.state == crate::domain::notice::NoticeState::Failed;
    Ok(BoardRow {
        order: Some(notice.order),
        no: notice.no,
        stage: stage(desk, notice.order)?,
        entity: desk.store.row(notice.order, now)?.entity,
        at: notice.created_at,
        what: Waits::Notice {
            notice: notice.id,
            kind: notice.letter.kind.slug().to_owned(),
            medium: notice.letter.medium,
            name: name_of(desk, notice.order, &notice.letter.person)?,
            error: failed.then(|| notice.error.unwrap_or_default()),
        },
    })
}

/// What waits for a second word, the oldest first; then what was given and waits for its deed.
fn words(desk: &Desk, now: DateTime<Utc>) -> Result<Vec<BoardRow>> {
    let mut open = desk.store.open_words(now)?;
    open.sort_by_key(|word| word.state == WordState::Given);
    open.into_iter()
        .map(|word| {
            let row = word.order.map(|order| desk.store.row(order, now)).transpose()?;
            Ok(BoardRow {
                order: word.order,
                no: word.no.unwrap_or_default(),
                stage: row.as_ref().map(|row| row.stage),
                entity: row.map(|row| row.entity).unwrap_or_default(),
                at: word.until,
                what: Waits::Word {
                    word: word.id,
                    alone: word.alone,
                    asked_by: word.asked_by,
                    why: word.why,
                    state: word.state,
                },
            })
        })
        .collect()
}

fn stage(desk: &Desk, id: OrderId) -> Result<Option<Stage>> {
    Ok(Some(desk.store.state(id)?.stage))
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
        BoardAct::Settle(notice, _) => settle(desk, who, *notice, now),
        BoardAct::Countersign(word, state) => {
            let answer = match state {
                WordState::Given => countersign::Answer::Give,
                _ => countersign::Answer::Refuse,
            };
            countersign::answer(desk, who, *word, answer, "", now).map(drop)
        }
        BoardAct::CurtainSent(id, courier, number) => {
            let parcel = Parcel { courier: courier.clone(), number: number.clone() };
            super::curtains::send(desk, who, *id, &parcel, None, now)
        }
        BoardAct::Appointment(id, person, end) => super::appointments::end(desk, who, *id, person, *end, now),
        BoardAct::Called(id, person, result) => {
            let again_at = (*result == CallResult::NotReached).then(|| now + CALL_AGAIN);
            let call = Call { person: person.clone(), result: *result, note: String::new(), again_at };
            super::calls::log(desk, who, *id, &call, now)
        }
    }
}

/// A notice leaves the list: told by phone, which is a call on record, or taken back.
fn settle(desk: &mut Desk, who: UserId, id: i64, now: DateTime<Utc>) -> Result<()> {
    let notice = desk.store.notice(id)?;
    if notice.letter.medium != Medium::Phone {
        return outbox::withdraw(desk, who, id, now).map(drop);
    }
    let person = notice.letter.person.clone();
    let call = Call { person, result: CallResult::Reached, note: String::new(), again_at: None };
    super::calls::log(desk, who, notice.order, &call, now)
}

/// Reminds who must verify that his codes lapse.
fn remind(desk: &mut Desk, who: UserId, id: OrderId, now: DateTime<Utc>) -> Result<()> {
    let catalog = Arc::clone(&desk.catalog);
    desk.store.transact(&Op::by(who, now), |tx| {
        roles::allow(tx, who, Deed::Remind, id)?;
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
