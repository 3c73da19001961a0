//! A file that somebody named: it appears whole or not at all, and only those can read it who may.

use super::{Result, WorkError};
use crate::store::files::sync_folder;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Who can read the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// Its owner alone, whoever could read the file that stood there before.
    Owner,
    /// Its owner, and who could read the file that stood there before. For what has no personal value in it.
    AsBefore,
}

/// Writes a new file beside it and puts that in its place. What is no plain file – a device, a pipe, a link – is
/// not replaced.
pub fn put(path: &Path, readers: Readers, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let failed = |error: io::Error| WorkError::io(path, error);
    let before = match fs::symlink_metadata(path) {
        Ok(before) if before.is_file() => Some(before),
        Ok(_) => return Err(no_file(path)),
        Err(_) => None,
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // A temporary file of this crate is its owner's alone from the first moment.
    let made = tempfile::Builder::new().prefix(".beian-").tempfile_in(folder);
    let mut file = made.map_err(|error| WorkError::io(folder, error))?;
    let mut writer = BufWriter::new(file.as_file_mut());
    fill(&mut writer).and_then(|()| writer.flush()).map_err(failed)?;
    drop(writer);
    if let Some(before) = before.filter(|_| readers == Readers::AsBefore) {
        file.as_file().set_permissions(readable(&before)).map_err(failed)?;
    }
    file.as_file().sync_all().map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    sync_folder(folder)
}

fn no_file(path: &Path) -> WorkError {
    let path = path.display();
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

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_new_file_is_its_owners_alone_whatever_stood_there() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("page.html");
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
            put(&path, readers, |file| file.write_all(b"new")).unwrap();
            assert_eq!((fs::read(&path).unwrap().as_slice(), mode(&path)), (b"new".as_slice(), wanted));
        }
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_fails_leaves_the_old_file_and_what_is_no_file_stays() {
        let dir = tempfile::tempdir().unwrap();
        let (path, link) = (dir.path().join("page.html"), dir.path().join("link"));
        fs::write(&path, "old").unwrap();
        assert!(put(&path, Readers::Owner, |_| Err(io::Error::other("full"))).is_err());
        assert_eq!(fs::read(&path).unwrap(), b"old");
        symlink(&path, &link).unwrap();
        for other in [link.as_path(), Path::new("/dev/null"), dir.path()] {
            let error = put(other, Readers::Owner, |file| file.write_all(b"new")).unwrap_err().to_string();
            assert!(error.contains("no plain file"), "{error}");
        }
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
    }
}
