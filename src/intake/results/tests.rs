//! Both forms of a file say the same, and every slip is named with its line and field.

use super::*;
use crate::domain::bureau::{News, ResultKind};
use crate::domain::lang::Lang;
use proptest::prelude::*;
use std::io::Cursor;
use std::sync::LazyLock;

const CSV: &str = include_str!("../../../assets/examples/results/results.csv");
const LINES: &str = include_str!("../../../assets/examples/results/results.jsonl");

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::embedded().unwrap());

/// The rows of a file with these bytes.
fn parse(file: &str, bytes: &[u8]) -> Result<Vec<FileRow>, Fault> {
    super::parse(file, Box::new(Cursor::new(bytes.to_vec())), &CATALOG).map(Iterator::collect)
}

fn rows(text: &str) -> Vec<ResultRow> {
    rows_of(text.as_bytes())
}

fn rows_of(bytes: &[u8]) -> Vec<ResultRow> {
    parse("r", bytes).unwrap().into_iter().map(|row| row.row.unwrap()).collect()
}

/// What is wrong with the only row behind a head.
fn faults_of(head: &str, row: &str) -> Vec<Fault> {
    let found = parse("r.csv", format!("{head}\n{row}\n").as_bytes()).unwrap();
    found.into_iter().next().unwrap().row.err().unwrap_or_default()
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
fn a_spreadsheets_table_is_read_in_its_encoding() {
    let marked = [b"\xEF\xBB\xBF".as_slice(), CSV.as_bytes()].concat();
    assert_eq!(parse("r", &marked).unwrap().len(), 5);
    let tabs = CSV.replace(',', "\t");
    assert_eq!(rows(&tabs), rows(CSV));
    let returns = CSV.replace('\n', "\r\n");
    assert_eq!(rows(&returns), rows(CSV));
    let gbk = encoding_rs::GBK.encode(CSV).0;
    assert_eq!(rows_of(&gbk), rows(CSV));
    let wide: Vec<u8> = [0xFEFF].into_iter().chain(tabs.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(rows_of(&wide), rows(CSV));
    // The head in GBK, and a byte that no encoding has.
    let fault = parse("r", b"\xB6\xA9\xB5\xA5\xBA\xC5,kind,at\nA,passed,\xFF\xFF\n").unwrap_err();
    let said = fault.sentence(Lang::En);
    assert!(
        said.starts_with("r:2, at: found bytes that are neither") && said.contains("CSV UTF-8"),
        "{said}"
    );
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
        ("A,passed,2026-11-16 10:30,,,,,,x", "", "columns"),
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
fn columns_and_results_are_known_as_exports_call_them() {
    let text = "序号;备案订单号;管局审核结果;审核时间;主体备案/许可证号;服务备案号;审核意见;\r\n\
                1;A;审核通过;2026年11月24日 15:00;京ICP备12345678号;京ICP备12345678号-1;;\r\n\
                2;B;审核不通过；;２０２６/11/24 15:00;;;D005 域名未实名;\r\n";
    let found = rows(&text.replace("不通过；", "不通过"));
    assert_eq!(
        found.iter().map(ResultRow::kind).collect::<Vec<_>>(),
        [ResultKind::Passed, ResultKind::Returned]
    );
    let News::Passed { sites, .. } = &found[0].news else { panic!("{found:?}") };
    assert_eq!((sites[0].site.as_str(), sites[0].number.as_str()), ("", "京ICP备12345678号-1"));
    assert_eq!(found[0].at, found[1].at);
}

#[test]
fn a_site_is_named_by_id_domain_address_or_not_at_all() {
    let head = "order_no,kind,at,sites";
    for (cell, wanted) in [
        ("s1=京ICP备12345678号-1", vec![("s1", "京ICP备12345678号-1")]),
        ("京ICP备12345678号-1", vec![("", "京ICP备12345678号-1")]),
        (
            "https://www.example.cn/=京ICP备12345678号-1",
            vec![("https://www.example.cn/", "京ICP备12345678号-1")],
        ),
        ("https://a.cn/?a=b＝京ICP备12345678号-1", vec![("https://a.cn/?a=b", "京ICP备12345678号-1")]),
        (
            "s1=京ICP备12345678号-1；s2=京ICP备12345678号-2、s3=京ICP备12345678号-3",
            vec![("s1", "京ICP备12345678号-1"), ("s2", "京ICP备12345678号-2"), ("s3", "京ICP备12345678号-3")],
        ),
    ] {
        let found = rows(&format!("{head}\nA,passed,2026-11-16 10:30,{cell}\n"));
        let News::Passed { sites, .. } = &found[0].news else { panic!("{cell}") };
        let sites: Vec<_> = sites.iter().map(|one| (one.site.as_str(), one.number.as_str())).collect();
        assert_eq!(sites, wanted, "{cell}");
    }
}

#[test]
fn what_a_spreadsheet_damaged_is_refused_with_its_column_and_never_quoted() {
    let head = "order_no,kind,at,person,entity_number,sites,password,reasons";
    for (row, field, words) in [
        ("1.02E+04,passed,2026-11-16 10:30,,,,,", "order_no", "exponent"),
        ("'A,passed,2026-11-16 10:30,,,,,", "order_no", "apostrophe"),
        ("\"=\"\"A\"\"\",passed,2026-11-16 10:30,,,,,", "order_no", "formula"),
        ("10224.0,passed,2026-11-16 10:30,,,,,", "order_no", "decimals"),
        ("#N/A,passed,2026-11-16 10:30,,,,,", "order_no", "error value"),
        ("A,sms_sent,2026-11-16 10:30,1.38E+10,,,,", "person", "exponent"),
        ("A,sms_sent,2026-11-16 10:30,13800138000.0,,,,", "person", "decimals"),
        ("A,sms_sent,45977.4375,p1,,,,", "at", "number that a spreadsheet has for a day"),
        ("A,sms_sent,########,p1,,,,", "at", "2026-11-16"),
        ("A,passed,2026-11-16 10:30,,#REF!,,,", "entity_number", "error value"),
        ("A,passed,2026-11-16 10:30,,2026/1/5,,,", "entity_number", "a date"),
        ("A,passed,2026-11-16 10:30,,,s1='京ICP备12345678号-1,,", "sites", "apostrophe"),
        ("A,passed,2026-11-16 10:30,,,#VALUE!,,", "sites", "error value"),
        ("A,passed,2026-11-16 10:30,,,,1.23457E+11,", "password", "exponent"),
        ("A,passed,2026-11-16 10:30,,,,######,", "password", "error value"),
        ("A,returned,2026-11-16 10:30,,,,,域名\u{FFFD}实名", "reasons", "lost"),
    ] {
        let faults = faults_of(head, row);
        let fault = faults.iter().find(|fault| fault.json_path == field);
        let text = fault.unwrap_or_else(|| panic!("{row}: {faults:?}")).sentence(Lang::En);
        assert!(text.starts_with("r.csv:2") && text.contains(words), "{row}: {text}");
        assert!(!text.contains("1.23457") && !text.contains("1.38E"), "{text}");
    }
    // JSON is made of tables, too.
    let line = r#"{"order_no":"A","kind":"sms_sent","at":"2026-11-16 10:30","person":"1.38E+10"}"#;
    let found = parse("r", line.as_bytes()).unwrap();
    assert_eq!(found[0].row.as_ref().unwrap_err()[0].json_path, "person");
}

#[test]
fn a_line_without_end_and_a_quote_that_never_closes_cost_one_row() {
    let long = format!("{LINES}{{\"order_no\":\"{}\n{LINES}", "x".repeat(3 << 20));
    let found = parse("r", long.as_bytes()).unwrap();
    assert_eq!((found.len(), found.iter().filter(|row| row.row.is_ok()).count()), (11, 10));
    let text = format!("{CSV}\"EXAMPLE-3,通过\n{}", CSV.repeat(3));
    let found = parse("r", text.as_bytes()).unwrap();
    let [before @ .., last] = found.as_slice() else { panic!("{found:?}") };
    assert!(before.len() == 5 && before.iter().all(|row| row.row.is_ok()));
    assert_eq!(last.line, 7);
    let said = last.row.as_ref().unwrap_err()[0].sentence(Lang::En);
    assert!(said.starts_with("r:7: found a quote that opens here and never closes"), "{said}");
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
