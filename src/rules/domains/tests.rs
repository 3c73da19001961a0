//! Cases for the rules on domains.

use crate::catalog::registrar::Registrar;
use crate::catalog::rule::Weight;
use crate::domain::across::Filing;
use crate::domain::finding::{Finding, Found};
use crate::domain::order::{Domain, DomainOnFile, Filed, OrderType, RealNameState, Registrant};
use crate::domain::stage::Stage;
use crate::rules::testing::{Sample, catalog, sample};
use crate::rules::{Case, GivenFile, run};

const NAME: &str = "sites[0].domains[0].name";

fn enterprise() -> Sample {
    sample("ICP-10214")
}

fn person() -> Sample {
    sample("ICP-10213")
}

fn with(sample: Sample, change: impl FnOnce(&mut Domain)) -> Sample {
    sample.with(|order| change(&mut order.sites[0].domains[0]))
}

fn called(name: &str) -> Sample {
    with(enterprise(), |domain| domain.name = name.into())
}

fn fix(found: &[Finding]) -> Option<&str> {
    found.first()?.fix.as_ref().map(|fix| fix.to.as_str())
}

/// Path, what it is, weight.
fn told(sample: &Sample, code: &str) -> Vec<(Found, Weight)> {
    sample.found(code).into_iter().map(|found| (found.is, found.weight)).collect()
}

#[test]
fn d001_root_domains() {
    for (name, faults, mended) in [
        ("wangjiang-food.cn", 0, None),
        ("wangjiang.com.cn", 0, None),
        ("www.wangjiang-food.cn", 1, Some("wangjiang-food.cn")),
        ("m.wangjiang-food.cn", 1, None),
        ("com.cn", 1, None),
        ("望江.中国", 0, None),
        ("wang jiang|", 0, None),
    ] {
        let found = called(name).found("D001");
        assert_eq!((found.len(), fix(&found)), (faults, mended), "{name}");
    }
    let gone = called("www.wangjiang-food.cn").with(|order| order.order_type = OrderType::CancelSite);
    assert_eq!(gone.found("D001").len(), 0);
}

#[test]
fn d002_suffixes() {
    for (name, answer) in [
        ("wangjiang.cn", None),
        ("wangjiang.com", None),
        ("望江.网址", None),
        ("wangjiang.cyou", Some((Found::Open, Weight::Warn))),
        ("wangjiang.io", Some((Found::Open, Weight::Block))),
        ("wangjiang.nosuchsuffix", Some((Found::Fault, Weight::Block))),
        ("wang|jiang.nosuchsuffix", None),
    ] {
        assert_eq!(told(&called(name), "D002").first().copied(), answer, "{name}");
    }
    let beijing = called("wangjiang.nosuchsuffix").with(|order| order.province = "beijing".into());
    assert_eq!(told(&beijing, "D002"), [(Found::Fault, Weight::Warn)]);
}

#[test]
fn d003_registrars() {
    assert_eq!(enterprise().opens("D003"), ["sites[0].domains[0].registrar"], "no list");
    let mut own = catalog().clone();
    own.registrars.rows.push(Registrar {
        name: "厦门样例网络服务有限公司".into(),
        aliases: Vec::new(),
        source: "test".into(),
        valid_from: None,
        valid_to: Some("2026-11-20".parse().unwrap()),
    });
    for (registrar, day, answer) in [
        (Some("厦门样例网络服务有限公司"), "2026-11-20", None),
        (Some("厦门样例网络服务有限公司"), "2026-11-21", Some(Found::Fault)),
        (Some("别的注册商"), "2026-11-20", Some(Found::Fault)),
        (None, "2026-11-20", Some(Found::Open)),
    ] {
        let sample = with(enterprise(), |domain| domain.registrar = registrar.map(str::to_owned));
        let order =
            &sample.with(|order| order.submitted_at = format!("{day}T02:00:00Z").parse().unwrap()).order;
        let files: Vec<GivenFile> =
            order.attachments.iter().map(|given| GivenFile { given, facts: None }).collect();
        let report = run(&Case {
            catalog: &own,
            order,
            profile: own.profile(&order.profile).unwrap(),
            stage: Stage::FirstReview,
            now: order.submitted_at,
            files: &files,
            papers: &[],
            across: None,
            state: None,
            materials: &[],
        });
        let found = report.findings.iter().find(|found| found.rule.as_str() == "D003");
        assert_eq!(found.map(|found| found.is), answer, "{registrar:?} {day}");
    }
}

#[test]
fn d004_expiry() {
    // Submitted on 2026-11-20.
    for (last, answer) in [
        (Some("2026-11-19"), Some((Found::Fault, Weight::Block))),
        (Some("2026-11-20"), Some((Found::Fault, Weight::Warn))),
        (Some("2027-02-19"), Some((Found::Fault, Weight::Warn))),
        (Some("2027-02-20"), None),
        (None, Some((Found::Open, Weight::Block))),
    ] {
        let expiring = with(enterprise(), |domain| domain.expires_on = last.map(|day| day.parse().unwrap()));
        assert_eq!(told(&expiring, "D004").first().copied(), answer, "{last:?}");
    }
    let mut later = with(enterprise(), |domain| domain.expires_on = Some("2027-03-01".parse().unwrap()));
    later.now = "2027-03-02T04:00:00Z".parse().unwrap();
    assert_eq!(told(&later, "D004"), [(Found::Fault, Weight::Warn)], "lapsed while it waited");
    assert_eq!(told(&sample("ICP-10211"), "D004"), [(Found::Fault, Weight::Block)], "its planted fault");
    let gone = sample("ICP-10211").with(|order| order.order_type = OrderType::CancelEntity);
    assert_eq!(gone.found("D004").len(), 0);
}

#[test]
fn d005_real_name() {
    let state = |state| with(enterprise(), |domain| domain.real_name = state);
    assert_eq!(state(Some(RealNameState::Verified)).found("D005").len(), 0);
    for bad in [RealNameState::Pending, RealNameState::Unverified] {
        assert_eq!(state(Some(bad)).faults("D005"), ["sites[0].domains[0].real_name"]);
    }
    assert_eq!(state(None).opens("D005"), ["sites[0].domains[0].real_name"]);
    let gone = state(None).with(|order| order.order_type = OrderType::CancelAccess);
    assert_eq!(gone.found("D005").len(), 0);
}

fn held(sample: Sample, name: &str, relation: Option<&str>) -> Sample {
    with(sample, |domain| {
        let relation = relation.map(str::to_owned);
        domain.registrant = Some(Registrant { name: name.into(), relation, certificate_number: None });
    })
}

#[test]
fn d006_holders_of_organisations() {
    let head = |profile: &str| {
        enterprise().with(|order| {
            order.profile = profile.into();
            order.entity.legal_representative = Some("望江生".into());
            let principal = order.entity.principal.clone();
            let person = order.people.iter_mut().find(|person| person.id == principal);
            person.unwrap().name = "李管事".into();
        })
    };
    for (profile, name, relation, faults) in [
        ("ucloud", "成都望江川味食品有限公司", None, 0),
        ("ucloud", "成都望江川味食品 有限公司", Some("entity"), 0),
        ("ucloud", "另一公司", Some("entity"), 1),
        ("ucloud", "望江生", None, 0),
        ("ucloud", "王股东", Some("shareholder"), 0),
        ("ucloud", "王经理", Some("senior_manager"), 0),
        ("ucloud", "王某", None, 1),
        ("ucloud", "王某", Some("friend"), 1),
        ("ucloud", "李管事", None, 1),
        ("21vianet", "李管事", None, 0),
        ("21vianet", "王某", None, 1),
        ("tencent", "望江生", None, 0),
        ("tencent-mini-program", "望江生", None, 1),
    ] {
        let sample = held(head(profile), name, relation);
        assert_eq!(sample.faults("D006").len(), faults, "{profile} {name}");
    }
    let ningxia = held(head("ucloud"), "望江生", None).with(|order| order.province = "ningxia".into());
    assert_eq!(told(&ningxia, "D006"), [(Found::Fault, Weight::Warn)]);
    let number = |number: &str| {
        let number = Some(number.to_owned());
        with(enterprise(), |domain| domain.registrant.as_mut().unwrap().certificate_number = number)
    };
    assert_eq!(number("91510107ma6d021442").found("D006").len(), 0);
    assert_eq!(number("91510107MA6D021443").faults("D006"), ["sites[0].domains[0].registrant.name"]);
    let none = with(enterprise(), |domain| domain.registrant = None);
    assert_eq!(none.opens("D006"), ["sites[0].domains[0].registrant"]);
    let old = none.with(|order| order.submitted_at = "2017-12-31T04:00:00Z".parse().unwrap());
    assert_eq!(old.found("D006").len(), 0);
}

#[test]
fn d006_holders_of_persons() {
    assert_eq!(person().found("D006").len(), 0);
    assert_eq!(held(person(), "罗父", Some("shareholder")).faults("D006").len(), 1);
    assert_eq!(held(person(), "罗父", Some("self")).faults("D006").len(), 1);
}

#[test]
fn d007_privacy() {
    let privacy = |state| with(enterprise(), |domain| domain.privacy_protection = state);
    let path = "sites[0].domains[0].privacy_protection";
    assert_eq!(privacy(Some(true)).faults("D007"), [path]);
    assert_eq!(privacy(None).opens("D007"), [path]);
    assert_eq!(privacy(Some(false)).found("D007").len(), 0);
    let gone = privacy(None).with(|order| order.order_type = OrderType::CancelAccess);
    assert_eq!(gone.found("D007").len(), 0);
}

#[test]
fn d008_syntax() {
    for (name, weight, mended) in [
        ("wangjiang-food.cn", None, None),
        ("望江.中国", None, None),
        ("Wangjiang-Food.CN", Some(Weight::Warn), Some("wangjiang-food.cn")),
        ("ｗangjiang．cn", Some(Weight::Warn), Some("wangjiang.cn")),
        ("wangjiang.cn.", Some(Weight::Warn), Some("wangjiang.cn")),
        ("http://wangjiang.cn/", Some(Weight::Warn), Some("wangjiang.cn")),
        ("", Some(Weight::Block), None),
        ("wang_jiang.cn", Some(Weight::Block), None),
        ("-wangjiang.cn", Some(Weight::Block), None),
        ("203.0.113.7", Some(Weight::Block), None),
        ("a.cn、b.cn", Some(Weight::Block), None),
    ] {
        let found = called(name).found("D008");
        assert_eq!(found.first().map(|one| one.weight), weight, "{name}");
        assert_eq!(fix(&found), mended, "{name}");
    }
    let longest = format!("{}.cn", "a".repeat(63));
    assert_eq!(called(&longest).found("D008").len(), 0);
    assert_eq!(called(&format!("a{longest}")).faults("D008"), [NAME]);
    let gone = called("").with(|order| order.order_type = OrderType::CancelAccess);
    assert_eq!(gone.found("D008").len(), 0);
}

fn answered(name: &str, entity: Option<&str>) -> Sample {
    let row = DomainOnFile {
        name: name.into(),
        entity_name: entity.map(str::to_owned),
        providers: Vec::new(),
        filing_number: None,
    };
    enterprise().with(|order| order.ministry.as_mut().unwrap().domains_on_file.push(row))
}

#[test]
fn d009_by_the_ministrys_answer() {
    assert_eq!(enterprise().found("D009").len(), 0);
    assert_eq!(answered("Wangjiang-food.CN", Some("另一公司")).faults("D009"), [NAME]);
    assert_eq!(answered("wangjiang-food.cn", Some("成都望江川味食品有限公司")).found("D009").len(), 0);
    assert_eq!(answered("wangjiang-food.cn", None).opens("D009"), [NAME]);
    assert_eq!(answered("other.cn", Some("另一公司")).found("D009").len(), 0);
    assert_eq!(enterprise().with(|order| order.ministry = None).opens("D009"), [NAME]);
    let renamed = answered("wangjiang-food.cn", Some("成都望江食品厂")).with(|order| {
        order.filed = Some(Filed {
            entity_number: None,
            password: None,
            provider: None,
            entity_name: Some("成都望江食品厂".into()),
            certificate_number: Some(order.entity.certificate.number.clone()),
            principal_name: None,
            sites: Vec::new(),
        });
    });
    assert_eq!(renamed.found("D009").len(), 0);
}

#[test]
fn d009_by_the_filings_known_here() {
    let known = |certificate: Option<&str>, entity: &str| {
        let row = Filing {
            certificate_number: certificate.map(str::to_owned),
            entity_name: entity.into(),
            domain: Some("wangjiang-food.cn".into()),
            ..Filing::default()
        };
        enterprise().across(|across| across.filings.push(row))
    };
    assert_eq!(known(Some("91510107MA6D029999"), "另一公司").faults("D009"), [NAME]);
    assert_eq!(known(Some("91510107MA6D021442"), "旧名称").found("D009").len(), 0);
    assert_eq!(known(None, "另一公司").faults("D009"), [NAME]);
    let gone = known(None, "另一公司").with(|order| order.order_type = OrderType::CancelSite);
    assert_eq!(gone.found("D009").len(), 0);
}

#[test]
fn d010_twice() {
    let second = |name: &str| {
        enterprise().with(|order| {
            let mut domain = order.sites[0].domains[0].clone();
            domain.name = name.into();
            order.sites[0].domains.push(domain);
        })
    };
    assert_eq!(second("other.cn").found("D010").len(), 0);
    let found = second("WANGJIANG-food.cn").found("D010");
    assert_eq!(found[0].path.as_deref(), Some("sites[0].domains[1].name"));
    assert_eq!(found[0].subject.to_string(), "domain:s1/1");
    let idn = second("xn--rpv20j.CN").with(|order| order.sites[0].domains[0].name = "望江.cn".into());
    assert_eq!(idn.faults("D010"), ["sites[0].domains[1].name"]);
    let gone = second("wangjiang-food.cn").with(|order| order.order_type = OrderType::CancelSite);
    assert_eq!(gone.found("D010").len(), 0);
}
