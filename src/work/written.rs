//! Files that people open: the one door by which text and JSON for them reach the disk. Nothing steers the
//! terminal of who shows one, and a file appears whole or not at all.
//!
//! Two kinds of files do not go this way, since they must carry their bytes as they are: hand-over packages
//! (`work::package`) and copies of the home (`work::backup`).

use super::{Result, WorkError};
use crate::domain::text::Plain;
use crate::store::files::sync_folder;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Who may read a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// Its owner alone.
    Owner,
    /// Whoever could read the file that it replaces.
    AsBefore,
}

/// Writes a text; it ends with a line end.
pub fn put(path: &Path, text: &Plain, readers: Readers) -> Result<()> {
    let mut leaf = Leaf::begin(path, readers)?;
    leaf.line(text)?;
    leaf.end()
}

/// A file that is being written, line by line.
pub struct Leaf {
    path: PathBuf,
    folder: PathBuf,
    readers: Readers,
    file: BufWriter<NamedTempFile>,
}

impl Leaf {
    /// Begins a file beside its place.
    pub fn begin(path: &Path, readers: Readers) -> Result<Self> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let made = tempfile::Builder::new().prefix(".new-").tempfile_in(folder);
        let file = BufWriter::new(made.map_err(|error| WorkError::io(folder, error))?);
        Ok(Self { path: path.to_owned(), folder: folder.to_owned(), readers, file })
    }

    /// Writes a line, or several.
    pub fn line(&mut self, text: &Plain) -> Result<()> {
        writeln!(self.file, "{}", text.walled()).map_err(|error| WorkError::io(&self.path, error))
    }

    /// Writes JSON values as one list.
    pub fn list(&mut self, values: impl Iterator<Item = Result<Plain>>) -> Result<()> {
        self.line(&Plain::line("["))?;
        for (at, value) in values.enumerate() {
            if at > 0 {
                self.line(&Plain::line(","))?;
            }
            self.line(&value?)?;
        }
        self.line(&Plain::line("]"))
    }

    /// Puts the file in its place.
    pub fn end(self) -> Result<()> {
        let Self { path, folder, readers, file } = self;
        let failed = |error: std::io::Error| WorkError::io(&path, error);
        let file = file.into_inner().map_err(|error| failed(error.into_error()))?;
        if let (Readers::AsBefore, Ok(known)) = (readers, std::fs::metadata(&path)) {
            file.as_file().set_permissions(known.permissions()).map_err(failed)?;
        }
        file.as_file().sync_all().map_err(failed)?;
        file.persist(&path).map_err(|error| failed(error.error))?;
        sync_folder(&folder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_file_is_text_and_closed_to_others() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.txt");
        put(&path, &Plain::text("恶\u{1b}[2J\u{202e}\n尾"), Readers::Owner).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "恶⟨U+001B⟩[2J⟨U+202E⟩\n尾\n");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn who_may_read_it_is_said_and_not_left_to_the_old_file() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.txt");
        let mode = || fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        for (readers, after) in [(Readers::Owner, 0o600), (Readers::AsBefore, 0o644)] {
            fs::write(&path, "old").unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
            put(&path, &Plain::line("new"), readers).unwrap();
            assert_eq!(mode(), after, "{readers:?}");
        }
    }
}
