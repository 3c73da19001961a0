//! The store as one story, and the plans of its queries.

mod outbox;

use super::order::{Claim, NewRevision};
use super::search::Reach;
use super::*;
use crate::domain::event::Event;
use crate::domain::ids::{OrderId, UserId};
use crate::domain::order::{Order, OrderType};
use crate::domain::people::Role;
use crate::domain::stage::{Flow, Stage};
use crate::domain::verdict::{Decision, VerdictKind};
use crate::domain::view::{Blocking, Direction, Filter, Overdue, PageRequest, ReturnedBefore, Sort, Tab};
use chrono::{DateTime, Duration, Utc};
use proptest::prelude::*;

fn flow() -> Flow {
    use Stage::*;
    Flow(vec![FirstReview, Verification, SecondReview, Sms, Bureau, Filed])
}

fn at(minute: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000 + minute * 60, 0).unwrap()
}

fn order(no: usize) -> Order {
    let text = include_str!("../../assets/examples/first_filing/order.json");
    let mut order: Order = serde_json::from_str(text).unwrap();
    order.order_no = format!("T-{no:04}").into();
    order.province = ["guangdong", "hunan", "beijing"][no % 3].into();
    order.order_type = OrderType::ALL[no % 7];
    order
}

struct Home {
    _dir: tempfile::TempDir,
    store: Store,
}

fn home() -> Home {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(&dir.path().join("beian.db")).unwrap();
    store
        .transact::<_, StoreError>(&Op::program(at(0)), |tx| {
            tx.add_user("chu", "x", &[Role::First].into())?;
            tx.add_user("fu", "x", &[Role::Second].into())
        })
        .unwrap();
    Home { _dir: dir, store }
}

fn import(home: &mut Home, no: usize, minute: i64, due: Option<DateTime<Utc>>) -> OrderId {
    let order = order(no);
    let event = Event::Imported { revision: 1, content: "c".into(), scope: None, since: None, due_at: due };
    let new = NewRevision {
        order: &order,
        body: &serde_json::to_string(&order).unwrap(),
        content: &"c".into(),
        event: &event,
    };
    home.store.transact(&Op::program(at(minute)), |tx| tx.add_revision(&new, &flow())).unwrap().0
}

fn decision(kind: VerdictKind, stage: Stage) -> Decision {
    Decision {
        verdict_id: format!("{stage}-{}", kind.slug()).as_str().into(),
        kind,
        stage,
        revision: 1,
        answers: Default::default(),
        reasons: vec![],
        notice: None,
        note: Some("note".into()),
        override_reason: None,
    }
}

#[test]
fn an_order_comes_in_is_held_decided_and_remembered() {
    let mut home = home();
    let id = import(&mut home, 1, 1, None);
    let chu = UserId(1);
    let claim = Claim { user: chu, until: at(20) };
    let op = Op::by(chu, at(5));
    assert!(home.store.transact::<_, StoreError>(&op, |tx| tx.take_claim(id, claim)).unwrap());
    let other = Claim { user: UserId(2), until: at(20) };
    assert!(
        !home
            .store
            .transact::<_, StoreError>(&Op::by(UserId(2), at(6)), |tx| tx.take_claim(id, other))
            .unwrap()
    );
    assert_eq!(home.store.row(id, at(6)).unwrap().holder.unwrap().name, "chu");
    assert!(home.store.row(id, at(21)).unwrap().holder.is_none(), "a lease ends quietly");
    let decided = decision(VerdictKind::Approve, Stage::FirstReview);
    let event = Event::Decided {
        verdict: decided.verdict_id.clone(),
        kind: decided.kind,
        stage: decided.stage,
        reasons: vec![],
        override_reason: None,
        due_at: None,
    };
    home.store
        .transact::<_, StoreError>(&op, |tx| {
            tx.record(id, &Event::Claimed, &flow())?;
            tx.insert_verdict(id, chu, &decided, &tx.order(id)?)?;
            tx.record(id, &event, &flow())?;
            tx.end_claim(id)
        })
        .unwrap();
    assert_eq!(home.store.state(id).unwrap().stage, Stage::Verification);
    assert_eq!(home.store.reviews(id).unwrap()[0].note.as_deref(), Some("note"));
    let names: Vec<_> = home.store.history(id).unwrap().iter().map(|line| line.event.name()).collect();
    assert_eq!(names, ["decided", "claimed", "imported"]);
    let counts = home.store.tab_counts().unwrap();
    assert_eq!(
        (counts.of(Tab::Stage(Stage::FirstReview)), counts.of(Tab::Stage(Stage::Verification))),
        (0, 1)
    );
}

#[test]
fn nothing_of_a_failed_change_is_kept() {
    let mut home = home();
    let id = import(&mut home, 1, 1, None);
    let before = (home.store.state(id).unwrap(), home.store.history(id).unwrap().len());
    let failed: Result<()> = home.store.transact(&Op::by(UserId(1), at(2)), |tx| {
        tx.record(id, &Event::Prioritised { priority: 3, reason: "x".into() }, &flow())?;
        Err(StoreError::say("停", "stop"))
    });
    assert!(failed.is_err());
    assert_eq!((home.store.state(id).unwrap(), home.store.history(id).unwrap().len()), before);
}

#[test]
fn the_next_order_is_the_most_urgent_that_is_free() {
    let mut home = home();
    let late = import(&mut home, 1, 1, Some(at(500)));
    let soon = import(&mut home, 2, 2, Some(at(100)));
    let raised = import(&mut home, 3, 3, None);
    let snoozed = import(&mut home, 4, 3, Some(at(50)));
    let op = Op::by(UserId(1), at(10));
    home.store
        .transact::<_, StoreError>(&op, |tx| {
            tx.record(raised, &Event::Prioritised { priority: 2, reason: "x".into() }, &flow())?;
            tx.record(snoozed, &Event::Snoozed { until: at(60), note: "x".into() }, &flow())
        })
        .unwrap();
    let mut next = |minute: i64, skip: Option<OrderId>| {
        let claim = Claim { user: UserId(1), until: at(minute + 15) };
        home.store
            .transact::<_, StoreError>(&Op::by(UserId(1), at(minute)), |tx| {
                let found = tx.take_next(Stage::FirstReview, claim, skip)?;
                if let Some(id) = found {
                    tx.end_claim(id)?;
                }
                Ok(found)
            })
            .unwrap()
    };
    assert_eq!(next(11, None), Some(raised));
    assert_eq!(next(11, Some(raised)), Some(soon));
    assert_eq!(next(61, Some(raised)), Some(snoozed));
    let _ = late;
}

fn request(tab: Tab, sort: Sort, filter: Filter) -> PageRequest {
    PageRequest { tab, sort, filter, from: None, direction: Direction::Forward, limit: 10, now: at(100) }
}

#[test]
fn every_sort_and_single_filter_of_a_tab_comes_from_an_index() {
    let home = home();
    let filters = [
        Filter::default(),
        Filter { province: Some("hunan".into()), ..Filter::default() },
        Filter { order_type: Some(OrderType::Change), ..Filter::default() },
        Filter { nature: Some("personal".into()), ..Filter::default() },
        Filter { profile: Some("ucloud".into()), ..Filter::default() },
        Filter { returned_before: Some(ReturnedBefore::Returned), ..Filter::default() },
        Filter { blocking: Some(Blocking::Blocking), ..Filter::default() },
    ];
    for sort in Sort::ALL {
        for filter in &filters {
            let wish = request(Tab::Stage(Stage::FirstReview), sort, filter.clone());
            let plan = home.store.plan(&wish).unwrap();
            assert!(plan.contains("USING INDEX orders_"), "{sort:?} {filter:?}: {plan}");
            assert!(!plan.contains("TEMP B-TREE"), "{sort:?} {filter:?}: {plan}");
        }
        let plan = home.store.plan(&request(Tab::All, sort, Filter::default())).unwrap();
        assert!(!plan.contains("TEMP B-TREE"), "all {sort:?}: {plan}");
    }
    for filter in [
        Filter { holder: Some(UserId(1)), ..Filter::default() },
        Filter { overdue: Some(Overdue::Overdue), ..Filter::default() },
    ] {
        let plan = home.store.plan(&request(Tab::Stage(Stage::FirstReview), Sort::Urgent, filter)).unwrap();
        assert!(plan.contains("INDEX orders_") || plan.contains("PRIMARY KEY"), "{plan}");
        assert!(!plan.contains("SCAN orders\n"), "{plan}");
    }
    let plan = home
        .store
        .plan(&request(Tab::All, Sort::Newest, Filter { search: Some("紫荆".into()), ..Filter::default() }))
        .unwrap();
    assert!(plan.contains("VIRTUAL TABLE") && !plan.contains("TEMP B-TREE"), "{plan}");
    for number in ["8000", "13800138000", "+86 138 0013 8000"] {
        let wish =
            request(Tab::All, Sort::Newest, Filter { search: Some(number.into()), ..Filter::default() });
        let plan = home.store.plan_within(&wish, Reach::Numbers).unwrap();
        assert!(plan.contains("VIRTUAL TABLE") && !plan.contains("TEMP B-TREE"), "{plan}");
    }
}

fn walk(store: &Store, wish: &PageRequest) -> Vec<OrderId> {
    let mut all = Vec::new();
    let mut wish = wish.clone();
    loop {
        let page = store.page(&wish).unwrap();
        all.extend(page.rows.iter().map(|row| row.id));
        match page.more_after {
            Some(cursor) => wish.from = Some(cursor),
            None => return all,
        }
    }
}

fn walk_back(store: &Store, wish: &PageRequest, last: crate::domain::view::Cursor) -> Vec<OrderId> {
    let mut all = Vec::new();
    let mut wish = PageRequest { direction: Direction::Backward, from: Some(last), ..wish.clone() };
    loop {
        let page = store.page(&wish).unwrap();
        all.splice(0..0, page.rows.iter().map(|row| row.id));
        match page.more_before {
            Some(cursor) => wish.from = Some(cursor),
            None => return all,
        }
    }
}

/// What has no due time comes after all that has one, the longest waiting first.
fn due_key(row: &crate::domain::view::QueueRow) -> i64 {
    row.due_at.map_or(9_000_000_000_000_000 + time::to_ms(row.waiting_since), time::to_ms)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]
    #[test]
    fn pages_put_together_are_the_sorted_list(rows in prop::collection::vec((0i64..5, -2i64..3), 1..40), limit in 1usize..9) {
        let mut home = home();
        for (no, (due, priority)) in rows.iter().enumerate() {
            let due = (*due > 0).then(|| at(*due));
            let id = import(&mut home, no, no as i64 % 4, due);
            let event = Event::Prioritised { priority: *priority, reason: "x".into() };
            home.store.transact::<_, StoreError>(&Op::program(at(1)), |tx| tx.record(id, &event, &flow())).unwrap();
        }
        for tab in [Tab::Stage(Stage::FirstReview), Tab::All] {
            for sort in Sort::ALL {
                for filter in [Filter::default(), Filter { province: Some("hunan".into()), ..Filter::default() }] {
                    let wish = PageRequest { limit, ..request(tab, sort, filter.clone()) };
                    let all = walk(&home.store, &wish);
                    let mut expected: Vec<_> = (0..rows.len())
                        .filter(|no| filter.province.is_none() || no % 3 == 1)
                        .map(|no| home.store.row(OrderId(no as i64 + 1), at(100)).unwrap())
                        .collect();
                    expected.sort_by_key(|row| match sort {
                        Sort::Urgent => (-row.priority, due_key(row), row.id.0),
                        Sort::Waiting => (time::to_ms(row.waiting_since), row.id.0, 0),
                        Sort::Newest => (-row.id.0, 0, 0),
                    });
                    prop_assert_eq!(&all, &expected.iter().map(|row| row.id).collect::<Vec<_>>());
                    if let Some(last) = home.store.page(&PageRequest { limit: 1000, ..wish.clone() }).unwrap().rows.last() {
                        let back = walk_back(&home.store, &wish, last.cursor);
                        prop_assert_eq!(&back[..], &all[..all.len() - 1]);
                    }
                }
            }
        }
    }
}

#[test]
fn findings_are_kept_with_counts_hold_for_their_basis_and_are_marked_by_others() {
    use super::finding::{Basis, Found};
    use crate::domain::checklist::SubjectRef;
    use crate::domain::finding::{Finding, Found as Is};
    use crate::domain::rule::{How, Weight};
    let mut home = home();
    let (one, two) = (import(&mut home, 1, 1, None), import(&mut home, 2, 2, None));
    let finding = |weight: Weight, is: Is| Finding {
        rule: "X".into(),
        subject: SubjectRef::Entity,
        is,
        how: How::Auto,
        weight,
        path: None,
        file: None,
        values: Default::default(),
        marks: Vec::new(),
        fix: None,
        points_to: None,
    };
    let findings = vec![finding(Weight::Block, Is::Fault), finding(Weight::Info, Is::Open)];
    let found = Found { findings, ..Found::default() };
    let day = |number: u32| chrono::NaiveDate::from_ymd_opt(2026, 11, number).unwrap();
    let basis = Basis { revision: 1, stage: Stage::FirstReview, day: day(16), fingerprint: "f".into() };
    for id in [one, two] {
        home.store
            .transact::<_, StoreError>(&Op::program(at(3)), |tx| tx.put_findings(id, &basis, &found))
            .unwrap();
    }
    let counts = home.store.row(one, at(4)).unwrap().findings;
    assert_eq!((counts.block, counts.warn, counts.info, counts.open), (1, 0, 0, 1));
    let wish = request(
        Tab::Stage(Stage::FirstReview),
        Sort::Urgent,
        Filter { blocking: Some(Blocking::Blocking), ..Filter::default() },
    );
    assert_eq!(walk(&home.store, &wish).len(), 2);
    assert_eq!(home.store.findings(one, &basis).unwrap(), Some(found));
    for other in [
        Basis { revision: 2, ..basis.clone() },
        Basis { stage: Stage::SecondReview, ..basis.clone() },
        Basis { day: day(17), ..basis.clone() },
        Basis { fingerprint: "g".into(), ..basis.clone() },
    ] {
        assert_eq!(home.store.findings(one, &other).unwrap(), None);
    }
    assert!(home.store.stale_findings(day(16), 9).unwrap().is_empty());
    assert_eq!(home.store.stale_findings(day(17), 9).unwrap(), [two, one]);
    let marked = home.store.transact::<_, StoreError>(&Op::program(at(5)), |tx| tx.mark_related(one, 9));
    assert_eq!(marked.unwrap(), 1, "they have account, certificate and contacts in common");
    assert_eq!(home.store.stale_findings(day(16), 9).unwrap(), [two]);
}

#[test]
fn a_claim_by_a_reviewer_who_passed_first_review_is_passed_over() {
    let mut home = home();
    let id = import(&mut home, 1, 1, None);
    let event = |kind, stage| Event::Decided {
        verdict: "v".into(),
        kind,
        stage,
        reasons: vec![],
        override_reason: None,
        due_at: None,
    };
    home.store
        .transact::<_, StoreError>(&Op::by(UserId(1), at(2)), |tx| {
            tx.record(id, &event(VerdictKind::Approve, Stage::FirstReview), &flow())?;
            tx.record(id, &Event::MaterialsComplete { due_at: None }, &flow())
        })
        .unwrap();
    let mut next = |user: i64| {
        let claim = Claim { user: UserId(user), until: at(3) + Duration::minutes(5) };
        home.store
            .transact::<_, StoreError>(&Op::by(UserId(user), at(3)), |tx| {
                tx.take_next(Stage::SecondReview, claim, None)
            })
            .unwrap()
    };
    assert_eq!(next(1), None);
    assert_eq!(next(2), Some(id));
}
