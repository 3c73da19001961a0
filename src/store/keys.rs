//! By what orders find each other: certificate numbers, mobile numbers, mail addresses, servers.

use super::{Result, Tx};
use crate::domain::across::{certificate_key, email_key, phone_key};
use crate::domain::ids::OrderId;
use crate::domain::order::Order;
use rusqlite::params;
use std::collections::BTreeSet;

/// A kind of key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The entity's certificate number.
    Certificate,
    /// A person's mobile number.
    Mobile,
    /// A person's mail address.
    Email,
    /// A server, as the provider names it.
    Server,
    /// A filing number that the bureau gave; only orders that are filed have it.
    Filing,
}

impl Kind {
    /// The name in the database.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::Mobile => "mobile",
            Self::Email => "email",
            Self::Server => "server",
            Self::Filing => "filing",
        }
    }
}

/// The keys of an order, each once.
pub fn keys(order: &Order) -> BTreeSet<(Kind, String)> {
    let mut all = BTreeSet::from([(Kind::Certificate, certificate_key(&order.entity.certificate.number))]);
    for person in &order.people {
        all.insert((Kind::Mobile, phone_key(&person.mobile)));
        all.insert((Kind::Email, email_key(&person.email)));
    }
    let servers = order.access.iter().filter_map(|access| access.server_id.as_deref());
    all.extend(servers.map(|id| (Kind::Server, id.trim().to_owned())));
    all.retain(|(_, key)| !key.is_empty());
    all
}

impl Tx<'_> {
    pub(super) fn write_keys(&self, id: OrderId, order: &Order) -> Result<()> {
        self.conn.prepare_cached("DELETE FROM order_key WHERE order_id = ?1")?.execute([id.0])?;
        let all = keys(order);
        self.add_keys(id, all.iter().map(|(kind, key)| (*kind, key.as_str())))
    }

    /// Adds keys by which the order is found; those that it has stay.
    pub fn add_keys<'k>(&self, id: OrderId, all: impl Iterator<Item = (Kind, &'k str)>) -> Result<()> {
        let mut insert = self
            .conn
            .prepare_cached("INSERT OR IGNORE INTO order_key (kind, key, order_id) VALUES (?1, ?2, ?3)")?;
        for (kind, key) in all {
            insert.execute(params![kind.slug(), key, id.0])?;
        }
        Ok(())
    }
}
