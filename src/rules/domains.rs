//! Domains: names, registration, registrants (D).

use super::checks;

checks![];
