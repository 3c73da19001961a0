//! What changed between two revisions, field by field and file by file.

use super::event::Scope;
use super::order::{Attachment, AttachmentKind, Order};
use super::view::FieldChange;
use serde_json::Value;
use std::collections::BTreeMap;

/// Fields that differ by nature between revisions and say nothing.
const ALWAYS_NEW: [&str; 2] = ["revision", "submitted_at"];

/// The fields that differ, in the order of their paths. Attachments are compared by hash, elsewhere.
pub fn fields(before: &Order, after: &Order) -> Vec<FieldChange> {
    let (before, after) = (leaves(before), leaves(after));
    let mut paths: Vec<&String> = before.keys().chain(after.keys()).collect();
    paths.sort_unstable();
    paths.dedup();
    paths
        .into_iter()
        .filter(|path| before.get(*path) != after.get(*path))
        .map(|path| FieldChange {
            path: path.clone(),
            before: before.get(path).cloned(),
            after: after.get(path).cloned(),
        })
        .collect()
}

/// Every value of an order with its path; its attachments left out.
pub(super) fn leaves(order: &Order) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    if let Ok(Value::Object(map)) = serde_json::to_value(order) {
        for (key, value) in map {
            if key != "attachments" && !ALWAYS_NEW.contains(&key.as_str()) {
                collect(&key, &value, &mut found);
            }
        }
    }
    found
}

fn collect(path: &str, value: &Value, into: &mut BTreeMap<String, String>) {
    match value {
        Value::Null => {}
        Value::Object(map) => {
            map.iter().for_each(|(key, value)| collect(&format!("{path}.{key}"), value, into))
        }
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(at, value)| collect(&format!("{path}[{at}]"), value, into));
        }
        Value::String(text) => {
            into.insert(path.to_owned(), text.clone());
        }
        other => {
            into.insert(path.to_owned(), other.to_string());
        }
    }
}

/// A file as it counts for a comparison: what it is meant to be, whose, and its hash.
pub type FileKey<'a> = (&'a Attachment, &'a str);

/// Whether a revision touches more than the second review's own documents.
pub fn scope(before: &Order, after: &Order, files_before: &[FileKey], files_after: &[FileKey]) -> Scope {
    let own = |kind: AttachmentKind| {
        matches!(
            kind,
            AttachmentKind::VerificationSheet
                | AttachmentKind::CurtainPhoto
                | AttachmentKind::HandheldPhoto
                | AttachmentKind::SecurityLetter
        )
    };
    let others = |files: &[FileKey]| -> Vec<(AttachmentKind, Option<String>, String)> {
        let mut list: Vec<_> = files
            .iter()
            .filter(|(given, _)| !own(given.kind))
            .map(|(given, hash)| (given.kind, given.owner.clone(), (*hash).to_owned()))
            .collect();
        list.sort();
        list
    };
    if fields(before, after).is_empty() && others(files_before) == others(files_after) {
        Scope::OnlySecondReview
    } else {
        Scope::Wider
    }
}
