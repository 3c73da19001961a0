//! Files in the folder of attachments that no order refers to: an import was stopped, or an earlier version refused
//! a package after it had kept its pictures.

use super::{Result, WorkError};
use std::fs::{self, DirEntry};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stray {
    /// Where it lies.
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// When it was written.
    pub written: Option<SystemTime>,
}

impl Stray {
    fn of(entry: &DirEntry) -> Self {
        let data = entry.metadata().ok();
        let bytes = data.as_ref().map_or(0, fs::Metadata::len);
        Self { path: entry.path(), bytes, written: data.and_then(|data| data.modified().ok()) }
    }

    /// Its name: a hash, or that of something half written.
    pub fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }
}

/// Hears of every file below `root` whose name `known` does not know.
pub fn each(
    root: &Path,
    known: &mut dyn FnMut(&str) -> Result<bool>,
    hear: &mut dyn FnMut(Stray) -> Result<()>,
) -> Result<()> {
    for folder in entries(root)? {
        if !folder.file_type().is_ok_and(|kind| kind.is_dir()) {
            hear(Stray::of(&folder))?;
            continue;
        }
        for file in entries(&folder.path())? {
            if !known(&file.file_name().to_string_lossy())? {
                hear(Stray::of(&file))?;
            }
        }
    }
    Ok(())
}

fn entries(folder: &Path) -> Result<Vec<DirEntry>> {
    let list = fs::read_dir(folder).and_then(Iterator::collect);
    list.map_err(|error| WorkError::io(folder, error))
}
