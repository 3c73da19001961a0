//! Files of a folder, opened part by part so that no link is ever followed.

use super::fault::{Trouble, Words};
use super::inner_path::InnerPath;
use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, openat, statat};
use rustix::io::Errno;
use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::Path;

/// An open folder.
#[derive(Debug)]
pub struct Folder(OwnedFd);

impl Folder {
    /// Opens the folder `path`; its last part may not be a link.
    ///
    /// # Errors
    /// What the system said.
    pub fn open(path: &Path) -> io::Result<Self> {
        Ok(Self(openat(CWD, path, FOLDER, Mode::empty())?))
    }

    /// Reads a file of the folder.
    ///
    /// # Errors
    /// The file is missing, a link, no regular file, or larger than `limit` bytes.
    pub fn read(&self, path: &InnerPath, limit: u64) -> Result<Vec<u8>, Trouble> {
        let mut parts = path.parts().peekable();
        let mut inside: Option<OwnedFd> = None;
        while let Some(part) = parts.next() {
            let here = inside.as_ref().map_or_else(|| self.0.as_fd(), AsFd::as_fd);
            if parts.peek().is_none() {
                return read_all(open_file(here, Path::new(part))?, limit);
            }
            inside = Some(open_part(here, part)?);
        }
        Err(missing())
    }
}

/// Opens a regular file; its last part may not be a link.
///
/// # Errors
/// The file is missing, a link or no regular file.
pub fn open_regular(path: &Path) -> Result<File, Trouble> {
    open_file(CWD, path)
}

/// How a folder is opened.
const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

/// How a file is opened; not blocking, since a pipe would wait for a writer for ever.
const FILE: OFlags = OFlags::RDONLY.union(OFlags::NOFOLLOW).union(OFlags::NONBLOCK).union(OFlags::CLOEXEC);

fn open_part(here: BorrowedFd<'_>, part: &str) -> Result<OwnedFd, Trouble> {
    let stat = statat(here, part, AtFlags::SYMLINK_NOFOLLOW).map_err(from_system)?;
    match FileType::from_raw_mode(stat.st_mode) {
        FileType::Directory => openat(here, part, FOLDER, Mode::empty()).map_err(from_system),
        FileType::Symlink => Err(Trouble::link()),
        _ => Err(missing()),
    }
}

fn open_file(here: BorrowedFd<'_>, name: &Path) -> Result<File, Trouble> {
    // Looked at before it is opened, since opening a device can already do something; and after,
    // since it may have been changed in between.
    let stat = statat(here, name, AtFlags::SYMLINK_NOFOLLOW).map_err(from_system)?;
    match FileType::from_raw_mode(stat.st_mode) {
        FileType::RegularFile => {}
        FileType::Symlink => return Err(Trouble::link()),
        _ => return Err(not_regular()),
    }
    let file = File::from(openat(here, name, FILE, Mode::empty()).map_err(from_system)?);
    let kind = file.metadata().map_err(|error| Trouble::system(&error))?;
    if kind.is_file() { Ok(file) } else { Err(not_regular()) }
}

fn read_all(file: File, limit: u64) -> Result<Vec<u8>, Trouble> {
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| Trouble::system(&error))?;
    if bytes.len() as u64 > limit { Err(Trouble::too_large(limit)) } else { Ok(bytes) }
}

fn from_system(error: Errno) -> Trouble {
    match error {
        Errno::NOENT | Errno::NOTDIR => missing(),
        Errno::LOOP => Trouble::link(),
        other => Trouble::system(&other.into()),
    }
}

/// A file that is not there.
pub fn missing() -> Trouble {
    Trouble::new(
        Words::new("没有这个文件", "no such file"),
        Words::new("资料包内的文件", "a file of the package"),
    )
}

fn not_regular() -> Trouble {
    Trouble::new(
        Words::new("不是普通文件", "no regular file"),
        Words::new("普通文件", "a regular file, no folder, pipe or device"),
    )
}
