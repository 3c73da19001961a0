//! The review desk for ICP filings.

pub mod domain;
