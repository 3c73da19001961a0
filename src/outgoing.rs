//! What leaves the house: notices to the customer. Composing alone; nothing here sends.

pub mod notice;
pub mod pick_list;
