//! Where packages lie.
//!
//! Only what somebody named may be a link. Below it everything is opened part by part from the folder that was
//! named, so that whoever can write there leads nobody out of it.

use super::ORDER_FILE;
use super::fault::{Fault, Origin, Trouble, Words};
use super::folder::{Entry, Folder};
use rustix::fs::FileType;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The most entries of one folder that are looked through.
const MOST_ENTRIES: usize = 1_000_000;

/// A place that holds one package, or many lines of them.
#[derive(Debug, Clone)]
pub struct Source {
    /// Where it lies, as reports name it.
    pub path: PathBuf,
    /// What it is.
    pub kind: SourceKind,
    root: Arc<Folder>,
    /// From the root: none where the root itself is the package.
    parts: Vec<OsString>,
}

/// What a source is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceKind {
    /// A folder with `order.json`.
    Folder,
    /// A zip.
    Zip,
    /// A jsonl: one package a line.
    Lines,
    /// Something that should be a package and is none.
    Faulty(Fault),
}

impl Source {
    /// Its place, as a whole.
    pub fn origin(&self) -> Origin {
        Origin::whole(&self.path)
    }

    /// Opens the folder that it is.
    pub(super) fn folder(&self) -> Result<Folder, Trouble> {
        down(&self.root, &self.parts)
    }

    /// Opens the file that it is.
    pub(super) fn file(&self) -> Result<File, Trouble> {
        let Some(name) = self.parts.last() else { return Err(no_package()) };
        self.beside()?.file(name)
    }

    /// Opens the folder in which it lies.
    pub(super) fn beside(&self) -> Result<Folder, Trouble> {
        down(&self.root, self.parts.split_last().map_or(&[][..], |(_, above)| above))
    }
}

/// The folder that lies at `parts` below `root`.
fn down(root: &Folder, parts: &[OsString]) -> Result<Folder, Trouble> {
    parts.iter().try_fold(root.again()?, |here, part| here.within(part))
}

/// Finds the packages at `path`: one folder, zip or jsonl, or all that lie in a folder or in its
/// folders, sorted by name.
///
/// # Errors
/// `path` can't be read, is no package and holds none.
pub fn sources(path: &Path) -> Result<Vec<Source>, Fault> {
    let name = path.display().to_string();
    let failed = |error: io::Error| Trouble::system(&error).at(&name, "");
    // A link that somebody types is meant; one that lies in a package never is.
    let is_link = fs::symlink_metadata(path).is_ok_and(|data| data.file_type().is_symlink());
    let real = if is_link { fs::canonicalize(path) } else { Ok(path.to_owned()) };
    let real = real.map_err(failed)?;
    if !fs::metadata(&real).map_err(failed)?.is_dir() {
        let parent = real.parent().filter(|parent| !parent.as_os_str().is_empty());
        let root = Arc::new(Folder::named(parent.unwrap_or(Path::new("."))).map_err(failed)?);
        let kind = form(real.file_name().unwrap_or_default()).ok_or_else(|| no_package().at(&name, ""))?;
        let parts = real.file_name().map(OsStr::to_owned).into_iter().collect();
        return Ok(vec![Source { path: real, kind, root, parts }]);
    }
    let root = Arc::new(Folder::named(&real).map_err(failed)?);
    if root.kind(OsStr::new(ORDER_FILE)).is_some() {
        return Ok(vec![Source { path: real, kind: SourceKind::Folder, root, parts: Vec::new() }]);
    }
    let listed = root.entries(MOST_ENTRIES).map_err(failed)?;
    let found = Search { root: &root, real: &real }.inside(&root, listed, &[]);
    if found.is_empty() { Err(no_package().at(&name, "")) } else { Ok(found) }
}

/// The looking through of a folder that was named.
struct Search<'a> {
    root: &'a Arc<Folder>,
    real: &'a Path,
}

impl Search<'_> {
    /// The packages of one folder, which lies at `above` below the root, and of the folders in it.
    fn inside(&self, folder: &Folder, mut listed: Vec<Entry>, above: &[OsString]) -> Vec<Source> {
        listed.retain(|entry| !entry.name.as_encoded_bytes().starts_with(b"."));
        // Beside a jsonl lie folders with its attachments.
        let has_lines = listed.iter().any(|entry| form(&entry.name) == Some(SourceKind::Lines));
        let mut found = Vec::new();
        for Entry { name, kind } in listed {
            let is_package = || {
                let inner = folder.within(&name).ok();
                inner.is_some_and(|inner| inner.kind(OsStr::new(ORDER_FILE)).is_some())
            };
            match kind {
                FileType::Symlink => found.push(self.faulty(above, name, Trouble::link())),
                FileType::Directory if is_package() => found.push(self.at(above, name, SourceKind::Folder)),
                FileType::Directory if above.is_empty() => {
                    found.extend(self.deeper(folder, &name, has_lines));
                }
                FileType::Directory => {}
                _ => found.extend(form(&name).map(|form| self.at(above, name, form))),
            }
        }
        found
    }

    /// The packages of a folder in the folder.
    fn deeper(&self, folder: &Folder, name: &OsStr, has_lines: bool) -> Vec<Source> {
        let listed = folder.within(name).and_then(|inner| {
            let listed = inner.entries(MOST_ENTRIES).map_err(|error| Trouble::system(&error))?;
            Ok((inner, listed))
        });
        match listed {
            Err(trouble) => vec![self.faulty(&[], name.to_owned(), trouble)],
            Ok((inner, listed)) => {
                let found = self.inside(&inner, listed, &[name.to_owned()]);
                let bare = found.is_empty() && !has_lines;
                if bare { vec![self.faulty(&[], name.to_owned(), no_package())] } else { found }
            }
        }
    }

    fn at(&self, above: &[OsString], name: OsString, kind: SourceKind) -> Source {
        let mut parts = above.to_vec();
        parts.push(name);
        let path = parts.iter().fold(self.real.to_owned(), |path, part| path.join(part));
        Source { path, kind, root: Arc::clone(self.root), parts }
    }

    fn faulty(&self, above: &[OsString], name: OsString, trouble: Trouble) -> Source {
        let mut source = self.at(above, name, SourceKind::Lines);
        source.kind = SourceKind::Faulty(trouble.at(&source.path.display().to_string(), ""));
        source
    }
}

/// What a file is by its name.
fn form(name: &OsStr) -> Option<SourceKind> {
    let extension = Path::new(name).extension()?.to_str()?.to_ascii_lowercase();
    match extension.as_str() {
        "zip" => Some(SourceKind::Zip),
        "jsonl" | "ndjson" => Some(SourceKind::Lines),
        _ => None,
    }
}

fn no_package() -> Trouble {
    Trouble::new(
        Words::new("没有资料包", "no package"),
        Words::new(
            format!("含 {ORDER_FILE} 的文件夹、.zip 或 .jsonl，或放有这些的文件夹"),
            format!("a folder with {ORDER_FILE}, a .zip or a .jsonl, or a folder of them"),
        ),
    )
}
