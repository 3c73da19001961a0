//! One way to write what a package says, so that equal content has equal bytes.

use serde_json::{Map, Value};

/// Removes every field without a value: leaving a field out and writing `null` say the same.
pub fn without_nulls(value: Value) -> Value {
    prune(value, &|value| value.is_null())
}

/// Removes every field without content (also empty lists and objects), for the content's hash: so it
/// stays the same when a later format knows more fields.
pub fn without_blanks(value: Value) -> Value {
    prune(value, &|value| match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    })
}

fn prune(value: Value, unwanted: &dyn Fn(&Value) -> bool) -> Value {
    match value {
        Value::Object(fields) => {
            let mut kept: Vec<_> = fields
                .into_iter()
                .map(|(key, value)| (key, prune(value, unwanted)))
                .filter(|(_, value)| !unwanted(value))
                .collect();
            kept.sort_by(|one, other| one.0.cmp(&other.0));
            Value::Object(Map::from_iter(kept))
        }
        Value::Array(items) => Value::Array(items.into_iter().map(|item| prune(item, unwanted)).collect()),
        plain => plain,
    }
}
