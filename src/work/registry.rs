//! The registry of filings: what was filed elsewhere, or before this home began, from tables.
//!
//! A file is taken whole or not at all. The first row names the columns, in any order; the same file again
//! changes nothing, and a row that is known is brought up to date.

mod rows;

use super::{Desk, Result, WorkError, findings, reading, stop};
use crate::domain::text::Foreign;
use crate::intake::table::ReadAs;
use crate::intake::{Words, given};
use crate::store::Op;
use crate::store::filing::{Put, Registered};
use crate::store::search::Reach;
use chrono::{DateTime, Utc};
use serde::Serialize;
use std::path::Path;

/// The columns of a file; all but the entity's name may be left out or empty.
pub const COLUMNS: [&str; 10] = [
    "certificate_number",
    "entity_name",
    "entity_number",
    "site_name",
    "site_number",
    "domain",
    "provider",
    "here",
    "manager_name",
    "manager_mobile",
];
/// The largest file.
const MOST_BYTES: u64 = 512 << 20;
/// More faults than this are counted, not listed.
const LISTED: usize = 100;
/// Orders whose findings are made anew at once; the others wait for their turn.
const RENEWED: usize = 500;

/// A row that can't be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowFault {
    /// The file.
    pub file: Foreign,
    /// The line, from 1; 0 for the file as a whole.
    pub line: u64,
    /// The column; empty for the row as a whole.
    pub field: Foreign,
    /// What is wrong, and how to mend it.
    pub what: Words,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "result")]
pub enum Imported {
    /// It was taken.
    Taken {
        /// Rows that are new.
        added: usize,
        /// Rows that were there with other contents.
        changed: usize,
        /// Rows that were there already.
        unchanged: usize,
        /// How the file was read.
        read_as: ReadAs,
    },
    /// Nothing of it was taken.
    Refused {
        /// The first faults.
        faults: Vec<RowFault>,
        /// How many there are.
        count: usize,
    },
}

/// Imports a table from a file, or from standard input where it is named `-`.
pub fn import(desk: &mut Desk, path: &Path, now: DateTime<Utc>) -> Result<Imported> {
    let opened = given::twice(path, MOST_BYTES).map_err(|why| reading::refused(path, &why))?;
    let file = path.display().to_string();
    let (rows, read_as) = match rows::parse(&file, Box::new(opened), &desk.catalog) {
        Ok(read) => read,
        Err(rows::Faults { listed, count }) => return Ok(Imported::Refused { faults: listed, count }),
    };
    let source = path.file_name().map_or_else(|| file.clone(), |name| name.to_string_lossy().into_owned());
    let (mut added, mut changed, mut unchanged) = (0, 0, 0);
    desk.store.transact::<_, WorkError>(&Op::program(now), |tx| {
        for filing in &rows {
            stop::check()?;
            match tx.put_filing(filing, &source)? {
                Put::Unchanged => {
                    unchanged += 1;
                    continue;
                }
                Put::Added => added += 1,
                Put::Changed => changed += 1,
            }
            tx.mark_filing(filing)?;
        }
        if added + changed > 0 {
            tx.record_home("registry_imported", &format!("{source} (+{added}, ~{changed})"))?;
        }
        Ok(())
    })?;
    findings::renew(desk, now, RENEWED)?;
    Ok(Imported::Taken { added, changed, unchanged, read_as })
}

/// What is on file: rows whose filing number or domain is `term`, or whose entity's name holds it, from the
/// registry and from the orders that were filed here.
pub fn find(desk: &Desk, term: &str, most: usize) -> Result<Vec<Registered>> {
    desk.store.on_file(term, Reach::Text, most)
}

/// The same, with rows whose certificate number it is; [`super::number_search`] puts that on record first.
pub(super) fn find_by_number(desk: &Desk, term: &str, most: usize) -> Result<Vec<Registered>> {
    desk.store.on_file(term, Reach::Numbers, most)
}
