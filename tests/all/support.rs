//! What the tests share: homes, orders, reviewers, and the program itself as a process.

use beian::catalog::{Catalog, checklist};
use beian::domain::checklist::{Answer, Answers, ChosenReason, ItemAnswer, ItemKey};
use beian::domain::ids::{OrderId, UserId, VerdictId};
use beian::domain::people::Role;
use beian::domain::stage::Stage;
use beian::domain::verdict::{Decision, VerdictKind};
use beian::domain::whence::Whence;
use beian::work::import::Summary;
use beian::work::{Desk, Home, claim, decide, findings, import, overrule, people};
use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, LazyLock};
use tempfile::TempDir;

/// The passphrase of everybody.
pub const SECRET: &str = "correct horse";

static CATALOG: LazyLock<Arc<Catalog>> = LazyLock::new(|| Arc::new(Catalog::embedded().unwrap()));

pub fn catalog() -> Arc<Catalog> {
    Arc::clone(&CATALOG)
}

/// A Monday morning within working hours.
pub fn monday() -> DateTime<Utc> {
    "2026-11-16T02:00:00Z".parse().unwrap()
}

/// A home in a folder of its own, which goes with it.
pub struct Place {
    pub dir: TempDir,
}

impl Place {
    /// A folder without a home.
    pub fn bare() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    /// A home with its supervisor `zhu`.
    pub fn new() -> Self {
        let place = Self::bare();
        let mut desk = Desk::create(place.home(), catalog()).unwrap();
        people::init(&mut desk, "zhu", SECRET, monday()).unwrap();
        place
    }

    /// A home with the orders of `packages`, all of them taken.
    pub fn with(packages: &[Value]) -> Self {
        let place = Self::new();
        let summary = place.import(packages);
        assert_eq!((summary.taken, summary.refused), (packages.len(), 0));
        place
    }

    pub fn home(&self) -> Home {
        Home::new(self.dir.path().join("home"))
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn desk(&self) -> Desk {
        Desk::open(self.home(), catalog()).unwrap()
    }

    /// Imports packages from one jsonl, with small files in a folder of each order beside it.
    pub fn import(&self, packages: &[Value]) -> Summary {
        let folder = self.path("packages");
        fs::create_dir_all(&folder).unwrap();
        let mut lines = String::new();
        for package in packages {
            let own = folder.join(package["order_no"].as_str().unwrap());
            for attachment in package["attachments"].as_array().into_iter().flatten() {
                let path = attachment["path"].as_str().unwrap();
                fs::create_dir_all(&own).unwrap();
                fs::write(own.join(path), format!("%PDF-1.4\n{path}\n%%EOF\n")).unwrap();
            }
            lines.push_str(&package.to_string());
            lines.push('\n');
        }
        fs::write(folder.join("orders.jsonl"), lines).unwrap();
        import::import(&mut self.desk(), &folder.join("orders.jsonl"), |_, _| {}).unwrap()
    }

    /// The database, past every guard of the store.
    pub fn sql(&self, statements: &str) {
        let conn = rusqlite::Connection::open(self.home().database()).unwrap();
        conn.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;").unwrap();
        conn.execute_batch(statements).unwrap();
    }

    pub fn ask<T: rusqlite::types::FromSql>(&self, query: &str) -> T {
        let conn = rusqlite::Connection::open(self.home().database()).unwrap();
        conn.query_row(query, [], |row| row.get(0)).unwrap()
    }

    /// Runs the program on this home, in English.
    pub fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_beian"));
        command.args(args).env("BEIAN_HOME", self.home().dir()).env("BEIAN_LANG", "en");
        command.env("BEIAN_PASSPHRASE", SECRET).env_remove("BEIAN_USER");
        command
    }

    /// What `doctor` says; panics where it finds a fault.
    pub fn must_be_sound(&self) {
        let output = self.run(&["doctor"]);
        assert!(output.status.success(), "{}", text(&output));
    }
}

/// Both outputs of a process.
pub fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A cancellation by UCloud's two reviews: it waits for no document, so that it goes from one review to
/// the other at once.
pub fn cancellation(number: usize) -> Value {
    let mut order = order(&format!("UC-{number:05}"));
    order["order_type"] = json!("cancel_site");
    order["cancel_reason"] = json!("网站不再使用");
    order["entity"]["name"] = json!(format!("样本{number:05}有限公司"));
    // Nothing that it would share with the others.
    order["account"]["id"] = json!(format!("u{number:05}"));
    order["entity"]["certificate"]["number"] = json!(format!("9144030000000{number:05}"));
    order["sites"][0]["domains"][0]["name"] = json!(format!("sample-{number:05}.cn"));
    order["access"][0]["server_id"] = json!(format!("srv-{number:05}"));
    for (at, person) in order["people"].as_array_mut().unwrap().iter_mut().enumerate() {
        person["mobile"] = json!(format!("13{at}000{number:05}"));
        person["email"] = json!(format!("p{at}@sample-{number:05}.cn"));
    }
    order
}

/// A small organisation's first filing.
pub fn order(no: &str) -> Value {
    let text = fs::read_to_string(sample("ICP-10201").join("order.json")).unwrap();
    let mut order: Value = serde_json::from_str(&text).unwrap();
    order["order_no"] = json!(no);
    order["submitted_at"] = json!("2026-11-13T02:00:00Z");
    order["attachments"] = json!([]);
    order
}

/// The same with two files.
pub fn order_with_files(no: &str) -> Value {
    let mut order = order(no);
    order["attachments"] = json!([
        { "path": format!("{no}-licence.pdf"), "kind": "entity_certificate", "owner": "entity" },
        { "path": format!("{no}-id.pdf"), "kind": "id_document", "owner": "p1" },
    ]);
    order
}

/// A sample that is shipped.
pub fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples").join(name)
}

/// Adds a reviewer.
pub fn reviewer(desk: &mut Desk, name: &str, roles: &[Role]) -> UserId {
    let by = desk.store.account("zhu").unwrap().unwrap().staff.id;
    people::add(desk, by, name, SECRET, &roles.iter().copied().collect(), monday()).unwrap()
}

/// Every answer "pass" for the checklist of an order's present stage.
pub fn passes(desk: &Desk, id: OrderId) -> Answers {
    let state = desk.store.state(id).unwrap();
    let order = desk.store.revision(id, state.revision).unwrap().unwrap();
    let found = findings::of(desk, id, monday()).unwrap().findings;
    let note =
        |key: &ItemKey| found.iter().any(|finding| finding.item() == *key).then(|| "已核对".to_owned());
    let items = checklist::items(&desk.catalog, &order, state.stage, &found);
    items
        .into_iter()
        .map(|item| (item.key.clone(), ItemAnswer { answer: Answer::Pass, note: note(&item.key) }))
        .collect()
}

/// What the rules hold against an order, overruled by `zhu`: many tests are about other things.
pub fn clear(desk: &mut Desk, id: OrderId, now: DateTime<Utc>) {
    let zhu = desk.store.account("zhu").unwrap().unwrap().staff.id;
    let found = findings::of(desk, id, now).unwrap().findings;
    let items: Vec<ItemKey> = found.iter().filter(|one| one.is_blocking()).map(|one| one.item()).collect();
    if !items.is_empty() {
        overrule::overrule_many(desk, zhu, id, &items, "已核实", now).unwrap();
    }
}

/// An approval of an order as it stands.
pub fn approval(desk: &Desk, id: OrderId) -> Decision {
    let state = desk.store.state(id).unwrap();
    Decision {
        verdict_id: decide::new_id(),
        kind: VerdictKind::Approve,
        stage: state.stage,
        revision: state.revision,
        answers: passes(desk, id),
        reasons: Vec::new(),
        notice: None,
        note: None,
        override_reason: None,
    }
}

/// A rejection of an order as it stands.
pub fn rejection(desk: &Desk, id: OrderId) -> Decision {
    let reason = ChosenReason {
        code: ChosenReason::FREE.into(),
        item: None,
        field: None,
        text: "证件照片不清晰".into(),
        mend: "请重新上传".into(),
    };
    let kind = VerdictKind::Reject;
    Decision { kind, reasons: vec![reason], answers: Answers::new(), ..approval(desk, id) }
}

/// Takes an order and approves it.
pub fn approve(desk: &mut Desk, who: UserId, id: OrderId, now: DateTime<Utc>) -> (VerdictId, Stage) {
    claim::claim(desk, who, id, now).unwrap();
    clear(desk, id, now);
    let decision = approval(desk, id);
    let done = decide::decide(desk, who, id, &decision, now).unwrap();
    (done.verdict_id, done.stage)
}

/// Minutes after Monday morning.
pub fn minutes(count: i64) -> DateTime<Utc> {
    monday() + Duration::minutes(count)
}

/// Copies a folder with all that is in it.
pub fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// From nowhere in particular.
pub fn nowhere() -> Whence {
    Whence::of(None, None)
}
