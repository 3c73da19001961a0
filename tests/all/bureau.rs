//! What the bureau answers: by file and by hand, each row whole or not at all, and once.

use super::support::{Place, approve, clear, minutes, order, passes, reviewer, text};
use beian::domain::bureau::{BureauReturn, News, ResultRow};
use beian::domain::checklist::Answer;
use beian::domain::ids::{OrderId, UserId};
use beian::domain::people::Role;
use beian::domain::stage::Stage;
use beian::domain::view::{Direction, Filter, Overdue, PageRequest, Sort, Tab};
use beian::work::results::{self, Run, Summary, Taken};
use beian::work::tick::tick;
use beian::work::{Desk, claim, decide, findings, registry, secret, sms, status};
use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;

const ENTITY: &str = "粤ICP备2026000001号";

/// An order that has left the house at minute 20, with its reviewer.
pub struct Left {
    pub place: Place,
    pub desk: Desk,
    pub id: OrderId,
    pub chu: UserId,
}

fn package(no: &str, change: impl Fn(&mut Value)) -> Value {
    let mut package = order(no);
    package["profile"] = json!("ucloud");
    change(&mut package);
    package
}

pub fn left(change: impl Fn(&mut Value)) -> Left {
    let place = Place::with(&[package("UC-A", change)]);
    let mut desk = place.desk();
    let chu = reviewer(&mut desk, "chu", &[Role::First, Role::Second]);
    let id = desk.store.order_id(&"UC-A".into()).unwrap();
    approve(&mut desk, chu, id, minutes(1));
    assert_eq!(tick(&mut desk, minutes(20)).unwrap().handed_over, 1);
    Left { place, desk, id, chu }
}

/// A cancellation, which nobody verifies: with the bureau at once.
fn at_bureau() -> Left {
    let left = left(|package| {
        package["order_type"] = json!("cancel_site");
        package["cancel_reason"] = json!("网站不再使用");
    });
    assert_eq!(stage(&left), Stage::Bureau);
    left
}

fn stage(left: &Left) -> Stage {
    left.desk.store.state(left.id).unwrap().stage
}

impl Left {
    fn file(&self, name: &str, content: &str) -> PathBuf {
        let path = self.place.path(name);
        fs::write(&path, content).unwrap();
        path
    }

    fn import(&mut self, content: &str, run: Run, now: DateTime<Utc>) -> (Summary, Vec<Taken>) {
        let path = self.file("results.txt", content);
        let mut all = Vec::new();
        let summary =
            results::import(&mut self.desk, &path, run, now, |taken| all.push(taken.clone())).unwrap();
        (summary, all)
    }

    fn take(&mut self, content: &str) -> Summary {
        self.import(content, Run::Take, minutes(600)).0
    }

    fn verified(&mut self) {
        let lines = [sms_line("sms_verified", "p1", 30), sms_line("sms_verified", "p2", 31)].join("\n");
        assert_eq!(self.take(&lines).taken, 2);
        assert_eq!(stage(self), Stage::Bureau);
    }
}

fn line(kind: &str, minute: i64, more: Value) -> String {
    let mut row = json!({ "order_no": "UC-A", "kind": kind, "at": minutes(minute).to_rfc3339() });
    for (key, value) in more.as_object().unwrap() {
        row[key] = value.clone();
    }
    row.to_string()
}

fn sms_line(kind: &str, person: &str, minute: i64) -> String {
    line(kind, minute, json!({ "person": person }))
}

fn passed(password: Option<&str>) -> String {
    let number = format!("{ENTITY}-1");
    let mut more = json!({ "entity_number": ENTITY, "sites": [{ "site": "s1", "number": number }] });
    if let Some(password) = password {
        more["password"] = json!(password);
    }
    line("passed", 300, more)
}

fn returned(reasons: Value) -> String {
    line("returned", 300, json!({ "reasons": reasons }))
}

#[test]
fn an_order_goes_from_its_codes_to_its_number_and_the_same_file_changes_nothing() {
    let mut left = left(|_| {});
    assert_eq!(stage(&left), Stage::Sms);
    let name = left.desk.store.revision(left.id, 1).unwrap().unwrap().people[1].name.clone();
    // By id, by name, and by mobile number as somebody wrote it.
    let file = [
        sms_line("sms_sent", "p1", 21),
        sms_line("sms_sent", &name, 21),
        sms_line("sms_wrong", "+86 138 1000 0202", 25),
        sms_line("sms_verified", "p2", 26),
        sms_line("sms_verified", "p1", 40),
        passed(Some("geheim")),
    ]
    .join("\n");
    let summary = left.take(&file);
    assert_eq!((summary.taken, summary.refused, &summary.report), (6, 0, &None));
    assert_eq!(stage(&left), Stage::Filed);
    let state = left.desk.store.state(left.id).unwrap();
    let again = left.take(&file);
    assert_eq!((again.taken, again.unchanged, again.refused), (0, 6, 0));
    assert_eq!(left.desk.store.state(left.id).unwrap(), state);
    left.place.must_be_sound();

    let found = registry::find(&left.desk, &format!("{ENTITY}-1"), 10).unwrap();
    let [row] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(row.filing.entity_number.as_deref(), Some(ENTITY));
    assert_eq!(row.filing.domain.as_deref(), Some("qingshan-tea.cn"));
    let told = status::of(&left.desk, &["UC-A".into()]).unwrap();
    assert_eq!(told[0].filing_numbers, [ENTITY.to_owned(), format!("{ENTITY}-1")]);
}

#[test]
fn the_failing_wrong_try_returns_the_order() {
    let mut left = left(|_| {});
    for minute in 30..34 {
        assert_eq!(left.take(&sms_line("sms_wrong", "p1", minute)).taken, 1);
    }
    let board = sms::board(&left.desk).unwrap();
    let mut tries: Vec<(String, u32)> = board.iter().map(|row| (row.person.0.clone(), row.left)).collect();
    tries.sort();
    let tries_of_profile = left.desk.store.state(left.id).unwrap().life.sms.unwrap().tries;
    assert_eq!(tries, [("p1".into(), tries_of_profile - 4), ("p2".into(), tries_of_profile)]);
    assert!(board[0].name.ends_with("**"), "{:?}", board[0].name);
    let mut minute = 34;
    while stage(&left) == Stage::Sms {
        assert_eq!(left.take(&sms_line("sms_wrong", "p1", minute)).taken, 1);
        minute += 1;
    }
    assert_eq!(minute, 30 + i64::from(tries_of_profile));
    let state = left.desk.store.state(left.id).unwrap();
    assert_eq!((state.stage, state.returned_from), (Stage::Returned, Some(Stage::Sms)));
    assert!(sms::board(&left.desk).unwrap().is_empty());
    let refused = left.take(&sms_line("sms_verified", "p1", 50));
    assert_eq!(refused.refused, 1, "it follows from no stage any more");
    left.place.must_be_sound();
}

#[test]
fn the_board_shows_the_soonest_lapse_first() {
    let packages: Vec<Value> = (0..3)
        .map(|at| {
            package(&format!("UC-{at}"), |package| {
                package["account"]["id"] = json!(format!("u{at}"));
                package["entity"]["certificate"]["number"] = json!(format!("9144030000000{at:05}"));
                package["sites"][0]["domains"][0]["name"] = json!(format!("sample-{at}.cn"));
            })
        })
        .collect();
    let place = Place::with(&packages);
    let mut desk = place.desk();
    let chu = reviewer(&mut desk, "chu", &[Role::First]);
    for (at, minute) in [(2, 1), (0, 30), (1, 60)] {
        let id = desk.store.order_id(&format!("UC-{at}").as_str().into()).unwrap();
        approve(&mut desk, chu, id, minutes(minute));
        tick(&mut desk, minutes(minute + 10)).unwrap();
    }
    let board = sms::board(&desk).unwrap();
    let order: Vec<&str> = board.iter().map(|row| row.no.as_str()).collect();
    assert_eq!(order, ["UC-2", "UC-2", "UC-0", "UC-0", "UC-1", "UC-1"]);
    assert!(board.is_sorted_by_key(|row| row.lapses_at));
}

#[test]
fn what_fits_nothing_is_quarantined_with_line_field_and_mend() {
    let mut left = left(|_| {});
    let ahead = line("sms_sent", 5_000, json!({ "person": "p1" }));
    let rows = [
        (json!({ "order_no": "NOBODY", "kind": "sms_sent", "at": minutes(30).to_rfc3339(), "person": "p1" }).to_string(), "order_no"),
        (sms_line("sms_verified", "p9", 30), "person"),
        (sms_line("sms_sent", "p1", 5), "at"),
        (ahead, "at"),
        (passed(None), "kind"),
        (returned(json!([{ "text": "x" }])), "kind"),
        (line("sms_sent", 30, json!({})), "person"),
    ];
    let file = rows.iter().map(|(row, _)| row.as_str()).collect::<Vec<_>>().join("\n");
    let (summary, all) =
        left.import(&format!("{file}\n{}", sms_line("sms_sent", "p1", 30)), Run::Take, minutes(600));
    assert_eq!((summary.taken, summary.refused), (1, rows.len()));
    for ((_, field), taken) in rows.iter().zip(&all) {
        let Taken::Refused { faults, .. } = taken else { panic!("{taken:?}") };
        assert_eq!(faults[0].json_path, *field);
    }
    let report = summary.report.unwrap();
    assert!(report.starts_with(left.place.home().quarantine()));
    let report: Value = serde_json::from_str(&fs::read_to_string(report).unwrap()).unwrap();
    let lines: Vec<&str> =
        report["faults"].as_array().unwrap().iter().map(|fault| fault["file"].as_str().unwrap()).collect();
    assert_eq!(lines.len(), rows.len());
    assert!(lines[0].ends_with("results.txt:1") && lines[6].ends_with("results.txt:7"), "{lines:?}");
    assert!(report["faults"][1]["expected"].as_str().unwrap().contains("p1, p2"));
    left.place.must_be_sound();
}

#[test]
fn filing_numbers_must_have_form_province_entity_and_a_number_for_each_site() {
    let mut left = left(|_| {});
    left.verified();
    let number =
        |entity: &str, sites: Value| line("passed", 300, json!({ "entity_number": entity, "sites": sites }));
    let site = |number: &str| json!([{ "site": "qingshan-tea.cn", "number": number }]);
    for (row, field) in [
        (number("粤ICP备123号", site(&format!("{ENTITY}-1"))), "entity_number"),
        (number("京ICP备2026000001号", site("京ICP备2026000001号-1")), "entity_number"),
        (number(&format!("{ENTITY}-1"), site(&format!("{ENTITY}-1"))), "entity_number"),
        (number(ENTITY, json!([])), "sites"),
        (number(ENTITY, site(ENTITY)), "sites"),
        (number(ENTITY, site("粤ICP备2026000002号-1")), "sites"),
        (number(ENTITY, json!([{ "site": "s9", "number": format!("{ENTITY}-1") }])), "sites"),
        (line("passed", 300, json!({ "sites": site(&format!("{ENTITY}-1")) })), "entity_number"),
    ] {
        let (summary, all) = left.import(&row, Run::Take, minutes(600));
        let Taken::Refused { faults, .. } = &all[0] else { panic!("{row}: {summary:?}") };
        assert_eq!(faults[0].json_path, field, "{row}");
        assert_eq!(stage(&left), Stage::Bureau);
    }
    // What is only written another way is mended.
    let slips = number("粤icp备２026000001", site("粤ICP备2026000001号—1"));
    assert_eq!(left.take(&slips).taken, 1);
    let told = status::of(&left.desk, &["UC-A".into()]).unwrap();
    assert_eq!(told[0].filing_numbers, [ENTITY.to_owned(), format!("{ENTITY}-1")]);
    left.place.must_be_sound();
}

#[test]
fn a_dry_run_tells_what_would_happen_and_keeps_nothing() {
    let mut left = left(|_| {});
    let events: i64 = left.place.ask("SELECT count(*) FROM event");
    let file = [
        sms_line("sms_verified", "p1", 30),
        sms_line("sms_verified", "p2", 31),
        passed(Some("geheim")),
        sms_line("sms_verified", "p9", 30),
    ];
    let (summary, all) = left.import(&file.join("\n"), Run::Dry, minutes(600));
    assert_eq!((summary.taken, summary.refused, summary.report), (3, 1, None));
    assert!(matches!(&all[2], Taken::Taken { stage: Stage::Filed, .. }), "later rows see the earlier ones");
    assert_eq!(stage(&left), Stage::Sms);
    assert_eq!(left.place.ask::<i64>("SELECT count(*) FROM event"), events);
    for table in ["bureau_result", "secret", "bureau_return"] {
        assert_eq!(left.place.ask::<i64>(&format!("SELECT count(*) FROM {table}")), 0, "{table}");
    }
    assert!(!left.place.home().secret_key().exists(), "no key is made for nothing");
    assert_eq!(fs::read_dir(left.place.home().quarantine()).unwrap().count(), 0);
}

#[test]
fn a_csv_and_a_jsonl_of_the_same_rows_are_taken_once() {
    let mut left = left(|_| {});
    let csv = "\u{feff}订单号,结果,时间,人员\r\nUC-A,短信已发送,2026-11-16 10:30:00,p1\r\n";
    assert_eq!(left.take(csv).taken, 1);
    let same =
        json!({ "order_no": "UC-A", "kind": "sms_sent", "at": "2026-11-16T02:30:00Z", "person": "p1" });
    assert_eq!(left.take(&same.to_string()).unchanged, 1);
}

#[test]
fn a_return_names_who_passed_the_order_and_what_should_have_caught_it() {
    let mut left = at_bureau();
    let file = returned(json!([
        { "code": "E001", "text": "主体名称与证件不符" },
        { "item": "S101@site:s1", "code": "S101", "text": "网站名称不妥" },
        { "text": "其他" },
    ]));
    assert_eq!(left.take(&file).taken, 1);
    assert_eq!(stage(&left), Stage::Returned);
    let returns: Vec<BureauReturn> = results::returns_of(&left.desk, left.id).unwrap();
    let [one] = returns.as_slice() else { panic!("{returns:?}") };
    let codes: Vec<&str> = one.reasons.iter().map(|reason| reason.code.as_str()).collect();
    assert_eq!(codes, ["E001", "S101", "FREE"]);
    assert_eq!(one.reasons[0].item.as_ref().map(ToString::to_string).as_deref(), Some("E001@entity"));
    let [passed] = one.passed_by.as_slice() else { panic!("{:?}", one.passed_by) };
    assert_eq!((passed.stage, passed.name.as_str()), (Stage::FirstReview, "chu"));
    assert!(passed.answers.iter().all(|(_, answer)| answer.is_none_or(|answer| answer == Answer::Pass)));

    let shown = text(&left.place.run(&["show", "UC-A"]));
    assert!(shown.contains("returned by the bureau r1") && shown.contains("chu"), "{shown}");
    let output =
        left.place.command(&["stats", "--json", "--period", "2026-11-16", "--user", "zhu"]).output().unwrap();
    let stats: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(stats["bureau"]["returned"], 1);
    assert_eq!(stats["bureau"]["people"][0]["name"], "chu");
    assert_eq!(stats["bureau"]["people"][0]["first"], 1);
    assert_eq!(stats["bureau"]["codes"].as_array().unwrap().len(), 3);
    left.place.must_be_sound();

    let told = serde_json::to_string(&status::of(&left.desk, &["UC-A".into()]).unwrap()).unwrap();
    assert!(told.contains("主体名称与证件不符") && told.contains("mend"), "{told}");
    assert!(!told.contains("chu"), "staff is nobody's business: {told}");
    // A reason that nobody knows is no reason.
    assert_eq!(left.take(&line("returned", 301, json!({ "reasons": [{ "code": "NONE-99" }] }))).refused, 1);
}

#[test]
fn a_password_is_sealed_and_shown_only_on_record() {
    let mut left = left(|_| {});
    left.verified();
    assert_eq!(left.take(&passed(Some("geheim-42"))).taken, 1);
    let key = left.place.home().secret_key();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    }
    for entry in fs::read_dir(left.place.home().dir()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let bytes = fs::read(&path).unwrap();
            assert!(!bytes.windows(9).any(|part| part == b"geheim-42"), "{}", path.display());
        }
    }
    // Nobody sees it without a name, and the reveal is on record.
    assert!(!left.place.run(&["reveal", "UC-A"]).status.success());
    let shown = left.place.command(&["reveal", "UC-A", "--user", "chu"]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&shown.stdout), "geheim-42\n");
    let revealed =
        "SELECT count(*) FROM event WHERE kind = 'revealed' AND body ->> '$.field' = 'filing_password'";
    assert_eq!(left.place.ask::<i64>(revealed), 1);
    left.place.must_be_sound();

    // Another password for the same row must be looked at by a person.
    assert_eq!(left.take(&passed(Some("geheim-42"))).unchanged, 1);
    assert_eq!(left.take(&passed(Some("geheim-43"))).refused, 1);

    // The key decides, and every way in which it can fail says so.
    let say = |key: Option<&str>| {
        let mut command = left.place.command(&["reveal", "UC-A", "--user", "chu"]);
        key.map(|key| command.env(secret::KEY, key));
        let output = command.output().unwrap();
        assert!(!output.status.success());
        text(&output)
    };
    assert!(say(Some(&"0".repeat(64))).contains("another key"));
    assert!(say(Some("short")).contains("64 hexadecimal digits"));
    let kept = fs::read_to_string(&key).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&key, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(say(None).contains("chmod 600"));
        fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
    }
    fs::remove_file(&key).unwrap();
    assert!(say(None).contains("is missing"));
    let doctor = text(&left.place.run(&["doctor"]));
    assert!(doctor.contains("bureau results") && doctor.contains("is missing"), "{doctor}");
    assert_eq!(left.place.ask::<i64>(revealed), 1, "what was not shown is not on record");
    let mut command = left.place.command(&["reveal", "UC-A", "--user", "chu"]);
    assert!(command.env(secret::KEY, kept.trim()).output().unwrap().status.success());
}

#[test]
fn a_copy_holds_no_key_and_its_packages_are_written_again() {
    let mut left = left(|_| {});
    left.verified();
    assert_eq!(left.take(&passed(Some("geheim-42"))).taken, 1);
    let copy = left.place.path("copy.zip");
    let copy = copy.to_str().unwrap();
    assert!(left.place.run(&["backup", copy]).status.success());
    let other = left.place.path("other");
    let mut restore = left.place.command(&["restore", copy]);
    let said = text(&restore.env("BEIAN_HOME", &other).output().unwrap());
    assert!(said.contains("secret.key"), "{said}");
    assert!(!other.join("secret.key").exists());
    let names = |dir: PathBuf| {
        let list = fs::read_dir(dir.join("handover")).unwrap();
        list.map(|entry| entry.unwrap().file_name()).collect::<Vec<_>>()
    };
    assert_eq!(names(other.clone()), names(left.place.home().dir().to_owned()));
    fs::copy(left.place.home().secret_key(), other.join("secret.key")).unwrap();
    let mut doctor = left.place.command(&["doctor"]);
    let output = doctor.env("BEIAN_HOME", &other).output().unwrap();
    assert!(output.status.success(), "{}", text(&output));
}

#[test]
fn a_filed_cancellation_takes_its_site_off_the_file() {
    let mut left = left(|_| {});
    left.verified();
    left.take(&passed(None));
    let chu = left.chu;
    let mut cancel = package("UC-C", |package| {
        package["order_type"] = json!("cancel_site");
        package["cancel_reason"] = json!("网站不再使用");
    });
    cancel["submitted_at"] = json!(minutes(605).to_rfc3339());
    assert_eq!(left.place.import(&[cancel]).taken, 1);
    let id = left.desk.store.order_id(&"UC-C".into()).unwrap();
    let numbers = |desk: &Desk| {
        let across = registry::find(desk, ENTITY, 10).unwrap();
        across.into_iter().filter_map(|row| row.filing.site_number).collect::<Vec<_>>()
    };
    assert_eq!(numbers(&left.desk), [format!("{ENTITY}-1")]);
    approve(&mut left.desk, chu, id, minutes(610));
    tick(&mut left.desk, minutes(621)).unwrap();
    let row = ResultRow {
        order_no: "UC-C".into(),
        at: minutes(700),
        news: News::Passed { entity_number: None, sites: Vec::new(), password: None },
    };
    let taken = results::set(&mut left.desk, chu, &row, minutes(700)).unwrap();
    assert!(matches!(taken, Taken::Taken { stage: Stage::Filed, .. }));
    assert!(numbers(&left.desk).is_empty());
    left.place.must_be_sound();
}

#[test]
fn past_the_estimate_an_order_is_flagged() {
    let left = at_bureau();
    let due = left.desk.store.state(left.id).unwrap().due_at.unwrap();
    let page = |now| {
        let filter = Filter { overdue: Some(Overdue::Overdue), ..Filter::default() };
        let request = PageRequest {
            tab: Tab::Stage(Stage::Bureau),
            filter,
            sort: Sort::Urgent,
            from: None,
            direction: Direction::Forward,
            limit: 10,
            now,
        };
        left.desk.store.page(&request).unwrap().rows.len()
    };
    assert_eq!((page(due - Duration::seconds(1)), page(due + Duration::seconds(1))), (0, 1));
    let late = findings::of(&left.desk, left.id, due + Duration::days(1)).unwrap().findings;
    assert!(late.iter().any(|finding| finding.rule.as_str() == "B004"));
    let early = findings::of(&left.desk, left.id, due - Duration::days(1)).unwrap().findings;
    assert!(!early.iter().any(|finding| finding.rule.as_str() == "B004"));
    let listed = text(&left.place.run(&["queue", "--stage", "bureau"]));
    assert!(listed.contains("UC-A"), "{listed}");
}

#[test]
fn staff_enter_results_by_hand() {
    let left = left(|_| {});
    let run = |args: &[&str]| {
        let mut all = args.to_vec();
        all.extend(["--user", "chu"]);
        left.place.run(&all)
    };
    // The order left in the future of the clock that the program reads here; the past refuses it.
    let early = run(&["sms", "UC-A", "--sent", "p1"]);
    let listed = text(&left.place.run(&["sms", "list"]));
    assert!(listed.contains("UC-A") && listed.contains("p1") && listed.contains("tries left"), "{listed}");
    assert!(!listed.contains("林志远"), "{listed}");
    let says = text(&early);
    assert!(early.status.success() || says.contains("before the hand-over"), "{says}");
    assert!(!run(&["result", "set", "UC-A", "passed", "--reason", "x"]).status.success());
    assert!(!run(&["sms", "UC-A"]).status.success(), "what was told must be said");
    let at = minutes(30).to_rfc3339();
    let set = run(&["result", "set", "UC-A", "sms_verified", "--person", "p1", "--at", &at]);
    let says = text(&set);
    assert!(set.status.success() || says.contains("a time to come"), "{says}");
}

#[test]
fn a_portal_reads_the_progress_from_a_file_that_is_replaced_whole() {
    let left = left(|_| {});
    let out = left.place.path("portal.json");
    let output = left.place.run(&["status", "--json", "--out", out.to_str().unwrap()]);
    assert!(output.status.success(), "{}", text(&output));
    let told: Value = serde_json::from_str(&fs::read_to_string(&out).unwrap()).unwrap();
    let one = &told[0];
    assert_eq!(
        (&one["order_no"], &one["stage"], &one["stage_zh"]),
        (&json!("UC-A"), &json!("sms"), &json!("短信核验"))
    );
    assert_eq!(one["asked"]["what"], "verify_sms");
    assert_eq!(one["asked"]["persons"].as_array().unwrap().len(), 2);
    let raw = fs::read_to_string(&out).unwrap();
    assert!(!raw.contains("13810000201") && !raw.contains("林志远"), "{raw}");
    assert_eq!(
        fs::read_dir(out.parent().unwrap())
            .unwrap()
            .filter(|entry| { entry.as_ref().unwrap().file_name().to_string_lossy().starts_with(".tmp") })
            .count(),
        0
    );
}

#[test]
fn what_is_asked_of_a_customer_who_must_supply_is_named() {
    let place = Place::with(&[{
        let mut package = order("U18-A");
        package["profile"] = json!("ucloud-2018");
        package
    }]);
    let mut desk = place.desk();
    let chu = reviewer(&mut desk, "chu", &[Role::First]);
    let id = desk.store.order_id(&"U18-A".into()).unwrap();
    claim::claim(&mut desk, chu, id, minutes(1)).unwrap();
    clear(&mut desk, id, minutes(1));
    let mut decision = super::support::approval(&desk, id);
    decision.answers = passes(&desk, id);
    decide::decide(&mut desk, chu, id, &decision, minutes(1)).unwrap();
    let told = serde_json::to_value(&status::of(&desk, &["U18-A".into()]).unwrap()[0]).unwrap();
    assert_eq!(told["stage"], "verification");
    assert_eq!(told["asked"]["what"], "supply");
    let kinds: Vec<&str> = told["asked"]["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["kind"].as_str().unwrap())
        .collect();
    assert!(kinds.contains(&"verification_sheet") && kinds.contains(&"curtain_photo"), "{kinds:?}");
    assert_eq!(told["asked"]["documents"][0]["kind_zh"], "核验单");
}
