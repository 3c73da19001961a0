//! What nobody does alone: a second supervisor's word, for exactly what was asked, once, and not for long.

use super::support::{Place, SECRET, approval, minutes, order, passes, reviewer, text};
use beian::domain::countersign::{Alone, WordState};
use beian::domain::ids::{OrderId, UserId};
use beian::domain::people::Role;
use beian::domain::verdict::Decision;
use beian::work::amend::{Wish, amend};
use beian::work::countersign::{Answer, answer};
use beian::work::decide::{Done, decide};
use beian::work::{Desk, WorkError, board, claim, findings, overrule, people, settings, standing};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// An order with a fault that blocks: its certificate number fails its own check digit.
fn faulty(no: &str) -> Value {
    let mut order = order(no);
    order["entity"]["certificate"]["number"] = json!("91440300MA5G00001X");
    order["consents"]["assisted_amendment"] = json!(true);
    order
}

/// A home with one order in first review, and supervisors `zhu` and, where asked for, `qian`.
struct Two {
    place: Place,
    desk: Desk,
    id: OrderId,
    zhu: UserId,
}

impl Two {
    fn new() -> Self {
        let place = Place::with(&[faulty("A")]);
        let desk = place.desk();
        let zhu = desk.store.account("zhu").unwrap().unwrap().staff.id;
        let id = desk.store.order_id(&"A".into()).unwrap();
        Self { place, desk, id, zhu }
    }

    fn other(&mut self) -> UserId {
        reviewer(&mut self.desk, "qian", &[Role::Supervisor])
    }

    fn over(&mut self, at: DateTime<Utc>) -> Result<Done, WorkError> {
        claim::claim(&mut self.desk, self.zhu, self.id, at).unwrap();
        let decision = Decision {
            answers: Default::default(),
            override_reason: Some("已线下核实".into()),
            ..approval(&self.desk, self.id)
        };
        decide(&mut self.desk, self.zhu, self.id, &decision, at)
    }

    /// Approves with every item answered.
    fn plainly(&mut self, who: UserId, at: DateTime<Utc>) -> Result<Done, WorkError> {
        claim::claim(&mut self.desk, who, self.id, at).unwrap();
        let decision = Decision { answers: passes(&self.desk, self.id), ..approval(&self.desk, self.id) };
        decide(&mut self.desk, who, self.id, &decision, at)
    }

    fn events(&self) -> Vec<String> {
        let history = self.desk.store.history(self.id).unwrap();
        let catalog = &self.desk.catalog;
        let say = |line: &beian::domain::view::HistoryLine| {
            beian::catalog::history::sentence(catalog, &line.event, beian::domain::lang::Lang::En)
        };
        history.iter().rev().map(say).collect()
    }
}

fn request(result: Result<impl std::fmt::Debug, WorkError>) -> i64 {
    let said = result.unwrap_err().to_string();
    let number = said.split("(request ").nth(1).and_then(|rest| rest.split(':').next());
    number.unwrap_or_else(|| panic!("{said}")).parse().unwrap()
}

#[test]
fn an_approval_over_blocking_findings_waits_for_another_supervisor() {
    let mut two = Two::new();
    let qian = two.other();
    let word = request(two.over(minutes(1)));
    assert_eq!(request(two.over(minutes(2))), word, "asked for once");
    let own = answer(&mut two.desk, two.zhu, word, Answer::Give, "", minutes(3)).unwrap_err();
    assert!(own.to_string().contains("own request"), "{own}");
    let chu = reviewer(&mut two.desk, "chu", &[Role::First]);
    assert!(answer(&mut two.desk, chu, word, Answer::Give, "", minutes(3)).is_err());
    answer(&mut two.desk, qian, word, Answer::Give, "看过原件", minutes(4)).unwrap();
    let again = answer(&mut two.desk, qian, word, Answer::Refuse, "", minutes(4)).unwrap_err();
    assert!(again.to_string().contains("answered already"), "{again}");
    assert!(two.over(minutes(5)).is_ok());
    let told = two.events().join("\n");
    for line in ["countersignature asked for", "countersigned", "done as countersigned"] {
        assert!(told.contains(line), "{told}");
    }
    assert_eq!(two.desk.store.words(9).unwrap()[0].state, WordState::Used);
    two.place.must_be_sound();
}

#[test]
fn overruling_and_approving_alone_is_the_same_and_two_people_are_enough() {
    let mut two = Two::new();
    let qian = two.other();
    let zhu = two.zhu;
    let overrule_by = |two: &mut Two, who| {
        let found = findings::of(&two.desk, two.id, minutes(1)).unwrap().findings;
        let items: Vec<_> = found.iter().filter(|one| one.is_blocking()).map(|one| one.item()).collect();
        assert!(!items.is_empty());
        overrule::overrule_many(&mut two.desk, who, two.id, &items, "已核实", minutes(1)).unwrap();
    };
    overrule_by(&mut two, zhu);
    request(two.plainly(zhu, minutes(2)));
    overrule_by(&mut two, qian);
    assert!(two.plainly(zhu, minutes(3)).is_ok(), "another supervisor's word stands on the findings");
}

#[test]
fn an_only_supervisor_goes_on_alone_and_that_is_on_record() {
    let mut two = Two::new();
    assert!(two.over(minutes(1)).is_ok());
    let told = two.events().join("\n");
    assert!(told.contains("done alone, there was no other supervisor: approve revision 1"), "{told}");
    let run = |args: &[&str]| text(&two.place.run(args));
    assert_eq!(run(&["setting", "set", "four_eyes", "off", "--user", "zhu"]), "four_eyes = off\n");
    assert!(run(&["log"]).contains("done alone: setting set four_eyes off"), "{}", run(&["log"]));
    two.place.must_be_sound();
}

#[test]
fn mending_and_approving_alone_waits_whoever_does_it_and_a_further_mend_asks_anew() {
    let mut two = Two::new();
    two.other();
    let qian = two.desk.store.account("qian").unwrap().unwrap().staff.id;
    let zhu = two.zhu;
    let chu = reviewer(&mut two.desk, "chu", &[Role::First]);
    claim::claim(&mut two.desk, chu, two.id, minutes(1)).unwrap();
    let mend = |two: &mut Two, to: &str, at| {
        let wish = Wish { path: "remark".into(), to: Some(to.into()), rule: None };
        amend(&mut two.desk, chu, two.id, &[wish], at).unwrap();
    };
    mend(&mut two, "甲", minutes(2));
    super::support::clear(&mut two.desk, two.id, minutes(2));
    let first = request(two.plainly(chu, minutes(3)));
    answer(&mut two.desk, zhu, first, Answer::Give, "", minutes(4)).unwrap();
    mend(&mut two, "乙", minutes(5));
    super::support::clear(&mut two.desk, two.id, minutes(5));
    let second = request(two.plainly(chu, minutes(6)));
    assert_ne!(first, second, "the word was for what had been mended by then");
    answer(&mut two.desk, qian, second, Answer::Give, "", minutes(7)).unwrap();
    assert!(two.plainly(chu, minutes(8)).is_ok());
    two.place.must_be_sound();
}

#[test]
fn a_word_lapses_is_refused_and_falls_with_whoever_gave_it() {
    let mut two = Two::new();
    let qian = two.other();
    let zhu = two.zhu;
    let word = request(two.over(minutes(1)));
    answer(&mut two.desk, qian, word, Answer::Refuse, "请退回", minutes(2)).unwrap();
    let said = two.over(minutes(3)).unwrap_err().to_string();
    assert!(said.contains("qian refused") && said.contains("请退回"), "{said}");
    let day = 24 * 60;
    let word = request(two.over(minutes(day + 4)));
    let late = answer(&mut two.desk, qian, word, Answer::Give, "", minutes(2 * day + 5)).unwrap_err();
    assert!(late.to_string().contains("lapsed"), "{late}");
    let word = request(two.over(minutes(2 * day + 6)));
    answer(&mut two.desk, qian, word, Answer::Give, "", minutes(2 * day + 7)).unwrap();
    people::disable(&mut two.desk, zhu, "qian", minutes(2 * day + 8)).unwrap();
    reviewer(&mut two.desk, "sun", &[Role::Supervisor]);
    request(two.over(minutes(2 * day + 9)));
}

#[test]
fn four_eyes_and_another_supervisors_passphrase_wait_too() {
    let mut two = Two::new();
    let qian = two.other();
    let zhu = two.zhu;
    let word = request(settings::set(&mut two.desk, zhu, "four_eyes", "off", minutes(1)));
    settings::set(&mut two.desk, zhu, "lock_minutes", "7", minutes(1)).unwrap();
    answer(&mut two.desk, qian, word, Answer::Give, "", minutes(2)).unwrap();
    settings::set(&mut two.desk, zhu, "four_eyes", "off", minutes(3)).unwrap();
    settings::set(&mut two.desk, zhu, "four_eyes", "on", minutes(4)).unwrap();
    assert_ne!(request(settings::set(&mut two.desk, zhu, "four_eyes", "off", minutes(5))), word, "once");
    let reset = |two: &mut Two, at| people::set_passphrase(&mut two.desk, zhu, "qian", SECRET, at);
    let word = request(reset(&mut two, minutes(6)));
    assert_eq!(
        two.desk.store.open_words(minutes(6)).unwrap().last().unwrap().alone,
        Alone::Passphrase { name: "qian".into() }
    );
    answer(&mut two.desk, qian, word, Answer::Give, "", minutes(7)).unwrap();
    reset(&mut two, minutes(8)).unwrap();
    people::set_passphrase(&mut two.desk, qian, "qian", SECRET, minutes(9)).unwrap();
    reviewer(&mut two.desk, "chu", &[Role::First]);
    people::set_passphrase(&mut two.desk, zhu, "chu", SECRET, minutes(9)).unwrap();
    two.place.must_be_sound();
}

/// Whoever could make supervisors, or unmake them, could give the word themselves.
#[test]
fn nobody_makes_or_unmakes_a_supervisor_beside_another_alone() {
    let mut two = Two::new();
    let qian = two.other();
    let zhu = two.zhu;
    let roles = |roles: &[Role]| roles.iter().copied().collect::<BTreeSet<Role>>();
    assert!(text(&two.place.run(&["log"])).contains("done alone: user roles qian supervisor"));

    let add =
        |two: &mut Two, at| people::add(&mut two.desk, zhu, "sun", SECRET, &roles(&[Role::Supervisor]), at);
    let word = request(add(&mut two, minutes(1)));
    assert!(two.desk.store.account("sun").unwrap().is_none());
    answer(&mut two.desk, qian, word, Answer::Give, "", minutes(2)).unwrap();
    add(&mut two, minutes(3)).unwrap();

    let unmake =
        |two: &mut Two, at| standing::set_roles(&mut two.desk, zhu, "qian", &roles(&[Role::First]), at);
    let word = request(unmake(&mut two, minutes(4)));
    answer(&mut two.desk, qian, word, Answer::Give, "", minutes(5)).unwrap();
    unmake(&mut two, minutes(6)).unwrap();
    request(standing::set_roles(&mut two.desk, zhu, "qian", &roles(&[Role::Supervisor]), minutes(7)));

    // Closing an account must be quick; to open it again is another matter.
    people::disable(&mut two.desk, zhu, "sun", minutes(8)).unwrap();
    standing::enable(&mut two.desk, zhu, "sun", minutes(9)).unwrap();
    standing::set_roles(&mut two.desk, zhu, "qian", &roles(&[Role::First, Role::Second]), minutes(10))
        .unwrap();
    people::disable(&mut two.desk, zhu, "sun", minutes(11)).unwrap();
    assert!(
        standing::set_roles(&mut two.desk, zhu, "qian", &roles(&[Role::Supervisor]), minutes(12)).is_ok()
    );
    request(standing::enable(&mut two.desk, zhu, "sun", minutes(13)));
    // One's own role is one's own to give back.
    standing::set_roles(&mut two.desk, zhu, "zhu", &roles(&[Role::First]), minutes(14)).unwrap();
    two.place.must_be_sound();
}

#[test]
fn command_and_board_show_and_give_it_alike() {
    use beian::domain::board::{BoardAct, List, Waits};
    let mut two = Two::new();
    let qian = two.other();
    let run = |args: &[&str]| text(&two.place.run(args));
    let said = run(&["setting", "set", "four_eyes", "off", "--user", "zhu"]);
    assert!(
        said.contains("another supervisor must countersign this (request 1: turn four eyes off)"),
        "{said}"
    );
    assert!(run(&["countersign", "list"]).contains("turn four eyes off"));
    assert!(run(&["countersign", "give", "1", "--user", "zhu"]).contains("own request"));
    assert!(run(&["countersign", "refuse", "1", "--user", "qian", "--note", "不必"]).contains("refused"));
    assert!(run(&["setting", "set", "four_eyes", "off", "--user", "zhu"]).contains("qian refused"));
    assert!(run(&["countersign", "list", "--all", "--json"]).contains("four_eyes_off"));
    assert!(run(&["claim", "A", "--user", "zhu"]).contains('A'));
    let over = run(&["review", "A", "--approve", "--override", "已核实", "--user", "zhu"]);
    assert!(over.contains("request 2: approve revision 1 in first_review, over "), "{over}");
    let now = beian::work::now();
    let rows = board::load(&two.desk, List::Words, now).unwrap();
    assert!(
        matches!(&rows[..], [row] if row.order == Some(two.id) && matches!(row.what, Waits::Word { word: 2, .. }))
    );
    board::act(&mut two.desk, qian, &BoardAct::Countersign(2, WordState::Given), now).unwrap();
    let done = run(&["review", "A", "--approve", "--override", "已核实", "--user", "zhu"]);
    assert!(done.contains("approved"), "{done}");
    two.place.must_be_sound();
}
