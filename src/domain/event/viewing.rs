//! Looking at an order: what was looked at.

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// What somebody looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Viewing {
    /// The order, on a desk.
    Order,
    /// Pictures of its files, on a desk.
    Pictures,
    /// One of its files, in a viewer outside the desk.
    Outside,
    /// The order, by the command `show`.
    Command,
}

impl Viewing {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Order, Self::Pictures, Self::Outside, Self::Command];

    /// The name in the log, and of its text.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Pictures => "pictures",
            Self::Outside => "outside",
            Self::Command => "command",
        }
    }

    /// Since when a look counts as the same one: the beginning of the hour.
    pub fn hour(now: DateTime<Utc>) -> DateTime<Utc> {
        now.duration_trunc(TimeDelta::hours(1)).unwrap_or(now)
    }
}
