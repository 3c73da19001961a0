//! How somebody lost an order that he held: a supervisor took it, or another decided.

use super::Review;
use crate::app::say::Say;
use crate::app::screen::At;
use crate::domain::event::Event;
use crate::domain::text::visible;
use crate::domain::verdict::VerdictKind;
use crate::domain::view::{HistoryLine, OrderView};

impl Review {
    /// What to say where the newer view shows that this person's claim was ended by another.
    pub(super) fn lost(&self, newer: &OrderView, at: &At) -> Option<Say> {
        let me = at.staff()?;
        let holds = |view: &OrderView| view.row.holder.as_ref().is_some_and(|holder| holder.id == me.id);
        if !holds(&self.view) || holds(newer) {
            return None;
        }
        let known = self.view.history.first().map(|line| line.id);
        let news = newer.history.iter().take_while(|line| Some(line.id) != known);
        news.filter(|line| line.who.as_deref() != Some(me.name.as_str())).find_map(sentence)
    }
}

fn sentence(line: &HistoryLine) -> Option<Say> {
    let words = |text: &str| Say::Words(visible(text).into_owned());
    let who = words(line.who.as_deref()?);
    Some(match &line.event {
        Event::TakenBack { reason, .. } => Say::Text("said.taken_back", vec![who, words(reason)]),
        Event::Assigned { to: Some(_), name } => {
            Say::Text("said.given_to", vec![who, words(name.as_deref().unwrap_or_default())])
        }
        Event::Decided { kind: VerdictKind::Approve, .. } => Say::Text("said.other_approved", vec![who]),
        Event::Decided { kind: VerdictKind::Reject, .. } => Say::Text("said.other_rejected", vec![who]),
        _ => return None,
    })
}
