//! The reviewer's own work on an order: answers, the tray of reasons, notes. Every change is a draft.

use crate::domain::checklist::{Answer, Answers, ChosenReason, ItemAnswer, ItemKey};
use crate::domain::ids::{UserId, VerdictId};
use crate::domain::stage::Stage;
use crate::domain::view::{Draft, OrderView};
use std::collections::BTreeMap;

/// What the reviewer has done so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// The stage that it is about.
    pub stage: Stage,
    /// The revision that it is about.
    pub revision: u32,
    /// Answers.
    pub answers: Answers,
    /// The tray.
    pub reasons: Vec<ChosenReason>,
    /// Note for the second reviewer.
    pub memo: String,
    /// The notice, if it was edited.
    pub notice: Option<String>,
    /// Texts that were begun, by what they are for.
    pub begun: BTreeMap<String, String>,
    /// Reasons that went away with their fault; they come back with it.
    dropped: Vec<ChosenReason>,
}

/// The work of this person's own verdict on the very same papers, which was taken back: he goes on from
/// there.
pub fn of_undone_verdict(view: &OrderView, who: Option<UserId>) -> Option<Work> {
    let (stage, revision) = (view.row.stage, view.order.revision);
    let last = view.reviews.first().filter(|review| review.undone.is_some() && Some(review.by_id) == who)?;
    (last.stage == stage && last.revision == revision).then(|| Work {
        answers: last.answers.clone(),
        reasons: last.reasons.clone(),
        memo: last.note.clone().unwrap_or_default(),
        ..Work::new(stage, revision)
    })
}

/// True where two reasons are one, however it is worded.
pub fn same(one: &ChosenReason, other: &ChosenReason) -> bool {
    one.code == other.code && one.item == other.item && one.field == other.field
}

impl Work {
    /// Nothing done yet.
    pub fn new(stage: Stage, revision: u32) -> Self {
        Self {
            stage,
            revision,
            answers: Answers::new(),
            reasons: Vec::new(),
            memo: String::new(),
            notice: None,
            begun: BTreeMap::new(),
            dropped: Vec::new(),
        }
    }

    /// Goes on with a draft.
    pub fn from_draft(draft: &Draft, stage: Stage) -> Self {
        Self {
            answers: draft.answers.clone(),
            reasons: draft.reasons.clone(),
            memo: draft.note.clone(),
            notice: draft.notice.clone(),
            begun: draft.typing.iter().cloned().collect(),
            ..Self::new(stage, draft.revision)
        }
    }

    /// The draft to keep. Only one begun text fits: `typing`, or else the last one.
    pub fn draft(&self, typing: Option<(String, String)>, at_item: Option<ItemKey>) -> Draft {
        let begun = || self.begun.iter().next_back().map(|(what, text)| (what.clone(), text.clone()));
        Draft {
            stage: Some(self.stage),
            revision: self.revision,
            answers: self.answers.clone(),
            reasons: self.reasons.clone(),
            note: self.memo.clone(),
            typing: typing.or_else(begun),
            notice: self.notice.clone(),
            at_item,
            verdict_id: None::<VerdictId>,
        }
    }

    /// The answer to an item.
    pub fn answer(&self, key: &ItemKey) -> Option<Answer> {
        self.answers.get(key).map(|given| given.answer)
    }

    /// The note to an item.
    pub fn note(&self, key: &ItemKey) -> Option<&str> {
        self.answers.get(key).and_then(|given| given.note.as_deref())
    }

    /// Answers an item; its note stays. Reasons of a fault that is none go, and come back with the fault.
    pub fn give(&mut self, key: &ItemKey, answer: Answer) -> usize {
        let note = self.note(key).map(str::to_owned);
        self.answers.insert(key.clone(), ItemAnswer { answer, note });
        match answer {
            Answer::Fault => self.bring_back(key),
            Answer::Pass | Answer::NotApplicable => self.drop_reasons(key),
        }
    }

    /// Takes an answer back.
    pub fn unanswer(&mut self, key: &ItemKey) -> usize {
        self.answers.remove(key);
        self.drop_reasons(key)
    }

    /// Writes the note of an answered item.
    pub fn annotate(&mut self, key: &ItemKey, note: &str) {
        if let Some(given) = self.answers.get_mut(key) {
            given.note = (!note.trim().is_empty()).then(|| note.trim().to_owned());
        }
    }

    fn drop_reasons(&mut self, key: &ItemKey) -> usize {
        let (gone, stay): (Vec<_>, Vec<_>) = std::mem::take(&mut self.reasons)
            .into_iter()
            .partition(|reason| reason.item.as_ref() == Some(key));
        self.reasons = stay;
        let count = gone.len();
        self.dropped.extend(gone);
        count
    }

    fn bring_back(&mut self, key: &ItemKey) -> usize {
        let (back, stay): (Vec<_>, Vec<_>) = std::mem::take(&mut self.dropped)
            .into_iter()
            .partition(|reason| reason.item.as_ref() == Some(key));
        self.dropped = stay;
        self.reasons.extend(back);
        0
    }

    /// True where the tray holds this reason for this item.
    pub fn holds(&self, reason: &ChosenReason) -> bool {
        self.reasons.iter().any(|known| same(known, reason))
    }

    /// Takes a reason into the tray, or out of it again.
    pub fn toggle(&mut self, reason: ChosenReason) {
        if self.holds(&reason) {
            self.reasons.retain(|known| !same(known, &reason));
        } else {
            self.reasons.push(reason);
        }
    }

    /// Removes a reason.
    pub fn remove(&mut self, at: usize) {
        if at < self.reasons.len() {
            self.reasons.remove(at);
        }
    }

    /// Moves a reason; tells where it is now.
    pub fn shift(&mut self, at: usize, by: isize) -> usize {
        let to = at.saturating_add_signed(by);
        if at < self.reasons.len() && to < self.reasons.len() {
            self.reasons.swap(at, to);
            return to;
        }
        at
    }
}
