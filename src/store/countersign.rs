//! Second words: requests for them, and what became of them.

use super::error::{known, read_json, write_json};
use super::time::{from_ms, to_ms};
use super::{Result, Store, StoreError, Tx};
use crate::domain::countersign::{Alone, HOLDS, SecondWord, WordAsked, WordState};
use crate::domain::event::Event;
use crate::domain::finding::Overruled;
use crate::domain::ids::{OrderId, OrderNo, UserId};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};
use std::collections::BTreeMap;

const ROWS: &str = include_str!("countersign/rows.sql");

/// A request with the row of who answered it.
type Found = (SecondWord, Option<UserId>);

fn read(row: &Row) -> rusqlite::Result<(SecondWord, String, String, Option<UserId>)> {
    let word = SecondWord {
        id: row.get(0)?,
        order: row.get::<_, Option<i64>>(1)?.map(OrderId),
        no: row.get::<_, Option<String>>(2)?.map(OrderNo),
        alone: Alone::FourEyesOff,
        why: row.get(4)?,
        asked_by: row.get(5)?,
        asked_at: from_ms(row.get(6)?),
        until: from_ms(row.get(7)?),
        state: WordState::Asked,
        answered_by: row.get(9)?,
        note: row.get(10)?,
    };
    Ok((word, row.get(3)?, row.get(8)?, row.get::<_, Option<i64>>(11)?.map(UserId)))
}

fn select(conn: &Connection, rest: &str, values: &[&dyn ToSql]) -> Result<Vec<Found>> {
    let mut statement = conn.prepare_cached(&format!("{ROWS} {rest}"))?;
    let rows = statement.query_map(values, read)?;
    rows.map(|row| {
        let (word, about, state, by) = row?;
        let alone: Alone = read_json("second word", &about)?;
        let state = known("second word", WordState::parse(&state), &state)?;
        Ok((SecondWord { alone, state, ..word }, by))
    })
    .collect()
}

impl Store {
    /// Requests that wait for a word, and words that wait for their deed, oldest first.
    pub fn open_words(&self, now: DateTime<Utc>) -> Result<Vec<SecondWord>> {
        let rest = "WHERE w.state IN ('asked', 'given') AND w.until > ?1 ORDER BY w.id";
        Ok(select(&self.conn, rest, &[&to_ms(now)])?.into_iter().map(|found| found.0).collect())
    }

    /// The newest requests, whatever became of them.
    pub fn words(&self, limit: usize) -> Result<Vec<SecondWord>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let found = select(&self.conn, "ORDER BY w.id DESC LIMIT ?1", &[&limit])?;
        Ok(found.into_iter().map(|found| found.0).collect())
    }
}

impl Tx<'_> {
    /// A request with who asked, by its number.
    pub fn word(&self, id: i64) -> Result<(SecondWord, UserId)> {
        let found = select(self.conn, "WHERE w.id = ?1", &[&id])?.into_iter().next();
        let missing = || StoreError::NotFound { what: "request", name: id.to_string().into() };
        let (word, _) = found.ok_or_else(missing)?;
        let asker = self.conn.query_row("SELECT asked_by FROM second_word WHERE id = ?1", [id], |row| {
            row.get(0).map(UserId)
        })?;
        Ok((word, asker))
    }

    /// The newest request of a person for exactly this that still holds, with who answered it.
    pub fn word_for(&self, who: UserId, asked: &WordAsked) -> Result<Option<Found>> {
        let about = write_json("second word", &asked.alone)?;
        let order = asked.order.map(|id| id.0);
        let rest = "WHERE w.asked_by = ?1 AND w.until > ?2 AND w.about = ?3 AND w.order_id IS ?4
                    AND w.state <> 'used' ORDER BY w.id DESC LIMIT 1";
        let found = select(self.conn, rest, &[&who.0, &to_ms(self.op.at), &about, &order])?;
        Ok(found.into_iter().next())
    }

    /// Asks for a word.
    pub fn ask_word(&self, who: UserId, asked: &WordAsked) -> Result<i64> {
        let sql = "INSERT INTO second_word (order_id, about, why, asked_by, asked_at, until, state)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'asked')";
        self.conn.prepare_cached(sql)?.execute(params![
            asked.order.map(|id| id.0),
            write_json("second word", &asked.alone)?,
            asked.why,
            who.0,
            to_ms(self.op.at),
            to_ms(self.op.at + HOLDS)
        ])?;
        Ok(self.conn.last_insert_rowid())
    }

    /// Gives or refuses a word.
    pub fn answer_word(&self, id: i64, by: UserId, state: WordState, note: &str) -> Result<()> {
        let sql = "UPDATE second_word SET state = ?2, answered_by = ?3, note = ?4, until = ?5 WHERE id = ?1";
        let until = to_ms(self.op.at + HOLDS);
        self.conn.prepare_cached(sql)?.execute(params![id, state.slug(), by.0, note, until])?;
        Ok(())
    }

    /// What it was asked for is done.
    pub fn use_word(&self, id: i64) -> Result<()> {
        let sql = "UPDATE second_word SET state = 'used' WHERE id = ?1";
        self.conn.prepare_cached(sql)?.execute([id])?;
        Ok(())
    }

    /// Who spoke the last word on each finding of a revision that is overruled.
    pub fn overrulers(
        &self,
        id: OrderId,
        revision: u32,
        overruled: &[Overruled],
    ) -> Result<BTreeMap<String, UserId>> {
        let sql = "SELECT actor, body FROM event WHERE order_id = ?1 AND revision = ?2 AND kind = 'overruled'
                   ORDER BY id";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map(params![id.0, revision], |row| {
            Ok((row.get::<_, Option<i64>>(0)?, row.get::<_, String>(1)?))
        })?;
        let mut by = BTreeMap::new();
        for row in rows {
            let (actor, body) = row?;
            if let Event::Overruled { item, .. } = read_json::<Event>("event", &body)?
                && overruled.iter().any(|word| word.item == item)
                && let Some(actor) = actor
            {
                by.insert(item.to_string(), UserId(actor));
            }
        }
        Ok(by)
    }

    /// The fields that a person mended in a revision, and the revision's newest amendment.
    pub fn mended_by(&self, id: OrderId, revision: u32, who: UserId) -> Result<(Vec<String>, Option<i64>)> {
        let sql = "SELECT DISTINCT path FROM amendment WHERE order_id = ?1 AND revision = ?2 AND by = ?3
                   ORDER BY path";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map(params![id.0, revision, who.0], |row| row.get(0))?;
        let paths = rows.collect::<rusqlite::Result<Vec<String>>>()?;
        let sql = "SELECT max(id) FROM amendment WHERE order_id = ?1 AND revision = ?2";
        let newest =
            self.conn.query_row(sql, params![id.0, revision], |row| row.get(0)).optional()?.flatten();
        Ok((paths, newest))
    }
}
