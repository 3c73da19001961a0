//! A JSON value into an order or a supplement.

use super::fault::{Trouble, Words, shorten};
use super::incoming::Body;
use super::json::Located;
use super::shape;
use crate::domain::order::{FORMAT, Order, Supplement};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};
use std::sync::LazyLock;

/// Reads the package file's value by its format and kind.
///
/// # Errors
/// Every field that does not fit, with its path.
pub fn body(value: &Value) -> Result<Body, Vec<Located>> {
    let Some(object) = value.as_object() else {
        return Err(vec![(String::new(), Trouble::new(describe(Some(value)), expect("struct Order")))]);
    };
    let format = object.get("format");
    let is_ours = format.and_then(Value::as_u64) == Some(u64::from(FORMAT));
    let format = (!is_ours).then(|| {
        let expected =
            Words::new(format!("格式版本 {FORMAT}"), format!("format {FORMAT}, the one that is known here"));
        ("format".to_owned(), Trouble::new(describe(format), expected))
    });
    // Another format has other fields. One that is not said is meant to be this one.
    if let Some(other) = format.clone().filter(|_| object.contains_key("format")) {
        return Err(vec![other]);
    }
    let kind = object.get("kind").and_then(Value::as_str);
    match (kind, format) {
        (Some("order"), None) => {
            typed(value).map(|order| Body::Order(Box::new(order))).map_err(|first| all(value, kind, first))
        }
        (Some("supplement"), None) => {
            typed(value).map(Body::Supplement).map_err(|first| all(value, kind, first))
        }
        (_, format) => Err(head(value, kind, format)),
    }
}

/// The same for a package that is right, which nearly every one is; none = look at it with [`body`].
pub fn quick(value: Value) -> Option<Body> {
    let is_ours = value.get("format").and_then(Value::as_u64) == Some(u64::from(FORMAT));
    match value.get("kind").and_then(Value::as_str).filter(|_| is_ours)? {
        "order" => Order::deserialize(value).ok().map(|order| Body::Order(Box::new(order))),
        "supplement" => Supplement::deserialize(value).ok().map(Body::Supplement),
        _ => None,
    }
}

fn typed<T: DeserializeOwned>(value: &Value) -> Result<T, Located> {
    // Following the path costs more than reading; only a package at fault is read again for it.
    T::deserialize(value).or_else(|_| {
        serde_path_to_error::deserialize(value)
            .map_err(|error| locate(value, error.path(), &error.inner().to_string()))
    })
}

/// Everything that does not fit. What the reader met is told where the schema has no word against it.
fn all(value: &Value, kind: Option<&str>, first: Located) -> Vec<Located> {
    let found = shape::faults(schema(value, kind), value);
    if found.is_empty() { vec![first] } else { found }
}

/// What is wrong where the head – format and kind – is.
fn head(value: &Value, kind: Option<&str>, format: Option<Located>) -> Vec<Located> {
    let is_known = matches!(kind, Some("order" | "supplement"));
    let kind_trouble = (!is_known).then(|| {
        let expected = Words::new("order 或 supplement", "order or supplement");
        ("kind".to_owned(), Trouble::new(describe(value.get("kind")), expected))
    });
    let rest = shape::faults(schema(value, kind), value);
    let rest = rest.into_iter().filter(|(place, _)| place != "format" && place != "kind");
    format.into_iter().chain(kind_trouble).chain(rest).collect()
}

/// The schema of a package of this kind; where it says none, of what it looks like.
fn schema(value: &Value, kind: Option<&str>) -> &'static Value {
    static ORDER: LazyLock<Value> = LazyLock::new(|| schemars::schema_for!(Order).to_value());
    static SUPPLEMENT: LazyLock<Value> = LazyLock::new(|| schemars::schema_for!(Supplement).to_value());
    let looks_like_one =
        || ["entity", "people", "account", "profile"].iter().any(|name| value.get(name).is_some());
    match kind {
        Some("order") => &ORDER,
        Some("supplement") => &SUPPLEMENT,
        _ if looks_like_one() => &ORDER,
        _ => &SUPPLEMENT,
    }
}

/// Turns the reader's message into a path, what was found and what was expected.
fn locate(value: &Value, path: &Path, message: &str) -> Located {
    let place = match path.to_string() {
        root if root == "." => String::new(),
        place => place,
    };
    if let Some(field) = between(message, "missing field `") {
        let joined = if place.is_empty() { field.to_owned() } else { format!("{place}.{field}") };
        return (joined, Trouble::new(Words::nothing(), Words::new("必填内容", "this field")));
    }
    if let Some(field) = between(message, "unknown field `") {
        let ends_there =
            path.iter().next_back().is_some_and(|step| matches!(step, Segment::Map { key } if key == field));
        let joined = match (ends_there, place.is_empty()) {
            (true, _) => place,
            (false, true) => field.to_owned(),
            (false, false) => format!("{place}.{field}"),
        };
        let found = Words::new("不认识的字段", "a field that is not known");
        return (shorten(&joined), Trouble::new(found, expected(message)));
    }
    (shorten(&place), Trouble::new(describe(lookup(value, path)), expected(message)))
}

/// What stands between `start` and the next back quote.
fn between<'a>(message: &'a str, start: &str) -> Option<&'a str> {
    let (field, _) = message.strip_prefix(start)?.rsplit_once("`, expected").or_else(|| {
        let rest = message.strip_prefix(start)?;
        rest.rsplit_once('`')
    })?;
    Some(field)
}

/// The part of the message that says what was expected.
fn expected(message: &str) -> Words {
    match message.rsplit_once(", expected ") {
        Some((_, expected)) => expect(expected),
        None if message.contains("there are no fields") => expect("struct"),
        None => Words::new(
            "年月日（2026-01-31）或时间（2026-01-31T09:00:00+08:00）",
            "a date (2026-01-31) or time (2026-01-31T09:00:00+08:00)",
        ),
    }
}

/// Words for what a reader expected.
pub fn expect(what: &str) -> Words {
    let listed = what.replace('`', "");
    match what {
        "a string" => Words::new("文字", "text"),
        "a boolean" => Words::new("true 或 false", "true or false"),
        "a sequence" => Words::new("列表", "a list"),
        "u32" | "u64" | "i64" | "u16" => Words::new("非负整数", "a whole number, not negative"),
        "a formatted date string" => Words::new("日期，如 2026-01-31", "a date such as 2026-01-31"),
        _ if what.starts_with("an RFC 3339") => {
            Words::new("时间，如 2026-01-31T09:00:00+08:00", "a time such as 2026-01-31T09:00:00+08:00")
        }
        _ if what.starts_with("struct") || what.starts_with("a map") => Words::new("对象", "an object"),
        _ => match listed.strip_prefix("one of ") {
            Some(list) => Words::new(format!("以下之一：{list}"), format!("one of {list}")),
            None => Words::new(listed.clone(), listed),
        },
    }
}

/// The value at `path`.
fn lookup<'v>(value: &'v Value, path: &Path) -> Option<&'v Value> {
    path.iter().try_fold(value, |value, step| match step {
        Segment::Seq { index } => value.get(index),
        Segment::Map { key } => value.get(key),
        // An enum's variant is the text itself.
        Segment::Enum { .. } | Segment::Unknown => Some(value),
    })
}

/// Words for a value that was found.
pub fn describe(value: Option<&Value>) -> Words {
    match value {
        None => Words::nothing(),
        Some(Value::Null) => Words::new("实际为 null", "null"),
        Some(Value::String(text)) => Words::quote(text),
        Some(Value::Array(_)) => Words::new("实际为列表", "a list"),
        Some(Value::Object(_)) => Words::new("实际为对象", "an object"),
        Some(other) => Words::new(format!("实际为 {other}"), other.to_string()),
    }
}
