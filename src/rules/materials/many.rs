//! When an entity has so many sites or domains that its province asks for a construction plan (M005).

use super::premise::{Answer, Judged};
use super::province::concerns;
use crate::catalog::place::on;
use crate::catalog::practice::{Asks, Counted, Filer, Threshold};
use crate::domain::ident::domain_name::DomainName;
use crate::domain::lang::Bilingual;
use crate::domain::order::{Domain, Order};
use crate::rules::Case;
use std::collections::BTreeSet;

/// M005: by the province's number, or unknown where it asks and no source says from which number on.
pub fn domains(case: &Case) -> Judged {
    let no = Judged::sure(Answer::No);
    let Some(province) = case.province() else { return no };
    let papers = &province.papers;
    if let Some(cell) = on(&papers.thresholds, case.day())
        && let Some(row) = cell.is.iter().find(|row| is_a_plan(row) && is_filer(row.who, case.order))
    {
        let count = count(case, row.counts);
        let answer = if count >= row.from as usize { Answer::Yes } else { Answer::No };
        return Judged::of(answer, cell.certainty)
            .with("counted", name(row.counts))
            .with("count", Bilingual::same(count.to_string()))
            .with("from", Bilingual::same(row.from.to_string()));
    }
    match on(&papers.plan_where_many, case.day()).filter(|cell| concerns(cell.is, case.order)) {
        None => no,
        Some(_) if count(case, Counted::Domains) <= 1 => no,
        Some(cell) => Judged::of(Answer::Unknown, cell.certainty)
            .with("count", Bilingual::same(count(case, Counted::Domains).to_string())),
    }
}

const fn is_a_plan(row: &Threshold) -> bool {
    matches!(row.asks, Asks::ConstructionPlan | Asks::PlanAndGuarantee | Asks::ExtraPapers)
}

fn is_filer(who: Filer, order: &Order) -> bool {
    match who {
        Filer::Anyone => true,
        Filer::Unit => !order.is_personal(),
        Filer::SoleTrader => order.entity.individual_business.is_some(),
        Filer::Person => order.is_personal(),
    }
}

fn name(counted: Counted) -> Bilingual {
    match counted {
        Counted::Sites => Bilingual::new("网站", "sites"),
        Counted::Domains => Bilingual::new("域名", "domains"),
        Counted::NewDomains => Bilingual::new("新增域名", "new domains"),
        Counted::Prefixes => Bilingual::new("不同前缀的域名", "domains of different prefixes"),
    }
}

/// How many the entity has: those of the order, and what is known to be on file.
fn count(case: &Case, counted: Counted) -> usize {
    let order = case.order;
    let own = order.sites.iter().flat_map(|site| &site.domains).map(domain);
    if counted == Counted::NewDomains {
        return own.collect::<BTreeSet<_>>().len();
    }
    let filed = order.filed.iter().flat_map(|filed| &filed.sites);
    let number = &order.entity.certificate.number;
    let filings = case.across.iter().flat_map(|across| &across.filings);
    let filings = filings.filter(|filing| filing.certificate_number.as_ref() == Some(number));
    if counted == Counted::Sites {
        let names = order.sites.iter().map(|site| &site.name).chain(filed.map(|site| &site.name));
        return names.chain(filings.filter_map(|row| row.site_name.as_ref())).collect::<BTreeSet<_>>().len();
    }
    let filed = filed.flat_map(|site| &site.domains).map(|name| name.to_ascii_lowercase());
    let rows = filings.filter_map(|row| row.domain.as_ref()).map(|name| name.to_ascii_lowercase());
    let all = own.chain(filed).chain(rows);
    match counted {
        Counted::Prefixes => all.map(|name| prefix(&name)).collect::<BTreeSet<_>>().len(),
        _ => all.collect::<BTreeSet<_>>().len(),
    }
}

fn domain(domain: &Domain) -> String {
    domain.name.to_ascii_lowercase()
}

fn prefix(name: &str) -> String {
    DomainName::read(name).prefix().unwrap_or(name).to_owned()
}
