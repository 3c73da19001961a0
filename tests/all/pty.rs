//! The desk in a real terminal, looked at as a person looks at it.

mod clock;
pub mod hostile;
mod journeys;
mod keys;
pub mod terminal;
mod viewed;
