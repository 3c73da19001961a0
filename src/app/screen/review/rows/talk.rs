//! What people said about the order: the newest question with its answer, and the newest note.

use super::{Row, RowMaker};
use crate::domain::event::Event;
use crate::domain::view::HistoryLine;
use crate::domain::worktime::shanghai;

impl RowMaker<'_> {
    /// The newest question, and the answer where it came after it.
    pub(super) fn question(&mut self) {
        let lines = || self.view.history.iter().enumerate();
        let asked = lines().find_map(|(at, line)| match &line.event {
            Event::Asked { note } => Some((at, said(line, note))),
            _ => None,
        });
        let answered = lines().find_map(|(at, line)| match &line.event {
            Event::Answered { note } => Some((at, said(line, note))),
            _ => None,
        });
        let asked_at = asked.as_ref().map_or(usize::MAX, |(at, _)| *at);
        let question = asked.map(|(_, text)| text).or_else(|| self.view.row.asked.clone());
        let answer = answered.filter(|(at, _)| *at < asked_at).map(|(_, text)| text);
        if question.is_none() && answer.is_none() {
            return;
        }
        self.head("order.asked", String::new(), "");
        self.rows.extend(question.map(|text| Row::Words("order.question", text)));
        self.rows.extend(answer.map(|text| Row::Words("order.answer", text)));
    }

    /// The newest note since the last verdict, of whoever had the order before.
    pub(super) fn left_note(&mut self) {
        let since = self.view.history.iter().take_while(|line| !matches!(line.event, Event::Decided { .. }));
        let note = since.filter_map(|line| match &line.event {
            Event::PutBack { note } => Some(("order.put_back", said(line, note), note)),
            Event::Snoozed { note, .. } => Some(("order.snoozed", said(line, note), note)),
            Event::Noted { note } => Some(("order.noted", said(line, note), note)),
            _ => None,
        });
        let Some((key, text, _)) = note.into_iter().find(|(_, _, note)| !note.trim().is_empty()) else {
            return;
        };
        self.head("order.left_note", String::new(), "");
        self.rows.push(Row::Words(key, text));
    }
}

/// A text with its time and author.
fn said(line: &HistoryLine, note: &str) -> String {
    let when = shanghai(line.at).format("%m-%d %H:%M");
    format!("{note}  ({} {when})", line.who.as_deref().unwrap_or_default())
}
