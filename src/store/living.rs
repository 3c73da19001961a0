//! The living account: whoever signed in changes and reads only as long as their account is the one that did.

use super::error::read_json;
use super::{Result, Store, StoreError, Tx};
use crate::domain::ids::UserId;
use crate::domain::lang::Lang;
use crate::domain::people::Role;
use crate::domain::verdict::Refusal;
use rusqlite::{Connection, OptionalExtension};
use std::collections::BTreeSet;

/// Somebody who signed in, with their account as it stood then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// Who.
    pub user: UserId,
    /// How often the account had changed by then.
    pub epoch: i64,
    /// What they might do.
    pub roles: BTreeSet<Role>,
}

/// Why a desk that was open is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// The account was disabled.
    Disabled,
    /// Its roles are others.
    Roles,
    /// Its passphrase is another.
    Passphrase,
}

impl Closed {
    /// One sentence for who sits there.
    pub const fn sentence(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Disabled, Lang::Zh) => "您的账号已停用，审核台已锁定；草稿已保存，请联系主管。",
            (Self::Disabled, Lang::En) => {
                "Your account was disabled, so the desk is locked; drafts are kept. Ask a supervisor."
            }
            (Self::Roles, Lang::Zh) => "您的角色已更改，审核台已锁定；草稿已保存，请重新输入口令。",
            (Self::Roles, Lang::En) => {
                "Your roles were changed, so the desk is locked; drafts are kept. Enter your passphrase again."
            }
            (Self::Passphrase, Lang::Zh) => "您的口令已更改，审核台已锁定；草稿已保存，请输入新口令。",
            (Self::Passphrase, Lang::En) => {
                "Your passphrase was changed, so the desk is locked; drafts are kept. Enter the new one."
            }
        }
    }
}

/// Refuses a person whose account is gone or disabled, or is another than the one that signed in.
pub(super) fn check(conn: &Connection, who: UserId, known: Option<&SignedIn>) -> Result<()> {
    let known = known.filter(|known| known.user == who);
    let mut statement = conn.prepare_cached("SELECT disabled, epoch, roles FROM user WHERE id = ?1")?;
    let row = statement.query_row([who.0], |row| {
        Ok((row.get::<_, bool>(0)?, row.get::<_, i64>(1)?, row.get::<_, String>(2)?))
    });
    let Some((disabled, epoch, roles)) = row.optional()? else {
        return Err(StoreError::NotFound { what: "user", name: who.to_string().into() });
    };
    match known {
        None if disabled => Err(Refusal::Disabled.into()),
        Some(_) if disabled => Err(StoreError::Closed(Closed::Disabled)),
        Some(known) if known.epoch != epoch => {
            let roles: BTreeSet<Role> = read_json("roles", &roles)?;
            let same = roles == known.roles;
            Err(StoreError::Closed(if same { Closed::Passphrase } else { Closed::Roles }))
        }
        _ => Ok(()),
    }
}

impl Store {
    /// From now on, what this person changes over this connection is checked against that sign-in.
    pub fn signed_in(&mut self, who: Option<SignedIn>) {
        self.signed_in = who;
    }

    /// Who signed in over this connection.
    pub fn who(&self) -> Option<&SignedIn> {
        self.signed_in.as_ref()
    }

    /// Refuses where the account is no longer the one that signed in.
    pub fn living(&self, who: &SignedIn) -> Result<()> {
        check(&self.conn, who.user, Some(who))
    }

    /// Another connection to the same database, for the same person.
    pub fn again(&self) -> Result<Self> {
        let mut fresh = Self::open(&self.path)?;
        fresh.signed_in.clone_from(&self.signed_in);
        fresh.opener = self.opener.clone();
        Ok(fresh)
    }
}

impl Tx<'_> {
    /// How often an account has changed.
    pub fn epoch(&self, who: UserId) -> Result<i64> {
        let mut statement = self.conn.prepare_cached("SELECT epoch FROM user WHERE id = ?1")?;
        Ok(statement.query_row([who.0], |row| row.get(0))?)
    }
}
