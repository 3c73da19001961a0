//! Fields of an order by their paths: their names, what of them is personal, how their values read.

use crate::catalog::Catalog;
use crate::domain::checklist::SubjectRef;
use crate::domain::lang::Lang;
use crate::domain::mask::{changed_field, without_personal};
use crate::domain::order::{Order, Person};
use crate::domain::path::{numbers, pattern};
use crate::domain::worktime;
use chrono::DateTime;

/// Stands for "without end" in a validity.
pub const LONG_TERM: &str = "long_term";

/// The name of a field; a path without a name shows itself.
pub fn label(catalog: &Catalog, lang: Lang, path: &str) -> String {
    let pattern = pattern(path);
    let key = format!("field.{pattern}");
    match catalog.text(lang, &key) {
        text if text == key => pattern,
        text => text.to_owned(),
    }
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
        "principal" | "manager" | "person" => {
            order.person(&raw.into()).map(|person| without_personal(&person.name))
        }
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
                let own = without_personal(&person.name);
                format!("{} {own} {name}", catalog.text(lang, role_of(order, person)))
            }
            None => name,
        },
        Some("sites") => match order.sites.get(first) {
            Some(site) => {
                format!("{}“{}” {name}", catalog.text(lang, "order.site"), without_personal(&site.name))
            }
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
