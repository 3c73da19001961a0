//! The outbox: notices on their way out, and those that left.
//!
//! A row is made in the transaction of its event. Whoever delivers takes one row at a time: taking counts the
//! try and moves the row to the time of its next one, so that a sender that dies leaves it to be tried again.

use super::time::{from_ms, to_ms};
use super::{Result, Store, StoreError, Tx};
use crate::domain::ids::{EventId, OrderId, OrderNo, PersonRef, VerdictId};
use crate::domain::life::Medium;
use crate::domain::notice::{Letter, Notice, NoticeKind, NoticeState};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};

/// Rows that one list holds at most.
const MOST: usize = 10_000;

/// A notice as it is made.
#[derive(Debug, Clone)]
pub struct NewNotice<'a> {
    /// The order.
    pub order: OrderId,
    /// The event that it tells of.
    pub event: EventId,
    /// The verdict whose undo withdraws it.
    pub verdict: Option<&'a VerdictId>,
    /// What is written, and to whom.
    pub letter: &'a Letter,
    /// When it may leave.
    pub next_at: DateTime<Utc>,
}

/// Which rows a list holds; what is not given does not narrow it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutboxFilter {
    /// Of one order.
    pub order: Option<OrderId>,
    /// In one state.
    pub state: Option<NoticeState>,
    /// By one way.
    pub medium: Option<Medium>,
    /// At most so many, the newest first; none = as many as a list holds.
    pub limit: Option<usize>,
}

fn known<T>(what: &str, text: &str, value: Option<T>) -> rusqlite::Result<T> {
    value.ok_or_else(|| {
        rusqlite::Error::FromSqlConversionFailure(
            0,
            rusqlite::types::Type::Text,
            format!("{what} '{text}'").into(),
        )
    })
}

fn notice(row: &Row) -> rusqlite::Result<Notice> {
    let text = |name: &str| row.get::<_, String>(name);
    let (kind, medium, state) = (text("kind")?, text("medium")?, text("state")?);
    let letter = Letter {
        kind: known("notice", &kind, NoticeKind::parse(&kind))?,
        medium: known("medium", &medium, Medium::parse(&medium))?,
        person: PersonRef(text("person")?),
        address: text("address")?,
        subject: text("subject")?,
        body: text("body")?,
        html: row.get("html")?,
        message_id: text("message_id")?,
    };
    Ok(Notice {
        id: row.get("id")?,
        order: OrderId(row.get("order_id")?),
        no: OrderNo(text("no")?),
        event: EventId(row.get("event_id")?),
        verdict: row.get::<_, Option<String>>("verdict")?.map(VerdictId),
        letter,
        created_at: from_ms(row.get("created_at")?),
        state: known("state", &state, NoticeState::parse(&state))?,
        next_at: from_ms(row.get("next_at")?),
        tries: row.get("tries")?,
        ended_at: row.get::<_, Option<i64>>("ended_at")?.map(from_ms),
        error: row.get("error")?,
    })
}

fn select(conn: &Connection, rest: &str, values: impl rusqlite::Params) -> Result<Vec<Notice>> {
    let mut statement = conn.prepare_cached(&format!("{} {rest}", include_str!("outbox/columns.sql")))?;
    let rows = statement.query_map(values, notice)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn find(conn: &Connection, id: i64) -> Result<Notice> {
    let found = select(conn, "WHERE outbox.id = ?1", [id])?.pop();
    found.ok_or_else(|| StoreError::NotFound { what: "notice", name: id.to_string().into() })
}

impl Store {
    /// The notice with this number.
    pub fn notice(&self, id: i64) -> Result<Notice> {
        find(&self.conn, id)
    }

    /// Notices, newest first.
    pub fn notices(&self, filter: &OutboxFilter) -> Result<Vec<Notice>> {
        let limit = filter.limit.unwrap_or(MOST).min(MOST) as i64;
        let (medium, state) = (filter.medium.map(Medium::slug), filter.state.map(NoticeState::slug));
        let narrow = "AND (?2 IS NULL OR outbox.medium = ?2) ORDER BY outbox.id DESC LIMIT ?1";
        match (filter.order, state) {
            (Some(order), state) => select(
                &self.conn,
                &format!("WHERE outbox.order_id = ?3 AND (?4 IS NULL OR outbox.state = ?4) {narrow}"),
                params![limit, medium, order.0, state],
            ),
            (None, Some(state)) => select(
                &self.conn,
                &format!("WHERE outbox.state = ?3 {narrow}"),
                params![limit, medium, state],
            ),
            (None, None) => select(&self.conn, &format!("WHERE TRUE {narrow}"), params![limit, medium]),
        }
    }

    /// What could not be delivered, newest first.
    pub fn failed_notices(&self) -> Result<Vec<Notice>> {
        self.notices(&OutboxFilter { state: Some(NoticeState::Failed), ..OutboxFilter::default() })
    }

    /// What waits to leave, newest first.
    pub fn waiting_notices(&self) -> Result<Vec<Notice>> {
        let filter = OutboxFilter { state: Some(NoticeState::Waiting), ..OutboxFilter::default() };
        let mut waiting = self.notices(&filter)?;
        waiting.retain(|notice| notice.letter.medium != Medium::Phone);
        Ok(waiting)
    }

    /// What staff must tell by phone by now, the longest due first.
    pub fn notices_to_call(&self, now: DateTime<Utc>) -> Result<Vec<Notice>> {
        let rest = "WHERE outbox.id IN (SELECT id FROM outbox INDEXED BY outbox_calls WHERE state = 'waiting'
                    AND medium = 'phone' AND next_at <= ?1 ORDER BY next_at, id LIMIT ?2)
                    ORDER BY outbox.next_at, outbox.id";
        select(&self.conn, rest, params![to_ms(now), MOST as i64])
    }

    /// How many could not be delivered.
    pub fn failed_notice_count(&self) -> Result<usize> {
        let mut statement = self.conn.prepare_cached("SELECT count(*) FROM outbox WHERE state = 'failed'")?;
        let count: i64 = statement.query_row([], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or(0))
    }

    /// How many of an order's have not left yet, calls among them.
    pub fn waiting_of(&self, order: OrderId) -> Result<usize> {
        let sql = "SELECT count(*) FROM outbox WHERE order_id = ?1 AND state = 'waiting'";
        let count: i64 = self.conn.prepare_cached(sql)?.query_row([order.0], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or(0))
    }

    /// When the next notice may leave; none = none waits.
    pub fn next_notice(&self) -> Result<Option<DateTime<Utc>>> {
        let sql = "SELECT min(next_at) FROM outbox INDEXED BY outbox_next
                   WHERE state = 'waiting' AND medium <> 'phone'";
        let at: Option<i64> = self.conn.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
        Ok(at.map(from_ms))
    }

    /// What may leave by now, the longest due first; nothing is taken.
    pub fn due_notices(&self, now: DateTime<Utc>) -> Result<Vec<Notice>> {
        let rest = "WHERE outbox.id IN (SELECT id FROM outbox INDEXED BY outbox_next WHERE state = 'waiting'
                    AND medium <> 'phone' AND next_at <= ?1 ORDER BY next_at, id LIMIT ?2)
                    ORDER BY outbox.next_at, outbox.id";
        select(&self.conn, rest, params![to_ms(now), MOST as i64])
    }
}

impl Tx<'_> {
    /// The notice with this number.
    pub fn notice(&self, id: i64) -> Result<Notice> {
        find(self.conn, id)
    }

    /// Puts a notice into the outbox.
    pub fn add_notice(&self, new: &NewNotice) -> Result<i64> {
        let letter = new.letter;
        self.conn.prepare_cached(include_str!("outbox/insert.sql"))?.execute(params![
            new.order.0,
            new.event.0,
            new.verdict.map(VerdictId::as_str),
            letter.kind.slug(),
            letter.medium.slug(),
            letter.person.as_str(),
            letter.address,
            letter.subject,
            letter.body,
            letter.html,
            letter.message_id,
            to_ms(self.op.at),
            to_ms(new.next_at),
        ])?;
        Ok(self.conn.last_insert_rowid())
    }

    /// Takes the notice that is longest due, counts its try, and sets the time of the next: a minute later,
    /// then two, four … an hour at most.
    pub fn take_notice(&self) -> Result<Option<Notice>> {
        let mut statement = self.conn.prepare_cached(include_str!("outbox/take.sql"))?;
        let id: Option<i64> = statement.query_row([to_ms(self.op.at)], |row| row.get(0)).optional()?;
        id.map(|id| find(self.conn, id)).transpose()
    }

    /// A notice came to its end: sent, failed with the reason, or withdrawn.
    pub fn end_notice(&self, id: i64, state: NoticeState, error: Option<&str>) -> Result<()> {
        self.conn
            .prepare_cached("UPDATE outbox SET state = ?2, ended_at = ?3, error = ?4 WHERE id = ?1")?
            .execute(params![id, state.slug(), to_ms(self.op.at), error])?;
        Ok(())
    }

    /// What went wrong with a try; the notice still waits.
    pub fn note_notice(&self, id: i64, error: &str) -> Result<()> {
        self.conn
            .prepare_cached("UPDATE outbox SET error = ?2 WHERE id = ?1")?
            .execute(params![id, error])?;
        Ok(())
    }

    /// Nothing leaves by this way now: what is due waits until `until`, and no try is counted.
    pub fn hold_notices(&self, medium: Medium, until: DateTime<Utc>, error: &str) -> Result<()> {
        let sql = "UPDATE outbox SET next_at = ?2, error = ?4
                   WHERE state = 'waiting' AND medium = ?1 AND next_at <= ?3 AND medium <> 'phone'";
        self.conn.prepare_cached(sql)?.execute(params![
            medium.slug(),
            to_ms(until),
            to_ms(self.op.at),
            error
        ])?;
        Ok(())
    }

    /// Gives a try back that was no fault of the notice: it waits until `until`.
    pub fn give_back_notice(&self, id: i64, until: DateTime<Utc>, error: &str) -> Result<()> {
        self.conn
            .prepare_cached(
                "UPDATE outbox SET tries = max(tries - 1, 0), next_at = ?2, error = ?3 WHERE id = ?1",
            )?
            .execute(params![id, to_ms(until), error])?;
        Ok(())
    }

    /// Has a notice that failed, or waits for its next try, tried again now.
    pub fn retry_notice(&self, id: i64) -> Result<()> {
        let sql =
            "UPDATE outbox SET state = 'waiting', tries = 0, next_at = ?2, ended_at = NULL WHERE id = ?1";
        self.conn.prepare_cached(sql)?.execute(params![id, to_ms(self.op.at)])?;
        Ok(())
    }

    /// Withdraws what a verdict has made. Returns how many of its notices have left, or may have.
    pub fn withdraw_notices(&self, verdict: &VerdictId) -> Result<usize> {
        let sql = "SELECT count(*) FROM outbox WHERE verdict = ?1 AND state <> 'withdrawn'
                   AND (state <> 'waiting' OR tries > 0)";
        let left: i64 = self.conn.prepare_cached(sql)?.query_row([verdict.as_str()], |row| row.get(0))?;
        let sql = "UPDATE outbox SET state = 'withdrawn', ended_at = ?2
                   WHERE verdict = ?1 AND state = 'waiting' AND tries = 0";
        self.conn.prepare_cached(sql)?.execute(params![verdict.as_str(), to_ms(self.op.at)])?;
        Ok(usize::try_from(left).unwrap_or(0))
    }

    /// The person was reached by phone: what staff had to tell him is told.
    pub fn told_by_phone(&self, order: OrderId, person: &PersonRef) -> Result<()> {
        let sql = "UPDATE outbox SET state = 'sent', ended_at = ?3 WHERE order_id = ?1 AND person = ?2
                   AND medium = 'phone' AND state = 'waiting' AND next_at <= ?3";
        self.conn.prepare_cached(sql)?.execute(params![order.0, person.as_str(), to_ms(self.op.at)])?;
        Ok(())
    }
}
