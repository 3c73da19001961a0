//! Making a home, accounts, and signing in.

use super::doctor::Remark;
use super::record::record;
use super::{Desk, Result, WorkError, countersign, passphrase, roles, tries};
use crate::domain::account_name::{self, BadName};
use crate::domain::countersign::{Alone, WordAsked};
use crate::domain::event::Event;
use crate::domain::ids::UserId;
use crate::domain::people::{Role, Staff};
use crate::domain::permission::Deed;
use crate::domain::text::Foreign;
use crate::domain::whence::Whence;
use crate::store::Op;
use crate::store::living::SignedIn;
use crate::store::tries::TriedBy;
use crate::store::user::Account;
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// A person who has signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Who.
    pub staff: Staff,
    /// How often the account had changed by then.
    pub epoch: i64,
    /// What they are told: tries that failed, and what a supervisor must know of the accounts.
    pub told: Vec<Remark>,
}

impl Session {
    /// What later changes are checked against.
    pub fn signed_in(&self) -> SignedIn {
        SignedIn { user: self.staff.id, epoch: self.epoch, roles: self.staff.roles.clone() }
    }
}

/// Makes the first supervisor of a home.
pub fn init(desk: &mut Desk, name: &str, secret: &str, now: DateTime<Utc>) -> Result<UserId> {
    let name = checked_name(name)?;
    found(desk, &name, &passphrase::chosen(secret, &name)?, now)
}

/// The same with a passphrase's hash.
pub(super) fn found(desk: &mut Desk, name: &str, hash: &str, now: DateTime<Utc>) -> Result<UserId> {
    desk.store.transact(&Op::program(now), |tx| {
        if tx.staff_count()? > 0 {
            return Err(WorkError::say(
                "这里已有备案台数据；请用 beian user add 添加人员。",
                "this home has people already; add more with 'beian user add'",
            ));
        }
        let id = tx.add_user(name, hash, &Role::ALL.into_iter().collect())?;
        tx.record_home("home_made", name)?;
        Ok(id)
    })
}

/// The form in which a new name is kept.
fn checked_name(name: &str) -> Result<String> {
    account_name::kept(name).map_err(|bad| bad_name(name, &bad))
}

/// Why a name can't be an account's, with the way out.
fn bad_name(name: &str, bad: &BadName) -> WorkError {
    match bad {
        BadName::Letters => WorkError::say(
            "姓名须为1至32个字母、数字、汉字或 - _ . 。",
            "a name is 1 to 32 letters, digits, Han characters or - _ .",
        ),
        BadName::Reserved(word) => WorkError::say(
            format!("“{name}”看起来与“{word}”相同，后者指本程序；请换一个姓名。"),
            format!("'{name}' reads like '{word}', which stands for the program; choose another name"),
        ),
        BadName::Alike(known) => WorkError::say(
            format!("“{name}”看起来与已有账号“{known}”相同；请换一个姓名。"),
            format!("'{name}' reads like the account '{known}'; choose another name"),
        ),
    }
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
    let name = checked_name(name)?;
    let hash = passphrase::chosen(secret, &name)?;
    admit(desk, by, &name, &hash, roles, now)
}

/// The same with a passphrase's hash.
pub(super) fn admit(
    desk: &mut Desk,
    by: UserId,
    name: &str,
    hash: &str,
    roles: &BTreeSet<Role>,
    now: DateTime<Utc>,
) -> Result<UserId> {
    if roles.is_empty() {
        return Err(WorkError::say("请至少给一个角色。", "give at least one role"));
    }
    let catalog = std::sync::Arc::clone(&desk.catalog);
    let done = desk.store.transact(&Op::by(by, now), |tx| {
        roles::allow_home(tx, by, Deed::Accounts)?;
        let names = tx.account_names()?;
        account_name::free(name, names.iter().map(String::as_str)).map_err(|bad| bad_name(name, &bad))?;
        let change = countersign::RoleChange { name, before: None, after: roles };
        countersign::supervisors_stay(tx, &catalog, by, change)?;
        let id = tx.add_user(name, hash, roles)?;
        tx.record_home("user_added", name)?;
        Ok(id)
    });
    countersign::or_ask(desk, by, done, now)
}

/// Disables an account; what it held falls free.
pub fn disable(desk: &mut Desk, by: UserId, name: &str, now: DateTime<Utc>) -> Result<usize> {
    let catalog = std::sync::Arc::clone(&desk.catalog);
    desk.store.transact(&Op::by(by, now), |tx| {
        roles::allow_home(tx, by, Deed::Accounts)?;
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

/// Sets a passphrase: one's own, or anybody's by a supervisor; another supervisor's never alone.
pub fn set_passphrase(
    desk: &mut Desk,
    by: UserId,
    name: &str,
    secret: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    let hash = passphrase::chosen(secret, name)?;
    let catalog = std::sync::Arc::clone(&desk.catalog);
    let done = desk.store.transact(&Op::by(by, now), |tx| {
        let account = tx.account(name)?.ok_or_else(|| unknown(name))?;
        if account.staff.id == by {
            roles::allow_home(tx, by, Deed::Own)?;
        } else {
            roles::allow_home(tx, by, Deed::Accounts)?;
            if account.staff.has(Role::Supervisor) {
                let alone = Alone::Passphrase { name: account.staff.name.clone() };
                let asked = WordAsked { order: None, alone, why: String::new() };
                countersign::need(tx, &catalog, by, asked)?;
            }
        }
        tx.set_hash(account.staff.id, &hash)?;
        tx.record_home("passphrase_set", name)?;
        Ok(())
    });
    countersign::or_ask(desk, by, done, now)
}

pub(super) fn unknown(name: &str) -> WorkError {
    WorkError::NotFound { what: "user", name: name.into() }
}

fn wrong() -> WorkError {
    WorkError::say("姓名或口令不对。", "name or passphrase is wrong")
}

/// Signs in. A failure slows the next try from the same source, across restarts; an unknown name costs the same
/// time and is slowed down alike.
pub fn sign_in(
    desk: &mut Desk,
    name: &str,
    secret: &str,
    whence: &Whence,
    now: DateTime<Utc>,
) -> Result<Session> {
    let account = desk.store.account(name.trim())?;
    let who = account.as_ref().map_or_else(|| tries::stranger(name), |account| TriedBy(account.staff.id.0));
    let at = tries::take_turn(desk, who, whence, now)?;
    let fits = passphrase::verify(secret, account.as_ref().map(|account| account.hash.as_str()));
    if let Some(account) = account.as_ref().filter(|_| fits)
        && let Some(session) = enter(desk, account, whence, at)?
    {
        return Ok(session);
    }
    desk.store.transact::<_, WorkError>(&Op::program(at), |tx| {
        tries::settle_wrong(tx, who, whence)?;
        if let Some(account) = &account {
            tx.record_home("sign_in_failed", &format!("{} ({whence})", account.staff.name))?;
        }
        Ok(())
    })?;
    Err(wrong())
}

/// Lets somebody in whose passphrase fits, unless the account was closed or its passphrase changed meanwhile.
fn enter(desk: &mut Desk, account: &Account, whence: &Whence, at: DateTime<Utc>) -> Result<Option<Session>> {
    if account.staff.disabled {
        return Ok(None);
    }
    let id = account.staff.id;
    let session = desk.store.transact::<_, WorkError>(&Op::at_the_door(id, at), |tx| {
        if tx.living_hash(id)?.as_ref() != Some(&account.hash) {
            return Ok(None);
        }
        let staff = tx.staff(id)?;
        let mut told = tries::settle_right(tx, TriedBy(id.0), whence)?;
        told.extend(tx.take_notices(id)?.into_iter().map(|(zh, en)| Remark { zh, en }));
        if staff.has(Role::Supervisor) {
            told.extend(look_alikes(&tx.open_names()?));
        }
        tx.record_home("signed_in", &staff.name)?;
        Ok(Some(Session { staff, epoch: tx.epoch(id)?, told }))
    })?;
    if let Some(session) = &session {
        desk.store.signed_in(Some(session.signed_in()));
    }
    Ok(session)
}

/// Names among the open accounts that are read alike, or as one of the program's: accounts from before new names
/// were compared so.
pub fn look_alikes(open: &[String]) -> Vec<Remark> {
    let mut found = Vec::new();
    for (at, name) in open.iter().enumerate() {
        if let Some(word) = account_name::reserved(name) {
            found.push(Remark {
                zh: format!("账号“{name}”看起来与“{word}”相同，后者指本程序；请改用其他姓名的账号，并停用它"),
                en: format!("the account '{name}' reads like '{word}', which stands for the program; use one of another name and disable it"),
            });
        }
        for other in open.iter().take(at).filter(|other| account_name::alike(name, other)) {
            found.push(Remark {
                zh: format!("账号“{other}”与“{name}”看起来相同，日志中难以分辨；请停用其一，另立账号"),
                en: format!("the accounts '{other}' and '{name}' read alike and can't be told apart in the log; disable one and add another"),
            });
        }
    }
    found
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
