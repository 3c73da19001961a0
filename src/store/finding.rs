//! What the rules found: kept with the order, so that opening it and counting it need no run.

use super::error::{read_json, write_json};
use super::{Result, Store, Tx};
use crate::domain::finding::{Finding, FindingCounts};
use crate::domain::ids::{OrderId, RuleCode, Sha256};
use crate::domain::material::Material;
use crate::domain::stage::Stage;
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

/// Stands for the day of an order that is closed: nothing about it is renewed.
const CLOSED: &str = "9999-12-31";

/// What one run found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Found {
    /// Findings, worst first.
    pub findings: Vec<Finding>,
    /// Documents that the order needs.
    pub materials: Vec<Material>,
    /// Rules that apply and were not run, since what they look at was not given.
    pub not_run: Vec<RuleCode>,
}

/// Of what a run holds: another revision, stage, day or catalogue asks for a new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// Revision.
    pub revision: u32,
    /// Stage.
    pub stage: Stage,
    /// Day in Shanghai.
    pub day: NaiveDate,
    /// Catalogue and program.
    pub fingerprint: String,
}

impl Basis {
    fn day(&self) -> String {
        if self.stage.is_final() { CLOSED.to_owned() } else { self.day.to_string() }
    }
}

fn read(conn: &Connection, id: OrderId, basis: &Basis) -> Result<Option<Found>> {
    let mut statement = conn.prepare_cached(include_str!("finding/get.sql"))?;
    let values = params![id.0, basis.revision, basis.stage.slug(), basis.day(), basis.fingerprint];
    let body: Option<String> = statement.query_row(values, |row| row.get(0)).optional()?;
    // What an older program wrote and this one can't read is made anew.
    Ok(body.and_then(|body| read_json("finding", &body).ok()))
}

impl Store {
    /// What is kept of an order's last run; none where it no longer holds.
    pub fn findings(&self, id: OrderId, basis: &Basis) -> Result<Option<Found>> {
        read(&self.conn, id, basis)
    }

    /// Open orders whose findings have to be made anew, most recent first, at most so many.
    pub fn stale_findings(&self, day: NaiveDate, most: usize) -> Result<Vec<OrderId>> {
        let mut statement = self.conn.prepare_cached(include_str!("finding/stale.sql"))?;
        let rows =
            statement.query_map(params![day.to_string(), most as i64], |row| row.get(0).map(OrderId))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Tx<'_> {
    /// What is kept of an order's last run; none where it no longer holds.
    pub fn findings(&self, id: OrderId, basis: &Basis) -> Result<Option<Found>> {
        read(self.conn, id, basis)
    }

    /// Keeps what a run found, with the counts for the queue.
    pub fn put_findings(&self, id: OrderId, basis: &Basis, found: &Found) -> Result<()> {
        self.conn.prepare_cached(include_str!("finding/put.sql"))?.execute(params![
            id.0,
            basis.revision,
            basis.stage.slug(),
            basis.day(),
            basis.fingerprint,
            write_json("finding", found)?
        ])?;
        let counts = FindingCounts::of(&found.findings, &self.state(id)?.overruled);
        self.conn.prepare_cached(include_str!("finding/counts.sql"))?.execute(params![
            id.0,
            counts.block,
            counts.warn,
            counts.info,
            counts.open
        ])?;
        Ok(())
    }

    /// Marks the findings of open orders that share something with this one, most recent first, at most so
    /// many: they are made anew before anybody relies on them.
    pub fn mark_related(&self, id: OrderId, most: usize) -> Result<usize> {
        let mut statement = self.conn.prepare_cached(include_str!("finding/mark_related.sql"))?;
        Ok(statement.execute(params![id.0, most as i64])?)
    }

    /// Marks the findings of one order: they are made anew before anybody relies on them.
    pub fn mark_findings(&self, id: OrderId) -> Result<()> {
        let mut statement = self.conn.prepare_cached("UPDATE finding SET day = '' WHERE order_id = ?1")?;
        statement.execute([id.0])?;
        Ok(())
    }

    /// The findings of the open orders that have this file wait for a new run.
    pub fn mark_findings_with(&self, file: &Sha256) -> Result<()> {
        let mut statement = self.conn.prepare_cached(include_str!("finding/mark_with.sql"))?;
        statement.execute((file.as_str(), CLOSED))?;
        Ok(())
    }

    /// Marks the findings of every open order: the catalogue or the program is another one.
    pub fn mark_all(&self) -> Result<usize> {
        let mut statement =
            self.conn.prepare_cached("UPDATE finding SET day = '' WHERE day <> '' AND day < ?1")?;
        Ok(statement.execute([CLOSED])?)
    }
}
