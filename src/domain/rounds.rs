//! Rounds of an order: what a new revision answers to the return before it, and which faults an earlier round
//! could have seen. All comparisons are between two revisions whose parts are found by their ids.

mod files;
mod waited;

pub use files::{FileIs, FileNews, compare};
pub use waited::{Side, Waited, waited};

use super::checklist::{ChosenReason, ItemKey};
use super::diff::leaves;
use super::finding::{Finding, Found};
use super::ids::RuleCode;
use super::life::ReturnCause;
use super::order::Order;
use super::path::{numbers, pattern};
use super::stage::Stage;
use super::view::AttachmentView;
use chrono::{DateTime, Utc};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A return of an order to its customer, by a verdict, by the clock or by the bureau.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Returned {
    /// The stage that returned it.
    pub stage: Stage,
    /// The revision that was returned.
    pub revision: u32,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; none = the program or the bureau.
    pub by: Option<String>,
    /// Why it came back after its reviews; none = a verdict.
    pub cause: Option<ReturnCause>,
    /// Its reasons.
    pub reasons: Vec<ChosenReason>,
}

/// What became of an earlier reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Neither its field nor its file changed, or the machine finds exactly the same.
    Untouched,
    /// Something changed, and a person must look.
    LookAgain,
    /// What it is about changed, and the machine that decides it finds nothing any more.
    Mended,
}

impl Mark {
    /// The key of its word is `mark.<slug>`.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Untouched => "untouched",
            Self::LookAgain => "look_again",
            Self::Mended => "mended",
        }
    }

    /// A sign, so that colour never says it alone.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Untouched => "✗",
            Self::LookAgain => "!",
            Self::Mended => "✓",
        }
    }
}

/// Whether what a reason is about is as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    /// As it was.
    Same,
    /// It changed.
    Changed,
}

impl Touch {
    /// [`Touch::Changed`] where anything did.
    pub fn any(changed: impl IntoIterator<Item = Self>) -> Self {
        let any = changed.into_iter().any(|touch| touch == Self::Changed);
        if any { Self::Changed } else { Self::Same }
    }
}

/// What the machine says of a reason's rule in the new revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Machine {
    /// A person decides it, or the rule does not run here.
    Silent,
    /// It finds nothing.
    Clear,
    /// It finds exactly the same.
    FindsSame,
    /// It finds something else.
    FindsOther,
}

/// The mark of an earlier reason.
pub const fn mark(touch: Touch, machine: Machine) -> Mark {
    match (touch, machine) {
        (_, Machine::FindsSame) | (Touch::Same, Machine::Silent | Machine::FindsOther) => Mark::Untouched,
        // Nothing that the customer sent has changed: something outside has, and a person looks at it.
        (Touch::Same, Machine::Clear) => Mark::LookAgain,
        (Touch::Changed, Machine::Clear) => Mark::Mended,
        (Touch::Changed, Machine::Silent | Machine::FindsOther) => Mark::LookAgain,
    }
}

/// An earlier reason with its mark, and where its field and file stand now.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Earlier {
    /// The reason as it was sent.
    pub reason: ChosenReason,
    /// What became of it.
    pub mark: Mark,
    /// The field that it is about, as a path into the new order.
    pub path: Option<String>,
    /// The file that it is about, as a place in [`Comeback::files`]; the changed one first.
    pub file: Option<usize>,
}

/// What failed in the round before: an item, or a rule about whatever it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Failed {
    /// One item.
    Item(ItemKey),
    /// Every item of a rule.
    Rule(RuleCode),
}

/// A fault that an earlier round could have seen, and did not tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ours {
    /// Rule and subject.
    pub item: ItemKey,
    /// The first revision whose review could have seen it.
    pub since: u32,
    /// The finding, by its place in the list of findings; none = a person decides the item.
    pub finding: Option<usize>,
}

/// A revision that came back, against the one that was returned.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comeback {
    /// The return that it answers.
    pub returned: Returned,
    /// Its reasons, what is untouched first.
    pub reasons: Vec<Earlier>,
    /// Every file of both revisions.
    pub files: Vec<FileNews>,
    /// The files of the revision that was returned.
    pub before: Vec<AttachmentView>,
    /// What failed then.
    pub failed: Vec<Failed>,
    /// Faults that an earlier round could have seen.
    pub ours: Vec<Ours>,
}

impl Comeback {
    /// True where an item failed in the round before.
    pub fn failed_before(&self, key: &ItemKey) -> bool {
        self.failed.iter().any(|failed| match failed {
            Failed::Item(item) => item == key,
            Failed::Rule(rule) => *rule == key.rule,
        })
    }

    /// The files that are not as they were, by their places in [`Comeback::files`].
    pub fn changed_files(&self) -> impl Iterator<Item = usize> {
        (0..self.files.len()).filter(|at| self.files.get(*at).is_some_and(|file| file.is != FileIs::Same))
    }

    /// What is to be told of a present file.
    pub fn news_of(&self, file: usize) -> Option<&FileNews> {
        self.files.iter().find(|news| news.after == Some(file))
    }

    /// The first round that could have seen a finding's fault.
    pub fn finding_since(&self, finding: usize) -> Option<u32> {
        self.ours.iter().find(|ours| ours.finding == Some(finding)).map(|ours| ours.since)
    }

    /// The first round that could have seen an item's fault, where a person decides it.
    pub fn item_since(&self, key: &ItemKey) -> Option<u32> {
        self.ours.iter().find(|ours| ours.finding.is_none() && ours.item == *key).map(|ours| ours.since)
    }
}

/// Two revisions of an order whose fields are compared; people and sites are found by their ids.
pub struct Fields<'a> {
    before: &'a Order,
    after: &'a Order,
    old: BTreeMap<String, String>,
    new: BTreeMap<String, String>,
}

impl<'a> Fields<'a> {
    /// The fields of an earlier and a later revision.
    pub fn of(before: &'a Order, after: &'a Order) -> Self {
        Self { before, after, old: leaves(before), new: leaves(after) }
    }

    /// The place in the later revision of a field of the earlier one; none = its part is gone.
    pub fn now(&self, path: &str) -> Option<String> {
        let Some(at) = numbers(path).first().copied() else { return Some(path.to_owned()) };
        let (before, after) = (self.before, self.after);
        let list = path.split('[').next().unwrap_or_default();
        let now = match list {
            "people" => {
                let id = &before.people.get(at)?.id;
                after.people.iter().position(|person| person.id == *id)?
            }
            "sites" => {
                let id = &before.sites.get(at)?.id;
                after.sites.iter().position(|site| site.id == *id)?
            }
            _ => return Some(path.to_owned()),
        };
        let rest = path.get(list.len() + format!("[{at}]").len()..)?;
        Some(format!("{list}[{now}]{rest}"))
    }

    /// Whether a field of the earlier revision, or a group of fields, is as it was.
    pub fn touch(&self, path: &str) -> Touch {
        let same = self.now(path).is_some_and(|now| inside(&self.old, path) == inside(&self.new, &now));
        if same { Touch::Same } else { Touch::Changed }
    }

    /// Whether anything is not as it was.
    pub fn anything(&self) -> Touch {
        if self.old == self.new { Touch::Same } else { Touch::Changed }
    }

    /// Every field of the earlier revision with the groups around it.
    pub fn paths(&self) -> BTreeSet<&str> {
        let around = |path: &'_ str| path.match_indices('.').map(|(at, _)| at).collect::<Vec<_>>();
        let paths = self.old.keys().flat_map(|path| {
            let groups = around(path).into_iter().filter_map(|at| path.get(..at));
            groups.chain([path.as_str()])
        });
        paths.collect()
    }
}

/// The values at a path and below it.
fn inside<'a>(leaves: &'a BTreeMap<String, String>, path: &str) -> Vec<(&'a str, &'a str)> {
    let below = |known: &'a str| {
        let rest = known.strip_prefix(path)?;
        (rest.is_empty() || rest.starts_with(['.', '['])).then_some(rest)
    };
    leaves.iter().filter_map(|(known, value)| Some((below(known)?, value.as_str()))).collect()
}

/// Whether two findings are one fault: the same rule, subject and words, wherever its part stands in a list.
pub fn is_same_fault(one: &Finding, other: &Finding) -> bool {
    let field = |finding: &Finding| finding.path.as_deref().map(pattern);
    one.is == Found::Fault
        && other.is == Found::Fault
        && one.item() == other.item()
        && one.values == other.values
        && field(one) == field(other)
}

/// A round that was reviewed: what the rules find in it as of then, and what its return named.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reviewed {
    /// Revision.
    pub revision: u32,
    /// What the rules find, as of its review.
    pub found: Vec<Finding>,
}

/// Faults of this round that the rules found in a reviewed round just the same, and that nobody has told the
/// customer yet. `told` has what earlier returns named.
pub fn ours(findings: &[Finding], reviewed: &[Reviewed], told: &[Failed]) -> Vec<Ours> {
    let is_told = |finding: &Finding| {
        told.iter().any(|failed| match failed {
            Failed::Item(item) => *item == finding.item(),
            Failed::Rule(rule) => *rule == finding.rule,
        })
    };
    let fault = |finding: &Finding| finding.is == Found::Fault && finding.counts() && !is_told(finding);
    let since = |finding: &Finding| {
        let seen = |round: &&Reviewed| round.found.iter().any(|old| is_same_fault(old, finding));
        reviewed.iter().filter(seen).map(|round| round.revision).min()
    };
    let found = findings.iter().enumerate().filter(|(_, finding)| fault(finding));
    found
        .filter_map(|(at, finding)| {
            Some(Ours { item: finding.item(), since: since(finding)?, finding: Some(at) })
        })
        .collect()
}

#[cfg(test)]
mod tests;
