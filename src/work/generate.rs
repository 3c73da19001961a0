//! Synthetic orders with their whole past, for demonstration homes and benchmarks. A seed gives the same
//! orders again, seen from the same moment.

mod life;
mod names;
#[cfg(test)]
mod tests;

use super::{Desk, Result};
use crate::catalog::Catalog;
use crate::domain::ids::UserId;
use crate::domain::people::Role;
use crate::domain::worktime::{shanghai, start_of_day};
use crate::store::files::hash_of;
use crate::store::generate::{LogEnd, PastEvent};
use crate::store::{Op, Tx};
use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, Utc, Weekday};
use life::{Crew, Life};
use names::Names;
use rand::SeedableRng;
use rand::rngs::StdRng;
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::sync::Arc;

/// Orders of one transaction.
const BATCH: usize = 20_000;
/// From so many on, indexes are built after the rows.
const MANY: usize = 20_000;
/// How far back the orders reach.
const DAYS: u64 = 400;
/// Share of a day's orders that has come by each full hour, 0 to 24, of 1000.
const BY_HOUR: [u32; 25] = [
    0, 8, 13, 16, 18, 20, 24, 34, 60, 135, 240, 345, 425, 470, 545, 645, 745, 835, 895, 925, 948, 966, 981,
    992, 1000,
];

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// So many of all orders are there.
    Orders(usize, usize),
    /// So many of all indexes are there.
    Indexes(usize, usize),
}

/// Adds `n` orders that came in over the last 400 days, with what people have done to them up to `now`.
pub fn generate(
    desk: &mut Desk,
    n: usize,
    seed: u64,
    now: DateTime<Utc>,
    mut progress: impl FnMut(Progress),
) -> Result<()> {
    let catalog = Arc::clone(&desk.catalog);
    let mut maker = Maker::new(&catalog, seed, now);
    let crew = desk.store.transact(&Op::program(now), crew)?;
    let first = desk.store.last_order()?;
    let times = Times::new(n, now);
    if n >= MANY {
        desk.store.load_begin()?;
    }
    let mut at = 0;
    while at < n {
        let upto = (at + BATCH).min(n);
        desk.store.transact(&Op::program(now), |tx| {
            let mut end = tx.log_end()?;
            for order in at..upto {
                maker.add(tx, &mut end, &crew, first + order as i64 + 1, times.of(order))?;
            }
            if upto == n { maker.flush(tx, &mut end, None) } else { Ok(()) }
        })?;
        at = upto;
        progress(Progress::Orders(at, n));
    }
    if n >= MANY {
        desk.store.load_done(|at, all| progress(Progress::Indexes(at, all)))?;
    }
    Ok(())
}

/// When each order comes: more on working days and in working hours, in ascending order.
struct Times {
    days: Vec<(NaiveDate, f64)>,
    n: usize,
    now: DateTime<Utc>,
}

impl Times {
    fn new(n: usize, now: DateTime<Utc>) -> Self {
        let today = shanghai(now).date();
        let mut sum = 0.0;
        let mut days = Vec::new();
        for back in (0..=DAYS).rev() {
            let Some(day) = today.checked_sub_days(Days::new(back)) else { continue };
            days.push((day, sum));
            sum += if matches!(day.weekday(), Weekday::Sat | Weekday::Sun) { 0.35 } else { 1.0 };
        }
        // Today is not over: it has come as far as its clock.
        let today_so_far = (now - start_of_day(today)).num_seconds() as f64 / 86_400.0;
        let whole = days.last().map_or(1.0, |(_, before)| before + today_so_far);
        for (_, before) in &mut days {
            *before /= whole;
        }
        Self { days, n, now }
    }

    fn of(&self, order: usize) -> DateTime<Utc> {
        let share = (order as f64 + 0.5) / self.n.max(1) as f64;
        let at = self.days.partition_point(|(_, before)| *before <= share).saturating_sub(1);
        let Some((day, before)) = self.days.get(at) else { return self.now };
        let next = self.days.get(at + 1).map_or(1.0, |(_, next)| *next);
        let within = ((share - before) / (next - before).max(f64::MIN_POSITIVE)).clamp(0.0, 1.0);
        let begin = start_of_day(*day);
        let moment = if at + 1 == self.days.len() {
            // Spread evenly over what has passed of today.
            begin + Duration::milliseconds(((self.now - begin).num_milliseconds() as f64 * within) as i64)
        } else {
            begin + Duration::milliseconds((hour_of(within) * 3_600_000.0) as i64)
        };
        moment.min(self.now)
    }
}

/// The hour by which this share of a day's orders has come.
fn hour_of(share: f64) -> f64 {
    let wanted = share * 1000.0;
    let hour = BY_HOUR.partition_point(|come| f64::from(*come) <= wanted).clamp(1, 24);
    let (before, after) = (f64::from(BY_HOUR[hour - 1]), f64::from(BY_HOUR[hour]));
    (hour - 1) as f64 + (wanted - before) / (after - before)
}

/// An event that waits for its turn in the log.
struct Waiting {
    event: PastEvent,
    nth: u64,
}

impl Waiting {
    fn key(&self) -> (DateTime<Utc>, u64) {
        (self.event.at, self.nth)
    }
}

impl PartialEq for Waiting {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}
impl Eq for Waiting {}
impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Waiting {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

struct Maker<'a> {
    catalog: &'a Catalog,
    names: Names,
    dice: StdRng,
    now: DateTime<Utc>,
    /// Events of orders that are there, to be logged in the order of their time.
    waiting: BinaryHeap<Reverse<Waiting>>,
    nth: u64,
}

impl<'a> Maker<'a> {
    fn new(catalog: &'a Catalog, seed: u64, now: DateTime<Utc>) -> Self {
        let (names, dice) = (Names::new(catalog), StdRng::seed_from_u64(seed));
        Self { catalog, names, dice, now, waiting: BinaryHeap::new(), nth: 0 }
    }

    fn add(&mut self, tx: &Tx, end: &mut LogEnd, crew: &Crew, number: i64, at: DateTime<Utc>) -> Result<()> {
        self.flush(tx, end, Some(at))?;
        let Some(draft) = self.names.order(&mut self.dice, number) else { return Ok(()) };
        let Some(profile) = self.catalog.profile(&draft.columns.profile.as_str().into()) else {
            return Ok(());
        };
        let mut bodies = Vec::new();
        let mut life = Life::new(self.catalog, profile, crew, self.now, &mut self.dice);
        life.live(at, &mut |revision, at| {
            let body = draft.body(revision, at);
            let hash = hash_of(body.as_bytes());
            bodies.push((hash.clone(), body));
            hash
        });
        let Life { state: Some(state), events, verdicts, revisions, .. } = life else { return Ok(()) };
        let order = tx.load_order(&draft.columns, &state, &draft.doc())?;
        for (revision, (hash, body)) in revisions.into_iter().zip(&bodies) {
            tx.load_revision(order, &draft.columns, revision, (hash, body))?;
        }
        for verdict in &verdicts {
            tx.load_verdict(order, &draft.columns, verdict)?;
        }
        for happened in events {
            let life::Happened { at, actor, revision, event } = happened;
            self.nth += 1;
            let event = PastEvent { at, actor, order, revision, event };
            self.waiting.push(Reverse(Waiting { event, nth: self.nth }));
        }
        Ok(())
    }

    /// Logs what has happened up to a moment; none = everything.
    fn flush(&mut self, tx: &Tx, end: &mut LogEnd, upto: Option<DateTime<Utc>>) -> Result<()> {
        while let Some(Reverse(next)) = self.waiting.peek() {
            if upto.is_some_and(|upto| next.event.at > upto) {
                return Ok(());
            }
            if let Some(Reverse(next)) = self.waiting.pop() {
                tx.load_event(end, &next.event)?;
            }
        }
        Ok(())
    }
}

/// People who did the work; their accounts are closed, so that nobody signs in as one of them.
fn crew(tx: &Tx) -> Result<Crew> {
    let several = |name: &str, role: Role, count: usize| -> Result<Vec<UserId>> {
        (1..=count)
            .map(|nth| {
                let name = format!("{name}{nth:02}");
                if let Some(known) = tx.account(&name)? {
                    return Ok(known.staff.id);
                }
                let id = tx.add_user(&name, "-", &[role].into_iter().collect())?;
                tx.disable_user(id)?;
                tx.record_home("user_added", &name)?;
                Ok(id)
            })
            .collect()
    };
    Ok(Crew {
        first: several("初审", Role::First, 14)?,
        second: several("复审", Role::Second, 8)?,
        supervisors: several("主管", Role::Supervisor, 3)?,
    })
}
