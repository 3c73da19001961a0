//! Who may do what: one table of role × deed × stage. Desk, command and transaction ask it alike, `beian role`
//! and the pages print it. `table` has what holds at first; a supervisor changes it for a home.

mod print;
mod table;
#[cfg(test)]
mod tests;

pub use print::{markdown, words_of};
pub use table::{Deed, Line, TABLE, Where};

use super::lang::Lang;
use super::people::{Role, Staff};
use super::stage::Stage;
use super::verdict::Refusal;
use serde::{Deserialize, Serialize};

/// What the table says of a role, a deed and a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum May {
    /// Never.
    No,
    /// With orders that the person holds.
    Held,
    /// Always.
    Yes,
}

impl May {
    /// Every answer.
    pub const ALL: [Self; 3] = [Self::No, Self::Held, Self::Yes];

    /// The name on the command line.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Held => "held",
            Self::Yes => "yes",
        }
    }

    /// The answer with this name.
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|may| may.slug() == slug)
    }

    /// The name for people.
    pub const fn name(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::No, Lang::Zh) => "否",
            (Self::Held, Lang::Zh) => "领取后",
            (Self::Yes, Lang::Zh) => "可",
            (_, Lang::En) => self.slug(),
        }
    }
}

/// Whether the person who asks holds the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// The claim is theirs, and lives.
    Mine,
    /// Nobody's, or another's.
    NotMine,
}

/// One cell that a supervisor changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// What is done.
    pub deed: Deed,
    /// By whom.
    pub role: Role,
    /// With an order in this stage; none = a deed about the home.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// What holds now.
    pub may: May,
}

/// The table as it holds in a home: what holds at first, and what was changed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Permissions {
    changed: Vec<Changed>,
}

/// Why a cell can't be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fixed {
    /// The row is what the roles mean, or nobody could put it back.
    Row,
    /// Nobody holds an order in this stage, so the answer would be never.
    Holding,
    /// The deed knows no such place: a stage for a deed about the home, or none for one about an order.
    NoSuchCell,
}

/// The stages that stand beside a deed: every one, or none for a deed about the home.
pub fn stages_of(deed: Deed) -> Vec<Option<Stage>> {
    match deed.line().place {
        Where::Order => Stage::ALL.into_iter().map(Some).collect(),
        Where::Home => vec![None],
    }
}

impl Permissions {
    /// What holds for one role.
    pub fn may(&self, deed: Deed, role: Role, stage: Option<Stage>) -> May {
        let line = deed.line();
        let same = |cell: &&Changed| (cell.deed, cell.role, cell.stage) == (deed, role, stage) && !line.fixed;
        self.changed.iter().find(same).map_or_else(|| line.at_first(role, stage), |cell| cell.may)
    }

    /// What holds for a person: the most that one of their roles may.
    pub fn of(&self, staff: &Staff, deed: Deed, stage: Option<Stage>) -> May {
        staff.roles.iter().map(|role| self.may(deed, *role, stage)).max().unwrap_or(May::No)
    }

    /// The roles that may do it, if need be with an order that they hold.
    pub fn who(&self, deed: Deed, stage: Option<Stage>) -> Vec<Role> {
        Role::ALL.into_iter().filter(|role| self.may(deed, *role, stage) != May::No).collect()
    }

    /// Refuses where the table does not allow it, naming who may.
    pub fn check(&self, staff: &Staff, deed: Deed, stage: Option<Stage>, hold: Hold) -> Result<(), Refusal> {
        if staff.disabled {
            return Err(Refusal::Disabled);
        }
        match (self.of(staff, deed, stage), hold) {
            (May::Yes, _) | (May::Held, Hold::Mine) => Ok(()),
            (May::Held, Hold::NotMine) => Err(Refusal::HoldFirst(deed)),
            (May::No, _) => Err(Refusal::NotAllowed { deed, stage, who: self.who(deed, stage) }),
        }
    }

    /// Changes a cell; one that holds at first anyway is forgotten.
    pub fn change(&mut self, cell: Changed) -> Result<(), Fixed> {
        let line = cell.deed.line();
        if line.fixed {
            return Err(Fixed::Row);
        }
        if cell.stage.is_some() != (line.place == Where::Order) {
            return Err(Fixed::NoSuchCell);
        }
        if cell.may == May::Held && !cell.stage.is_some_and(Stage::is_review) {
            return Err(Fixed::Holding);
        }
        self.changed.retain(|old| (old.deed, old.role, old.stage) != (cell.deed, cell.role, cell.stage));
        if line.at_first(cell.role, cell.stage) != cell.may {
            self.changed.push(cell);
        }
        Ok(())
    }

    /// Lets a row be again what it was at first.
    pub fn reset(&mut self, deed: Deed) {
        self.changed.retain(|cell| cell.deed != deed);
    }

    /// True where a cell of the row is another than at first.
    pub fn is_changed(&self, deed: Deed) -> bool {
        self.changed.iter().any(|cell| cell.deed == deed)
    }
}
