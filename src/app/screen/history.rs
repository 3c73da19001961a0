//! What happened to one order.

use super::{At, Part, Reply};
use crate::app::action::Action;
use crate::app::keymap::Context;
use crate::app::message::Message;
use crate::app::say::Say;
use crate::domain::ids::{OrderId, OrderNo};
use crate::domain::view::OrderView;

/// The history of an order.
#[derive(Debug)]
pub struct History {
    /// The order.
    pub id: OrderId,
    /// Its number.
    pub no: OrderNo,
    /// The order with its history; none = on its way.
    pub view: Option<OrderView>,
}

impl History {
    /// The history of an order that is still to come; whoever opens it asks for the order.
    pub fn new(id: OrderId, no: OrderNo) -> Self {
        Self { id, no, view: None }
    }
}

impl Part for History {
    fn context(&self) -> Context {
        Context::History
    }

    fn disabled(&self, _action: Action, _at: &At) -> Option<Say> {
        None
    }

    fn act(&mut self, _action: Action, _at: &At) -> Reply {
        Reply::none()
    }

    fn hear(&mut self, message: &Message, _at: &At) -> Reply {
        if let Message::Opened(view) = message
            && view.row.id == self.id
        {
            self.view = Some((**view).clone());
        }
        Reply::none()
    }
}
