//! Packages for the bureau on the disk: written whole or not at all, and verified against their manifest.

use super::doctor::hash_of;
use super::{Desk, Home, Result, WorkError, reading, secret};
use crate::domain::ids::OrderId;
use crate::domain::text::Foreign;
use crate::intake::given;
use crate::outgoing::package::{About, MANIFEST, Manifest, Package, compose};
use crate::store::Store;
use crate::store::doctor::Left;
use crate::store::files::{Files, hash_of as hash_of_bytes, sync_folder};
use serde::Serialize;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// How a folder begins that is not a package yet.
const UNFINISHED: &str = ".new-";
/// An unfinished folder that nobody has touched for so long is nobody's any more.
const LEFT_BEHIND: Duration = Duration::from_secs(3600);
/// No manifest of this program is longer.
const LONGEST_MANIFEST: u64 = 16 << 20;

/// What is wrong with a file of a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Wrong {
    /// The manifest is missing, or says nothing that can be read.
    Manifest,
    /// The manifest names it, and it is not there.
    Missing,
    /// Its bytes are not those of the manifest.
    Changed,
    /// It is there, and the manifest does not name it.
    Extra,
}

impl Wrong {
    /// In Chinese and English.
    pub const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Manifest => ("清单缺失或无法读取", "the manifest is missing or can't be read"),
            Self::Missing => ("缺失", "missing"),
            Self::Changed => ("内容已改动", "changed"),
            Self::Extra => ("清单中没有", "not in the manifest"),
        }
    }
}

/// A file of a package that is not as the manifest says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The file.
    pub file: String,
    /// What is wrong.
    pub wrong: Wrong,
}

/// What a look at a package found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// The folder.
    pub folder: PathBuf,
    /// Hash of its manifest, where there is one.
    pub digest: Option<String>,
    /// What the manifest says.
    pub manifest: Option<Manifest>,
    /// What is not as the manifest says; empty = the package is sound.
    pub differences: Vec<Difference>,
}

impl Verified {
    /// True where every file is as the manifest says.
    pub fn is_sound(&self) -> bool {
        self.differences.is_empty()
    }
}

/// Compares a package with its manifest: every file, and nothing besides.
///
/// # Errors
/// Where the folder is none, or a file can't be read.
pub fn verify(folder: &Path) -> Result<Verified> {
    let names = names_in(folder)?;
    let path = folder.join(MANIFEST);
    let bytes = given::bytes(&path, LONGEST_MANIFEST).ok();
    let manifest: Option<Manifest> = bytes.as_deref().and_then(|bytes| serde_json::from_slice(bytes).ok());
    let digest = bytes.as_deref().map(|bytes| hash_of_bytes(bytes).0);
    let mut differences = Vec::new();
    match &manifest {
        None => differences.push(Difference { file: MANIFEST.into(), wrong: Wrong::Manifest }),
        Some(manifest) => compare(folder, manifest, &names, &mut differences)?,
    }
    Ok(Verified { folder: folder.to_owned(), digest, manifest, differences })
}

fn compare(
    folder: &Path,
    manifest: &Manifest,
    names: &BTreeSet<String>,
    differences: &mut Vec<Difference>,
) -> Result<()> {
    let mut put = |file: &str, wrong| differences.push(Difference { file: file.to_owned(), wrong });
    for file in &manifest.files {
        if !names.contains(&file.name) {
            put(&file.name, Wrong::Missing);
            continue;
        }
        let path = folder.join(&file.name);
        // A link would be read outside the package; what has another size need not be read at all.
        let plain =
            fs::symlink_metadata(&path).is_ok_and(|found| found.is_file() && found.len() == file.size);
        let same = plain && {
            let opened = given::open(&path).map_err(|why| reading::refused(&path, &why))?;
            let (hash, size) = hash_of(opened).map_err(|error| WorkError::io(&path, error))?;
            hash == file.sha256.as_str() && size == file.size
        };
        if !same {
            put(&file.name, Wrong::Changed);
        }
    }
    let known = |name: &&String| *name != MANIFEST && !manifest.files.iter().any(|file| file.name == **name);
    names.iter().filter(known).for_each(|name| put(name, Wrong::Extra));
    Ok(())
}

fn names_in(folder: &Path) -> Result<BTreeSet<String>> {
    let failed = |error| WorkError::io(folder, error);
    let entries = fs::read_dir(folder).map_err(failed)?;
    entries.map(|entry| Ok(entry.map_err(failed)?.file_name().to_string_lossy().into_owned())).collect()
}

/// What became of a package that was to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// It was written.
    Now,
    /// It lay there, sound, from a try that was cut off before it was put on record.
    Before,
}

/// Writes a package: a temporary folder, every file and the folder synced, then one rename.
pub(super) fn write(root: &Path, files: &Files, package: &Package) -> Result<Written> {
    make_root(root)?;
    let temporary = tempfile::Builder::new().prefix(UNFINISHED).tempdir_in(root);
    let temporary = temporary.map_err(|error| WorkError::io(root, error))?;
    let folder = temporary.path();
    for (name, hash) in &package.attachments {
        let bytes = files.read(hash).map_err(|error| lacks(name, &error))?;
        put(folder, name, &bytes)?;
    }
    put(folder, crate::outgoing::package::ORDER, &package.order)?;
    put(folder, MANIFEST, &package.text)?;
    sync_folder(folder)?;
    let target = root.join(&package.name);
    match fs::rename(folder, &target) {
        Ok(()) => {
            // It has another name by now; there is nothing left to remove.
            let _ = temporary.keep();
            sync_folder(root)?;
            Ok(Written::Now)
        }
        Err(_) if target.is_dir() => Ok(Written::Before),
        Err(error) => Err(WorkError::io(target, error)),
    }
}

fn make_root(root: &Path) -> Result<()> {
    if root.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(root).map_err(|error| WorkError::io(root, error))?;
    super::home::close_to_others(root)?;
    root.parent().map_or(Ok(()), sync_folder)
}

/// A file of a package, its bytes as they are: what was approved is what the bureau gets.
fn put(folder: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let path = folder.join(name);
    let written = File::create_new(&path).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(|error| WorkError::io(&path, error))
}

fn lacks(name: &str, error: &WorkError) -> WorkError {
    use crate::domain::lang::Lang;
    let name = Foreign::place(name);
    WorkError::say(
        format!("附件{name}无法读取（{}）；订单仍待移交，请从备份恢复该附件。", error.sentence(Lang::Zh)),
        format!(
            "the attachment {name} can't be read ({error}); the order waits, bring the file back from a copy"
        ),
    )
}

/// Removes unfinished folders that a program left behind when it was killed.
pub(super) fn sweep(root: &Path) {
    let Ok(entries) = fs::read_dir(root) else { return };
    let unfinished = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().starts_with(UNFINISHED);
    for entry in entries.flatten().filter(unfinished) {
        let touched = entry.metadata().and_then(|data| data.modified()).ok();
        let age = touched.and_then(|at| SystemTime::now().duration_since(at).ok());
        if age.is_some_and(|age| age > LEFT_BEHIND)
            && let Err(error) = fs::remove_dir_all(entry.path())
        {
            tracing::warn!(%error, "an unfinished package could not be removed");
        }
    }
}

/// Takes back a package whose order changed while it was written: nobody may find it there.
pub(super) fn withdraw(root: &Path, name: &str) -> Result<()> {
    let (from, to) = (root.join(name), root.join(format!("{UNFINISHED}{name}")));
    fs::rename(&from, &to).map_err(|error| WorkError::io(&from, error))?;
    fs::remove_dir_all(&to).map_err(|error| WorkError::io(&to, error))?;
    sync_folder(root)
}

/// Writes the packages of an order again that were lost, and that the log has on record; each must be the same to
/// the byte. Returns the folders that were written.
pub fn write_again(desk: &Desk, id: OrderId) -> Result<Vec<PathBuf>> {
    let root = desk.home.handover();
    let all = desk.store.handed_over(Some(id))?;
    if all.is_empty() {
        return Err(WorkError::say("该订单尚未移交。", "this order has not been handed over"));
    }
    let lost = all.iter().filter(|left| !root.join(&left.hand_over.package).exists());
    let written: Vec<PathBuf> =
        lost.map(|left| again(&desk.home, &desk.store, &desk.files, left)).collect::<Result<_>>()?;
    if written.is_empty() {
        return Err(WorkError::say(
            "该订单的移交包都在；如已损坏，请先移走。",
            "every package of this order is there; if one is damaged, move it away first",
        ));
    }
    Ok(written)
}

/// Writes every package again that the log of a restored home has on record. Returns how many could not be written;
/// `doctor` names them.
pub(super) fn write_all_again(home: &Home, store: &Store, files: &Files) -> Result<usize> {
    let mut failed = 0;
    for left in store.handed_over(None)? {
        if let Err(error) = again(home, store, files, &left) {
            tracing::warn!(%error, order = %left.no, "a package of a restored home could not be written again");
            failed += 1;
        }
    }
    Ok(failed)
}

fn again(home: &Home, store: &Store, files: &Files, left: &Left) -> Result<PathBuf> {
    let Left { id, revision, hand_over, .. } = left;
    let root = &home.handover();
    let order = store.revision(*id, *revision)?;
    let order =
        order.ok_or_else(|| WorkError::NotFound { what: "revision", name: revision.to_string().into() })?;
    let attachments = store.attachments(*id, *revision)?;
    let verdict = store.approval_before(*id, hand_over.at)?;
    let verdict = verdict.as_ref();
    secret::must_be_open(home, &order)?;
    let salt = secret::package_salt(home, &order, verdict)?;
    let (order, attachments) = (&order, &attachments[..]);
    let about = About { order, attachments, verdict, at: hand_over.at, salt: salt.as_ref() };
    let mut package = composed(&about)?;
    if package.digest != hand_over.digest {
        // Those that an earlier version handed over have none.
        package = composed(&About { salt: None, ..about })?;
    }
    if package.name != hand_over.package || package.digest != hand_over.digest {
        let package = Foreign::from(hand_over.package.as_str());
        return Err(WorkError::say(
            format!("重新生成的移交包与记录不符（{package}），未写入。"),
            format!("the package would not be the one on record ({package}); nothing was written"),
        ));
    }
    write(root, files, &package)?;
    Ok(root.join(&package.name))
}

pub(super) fn composed(about: &About) -> Result<Package> {
    compose(about).map_err(|error| WorkError::unreadable("package", &error))
}
