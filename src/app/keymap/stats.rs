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
        /// The figure at the right.
        Right = "stats_right",
        /// The figure at the left.
        Left = "stats_left",
        /// A screen down.
        PageDown = "stats_page_down",
        /// A screen up.
        PageUp = "stats_page_up",
        /// The next table.
        NextView = "stats_next_view",
        /// The table before.
        LastView = "stats_last_view",
        /// The orders behind the figure.
        Open = "stats_open",
        /// A longer period.
        Longer = "stats_longer",
        /// A shorter period.
        Shorter = "stats_shorter",
        /// Any days.
        Days = "stats_days",
        /// Only what the row stands for.
        Narrow = "stats_narrow",
        /// Everything again.
        Widen = "stats_widen",
        /// Counts again.
        Reload = "stats_reload",
        /// Draws approvals for a re-check.
        Draw = "stats_draw",
        /// The approval was right.
        Upheld = "stats_upheld",
        /// Something was overlooked.
        Overlooked = "stats_overlooked",
    }
);

const fn bind(keys: &'static [Key], action: StatsAction, hint: Hint) -> Binding {
    Binding { keys, action: Action::Stats(action), hint }
}

/// The figures.
pub const STATS: &[Binding] = &[
    bind(&[Char('j'), Down], StatsAction::Down, Hint::Help),
    bind(&[Char('k'), Up], StatsAction::Up, Hint::Help),
    bind(&[Char('l'), Right], StatsAction::Right, Hint::Help),
    bind(&[Char('h'), Left], StatsAction::Left, Hint::Help),
    bind(&[PageDown, Ctrl('d')], StatsAction::PageDown, Hint::Help),
    bind(&[PageUp, Ctrl('u')], StatsAction::PageUp, Hint::Help),
    bind(&[Tab], StatsAction::NextView, Hint::Footer(10)),
    bind(&[BackTab], StatsAction::LastView, Hint::Help),
    bind(&[Enter], StatsAction::Open, Hint::Footer(11)),
    bind(&[Char('p')], StatsAction::Longer, Hint::Footer(12)),
    bind(&[Char('P')], StatsAction::Shorter, Hint::Help),
    bind(&[Char('d')], StatsAction::Days, Hint::Footer(13)),
    bind(&[Char('f')], StatsAction::Narrow, Hint::Footer(14)),
    bind(&[Char('x')], StatsAction::Widen, Hint::Footer(15)),
    bind(&[Char('r')], StatsAction::Reload, Hint::Help),
    bind(&[Char('s')], StatsAction::Draw, Hint::Footer(16)),
    bind(&[Char('y')], StatsAction::Upheld, Hint::Footer(17)),
    bind(&[Char('n')], StatsAction::Overlooked, Hint::Footer(18)),
];
