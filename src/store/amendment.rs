//! Amendments: fields that staff mended, in their order.

use super::time::to_ms;
use super::{Result, StoreError, Tx};
use crate::domain::amendment::{Amendment, amended};
use crate::domain::ids::{OrderId, RuleCode, UserId};
use crate::domain::order::Order;
use rusqlite::{Connection, Row, params};

fn row(row: &Row) -> rusqlite::Result<Amendment> {
    Ok(Amendment {
        path: row.get(0)?,
        before: row.get(1)?,
        after: row.get(2)?,
        rule: row.get::<_, Option<String>>(3)?.map(RuleCode),
    })
}

pub(super) fn of_revision(conn: &Connection, id: OrderId, revision: u32) -> Result<Vec<Amendment>> {
    let mut statement = conn.prepare_cached(include_str!("amendment/of_revision.sql"))?;
    let rows = statement.query_map(params![id.0, revision], row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The order as everybody works on it: the package with its amendments.
pub(super) fn effective(order: Order, amendments: &[Amendment]) -> Result<Order> {
    if amendments.is_empty() {
        return Ok(order);
    }
    amended(&order, amendments).map_err(|error| StoreError::unreadable("amendment", &error))
}

impl super::Store {
    /// The amendments of a revision, in their order, with their secrets as far as somebody opens them.
    pub fn amendments(&self, id: OrderId, revision: u32) -> Result<Vec<Amendment>> {
        self.opener.amendments(&self.conn, id, of_revision(&self.conn, id, revision)?)
    }
}

impl Tx<'_> {
    /// What staff mended in a revision, in the order in which they did.
    pub fn amendments(&self, id: OrderId, revision: u32) -> Result<Vec<Amendment>> {
        self.opener.amendments(self.conn, id, of_revision(self.conn, id, revision)?)
    }

    /// Keeps amendments, and brings everything that repeats the order up to date.
    pub fn add_amendments(
        &self,
        id: OrderId,
        revision: u32,
        by: UserId,
        changes: &[Amendment],
    ) -> Result<()> {
        let mut insert = self.conn.prepare_cached(include_str!("amendment/insert.sql"))?;
        for change in changes {
            insert.execute(params![
                id.0,
                revision,
                change.path,
                change.before,
                change.after,
                change.rule.as_ref().map(RuleCode::as_str),
                to_ms(self.op.at),
                by.0
            ])?;
        }
        self.write_order(id, &self.order(id)?)
    }
}
