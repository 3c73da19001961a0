//! Reasons of a bureau's return: their words, and the checklist item that should have caught each.

use super::super::{Desk, Result};
use super::take::{Stop, fault};
use super::words;
use crate::catalog::Catalog;
use crate::catalog::checklist::{label, subjects_of};
use crate::catalog::wording::placeholders;
use crate::domain::bureau::{BureauReturn, GivenReason, PassedBy, ReturnReason};
use crate::domain::checklist::{ChosenReason, ItemKey, SubjectRef};
use crate::domain::ids::{OrderId, ReasonCode, RuleCode};
use crate::domain::order::Order;
use crate::domain::stage::Stage;
use crate::domain::text::Foreign;
use crate::domain::verdict::VerdictKind;
use crate::domain::view::ReviewRecord;

/// Reasons as the log and as the figures have them.
pub(super) struct Told {
    /// For the customer.
    pub chosen: Vec<ChosenReason>,
    /// For the house.
    pub kept: Vec<ReturnReason>,
}

/// Finds the words and the item of every reason.
pub(super) fn checked(catalog: &Catalog, order: &Order, given: &[GivenReason]) -> Result<Told, Stop> {
    let mut told = Told { chosen: Vec::new(), kept: Vec::new() };
    for reason in given {
        let (chosen, rule) = one(catalog, order, reason)?;
        told.kept.push(ReturnReason {
            code: chosen.code.clone(),
            text: chosen.text.clone(),
            rule,
            item: chosen.item.clone(),
        });
        told.chosen.push(chosen);
    }
    Ok(told)
}

fn one(
    catalog: &Catalog,
    order: &Order,
    given: &GivenReason,
) -> Result<(ChosenReason, Option<RuleCode>), Stop> {
    let known = given.code.as_ref().map(|code| known(catalog, code)).transpose()?;
    let item = match (&given.item, known.as_ref().and_then(|known| known.rule.as_ref())) {
        (Some(item), _) => Some(there(catalog, order, item)?),
        (None, Some(rule)) => only_item(catalog, order, rule),
        (None, None) => None,
    };
    let rule =
        item.as_ref().map(|item| item.rule.clone()).or(known.as_ref().and_then(|known| known.rule.clone()));
    let (text, mend) = known.map_or_else(Default::default, |known| (known.text, known.mend));
    let chosen = ChosenReason {
        code: given.code.clone().unwrap_or_else(|| ChosenReason::FREE.into()),
        item,
        field: None,
        text: given.text.clone().unwrap_or(text),
        // A rule's mend under the bureau's own words could tell the customer something else.
        mend: given.mend.clone().unwrap_or_else(|| match given.text {
            Some(_) => String::new(),
            None => mend,
        }),
    };
    Ok((chosen, rule))
}

/// What the catalogue says of a code.
struct Known {
    rule: Option<RuleCode>,
    text: String,
    mend: String,
}

fn known(catalog: &Catalog, code: &ReasonCode) -> Result<Known, Stop> {
    if let Some(reason) = catalog.reason(code) {
        let (text, mend) = (reason.text.zh.clone(), reason.mend.zh.clone());
        return Ok(Known { rule: reason.rules.first().cloned(), text, mend });
    }
    if let Some(rule) = catalog.rule(&code.as_str().into()) {
        // A sentence that wants values says nothing without them.
        let plain = |text: &str| Some(text.to_owned()).filter(|text| placeholders(text).is_empty());
        let text = plain(&rule.reason.zh).unwrap_or_else(|| format!("不符合：{}。", rule.title.zh));
        return Ok(Known {
            rule: Some(rule.code.clone()),
            text,
            mend: plain(&rule.mend.zh).unwrap_or_default(),
        });
    }
    let code = code.shown();
    let found = words(format!("没有代码“{code}”"), format!("the code '{code}', which nobody knows"));
    let expected = words(
        "原因代码（见 beian reasons）、规则代码（见 beian rule），或文字",
        "a code of 'beian reasons' or 'beian rule', or words",
    );
    Err(fault("reasons", found, expected))
}

fn there(catalog: &Catalog, order: &Order, item: &ItemKey) -> Result<ItemKey, Stop> {
    let whole = matches!(item.subject, SubjectRef::Order | SubjectRef::Entity);
    if catalog.rule(&item.rule).is_some() && (whole || label(order, &item.subject).is_some()) {
        return Ok(item.clone());
    }
    let item = Foreign::new(item.to_string());
    let found = words(format!("检查项“{item}”不存在"), format!("the item {item}, which is not there"));
    Err(fault(
        "reasons",
        found,
        words("该订单的检查项，如 D003@domain:s1/0", "an item of this order, such as D003@domain:s1/0"),
    ))
}

/// The item of a rule, where the order has but one.
fn only_item(catalog: &Catalog, order: &Order, rule: &RuleCode) -> Option<ItemKey> {
    let subjects = subjects_of(catalog.rule(rule)?, order);
    match <[SubjectRef; 1]>::try_from(subjects) {
        Ok([subject]) => Some(ItemKey { rule: rule.clone(), subject }),
        Err(_) => None,
    }
}

/// The bureau's returns of an order, oldest first, with who had passed it and what he had answered.
pub fn returns_of(desk: &Desk, id: OrderId) -> Result<Vec<BureauReturn>> {
    let reviews = desk.store.reviews(id)?;
    let mut all: Vec<(BureauReturn, [Option<String>; 2])> = Vec::new();
    for kept in desk.store.bureau_returns(id)? {
        match all.last_mut().filter(|(last, _)| last.revision == kept.revision) {
            Some((last, _)) => last.reasons.push(kept.reason),
            None => {
                let (revision, at) = (kept.revision, kept.at);
                let head = BureauReturn { revision, at, reasons: vec![kept.reason], passed_by: Vec::new() };
                all.push((head, [kept.first, kept.second]));
            }
        }
    }
    Ok(all.into_iter().map(|(told, names)| with_passers(told, names, &reviews)).collect())
}

fn with_passers(
    mut told: BureauReturn,
    names: [Option<String>; 2],
    reviews: &[ReviewRecord],
) -> BureauReturn {
    let items: Vec<&ItemKey> = told.reasons.iter().filter_map(|reason| reason.item.as_ref()).collect();
    let stages = [Stage::FirstReview, Stage::SecondReview];
    let passed = stages.into_iter().zip(names).filter_map(|(stage, name)| {
        let name = name?;
        // Reviews come newest first; a second review may stand on the first review of an earlier revision.
        let stands = |review: &&ReviewRecord| {
            review.stage == stage
                && review.kind == VerdictKind::Approve
                && review.undone.is_none()
                && review.revision <= told.revision
                && review.at <= told.at
        };
        let review = reviews.iter().find(stands);
        let answer =
            |item: &ItemKey| review.and_then(|review| review.answers.get(item)).map(|one| one.answer);
        let answers = items.iter().map(|item| ((*item).clone(), answer(item))).collect();
        Some(PassedBy { stage, name, answers })
    });
    told.passed_by = passed.collect();
    told
}
