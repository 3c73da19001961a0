//! What is wrong with the number of a certificate, by the forms that its type allows.

use crate::catalog::place::NumberForm;
use crate::catalog::region::Regions;
use crate::catalog::rule::Weight;
use crate::domain::ident::credit_code::{CodeProblem, CreditCode, OrganisationCode};
use crate::domain::ident::id_card::{Home, IdKind, IdNumber, IdProblem};
use crate::domain::ident::licence::{LicenceNumber, LicenceProblem};
use crate::domain::ident::travel::{self, Document};
use crate::domain::ident::{Slip, SlipKind};
use crate::domain::lang::Bilingual;
use chrono::NaiveDate;

/// A number, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    /// What is wrong, each as a phrase that goes behind "the number is wrong:".
    pub problems: Vec<Bilingual>,
    /// Characters of the number that the problems are about.
    pub marks: Vec<(usize, usize)>,
    /// The greatest weight of its problems: a form without check digit proves nothing.
    pub at_most: Weight,
    /// Another number that it stands for, such as the 18 places of an outdated one.
    pub meant: Option<String>,
    /// Slips of writing; each has the mended number.
    pub slips: Vec<Slip>,
    /// The birth date, where the number tells one.
    pub birth: Option<NaiveDate>,
    length: Length,
}

/// Whether a number has as many places as its form asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Length {
    Differs,
    Fits,
}

/// Reads a number by the first form that it passes, or by the one that it comes closest to.
///
/// None where nothing can be checked: no form is known, or it may be a number of the certificate's own.
pub(super) fn read(forms: &[NumberForm], text: &str, regions: &Regions) -> Option<Reading> {
    let mut closest: Option<Reading> = None;
    for reading in forms.iter().filter_map(|form| by_form(*form, text, regions)) {
        if reading.problems.is_empty() {
            return Some(reading);
        }
        let closer = closest.as_ref().is_none_or(|known| known.length < reading.length);
        if closer {
            closest = Some(reading);
        }
    }
    closest.filter(|reading| reading.length == Length::Fits || !forms.contains(&NumberForm::Own))
}

/// True for a form that is an ID number of GB 11643, which has the birth date in it.
pub(super) fn tells_birth(form: NumberForm) -> bool {
    use NumberForm::{HkMacauResidencePermit, IdCard, TaiwanResidencePermit};
    matches!(form, IdCard | HkMacauResidencePermit | TaiwanResidencePermit)
}

/// What the slips are, in words.
pub(super) fn said(slips: &[Slip]) -> Bilingual {
    joined(slips.iter().map(|slip| slip_said(slip.kind)))
}

/// Several phrases as one.
pub(super) fn joined(phrases: impl Iterator<Item = Bilingual>) -> Bilingual {
    let (zh, en): (Vec<_>, Vec<_>) = phrases.map(|phrase| (phrase.zh, phrase.en)).unzip();
    Bilingual { zh: zh.join("，"), en: en.join(", ") }
}

fn by_form(form: NumberForm, text: &str, regions: &Regions) -> Option<Reading> {
    let known = |code: &str| regions.known(code);
    Some(match form {
        NumberForm::CreditCode => {
            let read = CreditCode::read(text);
            code(&read.problems, read.slips)
        }
        NumberForm::OrganisationCode => {
            let read = OrganisationCode::read(text);
            code(&read.problems, read.slips)
        }
        NumberForm::Licence => licence(LicenceNumber::read(text)),
        NumberForm::IdCard => {
            let mut read = IdNumber::read(text, known);
            if read.kind() != IdKind::Resident {
                read.problems.push(IdProblem::NotThisPermit);
            }
            id_number(read)
        }
        NumberForm::HkMacauResidencePermit => {
            id_number(travel::residence_permit(text, &[Home::HongKong, Home::Macau]))
        }
        NumberForm::TaiwanResidencePermit => id_number(travel::residence_permit(text, &[Home::Taiwan])),
        NumberForm::Passport => document(travel::passport(text)),
        NumberForm::HkMacauTravelPermit => document(travel::home_return_permit(text)),
        NumberForm::TaiwanTravelPermit => document(travel::taiwan_permit(text)),
        NumberForm::PermanentResidence => document(travel::permanent_residence(text)),
        NumberForm::OfficerCard => document(travel::officer_card(text)),
        NumberForm::Own => return None,
    })
}

/// A problem: the phrase, and the characters that it is about.
type Told = (Bilingual, Option<(usize, usize)>);

fn reading(told: Vec<Told>, slips: Vec<Slip>, length: Length) -> Reading {
    let clean = slips.is_empty();
    let (problems, marks): (Vec<_>, Vec<_>) = told.into_iter().unzip();
    // Positions in the mended number are those in the given one only where nothing was mended.
    let marks = marks.into_iter().flatten().filter(|_| clean).collect();
    Reading { problems, marks, at_most: Weight::Block, meant: None, slips, birth: None, length }
}

fn code(problems: &[CodeProblem], slips: Vec<Slip>) -> Reading {
    let differs = problems.iter().any(|problem| matches!(problem, CodeProblem::Length(_)));
    let told = problems.iter().map(code_said).collect();
    reading(told, slips, if differs { Length::Differs } else { Length::Fits })
}

fn code_said(problem: &CodeProblem) -> Told {
    match problem {
        CodeProblem::Length(places) => (wrong_length(*places), None),
        CodeProblem::RefusedLetter { found, at } => {
            let said = Bilingual::new(
                format!("第 {at} 位的字母 {found} 不用于代码，易与数字混淆"),
                format!("the letter {found} at place {at} is not used in codes, it looks like a digit"),
            );
            (said, place(*at))
        }
        CodeProblem::Character { found, at } => (stray(*found, *at), place(*at)),
        CodeProblem::OrganisationCheck { .. } => {
            (Bilingual::new("组织机构代码校验位不符", "the check of the organisation code in it fails"), None)
        }
        CodeProblem::Check { .. } => (check_fails(), place(18)),
    }
}

fn licence(read: LicenceNumber) -> Reading {
    let (told, length) = match &read.problem {
        None => (Vec::new(), Length::Fits),
        Some(LicenceProblem::Length(places)) => (vec![(wrong_length(*places), None)], Length::Differs),
        Some(LicenceProblem::Character { found, at }) => {
            (vec![(stray(*found, *at), place(*at))], Length::Fits)
        }
        Some(LicenceProblem::Check { .. }) => (vec![(check_fails(), place(15))], Length::Fits),
    };
    reading(told, read.slips, length)
}

fn id_number(read: IdNumber) -> Reading {
    let differs = read.problems.iter().any(|problem| matches!(problem, IdProblem::Length(_)));
    let birth = read.birth();
    let meant = read.problems.iter().find_map(|problem| match problem {
        IdProblem::Outdated { converted } => converted.clone(),
        _ => None,
    });
    let told = read.problems.iter().map(id_said).collect();
    let length = if differs { Length::Differs } else { Length::Fits };
    Reading { meant, birth, ..reading(told, read.slips, length) }
}

fn id_said(problem: &IdProblem) -> Told {
    match problem {
        IdProblem::Length(places) => (wrong_length(*places), None),
        IdProblem::Character { found, at } => (stray(*found, *at), place(*at)),
        IdProblem::Outdated { .. } => {
            let said = "15 digits, a form that is void since 2013";
            (Bilingual::new("15 位旧号自 2013 年起已停用", said), None)
        }
        IdProblem::UnknownRegion => {
            let said = Bilingual::new("前 6 位不是行政区划代码", "its first 6 digits are no region");
            (said, Some((0, 6)))
        }
        IdProblem::NoSuchBirthDate => {
            (Bilingual::new("出生日期不存在", "its birth date does not exist"), Some((6, 14)))
        }
        IdProblem::CheckDigit { .. } => (check_fails(), place(18)),
        IdProblem::NotThisPermit => {
            let said = Bilingual::new("不是这种证件的号码", "it is not the number of such a document");
            (said, Some((0, 6)))
        }
    }
}

fn document(read: Document) -> Reading {
    let told = match read.form {
        Some(_) => Vec::new(),
        None => vec![(Bilingual::new("不像这种证件的号码", "such a document has no number like that"), None)],
    };
    Reading { at_most: Weight::Warn, ..reading(told, read.slips, Length::Fits) }
}

fn place(at: usize) -> Option<(usize, usize)> {
    Some((at.saturating_sub(1), at))
}

fn wrong_length(places: usize) -> Bilingual {
    Bilingual::new(format!("位数不对，现为 {places} 位"), format!("it has {places} places, which is wrong"))
}

fn stray(found: char, at: usize) -> Bilingual {
    Bilingual::new(format!("第 {at} 位不应为 {found}"), format!("there is no {found} at place {at}"))
}

fn check_fails() -> Bilingual {
    Bilingual::new("校验位不符", "its check digit fails")
}

fn slip_said(kind: SlipKind) -> Bilingual {
    let (zh, en) = match kind {
        SlipKind::FullWidth => ("含全角字符", "full-width characters"),
        SlipKind::Blank => ("含空格或不可见字符", "blanks or invisible characters"),
        SlipKind::Hyphen => ("连字符写法不对", "hyphens out of place"),
        SlipKind::Bracket => ("括号写法不对", "brackets out of place"),
        SlipKind::LowerCase => ("字母应为大写", "lower case instead of capitals"),
        SlipKind::UpperCase => ("字母应为小写", "capitals instead of lower case"),
        SlipKind::CountryCode => ("国家码写法不对", "the country code is missing or written another way"),
        SlipKind::TrunkZero => ("区号的 0 写法不对", "the 0 before the area code is out of place"),
        SlipKind::Separator => ("各段没有用连字符分开", "its parts are not separated by hyphens"),
        SlipKind::ExtensionWord => ("分机写法不对", "the extension is written another way"),
        _ => ("书写形式不对", "it is not written as it should be"),
    };
    Bilingual::new(zh, en)
}
