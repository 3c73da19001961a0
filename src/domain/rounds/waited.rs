//! Rounds and total waiting by side, from the log alone.

use crate::domain::event::{Event, OrderState, apply};
use crate::domain::lang::Lang;
use crate::domain::stage::{Flow, Stage};
use crate::domain::worktime::WorkClock;
use chrono::{DateTime, Utc};
use serde::Serialize;

/// For whom an order waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The provider's reviewers.
    Provider,
    /// The customer: a new revision, documents, his SMS code.
    Customer,
    /// The bureau.
    Bureau,
}

impl Side {
    /// For whom an order waits in a stage; none where nothing more happens.
    pub const fn of(stage: Stage) -> Option<Self> {
        match stage {
            Stage::FirstReview | Stage::SecondReview => Some(Self::Provider),
            Stage::Returned | Stage::Verification | Stage::Sms => Some(Self::Customer),
            Stage::Bureau => Some(Self::Bureau),
            Stage::Filed | Stage::Abandoned => None,
        }
    }
}

/// How long an order has waited for each side, in seconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Waited {
    /// Revisions that came in.
    pub rounds: u32,
    /// For the provider.
    pub provider: i64,
    /// For the provider, of it within service hours.
    pub provider_working: i64,
    /// For the customer.
    pub customer: i64,
    /// For the bureau.
    pub bureau: i64,
    /// For whom it waits now.
    pub now: Option<Side>,
}

/// A stay in a stage.
struct Stay {
    stage: Stage,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
}

/// Rounds and waiting of an order, from its events, the oldest first, up to `now`.
pub fn waited<'a>(
    events: impl IntoIterator<Item = (DateTime<Utc>, &'a Event)>,
    flow: &Flow,
    clock: &WorkClock,
    now: DateTime<Utc>,
) -> Waited {
    let mut stays: Vec<Stay> = Vec::new();
    let mut state: Option<OrderState> = None;
    for (at, event) in events {
        // What does not fit is doctor's to tell; what was counted so far stands.
        let Ok(after) = apply(state.as_ref(), event, None, at, flow) else { break };
        let before = state.replace(after.clone());
        let entered = before
            .as_ref()
            .is_none_or(|old| (old.stage, old.waiting_since) != (after.stage, after.waiting_since));
        match before {
            Some(old) if entered && !matches!(event, Event::Undone { .. }) => {
                // A revision counts from its submission, but never from before the return that it answers.
                let from = from(&stays, &old);
                let to = after.waiting_since.min(at).max(from);
                stays.push(Stay { stage: old.stage, from, to });
            }
            // What was taken back never was: the stay goes on as if it had not been left.
            Some(_) if entered => stays.retain(|stay| stay.from < after.waiting_since),
            _ => {}
        }
    }
    let mut waited = Waited::default();
    if let Some(state) = state {
        waited.rounds = state.revision;
        waited.now = Side::of(state.stage);
        let from = from(&stays, &state);
        stays.push(Stay { stage: state.stage, from, to: now.max(from) });
    }
    stays.iter().for_each(|stay| waited.add(stay, clock));
    waited
}

/// Since when a stay counts: no moment counts twice.
fn from(stays: &[Stay], state: &OrderState) -> DateTime<Utc> {
    stays.last().map_or(state.waiting_since, |last| state.waiting_since.max(last.to))
}

impl Waited {
    fn add(&mut self, stay: &Stay, clock: &WorkClock) {
        let seconds = (stay.to - stay.from).num_seconds();
        match Side::of(stay.stage) {
            Some(Side::Provider) => {
                self.provider += seconds;
                self.provider_working += clock.between(stay.from, stay.to).num_seconds();
            }
            Some(Side::Customer) => self.customer += seconds,
            Some(Side::Bureau) => self.bureau += seconds,
            None => {}
        }
    }

    /// Rounds and waiting in a line.
    pub fn sentence(&self, lang: Lang) -> String {
        let time = |seconds| span(seconds, lang);
        let (provider, working) = (time(self.provider), time(self.provider_working));
        let (customer, bureau) = (time(self.customer), time(self.bureau));
        match lang {
            Lang::Zh => format!(
                "第{}轮；服务商 {provider}（工作时间 {working}），客户 {customer}，管局 {bureau}",
                self.rounds
            ),
            Lang::En => format!(
                "round {}; provider {provider} ({working} of working time), customer {customer}, bureau {bureau}",
                self.rounds
            ),
        }
    }
}

/// The two largest units of a span.
fn span(seconds: i64, lang: Lang) -> String {
    let minutes = seconds.max(0) / 60;
    let parts = [
        (minutes / 1440, lang.pick("天", "d")),
        (minutes / 60 % 24, lang.pick("小时", "h")),
        (minutes % 60, lang.pick("分", "min")),
    ];
    let first = parts.iter().position(|(count, _)| *count > 0).unwrap_or(2);
    let shown = parts.iter().skip(first).take(2).filter(|(count, _)| *count > 0);
    let words: Vec<String> =
        shown.map(|(count, unit)| format!("{count}{}{unit}", lang.pick("", " "))).collect();
    if words.is_empty() { "0".to_owned() } else { words.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::Scope;
    use crate::domain::life::ReturnCause;
    use crate::domain::verdict::VerdictKind;
    use crate::domain::worktime::{Calendar, ServiceHours};
    use chrono::{Duration, NaiveTime};

    /// A Monday, nine o'clock in Shanghai.
    fn hour(count: i64) -> DateTime<Utc> {
        "2026-11-16T01:00:00Z".parse::<DateTime<Utc>>().unwrap() + Duration::hours(count)
    }

    fn import(revision: u32, since: i64) -> Event {
        Event::Imported {
            revision,
            content: "c".into(),
            scope: Some(Scope::Wider),
            since: Some(hour(since)),
            due_at: None,
        }
    }

    fn decide(kind: VerdictKind, stage: Stage) -> Event {
        let verdict = "v".into();
        Event::Decided { verdict, kind, stage, reasons: vec![], override_reason: None, due_at: None }
    }

    fn undo(since: i64) -> Event {
        let back_to = Stage::FirstReview;
        Event::Undone { verdict: "v".into(), back_to, since: Some(hour(since)), due_at: None, asked: None }
    }

    #[test]
    fn time_counts_for_the_side_that_an_order_waits_for() {
        use Stage::*;
        use VerdictKind::{Approve, Reject};
        let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        let hours = ServiceHours::new(vec![(time(9), time(17))]).unwrap();
        let calendar = Calendar::default();
        let clock = WorkClock { calendar: &calendar, hours: &hours };
        let flow = Flow(vec![FirstReview, Verification, SecondReview, Bureau, Filed]);
        let handed = Event::HandedOver { package: "p".into(), digest: "d".into(), sms: None, due_at: None };
        let cause = ReturnCause::Bureau;
        let returned = Event::Returned { stage: Bureau, cause, reasons: vec![] };
        let h = 3600;
        // Events with their hours, the hour of asking, and (provider, working, customer, bureau) in hours.
        type Case = (Vec<(i64, Event)>, i64, (i64, i64, i64, i64));
        let cases: Vec<Case> = vec![
            (vec![], 5, (0, 0, 0, 0)),
            (vec![(2, import(1, 0))], 5, (5, 5, 0, 0)),
            (vec![(0, import(1, 0)), (4, decide(Reject, FirstReview))], 10, (4, 4, 6, 0)),
            (
                vec![(0, import(1, 0)), (4, decide(Reject, FirstReview)), (12, import(2, 10))],
                26,
                (20, 6, 6, 0),
            ),
            // Submitted before the return that it answers: no moment counts twice.
            (vec![(0, import(1, 0)), (4, decide(Reject, FirstReview)), (5, import(2, 2))], 8, (8, 8, 0, 0)),
            (vec![(0, import(1, 0)), (4, decide(Reject, FirstReview)), (5, undo(0))], 6, (6, 6, 0, 0)),
            (
                vec![
                    (0, import(1, 0)),
                    (1, decide(Approve, FirstReview)),
                    (1, Event::MaterialsComplete { due_at: None }),
                    (2, undo(0)),
                ],
                3,
                (3, 3, 0, 0),
            ),
            (
                vec![
                    (0, import(1, 0)),
                    (1, decide(Approve, FirstReview)),
                    (3, Event::MaterialsComplete { due_at: None }),
                    (4, decide(Approve, SecondReview)),
                    (5, handed),
                    (9, returned),
                ],
                10,
                (2, 2, 3, 5),
            ),
        ];
        for (events, now, (provider, working, customer, bureau)) in cases {
            let events = events.iter().map(|(at, event)| (hour(*at), event));
            let found = waited(events, &flow, &clock, hour(now));
            let sides = (found.provider, found.provider_working, found.customer, found.bureau);
            assert_eq!(sides, (provider * h, working * h, customer * h, bureau * h), "at {now}");
        }
    }

    #[test]
    fn a_span_shows_its_two_largest_units() {
        for (seconds, zh, en) in [
            (0, "0", "0"),
            (59, "0", "0"),
            (60, "1分", "1 min"),
            (3 * 3600, "3小时", "3 h"),
            (26 * 3600 + 120, "1天 2小时", "1 d 2 h"),
            (24 * 3600 + 120, "1天", "1 d"),
        ] {
            assert_eq!((span(seconds, Lang::Zh).as_str(), span(seconds, Lang::En).as_str()), (zh, en));
        }
    }
}
