//! Approvals drawn for a re-check.

use super::time::{from_ms, to_ms};
use super::{Result, Store, StoreError, Tx};
use crate::domain::event::RecheckResult;
use crate::domain::ids::{OrderId, UserId, VerdictId};
use crate::domain::stage::Stage;
use crate::domain::stats::{Recheck, Span};
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};

/// A drawn approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drawn {
    /// Its order.
    pub order: OrderId,
    /// Who approved.
    pub by: UserId,
    /// Whether the re-check has its result.
    pub state: DrawnState,
}

/// Whether a re-check has its result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DrawnState {
    /// It waits.
    Open,
    /// It is on record.
    Done,
}

impl Store {
    /// The re-checks that wait for a result, first drawn first.
    pub fn open_rechecks(&self, now: DateTime<Utc>) -> Result<Vec<Recheck>> {
        let mut statement = self.conn.prepare_cached(include_str!("recheck/open.sql"))?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let stage: String = row.get(2)?;
            found.push(Recheck {
                verdict: VerdictId(row.get(0)?),
                row: self.row(OrderId(row.get(1)?), now)?,
                stage: Stage::parse(&stage).ok_or_else(|| StoreError::unreadable("stage", &stage))?,
                approved_by: row.get(3)?,
                approved_at: from_ms(row.get(4)?),
                drawn_at: from_ms(row.get(5)?),
                drawn_by: row.get(6)?,
            });
        }
        Ok(found)
    }
}

impl Tx<'_> {
    /// Approvals of a span that nobody has drawn yet: of one person or all, never those of `not_by`.
    pub fn recheckable(
        &self,
        span: Span,
        not_by: UserId,
        by: Option<UserId>,
    ) -> Result<Vec<(VerdictId, OrderId)>> {
        let mut statement = self.conn.prepare_cached(include_str!("recheck/candidates.sql"))?;
        let rows = statement
            .query_map(params![to_ms(span.from), to_ms(span.to), not_by.0, by.map(|id| id.0)], |row| {
                Ok((VerdictId(row.get(0)?), OrderId(row.get(1)?)))
            })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Keeps a drawn approval.
    pub fn draw_recheck(&self, verdict: &VerdictId, order: OrderId, by: UserId) -> Result<()> {
        self.conn.prepare_cached(include_str!("recheck/insert.sql"))?.execute(params![
            verdict.as_str(),
            order.0,
            to_ms(self.op.at),
            by.0
        ])?;
        Ok(())
    }

    /// A drawn approval, if it was drawn.
    pub fn drawn(&self, verdict: &VerdictId) -> Result<Option<Drawn>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT recheck.order_id, verdict.by, recheck.done_at FROM recheck \
             JOIN verdict ON verdict.id = recheck.verdict_id WHERE recheck.verdict_id = ?1",
        )?;
        let found = statement.query_row([verdict.as_str()], |row| {
            let done: Option<i64> = row.get(2)?;
            let state = if done.is_some() { DrawnState::Done } else { DrawnState::Open };
            Ok(Drawn { order: OrderId(row.get(0)?), by: UserId(row.get(1)?), state })
        });
        Ok(found.optional()?)
    }

    /// Keeps the result of a re-check.
    pub fn finish_recheck(
        &self,
        verdict: &VerdictId,
        by: UserId,
        result: RecheckResult,
        note: &str,
    ) -> Result<()> {
        let result = match result {
            RecheckResult::Upheld => "upheld",
            RecheckResult::Overlooked => "overlooked",
        };
        self.conn.prepare_cached(include_str!("recheck/finish.sql"))?.execute(params![
            verdict.as_str(),
            to_ms(self.op.at),
            by.0,
            result,
            note
        ])?;
        Ok(())
    }
}
