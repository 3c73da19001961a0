//! Photos and identity checks (H).

use super::checks;

checks![];
