//! The hosting behind the site: addresses, servers, what the provider offers (A).

use super::checks;

checks![];
