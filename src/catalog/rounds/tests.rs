//! What a reason is about, and its mark, from the revisions of a sample order.

use super::*;
use crate::catalog::paths::for_customer;
use crate::domain::checklist::{ItemKey, SubjectRef};
use crate::domain::facts::{FileFacts, FileState, Media};
use crate::domain::ids::Sha256;
use crate::domain::lang::Lang;
use crate::domain::life::ReturnCause;
use crate::domain::order::Attachment;
use crate::domain::rounds::Mark;
use chrono::DateTime;
use std::sync::LazyLock;

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::embedded().unwrap());

fn order() -> Order {
    serde_json::from_str(include_str!("../../../assets/samples/ICP-10201/order.json")).unwrap()
}

/// Files that are the same where their paths are.
fn files(order: &Order) -> Vec<AttachmentView> {
    let file = |given: &Attachment| AttachmentView {
        given: given.clone(),
        facts: FileFacts {
            method: 0,
            sha256: Sha256::of(given.path.as_bytes()),
            bytes: 1,
            media: Media::Jpeg,
            state: FileState::Whole,
            picture: None,
            exif: None,
            software: Vec::new(),
        },
        revision: order.revision,
        supplement: None,
        purged: None,
    };
    order.attachments.iter().map(file).collect()
}

fn returned(stage: Stage, reasons: Vec<ChosenReason>) -> Returned {
    Returned {
        stage,
        revision: 1,
        at: DateTime::from_timestamp(1_790_000_000, 0).unwrap(),
        by: None,
        cause: (!stage.is_review()).then_some(ReturnCause::Bureau),
        reasons,
    }
}

fn round(order: &Order) -> Round {
    let (stages, found) = (vec![Stage::FirstReview], Vec::new());
    Round { order: order.clone(), files: files(order), stages, found }
}

fn back(before: &Order, after: &Order, findings: &[Finding], returned: Returned) -> Comeback {
    let present = Present {
        order: after,
        stage: Stage::FirstReview,
        files: &files(after),
        findings,
        overruled: &[],
        not_run: &[],
    };
    comeback(&CATALOG, &present, &[round(before)], &[returned], &[]).unwrap()
}

fn next(before: &Order, change: impl FnOnce(&mut Order)) -> Order {
    let mut after = before.clone();
    after.revision = 2;
    change(&mut after);
    after
}

fn reason(code: &str, item: Option<&str>, field: Option<&str>) -> ChosenReason {
    ChosenReason {
        code: code.into(),
        item: item.map(|item| item.parse().unwrap()),
        field: field.map(str::to_owned),
        text: "文字。".into(),
        mend: String::new(),
    }
}

#[test]
fn a_reason_is_marked_by_what_it_is_about() {
    let before = order();
    let (person, site) = (before.people[0].id.to_string(), before.sites[0].id.to_string());
    let label = |path: &str| for_customer(&CATALOG, &before, path);
    let id = CATALOG.text(Lang::Zh, "id_document");
    let front = format!("{id}（{}）（{}）", before.people[0].name, CATALOG.text(Lang::Zh, "side.front"));
    let by_item = |code: &str, subject: &str| reason(code, Some(&format!("{code}@{subject}")), None);
    let place = |kind: &str| before.attachments.iter().position(|file| file.kind.slug() == kind).unwrap();
    let sent_anew = |at: usize| move |order: &mut Order| order.attachments[at].path = "new.jpg".into();
    let nothing = |_: &mut Order| {};
    type Change<'a> = Box<dyn Fn(&mut Order) + 'a>;
    let cases: Vec<(&str, ChosenReason, Change, Mark)> = vec![
        ("nothing changed", by_item("E001", "entity"), Box::new(nothing), Mark::Untouched),
        (
            "its field, which a person compares",
            by_item("E001", "entity"),
            Box::new(|order| order.entity.name = "别的公司".into()),
            Mark::LookAgain,
        ),
        (
            "another field",
            by_item("E001", "entity"),
            Box::new(|order| order.sites[0].name = "别的名称".into()),
            Mark::Untouched,
        ),
        (
            "the document that its rule looks at",
            by_item("E001", "entity"),
            Box::new(sent_anew(place("entity_certificate"))),
            Mark::LookAgain,
        ),
        (
            "the machine decides it, and finds nothing",
            by_item("E005", "entity"),
            Box::new(|order| order.entity.mailing_address.detail.push('号')),
            Mark::Mended,
        ),
        (
            "the machine finds nothing, and nothing changed",
            by_item("E005", "entity"),
            Box::new(nothing),
            Mark::LookAgain,
        ),
        (
            "the field that it names to the customer",
            reason("FREE", None, Some(&label("entity.mailing_address"))),
            Box::new(|order| order.entity.mailing_address.detail.push('号')),
            Mark::LookAgain,
        ),
        (
            "another than the one it names",
            reason("FREE", None, Some(&label("people[0].mobile"))),
            Box::new(|order| order.entity.mailing_address.detail.push('号')),
            Mark::Untouched,
        ),
        (
            "the file that it names",
            reason("DOC-01", None, Some(&front)),
            Box::new(sent_anew(place("id_document"))),
            Mark::LookAgain,
        ),
        (
            "the other side of the file that it names",
            reason("DOC-01", None, Some(&front)),
            Box::new(sent_anew(place("id_document") + 1)),
            Mark::Untouched,
        ),
        ("nobody says what", reason("FREE", None, None), Box::new(nothing), Mark::Untouched),
        (
            "nobody says what, and something changed",
            reason("FREE", None, None),
            Box::new(|order| order.sites[0].name = "别的名称".into()),
            Mark::LookAgain,
        ),
        (
            "nobody says what, and a file came anew",
            reason("FREE", None, None),
            Box::new(sent_anew(0)),
            Mark::LookAgain,
        ),
        (
            "a part that is gone",
            by_item("P018", &format!("person:{person}")),
            Box::new(|order| order.people.clear()),
            Mark::LookAgain,
        ),
        (
            "a bureau's reason by the code of the list",
            reason("SIT-03", None, None),
            Box::new(|order| order.sites[0].name = "别的名称".into()),
            Mark::LookAgain,
        ),
        (
            "the domain of its site",
            by_item("D001", &format!("domain:{site}/0")),
            Box::new(|order| order.sites[0].domains[0].name = "other.cn".into()),
            Mark::Mended,
        ),
    ];
    for (what, reason, change, expected) in cases {
        let after = next(&before, change);
        let stage = if reason.code.as_str() == "SIT-03" { Stage::Bureau } else { Stage::FirstReview };
        let found = back(&before, &after, &[], returned(stage, vec![reason]));
        assert_eq!(found.reasons[0].mark, expected, "{what}");
    }
}

#[test]
fn a_reason_leads_to_its_field_and_to_its_file() {
    let before = order();
    let after = next(&before, |order| {
        order.people.reverse();
        order.attachments[1].path = "new.jpg".into();
    });
    let person = before.people[0].id.to_string();
    let mobile = for_customer(&CATALOG, &before, "people[0].mobile");
    let item = format!("P020@person:{person}");
    let found = back(
        &before,
        &after,
        &[],
        returned(Stage::FirstReview, vec![reason("P020", Some(&item), Some(&mobile))]),
    );
    let last = after.people.len() - 1;
    assert_eq!(found.reasons[0].path, Some(format!("people[{last}].mobile")));
    let certificate = reason("E001", Some("E001@entity"), None);
    let found = back(&before, &after, &[], returned(Stage::FirstReview, vec![certificate]));
    let file = &found.files[found.reasons[0].file.unwrap()];
    assert_eq!((file.kind.slug(), file.is), ("entity_certificate", FileIs::Same));
}

#[test]
fn what_failed_stands_first_whatever_stage_returned_it() {
    let before = order();
    let after = next(&before, |_| {});
    for (stage, reason, failed) in [
        (Stage::FirstReview, reason("E001", Some("E001@entity"), None), "E001@entity"),
        (Stage::SecondReview, reason("E001", Some("E001@entity"), None), "E001@entity"),
        (Stage::Bureau, reason("E001", None, None), "E001@entity"),
        (Stage::Bureau, reason("SUB-01", None, None), "E001@entity"),
    ] {
        let found = back(&before, &after, &[], returned(stage, vec![reason]));
        let key: ItemKey = failed.parse().unwrap();
        assert!(found.failed_before(&key), "{stage}");
        let items = checklist(&CATALOG, &after, Stage::FirstReview, &[]);
        let items = super::super::checklist::failed_first(items, Some(&found));
        assert_eq!(items[0].key, key, "{stage}");
    }
    let sms = Returned { cause: Some(ReturnCause::SmsLapsed), ..returned(Stage::Sms, vec![]) };
    let found = back(&before, &after, &[], sms);
    assert!(found.failed.is_empty() && found.reasons.is_empty());
}

#[test]
fn an_item_is_ours_where_an_earlier_checklist_had_it_and_nothing_changed_since() {
    let before = order();
    let key = ItemKey { rule: "E001".into(), subject: SubjectRef::Entity };
    let other = returned(Stage::FirstReview, vec![reason("FREE", None, None)]);
    let same = next(&before, |order| order.sites[0].name = "别的名称".into());
    assert_eq!(back(&before, &same, &[], other.clone()).item_since(&key), Some(1));
    let changed = next(&before, |order| order.entity.name = "别的公司".into());
    assert_eq!(back(&before, &changed, &[], other).item_since(&key), None);
    let told = returned(Stage::FirstReview, vec![reason("E001", Some("E001@entity"), None)]);
    assert_eq!(back(&before, &same, &[], told).item_since(&key), None, "the customer was told");
}
