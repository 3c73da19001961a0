//! The hosting behind the site: addresses, servers, what the provider offers (A).

#[cfg(test)]
mod tests;

use super::checks;
use super::put::{Out, Put};
use super::{Case, Rule};
use crate::domain::checklist::SubjectRef;
use crate::domain::lang::Bilingual;
use crate::domain::mask::{Personal, masked};
use crate::domain::order::Access;
use std::net::IpAddr;

checks![
    access_mode_not_offered,
    access_missing,
    authorization_code_wrong,
    ip_not_of_provider,
    public_bandwidth_missing,
    region_differs_from_server,
    server_bought_by_another,
    server_not_in_mainland,
    server_place_not_offered,
    server_prepaid_too_short,
];

fn accesses<'a>(case: &Case<'a>) -> impl Iterator<Item = (usize, &'a Access)> + use<'a> {
    case.order.access.iter().enumerate()
}

fn fault<'a>(out: &'a mut Out, at: usize, field: &str) -> Put<'a> {
    out.fault(SubjectRef::Order).at(format!("access[{at}].{field}"))
}

fn open<'a>(out: &'a mut Out, at: usize, field: &str) -> Put<'a> {
    out.open(SubjectRef::Order).at(format!("access[{at}].{field}"))
}

/// True where the server is another account's, reached by an authorization code.
fn by_code(access: &Access) -> bool {
    access.service.as_deref() == Some("authorization_code") || access.authorization_code.is_some()
}

/// A001. What is no address is a fault whatever the ranges are.
fn ip_not_of_provider(case: &Case, _: &Rule, out: &mut Out) {
    let ranges = &case.profile.offers.ip_ranges;
    let mut is_unknown = false;
    for (at, access) in accesses(case) {
        for (nth, text) in access.ips.iter().enumerate() {
            let address: Option<IpAddr> = text.trim().parse().ok();
            let holds = |address: &IpAddr| ranges.iter().any(|range| range.contains(address));
            match address {
                Some(_) if ranges.is_empty() => is_unknown = true,
                Some(address) if holds(&address) => {}
                _ => drop(fault(out, at, &format!("ips[{nth}]")).value("ip", text)),
            }
        }
        if access.ips.is_empty() && access.authorization_ip.is_none() {
            let why = Bilingual::new("未提供 IP 地址", "no IP address was given");
            open(out, at, "ips").say("why", why);
        }
    }
    if is_unknown {
        let why = Bilingual::new(
            "流程配置中没有接入商的 IP 网段",
            "the profile does not have the provider's address ranges",
        );
        out.open(SubjectRef::Order).at("access").say("why", why);
    }
}

/// A002.
fn server_not_in_mainland(case: &Case, _: &Rule, out: &mut Out) {
    for (at, access) in accesses(case) {
        match access.mainland {
            Some(true) => {}
            Some(false) => {
                let place = access.place.as_deref().or(access.server_region.as_deref());
                let place = place.map_or_else(|| Bilingual::new("未注明", "not named"), Bilingual::same);
                fault(out, at, "mainland").say("place", place);
            }
            None => drop(open(out, at, "mainland")),
        }
    }
}

/// A003.
fn server_prepaid_too_short(case: &Case, rule: &Rule, out: &mut Out) {
    let Some(least) = case.number(rule).map(|dated| dated.number) else { return };
    for (at, access) in accesses(case).filter(|(_, access)| !by_code(access)) {
        match access.prepaid_months {
            Some(months) if months >= least => {}
            Some(months) => {
                fault(out, at, "prepaid_months")
                    .value("months", months.to_string())
                    .value("least", least.to_string());
            }
            None => drop(open(out, at, "prepaid_months")),
        }
    }
}

/// A004.
fn access_mode_not_offered(case: &Case, _: &Rule, out: &mut Out) {
    let offered = &case.profile.offers.access_modes;
    for (at, access) in accesses(case) {
        let why = match access.mode.as_deref() {
            Some(mode) if offered.iter().any(|own| own == mode) => continue,
            Some(mode) if !offered.is_empty() => {
                fault(out, at, "mode").say("mode", mode_title(mode)).say("offered", titles(offered));
                continue;
            }
            Some(_) => Bilingual::new(
                "流程配置中没有接入商提供的接入方式",
                "the profile does not have the provider's access modes",
            ),
            None => Bilingual::new("未提供接入方式", "no access mode was given"),
        };
        open(out, at, "mode").say("why", why);
    }
}

fn titles(modes: &[String]) -> Bilingual {
    let all: Vec<Bilingual> = modes.iter().map(|mode| mode_title(mode)).collect();
    let texts =
        |pick: fn(&Bilingual) -> &str, between: &str| all.iter().map(pick).collect::<Vec<_>>().join(between);
    Bilingual::new(texts(|text| &text.zh, "、"), texts(|text| &text.en, ", "))
}

fn mode_title(mode: &str) -> Bilingual {
    let (zh, en) = match mode {
        "cloud" => ("云接入", "cloud access"),
        "hosting" => ("虚拟主机", "virtual hosting"),
        "colocation" => ("主机托管", "colocation"),
        "leased_line" => ("专线", "leased line"),
        other => (other, other),
    };
    Bilingual::new(zh, en)
}

/// A005. 北京市, 北京 and 北京机房 are the same place.
fn server_place_not_offered(case: &Case, _: &Rule, out: &mut Out) {
    let offered = &case.profile.offers.places;
    for (at, access) in accesses(case) {
        let why = match access.place.as_deref() {
            Some(place) if offered.iter().any(|own| place.contains(own.as_str())) => continue,
            Some(place) if !offered.is_empty() => {
                fault(out, at, "place").value("place", place).value("offered", offered.join("、"));
                continue;
            }
            Some(_) => Bilingual::new(
                "流程配置中没有接入商的服务器放置地",
                "the profile does not have the places of the provider's servers",
            ),
            None => Bilingual::new("未提供服务器放置地", "no place of the server was given"),
        };
        open(out, at, "place").say("why", why);
    }
}

/// A006.
fn authorization_code_wrong(case: &Case, _: &Rule, out: &mut Out) {
    for (at, access) in accesses(case).filter(|(_, access)| by_code(access)) {
        // A code is a secret, and what is found is kept and told to others.
        let code = access.authorization_code.as_deref().filter(|code| !code.trim().is_empty());
        let shown = code.map(|code| masked(Personal::Secret, code)).unwrap_or_default();
        if code.is_none() || access.authorization_known == Some(false) {
            let why = Bilingual::new("授权码不存在", "the provider does not know it");
            fault(out, at, "authorization_code").value("code", shown).say("why", why);
            continue;
        }
        if access.authorization_known.is_none() {
            open(out, at, "authorization_known").value("code", shown.as_str());
        }
        match access.authorization_ip.as_deref() {
            Some(ip) if access.ips.is_empty() || access.ips.iter().any(|own| own.trim() == ip.trim()) => {}
            Some(ip) => {
                let why = Bilingual::new(format!("授权码绑定的是 {ip}"), format!("it is bound to {ip}"));
                fault(out, at, "authorization_ip").value("code", shown).say("why", why);
            }
            None => drop(open(out, at, "authorization_ip").value("code", shown)),
        }
    }
}

/// A007. A site that no entry serves has none either.
fn access_missing(case: &Case, _: &Rule, out: &mut Out) {
    let order = case.order;
    let is_empty = |access: &Access| {
        access.ips.is_empty() && access.server_id.is_none() && access.authorization_code.is_none()
    };
    if order.access.iter().all(is_empty) {
        let what = Bilingual::new("订单", "the order");
        out.fault(SubjectRef::Order).at("access").say("what", what);
        return;
    }
    for (s, site) in order.sites.iter().enumerate() {
        let serves = |access: &Access| access.sites.is_empty() || access.sites.contains(&site.id);
        if !order.access.iter().any(|access| serves(access) && !is_empty(access)) {
            let subject = SubjectRef::Site(site.id.0.clone());
            out.fault(subject).at(format!("sites[{s}].name")).value("what", format!("“{}”", site.name));
        }
    }
}

/// A008.
fn region_differs_from_server(case: &Case, _: &Rule, out: &mut Out) {
    for (at, access) in accesses(case) {
        match (access.region.as_deref(), access.server_region.as_deref()) {
            (Some(own), Some(server)) if own.trim().eq_ignore_ascii_case(server.trim()) => {}
            (Some(own), Some(server)) => {
                fault(out, at, "region")
                    .value("region", own)
                    .value("server", server)
                    .fix(format!("access[{at}].region"), server);
            }
            (None, _) => drop(open(out, at, "region")),
            (_, None) => drop(open(out, at, "server_region")),
        }
    }
}

/// A009.
fn server_bought_by_another(case: &Case, _: &Rule, out: &mut Out) {
    let own = case.order.account.id.as_str();
    for (at, access) in accesses(case).filter(|(_, access)| !by_code(access)) {
        match access.bought_by.as_deref() {
            Some(buyer) if buyer == own => {}
            Some(buyer) => drop(fault(out, at, "bought_by").value("buyer", buyer).value("account", own)),
            None => drop(open(out, at, "bought_by")),
        }
    }
}

/// A010. Where the service is not named it may be a cloud server.
fn public_bandwidth_missing(case: &Case, _: &Rule, out: &mut Out) {
    let is_server =
        |access: &Access| access.service.as_deref().is_none_or(|service| service == "cloud_server");
    for (at, access) in accesses(case).filter(|(_, access)| is_server(access)) {
        match access.public_bandwidth {
            Some(true) => {}
            Some(false) => drop(fault(out, at, "public_bandwidth")),
            None => drop(open(out, at, "public_bandwidth")),
        }
    }
}
