//! Sending a verdict, and what becomes of it.

use super::Review;
use super::dialog::Dialog;
use crate::app::effect::Effect;
use crate::app::message::{DecideAnswer, DecisionDone, Outcome};
use crate::app::say::Say;
use crate::app::screen::{At, Reply};
use crate::app::settings::Advance;
use crate::app::stage_text;
use crate::domain::checklist::{Answers, ItemKey};
use crate::domain::ids::{OrderId, VerdictId};
use crate::domain::stage::Stage;
use crate::domain::verdict::{Decision, VerdictKind};

/// What comes after a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// The next order.
    Next,
    /// The same order stays.
    Stay,
}

/// A verdict on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sending {
    /// There is none.
    Idle,
    /// It was sent.
    Deciding(Box<Decision>, After),
    /// Nobody knows whether it is durable; one sentence. Nothing else may happen to the order.
    Unknown(Box<Decision>, After, String),
}

impl Sending {
    /// True where nothing is on its way.
    pub fn is_idle(&self) -> bool {
        *self == Self::Idle
    }
}

/// What comes after a verdict without the stay key.
pub fn after(at: &At) -> After {
    match at.settings.advance {
        Advance::Next => After::Next,
        Advance::Stay => After::Stay,
    }
}

/// A verdict's id: one person makes one verdict on one order at one moment.
fn fresh_id(order: OrderId, at: &At) -> VerdictId {
    let who = at.staff().map_or(0, |staff| staff.id.0);
    VerdictId(format!("v{order}-{who}-{:x}", at.now.timestamp_micros()))
}

impl Review {
    /// Sends a verdict.
    pub(super) fn send(
        &mut self,
        kind: VerdictKind,
        then: After,
        override_reason: Option<String>,
        at: &At,
    ) -> Reply {
        let notice = match kind {
            VerdictKind::Reject => self.notice_text(),
            VerdictKind::Approve => None,
        };
        let memo = self.work.memo.trim();
        let decision = Decision {
            verdict_id: fresh_id(self.id(), at),
            kind,
            stage: self.work.stage,
            revision: self.work.revision,
            answers: self.answers(at),
            reasons: match kind {
                VerdictKind::Reject => self.work.reasons.clone(),
                VerdictKind::Approve => Vec::new(),
            },
            notice,
            note: (!memo.is_empty()).then(|| memo.to_owned()),
            override_reason,
        };
        self.sending = Sending::Deciding(Box::new(decision.clone()), then);
        Reply::effect(Effect::Decide { id: self.id(), decision: Box::new(decision) })
    }

    /// Answers to items that are still asked: a mended field can take its question away.
    fn answers(&self, at: &At) -> Answers {
        let items = self.items(at.catalog);
        let asked = |key: &ItemKey| items.place(key).is_some();
        self.work
            .answers
            .iter()
            .filter(|(key, _)| asked(key))
            .map(|(key, given)| (key.clone(), given.clone()))
            .collect()
    }

    /// The notice as it stands in the dialog, or as it was edited before.
    fn notice_text(&self) -> Option<String> {
        match &self.dialog {
            Some(Dialog::Notice(notice)) => notice.text.clone(),
            _ => self.work.notice.clone(),
        }
    }

    /// Asks again what became of a verdict: its id makes the second asking harmless.
    pub(super) fn ask_again(&mut self) -> Option<Effect> {
        let (decision, then) = match &self.sending {
            Sending::Idle => return None,
            Sending::Deciding(decision, then) | Sending::Unknown(decision, then, _) => {
                (decision.clone(), *then)
            }
        };
        self.sending = Sending::Deciding(decision.clone(), then);
        Some(Effect::Decide { id: self.id(), decision })
    }

    /// Hears what became of a verdict.
    pub(super) fn decided(&mut self, answer: &DecideAnswer, at: &At) -> Reply {
        let (decision, then) = match &self.sending {
            Sending::Idle => return Reply::none(),
            Sending::Deciding(decision, then) | Sending::Unknown(decision, then, _) => {
                (decision.clone(), *then)
            }
        };
        match &answer.result {
            Ok(done) if done.verdict_id == decision.verdict_id => self.durable(done, then, at),
            Ok(_) => Reply::none(),
            Err(failure) => {
                let sentence = failure.sentence.clone();
                self.sending = match failure.outcome {
                    Outcome::NotDone => Sending::Idle,
                    Outcome::Unknown => Sending::Unknown(decision, then, sentence.clone()),
                };
                Reply::say(Say::Words(sentence)).and(Effect::OpenOrder(self.id()))
            }
        }
    }

    /// The verdict stands: the next order, or this one as it is now.
    fn durable(&mut self, done: &DecisionDone, then: After, at: &At) -> Reply {
        self.sending = Sending::Idle;
        self.dialog = None;
        self.unsaved = None;
        self.work.begun.clear();
        let said = match done.kind {
            VerdictKind::Approve => "said.approved",
            VerdictKind::Reject => "said.rejected",
        };
        let parts = vec![Say::Words(self.view.row.no.to_string()), Say::text(stage_text(done.to_stage))];
        let mut reply = Reply::say(Say::Text(said, parts));
        let effect = match then {
            After::Next => {
                self.finished = true;
                Effect::ClaimNext { stages: self.stages_from_here(at), after: Some(self.id()) }
            }
            After::Stay => Effect::OpenOrder(self.id()),
        };
        self.view.row.holder = None;
        reply.effects.push(effect);
        reply
    }

    /// The stages of this person, that of the present order first.
    pub(super) fn stages_from_here(&self, at: &At) -> Vec<Stage> {
        let mut stages = at.staff().map(|staff| staff.stages()).unwrap_or_default();
        stages.sort_by_key(|stage| *stage != self.work.stage);
        stages
    }
}
