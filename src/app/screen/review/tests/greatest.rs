//! An order as large as a package may be: what a key costs does not grow with it.

use super::*;
use crate::domain::checklist::SubjectRef;
use crate::domain::finding::{Finding, Found};
use crate::domain::order::Order;
use crate::domain::rounds::Waited;
use crate::domain::rule::{How, Weight};
use crate::domain::stage::Stage;
use crate::domain::view::OrderView;
use serde_json::{Value, json};
use std::sync::Arc;

/// 1,000 sites with a domain each, and a finding about every one of them.
fn greatest() -> OrderView {
    let mut order: Value = serde_json::to_value(&first_review().order).unwrap();
    let site = order["sites"][0].clone();
    let sites = (0..1000).map(|n| {
        let mut one = site.clone();
        one["id"] = json!(format!("s{n}"));
        one["domains"][0]["name"] = json!(format!("qingshan-{n}.cn"));
        one
    });
    order["sites"] = sites.collect();
    let order: Order = serde_json::from_value(order).unwrap();
    let mut view = view_of(order, Stage::FirstReview);
    view.findings = (0..1000).map(finding).collect();
    view
}

fn finding(n: usize) -> Finding {
    Finding {
        rule: "D001".into(),
        subject: SubjectRef::Domain(format!("s{n}"), 0),
        is: Found::Fault,
        how: How::Auto,
        weight: Weight::Block,
        path: Some(format!("sites[{n}].domains[0].name")),
        file: None,
        values: Default::default(),
        marks: Vec::new(),
        fix: None,
        points_to: None,
    }
}

#[test]
fn moving_through_it_makes_neither_rows_nor_items_nor_findings_anew() {
    let mut desk = desk(Lang::Zh, (160, 45), greatest());
    let made = |desk: &Desk| {
        let review = review(desk);
        (review.rows(), review.items(&desk.catalog), review.finding_list(), review.entries())
    };
    let first = made(&desk);
    assert!(first.0.len() > 10_000 && first.1.len() > 4000, "{} {}", first.0.len(), first.1.len());
    for keys in [&[Down, Down, End, Home][..], &[Tab, Down, PageDown], &[Tab, Down, End], &[Char(';')]] {
        desk.keys(keys);
        let now = made(&desk);
        assert!(Arc::ptr_eq(&first.0, &now.0) && Arc::ptr_eq(&first.1, &now.1), "{keys:?}");
        assert!(Arc::ptr_eq(&first.2, &now.2) && Arc::ptr_eq(&first.3, &now.3), "{keys:?}");
    }
}

#[test]
fn a_copy_that_brings_only_the_own_draft_makes_nothing_anew_and_any_other_does() {
    let view = greatest();
    let mut desk = desk(Lang::Zh, (160, 45), view.clone());
    let first = review(&desk).rows();
    let draft = Some(Draft { note: "看到一半".into(), ..Draft::default() });
    let waited = Waited { provider: view.waited.provider + 60, ..view.waited };
    desk.hear(Message::Opened(Box::new(OrderView { draft, waited, ..view.clone() })));
    assert_eq!(review(&desk).view.waited.provider, view.waited.provider + 60);
    assert!(Arc::ptr_eq(&first, &review(&desk).rows()));
    let mut changed = view;
    changed.order.sites[0].name = "换了名字".into();
    desk.hear(Message::Opened(Box::new(changed)));
    let renamed = |row: &Row| matches!(row, Row::Field(field) if field.raw == "换了名字");
    assert!(review(&desk).rows().iter().any(renamed));
}

#[test]
fn a_label_is_as_wide_as_before_though_each_is_measured_once() {
    let view = greatest();
    let rows = rows(&view, None);
    let catalog = crate::catalog::Catalog::embedded().unwrap();
    let label = |row: &Row| match row {
        Row::Field(field) => Some(crate::catalog::paths::label(&catalog, Lang::Zh, &field.path)),
        _ => None,
    };
    let all: std::collections::BTreeSet<String> = rows.iter().filter_map(label).collect();
    let measured: std::collections::BTreeSet<String> = rows.labelled().filter_map(label).collect();
    assert_eq!(measured, all);
    assert!(rows.labelled().count() < 200, "{}", rows.labelled().count());
}
