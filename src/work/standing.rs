//! What becomes of an account: other roles, and opening one that was closed.

use super::people::unknown;
use super::record::record;
use super::{Desk, Result, WorkError, countersign, roles};
use crate::domain::event::Event;
use crate::domain::ids::{OrderId, UserId};
use crate::domain::people::{Role, Staff};
use crate::domain::permission::{Deed, May};
use crate::store::{Op, Tx};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Gives an account other roles, on record. Its open desks are locked; what it holds or was given and can no
/// longer review falls free. Returns how many orders it held of those.
pub fn set_roles(
    desk: &mut Desk,
    by: UserId,
    name: &str,
    wanted: &BTreeSet<Role>,
    now: DateTime<Utc>,
) -> Result<usize> {
    if wanted.is_empty() {
        return Err(WorkError::say("请至少给一个角色。", "give at least one role"));
    }
    let catalog = Arc::clone(&desk.catalog);
    let done = desk.store.transact(&Op::by(by, now), |tx| {
        roles::allow_home(tx, by, Deed::Accounts)?;
        let before = tx.account(name)?.ok_or_else(|| unknown(name))?.staff;
        if before.roles == *wanted {
            return Err(WorkError::say(
                format!("{name}已是这些角色。"),
                format!("{name} has these roles already"),
            ));
        }
        keeps_a_supervisor(tx, &before, wanted)?;
        let change = countersign::RoleChange { name: &before.name, before: Some(&before), after: wanted };
        countersign::supervisors_stay(tx, &catalog, by, change)?;
        tx.set_roles(before.id, wanted)?;
        let after = Staff { roles: wanted.clone(), ..before };
        let table = roles::table(tx)?;
        let held = |id: &OrderId| tx.state(*id).map(|state| table.of(&after, Deed::Claim, Some(state.stage)));
        let mut freed = 0;
        for id in tx.claims_held(after.id)? {
            if held(&id)? == May::No {
                tx.end_claim(id)?;
                let reason = format!("roles of {name} changed");
                record(tx, &catalog, id, &Event::TakenBack { from: after.id, reason })?;
                freed += 1;
            }
        }
        for id in tx.assigned_to(after.id)? {
            if !after.may_decide(tx.state(id)?.stage) {
                record(tx, &catalog, id, &Event::Assigned { to: None, name: None })?;
            }
        }
        let slugs: Vec<&str> = wanted.iter().map(|role| role.slug()).collect();
        tx.record_home("user_roles", &format!("{name} = {}", slugs.join(",")))?;
        Ok(freed)
    });
    countersign::or_ask(desk, by, done, now)
}

/// Somebody must be left who can manage accounts.
fn keeps_a_supervisor(tx: &Tx, before: &Staff, wanted: &BTreeSet<Role>) -> Result<()> {
    let is_supervisor = |staff: &Staff| staff.has(Role::Supervisor) && !staff.disabled;
    if wanted.contains(&Role::Supervisor) || !is_supervisor(before) {
        return Ok(());
    }
    if tx.everybody()?.iter().any(|staff| staff.id != before.id && is_supervisor(staff)) {
        return Ok(());
    }
    Err(WorkError::say(
        "这是唯一的主管，不能取消其主管角色。",
        "this is the only supervisor; make another one first",
    ))
}

/// Opens a disabled account again, on record. Its passphrase and roles are what they were.
pub fn enable(desk: &mut Desk, by: UserId, name: &str, now: DateTime<Utc>) -> Result<()> {
    let catalog = Arc::clone(&desk.catalog);
    let done = desk.store.transact(&Op::by(by, now), |tx| {
        roles::allow_home(tx, by, Deed::Accounts)?;
        let account = tx.account(name)?.ok_or_else(|| unknown(name))?;
        if !account.staff.disabled {
            return Err(WorkError::say(
                format!("{name}的账号没有停用。"),
                format!("the account of {name} is not disabled"),
            ));
        }
        let staff = &account.staff;
        let change = countersign::RoleChange { name: &staff.name, before: Some(staff), after: &staff.roles };
        countersign::supervisors_stay(tx, &catalog, by, change)?;
        tx.enable_user(staff.id)?;
        tx.record_home("user_enabled", name)?;
        Ok(())
    });
    countersign::or_ask(desk, by, done, now)
}
