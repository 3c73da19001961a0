//! The form of filing numbers (B005).

use crate::catalog::Catalog;
use crate::catalog::rule::Rule;
use crate::domain::checklist::SubjectRef;
use crate::domain::ident::filing_number::{FilingNumber, FilingProblem, Part};
use crate::domain::lang::Bilingual;
use crate::rules::Case;
use crate::rules::put::Out;

/// What a number stands for where it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Entity,
    Site,
}

/// B005.
pub(super) fn filing_number_form(case: &Case, _: &Rule, out: &mut Out) {
    let order = case.order;
    if let Some(filed) = &order.filed {
        if let Some(number) = filed.entity_number.as_deref() {
            look(case, number, Place::Entity, SubjectRef::Entity, "filed.entity_number", out);
        }
        for (at, site) in filed.sites.iter().enumerate() {
            let Some(number) = site.filing_number.as_deref() else { continue };
            let path = format!("filed.sites[{at}].filing_number");
            look(case, number, Place::Site, SubjectRef::Order, &path, out);
        }
    }
    for (at, site) in order.sites.iter().enumerate() {
        let Some(number) = site.filing_number.as_deref() else { continue };
        let subject = SubjectRef::Site(site.id.0.clone());
        look(case, number, Place::Site, subject, &format!("sites[{at}].filing_number"), out);
    }
    for (at, domain) in order.ministry.iter().flat_map(|answer| &answer.domains_on_file).enumerate() {
        let Some(number) = domain.filing_number.as_deref() else { continue };
        let path = format!("ministry.domains_on_file[{at}].filing_number");
        look(case, number, Place::Site, SubjectRef::Order, &path, out);
    }
}

fn look(case: &Case, text: &str, place: Place, subject: SubjectRef, path: &str, out: &mut Out) {
    let reading = FilingNumber::read(text, |letter| letter_of(case.catalog, letter));
    let why = match (&reading.problem, &reading.number) {
        (Some(problem), _) => say(problem),
        (None, Some(number)) => match misplaced(case, number, place) {
            Some(why) => why,
            None if reading.slips.is_empty() => return,
            None => Bilingual::new("写法不规范", "it is not written as it should be"),
        },
        (None, None) => return,
    };
    let put = out.fault(subject).at(path).value("number", text).say("why", why);
    if let Some(slip) = reading.slips.first().filter(|_| reading.problem.is_none()) {
        put.fix(path, &slip.fixed);
    }
}

/// The letter that a province's filing numbers carry, by any letter that stands for it.
fn letter_of(catalog: &Catalog, letter: char) -> Option<char> {
    let is_its = |own: &String| own.starts_with(letter);
    let province = catalog.provinces.iter().find(|province| province.letters.iter().any(is_its))?;
    province.letters.first()?.chars().next()
}

/// A whole number in the wrong place: another province's, or the entity's for the site's.
fn misplaced(case: &Case, number: &FilingNumber, place: Place) -> Option<Bilingual> {
    let province = case.province()?;
    if !province.letters.iter().any(|own| own.starts_with(number.letter())) {
        return Some(Bilingual::new(
            format!("不是{}的备案号", province.title.zh),
            format!("it is not a number of {}", province.title.en),
        ));
    }
    match (place, number.part()) {
        (Place::Entity, Part::Entity) => None,
        (Place::Entity, _) => Some(Bilingual::new("主体备案号不带序号", "an entity's number has no suffix")),
        (Place::Site, Part::Entity) => {
            Some(Bilingual::new("缺少网站序号", "the site's number behind the hyphen is missing"))
        }
        (Place::Site, _) => None,
    }
}

fn say(problem: &FilingProblem) -> Bilingual {
    match problem {
        FilingProblem::Form => Bilingual::new("不是备案号的格式", "it has no form of filing numbers"),
        FilingProblem::NoProvince => Bilingual::new("缺少省份简称", "the province's letter is missing"),
        FilingProblem::UnknownProvince(letter) => Bilingual::new(
            format!("“{letter}”不是省份简称"),
            format!("{letter} is the letter of no province"),
        ),
        FilingProblem::Digits(count) => Bilingual::new(
            format!("应为 8 或 10 位数字，实为 {count} 位"),
            format!("8 or 10 digits are asked for, not {count}"),
        ),
        FilingProblem::Suffix => Bilingual::new("序号不正确", "its suffix is wrong"),
        FilingProblem::Licence => Bilingual::new("这是经营许可证号", "it is the number of a telecom licence"),
        FilingProblem::Police => Bilingual::new("这是公安备案号", "it is the number that the police gives"),
    }
}
