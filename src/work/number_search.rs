//! Searching for numbers of documents and phones: on record before anything is looked for, and slowed after a few.

use super::{Desk, Result, WorkError, registry};
use crate::domain::ids::UserId;
use crate::domain::pace::paced;
use crate::domain::sought::{Sought, sought};
use crate::domain::view::{Page, PageRequest};
use crate::store::filing::Registered;
use crate::store::{Op, Tx};
use chrono::{DateTime, Utc};

/// What the log calls such a search.
pub const SEARCHED: &str = "number_searched";

/// Where a number is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SoughtIn {
    /// Orders.
    Orders,
    /// Filings on record.
    Registry,
    /// What other orders have in common with packages that are checked.
    Packages,
    /// The people of an order, by a result that the bureau told.
    Results,
}

impl SoughtIn {
    /// The name in the log.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Orders => "orders",
            Self::Registry => "registry",
            Self::Packages => "packages",
            Self::Results => "results",
        }
    }
}

/// Puts a search on record; refused where this person searched too often of late.
pub fn admit(desk: &mut Desk, who: UserId, place: SoughtIn, told: &str, now: DateTime<Utc>) -> Result<()> {
    desk.store.transact(&Op::by(who, now), |tx| admit_in(tx, who, place, told))
}

/// The same within a transaction.
pub(super) fn admit_in(tx: &Tx, who: UserId, place: SoughtIn, told: &str) -> Result<()> {
    let pace = paced(tx.search_pace(who)?, tx.op.at).map_err(too_often)?;
    tx.set_search_pace(who, pace)?;
    tx.record_home(SEARCHED, &format!("{} {told}", place.slug()))?;
    Ok(())
}

/// Refuses where this person must wait, and counts nothing.
pub(super) fn ready(tx: &Tx, who: UserId) -> Result<()> {
    paced(tx.search_pace(who)?, tx.op.at).map(drop).map_err(too_often)
}

fn too_often(seconds: i64) -> WorkError {
    WorkError::say(
        format!("按号码查询过于频繁，请{seconds}秒后再试；每次查询都记录在案。"),
        format!("too many searches for numbers; try again in {seconds} s (each is on record)"),
    )
}

/// A page of the queue; a search that is a number goes on record first.
pub fn page(desk: &mut Desk, who: UserId, request: &PageRequest) -> Result<Page> {
    let Some(number) = request.filter.search.as_deref().and_then(sought) else {
        return desk.store.page(request);
    };
    look(desk, who, &number, request.now)?;
    desk.store.page_by_number(request)
}

/// Puts the search for a number among orders on record.
pub fn look(desk: &mut Desk, who: UserId, number: &Sought, now: DateTime<Utc>) -> Result<()> {
    admit(desk, who, SoughtIn::Orders, &number.told(), now)
}

/// What is on file under a number, once that is on record.
pub fn on_file(
    desk: &mut Desk,
    who: UserId,
    number: &Sought,
    (term, most): (&str, usize),
    now: DateTime<Utc>,
) -> Result<Vec<Registered>> {
    admit(desk, who, SoughtIn::Registry, &number.told(), now)?;
    registry::find_by_number(desk, term, most)
}

#[cfg(test)]
mod tests;
