//! What the clock does, each exactly once: hand-over after the grace time, warning, lapse, reminders, expiry.

use super::support::{Place, approve, minutes, monday, order, rejection, reviewer};
use beian::domain::ids::OrderId;
use beian::domain::people::Role;
use beian::domain::stage::Stage;
use beian::work::tick::tick;
use beian::work::{Desk, claim, decide, look};
use chrono::{DateTime, Duration, Utc};
use serde_json::json;

struct Scene {
    place: Place,
    desk: Desk,
    id: OrderId,
}

/// An order of UCloud's flow that one reviewer has approved.
fn approved(minute: i64) -> Scene {
    let mut package = order("UC-A");
    package["profile"] = json!("ucloud");
    let place = Place::with(&[package]);
    let mut desk = place.desk();
    let chu = reviewer(&mut desk, "chu", &[Role::First]);
    let id = desk.store.order_id(&"UC-A".into()).unwrap();
    approve(&mut desk, chu, id, minutes(minute));
    Scene { place, desk, id }
}

fn stage(desk: &Desk, id: OrderId, now: DateTime<Utc>) -> Stage {
    look::open(desk, None, id, now).unwrap().row.stage
}

#[test]
fn a_package_leaves_after_the_grace_time_and_its_codes_lapse_once() {
    let Scene { place, mut desk, id } = approved(1);
    assert_eq!(tick(&mut desk, minutes(10)).unwrap().handed_over, 0, "the verdict can still be undone");
    assert_eq!(tick(&mut desk, minutes(11)).unwrap().handed_over, 1);
    assert!(tick(&mut desk, minutes(11)).unwrap().is_empty(), "once");
    let state = desk.store.state(id).unwrap();
    assert_eq!((state.stage, state.life.sms.as_ref().unwrap().persons.len()), (Stage::Sms, 2));
    let lapses = minutes(11) + Duration::hours(24);
    assert_eq!(state.due_at, Some(lapses));
    assert!(tick(&mut desk, lapses - Duration::hours(7)).unwrap().is_empty());
    assert_eq!(tick(&mut desk, lapses - Duration::hours(6)).unwrap().warned, 1);
    assert!(tick(&mut desk, lapses - Duration::minutes(1)).unwrap().is_empty());
    let late = lapses + Duration::days(3);
    let ticked = tick(&mut desk, late).unwrap();
    assert_eq!((ticked.lapsed, ticked.failed.len()), (1, 0));
    assert!(tick(&mut desk, late).unwrap().is_empty(), "once");
    let state = desk.store.state(id).unwrap();
    assert_eq!((state.stage, state.returned_from), (Stage::Returned, Some(Stage::Sms)));
    place.must_be_sound();
}

#[test]
fn an_undone_approval_never_leaves() {
    let Scene { place, mut desk, id } = approved(1);
    let chu = desk.store.state(id).unwrap().passed_first_by.unwrap();
    let verdict = desk.store.state(id).unwrap().last_verdict.unwrap();
    decide::undo(&mut desk, chu, &verdict, minutes(5)).unwrap();
    assert!(tick(&mut desk, minutes(60)).unwrap().is_empty());
    assert_eq!(stage(&desk, id, minutes(60)), Stage::FirstReview);
    place.must_be_sound();
}

#[test]
fn what_has_left_can_not_be_undone() {
    let Scene { mut desk, id, .. } = approved(1);
    let chu = desk.store.state(id).unwrap().passed_first_by.unwrap();
    let verdict = desk.store.state(id).unwrap().last_verdict.unwrap();
    // The tick ran at the very moment; the grace time of the undo is over then, too.
    tick(&mut desk, minutes(11)).unwrap();
    assert!(decide::undo(&mut desk, chu, &verdict, minutes(10)).is_err());
}

#[test]
fn a_waiting_customer_is_reminded_as_the_profile_says_and_his_order_expires() {
    let mut package = order("TC-A");
    package["profile"] = json!("tencent");
    let place = Place::with(&[package]);
    let mut desk = place.desk();
    let chu = reviewer(&mut desk, "chu", &[Role::First]);
    let id = desk.store.order_id(&"TC-A".into()).unwrap();
    claim::claim(&mut desk, chu, id, minutes(1)).unwrap();
    let decision = rejection(&desk, id);
    decide::decide(&mut desk, chu, id, &decision, minutes(1)).unwrap();
    let day = |days| monday() + Duration::days(days) + Duration::hours(1);
    let mut seen = Vec::new();
    for n in 1..=50 {
        let ticked = tick(&mut desk, day(n)).unwrap();
        assert!(ticked.failed.is_empty());
        if !ticked.is_empty() {
            seen.push((n, ticked.reminded, ticked.expired));
        }
    }
    assert_eq!(seen, [(7, 1, 0), (15, 1, 0), (30, 1, 0), (45, 0, 1)]);
    assert_eq!(stage(&desk, id, day(50)), Stage::Abandoned);
    place.must_be_sound();
}

#[test]
fn an_undo_brings_back_what_a_supervisor_was_asked() {
    let place = Place::with(&[order("ASK-1")]);
    let mut desk = place.desk();
    let chu = reviewer(&mut desk, "chu", &[Role::First]);
    let id = desk.store.order_id(&"ASK-1".into()).unwrap();
    claim::claim(&mut desk, chu, id, minutes(1)).unwrap();
    claim::ask(&mut desk, chu, id, "主体名称能否简写？", minutes(1)).unwrap();
    claim::claim(&mut desk, chu, id, minutes(2)).unwrap();
    let decision = rejection(&desk, id);
    let done = decide::decide(&mut desk, chu, id, &decision, minutes(3)).unwrap();
    assert_eq!(desk.store.state(id).unwrap().asked, None);
    decide::undo(&mut desk, chu, &done.verdict_id, minutes(4)).unwrap();
    assert_eq!(desk.store.state(id).unwrap().asked.as_deref(), Some("主体名称能否简写？"));
    place.must_be_sound();
}
