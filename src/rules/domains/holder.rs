//! Who holds a domain, and whether he may file with it (D006).

use super::{DomainAt, domains};
use crate::catalog::rule::{Certainty, Rule};
use crate::domain::across::certificate_key;
use crate::domain::lang::Bilingual;
use crate::domain::order::Registrant;
use crate::rules::sites::same;
use crate::rules::{Case, Out};

/// Who may hold an organisation's domain, by the number of the row's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Circle {
    /// The entity, a shareholder, the head of the unit, a senior manager.
    Wide,
    /// Those, and the principal of the filing.
    WidePrincipal,
    /// The entity alone.
    EntityOnly,
}

/// D006: the holder's name and his relation, as far as the order tells.
pub(super) fn registrant_may_file(case: &Case, rule: &Rule, out: &mut Out) {
    let dated = case.number(rule);
    let circle = match dated.map(|dated| dated.number) {
        Some(2) => Circle::WidePrincipal,
        Some(3) => Circle::EntityOnly,
        _ => Circle::Wide,
    };
    let most = dated.and_then(|dated| dated.certainty).unwrap_or(Certainty::Sure).at_most();
    for domain in domains(case) {
        let Some(registrant) = &domain.domain.registrant else {
            out.open(domain.subject()).at(domain.path("registrant")).value("domain", &domain.domain.name);
            continue;
        };
        if let Some(why) = objection(case, registrant, circle) {
            put(&domain, registrant, why, out).at_most(most);
        }
    }
}

fn put<'o>(
    domain: &DomainAt,
    registrant: &Registrant,
    why: Bilingual,
    out: &'o mut Out,
) -> crate::rules::put::Put<'o> {
    let put = out.fault(domain.subject()).at(domain.path("registrant.name"));
    put.value("domain", &domain.domain.name).value("holder", &registrant.name).say("why", why)
}

/// What speaks against a holder; none where he is one of those who may file.
fn objection(case: &Case, registrant: &Registrant, circle: Circle) -> Option<Bilingual> {
    let entity = &case.order.entity;
    if same(&registrant.name, &entity.name) {
        let own = certificate_key(&entity.certificate.number);
        let differs = |number: &String| certificate_key(number) != own;
        return registrant.certificate_number.as_ref().filter(|number| differs(number)).map(|_| {
            Bilingual::new("证件号码与主体不同", "its certificate number differs from the entity's")
        });
    }
    let relation = registrant.relation.as_deref();
    if case.order.is_personal() {
        return Some(Bilingual::new("个人备案的域名应为本人持有", "a person files with his own domain"));
    }
    if matches!(relation, Some("entity" | "self")) {
        return Some(Bilingual::new(
            "称为主体本身，但名称不一致",
            "it is given as the entity, but the names differ",
        ));
    }
    if circle == Circle::EntityOnly {
        return Some(Bilingual::new("域名应由主体本身持有", "the domain should be the entity's own"));
    }
    let named = [&entity.unit_head, &entity.legal_representative];
    let is_head = named.into_iter().flatten().any(|head| same(head, &registrant.name));
    let in_circle = is_head || matches!(relation, Some("shareholder" | "unit_head" | "senior_manager"));
    let is_principal = case.principal().is_some_and(|(_, person)| same(&person.name, &registrant.name));
    match (in_circle, is_principal) {
        (true, _) => None,
        (false, true) if circle == Circle::WidePrincipal => None,
        (false, true) => Some(Bilingual::new(
            "为主体负责人，但未说明其为单位主要负责人、股东或高级管理人员",
            "it is the principal, who is not said to be head, shareholder or senior manager",
        )),
        (false, false) => Some(Bilingual::new(
            "与主体的关系不明或不符合要求",
            "its relation to the entity is not known, or not one that counts",
        )),
    }
}
