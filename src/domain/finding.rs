//! What a rule found in an order.

use super::checklist::{ItemKey, SubjectRef};
use super::ids::RuleCode;
use super::lang::Bilingual;
use super::rule::{How, Weight};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A finding: a rule, what it is about, where it stands, and what its sentence says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule.
    pub rule: RuleCode,
    /// What it is about.
    pub subject: SubjectRef,
    /// A fault, or a fact that nobody supplied.
    pub is: Found,
    /// How its rule is decided.
    pub how: How,
    /// What it does to an approval.
    pub weight: Weight,
    /// The field, as a path into the order: `people[0].certificate.number`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The file, as its place in the list of the order's files, supplements after the package.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<usize>,
    /// What fills the placeholders of the rule's texts.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, Bilingual>,
    /// What stands out in the field's value: ranges of characters, from and to (exclusive).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<(usize, usize)>,
    /// A mend that can be taken over as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
    /// The rule whose finding on the same lack carries the reason; this one only points there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points_to: Option<RuleCode>,
}

/// What a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// The rule does not hold, or (assist) does not seem to.
    Fault,
    /// The rule can't be decided, for a fact that nobody supplied: an open item, never a pass.
    Open,
}

/// A mend on offer: the field, and the value that it would have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// The field.
    pub path: String,
    /// Its value after.
    pub to: String,
}

impl Finding {
    /// The checklist item that it belongs to.
    pub fn item(&self) -> ItemKey {
        ItemKey { rule: self.rule.clone(), subject: self.subject.clone() }
    }

    /// True where it stops an approval until a supervisor overrides it.
    pub fn is_blocking(&self) -> bool {
        self.is == Found::Fault
            && self.how == How::Auto
            && self.weight == Weight::Block
            && self.points_to.is_none()
    }

    /// True where passing its item needs a word why: the program shows a fault there, a person decides.
    pub fn needs_word(&self) -> bool {
        self.is == Found::Fault
            && self.how == How::Assist
            && self.weight == Weight::Block
            && self.points_to.is_none()
    }

    /// True where it becomes an item of the checklist: a person finds out what the program can't.
    pub fn is_open(&self) -> bool {
        self.is == Found::Open && self.points_to.is_none()
    }

    /// True where it counts; one that only points to another does not.
    pub fn counts(&self) -> bool {
        self.points_to.is_none()
    }

    /// The word by which a supervisor overruled it; only what the program decides can be overruled.
    pub fn overruled_by<'w>(&self, words: &'w [Overruled]) -> Option<&'w Overruled> {
        if self.is != Found::Fault || self.how != How::Auto {
            return None;
        }
        words.iter().find(|word| word.item.rule == self.rule && word.item.subject == self.subject)
    }

    /// Worst first: blocking, then faults before open facts, automatic before assisting, then by code.
    pub fn rank(&self) -> impl Ord + use<> {
        (
            self.points_to.is_some(),
            std::cmp::Reverse(self.weight),
            self.is == Found::Open,
            self.how,
            self.rule.clone(),
            self.subject.clone(),
            self.path.clone(),
        )
    }
}

/// How many findings of each weight stand against an order: neither pointers nor what was overruled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingCounts {
    /// Faults that stop an approval: automatic ones, and assisting ones that wait for an answer.
    pub block: u32,
    /// Faults that are shown.
    pub warn: u32,
    /// What is good to know.
    pub info: u32,
    /// Facts that nobody supplied.
    pub open: u32,
}

impl FindingCounts {
    /// The counts of a list.
    pub fn of(findings: &[Finding], overruled: &[Overruled]) -> Self {
        let mut counts = Self::default();
        let stands = |finding: &&Finding| finding.counts() && finding.overruled_by(overruled).is_none();
        for finding in findings.iter().filter(stands) {
            let count = match (finding.is, finding.weight) {
                (Found::Open, _) => &mut counts.open,
                (Found::Fault, Weight::Block) => &mut counts.block,
                (Found::Fault, Weight::Warn) => &mut counts.warn,
                (Found::Fault, Weight::Info) => &mut counts.info,
            };
            *count += 1;
        }
        counts
    }
}

/// A word why a finding does not hold against an order: a supervisor's override.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overruled {
    /// Rule and subject.
    pub item: ItemKey,
    /// Why.
    pub why: String,
}
