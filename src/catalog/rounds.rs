//! What a new revision answers to the return before it: reasons with their marks, files, and what an earlier round
//! could have seen. The comparison itself is [`crate::domain::rounds`]; the catalogue knows what a reason is about.

mod about;

#[cfg(test)]
mod tests;

pub use about::{About, Document, Papers};

use super::Catalog;
use super::checklist::{checklist, refusal};
use super::wording;
use crate::domain::checklist::{Answer, Answers, ChosenReason, ItemKey};
use crate::domain::event::Event;
use crate::domain::finding::{Finding, Found, Overruled};
use crate::domain::ids::RuleCode;
use crate::domain::mask::Masks;
use crate::domain::order::Order;
use crate::domain::rounds::{
    Comeback, Earlier, Failed, Fields, FileIs, FileNews, Machine, Ours, Returned, Reviewed, Touch, compare,
    mark, ours,
};
use crate::domain::rule::How;
use crate::domain::stage::Stage;
use crate::domain::verdict::VerdictKind;
use crate::domain::view::{AttachmentView, HistoryLine, ReviewRecord};
use std::collections::BTreeMap;

/// An earlier revision with its files, and what the rules find in it as of its review.
#[derive(Debug, Clone)]
pub struct Round {
    /// The order as it was reviewed.
    pub order: Order,
    /// Its files.
    pub files: Vec<AttachmentView>,
    /// The stages in which it was reviewed.
    pub stages: Vec<Stage>,
    /// What the rules find.
    pub found: Vec<Finding>,
}

/// The present revision.
#[derive(Debug, Clone, Copy)]
pub struct Present<'a> {
    /// The order.
    pub order: &'a Order,
    /// Its stage.
    pub stage: Stage,
    /// Its files.
    pub files: &'a [AttachmentView],
    /// What the rules find.
    pub findings: &'a [Finding],
    /// What a supervisor overruled.
    pub overruled: &'a [Overruled],
    /// Rules that could not be run.
    pub not_run: &'a [RuleCode],
}

/// Every return of an order, the oldest first: by verdicts that stand, by the clock, by the bureau.
pub fn returns(reviews: &[ReviewRecord], history: &[HistoryLine]) -> Vec<Returned> {
    let rejected = reviews.iter().filter(|one| one.kind == VerdictKind::Reject && one.undone.is_none());
    let mut all: Vec<Returned> = rejected
        .map(|one| Returned {
            stage: one.stage,
            revision: one.revision,
            at: one.at,
            by: Some(one.by.clone()),
            cause: None,
            reasons: one.reasons.clone(),
        })
        .collect();
    all.extend(history.iter().filter_map(|line| match &line.event {
        Event::Returned { stage, cause, reasons } => Some(Returned {
            stage: *stage,
            revision: line.revision?,
            at: line.at,
            by: line.who.clone(),
            cause: Some(cause.clone()),
            reasons: reasons.clone(),
        }),
        _ => None,
    }));
    all.sort_by_key(|one| (one.revision, one.at));
    all
}

/// The present revision against the one that was returned, which is the last of `rounds`; none where nothing came
/// back.
pub fn comeback(
    catalog: &Catalog,
    present: &Present,
    rounds: &[Round],
    returns: &[Returned],
    reviews: &[ReviewRecord],
) -> Option<Comeback> {
    let last = rounds.last()?;
    let earlier: Vec<&Returned> =
        returns.iter().filter(|one| one.revision < present.order.revision).collect();
    let returned = earlier.iter().rev().find(|one| one.revision == last.order.revision)?;
    let files = compare(&last.files, present.files);
    let papers = Papers::of(catalog, &last.order, &last.files, present.files);
    let compared =
        Compared { catalog, present, fields: Fields::of(&last.order, present.order), files: &files };
    let masks = Masks::of(present.order);
    let mut reasons: Vec<Earlier> = returned
        .reasons
        .iter()
        .map(|reason| compared.earlier(&last.order, &papers, &masks, reason))
        .collect();
    reasons.sort_by_key(|one| one.mark);
    let told: Vec<Failed> =
        earlier.iter().flat_map(|one| one.reasons.iter()).flat_map(|reason| named(catalog, reason)).collect();
    let failed = failed(catalog, returned, reviews);
    let ours = all_ours(catalog, present, rounds, &told);
    let returned = (*returned).clone();
    Some(Comeback { returned, reasons, files, before: last.files.clone(), failed, ours })
}

/// What a reason names: its item, or the rules of its code.
fn named(catalog: &Catalog, reason: &ChosenReason) -> Vec<Failed> {
    match &reason.item {
        Some(item) => vec![Failed::Item(item.clone())],
        None => {
            about::rules_of(catalog, reason).into_iter().map(|rule| Failed::Rule(rule.code.clone())).collect()
        }
    }
}

/// What failed in the round that was returned: its reasons, and what its reviewer answered with a fault.
fn failed(catalog: &Catalog, returned: &Returned, reviews: &[ReviewRecord]) -> Vec<Failed> {
    let mut failed: Vec<Failed> = Vec::new();
    let own = |review: &&ReviewRecord| {
        review.undone.is_none()
            && review.kind == VerdictKind::Reject
            && (review.stage, review.revision) == (returned.stage, returned.revision)
    };
    let faults = |answers: &Answers| -> Vec<Failed> {
        let at_fault = answers.iter().filter(|(_, given)| given.answer == Answer::Fault);
        at_fault.map(|(key, _)| Failed::Item(key.clone())).collect()
    };
    let answered = reviews.iter().filter(own).flat_map(|review| faults(&review.answers));
    let reasons = returned.reasons.iter().flat_map(|reason| named(catalog, reason));
    for one in reasons.chain(answered) {
        if !failed.contains(&one) {
            failed.push(one);
        }
    }
    failed
}

struct Compared<'a> {
    catalog: &'a Catalog,
    present: &'a Present<'a>,
    fields: Fields<'a>,
    files: &'a [FileNews],
}

impl Compared<'_> {
    fn earlier(&self, before: &Order, papers: &Papers, masks: &Masks, reason: &ChosenReason) -> Earlier {
        let about = about::of_reason(self.catalog, before, &self.fields, papers, reason);
        let mark = mark(self.touch(&about), self.machine(masks, reason));
        let path = about.paths.iter().find_map(|path| self.fields.now(path));
        let own: Vec<usize> = (0..self.files.len())
            .filter(|at| self.files.get(*at).is_some_and(|file| about.is_about(file)))
            .collect();
        let changed = |at: &usize| self.files.get(*at).is_some_and(|file| file.is != FileIs::Same);
        let file = own.iter().copied().find(changed).or(own.first().copied());
        Earlier { reason: reason.clone(), mark, path, file }
    }

    /// Whether what something is about is as it was; where nothing says what, whether anything changed.
    fn touch(&self, about: &About) -> Touch {
        let is_same = |file: &&FileNews| file.is == FileIs::Same;
        let files = |touched: bool| if touched { Touch::Changed } else { Touch::Same };
        if about.is_unknown() {
            return Touch::any([
                self.fields.anything(),
                files(self.files.iter().any(|file| !is_same(&file))),
            ]);
        }
        let touched = self.files.iter().filter(|file| about.is_about(file)).any(|file| !is_same(&file));
        Touch::any(about.paths.iter().map(|path| self.fields.touch(path)).chain([files(touched)]))
    }

    /// What the machine says now of the rule of a reason.
    fn machine(&self, masks: &Masks, reason: &ChosenReason) -> Machine {
        let (catalog, present) = (self.catalog, self.present);
        let code = reason.item.as_ref().map_or(reason.code.as_str(), |item| item.rule.as_str());
        let Some(rule) = catalog.rule(&code.into()).filter(|rule| rule.how == How::Auto) else {
            return Machine::Silent;
        };
        let runs = refusal(catalog, rule, present.order, present.stage).is_none();
        if !runs || rule.needs.iter().any(|fact| fact.is_to_come()) || present.not_run.contains(&rule.code) {
            return Machine::Silent;
        }
        let own = |finding: &&Finding| {
            finding.rule == rule.code
                && reason.item.as_ref().is_none_or(|item| *item == finding.item())
                && finding.overruled_by(present.overruled).is_none()
        };
        let found: Vec<&Finding> = present.findings.iter().filter(own).collect();
        if found.iter().any(|finding| finding.is == Found::Open) {
            return Machine::Silent;
        }
        let words =
            |finding: &Finding| wording::to_customer(catalog, finding).map(|said| masks.hide(&said.what));
        match found.iter().any(|finding| words(finding).as_ref() == Some(&reason.text)) {
            true => Machine::FindsSame,
            false if found.is_empty() => Machine::Clear,
            false => Machine::FindsOther,
        }
    }
}

/// Faults of this round that an earlier one could have seen: those that the rules find in both, and open items.
fn all_ours(catalog: &Catalog, present: &Present, rounds: &[Round], told: &[Failed]) -> Vec<Ours> {
    let reviewed: Vec<Reviewed> = rounds
        .iter()
        .filter(|round| !round.stages.is_empty())
        .map(|round| Reviewed { revision: round.order.revision, found: round.found.clone() })
        .collect();
    let standing = |ours: &Ours| {
        let finding = ours.finding.and_then(|at| present.findings.get(at));
        finding.is_some_and(|finding| finding.overruled_by(present.overruled).is_none())
    };
    let mut all: Vec<Ours> = ours(present.findings, &reviewed, told).into_iter().filter(standing).collect();
    all.extend(items_since(catalog, present, rounds, told));
    all
}

/// Items of this checklist that stood on an earlier one, about something that has not changed since.
fn items_since(catalog: &Catalog, present: &Present, rounds: &[Round], told: &[Failed]) -> Vec<Ours> {
    if !present.stage.is_review() {
        return Vec::new();
    }
    let named = |key: &ItemKey| {
        told.iter().any(|failed| match failed {
            Failed::Item(item) => item == key,
            Failed::Rule(rule) => *rule == key.rule,
        })
    };
    let mut items = checklist(catalog, present.order, present.stage, &[]);
    items.retain(|item| !named(&item.key));
    let mut since: BTreeMap<ItemKey, u32> = BTreeMap::new();
    for round in rounds {
        let files = compare(&round.files, present.files);
        let fields = Fields::of(&round.order, present.order);
        let compared = Compared { catalog, present, fields, files: &files };
        let asked = |stage: &Stage| checklist(catalog, &round.order, *stage, &[]);
        let seen: Vec<ItemKey> = round.stages.iter().flat_map(asked).map(|item| item.key).collect();
        for item in items.iter().filter(|item| seen.contains(&item.key)) {
            let about = about::of_item(&round.order, item.rule, &item.key.subject);
            if compared.touch(&about) == Touch::Same {
                since.entry(item.key.clone()).or_insert(round.order.revision);
            }
        }
    }
    since.into_iter().map(|(item, since)| Ours { item, since, finding: None }).collect()
}
