//! The way back for an only supervisor who lost the passphrase: on the host, for the account that owns the home.
//!
//! Who owns the home's files can change anything in them anyway; this way is on record and told to every
//! supervisor.

use super::{Desk, Home, Result, WorkError, passphrase};
use crate::domain::people::{Role, Staff};
use crate::domain::text::Foreign;
use crate::domain::worktime::shanghai;
use crate::store::{Op, Tx};
use chrono::{DateTime, Utc};

/// What is known of the other supervisors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Others {
    /// There must be none: one of them could set the passphrase.
    MustBeNone,
    /// None of them can sign in either, as whoever runs this says.
    CanNotSignIn,
}

/// Refuses everybody but the account of the host that owns the home.
pub fn must_own(home: &Home) -> Result<()> {
    match (stranger(home)?, Foreign::path(home.dir())) {
        (false, _) => Ok(()),
        (true, dir) => Err(WorkError::say(
            format!("beian recover 只能由拥有{dir}的系统账号运行；请以该账号登录主机后再试。"),
            format!(
                "'beian recover' is for the account of this host that owns {dir}; sign in to the host as it"
            ),
        )),
    }
}

#[cfg(unix)]
fn stranger(home: &Home) -> Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let me = rustix::process::geteuid().as_raw();
    for path in [home.dir().to_owned(), home.database()] {
        let data = std::fs::metadata(&path).map_err(|error| WorkError::io(&path, error))?;
        if data.uid() != me {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Where files have no owner that can be asked for, nobody is let in.
#[cfg(not(unix))]
fn stranger(_: &Home) -> Result<bool> {
    Ok(true)
}

/// The supervisor to whom a way back is given: the one that is named, or the only one.
pub fn whose(desk: &Desk, name: Option<&str>, others: Others) -> Result<Staff> {
    whose_of(supervisors(desk.store.staff()?), name, others)
}

fn supervisors(staff: Vec<Staff>) -> Vec<Staff> {
    staff.into_iter().filter(|staff| staff.has(Role::Supervisor) && !staff.disabled).collect()
}

fn whose_of(all: Vec<Staff>, name: Option<&str>, others: Others) -> Result<Staff> {
    let names: Vec<String> = all.iter().map(|staff| staff.name.clone()).collect();
    let (zh, en) = (names.join("、"), names.join(", "));
    let count = all.len();
    let found = match name {
        Some(name) => all.into_iter().find(|staff| staff.name == name),
        None => all.into_iter().next().filter(|_| count == 1),
    };
    let Some(found) = found else {
        return Err(WorkError::say(
            format!(
                "请指明一位未停用的主管（现有：{zh}）；其他账号的口令由主管用 beian user passphrase 重设。"
            ),
            format!(
                "name a supervisor whose account is open (there are: {en}); a supervisor sets other passphrases with 'beian user passphrase'"
            ),
        ));
    };
    if count > 1 && others == Others::MustBeNone {
        let names: Vec<String> = names.into_iter().filter(|one| *one != found.name).collect();
        let (zh, en) = (names.join("、"), names.join(", "));
        return Err(WorkError::say(
            format!(
                "还有其他主管（{zh}），可由其用 beian user passphrase {} 重设；若他们都无法登录，请加 --no-other。",
                found.name
            ),
            format!(
                "there are other supervisors ({en}), who can run 'beian user passphrase {}'; if none of them can sign in, add --no-other",
                found.name
            ),
        ));
    }
    Ok(found)
}

/// Sets a supervisor's passphrase, on record, and tells every supervisor at the next sign-in.
pub fn recover(desk: &mut Desk, name: &str, secret: &str, others: Others, now: DateTime<Utc>) -> Result<()> {
    must_own(&desk.home)?;
    let hash = passphrase::chosen(secret, name)?;
    desk.store.transact(&Op::program(now), |tx| {
        let all = supervisors(tx.everybody()?);
        let found = whose_of(all.clone(), Some(name), others)?;
        tx.set_hash(found.id, &hash)?;
        tell(tx, &found, &all)?;
        tx.record_home("recovered", &found.name)?;
        Ok(())
    })
}

fn tell(tx: &Tx, found: &Staff, all: &[Staff]) -> Result<()> {
    let (name, at) = (&found.name, shanghai(tx.op.at).format("%Y-%m-%d %H:%M"));
    let mut zh = format!("主管“{name}”的口令于{at}在主机上用 beian recover 重设");
    let mut en =
        format!("the passphrase of the supervisor '{name}' was set on the host with 'beian recover' at {at}");
    if all.len() > 1 {
        zh.push_str("，当时声明其他主管都无法登录");
        en.push_str(", with the word that no other supervisor could sign in");
    }
    zh.push_str("；若不知情，请查主机的登录记录。");
    en.push_str("; if you don't know of it, look at who was on the host");
    for staff in all {
        tx.tell_at_sign_in(staff.id, &zh, &en)?;
    }
    Ok(())
}
