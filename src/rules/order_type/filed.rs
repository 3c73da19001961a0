//! The order beside what is on file: nothing may differ in a new access (T006), nothing of the entity in a
//! new site (T007), and what is on file keeps the rules of today (T013).

use super::on_file::{OnFile, ascii};
use super::same_text;
use super::type_of::join;
use crate::catalog::rule::{Rule, Weight};
use crate::domain::across::{Filing, phone_key};
use crate::domain::checklist::SubjectRef;
use crate::domain::lang::Bilingual;
use crate::domain::mask;
use crate::domain::order::{Filed, FiledSite, Order, Site};
use crate::rules::Case;
use crate::rules::put::Out;

/// A field of the order with what the filing has in its place.
struct Field<'a> {
    title: Bilingual,
    subject: SubjectRef,
    path: String,
    now: &'a str,
    /// What is on file, by whoever knows it; empty = nobody does.
    filed: Vec<&'a str>,
    /// A mend is to write what is on file.
    restores: Restores,
    at_most: Weight,
}

/// Whether the value on file can be written back into the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Restores {
    Yes,
    No,
}

impl<'a> Field<'a> {
    fn of_entity(zh: &str, en: &str, path: &str, now: &'a str, filed: Vec<&'a str>) -> Self {
        Self {
            title: Bilingual::new(zh, en),
            subject: SubjectRef::Entity,
            path: path.to_owned(),
            now,
            filed,
            restores: Restores::No,
            at_most: Weight::Block,
        }
    }
}

fn look(order: &Order, fields: Vec<Field>, out: &mut Out) {
    let mut unknown = Vec::new();
    for field in fields {
        if field.filed.is_empty() {
            if !unknown.contains(&field.title) {
                unknown.push(field.title);
            }
            continue;
        }
        let Some(filed) = field.filed.iter().find(|filed| !same_text(filed, field.now)) else { continue };
        // What the registry knows of a person may be another one's.
        let shown = |text: &str| match mask::personal(order, &field.path) {
            Some(kind) => mask::masked(kind, text),
            None => text.to_owned(),
        };
        let (filed_shown, now_shown) = (shown(filed), shown(field.now));
        let put = out
            .fault(field.subject)
            .at(&field.path)
            .say("field", field.title)
            .value("filed", filed_shown)
            .value("now", now_shown)
            .at_most(field.at_most);
        if field.restores == Restores::Yes {
            put.fix(field.path, *filed);
        }
    }
    if !unknown.is_empty() {
        out.open(SubjectRef::Order).at("filed").say("unknown", join(&unknown, "、", ", "));
    }
}

/// T006.
pub fn access_differs_from_filing(case: &Case, _: &Rule, out: &mut Out) {
    let on_file = OnFile::of(case);
    let mut fields = entity_fields(case, on_file);
    for (at, site) in case.order.sites.iter().enumerate() {
        fields.extend(site_fields(case, on_file, at, site));
    }
    look(case.order, fields, out);
}

/// T007.
pub fn entity_differs_from_filing(case: &Case, _: &Rule, out: &mut Out) {
    look(case.order, entity_fields(case, OnFile::of(case)), out);
}

/// B003: the bureau sends its code to the number on file.
pub fn manager_mobile_differs_from_filing(case: &Case, _: &Rule, out: &mut Out) {
    let on_file = OnFile::of(case);
    for (at, site) in case.order.sites.iter().enumerate() {
        let fields = site_fields(case, on_file, at, site).into_iter();
        let mobile = fields
            .filter(|field| field.path.ends_with(".mobile"))
            .find(|field| field.filed.iter().any(|filed| phone_key(filed) != phone_key(field.now)));
        let manager = SubjectRef::Person(site.manager.0.clone());
        if let Some(field) = mobile
            && !out.has(&manager)
        {
            out.fault(manager).at(field.path);
        }
    }
}

fn filed<'a>(case: &Case<'a>) -> Option<&'a Filed> {
    case.order.filed.as_ref()
}

/// Another entity's filing of the same domain is no filing of this entity, and D009's to tell.
fn entity_fields<'a>(case: &Case<'a>, on_file: OnFile<'a>) -> Vec<Field<'a>> {
    let order = case.order;
    let entity = &order.entity;
    let stated = |pick: fn(&Filed) -> Option<&str>| filed(case).and_then(pick);
    let mut names: Vec<&str> = stated(|filed| filed.entity_name.as_deref()).into_iter().collect();
    names.extend(on_file.own_rows().map(|row| row.entity_name.as_str()));
    let answers = order.ministry.iter().flat_map(|answer| &answer.domains_on_file);
    let said = answers.filter_map(|answer| answer.entity_name.as_deref());
    names.extend(said.filter(|name| same_text(name, &entity.name)));

    let number = entity.certificate.number.as_str();
    let mut numbers: Vec<&str> = stated(|filed| filed.certificate_number.as_deref()).into_iter().collect();
    let found = on_file.own_rows().any(|row| row.certificate_number.is_some());
    let asked = order.ministry.as_ref().is_some_and(|answer| answer.certificate_on_file == Some(true));
    numbers.extend((found || asked).then_some(number));

    let mut fields = vec![
        Field::of_entity("主体名称", "the entity's name", "entity.name", &entity.name, names),
        Field::of_entity(
            "主体证件号码",
            "the entity's certificate number",
            "entity.certificate.number",
            number,
            numbers,
        ),
    ];
    if let Some((at, principal)) = case.principal() {
        let names = stated(|filed| filed.principal_name.as_deref()).into_iter().collect();
        fields.push(Field {
            subject: SubjectRef::Person(principal.id.0.clone()),
            ..Field::of_entity(
                "主体负责人",
                "the principal",
                &format!("people[{at}].name"),
                &principal.name,
                names,
            )
        });
    }
    fields
}

fn site_fields<'a>(case: &Case<'a>, on_file: OnFile<'a>, at: usize, site: &'a Site) -> Vec<Field<'a>> {
    let stated: Vec<&FiledSite> =
        filed(case).into_iter().flat_map(|filed| &filed.sites).filter(|own| is_site(own, site)).collect();
    let rows: Vec<&Filing> = on_file.own_rows().filter(|row| is_row(row, site)).collect();
    let both = |of_site: fn(&FiledSite) -> Option<&str>, of_row: fn(&Filing) -> Option<&str>| {
        let stated = stated.iter().filter_map(|own| of_site(own));
        stated.chain(rows.iter().filter_map(|row| of_row(row))).collect::<Vec<_>>()
    };
    let site_field = |zh: &str, en: &str, path: String, now, filed| Field {
        subject: SubjectRef::Site(site.id.0.clone()),
        ..Field::of_entity(zh, en, &path, now, filed)
    };
    let names = both(|own| Some(own.name.as_str()), |row| row.site_name.as_deref());
    let name = site_field("网站名称", "the site's name", format!("sites[{at}].name"), &site.name, names);
    let mut fields = vec![Field { restores: Restores::Yes, ..name }];
    if let Some(person) = case.order.people.iter().position(|person| person.id == site.manager)
        && let Some(manager) = case.order.people.get(person)
    {
        let path = format!("people[{person}].name");
        let names = both(|own| own.manager_name.as_deref(), |row| row.manager_name.as_deref());
        fields.push(site_field("网站负责人", "the site manager", path, &manager.name, names));
        // Sources disagree on a number that changed: shown here, stopped at the bureau (B003).
        let numbers = both(|own| own.manager_mobile.as_deref(), |row| row.manager_mobile.as_deref());
        if !numbers.is_empty() {
            let path = format!("people[{person}].mobile");
            let (zh, en) = ("网站负责人手机号码", "the site manager's mobile number");
            let mobile = site_field(zh, en, path, &manager.mobile, numbers);
            fields.push(Field { at_most: Weight::Warn, ..mobile });
        }
    }
    fields
}

fn is_site(filed: &FiledSite, site: &Site) -> bool {
    let has = |name: &str| site.domains.iter().any(|domain| ascii(&domain.name) == ascii(name));
    is_number(filed.filing_number.as_deref(), site) || filed.domains.iter().any(|name| has(name))
}

fn is_row(row: &Filing, site: &Site) -> bool {
    let has = |name: &str| site.domains.iter().any(|domain| ascii(&domain.name) == ascii(name));
    is_number(row.site_number.as_deref(), site) || row.domain.as_deref().is_some_and(has)
}

fn is_number(number: Option<&str>, site: &Site) -> bool {
    number.zip(site.filing_number.as_deref()).is_some_and(|(one, other)| same_text(one, other))
}

/// T013: what can be said of the filed data, as evidence for the reviewer.
pub fn filed_data_break_todays_rules(case: &Case, _: &Rule, out: &mut Out) {
    let stated = filed(case).into_iter().flat_map(|filed| &filed.sites).enumerate();
    let mut seen: Vec<&str> = Vec::new();
    for (at, site) in stated {
        seen.push(&site.name);
        if let Some(why) = name_fault(&site.name) {
            out.fault(SubjectRef::Order)
                .at(format!("filed.sites[{at}].name"))
                .value("name", &site.name)
                .say("why", why);
        }
    }
    for name in OnFile::of(case).own_rows().filter_map(|row| row.site_name.as_deref()) {
        if seen.contains(&name) {
            continue;
        }
        seen.push(name);
        if let Some(why) = name_fault(name) {
            out.fault(SubjectRef::Order).at("filed").value("name", name).say("why", why);
        }
    }
}

/// Rules of names that hold at every provider: three Han characters, no bare digits, letters or domain.
fn name_fault(name: &str) -> Option<Bilingual> {
    let han = name.chars().filter(|c| is_han(*c)).count();
    (han < 3).then(|| Bilingual::new("不足三个汉字", "it has fewer than three Han characters"))
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{323AF}' | '\u{F900}'..='\u{FAFF}' | '〇')
}
