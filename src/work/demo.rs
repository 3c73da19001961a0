//! The throw-away home of `beian demo`: sample orders with their dates moved to now, an account for each
//! group, and enough work done that every stage has orders.

mod life;

use super::import::{Taken, take};
use super::{Desk, Home, Result, WorkError, claim, decide, overrule, passphrase, people};
use crate::catalog::checklist;
use crate::domain::checklist::{Answer, Answers, ChosenReason, ItemAnswer, ItemKey};
use crate::domain::finding::Finding;
use crate::domain::ids::{OrderId, UserId};
use crate::domain::people::Role;
use crate::domain::stage::Stage;
use crate::domain::verdict::{Decision, VerdictKind};
use crate::intake::{self, Incoming, Known, Limits};
use chrono::{DateTime, Duration, SecondsFormat, Utc};
use include_dir::{Dir, DirEntry, include_dir};
use serde_json::Value;
use std::fs;
use std::path::Path;

static SAMPLES: Dir = include_dir!("$CARGO_MANIFEST_DIR/assets/samples");
static CONFIG: Dir = include_dir!("$CARGO_MANIFEST_DIR/assets/demo");

/// The passphrase of every account of a demo home.
pub const PASSPHRASE: &str = "beian-demo";
/// The accounts of a demo home: name and roles.
pub const ACCOUNTS: [(&str, &[Role]); 3] = [
    ("chu", &[Role::First]),
    ("fu", &[Role::Second]),
    ("zhu", &[Role::First, Role::Second, Role::Supervisor]),
];
/// The moment to which the dates of the samples are relative: 2026-11-22 10:00 in Shanghai.
const ANCHOR: i64 = 1_795_312_800;

/// Writes what a deployment would add to the catalogue: the made-up provider's addresses and registrar.
pub fn configure(home: &Home) -> Result<()> {
    home.create()?;
    write_dir(&CONFIG, &home.config(), Duration::zero())
}

/// Fills a fresh home.
pub fn fill(desk: &mut Desk, now: DateTime<Utc>) -> Result<()> {
    let (name, _) = ACCOUNTS[2];
    // Everybody knows it, so it is none that a person could set.
    let hash = passphrase::hash(PASSPHRASE)?;
    let supervisor = people::found(desk, name, &hash, now - Duration::days(30))?;
    for (name, roles) in &ACCOUNTS[..2] {
        people::admit(
            desk,
            supervisor,
            name,
            &hash,
            &roles.iter().copied().collect(),
            now - Duration::days(30),
        )?;
    }
    let folder = tempfile::tempdir().map_err(|error| WorkError::io("demo", error))?;
    write_samples(folder.path(), now)?;
    import_all(desk, folder.path(), now)?;
    life::go_on(desk, now)
}

/// Writes the samples into a folder, with their times moved so that the newest came a moment ago.
pub fn write_samples(folder: &Path, now: DateTime<Utc>) -> Result<()> {
    let anchor = DateTime::from_timestamp(ANCHOR, 0).unwrap_or(now);
    write_dir(&SAMPLES, folder, now - anchor)
}

fn write_dir(dir: &Dir, folder: &Path, moved: Duration) -> Result<()> {
    for entry in dir.entries() {
        let path = folder.join(entry.path());
        match entry {
            DirEntry::Dir(dir) => {
                fs::create_dir_all(&path).map_err(|error| WorkError::io(&path, error))?;
                write_dir(dir, folder, moved)?;
            }
            DirEntry::File(file) => {
                let bytes = if path.extension().is_some_and(|kind| kind == "json") {
                    move_times(file.contents(), moved)
                } else {
                    file.contents().to_vec()
                };
                fs::write(&path, bytes).map_err(|error| WorkError::io(&path, error))?;
            }
        }
    }
    Ok(())
}

fn move_times(json: &[u8], moved: Duration) -> Vec<u8> {
    let Ok(mut value) = serde_json::from_slice::<Value>(json) else {
        return json.to_vec();
    };
    move_value(&mut value, moved);
    serde_json::to_vec(&value).unwrap_or_else(|_| json.to_vec())
}

/// Moments move; calendar days stay, since the pictures show them.
fn move_value(value: &mut Value, moved: Duration) {
    match value {
        Value::String(text) => {
            if let Ok(at) = text.parse::<DateTime<Utc>>() {
                *text = (at + moved).to_rfc3339_opts(SecondsFormat::Secs, true);
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|value| move_value(value, moved)),
        Value::Object(map) => map.values_mut().for_each(|value| move_value(value, moved)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// First the orders in the order of their submission, then what follows them.
fn import_all(desk: &mut Desk, folder: &Path, now: DateTime<Utc>) -> Result<()> {
    let known = Known::new(&desk.catalog, now);
    let packages = intake::packages(folder, Limits::default(), &known);
    let packages = packages.map_err(|fault| WorkError::say(fault.to_string(), fault.to_string()))?;
    let mut all: Vec<Incoming> = packages.filter_map(std::result::Result::ok).collect();
    all.sort_by_key(|package| (follows(package), submitted(package)));
    for package in all {
        if follows(&package) {
            prepare(desk, &package)?;
        }
        let at = submitted(&package).min(now);
        if let Taken::Refused { refused, .. } = take(desk, package, at)? {
            tracing::warn!(source = %refused.source, "a sample was refused");
        }
    }
    Ok(())
}

fn follows(package: &Incoming) -> bool {
    matches!(package.body, intake::Body::Supplement(_)) || package.body.revision() > 1
}

fn submitted(package: &Incoming) -> DateTime<Utc> {
    match &package.body {
        intake::Body::Order(order) => order.submitted_at,
        intake::Body::Supplement(supplement) => supplement.submitted_at,
    }
}

/// A supplement follows an approval, a new revision a rejection: the first reviewer gives it.
fn prepare(desk: &mut Desk, package: &Incoming) -> Result<()> {
    let Some(id) = desk.store.find_order(package.body.order_no())? else {
        return Ok(());
    };
    let state = desk.store.state(id)?;
    if state.stage != Stage::FirstReview {
        return Ok(());
    }
    let Some(account) = desk.store.account(ACCOUNTS[0].0)? else {
        return Ok(());
    };
    let who: UserId = account.staff.id;
    let at = submitted(package) - Duration::minutes(40);
    let kind = match package.body {
        intake::Body::Order(_) => VerdictKind::Reject,
        intake::Body::Supplement(_) => VerdictKind::Approve,
    };
    judge(desk, who, id, kind, at)
}

/// A verdict as a careful reviewer would give it, with every item answered.
fn judge(desk: &mut Desk, who: UserId, id: OrderId, kind: VerdictKind, at: DateTime<Utc>) -> Result<()> {
    claim::claim(desk, who, id, at - Duration::minutes(4))?;
    let view = super::look::open(desk, None, id, at)?;
    let word = |key: &ItemKey| {
        let is_found = view.findings.iter().any(|finding| finding.item() == *key);
        is_found.then(|| "已与客户核实".to_owned())
    };
    let answers: Answers = checklist::items(&desk.catalog, &view.order, view.row.stage, &view.findings)
        .into_iter()
        .map(|item| (item.key.clone(), ItemAnswer { answer: Answer::Pass, note: word(&item.key) }))
        .collect();
    let reasons = match kind {
        VerdictKind::Approve => {
            overrule_all(desk, id, &view.findings, at)?;
            Vec::new()
        }
        VerdictKind::Reject => vec![reason(desk)?],
    };
    let notice = match kind {
        VerdictKind::Approve => None,
        VerdictKind::Reject => Some(super::notice::compose(desk, id, &reasons)?),
    };
    let decision = Decision {
        verdict_id: decide::new_id(),
        kind,
        stage: view.row.stage,
        revision: view.row.revision,
        answers,
        reasons,
        notice,
        note: None,
        override_reason: None,
    };
    decide::decide(desk, who, id, &decision, at)?;
    Ok(())
}

/// What the rules hold against an order that has to go on, a supervisor overrules.
fn overrule_all(desk: &mut Desk, id: OrderId, findings: &[Finding], at: DateTime<Utc>) -> Result<()> {
    let Some(supervisor) = desk.store.account(ACCOUNTS[2].0)? else { return Ok(()) };
    let items: Vec<ItemKey> =
        findings.iter().filter(|finding| finding.is_blocking()).map(Finding::item).collect();
    overrule::overrule_many(desk, supervisor.staff.id, id, &items, "已线下核实", at)
}

fn reason(desk: &Desk) -> Result<ChosenReason> {
    let row = desk.catalog.reasons.iter().find(|reason| reason.code.as_str() == "SIT-03");
    let row = row.or(desk.catalog.reasons.first());
    let row = row.ok_or_else(|| WorkError::say("没有驳回理由。", "there are no reasons"))?;
    Ok(ChosenReason {
        code: row.code.clone(),
        item: None,
        field: Some("网站名称".into()),
        text: row.text.zh.clone(),
        mend: row.mend.zh.clone(),
    })
}
