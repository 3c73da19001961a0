//! Signing in: guesses are counted, slowed down where they come from, and told.

use super::support::{Place, SECRET, minutes, monday, reviewer, text};
use beian::domain::people::Role;
use beian::domain::whence::Whence;
use beian::work::people::{self, Session};
use beian::work::{Desk, WorkError};
use chrono::{DateTime, Duration, Utc};
use std::process::Stdio;
use std::sync::Barrier;

const SSH: &str = "198.51.100.7 50412 10.0.0.2 22";
const GUESSES: usize = 60;

fn place() -> Place {
    let place = Place::new();
    reviewer(&mut place.desk(), "chu", &[Role::First]);
    place
}

fn away() -> Whence {
    Whence::of(Some(SSH), None)
}

fn here() -> Whence {
    Whence::of(None, Some("/dev/pts/1"))
}

fn sign_in(desk: &mut Desk, secret: &str, whence: &Whence, at: DateTime<Utc>) -> Result<Session, WorkError> {
    people::sign_in(desk, "chu", secret, whence, at)
}

fn refused(desk: &mut Desk, name: &str, secret: &str, whence: &Whence, at: DateTime<Utc>) -> String {
    people::sign_in(desk, name, secret, whence, at).unwrap_err().to_string()
}

/// Seconds that a refusal asks to wait; none where the passphrase was looked at.
fn wait(refusal: &str) -> Option<i64> {
    let (_, rest) = refusal.split_once("try again in ")?;
    rest.split_once(' ')?.0.parse().ok()
}

fn failed(place: &Place) -> usize {
    let count: i64 = place.ask("SELECT coalesce(sum(untold), 0) FROM sign_in_try WHERE who > 0");
    usize::try_from(count).unwrap()
}

#[test]
fn sixty_guesses_at_once_are_counted_and_refused_and_the_owner_gets_in() {
    let place = place();
    let children: Vec<_> = (0..GUESSES)
        .map(|guess| {
            let mut command = place.command(&["claim", "--next", "--user", "chu"]);
            command.env("BEIAN_PASSPHRASE", format!("guess number {guess}")).env("SSH_CONNECTION", SSH);
            command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    let said: Vec<String> =
        children.into_iter().map(|child| text(&child.wait_with_output().unwrap())).collect();
    let looked_at = said.iter().filter(|said| said.contains("name or passphrase is wrong")).count();
    let waits = said.iter().filter(|said| wait(said).is_some()).count();
    assert_eq!((looked_at, looked_at + waits), (failed(&place), GUESSES), "{said:?}");
    // Each wait is twice the one before: so many fit into a minute.
    assert!(looked_at <= 7, "{looked_at} guesses were looked at");

    let mut command = place.command(&["stats", "--user", "chu"]);
    let output = command.env("SSH_CONNECTION", "203.0.113.5 50412 10.0.0.2 22").output().unwrap();
    assert!(output.status.success(), "{}", text(&output));
    let told = String::from_utf8(output.stderr).unwrap();
    let tries = if looked_at == 1 { "try" } else { "tries" };
    let wanted = format!("note: {looked_at} failed {tries} to sign in as you from 198.51.100.7 since ");
    assert!(told.starts_with(&wanted), "{told}");
}

#[test]
fn threads_that_guess_at_once_are_looked_at_one_after_the_other() {
    let place = place();
    let (together, away) = (Barrier::new(GUESSES), away());
    let said: Vec<String> = std::thread::scope(|scope| {
        let guess = |guess: usize| {
            let (place, together, away) = (&place, &together, &away);
            scope.spawn(move || {
                let mut desk = place.desk();
                together.wait();
                refused(&mut desk, "chu", &format!("guess number {guess}"), away, beian::work::now())
            })
        };
        let all: Vec<_> = (0..GUESSES).map(guess).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let looked_at = said.iter().filter(|said| wait(said).is_none()).count();
    assert_eq!(looked_at, failed(&place));
    assert!(looked_at <= 4, "{said:?}");
}

/// Commands that run side by side with the right passphrase take turns; none is refused.
#[test]
fn many_who_sign_in_at_once_all_get_in() {
    let place = place();
    std::thread::scope(|scope| {
        for _ in 0..12 {
            scope.spawn(|| sign_in(&mut place.desk(), SECRET, &here(), beian::work::now()).unwrap());
        }
    });
    assert_eq!(place.ask::<i64>("SELECT count(*) FROM sign_in_try"), 0);
}

#[test]
fn the_owner_is_told_once_of_failed_tries_and_never_waits_for_another_s() {
    let place = place();
    let mut desk = place.desk();
    for (at, wanted) in [(0, None), (0, Some(1)), (2, None), (3, Some(2)), (60, None)] {
        let at = monday() + Duration::seconds(at);
        let said = refused(&mut desk, "chu", "a wrong one", &away(), at);
        assert_eq!(wait(&said).is_some(), wanted.is_some(), "{at}: {said}");
        assert!(wait(&said).unwrap_or(0) <= wanted.unwrap_or(0) + 1, "{at}: {said}");
    }
    let session = sign_in(&mut desk, SECRET, &here(), minutes(1)).unwrap();
    let told: Vec<&str> = session.told.iter().map(|one| one.en.as_str()).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("3 failed tries to sign in as you from 198.51.100.7 since 2026-11-16 10:00"));
    assert!(session.told[0].zh.contains("自2026-11-16 10:00起，有3次"), "{}", session.told[0].zh);
    assert!(sign_in(&mut desk, SECRET, &here(), minutes(1)).unwrap().told.is_empty(), "told once");
    let still = refused(&mut desk, "chu", SECRET, &away(), minutes(1));
    assert!(wait(&still).is_some(), "that it was told opens nothing there: {still}");
    assert!(sign_in(&mut desk, SECRET, &away(), minutes(2)).unwrap().told.is_empty());
    let log = text(&place.run(&["log", "--json"]));
    assert!(log.contains("chu (198.51.100.7)"), "{log}");
}

#[test]
fn a_wait_that_was_written_under_another_clock_ends() {
    let place = place();
    let year = Duration::days(365);
    for (written, read) in [(monday() + year, monday()), (monday(), monday() - Duration::hours(2))] {
        let mut desk = place.desk();
        assert_eq!(wait(&refused(&mut desk, "chu", "a wrong one", &away(), written)), None);
        let said = refused(&mut desk, "chu", SECRET, &away(), read);
        assert!(wait(&said).is_some_and(|seconds| seconds <= 300), "{said}");
        sign_in(&mut desk, SECRET, &away(), read + Duration::seconds(300)).unwrap();
    }
    // Whatever stands there.
    let mut desk = place.desk();
    refused(&mut desk, "chu", "a wrong one", &away(), monday());
    for far in [i64::MAX, 9_000_000_000_000_000] {
        place.sql(&format!(
            "UPDATE sign_in_try SET failed = 4000000000, next_try_at = {far}, turn_until = {far}"
        ));
        let said = refused(&mut desk, "chu", SECRET, &away(), monday());
        assert!(wait(&said).is_some_and(|seconds| seconds <= 301), "{said}");
    }
    sign_in(&mut desk, SECRET, &away(), minutes(6)).unwrap();
}

/// A home of an earlier version kept one wait for all sources, perhaps of a year.
#[test]
fn a_wait_of_an_earlier_version_locks_nobody_out() {
    let place = place();
    place.sql("UPDATE user SET failed = 60, next_try_at = 9000000000000");
    sign_in(&mut place.desk(), SECRET, &here(), monday()).unwrap();
}

/// A process that dies while its passphrase is looked at leaves its try counted, and its turn ends.
#[test]
fn a_try_whose_process_died_counts_and_its_turn_ends() {
    let place = place();
    let mut desk = place.desk();
    refused(&mut desk, "chu", "a wrong one", &here(), monday());
    let until = (monday() + Duration::seconds(1)).timestamp_millis();
    place.sql(&format!("UPDATE sign_in_try SET turn_until = {until}"));
    let session = sign_in(&mut desk, SECRET, &here(), monday() + Duration::milliseconds(900)).unwrap();
    assert_eq!(session.told.len(), 1);
}

#[test]
fn unknown_names_are_slowed_down_alike_and_not_kept() {
    let place = place();
    let mut desk = place.desk();
    let name = "my secret passphrase";
    assert_eq!(refused(&mut desk, name, "x", &away(), monday()), "name or passphrase is wrong");
    assert!(wait(&refused(&mut desk, name, "x", &away(), monday())).is_some());
    assert_eq!(wait(&refused(&mut desk, name, "x", &here(), monday())), None);
    let kept: String = place.ask("SELECT group_concat(who || source) FROM sign_in_try");
    assert!(!kept.contains("secret"), "{kept}");
    assert!(!text(&place.run(&["log", "--json"])).contains("secret"));
    // One name after the other from one source: after some, that source waits for whatever name.
    let mut waits = 0;
    for number in 0..20 {
        waits +=
            usize::from(wait(&refused(&mut desk, &format!("n{number}"), "x", &away(), monday())).is_some());
    }
    assert!(waits >= 10, "{waits}");
    assert!(wait(&refused(&mut desk, "chu", SECRET, &away(), monday())).is_some());
    sign_in(&mut desk, SECRET, &here(), monday()).unwrap();
    // What was typed for a name is forgotten after a day.
    sign_in(&mut desk, SECRET, &here(), monday() + Duration::days(2)).unwrap();
    assert_eq!(place.ask::<i64>("SELECT count(*) FROM sign_in_try"), 0);
}

#[test]
fn a_new_passphrase_ends_the_wait_and_keeps_what_is_to_be_told() {
    let place = place();
    let mut desk = place.desk();
    refused(&mut desk, "chu", "a wrong one", &here(), monday());
    let zhu = desk.store.account("zhu").unwrap().unwrap().staff.id;
    people::set_passphrase(&mut desk, zhu, "chu", "lantern gravel 47", monday()).unwrap();
    assert!(wait(&refused(&mut desk, "chu", SECRET, &here(), monday())).is_none());
    people::set_passphrase(&mut desk, zhu, "chu", "teapot gravel 47", monday()).unwrap();
    assert_eq!(sign_in(&mut desk, "teapot gravel 47", &here(), monday()).unwrap().told.len(), 1);
}
