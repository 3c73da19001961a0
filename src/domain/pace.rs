//! How often one person may search for numbers: a few at once, then more and more slowly.
//!
//! Four places have ten thousand values; who may ask for one every two minutes needs two weeks of days and
//! nights for all of them, and every one of these searches is on record.

use chrono::{DateTime, Duration, Utc};

/// Searches that come without a wait.
const AT_ONCE: u32 = 5;
/// The first wait, in seconds; each after it is twice as long.
const FIRST_WAIT: i64 = 5;
/// The longest wait, and the time after which one search is forgotten, in seconds.
const LONGEST_WAIT: i64 = 120;

/// What is kept of a person's searches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Searches that are not forgotten yet.
    pub heat: u32,
    /// When the last one was.
    pub last: DateTime<Utc>,
}

/// The pace after one more search now; or how many seconds it has to wait.
pub fn paced(before: Option<Pace>, now: DateTime<Utc>) -> Result<Pace, i64> {
    let Some(before) = before else { return Ok(Pace { heat: 1, last: now }) };
    let passed = now - before.last;
    // A clock that was set back locks nobody out.
    let waits = wait(before.heat) - passed;
    if passed >= Duration::zero() && waits > Duration::zero() {
        return Err(waits.num_seconds() + 1);
    }
    let forgotten = passed.num_seconds().max(0) / LONGEST_WAIT;
    let heat = i64::from(before.heat) - forgotten;
    Ok(Pace { heat: u32::try_from(heat).unwrap_or(0).saturating_add(1), last: now })
}

/// How long the next search waits.
fn wait(heat: u32) -> Duration {
    let Some(over) = heat.checked_sub(AT_ONCE) else { return Duration::zero() };
    let seconds = FIRST_WAIT.checked_shl(over.min(16)).unwrap_or(LONGEST_WAIT);
    Duration::seconds(seconds.min(LONGEST_WAIT))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    #[test]
    fn a_few_come_at_once_and_then_each_waits_longer() {
        let mut pace = None;
        for _ in 0..5 {
            pace = Some(paced(pace, at(0)).unwrap());
        }
        assert_eq!(paced(pace, at(0)), Err(6));
        let mut now = 0;
        for wait in [5, 10, 20, 40, 80, 120] {
            assert!(paced(pace, at(now + wait - 1)).is_err(), "{wait}");
            now += wait;
            pace = Some(paced(pace, at(now)).unwrap());
        }
    }

    #[test]
    fn an_eager_hand_gets_thirty_an_hour_and_a_quiet_one_its_few_again() {
        let (mut pace, mut done) = (None, 0);
        for second in 0..8 * 3600 {
            if let Ok(next) = paced(pace, at(second)) {
                (pace, done) = (Some(next), done + 1);
            }
        }
        assert!((200..=260).contains(&done), "{done} in eight hours");
        let later = paced(pace, at(48 * 3600)).unwrap();
        assert_eq!(later.heat, 1);
    }

    #[test]
    fn a_clock_that_was_set_locks_nobody_out() {
        let hot = Pace { heat: 40, last: at(365 * 86_400) };
        assert!(paced(Some(hot), at(0)).is_ok());
        let cold = Pace { heat: u32::MAX, last: at(0) };
        assert_eq!(paced(Some(cold), at(1)), Err(120));
    }
}
