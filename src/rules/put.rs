//! Where the rules put what they find.

use crate::catalog::rule::{How, Rule, Weight};
use crate::domain::checklist::SubjectRef;
use crate::domain::finding::{Finding, Fix, Found};
use crate::domain::ids::RuleCode;
use crate::domain::lang::Bilingual;

/// Takes findings in; knows the rule that runs.
#[derive(Debug)]
pub struct Out {
    code: RuleCode,
    how: How,
    weight: Weight,
    points_to: Option<RuleCode>,
    found: Vec<Finding>,
}

impl Default for Out {
    fn default() -> Self {
        Self {
            code: RuleCode::default(),
            how: How::Auto,
            weight: Weight::Info,
            points_to: None,
            found: Vec::new(),
        }
    }
}

impl Out {
    /// What is put from here on is this rule's.
    pub fn turn_to(&mut self, rule: &Rule, weight: Weight) {
        // Most rules find nothing: the text is written into the same place.
        self.code.0.clone_from(&rule.code.0);
        self.how = rule.how;
        self.weight = weight;
        self.points_to.clone_from(&rule.points_to);
    }

    /// All that was put.
    pub fn into_findings(self) -> Vec<Finding> {
        self.found
    }

    /// How many were put.
    pub(super) fn len(&self) -> usize {
        self.found.len()
    }

    /// Takes back all but the first so many.
    pub(super) fn truncate(&mut self, kept: usize) {
        self.found.truncate(kept);
    }

    /// True where the rule that runs has put something about this subject already.
    pub fn has(&self, subject: &SubjectRef) -> bool {
        self.found.iter().any(|known| known.rule == self.code && known.subject == *subject)
    }

    /// The rule does not hold (assist: does not seem to).
    pub fn fault(&mut self, subject: SubjectRef) -> Put<'_> {
        self.put(subject, Found::Fault)
    }

    /// A fact is missing that nobody supplied.
    pub fn open(&mut self, subject: SubjectRef) -> Put<'_> {
        self.put(subject, Found::Open)
    }

    fn put(&mut self, subject: SubjectRef, is: Found) -> Put<'_> {
        let at = self.found.len();
        self.found.push(Finding {
            rule: self.code.clone(),
            subject,
            is,
            how: self.how,
            weight: self.weight,
            path: None,
            file: None,
            values: Default::default(),
            marks: Vec::new(),
            fix: None,
            points_to: self.points_to.clone(),
        });
        Put { found: &mut self.found, at }
    }
}

/// A finding that was just put, to be told more about.
pub struct Put<'a> {
    found: &'a mut Vec<Finding>,
    at: usize,
}

impl Put<'_> {
    fn with(self, change: impl FnOnce(&mut Finding)) -> Self {
        if let Some(finding) = self.found.get_mut(self.at) {
            change(finding);
        }
        self
    }

    /// The field that it is about: `people[0].mobile`.
    pub fn at(self, path: impl Into<String>) -> Self {
        self.with(|finding| finding.path = Some(path.into()))
    }

    /// The file that it is about, by its place in the case's list.
    pub fn file(self, at: usize) -> Self {
        self.with(|finding| finding.file = Some(at))
    }

    /// The value of a placeholder, the same in both languages.
    pub fn value(self, name: &str, text: impl Into<String>) -> Self {
        self.with(|finding| drop(finding.values.insert(name.to_owned(), Bilingual::same(text))))
    }

    /// The value of a placeholder, in Chinese and English.
    pub fn say(self, name: &str, text: Bilingual) -> Self {
        self.with(|finding| drop(finding.values.insert(name.to_owned(), text)))
    }

    /// Characters of the field's value that stand out: from, and to (exclusive).
    pub fn mark(self, from: usize, to: usize) -> Self {
        self.with(|finding| finding.marks.push((from, to)))
    }

    /// A mend on offer.
    pub fn fix(self, path: impl Into<String>, to: impl Into<String>) -> Self {
        self.with(|finding| finding.fix = Some(Fix { path: path.into(), to: to.into() }))
    }

    /// Holds its weight down: what is not sure never blocks.
    pub fn at_most(self, weight: Weight) -> Self {
        self.with(|finding| finding.weight = finding.weight.min(weight))
    }
}
