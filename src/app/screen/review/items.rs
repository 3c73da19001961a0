//! The items of the checklist, and the reasons that they offer.

use super::layout::Pane;
use super::{Review, findings};
use crate::catalog::Catalog;
use crate::catalog::checklist::{CheckItem, checklist, failed_first, reasons_for};
use crate::catalog::paths;
use crate::catalog::wording::placeholders;
use crate::domain::checklist::{ChosenReason, ItemKey};
use crate::domain::finding::Found;
use crate::domain::lang::Lang;
use crate::domain::text::visible;

impl Review {
    /// The checklist of the order's stage, what failed in the round before first.
    pub fn items<'a>(&self, catalog: &'a Catalog) -> Vec<CheckItem<'a>> {
        match self.view.row.stage.is_review() {
            true => {
                let items = checklist(catalog, &self.view.order, self.view.row.stage, &self.view.findings);
                failed_first(items, self.view.comeback.as_ref())
            }
            false => Vec::new(),
        }
    }

    /// The item under the cursor.
    pub fn item<'a>(&self, catalog: &'a Catalog) -> Option<CheckItem<'a>> {
        let mut items = self.items(catalog);
        let at = self.panes.cursor(Pane::Checklist);
        (at < items.len()).then(|| items.swap_remove(at))
    }

    /// Its key.
    pub fn item_key(&self, catalog: &Catalog) -> Option<ItemKey> {
        self.item(catalog).map(|item| item.key)
    }

    /// The place of the item that the finding under the cursor of their list belongs to.
    pub fn item_of_finding(&self, catalog: &Catalog) -> Option<usize> {
        let key = self.finding()?.finding.item();
        self.items(catalog).iter().position(|item| item.key == key)
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
        let shown: Vec<ChosenReason> = self
            .view
            .findings
            .iter()
            .filter(|finding| finding.item() == item.key && finding.is == Found::Fault && finding.counts())
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
