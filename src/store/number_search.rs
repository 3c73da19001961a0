//! How often each person searched for numbers of late.

use super::time::{from_ms, to_ms};
use super::{Result, Tx};
use crate::domain::ids::UserId;
use crate::domain::pace::Pace;
use rusqlite::{OptionalExtension, params};

impl Tx<'_> {
    /// What is kept of a person's searches.
    pub fn search_pace(&self, who: UserId) -> Result<Option<Pace>> {
        let mut statement =
            self.conn.prepare_cached("SELECT heat, last FROM number_search WHERE user_id = ?1")?;
        let pace = |row: &rusqlite::Row| Ok(Pace { heat: row.get(0)?, last: from_ms(row.get(1)?) });
        Ok(statement.query_row([who.0], pace).optional()?)
    }

    /// Keeps it.
    pub fn set_search_pace(&self, who: UserId, pace: Pace) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO number_search (user_id, heat, last) VALUES (?1, ?2, ?3)
                 ON CONFLICT (user_id) DO UPDATE SET heat = excluded.heat, last = excluded.last",
            )?
            .execute(params![who.0, pace.heat, to_ms(pace.last)])?;
        Ok(())
    }
}
