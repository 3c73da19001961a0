//! Keys of the statistics.

use super::{Binding, Hint};
use crate::app::action::{Action, actions};
use crate::app::key::Key::{self, *};

actions!(
    /// What can be asked for in the statistics.
    StatsAction {
        /// Down.
        Down = "stats_down",
        /// Up.
        Up = "stats_up",
    }
);

const fn bind(keys: &'static [Key], action: StatsAction, hint: Hint) -> Binding {
    Binding { keys, action: Action::Stats(action), hint }
}

/// The figures.
pub const STATS: &[Binding] = &[
    bind(&[Char('j'), Down], StatsAction::Down, Hint::Help),
    bind(&[Char('k'), Up], StatsAction::Up, Hint::Help),
];
