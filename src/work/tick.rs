//! What the clock does: hand-overs whose grace time is over, warnings, lapses, reminders, expiry. Whenever the
//! program runs, each happens once: the order's state is asked again inside the transaction that changes it.

use super::hand_over::HandedOver;
use super::home::profile;
use super::record::record;
use super::{Desk, Result, findings, hand_over, package, stop};
use crate::catalog::Catalog;
use crate::catalog::timers::{self, Timer};
use crate::domain::event::{Event, OrderState};
use crate::domain::ids::OrderId;
use crate::domain::life::{Reminder, ReturnCause};
use crate::store::{Op, Tx};
use chrono::{DateTime, Duration, Utc};
use serde::Serialize;
use std::collections::HashSet;
use std::sync::Arc;

/// Orders of one transaction.
const BATCH: usize = 100;
/// How long an order waits that could not be moved.
const AGAIN: Duration = Duration::minutes(5);
/// Setting that keeps by which catalogue and settings the moments of this home were made.
const MADE_BY: &str = "timers_made_by";

/// What the clock did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Ticked {
    /// Packages that left for the bureau.
    pub handed_over: usize,
    /// Customers who were warned that their codes lapse.
    pub warned: usize,
    /// Orders whose codes lapsed.
    pub lapsed: usize,
    /// Customers who were reminded.
    pub reminded: usize,
    /// Orders that expired.
    pub expired: usize,
    /// Orders that could not be moved, with the reason; they are tried again.
    pub failed: Vec<(String, String)>,
}

impl Ticked {
    fn count(&mut self, timer: Timer) {
        let count = match timer {
            Timer::HandOver => &mut self.handed_over,
            Timer::WarnOfLapse => &mut self.warned,
            Timer::Lapse => &mut self.lapsed,
            Timer::Remind(_) => &mut self.reminded,
            Timer::Expire => &mut self.expired,
        };
        *count += 1;
    }

    /// True where nothing happened.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Does all that is due by `now`.
pub fn tick(desk: &mut Desk, now: DateTime<Utc>) -> Result<Ticked> {
    tick_some(desk, now, usize::MAX)
}

/// Does what is due by `now`, for about `most` orders: other work can go between.
pub fn tick_some(desk: &mut Desk, now: DateTime<Utc>, most: usize) -> Result<Ticked> {
    make_anew(desk, now)?;
    let mut ticked = Ticked::default();
    let mut stuck: HashSet<OrderId> = HashSet::new();
    let mut looked_at = 0;
    while looked_at < most && stop::asked().is_none() {
        let due = desk.store.to_wake(now, BATCH + stuck.len())?;
        let due: Vec<OrderId> = due.into_iter().filter(|id| !stuck.contains(id)).take(BATCH).collect();
        if due.is_empty() {
            break;
        }
        looked_at += due.len();
        let packages = in_batch(desk, &due, now, &mut ticked)?;
        if !packages.is_empty() && ticked.handed_over == 0 {
            package::sweep(&desk.home.handover());
        }
        for id in packages {
            match hand_over::hand_over(desk, id, now) {
                Ok(HandedOver::Now) => ticked.count(Timer::HandOver),
                Ok(HandedOver::Not) => {}
                Err(error) => {
                    tracing::error!(%error, order = %id, "a package could not be handed over");
                    stuck.insert(id);
                    let no = desk.store.row(id, now)?.no.0;
                    ticked.failed.push((no, error.to_string()));
                    desk.store.transact(&Op::program(now), |tx| tx.wake_at(id, Some(now + AGAIN)))?;
                }
            }
        }
    }
    Ok(ticked)
}

/// Everything but hand-overs, which write files: those are given back.
fn in_batch(
    desk: &mut Desk,
    due: &[OrderId],
    now: DateTime<Utc>,
    ticked: &mut Ticked,
) -> Result<Vec<OrderId>> {
    let catalog = Arc::clone(&desk.catalog);
    let (done, packages) = desk.store.transact::<_, super::WorkError>(&Op::program(now), |tx| {
        let (mut done, mut packages) = (Vec::new(), Vec::new());
        for id in due {
            match timer(tx, &catalog, *id)? {
                Some((Timer::HandOver, _)) => packages.push(*id),
                Some((timer, state)) => {
                    act(tx, &catalog, *id, timer, &state)?;
                    done.push(timer);
                }
                // Somebody was faster, or the profile changed.
                None => {
                    super::record::wake(tx, profile(&catalog, &tx.profile_of(*id)?)?, *id, &tx.state(*id)?)?
                }
            }
        }
        Ok((done, packages))
    })?;
    done.into_iter().for_each(|timer| ticked.count(timer));
    Ok(packages)
}

/// What is due for an order now.
fn timer(tx: &Tx, catalog: &Catalog, id: OrderId) -> Result<Option<(Timer, OrderState)>> {
    let state = tx.state(id)?;
    let own = profile(catalog, &tx.profile_of(id)?)?;
    let due = timers::due(&state, own, super::decide::grace_of(tx)?, tx.op.at);
    Ok(due.map(|timer| (timer, state)))
}

fn act(tx: &Tx, catalog: &Catalog, id: OrderId, timer: Timer, state: &OrderState) -> Result<()> {
    let event = match timer {
        Timer::HandOver => return Ok(()),
        Timer::WarnOfLapse => Event::Reminded { what: Reminder::SmsLapse, nth: None },
        Timer::Lapse => {
            Event::Returned { stage: state.stage, cause: ReturnCause::SmsLapsed, reasons: Vec::new() }
        }
        Timer::Remind(nth) => Event::Reminded { what: Reminder::Waiting, nth: Some(nth) },
        Timer::Expire => {
            let days = (tx.op.at - state.waiting_since).num_days();
            Event::Expired { days: u32::try_from(days).unwrap_or(0) }
        }
    };
    record(tx, catalog, id, &event)?;
    if matches!(timer, Timer::Expire) {
        findings::mark_related(tx, id)?;
    }
    Ok(())
}

/// Moments of open orders are made anew where the catalogue is another by now.
fn make_anew(desk: &mut Desk, now: DateTime<Utc>) -> Result<()> {
    let grace: Option<i64> = desk.store.setting(super::decide::GRACE_MINUTES)?;
    let made_by = format!("{:016x}-{}-{grace:?}", desk.catalog.fingerprint(), env!("CARGO_PKG_VERSION"));
    if desk.store.setting::<String>(MADE_BY)?.as_ref() == Some(&made_by) {
        return Ok(());
    }
    let catalog = Arc::clone(&desk.catalog);
    let mut from = OrderId(0);
    loop {
        let some = desk.store.open_orders(from, 1000)?;
        let Some(last) = some.last().copied() else { break };
        desk.store.transact::<_, super::WorkError>(&Op::program(now), |tx| {
            some.iter().try_for_each(|id| {
                let own = profile(&catalog, &tx.profile_of(*id)?)?;
                let state = tx.state(*id)?;
                super::curtains::catch_up(tx, &catalog, (own, *id), &state)?;
                super::record::wake(tx, own, *id, &state)
            })
        })?;
        from = last;
    }
    desk.store.transact(&Op::program(now), |tx| tx.set_setting(MADE_BY, &made_by))
}
