//! What the field asks of names and content beyond the source documents (S134–S142): never stronger than a
//! warning. What a single province asks stands in its cells.

use super::names::{approval_words, fixed_form, named, telling_pairs};
use super::online::home_urls;
use super::spot::{hits, listed, same};
use super::{SiteAt, sites};
use crate::catalog::place::on;
use crate::catalog::practice::{ContentBox, NameRelation, Unique};
use crate::catalog::rule::Rule;
use crate::catalog::words::WordLists;
use crate::domain::ident::domain_name::DomainName;
use crate::domain::lang::Bilingual;
use crate::rules::{Case, Out};
use std::collections::BTreeSet;

/// S134: the endings that the province prescribes.
pub(super) fn province_personal_name(case: &Case, _: &Rule, out: &mut Out) {
    let cell = case.province().and_then(|own| on(&own.sites.personal_name_form, case.day()));
    let Some(cell) = cell else { return };
    for site in sites(case).filter(|site| fixed_form(case, &site.site.name).is_none()) {
        let put = out.fault(site.subject()).at(site.path("name")).value("name", &site.site.name);
        let forms = listed(cell.is.iter().map(String::as_str));
        let first = cell.is.first().map(String::as_str).unwrap_or_default();
        put.say("forms", forms).value("form", first).at_most(cell.certainty.at_most());
    }
}

/// S135: the generic forms anywhere in a name, and words that the guide does not have; those of S107 are
/// told there.
pub(super) fn personal_name_further_words(case: &Case, _: &Rule, out: &mut Out) {
    let words = case.catalog.words();
    for site in sites(case) {
        let name = site.site.name.as_str();
        let told = hits(case, &[WordLists::PRIOR_APPROVAL_NAMES], name);
        let mut found: Vec<(usize, usize, &str)> = hits(case, &[WordLists::GENERIC_PRACTICE], name)
            .iter()
            .filter(|hit| !told.iter().any(|other| other.start < hit.end && hit.start < other.end))
            .map(|hit| (hit.start, hit.end, hit.word.text.as_str()))
            .collect();
        let forms = words.list(&WordLists::GENERIC).map(|list| list.words()).unwrap_or_default();
        found.extend(forms.iter().filter_map(|word| {
            let at = name.find(&word.text).filter(|at| at + word.text.len() < name.len())?;
            let from = name[..at].chars().count();
            Some((from, from + word.text.chars().count(), word.text.as_str()))
        }));
        if !found.is_empty() {
            let put = out.fault(site.subject()).at(site.path("name")).value("name", name);
            let put = found.iter().fold(put, |put, (from, to, _)| put.mark(*from, *to));
            put.say("words", listed(found.iter().map(|(_, _, word)| *word)));
        }
    }
}

/// S136: what the province takes as content of a personal site.
pub(super) fn personal_content_box(case: &Case, _: &Rule, out: &mut Out) {
    let cell = case.province().and_then(|own| on(&own.sites.content_box, case.day()));
    let Some(cell) = cell else { return };
    let asked = match cell.is {
        ContentBox::OnlyPersonalSpace => {
            Bilingual::new("只能选“博客/个人空间”", "blog / personal space and nothing else")
        }
        ContentBox::NotPersonalSpace => {
            Bilingual::new("不得选“博客/个人空间”", "anything but blog / personal space")
        }
    };
    for site in sites(case) {
        let is_taken = |content: &str| (content == "personal") == (cell.is == ContentBox::OnlyPersonalSpace);
        let put = match site.site.content.as_deref() {
            Some(content) if is_taken(content) => continue,
            Some(_) => out.fault(site.subject()),
            None => out.open(site.subject()),
        };
        put.at(site.path("content")).say("asked", asked.clone()).at_most(cell.certainty.at_most());
    }
}

/// S138: the same name on another site of the order, of the entity, or of a filing that is known here.
pub(super) fn site_name_unique(case: &Case, _: &Rule, out: &mut Out) {
    let cell = case.province().and_then(|own| on(&own.sites.name_unique, case.day()));
    let Some(cell) = cell else { return };
    for site in sites(case) {
        let put = match namesake(case, &site) {
            Some(other) => out.fault(site.subject()).value("other", other),
            None if cell.is == Unique::AmongFiled => out.open(site.subject()),
            None => continue,
        };
        let put = put.at(site.path("name")).value("name", &site.site.name);
        put.at_most(cell.certainty.at_most());
    }
}

/// Another site of this name: its id, number or entity.
fn namesake(case: &Case, site: &SiteAt) -> Option<String> {
    let name = &site.site.name;
    let own: Vec<String> =
        site.site.domains.iter().map(|domain| DomainName::read(&domain.name).ascii().to_owned()).collect();
    let is_own = |domain: &str| own.iter().any(|one| one == DomainName::read(domain).ascii());
    if let Some(twin) = sites(case).find(|other| other.at != site.at && same(&other.site.name, name)) {
        return Some(twin.site.id.0.clone());
    }
    let filed = case.order.filed.iter().flat_map(|filed| &filed.sites);
    let mut filed = filed.filter(|other| same(&other.name, name));
    if let Some(twin) = filed.find(|other| !other.domains.iter().any(|domain| is_own(domain))) {
        return Some(twin.filing_number.clone().unwrap_or_else(|| twin.name.clone()));
    }
    let filings = case.across.iter().flat_map(|across| &across.filings);
    let mut filings = filings.filter(|row| row.site_name.as_deref().is_some_and(|other| same(other, name)));
    let twin = filings.find(|row| !row.domain.as_deref().is_some_and(is_own))?;
    Some(twin.site_number.clone().unwrap_or_else(|| twin.entity_name.clone()))
}

/// S139: state words at the start of a person's name for a site.
pub(super) fn personal_name_state_word(case: &Case, _: &Rule, out: &mut Out) {
    named(case, out, &[WordLists::STATE]);
}

/// S140: the words of S107 in the name of an organisation's site.
pub(super) fn organisation_name_approval_words(case: &Case, _: &Rule, out: &mut Out) {
    approval_words(case, out);
}

/// S141: the form of S120, as another provider asks for it.
pub(super) fn home_url_in_practice(case: &Case, _: &Rule, out: &mut Out) {
    home_urls(case, out);
}

/// S142: where the province wants the entity's own name in the site's.
pub(super) fn name_as_entity(case: &Case, _: &Rule, out: &mut Out) {
    let cell = case.province().and_then(|own| on(&own.sites.name_relation, case.day()));
    let Some(cell) = cell.filter(|cell| cell.is == NameRelation::EqualOrShortName) else { return };
    let entity = &case.order.entity;
    let trade = entity.individual_business.as_ref().and_then(|own| own.trade_name.as_deref());
    let own: BTreeSet<[char; 2]> = [Some(entity.name.as_str()), trade]
        .into_iter()
        .flatten()
        .flat_map(|text| telling_pairs(case, text))
        .collect();
    for site in sites(case) {
        let name = &site.site.name;
        if !same(name, &entity.name) && telling_pairs(case, name).is_disjoint(&own) {
            let put = out.fault(site.subject()).at(site.path("name")).value("name", name);
            put.value("entity", &entity.name).at_most(cell.certainty.at_most());
        }
    }
}
