//! The filing entity and its certificate (E).

use super::checks;

checks![];
