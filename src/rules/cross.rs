//! What an order shares with others (X), and what stands at the bureau (B).

mod number;
#[cfg(test)]
mod tests;

use super::checks;
use super::order_type::same_text;
use super::put::Out;
use super::{Case, Rule};
use crate::domain::checklist::SubjectRef;
use crate::domain::ids::ReasonCode;
use crate::domain::lang::Bilingual;
use crate::domain::order::{Attachment, AttachmentKind, Order};
use number::filing_number_form;

checks![contact_of_several_entities, document_of_another_entity, filing_number_form, rejected_before];

/// X001. A photo that comes back is H009's.
fn document_of_another_entity(case: &Case, _: &Rule, out: &mut Out) {
    let Some(across) = case.across else { return };
    let own = &case.order.entity.certificate.number;
    for (at, file) in case.files.iter().enumerate() {
        let Some(facts) = file.facts.filter(|_| file.given.kind != AttachmentKind::CurtainPhoto) else {
            continue;
        };
        let same = across.shared_files.iter().filter(|other| other.sha256 == facts.sha256.0);
        for other in same.filter(|other| !same_text(&other.certificate_number, own)) {
            out.fault(owner(case.order, file.given))
                .file(at)
                .value("order", other.no.as_str())
                .value("entity", &other.entity);
        }
    }
}

fn owner(order: &Order, file: &Attachment) -> SubjectRef {
    match file.owner.as_deref() {
        None => SubjectRef::Order,
        Some("entity") => SubjectRef::Entity,
        Some(id) if order.people.iter().any(|person| person.id.as_str() == id) => {
            SubjectRef::Person(id.to_owned())
        }
        Some(id) => SubjectRef::Site(id.to_owned()),
    }
}

/// X002.
fn contact_of_several_entities(case: &Case, _: &Rule, out: &mut Out) {
    let Some(across) = case.across else { return };
    let own = &case.order.entity.name;
    for (at, person) in case.people() {
        for (field, value) in [("mobile", &person.mobile), ("email", &person.email)] {
            let same = across.shared_contacts.iter().filter(|other| same_text(&other.value, value));
            for other in same.filter(|other| !same_text(&other.entity, own)) {
                out.fault(SubjectRef::Person(person.id.0.clone()))
                    .at(format!("people[{at}].{field}"))
                    .value("value", value)
                    .value("order", other.no.as_str())
                    .value("entity", &other.entity);
            }
        }
    }
}

/// X003.
fn rejected_before(case: &Case, _: &Rule, out: &mut Out) {
    let Some(across) = case.across else { return };
    for (code, times) in across.rejections.iter().filter(|(_, times)| *times > 0) {
        out.fault(SubjectRef::Order)
            .value("code", code.as_str())
            .say("reason", reason(case, code))
            .value("times", times.to_string());
    }
}

/// The reason as the catalogue words it; its code where it has it no more. A rule's own text has
/// placeholders, so its title stands in.
fn reason(case: &Case, code: &ReasonCode) -> Bilingual {
    let rule = || case.catalog.rule(&code.as_str().into()).map(|rule| rule.title.clone());
    let canned = case.catalog.reason(code).map(|reason| reason.text.clone());
    canned.or_else(rule).unwrap_or_else(|| Bilingual::same(code.as_str()))
}
