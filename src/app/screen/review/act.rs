//! What keys do while no dialog is open: moving, answering, gathering reasons.

use super::Review;
use super::dialog::{Dialog, Page, Purpose, ReasonList, Typing};
use super::layout::{Pane, Zoom};
use super::rows::Row;
use super::send::Sending;
use crate::app::action::ReviewAction;
use crate::app::effect::Effect;
use crate::app::keymap::review::NUMBERED;
use crate::app::popup::{Calls, Form, Popup, Purpose as FormPurpose, moved};
use crate::app::say::Say;
use crate::app::screen::history::History;
use crate::app::screen::{At, Go, Reply, Screen};
use crate::domain::checklist::{Answer, ItemKey, SubjectRef};
use crate::domain::view::OrderView;
use ReviewAction as R;

/// Lines of a page in a pane.
const PAGE: isize = 10;
const FAR: isize = isize::MAX / 2;

impl Review {
    pub(super) fn review_act(&mut self, action: ReviewAction, at: &At) -> Reply {
        if is_for_item(action) && self.panes.focus == Pane::Findings {
            self.follow_finding(at);
        }
        if let Some(place) = NUMBERED.iter().position(|known| *known == action) {
            if let Some(reason) = self.offers(at.catalog).into_iter().nth(place) {
                self.work.toggle(reason);
            }
            return Reply::none();
        }
        self.moving(action, at)
            .or_else(|| self.answering(action, at))
            .or_else(|| self.reasons(action, at))
            .or_else(|| self.with_finding(action, at))
            .or_else(|| self.looking(action, at))
            .or_else(|| self.deciding(action, at))
            .unwrap_or_else(|| self.about_order(action))
    }

    fn moving(&mut self, action: ReviewAction, at: &At) -> Option<Reply> {
        let focus = self.panes.focus;
        match action {
            R::Down => self.step(focus, 1, at),
            R::Up => self.step(focus, -1, at),
            R::PageDown => self.step(focus, PAGE, at),
            R::PageUp => self.step(focus, -PAGE, at),
            R::Top => self.step(focus, -FAR, at),
            R::Bottom => self.step(focus, FAR, at),
            R::NextPane => self.turn_pane(1),
            R::LastPane => self.turn_pane(-1),
            R::Tray => self.panes.turn_to(Pane::Tray),
            R::Zoom => self.panes.turn_zoom(),
            R::NextOpen => return Some(self.next_open(at)),
            R::GoTo => self.go_to(at),
            R::NextFinding => self.next_finding(1, at),
            R::LastFinding => self.next_finding(-1, at),
            R::Jump => self.jump(at),
            _ => return None,
        }
        Some(Reply::none())
    }

    /// Moves a cursor.
    pub(super) fn step(&mut self, pane: Pane, by: isize, at: &At) {
        let len = self.len(pane, at);
        self.panes.put(pane, moved(self.panes.cursor(pane), by, len));
        self.moved(pane, at);
    }

    /// The checklist leads: fields and files follow its cursor.
    pub(super) fn moved(&mut self, pane: Pane, at: &At) {
        match pane {
            Pane::Checklist => {
                self.point_at_field(at.catalog);
                self.point_at_file(at.catalog);
                self.follow_item(at.catalog);
            }
            Pane::Order => self.point_at_news(at),
            Pane::Findings => self.point_at_finding(at),
            Pane::Evidence | Pane::Tray => {}
        }
    }

    /// Keeps every cursor on a line that is there.
    pub(super) fn clamp(&mut self, at: &At) {
        self.fill(at.catalog);
        for pane in Pane::ALL {
            let len = self.len(pane, at);
            self.panes.put(pane, moved(self.panes.cursor(pane), 0, len));
        }
    }

    /// The next pane that has something in it.
    fn turn_pane(&mut self, by: isize) {
        let filled = self.filled;
        let there = |pane: &Pane| match pane {
            Pane::Findings => filled.findings > 0,
            Pane::Tray => filled.reasons + filled.suggested > 0,
            Pane::Order | Pane::Evidence | Pane::Checklist => true,
        };
        let panes: Vec<Pane> = Pane::ALL.into_iter().filter(there).collect();
        let place = panes.iter().position(|pane| *pane == self.panes.focus).unwrap_or(panes.len() - 1);
        let next = if by > 0 { place + 1 } else { place + panes.len() - 1 };
        self.panes.zoom = Zoom::Pane;
        self.panes.turn_to(panes.get(next % panes.len()).copied().unwrap_or_default());
    }

    /// The next item without an answer, from the cursor on and around.
    fn next_open(&mut self, at: &At) -> Reply {
        let items = self.items(at.catalog);
        let from = self.panes.cursor(Pane::Checklist) + 1;
        let open = (0..items.len())
            .map(|by| (from + by) % items.len())
            .find(|place| items.get(*place).is_some_and(|item| self.work.answer(&item.key).is_none()));
        match open {
            Some(place) => {
                self.panes.put(Pane::Checklist, place);
                self.moved(Pane::Checklist, at);
                Reply::none()
            }
            None => Reply::say(Say::text("said.all_answered")),
        }
    }

    /// To what the line is about.
    fn go_to(&mut self, at: &At) {
        match self.panes.focus {
            Pane::Checklist => {
                self.moved(Pane::Checklist, at);
                let looks = self.item(at.catalog).is_some_and(|item| !item.rule.look_at.is_empty());
                self.panes.turn_to(if looks { Pane::Evidence } else { Pane::Order });
            }
            Pane::Tray => self.go_to_item_of_reason(at),
            Pane::Findings => self.jump(at),
            Pane::Order => {
                if self.go_to_news(at) {
                    return;
                }
                if let Some(Row::Change(change)) = self.row_at_cursor()
                    && let Some(change) = self.view.changes.get(change)
                    && let Some(line) = self.rows().find(&change.path)
                {
                    self.panes.put(Pane::Order, line);
                } else {
                    self.panes.turn_to(Pane::Checklist);
                }
            }
            Pane::Evidence => self.panes.turn_to(Pane::Checklist),
        }
    }

    fn go_to_item_of_reason(&mut self, at: &At) {
        let reason = self.reason_at_cursor(at.catalog);
        let Some(key) = reason.and_then(|reason| reason.item) else { return };
        if self.items(at.catalog).place(&key).is_some() {
            self.put_on_item(&key, at);
        } else {
            self.jump(at);
        }
    }

    /// The checklist with its cursor on an item.
    pub(super) fn go_to_item(&mut self, key: &ItemKey, at: &At) -> Reply {
        self.put_on_item(key, at);
        Reply { effects: self.pictures(at), ..Reply::default() }
    }

    /// The list of findings with its cursor on one.
    pub(super) fn go_to_finding(&mut self, key: &ItemKey, at: &At) -> Reply {
        let finding = self.findings_of(key).first().map(|one| one.finding.clone());
        if let Some(finding) = finding {
            self.put_on_finding(&finding, at);
            self.panes.turn_to(Pane::Findings);
        }
        Reply { effects: self.pictures(at), ..Reply::default() }
    }

    fn put_on_item(&mut self, key: &ItemKey, at: &At) {
        if let Some(place) = self.items(at.catalog).place(key) {
            self.panes.put(Pane::Checklist, place);
            self.moved(Pane::Checklist, at);
            self.panes.turn_to(Pane::Checklist);
        }
    }

    fn answering(&mut self, action: ReviewAction, at: &At) -> Option<Reply> {
        let answer = match action {
            R::Pass => Answer::Pass,
            R::Fault => Answer::Fault,
            R::NotApplicable => Answer::NotApplicable,
            R::Unanswer => {
                let key = self.item_key(at.catalog)?;
                return Some(dropped(self.work.unanswer(&key)));
            }
            R::Explain => {
                self.dialog = Some(Dialog::Page(Page::Rule(self.rule_to_explain(at)?, 0)));
                return Some(Reply::none());
            }
            _ => return None,
        };
        let key = self.item_key(at.catalog)?;
        let silent = self.work.note(&key).is_none_or(|note| note.trim().is_empty());
        if answer != Answer::Fault && silent && self.needs_word(&key) {
            self.type_in(Purpose::Word(key, answer), &[]);
            return Some(Reply::none());
        }
        let reply = dropped(self.work.give(&key, answer));
        if answer == Answer::Fault && self.panes.focus != Pane::Findings {
            self.moved(Pane::Checklist, at);
        } else {
            self.after_answer(at);
        }
        Some(reply)
    }

    /// Goes on to the next open item; after the last one the cursor stays, and in the list of findings always.
    pub(super) fn after_answer(&mut self, at: &At) {
        if self.panes.focus != Pane::Findings {
            let _all_answered = self.next_open(at);
        }
    }

    /// Puts the checklist on the item of the finding that is answered, so that its reasons are on offer.
    fn follow_finding(&mut self, at: &At) {
        if let Some(place) = self.item_of_finding(at.catalog) {
            self.panes.put(Pane::Checklist, place);
        }
    }

    fn reasons(&mut self, action: ReviewAction, at: &At) -> Option<Reply> {
        let place = self.panes.cursor(Pane::Tray);
        match action {
            R::FreeReason => {
                let about = self.about(at);
                self.type_in(Purpose::FreeReason(about), &[]);
            }
            R::ReasonList => self.dialog = Some(Dialog::List(ReasonList::default())),
            R::Memo => {
                let memo = self.work.memo.clone();
                self.type_in(Purpose::Memo, &[&memo]);
            }
            R::Edit if self.panes.focus == Pane::Tray => {
                let reason = self.work.reasons.get(place)?.clone();
                self.type_in(Purpose::EditReason(place), &[&reason.text, &reason.mend]);
            }
            R::Edit => {
                let key = self.item_key(at.catalog)?;
                let note = self.work.note(&key).unwrap_or_default().to_owned();
                self.type_in(Purpose::ItemNote(key), &[&note]);
            }
            R::RemoveReason => self.work.remove(place),
            R::ReasonUp | R::ReasonDown => {
                let by = if action == R::ReasonUp { -1 } else { 1 };
                let to = self.work.shift(place, by);
                self.panes.put(Pane::Tray, to);
            }
            _ => return None,
        }
        Some(Reply::none())
    }

    pub(super) fn type_in(&mut self, purpose: Purpose, texts: &[&str]) {
        let slug = purpose.slug();
        let kept = self.known.kept.take().filter(|(what, _)| *what == slug).map(|(_, texts)| texts);
        let kept: Option<Vec<&str>> = kept.as_ref().map(|texts| texts.iter().map(String::as_str).collect());
        let begun = self.work.begun.get(&slug);
        let texts = kept.as_deref().unwrap_or(texts);
        self.dialog = Some(Dialog::Typing(Typing::new(purpose, texts, begun)));
    }

    fn with_finding(&mut self, action: ReviewAction, at: &At) -> Option<Reply> {
        match action {
            R::TakeReason => {
                self.take_suggestion(at);
                Some(Reply::none())
            }
            R::TakeReasons => Some(Reply::say(self.take_suggestions(at))),
            R::Overrule => {
                let one = self.finding_here(at.catalog)?;
                let (key, why) = (one.finding.item(), one.overruled.map(|word| word.why.clone()));
                self.type_in(Purpose::Overrule(key), &[why.as_deref().unwrap_or_default()]);
                Some(Reply::none())
            }
            R::Amend => self.amend(at),
            R::TakeFix => self.take_fix(at),
            R::Materials => {
                self.viewer.listing = self.viewer.listing.next();
                self.panes.turn_to(Pane::Evidence);
                self.panes.put(Pane::Evidence, 0);
                Some(Reply::none())
            }
            _ => None,
        }
    }

    /// The rule that is asked about: of the item, the reason or the finding under the cursor.
    pub fn rule_to_explain(&self, at: &At) -> Option<ItemKey> {
        let of_reason = || {
            let reason = self.reason_at_cursor(at.catalog)?;
            let rule = at.catalog.rule(&reason.code.as_str().into())?.code.clone();
            let subject = reason.item.map_or(SubjectRef::Order, |item| item.subject);
            Some(ItemKey { rule, subject })
        };
        let of_finding = || self.finding_here(at.catalog).map(|one| one.finding.item());
        match self.panes.focus {
            Pane::Checklist => None,
            Pane::Tray => of_reason(),
            Pane::Order | Pane::Evidence | Pane::Findings => of_finding(),
        }
        .or_else(|| self.item_key(at.catalog))
    }

    fn about_order(&mut self, action: ReviewAction) -> Reply {
        let id = self.id();
        let no = self.view.row.no.clone();
        let form =
            |purpose| Reply::go(Go::Popup(Box::new(Popup::Form(Form::new(purpose, Some(no.clone()))))));
        match action {
            R::Claim => Reply::effect(Effect::Claim(id)),
            R::PutBack => form(FormPurpose::PutBack(id)),
            R::Ask => form(FormPurpose::Ask(id)),
            R::Answer => form(FormPurpose::Answer(id)),
            R::History => {
                let mut history = History::new(id, no);
                history.view = Some(OrderView::clone(&self.view));
                Reply::go(Go::To(Box::new(Screen::History(Box::new(history)))))
            }
            R::NextOrder => self.next_order(),
            R::AutoAdvance => Reply::go(Go::TurnAdvance),
            R::Call => {
                let calls = Calls::new(id, &self.view.order, self.person_at_cursor().as_ref());
                Reply::go(Go::Popup(Box::new(Popup::Calls(calls))))
            }
            R::Abandon => form(FormPurpose::Abandon(id)),
            R::WriteSheet => Reply::effect(Effect::WriteSheet(id)),
            R::LogPaper => match self.paper_at_cursor() {
                Some(slot) => {
                    let (kind, owner) = (slot.kind, slot.owner.clone());
                    Reply::effect(Effect::LogPaper { id, kind, owner })
                }
                None => Reply::none(),
            },
            _ => Reply::none(),
        }
    }

    /// Leaves this order with its draft and takes the next.
    fn next_order(&mut self) -> Reply {
        self.finished = true;
        let mut stages = vec![self.work.stage];
        stages.extend(
            [crate::domain::stage::Stage::FirstReview, crate::domain::stage::Stage::SecondReview]
                .into_iter()
                .filter(|stage| *stage != self.work.stage),
        );
        Reply::effect(Effect::Release(self.id())).and(Effect::ClaimNext { stages, after: Some(self.id()) })
    }

    /// Esc: first the large picture, then the order itself, which is free for others then.
    pub(super) fn back(&mut self, at: &At) -> Option<Reply> {
        if self.panes.zoom == Zoom::Full {
            self.panes.turn_zoom();
            return Some(Reply { effects: self.pictures(at), ..Reply::default() });
        }
        if matches!(self.sending, Sending::Deciding(..)) {
            return Some(Reply::say(Say::text("why.saving")));
        }
        if self.finished || !self.is_held(at) {
            return None;
        }
        let mut reply = Reply::go(Go::Back);
        if self.unsaved.is_some() {
            reply.effects.push(self.save(at));
        }
        Some(reply.and(Effect::Release(self.id())))
    }
}

/// True for what is done to an item of the checklist.
fn is_for_item(action: ReviewAction) -> bool {
    matches!(action, R::Pass | R::Fault | R::NotApplicable | R::Unanswer | R::Edit)
        || NUMBERED.contains(&action)
}

/// Says that reasons went away with their fault.
pub(super) fn dropped(count: usize) -> Reply {
    match count {
        0 => Reply::none(),
        count => Reply::say(Say::with("said.reasons_dropped", count.to_string())),
    }
}
