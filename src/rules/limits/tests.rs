//! Cases for L001 to L008.

use crate::catalog::rule::Weight;
use crate::domain::across::{Filing, OtherOrder, ServerEntities};
use crate::domain::order::{Order, OrderType};
use crate::rules::testing::{Sample, sample};
use chrono::{DateTime, Utc};

const TENCENT: &str = "ICP-10222";
const PERSON: &str = "ICP-10220";
const UCLOUD: &str = "ICP-10212";

fn day(text: &str) -> DateTime<Utc> {
    format!("{text}T04:00:00Z").parse().unwrap()
}

fn sites(order: &mut Order, count: usize) {
    let one = order.sites[0].clone();
    order.sites = (0..count)
        .map(|nth| {
            let mut site = one.clone();
            site.id = format!("s{nth}").as_str().into();
            site
        })
        .collect();
}

fn domains(order: &mut Order, count: usize) {
    let one = order.sites[0].domains[0].clone();
    order.sites.truncate(1);
    order.sites[0].domains = (0..count)
        .map(|nth| {
            let mut domain = one.clone();
            domain.name = format!("name{nth}.com.cn");
            domain
        })
        .collect();
}

fn weights(sample: &Sample, code: &str) -> Vec<Weight> {
    sample.found(code).iter().map(|finding| finding.weight).collect()
}

#[test]
fn l001_sites_of_an_order() {
    let with = |no: &str, count| sample(no).with(|order| sites(order, count));
    assert!(with(TENCENT, 10).found("L001").is_empty());
    assert_eq!(weights(&with(TENCENT, 11), "L001"), [Weight::Block]);
    assert!(with(UCLOUD, 3).found("L001").is_empty());
    assert_eq!(weights(&with(UCLOUD, 4), "L001"), [Weight::Warn]);
    let hunan = |count| with(UCLOUD, count).with(|order| order.province = "hunan".into());
    assert!(hunan(1).found("L001").is_empty());
    assert_eq!(hunan(2).faults("L001"), ["sites"]);
    let before = with("ICP-10204", 4).with(|order| order.submitted_at = day("2018-12-31"));
    assert!(before.found("L001").is_empty());
    assert!(with("ICP-10231", 11).found("L001").is_empty());
}

#[test]
fn l002_domains_of_a_site() {
    let with = |no: &str, count, on: &str| {
        sample(no).with(|order| {
            domains(order, count);
            order.submitted_at = day(on);
        })
    };
    assert!(with(TENCENT, 1, "2026-01-01").found("L002").is_empty());
    assert_eq!(with(TENCENT, 2, "2019-04-22").faults("L002"), ["sites[0].domains"]);
    assert!(with(TENCENT, 10, "2019-04-21").found("L002").is_empty());
    assert_eq!(with(TENCENT, 11, "2019-04-21").faults("L002"), ["sites[0].domains"]);
    assert!(with("ICP-10201", 11, "2019-04-21").found("L002").is_empty());
    assert_eq!(weights(&with("ICP-10201", 2, "2026-01-01"), "L002"), [Weight::Block]);
    assert_eq!(weights(&with("ICP-10224", 2, "2026-01-01"), "L002"), [Weight::Warn]);
    assert!(sample("ICP-10228").with(|order| domains(order, 2)).found("L002").is_empty());
    assert_eq!(sample("ICP-10225").faults("L002"), ["sites[0].domains"]);
    let twice = with(TENCENT, 1, "2026-01-01").with(|order| {
        let mut same = order.sites[0].domains[0].clone();
        same.name = same.name.to_uppercase();
        order.sites[0].domains.push(same);
    });
    assert!(twice.found("L002").is_empty());
}

#[test]
fn l003_entities_of_a_server() {
    let with = |no: &str, others: usize, own: bool| {
        let sample = sample(no);
        let server_id = sample.order.access[0].server_id.clone().unwrap();
        let mut entities: Vec<String> = (0..others).map(|nth| format!("entity{nth}")).collect();
        entities.extend(own.then(|| sample.order.entity.certificate.number.clone()));
        sample.across(|across| across.server_entities = vec![ServerEntities { server_id, entities }])
    };
    assert!(sample(TENCENT).found("L003").is_empty());
    assert!(with(TENCENT, 5, true).found("L003").is_empty());
    assert_eq!(with(TENCENT, 6, false).faults("L003"), ["access[0].server_id"]);
    assert!(with("ICP-10201", 6, false).found("L003").is_empty());
    let unnamed = sample(TENCENT).with(|order| order.access[0].server_id = None);
    assert_eq!(unnamed.opens("L003"), ["access[0].server_id"]);
}

#[test]
fn l004_l005_prefixes() {
    let with = |no: &str, count| sample(no).with(|order| domains(order, count));
    for (no, code, limit) in [(PERSON, "L004", 5), (TENCENT, "L005", 31)] {
        assert!(with(no, limit).found(code).is_empty());
        assert_eq!(weights(&with(no, limit + 1), code), [Weight::Warn]);
        // The same prefix under other suffixes counts once; what is on file counts too.
        let same = with(no, limit).with(|order| {
            let mut other = order.sites[0].domains[0].clone();
            other.name = "name0.com".into();
            order.sites[0].domains.push(other);
        });
        assert!(same.found(code).is_empty());
        let number = Some(same.order.entity.certificate.number.clone());
        let more = same.across(|across| {
            across.filings = vec![Filing {
                certificate_number: number,
                domain: Some("filed.cn".into()),
                ..Filing::default()
            }];
        });
        assert_eq!(more.faults(code), ["sites"]);
    }
    assert!(with(PERSON, 40).found("L005").is_empty());
    assert!(with(TENCENT, 40).found("L004").is_empty());
    assert!(with("ICP-10201", 40).found("L005").is_empty());
}

#[test]
fn l006_sites_of_a_host() {
    let with = |count, on: &str| {
        sample(UCLOUD).with(|order| {
            sites(order, count);
            order.submitted_at = day(on);
        })
    };
    assert!(with(5, "2026-03-01").found("L006").is_empty());
    assert_eq!(with(6, "2026-03-01").faults("L006"), ["access[0].server_id"]);
    assert!(with(6, "2026-02-28").found("L006").is_empty());
    let spread = with(6, "2026-03-01").with(|order| {
        let mut second = order.access[0].clone();
        second.server_id = Some("second".into());
        second.sites = vec!["s5".into()];
        order.access[0].sites = (0..5).map(|nth| format!("s{nth}").as_str().into()).collect();
        order.access.push(second);
    });
    assert!(spread.found("L006").is_empty());
    assert!(sample(TENCENT).with(|order| sites(order, 6)).found("L006").is_empty());
}

#[test]
fn l007_addresses_of_a_site() {
    let with = |no: &str, count: usize| {
        sample(no).with(|order| {
            order.sites.truncate(1);
            order.access[0].ips = (0..count).map(|nth| format!("203.0.113.{nth}")).collect();
        })
    };
    assert!(with(UCLOUD, 3).found("L007").is_empty());
    assert_eq!(weights(&with(UCLOUD, 4), "L007"), [Weight::Warn]);
    assert!(with(TENCENT, 4).found("L007").is_empty());
    let before = with(UCLOUD, 4).with(|order| order.submitted_at = day("2025-12-31"));
    assert!(before.found("L007").is_empty());
}

#[test]
fn l008_new_sites_at_once() {
    let with = |no: &str, others: usize| {
        let other =
            |nth| OtherOrder { no: format!("X-{nth}").as_str().into(), order_type: OrderType::NewSite };
        sample(no).across(|across| across.entity_orders = (0..others).map(other).collect())
    };
    assert!(with(UCLOUD, 2).found("L008").is_empty());
    assert_eq!(weights(&with(UCLOUD, 3), "L008"), [Weight::Warn]);
    assert!(with("ICP-10210", 3).found("L008").is_empty());
}
