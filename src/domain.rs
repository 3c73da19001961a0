//! What a filing is. Pure: no I/O, clock, SQL, threads, terminal.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod account_name;
pub mod across;
pub mod amendment;
pub mod board;
pub mod bureau;
pub mod checklist;
pub mod countersign;
pub mod customer;
pub mod damage;
pub mod diff;
pub mod event;
pub mod facts;
pub mod finding;
pub mod ident;
pub mod ids;
pub mod lang;
pub mod life;
pub mod mask;
pub mod material;
pub mod notice;
pub mod order;
pub mod pace;
pub mod path;
pub mod people;
pub mod permission;
pub mod rounds;
pub mod rule;
pub mod sealed;
pub mod sought;
pub mod stage;
pub mod stats;
pub mod status;
pub mod text;
pub mod verdict;
pub mod verdict_id;
pub mod view;
pub mod walk;
pub mod whence;
pub mod worktime;
