//! A value held against the schema of its type: every field that is missing, unknown or of another form.
//!
//! The reader that makes types of a value ends at the first field that does not fit. Only a package that it
//! has refused is walked here, in one pass.

use super::fault::{Trouble, Words, shorten};
use super::json::Located;
use super::limits::FAULTS;
use super::typed::{describe, expect};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use serde_json::Value;

/// Fields that hold one object each. The reader would take a list for it, value by value in the order of the
/// fields; nobody means that.
const OBJECTS: [&str; 11] = [
    "account",
    "app",
    "certificate",
    "consents",
    "curtain_request",
    "entity",
    "filed",
    "individual_business",
    "mailing_address",
    "ministry",
    "registrant",
];

/// What is wrong with a list, by the field that it is the value of; none = it stands in a list itself.
pub fn no_list(field: Option<&str>) -> Option<Trouble> {
    let is_one = field.is_none_or(|field| OBJECTS.contains(&field));
    is_one.then(|| Trouble::new(Words::new("实际为列表", "a list"), expect("struct")))
}

/// What does not fit `schema`; the places begin at the value's own fields.
pub fn faults(schema: &Value, value: &Value) -> Vec<Located> {
    let mut walk = Walk { root: schema, found: Vec::new() };
    walk.value(schema, Some(value), String::new());
    walk.found
}

struct Walk<'a> {
    root: &'a Value,
    found: Vec<Located>,
}

impl<'a> Walk<'a> {
    fn value(&mut self, schema: &'a Value, value: Option<&Value>, place: String) {
        let schema = self.resolved(schema);
        let is_null = value.is_some_and(Value::is_null);
        if let Some(choices) = schema.get("anyOf").and_then(Value::as_array) {
            // What may be left out may be null.
            let form = choices.iter().find(|choice| choice["type"] != "null");
            if let Some(form) = form.filter(|_| !is_null) {
                self.value(form, value, place);
            }
            return;
        }
        if is_null && is_of(schema, "null") {
            return;
        }
        let variants = variants(schema);
        if !variants.is_empty() {
            let fits = value.and_then(Value::as_str).is_some_and(|text| variants.contains(&text));
            return self.must(fits, value, place, || expect(&format!("one of {}", variants.join(", "))));
        }
        if is_of(schema, "object") {
            return self.object(schema, value, &place);
        }
        if is_of(schema, "array") {
            return self.list(schema, value, place);
        }
        let (fits, what) = plain(schema, value);
        self.must(fits, value, place, || expect(what));
    }

    fn object(&mut self, schema: &'a Value, value: Option<&Value>, place: &str) {
        let Some(fields) = value.and_then(Value::as_object) else {
            return self.must(false, value, place.to_owned(), || expect("struct"));
        };
        let inside = |name: &str| match place {
            "" => shorten(name),
            place => format!("{place}.{}", shorten(name)),
        };
        let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
        for name in required.filter(|name| !fields.contains_key(*name)) {
            self.push(inside(name), Trouble::new(Words::nothing(), Words::new("必填内容", "this field")));
        }
        let known = schema["properties"].as_object();
        for (name, value) in fields {
            match known.and_then(|known| known.get(name)) {
                Some(schema) => self.value(schema, Some(value), inside(name)),
                None => {
                    let names = known.into_iter().flatten().map(|(name, _)| name.as_str());
                    let list = names.collect::<Vec<_>>().join(", ");
                    let found = Words::new("不认识的字段", "a field that is not known");
                    self.push(inside(name), Trouble::new(found, expect(&format!("one of {list}"))));
                }
            }
        }
    }

    fn list(&mut self, schema: &'a Value, value: Option<&Value>, place: String) {
        let Some(items) = value.and_then(Value::as_array) else {
            return self.must(false, value, place, || expect("a sequence"));
        };
        for (at, item) in items.iter().enumerate() {
            self.value(&schema["items"], Some(item), format!("{place}[{at}]"));
        }
    }

    fn resolved(&self, schema: &'a Value) -> &'a Value {
        let name = schema.get("$ref").and_then(Value::as_str);
        name.and_then(|name| self.root.pointer(name.trim_start_matches('#'))).unwrap_or(schema)
    }

    fn must(&mut self, fits: bool, value: Option<&Value>, place: String, expected: impl Fn() -> Words) {
        if !fits {
            self.push(place, Trouble::new(describe(value), expected()));
        }
    }

    fn push(&mut self, place: String, trouble: Trouble) {
        // Enough to say how many more there are at least; what is hostile fills no memory.
        if self.found.len() <= 10 * FAULTS {
            self.found.push((place, trouble));
        }
    }
}

/// Whether a schema takes this type.
fn is_of(schema: &Value, name: &str) -> bool {
    match &schema["type"] {
        Value::String(kind) => kind == name,
        Value::Array(kinds) => kinds.iter().any(|kind| kind == name),
        _ => false,
    }
}

/// The texts that an enumeration takes.
fn variants(schema: &Value) -> Vec<&str> {
    let listed = schema["enum"].as_array().into_iter().flatten();
    let each = schema["oneOf"].as_array().into_iter().flatten().map(|one| &one["const"]);
    listed.chain(each).filter_map(Value::as_str).collect()
}

/// Whether a value without parts has its form, as the reader judges it; and what that form is called.
fn plain(schema: &Value, value: Option<&Value>) -> (bool, &'static str) {
    let Some(value) = value else { return (false, "a string") };
    if is_of(schema, "boolean") {
        return (value.is_boolean(), "a boolean");
    }
    if is_of(schema, "integer") {
        return (u32::deserialize(value).is_ok(), "u32");
    }
    match schema["format"].as_str() {
        Some("date") => (NaiveDate::deserialize(value).is_ok(), "a formatted date string"),
        Some("date-time") => (DateTime::<Utc>::deserialize(value).is_ok(), "an RFC 3339 formatted date"),
        _ => (value.is_string(), "a string"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::order::{Order, Supplement};
    use std::collections::BTreeSet;

    /// Names of all fields that hold an object, and of those that hold a list. No list stands in a list.
    fn names(root: &Value, at: &Value, objects: &mut BTreeSet<String>, lists: &mut BTreeSet<String>) {
        let walk = Walk { root, found: Vec::new() };
        for (name, field) in at["properties"].as_object().into_iter().flatten() {
            let choices = field["anyOf"].as_array().into_iter().flatten();
            let forms = choices.chain([field]).map(|form| walk.resolved(form));
            for form in forms {
                if is_of(form, "object") {
                    objects.insert(name.clone());
                    names(root, form, objects, lists);
                }
                if is_of(form, "array") {
                    lists.insert(name.clone());
                    let item = walk.resolved(&form["items"]);
                    assert!(!is_of(item, "array"), "{name} holds lists");
                    names(root, item, objects, lists);
                }
            }
        }
    }

    #[test]
    fn the_schemas_have_these_objects_and_none_of_them_is_a_list_elsewhere() {
        let (mut objects, mut lists) = (BTreeSet::new(), BTreeSet::new());
        for schema in [schemars::schema_for!(Order).to_value(), schemars::schema_for!(Supplement).to_value()]
        {
            names(&schema, &schema, &mut objects, &mut lists);
        }
        assert_eq!(OBJECTS.map(str::to_owned).into_iter().collect::<BTreeSet<_>>(), objects);
        assert!(lists.len() > 10 && lists.is_disjoint(&objects), "{lists:?}");
    }
}
