//! Cases for A001 to A010.

use crate::catalog::Catalog;
use crate::domain::order::{Access, Order, OrderType};
use crate::rules::testing::sample;

const UCLOUD: &str = "ICP-10210";
const TENCENT: &str = "ICP-10222";
const BLUE: &str = "ICP-10231";

/// Paths of faults and of open facts after a change of the first access.
fn seen(no: &str, code: &str, change: impl FnOnce(&mut Access)) -> (Vec<String>, Vec<String>) {
    let sample = sample(no).with(|order| change(&mut order.access[0]));
    (sample.faults(code), sample.opens(code))
}

fn fault(path: &str) -> (Vec<String>, Vec<String>) {
    (vec![path.to_owned()], Vec::new())
}

fn open(path: &str) -> (Vec<String>, Vec<String>) {
    (Vec::new(), vec![path.to_owned()])
}

fn nothing() -> (Vec<String>, Vec<String>) {
    (Vec::new(), Vec::new())
}

#[test]
fn a001_addresses_are_the_providers() {
    for no in [UCLOUD, TENCENT, BLUE] {
        assert_eq!(seen(no, "A001", |_| {}), nothing(), "{no}");
    }
    let ip = |ip: &'static str| seen(UCLOUD, "A001", move |access| access.ips = vec![ip.to_owned()]);
    assert_eq!(ip("203.0.113.0"), nothing());
    assert_eq!(ip("203.0.113.255"), nothing());
    assert_eq!(ip("203.0.114.0"), fault("access[0].ips[0]"));
    assert_eq!(ip("203.0.113.256"), fault("access[0].ips[0]"));
    assert_eq!(ip("www.example.cn"), fault("access[0].ips[0]"));
    assert_eq!(seen(UCLOUD, "A001", |access| access.ips.clear()), open("access[0].ips"));
    let cancelled = sample(UCLOUD).with(|order| {
        order.order_type = OrderType::CancelAccess;
        order.access[0].ips = vec!["198.51.100.1".into()];
    });
    assert!(cancelled.found("A001").is_empty());
}

#[test]
fn no_shipped_profile_invents_ranges() {
    for profile in Catalog::embedded().unwrap().profiles.values() {
        assert!(profile.offers.ip_ranges.is_empty(), "{}", profile.id);
        assert!(!profile.offers.access_modes.is_empty(), "{}", profile.id);
        assert_eq!(profile.offers.places.is_empty(), profile.id.as_str() != "21vianet");
    }
}

#[test]
fn a002_the_server_is_in_the_mainland() {
    assert_eq!(seen(UCLOUD, "A002", |_| {}), nothing());
    assert_eq!(seen(UCLOUD, "A002", |access| access.mainland = Some(false)), fault("access[0].mainland"));
    assert_eq!(seen(BLUE, "A002", |access| access.mainland = None), open("access[0].mainland"));
    assert_eq!(sample("ICP-10214").faults("A002"), ["access[0].mainland"]);
    let unnamed = |access: &mut Access| {
        access.mainland = Some(false);
        access.place = None;
        access.server_region = None;
    };
    assert_eq!(seen(UCLOUD, "A002", unnamed), fault("access[0].mainland"));
}

#[test]
fn a003_three_months_are_prepaid() {
    let months = |no, months| seen(no, "A003", move |access| access.prepaid_months = months);
    for no in [TENCENT, UCLOUD] {
        assert_eq!(months(no, Some(3)), nothing());
        assert_eq!(months(no, Some(2)), fault("access[0].prepaid_months"));
        assert_eq!(months(no, Some(0)), fault("access[0].prepaid_months"));
        assert_eq!(months(no, None), open("access[0].prepaid_months"));
    }
    assert_eq!(months(BLUE, Some(1)), nothing());
    let by_code = |access: &mut Access| {
        access.prepaid_months = None;
        access.authorization_code = Some("AUTH-1".into());
    };
    assert_eq!(seen(TENCENT, "A003", by_code), nothing());
}

#[test]
fn a004_the_mode_is_offered() {
    let mode =
        |mode: Option<&'static str>| seen(BLUE, "A004", move |access| access.mode = mode.map(str::to_owned));
    assert_eq!(mode(Some("cloud")), nothing());
    assert_eq!(mode(Some("leased_line")), fault("access[0].mode"));
    assert_eq!(mode(Some("pigeon")), fault("access[0].mode"));
    assert_eq!(mode(None), open("access[0].mode"));
    let gone = sample("ICP-10228").with(|order| {
        order.access = sample(BLUE).order.access;
        order.access[0].mode = None;
    });
    assert!(gone.found("A004").is_empty());
}

#[test]
fn a005_the_place_is_offered() {
    let place = |no, place: Option<&'static str>| {
        seen(no, "A005", move |access| access.place = place.map(str::to_owned))
    };
    for (name, is) in [
        (Some("北京"), nothing()),
        (Some("河北省"), nothing()),
        (Some("广东"), fault("access[0].place")),
        (None, open("access[0].place")),
    ] {
        assert_eq!(place(BLUE, name), is, "{name:?}");
    }
    assert_eq!(place(UCLOUD, Some("广东")), nothing());
}

#[test]
fn no_finding_holds_a_code() {
    for known in [None, Some(true), Some(false)] {
        let found = sample(TENCENT).with(|order| {
            let access = &mut order.access[0];
            access.service = Some("authorization_code".into());
            access.authorization_code = Some("AUTH-1".into());
            access.authorization_known = known;
            access.authorization_ip = Some("203.0.113.99".into());
        });
        let found = found.found("A006");
        let text = serde_json::to_string(&found).unwrap();
        assert!(!found.is_empty() && !text.contains("AUTH-1"), "{text}");
    }
}

#[test]
fn a006_the_code_is_known_and_bound() {
    let code = |known, ip: Option<&'static str>| {
        seen(TENCENT, "A006", move |access| {
            access.service = Some("authorization_code".into());
            access.authorization_code = Some("AUTH-1".into());
            access.authorization_known = known;
            access.authorization_ip = ip.map(str::to_owned);
        })
    };
    assert_eq!(seen(TENCENT, "A006", |_| {}), nothing());
    assert_eq!(code(Some(true), Some("203.0.113.42")), nothing());
    assert_eq!(code(Some(true), Some("203.0.113.99")), fault("access[0].authorization_ip"));
    assert_eq!(code(Some(false), None), fault("access[0].authorization_code"));
    assert_eq!(code(None, Some("203.0.113.42")), open("access[0].authorization_known"));
    assert_eq!(code(Some(true), None), open("access[0].authorization_ip"));
    let empty = |access: &mut Access| access.service = Some("authorization_code".into());
    assert_eq!(seen(TENCENT, "A006", empty), fault("access[0].authorization_code"));
    assert_eq!(seen(UCLOUD, "A006", empty), nothing());
}

#[test]
fn a007_there_is_access_information() {
    let none = |order: &mut Order| order.access.clear();
    assert!(sample(TENCENT).found("A007").is_empty());
    assert_eq!(sample(TENCENT).with(none).faults("A007"), ["access"]);
    assert!(
        sample(TENCENT)
            .with(none)
            .with(|order| order.order_type = OrderType::Change)
            .found("A007")
            .is_empty()
    );
    let blank = |access: &mut Access| {
        access.ips.clear();
        access.server_id = None;
    };
    assert_eq!(seen(TENCENT, "A007", blank), fault("access"));
    assert_eq!(seen(TENCENT, "A007", |access| access.ips.clear()), nothing());
    assert_eq!(seen(TENCENT, "A007", |access| access.sites = vec!["s1".into()]), fault("sites[1].name"));
}

#[test]
fn a008_the_region_is_the_servers() {
    let region = |no, own: Option<&'static str>, server: Option<&'static str>| {
        seen(no, "A008", move |access| {
            access.region = own.map(str::to_owned);
            access.server_region = server.map(str::to_owned);
        })
    };
    assert_eq!(region(UCLOUD, Some("CN-BJ2"), Some("cn-bj2")), nothing());
    assert_eq!(region(UCLOUD, Some("cn-bj2"), Some("cn-sh2")), fault("access[0].region"));
    assert_eq!(region(UCLOUD, None, Some("cn-sh2")), open("access[0].region"));
    assert_eq!(region(UCLOUD, Some("cn-bj2"), None), open("access[0].server_region"));
    assert_eq!(region(TENCENT, Some("cn-bj2"), Some("cn-sh2")), nothing());
}

#[test]
fn a009_the_account_bought_the_server() {
    let buyer = |no, buyer: Option<&'static str>| {
        seen(no, "A009", move |access| access.bought_by = buyer.map(str::to_owned))
    };
    assert_eq!(seen(UCLOUD, "A009", |_| {}), nothing());
    assert_eq!(buyer(UCLOUD, Some("another")), fault("access[0].bought_by"));
    assert_eq!(buyer("ICP-10201", Some("another")), fault("access[0].bought_by"));
    assert_eq!(buyer(UCLOUD, None), open("access[0].bought_by"));
    assert_eq!(buyer(TENCENT, Some("another")), nothing());
    let by_code = |access: &mut Access| {
        access.bought_by = Some("another".into());
        access.authorization_code = Some("AUTH-1".into());
    };
    assert_eq!(seen(UCLOUD, "A009", by_code), nothing());
}

#[test]
fn a010_there_is_public_bandwidth() {
    let has = |no, service: Option<&'static str>, has| {
        seen(no, "A010", move |access| {
            access.service = service.map(str::to_owned);
            access.public_bandwidth = has;
        })
    };
    let server = Some("cloud_server");
    assert_eq!(has(TENCENT, server, Some(true)), nothing());
    assert_eq!(has(TENCENT, server, Some(false)), fault("access[0].public_bandwidth"));
    assert_eq!(has(TENCENT, server, None), open("access[0].public_bandwidth"));
    assert_eq!(has(TENCENT, None, None), open("access[0].public_bandwidth"));
    assert_eq!(has(TENCENT, Some("hosting_plan"), None), nothing());
    assert_eq!(has(UCLOUD, server, Some(false)), nothing());
}
