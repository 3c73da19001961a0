//! The inbox: a folder into which packages are dropped. What was taken moves to `taken/`, what was refused to
//! `refused/` beside its report.
//!
//! A package is taken in before it moves. A run that was stopped in between meets it again, finds it
//! unchanged, and moves it: nothing is lost, and nothing is taken twice.

mod ended;
mod ripe;
mod run;

pub use ripe::{Found, Ripeness};
pub use run::{Clock, Heard, Options, Signal, Span, run};

use super::import::{Summary, Taken, import_keeping, refuse};
use super::quarantine::Reports;
use super::{Desk, Result, WorkError};
use crate::domain::lang::Lang;
use crate::domain::text::Foreign;
use crate::intake::{Fault, Folder, Origin, Refused, Rejected, Remains, Words};
use crate::store::files::{hash_of, sync_folder};
use std::ffi::OsStr;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

/// Folder of what was taken.
const TAKEN: &str = "taken";
/// How the name of a report ends.
const REPORT: &str = ".report.json";
/// The longest name that file systems take, in bytes.
const LONGEST_NAME: usize = 255;
/// Folder of what was refused.
const REFUSED: &str = "refused";
/// Holds off a second watch of the same folder.
const LOCK: &str = ".beian-watch.lock";

/// A folder that nobody else takes packages from meanwhile.
#[derive(Debug)]
pub struct Inbox {
    dir: PathBuf,
    folder: Folder,
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
        let folder = Folder::named(&dir).map_err(|error| WorkError::io(&dir, error))?;
        for name in [TAKEN, REFUSED] {
            let folder = dir.join(name);
            fs::create_dir_all(&folder).map_err(|error| WorkError::io(&folder, error))?;
        }
        let path = dir.join(LOCK);
        let failed = |error| WorkError::io(&path, error);
        let lock = File::options().create(true).append(true).open(&path).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { dir, folder, _lock: lock }),
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
        let name = path.file_name().unwrap_or_default();
        let refused = free(&self.dir.join(REFUSED), name);
        let mut keeping = Keeping { report: report_of(&refused), reports: None, passing: None };
        let mut keep = |rejected: &Rejected| keeping.keep(&rejected.refused);
        let summary = if data.is_symlink() {
            seen(&refuse(&mut keep, Rejected { refused: link(path), remains: Remains::Nothing }));
            Summary { refused: 1, ..Summary::default() }
        } else {
            import_keeping(desk, path, &mut keep, |taken, _| {
                // What is tried again has come to no end yet.
                let is_passing = matches!(taken, Taken::Refused { refused, .. } if refused.is_passing());
                if !is_passing {
                    seen(taken);
                }
            })
            .map_err(Stuck::Home)?
        };
        if summary.stopped {
            // It stays where it is; what was taken of it is found unchanged the next time.
            return Ok(summary);
        }
        if let Some(passing) = keeping.passing {
            let say =
                |lang| passing.faults.first().map_or_else(Default::default, |fault| fault.sentence(lang));
            return Err(Stuck::Package(WorkError::say(say(Lang::Zh), say(Lang::En))));
        }
        // The report is there before the package is: whoever sees one finds the other.
        let is_refused = keeping.reports.is_some();
        keeping.reports.map_or(Ok(()), Reports::end).map_err(Stuck::Package)?;
        let target = if is_refused { refused } else { free(&self.dir.join(TAKEN), name) };
        self.put_away(path, &target).map_err(Stuck::Package)?;
        Ok(summary)
    }

    fn put_away(&self, path: &Path, target: &Path) -> Result<()> {
        fs::rename(path, target).map_err(|error| WorkError::io(path, error))?;
        sync_folder(target.parent().unwrap_or(&self.dir))?;
        sync_folder(&self.dir)
    }
}

/// The reports of a package that is refused, wholly or in part. Its bytes are not kept twice: the package itself
/// stays beside its report.
struct Keeping {
    report: PathBuf,
    reports: Option<Reports>,
    /// What the system could not read: it is tried again.
    passing: Option<Refused>,
}

impl Keeping {
    fn keep(&mut self, refused: &Refused) -> Result<PathBuf> {
        if refused.is_passing() {
            self.passing.get_or_insert_with(|| refused.clone());
            return Ok(self.report.clone());
        }
        let reports = match &mut self.reports {
            Some(reports) => reports,
            None => self.reports.insert(Reports::begin(&self.report)?),
        };
        reports.add(refused)?;
        Ok(self.report.clone())
    }
}

/// A name that is not taken: the package's own, or with a number behind it.
fn free(folder: &Path, name: &OsStr) -> PathBuf {
    let numbered = (2..).map(|n: u64| {
        let mut numbered = name.to_owned();
        numbered.push(format!(".{n}"));
        if numbered.len() > LONGEST_NAME {
            numbered = format!("{}.{n}", hash_of(name.as_encoded_bytes())).into();
        }
        folder.join(numbered)
    });
    let mut names = std::iter::once(folder.join(name)).chain(numbered);
    let is_free = |path: &PathBuf| fs::symlink_metadata(path).is_err();
    names.find(is_free).unwrap_or_else(|| folder.join(name))
}

fn report_of(target: &Path) -> PathBuf {
    let mut name = target.file_name().unwrap_or_default().to_owned();
    if name.len() + REPORT.len() > LONGEST_NAME {
        // Its beginning, and what tells it from another that begins so.
        let shown = name.to_string_lossy();
        let hash = hash_of(name.as_encoded_bytes());
        let mut end = LONGEST_NAME - REPORT.len() - 9;
        while !shown.is_char_boundary(end) {
            end -= 1;
        }
        name = format!("{}-{}", &shown[..end], &hash.as_str()[..8]).into();
    }
    name.push(REPORT);
    target.with_file_name(name)
}

fn link(path: &Path) -> Refused {
    let source = Origin::whole(path);
    let fault = Fault::new(
        Foreign::path(path),
        "",
        Words::new("符号链接", "a symbolic link"),
        Words::new("文件夹或文件本身", "the folder or file itself"),
    );
    Refused { source, order_no: None, faults: vec![fault] }
}
