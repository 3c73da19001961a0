//! The review desk for ICP filings (备案): a queue in SQLite, all evidence side by side, one key for the
//! verdict, and everything on record.
//!
//! ```text
//! ┌ ui::frame ─ tabs with counts ───────────────────────────────────────────────┐
//! │ ui::queue       rows of domain::view::QueueRow, paged by store::queue       │
//! ├─────────────────┬─────────────────────────────┬─────────────────────────────┤
//! │ ui::review      │ evidence: facts by          │ checklist: items of         │
//! │ order: domain:: │ evidence, pictures by       │ catalog::checklist, answers │
//! │ order, masked   │ driver                      │ of domain::checklist        │
//! ├─────────────────┴─────────────────────────────┴─────────────────────────────┤
//! │ footer: keys of app::keymap; app::App decides what they do                  │
//! └─────────────────────────────────────────────────────────────────────────────┘
//! ```
//!
//! - [`domain`]: what a filing is: order, stages, events, guards of a verdict, working time, safe text.
//! - [`catalog`]: what the field knows, parsed from `data/`: profiles, provinces, rules, reasons, texts.
//! - [`evidence`]: what a file itself tells: bytes in, facts out.
//! - [`rules`]: what a reviewer checks, where it can be computed: findings over order, facts, catalogue.
//! - [`intake`]: packages in: reading, bounds, validation.
//! - [`outgoing`]: notices and hand-over packages: composing, and carrying notices out of the house.
//! - [`store`]: the queue and the log; the only SQL.
//! - [`work`]: one use case a file; it alone combines the five above.
//! - [`app`]: the desk's state, pure: message → update → effects.
//! - [`ui`]: draws the app; reads, never decides.
//! - [`driver`]: the impure shell: terminal, the only loop, workers.
//! - [`cli`]: the command line.
//!
//! A module uses only what stands to its right:
//!
//! ```text
//! main → cli → driver → ui → app ─────────────────────────────────────→ catalog → domain
//!         └──────┴────→ work → store │ intake │ evidence │ outgoing │ rules → catalog → domain
//! ```

pub mod app;
pub mod catalog;
pub mod cli;
pub mod domain;
pub mod driver;
pub mod evidence;
pub mod intake;
pub mod outgoing;
pub mod rules;
pub mod store;
pub mod ui;
pub mod work;
