//! The rows of the order pane: every field that the package gave, under the headings of the form.

mod customer;
mod form;
mod places;
mod talk;

pub use customer::{lines as customer_lines, waiting};
pub use places::OrderRows;
use places::shown_at;

use crate::app::say::Say;
use crate::catalog::paths;
use crate::domain::checklist::{Answer, ItemKey};
use crate::domain::event::Event;
use crate::domain::life::PasswordKept;
use crate::domain::mask::{self, Personal};
use crate::domain::path::value_at;
use crate::domain::stage::Stage;
use crate::domain::text::visible;
use crate::domain::view::{Draft, OrderView, ReviewRecord};
use crate::domain::worktime;
use form::{
    ACCESS, ACCOUNT, APPROVAL, CHANGE, CHECK, CURTAIN, DOMAIN, ENTITY, FILED, FILED_SITE, MINISTRY, ON_FILE,
    PERSON, PLATFORM, REST, SITE,
};
use serde_json::Value;
use std::collections::HashSet;

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// A heading: its text's key, a name (unsafe text), and the path that it stands for.
    Head {
        /// The key of the heading.
        key: &'static str,
        /// Whose (unsafe text).
        name: String,
        /// Path of the part.
        path: String,
    },
    /// A field.
    Field(FieldRow),
    /// The return that a revision answers.
    Returned,
    /// A reason of that return with its mark, by its place in the comeback.
    Earlier(usize),
    /// A field that changed since the last revision, by its place in the view.
    Change(usize),
    /// A file that changed since, by its place in the comeback.
    File(usize),
    /// Rounds, and how long the order has waited for each side.
    Waited,
    /// A field that staff mended, by its place in the view.
    Amended(usize),
    /// A text under a label: its key, and the text (unsafe).
    Words(&'static str, String),
    /// A sentence under a label: its key, and the sentence.
    Said(&'static str, Say),
    /// An answer of an earlier review that says more than "holds".
    Answered {
        /// The item.
        item: ItemKey,
        /// The answer.
        answer: Answer,
        /// Its note (unsafe text).
        note: Option<String>,
    },
    /// A related order, by its place in the view.
    Related(usize),
    /// A line of the history, by its place in the view.
    History(usize),
}

/// A field with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldRow {
    /// Path into the order.
    pub path: String,
    /// Value as it came (unsafe text).
    pub raw: String,
    /// It differs from the last revision.
    pub news: News,
}

/// Whether a field is as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// As in the last revision, or there was none.
    Old,
    /// It changed.
    Changed,
}

impl FieldRow {
    /// What is shown until it is revealed; none = nothing of it is personal. Asked for where a row is looked at:
    /// most rows of a large order never are.
    pub fn hidden(&self, view: &OrderView) -> Option<String> {
        if self.path == FILING_PASSWORD {
            return Some(mask::masked(Personal::Secret, ""));
        }
        match mask::personal(&view.order, &self.path) {
            Some(kind) => Some(view.masks.hide(&mask::masked(kind, &self.raw))),
            None => Some(view.masks.hide(&self.raw)).filter(|hidden| *hidden != self.raw),
        }
    }

    /// The value as it may be shown (masked, unless `clear` has it).
    pub fn shown(&self, view: &OrderView, clear: Option<&str>) -> String {
        match (self.hidden(view), clear) {
            (Some(_), Some(value)) => value.to_owned(),
            (Some(hidden), None) => hidden,
            (None, _) => self.raw.clone(),
        }
    }
}

/// The password that the bureau gave, which is no field of the order.
pub const FILING_PASSWORD: &str = "filing_password";

/// Every row, the most needed first.
pub fn rows(view: &OrderView, earlier: Option<&Draft>) -> OrderRows {
    let json = serde_json::to_value(&view.order).unwrap_or_default();
    let changed = view.changes.iter().flat_map(|change| shown_at(&change.path)).collect();
    let mut rows = RowMaker { view, json, changed, rows: Vec::new() };
    rows.news();
    rows.question();
    rows.filed_now();
    rows.customer();
    rows.left_note();
    rows.amended();
    earlier.into_iter().for_each(|draft| rows.earlier(draft));
    rows.first_review();
    rows.list("changes", "order.changes", CHANGE, |_| String::new());
    rows.part("entity", "order.entity", String::new(), ENTITY);
    for (at, person) in view.order.people.iter().enumerate() {
        let role = paths::role_of(&view.order, person);
        rows.part(&format!("people[{at}]"), role, person.name.clone(), PERSON);
    }
    rows.sites();
    rows.list("access", "order.access", ACCESS, |_| String::new());
    rows.part("account", "order.account", String::new(), ACCOUNT);
    rows.part("filed", "order.filed", String::new(), FILED);
    let filed = view.order.filed.as_ref().map_or(0, |filed| filed.sites.len());
    for at in 0..filed {
        rows.part(&format!("filed.sites[{at}]"), "order.filed", String::new(), FILED_SITE);
    }
    rows.ministry();
    rows.list("identity_checks", "order.identity_checks", CHECK, |_| String::new());
    rows.part("curtain_request", "order.curtain_request", String::new(), CURTAIN);
    if let Some(at) = view.curtain_dispatch {
        let at = worktime::shanghai(at).format("%Y-%m-%d %H:%M").to_string();
        rows.rows.push(Row::Words("order.curtain_dispatch", at));
    }
    rows.part("", "order.rest", String::new(), REST);
    rows.others();
    OrderRows::new(rows.rows, view)
}

struct RowMaker<'a> {
    view: &'a OrderView,
    json: Value,
    /// Paths of fields that changed since the last revision.
    changed: HashSet<String>,
    rows: Vec<Row>,
}

impl RowMaker<'_> {
    fn head(&mut self, key: &'static str, name: String, path: &str) {
        self.rows.push(Row::Head { key, name, path: path.to_owned() });
    }

    /// What the last return asked for and what became of it, and what the customer changed.
    fn news(&mut self) {
        let view = self.view;
        let Some(comeback) = &view.comeback else { return };
        self.head("order.news", String::new(), "");
        self.rows.push(Row::Returned);
        self.rows.extend((0..comeback.reasons.len()).map(Row::Earlier));
        let files: Vec<usize> = comeback.changed_files().collect();
        if view.changes.is_empty() && files.is_empty() {
            self.rows.push(Row::Words("order.no_news", String::new()));
        }
        if !view.changes.is_empty() {
            self.head("order.news_fields", String::new(), "");
            self.rows.extend((0..view.changes.len()).map(Row::Change));
        }
        if !files.is_empty() {
            self.head("order.news_files", String::new(), "");
            self.rows.extend(files.into_iter().map(Row::File));
        }
    }

    /// The numbers that the bureau gave, and its password, which stays masked until it is revealed.
    fn filed_now(&mut self) {
        let filed = self.view.history.iter().find_map(|line| match &line.event {
            Event::Filed { entity_number, sites, password } => Some((entity_number, sites, *password)),
            _ => None,
        });
        let Some((entity, sites, password)) = filed else { return };
        self.head("order.bureau", String::new(), "");
        let numbers = entity.iter().chain(sites.iter().map(|site| &site.number));
        let numbers: Vec<&str> = numbers.map(String::as_str).collect();
        if !numbers.is_empty() {
            self.rows.push(Row::Words("order.filing_numbers", numbers.join("、")));
        }
        if password == PasswordKept::Encrypted {
            self.rows.push(Row::Field(FieldRow {
                path: FILING_PASSWORD.into(),
                raw: String::new(),
                news: News::Old,
            }));
        }
    }

    /// What staff mended in this revision.
    fn amended(&mut self) {
        if !self.view.amendments.is_empty() {
            self.head("order.amended", String::new(), "");
            self.rows.extend((0..self.view.amendments.len()).map(Row::Amended));
        }
    }

    /// Work of this reviewer on another stage or revision.
    fn earlier(&mut self, draft: &Draft) {
        self.head("order.earlier", String::new(), "");
        for (item, given) in &draft.answers {
            if given.answer == Answer::Fault || given.note.is_some() {
                let (answer, note) = (given.answer, given.note.clone());
                self.rows.push(Row::Answered { item: item.clone(), answer, note });
            }
        }
        let reasons = draft.reasons.iter().map(|reason| Row::Words("order.reason", reason.text.clone()));
        self.rows.extend(reasons);
        if !draft.note.is_empty() {
            self.rows.push(Row::Words("order.own_note", draft.note.clone()));
        }
        let passed = draft.answers.values().filter(|given| given.answer == Answer::Pass).count();
        self.rows.push(Row::Words("order.passed", format!("{passed}/{}", draft.answers.len())));
    }

    /// For the second reviewer: what the first one wrote.
    fn first_review(&mut self) {
        if self.view.row.stage != Stage::SecondReview {
            return;
        }
        let first = |review: &&ReviewRecord| review.stage == Stage::FirstReview && review.undone.is_none();
        let Some(review) = self.view.reviews.iter().find(first) else { return };
        self.head("order.first_review", review.by.clone(), "");
        if let Some(note) = &review.note {
            self.rows.push(Row::Words("order.memo", note.clone()));
        }
        if let Some(reason) = &review.override_reason {
            self.rows.push(Row::Words("order.override", reason.clone()));
        }
        let passed = review.answers.values().filter(|given| given.answer == Answer::Pass).count();
        self.rows.push(Row::Words("order.passed", format!("{passed}/{}", review.answers.len())));
        for (item, given) in &review.answers {
            if given.answer == Answer::Fault || given.note.is_some() {
                let (answer, note) = (given.answer, given.note.clone());
                self.rows.push(Row::Answered { item: item.clone(), answer, note });
            }
        }
    }

    fn sites(&mut self) {
        for (at, site) in self.view.order.sites.iter().enumerate() {
            let path = format!("sites[{at}]");
            self.part(&path, "order.site", site.name.clone(), SITE);
            for (n, domain) in site.domains.iter().enumerate() {
                self.part(&format!("{path}.domains[{n}]"), "order.domain", domain.name.clone(), DOMAIN);
            }
            for n in 0..site.prior_approvals.len() {
                let path = format!("{path}.prior_approvals[{n}]");
                self.part(&path, "order.prior_approval", String::new(), APPROVAL);
            }
            let platforms = site.app.as_ref().map_or(&[][..], |app| &app.platforms);
            for (n, platform) in platforms.iter().enumerate() {
                let path = format!("{path}.app.platforms[{n}]");
                self.part(&path, "order.platform", platform.platform.clone(), PLATFORM);
            }
        }
    }

    fn ministry(&mut self) {
        self.part("ministry", "order.ministry", String::new(), MINISTRY);
        let on_file = self.view.order.ministry.iter().flat_map(|answer| &answer.domains_on_file);
        for (at, domain) in on_file.enumerate() {
            let path = format!("ministry.domains_on_file[{at}]");
            self.part(&path, "order.on_file", domain.name.clone(), ON_FILE);
        }
    }

    fn others(&mut self) {
        if self.view.waited.rounds > 0 {
            self.head("order.rounds", String::new(), "");
            self.rows.push(Row::Waited);
        }
        if !self.view.related.is_empty() {
            self.head("order.related", String::new(), "");
            self.rows.extend((0..self.view.related.len()).map(Row::Related));
        }
        if !self.view.history.is_empty() {
            self.head("order.history", String::new(), "");
            self.rows.extend((0..self.view.history.len()).map(Row::History));
        }
    }

    fn list(&mut self, path: &str, key: &'static str, fields: &[&str], name: impl Fn(usize) -> String) {
        let len = self.json.get(path).and_then(Value::as_array).map_or(0, Vec::len);
        for at in 0..len {
            self.part(&format!("{path}[{at}]"), key, name(at), fields);
        }
    }

    /// A heading with the fields of one part; nothing where the part is not there.
    fn part(&mut self, path: &str, key: &'static str, name: String, fields: &[&str]) {
        let found: Vec<Row> = fields.iter().filter_map(|field| self.field(path, field)).collect();
        if !found.is_empty() {
            self.head(key, name, path);
            self.rows.extend(found);
        }
    }

    fn field(&self, part: &str, field: &str) -> Option<Row> {
        let path = if part.is_empty() { field.to_owned() } else { format!("{part}.{field}") };
        let raw = match field {
            "mailing_address" => address(value_at(&self.json, &path)?),
            "certificate.valid" => validity(value_at(&self.json, path.strip_suffix(".valid")?)?)?,
            _ => text(value_at(&self.json, &path)?)?,
        };
        let news = if self.changed.contains(&path) { News::Changed } else { News::Old };
        Some(Row::Field(FieldRow { path, raw, news }))
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Object(_) => None,
        Value::String(text) => Some(text.clone()),
        Value::Array(list) if list.is_empty() => None,
        Value::Array(list) => Some(list.iter().filter_map(text).collect::<Vec<_>>().join("、")),
        other => Some(other.to_string()),
    }
}

/// City, district and street in one line; its words put the province in front.
fn address(value: &Value) -> String {
    let part = |name: &str| value.get(name).and_then(text).unwrap_or_default();
    format!("{}{}{}", part("city"), part("district"), part("detail"))
}

/// From when to when a certificate holds.
fn validity(certificate: &Value) -> Option<String> {
    let part = |name: &str| certificate.get(name).and_then(text);
    let endless = certificate.get("long_term").and_then(Value::as_bool) == Some(true);
    let to = if endless { Some(paths::LONG_TERM.to_owned()) } else { part("valid_to") };
    match (part("valid_from"), to) {
        (None, None) => None,
        (from, to) => Some(format!("{} - {}", from.unwrap_or_default(), to.unwrap_or_default())),
    }
}

/// The text of a row as it may be copied (masked where it is on the screen).
pub fn copied(row: &Row, view: &OrderView, clear: Option<&str>) -> Option<String> {
    match row {
        Row::Field(field) => Some(field.shown(view, clear)),
        Row::Words(_, words) => Some(words.clone()),
        Row::Answered { note, .. } => note.clone(),
        Row::Earlier(at) => Some(view.comeback.as_ref()?.reasons.get(*at)?.reason.text.clone()),
        Row::Related(at) => view.related.get(*at).map(|related| related.row.no.to_string()),
        Row::Head { name, .. } if !name.is_empty() => Some(name.clone()),
        _ => None,
    }
    .map(|text| match row {
        Row::Field(_) => visible(&text).into_owned(),
        _ => visible(&view.masks.hide(&text)).into_owned(),
    })
}
