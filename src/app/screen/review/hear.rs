//! What the workers answer to a review.

use super::Review;
use super::dialog::{Dialog, Notice, Page};
use super::layout::Pane;
use super::send::Sending;
use super::work::Work;
use crate::app::effect::Effect;
use crate::app::message::{ClaimAnswer, Message};
use crate::app::say::Say;
use crate::app::screen::{At, Go, Reply};
use crate::domain::event::Event;
use crate::domain::finding::Finding;
use crate::domain::path::text_at;
use crate::domain::text::visible_lines;
use crate::domain::view::{Holder, OrderView};

impl Review {
    pub(super) fn heard(&mut self, message: &Message, at: &At) -> Reply {
        match message {
            Message::Opened(view) if view.row.id == self.id() => self.take_view((**view).clone(), at),
            Message::Claimed(answer) => self.claim_answered(answer, at),
            Message::Decided(answer) if answer.id == self.id() => self.decided(answer, at),
            Message::Notice { id, text } if *id == self.id() => self.take_notice(text),
            Message::Revealed { id, field, value } if *id == self.id() => {
                self.known.revealed.insert(field.clone(), value.clone());
                self.go_on_revealed(field);
                Reply::none()
            }
            Message::LookedUp { field, text } if self.known.beneath.is_none() && self.dialog.is_none() => {
                let page = Page::Answer(field.clone(), visible_lines(text).into_owned(), 0);
                self.dialog = Some(Dialog::Page(page));
                Reply::none()
            }
            Message::PreviewReady(answer) => {
                self.viewer.take(answer);
                Reply::none()
            }
            Message::StoreChanged => self.refresh(),
            Message::Resized(..) => Reply { effects: self.pictures(at), ..Reply::default() },
            Message::Tick => self.tick(at),
            Message::NothingNext | Message::Refused(_) | Message::WorkerFailed(_) if self.finished => {
                Reply::go(Go::Back)
            }
            Message::Refused(sentence) => {
                self.known.waiting = None;
                self.bring_back(sentence);
                Reply::none()
            }
            Message::WorkerFailed(_) => {
                self.known.reloading = None;
                self.known.waiting = None;
                Reply::none()
            }
            Message::Done(_) => {
                self.known.sent = None;
                Reply::none()
            }
            _ => Reply::none(),
        }
    }

    /// A text that waits long enough is kept.
    fn tick(&mut self, at: &At) -> Reply {
        match self.unsaved {
            Some(due) if due <= at.now => Reply::effect(self.save(at)),
            _ => Reply::none(),
        }
    }

    /// A field that was waited for is in the clear.
    fn go_on_revealed(&mut self, field: &str) {
        if let Some(waiting) = self.known.waiting.take_if(|waiting| waiting.field() == field)
            && self.dialog.is_none()
        {
            self.open_mending(waiting);
        }
    }

    /// A mended field that was refused comes back with the reason.
    fn bring_back(&mut self, sentence: &str) {
        if let Some(mut typing) = self.known.sent.take()
            && self.dialog.is_none()
        {
            typing.problem = Some(Say::Words(sentence.to_owned()));
            self.dialog = Some(Dialog::Typing(typing));
        }
    }

    /// Somebody changed something: the order is read again, one reading at a time.
    fn refresh(&mut self) -> Reply {
        let quiet = self.finished || self.known.beneath.is_some() || !self.sending.is_idle();
        if quiet || self.known.reloading.is_some() {
            return Reply::none();
        }
        self.known.reloading = Some(());
        Reply::effect(Effect::OpenOrder(self.id()))
    }

    /// The order as it is now. Where stage or revision moved, the work so far stays as an earlier draft.
    fn take_view(&mut self, view: OrderView, at: &At) -> Reply {
        self.known.reloading = None;
        let (stage, revision) = (view.row.stage, view.order.revision);
        let moved = stage != self.work.stage || revision != self.work.revision;
        let settled = self.settled(&view);
        let given_away = self.gave_away(&view, at);
        let was_held = self.is_held(at);
        let lost = self.lost(&view, at);
        let finding = self.finding().map(|one| one.finding.clone());
        self.take(view);
        self.after_change(finding.as_ref());
        self.lease_from_view(at);
        let mut reply = if given_away { Reply::go(Go::Back) } else { Reply::none() };
        if lost.is_some() {
            self.known.lost.clone_from(&lost);
            reply.say.extend(lost);
        }
        if moved {
            let touched = !self.work.answers.is_empty() || !self.work.reasons.is_empty();
            if touched && !settled && self.sending.is_idle() {
                *self.known.earlier = Some(self.work.draft(None, None));
                reply.say.push(Say::text("said.order_moved"));
            }
            self.known.revealed.clear();
            *self.work = Work::new(stage, revision);
            self.dialog = None;
        }
        if !was_held {
            self.begin(at);
        }
        self.clamp(at);
        reply.effects.extend(self.pictures(at));
        reply
    }

    /// A value that is another by now is hidden again; the cursor stays on its finding.
    fn after_change(&mut self, finding: Option<&Finding>) {
        let order = &self.view.order;
        self.known.revealed.retain(|path, value| text_at(order, path).as_deref() == Some(value));
        let findings = self.findings();
        let same = |item: bool| {
            findings.iter().position(|one| {
                finding.is_some_and(|old| old == one.finding || item && old.item() == one.finding.item())
            })
        };
        if let Some(place) = same(false).or_else(|| same(true)) {
            self.panes.put(Pane::Findings, place);
        }
    }

    /// A fresh claim: from now on the keys of the checklist act at once.
    fn begin(&mut self, at: &At) {
        if !self.is_held(at) {
            return;
        }
        self.known.lost = None;
        // What changed is read first; the keys of the checklist act on the item at the foot all the same.
        if self.view.comeback.is_some() && self.work.answers.is_empty() {
            return;
        }
        if !self.items(at.catalog).is_empty() {
            self.panes.turn_to(Pane::Checklist);
        }
    }

    /// This person has just put the order back, or aside: there is no more to do here.
    fn gave_away(&self, view: &OrderView, at: &At) -> bool {
        let last = view.history.first().filter(|line| {
            matches!(line.event, Event::PutBack { .. } | Event::Snoozed { .. })
                && line.who.as_deref() == at.staff().map(|staff| staff.name.as_str())
        });
        let me = at.staff().map(|staff| staff.id);
        let still_mine = view.row.holder.as_ref().is_some_and(|holder| Some(holder.id) == me);
        self.known.beneath.is_none() && self.is_held(at) && !still_mine && last.is_some()
    }

    /// A verdict whose outcome was unknown is on record: then it is settled.
    fn settled(&mut self, view: &OrderView) -> bool {
        let id = match &self.sending {
            Sending::Unknown(decision, ..) | Sending::Deciding(decision, ..) => &decision.verdict_id,
            Sending::Idle => {
                return view.reviews.iter().any(|review| {
                    review.stage == self.work.stage
                        && review.revision == self.work.revision
                        && review.undone.is_none()
                });
            }
        };
        let known = view.reviews.iter().any(|review| &review.verdict_id == id);
        if known && matches!(self.sending, Sending::Unknown(..)) {
            self.sending = Sending::Idle;
        }
        known
    }

    fn claim_answered(&mut self, answer: &ClaimAnswer, at: &At) -> Reply {
        if answer.id != self.id() {
            let failed = self.finished && answer.result.is_err();
            return if failed { Reply::go(Go::Back) } else { Reply::none() };
        }
        match &answer.result {
            Ok(until) => {
                let was_held = self.is_held(at);
                let me = at.staff().map(|staff| (staff.id, staff.name.clone()));
                self.view.aside().row.holder = me.map(|(id, name)| Holder { id, name, until: *until });
                self.known.lease = Some((at.now, *until));
                if !was_held {
                    self.begin(at);
                }
                Reply { effects: self.pictures(at), ..Reply::default() }
            }
            Err(_) => {
                if self.is_held(at) {
                    self.view.aside().row.holder = None;
                }
                self.known.lease = None;
                Reply::effect(Effect::OpenOrder(self.id()))
            }
        }
    }

    /// The composed notice, unless the reviewer's own text stands there.
    fn take_notice(&mut self, text: &str) -> Reply {
        if let Some(Dialog::Notice(Notice { text: place @ None, .. })) = &mut self.dialog {
            *place = Some(text.to_owned());
        }
        Reply::none()
    }
}
