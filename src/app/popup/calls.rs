//! The log of calls over an order: whom, and with what result.

use super::{Form, Popup, Purpose};
use crate::app::action::{Action, CallAction, DialogAction};
use crate::app::effect::Effect;
use crate::app::keymap::Context;
use crate::app::say::Say;
use crate::app::screen::{At, Go, Part, Reply};
use crate::catalog::paths;
use crate::domain::ids::{OrderId, OrderNo, PersonRef};
use crate::domain::life::CallResult;
use crate::domain::mask::without_personal;
use crate::domain::order::Order;
use chrono::TimeDelta;

/// After how long somebody is called again who was not reached; Tencent's practice before it rejects.
const AGAIN: TimeDelta = TimeDelta::hours(1);

/// Somebody who can be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callee {
    /// Who.
    pub person: PersonRef,
    /// The key of his part in the order.
    pub role: &'static str,
    /// His name (unsafe text).
    pub name: String,
}

/// The log of calls.
#[derive(Debug)]
pub struct Calls {
    /// The order.
    pub id: OrderId,
    /// Its number.
    pub no: OrderNo,
    people: Vec<Callee>,
    at: usize,
}

impl Calls {
    /// Calls about an order: first the person who is looked at, else the first site manager.
    pub fn new(id: OrderId, order: &Order, looked_at: Option<&PersonRef>) -> Self {
        let managers = order.managers();
        let first = looked_at.or_else(|| managers.first().map(|person| &person.id));
        let callee = |person: &crate::domain::order::Person| Callee {
            person: person.id.clone(),
            role: paths::role_of(order, person),
            name: without_personal(&person.name),
        };
        let people: Vec<Callee> = order.people.iter().map(callee).collect();
        let at = people.iter().position(|one| Some(&one.person) == first).unwrap_or_default();
        Self { id, no: order.order_no.clone(), people, at }
    }

    /// Whom the call was made to.
    pub fn callee(&self) -> Option<&Callee> {
        self.people.get(self.at)
    }

    fn logged(&self, result: CallResult, again: Option<TimeDelta>, at: &At) -> Reply {
        let Some(callee) = self.callee() else { return Reply::none() };
        let again_at = again.map(|again| at.now + again);
        let (id, person) = (self.id, callee.person.clone());
        let effect = Effect::LogCall { id, person, result, note: String::new(), again_at };
        Reply::effect(effect).then(Go::ClosePopup)
    }

    fn form(&self, purpose: impl Fn(OrderId, PersonRef) -> Purpose) -> Reply {
        let Some(callee) = self.callee() else { return Reply::none() };
        let purpose = purpose(self.id, callee.person.clone());
        Reply::go(Go::Popup(Box::new(Popup::Form(Form::new(purpose, Some(self.no.clone()))))))
    }
}

impl Part for Calls {
    fn context(&self) -> Context {
        Context::Call
    }

    fn disabled(&self, action: Action, _at: &At) -> Option<Say> {
        let alone = action == Action::Call(CallAction::OtherPerson) && self.people.len() < 2;
        alone.then(|| Say::text("why.not_here"))
    }

    fn act(&mut self, action: Action, at: &At) -> Reply {
        match action {
            Action::Call(CallAction::Reached) => self.logged(CallResult::Reached, None, at),
            Action::Call(CallAction::NotReached) => self.logged(CallResult::NotReached, None, at),
            Action::Call(CallAction::AgainInAnHour) => self.logged(CallResult::NotReached, Some(AGAIN), at),
            Action::Call(CallAction::AgainAt) => self.form(Purpose::CallAgain),
            Action::Call(CallAction::ReachedNote) => self.form(Purpose::CallNote),
            Action::Call(CallAction::OtherPerson) => {
                self.at = (self.at + 1) % self.people.len().max(1);
                Reply::none()
            }
            Action::Dialog(DialogAction::Close) => Reply::go(Go::ClosePopup),
            _ => Reply::none(),
        }
    }
}
