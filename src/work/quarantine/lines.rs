//! The refused lines of one jsonl: a copy and a list of reports, both written as the lines come.

use super::reports::Reports;
use super::{MOST_BYTES, REPORT, redact};
use crate::intake::{Refused, Remains};
use crate::work::{Result, WorkError};
use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// What is kept of a jsonl.
pub struct RefusedLines {
    path: PathBuf,
    folder: PathBuf,
    reports: Reports,
    copy: BufWriter<NamedTempFile>,
    left: u64,
}

impl std::fmt::Debug for RefusedLines {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RefusedLines").field("path", &self.path).finish_non_exhaustive()
    }
}

impl RefusedLines {
    /// Begins the folder of the jsonl at `path`.
    pub fn begin(path: &Path, folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder).map_err(|error| WorkError::io(folder, error))?;
        let copy = tempfile::Builder::new().prefix(".beian-").tempfile_in(folder);
        Ok(Self {
            path: path.to_owned(),
            folder: folder.to_owned(),
            reports: Reports::begin(&folder.join(REPORT))?,
            copy: BufWriter::new(copy.map_err(|error| WorkError::io(folder, error))?),
            left: MOST_BYTES,
        })
    }

    /// The jsonl.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Keeps a line; gives where the report will lie.
    pub fn keep(&mut self, refused: &Refused, remains: &Remains) -> Result<PathBuf> {
        self.reports.add(refused)?;
        if let Remains::Line(text) = remains {
            let text = redact::redacted(text);
            if let Some(left) = self.left.checked_sub(text.len() as u64 + 1) {
                self.left = left;
                let written = self.copy.write_all(&text).and_then(|()| self.copy.write_all(b"\n"));
                written.map_err(|error| WorkError::io(&self.folder, error))?;
            }
        }
        Ok(self.folder.join(REPORT))
    }

    /// Puts both files in their place, the report last.
    pub fn end(self) -> Result<()> {
        let failed = |error: std::io::Error| WorkError::io(&self.folder, error);
        let copy = self.copy.into_inner().map_err(|error| failed(error.into_error()))?;
        copy.as_file().sync_all().map_err(failed)?;
        copy.persist(self.folder.join("package.jsonl")).map_err(|error| failed(error.error))?;
        self.reports.end()
    }
}
