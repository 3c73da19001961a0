//! Drafts: unfinished work, kept until it is decided.

use super::error::{read_json, write_json};
use super::time::to_ms;
use super::{Result, Store, Tx};
use crate::domain::ids::{OrderId, OrderNo, UserId};
use crate::domain::view::Draft;
use rusqlite::{OptionalExtension, params};

impl Store {
    /// A person's draft on an order.
    pub fn draft(&self, order: OrderId, user: UserId) -> Result<Option<Draft>> {
        let mut statement =
            self.conn.prepare_cached("SELECT body FROM draft WHERE order_id = ?1 AND user_id = ?2")?;
        let text: Option<String> =
            statement.query_row(params![order.0, user.0], |row| row.get(0)).optional()?;
        text.map(|text| read_json("draft", &text)).transpose()
    }

    /// All drafts of a person, newest first.
    pub fn drafts_of(&self, user: UserId) -> Result<Vec<(OrderId, OrderNo, Draft)>> {
        let mut statement = self.conn.prepare_cached(include_str!("draft/of_user.sql"))?;
        let rows = statement.query_map([user.0], |row| {
            Ok((OrderId(row.get(0)?), OrderNo(row.get(1)?), row.get::<_, String>(2)?))
        })?;
        rows.map(|row| {
            let (id, no, text) = row?;
            Ok((id, no, read_json("draft", &text)?))
        })
        .collect()
    }
}

impl Tx<'_> {
    /// Keeps a draft in place of the one before.
    pub fn save_draft(&self, order: OrderId, user: UserId, draft: &Draft) -> Result<()> {
        self.conn.prepare_cached(include_str!("draft/put.sql"))?.execute(params![
            order.0,
            user.0,
            write_json("draft", draft)?,
            to_ms(self.op.at)
        ])?;
        Ok(())
    }

    /// Forgets a draft.
    pub fn delete_draft(&self, order: OrderId, user: UserId) -> Result<()> {
        self.conn
            .prepare_cached("DELETE FROM draft WHERE order_id = ?1 AND user_id = ?2")?
            .execute(params![order.0, user.0])?;
        Ok(())
    }
}
