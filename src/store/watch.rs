//! Hearing of what others write, without asking again and again.
//!
//! The operating system tells that the write-ahead log was touched; the database itself, asked for its
//! `data_version` on a connection of its own, tells whether anything became visible. SQLite publishes a
//! commit a moment after it has written it, so the question is asked again at growing distances after the
//! last touch, and then no more: an idle desk does nothing.

use super::{Result, Store, StoreError};
use crate::domain::text::Foreign;
use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use std::ffi::OsString;
use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

/// How long after a touch the database is asked, step by step.
const ASK_AFTER: [Duration; 8] = [
    Duration::ZERO,
    Duration::from_millis(2),
    Duration::from_millis(10),
    Duration::from_millis(40),
    Duration::from_millis(150),
    Duration::from_millis(600),
    Duration::from_millis(2_000),
    Duration::from_millis(6_000),
];

/// Watches a database until it is dropped.
#[derive(Debug)]
pub struct Watch {
    _watcher: RecommendedWatcher,
}

impl Watch {
    /// Calls `on_change` from a thread of its own after another connection has committed.
    ///
    /// # Errors
    /// A sentence where the platform can't watch the folder (a limit was reached, or it has no such
    /// thing); what others do then shows only on asking.
    pub fn new(database: &Path, on_change: impl FnMut() + Send + 'static) -> Result<Self> {
        let store = Store::open_read(database)?;
        let names = names(database);
        let folder = database.parent().filter(|folder| !folder.as_os_str().is_empty());
        let (touched, touches) = mpsc::channel();
        let heard = move |event| hear(event, &names, &touched);
        let mut watcher = notify::recommended_watcher(heard).map_err(|error| cannot(&error))?;
        watcher
            .watch(folder.unwrap_or(Path::new(".")), RecursiveMode::NonRecursive)
            .map_err(|error| cannot(&error))?;
        let known = store.data_version()?;
        std::thread::Builder::new()
            .name("watch".into())
            .spawn(move || follow(&store, known, &touches, on_change))
            .map_err(|error| StoreError::io(database, error))?;
        Ok(Self { _watcher: watcher })
    }
}

fn cannot(error: &notify::Error) -> StoreError {
    let error = Foreign::said(error);
    StoreError::say(
        format!("无法监视数据库的改动（{error}）；他人的改动在刷新后可见。"),
        format!("the database can't be watched ({error}); what others do shows after a refresh"),
    )
}

/// The database and its write-ahead log.
fn names(database: &Path) -> [OsString; 2] {
    let name = database.file_name().unwrap_or_default().to_owned();
    let mut log = name.clone();
    log.push("-wal");
    [name, log]
}

/// Opening and reading touch nothing.
fn hear(event: notify::Result<notify::Event>, names: &[OsString; 2], touched: &Sender<()>) {
    let Ok(event) = event else {
        // Events were lost; whether anything changed is asked of the database.
        let _ = touched.send(());
        return;
    };
    let writes = match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => false,
        _ => true,
    };
    let is_ours = event.paths.is_empty()
        || event.paths.iter().any(|path| names.iter().any(|name| path.file_name() == Some(name)));
    if writes && is_ours {
        // The thread ends before the watcher only when the database can't be asked any more.
        let _ = touched.send(());
    }
}

/// Waits for a touch, then asks until the last step has passed without another touch.
fn follow(store: &Store, mut known: i64, touches: &Receiver<()>, mut on_change: impl FnMut()) {
    let mut step = ASK_AFTER.len();
    loop {
        let heard = match ASK_AFTER.get(step) {
            None => touches.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(wait) => touches.recv_timeout(*wait),
        };
        match heard {
            // Begin again; the zero wait asks once no touch is left in the queue.
            Ok(()) => step = 0,
            Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => {
                step += 1;
                match store.data_version() {
                    Ok(version) if version != known => {
                        known = version;
                        on_change();
                    }
                    Ok(_) => {}
                    Err(error) => tracing::debug!(%error, "the database could not be asked for its version"),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Op;
    use chrono::DateTime;
    use std::time::Instant;

    fn write(store: &mut Store, value: i64) {
        let op = Op::program(DateTime::UNIX_EPOCH);
        store.transact::<_, StoreError>(&op, |tx| tx.set_setting("probe", &value)).unwrap();
    }

    #[test]
    fn every_commit_of_another_connection_is_heard_and_looking_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("beian.db");
        let mut writer = Store::open(&path).unwrap();
        let (told, heard) = mpsc::channel();
        let reader = Store::open_read(&path).unwrap();
        let watch = Watch::new(&path, move || told.send(()).unwrap_or_default()).unwrap();
        for round in 0..30 {
            write(&mut writer, round);
            // Heard at the latest after the last step; without this bound a lost touch would hang.
            let deadline = Instant::now() + Duration::from_secs(10);
            loop {
                heard.recv_timeout(deadline - Instant::now()).unwrap();
                let seen: Option<i64> = reader.setting("probe").unwrap();
                if seen == Some(round) {
                    break;
                }
            }
        }
        while heard.recv_timeout(Duration::from_millis(50)).is_ok() {}
        let _: Option<i64> = Store::open_read(&path).unwrap().setting("probe").unwrap();
        assert!(heard.recv_timeout(Duration::from_millis(300)).is_err());
        drop(watch);
        write(&mut writer, 99);
        assert!(matches!(heard.recv_timeout(Duration::from_secs(10)), Err(RecvTimeoutError::Disconnected)));
    }
}
