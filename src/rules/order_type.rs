//! Order type and account (T).

use super::checks;

checks![];
