//! Whether a home still holds what was put into it: every check that needs the database.
//!
//! All of it reads one snapshot and keeps only one order in memory at a time, so that it runs beside
//! the desks and on a home of any size.

mod bureau;
mod chain;
mod note;
mod orders;
mod outbox;
mod sealed;
mod tables;

pub use bureau::Left;
pub use chain::{Head, Since};
pub use note::{Check, Fault, Note};
pub use orders::Means;
pub use sealed::AsFound;

use super::{Result, Store};

/// An examination of one snapshot of the database; it ends when it is dropped.
pub struct Examination<'a> {
    pub(super) store: &'a Store,
}

impl Store {
    /// Begins an examination.
    pub fn examine(&self) -> Result<Examination<'_>> {
        self.conn.execute_batch("BEGIN")?;
        let examination = Examination { store: self };
        // The snapshot is the one that the first statement sees.
        examination.head()?;
        Ok(examination)
    }
}

impl Drop for Examination<'_> {
    fn drop(&mut self) {
        if let Err(error) = self.store.conn.execute_batch("ROLLBACK") {
            tracing::warn!(%error, "the snapshot of an examination did not end");
        }
    }
}
