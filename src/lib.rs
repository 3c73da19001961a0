//! The review desk for ICP filings.

pub mod app;
pub mod catalog;
pub mod cli;
pub mod domain;
pub mod driver;
pub mod evidence;
pub mod intake;
pub mod outgoing;
pub mod store;
pub mod ui;
pub mod work;
