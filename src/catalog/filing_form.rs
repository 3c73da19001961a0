//! The form of filing numbers: whether a number is one, and stands where it may.

use super::Catalog;
use super::place::Province;
use crate::domain::ident::filing_number::{FilingNumber, FilingProblem, FilingReading, Part};
use crate::domain::ids::ProvinceId;
use crate::domain::lang::Bilingual;

/// What a number stands for where it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The entity.
    Entity,
    /// A site, app or mini-program.
    Site,
}

/// Reads a filing number with the letters of the provinces.
pub fn reading(catalog: &Catalog, text: &str) -> FilingReading {
    FilingNumber::read(text, |letter| letter_of(catalog, letter))
}

/// What is wrong with a number of an order of this province; slips of writing alone are none.
pub fn fault(
    catalog: &Catalog,
    province: &ProvinceId,
    read: &FilingReading,
    place: Place,
) -> Option<Bilingual> {
    if let Some(problem) = &read.problem {
        return Some(say(problem));
    }
    misplaced(catalog.province(province)?, read.number.as_ref()?, place)
}

/// A number of an order of this province, its slips mended.
///
/// # Errors
/// What is wrong with it.
pub fn number(
    catalog: &Catalog,
    province: &ProvinceId,
    text: &str,
    place: Place,
) -> Result<FilingNumber, Bilingual> {
    let read = reading(catalog, text);
    match (fault(catalog, province, &read, place), read.number) {
        (None, Some(number)) => Ok(number),
        (why, _) => Err(why.unwrap_or_else(|| say(&FilingProblem::Form))),
    }
}

/// The letter that a province's filing numbers carry, by any letter that stands for it.
fn letter_of(catalog: &Catalog, letter: char) -> Option<char> {
    let is_its = |own: &String| own.starts_with(letter);
    let province = catalog.provinces.iter().find(|province| province.letters.iter().any(is_its))?;
    province.letters.first()?.chars().next()
}

/// A whole number in the wrong place: another province's, or the entity's for the site's.
fn misplaced(province: &Province, number: &FilingNumber, place: Place) -> Option<Bilingual> {
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
