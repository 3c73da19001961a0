//! What an order needs: whose, why, and when it is due.

use super::premise::{self, Answer, Values};
use crate::catalog::checklist::{Refusal, Who};
use crate::catalog::material::{Document, Needed, Per, Touch};
use crate::catalog::slots::{self, ORDER};
use crate::catalog::wording::fill_all;
use crate::domain::ids::{PersonRef, SiteRef};
use crate::domain::lang::Bilingual;
use crate::domain::material::{MaterialState, Wrong};
use crate::domain::order::{Attachment, ChangePart, Order, OrderType, Person, Site};
use crate::domain::rule::Certainty;
use crate::domain::stage::Stage;
use crate::domain::view::{SlotState, SlotView};
use crate::rules::Case;

/// The owner of what belongs to the entity.
pub const ENTITY: &str = "entity";

/// One document for one owner.
#[derive(Debug, Clone)]
pub struct Need<'a> {
    /// The document.
    pub document: &'a Document,
    /// Whose: `entity`, `order`, a person's id or a site's; empty where nobody needs it.
    pub owner: String,
    /// How it is needed.
    pub is: Is,
    /// How sure that is.
    pub certainty: Certainty,
    /// Why it is needed, or why not.
    pub why: Bilingual,
}

/// How a document is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Is {
    /// Before first review.
    Now,
    /// In the verification stage: a file.
    Verification(SlotState),
    /// In the verification stage: a paper original.
    Paper(SlotState),
    /// Before submission, by a check that leaves no file.
    Checked(MaterialState, Option<Wrong>),
    /// A fact is missing that it hangs on.
    Unknown,
    /// Not needed.
    Not,
}

impl Is {
    /// True where a file fills it.
    pub const fn takes_a_file(self) -> bool {
        matches!(self, Self::Now | Self::Verification(_) | Self::Unknown)
    }
}

/// An owner of documents.
#[derive(Debug, Clone, Copy)]
pub struct Owner<'a> {
    /// `entity`, `order`, or the id of a person or site.
    pub id: &'a str,
    /// His or its name.
    pub name: &'a str,
    /// The person.
    pub person: Option<&'a Person>,
    /// The site.
    pub site: Option<&'a Site>,
}

/// Everything that an order needs, and each document once that it doesn't.
pub fn needs<'a>(case: &Case<'a>) -> Vec<Need<'a>> {
    let given: Vec<&Attachment> = case.files.iter().map(|file| file.given).collect();
    let slots = slots::slots(case.profile, case.order, &given, case.papers);
    let mut values = general(case);
    let who = Who::of(case.catalog, case.order);
    let mut needs = Vec::new();
    let all = &case.catalog.documents;
    for (at, document) in all.iter().enumerate() {
        let from = needs.len();
        let why_not = before_first_review(case, &who, document, &mut values, &mut needs);
        if all.iter().position(|row| row.kind == document.kind) == Some(at) {
            let own = slots.iter().filter(|slot| slot.kind == document.kind);
            needs.extend(own.map(|slot| in_verification(case, document, slot, &values)));
        }
        if needs.len() == from {
            let owner = String::new();
            needs.push(Need { document, owner, is: Is::Not, certainty: Certainty::Sure, why: why_not });
        }
    }
    needs
}

fn in_verification<'a>(
    case: &Case<'a>,
    document: &'a Document,
    slot: &SlotView,
    values: &Values,
) -> Need<'a> {
    let texts = &case.catalog.document_texts.verification;
    let (is, text) = match slot.paper {
        Some(_) => (Is::Paper(slot.state), &texts.paper),
        None => (Is::Verification(slot.state), &texts.file),
    };
    let why = said(text, values).unwrap_or_default();
    Need { document, owner: slot.owner.clone(), is, certainty: Certainty::Sure, why }
}

/// Puts what is due before first review; the answer is why nothing is, where nothing is.
fn before_first_review<'a>(
    case: &Case<'a>,
    who: &Who,
    document: &'a Document,
    values: &mut Values,
    needs: &mut Vec<Need<'a>>,
) -> Bilingual {
    let texts = &case.catalog.document_texts.refused;
    let say = |text: &Bilingual, values: &Values| said(text, values).unwrap_or_default();
    if let Some(text) = refused(case, who, document) {
        return say(text, values);
    }
    let owners = owners(document.per, case.order);
    match touched(case.order, document) {
        Some(true) => {}
        Some(false) => return say(&texts.untouched, values),
        None => {
            let owner = owners.first().map_or(ORDER, |owner| owner.id).to_owned();
            let why = say(&texts.change_unsaid, values);
            needs.push(Need { document, owner, is: Is::Unknown, certainty: Certainty::Sure, why });
            return Bilingual::default();
        }
    }
    if owners.is_empty() && document.per != Per::OtherManager && !document.needed.is_empty() {
        return say(&texts.nobody, values);
    }
    let mut why_not = None;
    for owner in owners {
        values.insert("owner".to_owned(), Bilingual::same(owner.name));
        values.insert("certificate".to_owned(), certificate(case, &owner));
        match weighed(case, who, document, &owner, values) {
            Ok(need) => needs.push(need),
            Err(text) => why_not = why_not.or(text),
        }
    }
    why_not.or_else(|| said(&document.not_needed, values)).unwrap_or_default()
}

/// The need of one owner, or why there is none.
fn weighed<'a>(
    case: &Case<'a>,
    who: &Who,
    document: &'a Document,
    owner: &Owner<'a>,
    values: &Values,
) -> Result<Need<'a>, Option<Bilingual>> {
    let mut why_not = None;
    let mut unknown = None;
    for row in document.needed.iter().filter(|row| is_asked(who, case.order.order_type, row)) {
        let premise = premise::judge(case, document, row.premise, owner);
        let said = |text: &Bilingual| fill_all(text, &[&premise.values, values]);
        let (is, text) = match premise.answer {
            Answer::Yes => (Is::Now, &row.why),
            Answer::Checked(MaterialState::Unknown, wrong) => {
                (Is::Checked(MaterialState::Unknown, wrong), row.open.as_ref().unwrap_or(&row.why))
            }
            Answer::Checked(state, wrong) => (Is::Checked(state, wrong), &row.why),
            Answer::Unknown => (Is::Unknown, row.open.as_ref().unwrap_or(&row.why)),
            Answer::No => {
                why_not = why_not.or_else(|| row.otherwise.as_ref().and_then(said));
                continue;
            }
        };
        let why = said(text).unwrap_or_else(|| text.clone());
        let need = Need { document, owner: owner.id.to_owned(), is, certainty: premise.certainty, why };
        if is != Is::Unknown {
            return Ok(need);
        }
        unknown = unknown.or(Some(need));
    }
    unknown.ok_or(why_not)
}

fn is_asked(who: &Who, order_type: OrderType, row: &Needed) -> bool {
    (row.order_types.is_empty() || row.order_types.contains(&order_type)) && who.is_case(&row.case)
}

/// Why the document's rule does not apply to the order, in whatever stage.
fn refused<'a>(case: &Case<'a>, who: &Who, document: &Document) -> Option<&'a Bilingual> {
    let rule = case.catalog.rule(&document.code)?;
    let texts = &case.catalog.document_texts.refused;
    let in_stage = |stage| who.refusal(rule, stage);
    let why = match (in_stage(Stage::FirstReview), in_stage(Stage::SecondReview)) {
        (None, _) | (_, None) => return None,
        (Some(Refusal::Stage), Some(why)) | (Some(why), _) => why,
    };
    Some(match why {
        Refusal::Profile | Refusal::Stage => &texts.profile,
        Refusal::Nature => &texts.nature,
        Refusal::Province => &texts.province,
        Refusal::OrderType => &texts.order_type,
        Refusal::Day | Refusal::Case => &texts.day,
    })
}

/// True where the order brings the document's subject in; none where a change does not say what it changes.
fn touched(order: &Order, document: &Document) -> Option<bool> {
    if order.order_type != OrderType::Change || document.touches.is_empty() {
        return Some(true);
    }
    if order.changes.is_empty() {
        return None;
    }
    let touches = |touch: &Touch| {
        order.changes.iter().any(|change| match touch {
            Touch::Entity => change.part == ChangePart::Entity,
            Touch::Site => change.part == ChangePart::Site,
            Touch::Domain => change.part == ChangePart::Site && change.field.contains("domains"),
        })
    };
    Some(document.touches.iter().any(touches))
}

fn owners<'a>(per: Per, order: &'a Order) -> Vec<Owner<'a>> {
    let site = |site: &'a Site| Owner { id: &site.id.0, name: &site.name, person: None, site: Some(site) };
    let entity = |id| vec![Owner { id, name: order.entity.name.as_str(), person: None, site: None }];
    let principal = &order.entity.principal;
    match per {
        Per::Principal => order.principal().map(of_person).into_iter().collect(),
        Per::Manager => order.managers().into_iter().map(of_person).collect(),
        Per::OtherManager => {
            order.managers().into_iter().filter(|person| &person.id != principal).map(of_person).collect()
        }
        Per::Person => {
            let others = order.managers().into_iter().filter(|person| &person.id != principal);
            order.principal().into_iter().chain(others).map(of_person).collect()
        }
        Per::Entity => entity(ENTITY),
        Per::Order => entity(ORDER),
        Per::Site => order.sites.iter().map(site).collect(),
        Per::SiteWithDomain => order.sites.iter().filter(|site| !site.domains.is_empty()).map(site).collect(),
    }
}

fn of_person(person: &Person) -> Owner<'_> {
    Owner { id: &person.id.0, name: &person.name, person: Some(person), site: None }
}

/// The name of an owner (unsafe text).
pub fn owner_name(order: &Order, id: &str) -> String {
    if let Some(person) = order.person(&PersonRef::from(id)) {
        return person.name.clone();
    }
    let site = order.sites.iter().find(|site| site.id == SiteRef::from(id));
    site.map_or(&order.entity.name, |site| &site.name).clone()
}

/// What every sentence may name.
fn general(case: &Case) -> Values {
    let province = case
        .province()
        .map_or_else(|| Bilingual::same(case.order.province.as_str()), |province| province.title.clone());
    Values::from([("provider".to_owned(), case.profile.provider.clone()), ("province".to_owned(), province)])
}

fn certificate(case: &Case, owner: &Owner) -> Bilingual {
    let certificate = owner.person.map_or(&case.order.entity.certificate, |person| &person.certificate);
    match case.catalog.certificate(&certificate.kind) {
        Some(kind) => kind.title.clone(),
        None => Bilingual::same(certificate.kind.as_str()),
    }
}

/// The sentence with its names filled; none where a name has no value.
fn said(text: &Bilingual, values: &Values) -> Option<Bilingual> {
    fill_all(text, &[values])
}
