//! Files that people open: the one door by which text and JSON for them reach the disk. Nothing steers the
//! terminal of who shows one, and a file appears whole or not at all.
//!
//! Two kinds of files do not go this way, since they must carry their bytes as they are: hand-over packages
//! (`work::package`) and copies of the home (`work::backup`).

use super::{Result, WorkError};
use crate::domain::text::{Foreign, Plain};
use crate::store::files::sync_folder;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Who may read a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// Its owner alone.
    Owner,
    /// Its owner, and whoever could read the file that it replaces. For what has no personal value in it.
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
    before: Option<fs::Metadata>,
    file: BufWriter<NamedTempFile>,
}

impl Leaf {
    /// Begins a file beside its place. What is no plain file – a device, a pipe, a link – is not replaced.
    pub fn begin(path: &Path, readers: Readers) -> Result<Self> {
        let before = match fs::symlink_metadata(path) {
            Ok(before) if before.is_file() => Some(before),
            Ok(_) => return Err(no_file(path)),
            Err(_) => None,
        };
        let before = before.filter(|_| readers == Readers::AsBefore);
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        // A temporary file of this crate is its owner's alone from the first moment.
        let made = tempfile::Builder::new().prefix(".beian-").tempfile_in(folder);
        let file = BufWriter::new(made.map_err(|error| WorkError::io(folder, error))?);
        Ok(Self { path: path.to_owned(), folder: folder.to_owned(), before, file })
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
        let Self { path, folder, before, file } = self;
        let failed = |error: std::io::Error| WorkError::io(&path, error);
        let file = file.into_inner().map_err(|error| failed(error.into_error()))?;
        if let Some(before) = before {
            file.as_file().set_permissions(readable(&before)).map_err(failed)?;
        }
        file.as_file().sync_all().map_err(failed)?;
        file.persist(&path).map_err(|error| failed(error.error))?;
        sync_folder(&folder)
    }
}

fn no_file(path: &Path) -> WorkError {
    let path = Foreign::path(path);
    WorkError::say(
        format!("{path}不是普通文件（可能是链接或设备），不能覆盖；请换一个文件名。"),
        format!("{path} is no plain file (a link, a device) and is not replaced; choose another name"),
    )
}

/// As before, but nobody else writes there.
#[cfg(unix)]
fn readable(before: &fs::Metadata) -> fs::Permissions {
    use std::os::unix::fs::PermissionsExt;
    fs::Permissions::from_mode(0o600 | before.permissions().mode() & 0o644)
}

#[cfg(not(unix))]
fn readable(before: &fs::Metadata) -> fs::Permissions {
    before.permissions()
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_new_file_is_its_owners_alone_whatever_stood_there() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("page.html");
        let mode = || fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        for (before, readers, wanted) in [
            (None, Readers::Owner, 0o600),
            (Some(0o644), Readers::Owner, 0o600),
            (Some(0o666), Readers::Owner, 0o600),
            (None, Readers::AsBefore, 0o600),
            (Some(0o644), Readers::AsBefore, 0o644),
            (Some(0o666), Readers::AsBefore, 0o644),
            (Some(0o640), Readers::AsBefore, 0o640),
        ] {
            let _ = fs::remove_file(&path);
            if let Some(before) = before {
                fs::write(&path, "old").unwrap();
                fs::set_permissions(&path, fs::Permissions::from_mode(before)).unwrap();
            }
            put(&path, &Plain::line("new"), readers).unwrap();
            assert_eq!((fs::read(&path).unwrap().as_slice(), mode()), (b"new\n".as_slice(), wanted));
        }
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_not_ended_leaves_the_old_file_and_what_is_no_file_stays() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        let (path, link) = (dir.path().join("page.html"), dir.path().join("link"));
        fs::write(&path, "old").unwrap();
        let mut begun = Leaf::begin(&path, Readers::Owner).unwrap();
        begun.line(&Plain::line("half")).unwrap();
        drop(begun);
        assert_eq!(fs::read(&path).unwrap(), b"old");
        symlink(&path, &link).unwrap();
        for other in [link.as_path(), Path::new("/dev/null"), dir.path()] {
            let error = put(other, &Plain::line("new"), Readers::Owner).unwrap_err().to_string();
            assert!(error.contains("no plain file"), "{error}");
        }
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
    }
}
