//! Faults of sites and apps: their names, what they hold, what of them is on line (S).

use super::given::Given;
use super::{Fault, fault};
use beian::domain::order::{FiledSite, SiteKind};

/// Rules of names that may find more in the name of a fault.
const NAME: &[&str] = &["S112", "S142", "T006"];

pub const NAMES: &[Fault] = &[
    fault("S101", |given| name(given, "低价数码批发记"), NAME),
    fault("S102", |given| name(given, "我的论文集子"), NAME),
    fault("S103", |given| name(given, "武汉的慢生活"), NAME),
    fault("S104", |given| is_site(given) && name(given, "慢生活@家"), &["S112", "S113", "S142", "T006"]),
    fault("S105", |given| is_site(given) && name(given, "慢活"), &["S111", "S112", "S142", "T006"]),
    fault("S106", |given| name(given, "慢生活工作室"), NAME),
    fault("S107", |given| name(given, "摄影交流园地"), &["S112", "S140", "S142", "T006"]),
    fault("S108", |given| name(given, "守株待兔"), NAME),
    fault("S111", |given| is_site(given) && name(given, "慢活"), &["S105", "S112", "S142", "T006"]),
    fault("S112", |given| name(given, "慢生活手记"), &["S142", "T006"]),
    fault("S113", |given| is_site(given) && name(given, "慢生活@家"), &["S104", "S112", "S142", "T006"]),
    fault(
        "S114",
        |given| {
            given.order.entity.national_level = Some(false);
            name(given, "中华慢生活手记")
        },
        &["S112", "S139", "S142", "T006"],
    ),
    fault("S115", |given| name(given, "慢生活.中国"), &["S104", "S112", "S113", "S142", "T006"]),
    fault("S116", |given| name(given, "清风反腐园地"), NAME),
    fault(
        "S134",
        |given| {
            move_to(given, "jiangsu", "南京市", "玄武区");
            given.is_personal()
        },
        MOVED,
    ),
    fault("S135", |given| name(given, "工作室的日子"), NAME),
    fault(
        "S138",
        |given| {
            move_to(given, "jiangxi", "南昌市", "东湖区");
            let Some(site) = given.order.sites.first() else { return false };
            let twin = FiledSite { name: site.name.clone(), domains: vec!["lingwai.cn".into()], ..online() };
            given.filed().sites.push(twin);
            true
        },
        MOVED,
    ),
    fault("S139", |given| name(given, "中华慢生活手记"), &["S112", "S114", "S142", "T006"]),
    fault("S140", |given| name(given, "摄影交流园地"), &["S107", "S112", "S142", "T006"]),
    fault(
        "S142",
        |given| {
            move_to(given, "sichuan", "成都市", "武侯区");
            name(given, "慢生活手记")
        },
        MOVED,
    ),
];

/// What an order shows that another province decides all at once.
const MOVED: &[&str] = &[
    "B005", "E011", "M005", "M006", "M007", "M008", "P007", "P014", "P019", "P022", "P023", "S112", "S129",
    "T006",
];

pub const CONTENT: &[Fault] = &[
    fault("S120", home_url, &["S141"]),
    fault("S141", home_url, &["S120"]),
    fault(
        "S121",
        |given| given.site(|site| (site.content, site.remark) = (Some("other".into()), None)),
        &["S122", "S133"],
    ),
    fault("S122", |given| given.site(|site| site.remark = None), &["S127"]),
    fault(
        "S123",
        |given| {
            given.order.entity.remark = None;
            given.site(|site| site.name.push_str("医院"))
        },
        &["T006"],
    ),
    fault("S125", |given| given.site(|site| site.remark = Some("提供新闻浏览".into())), &["M010"]),
    fault("S126", |given| given.site(|site| site.remark = Some("一个论坛".into())), &["S125", "M010"]),
    fault(
        "S127",
        |given| {
            given.site(|site| {
                site.remark = Some("产品展示".into());
                let mut other = site.domains.first().cloned();
                other.iter_mut().for_each(|domain| domain.name = "di-erge.cn".into());
                site.domains.extend(other);
            }) && given.order.sites[0].domains.len() > 1
        },
        &["D009", "L002", "T001", "T010", "T014"],
    ),
    fault("S128", |given| is_site(given) && given.site(|site| site.reachable = Some(true)), &[]),
    fault(
        "S129",
        |given| {
            let site = FiledSite { footer_shown: Some(false), ..online() };
            given.filed().sites.push(site);
            true
        },
        &["S132"],
    ),
    fault(
        "S131",
        |given| {
            let mut app = None;
            given.site(|site| app = site.app.as_mut().map(|app| app.platforms.clear()));
            app.is_some()
        },
        &[],
    ),
    fault(
        "S132",
        |given| {
            let site = FiledSite { reachable: Some(false), ..online() };
            given.filed().sites.push(site);
            true
        },
        &["S129"],
    ),
    fault(
        "S133",
        |given| {
            let wrong = if given.is_personal() { "unit_portal" } else { "personal" };
            given.site(|site| site.content = Some(wrong.into()))
        },
        &["S136"],
    ),
    fault(
        "S136",
        |given| {
            move_to(given, "chongqing", "重庆市", "渝中区");
            given.site(|site| site.content = Some("other".into()))
        },
        MOVED,
    ),
];

fn name(given: &mut Given, text: &str) -> bool {
    given.site(|site| site.name = text.to_owned())
}

/// Apps are called as they like, and have no home page.
fn is_site(given: &Given) -> bool {
    given.order.sites.first().is_some_and(|site| site.kind == SiteKind::Site)
}

fn home_url(given: &mut Given) -> bool {
    is_site(given) && given.site(|site| site.home_url = Some("http://www.bieren.cn".into()))
}

/// A site on file that is on line as it should be.
fn online() -> FiledSite {
    FiledSite {
        name: "从前的样本网站".into(),
        domains: vec!["congqian.cn".into()],
        reachable: Some(true),
        footer_shown: Some(true),
        ..FiledSite::default()
    }
}

fn move_to(given: &mut Given, province: &str, city: &str, district: &str) {
    given.order.province = province.into();
    let address = &mut given.order.entity.mailing_address;
    address.province = province.into();
    address.city = Some(city.into());
    address.district = Some(district.into());
    for person in &mut given.order.people {
        person.mobile_region = Some(province.into());
    }
}
