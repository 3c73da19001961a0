//! Who does what: legal representative, letters, managers (P014, P016, P019).

use super::identity::{Standing, is_same, standing, subject};
use crate::catalog::place::Province;
use crate::catalog::practice::{Authorisation, LegalRepresentative};
use crate::catalog::rule::{Rule, Weight};
use crate::domain::checklist::SubjectRef;
use crate::domain::lang::Bilingual;
use crate::domain::order::{AttachmentKind, Order, Person};
use crate::rules::{Case, Out};

/// P014.
pub(super) fn authorisation_letter_given(case: &Case, _: &Rule, out: &mut Out) {
    let Some(cell) = case.province().and_then(|province| province.authorisation_letter(case.day())) else {
        return;
    };
    if cell.is == Authorisation::AskedButNotOfPublicBodies && is_public_body(case.order) {
        return;
    }
    for (at, person) in case.people() {
        let put = match standing(case, person) {
            Standing::LegalRepresentative => continue,
            _ if has_letter(case, person) => continue,
            Standing::Other => out.fault(subject(person)),
            Standing::NotSaid => out.open(subject(person)),
        };
        let put = put.at(format!("people[{at}].name")).value("name", &person.name);
        put.at_most(cell.certainty.at_most());
    }
}

fn is_public_body(order: &Order) -> bool {
    matches!(order.entity.nature.as_str(), "government" | "public_institution")
}

/// A letter of this person, or one whose owner nobody named.
fn has_letter(case: &Case, person: &Person) -> bool {
    case.files.iter().map(|file| file.given).any(|given| {
        let owner = given.owner.as_deref();
        given.kind == AttachmentKind::AuthorisationLetter
            && given.placeholder != Some(true)
            && (matches!(owner, None | Some("entity" | "order")) || owner == Some(person.id.as_str()))
    })
}

/// P016.
pub(super) fn personal_manager_is_principal(case: &Case, _: &Rule, out: &mut Out) {
    let Some((_, principal)) = case.principal() else { return };
    for (at, site) in case.order.sites.iter().enumerate() {
        let Some(manager) = case.order.person(&site.manager) else { continue };
        if !is_same(manager, principal) {
            let put = out.fault(SubjectRef::Site(site.id.0.clone())).at(format!("sites[{at}].manager"));
            put.value("name", &manager.name);
        }
    }
}

/// P019.
pub(super) fn principal_is_legal_representative(case: &Case, _: &Rule, out: &mut Out) {
    let (Some((at, person)), Some(province)) = (case.principal(), case.province()) else { return };
    let Some((weight, says)) = asked(case, province) else { return };
    let put = match standing(case, person) {
        Standing::LegalRepresentative => return,
        Standing::Other => out.fault(subject(person)),
        Standing::NotSaid if weight == Weight::Info => return,
        Standing::NotSaid => out.open(subject(person)),
    };
    let put = put.at(format!("people[{at}].name")).value("name", &person.name);
    put.say("says", says).at_most(weight);
}

/// How strongly a province asks for it, and in which words; none where another person may be principal.
fn asked(case: &Case, province: &Province) -> Option<(Weight, Bilingual)> {
    let day = case.day();
    let letter = province.authorisation_letter(day);
    let excepts = letter.is_some_and(|cell| cell.is == Authorisation::AskedButNotOfPublicBodies);
    if excepts && is_public_body(case.order) {
        return None;
    }
    match province.legal_representative(day) {
        Some(cell) => (cell.is == LegalRepresentative::Required).then(|| {
            let said = Bilingual::new("该省要求由法定代表人担任", "the province asks for that");
            (cell.certainty.at_most(), said)
        }),
        None => {
            let said = Bilingual::new(
                "该省规定未见说明，建议由法定代表人担任",
                "advised; of the province nothing is known",
            );
            Some((Weight::Info, said))
        }
    }
}
