//! What happened to one order.

use super::{At, Part, Reply};
use crate::app::action::{Action, HistoryAction};
use crate::app::effect::Effect;
use crate::app::keymap::Context;
use crate::app::message::Message;
use crate::app::mouse::{Gesture, Mouse, Target};
use crate::app::popup::moved;
use crate::app::say::Say;
use crate::domain::ids::{OrderId, OrderNo};
use crate::domain::view::OrderView;

/// Lines of a page.
const PAGE: isize = 10;

/// The history of an order.
#[derive(Debug)]
pub struct History {
    /// The order.
    pub id: OrderId,
    /// Its number.
    pub no: OrderNo,
    /// The order with its history; none = on its way.
    pub view: Option<OrderView>,
    /// The line under the cursor.
    pub selected: usize,
}

impl History {
    /// The history of an order that is still to come; whoever opens it asks for the order.
    pub fn new(id: OrderId, no: OrderNo) -> Self {
        Self { id, no, view: None, selected: 0 }
    }

    fn step(&mut self, by: isize) {
        let len = self.view.as_ref().map_or(0, |view| view.history.len());
        self.selected = moved(self.selected, by, len);
    }
}

impl Part for History {
    fn context(&self) -> Context {
        Context::History
    }

    fn disabled(&self, _action: Action, _at: &At) -> Option<Say> {
        None
    }

    fn act(&mut self, action: Action, _at: &At) -> Reply {
        let Action::History(action) = action else { return Reply::none() };
        match action {
            HistoryAction::Down => self.step(1),
            HistoryAction::Up => self.step(-1),
            HistoryAction::PageDown => self.step(PAGE),
            HistoryAction::PageUp => self.step(-PAGE),
            HistoryAction::Top => self.step(isize::MIN / 2),
            HistoryAction::Bottom => self.step(isize::MAX / 2),
        }
        Reply::none()
    }

    fn mouse(&mut self, mouse: Mouse, _at: &At) -> Reply {
        match (mouse.gesture, mouse.target) {
            (Gesture::WheelDown, _) => self.step(3),
            (Gesture::WheelUp, _) => self.step(-3),
            (_, Some(Target::Choice(line))) => {
                self.selected = line;
                self.step(0);
            }
            _ => {}
        }
        Reply::none()
    }

    fn hear(&mut self, message: &Message, _at: &At) -> Reply {
        match message {
            Message::Opened(view) if view.row.id == self.id => {
                self.view = Some((**view).clone());
                self.step(0);
                Reply::none()
            }
            Message::StoreChanged if self.view.is_some() => Reply::effect(Effect::OpenOrder(self.id)),
            _ => Reply::none(),
        }
    }
}
