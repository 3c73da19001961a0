//! One use case a file: it alone combines store, intake, evidence, outgoing and rules, reads the clock and
//! the user's files.

pub mod abandon;
pub mod amend;
pub mod appointments;
pub mod backup;
pub mod board;
pub mod calls;
pub mod check;
pub mod claim;
pub mod config;
pub mod countersign;
pub mod curtains;
pub mod decide;
pub mod delivery;
pub mod demo;
pub mod doctor;
pub mod eye;
pub mod facts;
pub mod findings;
pub mod generate;
pub mod hand_over;
pub mod home;
pub mod host;
pub mod import;
pub mod inbox;
pub mod look;
pub mod notice;
pub mod notices;
pub mod number_search;
pub mod outbox;
pub mod overrule;
pub mod package;
pub mod passphrase;
pub mod people;
pub mod quarantine;
pub mod reading;
pub mod recheck;
mod record;
pub mod recover;
pub mod registry;
pub mod results;
pub mod retention;
pub mod roles;
mod rounds;
mod sealing;
pub mod secret;
pub mod send;
pub mod settings;
pub mod settle;
pub mod sheet;
pub mod sms;
pub mod standing;
pub mod stats;
pub mod status;
pub mod stop;
mod strays;
pub mod supervise;
pub mod tick;
pub mod tries;
pub mod verification;
pub mod written;

pub use crate::store::StoreError as WorkError;
pub use home::{Desk, Home};

/// The result of a use case.
pub type Result<T, E = WorkError> = std::result::Result<T, E>;

/// The clock.
#[allow(clippy::disallowed_methods, reason = "the one place that reads the clock")]
pub fn now() -> chrono::DateTime<chrono::Utc> {
    chrono::Utc::now()
}
