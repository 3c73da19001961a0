//! What a package may hold.

use crate::catalog::Catalog;
use chrono::{DateTime, Duration, Utc};
use std::collections::BTreeSet;

/// How many faults of a package are told one by one; how many more there are is told as a number.
pub const FAULTS: usize = 100;

/// The bounds of a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one attachment.
    pub file_bytes: u64,
    /// Bytes of all attachments together, and of a zip itself.
    pub total_bytes: u64,
    /// Bytes of `order.json`, or of one line.
    pub json_bytes: u64,
    /// Levels of objects and lists.
    pub json_depth: usize,
    /// Characters of one text.
    pub text_chars: usize,
    /// Bytes of all texts together.
    pub text_bytes: u64,
    /// Items of one list or fields of one object.
    pub list_items: usize,
    /// Items of all lists together.
    pub all_items: usize,
    /// People of an order.
    pub people: usize,
    /// Domains of all sites together.
    pub domains: usize,
    /// How far a moment that has been may lie ahead: clocks differ.
    pub ahead: Duration,
    /// Attachments.
    pub attachments: usize,
    /// Entries of a zip.
    pub zip_entries: usize,
    /// How many bytes one compressed byte may become.
    pub zip_ratio: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 20 << 20,
            total_bytes: 300 << 20,
            json_bytes: 4 << 20,
            json_depth: 32,
            text_chars: 4000,
            text_bytes: 1 << 20,
            list_items: 1000,
            all_items: 8000,
            people: 300,
            domains: 1000,
            ahead: Duration::minutes(10),
            attachments: 300,
            zip_entries: 500,
            zip_ratio: 200,
        }
    }
}

/// What a package is held against: the slugs that an order may name, and the time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Provider profiles.
    pub profiles: BTreeSet<String>,
    /// Provinces.
    pub provinces: BTreeSet<String>,
    /// Entity natures.
    pub natures: BTreeSet<String>,
    /// Certificate types.
    pub certificate_types: BTreeSet<String>,
    /// Now.
    pub now: DateTime<Utc>,
}

impl Known {
    /// What this catalogue knows, at this moment.
    pub fn new(catalog: &Catalog, now: DateTime<Utc>) -> Self {
        Self {
            profiles: catalog.profiles.keys().map(ToString::to_string).collect(),
            provinces: catalog.provinces.iter().map(|province| province.id.to_string()).collect(),
            natures: catalog.natures.iter().map(|nature| nature.id.to_string()).collect(),
            certificate_types: catalog.certificates.iter().map(|kind| kind.id.to_string()).collect(),
            now,
        }
    }
}
