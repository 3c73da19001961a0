//! Staff accounts.

use super::error::{read_json, write_json};
use super::time::{from_ms, to_ms};
use super::{Result, Store, StoreError, Tx};
use crate::domain::ids::UserId;
use crate::domain::people::{Role, Staff};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::BTreeSet;

/// An account with what sign-in needs.
#[derive(Debug, Clone)]
pub struct Account {
    /// Who.
    pub staff: Staff,
    /// Hash of the passphrase, a PHC string.
    pub hash: String,
    /// Failed sign-ins in a row.
    pub failed: u32,
    /// No sign-in before this moment.
    pub next_try_at: DateTime<Utc>,
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
        failed: row.get("failed")?,
        next_try_at: from_ms(row.get("next_try_at")?),
    };
    Ok((account, row.get("roles")?))
}

fn with_roles((mut account, roles): (Account, String)) -> Result<Account> {
    account.staff.roles = read_json("roles", &roles)?;
    Ok(account)
}

fn by_name(conn: &Connection, name: &str) -> Result<Option<Account>> {
    let mut statement = conn.prepare_cached("SELECT * FROM user WHERE name = ?1")?;
    statement.query_row([name], account).optional()?.map(with_roles).transpose()
}

fn by_id(conn: &Connection, id: UserId) -> Result<Account> {
    let mut statement = conn.prepare_cached("SELECT * FROM user WHERE id = ?1")?;
    let found = statement.query_row([id.0], account).optional()?;
    with_roles(found.ok_or_else(|| StoreError::NotFound { what: "user", name: id.to_string().into() })?)
}

impl Store {
    /// The account with this name.
    pub fn account(&self, name: &str) -> Result<Option<Account>> {
        by_name(&self.conn, name)
    }

    /// Every account, by name.
    pub fn staff(&self) -> Result<Vec<Staff>> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM user ORDER BY name")?;
        let rows = statement.query_map([], account)?;
        rows.map(|row| with_roles(row?).map(|account| account.staff)).collect()
    }
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

    /// Disables an account.
    pub fn disable_user(&self, id: UserId) -> Result<()> {
        self.conn.prepare_cached("UPDATE user SET disabled = 1 WHERE id = ?1")?.execute([id.0])?;
        Ok(())
    }

    /// Sets a new passphrase hash.
    pub fn set_hash(&self, id: UserId, hash: &str) -> Result<()> {
        self.conn
            .prepare_cached("UPDATE user SET hash = ?2, failed = 0, next_try_at = 0 WHERE id = ?1")?
            .execute(params![id.0, hash])?;
        Ok(())
    }

    /// Keeps the count of failed sign-ins, and when the next may come.
    pub fn set_failed(&self, id: UserId, failed: u32, next_try_at: DateTime<Utc>) -> Result<()> {
        self.conn
            .prepare_cached("UPDATE user SET failed = ?2, next_try_at = ?3 WHERE id = ?1")?
            .execute(params![id.0, failed, to_ms(next_try_at)])?;
        Ok(())
    }
}
