//! What an order shares with others (X), and what stands at the bureau (B).

use super::checks;

checks![];
