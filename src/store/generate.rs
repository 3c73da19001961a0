//! Many orders at once, for homes that are thrown away: the tables that every other order has, filled
//! without the ceremony of one transaction each.

use super::error::write_json;
use super::event::{Sealed, seal};
use super::keys::Kind;
use super::search::Doc;
use super::time::to_ms;
use super::{Result, Store, Tx};
use crate::domain::checklist::ChosenReason;
use crate::domain::event::{Event, OrderState};
use crate::domain::ids::{OrderId, Sha256, UserId, VerdictId};
use crate::domain::stage::Stage;
use crate::domain::verdict::VerdictKind;
use chrono::{DateTime, Utc};
use rusqlite::params;

/// Key of the setting that keeps the indexes while they are dropped.
const DROPPED: &str = "dropped_indexes";

/// The columns of an order.
#[derive(Debug, Clone)]
pub struct Columns {
    /// Order number.
    pub no: String,
    /// Slug of the order type.
    pub order_type: &'static str,
    /// Profile.
    pub profile: String,
    /// Nature.
    pub nature: String,
    /// Province.
    pub province: String,
    /// Entity.
    pub entity: String,
    /// Number of its certificate.
    pub entity_key: String,
    /// Account.
    pub account: String,
    /// Names of its sites, joined.
    pub sites: String,
    /// Number of its sites.
    pub site_count: usize,
    /// Its domains, in lower case.
    pub domains: Vec<String>,
    /// By what other orders find it.
    pub keys: Vec<(Kind, String)>,
}

/// A verdict of the past.
#[derive(Debug, Clone)]
pub struct PastVerdict {
    /// Its id.
    pub id: VerdictId,
    /// Stage.
    pub stage: Stage,
    /// Revision.
    pub revision: u32,
    /// Approve or reject.
    pub kind: VerdictKind,
    /// Who.
    pub by: UserId,
    /// When.
    pub at: DateTime<Utc>,
    /// When he had taken the order.
    pub claimed_at: DateTime<Utc>,
    /// Its reasons.
    pub reasons: Vec<ChosenReason>,
    /// Over an open guard, with this reason.
    pub override_reason: Option<String>,
    /// Taken back.
    pub undone: Option<DateTime<Utc>>,
}

/// The end of the log while it grows.
#[derive(Debug)]
pub struct LogEnd {
    id: i64,
    hash: Vec<u8>,
}

/// An event of the past.
#[derive(Debug)]
pub struct PastEvent {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: Option<UserId>,
    /// Its order.
    pub order: OrderId,
    /// The revision after it.
    pub revision: u32,
    /// What.
    pub event: Event,
}

impl Store {
    /// Makes ready for many rows: no waiting for the disk, much memory, indexes dropped. A crash can break
    /// the home; the next [`Store::load_done`] brings the indexes back.
    pub fn load_begin(&mut self) -> Result<()> {
        self.conn.pragma_update(None, "synchronous", "OFF")?;
        self.conn.pragma_update(None, "cache_size", -768 * 1024)?;
        self.conn.execute_batch(
            "INSERT INTO search (search, rank) VALUES ('hashsize', 67108864);
             INSERT INTO search (search, rank) VALUES ('automerge', 0)",
        )?;
        let found: Vec<(String, String)> = {
            let mut statement = self.conn.prepare(include_str!("generate/indexes.sql"))?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        let mut all = self.dropped()?;
        all.extend(found.iter().map(|(_, sql)| sql.clone()));
        self.conn.execute_batch("BEGIN IMMEDIATE")?;
        self.conn.execute(include_str!("setting/put.sql"), params![DROPPED, write_json("setting", &all)?])?;
        for (name, _) in &found {
            self.conn.execute_batch(&format!("DROP INDEX {name}"))?;
        }
        Ok(self.conn.execute_batch("COMMIT")?)
    }

    /// The highest row of an order; 0 where there is none.
    pub fn last_order(&self) -> Result<i64> {
        Ok(self.conn.query_row("SELECT coalesce(max(id), 0) FROM orders", [], |row| row.get(0))?)
    }

    fn dropped(&self) -> Result<Vec<String>> {
        Ok(self.setting(DROPPED)?.unwrap_or_default())
    }

    /// Brings the indexes back and everything else to what it was.
    pub fn load_done(&mut self, mut seen: impl FnMut(usize, usize)) -> Result<()> {
        let dropped = self.dropped()?;
        self.conn.execute_batch("BEGIN IMMEDIATE")?;
        for (at, sql) in dropped.iter().enumerate() {
            self.conn.execute_batch(&sql.replacen("CREATE INDEX ", "CREATE INDEX IF NOT EXISTS ", 1))?;
            seen(at + 1, dropped.len());
        }
        self.conn.execute("DELETE FROM setting WHERE key = ?1", [DROPPED])?;
        self.conn.execute_batch(
            "INSERT INTO search (search) VALUES ('optimize');
             INSERT INTO search (search, rank) VALUES ('hashsize', 1048576);
             INSERT INTO search (search, rank) VALUES ('automerge', 4);
             COMMIT;
             PRAGMA wal_checkpoint(TRUNCATE);
             PRAGMA synchronous = FULL;
             PRAGMA cache_size = -8192;",
        )?;
        Ok(())
    }
}

impl Tx<'_> {
    /// The end of the log as it is.
    pub fn log_end(&self) -> Result<LogEnd> {
        let mut statement = self.conn.prepare_cached(include_str!("event/last.sql"))?;
        Ok(statement.query_row([], |row| Ok(LogEnd { id: row.get(0)?, hash: row.get(1)? }))?)
    }

    /// Puts an event of the past at the end of the log.
    pub fn load_event(&self, end: &mut LogEnd, event: &PastEvent) -> Result<()> {
        let body = write_json("event", &event.event)?;
        let row = Sealed {
            id: end.id + 1,
            order: Some(event.order.0),
            at: to_ms(event.at),
            actor: event.actor.map(|id| id.0),
            revision: Some(event.revision),
            kind: event.event.name(),
            body: &body,
        };
        let hash = seal(&end.hash, &row);
        self.conn.prepare_cached(include_str!("event/insert.sql"))?.execute(params![
            row.id,
            row.order,
            row.at,
            row.actor,
            row.revision,
            row.kind,
            row.body,
            hash
        ])?;
        *end = LogEnd { id: row.id, hash };
        Ok(())
    }

    /// Adds an order that stands where its events have led it.
    pub fn load_order(&self, columns: &Columns, state: &OrderState, doc: &Doc) -> Result<OrderId> {
        self.conn.prepare_cached(include_str!("generate/insert_order.sql"))?.execute(params![
            columns.no,
            columns.order_type,
            columns.profile,
            columns.nature,
            columns.province,
            columns.entity,
            columns.entity_key,
            columns.account,
            columns.sites,
            columns.site_count as i64,
            state.stage.slug(),
            state.returned_from.map(Stage::slug),
            state.revision,
            to_ms(state.waiting_since),
            state.due_at.map(to_ms),
            state.passed_first_by.map(|id| id.0),
            state.last_verdict.as_ref().map(VerdictId::as_str),
            state.returned_count,
            state.priority,
            state.assigned_to.map(|id| id.0),
            state.snoozed_until.map(to_ms),
            state.asked,
        ])?;
        let id = self.conn.last_insert_rowid();
        for domain in &columns.domains {
            self.conn
                .prepare_cached("INSERT OR IGNORE INTO order_domain (domain, order_id) VALUES (?1, ?2)")?
                .execute(params![domain, id])?;
        }
        self.add_keys(OrderId(id), columns.keys.iter().map(|(kind, key)| (*kind, key.as_str())))?;
        self.conn
            .prepare_cached(include_str!("search/put_doc.sql"))?
            .execute(params![id, doc.words, doc.tails])?;
        self.conn
            .prepare_cached("INSERT INTO search (rowid, t) VALUES (?1, ?2)")?
            .execute(params![id, doc.index_text()])?;
        Ok(OrderId(id))
    }

    /// Adds a revision of the past.
    pub fn load_revision(
        &self,
        order: OrderId,
        columns: &Columns,
        (revision, at): (u32, DateTime<Utc>),
        (content, body): (&Sha256, &str),
    ) -> Result<()> {
        self.conn.prepare_cached(include_str!("order/insert_revision.sql"))?.execute(params![
            order.0,
            revision,
            to_ms(at),
            columns.province,
            columns.order_type,
            columns.profile,
            content.as_str(),
            body
        ])?;
        Ok(())
    }

    /// Adds a verdict of the past with its reasons.
    pub fn load_verdict(&self, order: OrderId, columns: &Columns, verdict: &PastVerdict) -> Result<()> {
        let undone = verdict.undone.map(to_ms);
        self.conn.prepare_cached(include_str!("generate/insert_verdict.sql"))?.execute(params![
            verdict.id.as_str(),
            order.0,
            verdict.stage.slug(),
            verdict.revision,
            verdict.kind.slug(),
            verdict.by.0,
            to_ms(verdict.at),
            to_ms(verdict.at) - to_ms(verdict.claimed_at),
            columns.province,
            columns.order_type,
            columns.profile,
            write_json("reasons", &verdict.reasons)?,
            verdict.override_reason,
            undone,
        ])?;
        let mut insert = self.conn.prepare_cached(include_str!("generate/insert_reason.sql"))?;
        for (position, reason) in verdict.reasons.iter().enumerate() {
            insert.execute(params![
                verdict.id.as_str(),
                position as i64,
                order.0,
                reason.code.as_str(),
                to_ms(verdict.at),
                verdict.by.0,
                verdict.stage.slug(),
                columns.province,
                columns.order_type,
                columns.profile,
                undone,
            ])?;
        }
        Ok(())
    }
}
