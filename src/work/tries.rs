//! How tries to sign in are counted and slowed down: by account and by where they come from, so that nobody is
//! locked out by somebody else's.
//!
//! A try counts before its passphrase is looked at, inside a write transaction, and one is looked at after the
//! other: many guesses at once are one guess and many refusals.

use super::doctor::Remark;
use super::{Desk, Result, WorkError};
use crate::domain::lang::Lang;
use crate::domain::whence::Whence;
use crate::domain::worktime::shanghai;
use crate::store::tries::{TriedBy, Tries};
use crate::store::{Op, Tx};
use chrono::{DateTime, Duration, Utc};
use sha2::{Digest, Sha256};
use std::time::Instant;

/// The longest wait after failed sign-ins, in seconds.
const LONGEST_WAIT: i64 = 300;
/// A try whose passphrase is not looked at after so long was left by a process that died.
const TURN: Duration = Duration::seconds(15);
/// How long one who waits for a turn sleeps.
const STEP: std::time::Duration = std::time::Duration::from_millis(10);
/// So many names may be tried in vain from one source before that source waits for whatever name.
const NAMES: u32 = 8;
/// Within this time.
const LATELY: Duration = Duration::minutes(15);
/// Names without an account are forgotten after so long.
const STRANGERS: Duration = Duration::days(1);

/// For whom a name that no account has is counted: one of 65,536, since what is typed there may be a passphrase,
/// and must not be kept in a form that tells it.
pub(super) fn stranger(name: &str) -> TriedBy {
    let hash = Sha256::digest(crate::domain::account_name::plain(name).as_bytes());
    let two = hash.iter().take(2).fold(0_i64, |sum, byte| sum * 256 + i64::from(*byte));
    TriedBy(-1 - two)
}

/// 1, 2, 4 … seconds, at most five minutes.
fn wait(failed: u32) -> Duration {
    // Beyond nine the doubling passes the longest wait, and far beyond it the number.
    let doubled = if failed < 10 { 1_i64 << failed.saturating_sub(1) } else { LONGEST_WAIT };
    Duration::seconds(doubled.min(LONGEST_WAIT))
}

/// What comes of asking for a turn.
enum Turn {
    /// The try is counted; its passphrase may be looked at.
    Mine,
    /// Somebody else's try is looked at.
    Out,
    /// Not before this moment.
    Wait(DateTime<Utc>),
}

impl Tries {
    const fn none(at: DateTime<Utc>) -> Self {
        let never = DateTime::UNIX_EPOCH;
        Self { failed: 0, untold: 0, since: at, last: at, next_at: never, turn_until: never }
    }

    /// Whether a try is being looked at. A moment much further ahead than a turn lasts comes from another clock.
    fn is_out(&self, at: DateTime<Utc>) -> bool {
        self.turn_until > at && self.turn_until <= at + TURN * 2
    }

    /// Counts one more.
    fn counted(self, at: DateTime<Utc>) -> Self {
        let failed = self.failed.saturating_add(1);
        let since = if self.untold == 0 { at } else { self.since };
        let untold = self.untold.saturating_add(1);
        Self { failed, untold, since, last: at, next_at: at + wait(failed), turn_until: at + TURN }
    }
}

/// Waits for a turn and counts the try as failed, until it is settled otherwise. Returns the moment of the try.
pub(super) fn take_turn(
    desk: &mut Desk,
    who: TriedBy,
    whence: &Whence,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>> {
    let begun = Instant::now();
    loop {
        let at = now + Duration::from_std(begun.elapsed()).unwrap_or_default();
        // Who waits looks first, and writes only where it seems to be free.
        let seen = desk.store.tries(who, whence.as_str())?;
        if !seen.is_some_and(|tries| tries.is_out(at)) {
            let op = Op::program(at);
            match desk.store.transact::<_, WorkError>(&op, |tx| ask(tx, who, whence))? {
                Turn::Mine => return Ok(at),
                Turn::Wait(until) => return Err(too_soon(until - at)),
                Turn::Out => {}
            }
        }
        std::thread::sleep(STEP);
    }
}

fn ask(tx: &Tx, who: TriedBy, whence: &Whence) -> Result<Turn> {
    let at = tx.op.at;
    let source = whence.as_str();
    let tries = tx.tries(who, source)?.unwrap_or(Tries::none(at));
    if tries.is_out(at) {
        return Ok(Turn::Out);
    }
    let longest = at + wait(tries.failed);
    if tries.next_at > longest {
        // It was written under a clock that was ahead: from now on it is as long as it can be, and ends.
        tx.put_tries(who, source, &Tries { next_at: longest, ..tries })?;
        return Ok(Turn::Wait(longest));
    }
    if let Some(until) =
        [tries.next_at, source_waits(tx, source)?].into_iter().max().filter(|until| *until > at)
    {
        return Ok(Turn::Wait(until));
    }
    tx.put_tries(who, source, &tries.counted(at))?;
    tx.forget_tries(at - STRANGERS)?;
    Ok(Turn::Mine)
}

/// Until when a source waits that tries one name after the other.
fn source_waits(tx: &Tx, source: &str) -> Result<DateTime<Utc>> {
    let (names, last) = tx.names_tried(source, tx.op.at - LATELY)?;
    Ok(if names > NAMES { last + wait(names - NAMES) } else { DateTime::UNIX_EPOCH })
}

fn too_soon(left: Duration) -> WorkError {
    let seconds = left.num_seconds() + 1;
    WorkError::say(
        format!("刚才的口令不对，请{seconds}秒后再试。"),
        format!("the last passphrase was wrong; try again in {seconds} s"),
    )
}

/// The try was wrong: it stays counted, and the next may ask.
pub(super) fn settle_wrong(tx: &Tx, who: TriedBy, whence: &Whence) -> Result<()> {
    let Some(tries) = tx.tries(who, whence.as_str())? else { return Ok(()) };
    tx.put_tries(who, whence.as_str(), &Tries { turn_until: DateTime::UNIX_EPOCH, ..tries })
}

/// The try was right: it does not count, nothing waits here any more, and what failed is told once.
pub(super) fn settle_right(tx: &Tx, who: TriedBy, whence: &Whence) -> Result<Vec<Remark>> {
    let mut told = Vec::new();
    for (source, mut tries) in tx.tries_of(who)? {
        if source == whence.as_str() {
            tries = Tries { untold: tries.untold.saturating_sub(1), ..tries };
            tries =
                Tries { failed: 0, next_at: DateTime::UNIX_EPOCH, turn_until: DateTime::UNIX_EPOCH, ..tries };
        }
        if tries.untold > 0 {
            told.push(failures(&source, &tries));
        }
        tx.put_tries(who, &source, &Tries { untold: 0, ..tries })?;
    }
    tx.forget_tries(tx.op.at - STRANGERS)?;
    Ok(told)
}

fn failures(source: &str, tries: &Tries) -> Remark {
    let (count, since) = (tries.untold, shanghai(tries.since).format("%Y-%m-%d %H:%M"));
    let whence = |lang: Lang| match source {
        "" => lang.pick("无终端的程序", "a program without a terminal").to_owned(),
        source => source.to_owned(),
    };
    let (zh, en) = (whence(Lang::Zh), whence(Lang::En));
    let tries = if count == 1 { "try" } else { "tries" };
    Remark {
        zh: format!(
            "自{since}起，有{count}次用您的账号登录失败，来自{zh}；若非本人所为，请更换口令并告知主管。"
        ),
        en: format!(
            "{count} failed {tries} to sign in as you from {en} since {since}; if that was not you, \
             change your passphrase and tell a supervisor"
        ),
    }
}

/// Until when a person has to wait, as the desk shows it.
pub fn waits_until(
    desk: &Desk,
    name: &str,
    whence: &Whence,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>> {
    let account = desk.store.account(name.trim())?;
    let who = account.map_or_else(|| stranger(name), |account| TriedBy(account.staff.id.0));
    let tries = desk.store.tries(who, whence.as_str())?;
    let until = tries.map(|tries| tries.next_at.min(now + wait(tries.failed)));
    Ok(until.filter(|until| *until > now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_five_minutes() {
        let seconds: Vec<i64> = [1, 2, 3, 9, 10, 64, 65, u32::MAX].map(|n| wait(n).num_seconds()).into();
        assert_eq!(seconds, [1, 2, 4, 256, 300, 300, 300, 300]);
    }

    #[test]
    fn a_name_without_an_account_is_one_of_many_below_zero() {
        let (one, same, other) = (stranger("nobody"), stranger(" ＮＯＢＯＤＹ"), stranger("somebody"));
        assert!(one == same && one != other);
        assert!((-65_536..0).contains(&one.0));
    }
}
