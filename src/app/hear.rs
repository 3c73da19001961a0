//! What the workers answer, as far as it is not one screen's own.

use super::App;
use super::effect::Effect;
use super::message::{ClaimAnswer, CopiedTo, Message, UndoAnswer};
use super::popup::Popup;
use super::say::Say;
use super::screen::{At, Screen, queue::Queue, review::Review};
use super::settings::{Session, ThemeName};
use crate::catalog::Catalog;
use crate::domain::view::OrderView;

/// How long stays what is told on arrival, such as the outcome of a verdict that was unknown.
const TOLD_SECONDS: i64 = 15;

impl App {
    pub(super) fn hear(&mut self, message: Message, catalog: &Catalog, effects: &mut Vec<Effect>) {
        match &message {
            Message::Done(_) => self.kept.done(),
            Message::Refused(_) | Message::WorkerFailed(_) => self.kept.refused(),
            _ => {}
        }
        match &message {
            Message::SignedIn(session) => return self.signed_in((**session).clone(), catalog, effects),
            Message::Counts(counts) => self.counts = counts.clone(),
            Message::FailedNotices(count) => self.failed_notices = *count,
            Message::Closed(closing) => return self.close(closing, catalog, effects),
            Message::HomeRules(rules) => {
                if let Some(session) = &mut self.session {
                    session.home.clone_from(rules);
                }
            }
            Message::WordsAsked(count) => {
                self.toast_for(Say::with("said.words_asked", count.to_string()), TOLD_SECONDS);
            }
            Message::NoticesHeld(words) => self.toast_for(Say::Words(words.clone()), TOLD_SECONDS),
            Message::Done(words) | Message::Refused(words) | Message::WorkerFailed(words) => {
                self.toast(Say::Words(words.clone()));
            }
            Message::Copied(how) => self.toast(Say::text(match how {
                CopiedTo::Clipboard => "said.copied",
                CopiedTo::Terminal => "said.copied_terminal",
                CopiedTo::TurnedOff => "said.copy_off",
            })),
            Message::Claimed(answer) => self.claimed(answer, effects),
            Message::NothingNext => self.toast(Say::text("said.nothing_next")),
            Message::Undone(answer) => self.undone(answer, effects),
            _ => {}
        }
        // A review that is shown takes the order itself, and may be left for what it tells.
        let shown = self.review_on_top().map(Review::id);
        self.tell_all(&message, catalog, effects);
        if message == Message::StoreChanged && self.session.is_some() {
            effects.push(Effect::LoadCounts);
        }
        if let Message::Opened(view) = message
            && shown != Some(view.row.id)
        {
            self.opened(*view, catalog, effects);
        }
    }

    /// Tells every part, shown or beneath.
    pub(super) fn tell_all(&mut self, message: &Message, catalog: &Catalog, effects: &mut Vec<Effect>) {
        let at = At {
            catalog,
            session: self.session.as_ref(),
            settings: &self.settings,
            now: self.times.now,
            size: self.size,
        };
        let mut replies = Vec::new();
        // What lies beneath looks again when it comes to the top.
        let beneath = if *message == Message::StoreChanged { &mut [] } else { self.beneath.as_mut_slice() };
        for layer in beneath.iter_mut().chain([&mut self.top]) {
            replies.push(layer.screen.part_mut().hear(message, &at));
            if let Some(popup) = &mut layer.popup {
                replies.push(popup.part_mut().hear(message, &at));
            }
        }
        for reply in replies {
            self.follow(reply, catalog, effects);
        }
    }

    /// A sign-in opens the desk; an unlock brings back what was there.
    fn signed_in(&mut self, session: Session, catalog: &Catalog, effects: &mut Vec<Effect>) {
        self.times.last_input = self.times.now;
        let told = session.told.clone();
        if let (Screen::Lock(_), Some(under)) = (&self.top.screen, self.beneath.pop()) {
            self.top = under;
            self.session = Some(session);
            effects.push(Effect::LoadCounts);
            self.enter(catalog, effects);
        } else {
            // Where colour was ruled out from outside, a person's own theme does not bring it back.
            let plain = self.settings.theme == ThemeName::Plain;
            self.settings = session.settings.clone();
            if plain {
                self.settings.theme = ThemeName::Plain;
            }
            let queue = Queue::new(&session.staff);
            self.session = Some(session);
            effects.push(Effect::LoadCounts);
            self.replace(Screen::Queue(Box::new(queue)), catalog, effects);
        }
        told.into_iter().for_each(|sentence| self.toast_for(Say::Words(sentence), TOLD_SECONDS));
    }

    /// A claim that the screen does not show yet opens its order.
    fn claimed(&mut self, answer: &ClaimAnswer, effects: &mut Vec<Effect>) {
        match &answer.result {
            Err(sentence) => self.toast(Say::Words(sentence.clone())),
            Ok(_) if self.review_on_top().is_some_and(|review| review.id() == answer.id) => {}
            Ok(_) => effects.push(Effect::OpenOrder(answer.id)),
        }
    }

    /// The review on top, or right under the lock.
    fn review_on_top(&self) -> Option<&Review> {
        let shown = match (&self.top.screen, self.beneath.last()) {
            (Screen::Lock(_), Some(under)) => &under.screen,
            (screen, _) => screen,
        };
        match shown {
            Screen::Review(review) => Some(review),
            _ => None,
        }
    }

    /// An order came: the review of another that is finished gives way, any other waits beneath.
    fn opened(&mut self, view: OrderView, catalog: &Catalog, effects: &mut Vec<Effect>) {
        if matches!(&self.top.screen, Screen::History(history) if history.id == view.row.id) {
            return;
        }
        let review = Review::new(view, &self.at(catalog));
        let finished = match self.review_on_top() {
            Some(shown) if shown.id() == review.id() => return,
            Some(shown) => shown.finished,
            None => false,
        };
        let screen = Screen::Review(Box::new(review));
        if !finished {
            return self.put(screen, catalog, effects);
        }
        // What somebody has just opened over the decided order stays open over the next.
        let over = self.top.popup.take().filter(|popup| {
            matches!(popup, Popup::Help(_) | Popup::Menu(_) | Popup::Undo(_) | Popup::Leave(_))
        });
        self.replace(screen, catalog, effects);
        if matches!(self.top.screen, Screen::Review(_)) {
            self.top.popup = over;
        }
    }

    fn undone(&mut self, answer: &UndoAnswer, effects: &mut Vec<Effect>) {
        match &answer.result {
            Ok(stage) => self.toast(Say::Text("said.undone", vec![Say::text(stage_text(*stage))])),
            Err(sentence) => self.toast(Say::Words(sentence.clone())),
        }
        if matches!(self.top.popup, Some(Popup::Undo(_))) {
            effects.push(Effect::LoadUndoable);
        }
    }
}

/// The key of a stage's name.
pub const fn stage_text(stage: crate::domain::stage::Stage) -> &'static str {
    use crate::domain::stage::Stage;
    match stage {
        Stage::FirstReview => "stage.first_review",
        Stage::Verification => "stage.verification",
        Stage::SecondReview => "stage.second_review",
        Stage::Sms => "stage.sms",
        Stage::Bureau => "stage.bureau",
        Stage::Filed => "stage.filed",
        Stage::Returned => "stage.returned",
        Stage::Abandoned => "stage.abandoned",
    }
}
