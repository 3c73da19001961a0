//! A revision that comes back, and the sheet after the last review, from outside.

use super::support::{Place, monday, order_with_files, passes, reviewer, text};
use beian::domain::checklist::{Answer, ChosenReason, ItemAnswer, ItemKey};
use beian::domain::ids::OrderId;
use beian::domain::people::Role;
use beian::domain::rounds::{FileIs, Mark};
use beian::domain::stage::Stage;
use beian::domain::verdict::{Decision, VerdictKind};
use beian::work::{Desk, claim, decide, look};
use serde_json::{Value, json};
use std::fs;

fn reason(item: &str, text: &str) -> ChosenReason {
    let key: ItemKey = item.parse().unwrap();
    let code = key.rule.as_str().into();
    ChosenReason { code, item: Some(key), field: None, text: text.into(), mend: "请修改。".into() }
}

fn reject(desk: &mut Desk, who: beian::domain::ids::UserId, id: OrderId, reasons: Vec<ChosenReason>) {
    claim::claim(desk, who, id, monday()).unwrap();
    let state = desk.store.state(id).unwrap();
    let decision = Decision {
        verdict_id: decide::new_id(),
        kind: VerdictKind::Reject,
        stage: state.stage,
        revision: state.revision,
        answers: Default::default(),
        reasons,
        notice: None,
        note: None,
        override_reason: None,
    };
    decide::decide(desk, who, id, &decision, monday()).unwrap();
}

/// The next revision: the licence sent anew, the name mended, the rest as it was.
fn next(first: &Value) -> Value {
    let mut second = first.clone();
    second["revision"] = json!(2);
    second["submitted_at"] = json!("2026-11-17T02:00:00Z");
    second["entity"]["name"] = json!("深圳市青山茶叶有限公司");
    second["attachments"][0]["path"] = json!("licence-anew.pdf");
    second
}

#[test]
fn a_revision_shows_what_became_of_each_reason_and_of_each_file() {
    let first = order_with_files("UC-R");
    let place = Place::with(std::slice::from_ref(&first));
    let mut desk = place.desk();
    let chu = reviewer(&mut desk, "chu", &[Role::First]);
    let id = desk.store.order_id(&"UC-R".into()).unwrap();
    assert!(look::open(&desk, None, id, monday()).unwrap().comeback.is_none());
    let reasons =
        vec![reason("E001@entity", "主体名称与证件不一致。"), reason("P018@person:p1", "证件号码看不清。")];
    reject(&mut desk, chu, id, reasons);
    assert_eq!(place.import(&[next(&first)]).taken, 1);
    let view = look::open(&desk, None, id, monday()).unwrap();
    let comeback = view.comeback.unwrap();
    let marks: Vec<(&str, Mark)> =
        comeback.reasons.iter().map(|one| (one.reason.code.as_str(), one.mark)).collect();
    assert_eq!(marks, [("P018", Mark::Untouched), ("E001", Mark::LookAgain)]);
    let files: Vec<FileIs> = comeback.files.iter().map(|file| file.is).collect();
    assert_eq!(files, [FileIs::Replaced, FileIs::Same]);
    assert!(comeback.failed_before(&"P018@person:p1".parse().unwrap()));
    assert_eq!(comeback.item_since(&"E002@entity".parse().unwrap()), None, "its document came anew");
    assert_eq!(comeback.item_since(&"P018@person:p2".parse().unwrap()), Some(1), "it stood there before");
    assert_eq!((view.waited.rounds, view.waited.customer), (2, 86_400), "a day until he sent it anew");
    let shown = text(&place.run(&["show", "UC-R"]));
    assert!(shown.contains("✗ untouched  [P018]") && shown.contains("round 2; provider"), "{shown}");
    assert!(shown.contains("[entity_certificate] entity  replaced"), "{shown}");
    let list = text(&place.run(&["checklist", "UC-R"]));
    let first_line = list.lines().next().unwrap_or_default();
    assert!(first_line.contains("E001@entity") && first_line.contains("failed last time"), "{list}");
    assert!(!text(&place.run(&["--json", "show", "UC-R"])).contains("13810000201"), "masked");
    place.must_be_sound();
}

#[test]
fn a_sheet_is_written_after_the_last_review_alone_and_that_is_on_record() {
    let mut package = order_with_files("UC-S");
    package["profile"] = json!("ucloud");
    package["entity"]["name"] = json!("<b>茶</b>业有限公司");
    let place = Place::with(&[package]);
    let mut desk = place.desk();
    let chu = reviewer(&mut desk, "chu", &[Role::First]);
    let id = desk.store.order_id(&"UC-S".into()).unwrap();
    let out = place.path("sheet.html");
    let write =
        |place: &Place| place.run(&["--user", "chu", "sheet", "UC-S", "--out", out.to_str().unwrap()]);
    let early = write(&place);
    assert!(
        !early.status.success()
            && text(&early).contains("can't be done; it is for verification, second_review, sms, bureau"),
        "{}",
        text(&early)
    );
    assert!(!out.exists());
    let mut answers = passes(&desk, id);
    let fault: ItemKey = "E012@entity".parse().unwrap();
    answers.remove(&fault);
    claim::claim(&mut desk, chu, id, monday()).unwrap();
    super::support::clear(&mut desk, id, monday());
    answers.insert(fault, ItemAnswer { answer: Answer::Pass, note: Some("已核对".into()) });
    let decision = Decision { answers, ..super::support::approval(&desk, id) };
    let done = decide::decide(&mut desk, chu, id, &decision, monday()).unwrap();
    assert_eq!(done.stage, Stage::Sms);
    let written = write(&place);
    assert!(written.status.success(), "{}", text(&written));
    let page = fs::read_to_string(&out).unwrap();
    assert!(page.contains("&lt;b&gt;茶&lt;/b&gt;业有限公司") && !page.contains("<b>"), "escaped");
    assert!(page.contains("核验人签字：chu"), "signed by the first reviewer, where there is one review");
    assert!(page.contains("未核验"), "what nobody answered stays open");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&out).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let log = text(&place.run(&["log", "UC-S"]));
    assert!(log.contains("verification_sheet"), "{log}");
    let wrong = place.run(&["--user", "chu", "sheet", "UC-S", "--site", "nobody", "--out", "x.html"]);
    assert!(!wrong.status.success() && text(&wrong).contains("--site"), "{}", text(&wrong));
    let paths = beian::work::sheet::write_all(&mut desk, chu, id, monday()).unwrap();
    assert!(paths.iter().all(|path| path.starts_with(place.home().sheets()) && path.is_file()));
    place.must_be_sound();
}
