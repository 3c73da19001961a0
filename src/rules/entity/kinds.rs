//! What kind of organisation an entity is, by its data (E008, E013, E014).

use super::{NUMBER, is_blank};
use crate::catalog::rule::Rule;
use crate::domain::checklist::SubjectRef;
use crate::domain::ident::credit_code::CreditCode;
use crate::domain::ident::licence::{LicenceNumber, LicenceProblem};
use crate::domain::ids::NatureId;
use crate::domain::lang::Bilingual;
use crate::domain::order::Entity;
use crate::domain::text::half_width;
use crate::rules::{Case, Out};

/// Places of the shortest registration number that an individual business ever had.
const REGISTRATION_PLACES: usize = 13;

/// E008: what nature and remark of an individual business should be.
pub(super) fn individual_business_remark(case: &Case, _: &Rule, out: &mut Out) {
    let entity = &case.order.entity;
    let Some(business) = &entity.individual_business else { return };
    let personal = case.order.is_personal();
    let remark = entity.remark.as_deref().unwrap_or_default();
    if is_blank(&business.trade_name) {
        without_trade_name(entity, remark, out);
        return;
    }
    if personal {
        let said = Bilingual::new("有字号，应按企业备案", "with a trade name it files as enterprise");
        out.fault(SubjectRef::Entity).at("entity.nature").say("problem", said);
    }
    match business.has_seal {
        None => {
            let put = out.open(SubjectRef::Entity).at("entity.individual_business.has_seal");
            put.say("problem", Bilingual::new("公章情况未说明", "its seal is not spoken of"));
        }
        Some(false) if !says_none_of(remark, "公章") => {
            let said =
                Bilingual::new("没有公章，备注未说明", "it has no seal, and the remark does not say so");
            out.fault(SubjectRef::Entity).at("entity.remark").say("problem", said);
        }
        Some(_) => {}
    }
}

fn without_trade_name(entity: &Entity, remark: &str, out: &mut Out) {
    if entity.nature.as_str() != NatureId::PERSONAL {
        let said = Bilingual::new("没有字号，应按个人备案", "without a trade name it files as person");
        out.fault(SubjectRef::Entity).at("entity.nature").say("problem", said);
    }
    let said = if !says_none_of(remark, "字号") {
        Bilingual::new("没有字号，备注未说明", "it has no trade name, and the remark does not say so")
    } else if longest_number(remark) < REGISTRATION_PLACES {
        Bilingual::new("备注未写注册号", "the remark lacks the registration number")
    } else {
        return;
    };
    out.fault(SubjectRef::Entity).at("entity.remark").say("problem", said);
}

/// True where a remark says that a thing is not there: 无公章, 没有工商字号, 尚未刻制公章.
fn says_none_of(remark: &str, thing: &str) -> bool {
    let text: String = remark.chars().filter(|c| !c.is_whitespace()).collect();
    text.match_indices(thing).any(|(at, _)| {
        let before: Vec<char> = text[..at].chars().rev().take(6).collect();
        before.iter().any(|c| matches!(c, '无' | '没' | '未' | '無'))
    })
}

/// Places of the longest run of letters and digits in a text that begins with a digit.
fn longest_number(text: &str) -> usize {
    let text: String = text.chars().map(half_width).collect();
    let runs = text.split(|c: char| !c.is_ascii_alphanumeric());
    runs.filter(|run| run.starts_with(|c: char| c.is_ascii_digit())).map(str::len).max().unwrap_or(0)
}

/// E013: a business licence that still goes by its old number.
pub(super) fn three_in_one_code(case: &Case, _: &Rule, out: &mut Out) {
    let certificate = &case.order.entity.certificate;
    if certificate.kind.as_str() != "business_licence" {
        return;
    }
    let old = LicenceNumber::read(&certificate.number).problem;
    if matches!(old, None | Some(LicenceProblem::Check { .. })) {
        out.fault(SubjectRef::Entity).at(NUMBER);
    }
}

/// E014: the nature that the social credit code speaks for, where another was chosen.
pub(super) fn other_organisations_as_social(case: &Case, _: &Rule, out: &mut Out) {
    let entity = &case.order.entity;
    let code = CreditCode::read(&entity.certificate.number);
    let expected = if code.is_valid() { of_code(code.code()) } else { of_nature(&entity.nature) };
    if expected.is_some_and(|expected| expected != entity.nature.as_str()) {
        out.fault(SubjectRef::Entity).at("entity.nature");
    }
}

/// Natures by authority and kind, the first two places of a code; what has no nature of its own there is a
/// social organisation.
fn of_code(code: &str) -> Option<&'static str> {
    Some(match code.get(..2)? {
        "11" => "government",
        "12" => "public_institution",
        "91" | "92" | "93" => "enterprise",
        kind if kind.starts_with('A') => "military",
        _ => "social_organisation",
    })
}

/// Natures that are no choice of their own in the form of the source.
fn of_nature(nature: &NatureId) -> Option<&'static str> {
    let own = ["military", "government", "public_institution", "enterprise", "personal"];
    (!own.contains(&nature.as_str())).then_some("social_organisation")
}
