//! Every order against what the log and its revisions say.

mod customer;
mod kept;

use super::{Check, Examination, Fault, Note};
use crate::domain::amendment::{Amendment, amended};
use crate::domain::checklist::ChosenReason;
use crate::domain::event::{Event, OrderState, apply};
use crate::domain::finding::FindingCounts;
use crate::domain::ids::{OrderId, ProfileId, UserId};
use crate::domain::life::{HandOver, Life, SmsCheck, SmsPerson};
use crate::domain::order::Order;
use crate::domain::sealed::marks;
use crate::domain::stage::Flow;
use crate::store::Result;
use crate::store::error::read_json;
use crate::store::order::{entity_key, state};
use crate::store::sealed::sealed;
use crate::store::search::Doc;
use crate::store::time::{from_ms, to_ms};
use chrono::{DateTime, Utc};
use customer::Side;
use rusqlite::{Connection, Row};
use std::collections::BTreeMap;

/// What the check of an order needs from elsewhere.
pub struct Means<'a> {
    /// The stages of a profile.
    pub flow: &'a dyn Fn(&ProfileId) -> Option<Flow>,
    /// The content hash of a revision's JSON with the hashes of its files; none for what is no JSON.
    pub content: &'a dyn Fn(&str, &[String]) -> Option<String>,
}

/// A row of the queue, with what search keeps of it.
struct Kept {
    id: OrderId,
    no: String,
    state: Result<OrderState>,
    counts: FindingCounts,
    findings: Option<String>,
    columns: Vec<String>,
    words: Option<String>,
    tails: Option<String>,
    indexed: i64,
}

fn kept(row: &Row) -> rusqlite::Result<Kept> {
    let mut columns = Vec::new();
    for name in COLUMNS {
        columns.push(row.get(name)?);
    }
    columns.push(row.get::<_, i64>("site_count")?.to_string());
    Ok(Kept {
        id: OrderId(row.get("id")?),
        no: row.get("no")?,
        state: state(row).map_err(Into::into),
        counts: FindingCounts {
            block: row.get("blocks")?,
            warn: row.get("warns")?,
            info: row.get("infos")?,
            open: row.get("opens")?,
        },
        findings: row.get("findings")?,
        columns,
        words: row.get("words")?,
        tails: row.get("tails")?,
        indexed: row.get("indexed")?,
    })
}

/// Columns that repeat the present revision, with the number of sites behind them.
const COLUMNS: [&str; 8] =
    ["order_type", "profile", "nature", "province", "entity", "entity_key", "account", "sites"];

fn columns_of(order: &Order) -> Vec<String> {
    vec![
        order.order_type.slug().to_owned(),
        order.profile.0.clone(),
        order.entity.nature.0.clone(),
        order.province.0.clone(),
        order.entity.name.clone(),
        entity_key(order),
        order.account.id.clone(),
        order.site_names(),
        order.sites.len().to_string(),
    ]
}

/// One revision as it is kept.
struct Revision {
    content: String,
    body: String,
    order: Result<Order>,
    /// An upgrade sealed its secrets, so that the log has the hash that it had before.
    resealed: bool,
}

/// An event of an order.
struct Told {
    at: DateTime<Utc>,
    actor: Option<UserId>,
    event: Event,
}

/// A verdict as the log and the table both tell it.
#[derive(Debug, PartialEq)]
struct Verdict {
    kind: String,
    stage: String,
    by: Option<i64>,
    at: i64,
    undone: Option<i64>,
    reasons: Vec<ChosenReason>,
    override_reason: Option<String>,
}

impl Examination<'_> {
    /// Compares each order's row, verdicts, revisions and search text with what they follow from.
    pub fn orders(&self, means: &Means, seen: &mut dyn FnMut(Note)) -> Result<u64> {
        let conn = &self.store.conn;
        let count: i64 = conn.query_row("SELECT count(*) FROM orders", [], |row| row.get(0))?;
        seen(Note::Begun(Check::State, u64::try_from(count).ok()));
        let mut statement = conn.prepare(include_str!("orders.sql"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let kept = kept(row)?;
            One { conn, kept: &kept, means, seen }.check()?;
            seen(Note::Seen);
        }
        Ok(u64::try_from(count).unwrap_or(0))
    }
}

struct One<'a> {
    conn: &'a Connection,
    kept: &'a Kept,
    means: &'a Means<'a>,
    seen: &'a mut dyn FnMut(Note),
}

impl One<'_> {
    fn check(&mut self) -> Result<()> {
        let revisions = self.revisions()?;
        self.contents(&revisions)?;
        let told = self.told()?;
        let amendments = self.amendments(&told)?;
        self.present(&revisions, &amendments);
        self.findings();
        self.returns(&told)?;
        self.fold(&revisions, &told);
        self.verdicts(&told)
    }

    fn fault(&mut self, check: Check, zh: impl Into<String>, en: impl Into<String>) {
        (self.seen)(Note::Fault(Fault::new(check, self.kept.no.clone(), zh, en)));
    }

    fn revisions(&self) -> Result<BTreeMap<u32, Revision>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT revision, content, body, EXISTS (SELECT 1 FROM resealed WHERE revision_id = revision.id AND done = 1)
             FROM revision WHERE order_id = ?1",
        )?;
        let rows = statement.query_map([self.kept.id.0], |row| {
            let body: String = row.get(2)?;
            let order = read_json("order", &body);
            Ok((row.get(0)?, Revision { content: row.get(1)?, body, order, resealed: row.get(3)? }))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn contents(&mut self, revisions: &BTreeMap<u32, Revision>) -> Result<()> {
        for (number, revision) in revisions {
            for mark in marks(&revision.body) {
                if sealed(self.conn, self.kept.id, mark)?.is_none() {
                    let zh = format!("第{number}版的密码密文已缺失");
                    self.fault(
                        Check::Content,
                        zh,
                        format!("a secret of revision {number} has lost its seal"),
                    );
                }
            }
            let mut statement = self.conn.prepare_cached(
                "SELECT sha256 FROM attachment
                 WHERE order_id = ?1 AND revision = ?2 AND supplement_id IS NULL ORDER BY id",
            )?;
            let files = statement.query_map([self.kept.id.0, i64::from(*number)], |row| row.get(0))?;
            let files: Vec<String> = files.collect::<rusqlite::Result<_>>()?;
            if (self.means.content)(&revision.body, &files).as_deref() != Some(&revision.content) {
                self.fault(
                    Check::Content,
                    format!("第{number}版的内容或附件与导入时的哈希不符"),
                    format!("revision {number} is not what came in: its content or files have another hash"),
                );
            }
        }
        Ok(())
    }

    /// The queue's columns and the search text repeat the present revision.
    fn present(&mut self, revisions: &BTreeMap<u32, Revision>, amendments: &[Amendment]) {
        let Some(order) = revisions.last_key_value().and_then(|(_, last)| last.order.as_ref().ok()) else {
            self.fault(Check::Content, "没有可读的版本", "it has no revision that can be read");
            return;
        };
        let Ok(order) = amended(order, amendments) else {
            self.fault(Check::Content, "协助更改无法套用", "its amendments can't be made");
            return;
        };
        let order = &order;
        let wanted = columns_of(order);
        let names = COLUMNS.iter().chain(&["site_count"]);
        let differ: Vec<&str> = names
            .zip(self.kept.columns.iter().zip(&wanted))
            .filter(|(_, (kept, wanted))| kept != wanted)
            .map(|(name, _)| *name)
            .collect();
        if !differ.is_empty() {
            let differ = differ.join(", ");
            self.fault(
                Check::Content,
                format!("队列中的字段与当前版本不符：{differ}"),
                format!("the queue differs from the present revision in {differ}"),
            );
        }
        let doc = Doc::of(order);
        let found = self.kept.words.as_deref() == Some(&doc.words)
            && self.kept.tails.as_deref() == Some(&doc.tails)
            && self.kept.indexed == 1;
        if !found {
            self.fault(Check::Search, "搜索索引与订单不符", "the search index differs from the order");
        }
    }

    fn told(&mut self) -> Result<Vec<Told>> {
        let mut statement =
            self.conn.prepare_cached("SELECT at, actor, body FROM event WHERE order_id = ?1 ORDER BY id")?;
        let rows = statement.query_map([self.kept.id.0], |row| {
            Ok((row.get(0)?, row.get::<_, Option<i64>>(1)?, row.get::<_, String>(2)?))
        })?;
        let mut told = Vec::new();
        for row in rows {
            let (at, actor, body) = row?;
            // What can't be read is the chain's fault to name.
            if let Ok(event) = read_json("event", &body) {
                told.push(Told { at: from_ms(at), actor: actor.map(UserId), event });
            }
        }
        Ok(told)
    }

    fn fold(&mut self, revisions: &BTreeMap<u32, Revision>, told: &[Told]) {
        let mut folded: Option<OrderState> = None;
        let mut side = Side::default();
        for Told { at, actor, event } in told {
            let number = match (event, &folded) {
                (Event::Imported { revision, .. }, _) => *revision,
                (_, Some(state)) => state.revision,
                (_, None) => 1,
            };
            let revision = revisions.get(&number);
            let profile =
                revision.and_then(|revision| revision.order.as_ref().ok()).map(|order| &order.profile);
            let Some(flow) = profile.and_then(|profile| (self.means.flow)(profile)) else {
                let (zh, en) = (
                    format!("第{number}版或其服务商配置缺失，无法由日志推出状态"),
                    format!("revision {number} or its profile is missing, so its state can't be rebuilt"),
                );
                return self.fault(Check::State, zh, en);
            };
            if let (Event::Imported { content, .. }, Some(revision)) = (event, revision)
                && content.as_str() != revision.content
                && !revision.resealed
            {
                let zh = format!("第{number}版的哈希与日志不符");
                self.fault(
                    Check::Content,
                    zh,
                    format!("revision {number} has another hash than the log says"),
                );
            }
            match apply(folded.as_ref(), event, *actor, *at, &flow) {
                Ok(next) => {
                    side.hear(event, (*at, *actor), &next);
                    folded = Some(next);
                }
                Err(error) => {
                    let name = event.name();
                    let (zh, en) = (
                        format!("日志中的 {name} 不能接在前文之后（{error}）"),
                        format!("its event '{name}' can't follow the ones before ({error})"),
                    );
                    return self.fault(Check::State, zh, en);
                }
            }
        }
        side.must_be_kept(self, folded.as_ref().map(|state| state.stage));
        self.compare(folded);
    }

    fn compare(&mut self, folded: Option<OrderState>) {
        let Some(folded) = folded else {
            return self.fault(Check::State, "日志中没有该订单", "the log does not know this order");
        };
        let kept = match &self.kept.state {
            Ok(kept) => kept,
            Err(error) => {
                let error = error.to_string();
                return self.fault(Check::State, format!("状态无法读取：{error}"), error);
            }
        };
        let differ = differences(&in_ms(folded), kept);
        if !differ.is_empty() {
            let list = differ.join("; ");
            self.fault(
                Check::State,
                format!("状态与日志不符：{list}"),
                format!("its state differs from the log: {list}"),
            );
        }
    }

    fn verdicts(&mut self, told: &[Told]) -> Result<()> {
        let logged = logged_verdicts(told);
        let kept = self.kept_verdicts()?;
        for (id, verdict) in &logged {
            match kept.get(id) {
                None => self.fault(
                    Check::Verdicts,
                    format!("日志中的结论{id}已缺失"),
                    format!("the verdict {id} of the log is missing"),
                ),
                Some(other) if other != verdict => self.fault(
                    Check::Verdicts,
                    format!("结论{id}与日志不符"),
                    format!("the verdict {id} differs from the log"),
                ),
                Some(_) => {}
            }
        }
        for id in kept.keys().filter(|id| !logged.contains_key(*id)) {
            self.fault(
                Check::Verdicts,
                format!("日志中没有结论{id}"),
                format!("the log does not know the verdict {id}"),
            );
        }
        Ok(())
    }

    fn kept_verdicts(&self) -> Result<BTreeMap<String, Verdict>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT id, kind, stage, by, at, undone_at, reasons, override_reason
             FROM verdict WHERE order_id = ?1",
        )?;
        let rows = statement.query_map([self.kept.id.0], |row| {
            let reasons: String = row.get("reasons")?;
            let verdict = Verdict {
                kind: row.get("kind")?,
                stage: row.get("stage")?,
                by: row.get("by")?,
                at: row.get("at")?,
                undone: row.get("undone_at")?,
                reasons: serde_json::from_str(&reasons).unwrap_or_default(),
                override_reason: row.get("override_reason")?,
            };
            Ok((row.get("id")?, verdict))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

fn logged_verdicts(told: &[Told]) -> BTreeMap<String, Verdict> {
    let mut found = BTreeMap::new();
    for Told { at, actor, event } in told {
        match event {
            Event::Decided { verdict, kind, stage, reasons, override_reason, .. } => {
                let row = Verdict {
                    kind: kind.slug().to_owned(),
                    stage: stage.slug().to_owned(),
                    by: actor.map(|actor| actor.0),
                    at: to_ms(*at),
                    undone: None,
                    reasons: reasons.clone(),
                    override_reason: override_reason.clone(),
                };
                found.insert(verdict.0.clone(), row);
            }
            Event::Undone { verdict, .. } => {
                if let Some(row) = found.get_mut(verdict.as_str()) {
                    row.undone = Some(to_ms(*at));
                }
            }
            _ => {}
        }
    }
    found
}

/// Times as the table keeps them.
fn in_ms(state: OrderState) -> OrderState {
    let ms = |at: DateTime<Utc>| from_ms(to_ms(at));
    OrderState {
        waiting_since: ms(state.waiting_since),
        due_at: state.due_at.map(ms),
        snoozed_until: state.snoozed_until.map(ms),
        life: Life {
            handed_over: state.life.handed_over.map(|left| HandOver { at: ms(left.at), ..left }),
            sms: state.life.sms.map(|check| SmsCheck {
                lapses_at: ms(check.lapses_at),
                persons: check
                    .persons
                    .into_iter()
                    .map(|one| SmsPerson { sent: one.sent.map(ms), verified: one.verified.map(ms), ..one })
                    .collect(),
                ..check
            }),
            call_again_at: state.life.call_again_at.map(ms),
            ..state.life
        },
        ..state
    }
}

/// Names of the fields that differ, with what the log says; texts and people are named alone.
fn differences(log: &OrderState, row: &OrderState) -> Vec<String> {
    let mut all = Vec::new();
    let mut put = |is_other: bool, what: String| all.extend(is_other.then_some(what));
    put(log.stage != row.stage, format!("stage {} ≠ {}", row.stage, log.stage));
    put(log.revision != row.revision, format!("revision {} ≠ {}", row.revision, log.revision));
    put(log.returned_from != row.returned_from, "returned_from".into());
    put(log.waiting_since != row.waiting_since, "waiting_since".into());
    put(log.due_at != row.due_at, "due_at".into());
    put(log.passed_first_by != row.passed_first_by, "passed_first_by".into());
    put(log.last_verdict != row.last_verdict, "last_verdict".into());
    put(log.returned_count != row.returned_count, "returned_count".into());
    put(log.priority != row.priority, format!("priority {} ≠ {}", row.priority, log.priority));
    put(log.assigned_to != row.assigned_to, "assigned_to".into());
    put(log.snoozed_until != row.snoozed_until, "snoozed_until".into());
    put(log.asked != row.asked, "asked".into());
    put(log.overruled != row.overruled, "overruled".into());
    put(log.life != row.life, "life".into());
    all
}
