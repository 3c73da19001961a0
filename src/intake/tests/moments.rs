//! What has been does not lie ahead.

use super::fixtures::*;
use crate::domain::order::{Order, Supplement};
use crate::intake::moments::{TIMES, When};
use crate::intake::*;
use chrono::{Duration, SecondsFormat};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Every day and moment of a schema, by its path without numbers.
fn times(root: &Value, at: &Value, path: &str, into: &mut BTreeSet<String>) {
    if let Some(name) = at["$ref"].as_str() {
        return times(root, root.pointer(name.trim_start_matches('#')).unwrap(), path, into);
    }
    at["anyOf"].as_array().into_iter().flatten().for_each(|choice| times(root, choice, path, into));
    for (name, field) in at["properties"].as_object().into_iter().flatten() {
        let inner = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        times(root, field, &inner, into);
    }
    if at["items"].is_object() {
        times(root, &at["items"], path, into);
    }
    if matches!(at["format"].as_str(), Some("date" | "date-time")) {
        into.insert(path.to_owned());
    }
}

#[test]
fn every_time_of_the_schemas_has_its_row() {
    let mut all = BTreeSet::new();
    for schema in [schemars::schema_for!(Order).to_value(), schemars::schema_for!(Supplement).to_value()] {
        times(&schema, &schema, "", &mut all);
    }
    assert_eq!(TIMES.map(|(path, _)| path.to_owned()).into_iter().collect::<BTreeSet<_>>(), all);
}

/// The usual order with a text at a path of the table.
fn with(path: &str, text: &str) -> Value {
    let mut order = order();
    let value = json!(text);
    match path {
        "submitted_at" => order["submitted_at"] = value,
        "ministry.asked_at" => order["ministry"] = json!({ "asked_at": value }),
        "consents.terms_accepted_at" => order["consents"] = json!({ "terms_accepted_at": value }),
        "identity_checks.at" => {
            order["identity_checks"] = json!([{ "person": "p1", "method": "app_check", "at": value }]);
        }
        "curtain_request.requested_at" => {
            order["curtain_request"] =
                json!({ "requested_at": value, "recipient": "甲", "address": "乙", "phone": "1" });
        }
        "attachments.uploaded_at" => order["attachments"][1]["uploaded_at"] = value,
        "sites.domains.registered_on" => {
            order["sites"][0]["domains"] = json!([{ "name": "a.example", "registered_on": value }]);
        }
        "sites.domains.expires_on" => {
            order["sites"][0]["domains"] = json!([{ "name": "a.example", "expires_on": value }]);
        }
        "entity.certificate.valid_from" => order["entity"]["certificate"]["valid_from"] = value,
        "entity.certificate.valid_to" => order["entity"]["certificate"]["valid_to"] = value,
        "people.certificate.valid_from" => order["people"][0]["certificate"]["valid_from"] = value,
        "people.certificate.valid_to" => order["people"][0]["certificate"]["valid_to"] = value,
        other => panic!("{other}"),
    }
    order
}

fn faults(package: &Value) -> Vec<String> {
    let home = Home::new();
    match read(&home.package("a", package)).remove(0) {
        Ok(_) => Vec::new(),
        Err(refused) => sentences(&refused),
    }
}

#[test]
fn what_has_been_is_taken_up_to_what_clocks_differ_and_not_ahead_of_it() {
    let latest = now() + Limits::default().ahead;
    for (path, when) in TIMES {
        let is_day = path.ends_with("_on") || path.contains("valid_");
        let (just, ahead) = match is_day {
            true => ("2026-12-02".to_owned(), vec!["2026-12-03".to_owned(), "2029-01-01".to_owned()]),
            false => {
                let text =
                    |at: chrono::DateTime<chrono::Utc>| at.to_rfc3339_opts(SecondsFormat::Millis, true);
                let ahead = [Duration::milliseconds(1), Duration::days(10), Duration::days(1000)];
                (text(latest), ahead.map(|more| text(latest + more)).to_vec())
            }
        };
        assert_eq!(faults(&with(path, &just)), Vec::<String>::new(), "{path} {just}");
        for text in ahead {
            let told = faults(&with(path, &text));
            assert_eq!(told.len(), usize::from(when == When::Past), "{path} {text}: {told:?}");
            let name = path.rsplit('.').next().unwrap();
            assert!(told.iter().all(|told| told.contains(name) && told.contains("ahead of")), "{told:?}");
        }
    }
}

#[test]
fn a_supplement_is_not_ahead_either() {
    let mut supplement = supplement();
    supplement["submitted_at"] = json!("2029-01-01T00:00:00Z");
    supplement["attachments"][0]["uploaded_at"] = json!("2026-12-11T12:00:00Z");
    let told = faults(&supplement);
    assert_eq!(told.len(), 2);
    assert!(
        told[0]
            .contains("submitted_at: found “2029-01-01T00:00:00+00:00”; expected a time that is not ahead")
    );
    assert!(told[1].contains("attachments[0].uploaded_at"), "{told:?}");
}

#[test]
fn a_package_of_an_earlier_moment_comes_in_whenever_it_is_read() {
    let home = Home::new();
    let path = home.package("a", &order());
    let later = Known { now: now() + Duration::days(4000), ..known() };
    assert!(packages(&path, Limits::default(), &later).unwrap().all(|package| package.is_ok()));
}
