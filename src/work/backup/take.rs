//! Making a copy: one snapshot of the database and every attachment that it names.

use super::super::doctor::hash_of;
use super::super::{Desk, Result, WorkError, stop};
use super::{ABOUT, About, DATABASE, FILES, FORMAT, Made, Progress, SUMS};
use crate::domain::ids::Sha256;
use crate::domain::text::Foreign;
use crate::store::doctor::Examination;
use crate::store::files::{Files, sync_folder};
use crate::store::{Op, StoreError};
use chrono::{DateTime, Utc};
use sha2::Digest;
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;
use tempfile::NamedTempFile;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Copies the home into a new file. It appears whole or not at all.
///
/// Damaged attachments are left out and named: a copy of the rest is worth more than none.
pub fn backup(
    desk: &mut Desk,
    file: &Path,
    now: DateTime<Utc>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Made> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    refuse_present(file)?;
    let reader = desk.reader()?;
    let snapshot = reader.store.examine()?;
    let spool = NamedTempFile::new_in(folder).map_err(|error| WorkError::io(folder, error))?;
    snapshot.copy_to(spool.path(), &mut |done, all| {
        progress(Progress::Pages(done, all));
        stop::check()
    })?;
    let target = temporary(folder)?;
    let mut zip = Zip::new(target.as_file(), file)?;
    zip.add(DATABASE, spool.as_file())?;
    drop(spool);
    let (left_out, purged) = zip.add_files(&snapshot, &reader.files, progress)?;
    let about = About {
        format: FORMAT,
        program: env!("CARGO_PKG_VERSION").into(),
        made_at: now,
        head: snapshot.head()?.to_string(),
        orders: snapshot.order_count()?,
        files: snapshot.file_count()? - left_out.len() as u64 - purged,
    };
    // A copy carries its bytes as they are, and so does what it says of itself: nobody opens it by itself.
    let text = serde_json::to_vec_pretty(&about).map_err(|error| WorkError::unreadable("summary", &error))?;
    zip.add(ABOUT, text.as_slice())?;
    zip.finish()?;
    let bytes = keep(target, file, folder)?;
    drop(snapshot);
    desk.store.transact::<_, StoreError>(&Op::program(now), |tx| tx.record_home("backed_up", &about.head))?;
    Ok(Made { file: file.to_owned(), bytes, about, left_out })
}

fn refuse_present(file: &Path) -> Result<()> {
    if file.symlink_metadata().is_err() {
        return Ok(());
    }
    let name = Foreign::path(file);
    Err(WorkError::say(
        format!("{name}已存在；备份不覆盖文件，请换一个名称。"),
        format!("{name} is there already; a backup replaces nothing, choose another name"),
    ))
}

fn temporary(folder: &Path) -> Result<NamedTempFile> {
    let made = tempfile::Builder::new().prefix(".beian-backup-").tempfile_in(folder);
    made.map_err(|error| WorkError::io(folder, error))
}

fn keep(target: NamedTempFile, file: &Path, folder: &Path) -> Result<u64> {
    let failed = |error| WorkError::io(file, error);
    target.as_file().sync_all().map_err(failed)?;
    let kept = target.persist_noclobber(file).map_err(|error| failed(error.error))?;
    sync_folder(folder)?;
    Ok(kept.metadata().map_err(failed)?.len())
}

/// A zip of stored entries, with the hash of each.
struct Zip<'a> {
    zip: ZipWriter<BufWriter<&'a File>>,
    sums: BufWriter<File>,
    name: &'a Path,
}

impl<'a> Zip<'a> {
    fn new(file: &'a File, name: &'a Path) -> Result<Self> {
        let sums = tempfile::tempfile().map_err(|error| WorkError::io(name, error))?;
        let zip = ZipWriter::new(BufWriter::with_capacity(1 << 18, file));
        Ok(Self { zip, sums: BufWriter::new(sums), name })
    }

    fn failed(&self, error: impl Into<io::Error>) -> WorkError {
        WorkError::io(self.name, error.into())
    }

    fn start(&mut self, entry: &str) -> Result<()> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .large_file(true)
            .unix_permissions(0o600);
        self.zip.start_file(entry, options).map_err(|error| self.failed(error))
    }

    fn add(&mut self, entry: &str, from: impl Read) -> Result<()> {
        self.start(entry)?;
        let mut tee = Tee { from, hasher: sha2::Sha256::new() };
        io::copy(&mut tee, &mut self.zip).map_err(|error| self.failed(error))?;
        let hash: String = tee.hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        writeln!(self.sums, "{hash}  {entry}").map_err(|error| self.failed(error))
    }

    /// Adds every attachment of the snapshot; the damaged ones are named instead, those that were deleted by
    /// policy are counted.
    fn add_files(
        &mut self,
        snapshot: &Examination,
        files: &Files,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(Vec<String>, u64)> {
        let all = snapshot.file_count()?;
        let (mut done, mut left_out, mut purged, mut failure) = (0, Vec::new(), 0, None);
        snapshot.each_file(&mut |hash, _| {
            done += 1;
            progress(Progress::Files(done, all));
            failure = failure.take().or(stop::check().err());
            // What the retention policy deleted is no damage, and does not come back with a copy.
            if snapshot.is_purged(&hash).unwrap_or(false) {
                purged += 1;
                return;
            }
            match (failure.is_none(), whole(files, &hash)) {
                (true, Some(file)) => failure = self.add(&entry_name(&hash), file).err(),
                (true, None) => left_out.push(hash.0),
                (false, _) => {}
            }
        })?;
        failure.map_or(Ok((left_out, purged)), Err)
    }

    fn finish(mut self) -> Result<()> {
        self.sums.flush().map_err(|error| self.failed(error))?;
        self.start(SUMS)?;
        let mut sums = self.sums.get_ref();
        sums.seek(SeekFrom::Start(0)).map_err(|error| self.failed(error))?;
        io::copy(&mut sums, &mut self.zip).map_err(|error| WorkError::io(self.name, error))?;
        let mut file = self.zip.finish().map_err(|error| WorkError::io(self.name, error.into()))?;
        file.flush().map_err(|error| WorkError::io(self.name, error))
    }
}

fn entry_name(hash: &Sha256) -> String {
    format!("{FILES}{}/{hash}", hash.as_str().get(..2).unwrap_or_default())
}

/// The file of a hash, read once to see that it still has it.
fn whole(files: &Files, hash: &Sha256) -> Option<File> {
    let mut file = File::open(files.path(hash)?).ok()?;
    let (found, _) = hash_of(&file).ok()?;
    file.rewind().ok()?;
    (found == hash.as_str()).then_some(file)
}

/// Hashes what is read.
struct Tee<R> {
    from: R,
    hasher: sha2::Sha256,
}

impl<R: Read> Read for Tee<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.from.read(into)?;
        self.hasher.update(into.get(..count).unwrap_or_default());
        Ok(count)
    }
}
