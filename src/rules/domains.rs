//! Domains (D): what may be filed, who holds it, whether it is filed already.

mod filed;
mod holder;

#[cfg(test)]
mod tests;

use super::{Case, Out, checks};
use crate::catalog::registrar::RegistrarAnswer;
use crate::catalog::rule::{Rule, Weight};
use crate::catalog::tld::TldAnswer;
use crate::domain::checklist::SubjectRef;
use crate::domain::ident::domain_name::{DomainName, DomainProblem};
use crate::domain::lang::Bilingual;
use crate::domain::order::{Domain, RealNameState};
use chrono::Months;
use filed::{domain_of_another_entity, domain_twice};
use holder::registrant_may_file;

checks![
    approved_registrar,
    approved_tld,
    domain_expiry,
    domain_name_valid,
    domain_of_another_entity,
    domain_privacy,
    domain_real_name,
    domain_twice,
    registrant_may_file,
    root_domain,
];

/// A domain with its place in the order.
#[derive(Debug, Clone, Copy)]
struct DomainAt<'a> {
    site: usize,
    at: usize,
    site_id: &'a str,
    domain: &'a Domain,
}

impl<'a> DomainAt<'a> {
    fn subject(&self) -> SubjectRef {
        SubjectRef::Domain(self.site_id.to_owned(), self.at)
    }

    /// The path of one of its fields.
    fn path(&self, field: &str) -> String {
        format!("sites[{}].domains[{}].{field}", self.site, self.at)
    }

    fn read(&self) -> DomainName<'a> {
        DomainName::read(&self.domain.name)
    }
}

/// The domains of the order.
fn domains<'a>(case: &Case<'a>) -> impl Iterator<Item = DomainAt<'a>> {
    case.order.sites.iter().enumerate().flat_map(|(site, of)| {
        of.domains.iter().enumerate().map(move |(at, domain)| DomainAt {
            site,
            at,
            site_id: &of.id.0,
            domain,
        })
    })
}

/// D001: a host name or a suffix where the root domain is asked for.
fn root_domain(case: &Case, _: &Rule, out: &mut Out) {
    for domain in domains(case) {
        let read = domain.read();
        if !read.is_valid() || read.is_root() {
            continue;
        }
        let why = match read.root() {
            Some(root) => Bilingual::new(format!("其根域名为 {root}"), format!("its root domain is {root}")),
            None => Bilingual::new("它只是域名后缀", "it is a suffix alone"),
        };
        let put = out.fault(domain.subject()).at(domain.path("name"));
        let put = put.value("domain", &domain.domain.name).say("why", why);
        if let (Some("www"), Some(root)) = (read.host(), read.root()) {
            put.fix(domain.path("name"), root);
        }
    }
}

/// D002: what the lists of approved suffixes say.
fn approved_tld(case: &Case, _: &Rule, out: &mut Out) {
    for domain in domains(case) {
        let read = domain.read();
        let last = || read.ascii().rsplit('.').next();
        let top = match read.problem {
            None => read.top_level(),
            Some(DomainProblem::UnknownSuffix) => last(),
            Some(_) => continue,
        };
        let Some(top) = top else { continue };
        let shown = idna::domain_to_unicode(top).0;
        let mut put = |is_fault: Verdict, most: Weight| {
            let put = match is_fault {
                Verdict::Refused => out.fault(domain.subject()),
                Verdict::LookUp => out.open(domain.subject()),
            };
            let put = put.at(domain.path("name")).value("domain", &domain.domain.name);
            put.value("suffix", format!(".{shown}")).at_most(most);
        };
        match case.catalog.tlds.answer(top, case.day()) {
            TldAnswer::Approved(list) if list.certainty.at_most() == Weight::Block => {}
            TldAnswer::Approved(list) => put(Verdict::LookUp, list.certainty.at_most()),
            TldAnswer::Refused(list) => put(Verdict::Refused, list.certainty.at_most()),
            TldAnswer::NotApproved => put(Verdict::Refused, Weight::Block),
            TldAnswer::Unknown if read.problem.is_some() => put(Verdict::Refused, Weight::Block),
            TldAnswer::Unknown => put(Verdict::LookUp, Weight::Block),
        }
    }
}

/// What becomes of a suffix that is not known as approved.
#[derive(Debug, Clone, Copy)]
enum Verdict {
    Refused,
    LookUp,
}

/// D003: what the list of approved registrars says.
fn approved_registrar(case: &Case, _: &Rule, out: &mut Out) {
    for domain in domains(case) {
        let name = domain.domain.registrar.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let path = domain.path("registrar");
        let answer = name.map(|name| case.catalog.registrars.answer(name, case.day()));
        let why = match answer {
            Some(RegistrarAnswer::Approved) => continue,
            Some(RegistrarAnswer::NotOnList) => {
                let put = out.fault(domain.subject()).at(path).value("domain", &domain.domain.name);
                put.value("registrar", name.unwrap_or_default());
                continue;
            }
            Some(RegistrarAnswer::NoList) => {
                let zh = format!("注册商“{}”是否经批复尚不明：注册商名单为空", name.unwrap_or_default());
                let en = format!(
                    "whether the registrar {} is approved is not known: the list of registrars is empty",
                    name.unwrap_or_default()
                );
                Bilingual::new(zh, en)
            }
            None => Bilingual::new("未提供注册商", "its registrar was not given"),
        };
        let put = out.open(domain.subject()).at(path).value("domain", &domain.domain.name);
        put.say("why", why).value("registrar", name.unwrap_or("–"));
    }
}

/// D004: expired on the day of submission; a warning where it has run out since, or soon will.
fn domain_expiry(case: &Case, rule: &Rule, out: &mut Out) {
    let months = case.number(rule);
    for domain in domains(case) {
        let name = &domain.domain.name;
        let path = domain.path("expires_on");
        let Some(last) = domain.domain.expires_on else {
            out.open(domain.subject()).at(path).value("domain", name);
            continue;
        };
        let soon = months.is_some_and(|dated| {
            case.day().checked_add_months(Months::new(dated.number)).is_some_and(|day| last < day)
        });
        let (state, most) = if last < case.day() {
            (Bilingual::new("已过期", "it has expired"), Weight::Block)
        } else if last < case.today() {
            (Bilingual::new("提交后已到期", "it has run out since the submission"), Weight::Warn)
        } else if soon {
            let months = months.map_or(0, |dated| dated.number);
            let zh = format!("剩余有效期不足 {months} 个月");
            (Bilingual::new(zh, format!("less than {months} months are left")), Weight::Warn)
        } else {
            continue;
        };
        let put = out.fault(domain.subject()).at(path).value("domain", name);
        put.value("date", last.to_string()).say("state", state).at_most(most);
    }
}

/// D005: verified by real name.
fn domain_real_name(case: &Case, _: &Rule, out: &mut Out) {
    for domain in domains(case) {
        let path = domain.path("real_name");
        let state = match domain.domain.real_name {
            Some(RealNameState::Verified) => continue,
            Some(RealNameState::Pending) => {
                Bilingual::new("实名认证尚在审核中", "is still being verified by real name")
            }
            Some(RealNameState::Unverified) => {
                Bilingual::new("未通过实名认证", "is not verified by real name")
            }
            None => {
                out.open(domain.subject()).at(path).value("domain", &domain.domain.name);
                continue;
            }
        };
        out.fault(domain.subject()).at(path).value("domain", &domain.domain.name).say("state", state);
    }
}

/// D007: privacy protection.
fn domain_privacy(case: &Case, _: &Rule, out: &mut Out) {
    for domain in domains(case) {
        let put = match domain.domain.privacy_protection {
            Some(false) => continue,
            Some(true) => out.fault(domain.subject()),
            None => out.open(domain.subject()),
        };
        put.at(domain.path("privacy_protection")).value("domain", &domain.domain.name);
    }
}

/// D008: syntax and IDNA; slips of form are a warning that offers the mended name.
fn domain_name_valid(case: &Case, _: &Rule, out: &mut Out) {
    for domain in domains(case) {
        let read = domain.read();
        let slip = read.slips.first();
        let why = match &read.problem {
            None | Some(DomainProblem::UnknownSuffix) if slip.is_none() => continue,
            None | Some(DomainProblem::UnknownSuffix) => {
                Bilingual::new("书写形式不规范", "it is not written as it should be")
            }
            Some(problem) => complaint(problem),
        };
        let put = out.fault(domain.subject()).at(domain.path("name"));
        let put = put.value("domain", &domain.domain.name).say("why", why);
        if let (Some(slip), true) = (slip, read.root().is_some()) {
            put.fix(domain.path("name"), slip.fixed.clone()).at_most(Weight::Warn);
        }
    }
}

fn complaint(problem: &DomainProblem) -> Bilingual {
    match problem {
        DomainProblem::Empty => Bilingual::new("未填写", "nothing is there"),
        DomainProblem::Several => Bilingual::new("一栏填写了多个域名", "several names stand in one field"),
        DomainProblem::EmptyLabel => Bilingual::new("点号位置不对", "a dot stands in a wrong place"),
        DomainProblem::LongLabel => {
            Bilingual::new("某一段超过 63 个字符", "a label is longer than 63 characters")
        }
        DomainProblem::LongName => Bilingual::new("总长超过 253 个字符", "it is longer than 253 characters"),
        DomainProblem::Character(c) => Bilingual::new(
            format!("含有不允许的字符“{c}”"),
            format!("it has the character '{c}', which no name has"),
        ),
        DomainProblem::HyphenPlace => Bilingual::new("连字符位置不对", "a hyphen stands in a wrong place"),
        DomainProblem::Idna => {
            Bilingual::new("含有域名不允许的文字", "it has letters that no domain may have")
        }
        DomainProblem::IpAddress => Bilingual::new("填写的是 IP 地址", "it is an IP address"),
        DomainProblem::UnknownSuffix => Bilingual::new("后缀不存在", "its suffix does not exist"),
    }
}
