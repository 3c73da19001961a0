//! The inbox: a folder into which packages are dropped. What was taken moves to `taken/`, what was refused to
//! `refused/` beside its report.
//!
//! A package is taken in before it moves. A run that was stopped in between meets it again, finds it
//! unchanged, and moves it: nothing is lost, and nothing is taken twice.

mod ripe;
mod run;

pub use ripe::{Found, Ripeness};
pub use run::{Clock, Heard, Options, Signal, Span, run};

use super::import::{Summary, Taken, import, refuse};
use super::written::{Leaf, Readers};
use super::{Desk, Result, WorkError, quarantine};
use crate::domain::text::{Foreign, Plain};
use crate::intake::{Fault, Refused, Words};
use crate::store::files::sync_folder;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

/// Folder of what was taken.
const TAKEN: &str = "taken";
/// Folder of what was refused.
const REFUSED: &str = "refused";
/// Holds off a second watch of the same folder.
const LOCK: &str = ".beian-watch.lock";

/// A folder that nobody else takes packages from meanwhile.
#[derive(Debug)]
pub struct Inbox {
    dir: PathBuf,
    _lock: File,
}

/// Why a package could not be dealt with.
#[derive(Debug)]
pub enum Stuck {
    /// The home: database or disk. Nothing else can be taken either.
    Home(WorkError),
    /// The package itself can't be moved away.
    Package(WorkError),
}

impl Inbox {
    /// Opens the folder, which must be there, and makes the two inside it.
    ///
    /// # Errors
    /// It can't be written, or another watch takes packages from it.
    pub fn open(dir: &Path) -> Result<Self> {
        let dir = fs::canonicalize(dir).map_err(|error| WorkError::io(dir, error))?;
        for name in [TAKEN, REFUSED] {
            let folder = dir.join(name);
            fs::create_dir_all(&folder).map_err(|error| WorkError::io(&folder, error))?;
        }
        let path = dir.join(LOCK);
        let failed = |error| WorkError::io(&path, error);
        let lock = File::options().create(true).append(true).open(&path).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { dir, _lock: lock }),
            Err(TryLockError::Error(error)) => Err(failed(error)),
            Err(TryLockError::WouldBlock) => {
                let dir = Foreign::path(&dir);
                Err(WorkError::say(
                    format!("另一个 beian watch 正在处理{dir}。"),
                    format!("another 'beian watch' takes packages from {dir}"),
                ))
            }
        }
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Takes a package in and moves it away; `seen` hears what became of each order in it.
    pub fn take(
        &self,
        desk: &mut Desk,
        path: &Path,
        seen: &mut dyn FnMut(&Taken),
    ) -> std::result::Result<Summary, Stuck> {
        let Ok(data) = fs::symlink_metadata(path) else {
            // Whoever dropped it has taken it away again.
            return Ok(Summary::default());
        };
        let mut reports = Vec::new();
        let mut hear = |taken: &Taken| {
            if let Taken::Refused { refused, .. } = taken {
                reports.extend(quarantine::report(refused).ok());
            }
            seen(taken);
        };
        let summary = if data.is_symlink() {
            hear(&refuse(&desk.home, link(path)));
            Summary { refused: 1, ..Summary::default() }
        } else {
            import(desk, path, |taken, _| hear(taken)).map_err(Stuck::Home)?
        };
        let folder = if summary.refused == 0 { TAKEN } else { REFUSED };
        self.put_away(path, folder, &reports).map_err(Stuck::Package)?;
        Ok(summary)
    }

    /// The report is there before the package is: whoever sees one finds the other.
    fn put_away(&self, path: &Path, folder: &str, reports: &[Plain]) -> Result<()> {
        let folder = self.dir.join(folder);
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let target = free(&folder, &name);
        if !reports.is_empty() {
            write_report(&report_of(&target), reports)?;
        }
        fs::rename(path, &target).map_err(|error| WorkError::io(path, error))?;
        sync_folder(&folder)?;
        sync_folder(&self.dir)
    }
}

/// A name that is not taken: the package's own, or with a number behind it.
fn free(folder: &Path, name: &str) -> PathBuf {
    let numbered = (2..).map(|n: u64| folder.join(format!("{name}.{n}")));
    let mut names = std::iter::once(folder.join(name)).chain(numbered);
    let is_free = |path: &PathBuf| fs::symlink_metadata(path).is_err();
    names.find(is_free).unwrap_or_else(|| folder.join(name))
}

fn report_of(target: &Path) -> PathBuf {
    let mut name = target.as_os_str().to_owned();
    name.push(".report.json");
    PathBuf::from(name)
}

fn write_report(path: &Path, reports: &[Plain]) -> Result<()> {
    let mut leaf = Leaf::begin(path, Readers::Owner)?;
    leaf.list(reports.iter().cloned().map(Ok))?;
    leaf.end()
}

fn link(path: &Path) -> Refused {
    let source = path.display().to_string();
    let fault = Fault::new(
        Foreign::path(path),
        "",
        Words::new("符号链接", "a symbolic link"),
        Words::new("文件夹或文件本身", "the folder or file itself"),
    );
    Refused { source, order_no: None, faults: vec![fault] }
}
