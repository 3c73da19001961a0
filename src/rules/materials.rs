//! Which documents an order needs (M): its slots, and what of them is missing.

mod fill;
mod many;
mod need;
mod premise;
mod province;
#[cfg(test)]
mod tests;

use super::{Case, Check, Out};
use crate::catalog::material::Per;
use crate::catalog::rule::Rule;
use crate::domain::checklist::SubjectRef;
use crate::domain::lang::Bilingual;
use crate::domain::material::{Material, MaterialState, Wrong};
use crate::domain::order::Side;

/// The rules of the family differ in their rows alone: one function serves them all.
macro_rules! slots {
    ($($name:literal),* $(,)?) => {
        /// The family's rules: slug with underscores, and function.
        pub(super) const CHECKS: &[(&str, Check)] = &[$(($name, slots)),*];
    };
}
slots![
    "principal_id_document",
    "entity_certificate",
    "manager_id_document",
    "domain_certificate",
    "construction_plan",
    "residence_permit",
    "filing_commitment",
    "authorisation_letter",
    "prior_approval_document",
    "prior_approval_commitment",
    "verification_sheet",
    "site_manager_photo",
    "security_responsibility_letter",
    "employment_proof",
    "holding_a_document",
    "site_commitment_letter",
    "real_name_screenshot",
];

/// The slots of an order, with the reason for each: what is needed, and once what is not.
pub fn materials(case: &Case) -> Vec<Material> {
    fill::filled(case, &need::needs(case))
}

/// What is the matter with the slots of a rule. A file that can't be read is F003's to tell, a placeholder
/// H011's.
fn slots(case: &Case, rule: &Rule, out: &mut Out) {
    let per = case.catalog.documents.iter().find(|row| row.code == rule.code).map(|row| row.per);
    for slot in case.materials.iter().filter(|slot| slot.code == rule.code) {
        let subject = subject(per, &slot.owner);
        let file = slot.files.first().copied();
        let put = match (slot.state, slot.wrong) {
            (MaterialState::Unknown, _) => out.open(subject),
            (MaterialState::Missing, _) | (MaterialState::Doubtful, Some(Wrong::Owner | Wrong::OneSide)) => {
                out.fault(subject)
            }
            _ => continue,
        };
        let put = put
            .at(file.map_or_else(|| "attachments".to_owned(), |at| format!("attachments[{at}]")))
            .value("owner", need::owner_name(case.order, &slot.owner))
            .say("problem", problem(case, slot))
            .say("why", bare(&slot.why))
            .at_most(slot.certainty.at_most());
        if let Some(at) = file {
            put.file(at);
        }
    }
}

fn subject(per: Option<Per>, owner: &str) -> SubjectRef {
    match per {
        Some(Per::Principal | Per::Manager | Per::OtherManager | Per::Person) => {
            SubjectRef::Person(owner.to_owned())
        }
        Some(Per::Site | Per::SiteWithDomain) => SubjectRef::Site(owner.to_owned()),
        Some(Per::Entity) => SubjectRef::Entity,
        Some(Per::Order) | None => SubjectRef::Order,
    }
}

fn problem(case: &Case, slot: &Material) -> Bilingual {
    let first = slot.files.first().and_then(|at| case.files.get(*at)).map(|file| file.given);
    match slot.wrong {
        None | Some(Wrong::Unreadable | Wrong::Placeholder) => Bilingual::new("未提供", "is missing"),
        Some(Wrong::NotPassed) => Bilingual::new("未通过", "was not passed"),
        Some(Wrong::SideUnsaid) => Bilingual::new("未注明正反面", "does not say which side it shows"),
        Some(Wrong::OneSide) => match first.and_then(|given| given.side) {
            Some(Side::Back) => Bilingual::new("只有反面，缺少正面", "has its back only"),
            _ => Bilingual::new("只有正面，缺少反面", "has its front only"),
        },
        Some(Wrong::Owner) => match first.and_then(|given| given.owner.as_deref()) {
            Some(owner) => Bilingual::new(
                format!("归属填写为“{owner}”，与应提供者不符"),
                format!("is filed under '{owner}', whose it is not"),
            ),
            None => Bilingual::new("未注明归属", "is filed under nobody"),
        },
    }
}

/// The reason inside a sentence: without the word that it begins with in the list of slots.
fn bare(why: &Bilingual) -> Bilingual {
    let zh = why.zh.strip_prefix("需要：").unwrap_or(&why.zh);
    let en = why.en.strip_prefix("needed: ").unwrap_or(&why.en);
    Bilingual::new(zh, en)
}
