//! What keys do in the dialogs of a review. Esc closes and keeps the text.

use super::Review;
use super::dialog::{Confirm, Dialog, Notice, Purpose, ReasonList, Typing};
use super::guard;
use super::send::after;
use crate::app::action::DialogAction;
use crate::app::key::Key;
use crate::app::say::Say;
use crate::app::screen::{At, Reply};
use crate::domain::checklist::ChosenReason;

impl Review {
    pub(super) fn dialog_act(&mut self, action: DialogAction, at: &At) -> Reply {
        if let Some(Dialog::Notice(notice)) = &mut self.dialog {
            notice.doubt = None;
        }
        match action {
            DialogAction::Close => self.close(),
            DialogAction::Submit => return self.submit(at),
            DialogAction::LineBreak => self.press(Key::LineBreak, at),
            DialogAction::NextField => self.turn_field(1),
            DialogAction::LastField => self.turn_field(usize::MAX),
            DialogAction::Up => self.vertical(Key::Up, -1, at),
            DialogAction::Down => self.vertical(Key::Down, 1, at),
            DialogAction::PageUp => self.vertical(Key::PageUp, -10, at),
            DialogAction::PageDown => self.vertical(Key::PageDown, 10, at),
            _ => {}
        }
        Reply::none()
    }

    fn press(&mut self, key: Key, at: &At) {
        if self.dialog.as_mut().is_some_and(|dialog| dialog.key(key)) {
            self.unsaved.get_or_insert(at.now + super::KEEP_AFTER);
        }
    }

    fn turn_field(&mut self, by: usize) {
        if let Some(Dialog::Typing(typing)) = &mut self.dialog {
            let by = if by == 1 { 1 } else { typing.inputs.len().saturating_sub(1) };
            typing.turn(by);
        }
    }

    /// Up and down: a line in a text, an entry in the list, a line of what can be scrolled.
    fn vertical(&mut self, key: Key, by: isize, at: &At) {
        let (stage, lang) = (self.view.row.stage, at.settings.lang);
        match &mut self.dialog {
            Some(Dialog::List(list)) => {
                let len = list.shown(at.catalog, stage, lang).len();
                list.step(by, len);
            }
            Some(Dialog::Notice(Notice { editing: Some(_), .. }) | Dialog::Typing(_)) => {
                if let Some(input) = self.dialog.as_mut().and_then(Dialog::input) {
                    input.key(key);
                }
            }
            Some(dialog) => dialog.scroll(by),
            None => {}
        }
    }

    /// Closes what is open; a begun text stays begun.
    fn close(&mut self) {
        match self.dialog.take() {
            Some(Dialog::Typing(typing)) => self.keep(&typing),
            Some(Dialog::Notice(Notice { editing: Some(input), .. })) => {
                let text = input.text().to_owned();
                self.work.notice = Some(text.clone());
                self.dialog = Some(Dialog::Notice(Notice { text: Some(text), ..Notice::default() }));
            }
            _ => {}
        }
    }

    fn keep(&mut self, typing: &Typing) {
        let (what, text) = typing.begun();
        if typing.inputs.iter().all(|(_, input)| input.is_empty()) {
            self.work.begun.remove(&what);
        } else {
            self.work.begun.insert(what, text);
        }
    }

    fn submit(&mut self, at: &At) -> Reply {
        match self.dialog.take() {
            Some(Dialog::Typing(typing)) => self.take_text(typing, at),
            Some(Dialog::List(list)) => self.take_reason(&list, at),
            open @ Some(Dialog::Notice(Notice { editing: Some(_), .. })) => {
                self.dialog = open;
                self.close();
            }
            other => self.dialog = other,
        }
        Reply::none()
    }

    fn take_text(&mut self, mut typing: Typing, at: &At) {
        let (text, more) = (typing.text(0), typing.text(1));
        let needed = !matches!(typing.purpose, Purpose::ItemNote(_) | Purpose::Memo);
        if needed && text.is_empty() {
            typing.problem = Some(Say::text("why.empty"));
            typing.focus = 0;
            self.dialog = Some(Dialog::Typing(typing));
            return;
        }
        self.work.begun.remove(&typing.purpose.slug());
        match typing.purpose {
            Purpose::ItemNote(key) => self.work.annotate(&key, &text),
            Purpose::Memo => self.work.memo = text,
            Purpose::FreeReason(field) => {
                let code = ChosenReason::FREE.into();
                self.work.reasons.push(ChosenReason { code, item: None, field, text, mend: more });
            }
            Purpose::EditReason(place) => {
                if let Some(reason) = self.work.reasons.get_mut(place) {
                    reason.text = text;
                    reason.mend = more;
                }
            }
            Purpose::Override => {
                let mut doubts: Vec<Say> = guard::incomplete(self, at).into_iter().collect();
                doubts.extend(self.doubts(at));
                let confirm = Confirm { doubts, override_reason: Some(text), then: after(at) };
                self.dialog = Some(Dialog::Confirm(confirm));
            }
        }
    }

    /// A reason from the list, about what lies under the cursor.
    fn take_reason(&mut self, list: &ReasonList, at: &At) {
        let shown = list.shown(at.catalog, self.view.row.stage, at.settings.lang);
        let Some(reason) = shown.get(list.selected) else { return };
        self.work.toggle(ChosenReason {
            code: reason.code.clone(),
            item: None,
            field: None,
            text: reason.text.zh.clone(),
            mend: reason.mend.zh.clone(),
        });
    }
}
