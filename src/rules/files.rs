//! The files themselves (F).

use super::checks;

checks![];
