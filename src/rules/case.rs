//! What the rules look at.

use crate::catalog::checklist::value;
use crate::catalog::place::Province;
use crate::catalog::rule::{Dated, Rule};
use crate::catalog::{Catalog, Profile};
use crate::domain::across::Across;
use crate::domain::event::OrderState;
use crate::domain::facts::FileFacts;
use crate::domain::material::Material;
use crate::domain::order::{Attachment, Order, Person};
use crate::domain::stage::Stage;
use crate::domain::worktime;
use chrono::{DateTime, NaiveDate, Utc};

/// An order with everything that is known about it.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// What the field knows.
    pub catalog: &'a Catalog,
    /// The order.
    pub order: &'a Order,
    /// Its profile.
    pub profile: &'a Profile,
    /// The stage in which it stands.
    pub stage: Stage,
    /// Now.
    pub now: DateTime<Utc>,
    /// Its files, supplements after the package.
    pub files: &'a [GivenFile<'a>],
    /// Paper originals that were received: document and owner.
    pub papers: &'a [(String, String)],
    /// What lies outside the order; none = was not asked.
    pub across: Option<&'a Across>,
    /// Where it stands; none = it is not in a home.
    pub state: Option<&'a OrderState>,
    /// Its slots; filled in before the rules run.
    pub materials: &'a [Material],
}

/// A file with what its bytes tell.
#[derive(Debug, Clone, Copy)]
pub struct GivenFile<'a> {
    /// As the package described it.
    pub given: &'a Attachment,
    /// Its facts; none = its bytes were not given.
    pub facts: Option<&'a FileFacts>,
}

impl<'a> Case<'a> {
    /// The day of submission, in Shanghai.
    pub fn day(&self) -> NaiveDate {
        worktime::shanghai(self.order.submitted_at).date()
    }

    /// Today, in Shanghai.
    pub fn today(&self) -> NaiveDate {
        worktime::shanghai(self.now).date()
    }

    /// The province of the filing.
    pub fn province(&self) -> Option<&'a Province> {
        self.catalog.province(&self.order.province)
    }

    /// The number that a rule compares with here.
    pub fn number(&self, rule: &'a Rule) -> Option<&'a Dated> {
        value(self.catalog, rule, self.order)
    }

    /// The people who have a part in the order, each once, with their place in the list.
    pub fn people(&self) -> impl Iterator<Item = (usize, &'a Person)> {
        let order = self.order;
        order.people.iter().enumerate().filter(move |(_, person)| {
            person.id == order.entity.principal || order.sites.iter().any(|site| site.manager == person.id)
        })
    }

    /// The principal, with his place in the list.
    pub fn principal(&self) -> Option<(usize, &'a Person)> {
        let order = self.order;
        order.people.iter().enumerate().find(move |(_, person)| person.id == order.entity.principal)
    }
}
