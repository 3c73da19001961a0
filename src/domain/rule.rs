//! What a rule is to those who act on it: how it is decided, and how much it weighs.

use serde::{Deserialize, Serialize};

/// How a rule is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// The program decides from the order's data.
    Auto,
    /// The program shows evidence, a person decides.
    Assist,
    /// A person looks; nothing to compute.
    Human,
}

/// What a fault does to an approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// Shown.
    Info,
    /// Shown; the reviewer decides.
    Warn,
    /// Stops an approval.
    Block,
}

impl Weight {
    /// The name in files and on the command line.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Block => "block",
        }
    }
}

/// How sure the rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// A source document, or two independent sources.
    Sure,
    /// One source.
    One,
    /// Sources disagree.
    Disputed,
}

impl Certainty {
    /// The greatest weight that a fact of the field's practice may have: what is not sure never blocks.
    pub const fn at_most(self) -> Weight {
        match self {
            Self::Sure => Weight::Block,
            Self::One | Self::Disputed => Weight::Warn,
        }
    }
}
