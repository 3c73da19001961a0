//! Cases of the files' rules.

use crate::domain::facts::{Colour, ExifFacts, FileState, Media};
use crate::domain::order::{AttachmentKind as Kind, Side};
use crate::domain::stage::Stage;
use crate::rules::testing::{Sample, file, sample};
use chrono::{Duration, NaiveDateTime};

fn colour(no: &str, at: usize, colour: Colour) -> Sample {
    sample(no).files(|facts| facts[at].picture.as_mut().unwrap().colour = colour)
}

#[test]
fn f001_by_content() {
    let png = sample("ICP-10226").files(|facts| facts[0].media = Media::Png);
    assert_eq!(png.faults("F001"), ["attachments[0]"]);
    assert_eq!(png.found("F001")[0].file, Some(0));
    assert!(sample("ICP-10226").found("F001").is_empty());
    let second = sample("ICP-10226").files(|facts| facts[0].media = Media::Pdf).in_stage(Stage::SecondReview);
    assert!(second.found("F001").is_empty(), "first review has looked at it");
    let photo = sample("ICP-10226").attach(file(Kind::CurtainPhoto, "p1")).in_stage(Stage::SecondReview);
    assert_eq!(photo.files(|facts| facts[4].media = Media::Webp).faults("F001"), ["attachments[4]"]);
}

#[test]
fn f002_two_megabytes_and_not_a_byte_more() {
    let sized = |no: &str, bytes| sample(no).files(|facts| facts[1].bytes = bytes);
    assert!(sized("ICP-10220", 2_097_152).found("F002").is_empty());
    let found = sized("ICP-10220", 2_097_153).found("F002");
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].values["size"].zh.as_str(), found[0].values["limit"].zh.as_str()), ("2.01", "2"));
    assert!(sized("ICP-10201", 9_000_000).found("F002").is_empty(), "Tencent's limit");
}

#[test]
fn f003_whole() {
    for state in [FileState::CutOff, FileState::Unreadable(String::new()), FileState::TooLarge(String::new())]
    {
        let sample = sample("ICP-10223").files(|facts| facts[0].state = state.clone());
        assert_eq!(sample.faults("F003"), ["attachments[0]"], "{state:?}");
    }
    let pdf = sample("ICP-10223").files(|facts| facts[0].state = FileState::NotAPicture);
    assert!(pdf.found("F003").is_empty(), "F001's");
    assert!(sample("ICP-10223").found("F003").is_empty());
    let open = sample("ICP-10223").files(|facts| facts[0].state = FileState::NoEnd);
    let found = open.found("F003");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].weight, crate::domain::rule::Weight::Warn, "every viewer shows it");
}

#[test]
fn f004_and_v011_colour() {
    assert_eq!(colour("ICP-10220", 0, Colour::Grey).faults("F004"), ["attachments[0]"]);
    assert!(colour("ICP-10220", 0, Colour::Cmyk).found("F004").is_empty());
    let sheet = colour("ICP-10220", 2, Colour::Bilevel);
    assert!(sheet.found("F004").is_empty(), "the sheet is V011's");
    assert_eq!(sheet.faults("V011"), ["attachments[2]"]);
    assert_eq!(sheet.found("V011")[0].subject.to_string(), "site:s1");
    assert!(sample("ICP-10220").found("V011").is_empty());
    assert!(colour("ICP-10201", 5, Colour::Grey).found("F004").is_empty(), "no colour is asked of it");
}

#[test]
fn f005_shorter_side() {
    let high = |height| sample("ICP-10220").files(|facts| facts[0].picture.as_mut().unwrap().height = height);
    assert!(high(480).found("F005").is_empty());
    assert_eq!(high(479).faults("F005"), ["attachments[0]"]);
    let shot = sample("ICP-10210").files(|facts| facts[5].picture.as_mut().unwrap().height = 100);
    assert!(shot.found("F005").is_empty(), "a screenshot may be a strip");
}

#[test]
fn f008_merged_at_21vianet() {
    let no = "ICP-10233";
    assert!(sample(no).found("F008").is_empty());
    let apart = sample(no).with(|order| order.attachments[1].side = Some(Side::Front));
    assert_eq!(apart.faults("F008"), ["attachments[1]"]);
    let passport = apart.with(|order| order.people[0].certificate.kind = "passport".into());
    assert!(passport.found("F008").is_empty());
    assert!(sample("ICP-10220").found("F008").is_empty());
}

#[test]
fn f009_one_file_for_two_documents() {
    let same = |no: &str, one: usize, two: usize| {
        sample(no).files(|facts| facts[two].sha256 = facts[one].sha256.clone())
    };
    assert_eq!(same("ICP-10201", 1, 2).faults("F009"), ["attachments[2]"], "front and back");
    assert_eq!(same("ICP-10201", 1, 3).faults("F009"), ["attachments[3]"], "two people");
    assert!(same("ICP-10222", 11, 12).found("F009").is_empty(), "one letter for two people");
    assert!(same("ICP-10231", 3, 5).found("F009").is_empty(), "the placeholder");
    let again = same("ICP-10201", 1, 2).with(|order| order.attachments[2].side = Some(Side::Front));
    assert!(again.found("F009").is_empty(), "the same side again");
}

#[test]
fn f010_editors_by_name() {
    let by = |software: &str| {
        let exif = ExifFacts { software: Some(software.to_owned()), ..ExifFacts::default() };
        sample("ICP-10220").files(move |facts| facts[0].exif = Some(exif))
    };
    assert_eq!(by("Adobe Photoshop 24.0 (Windows)").faults("F010"), ["attachments[0]"]);
    assert_eq!(by("美图秀秀").faults("F010"), ["attachments[0]"]);
    assert!(by("HUAWEI P40 1.0").found("F010").is_empty());
    assert!(sample("ICP-10220").found("F010").is_empty());
}

#[test]
fn editors_are_named_by_every_block_and_screenshots_too() {
    let by = |software: &str| {
        let software = vec!["HUAWEI P40 1.0".to_owned(), software.to_owned()];
        sample("ICP-10220").files(move |facts| facts[0].software = software.clone())
    };
    for name in [
        "Adobe Photoshop (Ducky)",
        "Adobe Photoshop (8BIM)",
        "GIMP 2.10",
        "WPS 图片",
        "Snipaste",
        "Screenshot",
    ] {
        assert_eq!(by(name).faults("F010"), ["attachments[0]"], "{name}");
    }
    assert!(by("Ver.1.02").found("F010").is_empty());
}

#[test]
fn f011_taken_at_a_plausible_time() {
    let came = sample("ICP-10220").order.attachments[0].uploaded_at.unwrap() + Duration::hours(8);
    let taken = |at: NaiveDateTime| {
        let exif = ExifFacts { taken_at: Some(at), ..ExifFacts::default() };
        sample("ICP-10220").files(move |facts| facts[0].exif = Some(exif))
    };
    let came = came.naive_utc();
    assert!(taken(came + Duration::hours(24)).found("F011").is_empty());
    assert_eq!(taken(came + Duration::hours(25)).faults("F011"), ["attachments[0]"]);
    let years = came.checked_sub_months(chrono::Months::new(36)).unwrap();
    assert!(taken(years).found("F011").is_empty());
    assert_eq!(taken(years - Duration::seconds(1)).faults("F011"), ["attachments[0]"]);
}

#[test]
fn f015_name() {
    let named = |no: &str, path: &str| {
        let path = path.to_owned();
        sample(no).with(move |order| order.attachments[0].path = path)
    };
    assert!(named("ICP-10220", "a/B.JPG").found("F015").is_empty());
    assert_eq!(named("ICP-10220", "a.jpeg").faults("F015"), ["attachments[0]"]);
    assert_eq!(named("ICP-10220", "jpg").faults("F015"), ["attachments[0]"]);
    assert!(named("ICP-10201", "a.png").found("F015").is_empty(), "Tencent's rule");
}
