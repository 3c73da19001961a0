//! Receipts of paper originals.

use super::time::{from_ms, to_ms};
use super::{Result, Store, StoreError, Tx};
use crate::domain::ids::{OrderId, UserId};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};

fn papers(conn: &Connection, order: OrderId, revision: u32) -> Result<Vec<(String, String)>> {
    let mut statement =
        conn.prepare_cached("SELECT kind, owner FROM paper WHERE order_id = ?1 AND revision = ?2")?;
    let rows = statement.query_map(params![order.0, revision], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

impl Store {
    /// Paper originals that were received: kind and owner.
    pub fn papers(&self, order: OrderId, revision: u32) -> Result<Vec<(String, String)>> {
        papers(&self.conn, order, revision)
    }
}

impl Tx<'_> {
    /// Paper originals that were received: kind and owner.
    pub fn papers(&self, order: OrderId, revision: u32) -> Result<Vec<(String, String)>> {
        papers(self.conn, order, revision)
    }

    /// Logs the receipt of a paper original.
    pub fn add_paper(
        &self,
        order: OrderId,
        revision: u32,
        (kind, owner): (&str, &str),
        received_at: DateTime<Utc>,
        by: UserId,
    ) -> Result<()> {
        let added = self
            .conn
            .prepare_cached("INSERT OR IGNORE INTO paper (order_id, revision, kind, owner, at, by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
            .execute(params![order.0, revision, kind, owner, to_ms(received_at), by.0])?;
        if added == 0 {
            return Err(StoreError::say(
                "该原件已登记收到。",
                "this original is on record as received already",
            ));
        }
        Ok(())
    }

    /// When the last paper or supplement of a revision came.
    pub fn last_receipt(&self, id: OrderId, revision: u32) -> Result<Option<DateTime<Utc>>> {
        let sql = "SELECT max(at) FROM (SELECT at FROM paper WHERE order_id = ?1 AND revision = ?2
                   UNION ALL SELECT received_at FROM supplement WHERE order_id = ?1 AND revision = ?2)";
        let mut statement = self.conn.prepare_cached(sql)?;
        let at: Option<i64> = statement.query_row(params![id.0, revision], |row| row.get(0))?;
        Ok(at.map(from_ms))
    }
}
