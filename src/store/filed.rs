//! What the filed orders of this home amount to: what one filed, a later one may have changed or cancelled.

use super::error::read_json;
use super::filing::{Registered, filing};
use super::order::revision_of;
use super::search::Reach;
use super::{Result, Store};
use crate::domain::across::{Filing, certificate_key, domain_key};
use crate::domain::event::Event;
use crate::domain::ids::OrderId;
use crate::domain::life::SiteNumber;
use crate::domain::mask::without_personal;
use crate::domain::order::{Order, OrderType};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::BTreeSet;

/// What stands for the file of a row that an order of this home made.
pub const HERE: &str = "(filed here)";
/// Filed orders of one certificate that are read.
const FILED: i64 = 200;

impl Store {
    /// What is on file under a term: rows of the registry, and what was filed here, without what was cancelled.
    /// A certificate's number is compared only where the search reaches for numbers.
    pub fn on_file(&self, term: &str, reach: Reach, most: usize) -> Result<Vec<Registered>> {
        let term = &Sign::new(term, reach);
        let known = self.find_filings(term, most)?;
        let key = |row: &Registered| row.filing.certificate_number.as_deref().map(certificate_key);
        let mut certificates: BTreeSet<String> = known.iter().filter_map(key).collect();
        certificates.extend(self.filed_certificates(term, most)?);
        let mut found: Vec<Registered> = Vec::new();
        for certificate in certificates.iter().take(most) {
            for filing in self.of_certificate(certificate)?.into_iter().filter(|row| fits(row, term)) {
                let row = known.iter().find(|row| row.filing == filing).cloned();
                found.push(row.unwrap_or_else(|| Registered { filing, source: HERE.to_owned() }));
            }
        }
        found.extend(known.into_iter().filter(|row| key(row).is_none() && fits(&row.filing, term)));
        found.truncate(most);
        Ok(found)
    }

    fn filed_certificates(&self, term: &Sign, most: usize) -> Result<Vec<String>> {
        let mut statement = self.conn.prepare_cached(include_str!("filing/find_filed.sql"))?;
        let values = params![term.certificate, term.domain, term.text, term.text.to_lowercase(), most as i64];
        let rows = statement.query_map(values, |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn of_certificate(&self, certificate: &str) -> Result<Vec<Filing>> {
        let dated = |row: &Row| Ok((filing(row)?, row.get("imported_at")?));
        let mut statement = self.conn.prepare_cached(include_str!("filing/by_certificate.sql"))?;
        let rows = statement.query_map(params![certificate, FILED], dated)?;
        let rows: Vec<(Filing, i64)> = rows.collect::<rusqlite::Result<_>>()?;
        let mut statement = self.conn.prepare_cached(include_str!("across/filed_by_certificate.sql"))?;
        let ids = statement
            .query_map(params![certificate, -1, FILED], |row| Ok((OrderId(row.get(0)?), row.get(1)?)))?;
        let mut filed = Vec::new();
        for id in ids {
            let (id, revision) = id?;
            if let Some(order) = revision_of(&self.conn, id, revision)? {
                filed.push((order, numbers(&self.conn, id)?));
            }
        }
        filed.sort_by_key(|(_, numbers)| numbers.at);
        Ok(merged(rows, filed))
    }
}

/// By what filings are found.
pub(super) struct Sign<'a> {
    /// A certificate's number as it is compared; none where the search does not reach for numbers.
    pub certificate: Option<String>,
    /// A domain as it is compared.
    pub domain: String,
    /// As it was typed.
    pub text: &'a str,
}

impl<'a> Sign<'a> {
    fn new(term: &'a str, reach: Reach) -> Self {
        let certificate = (reach == Reach::Numbers).then(|| certificate_key(term));
        Self { certificate, domain: domain_key(term), text: term.trim() }
    }
}

/// Of an entity's name no more is compared than lists show.
fn fits(row: &Filing, term: &Sign) -> bool {
    let is = |part: &Option<String>, text: &str| part.as_deref() == Some(text);
    let certificate = row.certificate_number.as_deref().map(certificate_key);
    term.certificate.is_some() && certificate == term.certificate
        || is(&row.domain, &term.domain)
        || is(&row.entity_number, term.text)
        || is(&row.site_number, term.text)
        || (!term.text.is_empty() && without_personal(&row.entity_name).contains(term.text))
}

/// Rows of the registry with what the filed orders of this home add to them, or take away from what was known
/// when they were filed; a row that came later stays.
pub(super) fn merged(rows: Vec<(Filing, i64)>, filed: Vec<(Order, Numbers)>) -> Vec<Filing> {
    let mut found: Vec<Filing> = Vec::new();
    let mut later: Vec<(Filing, i64)> = rows;
    for (order, numbers) in filed {
        let (before, after) = later.into_iter().partition(|(_, at)| *at <= numbers.at);
        found.extend(Vec::into_iter(before).map(|(filing, _): (Filing, i64)| filing));
        later = after;
        take_in(&mut found, &order, &numbers);
    }
    for (filing, _) in later {
        if !found.contains(&filing) {
            found.push(filing);
        }
    }
    found
}

/// The numbers that the bureau gave to an order, and when.
#[derive(Debug, Clone, Default)]
pub(super) struct Numbers {
    /// When; 0 = before this program kept numbers.
    pub at: i64,
    entity: Option<String>,
    sites: Vec<SiteNumber>,
}

/// The numbers of an order, from the event that filed it.
pub(super) fn numbers(conn: &Connection, id: OrderId) -> Result<Numbers> {
    let mut statement = conn.prepare_cached(
        "SELECT at, body FROM event WHERE order_id = ?1 AND kind = 'filed' ORDER BY id DESC LIMIT 1",
    )?;
    let found: Option<(i64, String)> =
        statement.query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let Some((at, body)) = found else { return Ok(Numbers::default()) };
    match read_json("event", &body)? {
        Event::Filed { entity_number, sites, .. } => Ok(Numbers { at, entity: entity_number, sites }),
        _ => Ok(Numbers::default()),
    }
}

/// What an order that is filed adds to the filings before it, or takes away from them.
pub(super) fn take_in(filings: &mut Vec<Filing>, order: &Order, numbers: &Numbers) {
    let certificate = certificate_key(&order.entity.certificate.number);
    let of_entity = |filing: &Filing| {
        filing.certificate_number.as_deref().map(certificate_key).as_deref() == Some(&certificate)
    };
    let of_order = rows(order, &certificate, numbers);
    let same_site = |filing: &Filing| {
        let is_one = |row: &Filing| {
            let domain = row.domain.is_some() && row.domain == filing.domain;
            domain || row.site_number.is_some() && row.site_number == filing.site_number
        };
        of_entity(filing) && of_order.iter().any(is_one)
    };
    match order.order_type {
        OrderType::CancelEntity => filings.retain(|filing| !of_entity(filing)),
        OrderType::CancelSite => filings.retain(|filing| !same_site(filing)),
        // The filing stays with whoever else gives access to it.
        OrderType::CancelAccess => {
            filings.retain(|filing| !same_site(filing) || filing.here != Some(true));
        }
        OrderType::FirstFiling | OrderType::NewSite | OrderType::NewAccess | OrderType::Change => {
            let elsewhere = |filing: &Filing| filing.here.is_none() && filing.provider.is_some();
            filings.retain(|filing| !same_site(filing) || filing.here == Some(false) || elsewhere(filing));
            filings.extend(of_order);
        }
    }
}

/// An order's filings: its entity with each domain of each site.
fn rows(order: &Order, certificate: &str, numbers: &Numbers) -> Vec<Filing> {
    let stated = order.filed.as_ref().and_then(|filed| filed.entity_number.clone());
    let head = Filing {
        certificate_number: Some(certificate.to_owned()),
        entity_name: order.entity.name.clone(),
        entity_number: numbers.entity.clone().or(stated),
        here: Some(true),
        ..Filing::default()
    };
    let mut all = Vec::new();
    for site in &order.sites {
        let manager = order.person(&site.manager);
        let given = numbers.sites.iter().find(|given| given.site == site.id);
        let row = Filing {
            site_name: Some(site.name.clone()),
            site_number: given.map(|given| given.number.clone()).or_else(|| site.filing_number.clone()),
            manager_name: manager.map(|person| person.name.clone()),
            manager_mobile: manager.map(|person| person.mobile.clone()),
            ..head.clone()
        };
        let domains = site.domains.iter().map(|domain| Some(domain_key(&domain.name)));
        let domains: Vec<Option<String>> = domains.collect();
        let domains = if domains.is_empty() { vec![None] } else { domains };
        all.extend(domains.into_iter().map(|domain| Filing { domain, ..row.clone() }));
    }
    if all.is_empty() { vec![head] } else { all }
}
