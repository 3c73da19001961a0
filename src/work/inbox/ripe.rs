//! Which of the things in an inbox are complete.
//!
//! A folder is complete once it holds `.done`, or came under its name by a rename. A file is complete when it
//! came by a rename, or has been left alone for two seconds, is not held open for writing, and ends as its form does;
//! where it does not, it is waited for a while longer: an upload may have paused. A rename changes an entry's status
//! after its last change of content, which is how it is told from something that is still being written in place. The
//! clock of a file system stands still for some milliseconds: a folder that was written and renamed within them is
//! taken once it has been left alone, and every file that it names is there.

use super::ended::{Writers, is_ended};
use super::{Inbox, REFUSED, Result, TAKEN, WorkError};
use crate::intake::{Folder, InnerPath, Limits, ORDER_FILE};
use serde_json::Value;
use std::ffi::OsStr;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// The file that marks a folder as complete.
const MARK: &str = ".done";
/// Endings of names under which something is still being written.
const UNFINISHED: [&str; 2] = ["part", "tmp"];
/// How long a file that was written in place must have been left alone.
const QUIET: Duration = Duration::from_secs(2);
/// How long one is waited for that breaks off.
const PATIENCE: Duration = Duration::from_secs(10 * 60);

/// Whether something can be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ripeness {
    /// It is complete.
    Complete,
    /// It may be at this moment, if nobody touches it until then.
    At(SystemTime),
    /// It breaks off, and is taken as it is at this moment, if nobody goes on with it until then.
    BreaksOff(SystemTime),
    /// Somebody is writing it.
    Written,
    /// It waits for its mark.
    Unmarked,
}

/// What lies in an inbox.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// What can be taken, the first to come first.
    pub complete: Vec<PathBuf>,
    /// When something else may be complete.
    pub next: Option<SystemTime>,
    /// When something that breaks off is not waited for any more.
    pub patience: Option<SystemTime>,
    /// Folders that wait for their mark.
    pub unmarked: Vec<PathBuf>,
    /// Files that are not whole yet.
    pub unfinished: Vec<PathBuf>,
}

impl Inbox {
    /// Looks through the folder.
    pub fn look(&self, now: SystemTime) -> Result<Found> {
        let failed = |error| WorkError::io(self.dir(), error);
        let (mut found, mut complete, writers) = (Found::default(), Vec::new(), Writers::default());
        for entry in fs::read_dir(self.dir()).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            // Whoever dropped it may have taken it away again.
            let Ok(data) = fs::symlink_metadata(&path) else { continue };
            if !path.file_name().is_some_and(is_package) {
                continue;
            }
            match self.ripeness(&path, &data, now, &writers) {
                Ripeness::Complete => complete.push((came(&data), path)),
                Ripeness::At(at) => found.next = Some(found.next.map_or(at, |next| next.min(at))),
                Ripeness::BreaksOff(at) => {
                    found.patience = Some(found.patience.map_or(at, |next| next.min(at)));
                    found.unfinished.push(path);
                }
                Ripeness::Written => found.unfinished.push(path),
                Ripeness::Unmarked => found.unmarked.push(path),
            }
        }
        complete.sort();
        found.unmarked.sort();
        found.unfinished.sort();
        found.complete = complete.into_iter().map(|(_, path)| path).collect();
        Ok(found)
    }

    /// Whether what was complete when the folder was looked through still is; who dropped it may go on with it.
    pub fn is_complete(&self, path: &Path, now: SystemTime) -> bool {
        // Who holds it open was asked when it was found.
        let nobody = Writers::unasked();
        fs::symlink_metadata(path)
            .is_ok_and(|data| self.ripeness(path, &data, now, &nobody) == Ripeness::Complete)
    }

    fn ripeness(&self, path: &Path, data: &Metadata, now: SystemTime, writers: &Writers) -> Ripeness {
        let name = path.file_name().unwrap_or_default();
        if data.is_dir() {
            let marked = fs::symlink_metadata(path.join(MARK)).is_ok();
            let is_whole = || self.folder.within(name).is_ok_and(|folder| is_whole(&folder));
            let came = marked || was_renamed(data);
            return if came { Ripeness::Complete } else { folder(path, data, now, &is_whole) };
        }
        // A link, a pipe or a device is refused at once.
        let Some(changed) = data.modified().ok().filter(|_| data.is_file() && !was_renamed(data)) else {
            return Ripeness::Complete;
        };
        let breaks_off = || self.folder.file(name).is_ok_and(|file| !is_ended(name, file, data));
        if let Some(at) = left_alone(changed, QUIET, now) {
            Ripeness::At(at)
        } else if writers.have(data) {
            Ripeness::Written
        } else if let Some(at) = left_alone(changed, PATIENCE, now).filter(|_| breaks_off()) {
            Ripeness::BreaksOff(at)
        } else {
            Ripeness::Complete
        }
    }
}

fn is_package(name: &OsStr) -> bool {
    let text = name.to_string_lossy();
    let ending = text.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let unfinished = ending.is_some_and(|ending| UNFINISHED.contains(&ending.as_str()));
    !(text.starts_with('.') || unfinished || text == TAKEN || text == REFUSED)
}

/// When something that changed then has been left alone so long; none = it has. A time that lies ahead tells nothing.
fn left_alone(changed: SystemTime, span: Duration, now: SystemTime) -> Option<SystemTime> {
    Some(changed + span).filter(|at| *at > now && *at <= now + span)
}

/// A folder without a mark whose times do not tell a rename: it may still be one of the same instant.
fn folder(path: &Path, data: &Metadata, now: SystemTime, is_whole: &dyn Fn() -> bool) -> Ripeness {
    let Ok(changed) = data.modified() else { return Ripeness::Unmarked };
    let newer = |entry: fs::DirEntry| {
        entry.metadata().and_then(|inner| inner.modified()).is_ok_and(|inner| inner > changed)
    };
    let written_since = fs::read_dir(path).is_ok_and(|entries| entries.flatten().any(newer));
    match left_alone(changed, QUIET, now) {
        _ if written_since => Ripeness::Unmarked,
        Some(at) => Ripeness::At(at),
        None if is_whole() => Ripeness::Complete,
        None => Ripeness::Unmarked,
    }
}

/// True where the folder is a package and every file that it names is there.
fn is_whole(folder: &Folder) -> bool {
    let limit = Limits::default().json_bytes;
    let text = InnerPath::check(ORDER_FILE).and_then(|order| folder.read(&order, limit)).ok();
    let Some(value) = text.and_then(|text| serde_json::from_slice::<Value>(&text).ok()) else { return false };
    let mut named = value.get("attachments").and_then(Value::as_array).into_iter().flatten();
    // A path that is none is intake's to refuse.
    named.all(|one| {
        let path = one.get("path").and_then(Value::as_str).and_then(|path| InnerPath::check(path).ok());
        path.is_none_or(|path| folder.has(&path))
    })
}

/// Its status changed after its content: it got its name, or its times, once it was written.
#[cfg(unix)]
fn was_renamed(data: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (data.ctime(), data.ctime_nsec()) > (data.mtime(), data.mtime_nsec())
}

#[cfg(not(unix))]
fn was_renamed(_: &Metadata) -> bool {
    false
}

/// When it came.
#[cfg(unix)]
fn came(data: &Metadata) -> (i64, i64) {
    use std::os::unix::fs::MetadataExt;
    (data.ctime(), data.ctime_nsec())
}

#[cfg(not(unix))]
fn came(_: &Metadata) -> (i64, i64) {
    (0, 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::File;

    fn inbox() -> (tempfile::TempDir, Inbox) {
        let dir = tempfile::tempdir().unwrap();
        let inbox = Inbox::open(dir.path()).unwrap();
        (dir, inbox)
    }

    fn names(paths: &[PathBuf]) -> Vec<&str> {
        paths.iter().map(|path| path.file_name().unwrap().to_str().unwrap()).collect()
    }

    #[test]
    fn a_folder_is_taken_with_its_mark_or_when_it_came_by_a_rename() {
        let (_dir, inbox) = inbox();
        let at = |name: &str| inbox.dir().join(name);
        fs::create_dir(at("slow")).unwrap();
        fs::write(at("slow").join("order.json"), r#"{"attachments":[{"path":"a.jpg"}]}"#).unwrap();
        fs::create_dir(at(".hidden")).unwrap();
        fs::create_dir(at("coming.part")).unwrap();
        let later = || SystemTime::now() + QUIET;
        let found = inbox.look(later()).unwrap();
        assert!(found.complete.is_empty() && found.next.is_none(), "{found:?}");
        assert_eq!(names(&found.unmarked), ["slow"]);
        fs::write(at("slow").join(MARK), "").unwrap();
        fs::rename(at("coming.part"), at("came")).unwrap();
        fs::write(at("came").join("order.json"), "{}").unwrap();
        fs::rename(at("came"), at("back.part")).unwrap();
        fs::rename(at("back.part"), at("came")).unwrap();
        let found = inbox.look(later()).unwrap();
        assert_eq!(found.complete.len(), 2, "{found:?}");
    }

    #[test]
    fn a_file_is_taken_after_a_rename_or_when_it_was_left_alone() {
        let (_dir, inbox) = inbox();
        let at = |name: &str| inbox.dir().join(name);
        fs::write(at("a.zip"), EMPTY_ZIP).unwrap();
        fs::write(at("b.zip.part"), "x").unwrap();
        let now = fs::metadata(at("a.zip")).unwrap().modified().unwrap();
        let found = inbox.look(now).unwrap();
        assert_eq!((found.complete.len(), found.next), (0, Some(now + QUIET)));
        fs::rename(at("b.zip.part"), at("b.zip")).unwrap();
        assert_eq!(names(&inbox.look(now).unwrap().complete), ["b.zip"]);
        assert_eq!(names(&inbox.look(now + QUIET).unwrap().complete), ["a.zip", "b.zip"]);
    }

    /// An end record alone.
    const EMPTY_ZIP: [u8; 22] = *b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

    #[test]
    fn an_upload_that_pauses_is_waited_for_and_one_that_was_given_up_is_not() {
        let (_dir, inbox) = inbox();
        let at = |name: &str| inbox.dir().join(name);
        fs::write(at("half.zip"), &EMPTY_ZIP[..20]).unwrap();
        let open = File::create(at("open.jsonl")).unwrap();
        let later = fs::metadata(at("half.zip")).unwrap().modified().unwrap() + Duration::from_secs(60);
        let found = inbox.look(later).unwrap();
        assert_eq!((names(&found.unfinished), found.complete.len()), (vec!["half.zip", "open.jsonl"], 0));
        assert_eq!(found.patience, Some(later - Duration::from_secs(60) + PATIENCE));
        drop(open);
        let found = inbox.look(later).unwrap();
        assert_eq!(
            (names(&found.complete), names(&found.unfinished)),
            (vec!["open.jsonl"], vec!["half.zip"])
        );
        let found = inbox.look(later + PATIENCE).unwrap();
        assert_eq!(found.complete.len(), 2, "{found:?}");
        fs::write(at("half.zip"), EMPTY_ZIP).unwrap();
        assert_eq!(inbox.look(later).unwrap().complete.len(), 2);
    }

    #[test]
    fn a_folder_is_watched_once() {
        let (_dir, inbox) = inbox();
        let again = Inbox::open(inbox.dir()).unwrap_err().to_string();
        assert!(again.contains("another"), "{again}");
    }
}
