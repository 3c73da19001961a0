//! The bureau's results, from files and by hand: each row whole or not at all, and the same one again changes
//! nothing. What fits no order, or follows from no stage, goes to the quarantine with what to mend.

mod numbers;
mod reasons;
mod take;

pub use reasons::returns_of;

use super::number_search::{self, SoughtIn};
use super::secret::{self, Key};
use super::{Desk, Result, WorkError, findings, quarantine, roles};
use crate::domain::across::phone_key;
use crate::domain::bureau::{News, ResultRow};
use crate::domain::ids::{OrderNo, UserId};
use crate::domain::permission::Deed;
use crate::domain::sought::{Sought, sought};
use crate::domain::stage::Stage;
use crate::domain::text::{Foreign, Plain};
use crate::intake::results::{FileRow, results};
use crate::intake::{Fault, Origin, Refused, Words};
use crate::store::{Op, Tx};
use chrono::{DateTime, Utc};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use take::{Rules, Stop, Taker};

/// Rows of one transaction.
const BATCH: usize = 200;
/// Orders whose findings are made anew after a file; the others wait for their turn.
const RENEWED: usize = 500;

/// Whether a file is taken, or only tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run {
    /// It is taken.
    Take,
    /// Nothing is kept; what would happen is told.
    Dry,
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "result")]
pub enum Taken {
    /// It was taken.
    Taken {
        /// Its line; 0 = by hand.
        line: u64,
        /// Order number.
        order_no: String,
        /// What it was about.
        kind: &'static str,
        /// Where the order stands now.
        stage: Stage,
    },
    /// It was taken before.
    Unchanged {
        /// Its line; 0 = by hand.
        line: u64,
        /// Order number.
        order_no: String,
    },
    /// It was refused.
    Refused {
        /// Its line; 0 = by hand.
        line: u64,
        /// Its order number, where it could be read.
        order_no: Option<String>,
        /// What is wrong with it.
        faults: Vec<Fault>,
    },
}

/// What became of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Rows that were taken.
    pub taken: usize,
    /// Rows that were taken before.
    pub unchanged: usize,
    /// Rows that were refused.
    pub refused: usize,
    /// The report in the quarantine, where something was refused.
    pub report: Option<PathBuf>,
}

/// Takes a file of results; `seen` hears of each row as it ends.
pub fn import(
    desk: &mut Desk,
    path: &Path,
    run: Run,
    now: DateTime<Utc>,
    mut seen: impl FnMut(&Taken),
) -> Result<Summary> {
    let source = path.display().to_string();
    let rows = match results(path) {
        Ok(rows) => rows,
        Err(fault) => vec![FileRow { line: 0, order_no: None, row: Err(vec![fault]) }],
    };
    let key = match run {
        Run::Take => key_for(desk, rows.iter().filter_map(|row| row.row.as_ref().ok()))?,
        Run::Dry => None,
    };
    let catalog = Arc::clone(&desk.catalog);
    let mut summary = Summary::default();
    let mut refused: Vec<Fault> = Vec::new();
    let mut hear = |taken: Taken| {
        match &taken {
            Taken::Taken { .. } => summary.taken += 1,
            Taken::Unchanged { .. } => summary.unchanged += 1,
            Taken::Refused { faults, .. } => {
                summary.refused += 1;
                refused.extend(faults.iter().cloned());
            }
        }
        seen(&taken);
    };
    let mut strangers = Strangers::default();
    let size = if run == Run::Dry { rows.len().max(1) } else { BATCH };
    for batch in rows.chunks(size) {
        let mut all = Vec::new();
        let taken = desk.store.transact::<_, Ended>(&Op::program(now), |tx| {
            let taker = Taker { tx, catalog: &catalog, key: key.as_ref(), run, rules: Rules::Later };
            for row in batch {
                all.push(one(tx, &taker, (&source, row), &mut strangers)?);
            }
            // A dry run ends as if something had failed, so that nothing of it is kept.
            if run == Run::Dry { Err(Ended::Dry) } else { Ok(()) }
        });
        if let Err(Ended::Work(error)) = taken {
            return Err(error);
        }
        all.into_iter().for_each(&mut hear);
    }
    if run == Run::Take {
        if !refused.is_empty() {
            let refused = Refused { source: Origin::whole(path), order_no: None, faults: refused };
            summary.report = Some(quarantine::keep_report(&desk.home, "results", &refused)?);
        }
        if let Err(error) = findings::renew(desk, now, RENEWED) {
            tracing::warn!(%error, "findings of other orders wait for a new run");
        }
    }
    Ok(summary)
}

/// Takes a row that a person gives; a refusal is an error with everything that is wrong.
pub fn set(desk: &mut Desk, who: UserId, row: &ResultRow, now: DateTime<Utc>) -> Result<Taken> {
    let key = key_for(desk, std::iter::once(row))?;
    let catalog = Arc::clone(&desk.catalog);
    let number = number_of(row);
    let taken = desk.store.transact::<_, Stop>(&Op::by(who, now), |tx| {
        if let Some(id) = tx.find_order(&row.order_no)? {
            roles::allow(tx, who, Deed::Result, id)?;
        }
        // Whose number it is not, the refusal would tell.
        if number.is_some() {
            number_search::ready(tx, who)?;
        }
        Taker { tx, catalog: &catalog, key: key.as_ref(), run: Run::Take, rules: Rules::Now }.take(row)
    });
    match taken {
        Ok(took) => Ok(told(0, row, took)),
        Err(Stop::Work(error)) => Err(error),
        Err(Stop::Fault { field, found, expected }) => {
            if let Some(number) = number.filter(|_| field == PERSON) {
                number_search::admit(desk, who, SoughtIn::Results, &number.told(), now)?;
            }
            let (no, zh, en) = (row.order_no.shown(), [&found.zh, &expected.zh], [&found.en, &expected.en]);
            Err(WorkError::say(
                format!("{no} 的 {field}：{}；应为{}。", zh[0], zh[1]),
                format!("{no}, {field}: found {}; expected {}", en[0], en[1]),
            ))
        }
    }
}

/// A password needs the key; a file without one needs none.
fn key_for<'r>(desk: &Desk, mut rows: impl Iterator<Item = &'r ResultRow>) -> Result<Option<Key>> {
    let has = |row: &ResultRow| matches!(row.news, News::Passed { password: Some(_), .. });
    if !rows.any(has) {
        return Ok(None);
    }
    secret::key_to_seal(&desk.home, &desk.store).map(Some)
}

/// Why a batch ended without being kept.
enum Ended {
    Work(WorkError),
    Dry,
}

impl From<WorkError> for Ended {
    fn from(error: WorkError) -> Self {
        Self::Work(error)
    }
}

fn one(tx: &Tx, taker: &Taker, (source, row): (&str, &FileRow), strangers: &mut Strangers) -> Result<Taken> {
    let refused = |faults| Taken::Refused { line: row.line, order_no: row.order_no.clone(), faults };
    let given = match &row.row {
        Ok(given) => given,
        Err(faults) => return Ok(refused(faults.clone())),
    };
    let taken = if strangers.are_many(given) { Err(too_many()) } else { tx.attempt(|| taker.take(given)) };
    if matches!(taken, Err(Stop::Fault { .. })) {
        strangers.note(given);
    }
    match taken {
        Ok(took) => Ok(told(row.line, given, took)),
        Err(Stop::Fault { field, found, expected }) => {
            let file = Foreign::place(&format!("{source}:{}", row.line));
            Ok(refused(vec![Fault::new(file, field, found, expected)]))
        }
        Err(Stop::Work(error)) => Err(error),
    }
}

/// The field that names a person.
const PERSON: &str = "person";
/// Refused rows that name a number, after which no more are compared with their order in one file.
const MOST_STRANGERS: u32 = 5;

/// The number by which a row names a person.
fn number_of(row: &ResultRow) -> Option<Sought> {
    match &row.news {
        // Whatever is written around them, its digits are compared.
        News::Sms(_, person) => sought(&phone_key(person)),
        _ => None,
    }
}

/// Rows of a file that name a person by a number, and were refused: a file must not try one after the other.
#[derive(Debug, Default)]
struct Strangers(BTreeMap<OrderNo, u32>);

impl Strangers {
    fn are_many(&self, row: &ResultRow) -> bool {
        let many = self.0.get(&row.order_no).is_some_and(|count| *count >= MOST_STRANGERS);
        many && number_of(row).is_some()
    }

    fn note(&mut self, row: &ResultRow) {
        if number_of(row).is_some() {
            *self.0.entry(row.order_no.clone()).or_default() += 1;
        }
    }
}

fn too_many() -> Stop {
    let most = MOST_STRANGERS;
    take::fault(
        PERSON,
        words(
            "同一文件中该订单已有多行以号码指人而被拒",
            "one more number after many refused rows of this order",
        ),
        words(format!("不超过{most}个，或写人员编号"), format!("{most} at most, or the person's id")),
    )
}

fn told(line: u64, row: &ResultRow, took: Option<Stage>) -> Taken {
    let order_no = row.order_no.0.clone();
    match took {
        Some(stage) => Taken::Taken { line, order_no, kind: row.kind().slug(), stage },
        None => Taken::Unchanged { line, order_no },
    }
}

fn words(zh: impl Into<Plain>, en: impl Into<Plain>) -> Words {
    Words::new(zh, en)
}
