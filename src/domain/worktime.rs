//! Working time: a provider's service hours on the working days of the calendar.
//!
//! Times are UTC in and out; days and hours are those of Asia/Shanghai, which is UTC+8 all year.

use chrono::{
    DateTime, Datelike, Duration, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc, Weekday,
};
use serde::{Deserialize, Deserializer};
use std::collections::{BTreeMap, BTreeSet};

/// Seconds by which Asia/Shanghai is ahead of UTC.
const SHANGHAI_SECONDS: i32 = 8 * 3600;
/// No deadline lies farther away; a search stops there.
const HORIZON_DAYS: u32 = 3660;

/// The wall clock of Asia/Shanghai.
pub fn shanghai(at: DateTime<Utc>) -> NaiveDateTime {
    match FixedOffset::east_opt(SHANGHAI_SECONDS) {
        Some(zone) => at.with_timezone(&zone).naive_local(),
        None => at.naive_utc(),
    }
}

/// The moment of a time of Beijing.
pub fn utc(local: NaiveDateTime) -> DateTime<Utc> {
    Utc.from_utc_datetime(&(local - Duration::seconds(i64::from(SHANGHAI_SECONDS))))
}

/// The start of that day in Shanghai.
pub fn start_of_day(day: NaiveDate) -> DateTime<Utc> {
    utc(day.and_time(NaiveTime::MIN))
}

/// Service hours: spans of a working day, in order, without overlap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceHours {
    spans: Vec<(NaiveTime, NaiveTime)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHours {
    spans: Vec<[TimeOfDay; 2]>,
}

/// A time of day, written `09:30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeOfDay(pub NaiveTime);

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let time = NaiveTime::parse_from_str(&text, "%H:%M").map_err(|_| {
            serde::de::Error::custom(format!("'{text}' is no time of day; write it as 09:30"))
        })?;
        Ok(Self(time))
    }
}

impl<'de> Deserialize<'de> for ServiceHours {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = RawHours::deserialize(deserializer)?;
        let spans = raw.spans.into_iter().map(|[from, to]| (from.0, to.0)).collect();
        Self::new(spans).map_err(serde::de::Error::custom)
    }
}

impl ServiceHours {
    /// Hours from their spans; each must end after it begins, and before the next.
    pub fn new(spans: Vec<(NaiveTime, NaiveTime)>) -> Result<Self, String> {
        let ordered =
            spans.iter().all(|(from, to)| from < to) && spans.windows(2).all(|two| two[0].1 <= two[1].0);
        if spans.is_empty() || !ordered {
            return Err("service hours must be spans in order, each ending after it begins".into());
        }
        Ok(Self { spans })
    }

    /// Service time of one working day.
    pub fn per_day(&self) -> Duration {
        self.spans.iter().map(|(from, to)| *to - *from).sum()
    }

    /// The spans.
    pub fn spans(&self) -> &[(NaiveTime, NaiveTime)] {
        &self.spans
    }
}

/// Holidays and shifted workdays of the years that are loaded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    years: BTreeMap<i32, Year>,
}

/// One year: days off and shifted workdays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Year {
    /// The year.
    pub year: i32,
    /// Where it was found.
    #[serde(default)]
    pub source: String,
    /// Days off.
    pub off: BTreeSet<NaiveDate>,
    /// Shifted workdays (调休).
    pub work: BTreeSet<NaiveDate>,
}

impl Calendar {
    /// Adds or replaces a year.
    pub fn insert(&mut self, year: Year) {
        self.years.insert(year.year, year);
    }

    /// True where the year's holidays are known; otherwise Monday to Friday counts, and the screen says so.
    pub fn knows(&self, year: i32) -> bool {
        self.years.contains_key(&year)
    }

    /// Whether staff work on that day.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        let weekday = !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        match self.years.get(&day.year()) {
            Some(year) if year.work.contains(&day) => true,
            Some(year) if year.off.contains(&day) => false,
            _ => weekday,
        }
    }
}

/// Calendar and hours together: a clock that runs in service time only.
#[derive(Debug, Clone, Copy)]
pub struct WorkClock<'a> {
    /// The calendar.
    pub calendar: &'a Calendar,
    /// The hours.
    pub hours: &'a ServiceHours,
}

impl WorkClock<'_> {
    /// The moment at which `days` working days (1.5 = one and a half) of service time have passed.
    pub fn add_days(&self, from: DateTime<Utc>, days: f64) -> DateTime<Utc> {
        let seconds = (self.hours.per_day().num_seconds() as f64 * days.max(0.0)).round() as i64;
        self.add(from, Duration::seconds(seconds))
    }

    /// The moment at which `amount` of service time has passed since `from`.
    pub fn add(&self, from: DateTime<Utc>, amount: Duration) -> DateTime<Utc> {
        let start = shanghai(from);
        let mut left = amount;
        let mut day = start.date();
        for _ in 0..HORIZON_DAYS {
            for (opens, closes) in self.spans_of(day) {
                let begin = opens.max(start);
                if begin >= closes {
                    continue;
                }
                if left <= closes - begin {
                    return utc(begin + left);
                }
                left -= closes - begin;
            }
            let Some(next) = day.succ_opt() else { break };
            day = next;
        }
        from + amount
    }

    /// Service time between two moments; negative where `to` lies before `from`.
    pub fn between(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Duration {
        if to < from {
            return -self.between(to, from);
        }
        let (start, end) = (shanghai(from), shanghai(to));
        let mut sum = Duration::zero();
        let mut day = start.date();
        while day <= end.date() {
            for (opens, closes) in self.spans_of(day) {
                let (begin, stop) = (opens.max(start), closes.min(end));
                if begin < stop {
                    sum += stop - begin;
                }
            }
            let Some(next) = day.succ_opt() else { break };
            day = next;
        }
        sum
    }

    /// When something goes out that is sent at `hour` of every working day: what is asked for after it, or on
    /// a day off, goes out on the next working day.
    pub fn dispatch(&self, asked: DateTime<Utc>, hour: NaiveTime) -> DateTime<Utc> {
        let asked = shanghai(asked);
        let days = asked.date().iter_days().take(HORIZON_DAYS as usize);
        let mut out = days.filter(|day| self.calendar.is_working_day(*day)).map(|day| day.and_time(hour));
        utc(out.find(|at| *at >= asked).unwrap_or(asked))
    }

    fn spans_of(&self, day: NaiveDate) -> Vec<(NaiveDateTime, NaiveDateTime)> {
        if !self.calendar.is_working_day(day) {
            return Vec::new();
        }
        self.hours.spans.iter().map(|(from, to)| (day.and_time(*from), day.and_time(*to))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hours() -> ServiceHours {
        let time = |h, m| NaiveTime::from_hms_opt(h, m, 0).unwrap();
        ServiceHours::new(vec![(time(9, 30), time(12, 0)), (time(13, 0), time(18, 30))]).unwrap()
    }

    fn calendar() -> Calendar {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let mut calendar = Calendar::default();
        calendar.insert(Year {
            year: 2026,
            source: String::new(),
            off: [day("2026-10-01"), day("2026-10-02")].into(),
            work: [day("2026-10-10")].into(),
        });
        calendar
    }

    fn at(text: &str) -> DateTime<Utc> {
        utc(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
    }

    #[test]
    fn a_working_day_ends_after_its_service_time() {
        let (calendar, hours) = (calendar(), hours());
        let clock = WorkClock { calendar: &calendar, hours: &hours };
        for (from, days, due) in [
            ("2026-11-23 10:00", 1.0, "2026-11-24 10:00"),
            ("2026-11-23 12:30", 0.5, "2026-11-23 17:00"),
            ("2026-11-20 20:00", 1.0, "2026-11-23 18:30"),
            ("2026-11-20 18:00", 1.5, "2026-11-24 14:00"),
            ("2026-09-30 18:00", 1.0, "2026-10-05 18:00"),
            ("2026-10-09 18:30", 1.0, "2026-10-10 18:30"),
            ("2026-11-22 08:00", 0.0, "2026-11-23 09:30"),
        ] {
            assert_eq!(shanghai(clock.add_days(at(from), days)), shanghai(at(due)), "{from} + {days}");
        }
    }

    #[test]
    fn what_is_asked_for_after_the_hour_goes_out_on_the_next_working_day() {
        let (calendar, hours) = (calendar(), hours());
        let clock = WorkClock { calendar: &calendar, hours: &hours };
        let hour = NaiveTime::from_hms_opt(16, 0, 0).unwrap();
        for (asked, out) in [
            ("2026-11-23 09:00", "2026-11-23 16:00"),
            ("2026-11-23 16:00", "2026-11-23 16:00"),
            ("2026-11-23 16:01", "2026-11-24 16:00"),
            ("2026-11-20 18:00", "2026-11-23 16:00"),
            ("2026-09-30 17:00", "2026-10-05 16:00"),
            ("2026-10-09 17:00", "2026-10-10 16:00"),
            ("2026-11-22 08:00", "2026-11-23 16:00"),
        ] {
            assert_eq!(shanghai(clock.dispatch(at(asked), hour)), shanghai(at(out)), "{asked}");
        }
    }

    #[test]
    fn a_year_without_calendar_counts_monday_to_friday() {
        let calendar = calendar();
        assert!(!calendar.knows(2030));
        assert!(calendar.is_working_day("2030-10-01".parse().unwrap()));
        assert!(!calendar.is_working_day("2030-10-05".parse().unwrap()));
    }

    #[test]
    fn hours_that_overlap_are_refused() {
        let time = |h| NaiveTime::from_hms_opt(h, 0, 0).unwrap();
        assert!(ServiceHours::new(vec![(time(9), time(12)), (time(11), time(18))]).is_err());
        assert!(ServiceHours::new(vec![]).is_err());
    }

    proptest! {
        #[test]
        fn adding_and_measuring_agree(start in 0i64..40_000_000, minutes in 0i64..20_000) {
            let (calendar, hours) = (calendar(), hours());
            let clock = WorkClock { calendar: &calendar, hours: &hours };
            let from = at("2026-01-01 00:00") + Duration::seconds(start);
            let due = clock.add(from, Duration::minutes(minutes));
            prop_assert_eq!(clock.between(from, due), Duration::minutes(minutes));
            let local = shanghai(due);
            prop_assert!(calendar.is_working_day(local.date()));
            prop_assert!(hours.spans().iter().any(|(from, to)| (*from..=*to).contains(&local.time())));
        }
    }
}
