//! The filing entity and its certificate (E).

pub(super) mod address;
mod kinds;
#[cfg(test)]
mod tests;

use super::people::identity::{Standing, standing};
use super::{Case, Out, checks, numbers};
use crate::catalog::practice::Outsiders;
use crate::catalog::rule::{Certainty, Rule, Weight};
use crate::catalog::words::WordLists;
use crate::domain::checklist::SubjectRef;
use crate::domain::ids::CertificateTypeId;
use crate::domain::lang::Bilingual;
use address::{mailing_address_detail, mailing_address_region};
use kinds::{individual_business_remark, other_organisations_as_social, three_in_one_code};

checks![
    certificate_type_of_nature,
    certificate_number_check,
    mailing_address_detail,
    mailing_address_region,
    investor_given,
    individual_business_remark,
    finance_name_principal,
    personal_name_is_principal,
    id_province,
    three_in_one_code,
    other_organisations_as_social,
];

const NUMBER: &str = "entity.certificate.number";
const NOTHING: &str = "–";

/// The name of a certificate type; one that the catalogue does not know shows its own.
pub(super) fn certificate_title(case: &Case, kind: &CertificateTypeId) -> Bilingual {
    let known = case.catalog.certificate(kind);
    known.map_or_else(|| Bilingual::same(kind.as_str()), |known| known.title.clone())
}

/// The names of several certificate types.
pub(super) fn certificate_titles(case: &Case, kinds: &[CertificateTypeId]) -> Bilingual {
    let titles = kinds.iter().map(|kind| certificate_title(case, kind));
    let (zh, en): (Vec<_>, Vec<_>) = titles.map(|title| (title.zh, title.en)).unzip();
    Bilingual { zh: zh.join("、"), en: en.join(", ") }
}

/// True for a text that is missing or blank.
pub(super) fn is_blank(text: &Option<String>) -> bool {
    text.as_ref().is_none_or(|text| text.trim().is_empty())
}

fn certificate_type_of_nature(case: &Case, _: &Rule, out: &mut Out) {
    let entity = &case.order.entity;
    let kind = &entity.certificate.kind;
    let title = certificate_title(case, kind);
    let known = case.catalog.nature(&entity.nature);
    let (Some(nature), Some(_)) = (known, case.catalog.certificate(kind)) else {
        let name =
            known.map_or_else(|| Bilingual::same(entity.nature.as_str()), |nature| nature.title.clone());
        let open = out.open(SubjectRef::Entity).at("entity.certificate.type");
        open.say("nature", name).say("kind", title).value("note", "").value("allowed", NOTHING);
        return;
    };
    let certainty = nature.allows(kind);
    if certainty == Some(Certainty::Sure) {
        return;
    }
    let (note, weight) = match certainty {
        Some(_) => (Bilingual::new("（仅个别来源列出）", " (only a single source lists it)"), Weight::Info),
        None => (Bilingual::default(), Weight::Block),
    };
    out.fault(SubjectRef::Entity)
        .at("entity.certificate.type")
        .say("nature", nature.title.clone())
        .say("kind", title)
        .say("note", note)
        .say("allowed", certificate_titles(case, &nature.certificates))
        .at_most(weight);
}

fn certificate_number_check(case: &Case, _: &Rule, out: &mut Out) {
    let certificate = &case.order.entity.certificate;
    let Some(kind) = case.catalog.certificate(&certificate.kind) else {
        let title = certificate_title(case, &certificate.kind);
        out.open(SubjectRef::Entity).at(NUMBER).say("kind", title).value("problem", NOTHING);
        return;
    };
    let regions = &case.catalog.regions;
    let Some(read) = numbers::read(&kind.numbers, &certificate.number, regions) else { return };
    if !read.problems.is_empty() {
        let problem = numbers::joined(read.problems.into_iter());
        let mut put = out.fault(SubjectRef::Entity).at(NUMBER).say("problem", problem).at_most(read.at_most);
        for (from, to) in read.marks {
            put = put.mark(from, to);
        }
        if let Some(meant) = read.meant {
            put.fix(NUMBER, meant);
        }
    } else if let Some(slip) = read.slips.first() {
        let problem = numbers::said(&read.slips);
        let put = out.fault(SubjectRef::Entity).at(NUMBER).say("problem", problem).at_most(Weight::Warn);
        put.fix(NUMBER, slip.fixed.clone());
    }
}

fn investor_given(case: &Case, _: &Rule, out: &mut Out) {
    if is_blank(&case.order.entity.investor) {
        out.fault(SubjectRef::Entity).at("entity.investor");
    }
}

fn finance_name_principal(case: &Case, _: &Rule, out: &mut Out) {
    let name = &case.order.entity.name;
    let hits = case.catalog.words().find_all(&WordLists::FINANCE_ENTITY, name);
    let (Some(first), Some((_, principal))) = (hits.first(), case.principal()) else { return };
    let mut put = match standing(case, principal) {
        Standing::LegalRepresentative => return,
        Standing::Other => out.fault(SubjectRef::Entity),
        Standing::NotSaid => out.open(SubjectRef::Entity),
    };
    put = put.at("entity.name").value("word", &first.word.text).value("name", &principal.name);
    for hit in &hits {
        put = put.mark(hit.start, hit.end);
    }
}

fn personal_name_is_principal(case: &Case, _: &Rule, out: &mut Out) {
    let Some((_, principal)) = case.principal() else { return };
    if !case.order.is_personal() || plain(&case.order.entity.name).eq(plain(&principal.name)) {
        return;
    }
    out.fault(SubjectRef::Entity).at("entity.name").value("name", &principal.name);
}

/// A person's name without blanks and dots, whatever their form.
fn plain(name: &str) -> impl Iterator<Item = char> {
    name.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '·' | '•' | '・' | '‧' | '.' | '．'))
        .flat_map(char::to_lowercase)
}

fn id_province(case: &Case, _: &Rule, out: &mut Out) {
    let (Some((at, person)), Some(province)) = (case.principal(), case.province()) else { return };
    let number = person.certificate.number.trim();
    let Some(prefix) = number.get(..2).filter(|_| person.certificate.kind.as_str() == "id_card") else {
        return;
    };
    let home = case.catalog.provinces.iter().find(|home| home.prefix == prefix);
    let Some(home) = home.filter(|home| home.id != province.id) else { return };
    out.fault(SubjectRef::Person(person.id.0.clone()))
        .at(format!("people[{at}].certificate.number"))
        .value("name", &person.name)
        .say("home", home.title.clone())
        .say("province", province.title.clone())
        .say("says", outsiders(province.outsiders(case.day()).map(|cell| cell.is)))
        .mark(0, 2);
}

fn outsiders(asks: Option<Outsiders>) -> Bilingual {
    match asks {
        Some(Outsiders::Accepted) => {
            Bilingual::new("该省接受外省身份证", "the province takes ID cards of others")
        }
        Some(Outsiders::WithPermit) => {
            Bilingual::new("该省要求居住证", "the province asks for a residence permit")
        }
        Some(Outsiders::Refused) => {
            Bilingual::new("该省不接受外省个人", "the province refuses persons from others")
        }
        None => Bilingual::new("该省规定未见说明", "what the province asks for is not known"),
    }
}
