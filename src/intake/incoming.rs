//! A package that was read and found right.

use super::archive::{Archive, EntryTrouble};
use super::canonical::{without_blanks, without_nulls};
use super::fault::{Fault, Origin, Refused, Trouble, Words, shorten};
use super::folder::{Folder, missing};
use super::inner_path::InnerPath;
use super::json::Located;
use super::limits::{Known, Limits};
use super::remains::{Rejected, Remains};
use super::source::{Source, SourceKind};
use super::{ORDER_FILE, own, read};
use crate::domain::ids::{OrderNo, Sha256};
use crate::domain::order::{Attachment, Order, Supplement};
use serde_json::Value;
use std::cell::{OnceCell, RefCell};
use std::sync::Arc;

/// What a package says.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// A whole order.
    Order(Box<Order>),
    /// Attachments for an order that is already here.
    Supplement(Supplement),
}

impl Body {
    /// Its order number.
    pub fn order_no(&self) -> &OrderNo {
        match self {
            Self::Order(order) => &order.order_no,
            Self::Supplement(supplement) => &supplement.order_no,
        }
    }

    /// Its revision.
    pub fn revision(&self) -> u32 {
        match self {
            Self::Order(order) => order.revision,
            Self::Supplement(supplement) => supplement.revision,
        }
    }

    /// Its files.
    pub fn attachments(&self) -> &[Attachment] {
        match self {
            Self::Order(order) => &order.attachments,
            Self::Supplement(supplement) => &supplement.attachments,
        }
    }
}

/// A package whose every part was read once and checked.
#[derive(Debug)]
pub struct Incoming {
    /// Where it came from.
    pub source: Origin,
    /// What it says.
    pub body: Body,
    /// Its files, in the order of the attachments.
    pub files: Vec<IncomingFile>,
    /// Made when it is asked for: a package that is only checked needs neither.
    written: OnceCell<Written>,
    /// What is kept of it where it is refused later.
    pub remains: Remains,
    place: Place,
    limits: Limits,
}

/// A package as it is kept: its canonical text, and the hash of its content.
#[derive(Debug)]
struct Written {
    canonical: String,
    content_hash: Sha256,
}

/// A file of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncomingFile {
    /// Index of its attachment.
    pub attachment: usize,
    /// SHA-256 of its bytes.
    pub sha256: Sha256,
    /// Its size.
    pub bytes: u64,
    path: InnerPath,
}

impl Incoming {
    /// What it says as JSON with sorted keys and without nulls; reads back to the same body.
    pub fn canonical(&self) -> &str {
        &self.written().canonical
    }

    /// Hash of what it says and of every file.
    pub fn content_hash(&self) -> &Sha256 {
        &self.written().content_hash
    }

    fn written(&self) -> &Written {
        self.written.get_or_init(|| {
            let value = match &self.body {
                Body::Order(order) => serde_json::to_value(order),
                Body::Supplement(supplement) => serde_json::to_value(supplement),
            };
            let files = self.files.iter().map(|file| file.sha256.as_str());
            let (canonical, content_hash) = written(value.unwrap_or_default(), files);
            Written { canonical, content_hash }
        })
    }

    /// Reads the bytes of an attachment, the same that were hashed when the package was opened.
    ///
    /// # Errors
    /// The file can't be read any more, or has changed since.
    pub fn read(&self, attachment: usize) -> Result<Vec<u8>, Fault> {
        let place = format!("attachments[{attachment}].path");
        let Some(file) = self.files.get(attachment) else {
            return Err(missing().at(&self.source.to_string(), &place));
        };
        let bytes = self
            .place
            .read(self.body.order_no(), &file.path, self.limits.file_bytes)
            .map_err(|trouble| trouble.at(file.path.as_str(), &place))?;
        if Sha256::of(&bytes) == file.sha256 {
            Ok(bytes)
        } else {
            Err(changed().at(file.path.as_str(), &place))
        }
    }
}

/// Where the files of a package lie.
#[derive(Debug)]
pub(super) enum Place {
    /// In a folder.
    Folder(Folder),
    /// In a zip.
    Zip(Box<RefCell<Archive>>),
    /// Beside a jsonl, in the folder of the line's own order.
    Beside(Arc<Folder>),
}

impl Place {
    /// Reads a file of the order with this number.
    fn read(&self, no: &OrderNo, path: &InnerPath, limit: u64) -> Result<Vec<u8>, Trouble> {
        match self {
            Self::Folder(folder) => folder.read(path, limit),
            Self::Zip(archive) => archive.borrow_mut().read(path, limit),
            Self::Beside(folder) => own::read(folder, no, path, limit),
        }
    }

    fn read_order(&self, limit: u64) -> Result<Vec<u8>, Trouble> {
        let path = InnerPath::check(ORDER_FILE)?;
        match self {
            Self::Folder(folder) => folder.read(&path, limit),
            Self::Zip(archive) => archive.borrow_mut().read(&path, limit),
            Self::Beside(_) => Err(missing()),
        }
    }
}

/// Opens a folder or zip.
///
/// # Errors
/// Everything that is wrong with it.
pub(super) fn open(source: &Source, limits: &Limits, known: &Known) -> Result<Incoming, Rejected> {
    let origin = source.origin();
    let refuse = |faults| Rejected {
        refused: Refused { source: origin.clone(), order_no: None, faults },
        remains: Remains::of(source),
    };
    let place = place(source, limits).map_err(refuse)?;
    let bytes =
        place.read_order(limits.json_bytes).map_err(|trouble| refuse(vec![trouble.at(ORDER_FILE, "")]))?;
    let reading = Reading { source: origin.clone(), file: ORDER_FILE.to_owned(), limits, known };
    reading.package(&bytes, place, Remains::of(source))
}

fn place(source: &Source, limits: &Limits) -> Result<Place, Vec<Fault>> {
    let name = source.origin().to_string();
    let whole = |trouble: Trouble| vec![trouble.at(&name, "")];
    match &source.kind {
        SourceKind::Faulty(fault) => Err(vec![fault.clone()]),
        SourceKind::Zip => match Archive::open(source.file().map_err(whole)?, limits) {
            Ok(archive) => Ok(Place::Zip(Box::new(RefCell::new(archive)))),
            Err(troubles) => Err(troubles.into_iter().map(|trouble| in_zip(trouble, &name)).collect()),
        },
        SourceKind::Folder | SourceKind::Lines => source.folder().map(Place::Folder).map_err(whole),
    }
}

fn in_zip((entry, trouble): EntryTrouble, zip: &str) -> Fault {
    let file = if entry.is_empty() { zip.to_owned() } else { format!("{zip}/{}", shorten(&entry)) };
    trouble.at(&file, "")
}

/// The reading of one package file.
pub(super) struct Reading<'a> {
    pub source: Origin,
    pub file: String,
    pub limits: &'a Limits,
    pub known: &'a Known,
}

impl Reading<'_> {
    /// Reads a package from its JSON and the place of its files.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn package(self, bytes: &[u8], place: Place, remains: Remains) -> Result<Incoming, Rejected> {
        match self.read(bytes, &place) {
            Ok((body, files)) => {
                let (source, limits) = (self.source, *self.limits);
                Ok(Incoming { source, body, files, written: OnceCell::new(), remains, place, limits })
            }
            Err(refused) => Err(Rejected { refused, remains }),
        }
    }

    fn read(&self, bytes: &[u8], place: &Place) -> Result<(Body, Vec<IncomingFile>), Refused> {
        let body = read::read(bytes, self.limits, self.known)
            .map_err(|unfit| self.refuse(unfit.order_no, unfit.troubles))?;
        match self.files(&body, place) {
            Ok(files) => Ok((body, files)),
            Err(faults) => {
                let order_no = Some(shorten(body.order_no().as_str()));
                Err(Refused { source: self.source.clone(), order_no, faults })
            }
        }
    }

    fn refuse(&self, order_no: Option<String>, troubles: Vec<Located>) -> Refused {
        let faults = troubles.into_iter().map(|(path, trouble)| trouble.at(&self.file, &path)).collect();
        Refused { source: self.source.clone(), order_no, faults }
    }

    /// Reads every file once, for its hash; only one is in memory at a time.
    fn files(&self, body: &Body, place: &Place) -> Result<Vec<IncomingFile>, Vec<Fault>> {
        let attachments = body.attachments();
        let mut files = Vec::with_capacity(attachments.len());
        let mut faults = Vec::new();
        let mut total = 0;
        for (index, attachment) in attachments.iter().enumerate() {
            let left = self.limits.total_bytes.saturating_sub(total);
            match file((body.order_no(), index, attachment), place, self.limits.file_bytes.min(left)) {
                Ok(file) => {
                    total += file.bytes;
                    files.push(file);
                }
                Err(trouble) if left < self.limits.file_bytes && trouble == Trouble::too_large(left) => {
                    faults.push(Trouble::too_large(self.limits.total_bytes).at(&self.file, "attachments"));
                    break;
                }
                Err(trouble) => {
                    faults
                        .push(trouble.at(&shorten(&attachment.path), &format!("attachments[{index}].path")));
                }
            }
        }
        if faults.is_empty() { Ok(files) } else { Err(faults) }
    }
}

fn file(
    (no, index, attachment): (&OrderNo, usize, &Attachment),
    place: &Place,
    limit: u64,
) -> Result<IncomingFile, Trouble> {
    let path = InnerPath::check(&attachment.path)?;
    let bytes = place.read(no, &path, limit)?;
    let sha256 = Sha256::of(&bytes);
    match &attachment.sha256 {
        Some(given) if !given.eq_ignore_ascii_case(sha256.as_str()) => Err(Trouble::new(
            Words::new(format!("SHA-256 为 {sha256}"), format!("SHA-256 {sha256}")),
            Words::new(format!("SHA-256 为 {given}"), format!("SHA-256 {given}")),
        )),
        _ => Ok(IncomingFile { attachment: index, sha256, bytes: bytes.len() as u64, path }),
    }
}

/// What a package says in the one way to write it, and the hash of that and of its files.
pub fn written<'a>(value: Value, files: impl Iterator<Item = &'a str>) -> (String, Sha256) {
    let value = without_nulls(value);
    (value.to_string(), content_hash(value, files))
}

/// Hash of the canonical content, then of each file's hash, a line each.
pub fn content_hash<'a>(value: Value, files: impl Iterator<Item = &'a str>) -> Sha256 {
    let mut content = without_blanks(value).to_string();
    for hash in files {
        content.push('\n');
        content.push_str(hash);
    }
    Sha256::of(content.as_bytes())
}

fn changed() -> Trouble {
    Trouble::new(
        Words::new("文件在导入过程中被改动", "a file that changed while it was imported"),
        Words::new("导入期间不变的文件", "a file that stays as it is"),
    )
}
