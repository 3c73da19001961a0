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

#[test]
fn b005_filing_numbers_have_their_form() {
    let entity = |no: &str, number: &str| {
        sample(no).with(|order| order.filed.as_mut().unwrap().entity_number = Some(number.to_owned()))
    };
    let no = "ICP-10205";
    assert!(sample(no).found("B005").is_empty());
    assert!(sample(FIRST).found("B005").is_empty());
    assert!(entity(no, "浙ICP备19010205号").found("B005").is_empty());
    for number in
        ["浙ICP备201901020号", "浙ICP备2019010205号-1", "沪ICP备2019010205号", "浙B2-20190102", "无"]
    {
        assert_eq!(entity(no, number).faults("B005"), ["filed.entity_number"], "{number}");
    }
    let slip = entity(no, "浙icp备2019010205").found("B005");
    assert_eq!(slip[0].fix.as_ref().unwrap().to, "浙ICP备2019010205号");
    let site = sample(no).with(|order| order.sites[0].filing_number = Some("浙ICP备2019010205号".into()));
    assert_eq!(site.faults("B005"), ["sites[0].filing_number"]);
    let answer = sample(no).with(|order| {
        let answer = order.ministry.as_mut().unwrap();
        answer.domains_on_file[0].filing_number = Some("浙ICP备2019010205号-0".into());
    });
    assert_eq!(answer.faults("B005"), ["ministry.domains_on_file[0].filing_number"]);
}
