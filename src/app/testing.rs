//! A desk for tests: keys in, effects out, with made-up orders.

use super::App;
use super::effect::Effect;
use super::key::Key;
use super::message::{Message, PageAnswer, UndoableVerdict};
use super::settings::{Backdrop, HomeRules, Session, Settings};
use crate::catalog::Catalog;
use crate::domain::finding::FindingCounts;
use crate::domain::ids::{OrderId, UserId};
use crate::domain::lang::Lang;
use crate::domain::order::OrderType;
use crate::domain::people::{Role, Staff};
use crate::domain::stage::Stage;
use crate::domain::verdict::VerdictKind;
use crate::domain::view::{Cursor, Holder, Page, QueueRow, TabCounts};
use chrono::{DateTime, TimeDelta, Utc};
use std::sync::LazyLock;

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::embedded().unwrap());

/// A Monday morning in Beijing.
pub fn now() -> DateTime<Utc> {
    "2026-11-23T02:00:00Z".parse().unwrap()
}

/// A desk with its catalogue and its clock.
pub struct Desk {
    /// The desk.
    pub app: App,
    /// Its catalogue.
    pub catalog: Catalog,
    /// Its time.
    pub now: DateTime<Utc>,
    /// Generation of the last page that was asked for.
    pub generation: u64,
}

impl Desk {
    /// Nobody sits at it.
    pub fn new(lang: Lang, size: (u16, u16)) -> Self {
        let settings = Settings { lang, ..Settings::default() };
        let mut app = App::new(settings, now());
        app.size = size;
        app.shades.backdrop = Backdrop::Dark;
        Self { app, catalog: CATALOG.clone(), now: now(), generation: 0 }
    }

    /// A reviewer of both stages sits down.
    pub fn sign_in(&mut self) {
        self.sign_in_as(&[Role::First, Role::Second]);
    }

    /// Somebody with these roles sits down.
    pub fn sign_in_as(&mut self, roles: &[Role]) {
        let staff = Staff {
            id: UserId(1),
            name: "王芳".into(),
            roles: roles.iter().copied().collect(),
            disabled: false,
        };
        let settings = self.app.settings.clone();
        let session = Session { staff, settings, home: HomeRules::default(), told: vec![] };
        self.hear(Message::SignedIn(Box::new(session)));
        let counts = [("first_review", 128), ("second_review", 12), ("verification", 31), ("bureau", 8)];
        let more = [("returned", 40), ("filed", 12_345), ("asked", 1), ("all", 12_571)];
        let counts = counts.into_iter().chain(more).map(|(slug, n)| (slug.to_owned(), n)).collect();
        self.hear(Message::Counts(TabCounts(counts)));
    }

    /// A message comes; a page gets the generation that was asked for.
    pub fn hear(&mut self, message: Message) -> Vec<Effect> {
        let message = match message {
            Message::Page(answer) => Message::Page(PageAnswer { generation: self.generation, ..answer }),
            other => other,
        };
        let effects = self.app.update(message, self.now, &self.catalog);
        for effect in &effects {
            if let Effect::LoadPage { generation, .. } = effect {
                self.generation = *generation;
            }
        }
        effects
    }

    /// Keys are pressed; every effect but the timer's comes back.
    pub fn keys(&mut self, keys: &[Key]) -> Vec<Effect> {
        let mut effects = Vec::new();
        for key in keys {
            effects.extend(self.hear(Message::Key(*key)));
        }
        effects.retain(|effect| !matches!(effect, Effect::WakeAt(_)));
        effects
    }

    /// The page could not be loaded.
    pub fn fail_page(&mut self, why: &str) {
        let answer = PageAnswer { generation: self.generation, result: Err(why.into()) };
        self.hear(Message::Page(answer));
    }
}

/// A page that is all there is.
pub fn page(rows: Vec<QueueRow>) -> Message {
    Message::Page(PageAnswer {
        generation: 0,
        result: Ok(Page { rows, more_before: None, more_after: None }),
    })
}

/// A row in first review.
pub fn row(id: i64, entity: &str) -> QueueRow {
    QueueRow {
        findings: Default::default(),
        id: OrderId(id),
        no: format!("BA20261123{id:03}").into(),
        order_type: OrderType::FirstFiling,
        profile: "ucloud-2018".into(),
        nature: "enterprise".into(),
        province: "guangdong".into(),
        entity: entity.into(),
        sites: "紫荆商城".into(),
        site_count: 1,
        revision: 1,
        stage: Stage::FirstReview,
        returned_from: None,
        waiting_since: now() - TimeDelta::hours(id),
        due_at: Some(now() + TimeDelta::minutes(id * 95 - 300)),
        priority: 0,
        holder: None,
        assigned_to: None,
        assigned_name: None,
        snoozed_until: None,
        returned_count: 0,
        asked: None,
        cursor: Cursor { first: 0, second: id, id: OrderId(id) },
    }
}

/// Rows of every kind.
pub fn rows() -> Vec<QueueRow> {
    let mut rows: Vec<QueueRow> = (1..=30).map(|id| row(id, "深圳市云杉信息技术有限公司")).collect();
    let held =
        |name: &str, id| Holder { id: UserId(id), name: name.into(), until: now() + TimeDelta::minutes(20) };
    rows[0].priority = 2;
    rows[1].entity = "李明".into();
    rows[1].nature = "personal".into();
    rows[1].province = "inner_mongolia".into();
    rows[2].holder = Some(held("陈静", 2));
    rows[3].holder = Some(held("王芳", 1));
    rows[4].entity = "新疆维吾尔自治区和田地区天山北麓农业科技发展股份有限公司".into();
    rows[4].sites = "天山农业, 天山云仓, 北麓商城".into();
    rows[4].site_count = 3;
    rows[5].revision = 3;
    rows[5].returned_count = 2;
    rows[6].asked = Some("法人证件地址与执照不符，能否接受？".into());
    rows[7].snoozed_until = Some(now() + TimeDelta::hours(3));
    rows[8].entity = "上海\u{202e}反转\u{1b}[31m公司".into();
    rows[9].order_type = OrderType::CancelAccess;
    rows[10].assigned_to = Some(UserId(1));
    rows[11].due_at = None;
    rows[0].findings = FindingCounts { block: 2, warn: 1, info: 4, open: 3 };
    rows[1].findings = FindingCounts { warn: 12, ..FindingCounts::default() };
    rows[2].findings = FindingCounts { open: 1, ..FindingCounts::default() };
    rows
}

/// Verdicts that can and can't be undone.
pub fn undoable() -> Message {
    let verdict = |id: i64, kind, minutes, closed: Option<&str>| UndoableVerdict {
        verdict_id: format!("v{id}").into(),
        order: OrderId(id),
        no: format!("BA20261123{id:03}").into(),
        entity: "深圳市云杉信息技术有限公司".into(),
        kind,
        at: now(),
        until: now() + TimeDelta::minutes(minutes),
        closed: closed.map(str::to_owned),
    };
    Message::Undoable(vec![
        verdict(1, VerdictKind::Approve, 8, None),
        verdict(2, VerdictKind::Reject, 3, None),
        verdict(3, VerdictKind::Approve, 2, Some("已报送管局")),
    ])
}
