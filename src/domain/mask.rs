//! Masking of personal data: what a reviewer sees before he reveals one field.

mod fields;

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
        Personal::Email => match value.rsplit_once('@') {
            Some((name, host)) => format!("{}@{host}", middle(name, 1, 0)),
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
        return if pattern(field).starts_with("changes") { None } else { personal(order, field) };
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

/// A shorter value stands in too many texts by chance.
const PERSONAL_LETTERS: usize = 5;

/// The personal values of an order, with what is shown for them: so that no sentence has them in the clear.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Masks(Vec<Hidden>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Hidden {
    path: String,
    raw: String,
    shown: String,
}

impl Masks {
    /// Those of every field.
    pub fn of(order: &Order) -> Self {
        let mut hidden: Vec<Hidden> = fields::candidates(order)
            .filter(|(_, raw)| raw.chars().count() >= PERSONAL_LETTERS)
            .filter_map(|(path, raw)| {
                let shown = masked(personal(order, &path)?, raw);
                Some(Hidden { path, raw: raw.to_owned(), shown })
            })
            .collect();
        hidden.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        Self(hidden)
    }

    /// A text in which none of them stands in the clear.
    pub fn hide(&self, text: &str) -> String {
        self.hide_but(text, |_| false)
    }

    /// The same, but for the fields (by path) that were revealed.
    pub fn hide_but(&self, text: &str, revealed: impl Fn(&str) -> bool) -> String {
        let hidden = self.0.iter().filter(|one| !revealed(&one.path));
        hidden.fold(text.to_owned(), |text, one| match text.contains(&one.raw) {
            true => text.replace(&one.raw, &one.shown),
            false => text,
        })
    }

    /// JSON in whose texts none of them stands in the clear.
    pub fn hide_in(&self, value: Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.hide(&text)),
            Value::Array(list) => list.into_iter().map(|value| self.hide_in(value)).collect(),
            Value::Object(map) => map.into_iter().map(|(key, value)| (key, self.hide_in(value))).collect(),
            other => other,
        }
    }
}

/// Places of an ID number, and of a mobile number.
const ID_PLACES: usize = 18;
const MOBILE_PLACES: usize = 11;

/// What people wrote, with every number masked that reads as a person's ID number, right or wrong.
pub fn without_id_numbers(text: &str) -> String {
    in_runs(text, |run| is_id_number(run).then_some(Personal::IdNumber))
}

/// The same, with mobile numbers masked too: for notes that anybody may read.
pub fn without_numbers(text: &str) -> String {
    in_runs(text, |run| {
        let kind = is_id_number(run).then_some(Personal::IdNumber);
        kind.or_else(|| is_mobile(run).then_some(Personal::Phone))
    })
}

/// JSON in whose texts no such number stands in the clear.
pub fn without_numbers_in(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(without_numbers(&text)),
        Value::Array(list) => list.into_iter().map(without_numbers_in).collect(),
        Value::Object(map) => map.into_iter().map(|(key, value)| (key, without_numbers_in(value))).collect(),
        other => other,
    }
}

/// Masks the runs of ASCII letters and digits that `kind` takes for personal.
fn in_runs(text: &str, kind: impl Fn(&str) -> Option<Personal>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(begin) = rest.find(|letter: char| letter.is_ascii_alphanumeric()) {
        let (before, run) = rest.split_at(begin);
        let end = run.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(run.len());
        let (run, after) = run.split_at(end);
        out.push_str(before);
        match kind(run) {
            Some(kind) => out.push_str(&masked(kind, run)),
            None => out.push_str(run),
        }
        rest = after;
    }
    out + rest
}

/// Seventeen digits and a last place, with a date of birth inside; its check digit may be wrong.
fn is_id_number(run: &str) -> bool {
    let number = |from: usize, to: usize| run.get(from..to).and_then(|text| text.parse::<u32>().ok());
    run.len() == ID_PLACES
        && run.bytes().take(ID_PLACES - 1).all(|byte| byte.is_ascii_digit())
        && run.ends_with(|last: char| last.is_ascii_digit() || last.eq_ignore_ascii_case(&'x'))
        && number(6, 10).is_some_and(|year| (1890..2100).contains(&year))
        && number(10, 12).is_some_and(|month| (1..=12).contains(&month))
        && number(12, 14).is_some_and(|day| (1..=31).contains(&day))
}

fn is_mobile(run: &str) -> bool {
    let second = run.as_bytes().get(1);
    run.len() == MOBILE_PLACES
        && run.starts_with('1')
        && second.is_some_and(|second| (b'3'..=b'9').contains(second))
        && run.bytes().all(|byte| byte.is_ascii_digit())
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
        _ => None,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_head_and_tail_stay() {
        for (kind, value, shown) in [
            (Personal::IdNumber, "11010519491231002X", "110*************2X"),
            (Personal::Phone, "13800138000", "138******00"),
            (Personal::Email, "zhang.san@example.cn", "z********@example.cn"),
            (Personal::Email, "broken", "b*****"),
            (Personal::Email, "a@b.cn,evil@x.cn", "a**********@x.cn"),
            (Personal::Secret, "abc", "********"),
            (Personal::Phone, "123", "1**"),
        ] {
            assert_eq!(masked(kind, value), shown);
        }
    }

    #[test]
    fn a_number_that_reads_as_personal_is_hidden_and_others_stay() {
        for (text, wanted) in [
            ("证件号 11010519491231002X 有误", "证件号 110*************2X 有误"),
            ("证件号11010519491231002x。", "证件号110*************2x。"),
            ("少一位校验 110105194912310021", "少一位校验 110*************21"),
            ("订单 202611300123456789", "订单 202611300123456789"),
            ("91110105MA01ABCDE0 京ICP备12345678号-1", "91110105MA01ABCDE0 京ICP备12345678号-1"),
            ("", ""),
        ] {
            assert_eq!(without_id_numbers(text), wanted);
        }
        assert_eq!(without_numbers("改打13810000201，座机 01012345678"), "改打138******01，座机 01012345678");
        assert_eq!(without_id_numbers("改打13810000201"), "改打13810000201");
    }

    #[test]
    fn personal_values_of_an_order_are_masked_wherever_they_stand() {
        let order = serde_json::json!({
            "order": {
                "entity": { "name": "甲公司", "certificate": { "type": "id_card", "number": "11010519491231002X" } },
                "people": [{ "name": "王", "mobile": "13800138000", "certificate": { "number": "11010519491231002X" } }],
                "filed": { "password": "secret", "entity_number": "京ICP备12345678号" },
                "access": [{ "ips": ["10.0.0.1"] }]
            },
            "changes": [{ "path": "people[0].mobile", "before": "13800138000", "after": "13900139000" }]
        });
        let text = value(order).to_string();
        let licence = serde_json::json!({ "entity": { "nature": "enterprise", "certificate": { "number": "913502" } } });
        assert!(value(licence).to_string().contains("913502"));
        for hidden in ["11010519491231002X", "13800138000", "13900139000", "secret"] {
            assert!(!text.contains(hidden), "{hidden} in {text}");
        }
        for shown in ["甲公司", "京ICP备12345678号", "10.0.0.1", "138******00"] {
            assert!(text.contains(shown), "{shown} not in {text}");
        }
    }
}
