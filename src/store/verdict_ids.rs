//! The ids under which verdicts are asked for. Each stands for one verdict or is void, and never changes.

use super::time::to_ms;
use super::{Result, Store, Tx};
use crate::domain::ids::VerdictId;
use rusqlite::{Connection, OptionalExtension, params};

/// What an id stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StandsFor {
    /// A verdict.
    Verdict,
    /// Nothing, for good: its verdict was told as not saved.
    Void,
}

fn stands_for(conn: &Connection, id: &VerdictId) -> Result<Option<StandsFor>> {
    let mut statement = conn.prepare_cached("SELECT void_at IS NOT NULL FROM verdict_ids WHERE id = ?1")?;
    let is_void: Option<bool> = statement.query_row([id.as_str()], |row| row.get(0)).optional()?;
    Ok(is_void.map(|is_void| if is_void { StandsFor::Void } else { StandsFor::Verdict }))
}

impl Store {
    /// What an id stands for; none where nobody has asked for a verdict under it.
    pub fn stands_for(&self, id: &VerdictId) -> Result<Option<StandsFor>> {
        stands_for(&self.conn, id)
    }
}

impl Tx<'_> {
    /// What an id stands for.
    pub fn stands_for(&self, id: &VerdictId) -> Result<Option<StandsFor>> {
        stands_for(self.conn, id)
    }

    /// Makes an id void where it stands for nothing yet, and tells what it stands for now.
    pub fn void_verdict(&self, id: &VerdictId) -> Result<StandsFor> {
        self.conn
            .prepare_cached(
                "INSERT INTO verdict_ids (id, void_at) VALUES (?1, ?2) ON CONFLICT (id) DO NOTHING",
            )?
            .execute(params![id.as_str(), to_ms(self.op.at)])?;
        Ok(stands_for(self.conn, id)?.unwrap_or(StandsFor::Void))
    }
}

#[cfg(test)]
mod tests {
    use super::super::migrate::statements;
    use super::*;
    use crate::store::{Op, StoreError};
    use rusqlite::Connection;

    /// A verdict that was there before the ids were kept holds its id.
    #[test]
    fn the_verdicts_of_an_older_home_hold_their_ids() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("beian.db");
        let old = Connection::open(&path).unwrap();
        for sql in &statements()[..5] {
            old.execute_batch(sql).unwrap();
        }
        old.pragma_update(None, "user_version", 5).unwrap();
        old.execute_batch(
            "INSERT INTO user (name, hash, roles, created_at) VALUES ('chu', '', '[]', 0);
             INSERT INTO orders (no, order_type, profile, nature, province, entity, entity_key, account, sites,
                site_count, stage, revision, waiting_since, returned_count, priority)
             VALUES ('A', 't', 'p', 'n', 'g', 'e', 'k', 'a', 's', 1, 'returned', 1, 0, 0, 0);
             INSERT INTO verdict (id, order_id, stage, revision, kind, by, at, handling_ms, province, order_type,
                profile, answers, reasons)
             VALUES ('v1', 1, 'first_review', 1, 'reject', 1, 0, 0, 'g', 't', 'p', '{}', '[]')",
        )
        .unwrap();
        drop(old);
        let mut store = Store::open(&path).unwrap();
        let (known, fresh) = (VerdictId("v1".into()), VerdictId("v2".into()));
        assert_eq!(store.stands_for(&known).unwrap(), Some(StandsFor::Verdict));
        assert_eq!(store.stands_for(&fresh).unwrap(), None);
        let op = Op::program(chrono::DateTime::UNIX_EPOCH);
        let mut void = |id| store.transact::<_, StoreError>(&op, |tx| tx.void_verdict(id)).unwrap();
        assert_eq!(
            (void(&known), void(&fresh), void(&fresh)),
            (StandsFor::Verdict, StandsFor::Void, StandsFor::Void)
        );
        let conn = &store.conn;
        for change in ["UPDATE verdict_ids SET void_at = NULL", "DELETE FROM verdict_ids"] {
            assert!(conn.execute_batch(change).is_err(), "{change}");
        }
    }
}
