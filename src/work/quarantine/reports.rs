//! Reports of refusals, as JSON.

use super::super::written::{Leaf, Readers};
use crate::domain::lang::Lang;
use crate::domain::text::{Foreign, Plain};
use crate::intake::{Origin, Refused};
use crate::work::{Result, WorkError};
use serde::Serialize;
use std::path::Path;

/// More refusals of one source than this are counted, and not listed.
const LISTED: usize = 1000;
/// More faults of one refusal than this are counted, and not listed.
const FAULTS: usize = 2000;

#[derive(Serialize)]
struct Report<'a> {
    source: &'a Origin,
    order_no: Option<&'a str>,
    faults: Vec<Line<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    faults_not_listed: Option<usize>,
}

#[derive(Serialize)]
struct Line<'a> {
    file: &'a Foreign,
    json_path: &'a Foreign,
    found: &'a str,
    expected: &'a str,
    sentence_zh: Plain,
    sentence_en: Plain,
}

#[derive(Serialize)]
struct NotListed {
    not_listed: usize,
}

/// The report of a refusal.
pub fn report(refused: &Refused) -> Result<Plain> {
    let faults = refused.faults.iter().take(FAULTS).map(|fault| Line {
        file: &fault.file,
        json_path: &fault.json_path,
        found: fault.found.get(Lang::En),
        expected: fault.expected.get(Lang::En),
        sentence_zh: fault.sentence(Lang::Zh),
        sentence_en: fault.sentence(Lang::En),
    });
    json(&Report {
        source: &refused.source,
        order_no: refused.order_no.as_deref(),
        faults: faults.collect(),
        faults_not_listed: refused.faults.len().checked_sub(FAULTS).filter(|more| *more > 0),
    })
}

fn json<T: Serialize>(value: &T) -> Result<Plain> {
    Plain::json(value).map_err(|error| WorkError::unreadable("report", &error))
}

/// A file of several reports, written while they come: a JSON list, whose last item says how many more there were.
pub struct Reports {
    leaf: Leaf,
    count: usize,
}

impl Reports {
    /// Begins the file.
    pub fn begin(path: &Path) -> Result<Self> {
        let mut leaf = Leaf::begin(path, Readers::Owner)?;
        leaf.line(&Plain::line("["))?;
        Ok(Self { leaf, count: 0 })
    }

    /// Adds a report.
    pub fn add(&mut self, refused: &Refused) -> Result<()> {
        if self.count < LISTED {
            self.item(&report(refused)?)?;
        }
        self.count += 1;
        Ok(())
    }

    fn item(&mut self, item: &Plain) -> Result<()> {
        if self.count > 0 {
            self.leaf.line(&Plain::line(","))?;
        }
        self.leaf.line(item)
    }

    /// Puts the file in its place.
    pub fn end(mut self) -> Result<()> {
        if let Some(not_listed) = self.count.checked_sub(LISTED).filter(|more| *more > 0) {
            self.item(&json(&NotListed { not_listed })?)?;
        }
        self.leaf.line(&Plain::line("]"))?;
        self.leaf.end()
    }
}
