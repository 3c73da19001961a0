//! What a filing is. Pure: no I/O, clock, SQL, threads, terminal.

pub mod facts;
pub mod ids;
pub mod order;
pub mod stage;
