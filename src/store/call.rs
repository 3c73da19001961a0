//! Customers who are to be called again: a column of the order, kept with every event.

use super::error::read_json;
use super::order::stage_of;
use super::time::from_ms;
use super::{Result, Store};
use crate::domain::customer::{CallRow, LastCall};
use crate::domain::event::Event;
use crate::domain::ids::{OrderId, OrderNo};
use crate::domain::mask::without_personal;
use chrono::{DateTime, Utc};
use rusqlite::Row;

fn last(row: &Row) -> Result<Option<LastCall>> {
    let (at, body): (Option<i64>, Option<String>) = (row.get(5)?, row.get(7)?);
    let Some((at, body)) = at.zip(body) else { return Ok(None) };
    Ok(match read_json::<Event>("event", &body)? {
        Event::Called { person, result, note, .. } => {
            Some(LastCall { at: from_ms(at), by: row.get(6)?, person, result, note })
        }
        _ => None,
    })
}

impl Store {
    /// Customers to be called, those that are due longest first.
    pub fn calls(&self, limit: usize) -> Result<Vec<CallRow>> {
        let mut statement = self.conn.prepare_cached(include_str!("call/list.sql"))?;
        let mut rows = statement.query([i64::try_from(limit).unwrap_or(i64::MAX)])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(CallRow {
                order: OrderId(row.get(0)?),
                no: OrderNo(row.get(1)?),
                entity: without_personal(&row.get::<_, String>(2)?),
                stage: stage_of(&row.get::<_, String>(3)?)?,
                call_at: from_ms(row.get(4)?),
                last: last(row)?,
            });
        }
        Ok(found)
    }

    /// How many customers are to be called by now.
    pub fn calls_due(&self, now: DateTime<Utc>) -> Result<u64> {
        let mut statement = self.conn.prepare_cached("SELECT count(*) FROM orders WHERE call_at <= ?1")?;
        let count: i64 = statement.query_row([super::time::to_ms(now)], |row| row.get(0))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }
}
