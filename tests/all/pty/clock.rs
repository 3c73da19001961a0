//! A desk that is open runs the clock: at the sign-in, and when something falls due while it is open.

use super::super::support::{Place, approve, order, reviewer};
use super::terminal::Terminal;
use beian::domain::people::Role;
use beian::store::watch::Watch;
use beian::work::{Desk, now, settings};
use chrono::Duration;
use serde_json::{Value, json};
use std::sync::mpsc::channel;
use std::time::Instant;

/// Nothing here takes that long; a test that waits longer has failed.
const LONG: std::time::Duration = std::time::Duration::from_secs(60);

fn one_review(no: &str) -> Value {
    let mut package = order(no);
    package["profile"] = json!("ucloud");
    package
}

#[test]
fn an_open_desk_does_what_is_due() {
    let place = Place::with(&[one_review("U-1"), one_review("U-2")]);
    let mut desk = place.desk();
    let zhu = desk.store.account("zhu").unwrap().unwrap().staff.id;
    let chu = reviewer(&mut desk, "chu", &[Role::First]);
    settings::set(&mut desk, zhu, "grace_minutes", "0", now()).unwrap();
    let id = |desk: &Desk, no: &str| desk.store.order_id(&no.into()).unwrap();
    let (one, two) = (id(&desk, "U-1"), id(&desk, "U-2"));
    approve(&mut desk, chu, one, now() - Duration::days(1));

    let (told, heard) = channel();
    let _watch = Watch::new(&place.home().database(), move || told.send(()).unwrap_or_default()).unwrap();
    let left = |desk: &Desk, id| desk.store.state(id).unwrap().life.handed_over.is_some();
    let until_left = |desk: &Desk, id| {
        let deadline = Instant::now() + LONG;
        while !left(desk, id) {
            let wait = deadline.saturating_duration_since(Instant::now());
            assert!(!wait.is_zero(), "the desk did not do what was due");
            // A touch that came before the desk wrote is not the one.
            let _ = heard.recv_timeout(wait);
        }
    };
    assert!(!left(&desk, one));
    let mut screen = Terminal::open(place.home().dir(), 120, 40);
    screen.sign_in_here("zhu");
    until_left(&desk, one);
    // Due at once, by another process, while nobody touches a key.
    approve(&mut desk, chu, two, now());
    until_left(&desk, two);
    screen.leave();
    place.must_be_sound();
}
