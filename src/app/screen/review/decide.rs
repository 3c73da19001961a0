//! The keys that decide, and the dialogs before a verdict.

use super::Review;
use super::dialog::{Confirm, Dialog, Notice, Page, Purpose};
use super::send::{After, after};
use crate::app::action::ReviewAction as R;
use crate::app::effect::Effect;
use crate::app::input::Input;
use crate::app::say::Say;
use crate::app::screen::{At, Reply};
use crate::domain::checklist::Answer;
use crate::domain::verdict::VerdictKind;

impl Review {
    pub(super) fn deciding(&mut self, action: R, at: &At) -> Option<Reply> {
        Some(match action {
            R::Approve => self.approve(after(at), at),
            R::ApproveStay => self.approve(After::Stay, at),
            R::Override => {
                self.type_in(Purpose::Override, &[]);
                Reply::none()
            }
            R::Reject => self.show_notice(self.work.notice.clone()),
            R::NoticeAnew => self.compose_anew(),
            R::NoticeEdit => {
                if let Some(Dialog::Notice(notice)) = &mut self.dialog {
                    notice.doubt = None;
                    let text = notice.text.clone().unwrap_or_default();
                    notice.editing = Some(Input::many_lines().with(&text));
                }
                Reply::none()
            }
            R::NoticeCopy => return self.copy_dialog(at),
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
        let items = self.items(at.catalog);
        let faults = items.iter().filter(|item| self.work.answer(&item.key) == Some(Answer::Fault));
        let mut doubts: Vec<Say> = faults
            .filter_map(|item| at.catalog.rule(&item.key.rule))
            .map(|rule| Say::with("review.doubt_fault", rule.title.get(at.settings.lang)))
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

    /// Composes the notice again; an edited one is given up only by a second key.
    fn compose_anew(&mut self) -> Reply {
        if let Some(Dialog::Notice(notice)) = &mut self.dialog
            && notice.doubt.is_none()
            && self.work.notice.is_some()
        {
            notice.doubt = Some(Say::text("review.notice_anew"));
            return Reply::none();
        }
        self.work.notice = None;
        self.show_notice(None)
    }

    /// Copies what a dialog shows.
    fn copy_dialog(&self, at: &At) -> Option<Reply> {
        let text = match &self.dialog {
            Some(Dialog::Notice(notice)) => notice.text.clone()?,
            Some(Dialog::Page(Page::Answer(_, text, _))) => text.clone(),
            Some(Dialog::Page(Page::Rule(key, _))) => {
                let rule = at.catalog.rule(&key.rule)?;
                rule.prescribed.clone().unwrap_or_else(|| rule.what.get(at.settings.lang).to_owned())
            }
            _ => return None,
        };
        Some(Reply::effect(Effect::Copy(text)))
    }
}
