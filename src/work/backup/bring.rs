//! Bringing a copy back: everything is verified in a folder beside the home before one rename makes it
//! the home.

use super::super::doctor::hash_of;
use super::super::{Home, Result, WorkError, package, reading, stop};
use super::{ABOUT, About, DATABASE, FILES, FORMAT, Progress, Restored, SUMS};
use crate::domain::text::Foreign;
use crate::intake::given;
use crate::store::files::{Files, sync_folder};
use crate::store::{Op, Store, StoreError};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufReader, Read, Write};
use std::path::{Component, Path, PathBuf};
use zip::ZipArchive;

/// The summary is a few lines; a longer one is none.
const LONGEST_ABOUT: u64 = 64 * 1024;

/// Brings a copy back as a new home.
pub fn restore(
    file: &Path,
    home: &Home,
    now: DateTime<Utc>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Restored> {
    refuse_present(home.dir())?;
    let mut copy = Copy::open(file)?;
    let parent = parent(home.dir());
    fs::create_dir_all(&parent).map_err(|error| WorkError::io(&parent, error))?;
    let temporary = tempfile::Builder::new()
        .prefix(".beian-restore-")
        .tempdir_in(&parent)
        .map_err(|error| WorkError::io(&parent, error))?;
    let fresh = Home::new(temporary.path());
    fresh.create()?;
    copy.unpack(&fresh, progress)?;
    let about = copy.about()?;
    let (secrets, unwritten) = check_database(&fresh, &about, file, now)?;
    sync_folder(fresh.dir())?;
    put_in_place(fresh.dir(), home.dir())?;
    // It has another name by now; there is nothing left to remove.
    let _ = temporary.keep();
    sync_folder(&parent)?;
    Ok(Restored { home: home.dir().to_owned(), about, secrets, unwritten })
}

fn parent(dir: &Path) -> PathBuf {
    let parent = dir.parent().filter(|parent| !parent.as_os_str().is_empty());
    parent.unwrap_or(Path::new(".")).to_owned()
}

fn refuse_present(dir: &Path) -> Result<()> {
    let is_free = match fs::read_dir(dir) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    };
    if is_free {
        return Ok(());
    }
    let name = Foreign::path(dir);
    Err(WorkError::say(
        format!("{name}不是空目录；恢复只写入新的或空的目录，请用 --home 指定。"),
        format!("{name} is not an empty folder; a copy is restored into a new one, name it with --home"),
    ))
}

/// A rename replaces an empty folder where the platform lets it; else the empty folder goes first.
fn put_in_place(from: &Path, to: &Path) -> Result<()> {
    let renamed = fs::rename(from, to).or_else(|_| {
        fs::remove_dir(to)?;
        fs::rename(from, to)
    });
    renamed.map_err(|error| WorkError::io(to, error))
}

fn broken(file: &Path, zh: &str, en: &str) -> WorkError {
    let name = Foreign::path(file);
    WorkError::say(
        format!("{name}不能恢复：{zh}。未写入任何内容。"),
        format!("{name} can't be restored: {en}; nothing was written"),
    )
}

/// A copy whose directory was read and fits its sums.
struct Copy<'a> {
    zip: ZipArchive<BufReader<File>>,
    sums: BTreeMap<String, String>,
    file: &'a Path,
}

impl<'a> Copy<'a> {
    fn open(file: &'a Path) -> Result<Self> {
        let opened = given::open(file).map_err(|why| reading::refused(file, &why))?;
        let zip = ZipArchive::new(BufReader::with_capacity(1 << 18, opened))
            .map_err(|_| broken(file, "文件不完整，或不是备份", "it is cut off, or no backup"))?;
        let mut copy = Self { zip, sums: BTreeMap::new(), file };
        copy.sums = copy.read_sums()?;
        copy.check_names()?;
        let format = copy.about()?.format;
        if format != FORMAT {
            return Err(broken(
                file,
                "由更新的版本制作，请升级 beian",
                "a newer version made it, update beian",
            ));
        }
        Ok(copy)
    }

    fn changed(&self, entry: &str) -> WorkError {
        broken(
            self.file,
            &format!("其中的{entry}被改动或缺失"),
            &format!("its {entry} was changed or is missing"),
        )
    }

    fn read_sums(&mut self) -> Result<BTreeMap<String, String>> {
        let missing = broken(self.file, "其中没有校验清单", "it holds no list of sums");
        let Ok(mut entry) = self.zip.by_name(SUMS) else { return Err(missing) };
        let mut text = String::new();
        if entry.read_to_string(&mut text).is_err() {
            return Err(missing);
        }
        let mut sums = BTreeMap::new();
        for line in text.lines() {
            let Some((hash, name)) = line.split_once("  ") else { return Err(missing) };
            if !is_ours(name, hash) || sums.insert(name.to_owned(), hash.to_owned()).is_some() {
                return Err(missing);
            }
        }
        Ok(sums)
    }

    /// Every entry is in the list, and the list names nothing else.
    fn check_names(&self) -> Result<()> {
        let mut names = BTreeSet::new();
        for name in self.zip.file_names() {
            let name = name.map_err(|_| self.changed("directory"))?.into_owned();
            if !names.insert(name.clone()) || (name != SUMS && !self.sums.contains_key(&name)) {
                return Err(self.changed(&name));
            }
        }
        match self.sums.keys().find(|name| !names.contains(*name)) {
            Some(missing) => Err(self.changed(missing)),
            None => [DATABASE, ABOUT]
                .iter()
                .find(|name| !names.contains(**name))
                .map_or(Ok(()), |missing| Err(self.changed(missing))),
        }
    }

    fn about(&mut self) -> Result<About> {
        let changed = self.changed(ABOUT);
        let Ok(entry) = self.zip.by_name(ABOUT) else { return Err(changed) };
        let mut bytes = Vec::new();
        if entry.take(LONGEST_ABOUT).read_to_end(&mut bytes).is_err() {
            return Err(changed);
        }
        if self.sums.get(ABOUT).map(String::as_str) != Some(crate::store::files::hash_of(&bytes).as_str()) {
            return Err(changed);
        }
        serde_json::from_slice(&bytes).map_err(|_| changed)
    }

    /// Writes every entry below the folder and verifies what was written.
    fn unpack(&mut self, home: &Home, progress: &mut dyn FnMut(Progress)) -> Result<()> {
        let names: Vec<String> = self.sums.keys().filter(|name| *name != ABOUT).cloned().collect();
        let all = names.len() as u64;
        let mut folders = BTreeSet::new();
        for (done, name) in names.iter().enumerate() {
            stop::check()?;
            let path = home.dir().join(name);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder).map_err(|error| WorkError::io(folder, error))?;
                folders.insert(folder.to_owned());
            }
            self.unpack_one(name, &path)?;
            progress(Progress::Files(done as u64 + 1, all));
        }
        folders.insert(home.files());
        folders.iter().try_for_each(|folder| sync_folder(folder))
    }

    fn unpack_one(&mut self, name: &str, path: &Path) -> Result<()> {
        let changed = self.changed(name);
        let Ok(entry) = self.zip.by_name(name) else { return Err(changed) };
        let file = File::create_new(path).map_err(|error| WorkError::io(path, error))?;
        let mut copy = Writing { entry, file: &file, failure: None };
        let hashed = hash_of(&mut copy);
        if let Some(error) = copy.failure {
            return Err(WorkError::io(path, error));
        }
        let Ok((hash, _)) = hashed else { return Err(changed) };
        if self.sums.get(name) != Some(&hash) {
            return Err(changed);
        }
        file.sync_all().map_err(|error| WorkError::io(path, error))
    }
}

/// Writes what is read from an entry, and tells a full disk from a broken entry.
struct Writing<'a, R> {
    entry: R,
    file: &'a File,
    failure: Option<io::Error>,
}

impl<R: Read> Read for Writing<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.entry.read(into)?;
        if let Err(error) = self.file.write_all(into.get(..count).unwrap_or_default()) {
            self.failure = Some(error);
            return Err(io::ErrorKind::Other.into());
        }
        Ok(count)
    }
}

/// The names that a copy may hold; an attachment's name is its hash, so no path of somebody's choice.
fn is_ours(name: &str, hash: &str) -> bool {
    let plain = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    let is_hash = hash.len() == 64 && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let attachment = || {
        name.strip_prefix(FILES)
            .and_then(|rest| rest.split_once('/'))
            .is_some_and(|(folder, file)| file == hash && hash.get(..2) == Some(folder))
    };
    plain && is_hash && (name == DATABASE || name == ABOUT || attachment())
}

/// The copy must open with this program, and hold the log that it says it holds.
fn check_database(fresh: &Home, about: &About, file: &Path, now: DateTime<Utc>) -> Result<(u64, usize)> {
    let mut store = Store::open(&fresh.database())?;
    let examined = store.examine()?;
    let (head, orders) = (examined.head()?.to_string(), examined.order_count()?);
    drop(examined);
    if head != about.head || orders != about.orders {
        return Err(broken(file, "数据库与其说明不符", "its database is not the one that it describes"));
    }
    store.transact::<_, StoreError>(&Op::program(now), |tx| tx.record_home("restored", &about.head))?;
    // Packages hold nothing that the copy has not; they are made again instead of being copied.
    store.set_opener(crate::work::secret::opener(fresh));
    let unwritten = package::write_all_again(fresh, &store, &Files::new(fresh.files()))?;
    let secrets = store.secret_count()?;
    store.close()?;
    Ok((secrets, unwritten))
}
