//! How long what was refused is kept. It holds people's papers, and no order for which they would be needed.

use crate::work::{Home, Result, WorkError};
use chrono::{DateTime, Duration, Utc};
use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Key of the setting: days for which refused packages are kept; 0 = for ever.
pub const DAYS: &str = "quarantine_days";

/// What lies in the quarantine.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Held {
    /// Refusals.
    pub count: usize,
    /// The day of the oldest.
    pub since: Option<DateTime<Utc>>,
}

/// What lies in the quarantine now.
pub fn held(home: &Home) -> Held {
    entries(&home.quarantine()).into_iter().fold(Held::default(), |held, (_, at)| Held {
        count: held.count + 1,
        since: Some(held.since.map_or(at, |since| since.min(at))),
    })
}

/// What is to be let go: what is older than `cutoff`, and what belongs to these orders.
pub fn ripe(home: &Home, cutoff: Option<DateTime<Utc>>, orders: &BTreeSet<String>) -> Vec<PathBuf> {
    let is_of = |path: &Path| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        // The hash behind the order's number has no hyphen.
        name.rsplit_once('-').is_some_and(|(no, _)| orders.contains(no))
    };
    let all = entries(&home.quarantine()).into_iter();
    all.filter(|(path, at)| cutoff.is_some_and(|cutoff| *at < cutoff) || is_of(path))
        .map(|(path, _)| path)
        .collect()
}

/// Deletes these.
pub fn let_go(ripe: &[PathBuf]) -> Result<()> {
    ripe.iter().try_for_each(|path| match fs::remove_dir_all(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(WorkError::io(path, error)),
        _ => Ok(()),
    })
}

/// The start of the span that is kept.
pub fn cutoff(days: i64, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    (days > 0).then(|| now - Duration::days(days))
}

/// Each refusal, with the moment of its last change.
fn entries(root: &Path) -> Vec<(PathBuf, DateTime<Utc>)> {
    let listed = fs::read_dir(root).into_iter().flatten().flatten();
    let dated = listed.filter_map(|entry| {
        let data = entry.metadata().ok().filter(fs::Metadata::is_dir)?;
        Some((entry.path(), data.modified().ok()?.into()))
    });
    dated.collect()
}
