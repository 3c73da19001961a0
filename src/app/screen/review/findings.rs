//! The findings of the rules as a reviewer goes through them: worst first, those that only point to another
//! and those that a supervisor overruled last.

use super::layout::Pane;
use super::{Review, files};
use crate::app::say::Say;
use crate::app::screen::At;
use crate::catalog::Catalog;
use crate::catalog::paths;
use crate::catalog::wording::{self, Sentences};
use crate::domain::checklist::{ChosenReason, ItemKey};
use crate::domain::finding::{Finding, FindingCounts, Found, Overruled};
use crate::domain::lang::Lang;
use crate::domain::rule::{How, Weight};
use crate::domain::text::visible;
use crate::domain::view::OrderView;

/// What a finding does, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// It stops an approval, or waits for an answer that does.
    Block,
    /// It is shown.
    Warn,
    /// It is good to know.
    Info,
    /// A fact that nobody supplied.
    Open,
    /// Another finding on the same lack carries the reason.
    Pointer,
    /// A supervisor overruled it.
    Overruled,
}

impl Group {
    /// A sign, so that colour never says it alone.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Block => "✗",
            Self::Warn => "!",
            Self::Info => "i",
            Self::Open => "?",
            Self::Pointer => "=",
            Self::Overruled => "-",
        }
    }

    /// The key of its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Block => "finding.block",
            Self::Warn => "finding.warn",
            Self::Info => "finding.info",
            Self::Open => "finding.open",
            Self::Pointer => "finding.pointer",
            Self::Overruled => "finding.overruled",
        }
    }

    /// The group of a finding.
    pub(super) const fn of(finding: &Finding, overruled: bool) -> Self {
        match (overruled, &finding.points_to, finding.is, finding.weight) {
            (true, ..) => Self::Overruled,
            (_, Some(_), ..) => Self::Pointer,
            (_, _, Found::Open, _) => Self::Open,
            (_, _, _, Weight::Block) => Self::Block,
            (_, _, _, Weight::Warn) => Self::Warn,
            (_, _, _, Weight::Info) => Self::Info,
        }
    }
}

/// A finding in the list.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// What it does.
    pub group: Group,
    /// The word by which a supervisor overruled it.
    pub overruled: Option<&'a Overruled>,
}

/// Counts with their signs, or with their words.
pub fn counted(counts: FindingCounts) -> impl Iterator<Item = (Group, u32)> {
    let all = [
        (Group::Block, counts.block),
        (Group::Warn, counts.warn),
        (Group::Info, counts.info),
        (Group::Open, counts.open),
    ];
    all.into_iter().filter(|(_, count)| *count > 0)
}

/// Puts findings into words for the screen: what was revealed stands in the clear, nothing else personal.
pub struct Wording<'a> {
    catalog: &'a Catalog,
    lang: Lang,
    review: &'a Review,
}

impl Wording<'_> {
    /// The sentences of a finding (unsafe text); its code where the catalogue has its rule no more.
    pub fn of(&self, finding: &Finding) -> Sentences {
        match wording::sentences(self.catalog, finding, self.lang) {
            Some(said) => {
                Sentences { what: self.hide(&said.what), mend: self.hide(&said.mend), title: said.title }
            }
            None => {
                let code = finding.rule.to_string();
                Sentences { what: code.clone(), mend: String::new(), title: code }
            }
        }
    }

    /// A text in which no hidden value of the order stands in the clear.
    pub fn hide(&self, text: &str) -> String {
        let revealed = |path: &str| self.review.clear(path).is_some();
        self.review.view.masks.hide_but(text, revealed)
    }
}

/// The field or document of a finding, as the customer reads it. Documents of one kind differ by owner and side.
pub fn field_of_finding(catalog: &Catalog, view: &OrderView, finding: &Finding) -> Option<String> {
    if let Some(file) = finding.file.and_then(|at| view.attachments.get(at)) {
        let mut name = catalog.text(Lang::Zh, file.given.kind.slug()).to_owned();
        // 身份证件背面（林志远）: two brackets in a row read as two things.
        name.push_str(file.given.side.map_or("", |side| catalog.text(Lang::Zh, files::side_text(side))));
        if let Some(owner) = file.given.owner.as_deref().and_then(|owner| files::owner_name(view, owner)) {
            name.push_str(&format!("（{}）", visible(&owner)));
        }
        return Some(name);
    }
    finding.path.as_ref().map(|path| paths::for_customer(catalog, &view.order, path))
}

/// The reason that a finding gives for a rejection; nothing personal stands in the clear.
pub fn reason_of(catalog: &Catalog, view: &OrderView, finding: &Finding) -> ChosenReason {
    let said = wording::to_customer(catalog, finding);
    let (text, mend) = said.map_or_else(
        || (finding.rule.to_string(), String::new()),
        |said| (view.masks.hide(&said.what), view.masks.hide(&said.mend)),
    );
    ChosenReason {
        code: finding.rule.as_str().into(),
        item: Some(finding.item()),
        field: field_of_finding(catalog, view, finding),
        text,
        mend,
    }
}

impl Review {
    /// The finding under the cursor of the list.
    pub fn finding(&self) -> Option<Shown<'_>> {
        self.finding_at(self.panes.cursor(Pane::Findings))
    }

    /// Words for the screen.
    pub fn wording<'a>(&'a self, catalog: &'a Catalog, lang: Lang) -> Wording<'a> {
        Wording { catalog, lang, review: self }
    }

    /// True where the tray holds a finding's reason.
    pub fn is_taken(&self, catalog: &Catalog, finding: &Finding) -> bool {
        let (item, field) = (finding.item(), field_of_finding(catalog, &self.view, finding));
        self.work.reasons.iter().any(|reason| {
            reason.code.as_str() == finding.rule.as_str()
                && reason.item.as_ref() == Some(&item)
                && reason.field == field
        })
    }

    /// The reason under the cursor of the tray: one that was taken, or a suggestion.
    pub fn reason_at_cursor(&self, catalog: &Catalog) -> Option<ChosenReason> {
        let at = self.panes.cursor(Pane::Tray);
        match self.work.reasons.get(at) {
            Some(reason) => Some(reason.clone()),
            None => self.suggestion(catalog, at - self.work.reasons.len()),
        }
    }

    /// The finding that the cursor of the present pane is about; that of the list, where several are.
    pub fn finding_here(&self, catalog: &Catalog) -> Option<Shown<'_>> {
        let here = match self.panes.focus {
            Pane::Findings => return self.finding(),
            Pane::Evidence => return self.finding_of_files(&self.files_at_cursor()),
            Pane::Order => self.findings_of_row(self.panes.cursor(Pane::Order)),
            Pane::Checklist => self.item_key(catalog).map(|key| self.findings_of(&key)).unwrap_or_default(),
            Pane::Tray => self.findings_of_reason(catalog),
        };
        let present = self.finding();
        let is_present =
            |one: &&Shown| present.is_some_and(|present| std::ptr::eq(present.finding, one.finding));
        here.iter().find(is_present).or_else(|| here.first()).copied()
    }

    fn finding_of_files(&self, files: &[usize]) -> Option<Shown<'_>> {
        let present = self.finding();
        let about = |one: &Shown| one.finding.file.is_some_and(|file| files.contains(&file));
        present.filter(about).or_else(|| self.first_of_files(files))
    }

    /// What the reason under the cursor of the tray comes from.
    fn findings_of_reason(&self, catalog: &Catalog) -> Vec<Shown<'_>> {
        let Some(reason) = self.reason_at_cursor(catalog) else { return Vec::new() };
        let Some(item) = &reason.item else { return Vec::new() };
        let field = |finding: &Finding| field_of_finding(catalog, &self.view, finding) == reason.field;
        let mut own = self.findings_of(item);
        own.retain(|one| one.finding.how != How::Auto || field(one.finding));
        own
    }

    /// Goes to the next finding; from another pane first to the present one.
    pub(super) fn next_finding(&mut self, by: isize, at: &At) {
        let len = self.view.findings.len();
        if self.panes.focus == Pane::Findings && len > 0 {
            let now = isize::try_from(self.panes.cursor(Pane::Findings)).unwrap_or_default();
            let len = isize::try_from(len).unwrap_or(1);
            self.panes.put(Pane::Findings, usize::try_from((now + by).rem_euclid(len)).unwrap_or_default());
        }
        self.panes.turn_to(Pane::Findings);
        self.moved(Pane::Findings, at);
    }

    /// From a finding to what it is about, from there to its reason, and back to the finding.
    pub(super) fn jump(&mut self, at: &At) {
        if self.jump_earlier(at) {
            return;
        }
        let here = self.finding_here(at.catalog).map(|one| one.finding.clone());
        let Some(finding) = here else {
            self.panes.turn_to(Pane::Findings);
            return self.moved(Pane::Findings, at);
        };
        let focus = self.panes.focus;
        self.put_on_finding(&finding, at);
        match focus {
            Pane::Findings => self.turn_to_place(&finding, at),
            Pane::Tray => self.panes.turn_to(Pane::Findings),
            Pane::Order | Pane::Evidence | Pane::Checklist => match self.tray_line(&finding, at) {
                Some(line) => {
                    self.panes.put(Pane::Tray, line);
                    self.panes.turn_to(Pane::Tray);
                }
                None => self.panes.turn_to(Pane::Findings),
            },
        }
    }

    fn turn_to_place(&mut self, finding: &Finding, at: &At) {
        let item = self.items(at.catalog).place(&finding.item());
        if finding.file.is_some() {
            self.panes.turn_to(Pane::Evidence);
        } else if finding.path.is_none()
            && let Some(place) = item
        {
            self.panes.put(Pane::Checklist, place);
            self.panes.turn_to(Pane::Checklist);
        } else if self.row_of(&self.rows(), finding).is_some() {
            self.panes.turn_to(Pane::Order);
        } else if let Some(line) = self.tray_line(finding, at) {
            self.panes.put(Pane::Tray, line);
            self.panes.turn_to(Pane::Tray);
        }
    }

    /// The line of a finding's reason in the tray.
    fn tray_line(&self, finding: &Finding, at: &At) -> Option<usize> {
        let reason = reason_of(at.catalog, &self.view, finding);
        let by_item = || self.work.reasons.iter().position(|known| known.item == reason.item);
        self.line_of_reason(at.catalog, &reason).or_else(by_item)
    }

    /// The list with its cursor on a finding.
    pub(super) fn put_on_finding(&mut self, finding: &Finding, at: &At) {
        if let Some(place) = self.place_of_finding(finding) {
            self.panes.put(Pane::Findings, place);
            self.moved(Pane::Findings, at);
        }
    }

    /// Fields, files and items follow the cursor of the list.
    pub(super) fn point_at_finding(&mut self, at: &At) {
        let Some(finding) = self.finding().map(|one| one.finding.clone()) else { return };
        if let Some(line) = self.row_of(&self.rows(), &finding) {
            self.panes.put(Pane::Order, line);
        }
        let file = finding.file;
        let line = self.entries().iter().position(|entry| files::file_of(&self.view, *entry) == file);
        if let Some(line) = line.filter(|_| file.is_some()) {
            self.panes.put(Pane::Evidence, line);
        }
        if let Some(place) = self.items(at.catalog).place(&finding.item()) {
            self.panes.put(Pane::Checklist, place);
        }
    }

    /// Takes the reason of the finding under the cursor into the tray, or out of it again.
    pub(super) fn take_suggestion(&mut self, at: &At) -> Option<()> {
        let reason = match self.panes.focus {
            Pane::Tray => self.reason_at_cursor(at.catalog)?,
            Pane::Order if self.earlier_at_cursor().is_some() => self.earlier_at_cursor()?.reason.clone(),
            _ => reason_of(at.catalog, &self.view, self.finding_here(at.catalog)?.finding),
        };
        self.work.toggle(reason);
        Some(())
    }

    /// Takes every suggestion into the tray.
    pub(super) fn take_suggestions(&mut self, at: &At) -> Say {
        let suggested = self.suggestions(at.catalog);
        let count = suggested.len();
        self.work.reasons.extend(suggested);
        Say::with("said.suggestions_taken", count.to_string())
    }

    /// True where passing an item needs a word: the program shows a fault there.
    pub fn needs_word(&self, key: &ItemKey) -> bool {
        self.findings_of(key).iter().any(|one| one.finding.needs_word())
    }
}
