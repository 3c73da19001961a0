//! The items of the checklist, and the reasons that they offer.

use super::layout::Pane;
use super::{Review, findings};
use crate::catalog::Catalog;
use crate::catalog::checklist::{CheckItem, checklist, failed_first, reasons_for};
use crate::catalog::paths;
use crate::catalog::wording::placeholders;
use crate::domain::checklist::{ChosenReason, Item, ItemKey, Need};
use crate::domain::finding::Found;
use crate::domain::lang::Lang;
use crate::domain::rule::Weight;
use crate::domain::text::visible;
use crate::domain::view::OrderView;
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;

/// The items of an order, and where each stands.
#[derive(Debug, Default)]
pub struct ItemList {
    list: Vec<Item>,
    /// The name of each item's subject, and what the item weighs.
    about: Vec<(Option<String>, Weight)>,
    places: HashMap<ItemKey, usize>,
    /// The same items as a verdict is held against them, where those that failed before stand first here.
    judged: Option<Vec<Item>>,
}

impl Deref for ItemList {
    type Target = [Item];

    fn deref(&self) -> &[Item] {
        &self.list
    }
}

impl ItemList {
    fn of(catalog: &Catalog, view: &OrderView) -> Self {
        if !view.row.stage.is_review() {
            return Self::default();
        }
        let items = checklist(catalog, &view.order, view.row.stage, &view.findings);
        let plain = |item: &CheckItem| Item { key: item.key.clone(), need: item.need };
        let judged = view.comeback.is_some().then(|| items.iter().map(plain).collect());
        let items = failed_first(items, view.comeback.as_ref());
        let mut list = Self { judged, ..Self::default() };
        for (at, item) in items.into_iter().enumerate() {
            list.places.insert(item.key.clone(), at);
            list.list.push(Item { key: item.key, need: item.need });
            list.about.push((item.label, item.weight));
        }
        list
    }

    /// The place of an item.
    pub fn place(&self, key: &ItemKey) -> Option<usize> {
        self.places.get(key).copied()
    }

    /// The items in the order in which a verdict is held against them.
    pub fn judged(&self) -> &[Item] {
        self.judged.as_deref().unwrap_or(&self.list)
    }

    /// An item with its rule.
    pub fn at<'a>(&self, catalog: &'a Catalog, place: usize) -> Option<CheckItem<'a>> {
        let (item, (label, weight)) = (self.list.get(place)?, self.about.get(place)?);
        let rule = catalog.rule(&item.key.rule)?;
        Some(CheckItem {
            key: item.key.clone(),
            rule,
            weight: *weight,
            need: item.need,
            label: label.clone(),
        })
    }
}

/// How far the checklist is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answered {
    /// Items that have an answer.
    pub done: usize,
    /// Items that an approval still waits for.
    pub open: usize,
}

impl Review {
    /// The checklist of the order's stage, what failed in the round before first.
    pub fn items(&self, catalog: &Catalog) -> Arc<ItemList> {
        self.made.items.get(self.view.stamp(), || ItemList::of(catalog, &self.view))
    }

    /// How far it is answered.
    pub fn answered(&self, catalog: &Catalog) -> Answered {
        *self.made.answered.get((self.view.stamp(), self.work.stamp()), || {
            let items = self.items(catalog);
            let open = |item: &&Item| self.work.answer(&item.key).is_none();
            Answered {
                done: self.work.answers.keys().filter(|key| items.place(key).is_some()).count(),
                open: items.iter().filter(|item| item.need == Need::Mandatory).filter(open).count(),
            }
        })
    }

    /// The item under the cursor.
    pub fn item<'a>(&self, catalog: &'a Catalog) -> Option<CheckItem<'a>> {
        self.items(catalog).at(catalog, self.panes.cursor(Pane::Checklist))
    }

    /// Its key.
    pub fn item_key(&self, catalog: &Catalog) -> Option<ItemKey> {
        let at = self.panes.cursor(Pane::Checklist);
        self.items(catalog).get(at).map(|item| item.key.clone())
    }

    /// The place of the item that the finding under the cursor of their list belongs to.
    pub fn item_of_finding(&self, catalog: &Catalog) -> Option<usize> {
        let key = self.finding()?.finding.item();
        self.items(catalog).place(&key)
    }

    /// The item that the answering keys are for: in the list of findings the finding's own, elsewhere that under
    /// the cursor.
    pub fn answer_key(&self, catalog: &Catalog) -> Option<ItemKey> {
        match self.panes.focus {
            Pane::Findings => {
                self.item_of_finding(catalog)?;
                self.finding().map(|one| one.finding.item())
            }
            _ => self.item_key(catalog),
        }
    }

    /// The reasons on offer for the item under the cursor: the rule's own first.
    pub fn offers(&self, catalog: &Catalog) -> Vec<ChosenReason> {
        let Some(item) = self.item(catalog) else { return Vec::new() };
        let field = self.field_of(catalog, &item);
        let chosen = |code: &str, text: &str, mend: &str| ChosenReason {
            code: code.into(),
            item: Some(item.key.clone()),
            field: field.clone(),
            text: text.to_owned(),
            mend: mend.to_owned(),
        };
        let rule = item.rule;
        let own = self.places_of(&item.key).into_iter();
        let shown: Vec<ChosenReason> = own
            .filter_map(|at| self.view.findings.get(at))
            .filter(|finding| finding.is == Found::Fault && finding.counts())
            .map(|finding| {
                let reason = findings::reason_of(catalog, &self.view, finding);
                ChosenReason { field: reason.field.clone().or(field.clone()), ..reason }
            })
            .collect();
        let own = shown
            .is_empty()
            .then(|| chosen(rule.code.as_str(), &blanked(&rule.reason.zh), &blanked(&rule.mend.zh)));
        let tied = reasons_for(catalog, rule, self.view.row.stage);
        let tied =
            tied.into_iter().map(|reason| chosen(reason.code.as_str(), &reason.text.zh, &reason.mend.zh));
        shown.into_iter().chain(own).chain(tied).take(9).collect()
    }

    /// The field, or else the document, of an item, as the customer reads it.
    pub(super) fn field_of(&self, catalog: &Catalog, item: &CheckItem) -> Option<String> {
        let order = &self.view.order;
        if let Some(field) = &item.rule.field {
            let path = paths::at_subject(order, field, &item.key.subject);
            return Some(paths::for_customer(catalog, order, &path));
        }
        let kind = item.rule.look_at.first()?;
        let name = catalog.text(Lang::Zh, kind.slug());
        Some(match &item.label {
            Some(label) => format!("{name}（{}）", visible(&self.view.masks.hide(label))),
            None => name.to_owned(),
        })
    }
}

/// What nothing fills, the reviewer writes himself.
fn blanked(text: &str) -> String {
    placeholders(text)
        .into_iter()
        .fold(text.to_owned(), |text, name| text.replace(&format!("{{{name}}}"), "…"))
}
