//! Faults of files, photos, and identity checks (F, H, V011).

use super::given::Given;
use super::{Fault, fault};
use beian::domain::across::SharedFile;
use beian::domain::facts::{Colour, ExifFacts, FileFacts, FileState, Media};
use beian::domain::order::{AttachmentKind as Kind, PhotoMethod, Side};
use beian::domain::stage::Stage;

pub const FAULTS: &[Fault] = &[
    fault("F001", |given| first(given, |facts| facts.media = Media::Png), &[]),
    fault("F002", |given| first(given, |facts| facts.bytes = 2_097_153), &[]),
    fault("F003", |given| first(given, |facts| facts.state = FileState::CutOff), &[]),
    fault("F004", |given| looked_at(given, grey), &[]),
    fault(
        "F005",
        |given| looked_at(given, |facts| facts.picture.iter_mut().for_each(|picture| picture.height = 479)),
        &[],
    ),
    fault(
        "F008",
        |given| given.file(Kind::IdDocument, |file, _| file.side = Some(Side::Front)),
        &["M001", "M003"],
    ),
    fault(
        "F009",
        |given| {
            let kinds = given.order.attachments.iter().map(|file| file.kind);
            let cards: Vec<usize> =
                kinds.enumerate().filter(|(_, kind)| *kind == Kind::IdDocument).map(|(at, _)| at).collect();
            let [one, other, ..] = cards[..] else { return false };
            given.facts[other].sha256 = given.facts[one].sha256.clone();
            given.stage == Stage::FirstReview
        },
        &[],
    ),
    fault(
        "F010",
        |given| {
            first(given, |facts| {
                let software = Some("Adobe Photoshop 24.0".into());
                facts.exif = Some(ExifFacts { software, ..ExifFacts::default() });
            })
        },
        &[],
    ),
    fault(
        "F011",
        |given| {
            first(given, |facts| {
                let taken_at = "2019-01-31T10:00:00".parse().ok();
                facts.exif = Some(ExifFacts { taken_at, ..ExifFacts::default() });
            })
        },
        &[],
    ),
    fault(
        "F015",
        |given| given.order.attachments.last_mut().map(|file| file.path = "scan.jpeg".into()).is_some(),
        &[],
    ),
    fault("V011", |given| given.file(Kind::VerificationSheet, |_, facts| grey(facts)), &["F004"]),
    fault(
        "H009",
        |given| {
            let mut sha256 = String::new();
            let found = given.file(Kind::CurtainPhoto, |_, facts| sha256.clone_from(&facts.sha256.0));
            given.across.shared_files.push(SharedFile {
                sha256,
                no: "OTHER-1".into(),
                entity: "别处某某有限公司".into(),
                certificate_number: "91440300000000000X".into(),
            });
            found
        },
        &[],
    ),
    fault(
        "H010",
        |given| {
            let method = Some(PhotoMethod::AppCheck);
            let checks = given.order.identity_checks.iter_mut();
            let checked = checks.map(|check| check.method = PhotoMethod::AppCheck).count() > 0;
            given.file(Kind::CurtainPhoto, |file, _| file.photo_method = method) || checked
        },
        &["M012", "H013"],
    ),
    fault("H011", |given| given.file(Kind::CurtainPhoto, |file, _| file.placeholder = Some(true)), &["M012"]),
    fault(
        "H013",
        |given| given.order.identity_checks.iter_mut().map(|check| check.passed = Some(false)).count() > 0,
        &["M012"],
    ),
];

/// An ID document, or the photo in second review.
fn looked_at(given: &mut Given, change: fn(&mut FileFacts)) -> bool {
    let kind = match given.stage {
        Stage::SecondReview => Kind::CurtainPhoto,
        _ => Kind::IdDocument,
    };
    given.file(kind, |_, facts| change(facts))
}

/// The last file: in second review it is one of those that this review looks at.
fn first(given: &mut Given, change: fn(&mut FileFacts)) -> bool {
    given.facts.last_mut().map(change).is_some()
}

fn grey(facts: &mut FileFacts) {
    facts.picture.iter_mut().for_each(|picture| picture.colour = Colour::Grey);
}
