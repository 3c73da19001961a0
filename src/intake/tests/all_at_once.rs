//! One report names everything that is wrong with a package file, at any depth.

use super::fixtures::*;
use crate::domain::order::{Order, Supplement};
use crate::intake::limits::FAULTS;
use crate::intake::{Limits, json, typed};
use proptest::prelude::*;
use proptest::sample::subsequence;
use serde_json::Value;
use serde_json::json;
use std::collections::BTreeSet;

/// An order with something in every part of the schema.
fn full() -> Value {
    let mut order = order();
    order["entity"]["individual_business"] = json!({ "trade_name": "木棉", "has_seal": true });
    order["entity"]["certificate"]["valid_to"] = json!("2036-01-31");
    order["people"][0]["certificate"]["long_term"] = json!(true);
    order["people"][0]["residency"] = json!("mainland");
    order["sites"][0]["domains"] = json!([{
        "name": "a.example", "registrant": { "name": "张三" }, "registered_on": "2020-01-31", "real_name": "verified"
    }]);
    order["sites"][0]["prior_approvals"] = json!([{ "subject": "news", "number": "1" }]);
    order["sites"][0]["app"] = json!({ "platforms": [{ "platform": "android" }] });
    order["access"][0]["prepaid_months"] = json!(12);
    order["filed"] =
        json!({ "entity_name": "旧名", "sites": [{ "name": "旧站", "domains": ["b.example"] }] });
    order["ministry"] =
        json!({ "asked_at": "2026-03-01T01:00:00Z", "domains_on_file": [{ "name": "a.example" }] });
    order["changes"] = json!([{ "part": "site", "field": "sites[0].name", "from": "甲" }]);
    order["consents"] = json!({ "terms_accepted_at": "2026-03-01T01:00:00Z" });
    order["identity_checks"] =
        json!([{ "person": "p1", "method": "app_check", "at": "2026-03-01T01:00:00Z" }]);
    order["curtain_request"] =
        json!({ "requested_at": "2026-03-01T01:00:00Z", "recipient": "甲", "address": "乙", "phone": "1" });
    order
}

/// Every place of a value: the path as a report writes it, and the pointer.
fn places(at: &Value, path: &str, pointer: &str, into: &mut Vec<(String, String)>) {
    let mut push = |path: String, pointer: String, value: &Value| {
        into.push((path.clone(), pointer.clone()));
        places(value, &path, &pointer, into);
    };
    match at {
        Value::Object(fields) => {
            for (name, value) in fields {
                let joined = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                push(joined, format!("{pointer}/{name}"), value);
            }
        }
        Value::Array(items) => {
            for (place, value) in items.iter().enumerate() {
                push(format!("{path}[{place}]"), format!("{pointer}/{place}"), value);
            }
        }
        _ => {}
    }
}

fn all_places(value: &Value) -> Vec<(String, String)> {
    let mut all = Vec::new();
    places(value, "", "", &mut all);
    all
}

fn drop_at(value: &mut Value, pointer: &str) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    value.pointer_mut(parent).and_then(Value::as_object_mut).map(|fields| fields.remove(name));
}

/// What the reader alone says, but for lists in place of objects: the judgement that the report is held against.
fn reads(value: &Value) -> bool {
    if !json::parse(value.to_string().as_bytes(), &Limits::default()).unwrap().noted.is_empty() {
        return false;
    }
    match value["kind"].as_str() {
        Some("supplement") => serde_json::from_value::<Supplement>(value.clone()).is_ok(),
        _ => value["kind"] == "order" && serde_json::from_value::<Order>(value.clone()).is_ok(),
    }
}

/// The places that a report names.
fn named(value: &Value) -> BTreeSet<String> {
    let parsed = json::parse(value.to_string().as_bytes(), &Limits::default()).unwrap();
    let mut places: Vec<String> = parsed.noted.into_iter().map(|(place, _)| place).collect();
    let noted: BTreeSet<String> = places.iter().cloned().collect();
    let more = typed::body(value).err().unwrap_or_default().into_iter().map(|(place, _)| place);
    places.extend(more.filter(|place| !noted.contains(place)));
    let once: BTreeSet<String> = places.iter().cloned().collect();
    assert_eq!(once.len(), places.len(), "named twice: {places:?}");
    once
}

/// The fields, at any depth, without which a package is none. Outer ones first.
fn needed(value: &Value) -> Vec<(String, String)> {
    let is_needed = |(_, pointer): &(String, String)| {
        let mut without = value.clone();
        drop_at(&mut without, pointer);
        !reads(&without)
    };
    all_places(value).into_iter().filter(is_needed).collect()
}

/// Only what lies inside nothing else of the list.
fn outermost(some: &[(String, String)]) -> Vec<(String, String)> {
    let inside = |one: &String| some.iter().any(|(_, other)| one.starts_with(&format!("{other}/")));
    some.iter().filter(|(_, pointer)| !inside(pointer)).cloned().collect()
}

#[test]
fn the_full_order_has_every_struct_and_comes_in() {
    assert!(reads(&full()) && named(&full()).is_empty());
    let needed: Vec<String> = needed(&full()).into_iter().map(|(path, _)| path).collect();
    assert!(needed.len() > 50, "{needed:?}");
    for deep in ["people[0].certificate.number", "sites[0].domains[0].registrant.name", "filed.sites[0].name"]
    {
        assert!(needed.iter().any(|path| path == deep), "{deep} is not among {needed:?}");
    }
}

#[test]
fn two_faults_of_one_struct_are_two_rows() {
    let mut order = order();
    for name in ["mobile", "email"] {
        order["people"][0].as_object_mut().unwrap().remove(name);
    }
    order["people"][0]["phone"] = json!("1");
    order["entity"]["certificate"]["number"] = json!(5);
    order["sites"][0]["kind"] = json!("page");
    order["submitted_at"] = json!("gestern");
    let home = Home::new();
    let told = sentences(&refused(&home.package("a", &order)));
    let paths: BTreeSet<&str> = told.iter().map(|line| line.split(": ").next().unwrap()).collect();
    let expected = [
        "order.json, entity.certificate.number",
        "order.json, people[0].email",
        "order.json, people[0].mobile",
        "order.json, people[0].phone",
        "order.json, sites[0].kind",
        "order.json, submitted_at",
    ];
    assert_eq!(paths, expected.into_iter().collect());
}

#[test]
fn control_characters_types_and_bounds_stand_in_one_report() {
    let mut order = order();
    order["people"][0]["name"] = json!("张\u{0}三");
    order["account"].as_object_mut().unwrap().remove("id");
    order["remark"] = json!("长".repeat(4001));
    let home = Home::new();
    let told = sentences(&refused(&home.package("a", &order)));
    for part in ["people[0].name: found 1 control", "account.id: found nothing", "remark: found 4001 char"] {
        assert!(told.iter().any(|line| line.contains(part)), "{part}: {told:?}");
    }
    assert_eq!(told.len(), 3);
}

#[test]
fn a_report_is_bounded_and_says_how_many_more_there_are() {
    let mut order = order();
    order["access"] = json!((0..500).map(|at| json!({ "x": at })).collect::<Vec<_>>());
    let home = Home::new();
    let told = sentences(&refused(&home.package("a", &order)));
    assert_eq!(told.len(), FAULTS + 1);
    assert!(told[FAULTS].contains("at least 400 more faults"), "{}", told[FAULTS]);
}

#[test]
fn without_its_kind_a_package_is_taken_for_what_it_looks_like() {
    for mut package in [full(), supplement()] {
        package.as_object_mut().unwrap().remove("kind");
        package["attachments"][0].as_object_mut().unwrap().remove("path");
        package.as_object_mut().unwrap().remove("format");
        let expected = ["format", "kind", "attachments[0].path"].map(str::to_owned);
        assert_eq!(named(&package), expected.into_iter().collect());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_fields_that_are_dropped_are_named_and_no_others(
        dropped in subsequence(needed(&full()), 1..12), supplement_too in subsequence(needed(&supplement()), 1..6),
    ) {
        for (mut package, dropped) in [(full(), dropped), (supplement(), supplement_too)] {
            let gone = outermost(&dropped);
            gone.iter().for_each(|(_, pointer)| drop_at(&mut package, pointer));
            let expected: BTreeSet<String> = gone.into_iter().map(|(path, _)| path).collect();
            prop_assert_eq!(named(&package), expected);
        }
    }

    #[test]
    fn any_values_of_another_form_are_named_and_no_others(
        changed in subsequence(all_places(&full()), 1..10),
        wrong in prop::sample::select(vec![
            json!(null), json!(true), json!(-1), json!(1.5), json!("x"), json!("2026-02-30"), json!([]), json!({}),
            json!([1]), json!({ "x": 1 }), json!(5_000_000_000_u64),
        ]),
    ) {
        let (mut package, mut expected) = (full(), BTreeSet::new());
        for (path, pointer) in outermost(&changed) {
            let mut alone = full();
            *alone.pointer_mut(&pointer).unwrap() = wrong.clone();
            // Whether it is wrong by itself, and where, is for the reader to say.
            expected.extend(named(&alone));
            prop_assert_eq!(reads(&alone), named(&alone).is_empty(), "{}", path);
            if path != "format" && path != "kind" {
                *package.pointer_mut(&pointer).unwrap() = wrong.clone();
            } else {
                expected.retain(|place| !named(&alone).contains(place));
            }
        }
        prop_assert_eq!(named(&package), expected);
    }
}
