//! Sealing the secrets of packages: the filing password, authorization codes, and the same among changes and
//! inside remarks. What is stored has marks in their place ([`crate::domain::sealed`]).

mod upgrade;

pub(super) use upgrade::go_on;

use super::secret::Key;
use super::{Result, WorkError};
use crate::domain::amendment::Amendment;
use crate::domain::ids::{OrderId, OrderNo, Sha256};
use crate::domain::mask::{Personal, personal, secret_places, secrets};
use crate::domain::order::Order;
use crate::domain::path::pattern;
use crate::domain::text::Foreign;
use crate::intake;
use crate::store::Tx;
use serde_json::Value;
use std::collections::BTreeMap;

/// Fields in which people write what they like, and that nothing is compared with: a secret is sealed there too.
const FREE: [&str; 11] = [
    "remark",
    "entity.remark",
    "entity.business_scope",
    "sites.remark",
    "cancel_reason",
    "changes.from",
    "changes.to",
    "account.real_name",
    "account.authorised_by",
    "curtain_request.recipient",
    "curtain_request.address",
];

/// A package as it is stored.
#[derive(Debug)]
pub(super) struct Stored {
    /// Its JSON, with marks in the place of its secrets.
    pub body: String,
    /// Hash of that and of its files.
    pub content: Sha256,
    /// What the marks stand for, under seal.
    pub values: Values,
}

/// Marks with their seals.
pub(super) type Values = BTreeMap<String, Vec<u8>>;

/// Whether a package has anything to seal.
pub(super) fn has_secrets(order: &Order) -> bool {
    !secrets(order).is_empty()
}

/// A package with its secrets sealed.
pub(super) fn sealed<'f>(key: &Key, order: &Order, files: impl Iterator<Item = &'f str>) -> Result<Stored> {
    let mut seal = Seal::of(key, order);
    let mut value = serde_json::to_value(order)
        .map_err(|error| WorkError::Unreadable { what: "order", cause: Foreign::said(&error) })?;
    seal.walk("", &mut value)?;
    let (body, content) = intake::written(value, files);
    Ok(Stored { body, content, values: seal.values })
}

/// Amendments with the secrets of their order sealed.
pub(super) fn sealed_changes(
    key: &Key,
    order: &Order,
    changes: &[Amendment],
) -> Result<(Vec<Amendment>, Values)> {
    let mut seal = Seal::of(key, order);
    // What an amendment brings is a secret from then on, in every other field that it changes too.
    let brought = changes.iter().filter(|change| personal(order, &change.path) == Some(Personal::Secret));
    seal.known.extend(brought.flat_map(|change| change.before.iter().chain(&change.after).cloned()));
    let mut sealed = changes.to_vec();
    for change in &mut sealed {
        for text in [&mut change.before, &mut change.after].into_iter().flatten() {
            seal.text(&change.path, text)?;
        }
    }
    Ok((sealed, seal.values))
}

/// Whether amendments of these fields touch a secret of their order, or could repeat one.
pub(super) fn touches_secrets<'p>(order: &Order, mut paths: impl Iterator<Item = &'p str>) -> bool {
    let free = |path: &str| FREE.contains(&pattern(path).as_str()) && has_secrets(order);
    paths.any(|path| personal(order, path) == Some(Personal::Secret) || free(path))
}

/// Keeps what marks stand for.
pub(super) fn keep(tx: &Tx, id: OrderId, values: &Values) -> Result<()> {
    values.iter().try_for_each(|(mark, sealed)| tx.put_sealed(id, mark, sealed))
}

struct Seal<'a> {
    key: &'a Key,
    order: &'a Order,
    no: &'a OrderNo,
    known: Vec<String>,
    values: Values,
}

impl<'a> Seal<'a> {
    fn of(key: &'a Key, order: &'a Order) -> Self {
        let known = secrets(order).into_iter().map(|(_, value)| value.to_owned()).collect();
        Self { key, order, no: &order.order_no, known, values: Values::new() }
    }

    fn walk(&mut self, path: &str, value: &mut Value) -> Result<()> {
        match value {
            Value::Object(fields) => fields.iter_mut().try_for_each(|(name, value)| {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                self.walk(&path, value)
            }),
            Value::Array(items) => {
                let mut items = items.iter_mut().enumerate();
                items.try_for_each(|(at, item)| self.walk(&format!("{path}[{at}]"), item))
            }
            Value::String(text) => self.text(path, text),
            _ => Ok(()),
        }
    }

    /// A secret as a whole; in a free text each place where one stands, as it is written there.
    fn text(&mut self, path: &str, text: &mut String) -> Result<()> {
        if personal(self.order, path) == Some(Personal::Secret) {
            if !text.trim().is_empty() {
                *text = self.mark(text)?;
            }
            return Ok(());
        }
        if !FREE.contains(&pattern(path).as_str()) {
            return Ok(());
        }
        for place in secret_places(&self.known, text).into_iter().rev() {
            let mark = self.mark(text.get(place.clone()).unwrap_or_default())?;
            text.replace_range(place, &mark);
        }
        Ok(())
    }

    fn mark(&mut self, plain: &str) -> Result<String> {
        let mark = self.key.mark_of(self.no, plain);
        if !self.values.contains_key(&mark) {
            self.values.insert(mark.clone(), self.key.seal_value(self.no, plain)?);
        }
        Ok(mark)
    }
}
