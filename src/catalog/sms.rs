//! The bureau's SMS verification of an order: whether it is asked for, of whom, and for how long.

use super::Catalog;
use super::profile::{Profile, SmsRegion, SmsRules, Verifies};
use crate::domain::ids::PersonRef;
use crate::domain::life::SmsCheck;
use crate::domain::order::{ChangePart, Order};
use crate::domain::path::numbers;
use crate::domain::worktime::{shanghai, start_of_day};
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};

/// The check that a hand-over at `at` begins; none where nobody must verify.
pub fn check(catalog: &Catalog, profile: &Profile, order: &Order, at: DateTime<Utc>) -> Option<SmsCheck> {
    let rules = profile.sms.as_ref()?;
    let day = shanghai(at).date();
    if !asked(catalog, rules, order, day) {
        return None;
    }
    let persons = persons(rules, order);
    let lapses_at = at + Duration::hours(i64::from(hours(rules, day)?));
    (!persons.is_empty()).then(|| SmsCheck::new(&persons, rules.tries, lapses_at))
}

/// Whether the bureau of the order's province sends codes on that day.
fn asked(catalog: &Catalog, rules: &SmsRules, order: &Order, day: NaiveDate) -> bool {
    match rules.region {
        SmsRegion::Everywhere => true,
        SmsRegion::ByProvince => catalog
            .province(&order.province)
            .and_then(|province| province.sms_from())
            .is_some_and(|from| day >= from),
    }
}

/// How many hours a code lives that is sent on that day; none before the first window.
pub fn hours(rules: &SmsRules, day: NaiveDate) -> Option<u32> {
    let begun = rules.windows.iter().filter(|window| window.from.is_none_or(|from| from <= day));
    begun.max_by_key(|window| window.from).map(|window| window.hours)
}

/// When the bureau sends the codes of a hand-over again by itself; none where they lapse before.
pub fn resend_at(rules: &SmsRules, check: &SmsCheck, handed_over: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let next_day = start_of_day(shanghai(handed_over).date().succ_opt()?);
    let at = next_day + rules.resend_at?.0.signed_duration_since(NaiveTime::MIN);
    (at < check.lapses_at).then_some(at)
}

/// Who must verify, each once.
pub fn persons(rules: &SmsRules, order: &Order) -> Vec<PersonRef> {
    let mut found: Vec<PersonRef> = Vec::new();
    for who in rules.persons.get(&order.order_type).into_iter().flatten() {
        let more: Vec<&PersonRef> = match who {
            Verifies::Principal => vec![&order.entity.principal],
            Verifies::SiteManagers => order.sites.iter().map(|site| &site.manager).collect(),
            Verifies::PrincipalOfChangedEntity if changes(order, ChangePart::Entity) => {
                vec![&order.entity.principal]
            }
            Verifies::PrincipalOfChangedEntity => Vec::new(),
            Verifies::ManagersOfChangedSites => managers_of_changed(order),
        };
        for person in more {
            // A name that stands for nobody would never verify; intake refuses it.
            if order.person(person).is_some() && !found.contains(person) {
                found.push(person.clone());
            }
        }
    }
    found
}

fn changes(order: &Order, part: ChangePart) -> bool {
    order.changes.iter().any(|change| change.part == part)
}

/// The managers of the sites that changes name; where a change names none, of all.
fn managers_of_changed(order: &Order) -> Vec<&PersonRef> {
    let named = order.changes.iter().filter(|change| change.part == ChangePart::Site);
    let places: Vec<Option<usize>> = named
        .map(|change| numbers(&change.field).first().copied().filter(|_| change.field.starts_with("sites[")))
        .collect();
    let all = places.contains(&None);
    let sites = order.sites.iter().enumerate();
    sites.filter(|(at, _)| all || places.contains(&Some(*at))).map(|(_, site)| &site.manager).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::order::OrderType;

    fn order(text: &str) -> Order {
        serde_json::from_str(text).unwrap()
    }

    fn first() -> Order {
        order(include_str!("../../assets/examples/first_filing/order.json"))
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_person_who_is_both_verifies_once_and_a_window_is_that_of_its_day() {
        let catalog = Catalog::embedded().unwrap();
        let profile = catalog.profile(&"ucloud".into()).unwrap();
        let mut order = first();
        let both = order.entity.principal.clone();
        for site in &mut order.sites {
            site.manager = both.clone();
        }
        for (day, hours) in [("2018-03-01T02:00:00Z", 48), ("2020-08-17T02:00:00Z", 24)] {
            let check = check(&catalog, profile, &order, at(day)).unwrap();
            assert_eq!(check.persons.len(), 1);
            assert_eq!(check.lapses_at, at(day) + Duration::hours(hours), "{day}");
        }
    }

    #[test]
    fn who_verifies_depends_on_the_type_of_the_order() {
        let catalog = Catalog::embedded().unwrap();
        for profile in catalog.profiles.values() {
            let rules = profile.sms.as_ref().unwrap();
            let who = |kind, order: &Order| {
                let order = Order { order_type: kind, ..order.clone() };
                persons(rules, &order)
            };
            let mut order = first();
            let mut other = order.people[0].clone();
            other.id = "p9".into();
            order.people.push(other);
            order.sites[0].manager = "p9".into();
            let principal = order.entity.principal.clone();
            assert_eq!(who(OrderType::FirstFiling, &order), [principal, "p9".into()], "{}", profile.id);
            assert_eq!(who(OrderType::NewSite, &order), ["p9".into()]);
            assert_eq!(who(OrderType::NewAccess, &order), ["p9".into()]);
            for kind in [OrderType::CancelEntity, OrderType::CancelSite, OrderType::CancelAccess] {
                assert!(who(kind, &order).is_empty(), "{}", profile.id);
            }
        }
    }

    #[test]
    fn a_change_is_verified_by_those_whose_part_changes() {
        let catalog = Catalog::embedded().unwrap();
        let rules = catalog.profile(&"tencent".into()).unwrap().sms.as_ref().unwrap();
        let mut order = order(include_str!("../../assets/examples/change/order.json"));
        let principal = order.entity.principal.clone();
        let mut change = order.changes[0].clone();
        (change.part, change.field) = (ChangePart::Entity, "entity.name".into());
        order.changes = vec![change.clone()];
        assert_eq!(persons(rules, &order), [principal]);
        (change.part, change.field) = (ChangePart::Access, "access[0].ips".into());
        order.changes = vec![change];
        assert!(persons(rules, &order).is_empty());
    }

    #[test]
    fn codes_are_sent_again_at_noon_of_the_next_day_unless_they_lapse_before() {
        let catalog = Catalog::embedded().unwrap();
        let profile = catalog.profile(&"tencent".into()).unwrap();
        let rules = profile.sms.as_ref().unwrap();
        let again = |handed_over: &str| {
            let at = at(handed_over);
            resend_at(rules, &check(&catalog, profile, &first(), at).unwrap(), at)
        };
        assert_eq!(again("2026-11-30T06:00:00Z"), Some(at("2026-12-01T04:00:00Z")));
        assert_eq!(again("2026-11-30T02:00:00Z"), None, "handed over at 10:00, lapses at 10:00");
    }

    #[test]
    fn before_the_first_window_nobody_verifies() {
        let catalog = Catalog::embedded().unwrap();
        let profile = catalog.profile(&"21vianet".into()).unwrap();
        assert!(check(&catalog, profile, &first(), at("2020-08-14T02:00:00Z")).is_none());
        assert!(check(&catalog, profile, &first(), at("2020-08-17T02:00:00Z")).is_some());
    }

    #[test]
    fn by_province_codes_are_sent_from_the_first_day_of_the_province() {
        let catalog = Catalog::embedded().unwrap();
        let profile = catalog.profile(&"tencent".into()).unwrap();
        let asked = |province: &str, day: &str| {
            let order = Order { province: province.into(), ..first() };
            check(&catalog, profile, &order, at(day)).is_some()
        };
        assert!(asked("tianjin", "2018-03-01T02:00:00Z"));
        assert!(!asked("guangdong", "2018-03-01T02:00:00Z"));
        assert!(asked("guangdong", "2020-08-17T02:00:00Z"));
    }
}
