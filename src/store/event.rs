//! The log: reading it, and the chain that seals it.

use super::error::{read_json, write_json};
use super::time::{from_ms, to_ms};
use super::{Result, Store, Tx};
use crate::domain::event::{Event, Viewing};
use crate::domain::ids::{EventId, OrderId, UserId};
use crate::domain::view::HistoryLine;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, Row, params};
use sha2::{Digest, Sha256};

/// A row of the log without its hash.
pub(super) struct Sealed<'a> {
    pub id: i64,
    pub order: Option<i64>,
    pub at: i64,
    pub actor: Option<i64>,
    pub revision: Option<u32>,
    pub kind: &'a str,
    pub body: &'a str,
}

/// The hash of a row: over the hash of the row before, and every column.
pub(super) fn seal(prev: &[u8], row: &Sealed) -> Vec<u8> {
    let mut hasher = Sha256::new();
    hasher.update(prev);
    for number in [Some(row.id), row.order, Some(row.at), row.actor, row.revision.map(i64::from)] {
        hasher.update(number.map_or([0xFF; 8], i64::to_be_bytes));
        hasher.update([u8::from(number.is_some())]);
    }
    for text in [row.kind, row.body] {
        hasher.update((text.len() as u64).to_be_bytes());
        hasher.update(text.as_bytes());
    }
    hasher.finalize().to_vec()
}

fn line(row: &Row) -> rusqlite::Result<(HistoryLine, Option<String>)> {
    let body: String = row.get(4)?;
    let (event, fault) = match read_json::<Event>("event", &body) {
        Ok(event) => (event, None),
        Err(error) => (Event::Noted { note: String::new() }, Some(error.to_string())),
    };
    let line = HistoryLine {
        id: EventId(row.get(0)?),
        at: from_ms(row.get(1)?),
        who: row.get(2)?,
        revision: row.get(3)?,
        event,
    };
    Ok((line, fault))
}

/// When, by whom, what.
pub(super) type Past = (DateTime<Utc>, Option<UserId>, Event);

/// Whether somebody's look at an order is on record since a moment.
fn has_viewed(
    conn: &Connection,
    order: OrderId,
    who: Option<UserId>,
    what: Viewing,
    since: DateTime<Utc>,
) -> Result<bool> {
    let mut statement = conn.prepare_cached(include_str!("event/has_viewed.sql"))?;
    let body = write_json("event", &Event::Viewed { what })?;
    Ok(statement.exists(params![order.0, who.map(|who| who.0), body, to_ms(since)])?)
}

impl Tx<'_> {
    /// Whether somebody's look at an order is on record since a moment.
    pub fn has_viewed(
        &self,
        order: OrderId,
        who: Option<UserId>,
        what: Viewing,
        since: DateTime<Utc>,
    ) -> Result<bool> {
        has_viewed(self.conn, order, who, what, since)
    }

    /// What happened to an order, oldest first.
    pub(super) fn events_of(&self, order: OrderId) -> Result<Vec<Past>> {
        let mut statement = self.conn.prepare_cached(include_str!("event/oldest_first.sql"))?;
        let rows = statement.query_map([order.0], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, Option<i64>>(1)?, row.get::<_, String>(2)?))
        })?;
        rows.map(|row| {
            let (at, actor, body) = row?;
            Ok((from_ms(at), actor.map(UserId), read_json("event", &body)?))
        })
        .collect()
    }
}

impl Store {
    /// Whether somebody's look at an order is on record since a moment.
    pub fn has_viewed(
        &self,
        order: OrderId,
        who: Option<UserId>,
        what: Viewing,
        since: DateTime<Utc>,
    ) -> Result<bool> {
        has_viewed(&self.conn, order, who, what, since)
    }

    /// What happened to an order, newest first.
    pub fn history(&self, order: OrderId) -> Result<Vec<HistoryLine>> {
        let mut statement = self.conn.prepare_cached(include_str!("event/of_order.sql"))?;
        let rows = statement.query_map([order.0], line)?;
        let mut lines = Vec::new();
        for row in rows {
            let (line, fault) = row?;
            if let Some(cause) = fault {
                return Err(super::StoreError::unreadable("event", &cause));
            }
            lines.push(line);
        }
        Ok(lines)
    }

    /// The newest lines of the whole log, newest first, with the order number where there is one.
    pub fn recent_events(&self, limit: usize) -> Result<Vec<(Option<String>, HistoryLine)>> {
        let mut statement = self.conn.prepare_cached(include_str!("event/recent.sql"))?;
        let rows = statement
            .query_map([limit as i64], |row| Ok((row.get::<_, Option<String>>(5)?, line(row)?.0)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
