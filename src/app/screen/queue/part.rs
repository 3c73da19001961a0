//! The queue as a part of the desk: keys, mouse, and what the workers answer.

use super::{Due, Focus, Queue, Wanted, guard, popup};
use crate::app::action::{Action, QueueAction};
use crate::app::effect::Effect;
use crate::app::key::Key;
use crate::app::keymap::Context;
use crate::app::message::Message;
use crate::app::mouse::{Gesture, Mouse, Target};
use crate::app::popup::{Menu, Popup};
use crate::app::say::Say;
use crate::app::screen::{At, Part, Reply};
use crate::domain::people::Staff;
use chrono::{DateTime, Utc};

impl Part for Queue {
    fn context(&self) -> Context {
        match self.focus {
            Focus::List => Context::Queue,
            Focus::Search | Focus::Anew => Context::Search,
        }
    }

    fn disabled(&self, action: Action, at: &At) -> Option<Say> {
        match action {
            Action::Queue(action) => guard::disabled(self, action, at),
            _ => None,
        }
    }

    fn act(&mut self, action: Action, at: &At) -> Reply {
        let Action::Queue(action) = action else { return Reply::none() };
        if let Some(reply) = self.moving(action, at) {
            return reply;
        }
        if let Some(reply) = self.listing(action, at) {
            return reply;
        }
        match action {
            QueueAction::Next => {
                let stages = at.staff().map(Staff::stages).unwrap_or_default();
                Reply::effect(Effect::ClaimNext { stages, after: None })
            }
            QueueAction::Mark => self.mark(at),
            _ => match self.list.row().cloned() {
                Some(row) => self.with_row(action, &row),
                None => Reply::none(),
            },
        }
    }

    fn typed(&mut self, key: Key, at: &At) -> Reply {
        let replaces = matches!(key, Key::Char(_) | Key::Backspace | Key::Delete);
        if self.focus == Focus::Anew && replaces {
            self.search.take();
        }
        if self.focus != Focus::List && self.search.key(key) {
            self.focus = Focus::Search;
            return self.searched(at);
        }
        Reply::none()
    }

    fn pasted(&mut self, text: &str, at: &At) -> Reply {
        if self.focus != Focus::Search {
            self.search.take();
        }
        self.focus = Focus::Search;
        self.search.insert(text);
        self.searched(at)
    }

    fn mouse(&mut self, mouse: Mouse, at: &At) -> Reply {
        match (mouse.gesture, mouse.target) {
            (Gesture::WheelDown, _) => self.step(3, at),
            (Gesture::WheelUp, _) => self.step(-3, at),
            (_, Some(Target::Tab(tab))) => self.show_tab(tab, at),
            (gesture, Some(Target::Order(id))) => {
                self.list.select(id);
                match gesture {
                    Gesture::DoubleClick => Reply::effect(Effect::OpenOrder(id)),
                    _ => Reply::none(),
                }
            }
            _ => Reply::none(),
        }
    }

    fn hear(&mut self, message: &Message, at: &At) -> Reply {
        let height = Self::height(at);
        self.heard_of_giving(message);
        let effect = match message {
            Message::Page(answer) => self.list.take(answer, height, &self.what, at.now),
            Message::NumberSearched(term) => self.numbers_open(&term.0, at),
            Message::StoreChanged => self.list.refresh(&self.what, at.now),
            Message::Resized(..) => self.list.step(0, height, &self.what, at.now),
            Message::Staff(staff) => match self.wanted.take() {
                Some(Wanted::Staff(ids, stages)) => {
                    return popup(Popup::Menu(Menu::assign(&ids, &stages, staff)));
                }
                other => {
                    self.wanted = other;
                    None
                }
            },
            Message::Views(views) if self.wanted == Some(Wanted::Views) => {
                self.wanted = None;
                return popup(Popup::Menu(Menu::views(views)));
            }
            _ => None,
        };
        Reply { effects: effect.into_iter().collect(), ..Reply::default() }
    }

    fn step_back(&mut self, at: &At) -> Option<Reply> {
        if self.list.cancel() {
            Some(Reply::effect(Effect::CancelPage))
        } else if !self.marked.is_empty() {
            Some(self.unmark())
        } else if self.what.filter.search.is_some() {
            self.search.take();
            Some(self.searched(at))
        } else {
            None
        }
    }

    /// When the words of a row on the screen change.
    fn wake(&self, at: &At) -> Option<DateTime<Utc>> {
        let shown = self.list.rows.iter().skip(self.list.top).take(Self::height(at));
        shown.filter_map(|row| row.due_at).map(|due| at.now + Due::at(due, at.now).holds()).min()
    }

    fn entered(&mut self, at: &At) -> Reply {
        if self.list.rows.is_empty() {
            return Reply::effect(self.list.anew(&self.what, at.now));
        }
        let effect = self.list.refresh(&self.what, at.now);
        Reply { effects: effect.into_iter().collect(), ..Reply::default() }
    }
}

impl Queue {
    /// Marks go with the orders that were given away; where that was refused, they stay for another try.
    fn heard_of_giving(&mut self, message: &Message) {
        match message {
            Message::Done(_) => {
                for id in std::mem::take(&mut self.giving) {
                    self.marked.remove(&id);
                }
            }
            Message::Refused(_) | Message::WorkerFailed(_) => self.giving.clear(),
            _ => {}
        }
    }
}
