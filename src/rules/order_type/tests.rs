//! Cases for T001 to T015.

use super::on_file::is_house;
use crate::catalog::rule::Weight;
use crate::domain::across::{Filing, OtherOrder};
use crate::domain::finding::Found;
use crate::domain::order::{
    AccountKind, Change, ChangePart, DomainOnFile, Filed, FiledSite, MinistryAnswer, Order, OrderType, Site,
};
use crate::domain::stage::Stage;
use crate::rules::testing::{Sample, catalog, sample};
use chrono::Duration;

/// A fault put into an order.
type Plant = fn(&mut Order);

const FIRST: &str = "ICP-10201";
const SITE: &str = "ICP-10212";
const ACCESS: &str = "ICP-10224";
const TENCENT: &str = "ICP-10222";
const MINI: &str = "ICP-10229";
const CHANGE: &str = "ICP-10234";

fn filing(order: &Order) -> Filing {
    Filing {
        certificate_number: Some(order.entity.certificate.number.clone()),
        entity_name: order.entity.name.clone(),
        ..Filing::default()
    }
}

fn with_filings(sample: Sample, change: impl Fn(&Order) -> Vec<Filing>) -> Sample {
    let filings = change(&sample.order);
    sample.across(|across| across.filings = filings)
}

fn ministry(order: &mut Order) -> &mut MinistryAnswer {
    order.ministry.as_mut().unwrap()
}

fn domain(order: &Order) -> String {
    order.sites[0].domains[0].name.clone()
}

fn on_file(order: &mut Order, provider: &str) {
    let name = domain(order);
    let providers = if provider.is_empty() { Vec::new() } else { vec![provider.to_owned()] };
    ministry(order).domains_on_file =
        vec![DomainOnFile { name, entity_name: None, providers, filing_number: None }];
}

fn other(no: &str, order_type: OrderType) -> OtherOrder {
    OtherOrder { no: no.into(), order_type }
}

/// "" where T001 holds, "open", or the faults' `should`.
fn verdict(sample: &Sample) -> String {
    let found = sample.found("T001");
    let words = found.iter().map(|finding| match finding.is {
        Found::Open => "open".to_owned(),
        Found::Fault => finding.values["should"].en.clone(),
    });
    words.collect::<Vec<_>>().join(" + ")
}

#[test]
fn t001_is_the_table() {
    let elsewhere = "示例云";
    let here = "优刻得";
    // Declared, entity on file, domain's provider (none = not on file; empty = not known).
    use OrderType::{FirstFiling, NewAccess, NewSite};
    for (declared, entity, provider, should) in [
        (FirstFiling, false, None, ""),
        (NewSite, false, None, "first filing"),
        (NewAccess, false, None, "first filing"),
        (FirstFiling, true, None, "new site"),
        (NewSite, true, None, ""),
        (NewAccess, true, None, "new site"),
        (FirstFiling, true, Some(elsewhere), "new access"),
        (NewSite, true, Some(elsewhere), "new access"),
        (NewAccess, true, Some(elsewhere), ""),
        (
            FirstFiling,
            false,
            Some(elsewhere),
            "a cancellation by the entity that has filed the domain, first",
        ),
        (NewAccess, false, Some(here), "a cancellation by the entity that has filed the domain, first"),
        (NewAccess, true, Some(here), "a change, or nothing at all"),
        (FirstFiling, true, Some(here), "a change, or nothing at all"),
        (NewAccess, true, Some(""), "open"),
        (NewSite, true, Some(""), "new access or a change, or nothing at all"),
    ] {
        let sample = sample(FIRST).with(|order| {
            order.order_type = declared;
            ministry(order).certificate_on_file = Some(entity);
            if let Some(provider) = provider {
                on_file(order, provider);
            }
        });
        assert_eq!(verdict(&sample), should, "{declared:?} {entity} {provider:?}");
    }
}

#[test]
fn t001_what_nobody_knows_is_open() {
    use OrderType::{FirstFiling, NewAccess, NewSite};
    for declared in [FirstFiling, NewSite, NewAccess] {
        let unknown = sample(FIRST).with(|order| {
            order.order_type = declared;
            order.ministry = None;
        });
        assert_eq!(verdict(&unknown), "open", "{declared:?}");
    }
    // The entity is in the registry and the domain is not: a first filing is out of the question.
    for (declared, should) in
        [(FirstFiling, "new site or new access or a change, or nothing at all"), (NewSite, "open")]
    {
        let known = sample(FIRST).with(|order| {
            order.order_type = declared;
            order.ministry = None;
        });
        assert_eq!(verdict(&with_filings(known, |order| vec![filing(order)])), should);
    }
    let blank = sample(FIRST).with(|order| ministry(order).certificate_on_file = None);
    assert_eq!(verdict(&blank), "open");
}

#[test]
fn t001_reads_the_registry() {
    let filed = |here| {
        move |order: &Order| {
            vec![Filing { domain: Some(domain(order).to_uppercase()), here: Some(here), ..filing(order) }]
        }
    };
    let unasked = || sample(ACCESS).with(|order| order.ministry = None);
    assert_eq!(verdict(&unasked()), "open");
    assert_eq!(verdict(&with_filings(unasked(), filed(false))), "");
    assert_eq!(verdict(&with_filings(unasked(), filed(true))), "a change, or nothing at all");
    let mut nobody = sample(FIRST);
    nobody.across = None;
    assert_eq!(verdict(&nobody), "");
}

#[test]
fn t001_what_changes_or_goes_is_on_file() {
    for no in ["ICP-10206", "ICP-10207", "ICP-10218", "ICP-10228", CHANGE] {
        assert_eq!(verdict(&sample(no)), "", "{no}");
        let absent = sample(no).with(|order| {
            ministry(order).certificate_on_file = Some(false);
            ministry(order).domains_on_file.clear();
        });
        assert_eq!(verdict(&absent), "first filing", "{no}");
        assert_eq!(verdict(&sample(no).with(|order| order.ministry = None)), "open", "{no}");
    }
    let gone = sample("ICP-10228").with(|order| ministry(order).domains_on_file.clear());
    assert_eq!(verdict(&gone), "new site");
}

#[test]
fn t001_an_app_stands_for_a_domain() {
    let no = "ICP-10210";
    assert_eq!(verdict(&sample(no)), "");
    // Its domain may be filed for a site; the app is not.
    let second = |order: &mut Order| {
        order.order_type = OrderType::NewSite;
        ministry(order).certificate_on_file = Some(true);
        on_file(order, "优刻得");
    };
    assert_eq!(verdict(&sample(no).with(second)), "open");
    let filed = with_filings(sample(no).with(second), |order| {
        let name = Some(order.sites[0].name.clone());
        vec![Filing {
            site_name: name,
            site_number: Some("京ICP备2021010210号-1A".into()),
            here: Some(true),
            ..filing(order)
        }]
    });
    assert_eq!(verdict(&filed), "a change, or nothing at all");
}

#[test]
fn t001_a_new_site_says_where_its_entity_is_filed() {
    let with = |here, says| {
        let sample = sample(SITE).with(|order| order.entity_filed_elsewhere = says);
        with_filings(sample, |order| vec![Filing { here: Some(here), ..filing(order) }])
    };
    for (here, says, paths) in [
        (true, None, &[][..]),
        (true, Some(false), &[]),
        (true, Some(true), &["entity_filed_elsewhere"]),
        (false, Some(true), &[]),
        (false, None, &["entity_filed_elsewhere"]),
    ] {
        let found = with(here, says).found("T001");
        assert_eq!(with(here, says).faults("T001"), paths, "{here} {says:?}");
        assert!(found.iter().all(|finding| finding.weight == Weight::Warn));
    }
}

#[test]
fn houses_are_known_by_any_word_of_their_name() {
    for (profile, name, is) in [
        ("ucloud", "UCloud 优刻得", true),
        ("ucloud", "上海优刻得信息科技有限公司", true),
        ("tencent", "腾讯云计算（北京）有限责任公司", true),
        ("tencent", "Tencent Cloud", true),
        ("tencent", "示例云", false),
        ("tencent", "", false),
    ] {
        assert_eq!(is_house(catalog().profile(&profile.into()).unwrap(), name), is, "{name}");
    }
}

#[test]
fn t002_the_account_is_the_entitys() {
    let no = "ICP-10210";
    let real_name = |name: &str, kind, authorised: Option<&str>| {
        sample(no).with(|order| {
            order.account.real_name = Some(name.to_owned());
            order.account.real_name_kind = kind;
            order.account.authorised_by = authorised.map(str::to_owned);
        })
    };
    let (person, house) = (Some(AccountKind::Personal), Some(AccountKind::Organisation));
    let fault = ["account.real_name"];
    assert!(sample(no).found("T002").is_empty());
    assert_eq!(real_name("别的公司", house, None).faults("T002"), fault);
    assert_eq!(real_name("别的公司", house, Some(" ")).faults("T002"), fault);
    assert!(real_name("别的公司", house, Some("授权书")).found("T002").is_empty());
    assert_eq!(real_name("别人", person, Some("授权书")).faults("T002"), fault);
    assert_eq!(real_name("别的公司", None, Some("授权书")).opens("T002"), fault);
    assert_eq!(sample(no).with(|order| order.account.real_name = None).opens("T002"), fault);
    assert_eq!(sample("ICP-10219").faults("T002"), fault);
    assert!(sample(TENCENT).with(|order| order.account.real_name = None).found("T002").is_empty());
}

#[test]
fn t003_one_order_of_an_account() {
    let with = |no: &str, other_no: &str| {
        sample(no).across(|across| across.account_orders = vec![other(other_no, OrderType::NewSite)])
    };
    assert!(sample(TENCENT).found("T003").is_empty());
    assert_eq!(with(TENCENT, "X-1").faults("T003"), ["account.id"]);
    assert!(with(TENCENT, TENCENT).found("T003").is_empty());
    assert!(with(FIRST, "X-1").found("T003").is_empty());
}

#[test]
fn t004_one_entity_of_an_account() {
    let bound =
        |no: &str, to: &str| sample(no).with(|order| order.account.bound_entity = Some(to.to_owned()));
    let own = sample(TENCENT).order.entity;
    assert!(sample(TENCENT).found("T004").is_empty());
    assert!(bound(TENCENT, &own.name).found("T004").is_empty());
    assert!(bound(TENCENT, &own.certificate.number.to_lowercase()).found("T004").is_empty());
    assert_eq!(bound(TENCENT, "别的公司").faults("T004"), ["account.bound_entity"]);
    assert!(bound(FIRST, "别的公司").found("T004").is_empty());
}

#[test]
fn t005_a_change_goes_first() {
    let pending =
        |no: &str, kind| sample(no).across(|across| across.entity_orders = vec![other("X-1", kind)]);
    let no = "ICP-10233";
    assert!(sample(no).found("T005").is_empty());
    assert_eq!(pending(no, OrderType::Change).faults("T005"), ["order_type"]);
    assert!(pending(no, OrderType::NewSite).found("T005").is_empty());
    assert!(pending("ICP-10231", OrderType::Change).found("T005").is_empty());
}

fn filed(order: &mut Order) -> &mut Filed {
    order.filed.as_mut().unwrap()
}

/// Everything on file as the order has it.
fn all_filed(order: &mut Order) {
    let sites = order.sites.iter().map(|site: &Site| {
        let manager = order.person(&site.manager).unwrap();
        FiledSite {
            name: site.name.clone(),
            domains: site.domains.iter().map(|domain| domain.name.clone()).collect(),
            manager_name: Some(manager.name.clone()),
            manager_mobile: Some(manager.mobile.clone()),
            ..FiledSite::default()
        }
    });
    let sites = sites.collect();
    let (name, number) = (order.entity.name.clone(), order.entity.certificate.number.clone());
    let principal = order.principal().unwrap().name.clone();
    let filed = filed(order);
    filed.entity_name = Some(name);
    filed.certificate_number = Some(number);
    filed.principal_name = Some(principal);
    filed.sites = sites;
}

#[test]
fn t006_nothing_differs_from_the_filing() {
    assert_eq!(sample(ACCESS).opens("T006"), ["filed"]);
    let whole = || sample(ACCESS).with(all_filed);
    assert!(whole().found("T006").is_empty());
    let cases: [(Plant, &str); 5] = [
        (|order| filed(order).entity_name = Some("旧名公司".into()), "entity.name"),
        (|order| filed(order).certificate_number = Some("0".into()), "entity.certificate.number"),
        (|order| filed(order).principal_name = Some("旧人".into()), "people[0].name"),
        (|order| filed(order).sites[0].name = "旧网站名".into(), "sites[0].name"),
        (|order| filed(order).sites[0].manager_mobile = Some("13900000000".into()), "people[0].mobile"),
    ];
    for (change, path) in cases {
        let found = whole().with(change).found("T006");
        let [finding] = found.as_slice() else { panic!("{path}: {found:?}") };
        assert_eq!(
            finding.path.as_deref().map(|own| own.replace("people[1]", "people[0]")),
            Some(path.into())
        );
        let weight = if path.ends_with("mobile") { Weight::Warn } else { Weight::Block };
        assert_eq!(finding.weight, weight, "{path}");
        assert_eq!(finding.fix.is_some(), path == "sites[0].name");
    }
    // Width and blanks are no difference.
    assert!(whole().with(|order| filed(order).sites[0].name.push(' ')).found("T006").is_empty());
    assert!(sample(FIRST).found("T006").is_empty());
}

#[test]
fn b003_the_code_goes_to_the_number_on_file() {
    let whole = || sample(ACCESS).with(all_filed).in_stage(Stage::Sms);
    assert!(whole().found("B003").is_empty());
    let other = |order: &mut Order| filed(order).sites[0].manager_mobile = Some("13900000000".into());
    assert_eq!(whole().with(other).faults("B003").len(), 1);
    assert!(whole().in_stage(Stage::FirstReview).with(other).found("B003").is_empty(), "shown by T006 there");
    let written = |order: &mut Order| {
        let mobile = filed(order).sites[0].manager_mobile.clone().unwrap();
        filed(order).sites[0].manager_mobile = Some(format!("+86 {mobile}"));
    };
    assert!(whole().with(written).found("B003").is_empty());
    assert!(sample(FIRST).in_stage(Stage::Sms).found("B003").is_empty());
}

#[test]
fn t006_reads_the_registry() {
    let row = |order: &Order| Filing {
        domain: Some(domain(order)),
        site_name: Some("旧网站名".into()),
        manager_name: Some("旧人".into()),
        ..filing(order)
    };
    let known = with_filings(sample(ACCESS), |order| vec![row(order)]);
    let mut faults = known.faults("T006");
    faults.sort_unstable();
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert_eq!(faults[1], "sites[0].name");
    assert_eq!(known.opens("T006"), ["filed"]);
}

#[test]
fn t007_the_entity_is_as_filed() {
    assert_eq!(sample(SITE).opens("T007"), ["filed"]);
    assert!(sample(SITE).with(all_filed).found("T007").is_empty());
    let renamed = sample(SITE).with(all_filed).with(|order| order.entity.name.push('甲'));
    assert_eq!(renamed.faults("T007"), ["entity.name"]);
    let site = sample(SITE).with(all_filed).with(|order| filed(order).sites[0].name = "旧网站名".into());
    assert!(site.found("T007").is_empty());
    assert!(sample(ACCESS).found("T007").is_empty());
    assert_eq!(sample(SITE).with(|order| order.filed = None).opens("T007"), ["filed"]);
}

#[test]
fn t008_the_password_is_there() {
    let without = |no: &str| sample(no).with(|order| filed(order).password = None);
    assert!(sample(ACCESS).found("T008").is_empty());
    for (no, faults) in [
        (ACCESS, &["filed.password"][..]),
        ("ICP-10205", &["filed.password"]),
        ("ICP-10206", &["filed.password"]),
        ("ICP-10215", &[]),
        ("ICP-10225", &[]),
        (CHANGE, &[]),
    ] {
        assert_eq!(without(no).faults("T008"), faults, "{no}");
    }
    assert_eq!(sample(ACCESS).with(|order| order.filed = None).faults("T008"), ["filed.password"]);
    assert_eq!(
        sample(ACCESS).with(|order| filed(order).password = Some(" ".into())).faults("T008"),
        ["filed.password"]
    );
}

#[test]
fn t009_one_account_of_an_entity() {
    let used = |no: &str, by: &str| {
        let account = sample(no).order.account.id;
        let by = if by == "own" { account } else { by.to_owned() };
        sample(no).across(|across| across.certificate_accounts = vec![by])
    };
    assert!(sample(TENCENT).found("T009").is_empty());
    assert!(used(TENCENT, "own").found("T009").is_empty());
    assert_eq!(used(TENCENT, "another").faults("T009"), ["entity.certificate.number"]);
    assert!(used(FIRST, "another").found("T009").is_empty());
}

#[test]
fn t010_no_new_domain_in_a_new_access() {
    let mixed = sample(ACCESS).with(|order| {
        let mut new = order.sites[0].domains[0].clone();
        new.name = "new-one.cn".into();
        order.sites[0].domains.push(new);
    });
    assert!(sample(ACCESS).found("T010").is_empty());
    assert_eq!(mixed.faults("T010"), ["sites[0].domains[1].name"]);
    assert_eq!(verdict(&mixed), "");
    let all_new = sample(ACCESS).with(|order| ministry(order).domains_on_file.clear());
    assert!(all_new.found("T010").is_empty());
    assert_eq!(verdict(&all_new), "new site");
    let unknown = mixed.clone().with(|order| order.ministry = None);
    assert!(unknown.found("T010").is_empty());
    assert!(mixed.with(|order| order.order_type = OrderType::NewSite).found("T010").is_empty());
}

#[test]
fn t011_the_limits_of_the_mini_program() {
    for no in [MINI, "ICP-10230"] {
        assert!(sample(no).found("T011").is_empty(), "{no}");
    }
    let cases: [(Plant, &str); 9] = [
        (|order| order.province = "hunan".into(), "province"),
        (|order| order.order_type = OrderType::NewSite, "order_type"),
        (|order| ministry(order).certificate_on_file = Some(true), "entity.certificate.number"),
        (|order| on_file(order, "示例云"), "sites"),
        (|order| order.entity.certificate.kind = "passport".into(), "entity.certificate.type"),
        (|order| order.entity.nature = "law_firm".into(), "entity.certificate.type"),
        (|order| order.access[0].service = Some("hosting_plan".into()), "access[0].service"),
        (|order| order.access[0].bought_by = Some("another".into()), "access[0].bought_by"),
        (
            |order| {
                let mut second = order.access[0].clone();
                second.server_id = Some("second".into());
                order.access.push(second);
            },
            "access",
        ),
    ];
    for (change, path) in cases {
        assert_eq!(sample(MINI).with(change).faults("T011"), [path]);
    }
    let two = sample(MINI).with(|order| order.sites.push(order.sites[0].clone()));
    assert_eq!(two.faults("T011"), ["sites"]);
    let silent = sample(MINI).with(|order| order.access[0].bought_by = None);
    assert_eq!(silent.opens("T011"), ["access[0].bought_by"]);
    assert!(sample(TENCENT).with(|order| order.access[0].service = None).found("T011").is_empty());
}

#[test]
fn t012_the_terms_are_accepted() {
    let at = |no: &str, seconds: Option<i64>| {
        sample(no).with(|order| {
            let at = seconds.map(|seconds| order.submitted_at + Duration::seconds(seconds));
            order.consents.terms_accepted_at = at;
        })
    };
    assert!(sample(TENCENT).found("T012").is_empty());
    assert!(at(MINI, Some(0)).found("T012").is_empty());
    assert_eq!(at(MINI, Some(1)).faults("T012"), ["consents.terms_accepted_at"]);
    assert_eq!(at(TENCENT, None).faults("T012"), ["consents.terms_accepted_at"]);
    assert!(at(FIRST, None).found("T012").is_empty());
}

#[test]
fn t013_what_is_on_file_keeps_todays_rules() {
    let no = "ICP-10225";
    let named =
        |name: &str| sample(no).with(all_filed).with(|order| filed(order).sites[0].name = name.into());
    assert!(sample(no).found("T013").is_empty());
    assert!(named("湘行者").found("T013").is_empty());
    assert_eq!(named("湘行").faults("T013"), ["filed.sites[0].name"]);
    assert_eq!(named("www.xiangxing.cn").faults("T013"), ["filed.sites[0].name"]);
    let registry =
        with_filings(sample(no), |order| vec![Filing { site_name: Some("XX".into()), ..filing(order) }]);
    assert_eq!(registry.faults("T013"), ["filed"]);
    assert!(!registry.found("T013")[0].is_blocking());
    let elsewhere = sample(SITE).with(all_filed).with(|order| filed(order).sites[0].name = "湘".into());
    assert!(elsewhere.found("T013").is_empty());
}

#[test]
fn t014_what_changes_is_filed() {
    assert!(sample(CHANGE).found("T014").is_empty());
    let absent = sample(CHANGE).with(|order| ministry(order).certificate_on_file = Some(false));
    assert_eq!(absent.faults("T014"), ["entity.certificate.number"]);
    let new = |order: &mut Order| order.sites[0].domains[0].name = "new-one.cn".into();
    assert_eq!(sample(CHANGE).with(new).faults("T014"), ["sites[0].domains[0].name"]);
    let of_domain = sample(CHANGE).with(new).with(|order| {
        order.changes.push(Change {
            part: ChangePart::Site,
            field: "sites[0].domains[0].name".into(),
            from: Some("qingcheng-law.cn".into()),
            to: Some("new-one.cn".into()),
        });
    });
    assert!(of_domain.found("T014").is_empty());
    let unknown = sample(CHANGE).with(|order| order.ministry = None);
    assert_eq!(unknown.opens("T014"), ["entity.certificate.number", "sites[0].domains[0].name"]);
    assert!(sample("ICP-10206").with(|order| order.ministry = None).found("T014").is_empty());
}

#[test]
fn t015_one_order_of_an_entity() {
    let with = |no: &str| {
        sample(no).across(|across| across.entity_orders = vec![other("X-1", OrderType::FirstFiling)])
    };
    assert!(sample(FIRST).found("T015").is_empty());
    assert_eq!(with(FIRST).faults("T015"), ["order_type"]);
    assert!(with(TENCENT).found("T015").is_empty());
}

#[test]
fn good_samples_have_nothing_that_blocks() {
    let planted = |no: &str, code: &str| {
        matches!((no, code), ("ICP-10214", "A001" | "A002") | ("ICP-10219", "T002") | ("ICP-10225", "L002"))
    };
    for number in 10201..=10234 {
        let no = format!("ICP-{number}");
        for finding in sample(&no).all().iter().filter(|finding| finding.is_blocking()) {
            let code = finding.rule.as_str();
            let is_ours = matches!(code.as_bytes().first(), Some(b'T' | b'L' | b'X' | b'B' | b'A'));
            assert!(!is_ours || planted(&no, code), "{no}: {finding:?}");
        }
    }
}
