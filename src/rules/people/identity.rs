//! Documents of people: numbers, validity, age, types (P001 to P005, P013, P022).

use crate::catalog::rule::{Rule, Weight};
use crate::domain::checklist::SubjectRef;
use crate::domain::ident::id_card::age_on;
use crate::domain::lang::Bilingual;
use crate::domain::order::{AttachmentKind, Person};
use crate::rules::entity::{certificate_title, certificate_titles};
use crate::rules::numbers::{self, Reading};
use crate::rules::put::Put;
use crate::rules::{Case, Out};
use chrono::{Months, NaiveDate};

/// How a person stands to the entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::rules) enum Standing {
    /// Its legal representative.
    LegalRepresentative,
    /// Somebody else.
    Other,
    /// Nobody said, or what was said does not agree.
    NotSaid,
}

/// Tells a legal representative by his mark and by the name on the certificate.
pub(in crate::rules) fn standing(case: &Case, person: &Person) -> Standing {
    let named = case.order.entity.legal_representative.as_deref().map(str::trim);
    let same = named.filter(|name| !name.is_empty()).map(|name| name == person.name.trim());
    match (person.legal_representative, same) {
        (Some(true), Some(false)) | (None, None) => Standing::NotSaid,
        (Some(false), _) | (None, Some(false)) => Standing::Other,
        (Some(true), _) | (None, Some(true)) => Standing::LegalRepresentative,
    }
}

/// True for two entries of one person.
pub(super) fn is_same(one: &Person, other: &Person) -> bool {
    let number = |person: &Person| person.certificate.number.trim().to_ascii_uppercase();
    one.id == other.id || one.certificate.kind == other.certificate.kind && number(one) == number(other)
}

/// The subject of a finding about a person.
pub(super) fn subject(person: &Person) -> SubjectRef {
    SubjectRef::Person(person.id.0.clone())
}

fn reading(case: &Case, person: &Person) -> Option<Reading> {
    let kind = case.catalog.certificate(&person.certificate.kind)?;
    numbers::read(&kind.numbers, &person.certificate.number, &case.catalog.regions)
}

/// P001.
pub(super) fn id_number_check(case: &Case, _: &Rule, out: &mut Out) {
    for (at, person) in case.people() {
        let path = format!("people[{at}].certificate.number");
        let kind = certificate_title(case, &person.certificate.kind);
        if case.catalog.certificate(&person.certificate.kind).is_none() {
            let put = out.open(subject(person)).at(path).value("name", &person.name).say("kind", kind);
            put.value("problem", "–");
            continue;
        }
        let Some(mut read) = reading(case, person) else { continue };
        if read.birth.is_some_and(|birth| birth > case.day()) {
            read.problems
                .push(Bilingual::new("出生日期在提交日之后", "its birth date lies after the submission"));
        }
        if read.problems.is_empty() {
            continue;
        }
        let mut put = out
            .fault(subject(person))
            .at(path.as_str())
            .value("name", &person.name)
            .say("kind", kind)
            .say("problem", numbers::joined(read.problems.into_iter()))
            .at_most(read.at_most);
        for (from, to) in read.marks {
            put = put.mark(from, to);
        }
        if let Some(meant) = read.meant {
            put.fix(path, meant);
        }
    }
}

/// P002.
pub(super) fn id_number_form(case: &Case, _: &Rule, out: &mut Out) {
    for (at, person) in case.people() {
        let Some(read) = reading(case, person) else { continue };
        let Some(slip) = read.slips.first() else { continue };
        let path = format!("people[{at}].certificate.number");
        out.fault(subject(person))
            .at(path.as_str())
            .value("name", &person.name)
            .say("problem", numbers::said(&read.slips))
            .fix(path, slip.fixed.clone());
    }
}

/// P003.
pub(super) fn id_document_validity(case: &Case, rule: &Rule, out: &mut Out) {
    let least = case.number(rule);
    for (at, person) in case.people() {
        let certificate = &person.certificate;
        if certificate.long_term == Some(true) {
            continue;
        }
        let path = format!("people[{at}].certificate.valid_to");
        let Some(to) = certificate.valid_to else {
            let put = out.open(subject(person)).at(path).value("name", &person.name).value("date", "–");
            put.say("problem", expired());
            continue;
        };
        let asked = least.filter(|_| certificate.kind.as_str() == "id_card");
        let (said, weight) = if to < case.day().max(case.today()) {
            (expired(), Weight::Block)
        } else if let Some(months) = asked.filter(|months| is_short(case.day(), to, months.number)) {
            let said = Bilingual::new(
                format!("剩余有效期不足 {} 个月", months.number),
                format!("is valid for less than {} months", months.number),
            );
            (said, months.certainty.map_or(Weight::Block, |certainty| certainty.at_most()))
        } else {
            continue;
        };
        let put = out.fault(subject(person)).at(path).value("name", &person.name).at_most(weight);
        put.value("date", to.to_string()).say("problem", said);
    }
}

fn expired() -> Bilingual {
    Bilingual::new("已过期", "has expired")
}

fn is_short(day: NaiveDate, to: NaiveDate, months: u32) -> bool {
    day.checked_add_months(Months::new(months)).is_some_and(|least| to < least)
}

/// A person's age on the day of submission.
enum Age {
    Years(u32),
    /// His document has no birth date.
    NotTold,
    /// The number is broken, which is P001's.
    Broken,
}

fn age(case: &Case, person: &Person) -> Age {
    let kind = case.catalog.certificate(&person.certificate.kind);
    if !kind.is_some_and(|kind| kind.numbers.iter().any(|form| numbers::tells_birth(*form))) {
        return Age::NotTold;
    }
    let birth = reading(case, person).and_then(|read| read.birth);
    birth.and_then(|birth| age_on(birth, case.day())).map_or(Age::Broken, Age::Years)
}

/// Puts a finding about somebody who is younger than `limit`, or whose age nobody knows.
fn younger<'a>(case: &Case, limit: u32, out: &'a mut Out) -> Option<Put<'a>> {
    let (at, person) = case.principal()?;
    let (put, years) = match age(case, person) {
        Age::Years(years) if years < limit => (out.fault(subject(person)), years.to_string()),
        Age::NotTold => (out.open(subject(person)), "–".to_owned()),
        Age::Years(_) | Age::Broken => return None,
    };
    let put = put.at(format!("people[{at}].certificate.number")).value("name", &person.name);
    Some(put.value("limit", limit.to_string()).value("age", years))
}

/// P004.
pub(super) fn principal_age(case: &Case, rule: &Rule, out: &mut Out) {
    if let Some(limit) = case.number(rule) {
        younger(case, limit.number, out);
    }
}

/// P005.
pub(super) fn minor_with_employment_proof(case: &Case, rule: &Rule, out: &mut Out) {
    let is_proof = AttachmentKind::EmploymentProof;
    let given =
        case.files.iter().any(|file| file.given.kind == is_proof && file.given.placeholder != Some(true));
    if let Some(limit) = case.number(rule).filter(|_| !given) {
        younger(case, limit.number, out);
    }
}

/// P022.
pub(super) fn age_in_province(case: &Case, _: &Rule, out: &mut Out) {
    let Some(province) = case.province() else { return };
    let Some(cell) = province.minimum_age(case.day()) else { return };
    if let Some(put) = younger(case, u32::from(cell.is), out) {
        put.say("province", province.title.clone()).at_most(cell.certainty.at_most());
    }
}

/// P013.
pub(super) fn person_certificate_type(case: &Case, _: &Rule, out: &mut Out) {
    let order = case.order;
    let lists = &case.profile.person_certificates;
    for (at, person) in case.people() {
        let manages = !order.is_personal() && order.sites.iter().any(|site| site.manager == person.id);
        let kind = &person.certificate.kind;
        let refused = manages && lists.not_organisation_manager.contains(kind);
        let put = if lists.people.is_empty() {
            out.open(subject(person))
        } else if refused || !lists.people.contains(kind) {
            out.fault(subject(person))
        } else {
            continue;
        };
        let mut allowed = lists.people.clone();
        allowed.retain(|kind| !(manages && lists.not_organisation_manager.contains(kind)));
        put.at(format!("people[{at}].certificate.type"))
            .value("name", &person.name)
            .say("kind", certificate_title(case, kind))
            .say("allowed", certificate_titles(case, &allowed));
    }
}
