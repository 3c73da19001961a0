//! When the clock does something to an order: one column, kept with every event.

use super::time::to_ms;
use super::{Result, Store, Tx};
use crate::domain::ids::OrderId;
use chrono::{DateTime, Utc};
use rusqlite::params;

impl Tx<'_> {
    /// Keeps when the clock is to look at the order again; none = never by itself.
    pub fn wake_at(&self, id: OrderId, at: Option<DateTime<Utc>>) -> Result<()> {
        self.conn
            .prepare_cached("UPDATE orders SET wake_at = ?2 WHERE id = ?1 AND wake_at IS NOT ?2")?
            .execute(params![id.0, at.map(to_ms)])?;
        Ok(())
    }
}

impl Store {
    /// Orders at which the clock must look by now, the longest due first; at most `limit`.
    pub fn to_wake(&self, now: DateTime<Utc>, limit: usize) -> Result<Vec<OrderId>> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT id FROM orders WHERE wake_at <= ?1 ORDER BY wake_at LIMIT ?2")?;
        let rows = statement.query_map(params![to_ms(now), limit as i64], |row| row.get(0).map(OrderId))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The next moment at which the clock has something to do; none = nothing waits for it.
    pub fn next_wake(&self) -> Result<Option<DateTime<Utc>>> {
        let at: Option<i64> = self
            .conn
            .prepare_cached("SELECT min(wake_at) FROM orders WHERE wake_at IS NOT NULL")?
            .query_row([], |row| row.get(0))?;
        Ok(at.map(super::time::from_ms))
    }

    /// Orders that are not finished, for making all their moments anew; after `from`, at most `limit`.
    pub fn open_orders(&self, from: OrderId, limit: usize) -> Result<Vec<OrderId>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT id FROM orders WHERE id > ?1 AND stage NOT IN ('filed', 'abandoned') ORDER BY id LIMIT ?2",
        )?;
        let rows = statement.query_map(params![from.0, limit as i64], |row| row.get(0).map(OrderId))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Every order after `from`, at most `limit`.
    pub fn all_orders(&self, from: OrderId, limit: usize) -> Result<Vec<OrderId>> {
        let mut statement =
            self.conn.prepare_cached("SELECT id FROM orders WHERE id > ?1 ORDER BY id LIMIT ?2")?;
        let rows = statement.query_map(params![from.0, limit as i64], |row| row.get(0).map(OrderId))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
