//! What keys do in the dialogs of a review. Esc closes and keeps the text.

use super::Review;
use super::dialog::{Confirm, Dialog, Notice, Purpose, ReasonList, Typing};
use super::guard;
use super::mend::Mending;
use super::send::after;
use crate::app::action::DialogAction;
use crate::app::effect::Effect;
use crate::app::key::Key;
use crate::app::say::Say;
use crate::app::screen::{At, Reply};
use crate::domain::amendment::{Amendment, amended};
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
        let Some((what, text)) = typing.begun() else {
            self.known.kept = Some((typing.purpose.slug(), typing.texts()));
            return;
        };
        if typing.inputs.iter().all(|(_, input)| input.is_empty()) {
            self.work.begun.remove(&what);
        } else {
            self.work.begun.insert(what, text);
        }
    }

    fn submit(&mut self, at: &At) -> Reply {
        match self.dialog.take() {
            Some(Dialog::Typing(typing)) => return self.take_text(typing, at),
            Some(Dialog::List(list)) => self.take_reason(&list, at),
            open @ Some(Dialog::Notice(Notice { editing: Some(_), .. })) => {
                self.dialog = open;
                self.close();
            }
            other => self.dialog = other,
        }
        Reply::none()
    }

    /// Says above an input why it was not taken.
    fn ask_once_more(&mut self, mut typing: Typing, problem: Say) -> Reply {
        typing.problem = Some(problem);
        typing.focus = 0;
        self.dialog = Some(Dialog::Typing(typing));
        Reply::none()
    }

    fn take_text(&mut self, typing: Typing, at: &At) -> Reply {
        let (text, more) = (typing.text(0), typing.text(1));
        let needed = !matches!(typing.purpose, Purpose::ItemNote(_) | Purpose::Memo | Purpose::Amend(_));
        if needed && text.is_empty() {
            return self.ask_once_more(typing, Say::text("why.empty"));
        }
        if let Purpose::Amend(mending) = &typing.purpose {
            let mending = mending.clone();
            return self.send_mended(&mending, typing, at);
        }
        self.work.begun.remove(&typing.purpose.slug());
        match typing.purpose {
            Purpose::Amend(_) => {}
            Purpose::Word(key, answer) => {
                let gone = self.work.give(&key, answer);
                self.work.annotate(&key, &text);
                self.after_answer(at);
                return super::act::dropped(gone);
            }
            Purpose::Overrule(item) => {
                return Reply::effect(Effect::Overrule { id: self.id(), item, why: text });
            }
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
                let mut doubts = guard::passed_over(self, at);
                doubts.extend(self.doubts(at));
                let confirm = Confirm { doubts, override_reason: Some(text), then: after(at) };
                self.dialog = Some(Dialog::Confirm(confirm));
            }
        }
        Reply::none()
    }

    /// Sends what was mended, where it fits the form of the order; where it is refused later, it comes back.
    fn send_mended(&mut self, mending: &Mending, typing: Typing, at: &At) -> Reply {
        let order = &self.view.order;
        let changes = mending.changes(order, &typing.texts());
        if changes.is_empty() {
            return self.ask_once_more(typing, Say::text("why.no_change"));
        }
        let tried: Vec<Amendment> = changes
            .iter()
            .map(|change| Amendment {
                path: change.path.clone(),
                before: None,
                after: change.to.clone(),
                rule: None,
            })
            .collect();
        if let Err(why) = amended(order, &tried) {
            return self.ask_once_more(typing, Say::Words(why.sentence(at.settings.lang)));
        }
        self.known.kept = None;
        self.known.sent = Some(typing);
        Reply::effect(Effect::Amend { id: self.id(), changes })
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
