//! An order as it comes, and sample orders with any text in any of their fields: no rule panics.
#![no_main]

use beian::catalog::{Catalog, wording};
use beian::domain::across::Across;
use beian::domain::lang::Lang;
use beian::domain::order::Order;
use beian::domain::stage::Stage;
use beian::rules::{Case, GivenFile, run};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use std::sync::LazyLock;

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::embedded().expect("the embedded catalogue"));

const SAMPLES: [&str; 5] = [
    include_str!("../../assets/samples/ICP-10201/order.json"),
    include_str!("../../assets/samples/ICP-10210/order.json"),
    include_str!("../../assets/samples/ICP-10220/order.json"),
    include_str!("../../assets/samples/ICP-10229/order.json"),
    include_str!("../../assets/samples/ICP-10234/order.json"),
];

fuzz_target!(|data: &[u8]| {
    if let Ok(order) = serde_json::from_slice::<Order>(data) {
        check(&order);
    }
    let Some((first, rest)) = data.split_first() else { return };
    let Ok(mut value) = serde_json::from_str::<Value>(SAMPLES[usize::from(*first) % SAMPLES.len()]) else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    for (at, line) in text.lines().enumerate() {
        let Some((place, text)) = line.split_once('=') else { continue };
        let place = place.parse().unwrap_or(at);
        let mut left = place % 150;
        put(&mut value, &mut left, text);
    }
    if let Ok(order) = serde_json::from_value::<Order>(value) {
        check(&order);
    }
});

/// Puts a text into the n-th text of a value.
fn put(value: &mut Value, left: &mut usize, text: &str) {
    match value {
        Value::String(old) => {
            if *left == 0 {
                *old = text.to_owned();
            }
            *left = left.wrapping_sub(1);
        }
        Value::Array(list) => list.iter_mut().for_each(|value| put(value, left, text)),
        Value::Object(map) => map.values_mut().for_each(|value| put(value, left, text)),
        _ => {}
    }
}

fn check(order: &Order) {
    let catalog = &*CATALOG;
    let Some(profile) = catalog.profile(&order.profile) else { return };
    let files: Vec<GivenFile> =
        order.attachments.iter().map(|given| GivenFile { given, facts: None }).collect();
    let across = Across::default();
    for stage in [Stage::FirstReview, Stage::SecondReview, Stage::Sms] {
        let report = run(&Case {
            catalog,
            order,
            profile,
            stage,
            now: order.submitted_at,
            files: &files,
            papers: &[],
            across: Some(&across),
            materials: &[],
        });
        for finding in &report.findings {
            wording::sentences(catalog, finding, Lang::Zh);
            wording::sentences(catalog, finding, Lang::En);
        }
    }
}
