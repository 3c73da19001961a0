//! The checks of whole tables.

use super::{Check, Examination, Fault, Note};
use crate::domain::facts::FileFacts;
use crate::domain::ids::Sha256;
use crate::domain::people::Role;
use crate::domain::stage::Stage;
use crate::domain::view::Draft;
use crate::store::Result;
use crate::store::error::read_json;
use crate::store::time::to_ms;
use chrono::{DateTime, Duration, Utc};
use rusqlite::{OptionalExtension, Row};
use std::collections::{BTreeMap, BTreeSet};

/// No setting makes a lease longer than this.
const LONGEST_LEASE: Duration = Duration::hours(24);

impl Examination<'_> {
    /// SQLite's own check of pages, indexes, the search index and constraints.
    pub fn database(&self, seen: &mut dyn FnMut(Note)) -> Result<()> {
        seen(Note::Begun(Check::Database, None));
        let mut statement = self.store.conn.prepare("PRAGMA integrity_check(100)")?;
        let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
        for row in rows {
            let text = row?;
            if text != "ok" {
                seen(Note::Fault(Fault::new(Check::Database, "", text.clone(), text)));
            }
        }
        Ok(())
    }

    /// Rows that refer to a row that is not there.
    pub fn references(&self, seen: &mut dyn FnMut(Note)) -> Result<()> {
        seen(Note::Begun(Check::References, None));
        let mut statement = self.store.conn.prepare("PRAGMA foreign_key_check")?;
        let rows = statement.query_map([], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Option<i64>>(1)?, row.get::<_, String>(2)?))
        })?;
        for row in rows {
            let (table, id, parent) = row?;
            let about = id.map_or_else(|| table.clone(), |id| format!("{table} {id}"));
            let (zh, en) = (
                format!("引用了{parent}中不存在的行"),
                format!("refers to a row that {parent} does not have"),
            );
            seen(Note::Fault(Fault::new(Check::References, about, zh, en)));
        }
        Ok(())
    }

    /// The counts on the tabs against the orders.
    pub fn counts(&self, seen: &mut dyn FnMut(Note)) -> Result<()> {
        seen(Note::Begun(Check::Counts, None));
        let kept = self.pairs("SELECT tab, n FROM tab_count")?;
        let counted = self.pairs(include_str!("counts.sql"))?;
        let tabs: BTreeSet<&String> = kept.keys().chain(counted.keys()).collect();
        for tab in tabs {
            let (kept, counted) = (kept.get(tab).unwrap_or(&0), counted.get(tab).unwrap_or(&0));
            if kept != counted {
                let zh = format!("页签显示{kept}，实有{counted}");
                let en = format!("the tab counts {kept}, there are {counted}");
                seen(Note::Fault(Fault::new(Check::Counts, tab.clone(), zh, en)));
            }
        }
        Ok(())
    }

    fn pairs(&self, sql: &str) -> Result<BTreeMap<String, i64>> {
        let mut statement = self.store.conn.prepare(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Documents of the search index that belong to no order.
    pub fn search(&self, seen: &mut dyn FnMut(Note)) -> Result<()> {
        seen(Note::Begun(Check::Search, None));
        let sql = "SELECT count(*) FROM search_docsize WHERE id NOT IN (SELECT id FROM orders)";
        let stray: i64 = self.store.conn.query_row(sql, [], |row| row.get(0))?;
        if stray > 0 {
            let zh = format!("搜索索引中有{stray}条不属于任何订单");
            let en = format!("{stray} documents of the search index belong to no order");
            seen(Note::Fault(Fault::new(Check::Search, "", zh, en)));
        }
        Ok(())
    }

    /// Every verdict has its id for itself; an id that stands for one has one.
    pub fn verdict_ids(&self, seen: &mut dyn FnMut(Note)) -> Result<()> {
        seen(Note::Begun(Check::Verdicts, None));
        for (id, what) in self.texts(include_str!("verdict_ids.sql"))? {
            let (zh, en) = match what.as_str() {
                "void" => ("结论编号已作废，却有结论", "its id is void, and yet there is a verdict"),
                "free" => ("结论没有占用其编号", "the verdict does not hold its id"),
                _ => ("编号已被占用，却没有结论", "the id stands for a verdict that is not there"),
            };
            seen(Note::Fault(Fault::new(Check::Verdicts, id, zh, en)));
        }
        Ok(())
    }

    /// Accounts, claims and drafts that make no sense.
    pub fn work(&self, now: DateTime<Utc>, seen: &mut dyn FnMut(Note)) -> Result<()> {
        seen(Note::Begun(Check::Work, None));
        self.accounts(seen)?;
        self.claims(now, seen)?;
        self.drafts(seen)
    }

    /// The names of the accounts that are open.
    pub fn open_names(&self) -> Result<Vec<String>> {
        crate::store::user::open_names(&self.store.conn)
    }

    fn accounts(&self, seen: &mut dyn FnMut(Note)) -> Result<()> {
        for (name, roles) in self.texts("SELECT name, roles FROM user ORDER BY id")? {
            if read_json::<BTreeSet<Role>>("roles", &roles).is_err() {
                seen(Note::Fault(Fault::new(
                    Check::Work,
                    name,
                    "账号的角色无法读取",
                    "the roles of this account can't be read",
                )));
            }
        }
        Ok(())
    }

    fn texts(&self, sql: &str) -> Result<Vec<(String, String)>> {
        let mut statement = self.store.conn.prepare(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn claims(&self, now: DateTime<Utc>, seen: &mut dyn FnMut(Note)) -> Result<()> {
        let mut statement = self.store.conn.prepare(include_str!("claims.sql"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let no: String = row.get("no")?;
            if let Some((zh, en)) = claim_fault(row, now)? {
                seen(Note::Fault(Fault::new(Check::Work, no, zh, en)));
            }
        }
        Ok(())
    }

    fn drafts(&self, seen: &mut dyn FnMut(Note)) -> Result<()> {
        let mut statement = self.store.conn.prepare(include_str!("drafts.sql"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (no, revision): (String, u32) = (row.get(0)?, row.get(1)?);
            let body: String = row.get(2)?;
            let (zh, en) = match read_json::<Draft>("draft", &body) {
                Err(_) => ("草稿无法读取", "a draft can't be read"),
                Ok(draft) if draft.revision > revision => {
                    ("草稿针对尚不存在的版本", "a draft is about a revision that does not exist yet")
                }
                Ok(_) => continue,
            };
            seen(Note::Fault(Fault::new(Check::Work, no, zh, en)));
        }
        Ok(())
    }

    /// Every file that the database knows, with its size, in the order of the hashes.
    pub fn each_file(&self, found: &mut dyn FnMut(Sha256, Option<u64>)) -> Result<()> {
        let mut statement = self.store.conn.prepare("SELECT sha256, facts FROM file ORDER BY sha256")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (hash, facts): (String, String) = (row.get(0)?, row.get(1)?);
            let facts = read_json::<FileFacts>("facts", &facts).ok();
            let bytes = facts.filter(|facts| facts.sha256.as_str() == hash).map(|facts| facts.bytes);
            found(Sha256(hash), bytes);
        }
        Ok(())
    }

    /// How many files the database knows.
    pub fn file_count(&self) -> Result<u64> {
        let count: i64 = self.store.conn.query_row("SELECT count(*) FROM file", [], |row| row.get(0))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// Whether the database knows a file of this name.
    pub fn knows_file(&self, name: &str) -> Result<bool> {
        let mut statement = self.store.conn.prepare_cached("SELECT 1 FROM file WHERE sha256 = ?1")?;
        Ok(statement.query_row([name], |_| Ok(())).optional()?.is_some())
    }
}

fn claim_fault(row: &Row, now: DateTime<Utc>) -> rusqlite::Result<Option<(&'static str, &'static str)>> {
    let (holder, until): (Option<i64>, Option<i64>) = (row.get("holder")?, row.get("lease_until")?);
    let stage = Stage::parse(&row.get::<_, String>("stage")?);
    let is_disabled = row.get::<_, Option<i64>>("disabled")? == Some(1);
    Ok(match (holder, until) {
        (Some(_), None) | (None, Some(_)) => Some(("领取记录残缺", "its claim is only half there")),
        (Some(_), Some(until)) if until > to_ms(now + LONGEST_LEASE) => {
            Some(("领取期限过长", "its claim lasts longer than any setting allows"))
        }
        (Some(_), Some(_)) if is_disabled => Some(("由已停用的账号领取", "a disabled account holds it")),
        (Some(_), Some(_)) if !stage.is_some_and(Stage::is_review) => {
            Some(("不在审核阶段却被领取", "it is held in a stage that nobody reviews"))
        }
        _ => None,
    })
}
