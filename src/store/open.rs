//! Opening a home's database, and refusing what could lose a verdict.

use super::migrate::{Progress, schema};
use super::sealed::Opener;
use super::{Result, StoreError};
use crate::domain::text::Foreign;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Older libraries can lose commits when several processes share a WAL database.
const OLDEST_SQLITE: i32 = 3_051_003;
/// How long a writer waits for the others.
const BUSY: Duration = Duration::from_secs(20);

/// What runs instead of a plain COMMIT, to show what happens where it fails.
pub type CommitSeam = Box<dyn Fn(&Connection) -> rusqlite::Result<()> + Send>;

/// One connection to a home's database.
pub struct Store {
    pub(super) conn: Connection,
    pub(super) path: PathBuf,
    pub(super) commit: CommitSeam,
    /// Who signed in over this connection.
    pub(super) signed_in: Option<super::living::SignedIn>,
    pub(super) opener: Opener,
}

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Reads and writes.
    Write,
    /// Reads only.
    Read,
}

impl Store {
    /// Opens the database, making or migrating it where that is needed.
    pub fn open(path: &Path) -> Result<Self> {
        Self::open_telling(path, &mut |_| {})
    }

    /// The same, telling how far a migration is: one of a large home takes a while.
    pub fn open_telling(path: &Path, tell: &mut dyn FnMut(Progress)) -> Result<Self> {
        let mut store = Self::open_as(path, Access::Write)?;
        store.migrate(tell)?;
        Ok(store)
    }

    /// Opens a connection for reading alone; the database must be there.
    pub fn open_read(path: &Path) -> Result<Self> {
        let store = Self::open_as(path, Access::Read)?;
        schema(&store.conn, path)?;
        store.conn.pragma_update(None, "query_only", true)?;
        Ok(store)
    }

    fn open_as(path: &Path, access: Access) -> Result<Self> {
        check_library(rusqlite::version_number())?;
        refuse_network(path)?;
        let flags = match access {
            Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
            Access::Read => OpenFlags::SQLITE_OPEN_READ_WRITE,
        };
        let conn = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        conn.busy_timeout(BUSY)?;
        let commit: CommitSeam = Box::new(|conn| conn.execute_batch("COMMIT"));
        let opener = Opener::default();
        let mut store = Self { conn, path: path.to_owned(), commit, signed_in: None, opener };
        store.prepare()?;
        Ok(store)
    }

    fn prepare(&mut self) -> Result<()> {
        let conn = &self.conn;
        let mode: String = conn.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
        check_journal(&mode)?;
        conn.pragma_update(None, "synchronous", "FULL")?;
        let level: i64 = conn.query_row("PRAGMA synchronous", [], |row| row.get(0))?;
        if level < 2 {
            return Err(StoreError::say(
                "数据库无法设为完全同步写入。",
                "the database can't be set to write with full synchronisation",
            ));
        }
        conn.pragma_update(None, "foreign_keys", true)?;
        conn.pragma_update(None, "temp_store", "MEMORY")?;
        conn.pragma_update(None, "cache_size", -8 * 1024)?;
        conn.set_prepared_statement_cache_capacity(128);
        Ok(())
    }

    /// The database's file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Replaces the COMMIT, for tests of what follows when it fails.
    pub fn set_commit(&mut self, seam: CommitSeam) {
        self.commit = seam;
    }

    /// A handle by which another thread cancels the query that is running.
    pub fn interrupt_handle(&self) -> rusqlite::InterruptHandle {
        self.conn.get_interrupt_handle()
    }

    /// A number that differs after another connection has written.
    pub fn data_version(&self) -> Result<i64> {
        Ok(self.conn.query_row("PRAGMA data_version", [], |row| row.get(0))?)
    }
}

fn check_library(version: i32) -> Result<()> {
    if version >= OLDEST_SQLITE {
        return Ok(());
    }
    Err(StoreError::say(
        format!("SQLite {version} 过旧，多进程下可能丢失提交；需要 3.51.3 或更新。"),
        format!("SQLite {version} can lose commits between processes; 3.51.3 or newer is needed"),
    ))
}

fn check_journal(mode: &str) -> Result<()> {
    if mode.eq_ignore_ascii_case("wal") {
        return Ok(());
    }
    Err(StoreError::say(
        format!("数据库无法使用 WAL 日志（仍为 {mode}）；请把数据目录放在本机磁盘上。"),
        format!(
            "the database can't use a write-ahead log (it stayed '{mode}'); put the home on a local disk"
        ),
    ))
}

#[cfg(target_os = "linux")]
fn refuse_network(path: &Path) -> Result<()> {
    /// NFS, SMB, CIFS, SMB2, AFS, Coda, Ceph, NCP.
    const NETWORK: [u64; 8] =
        [0x6969, 0x517B, 0xFF53_4D42, 0xFE53_4D42, 0x5346_414F, 0x7375_7245, 0x00C3_6400, 0x564C];
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let found = rustix::fs::statfs(folder).map_err(|error| StoreError::io(folder, error.into()))?;
    check_file_system(folder, NETWORK.contains(&(found.f_type as u64 & 0xFFFF_FFFF)))
}

#[cfg(not(target_os = "linux"))]
fn refuse_network(_: &Path) -> Result<()> {
    Ok(())
}

#[cfg(target_os = "linux")]
fn check_file_system(folder: &Path, is_network: bool) -> Result<()> {
    if !is_network {
        return Ok(());
    }
    let folder = Foreign::path(folder);
    Err(StoreError::say(
        format!("{folder}在网络文件系统上，SQLite 在那里可能损坏；请使用本机磁盘。"),
        format!("{folder} lies on a network file system, where SQLite can break; use a local disk"),
    ))
}

#[cfg(test)]
mod tests {
    use super::super::migrate::{NEWEST, statements};
    use super::*;

    #[test]
    fn a_fresh_home_gets_the_newest_schema_and_durable_settings() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&dir.path().join("beian.db")).unwrap();
        assert_eq!(schema(&store.conn, &store.path).unwrap(), NEWEST);
        let again = Store::open(&dir.path().join("beian.db")).unwrap();
        assert_eq!(schema(&again.conn, &again.path).unwrap(), NEWEST);
    }

    /// Every schema that was ever shipped, with an order in it, comes up to date.
    #[test]
    fn a_home_of_an_older_schema_is_brought_up_to_date() {
        let body = include_str!("../../assets/examples/first_filing/order.json").replace('\'', "''");
        for age in 1..statements().len() {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("beian.db");
            let old = Connection::open(&path).unwrap();
            for sql in &statements()[..age] {
                old.execute_batch(sql).unwrap();
            }
            old.pragma_update(None, "user_version", age as i64).unwrap();
            old.execute_batch(&format!(
                "INSERT INTO orders (no, order_type, profile, nature, province, entity, entity_key, account, sites,
                    site_count, stage, revision, waiting_since, returned_count, priority)
                 VALUES ('A', 'first_filing', 'ucloud', 'enterprise', 'guangdong', 'e', 'k', 'a', 's', 1,
                    'first_review', 1, 0, 0, 0);
                 INSERT INTO revision (order_id, revision, received_at, province, order_type, profile, content, body)
                 VALUES (1, 1, 0, 'guangdong', 'first_filing', 'ucloud', 'c', '{body}');"
            ))
            .unwrap();
            drop(old);
            let store = Store::open(&path).unwrap();
            assert_eq!(schema(&store.conn, &store.path).unwrap(), NEWEST);
            let state = store.state(crate::domain::ids::OrderId(1)).unwrap();
            assert_eq!(state.life, crate::domain::life::Life::default());
            // A home of the second schema kept keys and findings with its orders.
            if age > 1 {
                continue;
            }
            let order: crate::domain::order::Order = serde_json::from_str(&body).unwrap();
            let mut statement = store.conn.prepare("SELECT kind, key FROM order_key").unwrap();
            let found: std::collections::BTreeSet<(String, String)> = statement
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
                .unwrap()
                .collect::<rusqlite::Result<_>>()
                .unwrap();
            let wanted = super::super::keys::keys(&order);
            let wanted = wanted.into_iter().map(|(kind, key)| (kind.slug().to_owned(), key)).collect();
            assert_eq!(found, wanted);
            let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 16).unwrap();
            assert_eq!(store.stale_findings(day, 10).unwrap().len(), 1, "its rules wait for their first run");
        }
    }

    #[test]
    fn a_newer_schema_an_old_library_another_journal_and_a_network_disk_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("beian.db");
        Store::open(&path).unwrap().conn.pragma_update(None, "user_version", 99).unwrap();
        let error = Store::open(&path).err().unwrap().to_string();
        assert!(error.contains("schema 99") && error.contains("update beian"), "{error}");
        assert!(check_library(3_051_002).is_err() && check_library(3_051_003).is_ok());
        assert!(check_journal("delete").is_err() && check_journal("WAL").is_ok());
        #[cfg(target_os = "linux")]
        assert!(check_file_system(Path::new("/mnt"), true).unwrap_err().to_string().contains("network"));
    }

    #[test]
    fn the_log_can_neither_be_changed_nor_deleted() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&dir.path().join("beian.db")).unwrap();
        let conn = &store.conn;
        conn.execute_batch("INSERT INTO event (at, kind, body, hash) VALUES (1, 'home', '{}', x'00')")
            .unwrap();
        assert!(conn.execute_batch("UPDATE event SET body = 'x'").is_err());
        assert!(conn.execute_batch("DELETE FROM event").is_err());
    }
}
