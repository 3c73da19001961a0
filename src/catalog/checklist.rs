//! The checklist of an order: a selection of rule rows, one item for each subject.

mod changed;

use super::cell::within;
use super::rule::{Case, Dated, How, Reason, Rule, Subject, Weight, WeightIn};
use super::{Catalog, Profile};
use crate::domain::checklist::{Item, ItemKey, Need, SubjectRef};
use crate::domain::finding::Finding;
use crate::domain::ids::{NatureId, ProfileId};
use crate::domain::order::Order;
use crate::domain::rounds::Comeback;
use crate::domain::stage::Stage;
use crate::domain::worktime;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::HashSet;

/// An item with its rule.
#[derive(Debug, Clone)]
pub struct CheckItem<'a> {
    /// Rule and subject.
    pub key: ItemKey,
    /// The rule.
    pub rule: &'a Rule,
    /// Its weight for this order.
    pub weight: Weight,
    /// Whether an approval waits for it.
    pub need: Need,
    /// Name of its subject (unsafe text); none for the order and the entity.
    pub label: Option<String>,
}

/// The items that a reviewer of `stage` answers, in the order of subjects and codes: what no program decides,
/// and what it could not decide for a fact that nobody supplied. A change asks what it changes.
pub fn checklist<'a>(
    catalog: &'a Catalog,
    order: &Order,
    stage: Stage,
    findings: &[Finding],
) -> Vec<CheckItem<'a>> {
    let who = Who::of(catalog, order);
    let human = catalog
        .rules
        .iter()
        .filter(|rule| rule.how != How::Auto && who.refusal(rule, stage).is_none())
        .flat_map(|rule| {
            let weight = who.weight(rule);
            subjects(rule.subject, order)
                .into_iter()
                .filter(move |(subject, _)| changed::is_touched(order, rule, subject))
                .map(move |(subject, label)| item(rule, weight, subject, label))
        });
    let mut items: Vec<CheckItem<'a>> = human.collect();
    let mut known: HashSet<ItemKey> = items.iter().map(|item| item.key.clone()).collect();
    let open = findings.iter().filter(|finding| finding.how == How::Auto && finding.is_open());
    for finding in open {
        let Some(rule) = catalog.rule(&finding.rule) else { continue };
        if known.insert(finding.item()) {
            items.push(item(rule, finding.weight, finding.subject.clone(), label(order, &finding.subject)));
        }
    }
    items.sort_by_cached_key(|item| (rank(&item.key.subject), item.key.rule.clone()));
    items
}

fn item(rule: &Rule, weight: Weight, subject: SubjectRef, label: Option<String>) -> CheckItem<'_> {
    let need = if weight == Weight::Block { Need::Mandatory } else { Need::Optional };
    CheckItem { key: ItemKey { rule: rule.code.clone(), subject }, rule, weight, need, label }
}

/// The same items as the guards of a verdict see them.
pub fn items(catalog: &Catalog, order: &Order, stage: Stage, findings: &[Finding]) -> Vec<Item> {
    let items = checklist(catalog, order, stage, findings);
    items.into_iter().map(|item| Item { key: item.key, need: item.need }).collect()
}

/// The reasons offered for a rule's fault: its own first, then those tied to it.
pub fn reasons_for<'a>(catalog: &'a Catalog, rule: &Rule, stage: Stage) -> Vec<&'a Reason> {
    catalog
        .reasons
        .iter()
        .filter(|reason| reason.rules.contains(&rule.code) && reason.stages.contains(&stage))
        .collect()
}

/// Why a rule does not apply to an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The profile has it off, or its row names other profiles.
    Profile,
    /// Its row names other natures.
    Nature,
    /// Its row names other provinces.
    Province,
    /// Its row names other order types.
    OrderType,
    /// It did not hold yet, or no longer, on the day of submission.
    Day,
    /// It runs in other stages.
    Stage,
    /// None of its cases holds.
    Case,
}

/// Why a rule does not apply to this order in this stage, on the day of its submission; none = it applies.
pub fn refusal(catalog: &Catalog, rule: &Rule, order: &Order, stage: Stage) -> Option<Refusal> {
    Who::of(catalog, order).refusal(rule, stage)
}

/// The number that a rule compares with, for this order on the day of its submission.
pub fn value<'a>(catalog: &Catalog, rule: &'a Rule, order: &Order) -> Option<&'a Dated> {
    let who = Who::of(catalog, order);
    rule.values.iter().find(|dated| who.is_case(&dated.case))
}

/// An order as conditions see it; made once for all the rules that are asked about it.
#[derive(Debug, Clone, Copy)]
pub struct Who<'a> {
    order: &'a Order,
    profile: Option<&'a Profile>,
    day: NaiveDate,
}

impl<'a> Who<'a> {
    /// What conditions ask of an order.
    pub fn of(catalog: &'a Catalog, order: &'a Order) -> Self {
        let day = worktime::shanghai(order.submitted_at).date();
        Self { order, profile: catalog.profile(&order.profile), day }
    }

    /// True for the order's profile and for the one that it is a copy of.
    fn is(&self, profile: &ProfileId) -> bool {
        profile == &self.order.profile
            || self.profile.is_some_and(|own| own.based_on.as_ref() == Some(profile))
    }

    fn names(&self, list: &[ProfileId]) -> bool {
        list.iter().any(|profile| self.is(profile))
    }

    fn named(&self, list: &[ProfileId]) -> bool {
        list.is_empty() || self.names(list)
    }

    /// Why a rule does not apply in this stage, on the day of submission; none = it applies.
    pub fn refusal(&self, rule: &Rule, stage: Stage) -> Option<Refusal> {
        let (when, order) = (&rule.when, self.order);
        let forced = self.profile.is_some_and(|own| own.rules_on.contains(&rule.code));
        if self.profile.is_some_and(|own| own.rules_off.contains(&rule.code))
            || !forced && (!self.named(&when.profiles) || self.names(&when.not_profiles))
        {
            return Some(Refusal::Profile);
        }
        if !(when.natures.is_empty() || when.natures.iter().any(|nature| is_nature(nature, order))) {
            return Some(Refusal::Nature);
        }
        if !any(&when.provinces, &order.province) || when.not_provinces.contains(&order.province) {
            return Some(Refusal::Province);
        }
        if !any(&when.order_types, &order.order_type) {
            return Some(Refusal::OrderType);
        }
        if !within(self.day, when.valid_from, when.valid_to) {
            return Some(Refusal::Day);
        }
        if !self.runs_in(rule, stage) {
            return Some(Refusal::Stage);
        }
        if !(when.any_of.is_empty() || forced || when.any_of.iter().any(|case| self.is_case(case))) {
            return Some(Refusal::Case);
        }
        None
    }

    fn runs_in(&self, rule: &Rule, stage: Stage) -> bool {
        match rule.when.stage_in.iter().find(|row| self.is(&row.profile)) {
            Some(row) => row.stages.contains(&stage),
            None => rule.stages.contains(&stage),
        }
    }

    /// The rule's weight for this order.
    pub fn weight(&self, rule: &Rule) -> Weight {
        let holds = |row: &&WeightIn| {
            row.profile.as_ref().is_none_or(|profile| self.is(profile))
                && row.nature.as_ref().is_none_or(|nature| is_nature(nature, self.order))
                && row.province.as_ref().is_none_or(|province| province == &self.order.province)
        };
        rule.when.weights.iter().find(holds).map_or(rule.weight, |row| row.weight)
    }

    /// True where a case holds for this order on the day of its submission.
    pub fn is_case(&self, case: &Case) -> bool {
        self.named(&case.profiles)
            && (case.natures.is_empty() || case.natures.iter().any(|nature| is_nature(nature, self.order)))
            && any(&case.provinces, &self.order.province)
            && !case.not_provinces.contains(&self.order.province)
            && any(&case.order_types, &self.order.order_type)
            && within(self.day, case.valid_from, case.valid_to)
    }
}

/// An empty list holds everywhere.
fn any<T: PartialEq>(list: &[T], value: &T) -> bool {
    list.is_empty() || list.contains(value)
}

/// `organisation` stands for every nature but the personal one.
fn is_nature(nature: &NatureId, order: &Order) -> bool {
    match nature.as_str() {
        "organisation" => !order.is_personal(),
        _ => nature == &order.entity.nature,
    }
}

/// The rule's weight for this order.
pub fn weight(catalog: &Catalog, rule: &Rule, order: &Order) -> Weight {
    Who::of(catalog, order).weight(rule)
}

/// The name of a subject (unsafe text); none for the order and the entity.
pub fn label(order: &Order, subject: &SubjectRef) -> Option<String> {
    match subject {
        SubjectRef::Order | SubjectRef::Entity => None,
        SubjectRef::Person(id) => {
            order.people.iter().find(|person| &person.id.0 == id).map(|person| person.name.clone())
        }
        SubjectRef::Site(id) => {
            order.sites.iter().find(|site| &site.id.0 == id).map(|site| site.name.clone())
        }
        SubjectRef::Domain(id, at) => {
            let site = order.sites.iter().find(|site| &site.id.0 == id)?;
            site.domains.get(*at).map(|domain| domain.name.clone())
        }
    }
}

/// What a rule looks at in an order.
pub fn subjects_of(rule: &Rule, order: &Order) -> Vec<SubjectRef> {
    subjects(rule.subject, order).into_iter().map(|(subject, _)| subject).collect()
}

/// The items with those first that failed in the round before, each group in its order.
pub fn failed_first<'a>(mut items: Vec<CheckItem<'a>>, comeback: Option<&Comeback>) -> Vec<CheckItem<'a>> {
    if let Some(comeback) = comeback {
        items.sort_by_key(|item| !comeback.failed_before(&item.key));
    }
    items
}

fn subjects(subject: Subject, order: &Order) -> Vec<(SubjectRef, Option<String>)> {
    let person = |person: &crate::domain::order::Person| {
        (SubjectRef::Person(person.id.0.clone()), Some(person.name.clone()))
    };
    match subject {
        Subject::Order => vec![(SubjectRef::Order, None)],
        Subject::Entity => vec![(SubjectRef::Entity, None)],
        Subject::Principal => order.principal().map(person).into_iter().collect(),
        Subject::Manager => order.managers().into_iter().map(person).collect(),
        Subject::Person => {
            let mut people: Vec<_> = order.principal().map(person).into_iter().collect();
            let managers = order.managers().into_iter().map(person);
            people.extend(managers);
            let mut seen = Vec::new();
            people.retain(|(subject, _)| {
                let new = !seen.contains(subject);
                seen.push(subject.clone());
                new
            });
            people
        }
        Subject::Site => order
            .sites
            .iter()
            .map(|site| (SubjectRef::Site(site.id.0.clone()), Some(site.name.clone())))
            .collect(),
        Subject::Domain => order
            .sites
            .iter()
            .flat_map(|site| {
                site.domains.iter().enumerate().map(|(at, domain)| {
                    (SubjectRef::Domain(site.id.0.clone(), at), Some(domain.name.clone()))
                })
            })
            .collect(),
    }
}

/// Entity first, then people, sites, domains, and the order as a whole.
fn rank(subject: &SubjectRef) -> (u8, String) {
    match subject {
        SubjectRef::Entity => (0, String::new()),
        SubjectRef::Person(id) => (1, id.clone()),
        SubjectRef::Site(id) => (2, id.clone()),
        SubjectRef::Domain(site, at) => (3, format!("{site}/{at:04}")),
        SubjectRef::Order => (4, String::new()),
    }
}

#[cfg(test)]
mod tests;
