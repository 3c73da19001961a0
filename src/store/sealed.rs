//! Secrets of packages: the stored packages have marks in their place, and what a mark stands for lies here
//! under seal. Who has the key is asked to open it, whenever an order is read as a whole.

use super::error::read_json;
use super::{Result, Store, StoreError, Tx};
use crate::domain::amendment::Amendment;
use crate::domain::event::Event;
use crate::domain::ids::{OrderId, OrderNo, Sha256};
use crate::domain::sealed::{marks, opened};
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256 as Hasher};
use std::sync::Arc;

/// Opens what is sealed for an order; none where it can't.
pub type OpenSeal = dyn Fn(&OrderNo, &[u8]) -> Option<String> + Send + Sync;

/// Who opens seals; nobody, until somebody with the key is named.
#[derive(Clone, Default)]
pub struct Opener(Option<Arc<OpenSeal>>);

impl Opener {
    /// One that opens seals so.
    pub fn new(open: Arc<OpenSeal>) -> Self {
        Self(Some(open))
    }

    /// A package's JSON, with its secrets in the place of their marks.
    pub(super) fn body(&self, conn: &Connection, id: OrderId, body: String) -> Result<String> {
        let json = |plain: String| {
            let quoted = serde_json::Value::String(plain).to_string();
            quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or_default().to_owned()
        };
        Ok(match self.values(conn, id, &body)? {
            Some(values) => opened(&body, |mark| of(&values, mark).map(json)).into_owned(),
            None => body,
        })
    }

    /// Amendments, with their secrets in the place of the marks.
    pub(super) fn amendments(
        &self,
        conn: &Connection,
        id: OrderId,
        mut changes: Vec<Amendment>,
    ) -> Result<Vec<Amendment>> {
        for change in &mut changes {
            for text in [&mut change.before, &mut change.after].into_iter().flatten() {
                if let Some(values) = self.values(conn, id, text)? {
                    *text = opened(text, |mark| of(&values, mark)).into_owned();
                }
            }
        }
        Ok(changes)
    }

    /// What the marks of a text stand for; none where it has no marks, or nobody opens them.
    fn values(&self, conn: &Connection, id: OrderId, text: &str) -> Result<Option<Vec<(String, String)>>> {
        let Some(open) = &self.0 else { return Ok(None) };
        let mut marks: Vec<&str> = marks(text).collect();
        if marks.is_empty() {
            return Ok(None);
        }
        marks.sort_unstable();
        marks.dedup();
        let mut statement = conn.prepare_cached("SELECT no FROM orders WHERE id = ?1")?;
        let no = OrderNo(statement.query_row([id.0], |row| row.get(0))?);
        let mut values = Vec::new();
        for mark in marks {
            if let Some(plain) = sealed(conn, id, mark)?.and_then(|sealed| open(&no, &sealed)) {
                values.push((mark.to_owned(), plain));
            }
        }
        Ok(Some(values))
    }
}

fn of(values: &[(String, String)], mark: &str) -> Option<String> {
    values.iter().find(|(known, _)| known == mark).map(|(_, plain)| plain.clone())
}

pub(super) fn sealed(conn: &Connection, id: OrderId, mark: &str) -> Result<Option<Vec<u8>>> {
    let mut statement = conn.prepare_cached("SELECT sealed FROM sealed WHERE order_id = ?1 AND mark = ?2")?;
    Ok(statement.query_row(params![id.0, mark], |row| row.get(0)).optional()?)
}

/// How far the secrets of packages that came in before are sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sealing {
    /// Some still stand in the clear.
    Due,
    /// All are sealed; the pages on which they stood wait to be swept.
    Unswept,
    /// Nothing is left to do.
    Done,
}

impl Sealing {
    const fn slug(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Unswept => "sealed",
            Self::Done => "done",
        }
    }
}

/// The name of this work among those that an upgrade leaves to do, and of its event.
pub const PACKAGE_SECRETS: &str = "package_secrets";
/// The schema that asked for it.
const SCHEMA: i64 = 5;

/// A revision whose secrets stand in the clear.
#[derive(Debug, Clone)]
pub struct Unsealed {
    /// Its row.
    pub row: i64,
    /// The order.
    pub id: OrderId,
    /// Its number.
    pub no: OrderNo,
    /// Its JSON.
    pub body: String,
    /// The hashes of the files that came with it.
    pub files: Vec<String>,
}

/// How far the sealing has come.
fn sealing(conn: &Connection) -> Result<Sealing> {
    let mut statement = conn.prepare_cached("SELECT state FROM upgrade WHERE name = ?1")?;
    let state: Option<String> = statement.query_row([PACKAGE_SECRETS], |row| row.get(0)).optional()?;
    let state = state.unwrap_or_else(|| Sealing::Done.slug().to_owned());
    let known = [Sealing::Due, Sealing::Unswept, Sealing::Done].into_iter().find(|one| one.slug() == state);
    super::error::known("upgrade", known, &state)
}

impl Store {
    /// Names who opens seals on this connection.
    pub fn set_opener(&mut self, opener: Opener) {
        self.opener = opener;
    }

    /// How far the secrets of packages that came in before are sealed.
    pub fn sealing(&self) -> Result<Sealing> {
        sealing(&self.conn)
    }

    /// How many revisions may still hold secrets in the clear, and how many did.
    pub fn sealing_count(&self) -> Result<(u64, u64)> {
        let count = |sql: &str| -> Result<u64> {
            let count: i64 = self.conn.query_row(sql, [], |row| row.get(0))?;
            Ok(count.max(0).unsigned_abs())
        };
        Ok((count("SELECT count(*) FROM resealed WHERE done = 0")?, count("SELECT count(*) FROM resealed")?))
    }

    /// Overwrites what is deleted from now on, so that no page keeps it.
    pub fn delete_for_good(&self) -> Result<()> {
        Ok(self.conn.query_row("PRAGMA secure_delete = ON", [], |_| Ok(()))?)
    }

    /// Writes the whole database anew and empties its journal, so that no page keeps what was changed.
    ///
    /// # Errors
    /// Where somebody reads the old pages meanwhile, or the disk has no room for a second copy.
    pub fn sweep(&self) -> Result<()> {
        self.conn.execute_batch("VACUUM")?;
        let busy: i64 = self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if busy == 0 { Ok(()) } else { Err(StoreError::Busy) }
    }

    /// Every value under seal, with its order's number and its mark.
    pub fn each_sealed(&self, seen: &mut dyn FnMut(OrderNo, &str, &[u8])) -> Result<()> {
        let mut statement = self.conn.prepare(include_str!("sealed/each.sql"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (mark, sealed): (String, Vec<u8>) = (row.get(1)?, row.get(2)?);
            seen(OrderNo(row.get(0)?), &mark, &sealed);
        }
        Ok(())
    }
}

/// Digest over every revision that an upgrade sealed, and how many there are.
pub(super) fn digest_of_resealed(conn: &Connection) -> Result<(u64, Sha256)> {
    let mut statement = conn.prepare(include_str!("sealed/resealed.sql"))?;
    let mut rows = statement.query([])?;
    let (mut hasher, mut count) = (Hasher::new(), 0);
    while let Some(row) = rows.next()? {
        let (no, revision, content): (String, u32, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        hasher.update(format!("{no} {revision} {content}\n"));
        count += 1;
    }
    let text = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok((count, Sha256(text)))
}

/// The events by which upgrades sealed what they found: when, and what they say.
pub(super) fn found_at_upgrade(conn: &Connection) -> Result<Vec<(i64, Event)>> {
    let mut statement = conn.prepare(include_str!("sealed/found_at_upgrade.sql"))?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
    rows.map(|row| {
        let (at, body) = row?;
        Ok((at, read_json("event", &body)?))
    })
    .collect()
}

impl Tx<'_> {
    /// How far the secrets of packages that came in before are sealed.
    pub fn sealing(&self) -> Result<Sealing> {
        sealing(self.conn)
    }

    /// Keeps a value under seal; one that is there stays.
    pub fn put_sealed(&self, id: OrderId, mark: &str, sealed: &[u8]) -> Result<()> {
        self.conn
            .prepare_cached("INSERT OR IGNORE INTO sealed (order_id, mark, sealed) VALUES (?1, ?2, ?3)")?
            .execute(params![id.0, mark, sealed])?;
        Ok(())
    }

    /// The next revisions that may hold secrets in the clear.
    pub fn unsealed(&self, most: usize) -> Result<Vec<Unsealed>> {
        let mut statement = self.conn.prepare_cached(include_str!("sealed/unsealed.sql"))?;
        let rows = statement.query_map([most as i64], |row| {
            let files: Option<String> = row.get(4)?;
            Ok(Unsealed {
                row: row.get(0)?,
                id: OrderId(row.get(1)?),
                no: OrderNo(row.get(2)?),
                body: row.get(3)?,
                files: files.iter().flat_map(|files| files.split(' ')).map(str::to_owned).collect(),
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// A revision that holds no secret after all.
    pub fn holds_none(&self, row: i64) -> Result<()> {
        self.conn.prepare_cached("DELETE FROM resealed WHERE revision_id = ?1")?.execute([row])?;
        Ok(())
    }

    /// Puts the JSON of a revision in the place of the one with its secrets, with the hash that it has now.
    pub fn reseal(&self, row: i64, body: &str, content: &Sha256) -> Result<()> {
        self.conn
            .prepare_cached("UPDATE revision SET body = ?2, content = ?3 WHERE id = ?1")?
            .execute(params![row, body, content.as_str()])?;
        self.conn.prepare_cached("UPDATE resealed SET done = 1 WHERE revision_id = ?1")?.execute([row])?;
        Ok(())
    }

    /// What the rules found in an order, with `hide` over its texts.
    pub fn hide_in_findings(&self, id: OrderId, hide: impl Fn(&str) -> String) -> Result<()> {
        let mut statement = self.conn.prepare_cached("SELECT body FROM finding WHERE order_id = ?1")?;
        let body: Option<String> = statement.query_row([id.0], |row| row.get(0)).optional()?;
        let Some(body) = body else { return Ok(()) };
        let hidden = hide(&body);
        if hidden != body {
            self.conn
                .prepare_cached("UPDATE finding SET body = ?2 WHERE order_id = ?1")?
                .execute(params![id.0, hidden])?;
        }
        Ok(())
    }

    /// Puts on record, once, what stands under the upgrade's seals. Returns what is left to do.
    pub fn seal_as_found(&self) -> Result<Sealing> {
        let (rows, digest) = digest_of_resealed(self.conn)?;
        let next = if rows == 0 { Sealing::Done } else { Sealing::Unswept };
        if rows > 0 {
            let what = PACKAGE_SECRETS.to_owned();
            self.append(None, &Event::FoundAtUpgrade { schema: SCHEMA, what, rows, digest })?;
        }
        self.set_sealing(next).map(|()| next)
    }

    /// Keeps how far the sealing has come.
    pub fn set_sealing(&self, sealing: Sealing) -> Result<()> {
        self.conn
            .prepare_cached("UPDATE upgrade SET state = ?2 WHERE name = ?1")?
            .execute(params![PACKAGE_SECRETS, sealing.slug()])?;
        Ok(())
    }
}
