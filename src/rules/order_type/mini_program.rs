//! The limits of Tencent's mini-program (T011).

use super::on_file::{Known, OnFile, Place};
use crate::catalog::rule::Rule;
use crate::domain::checklist::SubjectRef;
use crate::domain::lang::Bilingual;
use crate::domain::order::OrderType;
use crate::rules::Case;
use crate::rules::put::{Out, Put};

/// T011. Each condition that does not hold is a finding of its own.
pub fn outside_mini_program(case: &Case, _: &Rule, out: &mut Out) {
    let order = case.order;
    if order.province.as_str() != "guangdong" {
        say(
            out.fault(SubjectRef::Order).at("province"),
            "只支持广东省备案",
            "it takes Guangdong's filings only",
        );
    }
    if let Some(path) = not_first(case) {
        let en = "certificate and domain must both be filed for the first time";
        say(out.fault(SubjectRef::Order).at(path), "证件与域名均须首次备案", en);
    }
    let certificate = order.entity.certificate.kind.as_str();
    let is_taken = match order.entity.nature.as_str() {
        "personal" => certificate == "id_card",
        "enterprise" => certificate == "business_licence",
        _ => false,
    };
    if !is_taken {
        let zh = "只支持企业以营业执照、个人以身份证备案";
        let en = "it takes enterprises with a business licence and persons with an ID card only";
        say(out.fault(SubjectRef::Entity).at("entity.certificate.type"), zh, en);
    }
    if order.sites.len() > 1 {
        say(out.fault(SubjectRef::Order).at("sites"), "只支持一个网站", "it takes one site only");
    }
    servers(case, out);
}

fn say(put: Put, zh: &str, en: &str) {
    put.say("condition", Bilingual::new(zh, en));
}

/// The field that says that something is on file already. What is not known is T001's open item.
fn not_first(case: &Case) -> Option<&'static str> {
    let on_file = OnFile::of(case);
    let is_new = |place: &Place| matches!(place, Place::Nowhere | Place::Unknown);
    if case.order.order_type != OrderType::FirstFiling {
        Some("order_type")
    } else if on_file.entity() == Known::Yes {
        Some("entity.certificate.number")
    } else if on_file.asked_for().iter().any(|(_, place)| !is_new(place)) {
        Some("sites")
    } else {
        None
    }
}

fn servers(case: &Case, out: &mut Out) {
    let order = case.order;
    let mut ids: Vec<&str> = order.access.iter().filter_map(|access| access.server_id.as_deref()).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.len() > 1 {
        say(
            out.fault(SubjectRef::Order).at("access"),
            "只支持一台云服务器",
            "it takes one cloud server only",
        );
    }
    for (at, access) in order.access.iter().enumerate() {
        let (zh, en) = ("须使用本账号购买的云服务器", "the account must have bought a cloud server");
        let wrong = match (access.service.as_deref(), access.bought_by.as_deref()) {
            (Some(service), _) if service != "cloud_server" => "service",
            (_, Some(buyer)) if buyer != order.account.id => "bought_by",
            (Some(_), Some(_)) => continue,
            (service, _) => {
                let field = if service.is_none() { "service" } else { "bought_by" };
                say(out.open(SubjectRef::Order).at(format!("access[{at}].{field}")), zh, en);
                continue;
            }
        };
        say(out.fault(SubjectRef::Order).at(format!("access[{at}].{wrong}")), zh, en);
    }
}
