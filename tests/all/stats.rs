//! Generated homes and their figures, from outside.

use super::support::{Place, catalog, text};
use beian::work::generate::generate;
use beian::work::{Desk, now};
use serde_json::Value;
use std::collections::BTreeMap;

fn place() -> Place {
    let place = Place::new();
    let mut desk = Desk::open(place.home(), catalog()).unwrap();
    generate(&mut desk, 400, 3, now(), |_| {}).unwrap();
    place
}

fn figures(place: &Place, args: &[&str]) -> String {
    let all = [&["stats", "--user", "zhu"], args].concat();
    let output = place.run(&all);
    assert!(output.status.success(), "{}", text(&output));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_generated_home_is_sound() {
    place().must_be_sound();
}

#[test]
fn many_orders_leave_every_index_behind() {
    let place = Place::new();
    let mut desk = Desk::open(place.home(), catalog()).unwrap();
    let indexes =
        "SELECT group_concat(name) FROM (SELECT name FROM sqlite_schema WHERE type = 'index' ORDER BY name)";
    let before: String = place.ask(indexes);
    generate(&mut desk, 20_000, 3, now(), |_| {}).unwrap();
    assert_eq!(place.ask::<String>(indexes), before);
    assert_eq!(place.ask::<i64>("SELECT count(*) FROM setting WHERE key = 'dropped_indexes'"), 0);
    let returned = place.ask::<i64>("SELECT count(*) FROM orders WHERE returned_count > 0");
    assert!((3_000..5_000).contains(&returned), "one in five was returned before: {returned}");
}

#[test]
fn json_and_csv_tell_the_same_figures() {
    let place = place();
    let json: Value = serde_json::from_str(&figures(&place, &["--period", "year", "--json"])).unwrap();
    let csv = figures(&place, &["--period", "year", "--csv"]);
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("section,name,figure,value"));
    let cells: BTreeMap<(String, String, String), String> = lines
        .map(|line| {
            let cells: Vec<&str> = line.splitn(4, ',').collect();
            ((cells[0].into(), cells[1].into(), cells[2].into()), cells[3].into())
        })
        .collect();
    let cell = |section: &str, name: &str, figure: &str| {
        cells[&(section.to_owned(), name.to_owned(), figure.to_owned())].parse::<u64>().unwrap()
    };
    for figure in ["approved", "rejected", "returned_again", "overridden", "median_ms", "p90_ms"] {
        assert_eq!(cell("total", "", figure), json["total"][figure].as_u64().unwrap(), "{figure}");
    }
    for province in json["provinces"].as_array().unwrap() {
        let name = province["name"].as_str().unwrap();
        assert_eq!(cell("province", name, "approved"), province["tally"]["approved"].as_u64().unwrap());
    }
    assert!(cell("total", "", "approved") > 300);
}

#[test]
fn a_wrong_period_is_wrong_use() {
    let output = place().run(&["stats", "--user", "zhu", "--period", "fortnight"]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output));
}
