//! Rows as they come from people's computers.

use super::*;
use proptest::prelude::*;
use std::io::Cursor;
use std::sync::LazyLock;

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::embedded().unwrap());

/// The filings of a file with these bytes, and how it was read; or the faults that are listed.
fn read(bytes: &[u8]) -> Result<(Vec<Filing>, ReadAs), Vec<RowFault>> {
    super::parse("r.csv", Box::new(Cursor::new(bytes.to_vec())), &CATALOG).map_err(|faults| faults.listed)
}

fn parse(_: &str, bytes: &[u8]) -> Result<Vec<Filing>, Vec<RowFault>> {
    read(bytes).map(|(rows, _)| rows)
}

fn faults(text: &str) -> Vec<String> {
    let faults = parse("r.csv", text.as_bytes()).unwrap_err();
    faults.into_iter().map(|fault| format!("{}:{} {}", fault.line, fault.field, fault.what.en)).collect()
}

#[test]
fn rows_come_with_and_without_a_byte_order_mark_in_any_order_of_columns() {
    let text = "domain,entity_name,here,certificate_number\r\n例子.中国,甲公司,是,91350100M000100Y43\r\n,\"乙, 公司\",,9144030071526726XG\r\n\r\n";
    let plain = parse("r.csv", text.as_bytes()).unwrap();
    assert_eq!(plain, parse("r.csv", format!("\u{feff}{text}").as_bytes()).unwrap());
    assert_eq!(plain.len(), 2);
    assert_eq!(plain[0].domain.as_deref(), Some("xn--fsqu00a.xn--fiqs8s"));
    assert_eq!((plain[0].here, plain[1].here), (Some(true), None));
    assert_eq!(plain[1].entity_name, "乙, 公司");
}

#[test]
fn every_bad_row_is_named() {
    assert!(faults("")[0].starts_with("1: found nothing; expected a table whose first row names"));
    assert!(faults("domain,nmae\n")[0].starts_with("1:nmae there is no column"));
    assert!(faults("domain\n")[0].starts_with("1:entity_name this column is missing"));
    let found = faults(
        "entity_name,domain,here\n,a.cn,\n甲,http://a.cn/x,\n甲,a.cn,maybe\n甲,,\n甲\n乙,b.cn,true\n乙,b.cn,false\n",
    );
    let starts =
        ["2:entity_name", "3:domain", "4:here", "5: ", "6: it has 1 fields", "8: it is the filing of line 7"];
    assert_eq!(found.len(), starts.len(), "{found:?}");
    for (found, start) in found.iter().zip(starts) {
        assert!(found.starts_with(start), "{found} / {start}");
    }
    let latin = parse("r.csv", b"entity_name,domain\n\xb5,a.cn\n").unwrap_err();
    assert_eq!((latin[0].line, latin[0].field.raw()), (2, "entity_name"));
}

#[test]
fn what_a_spreadsheet_damaged_is_refused_with_line_and_column_and_nothing_is_taken() {
    let head = "certificate_number,entity_name,entity_number,site_number,domain,manager_mobile";
    let good = "330106198506120154,甲,京ICP备12345678号,京ICP备12345678号-1,a.cn,13800138000";
    for (row, column, words) in [
        ("3.30106E+17,甲样本,,,sci.cn,", "certificate_number", "exponent"),
        ("\"=\"\"330106198506120154\"\"\",甲样本,,,eq.cn,", "certificate_number", "formula"),
        ("'330106198506120154,甲,,,a.cn,", "certificate_number", "apostrophe"),
        ("330106198506120000,甲,,,a.cn,", "certificate_number", "rounded"),
        ("无,甲,,,a.cn,", "certificate_number", "stands for nothing"),
        (",甲,,,a13.cn,1.38E+10", "manager_mobile", "exponent"),
        (",甲,,,a13.cn,13800138000.0", "manager_mobile", "decimals"),
        (",甲,,,a13.cn,1380013800", "manager_mobile", "10 places"),
        (",甲,2026/1/5,,a.cn,", "entity_number", "a date"),
        (",甲,,美ICP备12345678号-1,a.cn,", "site_number", "no province"),
        (",甲,京ICP备5012345号,,a.cn,", "entity_number", "7 places"),
        (",#N/A,,,a.cn,", "entity_name", "error value"),
        (",甲\u{FFFD}公司,,,a.cn,", "entity_name", "lost"),
        (",甲,,,1.2.3.4,", "domain", "is no domain"),
        (",甲,,,3.30106E17,", "domain", "exponent"),
    ] {
        let found = faults(&format!("{head}\n{good}\n{row}\n"));
        let [fault] = found.as_slice() else { panic!("{row}: {found:?}") };
        assert!(fault.starts_with(&format!("3:{column} ")) && fault.contains(words), "{row}: {fault}");
        assert!(!fault.contains("330106198506120"), "{fault}");
    }
}

#[test]
fn an_export_of_a_back_office_is_read() {
    let text = "序号;证件号码;主办单位名称;网站域名;网站负责人手机;\r\n1;91350100M000100Y43;甲公司;例子.中国;+86 138 0013 8000;\r\n";
    for (bytes, encoding) in [
        (text.as_bytes().to_vec(), "UTF-8"),
        (encoding_rs::GBK.encode(text).0.into_owned(), "GB18030"),
        ([0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect(), "UTF-16BE"),
    ] {
        let (rows, read_as) = read(&bytes).unwrap();
        assert_eq!((read_as.encoding.name(), read_as.separator.unwrap().sign()), (encoding, ';'));
        assert_eq!((rows.len(), rows[0].entity_name.as_str()), (1, "甲公司"));
        assert_eq!(rows[0].domain.as_deref(), Some("xn--fsqu00a.xn--fiqs8s"));
    }
}

#[test]
fn a_quote_that_never_closes_is_told_where_it_opened() {
    let text = format!("entity_name,domain\n甲,a.cn\n\"乙,b.cn\n{}", "丙,c.cn\n".repeat(5));
    let found = faults(&text);
    assert!(found.len() == 1 && found[0].starts_with("3: found a quote that opens here"), "{found:?}");
}

#[test]
fn a_file_of_faults_lists_the_first_and_counts_all() {
    let text = format!("entity_name,domain\n{}", "甲,x\n".repeat(5_000));
    let found = super::parse("r.csv", Box::new(Cursor::new(text.into_bytes())), &CATALOG).unwrap_err();
    assert_eq!((found.listed.len(), found.count), (LISTED, 5_000));
}

proptest! {
    #[test]
    fn no_bytes_panic_and_every_fault_has_its_place(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let bytes = [b"entity_name,domain\n".as_slice(), &bytes].concat();
        let lines = bytes.split(|byte| matches!(byte, b'\n' | b'\r')).count() as u64;
        if let Err(faults) = read(&bytes) {
            prop_assert!(!faults.is_empty());
            for fault in faults {
                prop_assert!((1..=lines).contains(&fault.line), "{:?}", fault);
            }
        }
    }
}
