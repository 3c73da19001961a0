use super::*;
use crate::catalog::rule::Weight;
use crate::domain::finding::Finding;
use crate::domain::order::{Filed, FiledSite, OrderType};

fn at_url(url: Option<&str>) -> Sample {
    tencent().with(|order| order.sites[0].home_url = url.map(str::to_owned))
}

fn fix(found: &[Finding]) -> Option<&str> {
    found[0].fix.as_ref().map(|fix| fix.to.as_str())
}

#[test]
fn s120_the_home_url() {
    for url in ["http://www.fuan-lift.cn", "https://www.fuan-lift.cn/", "HTTP://WWW.Fuan-Lift.cn"] {
        assert_eq!(at_url(Some(url)).faults("S120"), [""; 0], "{url}");
    }
    for (url, mended, weight) in [
        ("www.fuan-lift.cn", Some("http://www.fuan-lift.cn"), Weight::Warn),
        ("http://fuan-lift.cn", Some("http://www.fuan-lift.cn"), Weight::Block),
        ("https://www.fuan-lift.cn/a?b", Some("https://www.fuan-lift.cn"), Weight::Block),
        ("http://m.fuan-lift.cn", Some("http://www.fuan-lift.cn"), Weight::Block),
        ("http://www.fuan-care.cn", None, Weight::Block),
        ("http://www.notfuan-lift.cn", None, Weight::Block),
        ("ftp://www.fuan-lift.cn", None, Weight::Block),
        ("http://203.0.113.7", None, Weight::Block),
        ("福安电梯", None, Weight::Block),
    ] {
        let found = at_url(Some(url)).found("S120");
        assert_eq!((found.len(), fix(&found), found[0].weight), (1, mended, weight), "{url}");
    }
    assert_eq!(at_url(None).opens("S120"), ["sites[0].home_url"]);
    assert_eq!(at_url(Some("x")).at_profile("21vianet").faults("S120"), [""; 0]);
    let app = tencent().with(|order| {
        order.sites.iter_mut().for_each(|site| {
            (site.kind, site.home_url) = (crate::domain::order::SiteKind::App, None);
        })
    });
    assert_eq!(app.opens("S120"), [""; 0]);
}

#[test]
fn s127_prefixes() {
    let several = || sample("ICP-10225");
    assert_eq!(several().faults("S127"), [""; 0]);
    assert_eq!(several().remarked("产品展示").faults("S127"), ["sites[0].remark"]);
    let same = several().remarked("产品展示").with(|order| {
        order.sites[0].domains.truncate(2);
        order.sites[0].domains[0].name = "abc.com.cn".into();
        order.sites[0].domains[1].name = "ABC.cn".into();
    });
    assert_eq!(same.faults("S127"), [""; 0]);
    assert_eq!(several().remarked("产品展示").at_profile("ucloud").faults("S127"), [""; 0]);
}

#[test]
fn s128_sites_before_their_number() {
    let at = |reachable| enterprise().with(|order| order.sites[0].reachable = reachable);
    assert_eq!(at(Some(true)).faults("S128"), ["sites[0].reachable"]);
    assert_eq!(at(Some(false)).faults("S128"), [""; 0]);
    assert_eq!(at(None).opens("S128"), ["sites[0].reachable"]);
    assert_eq!(sample("ICP-10205").faults("S128"), [""; 0], "a new access");
    assert_eq!(sample("ICP-10210").opens("S128"), [""; 0], "an app");
}

fn filed(sample: Sample, sites: Vec<FiledSite>) -> Sample {
    sample.with(|order| {
        order.filed = Some(Filed {
            entity_number: None,
            password: None,
            provider: None,
            entity_name: None,
            certificate_number: None,
            principal_name: None,
            sites,
        });
    })
}

fn shop(reachable: Option<bool>, footer_shown: Option<bool>) -> FiledSite {
    let domains = vec!["filed-shop.cn".to_owned()];
    FiledSite { name: "旧站".into(), domains, reachable, footer_shown, ..FiledSite::default() }
}

#[test]
fn s129_the_foot_of_filed_sites() {
    let new_site = |shown| filed(sample("ICP-10212"), vec![shop(None, shown)]);
    assert_eq!(new_site(Some(true)).found("S129").len(), 0);
    assert_eq!(new_site(Some(false)).faults("S129"), ["filed.sites[0].footer_shown"]);
    assert_eq!(new_site(None).opens("S129"), ["filed.sites[0].footer_shown"]);
    assert_eq!(filed(sample("ICP-10212"), vec![]).opens("S129"), ["filed.sites"]);
    let access = |shown| sample("ICP-10205").with(|order| order.sites[0].footer_shown = shown);
    assert_eq!(access(Some(true)).found("S129").len(), 0);
    assert_eq!(access(Some(false)).faults("S129"), ["sites[0].footer_shown"]);
    assert_eq!(enterprise().found("S129").len(), 0, "a first filing");
}

#[test]
fn s129_the_link_goes_by_the_day() {
    let on = |day: &str| {
        let at = format!("{day}T04:00:00Z").parse().unwrap();
        filed(sample("ICP-10212").with(|order| order.submitted_at = at), vec![shop(None, None)]).found("S129")
    };
    assert_eq!(on("2019-06-30")[0].values["link"].zh, "http://www.miitbeian.gov.cn");
    assert_eq!(on("2019-07-01")[0].values["link"].zh, "https://beian.miit.gov.cn");
}

#[test]
fn s132_filed_sites_answer() {
    let new_site = |answers| filed(sample("ICP-10225"), vec![shop(answers, None)]);
    assert_eq!(new_site(Some(true)).found("S132").len(), 0);
    assert_eq!(new_site(Some(false)).faults("S132"), ["filed.sites[0].reachable"]);
    assert_eq!(new_site(None).opens("S132"), ["filed.sites[0].reachable"]);
    let access = |expires: &str| {
        sample("ICP-10224").with(|order| {
            order.sites[0].reachable = Some(false);
            order.sites[0].domains[0].expires_on = Some(expires.parse().unwrap());
        })
    };
    assert_eq!(access("2029-08-06").found("S132")[0].weight, Weight::Warn);
    assert_eq!(access("2026-11-20").found("S132").len(), 1, "the day of submission");
    assert_eq!(access("2026-11-19").found("S132").len(), 0);
    assert_eq!(tencent().found("S132").len(), 0, "a first filing");
    let elsewhere = new_site(Some(false)).at_profile("ucloud");
    assert_eq!(elsewhere.found("S132").len(), 0);
}

#[test]
fn cancellations_ask_nothing_of_sites() {
    let gone = tencent().named("慢").with(|order| order.order_type = OrderType::CancelSite);
    for finding in gone.all() {
        assert!(!finding.rule.as_str().starts_with(['S', 'D']), "{finding:?}");
    }
}
