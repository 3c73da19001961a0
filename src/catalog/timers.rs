//! What happens to an order by itself, and when.

use super::Catalog;
use super::place::{Estimate, EstimateUnit};
use super::profile::{ByProvince, Profile};
use crate::domain::customer::Waiting;
use crate::domain::event::OrderState;
use crate::domain::ids::ProvinceId;
use crate::domain::lang::Bilingual;
use crate::domain::stage::Stage;
use chrono::{DateTime, Duration, Utc};

/// What the clock does to an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Timer {
    /// The grace time of the verdict is over: the package leaves for the bureau.
    HandOver,
    /// The SMS codes lapse soon: the customer is warned.
    WarnOfLapse,
    /// The SMS codes lapsed: the order comes back.
    Lapse,
    /// The customer is reminded, for so manieth a time in this stage.
    Remind(u32),
    /// The customer left the order alone for too long.
    Expire,
}

/// The next thing that the clock does to an order, and when; none where it waits for people alone.
pub fn next(state: &OrderState, profile: &Profile, grace: Duration) -> Option<(DateTime<Utc>, Timer)> {
    let days = |days: u32| state.waiting_since + Duration::days(i64::from(days));
    match state.stage {
        Stage::Sms | Stage::Bureau if state.life.handed_over.is_none() => {
            Some((state.waiting_since + grace, Timer::HandOver))
        }
        Stage::Sms => {
            let check = state.life.sms.as_ref()?;
            let warn = profile.sms.as_ref().and_then(|rules| rules.warn_hours).filter(|_| !check.warned);
            let warn = warn.map(|hours| check.lapses_at - Duration::hours(i64::from(hours)));
            let warn = warn.filter(|warn| *warn < check.lapses_at);
            Some(warn.map_or((check.lapses_at, Timer::Lapse), |warn| (warn, Timer::WarnOfLapse)))
        }
        Stage::Verification | Stage::Returned => {
            let waiting = &profile.waiting;
            let remind = waiting.reminder_days.get(state.life.reminders as usize);
            let remind = remind.map(|after| (days(*after), Timer::Remind(state.life.reminders + 1)));
            let expire = waiting.expiry_days.map(|after| (days(after), Timer::Expire));
            [expire, remind].into_iter().flatten().min_by_key(|(at, _)| *at)
        }
        _ => None,
    }
}

/// What the clock does to an order now. A program that did not run for long does the last thing alone: it
/// neither warns of what has lapsed, nor reminds several times at once.
pub fn due(state: &OrderState, profile: &Profile, grace: Duration, now: DateTime<Utc>) -> Option<Timer> {
    let (_, timer) = next(state, profile, grace).filter(|(at, _)| *at <= now)?;
    let waited = (now - state.waiting_since).num_days();
    let passed = |days: &u32| i64::from(*days) <= waited;
    Some(match timer {
        Timer::WarnOfLapse if state.life.sms.as_ref().is_some_and(|check| check.lapses_at <= now) => {
            Timer::Lapse
        }
        Timer::Remind(_) if profile.waiting.expiry_days.as_ref().is_some_and(passed) => Timer::Expire,
        Timer::Remind(_) => {
            let days = profile.waiting.reminder_days.iter();
            Timer::Remind(u32::try_from(days.filter(|days| passed(days)).count()).unwrap_or(u32::MAX))
        }
        other => other,
    })
}

/// How long the bureau usually takes, in words; none where nobody says.
pub fn estimate(catalog: &Catalog, profile: &Profile, province: &ProvinceId) -> Option<Bilingual> {
    match of_province(catalog, profile, province) {
        Some(estimate) => Some(match (estimate.unit, estimate.amount) {
            (EstimateUnit::CalendarWeeks, n) => Bilingual::new(format!("{n}周"), format!("{n} weeks")),
            (EstimateUnit::WorkingDays, n) => working_days(n),
        }),
        None => profile.bureau.working_days.map(working_days),
    }
}

fn working_days(n: u32) -> Bilingual {
    Bilingual::new(format!("{n}个工作日"), format!("{n} working days"))
}

fn of_province<'a>(catalog: &'a Catalog, profile: &Profile, province: &ProvinceId) -> Option<&'a Estimate> {
    match profile.bureau.by_province {
        ByProvince::Yes => catalog.province(province).and_then(|known| known.bureau_estimate.as_ref()),
        ByProvince::No => None,
    }
}

/// Reminders and expiry of an order that waits for its customer; none where it does not.
pub fn waiting(state: &OrderState, profile: &Profile) -> Option<Waiting> {
    if !matches!(state.stage, Stage::Verification | Stage::Returned) {
        return None;
    }
    let after = |days: u32| state.waiting_since + Duration::days(i64::from(days));
    let rules = &profile.waiting;
    let expires_at = rules.expiry_days.map(after);
    let next = rules.reminder_days.get(state.life.reminders as usize).map(|days| after(*days));
    let next_reminder = next.filter(|at| expires_at.is_none_or(|end| *at < end));
    Some(Waiting { reminders: state.life.reminders, next_reminder, expires_at })
}

/// When an order that was handed over at `from` is past what the bureau usually takes.
pub fn bureau_due(
    catalog: &Catalog,
    profile: &Profile,
    province: &ProvinceId,
    from: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let clock = catalog.clock(profile);
    match of_province(catalog, profile, province) {
        Some(estimate) => Some(match estimate.unit {
            EstimateUnit::CalendarWeeks => from + Duration::weeks(i64::from(estimate.amount)),
            EstimateUnit::WorkingDays => clock.add_days(from, f64::from(estimate.amount)),
        }),
        None => profile.bureau.working_days.map(|days| clock.add_days(from, f64::from(days))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::{Event, apply};
    use crate::domain::life::{HandOver, SmsCheck};

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn state(stage: Stage, since: &str) -> OrderState {
        let event = Event::Imported {
            revision: 1,
            content: "c".into(),
            scope: None,
            since: Some(at(since)),
            due_at: None,
        };
        let flow = crate::domain::stage::Flow(vec![Stage::FirstReview]);
        let state = apply(None, &event, None, at(since), &flow).unwrap();
        OrderState { stage, ..state }
    }

    #[test]
    fn a_package_leaves_when_the_grace_time_is_over_and_codes_lapse_after_a_warning() {
        let catalog = Catalog::embedded().unwrap();
        let profile = catalog.profile(&"ucloud".into()).unwrap();
        let grace = Duration::minutes(10);
        let mut state = state(Stage::Sms, "2026-11-30T02:00:00Z");
        assert_eq!(next(&state, profile, grace), Some((at("2026-11-30T02:10:00Z"), Timer::HandOver)));
        state.life.handed_over =
            Some(HandOver { at: at("2026-11-30T02:10:00Z"), package: "p".into(), digest: "d".into() });
        state.life.sms = Some(SmsCheck::new(&["p1".into()], 5, at("2026-12-01T02:10:00Z")));
        let warn = profile.sms.as_ref().unwrap().warn_hours.unwrap();
        let warned_at = at("2026-12-01T02:10:00Z") - Duration::hours(i64::from(warn));
        assert_eq!(next(&state, profile, grace), Some((warned_at, Timer::WarnOfLapse)));
        state.life.sms.as_mut().unwrap().warned = true;
        assert_eq!(next(&state, profile, grace), Some((at("2026-12-01T02:10:00Z"), Timer::Lapse)));
    }

    #[test]
    fn a_waiting_customer_is_reminded_and_then_his_order_expires() {
        let catalog = Catalog::embedded().unwrap();
        let profile = catalog.profile(&"tencent".into()).unwrap();
        let mut state = state(Stage::Returned, "2026-10-01T02:00:00Z");
        let told = waiting(&state, profile).unwrap();
        assert_eq!(
            (told.next_reminder, told.expires_at),
            (Some(at("2026-10-08T02:00:00Z")), Some(at("2026-11-15T02:00:00Z")))
        );
        let mut seen = Vec::new();
        while let Some((at, timer)) = next(&state, profile, Duration::zero()) {
            seen.push(((at - state.waiting_since).num_days(), timer));
            state.life.reminders += 1;
            if timer == Timer::Expire {
                break;
            }
        }
        assert_eq!(
            seen,
            [(7, Timer::Remind(1)), (15, Timer::Remind(2)), (30, Timer::Remind(3)), (45, Timer::Expire)]
        );
        assert_eq!(waiting(&state, profile).unwrap().next_reminder, None);
        assert_eq!(next(&OrderState { stage: Stage::Filed, ..state }, profile, Duration::zero()), None);
    }

    #[test]
    fn after_a_long_pause_only_the_last_thing_happens() {
        let catalog = Catalog::embedded().unwrap();
        let profile = catalog.profile(&"tencent".into()).unwrap();
        let due = |state: &OrderState, days| {
            super::due(state, profile, Duration::zero(), at("2026-10-01T02:00:00Z") + Duration::days(days))
        };
        let waiting = state(Stage::Returned, "2026-10-01T02:00:00Z");
        for (days, what) in [
            (6, None),
            (7, Some(Timer::Remind(1))),
            (16, Some(Timer::Remind(2))),
            (44, Some(Timer::Remind(3))),
            (45, Some(Timer::Expire)),
            (400, Some(Timer::Expire)),
        ] {
            assert_eq!(due(&waiting, days), what, "{days}");
        }
        let mut sms = state(Stage::Sms, "2026-10-01T02:00:00Z");
        sms.life.handed_over =
            Some(HandOver { at: sms.waiting_since, package: "p".into(), digest: "d".into() });
        sms.life.sms = Some(SmsCheck::new(&["p1".into()], 5, at("2026-10-02T02:00:00Z")));
        assert_eq!(due(&sms, 2), Some(Timer::Lapse), "no warning of what has lapsed");
    }

    #[test]
    fn the_bureau_is_late_by_the_estimate_of_the_province_or_of_the_provider() {
        let catalog = Catalog::embedded().unwrap();
        let due = |profile: &str, province: &str| {
            let profile = catalog.profile(&profile.into()).unwrap();
            bureau_due(&catalog, profile, &province.into(), at("2026-11-16T02:00:00Z"))
        };
        assert_eq!(due("21vianet", "beijing"), Some(at("2026-11-30T02:00:00Z")), "two calendar weeks");
        assert_eq!(due("21vianet", "shanghai"), Some(at("2026-11-19T02:00:00Z")), "three working days");
        assert_eq!(due("tencent", "beijing"), Some(at("2026-12-14T02:00:00Z")), "twenty working days");
    }
}
