//! Notices as files, where no server and no command is set up: each appears whole or not at all, and a second
//! try writes the same name.

use super::Trouble;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

/// Writes one file of the folder, and makes the folder where it lacks.
pub fn put(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Trouble> {
    write(folder, name, bytes)
        .map_err(|error| Trouble::Closed(format!("{}: {error}", folder.join(name).display())))
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    if !folder.is_dir() {
        fs::create_dir_all(folder)?;
        close_to_others(folder)?;
    }
    let mut temporary = tempfile::Builder::new().prefix(".new-").tempfile_in(folder)?;
    temporary.write_all(bytes)?;
    temporary.as_file().sync_all()?;
    temporary.persist(folder.join(name)).map_err(|error| error.error)?;
    File::open(folder)?.sync_all()
}

/// Makes a folder its owner's alone.
///
/// # Errors
/// Where it is another account's.
#[cfg(unix)]
pub fn close_to_others(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
}

/// Makes a folder its owner's alone.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn close_to_others(_: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_appears_whole_and_a_second_try_replaces_it() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("outbox");
        put(&folder, "1.eml", b"one").unwrap();
        put(&folder, "1.eml", b"two").unwrap();
        assert_eq!(fs::read(folder.join("1.eml")).unwrap(), b"two");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        fs::write(dir.path().join("file"), b"").unwrap();
        assert!(matches!(put(&dir.path().join("file"), "1.eml", b""), Err(Trouble::Closed(_))));
    }
}
