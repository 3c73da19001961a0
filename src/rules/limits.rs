//! How many of something an order may have (L).

use super::checks;

checks![];
