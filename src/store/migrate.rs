//! Bringing a home's schema up to date: one step at a time, each in a transaction of its own, so that a kill
//! anywhere leaves the step before it whole and the next opening goes on from there.

use super::{Result, Store, StoreError};
use rusqlite::Connection;
use std::path::Path;

/// What a step does besides its statements: walks over rows, and tells how far it is.
pub(super) type Work = fn(&Connection, &mut dyn FnMut(Progress)) -> Result<()>;

/// One step to the next schema.
struct Step {
    /// Statements, run first.
    sql: &'static str,
    /// What SQL alone can't do, run after them in the same transaction.
    work: Option<Work>,
}

/// Migrations, oldest first. A file is never edited once it has shipped.
const STEPS: [Step; 7] = [
    Step { sql: include_str!("schema/0001_begin.sql"), work: None },
    Step { sql: include_str!("schema/0002_findings.sql"), work: None },
    Step { sql: include_str!("schema/0003_life.sql"), work: None },
    Step { sql: include_str!("schema/0004_search.sql"), work: Some(super::search::rebuild::rebuild) },
    Step { sql: include_str!("schema/0005_sealed.sql"), work: None },
    Step { sql: include_str!("schema/0006_people.sql"), work: None },
    Step { sql: include_str!("schema/0007_acts.sql"), work: None },
];

/// How far a home has come on its way to the newest schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The schema that the step leads to.
    pub schema: i64,
    /// Rows that are done.
    pub done: u64,
    /// Rows that there are; 0 = not known.
    pub total: u64,
}

/// The newest schema.
pub(super) const NEWEST: i64 = STEPS.len() as i64;

/// The schema of a database; one that is newer than ours is refused.
pub(super) fn schema(conn: &Connection, path: &Path) -> Result<i64> {
    let found: i64 = conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > NEWEST {
        return Err(StoreError::NewerSchema { path: path.to_owned(), found, known: NEWEST });
    }
    Ok(found)
}

impl Store {
    /// Brings the schema up to date, each step in a transaction of its own.
    pub(super) fn migrate(&mut self, tell: &mut dyn FnMut(Progress)) -> Result<()> {
        while schema(&self.conn, &self.path)? < NEWEST {
            self.conn.execute_batch("BEGIN IMMEDIATE")?;
            match self.step(tell) {
                Ok(()) => self.conn.execute_batch("COMMIT")?,
                Err(error) => {
                    self.conn.execute_batch("ROLLBACK")?;
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    /// The next step; none where another process did it meanwhile.
    fn step(&self, tell: &mut dyn FnMut(Progress)) -> Result<()> {
        let at = schema(&self.conn, &self.path)?;
        let Some(step) = usize::try_from(at).ok().and_then(|at| STEPS.get(at)) else { return Ok(()) };
        self.conn.execute_batch(step.sql)?;
        if let Some(work) = step.work {
            work(&self.conn, tell)?;
        }
        Ok(self.conn.pragma_update(None, "user_version", at + 1)?)
    }
}

#[cfg(test)]
pub(super) fn statements() -> Vec<&'static str> {
    STEPS.iter().map(|step| step.sql).collect()
}
