//! Files of a folder, opened part by part so that no link is ever followed.

use super::fault::{Trouble, Words};
use super::inner_path::InnerPath;
use super::names::{composed, readings};
use rustix::fs::{AtFlags, CWD, Dir, FileType, Mode, OFlags, openat, statat};
use rustix::io::Errno;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::Path;

/// Entries of one folder that are looked at for a name that is written in another way.
const ALIKE: usize = 5000;

/// An open folder.
#[derive(Debug)]
pub struct Folder(OwnedFd);

/// What lies in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name, as its bytes are.
    pub name: OsString,
    /// What it is; a link is a link.
    pub kind: FileType,
}

impl Folder {
    /// Opens a folder that somebody named: it may be a link, since that is meant.
    ///
    /// # Errors
    /// What the system said.
    pub fn named(path: &Path) -> io::Result<Self> {
        Ok(Self(openat(CWD, path, FOLDER.difference(OFlags::NOFOLLOW), Mode::empty())?))
    }

    /// Opens the same folder once more.
    ///
    /// # Errors
    /// What the system said.
    pub fn again(&self) -> Result<Self, Trouble> {
        openat(&self.0, ".", FOLDER, Mode::empty()).map(Self).map_err(from_system)
    }

    /// Opens a folder of this one.
    ///
    /// # Errors
    /// It is missing, a link or no folder.
    pub fn within(&self, name: &OsStr) -> Result<Self, Trouble> {
        open_part(self.0.as_fd(), name).map(Self)
    }

    /// Opens a regular file of this folder.
    ///
    /// # Errors
    /// It is missing, a link or no regular file.
    pub fn file(&self, name: &OsStr) -> Result<File, Trouble> {
        open_file(self.0.as_fd(), name)
    }

    /// What `name` is; none where nothing has that name.
    pub fn kind(&self, name: &OsStr) -> Option<FileType> {
        kind(self.0.as_fd(), name).ok()
    }

    /// What lies in it, in the order of the names; `most` at most.
    ///
    /// # Errors
    /// What the system said.
    pub fn entries(&self, most: usize) -> io::Result<Vec<Entry>> {
        entries(self.0.as_fd(), most)
    }

    /// Whether a regular file lies at `path`.
    pub fn has(&self, path: &InnerPath) -> bool {
        self.open(path).is_ok()
    }

    /// Reads a file of the folder.
    ///
    /// # Errors
    /// The file is missing, a link, no regular file, or larger than `limit` bytes.
    pub fn read(&self, path: &InnerPath, limit: u64) -> Result<Vec<u8>, Trouble> {
        read_all(self.open(path)?, limit)
    }

    fn open(&self, path: &InnerPath) -> Result<File, Trouble> {
        let mut parts = path.parts().peekable();
        let mut inside: Option<OwnedFd> = None;
        while let Some(part) = parts.next() {
            let here = inside.as_ref().map_or_else(|| self.0.as_fd(), AsFd::as_fd);
            let name = named(here, part);
            if parts.peek().is_none() {
                return open_file(here, &name);
            }
            inside = Some(open_part(here, &name)?);
        }
        Err(missing())
    }
}

/// How a folder is opened.
const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

/// How a file is opened; not blocking, since a pipe would wait for a writer for ever.
const FILE: OFlags = OFlags::RDONLY.union(OFlags::NOFOLLOW).union(OFlags::NONBLOCK).union(OFlags::CLOEXEC);

fn open_part(here: BorrowedFd<'_>, part: &OsStr) -> Result<OwnedFd, Trouble> {
    match kind(here, part).map_err(from_system)? {
        FileType::Directory => openat(here, part, FOLDER, Mode::empty()).map_err(from_system),
        FileType::Symlink => Err(Trouble::link()),
        _ => Err(missing()),
    }
}

fn open_file(here: BorrowedFd<'_>, name: &OsStr) -> Result<File, Trouble> {
    // Looked at before it is opened, since opening a device can already do something; and after,
    // since it may have been changed in between.
    match kind(here, name).map_err(from_system)? {
        FileType::RegularFile => {}
        FileType::Symlink => return Err(Trouble::link()),
        _ => return Err(not_regular()),
    }
    let file = File::from(openat(here, name, FILE, Mode::empty()).map_err(from_system)?);
    let kind = file.metadata().map_err(|error| Trouble::system(&error))?;
    if kind.is_file() { Ok(file) } else { Err(not_regular()) }
}

fn kind(here: BorrowedFd<'_>, name: &OsStr) -> Result<FileType, Errno> {
    let stat = statat(here, name, AtFlags::SYMLINK_NOFOLLOW)?;
    Ok(FileType::from_raw_mode(stat.st_mode))
}

fn entries(here: BorrowedFd<'_>, most: usize) -> io::Result<Vec<Entry>> {
    let mut found = Vec::new();
    for entry in Dir::read_from(here)? {
        let entry = entry?;
        let name = entry.file_name().to_bytes();
        if matches!(name, b"." | b"..") {
            continue;
        }
        if found.len() >= most {
            break;
        }
        let name = OsString::from_vec(name.to_vec());
        let kind = match entry.file_type() {
            // Some file systems do not say it with the name.
            FileType::Unknown => kind(here, &name).unwrap_or(FileType::Unknown),
            known => known,
        };
        found.push(Entry { name, kind });
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}

/// The name under which a part lies: its own, or the same written in another way.
fn named(here: BorrowedFd<'_>, part: &str) -> OsString {
    if part.is_ascii() || kind(here, OsStr::new(part)).is_ok() {
        return part.into();
    }
    let wanted = composed(part);
    let is_it = |name: &OsStr| readings(name.as_bytes(), false).iter().any(|reading| *reading == wanted);
    let alike = entries(here, ALIKE).unwrap_or_default().into_iter().find(|entry| is_it(&entry.name));
    alike.map_or_else(|| part.into(), |entry| entry.name)
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

/// Something that is no file.
pub fn not_regular() -> Trouble {
    Trouble::new(
        Words::new("不是普通文件", "no regular file"),
        Words::new("普通文件", "a regular file, no folder, pipe or device"),
    )
}
