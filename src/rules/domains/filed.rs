//! Domains that are on file, or stand in the order twice (D009, D010).

use super::{DomainAt, domains};
use crate::catalog::rule::Rule;
use crate::domain::across::certificate_key;
use crate::domain::ident::domain_name::DomainName;
use crate::domain::order::DomainOnFile;
use crate::rules::sites::same;
use crate::rules::{Case, Out};

/// D009: by the ministry's answer, and by the filings that this home knows.
pub(super) fn domain_of_another_entity(case: &Case, _: &Rule, out: &mut Out) {
    for domain in domains(case) {
        let name = domain.read().ascii().to_owned();
        let (holder, is_known) = holder(case, &name);
        let put = match holder {
            Some(entity) => out.fault(domain.subject()).value("entity", entity),
            None if is_known => continue,
            None => out.open(domain.subject()),
        };
        put.at(domain.path("name")).value("domain", &domain.domain.name);
    }
}

/// The other entity that has filed a domain, and whether it is known at all who has.
fn holder(case: &Case, name: &str) -> (Option<String>, bool) {
    let order = case.order;
    let filings = case.across.iter().flat_map(|across| &across.filings);
    let mut rows = filings.filter(|row| row.domain.as_deref() == Some(name));
    let number = certificate_key(&order.entity.certificate.number);
    let foreign = rows.find(|row| match row.certificate_number.as_deref() {
        Some(other) => certificate_key(other) != number,
        None => !is_own_name(case, &row.entity_name),
    });
    if let Some(row) = foreign {
        return (Some(row.entity_name.clone()), true);
    }
    let Some(answer) = &order.ministry else { return (None, false) };
    match answer.domains_on_file.iter().find(|row| DomainName::read(&row.name).ascii() == name) {
        None => (None, true),
        Some(DomainOnFile { entity_name: None, .. }) => (None, false),
        Some(DomainOnFile { entity_name: Some(entity), .. }) if is_own_name(case, entity) => (None, true),
        Some(DomainOnFile { entity_name, .. }) => (entity_name.clone(), true),
    }
}

/// True for the entity's name, and for the name under which the same certificate is on file.
fn is_own_name(case: &Case, name: &str) -> bool {
    let entity = &case.order.entity;
    let number = certificate_key(&entity.certificate.number);
    let on_file = case.order.filed.as_ref().filter(|filed| {
        filed.certificate_number.as_deref().is_some_and(|own| certificate_key(own) == number)
    });
    same(name, &entity.name)
        || on_file.and_then(|filed| filed.entity_name.as_deref()).is_some_and(|own| same(name, own))
}

/// D010: every domain but the first of its kind.
pub(super) fn domain_twice(case: &Case, _: &Rule, out: &mut Out) {
    let all: Vec<(DomainAt, DomainName)> = domains(case).map(|domain| (domain, domain.read())).collect();
    for (nth, (domain, read)) in all.iter().enumerate() {
        let first = all.iter().take(nth).find(|(_, other)| other.ascii() == read.ascii());
        if let Some((other, _)) = first {
            let put = out.fault(domain.subject()).at(domain.path("name"));
            put.value("domain", &domain.domain.name).value("first", other.path("name"));
        }
    }
}
