use super::*;
use crate::catalog::rule::Weight;
use crate::domain::order::PriorApproval;

fn content(sample: Sample, content: Option<&str>) -> Sample {
    sample.with(|order| order.sites[0].content = content.map(str::to_owned))
}

fn chosen(sample: Sample, subject: &str) -> Sample {
    let approval = PriorApproval { subject: subject.into(), number: None };
    sample.with(|order| order.sites[0].prior_approvals = vec![approval])
}

#[test]
fn s121_other_content_needs_a_remark() {
    let other = content(tencent(), Some("other"));
    assert_eq!(other.clone().remarked("电梯维保预约").faults("S121"), [""; 0]);
    for empty in ["", " ", "无", "——"] {
        assert_eq!(other.clone().remarked(empty).faults("S121"), ["sites[0].remark"], "{empty:?}");
    }
    assert_eq!(tencent().remarked("").faults("S121"), [""; 0]);
    assert_eq!(content(tencent(), None).remarked("").opens("S121"), ["sites[0].content"]);
    assert_eq!(content(tencent(), None).opens("S121"), [""; 0]);
    assert_eq!(content(enterprise(), Some("other")).remarked("").faults("S121"), [""; 0]);
}

#[test]
fn s122_a_person_says_what_the_site_holds() {
    assert_eq!(tencent_person().faults("S122"), [""; 0]);
    assert_eq!(tencent_person().remarked("无").faults("S122"), ["sites[0].remark"]);
    let none = |sample: Sample| sample.with(|order| order.sites[0].remark = None);
    assert_eq!(none(tencent_person()).faults("S122"), ["sites[0].remark"]);
    assert_eq!(none(tencent()).faults("S122"), [""; 0]);
    assert_eq!(none(person()).faults("S122"), [""; 0]);
}

#[test]
fn s123_hospitals() {
    let hospital = || tencent().with(|order| order.entity.name = "天津福安医院".into());
    let good = "本单位医疗执业许可证为2020年5月颁发，有效期至2035年4月，颁发部门为天津市卫生健康委员会，许可证号码为12345678";
    let remark = |text: &str| {
        hospital().with(|order| order.sites.iter_mut().for_each(|site| site.remark = Some(text.into())))
    };
    assert_eq!(remark(good).faults("S123"), [""; 0]);
    let found = remark(&good.replace("2035年4月", "")).found("S123");
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].values["missing"].zh, "有效期至");
    assert_eq!(
        hospital().found("S123")[0].values["missing"].en,
        "year and month of issue, end of validity, issuer, licence number"
    );
    assert_eq!(tencent().faults("S123"), [""; 0]);
    assert_eq!(hospital().at_profile("ucloud").faults("S123"), [""; 0]);
    let licence = tencent().with(|order| order.entity.certificate.kind = "medical_licence".into());
    assert_eq!(licence.faults("S123").len(), 2);
}

#[test]
fn s124_points_to_the_document() {
    let found = chosen(enterprise(), "news").found("S124");
    assert_eq!(found[0].path.as_deref(), Some("sites[0].prior_approvals"));
    assert_eq!(found[0].points_to.as_ref().map(|code| code.as_str()), Some("M009"));
    let given = chosen(enterprise(), "news").attach(paper(AttachmentKind::PriorApproval, Some("s1")));
    assert_eq!(given.faults("S124"), [""; 0]);
    assert_eq!(enterprise().faults("S124"), [""; 0]);
}

#[test]
fn s125_words_of_prior_approval() {
    faulty(&enterprise(), "S125", &[("望江新闻网", true), ("望江川味直播", true), ("望江川味", false)]);
    let found = enterprise().named("望江新闻网").found("S125");
    assert_eq!((found[0].weight, found[0].marks.as_slice()), (Weight::Block, &[(2, 4)][..]));
    assert_eq!(found[0].values["trades"].zh, "新闻");
    assert_eq!(enterprise().remarked("介绍产品，不涉及金融、教育").faults("S125"), [""; 0]);
    assert_eq!(enterprise().remarked("提供金融服务").faults("S125"), ["sites[0].remark"]);
    for kind in [AttachmentKind::PriorApproval, AttachmentKind::PriorApprovalCommitment] {
        let given = enterprise().named("望江新闻网").attach(paper(kind, Some("s1")));
        assert_eq!(given.faults("S125"), [""; 0]);
    }
    assert_eq!(person().named("慢新闻手记").faults("S125"), [""; 0]);
    assert_eq!(tencent().named("福安新闻网").faults("S125"), [""; 0]);
}

#[test]
fn s125_words_of_finance_by_province() {
    let scope = |province: &str, scope: &str| {
        enterprise().in_province(province).with(|order| order.entity.business_scope = Some(scope.into()))
    };
    for (province, words, faults) in [
        ("sichuan", "股权投资基金管理", 1),
        ("sichuan", "商业保理", 0),
        ("zhejiang", "商业保理", 1),
        ("guangdong", "商业保理", 0),
        ("guangdong", "外汇咨询", 1),
        ("guangdong", "咨询，不从事外汇业务", 0),
    ] {
        let found = scope(province, words).found("S125");
        assert_eq!(found.len(), faults, "{province} {words}");
        assert!(found.iter().all(|one| one.weight == Weight::Warn));
    }
    let name = enterprise().with(|order| order.entity.name = "成都望江财富管理有限公司".into());
    assert_eq!(name.faults("S125"), ["entity.name"]);
}

#[test]
fn s126_forums() {
    for sample in [person(), enterprise(), tencent(), tencent_person()] {
        faulty(&sample, "S126", &[("慢生活论坛", true), ("慢生活bbs", true), ("慢生活手记", false)]);
    }
    let given =
        |sample: Sample| sample.named("慢生活论坛").attach(paper(AttachmentKind::PriorApproval, None));
    assert_eq!(given(enterprise()).faults("S126"), [""; 0]);
    assert_eq!(given(person()).faults("S126"), ["sites[0].name"]);
    assert_eq!(chosen(person(), "bbs").faults("S126"), ["sites[0].prior_approvals"]);
    assert_eq!(person().remarked("摄影笔记，不设论坛").faults("S126"), ["sites[0].remark"]);
    assert_eq!(person().remarked("摄影笔记，没有论坛").faults("S126"), [""; 0]);
    assert_eq!(person().named("慢生活留言板").found("S126")[0].weight, Weight::Warn);
}

#[test]
fn s131_data_of_an_app() {
    let app = || sample("ICP-10210");
    assert_eq!(app().faults("S131"), [""; 0]);
    let without = |change: fn(&mut crate::domain::order::AppPlatform)| {
        app().with(|order| change(&mut order.sites[0].app.as_mut().unwrap().platforms[1]))
    };
    assert_eq!(without(|one| one.package_name = None).faults("S131"), ["sites[0].app.platforms[1]"]);
    assert_eq!(without(|one| one.signature = None).faults("S131"), [""; 0]);
    let neither = without(|one| (one.signature, one.public_key) = (None, Some(" ".into())));
    assert_eq!(neither.faults("S131"), ["sites[0].app.platforms[1]"]);
    assert_eq!(app().with(|order| order.sites[0].app = None).faults("S131"), ["sites[0].app"]);
    assert_eq!(enterprise().faults("S131"), [""; 0], "a site");
    assert_eq!(app().at_profile("tencent").with(|order| order.sites[0].app = None).faults("S131"), [""; 0]);
}

#[test]
fn s133_options_of_the_nature() {
    for (sample, option, faults) in [
        (tencent(), "unit_portal", 0),
        (tencent(), "general_portal", 0),
        (tencent(), "other", 1),
        (tencent(), "personal", 1),
        (tencent_person(), "personal", 0),
        (tencent_person(), "other", 0),
        (tencent_person(), "unit_portal", 1),
        (enterprise(), "other", 0),
    ] {
        assert_eq!(content(sample, Some(option)).faults("S133").len(), faults, "{option}");
    }
    assert_eq!(content(tencent(), None).opens("S133"), ["sites[0].content"]);
}
