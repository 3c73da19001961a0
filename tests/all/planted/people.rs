//! Faults of people and their contacts (P).

use super::given::Given;
use super::materials::asks_for_letter;
use super::{Fault, fault};
use beian::catalog::practice::{LegalRepresentative, PhoneOfProvince};
use beian::domain::order::{AttachmentKind, Person};

pub const FAULTS: &[Fault] = &[
    fault(
        "P001",
        |given| {
            let number = &mut given.principal().certificate.number;
            let last = number.pop();
            number.push(if last == Some('5') { '6' } else { '5' });
            true
        },
        &[],
    ),
    fault(
        "P002",
        |given| {
            given.principal().certificate.number.insert(6, ' ');
            true
        },
        &[],
    ),
    fault(
        "P003",
        |given| {
            let certificate = &mut given.principal().certificate;
            certificate.long_term = None;
            certificate.valid_to = "2020-01-31".parse().ok();
            true
        },
        &[],
    ),
    fault("P004", |given| born(given, "20110601"), &["P005", "P022", "M014"]),
    fault("P005", |given| born(given, "20090601"), &["P004", "P022", "M014"]),
    fault("P006", |given| phone(given, |_| "80000212".to_owned()), &[]),
    fault("P007", |given| phone(given, |_| "086-0898-68500212".to_owned()), &[]),
    fault(
        "P008",
        |given| {
            given.principal().office_phone = None;
            true
        },
        &[],
    ),
    fault(
        "P009",
        |given| {
            given.principal().mobile = "1381000".into();
            true
        },
        &["T006"],
    ),
    fault(
        "P010",
        |given| {
            given.principal().email = "nobody.example.cn".into();
            true
        },
        &[],
    ),
    fault(
        "P011",
        |given| {
            let (mobile, id) = (given.principal().mobile.clone(), given.order.entity.principal.clone());
            other_manager(given).map(|person| person.mobile = mobile).is_some() && !id.0.is_empty()
        },
        &[],
    ),
    fault("P012", elsewhere, &[]),
    fault(
        "P013",
        |given| {
            given.principal().certificate.kind = "foreign_permanent_resident".into();
            true
        },
        &["P001", "P003", "P004", "P005", "P022", "M014", "E011"],
    ),
    fault(
        "P014",
        |given| {
            asks_for_letter(given) && given.without(|file| file.kind == AttachmentKind::AuthorisationLetter)
        },
        &["M008"],
    ),
    fault(
        "P015",
        |given| {
            given.principal().emergency_mobile = None;
            true
        },
        &[],
    ),
    fault(
        "P016",
        |given| {
            let mut other = given.principal().clone();
            other.id = "p9".into();
            other.name = "欧阳某某".into();
            other.certificate.number = id_number(&other.certificate.number[..6], "19850601", "012");
            given.order.people.push(other);
            given.site(|site| site.manager = "p9".into())
        },
        &["M011", "M015", "T006"],
    ),
    fault("P017", |given| phone(given, |_| "086－0755－86550212".to_owned()), &["P007"]),
    fault(
        "P019",
        |given| {
            let cell = given.province().legal_representative(given.day());
            if cell.is_some_and(|cell| cell.is == LegalRepresentative::MayDiffer) {
                return false;
            }
            given.order.entity.legal_representative = Some("欧阳某某".into());
            given.principal().legal_representative = Some(false);
            true
        },
        &["P014", "M008", "D006"],
    ),
    fault(
        "P020",
        |given| {
            given.principal().mobile_confirmed = Some(false);
            true
        },
        &[],
    ),
    fault(
        "P022",
        |given| given.province().minimum_age(given.day()).is_some() && born(given, "20160601"),
        &["P004", "P005", "M014"],
    ),
    fault(
        "P023",
        |given| {
            let cell = given.province().phone_of_province(given.day());
            cell.is_some_and(|cell| cell.is == PhoneOfProvince::Required) && elsewhere(given)
        },
        &[],
    ),
];

/// An ID number with its check digit.
pub fn id_number(region: &str, birth: &str, order: &str) -> String {
    let body = format!("{region}{birth}{order}");
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let digits = body.bytes().map(|digit| usize::from(digit - b'0'));
    let sum: usize = digits.zip(weights).map(|(digit, weight)| digit * weight).sum();
    format!("{body}{}", &"10X98765432"[sum % 11..=sum % 11])
}

/// Gives the principal another birth date, where his ID number holds one.
pub fn born(given: &mut Given, birth: &str) -> bool {
    let certificate = &mut given.principal().certificate;
    let is_card = certificate.kind.as_str() == "id_card";
    if is_card {
        certificate.number = id_number(&certificate.number[..6], birth, "012");
    }
    is_card
}

fn phone(given: &mut Given, write: fn(&str) -> String) -> bool {
    let person = given.principal();
    person.office_phone = person.office_phone.as_deref().map(write);
    person.office_phone.is_some()
}

fn other_manager(given: &mut Given) -> Option<&mut Person> {
    let principal = given.order.entity.principal.clone();
    let sites = &given.order.sites;
    let id = sites.iter().map(|site| &site.manager).find(|manager| **manager != principal)?;
    given.order.people.iter_mut().find(|person| person.id == *id)
}

fn elsewhere(given: &mut Given) -> bool {
    let other = if given.order.province.as_str() == "hainan" { "beijing" } else { "hainan" };
    given.principal().mobile_region = Some(other.into());
    true
}
