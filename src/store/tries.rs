//! Tries to sign in that were not settled as right, by account and by where they came from.

use super::time::{from_ms, to_ms};
use super::{Result, Store, Tx};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};

/// For whom tries are counted: an account, or one of the many names that no account has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TriedBy(pub i64);

/// The tries of one account from one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tries {
    /// Failed ones in a row, with the one that is being looked at.
    pub failed: u32,
    /// Those of which the owner was not told yet.
    pub untold: u32,
    /// The first of those.
    pub since: DateTime<Utc>,
    /// The last one.
    pub last: DateTime<Utc>,
    /// No other before this moment.
    pub next_at: DateTime<Utc>,
    /// One is being looked at until then.
    pub turn_until: DateTime<Utc>,
}

fn tries(row: &Row) -> rusqlite::Result<Tries> {
    Ok(Tries {
        failed: row.get("failed")?,
        untold: row.get("untold")?,
        since: from_ms(row.get("since")?),
        last: from_ms(row.get("last_at")?),
        next_at: from_ms(row.get("next_try_at")?),
        turn_until: from_ms(row.get("turn_until")?),
    })
}

fn find(conn: &Connection, who: TriedBy, source: &str) -> Result<Option<Tries>> {
    let mut statement = conn.prepare_cached("SELECT * FROM sign_in_try WHERE who = ?1 AND source = ?2")?;
    Ok(statement.query_row(params![who.0, source], tries).optional()?)
}

impl Store {
    /// The tries of one account from one source.
    pub fn tries(&self, who: TriedBy, source: &str) -> Result<Option<Tries>> {
        find(&self.conn, who, source)
    }
}

impl Tx<'_> {
    /// The tries of one account from one source.
    pub fn tries(&self, who: TriedBy, source: &str) -> Result<Option<Tries>> {
        find(self.conn, who, source)
    }

    /// Keeps the tries of one account from one source.
    pub fn put_tries(&self, who: TriedBy, source: &str, tries: &Tries) -> Result<()> {
        self.conn.prepare_cached(include_str!("tries/put.sql"))?.execute(params![
            who.0,
            source,
            tries.failed,
            tries.untold,
            to_ms(tries.since),
            to_ms(tries.last),
            to_ms(tries.next_at),
            to_ms(tries.turn_until),
        ])?;
        Ok(())
    }

    /// Every source from which an account was tried.
    pub fn tries_of(&self, who: TriedBy) -> Result<Vec<(String, Tries)>> {
        let sql = "SELECT * FROM sign_in_try WHERE who = ?1 ORDER BY source";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([who.0], |row| Ok((row.get("source")?, tries(row)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// How many names were tried in vain from a source since a moment, and when the last of them was.
    pub fn names_tried(&self, source: &str, since: DateTime<Utc>) -> Result<(u32, DateTime<Utc>)> {
        let mut statement = self.conn.prepare_cached(include_str!("tries/names.sql"))?;
        let found = statement.query_row(params![source, to_ms(since), to_ms(self.op.at)], |row| {
            Ok((row.get(0)?, from_ms(row.get(1)?)))
        })?;
        Ok(found)
    }

    /// Forgets what is settled and told, and names without an account that nobody tried since `old`.
    pub fn forget_tries(&self, old: DateTime<Utc>) -> Result<()> {
        self.conn
            .prepare_cached(
                "DELETE FROM sign_in_try WHERE (failed = 0 AND untold = 0) OR (who < 0 AND last_at < ?1)",
            )?
            .execute([to_ms(old)])?;
        Ok(())
    }
}
