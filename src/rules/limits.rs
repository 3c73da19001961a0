//! How many of something an order may have (L).

#[cfg(test)]
mod tests;

use super::checks;
use super::order_type::{OnFile, ascii};
use super::put::{Out, Put};
use super::{Case, Rule};
use crate::catalog::rule::Dated;
use crate::domain::checklist::SubjectRef;
use crate::domain::ident::domain_name::DomainName;
use crate::domain::order::{OrderType, Site};

checks![
    too_many_addresses_of_site,
    too_many_domains_of_site,
    too_many_entities_on_server,
    too_many_new_site_orders,
    too_many_prefixes_of_organisation,
    too_many_prefixes_of_person,
    too_many_sites_in_order,
    too_many_sites_on_server,
];

/// A number beyond its limit. A limit that is not sure never blocks.
fn beyond<'a>(put: Put<'a>, count: usize, limit: &Dated) -> Put<'a> {
    let put = put.value("count", count.to_string()).value("limit", limit.number.to_string());
    match limit.certainty {
        Some(certainty) => put.at_most(certainty.at_most()),
        None => put,
    }
}

fn is_beyond(count: usize, limit: &Dated) -> bool {
    u32::try_from(count).map_or(true, |count| count > limit.number)
}

/// L001.
fn too_many_sites_in_order(case: &Case, rule: &Rule, out: &mut Out) {
    let Some(limit) = case.number(rule) else { return };
    let count = case.order.sites.len();
    if is_beyond(count, limit) {
        beyond(out.fault(SubjectRef::Order).at("sites"), count, limit);
    }
}

/// L002. The same domain twice is one domain, and D010's.
fn too_many_domains_of_site(case: &Case, rule: &Rule, out: &mut Out) {
    let Some(limit) = case.number(rule) else { return };
    for (at, site) in case.order.sites.iter().enumerate() {
        let mut names: Vec<_> = site.domains.iter().map(|domain| ascii(&domain.name)).collect();
        names.sort_unstable();
        names.dedup();
        if is_beyond(names.len(), limit) {
            let put = out.fault(SubjectRef::Site(site.id.0.clone())).at(format!("sites[{at}].domains"));
            beyond(put, names.len(), limit).value("site", &site.name);
        }
    }
}

/// L003. The order's own entity counts once.
fn too_many_entities_on_server(case: &Case, rule: &Rule, out: &mut Out) {
    let (Some(limit), Some(across)) = (case.number(rule), case.across) else { return };
    let own = &case.order.entity.certificate.number;
    let mut seen: Vec<&str> = Vec::new();
    for (at, access) in case.order.access.iter().enumerate() {
        let Some(server) = access.server_id.as_deref() else {
            out.open(SubjectRef::Order).at(format!("access[{at}].server_id"));
            continue;
        };
        if seen.contains(&server) {
            continue;
        }
        seen.push(server);
        let there = across.server_entities.iter().find(|row| row.server_id == server);
        let others = there.map_or(0, |row| row.entities.iter().filter(|number| *number != own).count());
        if is_beyond(others + 1, limit) {
            let put = out.fault(SubjectRef::Order).at(format!("access[{at}].server_id"));
            beyond(put, others + 1, limit).value("server", server);
        }
    }
}

/// L004.
fn too_many_prefixes_of_person(case: &Case, rule: &Rule, out: &mut Out) {
    prefixes(case, rule, out);
}

/// L005.
fn too_many_prefixes_of_organisation(case: &Case, rule: &Rule, out: &mut Out) {
    prefixes(case, rule, out);
}

/// Counts what the entity has on file too, as far as the registry knows.
fn prefixes(case: &Case, rule: &Rule, out: &mut Out) {
    let Some(limit) = case.number(rule) else { return };
    let domains = case.order.sites.iter().flat_map(|site| &site.domains);
    let mut all: Vec<String> = domains.map(|domain| prefix(&domain.name)).collect();
    all.extend(OnFile::of(case).own_rows().filter_map(|row| row.domain.as_deref()).map(prefix));
    all.sort_unstable();
    all.dedup();
    if is_beyond(all.len(), limit) {
        beyond(out.fault(SubjectRef::Entity).at("sites"), all.len(), limit);
    }
}

/// The label before the registrable suffix; the whole name where it has none.
fn prefix(name: &str) -> String {
    let name = ascii(name);
    DomainName::read(&name).prefix().unwrap_or(&name).to_owned()
}

/// L006. Counted within the order; sites of other orders on the same host are not known here.
fn too_many_sites_on_server(case: &Case, rule: &Rule, out: &mut Out) {
    let Some(limit) = case.number(rule) else { return };
    let order = case.order;
    let mut seen: Vec<&str> = Vec::new();
    for (at, access) in order.access.iter().enumerate() {
        let Some(server) = access.server_id.as_deref().filter(|server| !seen.contains(server)) else {
            continue;
        };
        seen.push(server);
        let on_it = |site: &&Site| {
            let mut there = order.access.iter().filter(|other| other.server_id.as_deref() == Some(server));
            there.any(|other| other.sites.is_empty() || other.sites.contains(&site.id))
        };
        let count = order.sites.iter().filter(on_it).count();
        if is_beyond(count, limit) {
            let put = out.fault(SubjectRef::Order).at(format!("access[{at}].server_id"));
            beyond(put, count, limit).value("server", server);
        }
    }
}

/// L007.
fn too_many_addresses_of_site(case: &Case, rule: &Rule, out: &mut Out) {
    let Some(limit) = case.number(rule) else { return };
    let order = case.order;
    for site in &order.sites {
        let serves = order.access.iter().filter(|one| one.sites.is_empty() || one.sites.contains(&site.id));
        let mut ips: Vec<&str> = serves.flat_map(|access| access.ips.iter().map(|ip| ip.trim())).collect();
        ips.sort_unstable();
        ips.dedup();
        if is_beyond(ips.len(), limit) {
            let put = out.fault(SubjectRef::Site(site.id.0.clone())).at("access");
            beyond(put, ips.len(), limit).value("site", &site.name);
        }
    }
}

/// L008.
fn too_many_new_site_orders(case: &Case, rule: &Rule, out: &mut Out) {
    let (Some(limit), Some(across)) = (case.number(rule), case.across) else { return };
    let own = &case.order.order_no;
    let others = across.entity_orders.iter();
    let others = others.filter(|other| other.order_type == OrderType::NewSite && &other.no != own).count();
    if is_beyond(others + 1, limit) {
        beyond(out.fault(SubjectRef::Entity).at("order_type"), others + 1, limit);
    }
}
