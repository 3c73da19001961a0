//! Senders that are killed, and many at once: nothing is lost, and nothing leaves twice but what nobody heard
//! the answer to.

use super::super::support::{Place, catalog, minutes, order, rejection, reviewer};
use super::private;
use super::server::{Does, Server, Taken};
use beian::domain::people::Role;
use beian::work::send::{OtherSender, send};
use beian::work::{Desk, Home, claim, decide, delivery};
use chrono::{DateTime, Duration, Utc};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::json;
use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};

const HOME: &str = "BEIAN_TEST_SENDER_HOME";
const AT: &str = "BEIAN_TEST_SENDER_AT";
const NOTICES: usize = 400;
const KILLS: usize = 60;

/// A home with many notices that may leave, made from one by hand.
fn full() -> Place {
    let mut package = order("VN-A");
    package["profile"] = json!("21vianet");
    let place = Place::with(&[package]);
    let mut desk = place.desk();
    let chu = reviewer(&mut desk, "chu", &[Role::First]);
    let id = desk.store.order_id(&"VN-A".into()).unwrap();
    claim::claim(&mut desk, chu, id, minutes(1)).unwrap();
    let decision = rejection(&desk, id);
    decide::decide(&mut desk, chu, id, &decision, minutes(1)).unwrap();
    place.sql(&format!(
        "WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < {NOTICES})
         INSERT INTO outbox (order_id, event_id, verdict, kind, medium, person, address, subject, body, html,
           message_id, created_at, next_at)
         SELECT order_id, event_id, verdict, kind, medium, person, 'p' || i || '@example.cn', subject, body, html,
           '<' || i || '@notice.beian>', created_at, next_at FROM outbox, n WHERE outbox.id = 1"
    ));
    place
}

fn sender(place: &Place, at: DateTime<Utc>) -> Child {
    let args = ["--exact", "all::mail::killed::a_sender", "--ignored", "--nocapture"];
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(args).env(HOME, place.home().dir()).env(AT, at.timestamp().to_string());
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

#[test]
#[ignore = "runs as a process of other tests"]
fn a_sender() {
    let Ok(home) = std::env::var(HOME) else { return };
    let now = DateTime::from_timestamp(std::env::var(AT).unwrap().parse().unwrap(), 0).unwrap();
    let mut desk = Desk::open(Home::new(home), catalog()).unwrap();
    let ways = delivery::delivery(&desk.home, &|_| None).unwrap();
    // While another is at work, this one asks again at once, so that they stand in each other's way.
    while send(&mut desk, &ways, now, &|| false).unwrap().other == OtherSender::AtWork {
        std::thread::yield_now();
    }
}

fn by_id(taken: Vec<Taken>) -> BTreeMap<String, Vec<Taken>> {
    let mut by_id: BTreeMap<String, Vec<Taken>> = BTreeMap::new();
    for one in taken {
        by_id.entry(one.id.clone()).or_default().push(one);
    }
    by_id
}

fn must_all_be_sent_once(place: &Place) {
    assert_eq!(place.ask::<i64>("SELECT count(*) FROM outbox WHERE state = 'sent'"), NOTICES as i64);
    let told = "SELECT count(*) FROM event WHERE kind = 'notice_sent'";
    assert_eq!(place.ask::<i64>(told), NOTICES as i64, "each is on record once");
    place.must_be_sound();
}

#[test]
fn senders_that_are_killed_lose_nothing_and_double_only_what_nobody_heard() {
    let (place, server) = (full(), Server::start(&Does::script(&[])));
    private(&place, "delivery.toml", &server.settings("none", ""));
    let mut dice = StdRng::seed_from_u64(5);
    let (mut now, mut at_work) = (minutes(11), 0);
    for _ in 0..KILLS {
        let mut child = sender(&place, now);
        std::thread::sleep(std::time::Duration::from_micros(dice.random_range(20_000..120_000)));
        at_work += usize::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
        // Whatever it had taken is due again by then.
        now += Duration::hours(2);
    }
    assert!(at_work > KILLS / 4, "only {at_work} were killed while they were at work");
    assert!(sender(&place, now).wait().unwrap().success());
    must_all_be_sent_once(&place);
    let taken = by_id(server.taken(NOTICES));
    assert_eq!(taken.len(), NOTICES, "every notice left");
    for copies in taken.values() {
        let (_, before) = copies.split_last().unwrap();
        assert!(before.iter().all(|one| !one.heard), "a second copy of what was answered: {copies:?}");
    }
    let doubled = taken.values().filter(|copies| copies.len() > 1).count();
    assert!(doubled <= KILLS, "{doubled}");
}

#[test]
fn many_senders_at_once_send_each_notice_once() {
    let (place, server) = (full(), Server::start(&Does::script(&[])));
    private(&place, "delivery.toml", &server.settings("none", ""));
    let senders: Vec<Child> = (0..3).map(|_| sender(&place, minutes(11))).collect();
    for mut child in senders {
        assert!(child.wait().unwrap().success());
    }
    must_all_be_sent_once(&place);
    let taken = server.taken(NOTICES);
    assert_eq!((taken.len(), by_id(taken).len()), (NOTICES, NOTICES));
}
