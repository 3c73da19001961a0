//! Files of a zip.
//!
//! Headers are taken as claims: what they say is held against the limits before anything is unpacked,
//! and what comes out is counted while it comes.

use super::ORDER_FILE;
use super::fault::{Trouble, Words, shorten};
use super::folder::missing;
use super::inner_path::InnerPath;
use super::limits::Limits;
use super::names::{composed, readings};
use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use zip::CompressionMethod;
use zip::ZipArchive;

/// What a file may become without its ratio being asked for, in bytes: a small text can repeat much.
const FREE_OF_RATIO: u64 = 1 << 20;

/// How a central directory entry begins.
const ENTRY_MARK: &[u8; 4] = b"PK\x01\x02";

/// The flag of an entry whose name is UTF-8.
const UTF8: u16 = 1 << 11;

/// What operating systems leave beside the files that somebody packed.
const LITTER: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// An open zip whose entries were all looked at.
pub struct Archive {
    zip: ZipArchive<BufReader<File>>,
    names: Names,
    root: String,
    ratio: u64,
}

impl fmt::Debug for Archive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Archive")
            .field("names", &self.names)
            .field("root", &self.root)
            .finish_non_exhaustive()
    }
}

/// Something wrong with an entry, or (with an empty name) with the zip itself.
pub type EntryTrouble = (String, Trouble);

impl Archive {
    /// Opens a zip and looks at every entry.
    ///
    /// # Errors
    /// Every entry that may not be there, with what is wrong.
    pub fn open(file: File, limits: &Limits) -> Result<Self, Vec<EntryTrouble>> {
        let whole = |trouble| vec![(String::new(), trouble)];
        let mut reader = BufReader::with_capacity(1 << 16, file);
        scan(&mut reader, limits).map_err(whole)?;
        let mut zip = ZipArchive::new(reader).map_err(|_| whole(not_a_zip()))?;
        bounds(&mut zip, limits).map_err(whole)?;
        let names = names(&zip)?;
        let Some(root) = root(&names.first) else {
            return Err(whole(no_order_file()));
        };
        Ok(Self { zip, names, root, ratio: limits.zip_ratio })
    }

    /// Unpacks a file.
    ///
    /// # Errors
    /// The file is missing or damaged, larger than `limit` bytes, or grows beyond the ratio.
    pub fn read(&mut self, path: &InnerPath, limit: u64) -> Result<Vec<u8>, Trouble> {
        let name = format!("{}{}", self.root, composed(path.as_str()));
        let index = self.names.find(&name).ok_or_else(missing)?;
        let entry = self.zip.by_index(index).map_err(|_| damaged())?;
        let by_ratio = entry.compressed_size().saturating_mul(self.ratio).max(FREE_OF_RATIO);
        let most = limit.min(by_ratio);
        let mut bytes = Vec::new();
        entry.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(|_| damaged())?;
        if bytes.len() as u64 <= most {
            Ok(bytes)
        } else if limit <= by_ratio {
            Err(Trouble::too_large(limit))
        } else {
            Err(too_dense(self.ratio))
        }
    }
}

/// The file again, where a reader of its directory would stay within the limits.
pub fn bounded(file: File, limits: &Limits) -> Option<File> {
    let mut reader = BufReader::with_capacity(1 << 16, file);
    scan(&mut reader, limits).ok()?;
    Some(reader.into_inner())
}

/// Counts in one pass what a reader of the directory would allocate for, whatever the end record says.
fn scan(reader: &mut BufReader<File>, limits: &Limits) -> Result<(), Trouble> {
    let failed = |error: std::io::Error| Trouble::system(&error);
    let length = reader.seek(SeekFrom::End(0)).map_err(failed)?;
    if length > limits.total_bytes {
        return Err(Trouble::too_large(limits.total_bytes));
    }
    reader.rewind().map_err(failed)?;
    let mut window = vec![0; 1 << 16];
    let (mut kept, mut entries) = (0, 0);
    loop {
        let got = reader.read(&mut window[kept..]).map_err(failed)?;
        let end = kept + got;
        entries += window[..end].windows(4).filter(|four| four == ENTRY_MARK).count();
        if got == 0 {
            break;
        }
        // The last three bytes may begin a mark.
        let next = end.saturating_sub(3);
        window.copy_within(next..end, 0);
        kept = end - next;
    }
    reader.rewind().map_err(failed)?;
    // Zips inside the zip have such marks too, so this bound is a wide one.
    if entries > limits.zip_entries.saturating_mul(8) { Err(too_many(entries, limits)) } else { Ok(()) }
}

/// Holds what the directory claims against the limits.
fn bounds(zip: &mut ZipArchive<BufReader<File>>, limits: &Limits) -> Result<(), Trouble> {
    if zip.len() > limits.zip_entries {
        return Err(too_many(zip.len(), limits));
    }
    if zip.has_duplicate_names() {
        return Err(Trouble::new(Words::new("有重名的条目", "two entries of one name"), unique()));
    }
    let mut total = 0_u64;
    for index in 0..zip.len() {
        let entry = zip.by_index_data(index).map_err(|_| not_a_zip())?;
        total = total.saturating_add(entry.size());
    }
    if total > limits.total_bytes {
        return Err(Trouble::too_large(limits.total_bytes));
    }
    if zip.has_overlapping_files().map_err(|_| not_a_zip())? {
        return Err(Trouble::new(
            Words::new("条目的数据互相重叠", "entries that share their data"),
            Words::new("各自独立的条目", "entries with data of their own"),
        ));
    }
    // Else another program would see other files in it than this one.
    zip.validate_header_consistency().map_err(|_| two_faced())
}

/// The files of a zip by name.
#[derive(Debug, Default)]
struct Names {
    /// As their names are read first.
    first: BTreeMap<String, usize>,
    /// As they may be read, too: bytes that are text in two encodings.
    other: BTreeMap<String, usize>,
}

impl Names {
    fn find(&self, name: &str) -> Option<usize> {
        self.first.get(name).or_else(|| self.other.get(name)).copied()
    }
}

/// An entry that is a file, as its name may be read.
struct Named {
    path: InnerPath,
    other: Option<InnerPath>,
}

fn names(zip: &ZipArchive<BufReader<File>>) -> Result<Names, Vec<EntryTrouble>> {
    let mut names = Names::default();
    let mut folded = BTreeMap::new();
    let mut troubles = Vec::new();
    for index in 0..zip.len() {
        match entry(zip, index) {
            Err(trouble) => troubles.push(trouble),
            Ok(None) => {}
            Ok(Some(Named { path, other })) => {
                if let Some(first) = folded.insert(path.folded(), path.as_str().to_owned()) {
                    let found = Words::new(
                        format!("与「{}」重名", shorten(&first)),
                        format!("the same name as “{}”", shorten(&first)),
                    );
                    troubles.push((path.as_str().to_owned(), Trouble::new(found, unique())));
                }
                names.first.insert(path.as_str().to_owned(), index);
                names.other.extend(other.map(|other| (other.as_str().to_owned(), index)));
            }
        }
    }
    if troubles.is_empty() { Ok(names) } else { Err(troubles) }
}

/// The path of one entry; `None` for a folder.
fn entry(zip: &ZipArchive<BufReader<File>>, index: usize) -> Result<Option<Named>, EntryTrouble> {
    let entry = zip.by_index_data(index).map_err(|_| (String::new(), not_a_zip()))?;
    let raw = entry.name_raw();
    let shown = String::from_utf8_lossy(raw).into_owned();
    let mut read = readings(raw, entry.flags().as_u16() & UTF8 != 0).into_iter();
    let Some(name) = read.next() else {
        return Err((shown.clone(), Trouble::new(Words::quote(&shown), encodings())));
    };
    if name == "./" {
        return Ok(None);
    }
    let folder = name.ends_with('/');
    let path = inner_path(&name).map_err(|trouble| (shown.clone(), trouble))?;
    let other = read.next().and_then(|name| inner_path(&name).ok());
    let kind = entry.unix_mode().unwrap_or(0) & 0o17_0000;
    let trouble = if kind == 0o12_0000 || entry.is_symlink() {
        Some(Trouble::link())
    } else if !matches!(kind, 0 | 0o10_0000 | 0o4_0000) {
        Some(special())
    } else if entry.encrypted() {
        Some(encrypted())
    } else if !matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
        Some(odd_method())
    } else {
        None
    };
    match trouble {
        Some(trouble) => Err((shown, trouble)),
        None => Ok((!folder).then_some(Named { path, other })),
    }
}

/// Some programs of Windows write `\` between the parts, and those that pack a folder as `.` begin with that.
fn inner_path(name: &str) -> Result<InnerPath, Trouble> {
    let slashed = if name.contains('/') { name.to_owned() } else { name.replace('\\', "/") };
    let inner = slashed.strip_prefix("./").unwrap_or(&slashed);
    InnerPath::check(inner.strip_suffix('/').unwrap_or(inner))
}

/// Where `order.json` lies: at the root, or in the one folder that holds everything.
fn root(names: &BTreeMap<String, usize>) -> Option<String> {
    if names.contains_key(ORDER_FILE) {
        return Some(String::new());
    }
    // What macOS adds beside the folder.
    let is_added = |name: &str| name.starts_with("__MACOSX/") || LITTER.contains(&name);
    let mut tops = names.keys().filter(|name| !is_added(name)).map(|name| name.split_once('/'));
    let (top, _) = tops.next()??;
    let alone = tops.all(|other| other.is_some_and(|(other, _)| other == top));
    let root = format!("{top}/");
    (alone && names.contains_key(&format!("{root}{ORDER_FILE}"))).then_some(root)
}

fn not_a_zip() -> Trouble {
    Trouble::new(Words::new("不是完整的 zip 文件", "no whole zip"), Words::new("zip 文件", "a zip"))
}

fn two_faced() -> Trouble {
    Trouble::new(
        Words::new(
            "目录与各条目自己的记录不一致",
            "a directory that differs from what the entries say themselves",
        ),
        Words::new("各处记录一致的 zip 文件", "a zip that says the same everywhere"),
    )
}

fn damaged() -> Trouble {
    Trouble::new(
        Words::new("条目已损坏", "a damaged entry"),
        Words::new("可以解压的条目", "an entry that unpacks"),
    )
}

fn no_order_file() -> Trouble {
    Trouble::new(
        Words::new(format!("没有 {ORDER_FILE}"), format!("no {ORDER_FILE}")),
        Words::new(
            format!("根目录或唯一的顶层文件夹中有 {ORDER_FILE}"),
            format!("{ORDER_FILE} at its root or in its single top folder"),
        ),
    )
}

fn too_many(found: usize, limits: &Limits) -> Trouble {
    Trouble::new(
        Words::count(found, "个条目", "entries"),
        Words::at_most(limits.zip_entries, "个条目", "entries"),
    )
}

fn too_dense(ratio: u64) -> Trouble {
    Trouble::new(
        Words::new(
            format!("解压后超过压缩数据的 {ratio} 倍"),
            format!("more than {ratio} times its packed size"),
        ),
        Words::new(format!("压缩比不超过 {ratio}"), format!("a ratio of at most {ratio}")),
    )
}

fn unique() -> Words {
    Words::new("互不相同的名称（不分大小写）", "names that differ in more than case")
}

fn encodings() -> Words {
    Words::new("以 UTF-8 或 GBK 编码的条目名", "entry names in UTF-8 or GBK")
}

fn special() -> Trouble {
    Trouble::new(
        Words::new("不是普通文件", "no regular file"),
        Words::new("普通文件或文件夹", "regular files and folders"),
    )
}

fn encrypted() -> Trouble {
    Trouble::new(
        Words::new("已加密", "an encrypted entry"),
        Words::new("未加密的条目", "entries without encryption"),
    )
}

fn odd_method() -> Trouble {
    Trouble::new(
        Words::new("压缩方式不支持", "a packing method that is not taken"),
        Words::new("存储或 deflate", "stored or deflate"),
    )
}
