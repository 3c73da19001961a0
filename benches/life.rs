//! How fast the bureau's results and lapses are: `cargo bench --bench life`.
//!
//! `BEIAN_BENCH_RESULTS=500` makes a small run. What is printed stands in `benches/README.md`.

use beian::catalog::Catalog;
use beian::domain::event::Event;
use beian::domain::ids::{OrderId, Sha256};
use beian::domain::life::SmsCheck;
use beian::domain::order::Order;
use beian::domain::stage::Stage;
use beian::domain::verdict::VerdictKind;
use beian::store::order::NewRevision;
use beian::store::{Op, Tx};
use beian::work::results::{self, Run};
use beian::work::tick::tick;
use beian::work::{Desk, Home, Result, WorkError};
use chrono::{DateTime, Duration, Utc};
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

const SAMPLE: &str = include_str!("../assets/samples/ICP-10201/order.json");
/// Orders of one transaction while the home is made.
const BATCH: usize = 500;

fn main() -> Result<()> {
    let count =
        std::env::var("BEIAN_BENCH_RESULTS").ok().and_then(|text| text.parse().ok()).unwrap_or(10_000);
    let catalog =
        Catalog::embedded().map_err(|error| WorkError::say(error.to_string(), error.to_string()))?;
    let catalog = Arc::new(catalog);
    let folder =
        tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).map_err(|error| WorkError::io("bench", error))?;
    println!("| what | target | time | a second |\n|---|---|---|---|");
    let open = |name: &str| Desk::create(Home::new(folder.path().join(name)), Arc::clone(&catalog));
    passed(&mut open("passed")?, folder.path(), count)?;
    returned(&mut open("returned")?, folder.path(), count)?;
    verified(&mut open("verified")?, folder.path(), count)?;
    lapsed(&mut open("lapsed")?, count)
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_000_000, 0).unwrap_or_default()
}

fn row(what: &str, count: usize, begin: Instant) {
    let took = begin.elapsed().as_secs_f64();
    println!("| {count} {what} | 10 s | {took:.2} s | {:.0} |", count as f64 / took);
}

/// A small organisation's first filing that shares nothing with the others.
fn order(at: usize) -> Result<(Order, String)> {
    let unreadable = |error: serde_json::Error| WorkError::unreadable("order", &error);
    let mut order: Order = serde_json::from_str(SAMPLE).map_err(unreadable)?;
    order.order_no = format!("B-{at:06}").as_str().into();
    order.profile = "ucloud".into();
    order.account.id = format!("u{at}");
    order.entity.certificate.number = format!("914403{at:012}");
    order.attachments.clear();
    for site in &mut order.sites {
        for domain in &mut site.domains {
            domain.name = format!("sample-{at}.cn");
        }
    }
    for (nth, person) in order.people.iter_mut().enumerate() {
        person.mobile = format!("13{nth}{at:08}");
        person.email = format!("p{nth}@sample-{at}.cn");
    }
    for access in &mut order.access {
        access.server_id = Some(format!("srv-{at}"));
    }
    let body = serde_json::to_string(&order).map_err(unreadable)?;
    Ok((order, body))
}

/// Orders that have left the house, in the stage that is measured.
fn fill(desk: &mut Desk, stage: Stage, count: usize) -> Result<()> {
    let catalog = Arc::clone(&desk.catalog);
    for from in (0..count).step_by(BATCH) {
        desk.store.transact::<_, WorkError>(&Op::program(now()), |tx| {
            (from..count.min(from + BATCH)).try_for_each(|at| add(tx, &catalog, stage, at))
        })?;
    }
    Ok(())
}

fn add(tx: &Tx, catalog: &Catalog, stage: Stage, at: usize) -> Result<()> {
    let (order, body) = order(at)?;
    let profile = catalog.profile(&order.profile).ok_or_else(|| WorkError::say("profile", "profile"))?;
    let flow = &profile.stages;
    let content = Sha256::of(body.as_bytes());
    let event =
        Event::Imported { revision: 1, content: content.clone(), scope: None, since: None, due_at: None };
    let new = NewRevision { order: &order, body: &body, content: &content, event: &event };
    let (id, _) = tx.add_revision(&new, flow)?;
    let decided = Event::Decided {
        verdict: "v".into(),
        kind: VerdictKind::Approve,
        stage: Stage::FirstReview,
        reasons: Vec::new(),
        override_reason: None,
        due_at: None,
    };
    tx.record(id, &decided, flow)?;
    let lapses_at = now() + Duration::hours(24);
    let persons = if stage == Stage::Sms { vec![order.entity.principal.clone()] } else { Vec::new() };
    let sms = Some(SmsCheck::new(&persons, 5, lapses_at));
    let left = Event::HandedOver { package: "p".into(), digest: content, sms, due_at: Some(lapses_at) };
    tx.record(id, &left, flow)?;
    match stage {
        Stage::Bureau => tx.record(id, &Event::SmsPassed { due_at: Some(lapses_at) }, flow).map(drop),
        _ => wake(tx, id, lapses_at),
    }
}

fn wake(tx: &Tx, id: OrderId, at: DateTime<Utc>) -> Result<()> {
    tx.wake_at(id, Some(at))
}

fn import(desk: &mut Desk, folder: &Path, lines: &str, what: &str, count: usize) -> Result<()> {
    let path = folder.join("results.jsonl");
    std::fs::write(&path, lines).map_err(|error| WorkError::io(&path, error))?;
    let begin = Instant::now();
    let summary = results::import(desk, &path, Run::Take, now() + Duration::hours(1), |_| {})?;
    row(what, count, begin);
    assert_eq!((summary.taken, summary.refused), (count, 0));
    let begin = Instant::now();
    let again = results::import(desk, &path, Run::Take, now() + Duration::hours(1), |_| {})?;
    row(&format!("{what}, the same file again"), count, begin);
    assert_eq!(again.unchanged, count);
    Ok(())
}

fn passed(desk: &mut Desk, folder: &Path, count: usize) -> Result<()> {
    fill(desk, Stage::Bureau, count)?;
    let mut lines = String::new();
    for at in 0..count {
        // Writing to a string can't fail.
        let _ = writeln!(
            lines,
            r#"{{"order_no":"B-{at:06}","kind":"passed","at":"{}","entity_number":"粤ICP备2026{at:06}号","sites":[{{"site":"s1","number":"粤ICP备2026{at:06}号-1"}}],"password":"p{at}"}}"#,
            now().to_rfc3339()
        );
    }
    import(desk, folder, &lines, "results, passed with number and password", count)
}

fn returned(desk: &mut Desk, folder: &Path, count: usize) -> Result<()> {
    fill(desk, Stage::Bureau, count)?;
    let mut lines = String::new();
    for at in 0..count {
        let _ = writeln!(
            lines,
            r#"{{"order_no":"B-{at:06}","kind":"returned","at":"{}","reasons":[{{"code":"E001"}},{{"text":"网站名称与主体无关"}}]}}"#,
            now().to_rfc3339()
        );
    }
    import(desk, folder, &lines, "results, returned with two reasons", count)
}

fn verified(desk: &mut Desk, folder: &Path, count: usize) -> Result<()> {
    fill(desk, Stage::Sms, count)?;
    let mut lines = String::new();
    for at in 0..count {
        let _ = writeln!(
            lines,
            r#"{{"order_no":"B-{at:06}","kind":"sms_verified","at":"{}","person":"p1"}}"#,
            now().to_rfc3339()
        );
    }
    import(desk, folder, &lines, "results, the last person verified", count)
}

fn lapsed(desk: &mut Desk, count: usize) -> Result<()> {
    fill(desk, Stage::Sms, count)?;
    let later = now() + Duration::hours(25);
    // The moments of all orders are made anew once; that is not what is measured.
    tick(desk, now())?;
    let begin = Instant::now();
    let ticked = tick(desk, later)?;
    row("lapses", count, begin);
    assert_eq!((ticked.lapsed, ticked.warned, ticked.failed.len()), (count, 0, 0));
    Ok(())
}
