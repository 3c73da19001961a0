//! The desk in a real terminal, looked at as a person looks at it.

mod clock;
mod hostile;
mod journeys;
mod keys;
pub mod terminal;
