//! Times on the command line.

use crate::domain::worktime::utc;
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Utc};

/// A moment: Beijing time as `2026-11-30 14:30` or `2026-11-30`, or RFC 3339 with its zone.
///
/// # Errors
/// One sentence for clap.
pub fn moment(text: &str) -> Result<DateTime<Utc>, String> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(at.to_utc());
    }
    let clock = ["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let day = || text.parse::<NaiveDate>().ok().and_then(|day| day.and_hms_opt(0, 0, 0));
    let sane = |at: &NaiveDateTime| (1900..=9999).contains(&at.year());
    clock
        .or_else(day)
        .filter(sane)
        .map(utc)
        .ok_or_else(|| "a time is '2026-11-30 14:30' (Beijing) or RFC 3339".to_owned())
}

/// A length of time: `30m`, `1h`, `2d`.
///
/// # Errors
/// One sentence for clap.
pub fn span(text: &str) -> Result<TimeDelta, String> {
    let wrong = || "a length of time is '30m', '1h' or '2d'".to_owned();
    let unit = text.chars().last().ok_or_else(wrong)?;
    let number: i64 = text
        .strip_suffix(unit)
        .and_then(|digits| digits.parse().ok())
        .filter(|n| *n > 0)
        .ok_or_else(wrong)?;
    match unit {
        'm' => TimeDelta::try_minutes(number),
        'h' => TimeDelta::try_hours(number),
        'd' => TimeDelta::try_days(number),
        _ => None,
    }
    .filter(|span| span.num_days() < 3660)
    .ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_of_beijing_unless_they_say_otherwise() {
        for (text, utc) in [
            ("2026-11-30 14:30", "2026-11-30T06:30:00Z"),
            ("2026-11-30T14:30", "2026-11-30T06:30:00Z"),
            ("2026-11-30", "2026-11-29T16:00:00Z"),
            ("2026-11-30T14:30:00Z", "2026-11-30T14:30:00Z"),
        ] {
            assert_eq!(moment(text).unwrap(), utc.parse::<DateTime<Utc>>().unwrap(), "{text}");
        }
        assert!(moment("tomorrow").is_err());
    }

    #[test]
    fn spans_are_a_number_and_a_unit() {
        assert_eq!(span("1h"), Ok(TimeDelta::hours(1)));
        assert_eq!(span("30m"), Ok(TimeDelta::minutes(30)));
        for wrong in ["", "h", "0h", "-1h", "1w", "99999999d", "时"] {
            assert!(span(wrong).is_err(), "{wrong}");
        }
    }
}
