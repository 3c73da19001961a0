//! The findings of an order in the order of their list, and which of them are about an item, a field, a file, a row.

use super::Review;
use super::findings::{Group, Shown};
use super::rows::OrderRows;
use crate::catalog::paths;
use crate::domain::checklist::ItemKey;
use crate::domain::finding::{Finding, FindingCounts};
use crate::domain::view::OrderView;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// A line of the list: the finding and the word that overrules it, by their places in the view.
#[derive(Debug, Clone, Copy)]
struct Line {
    finding: usize,
    group: Group,
    overruled: Option<usize>,
}

/// The list, the worst first. Everything else in it is a place in the list.
#[derive(Debug, Default)]
pub struct FindingList {
    lines: Vec<Line>,
    of_item: HashMap<ItemKey, Vec<usize>>,
    of_path: HashMap<String, Vec<usize>>,
    of_file: HashMap<usize, Vec<usize>>,
    groups: BTreeMap<Group, usize>,
    counts: FindingCounts,
}

impl FindingList {
    fn of(view: &OrderView) -> Self {
        let mut words = HashMap::new();
        for (at, word) in view.overruled.iter().enumerate() {
            words.entry(&word.item).or_insert(at);
        }
        let mut lines: Vec<Line> = Vec::with_capacity(view.findings.len());
        for (at, finding) in view.findings.iter().enumerate() {
            // Only what can be overruled asks for its word.
            let word = words.get(&finding.item()).copied();
            let overruled = word.filter(|word| {
                let word = view.overruled.get(*word..*word + 1).unwrap_or_default();
                finding.overruled_by(word).is_some()
            });
            let group = Group::of(finding, overruled.is_some());
            lines.push(Line { finding: at, group, overruled });
        }
        lines.sort_by_key(|line| line.group);
        let counts = FindingCounts::of(&view.findings, &view.overruled);
        let mut list = Self { counts, ..Self::default() };
        for (place, line) in lines.iter().enumerate() {
            *list.groups.entry(line.group).or_default() += 1;
            let Some(finding) = view.findings.get(line.finding) else { continue };
            list.of_item.entry(finding.item()).or_default().push(place);
            if let Some(path) = &finding.path {
                list.of_path.entry(path.clone()).or_default().push(place);
            }
            if let Some(file) = finding.file {
                list.of_file.entry(file).or_default().push(place);
            }
        }
        Self { lines, ..list }
    }

    /// How many findings of each weight stand.
    pub const fn counts(&self) -> FindingCounts {
        self.counts
    }

    /// How many findings there are in a group.
    pub fn in_group(&self, group: Group) -> usize {
        self.groups.get(&group).copied().unwrap_or_default()
    }

    /// The group of a line.
    pub fn group(&self, place: usize) -> Option<Group> {
        self.lines.get(place).map(|line| line.group)
    }

    fn shown<'v>(&self, view: &'v OrderView, place: usize) -> Option<Shown<'v>> {
        let line = self.lines.get(place)?;
        let overruled = line.overruled.and_then(|at| view.overruled.get(at));
        Some(Shown { finding: view.findings.get(line.finding)?, group: line.group, overruled })
    }
}

/// Where findings stand in the order pane.
#[derive(Debug, Default)]
pub struct FindingRows {
    /// The findings of a row, by their places in the list.
    at_row: HashMap<usize, Vec<usize>>,
}

impl Review {
    /// The list of findings.
    pub fn finding_list(&self) -> Arc<FindingList> {
        self.made.findings.get(self.view.stamp(), || FindingList::of(&self.view))
    }

    /// All findings, the worst first.
    pub fn findings(&self) -> Vec<Shown<'_>> {
        let list = self.finding_list();
        (0..list.lines.len()).filter_map(|place| list.shown(&self.view, place)).collect()
    }

    /// A finding by its place in the list.
    pub fn finding_at(&self, place: usize) -> Option<Shown<'_>> {
        self.finding_list().shown(&self.view, place)
    }

    fn all_at(&self, list: &FindingList, places: Option<&Vec<usize>>) -> Vec<Shown<'_>> {
        let places = places.into_iter().flatten();
        places.filter_map(|place| list.shown(&self.view, *place)).collect()
    }

    /// The findings of an item, the worst first.
    pub fn findings_of(&self, key: &ItemKey) -> Vec<Shown<'_>> {
        let list = self.finding_list();
        self.all_at(&list, list.of_item.get(key))
    }

    /// The findings of an item by their places in the view, in its order.
    pub(super) fn places_of(&self, key: &ItemKey) -> Vec<usize> {
        let list = self.finding_list();
        let places = list.of_item.get(key).into_iter().flatten();
        let mut own: Vec<usize> =
            places.filter_map(|place| list.lines.get(*place)).map(|line| line.finding).collect();
        own.sort_unstable();
        own
    }

    /// The findings that name a field, the worst first.
    pub fn findings_about(&self, path: &str) -> Vec<Shown<'_>> {
        let list = self.finding_list();
        self.all_at(&list, list.of_path.get(path))
    }

    /// The worst finding about a file.
    pub fn mark_of_file(&self, file: usize) -> Option<Shown<'_>> {
        self.first_of_files(&[file])
    }

    /// The worst finding about some files.
    pub(super) fn first_of_files(&self, files: &[usize]) -> Option<Shown<'_>> {
        let list = self.finding_list();
        let first = files.iter().filter_map(|file| list.of_file.get(file)?.first()).min();
        list.shown(&self.view, *first?)
    }

    /// The place of a finding in the list.
    pub(super) fn place_of_finding(&self, finding: &Finding) -> Option<usize> {
        let list = self.finding_list();
        let is = |place: &&usize| list.shown(&self.view, **place).is_some_and(|one| one.finding == finding);
        list.of_item.get(&finding.item())?.iter().find(is).copied()
    }

    /// The line of a finding in the order pane.
    pub fn row_of(&self, rows: &OrderRows, finding: &Finding) -> Option<usize> {
        match (&finding.path, finding.file) {
            (Some(path), _) => rows.find(path),
            (None, Some(_)) => None,
            (None, None) => rows.find(&paths::part_of(&self.view.order, &finding.subject)?),
        }
    }

    fn finding_rows(&self) -> Arc<FindingRows> {
        self.made.marks.get((self.view.stamp(), self.known.earlier.stamp()), || {
            let (rows, list) = (self.rows(), self.finding_list());
            let mut marks = FindingRows::default();
            // Many findings are about one part; each part is looked for once.
            let mut parts = HashMap::new();
            for (place, line) in list.lines.iter().enumerate() {
                let Some(finding) = self.view.findings.get(line.finding) else { continue };
                let row = match (&finding.path, finding.file) {
                    (None, None) => {
                        *parts.entry(&finding.subject).or_insert_with(|| self.row_of(&rows, finding))
                    }
                    _ => self.row_of(&rows, finding),
                };
                if let Some(row) = row {
                    marks.at_row.entry(row).or_default().push(place);
                }
            }
            marks
        })
    }

    /// The worst finding of a row of the order pane.
    pub fn mark_of_row(&self, row: usize) -> Option<Group> {
        let first = *self.finding_rows().at_row.get(&row)?.first()?;
        self.finding_list().group(first)
    }

    /// The findings of a row of the order pane, the worst first.
    pub(super) fn findings_of_row(&self, row: usize) -> Vec<Shown<'_>> {
        let (rows, list) = (self.finding_rows(), self.finding_list());
        self.all_at(&list, rows.at_row.get(&row))
    }
}
