//! Making a home, accounts, and signing in.

use super::record::record;
use super::{Desk, Result, WorkError, passphrase};
use crate::domain::event::Event;
use crate::domain::ids::UserId;
use crate::domain::people::{Role, Staff};
use crate::domain::text::Foreign;
use crate::store::{Op, Tx};
use chrono::{DateTime, Duration, Utc};
use std::collections::BTreeSet;

/// The longest wait after failed sign-ins.
const LONGEST_WAIT: i64 = 300;

/// A person who has signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Who.
    pub staff: Staff,
}

/// Makes the first supervisor of a home.
pub fn init(desk: &mut Desk, name: &str, secret: &str, now: DateTime<Utc>) -> Result<UserId> {
    let hash = passphrase::hash(secret)?;
    let name = checked_name(name)?;
    desk.store.transact(&Op::program(now), |tx| {
        if tx.staff_count()? > 0 {
            return Err(WorkError::say(
                "这里已有备案台数据；请用 beian user add 添加人员。",
                "this home has people already; add more with 'beian user add'",
            ));
        }
        let id = tx.add_user(name, &hash, &Role::ALL.into_iter().collect())?;
        tx.record_home("home_made", name)?;
        Ok(id)
    })
}

fn checked_name(name: &str) -> Result<&str> {
    let name = name.trim();
    let fine = !name.is_empty()
        && name.chars().count() <= 32
        && name.chars().all(|letter| letter.is_alphanumeric() || "-_.".contains(letter));
    if fine {
        return Ok(name);
    }
    Err(WorkError::say(
        "姓名须为1至32个字母、数字、汉字或 - _ . 。",
        "a name is 1 to 32 letters, digits, Han characters or - _ .",
    ))
}

fn need_supervisor(tx: &Tx, who: UserId) -> Result<Staff> {
    let staff = tx.staff(who)?;
    if staff.disabled || !staff.has(Role::Supervisor) {
        return Err(crate::domain::verdict::Refusal::Role(Role::Supervisor).into());
    }
    Ok(staff)
}

/// Adds an account; by a supervisor.
pub fn add(
    desk: &mut Desk,
    by: UserId,
    name: &str,
    secret: &str,
    roles: &BTreeSet<Role>,
    now: DateTime<Utc>,
) -> Result<UserId> {
    let hash = passphrase::hash(secret)?;
    let name = checked_name(name)?;
    if roles.is_empty() {
        return Err(WorkError::say("请至少给一个角色。", "give at least one role"));
    }
    desk.store.transact(&Op::by(by, now), |tx| {
        need_supervisor(tx, by)?;
        let id = tx.add_user(name, &hash, roles)?;
        tx.record_home("user_added", name)?;
        Ok(id)
    })
}

/// Disables an account; what it held falls free.
pub fn disable(desk: &mut Desk, by: UserId, name: &str, now: DateTime<Utc>) -> Result<usize> {
    let catalog = std::sync::Arc::clone(&desk.catalog);
    desk.store.transact(&Op::by(by, now), |tx| {
        need_supervisor(tx, by)?;
        let account = tx.account(name)?.ok_or_else(|| unknown(name))?;
        if account.staff.id == by {
            return Err(WorkError::say("不能停用自己。", "you can't disable yourself"));
        }
        tx.disable_user(account.staff.id)?;
        let held = tx.end_claims_of(account.staff.id)?;
        for order in &held {
            let reason = format!("{name} disabled");
            record(tx, &catalog, *order, &Event::TakenBack { from: account.staff.id, reason })?;
        }
        for order in tx.assigned_to(account.staff.id)? {
            record(tx, &catalog, order, &Event::Assigned { to: None, name: None })?;
        }
        tx.record_home("user_disabled", name)?;
        Ok(held.len())
    })
}

/// Sets a passphrase: one's own, or anybody's by a supervisor.
pub fn set_passphrase(
    desk: &mut Desk,
    by: UserId,
    name: &str,
    secret: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    let hash = passphrase::hash(secret)?;
    desk.store.transact(&Op::by(by, now), |tx| {
        let account = tx.account(name)?.ok_or_else(|| unknown(name))?;
        if account.staff.id != by {
            need_supervisor(tx, by)?;
        }
        tx.set_hash(account.staff.id, &hash)?;
        tx.record_home("passphrase_set", name)?;
        Ok(())
    })
}

fn unknown(name: &str) -> WorkError {
    WorkError::NotFound { what: "user", name: name.into() }
}

fn wrong() -> WorkError {
    WorkError::say("姓名或口令不对。", "name or passphrase is wrong")
}

/// Signs in. A failure slows the next try, across restarts; an unknown name costs the same time.
pub fn sign_in(desk: &mut Desk, name: &str, secret: &str, now: DateTime<Utc>) -> Result<Session> {
    let Some(account) = desk.store.account(name.trim())? else {
        let _ = passphrase::hash("the time that a hash takes");
        return Err(wrong());
    };
    if account.next_try_at > now {
        let seconds = (account.next_try_at - now).num_seconds() + 1;
        return Err(WorkError::say(
            format!("刚才的口令不对，请{seconds}秒后再试。"),
            format!("the last passphrase was wrong; try again in {seconds} s"),
        ));
    }
    let fits = passphrase::verify(secret, &account.hash) && !account.staff.disabled;
    let op = Op::by(account.staff.id, now);
    desk.store.transact::<_, WorkError>(&op, |tx| {
        if fits {
            tx.set_failed(account.staff.id, 0, DateTime::UNIX_EPOCH)?;
            tx.record_home("signed_in", &account.staff.name)?;
        } else {
            let failed = account.failed + 1;
            tx.set_failed(account.staff.id, failed, now + wait(failed))?;
            tx.record_home("sign_in_failed", &account.staff.name)?;
        }
        Ok(())
    })?;
    if fits { Ok(Session { staff: account.staff }) } else { Err(wrong()) }
}

/// 1, 2, 4 … seconds, at most five minutes.
fn wait(failed: u32) -> Duration {
    Duration::seconds(
        1_i64.checked_shl(failed.saturating_sub(1)).unwrap_or(LONGEST_WAIT).clamp(1, LONGEST_WAIT),
    )
}

/// A role by what was typed.
pub fn role(text: &str) -> Result<Role> {
    Role::parse(text).ok_or_else(|| {
        let text = Foreign::from(text);
        WorkError::say(
            format!("没有“{text}”这个角色；可用 first、second、supervisor。"),
            format!("there is no role '{text}'; use first, second or supervisor"),
        )
    })
}
