//! The bytes of attachments, beside the database under their SHA-256.
//!
//! No path that a customer chose is ever used. A file appears whole or not at all: temporary name, sync,
//! rename, sync of the folder.

use super::{Result, StoreError};
use crate::domain::ids::Sha256;
use sha2::{Digest, Sha256 as Hasher};
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The folder of the files.
#[derive(Debug, Clone)]
pub struct Files {
    root: PathBuf,
}

impl Files {
    /// The folder below a home.
    pub fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where the file with this hash lies; none for a text that is no hash.
    pub fn path(&self, hash: &Sha256) -> Option<PathBuf> {
        let text = hash.as_str();
        let is_hash = text.len() == 64
            && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        is_hash.then(|| self.root.join(&text[..2]).join(text))
    }

    /// The bytes of a file, which must still have their hash.
    pub fn read(&self, hash: &Sha256) -> Result<Vec<u8>> {
        let path = self
            .path(hash)
            .ok_or_else(|| StoreError::NotFound { what: "file", name: hash.as_str().into() })?;
        let bytes = fs::read(&path).map_err(|error| StoreError::io(&path, error))?;
        if hash_of(&bytes) != *hash {
            return Err(StoreError::say(
                format!("附件{hash}的内容与其哈希不符；请运行 beian doctor。"),
                format!("the bytes of attachment {hash} no longer have its hash; run 'beian doctor'"),
            ));
        }
        Ok(bytes)
    }

    /// Whether a file is there.
    pub fn holds(&self, hash: &Sha256) -> bool {
        self.path(hash).is_some_and(|path| fs::symlink_metadata(path).is_ok_and(|data| data.is_file()))
    }

    /// Deletes a file; one that is not there is deleted already.
    pub fn remove(&self, hash: &Sha256) -> Result<()> {
        let Some(path) = self.path(hash) else { return Ok(()) };
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(StoreError::io(&path, error)),
            _ => Ok(()),
        }
    }

    /// Keeps bytes under their hash; the same bytes again change nothing. True where they were not here.
    pub fn put(&self, hash: &Sha256, bytes: &[u8]) -> Result<bool> {
        let path = self
            .path(hash)
            .ok_or_else(|| StoreError::NotFound { what: "file", name: hash.as_str().into() })?;
        let folder = path.parent().unwrap_or(&self.root);
        if fs::metadata(&path).is_ok_and(|found| found.len() == bytes.len() as u64) {
            // Whoever put it there may have been stopped before its name was durable.
            sync_folder(folder)?;
            return Ok(false);
        }
        if !folder.is_dir() {
            fs::create_dir_all(folder).map_err(|error| StoreError::io(folder, error))?;
            sync_folder(&self.root)?;
        }
        let mut temporary = tempfile::Builder::new()
            .prefix(".new-")
            .tempfile_in(folder)
            .map_err(|error| StoreError::io(folder, error))?;
        let written = temporary.write_all(bytes).and_then(|()| temporary.as_file().sync_all());
        written.map_err(|error| StoreError::io(&path, error))?;
        temporary.persist(&path).map_err(|error| StoreError::io(&path, error.error))?;
        sync_folder(folder)?;
        Ok(true)
    }
}

/// Makes a rename in a folder durable.
pub fn sync_folder(folder: &Path) -> Result<()> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(|error| StoreError::io(folder, error))
}

/// SHA-256 of bytes.
pub fn hash_of(bytes: &[u8]) -> Sha256 {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(64);
    for byte in Hasher::digest(bytes) {
        let _ = write!(text, "{byte:02x}");
    }
    Sha256(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_lies_under_its_hash_and_a_changed_one_is_found_out() {
        let dir = tempfile::tempdir().unwrap();
        let files = Files::new(dir.path().join("files"));
        let hash = hash_of(b"abc");
        files.put(&hash, b"abc").unwrap();
        files.put(&hash, b"abc").unwrap();
        assert_eq!(files.read(&hash).unwrap(), b"abc");
        fs::write(files.path(&hash).unwrap(), b"abd").unwrap();
        assert!(files.read(&hash).unwrap_err().to_string().contains("doctor"));
        assert!(files.path(&"../../etc/passwd".into()).is_none());
    }
}
