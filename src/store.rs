//! The queue and the log: one SQLite file, and the only SQL of the program.
//!
//! Every change goes through [`Store::transact`], which commits state and event together.

pub mod across;
pub mod amendment;
pub mod appointment;
pub mod attachment;
pub mod backup;
pub mod bureau;
pub mod call;
pub mod countersign;
pub mod curtain;
pub mod doctor;
pub mod draft;
pub mod error;
pub mod event;
pub mod filed;
pub mod files;
pub mod filing;
pub mod finding;
pub mod generate;
pub mod keys;
pub mod living;
pub mod migrate;
pub mod number_search;
pub mod open;
pub mod order;
pub mod outbox;
pub mod paper;
pub mod purged;
pub mod queue;
pub mod recheck;
pub mod sealed;
pub mod search;
pub mod setting;
pub mod sign_in_notice;
pub mod stats;
pub mod time;
pub mod transact;
pub mod tries;
pub mod user;
pub mod verdict;
pub mod verdict_ids;
pub mod wake;
pub mod watch;

#[cfg(test)]
mod tests;

pub use error::StoreError;
pub use open::Store;
/// Cancels the query that a connection runs, from another thread.
pub use rusqlite::InterruptHandle as Interrupt;
pub use transact::{Op, Tx};

/// The result of a store call.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;
