//! What keys do while no dialog is open, and the keys that decide.

use super::dialog::{Confirm, Dialog, Notice, Page, Purpose, ReasonList, Typing};
use super::files::Pair;
use super::layout::{Pane, Zoom};
use super::rows::{self, Row};
use super::send::{After, Sending, after};
use super::{Review, paths};
use crate::app::action::ReviewAction;
use crate::app::effect::Effect;
use crate::app::keymap::review::NUMBERED;
use crate::app::popup::{Form, Popup, Purpose as FormPurpose, moved};
use crate::app::say::Say;
use crate::app::screen::history::History;
use crate::app::screen::{At, Go, Reply, Screen};
use crate::domain::checklist::Answer;
use crate::domain::text::visible;
use crate::domain::verdict::VerdictKind;
use ReviewAction as R;

/// Lines of a page in a pane.
const PAGE: isize = 10;
const FAR: isize = isize::MAX / 2;

impl Review {
    pub(super) fn review_act(&mut self, action: ReviewAction, at: &At) -> Reply {
        if let Some(place) = NUMBERED.iter().position(|known| *known == action) {
            if let Some(reason) = self.offers(at.catalog).into_iter().nth(place) {
                self.work.toggle(reason);
            }
            return Reply::none();
        }
        self.moving(action, at)
            .or_else(|| self.answering(action, at))
            .or_else(|| self.reasons(action, at))
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
            R::LastPane => self.turn_pane(Pane::ALL.len() - 1),
            R::Tray => self.panes.turn_to(Pane::Tray),
            R::Zoom => {
                self.panes.zoom = if self.panes.zoom == Zoom::Full { Zoom::Pane } else { Zoom::Full };
                self.panes.turn_to(Pane::Evidence);
            }
            R::NextOpen => return Some(self.next_open(at)),
            R::GoTo => self.go_to(at),
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
        if pane == Pane::Checklist {
            self.point_at_field(at.catalog);
            self.point_at_file(at.catalog);
        }
    }

    /// Keeps every cursor on a line that is there.
    pub(super) fn clamp(&mut self, at: &At) {
        for pane in Pane::ALL {
            let len = self.len(pane, at);
            self.panes.put(pane, moved(self.panes.cursor(pane), 0, len));
        }
    }

    fn turn_pane(&mut self, by: usize) {
        let panes = if self.work.reasons.is_empty() { 3 } else { 4 };
        let place = usize::from(self.panes.focus.number()).min(panes - 1);
        let by = if by == 1 { 1 } else { panes - 1 };
        self.panes.zoom = Zoom::Pane;
        self.panes.turn_to(Pane::ALL.get((place + by) % panes).copied().unwrap_or_default());
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
            Pane::Order => {
                if let Some(Row::Change(change)) = self.row_at_cursor()
                    && let Some(change) = self.view.changes.get(change)
                    && let Some(line) = rows::find_row(&self.rows(), &change.path)
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
        let reason = self.work.reasons.get(self.panes.cursor(Pane::Tray));
        let Some(key) = reason.and_then(|reason| reason.item.clone()) else { return };
        if let Some(place) = self.items(at.catalog).iter().position(|item| item.key == key) {
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
                self.dialog = Some(Dialog::Page(Page::Rule(self.item_key(at.catalog)?, 0)));
                return Some(Reply::none());
            }
            _ => return None,
        };
        let key = self.item_key(at.catalog)?;
        let reply = dropped(self.work.give(&key, answer));
        if answer == Answer::Fault {
            self.moved(Pane::Checklist, at);
        } else {
            self.after_answer(at);
        }
        Some(reply)
    }

    /// Goes on to the next open item; after the last one the cursor stays.
    fn after_answer(&mut self, at: &At) {
        let _all_answered = self.next_open(at);
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

    fn type_in(&mut self, purpose: Purpose, texts: &[&str]) {
        let begun = self.work.begun.get(&purpose.slug());
        self.dialog = Some(Dialog::Typing(Typing::new(purpose, texts, begun)));
    }

    /// What a reason in own words is about: the field, the file or the item under the cursor.
    fn about(&self, at: &At) -> Option<String> {
        match self.panes.focus {
            Pane::Order => match self.row_at_cursor()? {
                Row::Field(field) => Some(paths::for_customer(at.catalog, &self.view.order, &field.path)),
                Row::Change(place) => {
                    let change = self.view.changes.get(place)?;
                    Some(paths::for_customer(at.catalog, &self.view.order, &change.path))
                }
                _ => None,
            },
            Pane::Evidence => self.file_for_customer(at),
            Pane::Checklist => self.item(at.catalog).and_then(|item| self.field_of(at.catalog, &item)),
            Pane::Tray => None,
        }
    }

    fn file_for_customer(&self, at: &At) -> Option<String> {
        let entry = super::files::entries(&self.view).get(self.panes.cursor(Pane::Evidence)).copied()?;
        let kind = super::files::kind(&self.view, entry)?;
        let name = at.catalog.text(crate::domain::lang::Lang::Zh, kind.slug());
        let owner = super::files::owner(&self.view, entry);
        let owner = owner.and_then(|owner| super::files::owner_name(&self.view, owner));
        Some(match owner {
            Some(owner) => format!("{name}（{}）", visible(owner)),
            None => name.to_owned(),
        })
    }

    fn looking(&mut self, action: ReviewAction, at: &At) -> Option<Reply> {
        match action {
            R::SideBySide => self.viewer.turn(&self.view),
            R::ShowLeft | R::ShowRight => {
                let file = self.file_at_cursor()?;
                let pair = self.viewer.pair.unwrap_or(Pair { left: file, right: file });
                self.viewer.pair = Some(match action {
                    R::ShowLeft => Pair { left: file, ..pair },
                    _ => Pair { right: file, ..pair },
                });
            }
            R::OpenOutside => {
                let file = self.view.attachments.get(self.file_at_cursor()?)?;
                return Some(Reply::effect(Effect::OpenOutside(file.facts.sha256.clone())));
            }
            R::Reveal => return self.reveal(),
            R::Copy => return self.copy(at),
            R::LookUp => {
                let Row::Field(field) = self.row_at_cursor()? else { return None };
                let value = field.shown(self.clear(&field.path));
                return Some(Reply::effect(Effect::LookUp { field: paths::pattern(&field.path), value }));
            }
            _ => return None,
        }
        Some(Reply::none())
    }

    /// Asks for a field in the clear; a revealed one is hidden again.
    fn reveal(&mut self) -> Option<Reply> {
        let Row::Field(field) = self.row_at_cursor()? else { return None };
        if self.known.revealed.remove(&field.path).is_some() {
            return Some(Reply::none());
        }
        Some(Reply::effect(Effect::Reveal { id: self.id(), field: field.path }))
    }

    fn copy(&self, at: &At) -> Option<Reply> {
        let text = match self.panes.focus {
            Pane::Order => {
                let row = self.row_at_cursor()?;
                let clear = match &row {
                    Row::Field(field) => self.clear(&field.path),
                    _ => None,
                };
                rows::copied(&row, &self.view, clear)?
            }
            Pane::Evidence => {
                let file = self.view.attachments.get(self.file_at_cursor()?)?;
                visible(&file.given.path).into_owned()
            }
            Pane::Checklist => self.item(at.catalog)?.rule.title.get(at.settings.lang).to_owned(),
            Pane::Tray => visible(&self.work.reasons.get(self.panes.cursor(Pane::Tray))?.text).into_owned(),
        };
        Some(Reply::effect(Effect::Copy(text)))
    }

    fn deciding(&mut self, action: ReviewAction, at: &At) -> Option<Reply> {
        Some(match action {
            R::Approve => self.approve(after(at), at),
            R::ApproveStay => self.approve(After::Stay, at),
            R::Override => {
                self.type_in(Purpose::Override, &[]);
                Reply::none()
            }
            R::Reject => self.show_notice(self.work.notice.clone()),
            R::NoticeAnew => {
                self.work.notice = None;
                self.show_notice(None)
            }
            R::NoticeEdit => {
                if let Some(Dialog::Notice(notice)) = &mut self.dialog {
                    let text = notice.text.clone().unwrap_or_default();
                    notice.editing = Some(crate::app::input::Input::many_lines().with(&text));
                }
                Reply::none()
            }
            R::NoticeCopy => match &self.dialog {
                Some(Dialog::Notice(notice)) => Reply::effect(Effect::Copy(notice.text.clone()?)),
                Some(Dialog::Page(Page::Answer(_, text, _))) => Reply::effect(Effect::Copy(text.clone())),
                Some(Dialog::Page(Page::Rule(key, _))) => {
                    let rule = at.catalog.rule(&key.rule)?;
                    let text = rule.prescribed.as_deref().unwrap_or(rule.what.get(at.settings.lang));
                    Reply::effect(Effect::Copy(text.to_owned()))
                }
                _ => return None,
            },
            R::SendReject => self.send(VerdictKind::Reject, after(at), None, at),
            R::SendApprove => self.send_confirmed(after(at), at),
            R::SendStay => match &self.dialog {
                Some(Dialog::Notice(_)) => self.send(VerdictKind::Reject, After::Stay, None, at),
                _ => self.send_confirmed(After::Stay, at),
            },
            R::Reload => match self.ask_again() {
                Some(effect) => Reply::effect(effect),
                None => Reply::effect(Effect::OpenOrder(self.id())),
            },
            _ => return None,
        })
    }

    /// Approves at once, or asks where something speaks against it.
    fn approve(&mut self, then: After, at: &At) -> Reply {
        let doubts = self.doubts(at);
        if doubts.is_empty() {
            return self.send(VerdictKind::Approve, then, None, at);
        }
        self.dialog = Some(Dialog::Confirm(Confirm { doubts, override_reason: None, then }));
        Reply::none()
    }

    /// What speaks against an approval without stopping it.
    pub(super) fn doubts(&self, at: &At) -> Vec<Say> {
        let faults = self.items(at.catalog).into_iter();
        let faults = faults.filter(|item| self.work.answer(&item.key) == Some(Answer::Fault));
        let mut doubts: Vec<Say> = faults
            .map(|item| Say::with("review.doubt_fault", item.rule.title.get(at.settings.lang)))
            .collect();
        if !self.work.reasons.is_empty() {
            doubts.push(Say::with("review.doubt_tray", self.work.reasons.len().to_string()));
        }
        doubts
    }

    fn send_confirmed(&mut self, then: After, at: &At) -> Reply {
        let Some(Dialog::Confirm(confirm)) = &self.dialog else { return Reply::none() };
        let reason = confirm.override_reason.clone();
        let then = if confirm.then == After::Stay { After::Stay } else { then };
        self.send(VerdictKind::Approve, then, reason, at)
    }

    /// The notice as it was edited, or composed anew.
    fn show_notice(&mut self, text: Option<String>) -> Reply {
        let compose = text.is_none();
        self.dialog = Some(Dialog::Notice(Notice { text, ..Notice::default() }));
        if !compose {
            return Reply::none();
        }
        let (kind, reasons) = (VerdictKind::Reject, self.work.reasons.clone());
        Reply::effect(Effect::ComposeNotice { id: self.id(), kind, reasons })
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
                history.view = Some(self.view.clone());
                Reply::go(Go::To(Box::new(Screen::History(Box::new(history)))))
            }
            R::NextOrder => self.next_order(),
            R::AutoAdvance => Reply::go(Go::TurnAdvance),
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
            self.panes.zoom = Zoom::Pane;
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

/// Says that reasons went away with their fault.
fn dropped(count: usize) -> Reply {
    match count {
        0 => Reply::none(),
        count => Reply::say(Say::with("said.reasons_dropped", count.to_string())),
    }
}
