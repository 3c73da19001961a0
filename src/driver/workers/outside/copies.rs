//! Copies of files for outside viewers: each read-only, in a folder that is this desk's alone and goes with it.
//!
//! A desk that was killed leaves its folder behind; the next one that starts in this home takes it away. A folder
//! is in use as long as its lock is held, which ends with its process.

use crate::domain::ids::Sha256;
use crate::outgoing::folder::close_to_others;
use crate::work::WorkError;
use std::collections::VecDeque;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// More copies than this are not kept: the oldest has been looked at long since.
const MOST: usize = 16;
/// The lock of a folder, and of the folder of all of them while one is made.
const LOCK: &str = "lock";

/// The copies of one desk.
pub struct Copies {
    root: PathBuf,
    own: Option<Own>,
    kept: VecDeque<PathBuf>,
}

struct Own {
    folder: TempDir,
    _lock: File,
}

impl Copies {
    /// None yet. What dead desks left is taken away.
    pub fn new(root: PathBuf) -> Self {
        if root.is_dir()
            && let Err(error) = lock(&root).map(|_lock| sweep(&root))
        {
            tracing::warn!(%error, "copies of an earlier desk could not be looked for");
        }
        Self { root, own: None, kept: VecDeque::new() }
    }

    /// A copy under this ending.
    pub fn put(&mut self, hash: &Sha256, ending: &str, bytes: &[u8]) -> Result<PathBuf, WorkError> {
        let folder = self.folder()?;
        let name: String = hash.as_str().chars().take(16).collect();
        let path = folder.join(format!("{name}.{ending}"));
        self.kept.retain(|kept| *kept != path);
        written(&path, bytes).map_err(|error| WorkError::io(&path, error))?;
        self.kept.push_back(path.clone());
        while self.kept.len() > MOST {
            self.kept.pop_front().map(fs::remove_file).transpose().unwrap_or_default();
        }
        Ok(path)
    }

    /// Takes all of them away.
    pub fn clear(&mut self) {
        self.kept.clear();
        self.own = None;
    }

    fn folder(&mut self) -> Result<PathBuf, WorkError> {
        if let Some(own) = &self.own {
            return Ok(own.folder.path().to_owned());
        }
        let own = self.made().map_err(|error| WorkError::io(&self.root, error))?;
        Ok(self.own.insert(own).folder.path().to_owned())
    }

    fn made(&self) -> std::io::Result<Own> {
        fs::create_dir_all(&self.root)?;
        close_to_others(&self.root)?;
        // A path that begins at the root is an option to no viewer.
        let root = fs::canonicalize(&self.root)?;
        // Nobody takes a folder for left behind before its lock is held.
        let _all = lock(&root)?;
        let folder = TempDir::new_in(&root)?;
        close_to_others(folder.path())?;
        let lock = lock(folder.path())?;
        Ok(Own { folder, _lock: lock })
    }
}

fn lock(folder: &Path) -> std::io::Result<File> {
    let file = open_lock(folder)?;
    file.lock()?;
    Ok(file)
}

fn open_lock(folder: &Path) -> std::io::Result<File> {
    OpenOptions::new().create(true).truncate(false).write(true).open(folder.join(LOCK))
}

/// Takes away the folders whose desk is dead.
fn sweep(root: &Path) {
    let entries = fs::read_dir(root).into_iter().flatten().flatten();
    for folder in entries.map(|entry| entry.path()).filter(|path| path.is_dir()) {
        let in_use =
            open_lock(&folder).is_ok_and(|lock| matches!(lock.try_lock(), Err(TryLockError::WouldBlock)));
        if !in_use && let Err(error) = fs::remove_dir_all(&folder) {
            tracing::warn!(%error, "copies that an earlier desk left could not be taken away");
        }
    }
}

fn written(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    let mut only_read = file.metadata()?.permissions();
    only_read.set_readonly(true);
    #[cfg(unix)]
    std::os::unix::fs::PermissionsExt::set_mode(&mut only_read, 0o400);
    file.set_permissions(only_read)
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    fn folders(root: &Path) -> usize {
        fs::read_dir(root).unwrap().filter(|entry| entry.as_ref().unwrap().path().is_dir()).count()
    }

    #[test]
    fn a_copy_is_read_only_in_a_private_folder_and_goes_with_its_desk() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("view");
        let mut copies = Copies::new(root.clone());
        assert!(!root.exists(), "nothing is made before it is needed");
        let hash = Sha256::of(b"x");
        let path = copies.put(&hash, "pdf", b"x").unwrap();
        assert!(path.is_absolute() && path.extension().unwrap() == "pdf");
        assert_eq!((mode(&path), mode(path.parent().unwrap()), mode(&root)), (0o400, 0o700, 0o700));
        assert_eq!(copies.put(&hash, "pdf", b"x").unwrap(), path, "the same file again");
        let last =
            (0..MOST).map(|at| copies.put(&Sha256::of(&[b'a', at as u8]), "png", b"y").unwrap()).last();
        assert!(!path.exists() && last.as_ref().unwrap().exists(), "the oldest goes");
        copies.clear();
        assert!(!last.unwrap().exists());
        assert_eq!(folders(&root), 0);
    }

    #[test]
    fn what_a_dead_desk_left_goes_and_what_a_living_one_has_stays() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("view");
        let mut living = Copies::new(root.clone());
        let path = living.put(&Sha256::of(b"x"), "jpg", b"x").unwrap();
        let dead = root.join("dead");
        fs::create_dir(&dead).unwrap();
        fs::write(dead.join("id.jpg"), "x").unwrap();
        fs::write(dead.join(LOCK), "").unwrap();
        let _next = Copies::new(root.clone());
        assert!(!dead.exists() && path.exists());
    }
}
