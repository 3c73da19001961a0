//! Notices on their way to a real mail server, whatever that does.

mod killed;
pub mod server;
mod turns;

use super::support::{Place, minutes, order, rejection, reviewer};
use beian::domain::ids::{OrderId, UserId};
use beian::domain::notice::{Notice, NoticeState};
use beian::domain::people::Role;
use beian::work::send::{Sent, send};
use beian::work::{Desk, claim, decide, delivery, outbox};
use chrono::{DateTime, Duration, Utc};
use serde_json::json;
use server::{Does, Server, certificate};
use std::fs;
use std::os::unix::fs::PermissionsExt;

/// Writes a file of the home that is its owner's alone.
pub fn private(place: &Place, name: &str, text: &str) {
    let path = place.home().dir().join(name);
    fs::write(&path, text).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
}

struct Scene {
    place: Place,
    desk: Desk,
    chu: UserId,
    id: OrderId,
}

impl Scene {
    /// An order that was rejected in the first minute: one e-mail to its site manager.
    fn new() -> Self {
        let mut package = order("VN-A");
        package["profile"] = json!("21vianet");
        let place = Place::with(&[package]);
        let mut desk = place.desk();
        let chu = reviewer(&mut desk, "chu", &[Role::First]);
        let id = desk.store.order_id(&"VN-A".into()).unwrap();
        claim::claim(&mut desk, chu, id, minutes(1)).unwrap();
        let decision = rejection(&desk, id);
        decide::decide(&mut desk, chu, id, &decision, minutes(1)).unwrap();
        Self { place, desk, chu, id }
    }

    fn send(&mut self, now: DateTime<Utc>) -> Sent {
        let variable = |name: &str| (name == "MAIL_PASSWORD").then(|| "öffne dich".to_owned());
        let ways = delivery::delivery(&self.place.home(), &variable).unwrap();
        send(&mut self.desk, &ways, now, &|| false).unwrap()
    }

    fn notice(&self) -> Notice {
        self.desk.store.notice(1).unwrap()
    }

    /// Everything that happened, newest first.
    fn history(&self) -> Vec<&'static str> {
        self.desk.store.history(self.id).unwrap().iter().map(|line| line.event.name()).collect()
    }

    /// It leaves in the end, once, and is on record so.
    fn must_leave(&mut self, server: &Server, now: DateTime<Utc>) {
        assert_eq!(self.send(now).sent, 1, "{:?}", self.notice());
        let notice = self.notice();
        assert_eq!((notice.state, notice.ended_at, notice.error), (NoticeState::Sent, Some(now), None));
        let taken = server.taken(1);
        assert_eq!((taken.len(), &taken[0].id), (1, &notice.letter.message_id), "{:?}", server.lines());
        assert_eq!(taken[0].to, notice.letter.address);
        assert_eq!(self.history()[0], "notice_sent");
        assert_eq!(self.send(now + Duration::days(1)), Sent::default(), "once");
        self.place.must_be_sound();
    }
}

#[test]
fn a_notice_leaves_when_the_grace_time_is_over_and_not_before() {
    let (mut scene, server) = (Scene::new(), Server::start(&Does::script(&[])));
    private(&scene.place, "delivery.toml", &server.settings("none", ""));
    assert_eq!(scene.send(minutes(10)), Sent::default());
    assert_eq!(scene.notice().state, NoticeState::Waiting);
    scene.must_leave(&server, minutes(11));
}

#[test]
fn an_undone_verdict_tells_nobody_and_one_that_was_told_is_not_undone() {
    let (mut scene, server) = (Scene::new(), Server::start(&Does::script(&[])));
    private(&scene.place, "delivery.toml", &server.settings("none", ""));
    let verdict = scene.desk.store.state(scene.id).unwrap().last_verdict.unwrap();
    decide::undo(&mut scene.desk, scene.chu, &verdict, minutes(5)).unwrap();
    assert_eq!(scene.notice().state, NoticeState::Withdrawn);
    assert_eq!(scene.send(minutes(60)), Sent::default());
    scene.place.must_be_sound();

    claim::claim(&mut scene.desk, scene.chu, scene.id, minutes(61)).unwrap();
    let decision = rejection(&scene.desk, scene.id);
    decide::decide(&mut scene.desk, scene.chu, scene.id, &decision, minutes(61)).unwrap();
    assert_eq!(scene.send(minutes(71)).sent, 1);
    // Longer grace, set afterwards, does not bring back what has left.
    scene.place.sql("INSERT OR REPLACE INTO setting (key, value) VALUES ('grace_minutes', '600')");
    let error = decide::undo(&mut scene.desk, scene.chu, &decision.verdict_id, minutes(72)).unwrap_err();
    assert!(error.to_string().contains("was told already"), "{error}");
    scene.place.must_be_sound();
}

#[test]
fn encrypted_from_the_first_byte_or_after_a_word_and_signed_in() {
    for (tls, more, secret) in [
        ("implicit", "user = \"icp\"\npassword_file = \"secret\"", "geheim"),
        ("starttls", "user = \"icp\"\npassword_env = \"MAIL_PASSWORD\"", "öffne dich"),
        ("implicit", "", ""),
    ] {
        let mut scene = Scene::new();
        certificate(scene.place.dir.path());
        let login = (!more.is_empty()).then_some(("icp", secret));
        let server = Server::start(&Does::tls(tls, scene.place.dir.path(), login));
        private(&scene.place, "secret", "geheim\n");
        let roots = scene.place.path("cert.pem");
        let more = format!("{more}\nca_file = {roots:?}");
        private(&scene.place, "delivery.toml", &server.settings(tls, &more));
        scene.must_leave(&server, minutes(11));
    }
}

/// A server that can't be used is no fault of the notice: it waits, no try is counted, and the cause is told.
#[test]
fn what_is_wrong_with_the_server_holds_everything_and_counts_for_nothing() {
    let folder = tempfile::tempdir().unwrap();
    certificate(folder.path());
    let trusted = format!("ca_file = {:?}", folder.path().join("cert.pem"));
    let login = |password: &str| format!("{trusted}\nuser = \"icp\"\npassword = \"{password}\"");
    let tls = |tls: &str| Does::tls(tls, folder.path(), Some(("icp", "geheim")));
    let mute = Does { mute: true, ..Does::script(&[]) };
    for (does, tls, more, wanted) in [
        (tls("implicit"), "implicit", login("falsch"), "535"),
        (tls("implicit"), "implicit", String::new(), "certificate"),
        (Does::script(&[]), "starttls", trusted.clone(), "STARTTLS"),
        (Does::script(&[]), "implicit", trusted.clone() + "\ntimeout_seconds = 5", ""),
        (mute, "none", "timeout_seconds = 1".into(), ""),
    ] {
        let (mut scene, server) = (Scene::new(), Server::start(&does));
        private(&scene.place, "delivery.toml", &server.settings(tls, &more));
        let sent = scene.send(minutes(11));
        assert_eq!((sent.sent, sent.again, sent.failed.len(), sent.closed.len()), (0, 0, 0, 1), "{wanted}");
        assert!(sent.closed[0].contains(wanted), "{wanted}: {sent:?}");
        let notice = scene.notice();
        assert_eq!((notice.state, notice.tries), (NoticeState::Waiting, 0));
        assert!(notice.error.is_some() && notice.next_at == minutes(13), "{notice:?}");
        let right = Server::start(&Does::script(&[]));
        private(&scene.place, "delivery.toml", &right.settings("none", ""));
        scene.must_leave(&right, minutes(13));
    }
}

#[test]
fn a_server_that_is_not_there_is_asked_again_later() {
    let mut scene = Scene::new();
    let gone = { Server::start(&Does::script(&[])).settings("none", "") };
    private(&scene.place, "delivery.toml", &gone);
    let sent = scene.send(minutes(11));
    assert!(sent.closed[0].starts_with("localhost:"), "{sent:?}");
    assert_eq!(scene.send(minutes(12)), Sent { waiting: 1, ..Sent::default() }, "it rests, and says so");
    let server = Server::start(&Does::script(&[]));
    private(&scene.place, "delivery.toml", &server.settings("none", ""));
    scene.must_leave(&server, minutes(13));
}

/// Each costs a try, and the next ones come after a minute, two, four.
#[test]
fn what_may_pass_is_tried_again_at_growing_distances() {
    for act in ["450", "421", "452-end", "drop-in-data", "slow"] {
        let (mut scene, server) = (Scene::new(), Server::start(&Does::script(&[act, act])));
        private(&scene.place, "delivery.toml", &server.settings("none", "timeout_seconds = 1"));
        for (at, next) in [(11, 12), (12, 14)] {
            assert_eq!(scene.send(minutes(at)).again, 1, "{act}");
            assert_eq!(scene.notice().next_at, minutes(next), "{act}");
            let early = scene.send(minutes(next) - Duration::seconds(1));
            assert_eq!(early, Sent { waiting: 1, ..Sent::default() }, "{act}");
        }
        let notice = scene.notice();
        assert_eq!((notice.state, notice.tries), (NoticeState::Waiting, 2));
        assert!(!notice.error.unwrap().contains(&notice.letter.address), "{act}");
        scene.must_leave(&server, minutes(14));
    }
}

#[test]
fn a_lost_answer_makes_a_second_copy_under_the_same_id() {
    let (mut scene, server) = (Scene::new(), Server::start(&Does::script(&["drop-after-data"])));
    private(&scene.place, "delivery.toml", &server.settings("none", ""));
    assert_eq!(scene.send(minutes(11)).again, 1);
    assert_eq!(scene.send(minutes(12)).sent, 1);
    let taken = server.taken(2);
    assert_eq!((taken.len(), &taken[0].id), (2, &taken[1].id));
    assert!(!taken[0].heard);
}

#[test]
fn what_never_passes_is_shown_to_a_person_who_may_have_it_tried_again() {
    for act in ["550", "554-end"] {
        let (mut scene, server) = (Scene::new(), Server::start(&Does::script(&[act])));
        private(&scene.place, "delivery.toml", &server.settings("none", ""));
        let sent = scene.send(minutes(11));
        assert_eq!((sent.sent, sent.failed.len()), (0, 1), "{act}: {sent:?}");
        let (notice, failed) = (scene.notice(), scene.desk.store.failed_notices().unwrap());
        assert_eq!((notice.state, failed.len()), (NoticeState::Failed, 1));
        let error = notice.error.clone().unwrap();
        assert!(error.contains(&act[..3]) && !error.contains(&notice.letter.address), "{error}");
        assert_eq!(scene.history()[0], "notice_failed");
        assert_eq!(scene.send(minutes(600)), Sent::default(), "nobody tries it by himself");
        scene.place.must_be_sound();
        outbox::retry(&mut scene.desk, scene.chu, 1, minutes(601)).unwrap();
        scene.must_leave(&server, minutes(601));
    }
}

#[test]
fn a_notice_that_finds_no_way_for_a_day_fails_and_an_address_that_is_none_is_not_asked_for() {
    let (mut scene, server) = (Scene::new(), Server::start(&Does::script(&["450"; 40])));
    private(&scene.place, "delivery.toml", &server.settings("none", ""));
    let mut now = minutes(11);
    while scene.notice().state == NoticeState::Waiting {
        scene.send(now);
        now = scene.notice().next_at.max(now);
    }
    let notice = scene.notice();
    assert_eq!((notice.state, notice.tries), (NoticeState::Failed, 30));
    let took = notice.ended_at.unwrap() - minutes(11);
    assert!(took > Duration::hours(23) && took < Duration::hours(26), "{took}");
    scene.place.must_be_sound();

    let mut scene = Scene::new();
    scene.place.sql("UPDATE outbox SET address = 'wang at example'");
    let server = Server::start(&Does::script(&[]));
    private(&scene.place, "delivery.toml", &server.settings("none", ""));
    let sent = scene.send(minutes(11));
    assert!(sent.failed[0].1.contains("no e-mail address"), "{sent:?}");
    assert!(!server.lines().iter().any(|line| line.contains("mail|") || line.contains("refused|")));
    scene.place.must_be_sound();
}
