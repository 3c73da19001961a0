use super::super::{Home, people};
use super::*;
use crate::catalog::Catalog;
use crate::domain::event::Event;
use crate::domain::view::{Direction, Filter, Sort, Tab};
use std::sync::Arc;

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_312_800 + seconds, 0).unwrap()
}

fn desk(dir: &tempfile::TempDir) -> (Desk, UserId) {
    let catalog = Arc::new(Catalog::embedded().unwrap());
    let mut desk = Desk::create(Home::new(dir.path()), catalog).unwrap();
    let zhu = people::init(&mut desk, "zhu", "correct horse", at(0)).unwrap();
    let sample = format!("{}/assets/samples/ICP-10202", env!("CARGO_MANIFEST_DIR"));
    super::super::import::import(&mut desk, std::path::Path::new(&sample), |_, _| {}).unwrap();
    (desk, zhu)
}

fn search(term: &str, now: DateTime<Utc>) -> PageRequest {
    PageRequest {
        tab: Tab::All,
        filter: Filter { search: Some(term.to_owned()), ..Filter::default() },
        sort: Sort::Newest,
        from: None,
        direction: Direction::Forward,
        limit: 10,
        now,
    }
}

fn on_record(desk: &Desk) -> Vec<(String, String)> {
    let events =
        desk.store.recent_events(100).unwrap().into_iter().filter_map(|(_, line)| match line.event {
            Event::Home { what, about } if what == SEARCHED => Some((line.who.unwrap_or_default(), about)),
            _ => None,
        });
    events.collect()
}

#[test]
fn a_search_for_a_number_is_on_record_without_the_number_and_text_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let (mut desk, zhu) = desk(&dir);
    for (term, found) in [("ICP-10202", 1), ("02", 1), ("138100002", 0), ("13810000203", 1), ("0203", 1)] {
        assert_eq!(page(&mut desk, zhu, &search(term, at(1))).unwrap().rows.len(), found, "{term}");
    }
    let told = ["orders last_four", "orders whole 138******03", "orders whole 1********"];
    let told: Vec<_> = told.map(|about| ("zhu".to_owned(), about.to_owned())).into();
    assert_eq!(on_record(&desk), told);
    assert!(desk.store.page(&search("13810000203", at(1))).unwrap().rows.is_empty());
}

#[test]
fn after_a_few_searches_the_next_waits_across_restarts_and_for_each_person_alone() {
    let dir = tempfile::tempdir().unwrap();
    let (mut desk, zhu) = desk(&dir);
    let fu = people::add(
        &mut desk,
        zhu,
        "fu",
        "correct horse",
        &[crate::domain::people::Role::Second].into(),
        at(0),
    );
    let fu = fu.unwrap();
    for _ in 0..5 {
        page(&mut desk, zhu, &search("0001", at(10))).unwrap();
    }
    drop(desk);
    let mut desk = Desk::open(Home::new(dir.path()), Arc::new(Catalog::embedded().unwrap())).unwrap();
    let error = page(&mut desk, zhu, &search("0203", at(10))).unwrap_err();
    assert!(error.to_string().contains("try again in 6 s"), "{error}");
    assert_eq!(on_record(&desk).len(), 5, "what was refused looked for nothing");
    assert!(page(&mut desk, zhu, &search("ICP-10202", at(10))).is_ok(), "text is not slowed");
    assert!(page(&mut desk, fu, &search("0203", at(10))).is_ok());
    assert_eq!(page(&mut desk, zhu, &search("0203", at(16))).unwrap().rows.len(), 1);
}

#[test]
fn the_registry_compares_a_certificate_only_for_a_number_that_is_on_record() {
    let dir = tempfile::tempdir().unwrap();
    let (mut desk, zhu) = desk(&dir);
    let file = dir.path().join("filings.csv");
    let number = "11010519491231002X";
    std::fs::write(&file, format!("certificate_number,entity_name,domain\n{number},王小明,wxm.cn\n"))
        .unwrap();
    registry::import(&mut desk, &file, at(1)).unwrap();
    assert!(registry::find(&desk, number, 10).unwrap().is_empty());
    for term in ["王小", "wxm.cn"] {
        assert_eq!(registry::find(&desk, term, 10).unwrap().len(), 1, "{term}");
    }
    let sought = sought(number).unwrap();
    assert_eq!(on_file(&mut desk, zhu, &sought, (number, 10), at(2)).unwrap().len(), 1);
    assert_eq!(on_record(&desk)[0].1, "registry whole 110*************2X");
}
