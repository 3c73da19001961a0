//! Slots and their findings.

use crate::catalog::slots;
use crate::domain::finding::Found;
use crate::domain::material::{MaterialState, Wrong};
use crate::domain::order::{Attachment, AttachmentKind as Kind, Order, PriorApproval, Side};
use crate::domain::rule::Weight;
use crate::domain::stage::Stage;
use crate::domain::view::SlotState;
use crate::rules::testing::{Sample, catalog, file, sample};
use std::collections::BTreeSet;

const SAMPLES: [&str; 34] = [
    "ICP-10201",
    "ICP-10202",
    "ICP-10203",
    "ICP-10204",
    "ICP-10205",
    "ICP-10206",
    "ICP-10207",
    "ICP-10208",
    "ICP-10209",
    "ICP-10210",
    "ICP-10211",
    "ICP-10212",
    "ICP-10213",
    "ICP-10214",
    "ICP-10215",
    "ICP-10216",
    "ICP-10217",
    "ICP-10218",
    "ICP-10219",
    "ICP-10220",
    "ICP-10221",
    "ICP-10222",
    "ICP-10223",
    "ICP-10224",
    "ICP-10225",
    "ICP-10226",
    "ICP-10227",
    "ICP-10228",
    "ICP-10229",
    "ICP-10230",
    "ICP-10231",
    "ICP-10232",
    "ICP-10233",
    "ICP-10234",
];

/// A sample without the files that `gone` names.
fn without(no: &str, gone: impl Fn(&Attachment) -> bool) -> Sample {
    sample(no).with(|order| order.attachments.retain(|given| !gone(given)))
}

fn without_kind(no: &str, kind: Kind) -> Sample {
    without(no, |given| given.kind == kind)
}

fn states(sample: &Sample, code: &str) -> Vec<(String, MaterialState)> {
    let slots = sample.materials().into_iter().filter(|slot| slot.code.as_str() == code);
    slots.map(|slot| (slot.owner, slot.state)).collect()
}

fn state(sample: &Sample, code: &str) -> MaterialState {
    states(sample, code)[0].1
}

fn weights(sample: &Sample, code: &str) -> Vec<Weight> {
    let found = sample.found(code).into_iter().filter(|finding| finding.is == Found::Fault);
    found.map(|finding| finding.weight).collect()
}

fn ids(order: &mut Order, change: impl Fn(&mut Attachment)) {
    order.attachments.iter_mut().filter(|given| given.kind == Kind::IdDocument).for_each(change);
}

#[test]
fn every_order_lists_every_document_and_good_samples_have_what_they_need() {
    for no in SAMPLES {
        let sample = sample(no);
        let slots = sample.materials();
        let codes: BTreeSet<&str> = slots.iter().map(|slot| slot.code.as_str()).collect();
        assert_eq!(codes.len(), 17, "{no}: {codes:?}");
        for slot in &slots {
            let whole = |text: &str| !text.is_empty() && !text.contains('{');
            assert!(whole(&slot.why.zh) && whole(&slot.why.en), "{no} {slot:?}");
            let planted = matches!((no, slot.code.as_str()), ("ICP-10217", "M017") | ("ICP-10230", "M012"));
            let good =
                matches!(slot.state, MaterialState::Filled | MaterialState::Later | MaterialState::NotNeeded);
            assert_eq!(good, !planted, "{no} {slot:?}");
        }
    }
}

#[test]
fn the_verification_stage_sees_the_same_slots() {
    for no in SAMPLES {
        let sample = sample(no);
        let profile = catalog().profile(&sample.order.profile).unwrap();
        let given: Vec<&Attachment> = sample.order.attachments.iter().collect();
        let waited = slots::slots(profile, &sample.order, &given, &[]);
        let later = sample.materials().into_iter().filter(|slot| slot.state == MaterialState::Later).count();
        assert_eq!(later, waited.len(), "{no}");
        let then = sample.in_stage(Stage::SecondReview).materials();
        for slot in waited {
            let is = match slot.state {
                SlotState::Filled => MaterialState::Filled,
                SlotState::Missing => MaterialState::Missing,
                SlotState::Placeholder => MaterialState::Doubtful,
            };
            let same = |row: &&crate::domain::material::Material| {
                (row.kind, &row.owner, row.state) == (slot.kind, &slot.owner, is)
            };
            assert!(then.iter().any(|row| same(&row)), "{no} {slot:?}");
        }
    }
}

#[test]
fn m001_principals_id_with_both_sides() {
    let no = "ICP-10204";
    assert!(sample(no).found("M001").is_empty());
    assert_eq!(without_kind(no, Kind::IdDocument).faults("M001"), ["attachments"]);
    assert_eq!(without(no, |given| given.side == Some(Side::Back)).faults("M001"), ["attachments[1]"]);
    let merged = without(no, |given| given.side == Some(Side::Back))
        .with(|order| ids(order, |given| given.side = Some(Side::Merged)));
    assert_eq!(state(&merged, "M001"), MaterialState::Filled);
    let unsaid = sample(no).with(|order| ids(order, |given| given.side = None));
    assert_eq!(state(&unsaid, "M001"), MaterialState::Filled);
    let one = without(no, |given| given.side == Some(Side::Back))
        .with(|order| ids(order, |given| given.side = None));
    assert_eq!(one.opens("M001"), ["attachments[1]"]);
    let passport = one.with(|order| order.people[0].certificate.kind = "passport".into());
    assert!(passport.found("M001").is_empty());
}

#[test]
fn m001_of_the_wrong_owner_or_unreadable() {
    let stray = sample("ICP-10204").with(|order| ids(order, |given| given.owner = Some("p9".to_owned())));
    let found = stray.found("M001");
    assert_eq!((found.len(), found[0].file), (1, Some(1)));
    assert!(found[0].values["problem"].zh.contains("p9"));
    let cut = sample("ICP-10204").files(|facts| facts[1].state = crate::domain::facts::FileState::CutOff);
    let slot = cut.materials().into_iter().find(|slot| slot.code.as_str() == "M001").unwrap();
    assert_eq!((slot.state, slot.wrong), (MaterialState::Doubtful, Some(Wrong::Unreadable)));
    assert!(cut.found("M001").is_empty(), "F003 tells it");
    assert_eq!(cut.faults("F003"), ["attachments[1]"]);
}

#[test]
fn changes_and_cancellations_need_what_they_touch() {
    for (no, code, is) in [
        ("ICP-10206", "M001", MaterialState::Filled),
        ("ICP-10206", "M003", MaterialState::NotNeeded),
        ("ICP-10207", "M001", MaterialState::Filled),
        ("ICP-10207", "M002", MaterialState::Filled),
        ("ICP-10207", "M004", MaterialState::NotNeeded),
        ("ICP-10207", "M012", MaterialState::NotNeeded),
        ("ICP-10218", "M002", MaterialState::NotNeeded),
        ("ICP-10234", "M001", MaterialState::NotNeeded),
        ("ICP-10234", "M003", MaterialState::Filled),
    ] {
        assert_eq!(state(&sample(no), code), is, "{no} {code}");
    }
    let unsaid = sample("ICP-10206").with(|order| {
        order.changes.clear();
        order.attachments.clear();
    });
    assert_eq!(unsaid.opens("M001"), ["attachments"]);
}

#[test]
fn m002_entitys_certificate() {
    assert!(sample("ICP-10201").found("M002").is_empty());
    assert_eq!(without_kind("ICP-10201", Kind::EntityCertificate).faults("M002"), ["attachments"]);
    let stray = sample("ICP-10201").with(|order| order.attachments[0].owner = Some("p1".to_owned()));
    assert_eq!(stray.faults("M002"), ["attachments[0]"]);
    assert_eq!(state(&sample("ICP-10202"), "M002"), MaterialState::NotNeeded);
}

#[test]
fn m003_managers_id() {
    assert!(sample("ICP-10201").found("M003").is_empty());
    let gone =
        without("ICP-10201", |given| given.kind == Kind::IdDocument && given.owner.as_deref() == Some("p2"));
    assert_eq!(gone.faults("M003"), ["attachments"]);
    assert!(gone.found("M001").is_empty());
    assert_eq!(state(&sample("ICP-10204"), "M003"), MaterialState::NotNeeded);
}

#[test]
fn m004_domain_certificate_by_profile() {
    assert_eq!(without_kind("ICP-10201", Kind::DomainCertificate).faults("M004"), ["attachments"]);
    assert_eq!(without_kind("ICP-10233", Kind::DomainCertificate).faults("M004"), ["attachments"]);
    for no in ["ICP-10210", "ICP-10220"] {
        assert_eq!(state(&sample(no), "M004"), MaterialState::NotNeeded, "{no}");
    }
    let no_owner = sample("ICP-10201").with(|order| order.attachments[5].owner = None);
    assert_eq!(state(&no_owner, "M004"), MaterialState::Filled);
}

#[test]
fn m005_construction_plan_by_province_and_number() {
    let hunan = without_kind("ICP-10219", Kind::ConstructionPlan);
    assert_eq!(weights(&hunan, "M005"), [Weight::Block]);
    let domains = |no: &str, count: usize| {
        without_kind(no, Kind::ConstructionPlan).with(|order| {
            let first = order.sites[0].domains[0].clone();
            order.sites[0].domains = (0..count)
                .map(|at| crate::domain::order::Domain { name: format!("yangli{at}.com"), ..first.clone() })
                .collect();
        })
    };
    assert!(domains("ICP-10216", 4).found("M005").is_empty());
    assert_eq!(weights(&domains("ICP-10216", 5), "M005"), [Weight::Warn]);
    assert!(domains("ICP-10211", 1).found("M005").is_empty());
    assert_eq!(domains("ICP-10211", 2).opens("M005"), ["attachments"]);
    assert_eq!(state(&domains("ICP-10202", 9), "M005"), MaterialState::NotNeeded, "another profile");
}

#[test]
fn m006_residence_permit_of_an_outsider() {
    let gone = || without_kind("ICP-10216", Kind::ResidencePermit);
    assert_eq!(weights(&gone(), "M006"), [Weight::Warn]);
    let number = |prefix: &str| {
        let prefix = prefix.to_owned();
        gone().with(move |order| order.people[0].certificate.number.replace_range(..2, &prefix))
    };
    assert_eq!(state(&number("44"), "M006"), MaterialState::NotNeeded);
    assert_eq!(number("99").opens("M006"), ["attachments"]);
    let accepted = gone().with(|order| order.province = "tianjin".into());
    assert_eq!(state(&accepted, "M006"), MaterialState::NotNeeded);
}

#[test]
fn m007_commitment_by_province() {
    assert!(sample("ICP-10216").found("M007").is_empty());
    assert_eq!(weights(&without_kind("ICP-10216", Kind::FilingCommitment), "M007"), [Weight::Block]);
    assert_eq!(state(&sample("ICP-10211"), "M007"), MaterialState::NotNeeded);
}

#[test]
fn m008_letter_of_who_is_not_the_legal_representative() {
    let gone = || {
        without("ICP-10222", |given| {
            given.kind == Kind::AuthorisationLetter && given.owner.as_deref() == Some("p2")
        })
    };
    assert_eq!(weights(&gone(), "M008"), [Weight::Warn], "one source");
    assert_eq!(weights(&gone().with(|order| order.province = "anhui".into()), "M008"), [Weight::Block]);
    let one_for_all = without_kind("ICP-10222", Kind::AuthorisationLetter)
        .attach(file(Kind::AuthorisationLetter, "entity"));
    assert!(one_for_all.found("M008").is_empty());
    let unknown = gone().with(|order| order.entity.legal_representative = None);
    assert_eq!(unknown.opens("M008"), ["attachments"]);
    assert_eq!(state(&sample("ICP-10231"), "M008"), MaterialState::NotNeeded, "Beijing is not listed");
}

#[test]
fn m009_prior_approval_that_was_chosen() {
    let chosen = || {
        sample("ICP-10201").with(|order| {
            order.sites[0].prior_approvals = vec![PriorApproval { subject: "news".to_owned(), number: None }];
        })
    };
    assert_eq!(chosen().faults("M009"), ["attachments"]);
    assert!(chosen().attach(file(Kind::PriorApproval, "s1")).found("M009").is_empty());
    assert!(sample("ICP-10201").found("M009").is_empty());
}

#[test]
fn m010_commitment_is_a_question_for_the_reviewer() {
    let named = |name: &str| {
        let name = name.to_owned();
        sample("ICP-10210").with(move |order| order.sites[0].name = name)
    };
    let news = named("望江新闻网");
    assert_eq!(news.opens("M010"), ["attachments"]);
    assert!(news.found("M010")[0].values["why"].zh.contains("新闻"));
    assert_eq!(news.found("S125")[0].points_to.as_ref().unwrap().as_str(), "M010");
    let committed = named("望江新闻网").attach(file(Kind::PriorApprovalCommitment, "s1"));
    assert_eq!(state(&committed, "M010"), MaterialState::Filled);
    let approved = named("望江新闻网").attach(file(Kind::PriorApproval, "entity"));
    assert_eq!(state(&approved, "M010"), MaterialState::NotNeeded);
    assert_eq!(state(&sample("ICP-10210"), "M010"), MaterialState::NotNeeded);
    let tencent = sample("ICP-10222").with(|order| order.sites[0].name = "望江新闻网".to_owned());
    assert_eq!(state(&tencent, "M010"), MaterialState::NotNeeded);
}

#[test]
fn m011_sheet_before_first_review_or_in_the_verification_stage() {
    assert_eq!(without_kind("ICP-10220", Kind::VerificationSheet).faults("M011"), ["attachments"]);
    let later = sample("ICP-10201");
    assert_eq!(state(&later, "M011"), MaterialState::Later);
    assert!(later.found("M011").is_empty());
    assert_eq!(later.clone().in_stage(Stage::SecondReview).faults("M011"), ["attachments"]);
    let there = later.attach(file(Kind::VerificationSheet, "s1")).in_stage(Stage::SecondReview);
    assert!(there.found("M011").is_empty());
    let stray = sample("ICP-10201").attach(file(Kind::VerificationSheet, "s7")).in_stage(Stage::SecondReview);
    assert_eq!(stray.faults("M011"), ["attachments[8]"]);
    assert_eq!(state(&sample("ICP-10210"), "M011"), MaterialState::NotNeeded);
}

#[test]
fn m012_photo_or_identity_check() {
    assert_eq!(sample("ICP-10230").faults("M012"), ["attachments"]);
    assert!(sample("ICP-10229").found("M012").is_empty());
    let unknown = sample("ICP-10229").with(|order| order.identity_checks.clear());
    assert_eq!(unknown.opens("M012"), ["attachments"]);
    let other = sample("ICP-10229").with(|order| order.identity_checks[0].person = "p9".into());
    assert_eq!(other.faults("M012"), ["attachments"]);
    let second = sample("ICP-10220").in_stage(Stage::SecondReview);
    assert_eq!(second.faults("M012"), ["attachments"]);
    assert!(sample("ICP-10220").found("M012").is_empty(), "not due yet");
}

#[test]
fn m013_security_letter_on_paper() {
    let mut second = sample("ICP-10233").in_stage(Stage::SecondReview);
    assert_eq!(second.faults("M013"), ["attachments"]);
    second.papers = vec![("security_letter".to_owned(), "order".to_owned())];
    assert!(second.found("M013").is_empty());
    assert_eq!(state(&sample("ICP-10220"), "M013"), MaterialState::NotNeeded);
}

#[test]
fn m014_employment_of_who_is_younger_than_18() {
    let born = |day: &str| {
        let day = day.to_owned();
        sample("ICP-10220").with(move |order| order.people[0].certificate.number.replace_range(6..14, &day))
    };
    assert_eq!(born("20081119").faults("M014"), ["attachments"]);
    assert!(born("20081118").found("M014").is_empty(), "18 that day");
    assert!(born("20081119").attach(file(Kind::EmploymentProof, "p1")).found("M014").is_empty());
    let passport = sample("ICP-10220").with(|order| order.people[0].certificate.kind = "passport".into());
    assert_eq!(passport.opens("M014"), ["attachments"]);
    assert_eq!(state(&sample("ICP-10222"), "M014"), MaterialState::NotNeeded);
}

#[test]
fn m015_m016_m017_by_profile() {
    let gone = without("ICP-10222", |given| {
        given.kind == Kind::HandheldPhoto && given.owner.as_deref() == Some("p3")
    });
    assert_eq!(gone.faults("M015"), ["attachments"]);
    assert_eq!(gone.found("M015")[0].subject.to_string(), "person:p3");
    assert_eq!(state(&sample("ICP-10202"), "M015"), MaterialState::NotNeeded);
    assert_eq!(without_kind("ICP-10229", Kind::SiteCommitment).faults("M016"), ["attachments"]);
    assert_eq!(state(&sample("ICP-10220"), "M016"), MaterialState::NotNeeded);
    assert_eq!(sample("ICP-10217").faults("M017"), ["attachments"]);
    assert!(sample("ICP-10210").found("M017").is_empty());
    let closed = sample("ICP-10217").with(|order| order.sites[0].domains.clear());
    assert!(closed.found("M017").is_empty(), "no domain, no screenshot");
}
