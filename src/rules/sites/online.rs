//! What of a site is on line: its address, its domains, whether it answers, what stands at its foot (S120,
//! S127–S129, S132).

use super::{SiteAt, said, sites};
use crate::catalog::rule::{Rule, Weight};
use crate::domain::checklist::SubjectRef;
use crate::domain::ident::domain_name::DomainName;
use crate::domain::ident::home_url::{HomeUrl, HomeUrlProblem};
use crate::domain::lang::Bilingual;
use crate::domain::order::{OrderType, SiteKind};
use crate::rules::{Case, Out};
use std::collections::BTreeSet;

/// The ministry's address that a foot links to, by the number of the row's value.
const LINKS: [&str; 2] = ["http://www.miitbeian.gov.cn", "https://beian.miit.gov.cn"];

/// S120.
pub(super) fn home_url_of_site(case: &Case, _: &Rule, out: &mut Out) {
    home_urls(case, out);
}

/// Looks at the address of every home page.
pub(super) fn home_urls(case: &Case, out: &mut Out) {
    for site in sites(case).filter(|site| site.site.kind == SiteKind::Site) {
        match said(site.site.home_url.as_deref()) {
            Some(url) => home_url(&site, url, out),
            None => drop(out.open(site.subject()).at(site.path("home_url"))),
        }
    }
}

fn home_url(site: &SiteAt, url: &str, out: &mut Out) {
    let read = HomeUrl::read(url);
    let host = read.domain().unwrap_or_default();
    let names: Vec<String> =
        site.site.domains.iter().map(|domain| DomainName::read(&domain.name).ascii().to_owned()).collect();
    let own = names.iter().find(|name| *name == host);
    let below =
        || names.iter().find(|name| host.strip_suffix(name.as_str()).is_some_and(|rest| rest.ends_with('.')));
    let path = site.path("home_url");
    let scheme = if url.trim_start().to_ascii_lowercase().starts_with("https") { "https" } else { "http" };
    let mended = |name: &String| format!("{scheme}://www.{name}");
    let put = match (own, read.problems.first(), read.slips.first()) {
        (Some(_), None, None) => return,
        (Some(_), None, Some(slip)) => {
            let why = Bilingual::new("书写形式不规范", "it is not written as it should be");
            let put = out.fault(site.subject()).say("why", why);
            put.fix(path.clone(), slip.fixed.clone()).at_most(Weight::Warn)
        }
        (Some(name), Some(problem), _) => {
            out.fault(site.subject()).say("why", complaint(*problem)).fix(path.clone(), mended(name))
        }
        (None, problem, _) => {
            let why = problem.copied().filter(|problem| *problem != HomeUrlProblem::NoWww).map(complaint);
            let foreign = || Bilingual::new("不是本网站的域名", "its domain is none of the site's");
            let put = out.fault(site.subject()).say("why", why.unwrap_or_else(foreign));
            match below() {
                Some(name) => put.fix(path.clone(), mended(name)),
                None => put,
            }
        }
    };
    put.at(path).value("url", url);
}

fn complaint(problem: HomeUrlProblem) -> Bilingual {
    match problem {
        HomeUrlProblem::NotAUrl => Bilingual::new("不是有效的网址", "it is no address"),
        HomeUrlProblem::OtherScheme => {
            Bilingual::new("不以 http:// 或 https:// 开头", "it starts with neither http:// nor https://")
        }
        HomeUrlProblem::IpAddress => Bilingual::new("使用了 IP 地址", "it names an IP address"),
        HomeUrlProblem::NoWww => Bilingual::new("缺少“www.”", "www. is missing"),
        HomeUrlProblem::Port => Bilingual::new("带有端口号", "it names a port"),
        HomeUrlProblem::Path => Bilingual::new("带有路径或参数", "it has a path or query"),
        HomeUrlProblem::User => Bilingual::new("带有用户名", "it has a user name"),
    }
}

/// S127: several prefixes, and no remark that they point to one site.
pub(super) fn prefixes_of_one_site(case: &Case, _: &Rule, out: &mut Out) {
    for site in sites(case) {
        let names: Vec<DomainName> =
            site.site.domains.iter().map(|domain| DomainName::read(&domain.name)).collect();
        let prefixes: BTreeSet<&str> = names.iter().filter_map(DomainName::prefix).collect();
        let remarks = [site.site.remark.as_deref(), case.order.remark.as_deref()];
        let explained =
            remarks.into_iter().flatten().any(|text| text.contains("指向") || text.contains("同一网站"));
        if prefixes.len() > 1 && !explained {
            let shown: Vec<&str> = prefixes.into_iter().collect();
            let put = out.fault(site.subject()).at(site.path("remark"));
            put.say("prefixes", Bilingual::new(shown.join("、"), shown.join(", ")));
        }
    }
}

/// S128.
pub(super) fn site_closed_before_number(case: &Case, _: &Rule, out: &mut Out) {
    for site in sites(case).filter(|site| site.site.kind == SiteKind::Site) {
        match site.site.reachable {
            Some(true) => drop(out.fault(site.subject()).at(site.path("reachable"))),
            Some(false) => {}
            None => drop(out.open(site.subject()).at(site.path("reachable"))),
        }
    }
}

/// A site that is on file, as far as the order tells.
struct OnFile<'a> {
    path: String,
    name: &'a str,
    reachable: Option<bool>,
    footer_shown: Option<bool>,
    /// A domain that moves here, whose site may stay closed for now.
    moves: Option<Lapse>,
}

/// Whether the registration of a domain that moves here has run out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lapse {
    Lapsed,
    NotKnown,
}

/// S129: the foot, with the address that the day of submission asks for.
pub(super) fn filed_site_shows_number(case: &Case, rule: &Rule, out: &mut Out) {
    let nth = case.number(rule).map_or(LINKS.len(), |dated| dated.number as usize);
    let link = LINKS.get(nth.saturating_sub(1)).copied().unwrap_or(LINKS[1]);
    each_on_file(case, out, "footer_shown", |out, site| {
        let put = match site.footer_shown {
            Some(true) => return,
            Some(false) => out.fault(SubjectRef::Entity),
            None => out.open(SubjectRef::Entity),
        };
        put.at(&site.path).say("site", site.called()).value("link", link);
    });
}

/// S132: the site answers; one that moves here may stay closed where its domain has lapsed.
pub(super) fn filed_site_reachable(case: &Case, _: &Rule, out: &mut Out) {
    each_on_file(case, out, "reachable", |out, site| {
        let (put, most) = match (site.reachable, site.moves) {
            (Some(true), _) | (_, Some(Lapse::Lapsed)) => return,
            (Some(false), None) => (out.fault(SubjectRef::Entity), Weight::Block),
            (Some(false), Some(Lapse::NotKnown)) => (out.fault(SubjectRef::Entity), Weight::Warn),
            (None, _) => (out.open(SubjectRef::Entity), Weight::Block),
        };
        put.at(&site.path).say("site", site.called()).at_most(most);
    });
}

impl OnFile<'_> {
    /// The site in a sentence, where the order names none too.
    fn called(&self) -> Bilingual {
        match self.name {
            "" => {
                Bilingual::new("已备案的网站（订单未列出）", "a filed site, which the order does not name,")
            }
            name => Bilingual::new(format!("已备案网站“{name}”"), format!("the filed site “{name}”")),
        }
    }
}

fn each_on_file(case: &Case, out: &mut Out, field: &str, mut look: impl FnMut(&mut Out, &OnFile)) {
    let known = on_file(case, field);
    if known.is_empty() {
        let nobody = OnFile {
            path: "filed.sites".to_owned(),
            name: "",
            reachable: None,
            footer_shown: None,
            moves: None,
        };
        look(out, &nobody);
    }
    known.iter().for_each(|site| look(out, site));
}

/// Sites on file: those that the order names as filed, and its own where they are filed already.
fn on_file<'a>(case: &Case<'a>, field: &str) -> Vec<OnFile<'a>> {
    let order = case.order;
    let own = order.sites.iter().enumerate().filter(|_| order.order_type != OrderType::NewSite);
    let mut all: Vec<OnFile<'a>> = own
        .map(|(at, site)| OnFile {
            path: format!("sites[{at}].{field}"),
            name: &site.name,
            reachable: site.reachable,
            footer_shown: site.footer_shown,
            moves: (order.order_type == OrderType::NewAccess).then(|| {
                let lapsed = |day: Option<chrono::NaiveDate>| day.is_some_and(|day| day < case.day());
                let any = site.domains.iter().any(|domain| lapsed(domain.expires_on));
                if any { Lapse::Lapsed } else { Lapse::NotKnown }
            }),
        })
        .collect();
    let domains: BTreeSet<String> = order
        .sites
        .iter()
        .flat_map(|site| &site.domains)
        .map(|domain| DomainName::read(&domain.name).ascii().to_owned())
        .collect();
    let is_own = |name: &String| domains.contains(DomainName::read(name).ascii());
    let filed = order.filed.iter().flat_map(|filed| filed.sites.iter().enumerate());
    let others = filed.filter(|(_, site)| !site.domains.iter().any(is_own));
    all.extend(others.map(|(at, site)| OnFile {
        path: format!("filed.sites[{at}].{field}"),
        name: &site.name,
        reachable: site.reachable,
        footer_shown: site.footer_shown,
        moves: None,
    }));
    all
}
