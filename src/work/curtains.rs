//! Curtains that customers ask for.

use super::Result;
use super::record::Told;
use crate::catalog::Catalog;
use crate::store::Tx;

/// What an event means for the curtain of its order.
pub(super) fn follow(_: &Tx, _: &Catalog, _: &Told) -> Result<()> {
    Ok(())
}
