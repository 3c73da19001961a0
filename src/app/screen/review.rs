//! The review of one order: its data, its files and pictures, the checklist, the tray of reasons.

pub mod dialog;
pub mod files;
pub mod findings;
pub mod guard;
pub mod layout;
pub mod mend;
pub mod pairs;
pub mod rows;
pub mod send;
pub mod work;

mod act;
mod decide;
mod finding_list;
mod hear;
mod items;
mod look;
mod lost;
mod made;
mod news;
mod sheet;
mod suggested;
mod typing;

#[cfg(test)]
pub mod testing;
#[cfg(test)]
mod tests;

use super::{At, Part, Reply};
use crate::app::action::{Action, ReviewAction};
use crate::app::effect::Effect;
use crate::app::key::Key;
use crate::app::keymap::Context;
use crate::app::message::{Message, PreviewSlot};
use crate::app::mouse::{Gesture, Mouse, Target};
use crate::app::say::Say;
use crate::catalog::{Catalog, paths};
use crate::domain::checklist::ItemKey;
use crate::domain::ids::OrderId;
use crate::domain::stage::Stage;
use crate::domain::view::{Draft, OrderView};
use chrono::{DateTime, TimeDelta, Utc};
use dialog::{Dialog, Typing};
use files::{Entry, Listing, Viewer};
use finding_list::{FindingList, FindingRows};
use guard::{Judged, Obstacle};
use items::{Answered, ItemList};
use layout::{CHROME, Filled, Layout, Pane, Zoom};
use made::{Remembered, Stamped};
use mend::Waiting;
use pairs::{Pair, Shown};
use rows::{OrderRows, Row};
use send::Sending;
use std::collections::BTreeMap;
use std::sync::Arc;
use suggested::Suggestion;
use work::Work;

/// How long a text being written may wait before it is kept.
const KEEP_AFTER: TimeDelta = TimeDelta::milliseconds(800);

/// The panes and their cursors.
#[derive(Debug, Clone, Copy, Default)]
pub struct Panes {
    /// The pane that takes the moving keys.
    pub focus: Pane,
    /// Order or evidence: which of them shares a middling screen with the checklist.
    pub left: Pane,
    /// How much the evidence takes.
    pub zoom: Zoom,
    /// The pane to which the small evidence leads back.
    before_zoom: Pane,
    cursors: [usize; 5],
}

impl Panes {
    /// The line under the cursor of a pane.
    pub fn cursor(&self, pane: Pane) -> usize {
        self.cursors.get(usize::from(pane.number())).copied().unwrap_or_default()
    }

    fn put(&mut self, pane: Pane, line: usize) {
        if let Some(cursor) = self.cursors.get_mut(usize::from(pane.number())) {
            *cursor = line;
        }
    }

    fn turn_to(&mut self, pane: Pane) {
        self.focus = pane;
        if pane != Pane::Evidence {
            self.zoom = Zoom::Pane;
        }
        if matches!(pane, Pane::Order | Pane::Evidence) {
            self.left = pane;
        }
    }

    /// The evidence on the whole screen, from whatever pane, and back to that pane.
    fn turn_zoom(&mut self) {
        match self.zoom {
            Zoom::Pane => {
                self.before_zoom = self.focus;
                self.turn_to(Pane::Evidence);
                self.zoom = Zoom::Full;
            }
            Zoom::Full => {
                self.zoom = Zoom::Pane;
                self.turn_to(self.before_zoom);
            }
        }
    }
}

/// What is known beside the order itself.
#[derive(Debug, Default)]
pub struct Known {
    /// Fields in the clear, by path.
    pub revealed: BTreeMap<String, String>,
    /// A draft of another stage or revision.
    pub earlier: Stamped<Option<Draft>>,
    /// Since when, and until when, this person holds the order.
    lease: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// How this person lost the order, until he takes it again.
    pub lost: Option<Say>,
    /// What waits for a personal value.
    waiting: Option<Waiting>,
    /// A text that was sent, until it is done; where it is refused, it comes back.
    sent: Option<Typing>,
    /// A mended field that was closed before it was sent: what it is, and its texts.
    kept: Option<(String, Vec<String>)>,
    /// A new copy of the order is on its way.
    reloading: Option<()>,
    /// It lies beneath another screen.
    beneath: Option<()>,
}

/// What is made of the order and of the reviewer's work, and holds until they change.
#[derive(Debug, Default)]
struct Made {
    rows: Remembered<(u64, u64), OrderRows>,
    findings: Remembered<u64, FindingList>,
    marks: Remembered<(u64, u64), FindingRows>,
    items: Remembered<u64, ItemList>,
    entries: Remembered<(u64, Listing), Vec<Entry>>,
    answered: Remembered<(u64, u64), Answered>,
    judged: Remembered<(u64, u64), Judged>,
    suggestions: Remembered<u64, Vec<Suggestion>>,
    suggested: Remembered<(u64, u64), Vec<usize>>,
}

/// An order on the screen.
#[derive(Debug)]
pub struct Review {
    /// The order with its evidence.
    pub view: Stamped<OrderView>,
    /// Its verdict is durable: the next order takes its place.
    pub finished: bool,
    /// What the reviewer did so far.
    pub work: Stamped<Work>,
    /// Panes and cursors.
    pub panes: Panes,
    /// Pictures.
    pub viewer: Viewer,
    /// What lies over the panes.
    pub dialog: Option<Dialog>,
    /// A verdict on its way.
    pub sending: Sending,
    /// What is known beside the order.
    pub known: Known,
    /// How many lines findings and tray have.
    filled: Filled,
    /// When a text being written is kept.
    unsaved: Option<DateTime<Utc>>,
    /// What is made of order and work once.
    made: Made,
}

impl Review {
    /// Opens an order. Whether this person holds it, `view.row.holder` tells.
    pub fn new(view: OrderView, at: &At) -> Self {
        let (stage, revision) = (view.row.stage, view.order.revision);
        let fits = |draft: &&Draft| draft.stage == Some(stage) && draft.revision == revision;
        let undone = work::of_undone_verdict(&view, at.staff().map(|staff| staff.id));
        let work = match view.draft.as_ref().filter(fits) {
            Some(draft) => Work::from_draft(draft, stage),
            None => undone.unwrap_or(Work::new(stage, revision)),
        };
        let earlier = view.draft.clone().filter(|draft| !fits(&draft));
        let at_item = view.draft.as_ref().filter(fits).and_then(|draft| draft.at_item.clone());
        let mut review = Self {
            view: Stamped::new(view),
            finished: false,
            work: Stamped::new(work),
            panes: Panes::default(),
            viewer: Viewer::default(),
            dialog: None,
            sending: Sending::Idle,
            known: Known { earlier: Stamped::new(earlier), ..Known::default() },
            filled: Filled::default(),
            unsaved: None,
            made: Made::default(),
        };
        review.lease_from_view(at);
        review.fill(at.catalog);
        review.first_look(at_item, at);
        review
    }

    /// The cursors of a fresh screen: what changed, the first open item, the first pictures to compare.
    fn first_look(&mut self, at_item: Option<ItemKey>, at: &At) {
        let items = self.items(at.catalog);
        let place = at_item.and_then(|key| items.place(&key));
        let open = items.iter().position(|item| self.work.answer(&item.key).is_none());
        self.panes.put(Pane::Checklist, place.or(open).unwrap_or_default());
        // Where one pane fills the screen, reading comes first, unless the answering keys act at once.
        let untouched = place.is_none() && self.work.answers.is_empty();
        let came_back = self.view.comeback.is_some() && untouched;
        if items.is_empty() || came_back || at.size.0 < 100 && !self.is_held(at) {
            self.panes.turn_to(Pane::Order);
        }
        self.panes.left =
            if self.work.stage == Stage::SecondReview && !came_back { Pane::Evidence } else { Pane::Order };
        self.point_at_file(at.catalog);
        self.follow_item(at.catalog);
        if came_back {
            self.point_at_news(at);
        }
    }

    /// Counts the lines of findings and tray, by which the panes share the screen.
    fn fill(&mut self, catalog: &Catalog) {
        self.filled = Filled {
            reasons: self.work.reasons.len(),
            suggested: self.suggested(catalog),
            notes: self.work.reasons.iter().filter(|reason| self.since(catalog, reason).is_some()).count(),
            findings: self.view.findings.len(),
        };
    }

    /// The order.
    pub fn id(&self) -> OrderId {
        self.view.row.id
    }

    /// True where this person holds the order now.
    pub fn is_held(&self, at: &At) -> bool {
        let me = at.staff().map(|staff| staff.id);
        let mine = |holder: &crate::domain::view::Holder| Some(holder.id) == me && holder.until > at.now;
        self.view.row.holder.as_ref().is_some_and(mine)
    }

    /// The rows of the order pane.
    pub fn rows(&self) -> Arc<OrderRows> {
        let stamps = (self.view.stamp(), self.known.earlier.stamp());
        self.made.rows.get(stamps, || rows::rows(&self.view, self.known.earlier.as_ref()))
    }

    /// The row under the cursor of the order pane.
    pub fn row_at_cursor(&self) -> Option<Row> {
        self.rows().get(self.panes.cursor(Pane::Order)).cloned()
    }

    /// Takes a new copy of the order. Most copies come since the reviewer's own draft was kept, or a claim renewed, and
    /// nothing that is kept is made of those, nor of how long the order has waited by now.
    fn take(&mut self, view: OrderView) {
        let old = self.view.aside();
        old.draft.clone_from(&view.draft);
        old.row.holder.clone_from(&view.row.holder);
        if old.waited.rounds == view.waited.rounds {
            old.waited = view.waited;
        }
        if *old != view {
            *self.view = view;
        }
    }

    /// A revealed value.
    pub fn clear(&self, path: &str) -> Option<&str> {
        self.known.revealed.get(path).map(String::as_str)
    }

    /// Where everything lies, in the body of a desk of this size.
    pub fn layout(&self, size: (u16, u16)) -> Layout {
        let rows = size.1.saturating_sub(CHROME);
        let panes = &self.panes;
        layout::layout(size.0, rows, panes.focus, panes.left, panes.zoom, self.filled)
    }

    /// Lines of a pane.
    fn len(&self, pane: Pane, at: &At) -> usize {
        match pane {
            Pane::Order => self.rows().len(),
            Pane::Evidence => self.entries().len(),
            Pane::Findings => self.view.findings.len(),
            Pane::Checklist => self.items(at.catalog).len(),
            Pane::Tray => self.work.reasons.len() + self.suggested(at.catalog),
        }
    }

    fn point_at_file(&mut self, catalog: &Catalog) {
        let Some(item) = self.item(catalog) else { return };
        if let Some(line) = files::look_at(&self.view, &self.entries(), &item.rule.look_at, &item.key.subject)
        {
            self.panes.put(Pane::Evidence, line);
        }
    }

    fn point_at_field(&mut self, catalog: &Catalog) {
        let Some(item) = self.item(catalog) else { return };
        let order = &self.view.order;
        let compared = self.compared(catalog).into_iter().next().map(|field| field.path);
        let field = match (&compared, &item.rule.field) {
            (Some(path), _) => path.clone(),
            (None, Some(field)) => paths::at_subject(order, field, &item.key.subject),
            (None, None) => match paths::part_of(order, &item.key.subject) {
                Some(path) => path,
                None => return,
            },
        };
        if let Some(line) = self.rows().find(&field) {
            self.panes.put(Pane::Order, line);
        }
    }

    /// The draft to keep.
    fn save(&mut self, at: &At) -> Effect {
        self.unsaved = None;
        let typing = match &self.dialog {
            Some(Dialog::Typing(typing)) => typing.begun(),
            _ => None,
        };
        let mut draft = self.work.draft(typing, self.item_key(at.catalog));
        if let Some(Dialog::Notice(dialog::Notice { editing: Some(input), .. })) = &self.dialog {
            draft.notice = Some(input.text().to_owned());
        }
        Effect::SaveDraft(self.id(), Box::new(draft))
    }

    /// True where there is something to keep.
    fn has_begun(&self) -> bool {
        self.unsaved.is_some()
            || self.dialog.as_ref().is_some_and(Dialog::is_typing)
            || *self.work != Work::new(self.work.stage, self.work.revision)
    }

    /// The pictures that the screen wants now.
    fn pictures(&mut self, at: &At) -> Vec<Effect> {
        let Some(area) = self.layout(at.size).evidence else { return Vec::new() };
        let files = self.entries().len();
        let places = layout::evidence(area, files, self.viewer.pictures(), self.panes.zoom);
        let (left, right) = match self.viewer.pair {
            Some(Pair { left, right }) => (Some(left), Some(right)),
            None => (self.shown_at_cursor(), None),
        };
        let Self { view, viewer, .. } = self;
        let file = |shown: Option<Shown>| shown.and_then(|shown| shown.file(view));
        let size = |area: layout::Area| (area.w, area.h);
        let first = viewer.want(PreviewSlot::Left, file(left), size(places.left));
        let second = places.right.map(size).unwrap_or_default();
        let second = viewer.want(PreviewSlot::Right, file(right), second);
        first.into_iter().chain(second).collect()
    }

    /// Keeps the claim alive while work goes on: once half of it is over.
    fn renewal(&mut self, at: &At) -> Option<Effect> {
        let (heard, until) = self.known.lease?;
        let due = heard + (until - heard) / 2;
        if !self.is_held(at) || at.now < due || !self.sending.is_idle() {
            return None;
        }
        self.known.lease = Some((at.now, until));
        Some(Effect::Renew(self.id()))
    }

    fn lease_from_view(&mut self, at: &At) {
        let held = self.is_held(at);
        let holder = self.view.row.holder.as_ref().filter(|_| held);
        self.known.lease = holder.map(|holder| (at.now, holder.until));
    }
}

impl Part for Review {
    fn context(&self) -> Context {
        match &self.dialog {
            None => Context::Review,
            Some(dialog) if dialog.is_typing() => Context::ReviewTyping,
            Some(_) => Context::ReviewNotice,
        }
    }

    fn disabled(&self, action: Action, at: &At) -> Option<Say> {
        match action {
            Action::Review(action) => guard::disabled(self, action, at),
            Action::Dialog(action) => guard::dialog(self, action, at),
            _ => None,
        }
    }

    fn refused(&mut self, action: Action, at: &At) -> Reply {
        let approves = matches!(action, Action::Review(ReviewAction::Approve | ReviewAction::ApproveStay));
        match guard::in_the_way(self, at).filter(|_| approves) {
            Some(Obstacle::Item(key)) => self.go_to_item(&key, at),
            Some(Obstacle::Finding(key)) => self.go_to_finding(&key, at),
            None => Reply::none(),
        }
    }

    fn act(&mut self, action: Action, at: &At) -> Reply {
        self.known.beneath = None;
        let (before, stamp) = (self.work.clone(), self.work.stamp());
        let mut reply = match action {
            Action::Review(action) => self.review_act(action, at),
            Action::Dialog(action) => self.dialog_act(action, at),
            _ => Reply::none(),
        };
        if self.work.stamp() != stamp && *self.work != *before && !self.finished {
            reply.effects.push(self.save(at));
        }
        self.clamp(at);
        reply.effects.extend(self.pictures(at));
        reply.effects.extend(self.renewal(at));
        reply
    }

    fn typed(&mut self, key: Key, at: &At) -> Reply {
        if self.dialog.as_mut().is_some_and(|dialog| dialog.key(key)) {
            self.unsaved.get_or_insert(at.now + KEEP_AFTER);
        }
        Reply { effects: self.renewal(at).into_iter().collect(), ..Reply::default() }
    }

    fn pasted(&mut self, text: &str, at: &At) -> Reply {
        if let Some(input) = self.dialog.as_mut().and_then(Dialog::input) {
            input.insert(text);
            return Reply::effect(self.save(at));
        }
        Reply::none()
    }

    fn mouse(&mut self, mouse: Mouse, at: &At) -> Reply {
        let by = match mouse.gesture {
            Gesture::WheelDown => 3,
            Gesture::WheelUp => -3,
            Gesture::Click | Gesture::DoubleClick => 0,
        };
        if let Some(dialog) = &mut self.dialog {
            dialog.scroll(by);
            return Reply::none();
        }
        let Some(Target::Pane { pane, line }) = mouse.target else { return Reply::none() };
        let Some(pane) = Pane::ALL.into_iter().find(|known| known.number() == pane) else {
            return Reply::none();
        };
        if by == 0 {
            self.panes.turn_to(pane);
            self.panes.put(pane, line);
            self.moved(pane, at);
        } else {
            self.step(pane, by, at);
        }
        Reply { effects: self.pictures(at), ..Reply::default() }
    }

    fn hear(&mut self, message: &Message, at: &At) -> Reply {
        self.heard(message, at)
    }

    fn step_back(&mut self, at: &At) -> Option<Reply> {
        self.back(at)
    }

    fn wake(&self, at: &At) -> Option<DateTime<Utc>> {
        let lapses = self.view.row.holder.as_ref().map(|holder| holder.until).filter(|until| *until > at.now);
        [self.unsaved, lapses].into_iter().flatten().min()
    }

    fn entered(&mut self, at: &At) -> Reply {
        self.known.beneath = None;
        self.viewer.left = None;
        self.viewer.right = None;
        Reply { effects: self.pictures(at), ..Reply::default() }
    }

    fn closing(&mut self, at: &At) -> Option<Effect> {
        // A verdict on its way has its own draft, which names it.
        if self.finished || !self.sending.is_idle() || !self.has_begun() {
            return None;
        }
        match self.save(at) {
            Effect::SaveDraft(id, draft) => Some(Effect::KeepDraft(id, draft)),
            other => Some(other),
        }
    }

    fn left(&mut self, at: &At) -> Reply {
        self.known.beneath = Some(());
        match self.unsaved {
            Some(_) => Reply::effect(self.save(at)),
            None => Reply::none(),
        }
    }
}
