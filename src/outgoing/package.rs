//! The package of an order for the bureau: which files it holds, under which names, and its manifest.
//!
//! The same order, moment and verdict always make the same bytes, so that a package that was lost can be
//! written again and compared with the digest in the log.

use crate::domain::facts::Media;
use crate::domain::ids::{OrderNo, ProfileId, ProvinceId, Sha256, VerdictId};
use crate::domain::order::{Attachment, Order};
use crate::domain::view::AttachmentView;
use chrono::serde::ts_milliseconds;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The format that this program writes and reads.
pub const FORMAT: u32 = 1;
/// The name of the order's file.
pub const ORDER: &str = "order.json";
/// The name of the manifest.
pub const MANIFEST: &str = "manifest.json";
/// Letters of a verdict's id in the name of a package: the last ones, which chance makes.
const SHORT: usize = 12;

/// What a package is about.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// The order as it stands, amendments made.
    pub order: &'a Order,
    /// Its attachments, supplements among them.
    pub attachments: &'a [AttachmentView],
    /// The approval that sends it.
    pub verdict: Option<&'a VerdictId>,
    /// When it is handed over.
    pub at: DateTime<Utc>,
    /// What keeps the digest from telling whether a guessed secret is right; none where the order has none.
    pub salt: Option<&'a Sha256>,
}

/// The manifest of a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Format of the package.
    pub format: u32,
    /// Order number.
    pub order_no: OrderNo,
    /// Revision.
    pub revision: u32,
    /// The approval that sent it.
    pub verdict: Option<VerdictId>,
    /// When it was handed over.
    pub handed_over_at: String,
    /// The same moment in milliseconds since 1970, UTC.
    #[serde(with = "ts_milliseconds")]
    pub handed_over_ms: DateTime<Utc>,
    /// The provider's profile.
    pub profile: ProfileId,
    /// The province whose bureau decides.
    pub bureau: ProvinceId,
    /// Chance that only the home's key gives, where the order has secrets: without it the digest in the log would
    /// tell whether a guess is right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salt: Option<Sha256>,
    /// Every file but the manifest itself.
    pub files: Vec<PackedFile>,
}

/// A file of a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackedFile {
    /// Its name inside the package.
    pub name: String,
    /// What it is: `order`, or the kind of the attachment.
    pub kind: String,
    /// Whose it is: `order`, `entity`, a person's or a site's id.
    pub owner: String,
    /// Its size in bytes.
    pub size: u64,
    /// SHA-256 of its bytes.
    pub sha256: Sha256,
}

/// A package, composed: what is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// The name of its folder.
    pub name: String,
    /// The bytes of the order's file.
    pub order: Vec<u8>,
    /// The attachments: name inside the package, and the hash of what goes there.
    pub attachments: Vec<(String, Sha256)>,
    /// What the manifest says.
    pub manifest: Manifest,
    /// The bytes of the manifest.
    pub text: Vec<u8>,
    /// Their hash.
    pub digest: Sha256,
}

/// Composes the package of an order.
///
/// # Errors
/// What serde says where the order has no JSON form.
pub fn compose(about: &About) -> Result<Package, serde_json::Error> {
    let names: Vec<String> =
        about.attachments.iter().enumerate().map(|(at, one)| safe_name(at, one)).collect();
    let given = about.attachments.iter().zip(&names).map(|(one, name)| Attachment {
        path: name.clone(),
        sha256: Some(one.facts.sha256.0.clone()),
        ..one.given.clone()
    });
    // The customer's file names stay here: a name of his choice is no name for the bureau's disk.
    let order = Order { attachments: given.collect(), ..about.order.clone() };
    let order = lines(&order)?;
    let mut files = vec![PackedFile {
        name: ORDER.into(),
        kind: "order".into(),
        owner: "order".into(),
        size: order.len() as u64,
        sha256: Sha256::of(&order),
    }];
    files.extend(about.attachments.iter().zip(&names).map(|(one, name)| PackedFile {
        name: name.clone(),
        kind: one.given.kind.slug().into(),
        owner: owner(&one.given).to_owned(),
        size: one.facts.bytes,
        sha256: one.facts.sha256.clone(),
    }));
    let manifest = manifest(about, files);
    let text = lines(&manifest)?;
    let hashes = about.attachments.iter().map(|one| one.facts.sha256.clone());
    Ok(Package {
        name: folder_name(&about.order.order_no, about.order.revision, about.verdict),
        attachments: names.into_iter().zip(hashes).collect(),
        order,
        manifest,
        digest: Sha256::of(&text),
        text,
    })
}

fn manifest(about: &About, files: Vec<PackedFile>) -> Manifest {
    let order = about.order;
    // The log keeps milliseconds; what is written again must be the same.
    let at = DateTime::from_timestamp_millis(about.at.timestamp_millis()).unwrap_or(about.at);
    Manifest {
        format: FORMAT,
        order_no: order.order_no.clone(),
        revision: order.revision,
        verdict: about.verdict.cloned(),
        handed_over_at: at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
        handed_over_ms: at,
        profile: order.profile.clone(),
        bureau: order.province.clone(),
        salt: about.salt.cloned(),
        files,
    }
}

/// JSON as it is, nothing escaped that need not be: the bytes of a package are hashed, and made again the same.
fn lines<T: Serialize>(value: &T) -> Result<Vec<u8>, serde_json::Error> {
    let mut text = serde_json::to_vec_pretty(value)?;
    text.push(b'\n');
    Ok(text)
}

/// The folder's name: order, revision and the end of the verdict's id, so that an approval that was undone and
/// made again has a folder of its own.
pub fn folder_name(no: &OrderNo, revision: u32, verdict: Option<&VerdictId>) -> String {
    let letters: Vec<char> = verdict.map_or("", VerdictId::as_str).chars().filter(|c| is_plain(*c)).collect();
    let short: String = letters.iter().skip(letters.len().saturating_sub(SHORT)).collect();
    let short = if short.is_empty() { "0".to_owned() } else { short };
    format!("{}-r{revision}-{short}", plain(no.as_str()))
}

fn owner(given: &Attachment) -> &str {
    given.owner.as_deref().unwrap_or("order")
}

/// `01-id_document-p1.jpg`: place, kind, owner, and the ending that its bytes have.
fn safe_name(at: usize, one: &AttachmentView) -> String {
    let (kind, ending) = (one.given.kind.slug(), ending(one.facts.media));
    format!("{:02}-{kind}-{}.{ending}", at + 1, plain(owner(&one.given)))
}

const fn is_plain(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_')
}

fn plain(text: &str) -> String {
    text.chars().filter(|letter| is_plain(*letter)).take(64).collect()
}

const fn ending(media: Media) -> &'static str {
    match media {
        Media::Jpeg => "jpg",
        Media::Png => "png",
        Media::Gif => "gif",
        Media::Webp => "webp",
        Media::Bmp => "bmp",
        Media::Tiff => "tif",
        Media::Heif => "heic",
        Media::Pdf => "pdf",
        Media::Zip => "zip",
        Media::Unknown => "bin",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::facts::{FileFacts, FileState};
    use crate::domain::order::AttachmentKind;

    fn order() -> Order {
        serde_json::from_str(include_str!("../../assets/examples/first_filing/order.json")).unwrap()
    }

    fn attachment(path: &str, owner: Option<&str>, bytes: &[u8]) -> AttachmentView {
        let given = Attachment {
            path: path.into(),
            kind: AttachmentKind::IdDocument,
            owner: owner.map(Into::into),
            side: None,
            photo_method: None,
            placeholder: None,
            uploaded_at: None,
            sha256: None,
        };
        let facts = FileFacts {
            method: 0,
            sha256: Sha256::of(bytes),
            bytes: bytes.len() as u64,
            media: Media::Jpeg,
            state: FileState::Whole,
            picture: None,
            exif: None,
            software: Vec::new(),
        };
        AttachmentView { given, facts, revision: 1, supplement: None, purged: None }
    }

    fn at() -> DateTime<Utc> {
        "2026-11-16T02:00:00.123456Z".parse().unwrap()
    }

    #[test]
    fn a_package_names_every_file_by_a_safe_name_and_its_hash() {
        let files = [attachment("../../身份证 正面.jpg", Some("p/../1"), b"a"), attachment("b", None, b"bb")];
        let verdict = VerdictId("019a8b2c-0000-7000-8000-0123456789ab".into());
        let order = order();
        let about =
            About { order: &order, attachments: &files, verdict: Some(&verdict), at: at(), salt: None };
        let package = compose(&about).unwrap();
        assert_eq!(package, compose(&about).unwrap(), "the same bytes each time");
        assert_eq!(package.name, format!("{}-r{}-0123456789ab", order.order_no, order.revision));
        let names: Vec<&str> = package.manifest.files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, [ORDER, "01-id_document-p1.jpg", "02-id_document-order.jpg"]);
        let packed: Order = serde_json::from_slice(&package.order).unwrap();
        assert_eq!(packed.attachments[0].path, "01-id_document-p1.jpg");
        assert_eq!(package.manifest.files[0].sha256, Sha256::of(&package.order));
        assert_eq!(package.manifest.handed_over_at, "2026-11-16T02:00:00.123Z");
        assert_eq!(serde_json::from_slice::<Manifest>(&package.text).unwrap(), package.manifest);
        let salt = Sha256::of(b"chance");
        let salted = compose(&About { salt: Some(&salt), ..about }).unwrap();
        assert_eq!(salted.order, package.order);
        assert_ne!(salted.digest, package.digest, "who has no key can't try secrets against the digest");
        assert_eq!(serde_json::from_slice::<Manifest>(&salted.text).unwrap().salt, Some(salt));
    }

    #[test]
    fn an_approval_made_again_has_a_folder_of_its_own() {
        let name = |verdict: Option<&str>| folder_name(&"A-1".into(), 2, verdict.map(Into::into).as_ref());
        assert_eq!(name(None), "A-1-r2-0");
        assert_eq!(name(Some("v")), "A-1-r2-v");
        assert_ne!(name(Some("0000-aaaaaaaaaaaa")), name(Some("0000-aaaaaaaaaaab")));
    }
}
