//! Faults of the filing entity (E).

use super::people::id_number;
use super::{Fault, fault};
use beian::domain::order::IndividualBusiness;

pub const FAULTS: &[Fault] = &[
    fault(
        "E003",
        |given| {
            let kind = if given.is_personal() { "business_licence" } else { "id_card" };
            given.order.entity.certificate.kind = kind.into();
            true
        },
        &["E004", "T011"],
    ),
    fault(
        "E004",
        |given| {
            let number = &mut given.order.entity.certificate.number;
            let last = number.pop();
            number.push(if last == Some('5') { '6' } else { '5' });
            true
        },
        &["D006", "T006", "T007"],
    ),
    fault(
        "E005",
        |given| {
            given.order.entity.mailing_address.detail = "样本大街".into();
            given.order.entity.remark = None;
            given.order.remark = None;
            true
        },
        &[],
    ),
    fault(
        "E006",
        |given| {
            given.order.entity.mailing_address.district = Some("无此区".into());
            true
        },
        &[],
    ),
    fault(
        "E007",
        |given| {
            given.order.entity.investor = None;
            true
        },
        &[],
    ),
    fault(
        "E008",
        |given| {
            let business = IndividualBusiness { trade_name: None, has_seal: Some(true) };
            given.order.entity.individual_business = Some(business);
            true
        },
        &[],
    ),
    fault(
        "E009",
        |given| {
            given.order.entity.name = "样本理财有限公司".into();
            given.order.entity.legal_representative = Some("欧阳某某".into());
            given.principal().legal_representative = Some(false);
            true
        },
        &["D006", "D009", "M008", "P014", "P019", "S112", "S125", "T002", "T006", "T007", "M010"],
    ),
    fault(
        "E010",
        |given| {
            given.order.entity.name = "欧阳某某".into();
            true
        },
        &["D006", "D009", "T002", "T006", "T007"],
    ),
    fault(
        "E011",
        |given| {
            let other = if given.order.province.as_str() == "hainan" { "440106" } else { "460105" };
            let person = given.principal();
            person.certificate.number = id_number(other, "19850601", "012");
            person.certificate.kind.as_str() == "id_card"
        },
        &["M006"],
    ),
    fault(
        "E013",
        |given| {
            given.order.entity.certificate.number = "440301103097413".into();
            given.order.entity.certificate.kind.as_str() == "business_licence"
        },
        &["D006", "T006", "T007"],
    ),
    fault(
        "E014",
        |given| {
            given.order.entity.nature = "law_firm".into();
            given.order.entity.certificate.kind.as_str() == "business_licence"
        },
        &["E003", "T011"],
    ),
];
