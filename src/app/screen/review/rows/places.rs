//! All rows of an order, and where among them a path stands.

use super::Row;
use crate::domain::path::pattern;
use crate::domain::view::OrderView;
use std::collections::{HashMap, HashSet};
use std::ops::Deref;

/// The rows of the order pane. Made once for an order; what is asked of them costs the same however many there are.
#[derive(Debug, Default)]
pub struct OrderRows {
    list: Vec<Row>,
    /// The first row of each path that is a field.
    fields: HashMap<String, usize>,
    /// The first row of each path that is a heading.
    heads: HashMap<String, usize>,
    /// The first field or heading below a path, or heading at it.
    below: HashMap<String, usize>,
    /// One row for each label that there is.
    labelled: Vec<usize>,
}

impl Deref for OrderRows {
    type Target = [Row];

    fn deref(&self) -> &[Row] {
        &self.list
    }
}

impl OrderRows {
    /// Rows with the index of their paths.
    pub fn new(list: Vec<Row>, view: &OrderView) -> Self {
        let mut rows = Self { list, ..Self::default() };
        let mut labels = HashSet::new();
        for at in 0..rows.list.len() {
            rows.note(at);
            if rows.list.get(at).is_some_and(|row| labels.insert(label_of(at, row, view))) {
                rows.labelled.push(at);
            }
        }
        rows
    }

    fn note(&mut self, at: usize) {
        let (path, own) = match self.list.get(at) {
            Some(Row::Field(field)) => (&field.path, &mut self.fields),
            Some(Row::Head { path, .. }) if !path.is_empty() => (path, &mut self.heads),
            _ => return,
        };
        own.entry(path.clone()).or_insert(at);
        if matches!(self.list.get(at), Some(Row::Head { .. })) {
            self.below.entry(path.clone()).or_insert(at);
        }
        for (end, _) in path.match_indices('.') {
            let part = path.get(..end).unwrap_or_default();
            if !self.below.contains_key(part) {
                self.below.insert(part.to_owned(), at);
            }
        }
    }

    /// One row for each label that there is: as many as the form has fields, however large the order.
    pub fn labelled(&self) -> impl Iterator<Item = &Row> {
        self.labelled.iter().filter_map(|at| self.list.get(*at))
    }

    /// The field at exactly this path.
    pub fn field(&self, path: &str) -> Option<&super::FieldRow> {
        match self.list.get(*self.fields.get(path)?)? {
            Row::Field(field) => Some(field),
            _ => None,
        }
    }

    /// The row at which a path points: the field that shows it, or what it contains, or the part that it lies in.
    pub fn find(&self, path: &str) -> Option<usize> {
        let around = || parts(path).chain([path]);
        let validity = validity(path);
        let fields = around().chain(validity.as_deref()).filter_map(|part| self.fields.get(part));
        fields
            .min()
            .or_else(|| self.below.get(path))
            .or_else(|| around().filter_map(|part| self.heads.get(part)).next_back())
            .copied()
    }
}

/// What a path lies in, from the outside.
fn parts(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    path.match_indices(['.', '[']).filter_map(|(end, _)| path.get(..end))
}

/// The row that shows the two days of a certificate in one.
fn validity(path: &str) -> Option<String> {
    let (certificate, last) = path.rsplit_once('.')?;
    matches!(last, "valid_from" | "valid_to" | "long_term").then(|| format!("{certificate}.valid"))
}

/// The paths of the fields that would show the value at a path: itself, what it lies in, the two days in one.
pub(super) fn shown_at(path: &str) -> impl Iterator<Item = String> {
    parts(path).chain([path]).map(str::to_owned).chain(validity(path))
}

/// What tells the label of a row from others; rows of one label give the same.
fn label_of(at: usize, row: &Row, view: &OrderView) -> String {
    match row {
        Row::Field(field) => pattern(&field.path),
        Row::Head { .. } | Row::Returned => String::new(),
        Row::Words(key, _) | Row::Said(key, _) => format!("={key}"),
        Row::Answered { item, .. } => format!("@{}", item.rule),
        Row::History(_) => "[history]".to_owned(),
        Row::Change(place) => view.changes.get(*place).map(|one| pattern(&one.path)).unwrap_or_default(),
        Row::Amended(place) => view.amendments.get(*place).map(|one| pattern(&one.path)).unwrap_or_default(),
        Row::Earlier(_) | Row::File(_) | Row::Waited | Row::Related(_) => format!("[{at}]"),
    }
}

#[cfg(test)]
mod tests;
