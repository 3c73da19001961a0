//! The bureau's results, from files and by hand: each row whole or not at all, and the same one again changes
//! nothing. What fits no order, or follows from no stage, goes to the quarantine with what to mend.

mod numbers;
mod reasons;
mod take;

pub use reasons::returns_of;

use super::number_search::{self, SoughtIn};
use super::secret::{self, Key};
use super::{Desk, Result, WorkError, findings, quarantine, roles, stop};
use crate::domain::across::phone_key;
use crate::domain::bureau::{News, ResultRow};
use crate::domain::ids::{OrderNo, UserId};
use crate::domain::permission::Deed;
use crate::domain::sought::{Sought, sought};
use crate::domain::stage::Stage;
use crate::domain::text::{Foreign, Plain};
use crate::intake::results::{FileRow, ResultRows, results};
use crate::intake::table::ReadAs;
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
/// Refused rows after which the rest of a file is not read.
const MOST_REFUSED: usize = 10_000;
/// Faults that a report lists.
const MOST_FAULTS: usize = 1_000;
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
    /// How the file was read; none where it was not.
    pub read_as: Option<ReadAs>,
    /// Rows that were taken.
    pub taken: usize,
    /// Rows that were taken before.
    pub unchanged: usize,
    /// Rows that were refused.
    pub refused: usize,
    /// The report in the quarantine, where something was refused.
    pub report: Option<PathBuf>,
    /// The rest waits: the program was asked to end.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub stopped: bool,
}

/// Takes a file of results, or standard input where it is named `-`; `seen` hears of each row as it ends.
///
/// The file is read a row at a time. Where it has refused rows without end, it is no file of results, and the rest is
/// not read.
pub fn import(
    desk: &mut Desk,
    path: &Path,
    run: Run,
    now: DateTime<Utc>,
    seen: impl FnMut(&Taken),
) -> Result<Summary> {
    let source = path.display().to_string();
    let catalog = Arc::clone(&desk.catalog);
    let mut heard = Heard { summary: Summary::default(), faults: Vec::new(), left_out: 0, seen };
    match results(path, &catalog) {
        Err(fault) => heard.hear(Taken::Refused { line: 0, order_no: None, faults: vec![fault] }),
        Ok(rows) => {
            heard.summary.read_as = Some(rows.read_as());
            match run {
                Run::Dry => try_all(desk, (&source, rows), now, &mut heard)?,
                Run::Take => take_all(desk, (&source, rows), now, &mut heard)?,
            }
        }
    }
    if run == Run::Take {
        heard.report(desk, path)?;
        if let Err(error) = findings::renew(desk, now, RENEWED) {
            tracing::warn!(%error, "findings of other orders wait for a new run");
        }
    }
    Ok(heard.summary)
}

/// Takes the rows in batches, each a transaction.
fn take_all(
    desk: &mut Desk,
    (source, mut rows): (&str, ResultRows),
    now: DateTime<Utc>,
    heard: &mut Heard<impl FnMut(&Taken)>,
) -> Result<()> {
    let (catalog, mut strangers, mut key) = (Arc::clone(&desk.catalog), Strangers::default(), None);
    loop {
        let batch: Vec<FileRow> = rows.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            return Ok(());
        }
        if stop::asked().is_some() {
            heard.summary.stopped = true;
            return Ok(());
        }
        if key.is_none() {
            key = key_for(desk, batch.iter().filter_map(|row| row.row.as_ref().ok()))?;
        }
        let mut all = Vec::new();
        desk.store.transact::<_, WorkError>(&Op::program(now), |tx| {
            let taker =
                Taker { tx, catalog: &catalog, key: key.as_ref(), run: Run::Take, rules: Rules::Later };
            for row in &batch {
                all.push(one(tx, &taker, (source, row), &mut strangers)?);
            }
            Ok(())
        })?;
        all.into_iter().for_each(|taken| heard.hear(taken));
        if heard.has_enough(source, batch.last()) {
            return Ok(());
        }
    }
}

/// Tries all rows in one transaction, which ends as if something had failed, so that nothing of it is kept.
fn try_all(
    desk: &mut Desk,
    (source, rows): (&str, ResultRows),
    now: DateTime<Utc>,
    heard: &mut Heard<impl FnMut(&Taken)>,
) -> Result<()> {
    let (catalog, mut strangers) = (Arc::clone(&desk.catalog), Strangers::default());
    let tried = desk.store.transact::<(), Ended>(&Op::program(now), |tx| {
        let taker = Taker { tx, catalog: &catalog, key: None, run: Run::Dry, rules: Rules::Later };
        for row in rows {
            heard.hear(one(tx, &taker, (source, &row), &mut strangers)?);
            if heard.has_enough(source, Some(&row)) {
                break;
            }
        }
        Err(Ended::Dry)
    });
    match tried {
        Err(Ended::Work(error)) => Err(error),
        Err(Ended::Dry) | Ok(()) => Ok(()),
    }
}

/// What was heard of a file's rows so far.
struct Heard<S> {
    summary: Summary,
    /// The first faults, for the report.
    faults: Vec<Fault>,
    /// How many more there were.
    left_out: usize,
    seen: S,
}

impl<S: FnMut(&Taken)> Heard<S> {
    fn hear(&mut self, taken: Taken) {
        match &taken {
            Taken::Taken { .. } => self.summary.taken += 1,
            Taken::Unchanged { .. } => self.summary.unchanged += 1,
            Taken::Refused { faults, .. } => {
                self.summary.refused += 1;
                let room = MOST_FAULTS.saturating_sub(self.faults.len());
                self.left_out += faults.len().saturating_sub(room);
                self.faults.extend(faults.iter().take(room).cloned());
            }
        }
        (self.seen)(&taken);
    }

    /// Whether so much was refused that the rest is not read; that is told.
    fn has_enough(&mut self, source: &str, last: Option<&FileRow>) -> bool {
        if self.summary.refused < MOST_REFUSED {
            return false;
        }
        let line = last.map_or(0, |row| row.line);
        let found = words(
            format!("此行之前已有 {} 行被拒，其后各行均未读取", self.summary.refused),
            format!("{} refused rows up to here; what comes after was not read", self.summary.refused),
        );
        let expected = words("管局结果的文件", "a file of the bureau's results");
        let fault = Fault::new(Foreign::place(&format!("{source}:{line}")), "", found, expected);
        self.hear(Taken::Refused { line, order_no: None, faults: vec![fault.clone()] });
        self.faults.push(fault);
        true
    }

    /// Keeps a report of what was refused.
    fn report(&mut self, desk: &Desk, path: &Path) -> Result<()> {
        if self.faults.is_empty() {
            return Ok(());
        }
        let mut faults = std::mem::take(&mut self.faults);
        if self.left_out > 0 {
            let more = self.left_out;
            let found =
                words(format!("另有 {more} 处有误，未列出"), format!("{more} more faults, not listed"));
            faults.push(Fault::new(
                Origin::whole(path).foreign(),
                "",
                found,
                words("没有错误的行", "rows without faults"),
            ));
        }
        let refused = Refused { source: Origin::whole(path), order_no: None, faults };
        self.summary.report = Some(quarantine::keep_report(&desk.home, "results", &refused)?);
        Ok(())
    }
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
