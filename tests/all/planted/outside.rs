//! The same faults through the program itself: packages on disk, read by `beian check`.

use super::bytes::{self, write};
use super::given::{Given, REGISTRARS, Sample, samples};
use super::{Fault, applies, faults};
use crate::all::support::{self, Place};
use beian::domain::finding::{Finding, Found};
use beian::domain::ids::{OrderId, OrderNo};
use beian::domain::order::{Attachment, Order};
use beian::domain::people::Role;
use beian::domain::stage::Stage;
use beian::work::{claim, decide, import, registry};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Output;

/// A fault in the first good sample that can have it.
struct Planted {
    fault: &'static Fault,
    given: Given,
    /// Whether its finding stops an approval.
    blocks: bool,
}

fn planted() -> Vec<Planted> {
    let good: Vec<&Sample> = samples().iter().filter(|sample| sample.planted.is_empty()).collect();
    let mut all: Vec<Planted> = Vec::new();
    for fault in faults() {
        let in_sample = |sample: &&Sample| {
            let mut given = sample.given.clone();
            let stands = (fault.plant)(&mut given) && applies(fault, &given);
            let own = |finding: &Finding| finding.rule.as_str() == fault.code;
            let found = given.findings();
            let blocks = found.iter().any(|finding| own(finding) && finding.is_blocking());
            stands.then_some(Planted { fault, given, blocks })
        };
        let first = good.iter().find_map(in_sample);
        all.push(first.unwrap_or_else(|| panic!("no good sample can have {}", fault.code)));
    }
    for planted in &mut all {
        planted.given.order.order_no = planted.fault.code.into();
    }
    all
}

fn configure(folder: &Path) {
    support::copy_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo"), folder);
    fs::write(folder.join("registrars.toml"), REGISTRARS).unwrap();
}

fn check(place: &Place, stage: Stage, folder: &Path, with_home: bool) -> Output {
    let config = place.path("config");
    let (config, folder) = (config.to_str().unwrap(), folder.to_str().unwrap());
    let mut command =
        place.command(&["check", "--json", "--config", config, "--stage", stage.slug(), folder]);
    // What lies across orders is told to who signs in alone.
    match with_home {
        true => command.args(["--user", "zhu"]),
        false => command.env_remove("BEIAN_HOME"),
    };
    command.output().unwrap()
}

/// The findings by order number.
fn findings(output: &Output) -> BTreeMap<String, Vec<Value>> {
    let text = support::text(output);
    let all: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{text}"));
    let packages = all["packages"].as_array().unwrap_or_else(|| panic!("{text}"));
    let package = |package: &Value| {
        let no = package["order_no"].as_str().unwrap_or_else(|| panic!("{package}"));
        let found = package["findings"].as_array().unwrap_or_else(|| panic!("{package}"));
        (no.to_owned(), found.clone())
    };
    packages.iter().map(package).collect()
}

fn is_in(found: &[Value], planted: &Planted) -> bool {
    let fault = planted.fault;
    let is = if fault.is == Found::Fault { "fault" } else { "open" };
    found.iter().any(|finding| {
        let blocks =
            finding["how"] == "auto" && finding["weight"] == "block" && finding["points_to"].is_null();
        finding["code"] == fault.code && finding["is"] == is && (blocks || !planted.blocks)
    })
}

#[test]
fn good_packages_pass() {
    let place = Place::bare();
    configure(&place.path("config"));
    for sample in samples().iter().filter(|sample| sample.planted.is_empty()) {
        if sample.given.stage == Stage::FirstReview {
            let given = &sample.given;
            write(&place.path("good").join(&given.name), &given.order, &bytes::of(given));
        }
    }
    let output = check(&place, Stage::FirstReview, &place.path("good"), false);
    for (no, found) in findings(&output) {
        let blocking: Vec<_> =
            found.iter().filter(|finding| finding["weight"] == "block" && finding["is"] == "fault").collect();
        assert!(blocking.iter().all(|finding| !finding["points_to"].is_null()), "{no}: {blocking:#?}");
    }
    assert!(output.status.success());
}

#[test]
fn the_program_reports_every_fault() {
    let place = Place::bare();
    configure(&place.path("config"));
    let mut wrong = Vec::new();
    let all = planted();
    for stage in [Stage::FirstReview, Stage::SecondReview] {
        let folder = place.path(stage.slug());
        let needs_home = |planted: &&Planted| planted.given.across != Default::default();
        let here: Vec<_> =
            all.iter().filter(|planted| planted.given.stage == stage && !needs_home(planted)).collect();
        for planted in &here {
            let given = &planted.given;
            write(&folder.join(planted.fault.code), &given.order, &bytes::of(given));
        }
        let output = check(&place, stage, &folder, false);
        assert_eq!(output.status.code(), Some(1), "{}", stage.slug());
        let found = findings(&output);
        for planted in here {
            if !found.get(planted.fault.code).is_some_and(|found| is_in(found, planted)) {
                wrong.push(planted.fault.code);
            }
        }
    }
    assert!(wrong.is_empty(), "not reported: {wrong:?}");
}

/// Each by itself, so that the exit code is its own.
#[test]
fn a_blocking_fault_of_the_bytes_makes_the_exit_code() {
    let place = Place::bare();
    configure(&place.path("config"));
    for planted in planted() {
        if ["F001", "F002", "F003", "F009", "D004", "E004"].contains(&planted.fault.code) {
            let folder = place.path(planted.fault.code);
            write(&folder, &planted.given.order, &bytes::of(&planted.given));
            let output = check(&place, planted.given.stage, &folder, false);
            assert_eq!(output.status.code(), Some(1), "{}", planted.fault.code);
            assert!(is_in(&findings(&output)[planted.fault.code], &planted), "{}", planted.fault.code);
        }
    }
}

#[test]
fn the_program_reports_what_lies_across_orders() {
    let place = Place::new();
    configure(&place.path("config"));
    let mut all = planted();
    all.retain(|planted| planted.given.across != Default::default());
    for planted in &mut all {
        neighbours(&place, planted);
        write_home(&place, planted);
    }
    let mut wrong = Vec::new();
    for stage in [Stage::FirstReview, Stage::SecondReview] {
        let folder = place.path(stage.slug());
        if !folder.exists() {
            continue;
        }
        let output = check(&place, stage, &folder, true);
        let found = findings(&output);
        for planted in all.iter().filter(|planted| planted.given.stage == stage) {
            if !found.get(planted.fault.code).is_some_and(|found| is_in(found, planted)) {
                wrong.push(planted.fault.code);
            }
        }
    }
    assert!(wrong.is_empty(), "not reported: {wrong:?}");
}

fn write_home(place: &Place, planted: &Planted) {
    let given = &planted.given;
    let folder = place.path(given.stage.slug()).join(planted.fault.code);
    write(
        &folder,
        &given.order,
        &given.sources.iter().map(|source| fs::read(source).unwrap()).collect::<Vec<_>>(),
    );
}

/// Brings into the home what makes the planted fault true.
fn neighbours(place: &Place, planted: &Planted) {
    let Given { across, order, .. } = &planted.given;
    let mut next = 0;
    let mut another = |change: &dyn Fn(&mut Order)| {
        next += 1;
        let mut other = order.clone();
        other.order_no = format!("NEAR-{}-{next}", planted.fault.code).as_str().into();
        other.attachments.clear();
        change(&mut other);
        other
    };
    let stranger = |order: &mut Order, number: &str| {
        order.entity.name = "别处某某有限公司".to_owned();
        order.entity.certificate.number = number.to_owned();
    };
    let mut orders = Vec::new();
    for other in &across.account_orders {
        orders.push(another(&|order| {
            stranger(order, "91440300000000001X");
            order.order_type = other.order_type;
        }));
    }
    for other in &across.entity_orders {
        orders.push(another(&|order| {
            order.account.id = "another".to_owned();
            order.order_type = other.order_type;
        }));
    }
    for account in &across.certificate_accounts {
        orders.push(another(&|order| order.account.id.clone_from(account)));
    }
    for number in across.server_entities.iter().flat_map(|row| &row.entities) {
        orders.push(another(&|order| stranger(order, number)));
    }
    for _ in &across.shared_contacts {
        orders.push(another(&|order| stranger(order, "91440300000000002X")));
    }
    for shared in &across.shared_files {
        let files = &planted.given.facts;
        let at = files.iter().position(|facts| facts.sha256.0 == shared.sha256).unwrap();
        orders.push(another(&|other| {
            stranger(other, "91440300000000003X");
            other.attachments = vec![Attachment { owner: None, ..order.attachments[at].clone() }];
        }));
    }
    let rejected: Vec<Order> = across.rejections.iter().map(|_| another(&|_| {})).collect();
    let ids = bring(place, planted, orders.iter().chain(&rejected));
    for id in ids.iter().skip(orders.len()) {
        reject(place, *id);
    }
    filings(place, planted);
}

fn bring<'a>(place: &Place, planted: &Planted, orders: impl Iterator<Item = &'a Order>) -> Vec<OrderId> {
    let folder = place.path("near").join(planted.fault.code);
    let mut numbers: Vec<OrderNo> = Vec::new();
    for order in orders {
        let source = |given: &Attachment| {
            let at = planted.given.order.attachments.iter().position(|own| own.path == given.path).unwrap();
            fs::read(&planted.given.sources[at]).unwrap()
        };
        let files: Vec<Vec<u8>> = order.attachments.iter().map(source).collect();
        write(&folder.join(order.order_no.as_str()), order, &files);
        numbers.push(order.order_no.clone());
    }
    if numbers.is_empty() {
        return Vec::new();
    }
    let mut desk = place.desk();
    let summary = import::import(&mut desk, &folder, |_, _| {}).unwrap();
    assert_eq!((summary.taken, summary.refused), (numbers.len(), 0), "{}", planted.fault.code);
    numbers.iter().map(|no| desk.store.find_order(no).unwrap().unwrap()).collect()
}

fn reject(place: &Place, id: OrderId) {
    let mut desk = place.desk();
    let now = support::monday();
    let who = support::reviewer(&mut desk, "chu", &[Role::First]);
    claim::claim(&mut desk, who, id, now).unwrap();
    let decision = support::rejection(&desk, id);
    decide::decide(&mut desk, who, id, &decision, now).unwrap();
}

fn filings(place: &Place, planted: &Planted) {
    let mut text = "certificate_number,entity_name,site_name,domain\n".to_owned();
    for row in &planted.given.across.filings {
        let cell = |text: &Option<String>| text.clone().unwrap_or_default();
        let (number, name, domain) = (cell(&row.certificate_number), cell(&row.site_name), cell(&row.domain));
        text.push_str(&format!("{number},{},{name},{domain}\n", row.entity_name));
    }
    if !planted.given.across.filings.is_empty() {
        let path = place.path("filings.csv");
        fs::write(&path, text).unwrap();
        let done = registry::import(&mut place.desk(), &path, support::monday()).unwrap();
        assert!(matches!(done, registry::Imported::Taken { .. }), "{done:?}");
    }
}
