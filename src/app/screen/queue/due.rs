//! How long until an order is due, and when the words for it change. By the clock on the wall: the due
//! time itself was reckoned in working time.

use chrono::{DateTime, TimeDelta, Utc};

/// Below this an order is due soon.
const SOON: TimeDelta = TimeDelta::hours(2);

/// How urgent a due time is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// Past.
    Overdue,
    /// Soon.
    Soon,
    /// Later.
    Later,
}

/// A due time as seen now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// How urgent.
    pub urgency: Urgency,
    /// The time left, or past.
    pub span: TimeDelta,
}

impl Due {
    /// As seen at `now`.
    pub fn at(due: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        let left = due - now;
        if left < TimeDelta::zero() {
            Self { urgency: Urgency::Overdue, span: -left }
        } else if left < SOON {
            Self { urgency: Urgency::Soon, span: left }
        } else {
            Self { urgency: Urgency::Later, span: left }
        }
    }

    /// In short: `!! 2h`, `! 40m`, `3d`. The sign says it without colour.
    pub fn short(&self) -> String {
        let sign = match self.urgency {
            Urgency::Overdue => "!! ",
            Urgency::Soon => "! ",
            Urgency::Later => "",
        };
        format!("{sign}{}", span(self.span))
    }

    /// How long these words hold.
    pub fn holds(&self) -> TimeDelta {
        let unit = unit(self.span).num_seconds();
        let past = self.span.num_seconds().rem_euclid(unit);
        let seconds = match self.urgency {
            Urgency::Overdue => unit - past,
            _ => past + 1,
        };
        let to_soon = self.span - SOON;
        match self.urgency {
            Urgency::Later => TimeDelta::seconds(seconds).min(to_soon + TimeDelta::seconds(1)),
            _ => TimeDelta::seconds(seconds),
        }
    }
}

fn unit(span: TimeDelta) -> TimeDelta {
    if span < TimeDelta::hours(1) {
        TimeDelta::minutes(1)
    } else if span < TimeDelta::days(2) {
        TimeDelta::hours(1)
    } else {
        TimeDelta::days(1)
    }
}

/// A span in its largest unit that says enough: `40m`, `3h`, `5d`.
pub fn span(span: TimeDelta) -> String {
    if span < TimeDelta::hours(1) {
        format!("{}m", span.num_minutes())
    } else if span < TimeDelta::days(2) {
        format!("{}h", span.num_hours())
    } else {
        format!("{}d", span.num_days())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_units_follow_the_clock() {
        let now = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        for (seconds, words, holds) in [
            (-7200, "!! 2h", 3600),
            (-60, "!! 1m", 60),
            (0, "! 0m", 1),
            (2459, "! 40m", 60),
            (7199, "! 1h", 3600),
            (7200, "2h", 1),
            (3 * 86400 + 5, "3d", 6),
        ] {
            let due = Due::at(now + TimeDelta::seconds(seconds), now);
            assert_eq!((due.short().as_str(), due.holds().num_seconds()), (words, holds), "{seconds}");
        }
    }
}
