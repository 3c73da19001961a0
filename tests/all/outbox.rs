//! The outbox from outside: folders and the command for text messages, what staff do by hand, what the desk
//! and the doctor say.

use super::mail::private;
use super::pty::terminal::Terminal;
use super::support::{Place, approve, minutes, order, rejection, reviewer, text};
use beian::domain::ids::OrderId;
use beian::domain::life::Medium;
use beian::domain::notice::NoticeState;
use beian::domain::people::Role;
use beian::work::send::{Sent, send};
use beian::work::tick::tick;
use beian::work::{Desk, claim, decide, delivery, outbox};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;

/// A home with an order of this profile that was rejected in the first minute.
fn rejected(profile: &str) -> (Place, Desk, OrderId) {
    let mut package = order("NO-A");
    package["profile"] = json!(profile);
    let place = Place::with(&[package]);
    let mut desk = place.desk();
    let chu = reviewer(&mut desk, "chu", &[Role::First, Role::Second]);
    let id = desk.store.order_id(&"NO-A".into()).unwrap();
    claim::claim(&mut desk, chu, id, minutes(1)).unwrap();
    let decision = rejection(&desk, id);
    decide::decide(&mut desk, chu, id, &decision, minutes(1)).unwrap();
    (place, desk, id)
}

fn send_at(desk: &mut Desk, now: DateTime<Utc>) -> Sent {
    let ways = delivery::delivery(&desk.home, &|_| None).unwrap();
    send(desk, &ways, now, &|| false).unwrap()
}

/// Whatever the program's own clock says, everything may leave.
const DUE: &str = "UPDATE outbox SET next_at = 0";

fn names(place: &Place) -> BTreeSet<String> {
    let list = fs::read_dir(place.home().outbox()).unwrap();
    list.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn without_a_server_and_a_command_notices_are_files_that_appear_once() {
    let (place, mut desk, _) = rejected("tencent");
    assert_eq!(send_at(&mut desk, minutes(11)).sent, 2);
    let wanted = ["00000001-first_review_rejected.eml", "00000002-first_review_rejected.txt"];
    assert_eq!(names(&place), wanted.map(String::from).into());
    let mail = fs::read_to_string(place.home().outbox().join(wanted[0])).unwrap();
    assert!(mail.is_ascii() && mail.contains("\nMessage-ID: <") && mail.contains("multipart/alternative"));
    let message = fs::read_to_string(place.home().outbox().join(wanted[1])).unwrap();
    assert!(message.starts_with("13810000202\n\n【腾讯云】"), "{message}");
    place.must_be_sound();
    // A sender that died between the file and the record writes the same file again.
    place.sql("UPDATE outbox SET state = 'waiting', next_at = 0");
    assert_eq!(send_at(&mut desk, minutes(60)).sent, 2);
    assert_eq!(names(&place).len(), 2);
}

#[test]
fn text_messages_go_to_the_command() {
    let (place, mut desk, _) = rejected("tencent");
    let took = place.path("took.jsonl");
    let script = |end: &str| {
        let command = format!("cat >> {}; echo >> {0}; {end}", took.display());
        private(&place, "delivery.toml", &format!("[text]\ncommand = [\"sh\", \"-c\", {command:?}]\n"));
    };
    script("exit 75");
    let sent = send_at(&mut desk, minutes(11));
    assert_eq!((sent.sent, sent.again), (1, 1), "the e-mail goes its own way");
    script("echo blocked >&2; exit 67");
    let sent = send_at(&mut desk, minutes(12));
    assert!(sent.failed[0].1.contains("blocked"), "{sent:?}");
    let retried = place.run(&["outbox", "retry", "--failed", "--user", "zhu"]);
    assert!(retried.status.success(), "{}", text(&retried));
    script("exit 0");
    assert_eq!(send_at(&mut desk, beian::work::now()).sent, 1);
    let took = fs::read_to_string(&took).unwrap();
    let given: Vec<Value> = took.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(given.len(), 3);
    assert!(given.iter().all(|one| one == &given[0]), "the same at every try");
    assert_eq!((&given[0]["to"], &given[0]["order"]), (&json!("13810000202"), &json!("NO-A")));
    assert_eq!(given[0]["event"], "first_review_rejected");
    place.must_be_sound();
}

#[test]
fn what_staff_tell_by_phone_is_listed_and_never_sent() {
    let mut package = order("VN-B");
    package["profile"] = json!("21vianet");
    package["order_type"] = json!("cancel_site");
    package["cancel_reason"] = json!("网站不再使用");
    let place = Place::with(&[package]);
    let mut desk = place.desk();
    let first = reviewer(&mut desk, "chu", &[Role::First]);
    let second = reviewer(&mut desk, "fu", &[Role::Second]);
    let id = desk.store.order_id(&"VN-B".into()).unwrap();
    approve(&mut desk, first, id, minutes(1));
    approve(&mut desk, second, id, minutes(2));
    let sent = send_at(&mut desk, minutes(30));
    assert!(sent.sent > 0 && sent.failed.is_empty(), "{sent:?}");
    let calls = desk.store.notices_to_call(minutes(30)).unwrap();
    assert_eq!(calls.iter().map(|one| one.letter.medium).collect::<Vec<_>>(), [Medium::Phone]);
    let listed = text(&place.run(&["outbox", "list", "--state", "waiting", "--medium", "phone"]));
    assert!(listed.contains("to call") && listed.contains("138******02"), "{listed}");
    place.must_be_sound();
}

#[test]
fn a_hand_over_and_a_lapse_are_told_when_they_happen() {
    let mut package = order("UC-A");
    package["profile"] = json!("ucloud");
    let place = Place::with(&[package]);
    let mut desk = place.desk();
    let chu = reviewer(&mut desk, "chu", &[Role::First]);
    let id = desk.store.order_id(&"UC-A".into()).unwrap();
    approve(&mut desk, chu, id, minutes(1));
    tick(&mut desk, minutes(11)).unwrap();
    tick(&mut desk, minutes(11 + 18 * 60)).unwrap();
    tick(&mut desk, minutes(11 + 24 * 60)).unwrap();
    assert!(send_at(&mut desk, minutes(11 + 24 * 60)).failed.is_empty());
    let kinds = ["first_review_passed", "handed_over", "sms_warning", "sms_lapsed"];
    for kind in kinds {
        assert!(names(&place).iter().any(|name| name.contains(kind)), "{kind}: {:?}", names(&place));
    }
    place.must_be_sound();
}

#[test]
fn addresses_are_masked_until_somebody_reveals_one_on_record() {
    let (place, _desk, _) = rejected("21vianet");
    let listed = text(&place.run(&["outbox", "list"]));
    assert!(listed.contains("c***@qingshan-tea.cn") && !listed.contains("chen@"), "{listed}");
    let shown = text(&place.run(&["outbox", "show", "1"]));
    assert!(shown.contains("证件照片不清晰") && shown.contains("处理办法：请重新上传"), "{shown}");
    assert!(!shown.contains("chen@"), "{shown}");
    let json: Value = serde_json::from_slice(&place.run(&["outbox", "show", "1", "--json"]).stdout).unwrap();
    assert_eq!((&json["kind"], &json["state"]), (&json!("first_review_rejected"), &json!("waiting")));
    assert!(!json.to_string().contains("chen@"));
    let revealed = text(&place.run(&["outbox", "show", "1", "--reveal", "--user", "chu"]));
    assert!(revealed.contains("chen@qingshan-tea.cn"), "{revealed}");
    let log = text(&place.run(&["log", "NO-A"]));
    assert!(log.contains("revealed outbox[1].address"), "{log}");
    assert_eq!(place.run(&["outbox", "show", "1", "--reveal"]).status.code(), Some(2));
    place.must_be_sound();
}

#[test]
fn a_person_takes_a_notice_back_before_it_leaves() {
    let (place, mut desk, _) = rejected("21vianet");
    let output = place.run(&["outbox", "withdraw", "1", "--user", "chu"]);
    assert!(text(&output).contains("withdrawn"), "{}", text(&output));
    assert_eq!(send_at(&mut desk, minutes(60)), Sent::default());
    assert_eq!(desk.store.notice(1).unwrap().state, NoticeState::Withdrawn);
    let again = place.run(&["outbox", "withdraw", "1", "--user", "chu"]);
    assert_eq!(again.status.code(), Some(1));
    assert!(text(&again).contains("notice 1 is withdrawn"), "{}", text(&again));
    assert!(text(&place.run(&["log", "NO-A"])).contains("notice withdrawn (e-mail)"));
    assert_eq!(place.run(&["outbox", "withdraw", "9", "--user", "chu"]).status.code(), Some(1));
    place.must_be_sound();
}

#[test]
fn send_says_what_it_did_and_a_dry_run_does_nothing() {
    let (place, _desk, _) = rejected("tencent");
    place.sql(DUE);
    let dry = text(&place.run(&["send", "--dry-run"]));
    assert!(dry.contains("2 may leave, nothing was sent") && dry.contains("outbox"), "{dry}");
    assert!(!place.home().outbox().exists());
    let sent = text(&place.run(&["send"]));
    assert!(sent.contains("sent 2, again later 0, failed 0"), "{sent}");
    let json: Value = serde_json::from_slice(&place.run(&["send", "--json"]).stdout).unwrap();
    assert_eq!(json["sent"], 0);
    private(&place, "delivery.toml", "[smtp]\nhost = 3\n");
    let broken = place.run(&["send"]);
    assert_eq!(broken.status.code(), Some(1));
    assert!(text(&broken).contains("delivery.toml, line 2: "), "{}", text(&broken));
}

#[test]
fn an_open_desk_sends_what_is_due_and_counts_what_failed() {
    let (place, mut desk, _) = rejected("tencent");
    private(&place, "delivery.toml", "[text]\ncommand = [\"sh\", \"-c\", \"exit 67\"]\n");
    place.sql(DUE);
    let mut terminal = Terminal::open(place.home().dir(), 100, 30);
    terminal.sign_in_here("zhu");
    terminal.see("notices not delivered: 1");
    // The order has waited for two weeks: the clock of an open desk reminds its customer besides.
    let rejected = |name: &String| name.ends_with("-first_review_rejected.eml");
    let left: Vec<String> = names(&place).into_iter().filter(rejected).collect();
    assert_eq!(left, ["00000001-first_review_rejected.eml"]);
    // A person has it tried again while the desk is open: it hears of that by itself.
    private(&place, "delivery.toml", "[text]\ncommand = [\"true\"]\n");
    let zhu = desk.store.account("zhu").unwrap().unwrap().staff.id;
    outbox::retry(&mut desk, zhu, 2, beian::work::now()).unwrap();
    terminal.gone("notices not delivered");
    terminal.leave();
    assert_eq!(desk.store.notice(2).unwrap().state, NoticeState::Sent);
    place.must_be_sound();
}

#[test]
fn the_doctor_names_what_somebody_changes_in_the_outbox() {
    let (sound, mut desk, _) = rejected("tencent");
    send_at(&mut desk, minutes(11));
    drop(desk);
    sound.must_be_sound();
    for (plant, wanted) in [
        (
            "UPDATE outbox SET state = 'withdrawn' WHERE id = 1",
            "outbox: NO-A #1: it is withdrawn, and neither",
        ),
        ("UPDATE outbox SET event_id = 1 WHERE id = 1", "it tells of an order or event that is not there"),
        ("UPDATE outbox SET order_id = 99 WHERE id = 1", "that is not there"),
        ("UPDATE outbox SET verdict = 'x' WHERE id = 1", "its verdict is not there"),
        ("UPDATE outbox SET state = 'failed' WHERE id = 1", "the log does not know that it came to its end"),
        ("UPDATE outbox SET kind = 'birthday' WHERE id = 1", "its kind, medium or state is unknown"),
        ("UPDATE verdict SET undone_at = 5", "its verdict was undone, and it was not withdrawn"),
    ] {
        let place = Place::bare();
        super::support::copy_folder(sound.home().dir(), place.home().dir());
        place.sql(plant);
        let output = place.run(&["doctor"]);
        assert_eq!(output.status.code(), Some(1), "{wanted}");
        assert!(text(&output).contains(wanted), "{wanted}: {}", text(&output));
    }
}
