use super::fixtures::*;
use crate::domain::lang::Lang;
use crate::intake::*;
use serde_json::{Value, json};

fn refused_text(text: impl AsRef<[u8]>) -> Refused {
    let home = Home::new();
    home.package("a", &order());
    home.file("a/order.json", text);
    refused(&home.path().join("a"))
}

type Edit = fn(&mut Value);

/// The faults of the usual order after `edit`.
fn after(edit: impl Fn(&mut Value)) -> Vec<String> {
    let mut order = order();
    edit(&mut order);
    let refused = refused_text(order.to_string());
    assert!(refused.faults.iter().all(|fault| fault.file == "order.json"));
    sentences(&refused)
}

#[test]
fn what_is_no_json_is_told_with_its_place() {
    says(
        &refused_text("{\n  \"format\": 1,\n  oops\n}"),
        "an error at line 3, column 3 (key must be a string)",
    );
    says(&refused_text(""), "expected valid JSON");
    says(&refused_text(format!("{} x", order())), "trailing characters");
    says(&refused_text(b"{\"a\": \"\xff\"}"), "byte 8 that is not UTF-8");
    says(&refused_text("\"\\ud800\""), "expected valid JSON");
    says(&refused_text("[]"), "found a list; expected an object");
}

#[test]
fn bounds_of_json() {
    says(&refused_text(format!("{}{}", "[".repeat(40), "]".repeat(40))), "more than 32 levels");
    says(&refused_text("[".repeat(1_000_000)), "more than 32 levels");
    let long = after(|order| order["remark"] = json!("长".repeat(4001)));
    assert_eq!(long, ["order.json, remark: found 4001 characters; expected at most 4000 characters."]);
    let many = after(|order| order["access"][0]["ips"] = json!(vec!["192.0.2.1"; 1001]));
    assert_eq!(many, ["order.json, access[0].ips: found more than 1000 items; expected at most 1000 items."]);
}

#[test]
fn a_key_that_stands_twice_is_refused() {
    let twice = order().to_string().replacen("\"name\":\"张三\"", "\"name\":\"张三\",\"name\":\"李四\"", 1);
    let refused = refused_text(twice);
    assert_eq!(refused.faults[0].json_path, "people[0].name");
    says(&refused, "the same field twice");
}

#[test]
fn format_and_kind_come_first() {
    for wrong in [json!(2), json!("1"), json!(null), json!(1.5)] {
        let faults = after(|order| {
            order["format"] = wrong.clone();
            order["people"] = json!("x");
        });
        assert!(faults[0].starts_with("order.json, format: found"), "{faults:?}");
    }
    let kind = after(|order| order["kind"] = json!("orders"));
    assert_eq!(kind, ["order.json, kind: found “orders”; expected order or supplement."]);
}

#[test]
fn types_are_told_with_path_found_and_expected() {
    let cases: [(&str, Edit, &str); 10] = [
        (
            "number",
            |o| o["people"][0]["certificate"]["number"] = json!(5),
            "people[0].certificate.number: found 5; expected text.",
        ),
        (
            "missing",
            |o| drop(o["people"][0].as_object_mut().unwrap().remove("mobile")),
            "people[0].mobile: found nothing; expected this field.",
        ),
        (
            "missing top",
            |o| drop(o.as_object_mut().unwrap().remove("people")),
            "order.json, people: found nothing; expected this field.",
        ),
        (
            "unknown",
            |o| o["people"][0]["phone"] = json!("1"),
            "people[0].phone: found a field that is not known; expected one of call_answered, certificate",
        ),
        ("unknown top", |o| o["hello"] = json!(1), "order.json, hello: found a field that is not known"),
        (
            "variant",
            |o| o["order_type"] = json!("first"),
            "order_type: found “first”; expected one of first_filing",
        ),
        (
            "negative",
            |o| o["revision"] = json!(-1),
            "revision: found -1; expected a whole number, not negative.",
        ),
        (
            "time",
            |o| o["submitted_at"] = json!("yesterday"),
            "submitted_at: found “yesterday”; expected a time such as",
        ),
        ("list", |o| o["sites"] = json!({}), "sites: found an object; expected a list."),
        ("object", |o| o["account"] = json!("x"), "account: found “x”; expected an object."),
    ];
    for (name, edit, part) in cases {
        let faults = after(edit);
        assert_eq!(faults.len(), 1, "{name}");
        assert!(faults[0].contains(part), "{name}: {faults:?}");
    }
}

#[test]
fn references_and_names_are_all_told_at_once() {
    let faults = after(|order| {
        order["order_no"] = json!("a b");
        order["revision"] = json!(0);
        order["submitted_at"] = json!("1999-01-01T00:00:00Z");
        order["profile"] = json!("nobody");
        order["province"] = json!("atlantis");
        order["entity"]["nature"] = json!("club");
        order["entity"]["principal"] = json!("p9");
        order["people"][0]["certificate"]["type"] = json!("library_card");
        order["sites"][0]["manager"] = json!("s1");
        order["sites"][0]["id"] = json!("p1");
        order["access"][0]["sites"] = json!(["s7"]);
        order["attachments"][0]["owner"] = json!("p7");
        order["attachments"][1]["path"] = json!("FILES/licence.jpg");
    });
    let paths: Vec<_> = faults.iter().map(|fault| fault.split(": ").next().unwrap()).collect();
    let expected = [
        "order_no",
        "revision",
        "submitted_at",
        "profile",
        "province",
        "entity.nature",
        "people[0].certificate.type",
        "entity.principal",
        "sites[0].manager",
        "sites[0].id",
        "access[0].sites[0]",
        "attachments[1].path",
        "attachments[0].owner",
    ];
    assert_eq!(paths, expected.map(|path| format!("order.json, {path}")));
    assert_eq!(faults[3], "order.json, profile: found “nobody”; expected one of ucloud-2018.");
}

#[test]
fn ids_are_plain_and_unique() {
    let faults = after(|order| {
        let mut second = order["people"][0].clone();
        order["people"].as_array_mut().unwrap().push(second.clone());
        second["id"] = json!("entity");
        order["people"].as_array_mut().unwrap().push(second.clone());
        second["id"] = json!("a/b");
        order["people"].as_array_mut().unwrap().push(second);
    });
    assert_eq!(faults.len(), 3);
    assert!(faults[0].contains("people[1].id: found “p1”; expected ids that differ"));
    assert!(faults[1].contains("people[2].id"));
    assert!(faults[2].contains("people[3].id: found “a/b”"));
}

#[test]
fn a_supplement_has_files() {
    let mut empty = supplement();
    empty["attachments"] = json!([]);
    says(&refused_text(empty.to_string()), "expected at least one attachment");
}

#[test]
fn hostile_text_shows_as_marks_in_the_report() {
    let faults = after(|order| order["profile"] = json!("\u{200b}[31m\u{202e}x"));
    assert!(faults[0].contains("⟨U+200B⟩[31m⟨U+202E⟩x"), "{faults:?}");
    let faults = after(|order| order["\u{1b}[2J"] = json!(1));
    assert!(faults[0].contains("⟨U+001B⟩[2J"), "{faults:?}");
}

#[test]
fn sentences_are_in_both_languages() {
    let home = Home::new();
    let mut order = order();
    order["revision"] = json!(0);
    let refused = refused(&home.package("a", &order));
    let fault = &refused.faults[0];
    assert_eq!(fault.sentence(Lang::Zh), "order.json 的 revision：实际为「0」；应为从 1 开始的整数。");
    assert_eq!(fault.sentence(Lang::En), "order.json, revision: found “0”; expected a number from 1 on.");
}
