//! Statistics: what happened in a period, for supervisors; for reviewers their own part of it.

mod bureau;
mod count;
mod list;
#[cfg(test)]
mod tests;

use super::{Desk, Result, roles};
use crate::domain::ids::UserId;
use crate::domain::people::Staff;
use crate::domain::permission::{Deed, May};
use crate::domain::stage::Stage;
use crate::domain::stats::{
    Act, Acts, Figure, Group, Period, Question, ReasonCount, Report, Slice, Span, share,
};
use crate::domain::verdict::Refusal;
use crate::domain::view::QueueRow;
use crate::domain::worktime::start_of_day;
use crate::store::Store;
use chrono::{DateTime, Utc};
use count::{Counter, name};
use std::collections::HashSet;
use std::ops::ControlFlow;

/// Stages whose depth is shown: all where an order waits for somebody.
const QUEUE: [Stage; 6] = [
    Stage::FirstReview,
    Stage::Verification,
    Stage::SecondReview,
    Stage::Sms,
    Stage::Bureau,
    Stage::Returned,
];

/// From so many days on a period is long.
const LONG: usize = 31;

/// The answer to a question. Who may not see everybody's figures gets their own, whatever they ask for.
pub fn report(desk: &Desk, who: UserId, question: &Question, now: DateTime<Utc>) -> Result<Report> {
    let staff = desk.store.staff()?;
    let question = allowed(desk, &staff, who, question)?;
    figures(&desk.store, &staff, &question, now)
}

/// The orders behind a figure, as rows of the queue: at most `limit`. Orders that stand in a stage come by
/// their sort key, others newest first.
pub fn orders_of(
    desk: &Desk,
    who: UserId,
    question: &Question,
    (figure, slice): (&Figure, Option<&Slice>),
    limit: usize,
    now: DateTime<Utc>,
) -> Result<Vec<QueueRow>> {
    let question = allowed(desk, &desk.store.staff()?, who, question)?;
    let others = question.person.is_some_and(|person| {
        let standing = matches!(figure, Figure::Depth(_) | Figure::DueToday(_) | Figure::Overdue(_));
        standing || matches!(slice, Some(Slice::Person(other)) if *other != person)
    });
    if others {
        return Ok(Vec::new());
    }
    let orders = list::orders_of(&desk.store, &question, figure, slice, limit, now)?;
    orders.into_iter().map(|order| desk.store.row(order, now)).collect()
}

fn allowed(desk: &Desk, staff: &[Staff], who: UserId, question: &Question) -> Result<Question> {
    let me = staff.iter().find(|person| person.id == who && !person.disabled).ok_or(Refusal::Disabled)?;
    let mut question = question.clone();
    if roles::permissions(&desk.store)?.of(me, Deed::Figures, None) != May::Yes {
        question.person = Some(who);
    }
    Ok(question)
}

/// The end of today in Shanghai.
fn midnight(now: DateTime<Utc>) -> DateTime<Utc> {
    Period::Today.span(now).to
}

fn figures(store: &Store, staff: &[Staff], question: &Question, now: DateTime<Utc>) -> Result<Report> {
    let span = question.period.span(now);
    let (first_day, last_day) = question.period.days(now);
    let days = usize::try_from((last_day - first_day).num_days() + 1).unwrap_or(1);
    let empty = || Counter::new(first_day, start_of_day(first_day).timestamp_millis(), days);
    let mut counter = empty();
    // A long period is read by two connections at once.
    let second = (days > LONG).then(|| Store::open_read(store.path())).transpose()?;
    let (came, reasons) = std::thread::scope(|scope| {
        let rest = second.map(|second| scope.spawn(move || intake(&second, empty(), question, span)));
        store.each_verdict(question, span, |row| {
            counter.verdict(row);
            ControlFlow::Continue(())
        })?;
        match rest.map(std::thread::ScopedJoinHandle::join) {
            Some(Ok(counted)) => counted,
            // Where the other thread failed, this one counts.
            Some(Err(_)) | None => intake(store, empty(), question, span),
        }
    })?;
    counter.add_intake(&came);
    let counted = counter.finish(staff);
    Ok(Report {
        span,
        person: question.person.map(|id| name(staff, id.0)),
        queue: queue(store, question, now)?,
        bureau: bureau::returns(store, staff, question, span)?,
        intake: counted.intake,
        total: counted.total,
        hours: counted.hours,
        days: counted.days,
        stages: counted.stages,
        reasons,
        acts: acts(store, staff, &counted.people, question, span)?,
        people: counted.people,
        provinces: counted.provinces,
        types: counted.types,
        profiles: counted.profiles,
    })
}

fn queue(store: &Store, question: &Question, now: DateTime<Utc>) -> Result<Vec<crate::domain::stats::Depth>> {
    if question.person.is_some() {
        return Ok(Vec::new());
    }
    QUEUE.into_iter().map(|stage| store.depth(stage, question, now, midnight(now))).collect()
}

/// What came in, and why it was rejected.
fn intake(
    store: &Store,
    mut counter: Counter,
    question: &Question,
    span: Span,
) -> Result<(Counter, Vec<ReasonCount>)> {
    store.each_intake(question, span, |row| {
        counter.intake(row);
        ControlFlow::Continue(())
    })?;
    Ok((counter, reasons(store, question, span)?))
}

fn reasons(store: &Store, question: &Question, span: Span) -> Result<Vec<ReasonCount>> {
    let mut counts: Vec<(String, u64)> = Vec::new();
    store.each_reason(question, span, |row| {
        match counts.iter_mut().find(|(code, _)| code == row.code) {
            Some((_, count)) => *count += 1,
            None => counts.push((row.code.to_owned(), 1)),
        }
        ControlFlow::Continue(())
    })?;
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let all = counts.iter().map(|(_, count)| count).sum();
    let mut so_far = 0;
    let rows = counts.into_iter().map(|(code, count)| {
        so_far += count;
        ReasonCount { code: code.into(), count, so_far: share(so_far, all).unwrap_or(0.0) }
    });
    Ok(rows.collect())
}

fn acts(
    store: &Store,
    staff: &[Staff],
    people: &[Group],
    question: &Question,
    span: Span,
) -> Result<Vec<Acts>> {
    let mut rows: Vec<Acts> = Vec::new();
    let of_places =
        question.province.is_some() || question.order_type.is_some() || question.profile.is_some();
    if of_places {
        store.each_act(question, span, |row| {
            if let (Some(by), Some(act)) = (row.by, Act::parse(row.kind)) {
                of(&mut rows, staff, UserId(by)).add(act, 1);
            }
            ControlFlow::Continue(())
        })?;
    } else {
        let people = staff.iter().filter(|one| question.person.is_none_or(|person| person == one.id));
        let counted = Act::ALL.into_iter().filter(|act| *act != Act::Viewed);
        let counted: Vec<Act> = counted.collect();
        for (person, act) in people.flat_map(|one| counted.iter().map(move |act| (one.id, *act))) {
            match store.count_acts(act, person, span)? {
                0 => {}
                count => of(&mut rows, staff, person).add(act, count),
            }
        }
    }
    reading(store, staff, question, span, &mut rows)?;
    for group in people.iter().filter(|group| group.tally.overridden > 0) {
        if let Slice::Person(id) = group.slice {
            of(&mut rows, staff, id).overridden = group.tally.overridden;
        }
    }
    rows.sort_by(|a, b| b.claimed.cmp(&a.claimed).then_with(|| a.name.cmp(&b.name)));
    Ok(rows)
}

/// Orders that each person looked at, each once.
fn reading(
    store: &Store,
    staff: &[Staff],
    question: &Question,
    span: Span,
    rows: &mut Vec<Acts>,
) -> Result<()> {
    let mut read = HashSet::new();
    store.each_view(question, span, |row| {
        if let (Some(by), Some(order)) = (row.by, row.order)
            && read.insert((by, order))
        {
            of(rows, staff, UserId(by)).add(Act::Viewed, 1);
        }
        ControlFlow::Continue(())
    })
}

fn of<'a>(rows: &'a mut Vec<Acts>, staff: &[Staff], person: UserId) -> &'a mut Acts {
    let at = rows.iter().position(|row| row.person == person).unwrap_or_else(|| {
        rows.push(Acts::none(person, name(staff, person.0)));
        rows.len() - 1
    });
    &mut rows[at]
}
