//! Which type an order is, by what is on file (T001, T010, T014).

use super::on_file::{Known, OnFile, Place};
use crate::catalog::rule::{Rule, Weight};
use crate::domain::checklist::SubjectRef;
use crate::domain::lang::Bilingual;
use crate::domain::order::{ChangePart, OrderType, SiteKind};
use crate::rules::Case;
use crate::rules::put::Out;

/// What an order should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expected {
    /// This type.
    Type(OrderType),
    /// No type: the domain is filed by another entity.
    Conflict,
    /// Nothing to file, or a change.
    Nothing,
}

/// The table: entity on file, domain on file.
const fn expected(entity: bool, place: &Place) -> Expected {
    match (entity, place) {
        (false, Place::Nowhere) => Expected::Type(OrderType::FirstFiling),
        (true, Place::Nowhere) => Expected::Type(OrderType::NewSite),
        (true, Place::Elsewhere) => Expected::Type(OrderType::NewAccess),
        (true, _) => Expected::Nothing,
        (false, _) => Expected::Conflict,
    }
}

/// Everything that the order may be, as far as is known.
fn possible(entity: Known, place: &Place) -> Vec<Expected> {
    let entities: &[bool] = match entity {
        Known::Yes => &[true],
        Known::No => &[false],
        Known::Unknown => &[false, true],
    };
    let places: &[Place] = match place {
        Place::Unknown => &[Place::Nowhere, Place::Elsewhere, Place::Here],
        Place::Somewhere => &[Place::Elsewhere, Place::Here],
        known => std::slice::from_ref(known),
    };
    let mut all = Vec::new();
    for one in entities.iter().flat_map(|entity| places.iter().map(|place| expected(*entity, place))) {
        if !all.contains(&one) {
            all.push(one);
        }
    }
    all
}

/// Things of an order that stand alike, and what the order may be for them.
struct Group<'a> {
    place: Place,
    possible: Vec<Expected>,
    names: Vec<&'a str>,
}

fn groups<'a>(entity: Known, asked_for: &[(&'a str, Place)]) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for (name, place) in asked_for {
        match groups.iter_mut().find(|group| &group.place == place) {
            Some(group) => group.names.push(name),
            None => groups.push(Group {
                place: place.clone(),
                possible: possible(entity, place),
                names: vec![name],
            }),
        }
    }
    groups
}

/// T001.
pub fn order_type_disagrees(case: &Case, _: &Rule, out: &mut Out) {
    let on_file = OnFile::of(case);
    match case.order.order_type {
        OrderType::FirstFiling | OrderType::NewSite | OrderType::NewAccess => filing(case, on_file, out),
        OrderType::Change | OrderType::CancelEntity => standing(case, on_file, &[], out),
        OrderType::CancelSite | OrderType::CancelAccess => {
            standing(case, on_file, &on_file.asked_for(), out);
        }
    }
    if case.order.order_type == OrderType::NewSite {
        elsewhere(case, on_file, out);
    }
}

fn filing(case: &Case, on_file: OnFile, out: &mut Out) {
    let entity = on_file.entity();
    let asked_for = on_file.asked_for();
    let declared = Expected::Type(case.order.order_type);
    let mut groups = groups(entity, &asked_for);
    if groups.is_empty() {
        let place = Place::Unknown;
        groups.push(Group { possible: possible(entity, &place), place, names: Vec::new() });
    }
    // New domains among filed ones are T010's.
    let is_mixed = groups.iter().any(|group| group.place != Place::Nowhere);
    for group in groups {
        let is_new = case.order.order_type == OrderType::NewAccess && group.place == Place::Nowhere;
        if !group.possible.contains(&declared) {
            if !(is_new && is_mixed) {
                wrong(case, entity, &group, out);
            }
        } else if group.possible.len() > 1 {
            open(entity, &group, out);
        }
    }
}

/// What changes or is cancelled has to be on file.
fn standing(case: &Case, on_file: OnFile, asked_for: &[(&str, Place)], out: &mut Out) {
    let entity = on_file.entity();
    let mut groups = groups(entity, asked_for);
    groups.retain(|group| matches!(group.place, Place::Nowhere | Place::Unknown));
    if groups.is_empty() && entity != Known::Yes {
        groups.push(Group { place: Place::Unknown, possible: Vec::new(), names: Vec::new() });
    }
    for mut group in groups {
        if entity == Known::No || group.place == Place::Nowhere {
            group.possible = vec![expected(entity != Known::No, &Place::Nowhere)];
            wrong(case, entity, &group, out);
        } else {
            open(entity, &group, out);
        }
    }
}

/// A new site says so where its entity's filing is not at this provider. What is known of an entity's other
/// filings is seldom complete, so this never blocks.
fn elsewhere(case: &Case, on_file: OnFile, out: &mut Out) {
    let houses: Vec<_> = on_file.own_rows().map(|row| on_file.is_here(row)).collect();
    let says = case.order.entity_filed_elsewhere;
    let all_elsewhere = !houses.is_empty() && houses.iter().all(|house| *house == Some(false));
    let (facts, should) = if all_elsewhere && says != Some(true) {
        (
            Bilingual::new("主体通过其他接入商备案", "the entity is filed through another provider"),
            Bilingual::new("新增网站（无主体）", "a new site whose entity is filed elsewhere"),
        )
    } else if houses.contains(&Some(true)) && says == Some(true) {
        (
            Bilingual::new("主体已通过本接入商备案", "the entity is filed through this provider"),
            Bilingual::new("新增网站（主体在本接入商）", "a new site whose entity is filed here"),
        )
    } else {
        return;
    };
    out.fault(SubjectRef::Order)
        .at("entity_filed_elsewhere")
        .say("declared", title(case.order.order_type))
        .say("facts", facts)
        .say("should", should)
        .at_most(Weight::Warn);
}

fn wrong(case: &Case, entity: Known, group: &Group, out: &mut Out) {
    let should: Vec<Bilingual> = group.possible.iter().map(say_expected).collect();
    out.fault(SubjectRef::Order)
        .at("order_type")
        .say("declared", title(case.order.order_type))
        .say("facts", facts(entity, group))
        .say("should", join(&should, "或", " or "));
}

fn open(entity: Known, group: &Group, out: &mut Out) {
    out.open(SubjectRef::Order).at("order_type").say("facts", facts(entity, group));
}

fn facts(entity: Known, group: &Group) -> Bilingual {
    let entity = match entity {
        Known::Yes => Bilingual::new("主体已备案", "the entity is on file"),
        Known::No => Bilingual::new("主体未备案", "the entity is not on file"),
        Known::Unknown => Bilingual::new("主体是否已备案未知", "whether the entity is on file is not known"),
    };
    if group.names.is_empty() {
        return entity;
    }
    let (zh, en) = match group.place {
        Place::Nowhere => ("未备案", "is not on file"),
        Place::Elsewhere => ("已通过其他接入商备案", "is on file through another provider"),
        Place::Here => ("已通过本接入商备案", "is on file through this provider"),
        Place::Somewhere => ("已备案，接入商未知", "is on file, through which provider is not known"),
        Place::Unknown => ("是否已备案未知", "may or may not be on file"),
    };
    let (zh_names, en_names) = (group.names.join("、"), group.names.join(", "));
    Bilingual::new(format!("{}，{zh_names} {zh}", entity.zh), format!("{}, {en_names} {en}", entity.en))
}

fn say_expected(expected: &Expected) -> Bilingual {
    match expected {
        Expected::Type(kind) => title(*kind),
        Expected::Conflict => Bilingual::new(
            "先由原主体注销该域名的备案",
            "a cancellation by the entity that has filed the domain, first",
        ),
        Expected::Nothing => Bilingual::new("变更备案，或无须备案", "a change, or nothing at all"),
    }
}

/// A type's name, as findings say it.
pub(super) fn title(kind: OrderType) -> Bilingual {
    let (zh, en) = match kind {
        OrderType::FirstFiling => ("首次备案", "first filing"),
        OrderType::NewSite => ("新增网站", "new site"),
        OrderType::NewAccess => ("新增接入", "new access"),
        OrderType::Change => ("变更备案", "change"),
        OrderType::CancelEntity => ("注销主体", "cancellation of the entity"),
        OrderType::CancelSite => ("注销网站", "cancellation of a site"),
        OrderType::CancelAccess => ("取消接入", "cancellation of the access"),
    };
    Bilingual::new(zh, en)
}

/// Several texts as one.
pub(super) fn join(texts: &[Bilingual], zh: &str, en: &str) -> Bilingual {
    let all = |pick: fn(&Bilingual) -> &str, between: &str| {
        texts.iter().map(pick).collect::<Vec<_>>().join(between)
    };
    Bilingual::new(all(|text| &text.zh, zh), all(|text| &text.en, en))
}

/// T010. Where no domain at all is on file the type is wrong, and that is T001's.
pub fn new_domains_in_new_access(case: &Case, _: &Rule, out: &mut Out) {
    let on_file = OnFile::of(case);
    if on_file.asked_for().iter().all(|(_, place)| *place == Place::Nowhere) {
        return;
    }
    for (s, site) in case.order.sites.iter().enumerate().filter(|(_, site)| site.kind == SiteKind::Site) {
        for (d, domain) in site.domains.iter().enumerate() {
            if on_file.domain(&domain.name) == Place::Nowhere {
                out.fault(SubjectRef::Domain(site.id.0.clone(), d))
                    .at(format!("sites[{s}].domains[{d}].name"))
                    .value("domain", &domain.name);
            }
        }
    }
}

/// T014. A domain that the change itself brings in can't be on file yet.
pub fn change_of_what_is_not_filed(case: &Case, _: &Rule, out: &mut Out) {
    let on_file = OnFile::of(case);
    match on_file.entity() {
        Known::Yes => {}
        Known::No => {
            let name = &case.order.entity.name;
            out.fault(SubjectRef::Entity).at("entity.certificate.number").value("what", name);
            return;
        }
        Known::Unknown => {
            let name = &case.order.entity.name;
            out.open(SubjectRef::Entity).at("entity.certificate.number").value("what", name);
        }
    }
    let changes_domain = |change: &crate::domain::order::Change| {
        change.part == ChangePart::Site && change.field.contains("domains")
    };
    if case.order.changes.iter().any(changes_domain) {
        return;
    }
    for (s, site) in case.order.sites.iter().enumerate().filter(|(_, site)| site.kind == SiteKind::Site) {
        for (d, domain) in site.domains.iter().enumerate() {
            let subject = SubjectRef::Domain(site.id.0.clone(), d);
            let put = match on_file.domain(&domain.name) {
                Place::Nowhere => out.fault(subject),
                Place::Unknown => out.open(subject),
                _ => continue,
            };
            put.at(format!("sites[{s}].domains[{d}].name")).value("what", &domain.name);
        }
    }
}
