//! Stats: figures.

use super::{At, Part, Reply};
use crate::app::action::Action;
use crate::app::keymap::Context;
use crate::app::say::Say;

/// The state of this screen.
#[derive(Debug, Default)]
pub struct Stats {}

impl Part for Stats {
    fn context(&self) -> Context {
        Context::Stats
    }

    fn disabled(&self, _action: Action, _at: &At) -> Option<Say> {
        None
    }

    fn act(&mut self, _action: Action, _at: &At) -> Reply {
        Reply::none()
    }
}
