//! Who looked at which order: on record once an hour for each person and kind of look, in history and figures.

use super::support::{Place, order, reviewer, text};
use beian::domain::event::{Event, Viewing};
use beian::domain::people::Role;
use beian::domain::stats::{Act, Figure, Period, Question};
use beian::work::{look, now, stats};
use chrono::TimeDelta;

#[test]
fn a_look_is_on_record_once_an_hour_for_each_person_and_kind() {
    let place = Place::with(&[order("UC-1")]);
    let mut desk = place.desk();
    let chu = reviewer(&mut desk, "chu", &[Role::First]);
    let fu = reviewer(&mut desk, "fu", &[Role::Second]);
    let id = desk.store.order_id(&"UC-1".into()).unwrap();
    let state = desk.store.state(id).unwrap();
    let early = Viewing::hour(now());
    let late = early + TimeDelta::hours(1);
    for (who, what, at, count) in [
        (Some(chu), Viewing::Order, early, 1),
        (Some(chu), Viewing::Order, early + TimeDelta::minutes(59), 1),
        (Some(chu), Viewing::Pictures, early, 2),
        (Some(chu), Viewing::Outside, early, 3),
        (Some(fu), Viewing::Order, early, 4),
        (None, Viewing::Command, early, 5),
        (Some(chu), Viewing::Order, late, 6),
        (Some(chu), Viewing::Order, late, 6),
    ] {
        look::viewed(&mut desk, who, id, what, at).unwrap();
        let views = desk.store.history(id).unwrap().into_iter();
        let views = views.filter(|line| matches!(line.event, Event::Viewed { .. })).count();
        assert_eq!(views, count, "{who:?} {what:?} {at}");
    }
    assert_eq!(desk.store.state(id).unwrap(), state, "the order's state does not change by it");
    drop(desk);
    place.must_be_sound();
}

#[test]
fn looks_stand_in_the_log_and_in_the_figures_of_reading() {
    let place = Place::with(&[order("UC-1"), order("UC-2")]);
    let mut desk = place.desk();
    let chu = reviewer(&mut desk, "chu", &[Role::First]);
    let zhu = desk.store.account("zhu").unwrap().unwrap().staff.id;
    let ids = ["UC-1", "UC-2"].map(|no| desk.store.order_id(&no.into()).unwrap());
    for (id, what) in [(ids[0], Viewing::Order), (ids[0], Viewing::Pictures), (ids[1], Viewing::Order)] {
        look::viewed(&mut desk, Some(chu), id, what, now()).unwrap();
    }
    let question = Question { period: Period::Today, ..Question::default() };
    let report = stats::report(&desk, zhu, &question, now()).unwrap();
    let row = report.acts.iter().find(|row| row.person == chu).unwrap();
    assert_eq!(row.viewed, 2, "each order counts once");
    let narrow = Question { province: Some("guangdong".into()), ..question.clone() };
    let report = stats::report(&desk, zhu, &narrow, now()).unwrap();
    assert_eq!(report.acts.iter().map(|row| row.viewed).sum::<u64>(), 2);
    let rows = stats::orders_of(&desk, zhu, &question, (&Figure::Act(Act::Viewed), None), 10, now()).unwrap();
    assert_eq!(rows.len(), 2);
    let log = text(&place.run(&["log", "UC-1"]));
    assert!(log.contains("chu  looked at the order") && log.contains("looked at its pictures"), "{log}");
    let told = text(&place.run(&["stats", "--user", "zhu"]));
    assert!(told.contains("viewed"), "{told}");
}

#[test]
fn the_command_show_is_on_record() {
    let place = Place::with(&[order("UC-1")]);
    assert!(place.run(&["show", "UC-1"]).status.success());
    assert!(place.run(&["show", "UC-1", "--json"]).status.success());
    let log = text(&place.run(&["log", "UC-1"]));
    assert_eq!(log.matches("by the command show").count(), 1, "{log}");
    place.must_be_sound();
}
