//! Staff: who they are and what they may do.

use super::ids::UserId;
use super::permission::{Deed, May};
use super::stage::Stage;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a member of staff does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 初审.
    First,
    /// 复审.
    Second,
    /// 主管.
    Supervisor,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::First, Self::Second, Self::Supervisor];

    /// The name in files and on the command line.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Second => "second",
            Self::Supervisor => "supervisor",
        }
    }

    /// The role with this slug.
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.slug() == slug)
    }
}

/// A member of staff as the desk knows him.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staff {
    /// His row.
    pub id: UserId,
    /// Sign-in name.
    pub name: String,
    /// What he may do.
    pub roles: BTreeSet<Role>,
    /// A disabled account can't sign in, and its claims are free.
    pub disabled: bool,
}

impl Staff {
    /// True where he has the role.
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// True where he may decide in this stage; no home changes that row.
    pub fn may_decide(&self, stage: Stage) -> bool {
        let may = |role: &Role| Deed::Decide.line().at_first(*role, Some(stage)) != May::No;
        !self.disabled && self.roles.iter().any(may)
    }

    /// The review stages in which he decides.
    pub fn stages(&self) -> Vec<Stage> {
        [Stage::FirstReview, Stage::SecondReview]
            .into_iter()
            .filter(|stage| self.may_decide(*stage))
            .collect()
    }
}
