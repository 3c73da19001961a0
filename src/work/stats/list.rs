//! Every figure opens as the list of its orders.

use super::super::Result;
use crate::domain::ids::OrderId;
use crate::domain::stats::{Act, Came, Figure, Question, Slice, Span, local_hour};
use crate::domain::verdict::VerdictKind;
use crate::domain::worktime::start_of_day;
use crate::store::Store;
use crate::store::stats::{Flow, StandingKey};
use chrono::{DateTime, Utc};
use std::collections::HashSet;
use std::ops::ControlFlow;

/// Orders, each once, up to a limit.
struct List {
    orders: Vec<OrderId>,
    seen: HashSet<OrderId>,
    limit: usize,
}

impl List {
    fn add(&mut self, order: OrderId) -> Flow {
        if self.orders.len() >= self.limit {
            return ControlFlow::Break(());
        }
        if self.seen.insert(order) {
            self.orders.push(order);
        }
        if self.orders.len() >= self.limit { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn add_if(&mut self, wanted: impl FnOnce() -> bool, order: OrderId) -> Flow {
        if wanted() { self.add(order) } else { ControlFlow::Continue(()) }
    }
}

/// The orders behind a figure: those that stand in a stage by their sort key, others newest first.
pub(super) fn orders_of(
    store: &Store,
    question: &Question,
    figure: &Figure,
    slice: Option<&Slice>,
    limit: usize,
    now: DateTime<Utc>,
) -> Result<Vec<OrderId>> {
    let key = match figure {
        Figure::Depth(stage) => Some((*stage, StandingKey::Waiting)),
        Figure::DueToday(stage) => Some((*stage, StandingKey::Due(now, super::midnight(now)))),
        Figure::Overdue(stage) => Some((*stage, StandingKey::Due(DateTime::UNIX_EPOCH, now))),
        _ => None,
    };
    if let Some((stage, key)) = key {
        return store.standing(stage, &narrowed(question, slice), key, limit);
    }
    let mut list = List { orders: Vec::new(), seen: HashSet::new(), limit };
    let narrow = Narrow { question: &narrowed(question, slice), span: span(question, slice, now), slice };
    match figure {
        Figure::Intake(came) => intake(store, &narrow, *came, &mut list)?,
        Figure::Reason(code) => store.each_reason(narrow.question, narrow.span, |row| {
            list.add_if(|| row.code == code.as_str() && narrow.has(row.at, Some(row.stage)), row.order)
        })?,
        Figure::BureauReturned => {
            let mut rows = store.counted_returns(narrow.question, narrow.span)?;
            rows.sort_by_key(|row| std::cmp::Reverse(row.order));
            for row in rows {
                if list.add(row.order).is_break() {
                    break;
                }
            }
        }
        Figure::Act(Act::Viewed) => store.each_view(narrow.question, narrow.span, |row| match row.order {
            Some(order) => list.add_if(|| row.by.is_some() && narrow.has(row.at, None), order),
            None => ControlFlow::Continue(()),
        })?,
        Figure::Act(act) => store.each_act(narrow.question, narrow.span, |row| match row.order {
            Some(order) => list.add_if(|| row.kind == act.slug() && narrow.has(row.at, None), order),
            None => ControlFlow::Continue(()),
        })?,
        _ => verdicts(store, &narrow, figure, &mut list)?,
    }
    Ok(list.orders)
}

/// What narrows a list further than the statement does.
struct Narrow<'a> {
    question: &'a Question,
    span: Span,
    slice: Option<&'a Slice>,
}

impl Narrow<'_> {
    fn has(&self, at: i64, stage: Option<&str>) -> bool {
        match self.slice {
            Some(Slice::Hour(hour)) => local_hour(at) == *hour as usize,
            Some(Slice::Stage(wanted)) => stage == Some(wanted.slug()),
            _ => true,
        }
    }
}

fn intake(store: &Store, narrow: &Narrow, came: Option<Came>, list: &mut List) -> Result<()> {
    store.each_intake(narrow.question, narrow.span, |row| {
        let fits = match came {
            None => true,
            Some(Came::First) => row.revision == 1,
            Some(Came::Again) => row.revision > 1,
        };
        list.add_if(|| fits && narrow.has(row.at, None), row.order)
    })
}

fn verdicts(store: &Store, narrow: &Narrow, figure: &Figure, list: &mut List) -> Result<()> {
    store.each_verdict(narrow.question, narrow.span, |row| {
        let rejected = row.kind == VerdictKind::Reject.slug();
        let fits = match figure {
            Figure::Verdicts(kind) => kind.is_none_or(|kind| kind.slug() == row.kind),
            Figure::ReturnedAgain => rejected && row.revision > 1,
            Figure::Overridden => row.overridden,
            Figure::SlowerThan(ms) => u64::try_from(row.handling_ms).is_ok_and(|took| took >= *ms),
            _ => false,
        };
        list.add_if(|| fits && narrow.has(row.at, Some(row.stage)), row.order)
    })
}

/// A slice by person or place narrows the question itself.
fn narrowed(question: &Question, slice: Option<&Slice>) -> Question {
    let mut narrow = question.clone();
    match slice {
        Some(Slice::Person(id)) => narrow.person = Some(*id),
        Some(Slice::Province(id)) => narrow.province = Some(id.clone()),
        Some(Slice::Type(kind)) => narrow.order_type = Some(*kind),
        Some(Slice::Profile(id)) => narrow.profile = Some(id.clone()),
        Some(Slice::Hour(_) | Slice::Day(_) | Slice::Stage(_)) | None => {}
    }
    narrow
}

/// A slice by day narrows the span.
fn span(question: &Question, slice: Option<&Slice>, now: DateTime<Utc>) -> Span {
    match slice {
        Some(Slice::Day(day)) => {
            Span { from: start_of_day(*day), to: start_of_day(day.succ_opt().unwrap_or(*day)) }
        }
        _ => question.period.span(now),
    }
}
