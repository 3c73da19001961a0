//! Mending a field with the customer's consent: which single fields a row stands for, and what changes.

use super::Review;
use super::dialog::{Dialog, Fixing, Purpose};
use super::layout::Pane;
use super::rows::Row;
use crate::app::effect::{Effect, Mend};
use crate::app::screen::{At, Reply};
use crate::domain::ids::RuleCode;
use crate::domain::mask;
use crate::domain::order::Order;
use crate::domain::path::text_at;

/// A row that is being mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mending {
    /// The row's path.
    pub path: String,
    /// Its inputs.
    pub inputs: Inputs,
    /// The rule whose finding led to it.
    pub rule: Option<RuleCode>,
}

/// What the inputs of a row stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inputs {
    /// Single fields, each with the key of its label.
    Fields(Vec<(&'static str, String)>),
    /// The entries of a list, a line each; so many there were.
    Lines(usize),
}

/// What waits for a personal value to be revealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Waiting {
    /// The row is mended by hand.
    Edit(Mending),
    /// The rule's own mend is taken over.
    Fix(Fixing),
}

impl Waiting {
    /// The field whose value it waits for.
    pub fn field(&self) -> &str {
        match self {
            Self::Edit(mending) => &mending.path,
            Self::Fix(fixing) => &fixing.path,
        }
    }
}

impl Mending {
    /// What is to be mended at a path.
    pub fn of(order: &Order, path: &str, rule: Option<RuleCode>) -> Self {
        let part = |label, name: &str| (label, format!("{path}.{name}"));
        let certificate = path.strip_suffix(".valid").filter(|path| path.ends_with("certificate"));
        let inputs = if path.ends_with("mailing_address") {
            Inputs::Fields(vec![
                part("field.entity.mailing_address.province", "province"),
                part("field.entity.mailing_address.city", "city"),
                part("field.entity.mailing_address.district", "district"),
                part("field.entity.mailing_address.detail", "detail"),
            ])
        } else if let Some(certificate) = certificate {
            let part = |label, name: &str| (label, format!("{certificate}.{name}"));
            Inputs::Fields(vec![
                part("field.entity.certificate.valid_from", "valid_from"),
                part("field.entity.certificate.valid_to", "valid_to"),
                part("field.entity.certificate.long_term", "long_term"),
            ])
        } else {
            match list_at(order, path) {
                Some(list) => Inputs::Lines(list.len()),
                None => Inputs::Fields(vec![("review.after", path.to_owned())]),
            }
        };
        Self { path: path.to_owned(), inputs, rule }
    }

    /// The keys of the labels.
    pub fn labels(&self) -> Vec<&'static str> {
        match &self.inputs {
            Inputs::Fields(fields) => fields.iter().map(|(label, _)| *label).collect(),
            Inputs::Lines(_) => vec!["review.after_lines"],
        }
    }

    /// What stands there now.
    pub fn texts(&self, order: &Order) -> Vec<String> {
        match &self.inputs {
            Inputs::Fields(fields) => {
                fields.iter().map(|(_, path)| text_at(order, path).unwrap_or_default()).collect()
            }
            Inputs::Lines(_) => vec![list_at(order, &self.path).unwrap_or_default().join("\n")],
        }
    }

    /// What the texts change.
    pub fn changes(&self, order: &Order, texts: &[String]) -> Vec<Mend> {
        let mend = |path: String, to: Option<String>| Mend { path, to, rule: self.rule.clone() };
        match &self.inputs {
            Inputs::Fields(fields) => {
                let fields = fields.iter().zip(texts);
                let changed = fields.filter(|((_, path), text)| {
                    text_at(order, path).unwrap_or_default().trim() != text.trim()
                });
                changed
                    .map(|((_, path), text)| {
                        let text = text.trim();
                        mend(path.clone(), (!text.is_empty()).then(|| text.to_owned()))
                    })
                    .collect()
            }
            Inputs::Lines(_) => {
                let before = list_at(order, &self.path).unwrap_or_default();
                let text = texts.first().map(String::as_str).unwrap_or_default();
                let after: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
                let put = after.iter().enumerate();
                let put = put.filter(|(at, line)| before.get(*at).map(String::as_str) != Some(**line));
                let mut changes: Vec<Mend> = put
                    .map(|(at, line)| mend(format!("{}[{at}]", self.path), Some((*line).to_owned())))
                    .collect();
                // The last goes first: a list has no gaps.
                let gone = (after.len()..before.len()).rev();
                changes.extend(gone.map(|at| mend(format!("{}[{at}]", self.path), None)));
                changes
            }
        }
    }
}

/// A list of texts in the order.
fn list_at(order: &Order, path: &str) -> Option<Vec<String>> {
    let text = text_at(order, path).filter(|text| text.starts_with('['))?;
    serde_json::from_str(&text).ok()
}

impl Review {
    /// The field under the cursor of the order pane, or that of the finding under the cursor, with its rule.
    pub fn field_to_mend(&self, at: &At) -> Option<(String, Option<RuleCode>)> {
        let finding = self.finding_here(at.catalog).map(|one| one.finding);
        if self.panes.focus == Pane::Order
            && let Some(Row::Field(field)) = self.row_at_cursor()
        {
            return Some((field.path, finding.map(|finding| finding.rule.clone())));
        }
        let finding = finding?;
        let path = finding.path.clone()?;
        // A row that shows several fields together is mended as one.
        let whole = ["city", "district", "detail", "province"].iter().find_map(|part| {
            path.strip_suffix(part)?.strip_suffix('.').filter(|path| path.ends_with("mailing_address"))
        });
        let path = whole.map_or_else(|| path.clone(), str::to_owned);
        Some((path, Some(finding.rule.clone())))
    }

    pub(super) fn amend(&mut self, at: &At) -> Option<Reply> {
        let (path, rule) = self.field_to_mend(at)?;
        let mending = Mending::of(&self.view.order, &path, rule);
        Some(self.open_or_reveal(Waiting::Edit(mending)))
    }

    /// The mend on offer, with what it replaces, before anything happens; the same key again does it.
    pub(super) fn take_fix(&mut self, at: &At) -> Option<Reply> {
        if let Some(Dialog::Fix(fixing)) = &self.dialog {
            let change = Mend {
                path: fixing.path.clone(),
                to: Some(fixing.to.clone()),
                rule: Some(fixing.rule.clone()),
            };
            self.dialog = None;
            return Some(Reply::effect(Effect::Amend { id: self.id(), changes: vec![change] }));
        }
        let finding = self.finding_here(at.catalog)?.finding;
        let fix = finding.fix.clone()?;
        let before = text_at(&self.view.order, &fix.path);
        let fixing = Fixing { rule: finding.rule.clone(), path: fix.path, before, to: fix.to };
        Some(self.open_or_reveal(Waiting::Fix(fixing)))
    }

    /// A personal value is shown only after its reveal is on record.
    fn open_or_reveal(&mut self, waiting: Waiting) -> Reply {
        let field = waiting.field().to_owned();
        let order = &self.view.order;
        let hidden = mask::personal(order, &field).is_some()
            && self.clear(&field).is_none()
            && text_at(order, &field).is_some();
        if hidden {
            self.known.waiting = Some(waiting);
            return Reply::effect(Effect::Reveal { id: self.id(), field });
        }
        self.open_mending(waiting);
        Reply::none()
    }

    pub(super) fn open_mending(&mut self, waiting: Waiting) {
        match waiting {
            Waiting::Fix(fixing) => self.dialog = Some(Dialog::Fix(fixing)),
            Waiting::Edit(mending) => {
                let texts = mending.texts(&self.view.order);
                let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
                self.type_in(Purpose::Amend(Box::new(mending)), &texts);
            }
        }
    }
}
