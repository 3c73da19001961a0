//! Cases of the entity's rules: passes, fails, boundaries, and where the conditions do not hold.

use crate::catalog::rule::Weight;
use crate::domain::order::{IndividualBusiness, Order, OrderType};
use crate::rules::testing::{Sample, sample};

const NUMBER: &str = "entity.certificate.number";
const DETAIL: &str = "entity.mailing_address.detail";
const ENTERPRISE: &str = "ICP-10201";
const PERSON: &str = "ICP-10202";
const TENCENT: &str = "ICP-10222";
const VNET: &str = "ICP-10231";

fn none() -> Vec<String> {
    Vec::new()
}

fn entity(no: &str, change: impl FnOnce(&mut Order)) -> Sample {
    sample(no).with(change)
}

fn cancelled(order: &mut Order) {
    order.order_type = OrderType::CancelEntity;
}

#[test]
fn e003_the_nature_allows_the_certificate() {
    let with = |nature: &str, kind: &str| {
        entity(ENTERPRISE, |order| {
            order.entity.nature = nature.into();
            order.entity.certificate.kind = kind.into();
        })
    };
    for (nature, kind, faults) in [
        ("enterprise", "business_licence", none()),
        ("enterprise", "social_credit_code", none()),
        ("enterprise", "id_card", vec!["entity.certificate.type".to_owned()]),
        ("personal", "id_card", none()),
        ("personal", "business_licence", vec!["entity.certificate.type".to_owned()]),
        ("law_firm", "law_firm_licence", none()),
    ] {
        assert_eq!(with(nature, kind).faults("E003"), faults, "{nature} {kind}");
    }
    for (nature, kind) in [("guild", "business_licence"), ("enterprise", "charter")] {
        assert_eq!(with(nature, kind).opens("E003"), ["entity.certificate.type"], "{nature} {kind}");
    }
    let one_source = with("social_organisation", "law_firm_licence").found("E003");
    assert!(one_source.iter().all(|finding| finding.weight == Weight::Info), "{one_source:?}");
}

#[test]
fn e004_numbers_pass_the_check_of_their_type() {
    let with = |kind: &str, number: &str| {
        entity(ENTERPRISE, |order| {
            order.entity.certificate.kind = kind.into();
            order.entity.certificate.number = number.into();
        })
        .found("E004")
    };
    for (kind, number, weight) in [
        ("business_licence", "9144030071526726XG", None),
        ("business_licence", "440301103097413", None),
        ("business_licence", "440301103097414", Some(Weight::Block)),
        ("business_licence", "9144030071526726X1", Some(Weight::Block)),
        ("business_licence", "9144030071526727XG", Some(Weight::Block)),
        ("business_licence", "9144030071526726X", Some(Weight::Block)),
        ("business_licence", "", Some(Weight::Block)),
        ("business_licence", "9144030071526726xg", Some(Weight::Warn)),
        ("business_licence", "９144030071526726XG", Some(Weight::Warn)),
        ("organisation_code", "71526726-X", None),
        ("organisation_code", "71526726-1", Some(Weight::Block)),
        ("law_firm_licence", "31150102MD0A02344A", None),
        ("law_firm_licence", "31150102MD0A02344B", Some(Weight::Block)),
        ("law_firm_licence", "23101199810123456", None),
        ("military_code", "61234部队", None),
        ("id_card", "11010519491231002X", None),
        ("id_card", "110105194912310021", Some(Weight::Block)),
        ("passport", "E12345678", None),
        ("passport", "护照", Some(Weight::Warn)),
    ] {
        let found = with(kind, number);
        assert_eq!(found.first().map(|finding| finding.weight), weight, "{kind} {number}: {found:?}");
        assert!(found.len() <= 1);
    }
    let slip = with("business_licence", "9144030071526726xg");
    assert_eq!(slip[0].fix.as_ref().map(|fix| fix.to.as_str()), Some("9144030071526726XG"));
    let marked = with("business_licence", "9144030071526726X1");
    assert_eq!(marked[0].marks, [(17, 18)]);
    let unknown = entity(ENTERPRISE, |order| order.entity.certificate.kind = "charter".into());
    assert_eq!(unknown.opens("E004"), [NUMBER]);
}

#[test]
fn e005_an_address_goes_to_the_door_or_says_why_not() {
    let with = |detail: &str| entity(ENTERPRISE, |order| order.entity.mailing_address.detail = detail.into());
    for (detail, passes) in [
        ("样本路18号", true),
        ("样本路十八号", true),
        ("样本路１８号", true),
        ("样本巷33弄", true),
        ("幸福小区5-3-201", true),
        ("科技园3栋", true),
        ("大厦602室", true),
        ("样本镇李家村", true),
        ("样本镇李家村三组", true),
        ("样本镇李家村委会", true),
        ("样本旗巴音嘎查", true),
        ("邮政信箱", true),
        ("100信箱", true),
        ("样本路88", true),
        ("样本路", false),
        ("地铁2号线旁", false),
        ("中关村大街", false),
        ("科技园A座", false),
        ("样本大厦6层", false),
        ("", false),
    ] {
        let faults = with(detail).faults("E005");
        assert_eq!(faults, if passes { none() } else { vec![DETAIL.to_owned()] }, "{detail}");
    }
    for remark in ["主办单位通信地址为最详细的地址", "此地址已是最详细地址"] {
        assert_eq!(with("样本路").with(|o| o.entity.remark = Some(remark.into())).faults("E005"), none());
        assert_eq!(with("样本路").with(|o| o.remark = Some(remark.into())).faults("E005"), none());
    }
    assert_eq!(with("样本路").with(|o| o.remark = Some("地址很详细".into())).faults("E005"), [DETAIL]);
    assert_eq!(with("样本路").with(cancelled).faults("E005"), none());
}

#[test]
fn e006_the_parts_of_an_address_agree() {
    let with = |province: &str, city: Option<&str>, district: Option<&str>, detail: &str| {
        entity(ENTERPRISE, |order| {
            let address = &mut order.entity.mailing_address;
            address.province = province.into();
            address.city = city.map(str::to_owned);
            address.district = district.map(str::to_owned);
            address.detail = detail.into();
        })
    };
    for (province, city, district, detail, path) in [
        ("guangdong", Some("深圳市"), Some("南山区"), "样本路18号", None),
        ("guangdong", Some("深圳"), Some("南山"), "样本路18号", None),
        ("guangdong", Some("东莞市"), None, "样本路18号", None),
        ("guangdong", Some("深圳市"), None, "样本路18号", None),
        ("guangdong", Some("长沙市"), None, "样本路18号", Some("entity.mailing_address.city")),
        ("guangdong", Some("深圳市"), Some("岳麓区"), "样本路18号", Some("entity.mailing_address.district")),
        ("hunan", Some("长沙市"), Some("岳麓区"), "样本路18号", Some("entity.mailing_address.province")),
        ("guangdong", Some("深圳市"), Some("南山区"), "广东省深圳市南山区样本路18号", None),
        ("guangdong", Some("深圳市"), Some("南山区"), "南京路18号", None),
        ("guangdong", Some("深圳市"), Some("南山区"), "高新区市场路18号", None),
        ("guangdong", Some("深圳市"), Some("南山区"), "福田区样本路18号", Some(DETAIL)),
        ("guangdong", Some("深圳市"), Some("南山区"), "湖南省长沙市样本路18号", Some(DETAIL)),
    ] {
        let faults = with(province, city, district, detail).faults("E006");
        let expected: Vec<String> = path.into_iter().map(str::to_owned).collect();
        assert_eq!(faults, expected, "{province} {city:?} {district:?} {detail}");
    }
    let marked = with("guangdong", Some("深圳市"), Some("南山区"), "深圳市福田区样本路18号").found("E006");
    assert_eq!(marked[0].marks, [(3, 6)]);
    let no_city = with("guangdong", None, None, "样本路18号");
    assert_eq!(
        (no_city.faults("E006"), no_city.opens("E006")),
        (none(), vec!["entity.mailing_address.city".into()])
    );
    let municipality = entity("ICP-10204", |order| order.entity.mailing_address.city = None);
    assert_eq!(municipality.found("E006"), []);
    let cancelled = with("guangdong", Some("长沙市"), None, "样本路18号").with(cancelled);
    assert_eq!(cancelled.found("E006"), []);
}

#[test]
fn e007_an_organisation_names_its_investor() {
    assert_eq!(sample(ENTERPRISE).faults("E007"), none());
    for blank in [None, Some("  ".to_owned())] {
        let order = entity(ENTERPRISE, |order| order.entity.investor = blank);
        assert_eq!(order.faults("E007"), ["entity.investor"]);
        assert_eq!(order.with(cancelled).faults("E007"), none());
    }
    assert_eq!(sample(PERSON).faults("E007"), none());
}

#[test]
fn e008_an_individual_business_says_what_it_is() {
    let with = |no: &str, trade_name: Option<&str>, has_seal: Option<bool>, remark: &str| {
        entity(no, |order| {
            let trade_name = trade_name.map(str::to_owned);
            order.entity.individual_business = Some(IndividualBusiness { trade_name, has_seal });
            order.entity.remark = Some(remark.to_owned());
        })
    };
    let unit = |trade_name, has_seal, remark| with(TENCENT, trade_name, has_seal, remark).faults("E008");
    assert_eq!(sample(TENCENT).found("E008"), []);
    assert_eq!(unit(Some("福安"), Some(true), ""), none());
    assert_eq!(unit(Some("福安"), Some(false), "个体工商户无公章"), none());
    assert_eq!(unit(Some("福安"), Some(false), "有公章"), ["entity.remark"]);
    assert_eq!(unit(None, None, "个体工商户无工商字号，注册号 120104600123456"), ["entity.nature"]);
    assert_eq!(with(TENCENT, Some("福安"), None, "").opens("E008"), ["entity.individual_business.has_seal"]);
    let person = |trade_name, remark| with("ICP-10220", trade_name, Some(true), remark).faults("E008");
    assert_eq!(person(None, "个体工商户无工商字号，注册号 440106600123456"), none());
    assert_eq!(person(None, "个体工商户无工商字号"), ["entity.remark"]);
    assert_eq!(person(None, "注册号 440106600123456"), ["entity.remark"]);
    assert_eq!(person(Some("一诺"), ""), ["entity.nature"]);
    assert_eq!(with(ENTERPRISE, None, None, "").found("E008"), []);
}

#[test]
fn e009_a_finance_name_asks_for_the_legal_representative() {
    let with = |name: &str, principal: Option<bool>, named: Option<&str>| {
        entity(TENCENT, |order| {
            order.entity.name = name.into();
            order.entity.legal_representative = named.map(str::to_owned);
            order.people[0].legal_representative = principal;
        })
    };
    let other = Some("王某");
    assert_eq!(with("天津福安电梯工程有限公司", None, other).found("E009"), []);
    for word in ["投资管理", "担保", "典当", "贷款", "理财"] {
        let name = format!("天津福安{word}有限公司");
        assert_eq!(with(&name, None, other).faults("E009"), ["entity.name"], "{word}");
        assert_eq!(with(&name, Some(true), Some("赵福生")).found("E009"), [], "{word}");
        let marks = with(&name, None, other).found("E009").remove(0).marks;
        assert_eq!(marks, [(4, 4 + word.chars().count())], "{word}");
    }
    assert_eq!(with("天津福安基金有限公司", None, other).found("E009"), []);
    let unknown = with("天津福安担保有限公司", None, None);
    assert_eq!((unknown.faults("E009"), unknown.opens("E009")), (none(), vec!["entity.name".into()]));
    assert_eq!(with("天津福安担保有限公司", Some(true), other).opens("E009"), ["entity.name"]);
    let elsewhere = entity(ENTERPRISE, |order| {
        order.entity.name = "深圳市青山担保有限公司".into();
        order.people[0].legal_representative = Some(false);
    });
    assert_eq!(elsewhere.found("E009"), []);
}

#[test]
fn e010_a_person_files_under_his_own_name() {
    let with = |name: &str| entity(PERSON, |order| order.entity.name = name.into()).faults("E010");
    assert_eq!(with("周思远"), none());
    assert_eq!(with("周 思远"), none());
    assert_eq!(with("周思"), ["entity.name"]);
    let dotted = entity(PERSON, |order| {
        order.people[0].name = "阿依古丽·买买提".into();
        order.entity.name = "阿依古丽•买买提".into();
    });
    assert_eq!(dotted.faults("E010"), none());
    assert_eq!(sample(ENTERPRISE).faults("E010"), none());
}

#[test]
fn e011_points_to_the_residence_permit() {
    let found = sample("ICP-10216").found("E011");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].points_to.as_ref().map(|code| code.as_str()), Some("M006"));
    assert_eq!(found[0].weight, Weight::Info);
    assert_eq!(found[0].values["home"].zh, "湖南");
    assert_eq!(sample("ICP-10213").found("E011"), []);
    let passport = sample("ICP-10216").with(|o| o.people[0].certificate.kind = "passport".into());
    assert_eq!(passport.found("E011"), []);
    assert_eq!(entity(PERSON, |order| order.province = "guangdong".into()).found("E011"), []);
}

#[test]
fn e013_a_licence_goes_by_its_credit_code() {
    let with = |no: &str, number: &str| {
        entity(no, |order| order.entity.certificate.number = number.into()).faults("E013")
    };
    assert_eq!(sample(VNET).faults("E013"), none());
    assert_eq!(with(VNET, "440301103097413"), [NUMBER]);
    assert_eq!(with(VNET, "440301103097414"), [NUMBER]);
    assert_eq!(with(VNET, "44030110309741"), none());
    assert_eq!(with(ENTERPRISE, "440301103097413"), none());
}

#[test]
fn e014_hints_at_another_nature() {
    let with = |no: &str, nature: &str, number: &str| {
        entity(no, |order| {
            order.entity.nature = nature.into();
            order.entity.certificate.number = number.into();
        })
        .faults("E014")
    };
    let (company, association, institution) =
        ("91120104MA0602227M", "51500112500402153G", "12650104457602095E");
    assert_eq!(with(TENCENT, "enterprise", company), none());
    assert_eq!(with(TENCENT, "social_organisation", company), ["entity.nature"]);
    assert_eq!(with(TENCENT, "social_organisation", association), none());
    assert_eq!(with(TENCENT, "enterprise", association), ["entity.nature"]);
    assert_eq!(with(TENCENT, "public_institution", institution), none());
    assert_eq!(with(TENCENT, "law_firm", "31150102MD0A02344A"), ["entity.nature"]);
    assert_eq!(with(TENCENT, "social_organisation", "31150102MD0A02344A"), none());
    assert_eq!(with(TENCENT, "enterprise", "440301103097413"), none());
    assert_eq!(with(TENCENT, "foundation", "440301103097413"), ["entity.nature"]);
    assert_eq!(with(VNET, "law_firm", company), none());
}
