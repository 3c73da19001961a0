//! What can be kept of a package that is not taken: the bytes at hand, or the way to them, so that nobody has to
//! find it again by its name.

use super::archive::bounded;
use super::fault::{Refused, Trouble};
use super::folder::Folder;
use super::limits::Limits;
use super::source::{Source, SourceKind};
use rustix::fs::FileType;
use std::ffi::OsString;
use std::fs::File;
use std::sync::Arc;

/// A package that is not taken, and what is left of it.
#[derive(Debug, Clone)]
pub struct Rejected {
    /// What is wrong with it.
    pub refused: Refused,
    /// What can be kept.
    pub remains: Remains,
}

/// What can be kept of a package.
#[derive(Debug, Clone)]
pub enum Remains {
    /// Nothing.
    Nothing,
    /// A line, or its beginning where it was too long.
    Line(Arc<[u8]>),
    /// A folder, which is opened as it was before.
    Folder(Box<Source>),
    /// A zip.
    Zip(Box<Source>),
}

/// A regular file of a folder that is kept.
#[derive(Debug)]
pub struct RemainingFile {
    /// Its name, and those of the folders that it lies in.
    pub parts: Vec<OsString>,
    /// The file, open.
    pub file: File,
}

/// Folders in folders that are looked through.
const DEEPEST: usize = 8;

impl Remains {
    pub(super) fn line(text: Vec<u8>) -> Self {
        Self::Line(text.into())
    }

    /// What can be kept of a source as a whole.
    pub(super) fn of(source: &Source) -> Self {
        match source.kind {
            SourceKind::Folder => Self::Folder(Box::new(source.clone())),
            SourceKind::Zip => Self::Zip(Box::new(source.clone())),
            SourceKind::Lines | SourceKind::Faulty(_) => Self::Nothing,
        }
    }
}

impl Source {
    /// Opens the zip that it is; none where it is no regular file any more, or has a directory beyond the limits.
    pub fn open_zip(&self) -> Option<File> {
        self.file().ok().and_then(|file| bounded(file, &Limits::default()))
    }

    /// Hears of each regular file in the folder that it is, `most` at most, until `hear` ends it.
    pub fn each_file<E>(
        &self,
        most: usize,
        hear: &mut dyn FnMut(RemainingFile) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut walk = Walk { left: most, hear };
        self.folder().map_or(Ok(()), |folder| walk.folder(&folder, &[]))
    }
}

struct Walk<'a, E> {
    left: usize,
    hear: &'a mut dyn FnMut(RemainingFile) -> Result<(), E>,
}

impl<E> Walk<'_, E> {
    fn folder(&mut self, folder: &Folder, above: &[OsString]) -> Result<(), E> {
        for entry in folder.entries(self.left).unwrap_or_default() {
            if self.left == 0 {
                return Ok(());
            }
            self.left -= 1;
            let mut parts = above.to_vec();
            parts.push(entry.name.clone());
            match entry.kind {
                FileType::RegularFile => {
                    if let Ok(file) = folder.file(&entry.name) {
                        (self.hear)(RemainingFile { parts, file })?;
                    }
                }
                FileType::Directory if parts.len() < DEEPEST => {
                    let inner: Result<Folder, Trouble> = folder.within(&entry.name);
                    if let Ok(inner) = inner {
                        self.folder(&inner, &parts)?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }
}
