//! What leaves the house: notices to the customer, the provider's part of a sheet. Composing alone; nothing here sends.

pub mod notice;
pub mod sheet;
