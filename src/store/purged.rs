//! Files whose bytes the retention policy deletes.
//!
//! The row comes first, then the bytes go: a crash in between leaves bytes that the next run deletes. The
//! other way round it would leave a missing attachment, which nothing tells from damage. Bytes go inside a
//! write transaction in which the row is still there, and a new attachment takes the row away in its own:
//! so no import loses a file that it has just found to be here.

use super::doctor::Examination;
use super::error::read_json;
use super::time::{from_ms, to_ms};
use super::{Result, Store, Tx};
use crate::domain::event::Event;
use crate::domain::ids::{OrderId, Sha256};
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};
use std::collections::BTreeSet;

impl Store {
    /// Files that only finished orders refer to, each of which ended before `cutoff`.
    pub fn ripe_files(&self, cutoff: DateTime<Utc>) -> Result<Vec<Sha256>> {
        let mut statement = self.conn.prepare(include_str!("purged/ripe.sql"))?;
        let rows = statement.query_map([to_ms(cutoff)], |row| row.get(0).map(Sha256))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// How many orders have one of these files.
    pub fn orders_of_files(&self, files: &[Sha256]) -> Result<usize> {
        let mut statement =
            self.conn.prepare_cached("SELECT DISTINCT order_id FROM attachment WHERE sha256 = ?1")?;
        let mut orders = BTreeSet::new();
        for hash in files {
            for id in statement.query_map([hash.as_str()], |row| row.get::<_, i64>(0))? {
                orders.insert(id?);
            }
        }
        Ok(orders.len())
    }

    /// Packages for the bureau of orders whose files were deleted: they hold the same pictures.
    pub fn purged_packages(&self) -> Result<Vec<String>> {
        let mut statement = self.conn.prepare(
            "SELECT body FROM event WHERE kind = 'handed_over'
             AND order_id IN (SELECT order_id FROM event WHERE kind = 'purged') ORDER BY id",
        )?;
        let mut packages = Vec::new();
        for body in statement.query_map([], |row| row.get::<_, String>(0))? {
            if let Event::HandedOver { package, .. } = read_json("event", &body?)? {
                packages.push(package);
            }
        }
        Ok(packages)
    }

    /// The numbers of orders whose files were deleted.
    pub fn purged_orders(&self) -> Result<BTreeSet<String>> {
        let mut statement = self.conn.prepare(
            "SELECT no FROM orders WHERE id IN (SELECT order_id FROM event WHERE kind = 'purged')",
        )?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Every file that is marked, whether its bytes are gone already or not.
    pub fn purged_files(&self) -> Result<Vec<Sha256>> {
        let mut statement = self.conn.prepare("SELECT sha256 FROM purged ORDER BY sha256")?;
        let rows = statement.query_map([], |row| row.get(0).map(Sha256))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// When a file was deleted by policy; none = it was not.
    pub fn purged_at(&self, hash: &Sha256) -> Result<Option<DateTime<Utc>>> {
        let mut statement = self.conn.prepare_cached("SELECT at FROM purged WHERE sha256 = ?1")?;
        Ok(statement.query_row([hash.as_str()], |row| row.get(0).map(from_ms)).optional()?)
    }
}

impl Tx<'_> {
    /// True where a file may still be deleted: no order that is open, or that ended after `cutoff`, has it.
    pub fn is_ripe(&self, hash: &Sha256, cutoff: DateTime<Utc>) -> Result<bool> {
        let mut statement = self.conn.prepare_cached(
            "SELECT NOT EXISTS (SELECT 1 FROM attachment JOIN orders ON orders.id = attachment.order_id
             WHERE attachment.sha256 = ?1
               AND (orders.stage NOT IN ('filed', 'abandoned') OR orders.waiting_since >= ?2))",
        )?;
        Ok(statement.query_row(params![hash.as_str(), to_ms(cutoff)], |row| row.get(0))?)
    }

    /// Marks a file as deleted by policy; gives the orders that had it.
    pub fn mark_purged(&self, hash: &Sha256) -> Result<Vec<OrderId>> {
        self.conn
            .prepare_cached("INSERT OR IGNORE INTO purged (sha256, at) VALUES (?1, ?2)")?
            .execute(params![hash.as_str(), to_ms(self.op.at)])?;
        let mut statement = self
            .conn
            .prepare_cached("SELECT DISTINCT order_id FROM attachment WHERE sha256 = ?1 ORDER BY order_id")?;
        let rows = statement.query_map([hash.as_str()], |row| row.get(0).map(OrderId))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// True where a file is marked as deleted by policy.
    pub fn is_purged(&self, hash: &Sha256) -> Result<bool> {
        let mut statement = self.conn.prepare_cached("SELECT 1 FROM purged WHERE sha256 = ?1")?;
        Ok(statement.query_row([hash.as_str()], |_| Ok(())).optional()?.is_some())
    }

    /// A file came again: it is kept from now on. True where it was marked, and its bytes may be gone.
    pub fn keep_again(&self, hash: &Sha256) -> Result<bool> {
        let mut statement = self.conn.prepare_cached("DELETE FROM purged WHERE sha256 = ?1")?;
        Ok(statement.execute([hash.as_str()])? > 0)
    }
}

impl Examination<'_> {
    /// True where the retention policy deleted a file.
    pub fn is_purged(&self, hash: &Sha256) -> Result<bool> {
        Ok(self.store.purged_at(hash)?.is_some())
    }

    /// How many files the retention policy deleted.
    pub fn purged_count(&self) -> Result<u64> {
        let count: i64 = self.store.conn.query_row("SELECT count(*) FROM purged", [], |row| row.get(0))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// Files that are marked as deleted, though an order that is not finished refers to them.
    pub fn purged_too_early(&self) -> Result<Vec<Sha256>> {
        let mut statement = self.store.conn.prepare(
            "SELECT DISTINCT purged.sha256 FROM purged JOIN attachment ON attachment.sha256 = purged.sha256
             JOIN orders ON orders.id = attachment.order_id WHERE orders.stage NOT IN ('filed', 'abandoned')",
        )?;
        let rows = statement.query_map([], |row| row.get(0).map(Sha256))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
