//! Cases of the photo rules.

use crate::domain::across::SharedFile;
use crate::domain::order::{Attachment, AttachmentKind as Kind, PhotoMethod};
use crate::domain::stage::Stage;
use crate::rules::testing::{Sample, file, sample};

fn photo(owner: &str, method: Option<PhotoMethod>) -> Attachment {
    Attachment { photo_method: method, ..file(Kind::CurtainPhoto, owner) }
}

fn with_photo(no: &str, method: Option<PhotoMethod>) -> Sample {
    sample(no).attach(photo("p1", method)).in_stage(Stage::SecondReview)
}

#[test]
fn h009_the_same_bytes_elsewhere() {
    let own = with_photo("ICP-10220", Some(PhotoMethod::Curtain));
    assert!(own.found("H009").is_empty());
    let sha = own.facts[4].sha256.as_str().to_owned();
    let other = SharedFile {
        sha256: sha,
        no: "ICP-1".into(),
        entity: "某公司".to_owned(),
        certificate_number: "1".to_owned(),
    };
    let shared = own.across(|across| across.shared_files.push(other));
    assert_eq!(shared.faults("H009"), ["attachments[4]"]);
    assert_eq!(shared.found("H009")[0].subject.to_string(), "person:p1");
    let two = sample("ICP-10222")
        .attach(photo("p2", Some(PhotoMethod::Curtain)))
        .attach(photo("p3", Some(PhotoMethod::Curtain)))
        .in_stage(Stage::SecondReview);
    assert!(two.found("H009").is_empty());
    let same = two.files(|facts| facts[14].sha256 = facts[13].sha256.clone());
    assert_eq!(same.faults("H009"), ["attachments[14]"]);
    assert!(same.in_stage(Stage::FirstReview).found("H009").is_empty());
}

#[test]
fn h010_methods_that_are_open() {
    assert!(with_photo("ICP-10220", Some(PhotoMethod::Curtain)).found("H010").is_empty());
    assert_eq!(with_photo("ICP-10220", Some(PhotoMethod::OnsiteSigning)).faults("H010"), ["attachments[4]"]);
    assert_eq!(with_photo("ICP-10220", None).opens("H010"), ["attachments[4]"]);
    assert!(sample("ICP-10229").found("H010").is_empty());
    let wrong = sample("ICP-10229").with(|order| order.identity_checks[0].method = PhotoMethod::AppCheck);
    assert_eq!(wrong.faults("H010"), ["identity_checks[0]"]);
}

#[test]
fn h010_the_app_check_is_for_shanghai() {
    let app = |no: &str, province: &str| {
        let province = province.to_owned();
        with_photo(no, Some(PhotoMethod::AppCheck))
            .with(move |order| order.province = province.as_str().into())
    };
    assert!(app("ICP-10220", "shanghai").found("H010").is_empty());
    assert_eq!(app("ICP-10220", "guangdong").faults("H010"), ["attachments[4]"]);
    let passport =
        app("ICP-10220", "shanghai").with(|order| order.people[0].certificate.kind = "passport".into());
    assert_eq!(passport.faults("H010"), ["attachments[4]"]);
    assert_eq!(app("ICP-10222", "shanghai").faults("H010"), ["attachments[13]"], "two managers");
}

#[test]
fn h011_placeholder_of_a_first_filing_in_first_review_alone() {
    assert!(sample("ICP-10231").found("H011").is_empty());
    let second = sample("ICP-10231").in_stage(Stage::SecondReview);
    assert_eq!(second.faults("H011"), ["attachments[5]"]);
    assert!(second.clone().attach(photo("p2", Some(PhotoMethod::Curtain))).found("H011").is_empty());
    let stands_in = Attachment { placeholder: Some(true), ..photo("p1", None) };
    assert_eq!(sample("ICP-10233").attach(stands_in.clone()).faults("H011"), ["attachments[4]"]);
    assert!(sample("ICP-10220").attach(stands_in).found("H011").is_empty());
}

#[test]
fn h013_points_to_the_slot() {
    let failed = sample("ICP-10230");
    assert_eq!(failed.faults("H013"), ["identity_checks[0]"]);
    assert_eq!(failed.found("H013")[0].points_to.as_ref().unwrap().as_str(), "M012");
    assert!(sample("ICP-10229").found("H013").is_empty());
    let open = sample("ICP-10229").with(|order| order.identity_checks[0].passed = None);
    assert_eq!(open.opens("H013"), ["identity_checks[0]"]);
    let none = sample("ICP-10229").with(|order| order.identity_checks.clear());
    assert_eq!(none.opens("H013"), ["identity_checks"]);
    assert!(sample("ICP-10220").found("H013").is_empty());
}
