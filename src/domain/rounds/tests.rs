//! Marks, fields that are found again, faults that are ours.

use super::*;
use crate::domain::checklist::SubjectRef;
use crate::domain::lang::Bilingual;
use crate::domain::rule::{How, Weight};

fn order() -> Order {
    serde_json::from_str(include_str!("../../../assets/samples/ICP-10201/order.json")).unwrap()
}

#[test]
fn the_mark_follows_from_what_changed_and_what_the_machine_says() {
    use Machine::{Clear, FindsOther, FindsSame, Silent};
    for (touch, machine, expected) in [
        (Touch::Same, Silent, Mark::Untouched),
        (Touch::Same, FindsSame, Mark::Untouched),
        (Touch::Same, FindsOther, Mark::Untouched),
        (Touch::Same, Clear, Mark::LookAgain),
        (Touch::Changed, Silent, Mark::LookAgain),
        (Touch::Changed, FindsSame, Mark::Untouched),
        (Touch::Changed, FindsOther, Mark::LookAgain),
        (Touch::Changed, Clear, Mark::Mended),
    ] {
        assert_eq!(mark(touch, machine), expected, "{touch:?} {machine:?}");
    }
}

#[test]
fn a_field_is_found_again_by_the_id_of_its_part() {
    let before = order();
    let mut after = before.clone();
    after.people.reverse();
    let last = after.people.len() - 1;
    let number = "people[0].certificate.number";
    assert_eq!(Fields::of(&before, &after).now(number), Some(format!("people[{last}].certificate.number")));
    assert_eq!(Fields::of(&before, &after).touch(number), Touch::Same);
    after.people[last].certificate.number = "X".into();
    let fields = Fields::of(&before, &after);
    assert_eq!(fields.touch(number), Touch::Changed);
    assert_eq!(fields.touch("people[0].mobile"), Touch::Same);
    assert_eq!(fields.touch("people[0]"), Touch::Changed, "a group has its fields");
    assert!(fields.paths().contains("people[0].certificate") && fields.paths().contains(number));
    after.people.clear();
    let fields = Fields::of(&before, &after);
    assert_eq!((fields.now("people[0].name"), fields.touch("people[0].name")), (None, Touch::Changed));
    assert_eq!(fields.now("entity.name").as_deref(), Some("entity.name"));
    assert_eq!((fields.touch("entity"), fields.anything()), (Touch::Same, Touch::Changed));
}

fn finding(rule: &str, word: &str) -> Finding {
    Finding {
        rule: rule.into(),
        subject: SubjectRef::Entity,
        is: Found::Fault,
        how: How::Auto,
        weight: Weight::Block,
        path: Some("people[0].mobile".into()),
        file: None,
        values: [("word".to_owned(), Bilingual::same(word))].into(),
        marks: Vec::new(),
        fix: None,
        points_to: None,
    }
}

#[test]
fn a_fault_is_ours_where_an_earlier_round_shows_it_and_nobody_told() {
    let now = [finding("P1", "a")];
    let round = |revision, found: Vec<Finding>| Reviewed { revision, found };
    let moved = Finding { path: Some("people[1].mobile".into()), ..finding("P1", "a") };
    let since =
        |reviewed: &[Reviewed], told: &[Failed]| ours(&now, reviewed, told).first().map(|ours| ours.since);
    for (reviewed, told, expected) in [
        (vec![], vec![], None),
        (vec![round(1, vec![])], vec![], None),
        (vec![round(1, vec![finding("P1", "b")])], vec![], None),
        (vec![round(1, vec![finding("P1", "a")])], vec![], Some(1)),
        (vec![round(1, vec![moved])], vec![], Some(1)),
        (vec![round(1, vec![]), round(2, vec![finding("P1", "a")])], vec![], Some(2)),
        (vec![round(1, vec![finding("P1", "a")])], vec![Failed::Rule("P1".into())], None),
        (vec![round(1, vec![finding("P1", "a")])], vec![Failed::Item(now[0].item())], None),
    ] {
        assert_eq!(since(&reviewed, &told), expected);
    }
    let open = Finding { is: Found::Open, ..finding("P1", "a") };
    assert!(ours(std::slice::from_ref(&open), &[round(1, vec![open.clone()])], &[]).is_empty());
}
