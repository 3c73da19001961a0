//! What leaves the house: notices to the customer, packages for the bureau. Composing alone; nothing here
//! sends or writes.

pub mod notice;
pub mod package;
