//! Periods of the statistics: whole days of Asia/Shanghai.

use crate::domain::worktime::{shanghai, start_of_day};
use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::Serialize;

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// Asia/Shanghai is ahead of UTC by this, all year.
const AHEAD_MS: i64 = 8 * HOUR_MS;

/// A period that ends today, or any days.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Period {
    /// Today.
    Today,
    /// Today and the six days before.
    #[default]
    Days7,
    /// Today and the 29 days before.
    Days30,
    /// Today and the 90 days before: 13 weeks.
    Quarter,
    /// Today and the 364 days before.
    Year,
    /// These days, both included.
    Custom {
        /// First day.
        from: NaiveDate,
        /// Last day.
        to: NaiveDate,
    },
}

/// From a moment up to another, which lies outside.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Span {
    /// First moment.
    pub from: DateTime<Utc>,
    /// First moment after it.
    pub to: DateTime<Utc>,
}

impl Period {
    /// The periods that have a name, shortest first.
    pub const NAMED: [Self; 5] = [Self::Today, Self::Days7, Self::Days30, Self::Quarter, Self::Year];

    /// The name on the command line and the key of its text; any days are `custom`.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Days7 => "7d",
            Self::Days30 => "30d",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::Custom { .. } => "custom",
        }
    }

    /// A period from its name, a day, or two days as `2026-01-01..2026-01-31`.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(named) = Self::NAMED.into_iter().find(|period| period.slug() == text) {
            return Some(named);
        }
        let (from, to) = text.split_once("..").unwrap_or((text, text));
        let (from, to) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
        (from <= to).then_some(Self::Custom { from, to })
    }

    /// Its days, seen from `now`.
    pub fn days(self, now: DateTime<Utc>) -> (NaiveDate, NaiveDate) {
        let today = shanghai(now).date();
        let back = |days| (today.checked_sub_days(Days::new(days)).unwrap_or(today), today);
        match self {
            Self::Today => back(0),
            Self::Days7 => back(6),
            Self::Days30 => back(29),
            Self::Quarter => back(90),
            Self::Year => back(364),
            Self::Custom { from, to } => (from, to),
        }
    }

    /// Its first moment, and the first after it.
    pub fn span(self, now: DateTime<Utc>) -> Span {
        let (from, to) = self.days(now);
        Span { from: start_of_day(from), to: start_of_day(to.succ_opt().unwrap_or(to)) }
    }
}

/// The hour of the day in Shanghai, of milliseconds since 1970.
pub const fn local_hour(ms: i64) -> usize {
    ((ms + AHEAD_MS).rem_euclid(DAY_MS) / HOUR_MS) as usize
}

/// The day in Shanghai as a number, of milliseconds since 1970; days count on one by one.
pub const fn local_day(ms: i64) -> i64 {
    (ms + AHEAD_MS).div_euclid(DAY_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_period_is_made_of_whole_days_in_shanghai() {
        // 00:30 on the 22nd in Shanghai is still the 21st in UTC.
        let now: DateTime<Utc> = "2026-11-21T16:30:00Z".parse().unwrap();
        let span = |period: Period| {
            let span = period.span(now);
            (span.from.to_rfc3339(), (span.to - span.from).num_days())
        };
        assert_eq!(span(Period::Today), ("2026-11-21T16:00:00+00:00".into(), 1));
        assert_eq!(span(Period::Days7), ("2026-11-15T16:00:00+00:00".into(), 7));
        assert_eq!(span(Period::Quarter).1, 91);
        assert_eq!(span(Period::Year).1, 365);
        let custom = Period::Custom { from: day("2026-02-27"), to: day("2026-03-01") };
        assert_eq!(span(custom), ("2026-02-26T16:00:00+00:00".into(), 3));
    }

    #[test]
    fn a_period_is_read_from_its_name_or_its_days() {
        for period in Period::NAMED {
            assert_eq!(Period::parse(period.slug()), Some(period));
        }
        let one = Period::Custom { from: day("2026-01-05"), to: day("2026-01-05") };
        assert_eq!(Period::parse("2026-01-05"), Some(one));
        assert_eq!(
            Period::parse("2026-01-05..2026-01-07"),
            Some(Period::Custom { from: day("2026-01-05"), to: day("2026-01-07") })
        );
        for wrong in ["", "week", "2026-01-07..2026-01-05", "2026-02-30"] {
            assert_eq!(Period::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn hours_and_days_begin_in_shanghai() {
        let ms = |text: &str| text.parse::<DateTime<Utc>>().unwrap().timestamp_millis();
        assert_eq!(local_hour(ms("2026-11-21T15:59:59.999Z")), 23);
        assert_eq!(local_hour(ms("2026-11-21T16:00:00Z")), 0);
        assert_eq!(local_day(ms("2026-11-21T16:00:00Z")) - local_day(ms("2026-11-21T15:59:59.999Z")), 1);
        assert_eq!(local_hour(-1), 7);
    }
}
