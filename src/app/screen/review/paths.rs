//! Fields of an order by their paths: their names, what of them is personal, how their values read.

use crate::catalog::Catalog;
use crate::domain::checklist::SubjectRef;
use crate::domain::lang::Lang;
use crate::domain::mask::Personal;
use crate::domain::order::{Order, Person};
use crate::domain::worktime;
use chrono::DateTime;

/// Stands for "without end" in a validity.
pub const LONG_TERM: &str = "long_term";

/// The path without its numbers: `people[0].mobile` → `people.mobile`.
pub fn pattern(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut inside = false;
    for letter in path.chars() {
        match letter {
            '[' => inside = true,
            ']' => inside = false,
            letter if !inside => out.push(letter),
            _ => {}
        }
    }
    out
}

/// The numbers of a path, from the left.
pub fn numbers(path: &str) -> Vec<usize> {
    path.split('[').skip(1).filter_map(|rest| rest.split(']').next()?.parse().ok()).collect()
}

/// The name of a field; a path without a name shows itself.
pub fn label(catalog: &Catalog, lang: Lang, path: &str) -> String {
    let pattern = pattern(path);
    let key = format!("field.{pattern}");
    match catalog.text(lang, &key) {
        text if text == key => pattern,
        text => text.to_owned(),
    }
}

/// The field that a change of filed information is about, where the path is one of its values.
fn changed_field<'a>(order: &'a Order, path: &str) -> Option<&'a str> {
    let value = matches!(pattern(path).as_str(), "changes.from" | "changes.to");
    let change = order.changes.get(*numbers(path).first()?)?;
    value.then_some(change.field.as_str())
}

/// What of a field is personal; none = it is shown in the clear.
pub fn personal(order: &Order, path: &str) -> Option<Personal> {
    if let Some(field) = changed_field(order, path) {
        return if pattern(field).starts_with("changes") { None } else { personal(order, field) };
    }
    match pattern(path).as_str() {
        "people.certificate.number" => Some(Personal::IdNumber),
        "entity.certificate.number" if order.is_personal() => Some(Personal::IdNumber),
        "sites.domains.registrant.certificate_number" if !held_by_entity(order, path) => {
            Some(Personal::IdNumber)
        }
        "people.mobile" | "people.emergency_mobile" | "people.office_phone" | "curtain_request.phone" => {
            Some(Personal::Phone)
        }
        "filed.certificate_number" if order.is_personal() => Some(Personal::IdNumber),
        "filed.sites.manager_mobile" => Some(Personal::Phone),
        "people.email" => Some(Personal::Email),
        "filed.password" | "access.authorization_code" => Some(Personal::Secret),
        _ => None,
    }
}

/// True where an organisation holds the domain, so that its number is no person's.
fn held_by_entity(order: &Order, path: &str) -> bool {
    let numbers = numbers(path);
    let domain = numbers.first().and_then(|at| order.sites.get(*at)).and_then(|site| {
        let at = numbers.get(1)?;
        site.domains.get(*at)
    });
    let holder = domain.and_then(|domain| domain.registrant.as_ref());
    !order.is_personal() && holder.is_some_and(|holder| holder.relation.as_deref() == Some("entity"))
}

/// A value as people read it (still unsafe text where it is free).
pub fn words(catalog: &Catalog, lang: Lang, order: &Order, path: &str, raw: &str) -> String {
    if let Some(field) = changed_field(order, path) {
        let nested = pattern(field).starts_with("changes");
        return if nested { raw.to_owned() } else { words(catalog, lang, order, field, raw) };
    }
    let pattern = pattern(path);
    if pattern == "entity.mailing_address" {
        let province = catalog.province(&order.entity.mailing_address.province);
        // Municipalities name themselves again as their city.
        let title = province.map_or("", |province| province.title.get(lang));
        let again = province.is_some_and(|province| raw.starts_with(&province.title.zh));
        return if again { raw.to_owned() } else { format!("{title} {raw}") };
    }
    let last = pattern.rsplit('.').next().unwrap_or_default();
    match last {
        "valid" => Some(raw.replace(LONG_TERM, catalog.text(lang, "value.long_term"))),
        "nature" => catalog.nature(&raw.into()).map(|nature| nature.title.get(lang).to_owned()),
        "province" | "mobile_region" => {
            catalog.province(&raw.into()).map(|province| province.title.get(lang).to_owned())
        }
        "type" => catalog.certificate(&raw.into()).map(|kind| kind.title.get(lang).to_owned()),
        "field" => Some(label(catalog, lang, raw)),
        "principal" | "manager" | "person" => order.person(&raw.into()).map(|person| person.name.clone()),
        "asked_at" | "terms_accepted_at" | "requested_at" | "at" => time(raw),
        _ => known(catalog, lang, last, raw),
    }
    .unwrap_or_else(|| raw.to_owned())
}

/// A value from a list of the form, or yes and no.
fn known(catalog: &Catalog, lang: Lang, last: &str, raw: &str) -> Option<String> {
    if raw == "true" || raw == "false" {
        return Some(catalog.text(lang, if raw == "true" { "value.true" } else { "value.false" }).to_owned());
    }
    let key = format!("value.{last}.{raw}");
    let text = catalog.text(lang, &key);
    (text != key).then(|| text.to_owned())
}

fn time(raw: &str) -> Option<String> {
    let moment = DateTime::parse_from_rfc3339(raw).ok()?.to_utc();
    Some(worktime::shanghai(moment).format("%Y-%m-%d %H:%M").to_string())
}

/// The path of a rule's field for a subject: the stars become places.
pub fn at_subject(order: &Order, field: &str, subject: &SubjectRef) -> String {
    let (site, domain) = site_of(order, subject);
    let person = person_of(order, subject)
        .and_then(|person| order.people.iter().position(|known| known.id == person.id))
        .unwrap_or_default();
    field
        .replace("people.*", &format!("people[{person}]"))
        .replace("sites.*", &format!("sites[{site}]"))
        .replace("domains.*", &format!("domains[{domain}]"))
}

fn site_of(order: &Order, subject: &SubjectRef) -> (usize, usize) {
    let place = |id: &str| order.sites.iter().position(|site| site.id.as_str() == id).unwrap_or_default();
    match subject {
        SubjectRef::Site(id) => (place(id), 0),
        SubjectRef::Domain(id, at) => (place(id), *at),
        SubjectRef::Person(id) => {
            (order.sites.iter().position(|site| site.manager.as_str() == id).unwrap_or_default(), 0)
        }
        SubjectRef::Order | SubjectRef::Entity => (0, 0),
    }
}

/// The person of a subject: himself, the site's manager, or the principal.
pub fn person_of<'a>(order: &'a Order, subject: &SubjectRef) -> Option<&'a Person> {
    let manager = |id: &str| {
        let site = order.sites.iter().find(|site| site.id.as_str() == id)?;
        order.person(&site.manager)
    };
    match subject {
        SubjectRef::Person(id) => order.person(&id.as_str().into()),
        SubjectRef::Site(id) | SubjectRef::Domain(id, _) => manager(id),
        SubjectRef::Order | SubjectRef::Entity => order.principal(),
    }
}

/// The path of the part that a subject stands for; none for the order as a whole.
pub fn part_of(order: &Order, subject: &SubjectRef) -> Option<String> {
    let field = match subject {
        SubjectRef::Order => return None,
        SubjectRef::Entity => "entity",
        SubjectRef::Person(_) => "people.*",
        SubjectRef::Site(_) => "sites.*",
        SubjectRef::Domain(..) => "sites.*.domains.*",
    };
    Some(at_subject(order, field, subject))
}

/// The field as the customer reads it in a notice: whose, and which, in Chinese.
pub fn for_customer(catalog: &Catalog, order: &Order, path: &str) -> String {
    named(catalog, Lang::Zh, order, path)
}

/// A field with the person or site that it belongs to (names are unsafe text).
pub fn named(catalog: &Catalog, lang: Lang, order: &Order, path: &str) -> String {
    let name = label(catalog, lang, path);
    let pattern = pattern(path);
    let first = numbers(path).first().copied().unwrap_or_default();
    match pattern.split('.').next() {
        Some("people") => match order.people.get(first) {
            Some(person) => {
                format!("{} {} {name}", catalog.text(lang, role_of(order, person)), person.name)
            }
            None => name,
        },
        Some("sites") => match order.sites.get(first) {
            Some(site) => format!("{}“{}” {name}", catalog.text(lang, "order.site"), site.name),
            None => name,
        },
        _ => name,
    }
}

/// The key of what a person is in the order.
pub fn role_of(order: &Order, person: &Person) -> &'static str {
    let principal = order.entity.principal == person.id;
    let manager = order.sites.iter().any(|site| site.manager == person.id);
    match (principal, manager) {
        (true, true) => "person.both",
        (true, false) => "person.principal",
        (false, true) => "person.manager",
        (false, false) => "person.named",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lose_and_give_their_numbers() {
        assert_eq!(pattern("sites[0].domains[12].name"), "sites.domains.name");
        assert_eq!(numbers("sites[0].domains[12].name"), [0, 12]);
    }
}
