//! What could not come in, kept with a report that says how to mend it.

use super::{Home, Result, WorkError};
use crate::domain::lang::Lang;
use crate::intake::Refused;
use crate::store::files::hash_of;
use serde::Serialize;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(Serialize)]
struct Report<'a> {
    source: &'a str,
    order_no: Option<&'a str>,
    faults: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    file: &'a str,
    json_path: &'a str,
    found: &'a str,
    expected: &'a str,
    sentence_zh: String,
    sentence_en: String,
}

/// Writes the report of a refused package; the same refusal again lands on the same report.
pub fn keep(home: &Home, refused: &Refused) -> Result<PathBuf> {
    let faults = refused.faults.iter().map(|fault| Line {
        file: &fault.file,
        json_path: &fault.json_path,
        found: fault.found.get(Lang::En),
        expected: fault.expected.get(Lang::En),
        sentence_zh: fault.sentence(Lang::Zh),
        sentence_en: fault.sentence(Lang::En),
    });
    let report =
        Report { source: &refused.source, order_no: refused.order_no.as_deref(), faults: faults.collect() };
    let text = serde_json::to_string_pretty(&report)
        .map_err(|error| WorkError::Unreadable { what: "report", cause: error.to_string() })?;
    let name = refused.order_no.as_deref().map(plain).unwrap_or_else(|| "package".into());
    let hash = hash_of(format!("{}{text}", refused.source).as_bytes());
    let short: String = hash.as_str().chars().take(12).collect();
    let path = home.quarantine().join(format!("{name}-{short}.json"));
    write(&home.quarantine(), &path, text.as_bytes())?;
    Ok(path)
}

/// A file appears whole or not at all.
pub(super) fn write(folder: &Path, path: &Path, bytes: &[u8]) -> Result<()> {
    fs::create_dir_all(folder).map_err(|error| WorkError::io(folder, error))?;
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(|error| WorkError::io(folder, error))?;
    file.write_all(bytes)
        .and_then(|()| file.as_file().sync_all())
        .map_err(|error| WorkError::io(path, error))?;
    file.persist(path).map_err(|error| WorkError::io(path, error.error))?;
    Ok(())
}

fn plain(no: &str) -> String {
    no.chars().filter(|letter| letter.is_ascii_alphanumeric() || "-_".contains(*letter)).take(64).collect()
}
