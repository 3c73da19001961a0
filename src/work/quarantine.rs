//! What could not come in, kept with a report that says how to mend it.
//!
//! A folder or zip that is refused has a folder of its own. The refused lines of one jsonl share theirs, are written
//! in the one pass in which they are read, and no more of them is kept than a bound. The same refusal again
//! lands on the same folder.

mod age;
mod copy;
mod lines;
mod redact;
mod reports;

#[cfg(test)]
mod tests;

pub use age::{DAYS, Held, cutoff, held, let_go, ripe};
pub use reports::Reports;

use super::written::{self, Readers};
use super::{Home, Result, WorkError};
use crate::intake::{Origin, Refused, Rejected, Remains};
use crate::store::files::hash_of;
use lines::RefusedLines;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

/// No more bytes of one source are kept.
const MOST_BYTES: u64 = 64 << 20;
/// No more of its files.
const MOST_FILES: usize = 500;
/// The report beside what is kept.
const REPORT: &str = "report.json";

/// Keeps what one import refuses.
#[derive(Debug)]
pub struct Quarantine {
    root: PathBuf,
    /// The jsonl at hand.
    lines: Option<RefusedLines>,
}

impl Quarantine {
    /// The quarantine of a home.
    pub fn of(home: &Home) -> Self {
        Self { root: home.quarantine(), lines: None }
    }

    /// Keeps what is left of a package, with its report; gives where the report lies, or will.
    pub fn keep(&mut self, rejected: &Rejected) -> Result<PathBuf> {
        let Rejected { refused, remains } = rejected;
        if refused.source.line.is_none() {
            return keep_alone(&self.root, refused, remains);
        }
        if self.lines.as_ref().is_none_or(|lines| lines.path() != refused.source.path) {
            self.end()?;
            let folder = self.root.join(name_of_lines(&refused.source));
            self.lines = Some(RefusedLines::begin(&refused.source.path, &folder)?);
        }
        match &mut self.lines {
            Some(lines) => lines.keep(refused, remains),
            None => keep_alone(&self.root, refused, remains),
        }
    }

    /// Ends what is still open. A report stands once this has been called.
    pub fn end(&mut self) -> Result<()> {
        self.lines.take().map_or(Ok(()), RefusedLines::end)
    }
}

/// Keeps a package in a folder of its own.
fn keep_alone(root: &Path, refused: &Refused, remains: &Remains) -> Result<PathBuf> {
    let name = refused.order_no.as_deref().map_or_else(|| "package".into(), plain);
    let folder = made(root, &name, refused)?;
    if let Err(error) = copy::package(remains, &folder.join("package")) {
        tracing::warn!(%error, "a refused package could not be copied to the quarantine");
    }
    put_report(&folder, refused)
}

/// Keeps a report alone, where what was refused must not be copied. Returns the report.
pub fn keep_report(home: &Home, name: &str, refused: &Refused) -> Result<PathBuf> {
    put_report(&made(&home.quarantine(), name, refused)?, refused)
}

fn put_report(folder: &Path, refused: &Refused) -> Result<PathBuf> {
    let path = folder.join(REPORT);
    written::put(&path, &reports::report(refused)?, Readers::Owner)?;
    Ok(path)
}

/// The folder of a refusal: the same one for the same refusal.
fn made(root: &Path, name: &str, refused: &Refused) -> Result<PathBuf> {
    let text = reports::report(refused)?;
    let folder = root.join(named(name, format!("{}{text}", refused.source).as_bytes()));
    fs::create_dir_all(&folder).map_err(|error| WorkError::io(&folder, error))?;
    Ok(folder)
}

/// The folder of a jsonl's lines: the same one as long as the file is the same.
fn name_of_lines(source: &Origin) -> String {
    let stem = source.path.file_stem().unwrap_or_default().to_string_lossy();
    let state = fs::metadata(&source.path).map(|data| (data.len(), modified(&data)));
    named(&plain(&stem), format!("{}{:?}", source.path.display(), state.ok()).as_bytes())
}

fn modified(data: &Metadata) -> Option<std::time::SystemTime> {
    data.modified().ok()
}

fn named(name: &str, hashed: &[u8]) -> String {
    let hash: String = hash_of(hashed).as_str().chars().take(12).collect();
    format!("{}-{hash}", if name.is_empty() { "package" } else { name })
}

/// A name that is safe as a part of a path.
fn plain(no: &str) -> String {
    no.chars().filter(|letter| letter.is_ascii_alphanumeric() || "-_".contains(*letter)).take(64).collect()
}
