//! Settings of the home, and saved views of its people.

use super::error::{read_json, write_json};
use super::{Result, Store, Tx};
use crate::domain::ids::UserId;
use crate::domain::verdict::FourEyes;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Serialize, de::DeserializeOwned};

/// Key of the four-eyes setting.
pub const FOUR_EYES: &str = "four_eyes";

fn get<T: DeserializeOwned>(conn: &Connection, key: &str) -> Result<Option<T>> {
    let mut statement = conn.prepare_cached("SELECT value FROM setting WHERE key = ?1")?;
    let text: Option<String> = statement.query_row([key], |row| row.get(0)).optional()?;
    text.map(|text| read_json("setting", &text)).transpose()
}

impl Store {
    /// A setting of the home.
    pub fn setting<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>> {
        get(&self.conn, key)
    }

    /// A person's own settings.
    pub fn user_settings<T: DeserializeOwned + Default>(&self, user: UserId) -> Result<T> {
        let text: Option<String> = self
            .conn
            .prepare_cached("SELECT settings FROM user WHERE id = ?1")?
            .query_row([user.0], |row| row.get(0))
            .optional()?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }

    /// A person's saved views, by name.
    pub fn views(&self, user: UserId) -> Result<Vec<(String, String)>> {
        let mut statement =
            self.conn.prepare_cached("SELECT name, body FROM saved_view WHERE user_id = ?1 ORDER BY name")?;
        let rows = statement.query_map([user.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Tx<'_> {
    /// The four-eyes setting.
    pub fn four_eyes(&self) -> Result<FourEyes> {
        Ok(get(self.conn, FOUR_EYES)?.unwrap_or_default())
    }

    /// A setting of the home.
    pub fn setting<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>> {
        get(self.conn, key)
    }

    /// Keeps a person's own settings.
    pub fn set_user_settings<T: Serialize>(&self, user: UserId, value: &T) -> Result<()> {
        let text = write_json("settings", value)?;
        self.conn
            .prepare_cached("UPDATE user SET settings = ?2 WHERE id = ?1")?
            .execute(params![user.0, text])?;
        Ok(())
    }

    /// Keeps a view under a name, in place of one with that name.
    pub fn save_view(&self, user: UserId, name: &str, body: &str) -> Result<()> {
        self.conn
            .prepare_cached(include_str!("setting/put_view.sql"))?
            .execute(params![user.0, name, body])?;
        Ok(())
    }

    /// Forgets a view.
    pub fn delete_view(&self, user: UserId, name: &str) -> Result<()> {
        self.conn
            .prepare_cached("DELETE FROM saved_view WHERE user_id = ?1 AND name = ?2")?
            .execute(params![user.0, name])?;
        Ok(())
    }
}
