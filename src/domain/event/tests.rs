use super::super::life::SmsOutcome::{Sent, Verified, Wrong};
use super::super::life::{Life, PasswordKept, Reminder, ReturnCause, SmsCheck, SmsOutcome};
use super::super::stage::Flow;
use super::*;
use proptest::prelude::*;

fn flow() -> Flow {
    use Stage::*;
    Flow(vec![FirstReview, Verification, SecondReview, Sms, Bureau, Filed])
}

fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000 + second, 0).unwrap()
}

fn import(revision: u32) -> Event {
    Event::Imported { revision, content: "c".into(), scope: Some(Scope::Wider), since: None, due_at: None }
}

fn decide(kind: VerdictKind, stage: Stage) -> Event {
    Event::Decided { verdict: "v".into(), kind, stage, reasons: vec![], override_reason: None, due_at: None }
}

fn hand_over(with_sms: bool) -> Event {
    let sms = with_sms.then(|| SmsCheck::new(&["p1".into(), "p2".into()], 5, at(86_400)));
    Event::HandedOver { package: "A-r1".into(), digest: "d".into(), sms, due_at: Some(at(86_400)) }
}

fn tried(person: &str, outcome: SmsOutcome) -> Event {
    Event::SmsTried { person: person.into(), outcome }
}

fn returned(stage: Stage) -> Event {
    Event::Returned { stage, cause: ReturnCause::Bureau, reasons: vec![] }
}

fn filed() -> Event {
    Event::Filed { entity_number: None, sites: vec![], password: PasswordKept::No }
}

/// The state after a story; each step names the stage that it leads to.
fn told(story: Vec<(Event, Stage)>) -> OrderState {
    let mut state = None;
    for (second, (event, stage)) in story.into_iter().enumerate() {
        let after = apply(state.as_ref(), &event, Some(UserId(7)), at(second as i64), &flow()).unwrap();
        assert_eq!(after.stage, stage, "{}", event.name());
        state = Some(after);
    }
    state.unwrap()
}

fn in_sms() -> Vec<(Event, Stage)> {
    vec![
        (import(1), Stage::FirstReview),
        (decide(VerdictKind::Approve, Stage::FirstReview), Stage::Verification),
        (Event::MaterialsComplete { due_at: None }, Stage::SecondReview),
        (decide(VerdictKind::Approve, Stage::SecondReview), Stage::Sms),
    ]
}

#[test]
fn everybody_verifies_the_bureau_passes_it_and_it_is_filed() {
    let mut story = in_sms();
    story.extend([
        (hand_over(true), Stage::Sms),
        (tried("p1", Sent), Stage::Sms),
        (tried("p1", Wrong), Stage::Sms),
        (tried("p1", Verified), Stage::Sms),
        (tried("p2", Verified), Stage::Sms),
        (Event::SmsPassed { due_at: None }, Stage::Bureau),
        (filed(), Stage::Filed),
    ]);
    let state = told(story);
    assert_eq!((state.returned_count, state.last_verdict), (0, None));
}

#[test]
fn nothing_comes_back_that_never_left_and_nothing_leaves_twice() {
    let state = told(in_sms());
    let go = |state: &OrderState, event: &Event| apply(Some(state), event, None, at(9), &flow());
    assert_eq!(go(&state, &returned(Stage::Sms)), Err(BadEvent::NotHandedOver));
    assert_eq!(go(&state, &tried("p1", Verified)), Err(BadEvent::NotHandedOver));
    assert!(go(&state, &hand_over(false)).is_err(), "somebody must verify");
    let left = go(&state, &hand_over(true)).unwrap();
    assert_eq!(go(&left, &hand_over(true)), Err(BadEvent::HandedOver));
    assert!(go(&left, &Event::SmsPassed { due_at: None }).is_err(), "nobody verified yet");
    assert_eq!(go(&left, &tried("p9", Sent)), Err(BadEvent::NotVerifying("p9".into())));
    let undo = Event::Undone {
        verdict: "v".into(),
        back_to: Stage::SecondReview,
        since: None,
        due_at: None,
        asked: None,
    };
    assert!(go(&state, &undo).is_ok());
    assert_eq!(go(&left, &undo), Err(BadEvent::NotLast), "it has left the house");
    let back = go(&left, &returned(Stage::Sms)).unwrap();
    assert_eq!((back.stage, back.returned_from), (Stage::Returned, Some(Stage::Sms)));
    assert_eq!(back.life, Life::default(), "whatever comes back passes hand-over and SMS again");
}

#[test]
fn an_order_goes_from_import_to_bureau_hand_over_and_back() {
    let mut state = None;
    let story = [
        (import(1), Stage::FirstReview),
        (decide(VerdictKind::Approve, Stage::FirstReview), Stage::Verification),
        (Event::MaterialsComplete { due_at: None }, Stage::SecondReview),
        (decide(VerdictKind::Reject, Stage::SecondReview), Stage::Returned),
        (import(2), Stage::FirstReview),
    ];
    for (second, (event, stage)) in story.into_iter().enumerate() {
        let after = apply(state.as_ref(), &event, Some(UserId(7)), at(second as i64), &flow()).unwrap();
        assert_eq!(after.stage, stage, "{}", event.name());
        state = Some(after);
    }
    let state = state.unwrap();
    assert_eq!((state.revision, state.returned_count, state.passed_first_by), (2, 1, None));
}

#[test]
fn an_undone_rejection_leaves_no_trace_in_the_state() {
    let first = apply(None, &import(1), None, at(0), &flow()).unwrap();
    let rejected = apply(
        Some(&first),
        &decide(VerdictKind::Reject, Stage::FirstReview),
        Some(UserId(1)),
        at(1),
        &flow(),
    );
    let undo = Event::Undone {
        verdict: "v".into(),
        back_to: Stage::FirstReview,
        since: Some(first.waiting_since),
        due_at: first.due_at,
        asked: None,
    };
    let back = apply(Some(&rejected.unwrap()), &undo, Some(UserId(1)), at(2), &flow()).unwrap();
    assert_eq!(back, first);
}

#[test]
fn a_revision_can_neither_be_skipped_nor_come_while_the_order_is_locked() {
    let first = apply(None, &import(1), None, at(0), &flow()).unwrap();
    assert!(matches!(apply(None, &import(2), None, at(0), &flow()), Err(BadEvent::Revision { .. })));
    assert!(matches!(apply(Some(&first), &import(2), None, at(1), &flow()), Err(BadEvent::Stage(_))));
    assert!(matches!(apply(Some(&first), &import(3), None, at(1), &flow()), Err(BadEvent::Revision { .. })));
}

fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        (1u32..4).prop_map(import),
        Just(Event::MaterialsComplete { due_at: None }),
        Just(Event::Claimed),
        Just(Event::GivenUp { reason: "x".into() }),
        (prop_oneof![Just(VerdictKind::Approve), Just(VerdictKind::Reject)], 0usize..8)
            .prop_map(|(kind, stage)| decide(kind, Stage::ALL[stage])),
        (0usize..8).prop_map(|stage| Event::Undone {
            verdict: "v".into(),
            back_to: Stage::ALL[stage],
            since: None,
            due_at: None,
            asked: None,
        }),
        any::<bool>().prop_map(hand_over),
        (0usize..3, prop_oneof![Just("p1"), Just("p2"), Just("p9")])
            .prop_map(|(outcome, person)| tried(person, [Sent, Verified, Wrong][outcome])),
        Just(Event::SmsPassed { due_at: None }),
        (0usize..8).prop_map(|stage| returned(Stage::ALL[stage])),
        Just(filed()),
        Just(Event::Expired { days: 45 }),
        Just(Event::Reminded { what: Reminder::Waiting, nth: None }),
        Just(Event::Reminded { what: Reminder::SmsLapse, nth: None }),
    ]
}

proptest! {
    #[test]
    fn no_sequence_of_events_leaves_the_stage_table(events in prop::collection::vec(any_event(), 0..60)) {
        let mut state: Option<OrderState> = None;
        for (second, event) in events.iter().enumerate() {
            let Ok(after) = apply(state.as_ref(), event, Some(UserId(1)), at(second as i64), &flow()) else { continue };
            if let Some(before) = &state {
                let same = before.stage == after.stage;
                let forward = flow().after(before.stage) == Some(after.stage);
                let undone = matches!(event, Event::Undone { .. });
                let back = undone || before.stage == Stage::Returned;
                prop_assert!(same || forward || back || after.stage == Stage::Returned || after.stage == Stage::Abandoned);
                prop_assert!(!before.stage.is_final() || same);
            }
            prop_assert_eq!(after.returned_from.is_some(), after.stage == Stage::Returned);
            state = Some(after);
        }
    }
}
