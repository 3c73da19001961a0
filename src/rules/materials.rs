//! Which documents an order needs (M): its slots, and what of them is missing.

use super::{Case, checks};
use crate::domain::material::Material;

checks![];

/// The slots of an order, with the reason for each.
pub fn materials(_: &Case) -> Vec<Material> {
    Vec::new()
}
