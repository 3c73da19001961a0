//! What a person is told at the next sign-in.

use super::time::to_ms;
use super::{Result, Tx};
use crate::domain::ids::UserId;
use rusqlite::params;

impl Tx<'_> {
    /// Keeps a sentence for a person's next sign-in: Chinese, English.
    pub fn tell_at_sign_in(&self, user: UserId, zh: &str, en: &str) -> Result<()> {
        self.conn
            .prepare_cached("INSERT INTO sign_in_notice (user_id, at, zh, en) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![user.0, to_ms(self.op.at), zh, en])?;
        Ok(())
    }

    /// Takes what was kept for a person, oldest first.
    pub fn take_notices(&self, user: UserId) -> Result<Vec<(String, String)>> {
        let sql = "DELETE FROM sign_in_notice WHERE user_id = ?1 RETURNING id, zh, en";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([user.0], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
        })?;
        let mut rows: Vec<(i64, String, String)> = rows.collect::<rusqlite::Result<_>>()?;
        rows.sort_by_key(|(id, ..)| *id);
        Ok(rows.into_iter().map(|(_, zh, en)| (zh, en)).collect())
    }
}
