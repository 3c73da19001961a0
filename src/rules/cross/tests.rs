//! Cases for X001 to X003 and B005.

use crate::domain::across::{SharedContact, SharedFile};
use crate::domain::order::AttachmentKind;
use crate::rules::testing::{Sample, sample};

const FIRST: &str = "ICP-10201";

fn shared(sample: Sample, at: usize, number: &str) -> Sample {
    let sha256 = sample.facts[at].sha256.0.clone();
    let file = SharedFile {
        sha256,
        no: "X-1".into(),
        entity: "别的公司".into(),
        certificate_number: number.to_owned(),
    };
    sample.across(|across| across.shared_files = vec![file])
}

#[test]
fn x001_documents_are_the_entitys_own() {
    let own = sample(FIRST).order.entity.certificate.number;
    assert!(sample(FIRST).found("X001").is_empty());
    assert!(shared(sample(FIRST), 0, &own).found("X001").is_empty());
    let found = shared(sample(FIRST), 1, "another").found("X001");
    assert_eq!(found.iter().map(|finding| finding.file).collect::<Vec<_>>(), [Some(1)]);
    let photo = sample(FIRST).with(|order| order.attachments[1].kind = AttachmentKind::CurtainPhoto);
    assert!(shared(photo, 1, "another").found("X001").is_empty());
    let mut unasked = sample(FIRST);
    unasked.across = None;
    assert!(unasked.found("X001").is_empty());
}

#[test]
fn x002_contacts_are_the_persons_own() {
    let with = |entity: &str, pick: fn(&crate::domain::order::Person) -> &str| {
        let sample = sample(FIRST);
        let value = pick(&sample.order.people[0]).to_owned();
        let contact = SharedContact { value, no: "X-1".into(), entity: entity.to_owned() };
        sample.across(|across| across.shared_contacts = vec![contact])
    };
    assert!(sample(FIRST).found("X002").is_empty());
    assert_eq!(with("别的公司", |person| &person.mobile).faults("X002"), ["people[0].mobile"]);
    assert_eq!(with("别的公司", |person| &person.email).faults("X002"), ["people[0].email"]);
    let own = sample(FIRST).order.entity.name;
    assert!(with(&own, |person| &person.mobile).found("X002").is_empty());
}

#[test]
fn x003_shows_how_often() {
    let with =
        |code: &str, times| sample(FIRST).across(|across| across.rejections = vec![(code.into(), times)]);
    assert!(sample(FIRST).found("X003").is_empty());
    assert!(with("E001", 0).found("X003").is_empty());
    for code in ["E001", "DOM-01", "gone"] {
        let found = with(code, 2).found("X003");
        assert_eq!(found[0].values["times"].zh, "2", "{code}");
    }
}
