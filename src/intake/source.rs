//! Where packages lie.

use super::ORDER_FILE;
use super::fault::{Fault, Trouble, Words};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A place that holds one package, or many lines of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Where it lies.
    pub path: PathBuf,
    /// What it is.
    pub kind: SourceKind,
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
    /// Its path as a report shows it.
    pub fn name(&self) -> String {
        self.path.display().to_string()
    }
}

/// Finds the packages at `path`: one folder, zip or jsonl, or all that lie in a folder or in its
/// folders, sorted by name.
///
/// # Errors
/// `path` can't be read, is no package and holds none.
pub fn sources(path: &Path) -> Result<Vec<Source>, Fault> {
    let name = path.display().to_string();
    // A link that somebody types is meant; one that lies in a package never is.
    let is_link = fs::symlink_metadata(path).is_ok_and(|data| data.file_type().is_symlink());
    let real = if is_link { fs::canonicalize(path) } else { Ok(path.to_owned()) };
    let failed = |error: io::Error| Trouble::system(&error).at(&name, "");
    let real = real.map_err(failed)?;
    let kind = fs::metadata(&real).map_err(failed)?.file_type();
    if let Some(source) = by_form(&real, kind) {
        return Ok(vec![source]);
    }
    let found = if kind.is_dir() { inside(&real, Depth::Folder).map_err(failed)? } else { Vec::new() };
    if found.is_empty() { Err(no_package().at(&name, "")) } else { Ok(found) }
}

/// How far below the given path a folder lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Depth {
    Folder,
    FolderInFolder,
}

fn inside(folder: &Path, depth: Depth) -> io::Result<Vec<Source>> {
    let mut children = Vec::new();
    for child in fs::read_dir(folder)? {
        let child = child?;
        if !child.file_name().as_encoded_bytes().starts_with(b".") {
            children.push((child.path(), child.file_type()?));
        }
    }
    children.sort_by(|one, other| one.0.cmp(&other.0));
    // Beside a jsonl lie folders with its attachments.
    let has_lines = children.iter().any(|(path, _)| form(path) == Some(SourceKind::Lines));
    let mut found = Vec::new();
    for (path, kind) in children {
        if kind.is_symlink() {
            found.push(faulty(path, Trouble::link()));
        } else if let Some(source) = by_form(&path, kind) {
            found.push(source);
        } else if kind.is_dir() && depth == Depth::Folder {
            let deeper = inside(&path, Depth::FolderInFolder)?;
            if deeper.is_empty() && !has_lines {
                found.push(faulty(path, no_package()));
            }
            found.extend(deeper);
        }
    }
    Ok(found)
}

/// The source that `path` is, by its name and type; `None` where it is none.
fn by_form(path: &Path, kind: fs::FileType) -> Option<Source> {
    let is_package = kind.is_dir() && fs::symlink_metadata(path.join(ORDER_FILE)).is_ok();
    let kind = if is_package { Some(SourceKind::Folder) } else { form(path).filter(|_| !kind.is_dir()) };
    kind.map(|kind| Source { path: path.to_owned(), kind })
}

fn form(path: &Path) -> Option<SourceKind> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    match extension.as_str() {
        "zip" => Some(SourceKind::Zip),
        "jsonl" | "ndjson" => Some(SourceKind::Lines),
        _ => None,
    }
}

fn faulty(path: PathBuf, trouble: Trouble) -> Source {
    let fault = trouble.at(&path.display().to_string(), "");
    Source { path, kind: SourceKind::Faulty(fault) }
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
