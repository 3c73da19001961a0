//! The review of one order.

use super::{At, Go, Part, Reply};
use crate::app::action::Action;
use crate::app::keymap::Context;
use crate::app::message::Message;
use crate::app::say::Say;
use crate::domain::ids::OrderId;
use crate::domain::view::OrderView;

/// An order on the screen.
#[derive(Debug)]
pub struct Review {
    /// The order with its evidence.
    pub view: OrderView,
    /// Its verdict is durable: the next order takes its place.
    pub finished: bool,
}

impl Review {
    /// Opens an order. Whether this person holds it, `view.row.holder` tells.
    pub fn new(view: OrderView, _at: &At) -> Self {
        Self { view, finished: false }
    }

    /// The order.
    pub fn id(&self) -> OrderId {
        self.view.row.id
    }
}

impl Part for Review {
    fn context(&self) -> Context {
        Context::Review
    }

    fn disabled(&self, _action: Action, _at: &At) -> Option<Say> {
        None
    }

    fn act(&mut self, _action: Action, _at: &At) -> Reply {
        Reply::none()
    }

    fn hear(&mut self, message: &Message, _at: &At) -> Reply {
        match message {
            Message::Opened(view) if view.row.id == self.id() => self.view = (**view).clone(),
            Message::NothingNext if self.finished => return Reply::go(Go::Back),
            _ => {}
        }
        Reply::none()
    }
}
