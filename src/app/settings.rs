//! What a person set for himself, and what holds for the whole home.

use crate::domain::lang::Lang;
use crate::domain::people::Staff;
use crate::domain::permission::Permissions;
use crate::domain::view::{Filter, Sort, Tab};
use serde::{Deserialize, Serialize};

/// Colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThemeName {
    /// As the terminal's own ground is, where it tells.
    #[default]
    Auto,
    /// For a dark background.
    Dark,
    /// For a light background.
    Light,
    /// No colour at all: `NO_COLOR`.
    Plain,
}

impl ThemeName {
    /// The one after it.
    pub const fn next(self) -> Self {
        match self {
            Self::Auto => Self::Dark,
            Self::Dark => Self::Light,
            Self::Light => Self::Plain,
            Self::Plain => Self::Auto,
        }
    }
}

/// How many colours the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tones {
    /// 256, or all.
    #[default]
    Many,
    /// Eight and their bright forms.
    Sixteen,
    /// Eight.
    Eight,
}

/// What is behind the letters of the terminal by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Backdrop {
    /// Dark enough for the dark colours.
    Dark,
    /// Light enough for the light ones.
    Light,
    /// Not known, or neither.
    #[default]
    Unknown,
}

/// What is known of the terminal's colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shades {
    /// How many.
    pub tones: Tones,
    /// Its ground.
    pub backdrop: Backdrop,
}

/// What comes after a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Advance {
    /// The next order.
    #[default]
    Next,
    /// The same order stays on the screen.
    Stay,
}

impl Advance {
    /// The other one.
    pub const fn other(self) -> Self {
        match self {
            Self::Next => Self::Stay,
            Self::Stay => Self::Next,
        }
    }
}

/// A person's own settings; kept with his account.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Language of the desk.
    pub lang: Lang,
    /// Colours.
    pub theme: ThemeName,
    /// What comes after a verdict.
    pub advance: Advance,
}

/// What holds for everybody in this home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HomeRules {
    /// Idle minutes until the screen locks; 0 = never.
    pub lock_minutes: u32,
    /// Minutes in which a verdict can be undone by its author.
    pub grace_minutes: u32,
    /// Whether the same person may pass both reviews.
    pub four_eyes: crate::domain::verdict::FourEyes,
    /// Who may do what.
    pub permissions: Permissions,
    /// Names of the fields for which the host has a look-up command.
    pub lookups: Vec<String>,
    /// Where the host's commands are written.
    pub host_file: String,
}

impl Default for HomeRules {
    fn default() -> Self {
        Self {
            lock_minutes: 5,
            grace_minutes: 10,
            four_eyes: Default::default(),
            permissions: Permissions::default(),
            lookups: Vec::new(),
            host_file: String::new(),
        }
    }
}

/// Who sits at the desk, and what he is told on arrival.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Who.
    pub staff: Staff,
    /// His settings.
    pub settings: Settings,
    /// The home's.
    pub home: HomeRules,
    /// Sentences to tell him, such as what became of a verdict whose outcome was unknown.
    pub told: Vec<String>,
}

/// A list that somebody saved under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    /// Its name (unsafe text).
    pub name: String,
    /// Tab.
    pub tab: Tab,
    /// Filter.
    pub filter: Filter,
    /// Order.
    pub sort: Sort,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_that_were_set_before_still_hold_and_auto_is_the_first() {
        for (stored, theme) in [
            (r#"{"theme":"dark"}"#, ThemeName::Dark),
            (r#"{"theme":"light"}"#, ThemeName::Light),
            (r#"{"theme":"plain"}"#, ThemeName::Plain),
            (r#"{"theme":"auto"}"#, ThemeName::Auto),
            ("{}", ThemeName::Auto),
        ] {
            assert_eq!(serde_json::from_str::<Settings>(stored).unwrap().theme, theme);
        }
    }
}
