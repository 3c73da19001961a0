//! What lies outside an order: the registry of filings, and the other orders of this home. Every query
//! comes from an index, and each is bounded.

use super::filed::{Numbers, merged, numbers};
use super::filing::filing;
use super::keys::{Kind, keys};
use super::order::revision_of;
use super::{Result, Store, Tx};
use crate::domain::across::{
    Across, Filing, OtherOrder, ServerEntities, SharedContact, SharedFile, certificate_key, domain_key,
};
use crate::domain::ids::{OrderId, OrderNo, ReasonCode, Sha256};
use crate::domain::order::{Order, OrderType};
use rusqlite::{Connection, Params, Row, params};
use std::collections::BTreeSet;

/// Rows of the registry for one certificate or domain.
const FILINGS: i64 = 200;
/// Filed orders of this home that are read for their filings.
const FILED: usize = 40;
/// Domains of the order that are asked about.
const DOMAINS: usize = 50;
/// Other orders that are looked at for one question.
const OTHERS: i64 = 200;
/// Contacts or files that are named for one value.
const NAMED: i64 = 20;

/// An order that is asked about; it need not be in this home.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// Its row, where it is here: then it is no other order.
    pub id: Option<OrderId>,
    /// The order.
    pub order: &'a Order,
    /// Hashes of its files.
    pub files: &'a [Sha256],
}

impl Store {
    /// What lies outside an order.
    pub fn across(&self, about: &About) -> Result<Across> {
        Asking::new(&self.conn, about).all()
    }
}

impl Tx<'_> {
    /// What lies outside an order.
    pub fn across(&self, about: &About) -> Result<Across> {
        Asking::new(self.conn, about).all()
    }
}

struct Asking<'a> {
    conn: &'a Connection,
    about: &'a About<'a>,
    own: i64,
    certificate: String,
    keys: BTreeSet<(Kind, String)>,
    /// Domains in the form that is compared, and as orders keep them.
    domains: BTreeSet<String>,
}

impl<'a> Asking<'a> {
    fn new(conn: &'a Connection, about: &'a About<'a>) -> Self {
        let order = about.order;
        let names = order.sites.iter().flat_map(|site| &site.domains).take(DOMAINS);
        let domains = names.flat_map(|domain| [domain_key(&domain.name), domain.name.to_lowercase()]);
        Self {
            conn,
            about,
            own: about.id.map_or(-1, |id| id.0),
            certificate: certificate_key(&order.entity.certificate.number),
            keys: keys(order),
            domains: domains.filter(|domain| !domain.is_empty()).collect(),
        }
    }

    fn all(&self) -> Result<Across> {
        Ok(Across {
            filings: self.filings()?,
            account_orders: self.account_orders()?,
            entity_orders: self.entity_orders()?,
            certificate_accounts: self.certificate_accounts()?,
            server_entities: self.server_entities()?,
            shared_contacts: self.shared_contacts()?,
            shared_files: self.shared_files()?,
            rejections: self.rejections()?,
        })
    }

    fn list<T>(
        &self,
        sql: &str,
        values: impl Params,
        row: impl FnMut(&Row) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = self.conn.prepare_cached(sql)?;
        Ok(statement.query_map(values, row)?.collect::<rusqlite::Result<_>>()?)
    }

    fn of(&self, kind: Kind) -> impl Iterator<Item = &str> {
        self.keys.iter().filter(move |(of, _)| *of == kind).map(|(_, key)| key.as_str())
    }

    fn filings(&self) -> Result<Vec<Filing>> {
        let mut rows: Vec<(Filing, i64)> = Vec::new();
        let dated = |row: &Row| Ok((filing(row)?, row.get("imported_at")?));
        if !self.certificate.is_empty() {
            let values = params![self.certificate, FILINGS];
            rows = self.list(include_str!("filing/by_certificate.sql"), values, dated)?;
        }
        for domain in &self.domains {
            let more = self.list(include_str!("filing/by_domain.sql"), params![domain, FILINGS], dated)?;
            rows.extend(more.into_iter().filter(|(filing, _)| {
                filing.certificate_number.as_deref().map(certificate_key).as_deref()
                    != Some(self.certificate.as_str())
            }));
        }
        Ok(merged(rows, self.filed_here()?))
    }

    /// The filed orders of this home that share the certificate or a domain, in the order of their filing.
    fn filed_here(&self) -> Result<Vec<(Order, Numbers)>> {
        let mut ids: BTreeSet<(i64, u32)> = BTreeSet::new();
        let pair = |row: &Row| Ok((row.get(0)?, row.get(1)?));
        if !self.certificate.is_empty() {
            let values = params![self.certificate, self.own, OTHERS];
            ids.extend(self.list(include_str!("across/filed_by_certificate.sql"), values, pair)?);
        }
        for domain in &self.domains {
            let values = params![domain, self.own, OTHERS];
            ids.extend(self.list(include_str!("across/filed_by_domain.sql"), values, pair)?);
        }
        let mut filed = Vec::new();
        let skipped = ids.len().saturating_sub(FILED);
        for (id, revision) in ids.into_iter().skip(skipped) {
            if let Some(order) = revision_of(self.conn, OrderId(id), revision)? {
                filed.push((order, numbers(self.conn, OrderId(id))?));
            }
        }
        // Those that were filed before this program kept numbers come first, as they came in.
        filed.sort_by_key(|(_, numbers)| numbers.at);
        Ok(filed)
    }

    fn account_orders(&self) -> Result<Vec<OtherOrder>> {
        let account = &self.about.order.account.id;
        if account.is_empty() {
            return Ok(Vec::new());
        }
        let values = params![account, self.own, OTHERS, NAMED];
        Ok(others(self.list(include_str!("across/account_orders.sql"), values, other)?))
    }

    fn entity_orders(&self) -> Result<Vec<OtherOrder>> {
        let values = params![self.certificate, self.own, OTHERS, NAMED];
        Ok(others(self.list(include_str!("across/entity_orders.sql"), values, other)?))
    }

    fn certificate_accounts(&self) -> Result<Vec<String>> {
        let values = params![self.certificate, self.own, OTHERS, self.about.order.account.id, NAMED];
        self.list(include_str!("across/certificate_accounts.sql"), values, |row| row.get(0))
    }

    fn server_entities(&self) -> Result<Vec<ServerEntities>> {
        let mut found = Vec::new();
        for server in self.of(Kind::Server) {
            let values = params![server, self.own, OTHERS, self.certificate];
            let entities = self.list(include_str!("across/server_entities.sql"), values, |row| row.get(0))?;
            found.push(ServerEntities { server_id: server.to_owned(), entities });
        }
        Ok(found)
    }

    fn shared_contacts(&self) -> Result<Vec<SharedContact>> {
        let mut found = Vec::new();
        for kind in [Kind::Mobile, Kind::Email] {
            for value in self.of(kind) {
                let values = params![kind.slug(), value, self.own, OTHERS, self.certificate, NAMED];
                found.extend(self.list(include_str!("across/shared_contacts.sql"), values, |row| {
                    Ok(SharedContact {
                        value: value.to_owned(),
                        no: OrderNo(row.get(0)?),
                        entity: row.get(1)?,
                    })
                })?);
            }
        }
        Ok(found)
    }

    fn shared_files(&self) -> Result<Vec<SharedFile>> {
        let mut found = Vec::new();
        let hashes: BTreeSet<&Sha256> = self.about.files.iter().collect();
        for hash in hashes {
            let values = params![hash.as_str(), self.own, OTHERS, self.certificate, NAMED];
            found.extend(self.list(include_str!("across/shared_files.sql"), values, |row| {
                Ok(SharedFile {
                    sha256: hash.0.clone(),
                    no: OrderNo(row.get(0)?),
                    entity: row.get(1)?,
                    certificate_number: row.get(2)?,
                })
            })?);
        }
        Ok(found)
    }

    fn rejections(&self) -> Result<Vec<(ReasonCode, u32)>> {
        let values = params![self.certificate, OTHERS];
        self.list(include_str!("across/rejections.sql"), values, |row| {
            Ok((row.get::<_, String>(0)?.into(), row.get(1)?))
        })
    }
}

fn other(row: &Row) -> rusqlite::Result<(String, String)> {
    Ok((row.get(0)?, row.get(1)?))
}

fn others(rows: Vec<(String, String)>) -> Vec<OtherOrder> {
    let known = |(no, kind): (String, String)| Some((OrderNo(no), OrderType::parse(&kind)?));
    rows.into_iter().filter_map(known).map(|(no, order_type)| OtherOrder { no, order_type }).collect()
}
