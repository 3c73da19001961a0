//! The checklist of an order: a selection of rule rows, one item for each subject.

use super::Catalog;
use super::rule::{Case, How, Reason, Rule, Subject, Weight, When};
use crate::domain::checklist::{Item, ItemKey, Need, SubjectRef};
use crate::domain::ids::NatureId;
use crate::domain::order::Order;
use crate::domain::stage::Stage;
use crate::domain::worktime;
use chrono::NaiveDate;

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

/// The items that a reviewer of `stage` answers, in the order of subjects and codes.
pub fn checklist<'a>(catalog: &'a Catalog, order: &Order, stage: Stage) -> Vec<CheckItem<'a>> {
    let mut items: Vec<CheckItem<'a>> = catalog
        .rules
        .iter()
        .filter(|rule| rule.how != How::Auto && runs_in(rule, order, stage) && applies(&rule.when, order))
        .flat_map(|rule| {
            let weight = weight(rule, order);
            let need = if weight == Weight::Block { Need::Mandatory } else { Need::Optional };
            subjects(rule.subject, order).into_iter().map(move |(subject, label)| CheckItem {
                key: ItemKey { rule: rule.code.clone(), subject },
                rule,
                weight,
                need,
                label,
            })
        })
        .collect();
    items.sort_by(|a, b| (rank(&a.key.subject), &a.key.rule).cmp(&(rank(&b.key.subject), &b.key.rule)));
    items
}

/// The same items as the guards of a verdict see them.
pub fn items(catalog: &Catalog, order: &Order, stage: Stage) -> Vec<Item> {
    checklist(catalog, order, stage).into_iter().map(|item| Item { key: item.key, need: item.need }).collect()
}

/// The reasons offered for a rule's fault: its own first, then those tied to it.
pub fn reasons_for<'a>(catalog: &'a Catalog, rule: &Rule, stage: Stage) -> Vec<&'a Reason> {
    catalog
        .reasons
        .iter()
        .filter(|reason| reason.rules.contains(&rule.code) && reason.stages.contains(&stage))
        .collect()
}

fn runs_in(rule: &Rule, order: &Order, stage: Stage) -> bool {
    match rule.when.stage_in.iter().find(|row| row.profile == order.profile) {
        Some(row) => row.stages.contains(&stage),
        None => rule.stages.contains(&stage),
    }
}

/// Whether a rule's conditions hold for this order on the day of its submission.
pub fn applies(when: &When, order: &Order) -> bool {
    let day = worktime::shanghai(order.submitted_at).date();
    any(&when.profiles, &order.profile)
        && !when.not_profiles.contains(&order.profile)
        && (when.natures.is_empty() || when.natures.iter().any(|nature| is_nature(nature, order)))
        && any(&when.provinces, &order.province)
        && !when.not_provinces.contains(&order.province)
        && any(&when.order_types, &order.order_type)
        && when.valid_from.is_none_or(|from| day >= from)
        && when.valid_to.is_none_or(|to| day <= to)
        && (when.any_of.is_empty() || when.any_of.iter().any(|case| is_case(case, order, day)))
}

fn is_case(case: &Case, order: &Order, day: NaiveDate) -> bool {
    any(&case.profiles, &order.profile)
        && (case.natures.is_empty() || case.natures.iter().any(|nature| is_nature(nature, order)))
        && any(&case.provinces, &order.province)
        && !case.not_provinces.contains(&order.province)
        && case.valid_from.is_none_or(|from| day >= from)
        && case.valid_to.is_none_or(|to| day <= to)
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
pub fn weight(rule: &Rule, order: &Order) -> Weight {
    rule.when
        .weights
        .iter()
        .find(|row| {
            row.profile.as_ref().is_none_or(|profile| profile == &order.profile)
                && row.nature.as_ref().is_none_or(|nature| is_nature(nature, order))
        })
        .map_or(rule.weight, |row| row.weight)
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
