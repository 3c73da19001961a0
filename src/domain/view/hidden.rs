//! What stands around an order in its view, without anybody's personal values: notes, reasons, file names, the
//! history. The order itself stays in the clear, since one field of it may be revealed.

use super::{AttachmentView, HistoryLine, OrderView, Related, ReviewRecord};
use crate::domain::checklist::{Answers, ChosenReason};
use crate::domain::event::Event;
use crate::domain::lang::Bilingual;
use crate::domain::mask::{Masks, value};
use crate::domain::rounds::Comeback;
use std::collections::HashMap;

impl OrderView {
    /// The view with everything hidden around the order that is personal.
    pub fn hidden(mut self) -> Self {
        let masks = &self.masks;
        self.attachments.iter_mut().for_each(|one| attachment(masks, one));
        // Thousands of documents are needed for a few reasons.
        let mut whys: HashMap<Bilingual, Bilingual> = HashMap::new();
        for why in self.materials.iter_mut().map(|one| &mut one.why) {
            let hide = || Bilingual { zh: masks.hide(&why.zh), en: masks.hide(&why.en) };
            *why = whys.entry(why.clone()).or_insert_with(hide).clone();
        }
        self.reviews.iter_mut().for_each(|one| review(masks, one));
        self.history.iter_mut().for_each(|one| line(masks, one));
        self.related.iter_mut().for_each(|one| related(masks, one));
        self.overruled.iter_mut().for_each(|one| one.why = masks.hide(&one.why));
        self.comeback.iter_mut().for_each(|one| comeback(masks, one));
        self.row.entity = masks.hide(&self.row.entity);
        self.row.sites = masks.hide(&self.row.sites);
        self.row.asked = self.row.asked.as_deref().map(|asked| masks.hide(asked));
        self
    }
}

fn attachment(masks: &Masks, one: &mut AttachmentView) {
    one.given.path = masks.hide(&one.given.path);
}

fn review(masks: &Masks, one: &mut ReviewRecord) {
    for text in [&mut one.note, &mut one.notice, &mut one.override_reason].into_iter().flatten() {
        *text = masks.hide(text);
    }
    reasons(masks, &mut one.reasons);
    answers(masks, &mut one.answers);
}

fn reasons(masks: &Masks, all: &mut [ChosenReason]) {
    for one in all {
        for text in [Some(&mut one.text), Some(&mut one.mend), one.field.as_mut()].into_iter().flatten() {
            *text = masks.hide(text);
        }
    }
}

fn answers(masks: &Masks, all: &mut Answers) {
    for note in all.values_mut().filter_map(|given| given.note.as_mut()) {
        *note = masks.hide(note);
    }
}

fn related(masks: &Masks, one: &mut Related) {
    one.row.entity = masks.hide(&one.row.entity);
    one.row.sites = masks.hide(&one.row.sites);
}

fn comeback(masks: &Masks, one: &mut Comeback) {
    for earlier in &mut one.reasons {
        reasons(masks, std::slice::from_mut(&mut earlier.reason));
    }
}

/// Words of people inside an event, whichever they are.
fn line(masks: &Masks, one: &mut HistoryLine) {
    let hidden = serde_json::to_value(&one.event).map(|event| masks.hide_in(value(event)));
    if let Ok(event) = hidden.and_then(serde_json::from_value::<Event>) {
        one.event = event;
    }
}
