//! The customer's side of an order: curtains, appointments, paper, calls, giving up.

use super::support::{Place, approve, minutes, monday, order, order_with_files, rejection, reviewer, text};
use beian::domain::customer::CurtainState;
use beian::domain::ids::{OrderId, UserId};
use beian::domain::life::{Appointment, AppointmentEnd, CallResult, Parcel};
use beian::domain::order::{AttachmentKind, PhotoMethod};
use beian::domain::people::Role;
use beian::domain::stage::Stage;
use beian::domain::view::SlotState;
use beian::work::abandon::{By, abandon};
use beian::work::verification::{Receipt, log_paper};
use beian::work::{Desk, appointments, calls, claim, curtains, decide, look};
use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};
use std::os::unix::fs::PermissionsExt;

const PHONE: &str = "13900139000";

/// An order of Tencent's flow whose customer asks for a curtain.
fn asks(no: &str, account: &str) -> Value {
    let mut order = order(no);
    order["profile"] = json!("tencent");
    order["account"]["id"] = json!(account);
    order["curtain_request"] = json!({
        "requested_at": "2026-11-13T02:00:00Z",
        "recipient": "李工",
        "address": "广东省深圳市南山区科苑路1号",
        "phone": PHONE,
    });
    order
}

struct Scene {
    place: Place,
    desk: Desk,
    chu: UserId,
}

impl Scene {
    fn with(packages: &[Value]) -> Self {
        let place = Place::with(packages);
        let mut desk = place.desk();
        let chu = reviewer(&mut desk, "chu", &[Role::First, Role::Second]);
        Self { place, desk, chu }
    }

    fn id(&self, no: &str) -> OrderId {
        self.desk.store.order_id(&no.into()).unwrap()
    }

    fn pass(&mut self, no: &str, now: DateTime<Utc>) -> beian::domain::ids::VerdictId {
        let id = self.id(no);
        approve(&mut self.desk, self.chu, id, now).0
    }

    fn to_pack(&self) -> Vec<(String, CurtainState)> {
        let all = self.desk.store.curtains_to_pack(100).unwrap();
        all.into_iter().map(|one| (one.no.0, one.state)).collect()
    }
}

fn parcel(number: &str) -> Parcel {
    Parcel { courier: "顺丰".into(), number: number.into() }
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn a_curtain_is_packed_after_first_review_and_goes_out_at_the_hour_of_the_profile() {
    let mut scene = Scene::with(&[asks("C-1", "a1"), asks("C-2", "a2")]);
    assert_eq!(scene.to_pack(), [], "first review has not passed");
    // Monday 16:30 in Beijing: after the hour, so it goes out on Tuesday.
    let late = at("2026-11-16T08:30:00Z");
    scene.pass("C-1", minutes(5));
    scene.pass("C-2", late);
    let all = scene.desk.store.curtains_to_pack(100).unwrap();
    let out: Vec<_> = all.iter().map(|one| (one.no.as_str(), one.dispatch_at)).collect();
    assert_eq!(out, [("C-1", at("2026-11-16T08:00:00Z")), ("C-2", at("2026-11-17T08:00:00Z"))]);
    let id = scene.id("C-1");
    assert_eq!(all[0].to.as_ref().unwrap().recipient, "李工");
    curtains::send(&mut scene.desk, scene.chu, id, &parcel("SF1"), None, minutes(20)).unwrap();
    let again = curtains::send(&mut scene.desk, scene.chu, id, &parcel("SF2"), None, minutes(21));
    assert!(again.unwrap_err().to_string().contains("sent already"));
    assert_eq!(scene.to_pack(), [("C-2".into(), CurtainState::Asked)]);
    let view = look::open(&scene.desk, None, id, minutes(22)).unwrap();
    assert_eq!(view.customer.curtain.unwrap().parcel, Some(parcel("SF1")));
    scene.place.must_be_sound();
}

#[test]
fn an_account_has_one_curtain_and_another_needs_a_word() {
    let mut scene = Scene::with(&[asks("C-1", "same"), asks("C-2", "same"), asks("C-3", "same")]);
    scene.pass("C-1", minutes(5));
    scene.pass("C-2", minutes(6));
    let (first, second) = (scene.id("C-1"), scene.id("C-2"));
    curtains::send(&mut scene.desk, scene.chu, first, &parcel("SF1"), None, minutes(20)).unwrap();
    scene.pass("C-3", minutes(30));
    let refused = |no: &str| (no.to_owned(), CurtainState::Refused);
    assert_eq!(scene.to_pack(), [refused("C-2"), refused("C-3")]);
    let without = curtains::send(&mut scene.desk, scene.chu, second, &parcel("SF2"), None, minutes(40));
    assert!(without.unwrap_err().to_string().contains("--again"));
    let word = Some("原件途中损坏");
    curtains::send(&mut scene.desk, scene.chu, second, &parcel("SF2"), word, minutes(41)).unwrap();
    assert_eq!(scene.to_pack(), [refused("C-3")]);
    assert_eq!(scene.desk.store.curtains_to_pack(9).unwrap()[0].had, 2);
    scene.place.must_be_sound();
}

#[test]
fn an_undo_withdraws_a_curtain_and_one_that_left_ends_the_undo() {
    let mut scene = Scene::with(&[asks("C-1", "a1")]);
    let id = scene.id("C-1");
    let verdict = scene.pass("C-1", minutes(1));
    decide::undo(&mut scene.desk, scene.chu, &verdict, minutes(2)).unwrap();
    assert_eq!(scene.to_pack(), []);
    scene.place.must_be_sound();
    let verdict = scene.pass("C-1", minutes(3));
    assert_eq!(scene.to_pack(), [("C-1".into(), CurtainState::Asked)]);
    curtains::send(&mut scene.desk, scene.chu, id, &parcel("SF1"), None, minutes(4)).unwrap();
    assert!(decide::undo(&mut scene.desk, scene.chu, &verdict, minutes(5)).is_err());
    scene.place.must_be_sound();
}

#[test]
fn a_phone_on_the_list_is_masked_until_its_reveal_is_on_record() {
    let mut scene = Scene::with(&[asks("C-1", "a1")]);
    scene.pass("C-1", minutes(5));
    let masked = text(&scene.place.run(&["curtain", "list"]));
    assert!(masked.contains("李工") && !masked.contains(PHONE), "{masked}");
    let data = text(&scene.place.run(&["curtain", "list", "--json"]));
    assert!(data.contains("dispatch_at") && !data.contains(PHONE), "{data}");
    let reveals = "SELECT count(*) FROM event WHERE kind = 'revealed'";
    assert_eq!(scene.place.ask::<i64>(reveals), 0);
    let shown = text(&scene.place.run(&["curtain", "list", "--reveal", "--user", "zhu"]));
    assert!(shown.contains(PHONE), "{shown}");
    let page = scene.place.path("list.html");
    std::fs::write(&page, "an older list, for everybody").unwrap();
    std::fs::set_permissions(&page, PermissionsExt::from_mode(0o644)).unwrap();
    let printed = scene.place.run(&["curtain", "print", "--out", page.to_str().unwrap(), "--user", "zhu"]);
    assert!(printed.status.success(), "{}", text(&printed));
    assert_eq!(std::fs::metadata(&page).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(std::fs::read_to_string(page).unwrap().contains(PHONE));
    assert_eq!(scene.place.ask::<i64>(reveals), 2);
    let sent = ["curtain", "send", "C-1", "--courier", "EMS", "--number", "E1", "--user", "zhu"];
    assert!(scene.place.run(&sent).status.success());
    let listed = text(&scene.place.run(&["curtain", "list", "--sent"]));
    assert!(listed.contains("EMS E1"), "{listed}");
    scene.place.must_be_sound();
}

fn appointment(method: PhotoMethod, place: &str, at: DateTime<Utc>) -> Appointment {
    Appointment { person: "p1".into(), method, place: place.into(), at }
}

#[test]
fn an_appointment_is_made_by_a_method_that_is_open_and_ends_by_word_or_with_its_stage() {
    let mut scene = Scene::with(&[asks("C-1", "a1")]);
    let id = scene.id("C-1");
    let manager = look::open(&scene.desk, None, id, monday()).unwrap().order.managers()[0].id.clone();
    let wish = |method, hours| Appointment {
        person: manager.clone(),
        ..appointment(method, "深圳拍照点", minutes(5) + Duration::hours(hours))
    };
    let who = scene.chu;
    let early = appointments::make(&mut scene.desk, who, id, &wish(PhotoMethod::PhotoPoint, 30), minutes(1));
    assert!(
        early
            .unwrap_err()
            .to_string()
            .contains("can't be done; it is for verification, second_review, sms, bureau")
    );
    scene.pass("C-1", minutes(5));
    for (method, hours, why) in [
        (PhotoMethod::OnsiteSigning, 30, "can't use"),
        (PhotoMethod::AppCheck, 30, "are for"),
        (PhotoMethod::PhotoPoint, -1, "ahead"),
    ] {
        let error = appointments::make(&mut scene.desk, who, id, &wish(method, hours), minutes(9));
        assert!(error.unwrap_err().to_string().contains(why), "{method:?}");
    }
    let good = wish(PhotoMethod::PhotoPoint, 30);
    appointments::make(&mut scene.desk, who, id, &good, minutes(10)).unwrap();
    assert!(appointments::make(&mut scene.desk, who, id, &good, minutes(11)).is_err(), "one at a time");
    appointments::end(&mut scene.desk, who, id, &manager, AppointmentEnd::Missed, minutes(12)).unwrap();
    appointments::make(&mut scene.desk, who, id, &good, minutes(13)).unwrap();
    assert_eq!(scene.desk.store.open_appointments(9).unwrap().len(), 1);
    scene.place.must_be_sound();
    let zhu = scene.desk.store.account("zhu").unwrap().unwrap().staff.id;
    abandon(&mut scene.desk, By::Staff(zhu), id, "客户不办了", minutes(14)).unwrap();
    assert_eq!(scene.desk.store.open_appointments(9).unwrap(), []);
    let ends: Vec<_> =
        scene.desk.store.appointments_of(id).unwrap().iter().map(|row| row.ended.unwrap().0).collect();
    assert_eq!(ends, [AppointmentEnd::Cancelled, AppointmentEnd::Missed]);
    assert_eq!(scene.to_pack(), []);
    scene.place.must_be_sound();
}

/// 21Vianet's order: paper originals and a photo follow first review.
fn on_paper(no: &str) -> Value {
    let mut order = order_with_files(no);
    order["profile"] = json!("21vianet");
    let photo = json!({ "path": format!("{no}-p.pdf"), "kind": "curtain_photo", "placeholder": true });
    order["attachments"].as_array_mut().unwrap().push(photo);
    order
}

#[test]
fn the_clock_of_second_review_begins_with_paper_and_photo_and_a_placeholder_is_no_photo() {
    let mut scene = Scene::with(&[on_paper("V-1")]);
    let id = scene.id("V-1");
    scene.pass("V-1", minutes(5));
    let receipt = |kind, owner, at| Receipt { kind, owner, at };
    let (sheet, letter) = (AttachmentKind::VerificationSheet, AttachmentKind::SecurityLetter);
    let who = scene.chu;
    let tomorrow = monday() + Duration::days(1);
    log_paper(&mut scene.desk, who, id, receipt(sheet, "s1", None), tomorrow).unwrap();
    let stage = log_paper(&mut scene.desk, who, id, receipt(letter, "order", None), tomorrow).unwrap();
    assert_eq!(stage, Stage::Verification, "the photo is a placeholder");
    let slots = look::open(&scene.desk, None, id, tomorrow).unwrap().slots;
    assert!(slots.iter().any(|slot| slot.state == SlotState::Placeholder));
    let supplement = json!({
        "format": 1, "supplement": true, "order_no": "V-1", "revision": 1,
        "submitted_at": "2026-11-17T02:00:00Z",
        "attachments": [{ "path": "V-1-photo.pdf", "kind": "curtain_photo", "photo_method": "curtain" }],
    });
    let sample =
        std::fs::read_to_string(super::support::sample("ICP-10231-supplement").join("order.json")).unwrap();
    let mut given: Value = serde_json::from_str(&sample).unwrap();
    for key in ["order_no", "revision", "submitted_at", "attachments"] {
        given[key] = supplement[key].clone();
    }
    assert_eq!(scene.place.import(&[given]).taken, 1);
    let state = scene.desk.store.state(id).unwrap();
    assert_eq!(state.stage, Stage::SecondReview);
    assert!(state.due_at.is_some());
    scene.place.must_be_sound();
}

#[test]
fn paper_that_is_logged_late_counts_from_its_receipt() {
    let mut package = on_paper("V-2");
    package["attachments"][2]["placeholder"] = json!(false);
    package["attachments"][2]["photo_method"] = json!("curtain");
    let mut scene = Scene::with(&[package]);
    let id = scene.id("V-2");
    scene.pass("V-2", minutes(5));
    let wrong = scene.place.run(&[
        "paper",
        "V-2",
        "--kind",
        "security_letter",
        "--received-at",
        "2099-01-01 10:00",
        "--user",
        "zhu",
    ]);
    assert!(text(&wrong).contains("later than now"), "{}", text(&wrong));
    let (sheet, letter) = (AttachmentKind::VerificationSheet, AttachmentKind::SecurityLetter);
    let (came, logged) = (at("2026-11-18T02:00:00Z"), at("2026-11-20T02:00:00Z"));
    let first = Receipt { kind: sheet, owner: "s1", at: Some(came) };
    log_paper(&mut scene.desk, scene.chu, id, first, logged).unwrap();
    let last = Receipt { kind: letter, owner: "order", at: Some(came) };
    let stage = log_paper(&mut scene.desk, scene.chu, id, last, logged).unwrap();
    assert_eq!(stage, Stage::SecondReview);
    // One and a half working days of nine hours from Wednesday 10:00.
    assert_eq!(scene.desk.store.state(id).unwrap().due_at, Some(at("2026-11-19T06:30:00Z")));
    let listed = text(&scene.place.run(&["paper", "V-2"]));
    assert_eq!(listed.matches("received").count(), 2, "{listed}");
    scene.place.must_be_sound();
}

#[test]
fn a_call_that_is_not_answered_is_due_again_and_one_that_is_ends_it() {
    let mut scene = Scene::with(&[asks("C-1", "a1"), asks("C-2", "a2")]);
    let (one, two) = (scene.id("C-1"), scene.id("C-2"));
    let call = |result, again: Option<i64>| calls::Call {
        person: "p1".into(),
        result,
        note: String::new(),
        again_at: again.map(minutes),
    };
    let missed = |again| call(CallResult::NotReached, Some(again));
    let who = scene.chu;
    calls::log(&mut scene.desk, who, one, &missed(90), minutes(1)).unwrap();
    calls::log(&mut scene.desk, who, two, &missed(60), minutes(1)).unwrap();
    let rows = scene.desk.store.calls(9).unwrap();
    let order: Vec<_> = rows.iter().map(|row| (row.no.as_str(), row.call_at)).collect();
    assert_eq!(order, [("C-2", minutes(60)), ("C-1", minutes(90))]);
    assert_eq!(rows[0].last.as_ref().unwrap().result, CallResult::NotReached);
    assert_eq!(scene.desk.store.calls_due(minutes(61)).unwrap(), 1);
    assert!(calls::log(&mut scene.desk, who, one, &missed(1), minutes(2)).is_err(), "it lies ahead");
    let stranger = calls::Call { person: "p9".into(), ..missed(99) };
    assert!(calls::log(&mut scene.desk, who, one, &stranger, minutes(2)).is_err());
    calls::log(&mut scene.desk, who, two, &call(CallResult::Reached, None), minutes(61)).unwrap();
    assert_eq!(scene.desk.store.calls(9).unwrap().len(), 1);
    // A verdict ends what waits: the customer is asked for something else then.
    claim::claim(&mut scene.desk, who, one, minutes(62)).unwrap();
    let decision = rejection(&scene.desk, one);
    decide::decide(&mut scene.desk, who, one, &decision, minutes(62)).unwrap();
    assert_eq!(scene.desk.store.calls(9).unwrap(), []);
    scene.place.must_be_sound();
}

#[test]
fn calls_and_appointments_go_through_the_command_line() {
    let mut scene = Scene::with(&[asks("C-1", "a1")]);
    scene.pass("C-1", minutes(5));
    let id = scene.id("C-1");
    let manager = look::open(&scene.desk, None, id, monday()).unwrap().order.managers()[0].id.0.clone();
    let run = |args: &[&str]| {
        let output = scene.place.run(args);
        (output.status.code(), text(&output))
    };
    let called =
        run(&["call", "C-1", "--person", "p1", "--not-reached", "--again-in", "1h", "--user", "zhu"]);
    assert_eq!(called.0, Some(0), "{}", called.1);
    let listed = run(&["call", "list"]).1;
    assert!(listed.contains("C-1") && listed.contains("not reached"), "{listed}");
    assert_eq!(run(&["call", "C-1", "--person", "p1", "--user", "zhu"]).0, Some(2));
    let both = ["call", "C-1", "--person", "p1", "--reached", "--not-reached", "--user", "zhu"];
    assert_eq!(run(&both).0, Some(2));
    let made = run(&[
        "appointment",
        "make",
        "C-1",
        "--person",
        &manager,
        "--method",
        "photo_point",
        "--place",
        "深圳",
        "--at",
        "2099-01-05 10:00",
        "--user",
        "zhu",
    ]);
    assert_eq!(made.0, Some(0), "{}", made.1);
    assert!(run(&["appointment", "list"]).1.contains("2099-01-05 10:00"));
    let shown = run(&["show", "C-1"]).1;
    for part in ["reminded 0 times", "to be packed", "2099-01-05", "app check: not open", "not here yet"] {
        assert!(shown.to_lowercase().contains(part), "{part} in {shown}");
    }
    assert_eq!(run(&["appointment", "end", "C-1", &manager, "kept", "--user", "zhu"]).0, Some(0));
    assert!(run(&["appointment", "list", "C-1"]).1.contains("kept"));
    assert_eq!(run(&["abandon", "C-1", "--reason", "客户撤回", "--intake"]).0, Some(0));
    let again = run(&["abandon", "C-1", "--reason", "客户撤回", "--intake"]);
    assert_eq!(again.0, Some(1), "{}", again.1);
    scene.place.must_be_sound();
}

#[test]
fn what_another_person_reviews_a_supervisor_alone_abandons() {
    let mut scene = Scene::with(&[asks("C-1", "a1")]);
    let id = scene.id("C-1");
    let other = reviewer(&mut scene.desk, "fu", &[Role::First]);
    claim::claim(&mut scene.desk, scene.chu, id, minutes(1)).unwrap();
    assert!(abandon(&mut scene.desk, By::Staff(other), id, "客户撤回", minutes(2)).is_err());
    assert!(abandon(&mut scene.desk, By::Staff(scene.chu), id, " ", minutes(2)).is_err(), "a reason");
    let zhu = scene.desk.store.account("zhu").unwrap().unwrap().staff.id;
    abandon(&mut scene.desk, By::Staff(zhu), id, "客户撤回", minutes(3)).unwrap();
    assert_eq!(scene.desk.store.state(id).unwrap().stage, Stage::Abandoned);
    scene.place.must_be_sound();
}

#[test]
fn a_curtain_or_appointment_that_differs_from_the_log_is_found() {
    let mut scene = Scene::with(&[asks("C-1", "a1")]);
    scene.pass("C-1", minutes(5));
    let id = scene.id("C-1");
    curtains::send(&mut scene.desk, scene.chu, id, &parcel("SF1"), None, minutes(6)).unwrap();
    scene.place.must_be_sound();
    scene.place.sql("UPDATE curtain SET number = 'SF9'");
    assert!(text(&scene.place.run(&["doctor"])).contains("differ from the log"));
    scene.place.sql("UPDATE curtain SET number = 'SF1'");
    scene.place.must_be_sound();
    scene.place.sql(
        "INSERT INTO appointment (order_id, revision, person, method, place, at, made_at, made_by)
         SELECT id, 1, 'p1', 'photo_point', 'x', 1, 1, 1 FROM orders",
    );
    assert!(text(&scene.place.run(&["doctor"])).contains("appointments differ"));
}
