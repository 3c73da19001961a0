//! The id of a verdict: it makes a retry harmless, and belongs to one verdict alone.

use super::support::{
    Place, approval, cancellation, clear, minutes, monday, passes, rejection, reviewer, sample, text,
};
use beian::domain::ids::{OrderId, UserId};
use beian::domain::people::Role;
use beian::domain::verdict::Decision;
use beian::work::decide::{decide, undo};
use beian::work::{Desk, claim};

struct Scene {
    place: Place,
    desk: Desk,
    chu: UserId,
    other: UserId,
    order: OrderId,
}

fn scene() -> Scene {
    let place = Place::with(&[cancellation(1), cancellation(2)]);
    let mut desk = place.desk();
    let chu = reviewer(&mut desk, "chu", &[Role::First, Role::Second]);
    let other = reviewer(&mut desk, "li", &[Role::First, Role::Second]);
    let order = desk.store.order_id(&"UC-00001".into()).unwrap();
    claim::claim(&mut desk, chu, order, monday()).unwrap();
    clear(&mut desk, order, monday());
    Scene { place, desk, chu, other, order }
}

impl Scene {
    fn refused(&mut self, who: UserId, order: OrderId, decision: &Decision) -> String {
        let before: i64 = self.place.ask("SELECT count(*) FROM verdict");
        let drafts: i64 = self.place.ask("SELECT count(*) FROM draft");
        let refused = decide(&mut self.desk, who, order, decision, minutes(2)).unwrap_err().to_string();
        assert_eq!(self.place.ask::<i64>("SELECT count(*) FROM verdict"), before, "{refused}");
        assert_eq!(self.place.ask::<i64>("SELECT count(*) FROM draft"), drafts, "{refused}");
        refused
    }
}

#[test]
fn the_same_verdict_by_the_same_person_returns_the_first_result() {
    let mut scene = scene();
    let decision = rejection(&scene.desk, scene.order);
    let first = decide(&mut scene.desk, scene.chu, scene.order, &decision, minutes(1)).unwrap();
    let again = decide(&mut scene.desk, scene.chu, scene.order, &decision, minutes(2)).unwrap();
    assert_eq!(first, again);
    assert_eq!(scene.place.ask::<i64>("SELECT count(*) FROM verdict"), 1);
}

#[test]
fn an_id_of_another_person_order_kind_revision_or_content_is_refused() {
    let mut scene = scene();
    let decision = approval(&scene.desk, scene.order);
    decide(&mut scene.desk, scene.chu, scene.order, &decision, minutes(1)).unwrap();
    let two = scene.desk.store.order_id(&"UC-00002".into()).unwrap();
    let rejected =
        Decision { verdict_id: decision.verdict_id.clone(), ..rejection(&scene.desk, scene.order) };
    let (chu, other, order) = (scene.chu, scene.other, scene.order);
    let cases: [(UserId, OrderId, Decision, &str); 6] = [
        (other, order, decision.clone(), "another person"),
        (chu, two, decision.clone(), "another order"),
        (chu, order, rejected, "an approval"),
        (chu, order, Decision { revision: 2, ..decision.clone() }, "revision 1"),
        (chu, order, Decision { note: Some("other".into()), ..decision.clone() }, "other content"),
        (chu, order, Decision { answers: Default::default(), ..decision.clone() }, "other content"),
    ];
    for (who, order, decision, word) in cases {
        let refused = scene.refused(who, order, &decision);
        assert!(refused.contains(word) && refused.contains("id"), "{word}: {refused}");
    }
    scene.place.must_be_sound();
}

#[test]
fn an_id_whose_verdict_was_undone_is_refused() {
    let mut scene = scene();
    let decision = rejection(&scene.desk, scene.order);
    decide(&mut scene.desk, scene.chu, scene.order, &decision, minutes(1)).unwrap();
    undo(&mut scene.desk, scene.chu, &decision.verdict_id, minutes(2)).unwrap();
    let (chu, order) = (scene.chu, scene.order);
    let refused = scene.refused(chu, order, &decision);
    assert!(refused.contains("undone"), "{refused}");
    assert!(!passes(&scene.desk, order).is_empty());
}

/// The reason's words are those of a finding, which the order has no more once it is rejected.
#[test]
fn a_rejection_repeated_by_command_with_its_id_is_one_rejection() {
    let place = Place::new();
    reviewer(&mut place.desk(), "chu", &[Role::First]);
    reviewer(&mut place.desk(), "li", &[Role::First]);
    let run = |who: &str, args: &[&str]| {
        let mut all = vec!["--user", who];
        all.extend(args);
        let output = place.run(&all);
        (output.status.code(), text(&output))
    };
    assert_eq!(run("chu", &["import", sample("ICP-10217").to_str().unwrap()]).0, Some(0));
    assert_eq!(run("chu", &["claim", "ICP-10217"]).0, Some(0));
    let reject = ["review", "ICP-10217", "--reject", "--reason", "M017", "--verdict-id", "v1", "--json"];
    let first = run("chu", &reject);
    assert_eq!(first.0, Some(0), "{}", first.1);
    assert_eq!(run("chu", &reject), first);
    assert_eq!(place.ask::<i64>("SELECT count(*) FROM verdict"), 1);

    let other = |change: &[&str], who: &str, word: &str| {
        let args: Vec<&str> = ["review", "ICP-10217"].iter().chain(change).copied().collect();
        let (code, said) = run(who, &[&args[..], &["--verdict-id", "v1"]].concat());
        assert!(code == Some(1) && said.contains(word), "{change:?}: {said}");
    };
    other(&["--reject", "--reason", "M017"], "li", "another person");
    other(&["--approve"], "chu", "a rejection");
    for id in ["", "v 1", "v\u{202e}1"] {
        let (code, said) = run("chu", &["review", "ICP-10217", "--approve", "--verdict-id", id]);
        assert!(code == Some(2) && said.contains("1 to 64 letters"), "{id:?}: {said}");
    }
    other(&["--reject", "--reason", "SUB-01"], "chu", "other content");
    other(&["--reject", "--reason", "M017", "--note", "n"], "chu", "other content");
    other(&["--reject", "--reason", "M017", "--override", "n"], "chu", "other content");
    assert_eq!(place.ask::<i64>("SELECT count(*) FROM verdict"), 1);
}
