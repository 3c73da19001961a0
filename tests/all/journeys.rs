//! One order of every profile, from its first import to its filing number, through a return at every stage,
//! with nothing done outside the program but the customer's own acts and the bureau's.

use super::support::{Place, approve, cancellation, order, rejection, reviewer, text};
use beian::domain::bureau::{GivenReason, NamedNumber, News, ResultRow, Secret};
use beian::domain::ids::{OrderId, UserId};
use beian::domain::life::SmsOutcome;
use beian::domain::people::Role;
use beian::domain::stage::Stage;
use beian::domain::view::{OrderView, SlotState};
use beian::work::tick::tick;
use beian::work::{Desk, claim, decide, look, now, results, secret, verification};
use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

struct Journey {
    place: Place,
    desk: Desk,
    package: Value,
    id: OrderId,
    first: UserId,
    second: UserId,
    now: DateTime<Utc>,
}

impl Journey {
    fn begin(profile: &str) -> Self {
        let mut package = order("JRN-1");
        package["profile"] = json!(profile);
        let place = Place::with(std::slice::from_ref(&package));
        let mut desk = place.desk();
        let first = reviewer(&mut desk, "chu", &[Role::First]);
        let second = reviewer(&mut desk, "fu", &[Role::Second]);
        let id = desk.store.order_id(&"JRN-1".into()).unwrap();
        Self { place, desk, package, id, first, second, now: now() }
    }

    fn later(&mut self, minutes: i64) -> DateTime<Utc> {
        self.now += Duration::minutes(minutes);
        self.now
    }

    fn view(&self) -> OrderView {
        look::open(&self.desk, None, self.id, self.now).unwrap()
    }

    fn stage(&self) -> Stage {
        self.desk.store.state(self.id).unwrap().stage
    }

    fn has(&self, stage: Stage) -> bool {
        let profile = self.package["profile"].as_str().unwrap();
        self.desk.catalog.profile(&profile.into()).unwrap().stages.0.contains(&stage)
    }

    /// The customer sends the next revision.
    fn resubmit(&mut self) {
        let revision = self.desk.store.state(self.id).unwrap().revision + 1;
        self.package["revision"] = json!(revision);
        self.package["remark"] = json!(format!("第{revision}次提交"));
        let summary = self.place.import(std::slice::from_ref(&self.package));
        assert_eq!((summary.taken, summary.refused), (1, 0));
        assert_eq!(self.stage(), Stage::FirstReview);
    }

    /// The reviewer of the present stage rejects; the order comes back.
    fn reject_and_return(&mut self) {
        let stage = self.stage();
        let who = if stage == Stage::FirstReview { self.first } else { self.second };
        let at = self.later(1);
        claim::claim(&mut self.desk, who, self.id, at).unwrap();
        let decision = rejection(&self.desk, self.id);
        decide::decide(&mut self.desk, who, self.id, &decision, at).unwrap();
        let state = self.desk.store.state(self.id).unwrap();
        assert_eq!((state.stage, state.returned_from), (Stage::Returned, Some(stage)));
        self.resubmit();
    }

    /// The customer sends what the verification stage waits for; paper comes by mail.
    fn send_materials(&mut self) {
        assert_eq!(self.stage(), Stage::Verification);
        let missing: Vec<_> =
            self.view().slots.into_iter().filter(|slot| slot.state != SlotState::Filled).collect();
        let scans = missing.iter().filter(|slot| slot.paper.is_none());
        let revision = self.desk.store.state(self.id).unwrap().revision;
        let attachments: Vec<Value> = scans
            .enumerate()
            .map(|(at, slot)| {
                let path = format!("supplement-{revision}-{at}.pdf");
                json!({ "path": path, "kind": slot.kind.slug(), "owner": slot.owner })
            })
            .collect();
        if !attachments.is_empty() {
            let package = json!({
                "format": 1, "kind": "supplement", "order_no": "JRN-1", "revision": revision,
                "submitted_at": self.package["submitted_at"], "attachments": attachments,
            });
            assert_eq!(self.place.import(&[package]).taken, 1);
        }
        let at = self.later(1);
        for slot in missing.iter().filter(|slot| slot.paper.is_some()) {
            assert_eq!(self.stage(), Stage::Verification, "paper and photo start the second review's clock");
            let receipt = verification::Receipt { kind: slot.kind, owner: &slot.owner, at: None };
            verification::log_paper(&mut self.desk, self.first, self.id, receipt, at).unwrap();
        }
    }

    /// Through all reviews, until the order waits to leave the house.
    fn pass_reviews(&mut self) {
        let at = self.later(5);
        approve(&mut self.desk, self.first, self.id, at);
        if self.has(Stage::Verification) {
            self.send_materials();
            assert_eq!(self.stage(), Stage::SecondReview);
            let at = self.later(5);
            approve(&mut self.desk, self.second, self.id, at);
        }
        assert_eq!(self.stage(), Stage::Sms);
        assert!(self.desk.store.state(self.id).unwrap().life.handed_over.is_none());
    }

    fn hand_over(&mut self) {
        let at = self.later(11);
        let ticked = tick(&mut self.desk, at).unwrap();
        assert_eq!((ticked.handed_over, ticked.failed), (1, vec![]));
    }

    fn tell(&mut self, news: News) {
        let at = self.later(1);
        let row = ResultRow { order_no: "JRN-1".into(), at, news };
        results::set(&mut self.desk, self.second, &row, at).unwrap();
    }

    fn everybody_verifies(&mut self) {
        let check = self.desk.store.state(self.id).unwrap().life.sms.unwrap();
        for one in &check.persons {
            self.tell(News::Sms(SmsOutcome::Sent, one.person.to_string()));
            self.tell(News::Sms(SmsOutcome::Wrong, one.person.to_string()));
            self.tell(News::Sms(SmsOutcome::Verified, one.person.to_string()));
        }
        assert_eq!(self.stage(), Stage::Bureau);
    }

    fn count(&self, kind: &str) -> u32 {
        self.place.ask(&format!("SELECT count(*) FROM outbox WHERE kind = '{kind}'"))
    }
}

/// Returns at every stage, and home.
fn travel(profile: &str) {
    let mut way = Journey::begin(profile);
    way.reject_and_return();
    assert!(way.count("first_review_rejected") > 0, "the customer hears why");
    if way.has(Stage::SecondReview) {
        let at = way.later(5);
        approve(&mut way.desk, way.first, way.id, at);
        way.send_materials();
        way.reject_and_return();
        assert!(way.count("second_review_rejected") > 0);
    }
    way.codes_lapse();
    way.somebody_fails();
    way.bureau_returns_it();
    way.pass_reviews();
    way.hand_over();
    way.everybody_verifies();
    way.file();
    way.place.must_be_sound();
}

impl Journey {
    fn codes_lapse(&mut self) {
        self.pass_reviews();
        self.hand_over();
        let at = self.later(19 * 60);
        assert_eq!(tick(&mut self.desk, at).unwrap().warned, 1);
        assert!(self.count("sms_warning") > 0);
        let at = self.later(6 * 60);
        assert_eq!(tick(&mut self.desk, at).unwrap().lapsed, 1);
        self.came_back(Stage::Sms, "sms_lapsed");
    }

    /// The wrong ID number that is one too many.
    fn somebody_fails(&mut self) {
        self.pass_reviews();
        self.hand_over();
        let check = self.desk.store.state(self.id).unwrap().life.sms.unwrap();
        let person = check.persons[0].person.to_string();
        for left in (0..check.tries).rev() {
            assert_eq!(self.stage(), Stage::Sms);
            self.tell(News::Sms(SmsOutcome::Wrong, person.clone()));
            assert_eq!(self.stage() == Stage::Sms, left > 0);
        }
        self.came_back(Stage::Sms, "sms_failed");
    }

    fn bureau_returns_it(&mut self) {
        self.pass_reviews();
        self.hand_over();
        self.everybody_verifies();
        let reason = GivenReason {
            code: Some("S101".into()),
            text: Some("网站名称不符合要求".into()),
            ..GivenReason::default()
        };
        self.tell(News::Returned { reasons: vec![reason] });
        self.came_back(Stage::Bureau, "bureau_returned");
    }

    fn came_back(&mut self, from: Stage, notice: &str) {
        let state = self.desk.store.state(self.id).unwrap();
        assert_eq!((state.stage, state.returned_from), (Stage::Returned, Some(from)));
        assert!(self.count(notice) > 0, "{notice}");
        self.resubmit();
    }

    fn file(&mut self) {
        let site = self.package["sites"][0]["id"].as_str().unwrap().to_owned();
        let number = NamedNumber { site, number: "粤ICP备12345678号-1".into() };
        let of_an_app = NamedNumber { number: "粤ICP备12345678号-1A".into(), ..number.clone() };
        let wrong = News::Passed { entity_number: None, sites: vec![of_an_app], password: None };
        let row = ResultRow { order_no: "JRN-1".into(), at: self.now, news: wrong };
        let refused = results::set(&mut self.desk, self.second, &row, self.now).unwrap_err().to_string();
        assert!(refused.contains("a web site's number"), "{refused}");
        self.tell(News::Passed {
            entity_number: Some("粤ICP备12345678号".into()),
            sites: vec![number],
            password: Some(Secret::new("hush-hush")),
        });
        assert_eq!(self.stage(), Stage::Filed);
        let shown = text(&self.place.run(&["show", "JRN-1"]));
        assert!(shown.contains("粤ICP备12345678号-1"), "{shown}");
        let secret = secret::reveal(&mut self.desk, self.second, self.id, self.now).unwrap();
        assert_eq!(secret.expose(), "hush-hush");
        let told: u32 = self.place.ask("SELECT count(*) FROM event WHERE body LIKE '%hush-hush%'");
        assert_eq!(told, 0, "the log never has the password");
    }
}

#[test]
fn ucloud_with_one_review() {
    travel("ucloud");
}

#[test]
fn ucloud_with_two_reviews() {
    travel("ucloud-2018");
}

#[test]
fn tencent_by_the_console() {
    travel("tencent");
}

#[test]
fn tencent_by_the_mini_program() {
    travel("tencent-mini-program");
}

#[test]
fn twenty_one_vianet_with_paper_originals() {
    travel("21vianet");
}

#[test]
fn a_cancellation_waits_for_neither_materials_nor_sms() {
    for profile in ["ucloud", "ucloud-2018", "tencent", "21vianet"] {
        let mut package = cancellation(1);
        package["profile"] = json!(profile);
        let place = Place::with(&[package]);
        let mut desk = place.desk();
        let chu = reviewer(&mut desk, "chu", &[Role::First]);
        let fu = reviewer(&mut desk, "fu", &[Role::Second]);
        let id = desk.store.order_id(&"UC-00001".into()).unwrap();
        let at = now();
        approve(&mut desk, chu, id, at);
        if desk.store.state(id).unwrap().stage == Stage::SecondReview {
            approve(&mut desk, fu, id, at);
        }
        assert_eq!(desk.store.state(id).unwrap().stage, Stage::Bureau, "{profile}");
        let late = at + Duration::minutes(11);
        assert_eq!(tick(&mut desk, late).unwrap().handed_over, 1, "{profile}");
        let news = News::Passed { entity_number: None, sites: vec![], password: None };
        let row = ResultRow { order_no: "UC-00001".into(), at: late, news };
        results::set(&mut desk, fu, &row, late).unwrap();
        assert_eq!(desk.store.state(id).unwrap().stage, Stage::Filed, "{profile}");
        place.must_be_sound();
    }
}
