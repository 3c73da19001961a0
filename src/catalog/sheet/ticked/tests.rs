//! Which lines are ticked, by what.

use super::*;
use crate::domain::checklist::ItemAnswer;
use crate::domain::rule::Weight;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::embedded().unwrap());
const ORGANISATION: &str = include_str!("../../../../assets/samples/ICP-10201/order.json");
const PERSONAL: &str = include_str!("../../../../assets/samples/ICP-10202/order.json");

fn order(text: &str) -> Order {
    serde_json::from_str(text).unwrap()
}

fn answers(given: &[(&str, Answer)]) -> Answers {
    let one =
        |(key, answer): &(&str, Answer)| (key.parse().unwrap(), ItemAnswer { answer: *answer, note: None });
    given.iter().map(one).collect()
}

fn fault(rule: &str, subject: SubjectRef, is: Found) -> Finding {
    Finding {
        rule: rule.into(),
        subject,
        is,
        how: How::Auto,
        weight: Weight::Block,
        path: None,
        file: None,
        values: BTreeMap::new(),
        marks: Vec::new(),
        fix: None,
        points_to: None,
    }
}

fn photo(order: &Order, method: &str) -> Attachment {
    serde_json::from_value(serde_json::json!({
        "path": "x.jpg", "kind": "curtain_photo", "owner": order.sites[0].manager, "photo_method": method,
    }))
    .unwrap()
}

/// The tick of a line, from what first review found, both reviews' answers, and a photo.
fn tick(
    order: &Order,
    line: &str,
    found: Vec<Finding>,
    given: &[(&str, Answer)],
    method: Option<&str>,
) -> Tick {
    let answers = answers(given);
    let review = |stage| Reviewed { stage, answers: &answers, found: found.clone(), not_run: Vec::new() };
    let photo = method.map(|method| photo(order, method));
    let files: Vec<&Attachment> = order.attachments.iter().chain(&photo).collect();
    let checked = Checked {
        order,
        profile: CATALOG.profile(&order.profile).unwrap(),
        site: order.sites.first(),
        reviews: &[review(Stage::FirstReview), review(Stage::SecondReview)],
        overruled: &[],
        files: &files,
        papers: &[],
    };
    let all = ticked(&CATALOG, &CATALOG.sheet, &checked);
    match all.into_iter().find(|one| one.line.id == line).unwrap().ticks {
        Ticks::YesNo(tick) => tick,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_line_is_yes_only_where_answers_and_rules_say_so() {
    use Answer::{Fault, NotApplicable, Pass};
    use Tick::{No, Open, Yes};
    let order = order(ORGANISATION);
    let manager = order.sites[0].manager.to_string();
    let (site, person) = (order.sites[0].id.to_string(), SubjectRef::Person(manager.clone()));
    let h001 = format!("H001@person:{manager}");
    let d006 = format!("D006@domain:{site}/0");
    let broken = |is| vec![fault("P010", person.clone(), is)];
    type Case<'a> = (&'a str, Vec<Finding>, Vec<(&'a str, Answer)>, Option<&'a str>, Tick);
    let cases: Vec<Case> = vec![
        ("number_right", vec![], vec![], None, Open),
        ("number_right", vec![], vec![("E012@entity", Pass)], None, Yes),
        ("number_right", vec![], vec![("E012@entity", Fault)], None, No),
        ("number_right", vec![], vec![("E012@entity", NotApplicable)], None, Open),
        // The program decides it.
        ("email_right", vec![], vec![], None, Yes),
        ("email_right", broken(Found::Fault), vec![], None, No),
        ("email_right", broken(Found::Open), vec![], None, Open),
        // One of two is not answered.
        ("domain_right", vec![], vec![], None, Open),
        ("domain_right", vec![], vec![(&d006, Pass)], None, Yes),
        // Met in person by the photo's method alone.
        ("met_in_person", vec![], vec![(&h001, Pass)], Some("curtain"), Yes),
        ("met_in_person", vec![], vec![(&h001, Pass)], Some("onsite_signing"), Yes),
        ("met_in_person", vec![], vec![(&h001, Pass)], Some("portrait_capture"), Open),
        ("met_in_person", vec![], vec![(&h001, Pass)], None, Open),
        ("met_in_person", vec![], vec![], Some("curtain"), Open),
        ("met_in_person", vec![], vec![(&h001, Fault)], Some("curtain"), No),
        ("provider_right", vec![], vec![], None, Yes),
        ("papers_kept", vec![], vec![], None, Open),
    ];
    for (line, found, given, method, expected) in cases {
        assert_eq!(tick(&order, line, found, &given, method), expected, "{line} {given:?} {method:?}");
    }
}

#[test]
fn what_a_supervisor_overruled_is_no_yes() {
    let order = order(ORGANISATION);
    let found = fault("E005", SubjectRef::Entity, Found::Fault);
    let overruled = [Overruled { item: found.item(), why: "已核实".into() }];
    let answers = Answers::new();
    let checked = Checked {
        order: &order,
        profile: CATALOG.profile(&order.profile).unwrap(),
        site: order.sites.first(),
        reviews: &[Reviewed {
            stage: Stage::FirstReview,
            answers: &answers,
            found: vec![found],
            not_run: vec![],
        }],
        overruled: &overruled,
        files: &[],
        papers: &[],
    };
    let all = ticked(&CATALOG, &CATALOG.sheet, &checked);
    let line = all.iter().find(|one| one.line.id == "address_right").unwrap();
    assert_eq!(line.ticks, Ticks::YesNo(Tick::Open));
}

#[test]
fn the_certificate_is_ticked_by_who_files_and_with_what() {
    let chosen = |order: &Order| -> Vec<String> {
        let files: Vec<&Attachment> = order.attachments.iter().collect();
        let checked = Checked {
            order,
            profile: CATALOG.profile(&order.profile).unwrap(),
            site: order.sites.first(),
            reviews: &[],
            overruled: &[],
            files: &files,
            papers: &[],
        };
        let all = ticked(&CATALOG, &CATALOG.sheet, &checked);
        let mut names = Vec::new();
        for one in &all {
            if let Ticks::Options(options) = &one.ticks {
                let yes = options.iter().filter(|(_, tick)| *tick == Tick::Yes);
                names.extend(yes.map(|(choice, _)| format!("{}={}", one.line.id, choice.id)));
            }
        }
        names
    };
    let mut unit = order(ORGANISATION);
    assert_eq!(chosen(&unit), ["unit_certificate=business_licence"]);
    unit.entity.certificate.kind = "law_firm_licence".into();
    assert_eq!(chosen(&unit), ["unit_certificate=other"]);
    assert_eq!(chosen(&order(PERSONAL)), ["person_certificate=id_card"]);
}
