use super::*;
use crate::catalog::rule::Weight;
use crate::domain::across::Filing;
use crate::domain::order::{Filed, FiledSite};

#[test]
fn s134_the_form_of_the_province() {
    let jiangsu = person().in_province("jiangsu");
    faulty(&jiangsu, "S134", &[("某某的个人博客", false), ("某某的个人主页", false), ("慢生活博客", true)]);
    assert_eq!(jiangsu.named("慢生活博客").found("S134")[0].weight, Weight::Warn);
    faulty(&person(), "S134", &[("慢生活博客", false)]);
}

#[test]
fn s135_further_words() {
    faulty(
        &person(),
        "S135",
        &[
            ("慢生活资讯", true),
            ("工作室日记", true),
            ("慢生活工作室", false),
            ("慢生活博客", false),
            ("慢生活日记", false),
        ],
    );
    faulty(&person().in_province("jiangsu"), "S135", &[("慢生活资讯", false)]);
}

#[test]
fn s136_content_by_province() {
    let with = |province: &str, content: Option<&str>| {
        person().in_province(province).with(|order| order.sites[0].content = content.map(str::to_owned))
    };
    for (province, content, faults) in [
        ("chongqing", "personal", 0),
        ("chongqing", "other", 1),
        ("heilongjiang", "other", 1),
        ("shaanxi", "personal", 1),
        ("shaanxi", "other", 0),
        ("hubei", "other", 0),
    ] {
        assert_eq!(with(province, Some(content)).faults("S136").len(), faults, "{province} {content}");
    }
    assert_eq!(with("shaanxi", None).opens("S136"), ["sites[0].content"]);
    assert_eq!(with("hubei", None).opens("S136"), [""; 0]);
}

#[test]
fn s138_names_that_another_site_has() {
    let filed = |domain: &str, province: &str| {
        let site =
            FiledSite { name: "望江 川味".into(), domains: vec![domain.into()], ..FiledSite::default() };
        enterprise().in_province(province).with(|order| {
            order.filed = Some(Filed {
                entity_number: None,
                password: None,
                provider: None,
                entity_name: None,
                certificate_number: None,
                principal_name: None,
                sites: vec![site],
            });
        })
    };
    assert_eq!(filed("other.cn", "jiangxi").faults("S138"), ["sites[0].name"]);
    assert_eq!(filed("WANGJIANG-food.cn", "jiangxi").faults("S138"), [""; 0], "its own filing");
    assert_eq!(filed("other.cn", "hubei").faults("S138"), [""; 0]);
    assert_eq!(enterprise().in_province("jiangxi").opens("S138"), [""; 0]);
    assert_eq!(enterprise().in_province("shaanxi").opens("S138"), ["sites[0].name"]);
    let known = enterprise().in_province("shaanxi").across(|across| {
        let name = Some("望江川味".into());
        across
            .filings
            .push(Filing { site_name: name, entity_name: "另一公司".into(), ..Filing::default() });
    });
    assert_eq!(known.faults("S138"), ["sites[0].name"]);
}

#[test]
fn s139_state_words_of_persons() {
    faulty(&person(), "S139", &[("中国慢生活", true), ("慢生活中国", false)]);
    assert_eq!(enterprise().named("中国川味").faults("S139"), [""; 0]);
}

#[test]
fn s140_words_of_approval_of_organisations() {
    faulty(&enterprise(), "S140", &[("望江在线", true), ("望江川味", false)]);
    let approved = enterprise().named("望江在线").attach(paper(AttachmentKind::PriorApproval, None));
    assert_eq!(approved.faults("S140"), [""; 0]);
    assert_eq!(tencent().named("福安在线").faults("S140"), [""; 0]);
}

#[test]
fn s141_home_url_in_practice() {
    let url = |url: &str| enterprise().with(|order| order.sites[0].home_url = Some(url.into()));
    assert_eq!(url("http://wangjiang-food.cn").faults("S141"), ["sites[0].home_url"]);
    assert_eq!(enterprise().faults("S141"), [""; 0]);
    assert_eq!(enterprise().at_profile("ucloud-2018").faults("S141"), [""; 0]);
}

#[test]
fn s142_the_entitys_name_in_sichuan() {
    faulty(
        &enterprise(),
        "S142",
        &[("望江川味", false), ("成都望江川味食品有限公司", false), ("星空乐园", true), ("预包装零售", true)],
    );
    faulty(&enterprise().in_province("hubei"), "S142", &[("星空乐园", false)]);
}
