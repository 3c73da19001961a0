//! What single provinces ask in documents, by the cells of their table.

use super::need::Owner;
use super::premise::{Answer, Judged};
use crate::catalog::cell::Cell;
use crate::catalog::place::on;
use crate::catalog::practice::{Authorisation, Commitment, Outsiders, Whom};
use crate::domain::lang::Bilingual;
use crate::domain::order::{Order, Person};
use crate::rules::Case;

fn no() -> Judged {
    Judged::sure(Answer::No)
}

/// True where a thing is asked of the entity of this order.
pub fn concerns(whom: Whom, order: &Order) -> bool {
    match whom {
        Whom::Everyone => true,
        Whom::Persons => order.is_personal(),
        Whom::Entity => !order.is_personal(),
    }
}

fn of_whom(case: &Case, cell: Option<&Cell<Whom>>) -> Judged {
    match cell.filter(|cell| concerns(cell.is, case.order)) {
        Some(cell) => Judged::of(Answer::Yes, cell.certainty),
        None => no(),
    }
}

/// M004, where the profile leaves it to the province.
pub fn domain_certificate(case: &Case) -> Judged {
    of_whom(case, case.province().and_then(|province| on(&province.papers.domain_certificate, case.day())))
}

/// M005 of a first filing.
pub fn first_filing_plan(case: &Case) -> Judged {
    of_whom(case, case.province().and_then(|province| on(&province.papers.first_filing_plan, case.day())))
}

/// M006: a person whose ID card is of another province.
pub fn outsider(case: &Case, owner: &Owner) -> Judged {
    let Some(person) = owner.person.filter(|person| person.certificate.kind.as_str() == "id_card") else {
        return no();
    };
    let Some(cell) = case.province().and_then(|province| province.outsiders(case.day())) else { return no() };
    if cell.is != Outsiders::WithPermit {
        return no();
    }
    let prefix = person.certificate.number.get(..2);
    let home = case.catalog.provinces.iter().find(|province| Some(province.prefix.as_str()) == prefix);
    match home {
        None => Judged::of(Answer::Unknown, cell.certainty),
        Some(home) if home.id == case.order.province => no(),
        Some(home) => Judged::of(Answer::Yes, cell.certainty).with("home", home.title.clone()),
    }
}

/// M007.
pub fn commitment(case: &Case) -> Judged {
    let Some(cell) = case.province().and_then(|province| on(&province.papers.commitment, case.day())) else {
        return no();
    };
    let name = match cell.is {
        Commitment::SiteCommitment => Bilingual::new("网站备案承诺书", "the site's commitment"),
        Commitment::FilerCommitment => Bilingual::new("备案者承诺书", "the filer's commitment"),
    };
    Judged::of(Answer::Yes, cell.certainty).with("commitment", name)
}

/// M008: a person who is not the legal representative.
pub fn letter(case: &Case, owner: &Owner) -> Judged {
    let Some(person) = owner.person else { return no() };
    let Some(cell) = case.province().and_then(|province| province.authorisation_letter(case.day())) else {
        return no();
    };
    if cell.is == Authorisation::AskedButNotOfPublicBodies && is_public_body(case.order) {
        return no();
    }
    match is_legal_representative(case.order, person) {
        Some(true) => no(),
        Some(false) => Judged::of(Answer::Yes, cell.certainty),
        None => Judged::of(Answer::Unknown, cell.certainty),
    }
}

fn is_public_body(order: &Order) -> bool {
    matches!(order.entity.nature.as_str(), "government" | "public_institution")
}

/// Whether a person is the entity's legal representative: as said, or by the name on the certificate.
fn is_legal_representative(order: &Order, person: &Person) -> Option<bool> {
    let named = order.entity.legal_representative.as_ref();
    person.legal_representative.or_else(|| named.map(|name| name.trim() == person.name.trim()))
}
