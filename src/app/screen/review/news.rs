//! What came back: going through the earlier reasons and the changed files of the order pane.

use super::files::{self, Entry};
use super::layout::Pane;
use super::pairs::{self, Shown};
use super::rows::Row;
use super::{Review, findings, work};
use crate::app::screen::At;
use crate::catalog::Catalog;
use crate::domain::checklist::{ChosenReason, ItemKey};
use crate::domain::rounds::{Earlier, FileNews, Mark};

impl Review {
    /// Reasons of the last return of which nothing was mended.
    pub(super) fn untouched(&self) -> impl Iterator<Item = &ChosenReason> {
        let reasons = self.view.comeback.iter().flat_map(|comeback| &comeback.reasons);
        reasons.filter(|one| one.mark == Mark::Untouched).map(|one| &one.reason)
    }

    /// True where a reason stood in the last return, too.
    pub fn is_again(&self, reason: &ChosenReason) -> bool {
        self.untouched().any(|known| work::same(known, reason))
    }

    /// The first round that could have seen what a reason is about; none = nobody could, or it was told.
    pub fn since(&self, catalog: &Catalog, reason: &ChosenReason) -> Option<u32> {
        let comeback = self.view.comeback.as_ref()?;
        let item = reason.item.as_ref()?;
        let is = |finding| work::same(&findings::reason_of(catalog, &self.view, finding), reason);
        let mut own = self.places_of(item).into_iter();
        let found = own.find(|at| self.view.findings.get(*at).is_some_and(is));
        found.and_then(|at| comeback.finding_since(at)).or_else(|| comeback.item_since(item))
    }

    /// The earlier reason under the cursor of the order pane.
    pub fn earlier_at_cursor(&self) -> Option<&Earlier> {
        if self.panes.focus != Pane::Order {
            return None;
        }
        let Some(Row::Earlier(at)) = self.row_at_cursor() else { return None };
        self.view.comeback.as_ref()?.reasons.get(at)
    }

    /// Files and items follow the cursor while it lies on what came back.
    pub(super) fn point_at_news(&mut self, at: &At) {
        let row = self.row_at_cursor();
        let Some(comeback) = &self.view.comeback else { return };
        let (file, item) = match row {
            Some(Row::Earlier(place)) => {
                let Some(earlier) = comeback.reasons.get(place) else { return };
                (earlier.file, earlier.reason.item.clone())
            }
            Some(Row::File(place)) => (Some(place), None),
            _ => return,
        };
        let news = file.and_then(|file| comeback.files.get(file)).cloned();
        if let Some(place) = item.and_then(|item| self.place_of(&item, at)) {
            self.panes.put(Pane::Checklist, place);
        }
        match news {
            Some(news) => self.point_at_file_news(&news),
            None => self.viewer.pair = self.viewer.pair.filter(|pair| !pair.is_old_and_new()),
        }
    }

    /// The evidence on a file of the comeback; one that was replaced stands beside the new one.
    fn point_at_file_news(&mut self, news: &FileNews) {
        let wanted = match (news.after, news.before) {
            (Some(after), _) => Entry::File(after),
            (None, Some(before)) => Entry::Gone(before),
            (None, None) => return,
        };
        self.viewer.listing = files::Listing::Files;
        if let Some(line) = self.entries().iter().position(|entry| *entry == wanted) {
            self.panes.put(Pane::Evidence, line);
        }
        self.viewer.pair = news.after.and_then(|file| pairs::replaced(&self.view, file));
    }

    fn place_of(&self, item: &ItemKey, at: &At) -> Option<usize> {
        self.items(at.catalog).place(item)
    }

    /// From an earlier reason to its field, or else to its file, or else to its item; from a file to its picture.
    pub(super) fn go_to_news(&mut self, at: &At) -> bool {
        if let Some(Row::File(_)) = self.row_at_cursor() {
            self.panes.turn_to(Pane::Evidence);
            return true;
        }
        let Some(earlier) = self.earlier_at_cursor() else { return false };
        let (path, file, item) = (earlier.path.clone(), earlier.file, earlier.reason.item.clone());
        let field = path.and_then(|path| self.rows().find(&path));
        match (field, file, item.and_then(|item| self.place_of(&item, at))) {
            (Some(line), ..) => self.panes.put(Pane::Order, line),
            (None, Some(_), _) => self.panes.turn_to(Pane::Evidence),
            (None, None, Some(_)) => self.panes.turn_to(Pane::Checklist),
            (None, None, None) => {}
        }
        true
    }

    /// From an earlier reason to where it stands in the tray, or else to its item; from the tray back to it.
    pub(super) fn jump_earlier(&mut self, at: &At) -> bool {
        if self.panes.focus == Pane::Tray {
            return self.jump_to_earlier(at);
        }
        let Some(earlier) = self.earlier_at_cursor() else { return false };
        let reason = earlier.reason.clone();
        if let Some(line) = self.line_of_reason(at.catalog, &reason) {
            self.panes.put(Pane::Tray, line);
            self.panes.turn_to(Pane::Tray);
        } else if let Some(place) = reason.item.and_then(|item| self.place_of(&item, at)) {
            self.panes.put(Pane::Checklist, place);
            self.panes.turn_to(Pane::Checklist);
        } else {
            self.go_to_news(at);
        }
        true
    }

    /// The earlier reason that the cursor of the tray lies on, by its place in the comeback.
    pub fn earlier_of_tray(&self, catalog: &Catalog) -> Option<usize> {
        let reason = self.reason_at_cursor(catalog).filter(|_| self.panes.focus == Pane::Tray)?;
        let reasons = &self.view.comeback.as_ref()?.reasons;
        reasons.iter().position(|one| work::same(&one.reason, &reason))
    }

    fn jump_to_earlier(&mut self, at: &At) -> bool {
        if self.finding_here(at.catalog).is_some() {
            return false;
        }
        let Some(place) = self.earlier_of_tray(at.catalog) else { return false };
        if let Some(line) = self.rows().iter().position(|row| *row == Row::Earlier(place)) {
            self.panes.put(Pane::Order, line);
            self.panes.turn_to(Pane::Order);
            self.point_at_news(at);
        }
        true
    }

    /// The picture pair that an item of second review is about: its photo beside the ID; a sheet stands alone.
    pub(super) fn pair_of(&self, file: usize) -> Option<pairs::Pair> {
        let pairs = pairs::from(&self.view, None);
        pairs.into_iter().find(|pair| pair.right == Shown::Now(file) && !pair.is_old_and_new())
    }
}
