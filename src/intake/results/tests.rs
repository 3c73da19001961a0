//! Both forms of a file say the same, and every slip is named with its line and field.

use super::*;
use crate::domain::bureau::{News, ResultKind};
use crate::domain::lang::Lang;
use proptest::prelude::*;

const CSV: &str = include_str!("../../../assets/examples/results/results.csv");
const LINES: &str = include_str!("../../../assets/examples/results/results.jsonl");

fn rows(text: &str) -> Vec<ResultRow> {
    let rows = parse("r", text.as_bytes()).unwrap();
    rows.into_iter().map(|row| row.row.unwrap()).collect()
}

#[test]
fn both_forms_of_the_example_say_the_same() {
    let (csv, lines) = (rows(CSV), rows(LINES));
    assert_eq!(csv, lines);
    let hashes = |rows: &[ResultRow]| rows.iter().map(ResultRow::hash).collect::<Vec<_>>();
    assert_eq!(hashes(&csv), hashes(&lines));
    let kinds: Vec<ResultKind> = csv.iter().map(ResultRow::kind).collect();
    use ResultKind::*;
    assert_eq!(kinds, [SmsSent, SmsWrong, SmsVerified, Passed, Returned]);
}

#[test]
fn a_spreadsheets_table_is_read_and_another_encoding_is_refused() {
    let marked = [b"\xEF\xBB\xBF".as_slice(), CSV.as_bytes()].concat();
    assert_eq!(parse("r", &marked).unwrap().len(), 5);
    let tabs = CSV.replace(',', "\t");
    assert_eq!(rows(&tabs), rows(CSV));
    let returns = CSV.replace('\n', "\r\n");
    assert_eq!(rows(&returns), rows(CSV));
    // 订单号 in GBK, and in UTF-16.
    for bytes in [b"\xB6\xA9\xB5\xA5\xBA\xC5,kind,at\n".as_slice(), b"\xFF\xFEo\0r\0"] {
        let fault = parse("r", bytes).unwrap_err();
        assert!(fault.sentence(Lang::En).contains("CSV UTF-8"), "{fault}");
    }
}

#[test]
fn every_slip_is_named_with_its_line_and_field() {
    let head = "order_no,kind,at,person,entity_number,sites,password,reasons\n";
    for (row, field, words) in [
        (",sms_sent,2026-11-16 10:30,p1,,,,", "order_no", "an order number"),
        ("A,sent,2026-11-16 10:30,p1,,,,", "kind", "sms_sent"),
        ("A,sms_sent,yesterday,p1,,,,", "at", "2026-11-16"),
        ("A,sms_sent,2026-13-16 10:30,p1,,,,", "at", "2026-13-16"),
        ("A,sms_sent,2026-11-16 10:30,,,,,", "person", "mobile"),
        ("A,sms_sent,2026-11-16 10:30,p1,,,geheim,", "password", "no such field"),
        ("A,passed,2026-11-16 10:30,p1,,,,", "person", "no such field"),
        ("A,passed,2026-11-16 10:30,,,s1,,", "sites", "semicolons"),
        ("A,returned,2026-11-16 10:30,,,,,", "reasons", "a code or words"),
        ("A,passed,2026-11-16 10:30,,,,,,", "", "columns"),
    ] {
        let found = parse("r.csv", format!("{head}{row}\n").as_bytes()).unwrap();
        let faults = found[0].row.as_ref().unwrap_err();
        let fault = faults.iter().find(|fault| fault.json_path == field);
        let text = fault.unwrap_or_else(|| panic!("{row}: {faults:?}")).sentence(Lang::En);
        assert!(text.starts_with("r.csv:2") && text.contains(words), "{text}");
        assert!(!text.contains("geheim"), "{text}");
    }
    for (line, field) in [
        (r#"{"order_no":"A","kind":"passed","at":"2026-11-16 10:30","passwort":"geheim"}"#, "passwort"),
        (r#"{"order_no":1}"#, "order_no"),
        (r#"{"order_no":"A"} {}"#, ""),
        (r#"{"order_no""#, ""),
    ] {
        let found = parse("r", line.as_bytes()).unwrap();
        let [fault] = found[0].row.as_ref().unwrap_err().as_slice() else { panic!("{line}") };
        assert_eq!(fault.json_path, field, "{line}");
        assert!(!fault.sentence(Lang::En).contains("geheim"), "{fault}");
    }
    for head in ["order_no,kind\n", "order_no,kind,at,colour\n", "at,at\n", ""] {
        assert!(parse("r", head.as_bytes()).is_err(), "{head}");
    }
}

#[test]
fn a_bad_row_costs_the_others_nothing() {
    let text = format!("{LINES}nonsense\n{LINES}");
    let rows = parse("r", text.as_bytes()).unwrap();
    assert_eq!((rows.len(), rows.iter().filter(|row| row.row.is_ok()).count()), (11, 10));
    assert_eq!(rows[5].line, 6);
}

#[test]
fn a_reason_is_a_code_an_item_words_or_both() {
    for (text, code, item, words) in [
        ("DOM-01", Some("DOM-01"), None, None),
        ("DOM-01 域名", Some("DOM-01"), None, Some("域名")),
        ("E001: 名称", Some("E001"), None, Some("名称")),
        ("D003@domain:s1/0 未实名", Some("D003"), Some("D003@domain:s1/0"), Some("未实名")),
        ("域名未实名 D003", None, None, Some("域名未实名 D003")),
        ("ICP 备案", None, None, Some("ICP 备案")),
        ("D003@nobody 未实名", None, None, Some("D003@nobody 未实名")),
    ] {
        let reason = reason_of(text);
        assert_eq!(reason.code.as_ref().map(|code| code.as_str()), code, "{text}");
        assert_eq!(reason.item.map(|item| item.to_string()).as_deref(), item, "{text}");
        assert_eq!(reason.text.as_deref(), words, "{text}");
    }
}

#[test]
fn an_hour_without_a_zone_is_that_of_beijing() {
    let at = |text: &str| {
        let line = format!(r#"{{"order_no":"A","kind":"passed","at":"{text}"}}"#);
        rows(&line)[0].at.to_rfc3339()
    };
    assert_eq!(at("2026-11-16 10:30"), "2026-11-16T02:30:00+00:00");
    assert_eq!(at("2026/11/16 10:30:01"), "2026-11-16T02:30:01+00:00");
    assert_eq!(at("2026-11-16T10:30:00+08:00"), at("2026-11-16T02:30:00Z"));
    assert!(matches!(rows(LINES)[3].news, News::Passed { .. }));
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = parse("r", &bytes);
    }

    #[test]
    fn no_text_panics(text in "(order_no,kind,at\n)?\\PC*|[{}\":,a-z_@0-9 ]*") {
        let _ = parse("r", text.as_bytes());
        let _ = reason_of(&text);
    }
}
