//! What the need of a document hangs on, beyond the conditions of its row.

use super::need::{ENTITY, Owner};
use super::{many, province};
use crate::catalog::material::{Document, Premise};
use crate::catalog::place::NumberForm;
use crate::catalog::slots::ORDER;
use crate::domain::ident::id_card::{IdNumber, age_on};
use crate::domain::lang::{Bilingual, Lang};
use crate::domain::material::{MaterialState, Wrong};
use crate::domain::order::{AttachmentKind, IdentityCheck, Person, PhotoMethod};
use crate::domain::rule::Certainty;
use crate::rules::Case;
use crate::rules::photo::method_name;
use crate::rules::sites::all_approval_words;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What fills the placeholders of a sentence.
pub type Values = BTreeMap<String, Bilingual>;

/// Whether a premise holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It holds.
    Yes,
    /// It doesn't.
    No,
    /// It hangs on a fact that nobody supplied.
    Unknown,
    /// It holds, and a check that leaves no file has answered for it.
    Checked(MaterialState, Option<Wrong>),
}

/// A premise judged for one owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// Whether it holds.
    pub answer: Answer,
    /// How sure that is.
    pub certainty: Certainty,
    /// What its sentences may name.
    pub values: Values,
}

impl Judged {
    /// An answer that is sure.
    pub fn sure(answer: Answer) -> Self {
        Self { answer, certainty: Certainty::Sure, values: Values::new() }
    }

    /// A fact of a province's table.
    pub fn of(answer: Answer, certainty: Certainty) -> Self {
        Self { answer, certainty, values: Values::new() }
    }

    /// With a value for a placeholder.
    pub fn with(mut self, name: &str, value: Bilingual) -> Self {
        self.values.insert(name.to_owned(), value);
        self
    }
}

fn yes_if(holds: Option<bool>) -> Judged {
    Judged::sure(match holds {
        Some(true) => Answer::Yes,
        Some(false) => Answer::No,
        None => Answer::Unknown,
    })
}

/// Judges a premise for one owner.
pub fn judge(case: &Case, document: &Document, premise: Premise, owner: &Owner) -> Judged {
    match premise {
        Premise::Always => Judged::sure(Answer::Yes),
        Premise::Uploaded => yes_if(Some(case.profile.first_review_documents.contains(&document.kind))),
        Premise::IdentityCheck => identity_check(case, owner),
        Premise::ApprovalChosen => approval_chosen(case, owner),
        Premise::Under18 => under_18(case, owner),
        Premise::ProvinceDomainCertificate => province::domain_certificate(case),
        Premise::ProvinceFirstFilingPlan => province::first_filing_plan(case),
        Premise::ProvinceManyDomains => many::domains(case),
        Premise::ProvinceOutsider => province::outsider(case, owner),
        Premise::ProvinceCommitment => province::commitment(case),
        Premise::ProvinceLetter => province::letter(case, owner),
        Premise::ApprovalWords => approval_words(case, owner),
    }
}

/// Portrait capture and video check are made before submission; the other methods bring a file.
const BEFORE_SUBMISSION: [PhotoMethod; 2] = [PhotoMethod::PortraitCapture, PhotoMethod::VideoCheck];

fn identity_check(case: &Case, owner: &Owner) -> Judged {
    let open = &case.profile.photo_methods;
    let Some(method) = open.iter().find(|method| BEFORE_SUBMISSION.contains(method)) else {
        return Judged::sure(Answer::No);
    };
    let own: Vec<&IdentityCheck> = case
        .order
        .identity_checks
        .iter()
        .filter(|check| check.person.0 == owner.id && open.contains(&check.method))
        .collect();
    let any = |passed| own.iter().any(|check| check.passed == passed);
    let (state, wrong) = match () {
        () if any(Some(true)) => (MaterialState::Filled, None),
        () if any(None) || case.order.identity_checks.is_empty() => (MaterialState::Unknown, None),
        () if any(Some(false)) => (MaterialState::Missing, Some(Wrong::NotPassed)),
        () => (MaterialState::Missing, None),
    };
    Judged::sure(Answer::Checked(state, wrong)).with("method", method_name(case, *method))
}

fn approval_chosen(case: &Case, owner: &Owner) -> Judged {
    let chosen = owner.site.map(|site| site.prior_approvals.as_slice()).unwrap_or_default();
    if chosen.is_empty() {
        return Judged::sure(Answer::No);
    }
    let named = |lang| {
        let one = |subject: &str| {
            let key = format!("value.subject.{subject}");
            match case.catalog.text(lang, &key) {
                text if text == key => subject.to_owned(),
                text => text.to_owned(),
            }
        };
        let all: Vec<String> = chosen.iter().map(|approval| one(&approval.subject)).collect();
        all.join(lang.pick("、", ", "))
    };
    Judged::sure(Answer::Yes).with("subjects", Bilingual::new(named(Lang::Zh), named(Lang::En)))
}

/// A word alone asks a question: whether it is meant so is the reviewer's to say.
fn approval_words(case: &Case, owner: &Owner) -> Judged {
    let Some(site) = owner.site else { return Judged::sure(Answer::No) };
    let approved = case.files.iter().map(|file| file.given).any(|given| {
        let whose = given.owner.as_deref();
        given.kind == AttachmentKind::PriorApproval
            && whose.is_none_or(|whose| whose == owner.id || matches!(whose, ENTITY | ORDER))
    });
    let mut words: Vec<&str> = Vec::new();
    if !approved {
        let found = all_approval_words(case, site);
        words.extend(found.iter().map(|hit| hit.word.text.as_str()));
        words.dedup();
    }
    match words.is_empty() {
        true => Judged::sure(Answer::No),
        false => {
            Judged::sure(Answer::Unknown).with("words", Bilingual::new(words.join("、"), words.join(", ")))
        }
    }
}

fn under_18(case: &Case, owner: &Owner) -> Judged {
    let Some(birth) = owner.person.and_then(|person| birth(case, person)) else {
        return Judged::sure(Answer::Unknown);
    };
    let Some(age) = age_on(birth, case.day()) else { return Judged::sure(Answer::Unknown) };
    yes_if(Some(age < 18)).with("age", Bilingual::same(age.to_string()))
}

/// The birth date that an ID number holds; passports and travel permits hold none.
fn birth(case: &Case, person: &Person) -> Option<NaiveDate> {
    use NumberForm::{HkMacauResidencePermit, IdCard, TaiwanResidencePermit};
    let holds = |form: &NumberForm| matches!(form, IdCard | HkMacauResidencePermit | TaiwanResidencePermit);
    let kind = case.catalog.certificate(&person.certificate.kind)?;
    if !kind.numbers.iter().any(holds) {
        return None;
    }
    IdNumber::read(&person.certificate.number, |region| case.catalog.regions.known(region)).birth()
}
