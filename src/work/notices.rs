//! Notices to the customer, made with the event that they tell of.

use super::Result;
use super::record::Told;
use crate::catalog::Catalog;
use crate::store::Tx;

/// The notices that an event makes, put into the outbox.
pub(super) fn follow(_: &Tx, _: &Catalog, _: &Told) -> Result<()> {
    Ok(())
}

/// Takes back the notices of a verdict that was undone.
pub(super) fn withdraw(_: &Tx, _: &crate::domain::ids::VerdictId) -> Result<()> {
    Ok(())
}
