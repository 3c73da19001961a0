//! Times as the database keeps them: milliseconds since 1970, UTC.

use chrono::{DateTime, Utc};

/// To the database.
pub const fn to_ms(at: DateTime<Utc>) -> i64 {
    at.timestamp_millis()
}

/// From the database; a value beyond the calendar becomes its end.
pub fn from_ms(ms: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(ms).unwrap_or(DateTime::<Utc>::MAX_UTC)
}
