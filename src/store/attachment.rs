//! Attachments of orders, and the facts of their files.

use super::error::{read_json, write_json};
use super::time::{from_ms, to_ms};
use super::{Result, Store, Tx};
use crate::domain::facts::FileFacts;
use crate::domain::ids::{OrderId, Sha256};
use crate::domain::order::Attachment;
use crate::domain::view::AttachmentView;
use rusqlite::{Connection, OptionalExtension, params};

fn of_revision(conn: &Connection, order: OrderId, revision: u32) -> Result<Vec<AttachmentView>> {
    let mut statement = conn.prepare_cached(include_str!("order/attachments.sql"))?;
    let rows = statement.query_map(params![order.0, revision], |row| {
        Ok((
            row.get::<_, String>(0)?,
            row.get::<_, String>(1)?,
            row.get::<_, Option<i64>>(2)?,
            row.get::<_, Option<i64>>(3)?,
        ))
    })?;
    rows.map(|row| {
        let (given, facts, supplement, purged) = row?;
        Ok(AttachmentView {
            given: read_json("attachment", &given)?,
            facts: read_json("facts", &facts)?,
            revision,
            supplement: supplement.map(from_ms),
            purged: purged.map(from_ms),
        })
    })
    .collect()
}

impl Store {
    /// The attachments of a revision, supplements after the package.
    pub fn attachments(&self, order: OrderId, revision: u32) -> Result<Vec<AttachmentView>> {
        of_revision(&self.conn, order, revision)
    }

    /// Facts of the files after this one, in the order of their hashes.
    pub fn file_facts(&self, after: &Sha256, most: usize) -> Result<Vec<FileFacts>> {
        let mut statement =
            self.conn.prepare_cached("SELECT facts FROM file WHERE sha256 > ?1 ORDER BY sha256 LIMIT ?2")?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let rows = statement.query_map(params![after.as_str(), most], |row| row.get::<_, String>(0))?;
        rows.map(|row| read_json("facts", &row?)).collect()
    }

    /// Hashes of every file that an order refers to.
    pub fn referred_files(&self) -> Result<Vec<Sha256>> {
        let mut statement = self.conn.prepare("SELECT sha256 FROM file ORDER BY sha256")?;
        let rows = statement.query_map([], |row| row.get(0).map(Sha256))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Tx<'_> {
    /// The attachments of a revision.
    pub fn attachments(&self, order: OrderId, revision: u32) -> Result<Vec<AttachmentView>> {
        of_revision(self.conn, order, revision)
    }

    /// Whether an order refers to a file.
    pub fn refers_to(&self, hash: &Sha256) -> Result<bool> {
        let mut statement = self.conn.prepare_cached("SELECT 1 FROM file WHERE sha256 = ?1")?;
        Ok(statement.query_row([hash.as_str()], |_| Ok(())).optional()?.is_some())
    }

    /// Keeps an attachment with the facts of its file.
    pub fn add_attachment(
        &self,
        order: OrderId,
        revision: u32,
        supplement: Option<i64>,
        given: &Attachment,
        facts: &FileFacts,
    ) -> Result<()> {
        self.conn
            .prepare_cached(include_str!("order/insert_file.sql"))?
            .execute(params![facts.sha256.as_str(), write_json("facts", facts)?])?;
        self.conn.prepare_cached(include_str!("order/insert_attachment.sql"))?.execute(params![
            order.0,
            revision,
            supplement,
            write_json("attachment", given)?,
            facts.sha256.as_str()
        ])?;
        Ok(())
    }

    /// Keeps new facts of a file that is known.
    pub fn put_facts(&self, facts: &FileFacts) -> Result<()> {
        self.conn
            .prepare_cached("UPDATE file SET facts = ?2 WHERE sha256 = ?1")?
            .execute(params![facts.sha256.as_str(), write_json("facts", facts)?])?;
        Ok(())
    }

    /// Opens a supplement; none where the very same one is here already.
    pub fn add_supplement(&self, order: OrderId, revision: u32, content: &Sha256) -> Result<Option<i64>> {
        let known: Option<i64> = self
            .conn
            .prepare_cached(
                "SELECT id FROM supplement WHERE order_id = ?1 AND revision = ?2 AND content = ?3",
            )?
            .query_row(params![order.0, revision, content.as_str()], |row| row.get(0))
            .optional()?;
        if known.is_some() {
            return Ok(None);
        }
        self.conn
            .prepare_cached(
                "INSERT INTO supplement (order_id, revision, received_at, content) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![order.0, revision, to_ms(self.op.at), content.as_str()])?;
        Ok(Some(self.conn.last_insert_rowid()))
    }
}
