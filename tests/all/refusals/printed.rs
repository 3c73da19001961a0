//! What was taken and is printed again: tables, JSON, and the files that hold them.

use super::{must_be_clean, must_be_text};
use crate::all::support::{Place, approve, monday, order, rejection, reviewer};
use beian::domain::life::CallResult;
use beian::domain::people::Role;
use beian::work::{Desk, calls, claim, decide};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;

/// What each text of an order is by turns, as far as intake takes it; what people write later has all of it.
const TEXTS: [&str; 6] = [
    "=1+1\u{9b}2J",
    "+86 138\u{202e}",
    "-2+3\u{e0041}",
    "@SUM(A1)\u{200b}",
    "＝1\u{2066}",
    "\"=1\tFORGED\nFORGED\"",
];

/// A home whose people, sites, notes, addresses and registry hold formulas and what steers.
fn hostile() -> (Place, Vec<String>) {
    let tower = format!("é{}", "\u{301}".repeat(300));
    let texts: Vec<String> = TEXTS.iter().map(|text| (*text).to_owned()).chain([tower]).collect();
    let place = Place::new();
    let mut packages = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        let mut package = order(&format!("H-{at}"));
        // Intake takes no control characters, and lines in long texts alone.
        let long: String = text.chars().filter(|c| !c.is_control() || "\t\n".contains(*c)).collect();
        let text: String = text.chars().filter(|c| !c.is_control()).collect();
        package["entity"]["name"] = json!(text);
        package["sites"][0]["name"] = json!(text);
        package["entity"]["business_scope"] = json!(long);
        package["remark"] = json!(long);
        // Not the text itself: where a reason repeats a phone, it is masked.
        package["curtain_request"] = json!({ "requested_at": "2026-11-13T01:00:00Z", "recipient": text, "address": text, "phone": format!("{text}7") });
        packages.push(package.clone());
        // One of another customer, whose curtain goes out.
        package["order_no"] = json!(format!("C-{at}"));
        package["account"]["id"] = json!(format!("{text}{at}"));
        packages.push(package);
    }
    let summary = place.import(&packages);
    assert_eq!((summary.taken, summary.refused), (packages.len(), 0));
    let rows = texts.iter().filter(|text| !text.chars().any(char::is_control)).enumerate();
    let rows: String = rows
        .map(|(at, text)| {
            let text = text.replace('"', "\"\"");
            format!("\"{text}\",91440101MA5XXXXX{at:02},\"{text}\",\"{text}\"\n")
        })
        .collect();
    fs::write(place.path("r.csv"), format!("entity_name,certificate_number,site_name,provider\n{rows}"))
        .unwrap();
    let mut desk = place.desk();
    let chu = reviewer(&mut desk, "chu", &[Role::First]);
    for (at, text) in texts.iter().enumerate() {
        let id = |desk: &Desk, kind| desk.store.order_id(&format!("{kind}-{at}").as_str().into()).unwrap();
        let curtain = id(&desk, "C");
        approve(&mut desk, chu, curtain, monday());
        let (id, now) = (id(&desk, "H"), beian::work::now());
        let who = reviewer(&mut desk, &format!("-{at}n"), &[Role::First]);
        claim::claim(&mut desk, who, id, now).unwrap();
        let mut decision = rejection(&desk, id);
        decision.reasons[0].text = text.clone();
        decide::decide(&mut desk, who, id, &decision, now).unwrap();
        let again_at = Some(now + chrono::Duration::hours(1));
        let call =
            calls::Call { person: "p1".into(), result: CallResult::NotReached, note: text.clone(), again_at };
        calls::log(&mut desk, who, id, &call, now).unwrap();
    }
    (place, texts)
}

fn run(place: &Place, args: &[&str]) -> Vec<u8> {
    let mut command = place.command(args);
    let output = command.env("BEIAN_USER", "zhu").output().unwrap();
    must_be_text(&output, &format!("{args:?}"));
    output.stdout
}

#[test]
fn no_cell_of_a_table_is_a_formula_and_no_text_of_an_order_steers_what_prints_or_exports_it() {
    let (place, texts) = hostile();
    run(&place, &["registry", "import", place.path("r.csv").to_str().unwrap()]);
    let (out, page) = (place.path("status.out"), place.path("page.out"));
    let (out, page) = (out.to_str().unwrap(), page.to_str().unwrap());
    let calls: Vec<Vec<&str>> = vec![
        vec!["queue", "all"],
        vec!["registry", "find", "1", "--limit", "99"],
        vec!["registry", "find", "é"],
        vec!["registry", "find", "＝1"],
        vec!["status", "--all"],
        vec!["user", "list"],
        vec!["call", "list"],
        vec!["log"],
        vec!["outbox", "list"],
        vec!["curtain", "list"],
        vec!["curtain", "print"],
        vec!["curtain", "print", "--out", page],
        vec!["appointment", "list"],
        vec!["sms", "list"],
        vec!["stats"],
        vec!["setting", "list"],
        vec!["show", "H-0"],
        vec!["show", "H-6"],
        vec!["checklist", "H-5"],
        vec!["doctor"],
        vec!["rule", "--for", "H-0"],
        vec!["profile", "list"],
        vec!["reasons"],
    ];
    let mut tables = 0;
    for call in &calls {
        tables += usize::from(run(&place, call).contains(&b'\t'));
        let data = run(&place, &[&["--json"], call.as_slice()].concat());
        if call.as_slice() != ["curtain", "print"] {
            serde_json::from_slice::<Value>(&data)
                .unwrap_or_else(|error| panic!("{call:?}: {error} in {}", String::from_utf8_lossy(&data)));
        }
    }
    assert!(tables > 8, "only {tables} tables were printed");
    let csv = String::from_utf8(run(&place, &["stats", "--csv"])).unwrap();
    let rows = csv::Reader::from_reader(csv.as_bytes()).into_records();
    let cells: Vec<String> =
        rows.flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()).collect();
    let is_formula =
        |cell: &&String| cell.len() > 1 && cell.trim_start().starts_with(['=', '+', '-', '@', '＝']);
    assert_eq!(cells.iter().find(is_formula), None);
    assert!(cells.iter().any(|cell| cell == "'-0n"), "{csv}");

    // The same value, whichever way it comes out.
    let queue: Value = serde_json::from_slice(&run(&place, &["queue", "all", "--json"])).unwrap();
    let rows = queue["rows"].as_array().unwrap();
    let names: BTreeSet<&str> = rows.iter().map(|row| row["entity"].as_str().unwrap()).collect();
    let printed: Vec<String> =
        texts.iter().map(|text| text.chars().filter(|c| !c.is_control()).collect()).collect();
    assert_eq!(names, printed.iter().map(String::as_str).collect());
    let curtains: Value = serde_json::from_slice(&run(&place, &["curtain", "list", "--json"])).unwrap();
    assert_eq!(curtains.as_array().unwrap().len(), texts.len());
    run(&place, &["status", "--all", "--out", out]);
    must_be_clean(&fs::read(out).unwrap(), "status --out");
    run(&place, &["status", "--all", "--json", "--out", out]);
    let text = fs::read(out).unwrap();
    must_be_clean(&text, "status --json --out");
    let exported: Value = serde_json::from_slice(&text).unwrap();
    let reasons: Vec<&str> = exported
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|one| one["asked"]["reasons"][0]["text"].as_str())
        .collect();
    assert!(texts.iter().all(|text| reasons.contains(&text.trim())), "{reasons:?}");
    must_be_clean(&fs::read(page).unwrap(), "curtain print --out");
}
