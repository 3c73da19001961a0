//! Staff accounts.

use super::error::{read_json, write_json};
use super::time::to_ms;
use super::{Result, Store, StoreError, Tx};
use crate::domain::account_name;
use crate::domain::ids::UserId;
use crate::domain::people::{Role, Staff};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::BTreeSet;

/// An account with what sign-in needs.
#[derive(Debug, Clone)]
pub struct Account {
    /// Who.
    pub staff: Staff,
    /// Hash of the passphrase, a PHC string.
    pub hash: String,
    /// Rises with everything that ends what was signed in before.
    pub epoch: i64,
}

fn account(row: &Row) -> rusqlite::Result<(Account, String)> {
    let account = Account {
        staff: Staff {
            id: UserId(row.get("id")?),
            name: row.get("name")?,
            roles: BTreeSet::new(),
            disabled: row.get("disabled")?,
        },
        hash: row.get("hash")?,
        epoch: row.get("epoch")?,
    };
    Ok((account, row.get("roles")?))
}

fn with_roles((mut account, roles): (Account, String)) -> Result<Account> {
    account.staff.roles = read_json("roles", &roles)?;
    Ok(account)
}

/// As it is written; else in another width or case of letters, where one account alone has it so.
fn by_name(conn: &Connection, name: &str) -> Result<Option<Account>> {
    let mut statement = conn.prepare_cached("SELECT * FROM user WHERE name = ?1")?;
    if let Some(found) = statement.query_row([name], account).optional()? {
        return with_roles(found).map(Some);
    }
    let plain = account_name::plain(name);
    let mut alike = names(conn)?.into_iter().filter(|known| account_name::plain(known) == plain);
    match (alike.next(), alike.next()) {
        (Some(known), None) => statement.query_row([known], account).optional()?.map(with_roles).transpose(),
        _ => Ok(None),
    }
}

fn names(conn: &Connection) -> Result<Vec<String>> {
    let mut statement = conn.prepare_cached("SELECT name FROM user ORDER BY id")?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn by_id(conn: &Connection, id: UserId) -> Result<Account> {
    let mut statement = conn.prepare_cached("SELECT * FROM user WHERE id = ?1")?;
    let found = statement.query_row([id.0], account).optional()?;
    with_roles(found.ok_or_else(|| StoreError::NotFound { what: "user", name: id.to_string().into() })?)
}

/// The names of the accounts that are open, oldest first.
pub(super) fn open_names(conn: &Connection) -> Result<Vec<String>> {
    let mut statement = conn.prepare_cached("SELECT name FROM user WHERE disabled = 0 ORDER BY id")?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

impl Store {
    /// The account with this name.
    pub fn account(&self, name: &str) -> Result<Option<Account>> {
        by_name(&self.conn, name)
    }

    /// Every account, by name.
    pub fn staff(&self) -> Result<Vec<Staff>> {
        everybody(&self.conn)
    }
}

fn everybody(conn: &Connection) -> Result<Vec<Staff>> {
    let mut statement = conn.prepare_cached("SELECT * FROM user ORDER BY name")?;
    let rows = statement.query_map([], account)?;
    rows.map(|row| with_roles(row?).map(|account| account.staff)).collect()
}

impl Tx<'_> {
    /// The account with this name.
    pub fn account(&self, name: &str) -> Result<Option<Account>> {
        by_name(self.conn, name)
    }

    /// The person with this row.
    pub fn staff(&self, id: UserId) -> Result<Staff> {
        Ok(by_id(self.conn, id)?.staff)
    }

    /// Every account, by name.
    pub fn everybody(&self) -> Result<Vec<Staff>> {
        everybody(self.conn)
    }

    /// The names of all accounts, oldest first.
    pub fn account_names(&self) -> Result<Vec<String>> {
        names(self.conn)
    }

    /// The names of the accounts that are open, oldest first.
    pub fn open_names(&self) -> Result<Vec<String>> {
        open_names(self.conn)
    }

    /// The hash of a person's passphrase; none where the account is disabled.
    pub fn living_hash(&self, id: UserId) -> Result<Option<String>> {
        let account = by_id(self.conn, id)?;
        Ok((!account.staff.disabled).then_some(account.hash))
    }

    /// Number of accounts.
    pub fn staff_count(&self) -> Result<i64> {
        Ok(self.conn.query_row("SELECT count(*) FROM user", [], |row| row.get(0))?)
    }

    /// Adds an account.
    pub fn add_user(&self, name: &str, hash: &str, roles: &BTreeSet<Role>) -> Result<UserId> {
        if self.account(name)?.is_some() {
            return Err(StoreError::Taken { what: "user", name: name.into() });
        }
        self.conn
            .prepare_cached("INSERT INTO user (name, hash, roles, created_at) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![name, hash, write_json("roles", roles)?, to_ms(self.op.at)])?;
        Ok(UserId(self.conn.last_insert_rowid()))
    }

    /// Opens a disabled account again.
    pub fn enable_user(&self, id: UserId) -> Result<()> {
        self.conn.prepare_cached("UPDATE user SET disabled = 0 WHERE id = ?1")?.execute([id.0])?;
        Ok(())
    }

    /// Changes what a person may do.
    pub fn set_roles(&self, id: UserId, roles: &BTreeSet<Role>) -> Result<()> {
        self.conn
            .prepare_cached("UPDATE user SET roles = ?2 WHERE id = ?1")?
            .execute(params![id.0, write_json("roles", roles)?])?;
        Ok(())
    }

    /// Disables an account.
    pub fn disable_user(&self, id: UserId) -> Result<()> {
        self.conn.prepare_cached("UPDATE user SET disabled = 1 WHERE id = ?1")?.execute([id.0])?;
        Ok(())
    }

    /// Sets a new passphrase hash; who waits after wrong tries waits no more.
    pub fn set_hash(&self, id: UserId, hash: &str) -> Result<()> {
        self.conn.prepare_cached("UPDATE user SET hash = ?2 WHERE id = ?1")?.execute(params![id.0, hash])?;
        self.conn
            .prepare_cached(
                "UPDATE sign_in_try SET failed = 0, next_try_at = 0, turn_until = 0 WHERE who = ?1",
            )?
            .execute([id.0])?;
        Ok(())
    }
}
