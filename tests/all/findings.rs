//! What the rules find is kept with the order, made anew when something it looks at changes, and overruled,
//! mended or answered on record.

use super::support::{Place, approval, approve, minutes, monday, order, rejection, reviewer, text};
use beian::domain::event::Event;
use beian::domain::finding::Finding;
use beian::domain::ids::{OrderId, UserId};
use beian::domain::path::text_at;
use beian::domain::people::Role;
use beian::domain::sought::sought;
use beian::domain::view::{Blocking, Direction, Filter, PageRequest, Sort, Tab};
use beian::work::amend::{Wish, amend};
use beian::work::number_search::on_file;
use beian::work::registry::{Imported, find, import};
use beian::work::{Desk, claim, decide, findings, look, notice, overrule};
use serde_json::{Value, json};
use std::fs;

const NUMBER: &str = "people[0].certificate.number";
const RIGHT: &str = "440305197903120137";
const WRONG: &str = "440305197903120138";

/// An order whose principal's ID number has a wrong check digit.
fn wrong(no: &str) -> Value {
    let mut order = order(no);
    order["people"][0]["certificate"]["number"] = json!(WRONG);
    order
}

fn codes(desk: &Desk, id: OrderId) -> Vec<String> {
    let found = findings::of(desk, id, minutes(1)).unwrap().findings;
    found.iter().filter(|finding| finding.is_blocking()).map(|finding| finding.rule.0.clone()).collect()
}

fn blocking(desk: &Desk, id: OrderId) -> Finding {
    let found = findings::of(desk, id, minutes(1)).unwrap().findings;
    found.into_iter().find(|finding| finding.rule.as_str() == "M002" && finding.is_blocking()).unwrap()
}

struct Scene {
    place: Place,
    desk: Desk,
    zhu: UserId,
    chu: UserId,
    id: OrderId,
}

fn scene(order: Value) -> Scene {
    let place = Place::with(&[order]);
    let mut desk = place.desk();
    let chu = reviewer(&mut desk, "chu", &[Role::First]);
    let zhu = desk.store.account("zhu").unwrap().unwrap().staff.id;
    Scene { place, desk, zhu, chu, id: OrderId(1) }
}

fn wish(path: &str, to: &str) -> Wish {
    Wish { path: path.into(), to: Some(to.into()), rule: Some("P001".into()) }
}

#[test]
fn findings_come_with_the_order_and_count_in_the_queue() {
    let Scene { place, desk, id, .. } = scene(wrong("UC-A"));
    assert!(codes(&desk, id).contains(&"M002".to_owned()));
    let view = look::open(&desk, None, id, minutes(1)).unwrap();
    assert_eq!(view.findings, findings::of(&desk, id, minutes(1)).unwrap().findings);
    assert!(view.row.findings.block >= 1);
    let blocks: i64 = place.ask("SELECT blocks FROM orders");
    assert!(blocks >= 1);
    let request = PageRequest {
        tab: Tab::All,
        sort: Sort::Urgent,
        filter: Filter { blocking: Some(Blocking::Blocking), ..Filter::default() },
        from: None,
        direction: Direction::Forward,
        limit: 10,
        now: monday(),
    };
    assert_eq!(desk.store.page(&request).unwrap().rows.len(), 1);
    let listed = place.run(&["queue", "--blocking", "--json"]);
    let listed: Value = serde_json::from_slice(&listed.stdout).unwrap();
    assert!(listed["rows"][0]["findings"]["block"].as_u64().unwrap() >= 1);
    place.must_be_sound();
}

#[test]
fn a_result_of_another_day_or_catalogue_is_made_anew() {
    let Scene { place, mut desk, chu, id, .. } = scene(wrong("UC-A"));
    place.sql("UPDATE finding SET body = '{}', day = '2020-01-01'");
    assert!(codes(&desk, id).contains(&"M002".to_owned()), "opening runs the rules in memory");
    assert_eq!(place.ask::<String>("SELECT body FROM finding"), "{}");
    place.sql("UPDATE finding SET day = ''");
    assert_eq!(findings::renew(&mut desk, minutes(1), 10).unwrap(), 1);
    assert!(place.ask::<String>("SELECT body FROM finding").contains("M002"));
    place.sql("UPDATE finding SET body = '{}', fingerprint = 'other'");
    claim::claim(&mut desk, chu, id, minutes(1)).unwrap();
    let decision = approval(&desk, id);
    let error = decide::decide(&mut desk, chu, id, &decision, minutes(2)).unwrap_err();
    assert!(error.to_string().contains("blocking faults"), "{error}");
    place.sql("DELETE FROM setting WHERE key = 'findings_made_by'");
    assert_eq!(findings::renew(&mut desk, minutes(3), 10).unwrap(), 1);
    assert_eq!(findings::renew(&mut desk, minutes(3), 10).unwrap(), 0);
    place.must_be_sound();
}

#[test]
fn a_supervisor_overrules_with_a_word_and_what_he_overruled_no_longer_counts() {
    let Scene { place, mut desk, zhu, chu, id } = scene(wrong("UC-A"));
    let item = blocking(&desk, id).item();
    assert!(overrule::overrule(&mut desk, chu, id, &item, "x", minutes(1)).is_err(), "no supervisor");
    assert!(overrule::overrule(&mut desk, zhu, id, &item, " ", minutes(1)).is_err(), "no word");
    let nothing = "M002@person:p2".parse().unwrap();
    assert!(overrule::overrule(&mut desk, zhu, id, &nothing, "x", minutes(1)).is_err(), "no finding");
    let before = look::open(&desk, None, id, minutes(1)).unwrap().row.findings.block;
    overrule::overrule(&mut desk, zhu, id, &item, "已核对原件", minutes(1)).unwrap();
    let view = look::open(&desk, None, id, minutes(2)).unwrap();
    assert_eq!((view.overruled.len(), view.overruled[0].why.as_str()), (1, "已核对原件"));
    assert!(view.row.findings.block < before);
    assert_eq!(place.ask::<u32>("SELECT blocks FROM orders"), view.row.findings.block, "in the queue too");
    place.must_be_sound();
    let (_, stage) = approve(&mut desk, chu, id, minutes(3));
    assert_ne!(stage.slug(), "first_review");
    place.must_be_sound();
    place.sql("UPDATE orders SET overruled = '[]'");
    assert!(text(&place.run(&["doctor"])).contains("overruled"));
}

#[test]
fn a_new_revision_takes_away_what_was_overruled() {
    let Scene { place, mut desk, zhu, chu, id } = scene(wrong("UC-A"));
    let item = blocking(&desk, id).item();
    let before = place.ask::<u32>("SELECT blocks FROM orders");
    overrule::overrule(&mut desk, zhu, id, &item, "已核对原件", minutes(1)).unwrap();
    claim::claim(&mut desk, chu, id, minutes(2)).unwrap();
    let decision = rejection(&desk, id);
    decide::decide(&mut desk, chu, id, &decision, minutes(3)).unwrap();
    let mut again = wrong("UC-A");
    again["revision"] = json!(2);
    assert_eq!(place.import(&[again]).taken, 1);
    let view = look::open(&desk, None, id, minutes(4)).unwrap();
    assert!(view.overruled.is_empty());
    assert!(view.findings.iter().any(|finding| finding.is_blocking() && finding.item() == item));
    assert_eq!(place.ask::<u32>("SELECT blocks FROM orders"), before);
    place.must_be_sound();
}

#[test]
fn a_field_is_mended_on_record_and_the_rules_run_again() {
    let Scene { place, mut desk, chu, id, .. } = scene(wrong("UC-A"));
    let refused = amend(&mut desk, chu, id, &[wish(NUMBER, RIGHT)], minutes(1)).unwrap_err();
    assert!(refused.to_string().contains("don't hold"), "{refused}");
    claim::claim(&mut desk, chu, id, minutes(1)).unwrap();
    for (path, to, wanted) in [
        (NUMBER, WRONG, "nothing would change"),
        ("people[9].name", "x", "there is no field"),
        ("people[0].certificate.type", "passport_of_mars", "one of"),
        ("entity.principal", "p9", "one of people"),
        ("order_no", "X", "can't be amended"),
        ("people[0].name", " ", "does not fit"),
    ] {
        let error = amend(&mut desk, chu, id, &[wish(path, to)], minutes(2)).unwrap_err().to_string();
        assert!(error.contains(wanted), "{path}: {error}");
    }
    amend(
        &mut desk,
        chu,
        id,
        &[wish(NUMBER, RIGHT), wish("entity.name", "深圳市绿水茶业有限公司")],
        minutes(2),
    )
    .unwrap();
    assert!(!codes(&desk, id).contains(&"P001".to_owned()));
    let view = look::open(&desk, None, id, minutes(2)).unwrap();
    assert_eq!(text_at(&view.order, NUMBER).as_deref(), Some(RIGHT));
    assert_eq!(view.row.entity, "深圳市绿水茶业有限公司");
    assert!(matches!(&view.history[0].event, Event::Amended { changes } if changes.len() == 2));
    let said = notice::amended(&desk, id).unwrap().unwrap();
    assert!(said.contains("2 处") && said.contains("440*************37") && !said.contains(RIGHT), "{said}");
    let log = text(&place.run(&["log", "UC-A"]));
    assert!(log.contains("amended") && !log.contains(RIGHT), "{log}");
    let found = place.run(&["queue", "--search", "绿水", "--json"]);
    assert!(text(&found).contains("UC-A"));
    place.must_be_sound();
    amend(&mut desk, chu, id, &[wish(NUMBER, WRONG)], minutes(3)).unwrap();
    let view = look::open(&desk, None, id, minutes(3)).unwrap();
    assert_eq!(text_at(&view.order, NUMBER).as_deref(), Some(WRONG), "back is another amendment");
    assert!(codes(&desk, id).contains(&"P001".to_owned()), "and the rules run again");
    place.must_be_sound();
    place.sql("UPDATE amendment SET after = 'x' WHERE id = 1");
    assert!(text(&place.run(&["doctor"])).contains("the amendments of revision 1 differ from the log"));
}

#[test]
fn without_consent_or_where_the_terms_have_none_nothing_is_mended() {
    let mut unasked = wrong("UC-A");
    unasked["consents"]["assisted_amendment"] = json!(false);
    let mut program = wrong("UC-B");
    program["profile"] = json!("tencent-mini-program");
    for (order, wanted) in [(unasked, "has not agreed"), (program, "terms")] {
        let Scene { mut desk, chu, id, .. } = scene(order);
        claim::claim(&mut desk, chu, id, minutes(1)).unwrap();
        let error = amend(&mut desk, chu, id, &[wish(NUMBER, RIGHT)], minutes(2)).unwrap_err();
        assert!(error.to_string().contains(wanted), "{error}");
    }
}

#[test]
fn the_registry_is_taken_whole_or_not_at_all_and_twice_is_once() {
    let Scene { place, mut desk, id, .. } = scene(order("UC-A"));
    let file = place.path("filings.csv");
    let head = "certificate_number,entity_name,entity_number,domain,here,manager_mobile\n";
    fs::write(
        &file,
        format!("{head}91440305MA5X0201XW,甲公司,粤ICP备12345678号,qingshan-tea.cn,false,13800138000\n"),
    )
    .unwrap();
    let counts = |imported| match imported {
        Imported::Taken { added, changed, unchanged, .. } => (added, changed, unchanged),
        Imported::Refused { faults, .. } => panic!("{faults:?}"),
    };
    assert_eq!(counts(import(&mut desk, &file, monday()).unwrap()), (1, 0, 0));
    assert_eq!(counts(import(&mut desk, &file, monday()).unwrap()), (0, 0, 1));
    assert_eq!(find(&desk, "QINGSHAN-tea.cn", 5).unwrap().len(), 1);
    assert_eq!(
        find(&desk, "91440305ma5x0201xw", 5).unwrap().len(),
        0,
        "numbers are looked for on record alone"
    );
    let (number, who) = (sought("91440305ma5x0201xw").unwrap(), reviewer(&mut desk, "fu", &[Role::Second]));
    let found = on_file(&mut desk, who, &number, ("91440305ma5x0201xw", 5), monday()).unwrap();
    assert_eq!(found.len(), 1);
    let view = look::open(&desk, None, id, minutes(1)).unwrap();
    let files = Vec::new();
    let about = beian::store::across::About { id: Some(id), order: &view.order, files: &files };
    assert_eq!(desk.store.across(&about).unwrap().filings.len(), 1);
    fs::write(&file, format!("{head}91350100M000100Y43,乙公司,,b.cn,,\n9144030071526726XG,,,c.cn,,\n"))
        .unwrap();
    assert!(matches!(import(&mut desk, &file, monday()).unwrap(), Imported::Refused { count: 1, .. }));
    assert!(find(&desk, "b.cn", 5).unwrap().is_empty(), "nothing is half-written");
    let said = place.run(&["registry", "import", file.to_str().unwrap()]);
    assert_eq!(said.status.code(), Some(1));
    assert!(text(&said).contains(":3 entity_name: the entity's name is empty"), "{}", text(&said));
    let found = text(&place.run(&["registry", "find", "甲", "--json"]));
    assert!(found.contains("138******00") && !found.contains("13800138000"), "{found}");
    place.must_be_sound();
}

#[test]
fn what_orders_share_is_found_across_them() {
    let mut other = order("UC-B");
    other["entity"]["certificate"]["number"] = json!("91440305MA5X0999XX");
    other["account"]["id"] = json!("someone-else");
    let place = Place::with(&[order("UC-A"), other, order("UC-C")]);
    let desk = place.desk();
    let view = look::open(&desk, None, OrderId(1), minutes(1)).unwrap();
    let files: Vec<_> = Vec::new();
    let across = desk
        .store
        .across(&beian::store::across::About { id: Some(OrderId(1)), order: &view.order, files: &files })
        .unwrap();
    let numbers = |list: &[beian::domain::across::OtherOrder]| -> Vec<String> {
        list.iter().map(|other| other.no.0.clone()).collect()
    };
    assert_eq!(numbers(&across.account_orders), ["UC-C"]);
    assert_eq!(numbers(&across.entity_orders), ["UC-C"]);
    assert_eq!(across.server_entities[0].entities, ["91440305MA5X0999XX"]);
    assert!(across.shared_contacts.iter().all(|shared| shared.no.as_str() == "UC-B"));
    assert!(across.shared_contacts.iter().any(|shared| shared.value == "13810000201"));
    assert!(across.filings.is_empty() && across.rejections.is_empty());
    // Outside this home, every order is another one.
    let foreign = beian::store::across::About { id: None, order: &view.order, files: &files };
    assert_eq!(numbers(&desk.store.across(&foreign).unwrap().account_orders), ["UC-C", "UC-A"]);
}

#[test]
fn a_check_of_many_packages_is_one_json_value() {
    let place = Place::new();
    let file = place.path("many.jsonl");
    let supplement = json!({ "format": 1, "kind": "supplement", "order_no": "M-0", "revision": 1,
        "submitted_at": "2026-11-13T01:00:00Z", "attachments": [{ "path": "none.pdf", "kind": "other" }] });
    let lines: Vec<String> = (0..300).map(|at| order(&format!("M-{at}")).to_string()).collect();
    fs::write(&file, format!("{}\n{{\"a\": 1}}\n{supplement}\n", lines.join("\n"))).unwrap();
    let said = text(&place.run(&["check", "--json", file.to_str().unwrap()]));
    let told: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(told["packages"].as_array().unwrap().len(), 302);
    assert_eq!((&told["summary"]["packages"], &told["summary"]["refused"]), (&json!(302), &json!(2)));
    assert_eq!(told["packages"][299]["order_no"], "M-299");
    // A line each, so that none waits for the others.
    assert_eq!(said.lines().filter(|line| line.contains("\"source\"")).count(), 302);
    let said = text(&place.run(&["check", "--format", "sarif", file.to_str().unwrap()]));
    let log: Value = serde_json::from_str(&said).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert!(results.len() > 2 && log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap().len() > 100);
    // Nothing at all is a list, too.
    fs::write(&file, "").unwrap();
    let said = text(&place.run(&["check", "--json", file.to_str().unwrap()]));
    assert_eq!(serde_json::from_str::<Value>(&said).unwrap()["packages"], json!([]));
}
