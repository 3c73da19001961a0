//! Sites and apps: names, content, approvals (S).

use super::checks;

checks![];
