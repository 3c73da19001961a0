//! The registry of filings that were made elsewhere, or before this home began.

use super::filed::Sign;
use super::time::to_ms;
use super::{Result, Store, Tx};
use crate::domain::across::{Filing, certificate_key};
use crate::domain::ids::Sha256;
use rusqlite::{Connection, OptionalExtension, Row, params};

/// What became of a row of the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// It is new.
    Added,
    /// It was there with other contents.
    Changed,
    /// It was there, the same.
    Unchanged,
}

/// A row of the registry, and the file that it came with.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Registered {
    /// The filing.
    #[serde(flatten)]
    pub filing: Filing,
    /// The file.
    pub source: String,
}

pub(super) fn filing(row: &Row) -> rusqlite::Result<Filing> {
    Ok(Filing {
        certificate_number: row.get("certificate_number")?,
        entity_name: row.get("entity_name")?,
        entity_number: row.get("entity_number")?,
        site_name: row.get("site_name")?,
        site_number: row.get("site_number")?,
        domain: row.get("domain")?,
        provider: row.get("provider")?,
        here: row.get("here")?,
        manager_name: row.get("manager_name")?,
        manager_mobile: row.get("manager_mobile")?,
    })
}

/// What makes a row the same filing as another: entity, site, domain and provider.
pub fn identity(filing: &Filing) -> String {
    let certificate = filing.certificate_number.as_deref().map(certificate_key);
    let entity = certificate.unwrap_or_else(|| filing.entity_name.clone());
    let rest = [&filing.entity_number, &filing.site_number, &filing.domain, &filing.provider];
    let rest = rest.map(|part| part.as_deref().unwrap_or_default()).join("\n");
    format!("{entity}\n{rest}")
}

fn hash(filing: &Filing) -> Sha256 {
    // A record of texts always has a JSON form.
    Sha256::of(serde_json::to_string(filing).unwrap_or_default().as_bytes())
}

impl Store {
    /// Rows whose certificate number, entity number or domain is this, or whose entity's name holds it.
    pub(super) fn find_filings(&self, term: &Sign, most: usize) -> Result<Vec<Registered>> {
        let mut statement = self.conn.prepare_cached(include_str!("filing/find.sql"))?;
        let values = params![term.certificate, term.domain, term.text, most as i64];
        let rows = statement
            .query_map(values, |row| Ok(Registered { filing: filing(row)?, source: row.get("source")? }))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// How many rows the registry has.
    pub fn filing_count(&self) -> Result<u64> {
        let count: i64 = self.conn.query_row("SELECT count(*) FROM filing", [], |row| row.get(0))?;
        Ok(count.max(0).unsigned_abs())
    }
}

impl Tx<'_> {
    /// Keeps a row of the registry; its domain is in the form that is compared.
    pub fn put_filing(&self, filing: &Filing, source: &str) -> Result<Put> {
        let (identity, hash) = (identity(filing), hash(filing));
        let known = known(self.conn, &identity)?;
        if known.as_deref() == Some(hash.as_str()) {
            return Ok(Put::Unchanged);
        }
        self.conn.prepare_cached(include_str!("filing/put.sql"))?.execute(params![
            identity,
            hash.as_str(),
            source,
            to_ms(self.op.at),
            filing.certificate_number.as_deref().map(certificate_key),
            filing.certificate_number,
            filing.entity_name,
            filing.entity_number,
            filing.site_name,
            filing.site_number,
            filing.domain,
            filing.provider,
            filing.here,
            filing.manager_name,
            filing.manager_mobile,
        ])?;
        Ok(if known.is_some() { Put::Changed } else { Put::Added })
    }

    /// Marks the findings of open orders that a filing has to do with: same certificate, or same domain.
    pub fn mark_filing(&self, filing: &Filing) -> Result<()> {
        let certificate = filing.certificate_number.as_deref().map(certificate_key);
        self.conn
            .prepare_cached(include_str!("filing/mark.sql"))?
            .execute(params![certificate, filing.domain])?;
        Ok(())
    }
}

fn known(conn: &Connection, identity: &str) -> Result<Option<String>> {
    let mut statement = conn.prepare_cached("SELECT hash FROM filing WHERE identity = ?1")?;
    Ok(statement.query_row([identity], |row| row.get(0)).optional()?)
}
