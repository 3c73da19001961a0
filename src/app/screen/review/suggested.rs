//! Reasons that nobody took yet: those of standing blocking findings, and earlier ones that are untouched.
//!
//! How many there are is asked for on every key, what they say only where one is seen, so a suggestion has its
//! sentences made when it is looked at.

use super::Review;
use super::findings::{Group, field_of_finding, reason_of};
use super::work::same;
use crate::catalog::Catalog;
use crate::domain::checklist::{ChosenReason, ItemKey};
use crate::domain::ids::ReasonCode;
use std::collections::HashSet;
use std::sync::Arc;

/// What tells reasons apart, however they are worded: see [`same`].
type Key = (ReasonCode, Option<ItemKey>, Option<String>);

/// Where the sentences of a suggestion come from.
#[derive(Debug, Clone, Copy)]
enum Source {
    /// A finding, by its place in the list of findings.
    Finding(usize),
    /// An untouched reason of the last return, by its place among them.
    Untouched(usize),
}

/// A reason on offer.
#[derive(Debug)]
pub struct Suggestion {
    key: Key,
    source: Source,
}

fn key_of(reason: &ChosenReason) -> Key {
    (reason.code.clone(), reason.item.clone(), reason.field.clone())
}

impl Review {
    /// Every reason that could be suggested, each once.
    fn all_suggestions(&self, catalog: &Catalog) -> Arc<Vec<Suggestion>> {
        self.made.suggestions.get(self.view.stamp(), || {
            if !self.view.row.stage.is_review() {
                return Vec::new();
            }
            let findings = self.findings().into_iter().enumerate();
            let blocking = findings.filter(|(_, one)| one.group == Group::Block && one.finding.is_blocking());
            let blocking = blocking.map(|(place, one)| {
                let field = field_of_finding(catalog, &self.view, one.finding);
                let key = (one.finding.rule.as_str().into(), Some(one.finding.item()), field);
                Suggestion { key, source: Source::Finding(place) }
            });
            let untouched = self.untouched().enumerate();
            let untouched = untouched
                .map(|(at, reason)| Suggestion { key: key_of(reason), source: Source::Untouched(at) });
            let mut seen = HashSet::new();
            blocking.chain(untouched).filter(|one| seen.insert(one.key.clone())).collect()
        })
    }

    /// Those that are not in the tray, by their places among all.
    fn open_suggestions(&self, catalog: &Catalog) -> Arc<Vec<usize>> {
        self.made.suggested.get((self.view.stamp(), self.work.stamp()), || {
            let taken: HashSet<Key> = self.work.reasons.iter().map(key_of).collect();
            let all = self.all_suggestions(catalog);
            let open = all.iter().enumerate().filter(|(_, one)| !taken.contains(&one.key));
            open.map(|(at, _)| at).collect()
        })
    }

    /// How many reasons are suggested.
    pub fn suggested(&self, catalog: &Catalog) -> usize {
        self.open_suggestions(catalog).len()
    }

    /// A suggestion, by its place below the reasons that were taken.
    pub fn suggestion(&self, catalog: &Catalog, place: usize) -> Option<ChosenReason> {
        let at = *self.open_suggestions(catalog).get(place)?;
        match self.all_suggestions(catalog).get(at)?.source {
            Source::Finding(place) => {
                self.finding_at(place).map(|one| reason_of(catalog, &self.view, one.finding))
            }
            Source::Untouched(at) => self.untouched().nth(at).cloned(),
        }
    }

    /// Reasons of standing blocking findings, and earlier ones that are untouched, that are not in the tray.
    pub fn suggestions(&self, catalog: &Catalog) -> Vec<ChosenReason> {
        (0..self.suggested(catalog)).filter_map(|place| self.suggestion(catalog, place)).collect()
    }

    /// The line of a reason in the tray, among those that were taken or those that are suggested.
    pub(super) fn line_of_reason(&self, catalog: &Catalog, reason: &ChosenReason) -> Option<usize> {
        let taken = self.work.reasons.iter().position(|known| same(known, reason));
        let suggested = || {
            let (all, key) = (self.all_suggestions(catalog), key_of(reason));
            let is = |at: &usize| all.get(*at).is_some_and(|one| one.key == key);
            let place = self.open_suggestions(catalog).iter().position(is)?;
            Some(place + self.work.reasons.len())
        };
        taken.or_else(suggested)
    }
}
