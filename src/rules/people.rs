//! People, their documents and contacts (P).

use super::checks;

checks![];
