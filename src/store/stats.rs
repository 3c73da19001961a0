//! What statistics read: streams over covering indexes, newest first, so that a list can stop early.

use super::time::{from_ms, to_ms};
use super::{Result, Store};
use crate::domain::ids::{OrderId, UserId};
use crate::domain::stage::Stage;
use crate::domain::stats::{Act, Depth, Question, Span};
use chrono::{DateTime, Utc};
use rusqlite::types::Value;
use rusqlite::{Row, params, params_from_iter};
use std::collections::HashSet;
use std::ops::ControlFlow;

/// Whether a stream goes on.
pub type Flow = ControlFlow<()>;

/// A verdict as the statistics see it.
#[derive(Debug, Clone, Copy)]
pub struct VerdictRow<'a> {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Who.
    pub by: i64,
    /// Slug of the stage.
    pub stage: &'a str,
    /// Slug of the kind.
    pub kind: &'a str,
    /// Province, order type and profile of the order.
    pub place: Place<'a>,
    /// From claim to verdict, in milliseconds.
    pub handling_ms: i64,
    /// Revision.
    pub revision: i64,
    /// Over an open guard.
    pub overridden: bool,
    /// The order.
    pub order: OrderId,
}

/// What narrows an order: its province, type and profile.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// Province.
    pub province: &'a str,
    /// Slug of the order type.
    pub order_type: &'a str,
    /// Profile.
    pub profile: &'a str,
}

/// A revision that came in.
#[derive(Debug, Clone, Copy)]
pub struct IntakeRow<'a> {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Which revision.
    pub revision: i64,
    /// Province, order type and profile.
    pub place: Place<'a>,
    /// The order.
    pub order: OrderId,
}

/// A reason of a rejection.
#[derive(Debug, Clone, Copy)]
pub struct ReasonRow<'a> {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Who rejected.
    pub by: i64,
    /// Slug of the stage.
    pub stage: &'a str,
    /// Province, order type and profile.
    pub place: Place<'a>,
    /// The reason.
    pub code: &'a str,
    /// The order.
    pub order: OrderId,
}

/// What somebody did.
#[derive(Debug, Clone, Copy)]
pub struct ActRow<'a> {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Who.
    pub by: Option<i64>,
    /// Slug of the act.
    pub kind: &'a str,
    /// The order.
    pub order: Option<OrderId>,
}

fn text<'a>(row: &'a Row, at: usize) -> rusqlite::Result<&'a str> {
    row.get_ref(at)?.as_str().map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(at, rusqlite::types::Type::Text, Box::new(error))
    })
}

fn place<'a>(row: &'a Row, at: usize) -> rusqlite::Result<Place<'a>> {
    Ok(Place { province: text(row, at)?, order_type: text(row, at + 1)?, profile: text(row, at + 2)? })
}

/// What narrows a stream: conditions, and their values from the third on.
#[derive(Default)]
struct Conditions {
    sql: String,
    values: Vec<Value>,
}

impl Conditions {
    fn equal(&mut self, column: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.values.push(value.into());
            self.sql.push_str(&format!(" AND {column} = ?{}", self.values.len() + 2));
        }
    }

    fn place(&mut self, question: &Question) {
        self.equal("province", question.province.as_ref().map(|id| id.0.clone()));
        self.equal("order_type", question.order_type.map(|kind| kind.slug().to_owned()));
        self.equal("profile", question.profile.as_ref().map(|id| id.0.clone()));
    }

    /// Of tables that have all the columns themselves.
    fn of(question: &Question) -> Self {
        let mut all = Self::default();
        all.equal("by", question.person.map(|id| id.0));
        all.place(question);
        all
    }

    /// Of the log, which knows nothing of an order but its row.
    fn of_log(question: &Question, places: Places) -> Self {
        let mut all = Self::default();
        all.equal("actor", question.person.map(|id| id.0));
        if places == Places::LookedUp {
            let own = std::mem::take(&mut all.sql);
            all.place(question);
            let exists = "SELECT 1 FROM orders WHERE orders.id = event.order_id";
            all.sql = format!("{own} AND EXISTS ({exists}{})", all.sql);
        }
        all
    }
}

/// From so many days on a span of the log has more rows than a place has orders.
const LONG: i64 = 31;

/// How the log is narrowed to a place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Places {
    /// Not at all.
    All,
    /// Each row looks for its order.
    LookedUp,
    /// The orders of the place are read first.
    ReadFirst,
}

impl Places {
    fn of(question: &Question, span: Span) -> Self {
        let narrow =
            question.province.is_some() || question.order_type.is_some() || question.profile.is_some();
        match narrow {
            false => Self::All,
            true if (span.to - span.from).num_days() < LONG => Self::LookedUp,
            true => Self::ReadFirst,
        }
    }
}

impl Store {
    /// Statements are composed, so that a row passes no condition that narrows nothing.
    fn each(
        &self,
        sql: &str,
        conditions: Conditions,
        span: Span,
        mut seen: impl FnMut(&Row) -> rusqlite::Result<Flow>,
    ) -> Result<()> {
        let sql = sql.replace("{narrowed}", &conditions.sql);
        let mut statement = self.conn.prepare_cached(&sql)?;
        let span = [to_ms(span.from), to_ms(span.to)].map(Value::Integer);
        let mut rows = statement.query(params_from_iter(span.into_iter().chain(conditions.values)))?;
        while let Some(row) = rows.next()? {
            if seen(row)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// How often a person did something in a span.
    pub fn count_acts(&self, act: Act, person: UserId, span: Span) -> Result<u64> {
        let sql = include_str!("stats/count_acts.sql").replace("{kind}", act.slug());
        let mut statement = self.conn.prepare_cached(&sql)?;
        let count: i64 =
            statement.query_row(params![person.0, to_ms(span.from), to_ms(span.to)], |row| row.get(0))?;
        Ok(count.max(0).unsigned_abs())
    }

    /// The verdicts of a span, newest first; undone ones left out.
    pub fn each_verdict(
        &self,
        question: &Question,
        span: Span,
        mut seen: impl FnMut(&VerdictRow) -> Flow,
    ) -> Result<()> {
        self.each(include_str!("stats/verdicts.sql"), Conditions::of(question), span, |row| {
            Ok(seen(&VerdictRow {
                at: row.get(0)?,
                by: row.get(1)?,
                stage: text(row, 2)?,
                kind: text(row, 3)?,
                place: place(row, 4)?,
                handling_ms: row.get(7)?,
                revision: row.get(8)?,
                overridden: row.get(9)?,
                order: OrderId(row.get(10)?),
            }))
        })
    }

    /// The revisions that came in, newest first.
    pub fn each_intake(
        &self,
        question: &Question,
        span: Span,
        mut seen: impl FnMut(&IntakeRow) -> Flow,
    ) -> Result<()> {
        // A person's view has no intake.
        if question.person.is_some() {
            return Ok(());
        }
        self.each(include_str!("stats/intake.sql"), Conditions::of(question), span, |row| {
            Ok(seen(&IntakeRow {
                at: row.get(0)?,
                revision: row.get(1)?,
                place: place(row, 2)?,
                order: OrderId(row.get(5)?),
            }))
        })
    }

    /// The reasons of the rejections, newest first; those of undone verdicts left out.
    pub fn each_reason(
        &self,
        question: &Question,
        span: Span,
        mut seen: impl FnMut(&ReasonRow) -> Flow,
    ) -> Result<()> {
        self.each(include_str!("stats/reasons.sql"), Conditions::of(question), span, |row| {
            Ok(seen(&ReasonRow {
                at: row.get(0)?,
                by: row.get(1)?,
                stage: text(row, 2)?,
                place: place(row, 3)?,
                code: text(row, 6)?,
                order: OrderId(row.get(7)?),
            }))
        })
    }

    /// What people did besides deciding, newest first.
    pub fn each_act(
        &self,
        question: &Question,
        span: Span,
        mut seen: impl FnMut(&ActRow) -> Flow,
    ) -> Result<()> {
        self.each_of_log(include_str!("stats/acts.sql"), question, span, &mut seen)
    }

    /// What people looked at, newest first.
    pub fn each_view(
        &self,
        question: &Question,
        span: Span,
        mut seen: impl FnMut(&ActRow) -> Flow,
    ) -> Result<()> {
        self.each_of_log(include_str!("stats/views.sql"), question, span, &mut seen)
    }

    fn each_of_log(
        &self,
        sql: &str,
        question: &Question,
        span: Span,
        seen: &mut impl FnMut(&ActRow) -> Flow,
    ) -> Result<()> {
        let places = Places::of(question, span);
        let wanted = (places == Places::ReadFirst).then(|| self.orders_of_place(question)).transpose()?;
        self.each(sql, Conditions::of_log(question, places), span, |row| {
            let order: Option<i64> = row.get(3)?;
            if !wanted.as_ref().is_none_or(|wanted| order.is_some_and(|order| wanted.contains(&order))) {
                return Ok(Flow::Continue(()));
            }
            Ok(seen(&ActRow {
                at: row.get(0)?,
                by: row.get(1)?,
                kind: text(row, 2)?,
                order: order.map(OrderId),
            }))
        })
    }

    /// The orders of a place, from the indexes of the places.
    fn orders_of_place(&self, question: &Question) -> Result<HashSet<i64>> {
        let mut found = HashSet::new();
        for stage in Stage::ALL {
            let (wanted, values) = narrowed(stage, question);
            let mut statement = self.conn.prepare_cached(&format!("SELECT id FROM orders WHERE {wanted}"))?;
            let rows = statement.query_map(params_from_iter(values), |row| row.get(0))?;
            for row in rows {
                found.insert(row?);
            }
        }
        Ok(found)
    }

    /// One stage of the queue as it stands now; `today` ends at `midnight`.
    pub fn depth(
        &self,
        stage: Stage,
        question: &Question,
        now: DateTime<Utc>,
        midnight: DateTime<Utc>,
    ) -> Result<Depth> {
        let (wanted, values) = narrowed(stage, question);
        let one = |what: &str, from: &str, also: &str, more: &[i64]| -> Result<Option<i64>> {
            let sql = format!("SELECT {what} FROM {from} WHERE {wanted}{also}");
            let values: Vec<Value> =
                values.iter().cloned().chain(more.iter().copied().map(Value::Integer)).collect();
            Ok(self.conn.prepare_cached(&sql)?.query_row(params_from_iter(values), |row| row.get(0))?)
        };
        let count = |from: &str, also: &str, more: &[i64]| -> Result<u64> {
            Ok(one("count(*)", from, also, more)?.unwrap_or(0).max(0).unsigned_abs())
        };
        let whole = values.len() == 1;
        let orders = if whole { self.stage_count(stage)? } else { count("orders", "", &[])? };
        let oldest = one("min(waiting_since)", "orders", "", &[])?.map(from_ms);
        if !self.has_due(stage, midnight)? {
            return Ok(Depth { stage, orders, oldest, due_today: 0, overdue: 0 });
        }
        let from = by_due(question);
        Ok(Depth {
            stage,
            orders,
            oldest,
            due_today: count(from, " AND due_key >= ? AND due_key < ?", &[to_ms(now), to_ms(midnight)])?,
            overdue: count(from, " AND due_key < ?", &[to_ms(now)])?,
        })
    }

    /// Whether anything in a stage is due before a moment; most stages have no clock.
    fn has_due(&self, stage: Stage, before: DateTime<Utc>) -> Result<bool> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM orders WHERE stage = ?1 AND due_key < ?2)")?;
        Ok(statement.query_row(params![stage.slug(), to_ms(before)], |row| row.get(0))?)
    }

    fn stage_count(&self, stage: Stage) -> Result<u64> {
        let mut statement =
            self.conn.prepare_cached("SELECT coalesce(sum(n), 0) FROM tab_count WHERE tab = ?1")?;
        Ok(statement.query_row([stage.slug()], |row| row.get::<_, i64>(0))?.max(0).unsigned_abs())
    }

    /// Orders that stand in a stage, by a key between two bounds: those of [`Store::depth`].
    pub fn standing(
        &self,
        stage: Stage,
        question: &Question,
        key: StandingKey,
        limit: usize,
    ) -> Result<Vec<OrderId>> {
        let (wanted, mut values) = narrowed(stage, question);
        let (also, sort) = match key {
            StandingKey::Waiting => ("", "waiting_since"),
            StandingKey::Due(from, to) => {
                values.extend([Value::Integer(to_ms(from)), Value::Integer(to_ms(to))]);
                (" AND due_key >= ? AND due_key < ?", "due_key")
            }
        };
        values.push(Value::Integer(limit as i64));
        let sql = format!("SELECT id FROM orders WHERE {wanted}{also} ORDER BY {sort}, id LIMIT ?");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), |row| row.get(0).map(OrderId))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// Which orders of a stage, and in which order.
#[derive(Debug, Clone, Copy)]
pub enum StandingKey {
    /// All, longest waiting first.
    Waiting,
    /// Those due from a moment up to another, soonest first.
    Due(DateTime<Utc>, DateTime<Utc>),
}

/// The table by the index that holds the due times of a place beside each other.
const fn by_due(question: &Question) -> &'static str {
    if question.province.is_some() {
        "orders INDEXED BY orders_province_urgent"
    } else if question.order_type.is_some() {
        "orders INDEXED BY orders_type_urgent"
    } else if question.profile.is_some() {
        "orders INDEXED BY orders_profile_urgent"
    } else {
        "orders INDEXED BY orders_due"
    }
}

fn narrowed(stage: Stage, question: &Question) -> (String, Vec<Value>) {
    let mut wanted = String::from("stage = ?");
    let mut values = vec![Value::Text(stage.slug().to_owned())];
    let given = [
        ("province", question.province.as_ref().map(|id| id.0.clone())),
        ("order_type", question.order_type.map(|kind| kind.slug().to_owned())),
        ("profile", question.profile.as_ref().map(|id| id.0.clone())),
    ];
    for (column, value) in given {
        if let Some(value) = value {
            wanted.push_str(&format!(" AND {column} = ?"));
            values.push(Value::Text(value));
        }
    }
    (wanted, values)
}
