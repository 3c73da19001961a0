//! The review desk for ICP filings.

pub mod catalog;
pub mod cli;
pub mod domain;
pub mod evidence;
pub mod intake;
pub mod outgoing;
pub mod store;
pub mod work;
