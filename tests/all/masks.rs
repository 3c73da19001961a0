//! Personal values: in every text of the schema, in every spelling, they reach nobody in the clear who did not
//! reveal that one field.

use super::pty::hostile::{full, plant, text_fields};
use super::support::{Place, approval, catalog, minutes, order as plain_order, reviewer, text};
use beian::app::screen::review::rows::{Row, rows};
use beian::domain::checklist::{Answers, ChosenReason};
use beian::domain::order::Order;
use beian::domain::people::Role;
use beian::domain::text::half_width;
use beian::domain::verdict::{Decision, VerdictKind};
use beian::intake::{self, Known};
use beian::work::{claim, decide, look, notice};
use serde_json::{Value, json};
use std::fs;

/// Each value of the order, in the ways in which people write it.
const OWN: &str = "证件330106198506120154，330106 19850612 0154；３３０１０６１９８５０６１２０１５４；330106850612015\
    。电话13810009001、138-1000-9001、+86 138 1000 9001、008613810009001、１３８１０００９００１\
    。座机086-0571-80009001、(0571)80009001、0571 8000 9001\
    。邮箱lin.zhixing@shanshui-sample.cn、LIN.ZHIXING＠shanshui-sample.cn、lin.zhixing @ shanshui-sample.cn\
    。E90817263、e 9081 7263。Secr3tPw、Secr3t Pw。AUTHCODE99、authcode-99。";
/// Those of somebody else.
const FOREIGN: &str = "他人440301199001011239，440301 19900101 1239；手机13911112222、139.1111.2222、+8613911112222；\
    座机020-87654321；邮箱wang.wu@elsewhere.cn；护照号 G87654321。";

/// What must stand nowhere, without what is put between its letters.
const OWN_CORES: [&str; 7] = [
    "330106198506120154",
    "330106850612015",
    "13810009001",
    "80009001",
    "linzhixing@",
    "e90817263",
    "secr3tpw",
];
const FOREIGN_CORES: [&str; 5] = ["440301199001011239", "13911112222", "87654321", "wangwu@", "g87654321"];

/// Letters and digits of a text as they count: half width, small, nothing between them.
fn solid(text: &str) -> String {
    let letters = text.chars().map(half_width).map(|c| c.to_ascii_lowercase());
    letters.filter(|c| c.is_alphanumeric() || *c == '@').collect()
}

/// The cores of which more than six letters in a row stand in a text.
fn left<'c>(cores: &[&'c str], text: &str) -> Vec<&'c str> {
    let text = solid(text);
    let stands = |core: &&str| {
        let letters: Vec<char> = core.chars().collect();
        letters.windows(7.min(letters.len())).any(|part| text.contains(&part.iter().collect::<String>()))
    };
    cores.iter().copied().filter(stands).collect()
}

fn must_be_hidden(cores: &[&str], shown: &str, what: &str) {
    let left = left(cores, shown);
    assert!(left.is_empty(), "{what}: {left:?} in\n{shown}");
}

/// An order with one value of each kind.
fn order(no: &str) -> Value {
    let mut order = full(no);
    order["attachments"] = json!([]);
    let person = &mut order["people"][0];
    person["certificate"]["number"] = json!("330106198506120154");
    person["mobile"] = json!("13810009001");
    person["office_phone"] = json!("086-0571-80009001");
    person["email"] = json!("lin.zhixing@shanshui-sample.cn");
    let mut other = person.clone();
    other["id"] = json!("p9");
    other["certificate"] = json!({ "type": "passport", "number": "E90817263" });
    other["mobile"] = json!("13700001111");
    other["email"] = json!("x@y.cn");
    order["people"].as_array_mut().unwrap().push(other);
    order["filed"]["password"] = json!("Secr3tPw");
    order["access"][0]["authorization_code"] = json!("AUTHCODE99");
    order
}

/// So many texts are planted in one order.
const AT_ONCE: usize = 12;

/// Orders with all spellings in texts of the schema: in each that a package may hold, together in one home.
fn planted() -> (Place, Vec<(String, Vec<String>)>) {
    let known = Known::new(&catalog(), beian::work::now());
    let payload = || json!(format!("{OWN}{FOREIGN}"));
    let fits = |fields: &[String]| {
        let mut order = order("MASK-1");
        fields.iter().for_each(|field| plant(&mut order, field, payload()));
        serde_json::from_value::<Order>(order).is_ok_and(|order| intake::fits(&order, &known).is_ok())
    };
    // The secrets themselves: with another text in them they are other secrets.
    let secrets = ["/order_no", "/filed/password", "/access/0/authorization_code"];
    let all = text_fields().into_iter().filter(|field| !secrets.contains(&field.as_str()));
    let all = all.filter(|field| !field.starts_with("/attachments") && fits(std::slice::from_ref(field)));
    let fields: Vec<String> = all.collect();
    assert!(fields.len() > 40, "only {} fields could hold a text: {fields:?}", fields.len());
    let groups = fields.chunks(AT_ONCE).enumerate();
    let groups: Vec<(String, Vec<String>)> =
        groups.map(|(at, group)| (format!("MASK-{at:03}"), group.to_vec())).collect();
    let packages = groups.iter().map(|(no, group)| {
        let mut order = order(no);
        group.iter().for_each(|field| plant(&mut order, field, payload()));
        order
    });
    let packages: Vec<Value> = packages.collect();
    (Place::with(&packages), groups)
}

/// Every text of the desk's order pane, as it is drawn or copied.
fn pane(place: &Place, no: &str) -> String {
    let desk = place.desk();
    let id = desk.store.order_id(&no.into()).unwrap();
    let view = look::open(&desk, None, id, minutes(1)).unwrap();
    let all = rows(&view, None);
    let texts = all.iter().map(|row| match row {
        Row::Field(field) => field.shown(&view, None),
        Row::Head { name, .. } => view.masks.hide(name),
        other => beian::app::screen::review::rows::copied(other, &view, None).unwrap_or_default(),
    });
    texts.collect::<Vec<_>>().join("\n")
}

#[test]
fn no_text_of_an_order_shows_a_personal_value() {
    let (place, groups) = planted();
    let cores: Vec<&str> = OWN_CORES.into_iter().chain(FOREIGN_CORES).chain(["authcode99"]).collect();
    for (no, fields) in &groups {
        must_be_hidden(&cores, &pane(&place, no), &format!("desk, {fields:?}"));
        for form in [&["show", no.as_str()][..], &["show", no, "--json"], &["log", no, "--json"]] {
            let output = place.run(form);
            assert!(output.status.success(), "{fields:?}: {}", text(&output));
            must_be_hidden(&cores, &text(&output), &format!("{form:?}, {fields:?}"));
        }
    }
    // A list has no order at hand: names are masked by what they read as, whosever it is.
    let own_alone = ["e90817263", "secr3tpw", "authcode99"];
    let cores: Vec<&str> = cores.into_iter().filter(|core| !own_alone.contains(core)).collect();
    for list in [&["queue", "all"][..], &["queue", "all", "--json"], &["curtain", "list"], &["log"]] {
        must_be_hidden(&cores, &text(&place.run(list)), &format!("{list:?}"));
    }
}

#[test]
fn a_check_shows_no_personal_value() {
    let place = Place::new();
    let mut order = order("MASK-1");
    for field in ["/remark", "/sites/0/name", "/entity/business_scope", "/account/real_name", "/changes/0/to"]
    {
        plant(&mut order, field, json!(format!("{OWN}{FOREIGN}")));
    }
    let file = place.path("check.jsonl");
    std::fs::write(&file, order.to_string()).unwrap();
    let cores: Vec<&str> = OWN_CORES.into_iter().chain(FOREIGN_CORES).chain(["authcode99"]).collect();
    for form in ["text", "json", "sarif"] {
        let output = place.run(&["check", file.to_str().unwrap(), "--format", form]);
        must_be_hidden(&cores, &text(&output), form);
    }
}

#[test]
fn a_reveal_shows_its_field_and_that_alone() {
    let place = Place::with(&[order("MASK-1")]);
    let place_of = |field: &str| text(&place.run(&["show", "MASK-1", "--user", "zhu", "--reveal", field]));
    assert_eq!(place_of("people[0].mobile").trim(), "13810009001");
    assert_eq!(place_of("filed.password").trim(), "Secr3tPw");
    assert_eq!(place_of("access[0].authorization_code").trim(), "AUTHCODE99");
    let shown = text(&place.run(&["show", "MASK-1"]));
    must_be_hidden(&OWN_CORES, &shown, "show");
    for clear in ["MASK-1", "粤ICP备12345678号"] {
        assert!(shown.contains(clear), "{clear} in {shown}");
    }
}

#[test]
fn a_notice_tells_nobody_anybodys_numbers() {
    let mut package = order("MASK-1");
    package["people"][0]["name"] = json!("林13810009001");
    package["sites"][0]["name"] = json!("站13911112222");
    package["entity"]["name"] = json!("样本公司 wang.wu@elsewhere.cn");
    let place = Place::with(&[package]);
    let mut desk = place.desk();
    let chu = reviewer(&mut desk, "chu", &[Role::First]);
    let id = desk.store.order_id(&"MASK-1".into()).unwrap();
    claim::claim(&mut desk, chu, id, minutes(1)).unwrap();
    let reason = ChosenReason {
        code: ChosenReason::FREE.into(),
        item: None,
        field: Some("备注".into()),
        text: format!("{OWN}{FOREIGN}"),
        mend: FOREIGN.into(),
    };
    let composed = notice::compose(&desk, id, std::slice::from_ref(&reason)).unwrap();
    let cores: Vec<&str> = OWN_CORES.into_iter().chain(FOREIGN_CORES).collect();
    must_be_hidden(&cores, &composed, "composed");
    assert!(composed.contains("MASK-1"));
    for text in [None, Some(format!("{OWN}{FOREIGN}"))] {
        let decision = Decision {
            kind: VerdictKind::Reject,
            reasons: vec![reason.clone()],
            answers: Answers::new(),
            notice: text,
            ..approval(&desk, id)
        };
        claim::claim(&mut desk, chu, id, minutes(2)).unwrap();
        decide::decide(&mut desk, chu, id, &decision, minutes(2)).unwrap();
        decide::undo(&mut desk, chu, &decision.verdict_id, minutes(3)).unwrap();
    }
    let conn = rusqlite::Connection::open(place.home().database()).unwrap();
    let mut statement =
        conn.prepare("SELECT subject || ' ' || body || ' ' || coalesce(html, '') FROM outbox").unwrap();
    let sent: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert!(!sent.is_empty());
    for one in sent {
        must_be_hidden(&cores, &one, "notice");
    }
}

/// A refusal lies in the quarantine and in logs, and who reads it is not known.
#[test]
fn a_refusal_quotes_no_number_and_no_address() {
    let place = Place::new();
    let mut package = plain_order("RF-1");
    package["people"][0]["mobile"] = json!(13_810_009_001_u64);
    package["people"][0]["certificate"]["valid_from"] = json!("330106198506120154");
    package["sites"][0]["kind"] = json!("lin@shanshui-sample.cn");
    let folder = place.path("RF-1");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("order.json"), package.to_string()).unwrap();
    let folder = folder.to_str().unwrap();
    let mut said = String::new();
    for args in [["import", folder], ["check", folder]] {
        said.push_str(&text(&place.run(&args)));
    }
    fs::write(place.path("r.csv"), "order_no,kind,at,person\nRF-1,sms_sent,坏 13810009001,p1\n").unwrap();
    said.push_str(&text(&place.run(&["result", "import", place.path("r.csv").to_str().unwrap()])));
    fs::write(place.path("g.csv"), "entity_name,domain\n甲,坏 13810009001\n").unwrap();
    said.push_str(&text(&place.run(&["registry", "import", place.path("g.csv").to_str().unwrap()])));
    for entry in fs::read_dir(place.home().quarantine()).unwrap() {
        said.push_str(&fs::read_to_string(entry.unwrap().path().join("report.json")).unwrap_or_default());
    }
    assert!(said.contains("138******01"), "{said}");
    for value in ["13810009001", "330106198506120154", "lin@shanshui"] {
        assert!(!said.contains(value), "{value}: {said}");
    }
}
