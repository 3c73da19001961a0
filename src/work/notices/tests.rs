//! What each event writes, to whom, and that nobody's numbers stand in it.

use super::super::record::record_with;
use super::super::{Desk, Home, WorkError, import, people};
use super::*;
use crate::domain::checklist::ChosenReason;
use crate::domain::event::Event;
use crate::domain::ids::{OrderId, Sha256, UserId};
use crate::domain::life::{Parcel, PasswordKept, Reminder, ReturnCause, SiteNumber, SmsCheck, SmsOutcome};
use crate::domain::notice::Notice;
use crate::domain::stage::Stage;
use crate::domain::verdict::VerdictKind;
use crate::store::Op;
use crate::store::outbox::OutboxFilter;
use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};
use std::sync::Arc;
use tempfile::TempDir;

/// An ID number that nobody in the order has.
const STRANGER: &str = "11010519491231002X";

struct Scene {
    _dir: TempDir,
    desk: Desk,
    id: OrderId,
    who: UserId,
}

fn now() -> DateTime<Utc> {
    "2026-11-16T02:00:00Z".parse().unwrap()
}

impl Scene {
    fn new(profile: &str, order_type: &str) -> Self {
        let text = include_str!("../../../assets/samples/ICP-10201/order.json");
        let mut order: Value = serde_json::from_str(text).unwrap();
        order["profile"] = json!(profile);
        order["order_type"] = json!(order_type);
        order["attachments"] = json!([]);
        order["submitted_at"] = json!("2026-11-13T02:00:00Z");
        let dir = tempfile::tempdir().unwrap();
        let catalog = Arc::new(Catalog::embedded().unwrap());
        let mut desk = Desk::create(Home::new(dir.path().join("home")), catalog).unwrap();
        people::init(&mut desk, "zhu", "correct horse", now()).unwrap();
        let who = desk.store.account("zhu").unwrap().unwrap().staff.id;
        let file = dir.path().join("orders.jsonl");
        std::fs::write(&file, order.to_string()).unwrap();
        let summary = import::import(&mut desk, &file, |_, _| {}).unwrap();
        assert_eq!(summary.taken, 1);
        let id = desk.store.order_id(&"ICP-10201".into()).unwrap();
        Self { _dir: dir, desk, id, who }
    }

    /// Records an event with the text of a person; gives the notices that it made, oldest first.
    fn tell(&mut self, event: Event, text: Option<&str>) -> Vec<Notice> {
        let (before, id) = (self.all().len(), self.id);
        let catalog = Arc::clone(&self.desk.catalog);
        let op = Op::by(self.who, now());
        self.desk
            .store
            .transact::<_, WorkError>(&op, |tx| record_with(tx, &catalog, id, &event, text))
            .unwrap();
        self.all().split_off(before)
    }

    fn all(&self) -> Vec<Notice> {
        let mut all = self.desk.store.notices(&OutboxFilter::default()).unwrap();
        all.reverse();
        all
    }

    fn decided(&mut self, kind: VerdictKind, stage: Stage, text: Option<&str>) -> Vec<Notice> {
        let rejects = kind == VerdictKind::Reject;
        let verdict = format!("v{}", self.all().len()).into();
        let reasons = if rejects { vec![reason()] } else { Vec::new() };
        let event = Event::Decided { verdict, kind, stage, reasons, override_reason: None, due_at: None };
        self.tell(event, text)
    }

    fn handed_over(&mut self, lapses: Option<Duration>) -> Vec<Notice> {
        let people = ["p1".into(), "p2".into()];
        let sms = lapses.map(|after| SmsCheck::new(&people, 5, now() + after));
        self.tell(Event::HandedOver { package: "p".into(), digest: Sha256::of(b""), sms, due_at: None }, None)
    }

    /// Through every event of a flow that has them, in an order in which they may follow one another.
    fn whole_life(
        profile: &str,
        order_type: &str,
        text: Option<&str>,
    ) -> (crate::domain::order::Order, Vec<Notice>) {
        let mut scene = Self::new(profile, order_type);
        let flow = scene.desk.catalog.profile(&profile.into()).unwrap().stages.clone();
        scene.decided(VerdictKind::Approve, Stage::FirstReview, None);
        if flow.0.contains(&Stage::Verification) {
            let parcel = Parcel { courier: "顺丰".into(), number: "SF1234567890".into() };
            scene.tell(Event::CurtainSent { parcel }, None);
            scene.tell(Event::Reminded { what: Reminder::Waiting, nth: None }, None);
            scene.tell(Event::MaterialsComplete { due_at: None }, None);
            scene.decided(VerdictKind::Approve, Stage::SecondReview, None);
        }
        scene.handed_over(Some(Duration::hours(24)));
        scene.tell(Event::Reminded { what: Reminder::SmsLapse, nth: None }, None);
        for person in ["p1", "p2"] {
            scene.tell(Event::SmsTried { person: person.into(), outcome: SmsOutcome::Verified }, None);
        }
        scene.tell(Event::SmsPassed { due_at: None }, None);
        let returned =
            Event::Returned { stage: Stage::Bureau, cause: ReturnCause::Bureau, reasons: vec![reason()] };
        scene.tell(returned, text);
        scene.tell(Event::Reminded { what: Reminder::Waiting, nth: None }, None);
        scene.tell(Event::Expired { days: 45 }, None);
        let order = scene.desk.store.revision(scene.id, 1).unwrap().unwrap();
        let mut rejected = Self::new(profile, order_type);
        rejected.decided(VerdictKind::Reject, Stage::FirstReview, text);
        let mut all = scene.all();
        all.extend(rejected.all());
        (order, all)
    }
}

fn reason() -> ChosenReason {
    ChosenReason {
        code: ChosenReason::FREE.into(),
        item: None,
        field: Some("主体名称".into()),
        text: "与证件不一致".into(),
        mend: "请照证件填写".into(),
    }
}

const PROFILES: [&str; 5] = ["ucloud-2018", "ucloud", "tencent", "tencent-mini-program", "21vianet"];

#[test]
fn nobodys_numbers_stand_in_a_notice_whoever_wrote_them() {
    for profile in PROFILES {
        let (order, _) = Scene::whole_life(profile, "first_filing", None);
        let hidden: Vec<String> = order
            .people
            .iter()
            .flat_map(|one| {
                let more = [one.office_phone.clone(), one.emergency_mobile.clone()];
                let own = [one.certificate.number.clone(), one.mobile.clone(), one.email.clone()];
                own.into_iter().chain(more.into_iter().flatten())
            })
            .collect();
        assert!(hidden.len() >= 10, "{hidden:?}");
        let told = format!("林志远，您好：\n{}\n{STRANGER}\n请修改。", hidden.join("\n"));
        for text in [None, Some(told.as_str())] {
            for notice in Scene::whole_life(profile, "first_filing", text).1 {
                let letter = &notice.letter;
                let whole = [&letter.subject, &letter.body, letter.html.as_ref().unwrap_or(&letter.body)];
                for value in hidden.iter().map(String::as_str).chain([STRANGER]) {
                    assert!(
                        !whole.iter().any(|text| text.contains(value)),
                        "{profile}: {value} in {letter:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_notice_goes_to_whom_the_profile_names_by_its_ways_and_none_has_a_value_left_out() {
    for profile in PROFILES {
        let (order, all) = Scene::whole_life(profile, "first_filing", None);
        let catalog = Catalog::embedded().unwrap();
        let own = catalog.profile(&profile.into()).unwrap();
        for notice in &all {
            let letter = &notice.letter;
            let rule = own.notices.iter().find(|rule| rule.event == letter.kind).unwrap();
            assert!(rule.by.contains(&letter.medium), "{profile}: {letter:?}");
            let person = order.person(&letter.person).unwrap();
            let address = if letter.medium == Medium::Email { &person.email } else { &person.mobile };
            assert_eq!(&letter.address, address);
            for text in [&letter.subject, &letter.body] {
                assert!(!text.contains('{') && !text.contains("\n\n\n"), "{profile}: {text}");
            }
            assert_eq!(letter.html.is_some(), letter.medium == Medium::Email);
            assert_eq!(letter.subject.is_empty(), letter.medium == Medium::Text);
        }
        let ids: std::collections::BTreeSet<_> = all.iter().map(|notice| &notice.letter.message_id).collect();
        assert_eq!(ids.len(), all.len());
    }
}

#[test]
fn a_rejection_goes_to_each_by_his_name_with_the_reviewers_text_and_waits_for_the_grace_time() {
    let mut scene = Scene::new("ucloud-2018", "first_filing");
    let text = "陈雨晨，您好：\n\n请把名称改好。\n";
    let told = scene.decided(VerdictKind::Reject, Stage::FirstReview, Some(text));
    let bodies: Vec<&str> = told.iter().map(|notice| notice.letter.body.as_str()).collect();
    assert_eq!(bodies, [text, "林志远，您好：\n\n请把名称改好。\n"]);
    assert!(told.iter().all(|notice| notice.next_at == now() + Duration::minutes(10)));
    assert!(told.iter().all(|notice| notice.verdict.is_some()));
    let mut scene = Scene::new("tencent", "first_filing");
    let told = scene.decided(VerdictKind::Reject, Stage::FirstReview, None);
    let by: Vec<Medium> = told.iter().map(|notice| notice.letter.medium).collect();
    assert_eq!(by, [Medium::Email, Medium::Text]);
    assert!(
        told[0].letter.body.contains("1. 【主体名称】与证件不一致\n   处理办法：请照证件填写"),
        "{told:?}"
    );
    assert!(told[1].letter.body.contains("1处需修改"), "{told:?}");
}

#[test]
fn a_site_may_be_reachable_by_the_type_of_its_order() {
    for (order_type, wanted, unwanted) in [
        ("first_filing", "取得备案号之前，网站不得开通访问", "现在可以"),
        ("new_site", "取得备案号之前，网站不得开通访问", "现在可以"),
        ("new_access", "网站现在可以在UCloud 优刻得开通访问", "不得开通"),
        ("change", "原备案信息保持不变", "开通访问"),
    ] {
        let mut scene = Scene::new("ucloud", order_type);
        let told = scene.decided(VerdictKind::Approve, Stage::FirstReview, None);
        let body = &told[0].letter.body;
        assert!(body.contains(wanted) && !body.contains(unwanted), "{order_type}: {body}");
    }
}

#[test]
fn what_is_asked_of_the_customer_follows_the_flow() {
    let mut scene = Scene::new("ucloud-2018", "first_filing");
    let told = scene.decided(VerdictKind::Approve, Stage::FirstReview, None);
    assert!(
        told[0].letter.body.contains("请在备案系统提交真实性核验材料：核验单、幕布照片。"),
        "{}",
        told[0].letter.body
    );
    let mut scene = Scene::new("ucloud", "first_filing");
    let told = scene.decided(VerdictKind::Approve, Stage::FirstReview, None);
    assert!(told[0].letter.body.contains("提交至通信管理局审核"), "{}", told[0].letter.body);
}

#[test]
fn a_hand_over_tells_how_long_codes_live_and_where_they_are_typed() {
    let mut scene = Scene::new("ucloud", "first_filing");
    scene.decided(VerdictKind::Approve, Stage::FirstReview, None);
    let told = scene.handed_over(Some(Duration::hours(24)));
    let body = &told[0].letter.body;
    for wanted in [
        "约 5 分钟",
        "24 小时内有效，至 2026-11-17 10:00",
        "https://beian.miit.gov.cn",
        "证件号码后六位",
        "次日 12:00",
    ] {
        assert!(body.contains(wanted), "{wanted}: {body}");
    }
    assert!(told[0].letter.html.as_ref().unwrap().contains("<a href=\"https://beian.miit.gov.cn\">"));
    let mut scene = Scene::new("tencent", "first_filing");
    scene.decided(VerdictKind::Approve, Stage::FirstReview, None);
    scene.tell(Event::MaterialsComplete { due_at: None }, None);
    scene.decided(VerdictKind::Approve, Stage::SecondReview, None);
    let told = scene.handed_over(Some(Duration::hours(48)));
    assert!(told[0].letter.body.contains("48 小时内有效"), "{}", told[0].letter.body);
    let text = &told.iter().find(|notice| notice.letter.medium == Medium::Text).unwrap().letter.body;
    assert!(text.contains("请于48小时内在 https://beian.miit.gov.cn 核验"), "{text}");
}

#[test]
fn only_who_has_not_verified_is_warned_and_told_of_the_lapse() {
    let mut scene = Scene::new("ucloud", "first_filing");
    scene.decided(VerdictKind::Approve, Stage::FirstReview, None);
    scene.handed_over(Some(Duration::hours(24)));
    scene.tell(Event::SmsTried { person: "p1".into(), outcome: SmsOutcome::Verified }, None);
    let who =
        |told: Vec<Notice>| told.iter().map(|notice| notice.letter.person.0.clone()).collect::<Vec<_>>();
    let warned = scene.tell(Event::Reminded { what: Reminder::SmsLapse, nth: None }, None);
    assert!(warned[0].letter.body.contains("2026-11-17 10:00截止"), "{warned:?}");
    assert_eq!(who(warned), ["p2"]);
    let lapsed = Event::Returned { stage: Stage::Sms, cause: ReturnCause::SmsLapsed, reasons: Vec::new() };
    assert_eq!(who(scene.tell(lapsed, None)), ["p2"]);
}

#[test]
fn a_success_names_every_number_and_the_duty_to_show_it() {
    let mut scene = Scene::new("tencent", "first_filing");
    scene.decided(VerdictKind::Approve, Stage::FirstReview, None);
    scene.tell(Event::MaterialsComplete { due_at: None }, None);
    scene.decided(VerdictKind::Approve, Stage::SecondReview, None);
    scene.handed_over(Some(Duration::hours(24)));
    for person in ["p1", "p2"] {
        scene.tell(Event::SmsTried { person: person.into(), outcome: SmsOutcome::Verified }, None);
    }
    scene.tell(Event::SmsPassed { due_at: None }, None);
    let number = "粤ICP备12345678号";
    let filed = Event::Filed {
        entity_number: Some(number.into()),
        sites: vec![SiteNumber { site: "s1".into(), number: format!("{number}-1") }],
        password: PasswordKept::Encrypted,
    };
    let told = scene.tell(filed, None);
    assert_eq!(told.len(), 2);
    let body = &told[0].letter.body;
    for wanted in [
        "主体备案号：粤ICP备12345678号\n青山茶业：粤ICP备12345678号-1\n",
        "首页底部",
        "链接至 https://beian.miit.gov.cn",
    ] {
        assert!(body.contains(wanted), "{wanted}: {body}");
    }
    assert!(told[1].letter.body.contains("粤ICP备12345678号-1，请在首页底部"), "{}", told[1].letter.body);
}

#[test]
fn a_call_that_reached_the_customer_ends_what_staff_had_to_tell_him() {
    let mut scene = Scene::new("21vianet", "first_filing");
    scene.decided(VerdictKind::Approve, Stage::FirstReview, None);
    scene.tell(Event::MaterialsComplete { due_at: None }, None);
    scene.decided(VerdictKind::Reject, Stage::SecondReview, None);
    let later = now() + Duration::minutes(10);
    assert!(scene.desk.store.notices_to_call(now()).unwrap().is_empty(), "the grace time is not over");
    let calls = scene.desk.store.notices_to_call(later).unwrap();
    assert_eq!(calls.iter().map(|one| one.letter.person.as_str()).collect::<Vec<_>>(), ["p2"]);
    let (catalog, id) = (Arc::clone(&scene.desk.catalog), scene.id);
    for (person, result, left) in
        [("p2", CallResult::NotReached, 1), ("p1", CallResult::Reached, 1), ("p2", CallResult::Reached, 0)]
    {
        let event = Event::Called { person: person.into(), result, note: String::new(), again_at: None };
        let op = Op::by(scene.who, later);
        let told = |tx: &crate::store::Tx| record_with(tx, &catalog, id, &event, None);
        scene.desk.store.transact::<_, WorkError>(&op, told).unwrap();
        assert_eq!(scene.desk.store.notices_to_call(later).unwrap().len(), left, "{person} {result:?}");
    }
}
