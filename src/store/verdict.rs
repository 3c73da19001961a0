//! Verdicts.

use super::error::{read_json, write_json};
use super::time::{from_ms, to_ms};
use super::{Result, Store, Tx};
use crate::domain::ids::{OrderId, UserId, VerdictId};
use crate::domain::order::Order;
use crate::domain::stage::Stage;
use crate::domain::verdict::{Decision, VerdictKind};
use crate::domain::view::ReviewRecord;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};

/// A verdict with the order that it decided.
#[derive(Debug, Clone)]
pub struct StoredVerdict {
    /// The order.
    pub order: OrderId,
    /// The verdict.
    pub record: ReviewRecord,
}

type Raw = (OrderId, ReviewRecord, String, String);

fn raw(row: &Row) -> rusqlite::Result<Raw> {
    let wrong = |what: &str| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, what.to_owned().into())
    };
    let stage: String = row.get("stage")?;
    let kind: String = row.get("kind")?;
    let record = ReviewRecord {
        verdict_id: VerdictId(row.get("id")?),
        stage: Stage::parse(&stage).ok_or_else(|| wrong(&stage))?,
        revision: row.get("revision")?,
        kind: VerdictKind::parse(&kind).ok_or_else(|| wrong(&kind))?,
        by: row.get("name")?,
        by_id: UserId(row.get("by")?),
        at: from_ms(row.get("at")?),
        answers: Default::default(),
        reasons: Vec::new(),
        note: row.get("note")?,
        notice: row.get("notice")?,
        override_reason: row.get("override_reason")?,
        undone: row.get::<_, Option<i64>>("undone_at")?.map(from_ms),
    };
    Ok((OrderId(row.get("order_id")?), record, row.get("answers")?, row.get("reasons")?))
}

fn whole((order, mut record, answers, reasons): Raw) -> Result<StoredVerdict> {
    record.answers = read_json("answers", &answers)?;
    record.reasons = read_json("reasons", &reasons)?;
    Ok(StoredVerdict { order, record })
}

fn by_id(conn: &Connection, id: &VerdictId) -> Result<Option<StoredVerdict>> {
    let mut statement = conn.prepare_cached(include_str!("verdict/by_id.sql"))?;
    statement.query_row([id.as_str()], raw).optional()?.map(whole).transpose()
}

impl Store {
    /// The verdict with this id, if it became durable.
    pub fn verdict(&self, id: &VerdictId) -> Result<Option<StoredVerdict>> {
        by_id(&self.conn, id)
    }

    /// The reviews of an order, newest first.
    pub fn reviews(&self, order: OrderId) -> Result<Vec<ReviewRecord>> {
        let mut statement = self.conn.prepare_cached(include_str!("verdict/of_order.sql"))?;
        let rows = statement.query_map([order.0], raw)?;
        rows.map(|row| Ok(whole(row?)?.record)).collect()
    }

    /// A person's verdicts since a moment, newest first, undone ones left out.
    pub fn verdicts_since(&self, user: UserId, since: DateTime<Utc>) -> Result<Vec<StoredVerdict>> {
        let mut statement = self.conn.prepare_cached(include_str!("verdict/since.sql"))?;
        let rows = statement.query_map(params![user.0, to_ms(since)], raw)?;
        rows.map(|row| whole(row?)).collect()
    }
}

impl Tx<'_> {
    /// The verdict with this id.
    pub fn verdict(&self, id: &VerdictId) -> Result<Option<StoredVerdict>> {
        by_id(self.conn, id)
    }

    /// Keeps a verdict with all that statistics ask of it.
    pub fn insert_verdict(
        &self,
        order: OrderId,
        by: UserId,
        decision: &Decision,
        about: &Order,
    ) -> Result<()> {
        let at = to_ms(self.op.at);
        let claimed: Option<i64> = self
            .conn
            .prepare_cached(include_str!("verdict/claimed_at.sql"))?
            .query_row(params![order.0, by.0], |row| row.get(0))
            .optional()?;
        self.conn.prepare_cached(include_str!("verdict/insert.sql"))?.execute(params![
            decision.verdict_id.as_str(),
            order.0,
            decision.stage.slug(),
            decision.revision,
            decision.kind.slug(),
            by.0,
            at,
            claimed.map_or(0, |claimed| (at - claimed).max(0)),
            about.province.as_str(),
            about.order_type.slug(),
            about.profile.as_str(),
            write_json("answers", &decision.answers)?,
            write_json("reasons", &decision.reasons)?,
            decision.notice,
            decision.note,
            decision.override_reason,
        ])?;
        let mut insert = self.conn.prepare_cached(include_str!("verdict/insert_reason.sql"))?;
        for (position, reason) in decision.reasons.iter().enumerate() {
            insert.execute(params![
                decision.verdict_id.as_str(),
                position as i64,
                order.0,
                reason.code.as_str(),
                at,
                by.0,
                decision.stage.slug(),
                about.province.as_str(),
                about.order_type.slug(),
                about.profile.as_str(),
            ])?;
        }
        Ok(())
    }

    /// Marks a verdict as taken back.
    pub fn mark_undone(&self, id: &VerdictId) -> Result<()> {
        self.conn
            .prepare_cached("UPDATE verdict SET undone_at = ?2 WHERE id = ?1")?
            .execute(params![id.as_str(), to_ms(self.op.at)])?;
        self.conn
            .prepare_cached("UPDATE verdict_reason SET undone_at = ?2 WHERE verdict_id = ?1")?
            .execute(params![id.as_str(), to_ms(self.op.at)])?;
        Ok(())
    }
}
