//! Masking of personal data: what a reviewer sees before they reveal one field.
//!
//! A field that is personal by its name is masked as a whole ([`personal`]); every other text passes the one
//! mask of [`Masks`].

mod fields;
mod fold;
mod own;
mod reads;
#[cfg(test)]
mod tests;

pub use own::{Masks, secret_places};

use super::ident::credit_code::CreditCode;
use super::order::Order;
use super::path::{numbers, pattern};
use serde_json::Value;

/// Kind of a personal value, which decides how much of it stays visible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Personal {
    /// Number of a person's document: first 3 and last 2 stay.
    IdNumber,
    /// Phone: first 3 and last 2 stay.
    Phone,
    /// E-mail: first letter and domain stay.
    Email,
    /// A secret: nothing stays.
    Secret,
}

const DOT: char = '*';

/// The value with its middle hidden. Never shows more than a third of a short value.
pub fn masked(kind: Personal, value: &str) -> String {
    match kind {
        Personal::IdNumber | Personal::Phone => middle(value, 3, 2),
        Personal::Email => match value.rfind(['@', '＠']) {
            Some(at) => {
                let (name, rest) = value.split_at(at);
                // What stands behind the host is no part of the address, and was put there by somebody.
                let is_host = |letter: char| letter.is_alphanumeric() || "@＠.-．－。".contains(letter);
                let (host, more) = rest.split_at(rest.find(|letter| !is_host(letter)).unwrap_or(rest.len()));
                middle(name, 1, 0) + host + &middle(more, 0, 0)
            }
            None => middle(value, 1, 0),
        },
        Personal::Secret => DOT.to_string().repeat(8),
    }
}

/// A name with all but its first letter hidden.
pub fn masked_name(name: &str) -> String {
    let mut letters = name.chars();
    let first: String = letters.next().into_iter().collect();
    first + &DOT.to_string().repeat(letters.count().min(3))
}

fn middle(value: &str, head: usize, tail: usize) -> String {
    let letters: Vec<char> = value.chars().collect();
    let (head, tail) =
        if letters.len() >= (head + tail) * 2 { (head, tail) } else { (letters.len().min(3) / 3, 0) };
    letters
        .iter()
        .enumerate()
        .map(|(at, letter)| if at < head || at + tail >= letters.len() { *letter } else { DOT })
        .collect()
}

/// The field that a change of filed information is about, where the path is one of its values.
pub fn changed_field<'a>(order: &'a Order, path: &str) -> Option<&'a str> {
    let value = matches!(pattern(path).as_str(), "changes.from" | "changes.to");
    let change = order.changes.get(*numbers(path).first()?)?;
    value.then_some(change.field.as_str())
}

/// What of a field is personal; none = it is shown in the clear.
pub fn personal(order: &Order, path: &str) -> Option<Personal> {
    if let Some(field) = changed_field(order, path) {
        return of_change(order, path, field);
    }
    match pattern(path).as_str() {
        "people.certificate.number" => Some(Personal::IdNumber),
        "entity.certificate.number" if order.is_personal() => Some(Personal::IdNumber),
        "sites.domains.registrant.certificate_number" if !held_by_entity(order, path) => {
            Some(Personal::IdNumber)
        }
        "people.mobile" | "people.emergency_mobile" | "people.office_phone" | "curtain_request.phone" => {
            Some(Personal::Phone)
        }
        "filed.certificate_number" if order.is_personal() => Some(Personal::IdNumber),
        "filed.sites.manager_mobile" => Some(Personal::Phone),
        "people.email" => Some(Personal::Email),
        "filed.password" | "access.authorization_code" => Some(Personal::Secret),
        _ => None,
    }
}

/// What a changed value is, by the field that the change names: a path, or words of the customer.
fn of_change(order: &Order, path: &str, field: &str) -> Option<Personal> {
    if pattern(field).starts_with("changes") {
        return None;
    }
    personal(order, field).or_else(|| kind_by_words(field)).filter(|kind| {
        let value = || super::path::text_at(order, path).unwrap_or_default();
        *kind != Personal::IdNumber || !CreditCode::read(&value()).is_valid()
    })
}

/// What a field holds whose name is not one of ours.
fn kind_by_words(field: &str) -> Option<Personal> {
    const WORDS: [(&str, Personal); 10] = [
        ("密码", Personal::Secret),
        ("授权码", Personal::Secret),
        ("证件号", Personal::IdNumber),
        ("身份证", Personal::IdNumber),
        ("护照", Personal::IdNumber),
        ("通行证", Personal::IdNumber),
        ("手机", Personal::Phone),
        ("电话", Personal::Phone),
        ("邮箱", Personal::Email),
        ("邮件", Personal::Email),
    ];
    WORDS.iter().find(|(word, _)| field.contains(word)).map(|(_, kind)| *kind)
}

/// True where an organisation holds the domain, so that its number is no person's.
fn held_by_entity(order: &Order, path: &str) -> bool {
    let numbers = numbers(path);
    let domain = numbers.first().and_then(|at| order.sites.get(*at)).and_then(|site| {
        let at = numbers.get(1)?;
        site.domains.get(*at)
    });
    let holder = domain.and_then(|domain| domain.registrant.as_ref());
    !order.is_personal() && holder.is_some_and(|holder| holder.relation.as_deref() == Some("entity"))
}

/// What people wrote, with every value masked that reads as somebody's: ID numbers right or wrong, mobiles,
/// landlines, e-mail addresses, passports where the text names them.
pub fn without_personal(text: &str) -> String {
    Masks::default().hide(text)
}

/// The secrets that an order carries – the filing password, authorization codes, and either of them among its
/// changes – with their paths; blank ones left out.
pub fn secrets(order: &Order) -> Vec<(String, &str)> {
    let all = fields::candidates(order).filter(|(_, value)| !value.trim().is_empty());
    all.filter(|(path, _)| personal(order, path) == Some(Personal::Secret)).collect()
}

/// What kind of personal value stands at a path where the order itself is not at hand.
pub fn kind_of(path: &str) -> Option<Personal> {
    let last = path.rsplit('.').next().unwrap_or(path);
    let last = last.split('[').next().unwrap_or(last);
    match last {
        "mobile" | "manager_mobile" | "emergency_mobile" | "office_phone" | "phone" => Some(Personal::Phone),
        "email" => Some(Personal::Email),
        "password" | "authorization_code" => Some(Personal::Secret),
        "certificate_number" => Some(Personal::IdNumber),
        "number" if path.contains("people") || path.contains("entity.certificate") => {
            Some(Personal::IdNumber)
        }
        _ => kind_by_words(path),
    }
}

/// The same JSON with every personal value masked; paths inside texts (as in a list of changes) count too.
pub fn value(value: Value) -> Value {
    masked_at("", value)
}

fn masked_at(path: &str, value: Value) -> Value {
    match value {
        Value::Object(map) => {
            // A change names its field beside the values.
            let named = ["path", "field"].iter().find_map(|key| map.get(*key)?.as_str()).and_then(kind_of);
            // An organisation's number stands on its licence for all to see; a person's does not.
            let public = map.get("nature").and_then(Value::as_str).is_some_and(|nature| nature != "personal");
            let mask_named = |key: &str, value: Value| match (named, &value) {
                (Some(kind), Value::String(text)) if ["before", "after", "from", "to"].contains(&key) => {
                    Value::String(masked(kind, text))
                }
                _ if public && key == "certificate" => masked_at(&format!("{path}.licence"), value),
                _ => masked_at(&format!("{path}.{key}"), value),
            };
            Value::Object(
                map.into_iter()
                    .map(|(key, value)| {
                        let value = mask_named(&key, value);
                        (key, value)
                    })
                    .collect(),
            )
        }
        Value::Array(list) => Value::Array(list.into_iter().map(|value| masked_at(path, value)).collect()),
        Value::String(text) => match kind_of(path) {
            Some(kind) => Value::String(masked(kind, &text)),
            None => Value::String(text),
        },
        other => other,
    }
}
