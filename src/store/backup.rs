//! A copy of the database, taken from one snapshot while others write.

use super::doctor::Examination;
use super::{Result, Store, StoreError};
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use std::path::Path;

/// Pages copied between two words about the progress.
const STEP: i32 = 1024;

impl Examination<'_> {
    /// Copies the snapshot into a new file; `copied` hears how many pages are done, and of how many.
    pub fn copy_to(&self, path: &Path, copied: &mut dyn FnMut(u64, u64) -> Result<()>) -> Result<()> {
        let mut target = Connection::open(path)?;
        // Until it is renamed the copy is worth nothing, so nothing need survive a crash.
        target.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")?;
        let copy = Backup::new(&self.store.conn, &mut target)?;
        loop {
            let step = copy.step(STEP)?;
            let at = copy.progress();
            let all = u64::try_from(at.pagecount).unwrap_or(0);
            copied(all.saturating_sub(u64::try_from(at.remaining).unwrap_or(0)), all)?;
            match step {
                StepResult::Done => return Ok(()),
                StepResult::More => {}
                _ => return Err(StoreError::Busy),
            }
        }
    }

    /// How many orders the snapshot holds.
    pub fn order_count(&self) -> Result<u64> {
        let count: i64 = self.store.conn.query_row("SELECT count(*) FROM orders", [], |row| row.get(0))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }
}

impl Store {
    /// Folds the write-ahead log into the database and closes it, so that it is one file.
    pub fn close(self) -> Result<()> {
        self.conn.close().map_err(|(_, error)| error.into())
    }
}
