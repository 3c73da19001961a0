//! Where personal values may stand in an order: straight from its fields, since every order that is checked
//! or shown is asked.

use crate::domain::order::{Filed, Order, Person, Site};

type Field<'a> = (String, &'a str);

/// Fields that [`personal`](super::personal) may call personal, with their paths; what is empty is left out.
pub fn candidates(order: &Order) -> impl Iterator<Item = Field<'_>> {
    let people = order.people.iter().enumerate().flat_map(|(at, person)| of_person(at, person));
    let sites = order.sites.iter().enumerate().flat_map(|(at, site)| of_site(at, site));
    let changes = order.changes.iter().enumerate().flat_map(|(at, change)| {
        let value = |name, value| optional(format!("changes[{at}].{name}"), value);
        value("from", &change.from).into_iter().chain(value("to", &change.to))
    });
    let access = order.access.iter().enumerate().filter_map(|(at, one)| {
        optional(format!("access[{at}].authorization_code"), &one.authorization_code)
    });
    let curtain =
        order.curtain_request.iter().map(|one| ("curtain_request.phone".to_owned(), one.phone.as_str()));
    let entity = ("entity.certificate.number".to_owned(), order.entity.certificate.number.as_str());
    let filed = order.filed.iter().flat_map(of_filed);
    std::iter::once(entity)
        .chain(people)
        .chain(sites)
        .chain(filed)
        .chain(access)
        .chain(curtain)
        .chain(changes)
}

fn optional(path: String, value: &Option<String>) -> Option<Field<'_>> {
    value.as_deref().map(|value| (path, value))
}

fn of_person(at: usize, person: &Person) -> impl Iterator<Item = Field<'_>> {
    let path = |name: &str| format!("people[{at}].{name}");
    let always = [
        (path("certificate.number"), person.certificate.number.as_str()),
        (path("mobile"), person.mobile.as_str()),
        (path("email"), person.email.as_str()),
    ];
    let phones = [
        optional(path("office_phone"), &person.office_phone),
        optional(path("emergency_mobile"), &person.emergency_mobile),
    ];
    always.into_iter().chain(phones.into_iter().flatten())
}

fn of_site(at: usize, site: &Site) -> impl Iterator<Item = Field<'_>> {
    site.domains.iter().enumerate().filter_map(move |(nth, domain)| {
        let number = &domain.registrant.as_ref()?.certificate_number;
        optional(format!("sites[{at}].domains[{nth}].registrant.certificate_number"), number)
    })
}

fn of_filed(filed: &Filed) -> impl Iterator<Item = Field<'_>> {
    let own = [
        optional("filed.password".to_owned(), &filed.password),
        optional("filed.certificate_number".to_owned(), &filed.certificate_number),
    ];
    let managers =
        filed.sites.iter().enumerate().filter_map(|(at, site)| {
            optional(format!("filed.sites[{at}].manager_mobile"), &site.manager_mobile)
        });
    own.into_iter().flatten().chain(managers)
}

#[cfg(test)]
mod tests {
    use super::super::personal;
    use super::*;
    use crate::domain::diff::leaves;
    use std::collections::BTreeMap;

    #[allow(clippy::disallowed_methods, reason = "a test reads the orders that come with the program")]
    fn orders(folder: &str) -> impl Iterator<Item = Order> {
        let folders = std::fs::read_dir(format!("{}/assets/{folder}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let files = folders.map(|dir| dir.unwrap().path().join("order.json"));
        let texts = files.filter_map(|file| std::fs::read_to_string(file).ok());
        texts.filter_map(|text| serde_json::from_str(&text).ok())
    }

    #[test]
    fn no_personal_value_is_left_out() {
        let orders: Vec<Order> = orders("samples").chain(orders("examples")).collect();
        assert!(orders.len() > 30);
        for order in &orders {
            let is_personal = |path: &String| personal(order, path).is_some();
            let all: BTreeMap<String, String> =
                leaves(order).into_iter().filter(|(path, _)| is_personal(path)).collect();
            let found: BTreeMap<String, String> = candidates(order)
                .filter(|(path, _)| is_personal(path))
                .map(|(path, value)| (path, value.to_owned()))
                .collect();
            assert_eq!(found, all, "{}", order.order_no);
        }
    }
}
