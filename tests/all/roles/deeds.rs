//! Every deed of the table, done to one order that can be put into any stage.

use crate::all::support::{Place, SECRET, approval, monday, order_with_files, rejection, reviewer};
use beian::domain::board::BoardAct;
use beian::domain::bureau::{News, ResultRow};
use beian::domain::checklist::ItemKey;
use beian::domain::ids::{OrderId, UserId, VerdictId};
use beian::domain::life::{AppointmentEnd, CallResult, Parcel};
use beian::domain::order::AttachmentKind;
use beian::domain::people::Role;
use beian::domain::permission::Deed;
use beian::domain::stage::Stage;
use beian::domain::verdict::VerdictKind;
use beian::domain::view::Draft;
use beian::work::calls::{self, Call};
use beian::work::countersign::{self, Answer};
use beian::work::verification::{Receipt, log_paper};
use beian::work::{
    Desk, WorkError, abandon, amend, appointments, board, claim, curtains, decide, look, outbox, overrule,
    people, recheck, results, retention, roles, secret, settings, sheet, supervise,
};
use chrono::Duration;

/// The order that everything is done to.
pub const NO: &str = "ROLES-1";

/// Who holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// Whoever does the deed.
    ByThem,
    /// Nobody.
    ByNobody,
}

/// A home with one order, a notice about it, and a person for each role.
pub struct Scene {
    pub place: Place,
    pub id: OrderId,
    people: [UserId; 3],
}

impl Scene {
    pub fn new() -> Self {
        let mut package = order_with_files(NO);
        package["consents"]["assisted_amendment"] = serde_json::json!(true);
        package["curtain_request"] = serde_json::json!({
            "requested_at": "2026-11-13T02:00:00Z", "recipient": "张三", "phone": "13800000000", "address": "某地"
        });
        let place = Place::with(&[package]);
        let mut desk = place.desk();
        let people = [
            reviewer(&mut desk, "first", &[Role::First]),
            reviewer(&mut desk, "second", &[Role::Second]),
            reviewer(&mut desk, "boss", &[Role::Supervisor]),
        ];
        let id = desk.store.order_id(&NO.into()).unwrap();
        place.sql(&format!(
            "INSERT INTO outbox (order_id, event_id, kind, medium, person, address, subject, body, message_id, \
             created_at, next_at) VALUES ({0}, 1, 'reminder', 'email', 'p1', 'a@b.cn', '', '', 'm1', 0, 0); \
             INSERT INTO curtain (order_id, revision, profile, account, requested_at, dispatch_at) \
             SELECT {0}, 1, profile, account, 0, 0 FROM orders WHERE id = {0};",
            id.0
        ));
        Self { place, id, people }
    }

    pub fn who(&self, role: Role) -> UserId {
        self.people[role as usize]
    }

    /// Puts the order into a stage as if nothing else had happened to it.
    pub fn put(&self, stage: Option<Stage>, who: UserId, held: Held) {
        let stage = stage.unwrap_or(Stage::FirstReview);
        // Beyond the clocks of tests and of commands.
        let until: i64 = 4_102_444_800_000;
        let (holder, until) = match held {
            Held::ByThem => (who.to_string(), until.to_string()),
            Held::ByNobody => ("NULL".into(), "NULL".into()),
        };
        self.place.sql(&format!(
            "UPDATE orders SET stage = '{stage}', holder = {holder}, lease_until = {until}, revision = 1, \
             returned_from = NULL, assigned_to = NULL, snoozed_until = NULL, asked = NULL, passed_first_by = NULL, \
             last_verdict = NULL, overruled = '[]' WHERE id = {0}; \
             UPDATE outbox SET state = 'failed' WHERE order_id = {0}; \
             UPDATE curtain SET state = 'asked' WHERE order_id = {0};",
            self.id.0
        ));
    }

    /// Does it. An error of another kind than the table's stays as it is.
    pub fn does(&self, desk: &mut Desk, who: UserId, deed: Deed) -> Result<(), WorkError> {
        match deed.line().place {
            beian::domain::permission::Where::Home => self.about_home(desk, who, deed),
            beian::domain::permission::Where::Order => self.about_order(desk, who, deed),
        }
    }

    fn about_order(&self, desk: &mut Desk, who: UserId, deed: Deed) -> Result<(), WorkError> {
        let (id, now) = (self.id, monday());
        match deed {
            Deed::Claim => claim::claim(desk, who, id, now).map(drop),
            Deed::Decide => {
                let decision = rejection(desk, id);
                decide::decide(desk, who, id, &decision, now).map(drop)
            }
            Deed::Override => {
                let decision = beian::domain::verdict::Decision {
                    kind: VerdictKind::Approve,
                    override_reason: Some("已线下核实".into()),
                    ..approval(desk, id)
                };
                decide::decide(desk, who, id, &decision, now).map(drop)
            }
            Deed::Undo => decide::undo(desk, who, &VerdictId("v0".into()), now).map(drop),
            Deed::Draft => look::save_draft(desk, who, id, &Draft::default(), now),
            Deed::PutBack => claim::put_back(desk, who, id, "说明", now),
            Deed::Ask => claim::ask(desk, who, id, "能否", now),
            Deed::Snooze => claim::snooze(desk, who, id, now + Duration::hours(1), "等", now),
            Deed::Overrule => {
                let item: ItemKey = "E001@entity".parse().unwrap();
                overrule::overrule(desk, who, id, &item, "已核实", now)
            }
            Deed::Amend => {
                let wish = amend::Wish { path: "remark".into(), to: Some("更正".into()), rule: None };
                amend::amend(desk, who, id, &[wish], now).map(drop)
            }
            Deed::Answer => supervise::answer(desk, who, id, "可以", now),
            Deed::Assign => supervise::assign(desk, who, &[id], None, now).map(drop),
            Deed::TakeBack => supervise::take_back(desk, who, id, "急件", now),
            Deed::Prioritise => supervise::prioritise(desk, who, id, 1, "急件", now),
            other => self.after_reviews(desk, who, other),
        }
    }

    fn after_reviews(&self, desk: &mut Desk, who: UserId, deed: Deed) -> Result<(), WorkError> {
        let (id, now) = (self.id, monday());
        let person = || "p1".into();
        match deed {
            Deed::Reveal => look::reveal(desk, who, id, "people[0].mobile", now).map(drop),
            Deed::RevealPassword => secret::reveal(desk, who, id, now).map(drop),
            Deed::Sheet => sheet::write_all(desk, who, id, now).map(drop),
            Deed::Paper => {
                let receipt = Receipt { kind: AttachmentKind::VerificationSheet, owner: "order", at: None };
                log_paper(desk, who, id, receipt, now).map(drop)
            }
            Deed::Appoint => appointments::end(desk, who, id, &person(), AppointmentEnd::Kept, now),
            Deed::CurtainAddress => curtains::reveal(desk, who, 9, now).map(drop),
            Deed::SendCurtain => {
                let parcel = Parcel { courier: "顺丰".into(), number: "SF1".into() };
                curtains::send(desk, who, id, &parcel, Some("再寄"), now)
            }
            Deed::Call => {
                let call = Call {
                    person: person(),
                    result: CallResult::Reached,
                    note: String::new(),
                    again_at: None,
                };
                calls::log(desk, who, id, &call, now)
            }
            Deed::Abandon => abandon::abandon(desk, abandon::By::Staff(who), id, "客户放弃", now),
            Deed::Result => {
                let news = News::Passed { entity_number: None, sites: Vec::new(), password: None };
                results::set(desk, who, &ResultRow { order_no: NO.into(), at: now, news }, now).map(drop)
            }
            Deed::Remind => board::act(desk, who, &BoardAct::Remind(id), now),
            Deed::NoticeAddress => outbox::reveal(desk, who, 1, now).map(drop),
            Deed::NoticeRetry => outbox::retry(desk, who, 1, now).map(drop),
            Deed::NoticeWithdraw => outbox::withdraw(desk, who, 1, now).map(drop),
            other => panic!("{other:?} has no way to be done"),
        }
    }

    fn about_home(&self, desk: &mut Desk, who: UserId, deed: Deed) -> Result<(), WorkError> {
        let now = monday();
        match deed {
            Deed::Recheck => recheck::open(desk, who, now).map(drop),
            Deed::Figures => roles::allow_reading(&desk.store, who, deed),
            Deed::Accounts => people::disable(desk, who, "nobody", now).map(drop),
            Deed::Settings => settings::set(desk, who, "lock_minutes", "5", now),
            Deed::Permissions => roles::reset(desk, who, Deed::Abandon, now),
            Deed::Countersign => countersign::answer(desk, who, 99, Answer::Give, "", now).map(drop),
            Deed::Retain => retention::retain(desk, who, now).map(drop),
            Deed::Own => {
                let name = ["first", "second", "boss"][self.people.iter().position(|id| *id == who).unwrap()];
                people::set_passphrase(desk, who, name, SECRET, now)
            }
            other => panic!("{other:?} has no way to be done"),
        }
    }
}
