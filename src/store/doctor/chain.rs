//! The chain of the log, recomputed from its first entry.

use super::{Check, Examination, Fault, Note};
use crate::domain::event::Event;
use crate::store::Result;
use crate::store::error::read_json;
use crate::store::event::{Sealed, seal};
use crate::store::time::from_ms;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row};
use std::fmt;
use std::str::FromStr;

/// The end of the log at some moment: the number of its last entry, and that entry's hash.
///
/// Written `1234-9f86…`. Kept elsewhere, it proves later that nothing before it was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Number of the entry; 0 in an empty log.
    pub id: i64,
    /// Its hash.
    pub hash: Vec<u8>,
}

/// What became of a head that was kept elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Since {
    /// When the head's entry was written.
    pub at: DateTime<Utc>,
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-", self.id)?;
        self.hash.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for Head {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || "a head is an entry's number, a dash and 64 hexadecimal digits".to_owned();
        let (id, hex) = text.trim().split_once('-').ok_or_else(wrong)?;
        if hex.len() != 64 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(wrong());
        }
        let pairs = (0..64).step_by(2).filter_map(|at| hex.get(at..at + 2));
        let hash = pairs.map(|pair| u8::from_str_radix(pair, 16)).collect::<Result<_, _>>();
        Ok(Self { id: id.parse().map_err(|_| wrong())?, hash: hash.map_err(|_| wrong())? })
    }
}

/// A row of the log as it lies there.
struct Entry {
    id: i64,
    order: Option<i64>,
    at: i64,
    actor: Option<i64>,
    revision: Option<u32>,
    kind: String,
    body: String,
    hash: Vec<u8>,
}

fn entry(row: &Row) -> rusqlite::Result<Entry> {
    Ok(Entry {
        id: row.get(0)?,
        order: row.get(1)?,
        at: row.get(2)?,
        actor: row.get(3)?,
        revision: row.get(4)?,
        kind: row.get(5)?,
        body: row.get(6)?,
        hash: row.get(7)?,
    })
}

impl Entry {
    fn seal(&self, prev: &[u8]) -> Vec<u8> {
        let row = Sealed {
            id: self.id,
            order: self.order,
            at: self.at,
            actor: self.actor,
            revision: self.revision,
            kind: &self.kind,
            body: &self.body,
        };
        seal(prev, &row)
    }

    fn readable(&self) -> bool {
        read_json::<Event>("event", &self.body).is_ok_and(|event| event.name() == self.kind)
    }
}

fn fault(id: i64, zh: &str, en: &str) -> Note {
    Note::Fault(Fault::new(Check::Chain, format!("#{id}"), zh, en))
}

impl Examination<'_> {
    /// The end of the log.
    pub fn head(&self) -> Result<Head> {
        let sql = include_str!("../event/last.sql");
        Ok(self.store.conn.query_row(sql, [], |row| Ok(Head { id: row.get(0)?, hash: row.get(1)? }))?)
    }

    /// Recomputes every hash. After a break it goes on from the stored hash, so that one changed entry is
    /// one fault.
    pub fn chain(&self, seen: &mut dyn FnMut(Note)) -> Result<()> {
        let head = self.head()?;
        seen(Note::Begun(Check::Chain, u64::try_from(head.id).ok()));
        let mut statement = self.store.conn.prepare(include_str!("entries.sql"))?;
        let mut before = Head { id: 0, hash: Vec::new() };
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let entry = entry(row)?;
            link(&before, &entry, seen);
            before = Head { id: entry.id, hash: entry.hash };
            seen(Note::Seen);
        }
        self.end_of_chain(&before, seen)
    }

    /// SQLite remembers the highest number it ever gave out, so that a shortened log shows.
    fn end_of_chain(&self, last: &Head, seen: &mut dyn FnMut(Note)) -> Result<()> {
        let given: Option<i64> = self
            .store
            .conn
            .query_row("SELECT seq FROM sqlite_sequence WHERE name = 'event'", [], |row| row.get(0))
            .optional()?;
        if given.is_some_and(|given| given > last.id) {
            seen(fault(last.id, "此条之后的日志已缺失", "the entries after this one are missing"));
        }
        Ok(())
    }

    /// Whether the log still holds a head that was kept elsewhere.
    pub fn since(&self, head: &Head, seen: &mut dyn FnMut(Note)) -> Result<Option<Since>> {
        let sql = "SELECT at, hash FROM event WHERE id = ?1";
        let found: Option<(i64, Vec<u8>)> =
            self.store.conn.query_row(sql, [head.id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        match found {
            Some((at, hash)) if hash == head.hash => return Ok(Some(Since { at: from_ms(at) })),
            Some(_) => seen(fault(
                head.id,
                "与另行保存的链头不符：此条或更早的日志被改过",
                "differs from the head that was kept: this entry or one before it was changed",
            )),
            None => seen(fault(
                head.id,
                "另行保存的链头所指的日志不存在",
                "the head that was kept names an entry that is not there",
            )),
        }
        Ok(None)
    }
}

fn link(before: &Head, entry: &Entry, seen: &mut dyn FnMut(Note)) {
    if entry.id != before.id + 1 {
        let missing = before.id + 1;
        seen(fault(missing, "从此条起有日志缺失", "entries are missing from here on"));
    }
    if entry.seal(&before.hash) != entry.hash {
        seen(fault(entry.id, "日志条目与其哈希不符", "the entry does not have its hash"));
    }
    if !entry.readable() {
        seen(fault(entry.id, "日志条目无法读取", "the entry can't be read"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_reads_back_what_it_writes() {
        let head = Head { id: 42, hash: (0..32).collect() };
        assert_eq!(head.to_string().parse::<Head>().unwrap(), head);
        assert!("42".parse::<Head>().is_err());
        assert!("x-00".parse::<Head>().is_err());
        assert!(format!("1-{}", "é".repeat(32)).parse::<Head>().is_err());
    }
}
