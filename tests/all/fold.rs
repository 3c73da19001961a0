//! Whatever events come, valid or not: the stage table holds, and the state beside the log is its replay.

use super::support::{Place, minutes, order};
use beian::domain::event::{Event, OrderState, Scope, apply};
use beian::domain::ids::{OrderId, VerdictId};
use beian::domain::life::{CallResult, PasswordKept, Reminder, ReturnCause, SmsCheck, SmsOutcome};
use beian::domain::stage::{Flow, Stage};
use beian::domain::verdict::VerdictKind;
use beian::store::{Op, StoreError};
use beian::work::Desk;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

fn stages() -> impl Strategy<Value = Stage> {
    (0..Stage::ALL.len()).prop_map(|at| Stage::ALL[at])
}

fn verdicts() -> impl Strategy<Value = VerdictId> {
    (0..3u8).prop_map(|n| VerdictId(format!("v{n}")))
}

fn any_event() -> impl Strategy<Value = Event> {
    let person = prop_oneof![Just("p1"), Just("p2"), Just("p9")];
    let outcome = prop_oneof![Just(SmsOutcome::Sent), Just(SmsOutcome::Verified), Just(SmsOutcome::Wrong)];
    let kind = prop_oneof![3 => Just(VerdictKind::Approve), 1 => Just(VerdictKind::Reject)];
    let due = || prop::option::of((0..5000i64).prop_map(minutes));
    prop_oneof![
        4 => (verdicts(), kind, stages(), due()).prop_map(|(verdict, kind, stage, due_at)| Event::Decided {
            verdict, kind, stage, reasons: vec![], override_reason: None, due_at,
        }),
        1 => (verdicts(), stages(), due()).prop_map(|(verdict, back_to, due_at)| Event::Undone {
            verdict, back_to, since: None, due_at, asked: None,
        }),
        2 => due().prop_map(|due_at| Event::MaterialsComplete { due_at }),
        3 => (any::<bool>(), due()).prop_map(|(with, due_at)| Event::HandedOver {
            package: "A-r1".into(),
            digest: "d".into(),
            sms: with.then(|| SmsCheck::new(&["p1".into(), "p2".into()], 5, minutes(1440))),
            due_at,
        }),
        3 => (person, outcome).prop_map(|(person, outcome)| Event::SmsTried { person: person.into(), outcome }),
        1 => due().prop_map(|due_at| Event::SmsPassed { due_at }),
        1 => stages().prop_map(|stage| Event::Returned { stage, cause: ReturnCause::Bureau, reasons: vec![] }),
        1 => Just(Event::Filed { entity_number: None, sites: vec![], password: PasswordKept::No }),
        1 => Just(Event::Reminded { what: Reminder::Waiting, nth: None }),
        1 => Just(Event::Reminded { what: Reminder::SmsLapse, nth: None }),
        1 => due().prop_map(|again_at| Event::Called {
            person: "p1".into(), result: CallResult::NotReached, note: String::new(), again_at,
        }),
        1 => Just(Event::Claimed),
        1 => Just(Event::Asked { note: "?".into() }),
        1 => (1..4u32).prop_map(|revision| Event::Imported {
            revision, content: "c".into(), scope: Some(Scope::Wider), since: None, due_at: None,
        }),
    ]
}

/// The event as it would fit an order in this state.
fn aimed(event: &Event, state: &OrderState) -> Event {
    let (mut event, stage) = (event.clone(), state.stage);
    match &mut event {
        Event::Imported { revision, .. } => *revision = state.revision + 1,
        Event::Decided { stage: of, .. } | Event::Returned { stage: of, .. } => *of = stage,
        Event::HandedOver { sms, .. } if stage == Stage::Bureau => *sms = None,
        Event::HandedOver { sms, .. } => {
            *sms = Some(SmsCheck::new(&["p1".into(), "p2".into()], 5, minutes(1440)));
        }
        _ => {}
    }
    event
}

/// The stages from which each stage can be reached by one event.
fn may_follow(before: Stage, after: Stage, event: &Event, flow: &Flow) -> bool {
    use Stage::{Abandoned, Bureau, FirstReview, Returned, SecondReview, Sms};
    match event {
        _ if before == after => true,
        Event::Decided { kind: VerdictKind::Reject, .. } => before.is_review() && after == Returned,
        Event::Decided { .. } => before.is_review() && flow.after(before) == Some(after),
        Event::Undone { back_to, .. } => after == *back_to && after.is_review(),
        Event::MaterialsComplete { .. } => before == Stage::Verification && after == SecondReview,
        Event::SmsPassed { .. } => before == Sms && after == Bureau,
        Event::Returned { stage, .. } => {
            *stage == before && matches!(before, Sms | Bureau) && after == Returned
        }
        Event::Filed { .. } => before == Bureau && after == Stage::Filed,
        Event::Imported { .. } => before == Returned && matches!(after, FirstReview | SecondReview),
        Event::GivenUp { .. } | Event::Expired { .. } => !before.is_final() && after == Abandoned,
        _ => false,
    }
}

/// What the log says of an order's state.
fn replay(desk: &Desk, id: OrderId, flow: &Flow) -> OrderState {
    let history = desk.store.history(id).unwrap();
    let mut state = None;
    for line in history.iter().rev() {
        state = Some(apply(state.as_ref(), &line.event, None, line.at, flow).unwrap());
    }
    state.unwrap()
}

#[test]
fn random_events_never_leave_the_stage_table_and_the_state_is_their_replay() {
    let place = Place::new();
    let mut number = 0;
    let runner = TestRunner::new(Config { cases: 40, failure_persistence: None, ..Config::default() });
    let (mut runner, moved) = (runner, std::cell::Cell::new(0u32));
    let place = &place;
    let number = std::cell::RefCell::new(&mut number);
    runner
        .run(&prop::collection::vec((any_event(), prop::bool::weighted(0.8)), 1..80), |events| {
            **number.borrow_mut() += 1;
            let no = format!("RND-{}", **number.borrow());
            assert_eq!(place.import(&[order(&no)]).taken, 1);
            let mut desk = place.desk();
            let id = desk.store.order_id(&no.as_str().into()).unwrap();
            let flow = desk.catalog.profile(&"ucloud-2018".into()).unwrap().stages.clone();
            for (minute, (event, aim)) in events.iter().enumerate() {
                let before = desk.store.state(id).unwrap();
                let event = &if *aim { aimed(event, &before) } else { event.clone() };
                let op = Op::program(minutes(minute as i64));
                let taken = desk.store.transact::<_, StoreError>(&op, |tx| tx.record(id, event, &flow));
                let after = desk.store.state(id).unwrap();
                if taken.is_err() {
                    prop_assert_eq!(&after, &before, "a refused event leaves no trace");
                    continue;
                }
                moved.set(moved.get() + u32::from(after.stage != before.stage));
                prop_assert!(may_follow(before.stage, after.stage, event, &flow), "{:?}", event);
                prop_assert_eq!(after.returned_from.is_some(), after.stage == Stage::Returned);
                prop_assert!(after.life.sms.is_none() || matches!(after.stage, Stage::Sms | Stage::Bureau));
            }
            prop_assert_eq!(desk.store.state(id).unwrap(), replay(&desk, id, &flow));
            Ok(())
        })
        .unwrap();
    assert!(moved.get() > 40, "the stories went somewhere: {}", moved.get());
}
