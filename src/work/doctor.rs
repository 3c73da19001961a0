//! Whether a home still holds what was put into it: every check, the attachments' bytes among them.

use super::host::{self, ToMake};
use super::quarantine::{self, Held};
use super::{Desk, Result, WorkError, package, secret, strays};
use crate::domain::ids::Sha256;
use crate::domain::lang::Lang;
use crate::domain::life::HandOver;
use crate::domain::worktime;
use crate::intake::given;
use crate::store::doctor::{AsFound, Check, Examination, Fault, Head, Means, Note};
use crate::store::sealed::Sealing;
use chrono::{DateTime, Utc};
use serde::Serialize;
use sha2::{Digest, Sha256 as Hasher};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

/// More faults of one check than this are counted, not listed.
const LISTED: usize = 100;
/// Bytes of a file that are read at a time.
const CHUNK: usize = 256 * 1024;

/// What an examination found.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Health {
    /// What is not as it should be.
    pub faults: Vec<Fault>,
    /// How many faults of a check were found, where not all are listed.
    pub counted: BTreeMap<Check, usize>,
    /// What is worth knowing and no fault.
    pub remarks: Vec<Remark>,
    /// The host's file that is still to be written, where a setting of an earlier version named programs.
    pub host_file: Option<ToMake>,
    /// The log's head, to be kept elsewhere.
    pub head: String,
    /// Since when the log is tamper-evident, where a head was given and fits.
    pub tamper_evident_since: Option<DateTime<Utc>>,
    /// Since when the secrets of packages are sealed that an upgrade found in the clear.
    pub sealed_since: Option<AsFound>,
    /// Orders that were examined.
    pub orders: u64,
    /// Attachments that were examined.
    pub files: u64,
}

/// Something worth knowing that is no fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remark {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Health {
    /// True where nothing is at fault.
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }

    fn hear(&mut self, fault: Fault) {
        let count = self.counted.entry(fault.check).or_default();
        *count += 1;
        if *count <= LISTED {
            self.faults.push(fault);
        }
    }
}

/// How far an examination is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// A check began; so many things to look at, where that is known.
    Begun(Check, Option<u64>),
    /// One thing was looked at.
    Seen,
}

/// The log's head.
pub fn head(desk: &Desk) -> Result<Head> {
    desk.store.examine()?.head()
}

/// Runs every check. What one check can't read is its fault, and the others still run.
pub fn examine(
    desk: &Desk,
    since: Option<&Head>,
    now: DateTime<Utc>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Health> {
    let mut health = Health::default();
    let examination = desk.store.examine()?;
    let mut round = Round { desk, examination: &examination, health: &mut health, progress };
    round.tables(since, now);
    round.files();
    health.host_file = host::to_make(&desk.store, desk.home.host())?;
    if let Err(error) = host::read(desk.home.host()) {
        health.remarks.push(Remark { zh: error.sentence(Lang::Zh).into(), en: error.to_string() });
    }
    // Where the names can't be read, the checks have said so.
    health.remarks.extend(super::people::look_alikes(&examination.open_names().unwrap_or_default()));
    health.head = examination.head().map(|head| head.to_string()).unwrap_or_default();
    health.counted.retain(|_, count| *count > LISTED);
    Ok(health)
}

struct Round<'a> {
    desk: &'a Desk,
    examination: &'a Examination<'a>,
    health: &'a mut Health,
    progress: &'a mut dyn FnMut(Progress),
}

impl Round<'_> {
    fn tables(&mut self, since: Option<&Head>, now: DateTime<Utc>) {
        let examination = self.examination;
        self.run(Check::Database, |seen| examination.database(seen));
        self.run(Check::References, |seen| examination.references(seen));
        self.run(Check::Chain, |seen| examination.chain(seen));
        if let Some(head) = since {
            let found = self.run(Check::Chain, |seen| examination.since(head, seen));
            self.health.tamper_evident_since = found.flatten().map(|since| since.at);
        }
        let catalog = &self.desk.catalog;
        let means = Means {
            flow: &|id| catalog.profile(id).map(|profile| profile.stages.clone()),
            content: &content,
        };
        let orders = self.run(Check::State, |seen| examination.orders(&means, seen));
        self.health.orders = orders.unwrap_or(0);
        self.run(Check::Verdicts, |seen| examination.verdict_ids(seen));
        let found = self.run(Check::Content, |seen| examination.as_found(seen));
        self.health.sealed_since = found.flatten();
        self.unsealed();
        self.run(Check::Counts, |seen| examination.counts(seen));
        self.run(Check::Search, |seen| examination.search(seen));
        self.run(Check::Work, |seen| examination.work(now, seen));
        self.run(Check::Outbox, |seen| examination.outbox(seen));
        self.run(Check::Bureau, |seen| examination.bureau(seen));
        self.secrets();
        self.packages();
    }

    /// What an upgrade has still to seal is no fault; whoever runs it must know.
    fn unsealed(&mut self) {
        let desk = self.desk;
        let left = self.run(Check::Content, |_| Ok((desk.store.sealing()?, desk.store.sealing_count()?.0)));
        let remark = match left {
            Some((Sealing::Due, due)) => Some(due_remark(due)),
            Some((Sealing::Unswept, _)) => Some(unswept_remark()),
            _ => None,
        };
        self.health.remarks.extend(remark);
    }

    /// Every secret under seal must open with the key that is here.
    fn secrets(&mut self) {
        let desk = self.desk;
        self.run(Check::Bureau, |seen| {
            if desk.store.secret_count()? == 0 {
                return Ok(());
            }
            let sealed = desk.store.secrets()?;
            let mut put = |about: &str, error: &WorkError| {
                let (zh, en) = (error.sentence(Lang::Zh), error.to_string());
                seen(Note::Fault(Fault::new(Check::Bureau, about, zh, en)));
            };
            match secret::key(&desk.home)
                .and_then(|key| key.ok_or_else(|| secret::lost(&desk.home.secret_key())))
            {
                // Without the key one fault says it for all.
                Err(error) => put("", &error),
                Ok(key) => {
                    let opened = sealed.iter().map(|(no, sealed)| (no, key.open(no, sealed)));
                    opened
                        .filter_map(|(no, opened)| Some((no, opened.err()?)))
                        .for_each(|(no, error)| put(no.as_str(), &error));
                    desk.store.each_sealed(&mut |no, mark, sealed| match key.open_value(&no, sealed) {
                        Ok(value) if key.mark_of(&no, value.expose()) == mark => {}
                        Ok(_) => put(no.as_str(), &secret::damaged(&no)),
                        Err(error) => put(no.as_str(), &error),
                    })?;
                }
            }
            Ok(())
        });
    }

    /// Every package must be there, whole, and the one that the log has.
    fn packages(&mut self) {
        let (examination, root) = (self.examination, self.desk.home.handover());
        self.run(Check::Packages, |seen| {
            let left = examination.handed_over()?;
            seen(Note::Begun(Check::Packages, u64::try_from(left.len()).ok()));
            for one in left {
                if let Some((zh, en)) = package_fault(&root, &one.hand_over) {
                    seen(Note::Fault(Fault::new(Check::Packages, one.no.0, zh, en)));
                }
                seen(Note::Seen);
            }
            Ok(())
        });
    }

    fn run<T>(&mut self, check: Check, examine: impl FnOnce(&mut dyn FnMut(Note)) -> Result<T>) -> Option<T> {
        let (health, progress) = (&mut *self.health, &mut *self.progress);
        let mut seen = |note| match note {
            Note::Begun(check, of) => progress(Progress::Begun(check, of)),
            Note::Seen => progress(Progress::Seen),
            Note::Fault(fault) => health.hear(fault),
        };
        match examine(&mut seen) {
            Ok(value) => Some(value),
            Err(error) => {
                health.hear(Fault::new(
                    check,
                    "",
                    error.sentence(crate::domain::lang::Lang::Zh),
                    error.to_string(),
                ));
                None
            }
        }
    }

    /// Every attachment must be there with its bytes; what else lies there is worth a remark.
    fn files(&mut self) {
        let (files, examination) = (&self.desk.files, self.examination);
        let count = self.run(Check::Files, |seen| {
            let count = examination.file_count()?;
            seen(Note::Begun(Check::Files, Some(count)));
            examination.each_file(&mut |hash, bytes| {
                let purged = examination.is_purged(&hash).unwrap_or(false);
                let fault = match files.path(&hash) {
                    _ if purged => None,
                    Some(path) => file_fault(&path, &hash, bytes),
                    None => Some(("文件名不是哈希", "its name is no hash")),
                };
                if let Some((zh, en)) = fault {
                    seen(Note::Fault(Fault::new(Check::Files, hash.to_string(), zh, en)));
                }
                seen(Note::Seen);
            })?;
            Ok(count)
        });
        self.health.files = count.unwrap_or(0);
        let purged = self.run(Check::Files, |seen| {
            for hash in examination.purged_too_early()? {
                seen(Note::Fault(too_early(&hash)));
            }
            examination.purged_count()
        });
        self.health.remarks.extend(purged.filter(|count| *count > 0).map(purged_remark));
        let found = self.run(Check::Files, |_| {
            let (mut count, mut bytes) = (0, 0);
            strays::each(files.root(), &mut |name| examination.knows_file(name), &mut |stray| {
                count += 1;
                bytes += stray.bytes;
                Ok(())
            })?;
            Ok((count, bytes))
        });
        if let Some((count, bytes)) = found {
            self.health.remarks.extend((count > 0).then(|| stray_remark(count, bytes)));
        }
        self.health.remarks.extend(refused_remark(quarantine::held(&self.desk.home)));
    }
}

fn package_fault(root: &Path, left: &HandOver) -> Option<(String, String)> {
    let folder = root.join(&left.package);
    let name = &left.package;
    if !folder.is_dir() {
        return Some((
            format!("移交包{name}缺失；可用 beian package write 重新写出"),
            format!("its package {name} is missing; 'beian package write' writes it again"),
        ));
    }
    let found = match package::verify(&folder) {
        Ok(found) => found,
        Err(error) => return Some((error.sentence(Lang::Zh).into(), error.sentence(Lang::En).into())),
    };
    if found.is_sound() && found.digest.as_deref() == Some(left.digest.as_str()) {
        return None;
    }
    Some((
        format!("移交包{name}与清单或日志不符；见 beian package verify"),
        format!("its package {name} is not what its manifest or the log says; see 'beian package verify'"),
    ))
}

fn too_early(hash: &Sha256) -> Fault {
    let (zh, en) = (
        "标为按保存期限删除，却有未结束的订单引用它",
        "it is marked as deleted by policy, though an order that has not ended has it",
    );
    Fault::new(Check::Files, hash.to_string(), zh, en)
}

fn due_remark(due: u64) -> Remark {
    Remark {
        zh: format!("{due}版订单包可能仍含明文密码，待封存；下次可读密钥时打开本库即继续"),
        en: format!(
            "{due} revisions may still hold secrets in the clear; they are sealed when the home is opened with its key"
        ),
    }
}

fn unswept_remark() -> Remark {
    Remark {
        zh: "订单包中的密码均已封存；数据库文件尚待整理，以清除旧页，请在无人使用时再打开一次".into(),
        en: "every secret of a package is sealed; the old pages of the database wait to be swept: open the home \
             once while nobody uses it"
            .into(),
    }
}

fn purged_remark(count: u64) -> Remark {
    Remark {
        zh: format!("{count}个附件已按保存期限删除"),
        en: format!("{count} attachments were deleted by the retention policy"),
    }
}

fn stray_remark(count: u64, bytes: u64) -> Remark {
    Remark {
        zh: format!(
            "附件目录中有{count}个文件（{bytes}字节）不属于任何订单：中断的导入，或旧版本拒收的包所留；\
             beian retain 删除其中一天以前的"
        ),
        en: format!(
            "{count} files ({bytes} bytes) beside the attachments belong to no order: an import was stopped, or \
             an earlier version refused their package; 'beian retain' deletes those older than a day"
        ),
    }
}

fn refused_remark(held: Held) -> Option<Remark> {
    let (count, since) = (held.count, worktime::shanghai(held.since?).date());
    Some(Remark {
        zh: format!("quarantine 中有{count}份拒收的包或其报告，最早的是{since}；见设置 quarantine_days"),
        en: format!(
            "{count} refused packages or reports of them lie in the quarantine, the oldest of {since}; see the setting \
             quarantine_days"
        ),
    })
}

/// The content hash of a revision, as it was made when the package came in.
fn content(body: &str, files: &[String]) -> Option<String> {
    let value = serde_json::from_str(body).ok()?;
    Some(crate::intake::content_hash(value, files.iter().map(String::as_str)).0)
}

fn file_fault(path: &Path, hash: &Sha256, bytes: Option<u64>) -> Option<(&'static str, &'static str)> {
    let Ok(file) = given::open(path) else {
        return Some(("附件缺失或无法打开", "the attachment is missing or can't be opened"));
    };
    match hash_of(file) {
        Err(_) => Some(("附件无法读取", "the attachment can't be read")),
        Ok((found, _)) if found != hash.as_str() => {
            Some(("附件内容与其哈希不符", "the attachment's bytes no longer have its hash"))
        }
        Ok((_, length)) if bytes != Some(length) => {
            Some(("附件的记录与内容不符", "what is recorded about the attachment differs from its bytes"))
        }
        Ok(_) => None,
    }
}

/// SHA-256 and length, with one piece in memory at a time.
pub(super) fn hash_of(mut from: impl Read) -> std::io::Result<(String, u64)> {
    use std::fmt::Write;
    let (mut hasher, mut length) = (Hasher::new(), 0);
    let mut chunk = vec![0; CHUNK];
    loop {
        match from.read(&mut chunk) {
            Ok(0) => break,
            Ok(count) => {
                hasher.update(chunk.get(..count).unwrap_or_default());
                length += count as u64;
            }
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    let mut text = String::with_capacity(64);
    for byte in hasher.finalize() {
        // Writing to a string can't fail.
        let _ = write!(text, "{byte:02x}");
    }
    Ok((text, length))
}
