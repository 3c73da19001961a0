//! Receipts of paper originals.

use super::time::to_ms;
use super::{Result, Store, StoreError, Tx};
use crate::domain::ids::{OrderId, UserId};
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
        kind: &str,
        owner: &str,
        by: UserId,
    ) -> Result<()> {
        let added = self
            .conn
            .prepare_cached("INSERT OR IGNORE INTO paper (order_id, revision, kind, owner, at, by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
            .execute(params![order.0, revision, kind, owner, to_ms(self.op.at), by.0])?;
        if added == 0 {
            return Err(StoreError::say(
                "该原件已登记收到。",
                "this original is on record as received already",
            ));
        }
        Ok(())
    }
}
