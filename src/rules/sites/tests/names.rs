use super::*;
use crate::catalog::rule::Weight;

#[test]
fn s101_business_in_name_or_remark() {
    let found = sample("ICP-10213").found("S101");
    assert_eq!(
        found.iter().filter_map(|one| one.path.as_deref()).collect::<Vec<_>>(),
        ["sites[0].name", "sites[0].remark"]
    );
    assert_eq!(found[0].marks, [(4, 6)]);
    faulty(&person().remarked("读书笔记"), "S101", &[("雨天的慢生活", false), ("山里的装修日记", true)]);
    assert_eq!(person().remarked("记录生活，不涉及批发、零售").faults("S101"), [""; 0]);
    assert_eq!(person().remarked("不涉及广告，接受招商").faults("S101"), ["sites[0].remark"]);
    assert_eq!(enterprise().named("低价数码批发").faults("S101"), [""; 0]);
    assert_eq!(tencent_person().named("低价数码批发").faults("S101"), [""; 0]);
}

#[test]
fn s102_superstition_and_journals() {
    faulty(&person(), "S102", &[("我的论文集子", true), ("旧期刊收藏夹", true), ("旧相机手记", false)]);
    assert_eq!(person().named("我的论文集子").found("S102")[0].weight, Weight::Block);
    assert_eq!(person().named("周易算命小屋").found("S102")[0].weight, Weight::Warn);
    assert_eq!(enterprise().named("论文期刊服务").faults("S102"), [""; 0]);
}

#[test]
fn s103_people_and_places() {
    faulty(
        &person(),
        "S103",
        &[
            ("武汉的慢生活", true),
            ("李小明的小站", true),
            ("罗子涵手记", true),
            ("雨天的慢生活", false),
            ("和平鸽手记", false),
        ],
    );
    assert_eq!(person().named("罗子涵手记").found("S103")[0].marks, [(0, 3)]);
    assert_eq!(enterprise().named("成都望江川味").faults("S103"), [""; 0]);
}

#[test]
fn s104_and_s113_letters_digits_and_signs() {
    for (sample, code) in [(person(), "S104"), (enterprise(), "S113"), (tencent(), "S113")] {
        faulty(
            &sample,
            code,
            &[
                ("12345", true),
                ("Qingshan", true),
                ("ＡＢＣ", true),
                ("慢生活@家", true),
                ("慢生活（家）", true),
                ("慢 生活", true),
                ("慢生活3号", false),
                ("慢生活", false),
                ("", false),
            ],
        );
        let weights = |name: &str| sample.clone().named(name).found(code)[0].weight;
        assert_eq!(weights("慢生活@家"), Weight::Block);
        assert_eq!(weights("慢生活（家）"), Weight::Warn);
        let blank = sample.clone().named("慢 生活").found(code).remove(0);
        assert_eq!((blank.weight, blank.marks), (Weight::Warn, vec![(1, 2)]));
        assert_eq!(blank.fix.map(|fix| fix.to).as_deref(), Some("慢生活"));
    }
    assert_eq!(sample("ICP-10210").named("QQ").faults("S113"), [""; 0], "an app");
    assert_eq!(person().named("12345").faults("S113"), [""; 0]);
    assert_eq!(sample("ICP-10231").named("12345").faults("S113"), [""; 0], "21Vianet");
}

#[test]
fn s105_and_s111_three_characters() {
    for (sample, code) in
        [(person(), "S105"), (tencent_person(), "S105"), (enterprise(), "S111"), (tencent(), "S111")]
    {
        faulty(
            &sample,
            code,
            &[
                ("慢活", true),
                ("慢活ABC", true),
                ("", true),
                ("慢生活", false),
                ("慢A生B活", false),
                ("㐂𠮷〇", false),
            ],
        );
    }
    assert_eq!(sample("ICP-10227").faults("S111"), ["sites[0].name"], "its planted fault");
    assert_eq!(sample("ICP-10227-r2").faults("S111"), [""; 0]);
    assert_eq!(sample("ICP-10210").named("停车").faults("S111"), [""; 0], "an app");
    assert_eq!(enterprise().named("慢活").faults("S105"), [""; 0]);
    assert_eq!(sample("ICP-10231").named("慢活").faults("S111"), [""; 0], "21Vianet");
}

#[test]
fn s106_generic_forms() {
    faulty(
        &person(),
        "S106",
        &[
            ("慢生活工作室", true),
            ("网站", true),
            ("慢生活主页！", true),
            ("工作室日记", false),
            ("雨天的慢生活", false),
        ],
    );
    assert_eq!(person().named("慢生活工作室").found("S106")[0].marks, [(3, 6)]);
    let jiangsu = person().in_province("jiangsu");
    faulty(&jiangsu, "S106", &[("某某的个人主页", false), ("的个人主页", true), ("慢生活工作室", true)]);
    assert_eq!(enterprise().named("望江工作室").faults("S106"), [""; 0]);
}

#[test]
fn s107_words_that_need_approval() {
    faulty(&person(), "S107", &[("慢生活博客", true), ("摄影交流园地", true), ("慢生活日记", false)]);
    let approved = person().named("慢生活博客").attach(paper(AttachmentKind::PriorApproval, Some("s1")));
    assert_eq!(approved.faults("S107"), [""; 0]);
    let other = person().named("慢生活博客").attach(paper(AttachmentKind::PriorApproval, Some("s2")));
    assert_eq!(other.faults("S107"), ["sites[0].name"]);
    faulty(&person().in_province("jiangsu"), "S107", &[("某某的个人博客", false), ("在线的个人博客", true)]);
    assert_eq!(enterprise().named("望江在线").faults("S107"), [""; 0]);
}

#[test]
fn s108_idioms() {
    faulty(&person(), "S108", &[("守株待兔", true), ("守株，待兔", true), ("守株待兔记", false)]);
    assert_eq!(enterprise().named("守株待兔").faults("S108"), [""; 0]);
}

#[test]
fn s112_relation_to_the_entity() {
    assert_eq!(sample("ICP-10212").faults("S112"), ["sites[1].name"]);
    faulty(
        &enterprise(),
        "S112",
        &[
            ("望江川味", false),
            ("川味食品商城", false),
            ("成都服务中心", true),
            ("预包装零售", false),
            ("星空科技", true),
        ],
    );
    assert_eq!(person().named("星空科技").faults("S112"), [""; 0]);
}

#[test]
fn s114_state_words() {
    let said = |level| enterprise().with(|order| order.entity.national_level = level);
    faulty(
        &said(Some(false)),
        "S114",
        &[("中国川味食品", true), ("国家食品网", true), ("川味中国", false), ("望江川味", false)],
    );
    assert_eq!(said(Some(true)).named("中国川味食品").faults("S114"), [""; 0]);
    assert_eq!(said(None).named("中国川味食品").opens("S114"), ["sites[0].name"]);
    assert_eq!(said(None).opens("S114"), [""; 0]);
    assert_eq!(sample("ICP-10231").named("中华教具").opens("S114"), ["sites[0].name"], "21Vianet");
    assert_eq!(person().named("中国慢生活").opens("S114"), [""; 0]);
}

#[test]
fn s115_domains_as_names() {
    for sample in [person(), enterprise(), sample("ICP-10231")] {
        faulty(
            &sample,
            "S115",
            &[
                ("wangjiang-food.cn", true),
                ("http://www.wangjiang-food.cn/", true),
                ("www.望江", true),
                ("川味.中国", true),
                ("望江川味", false),
                ("中国", false),
            ],
        );
    }
    assert_eq!(tencent().named("fuan-lift.cn").faults("S115"), [""; 0]);
}

#[test]
fn s116_sensitive_words() {
    for sample in [person(), enterprise(), tencent()] {
        faulty(&sample, "S116", &[("清风反腐网", true), ("廉 政园地", true), ("清风园地", false)]);
    }
    assert_eq!(enterprise().named("清风反腐网").found("S116")[0].marks, [(2, 4)]);
    assert_eq!(sample("ICP-10231").named("清风反腐网").faults("S116"), [""; 0]);
}
