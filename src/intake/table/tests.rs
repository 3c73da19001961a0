//! A table reads the same in whatever encoding, with whatever separator, line ends and quotes it is written.

use super::*;
use encoding_rs::GB18030;
use proptest::prelude::*;
use std::io::Cursor;

fn table(bytes: Vec<u8>) -> Result<TableRows, TableFault> {
    let known = |name: &str| matches!(name, "a" | "b" | "c" | "甲" | "乙");
    match open(Box::new(Cursor::new(bytes)), &known)? {
        Content::Table(table) => Ok(table),
        Content::Json(..) => panic!("no table"),
    }
}

/// Head and rows, each with its line.
fn rows(bytes: impl Into<Vec<u8>>) -> Vec<(u64, Vec<String>)> {
    let table = table(bytes.into()).unwrap();
    let head = (table.head_line, table.head.clone());
    std::iter::once(head).chain(table.map(|row| row.unwrap()).map(|row| (row.line, row.cells))).collect()
}

/// The fault that ends a table, and how many rows came before.
fn fault(bytes: impl Into<Vec<u8>>) -> (usize, TableFault) {
    let table = match table(bytes.into()) {
        Ok(table) => table,
        Err(fault) => return (0, fault),
    };
    let all: Vec<_> = table.collect();
    let good = all.iter().filter(|row| row.is_ok()).count();
    (good, all.into_iter().find_map(Result::err).unwrap())
}

fn cells(row: &[&str]) -> Vec<String> {
    row.iter().map(|cell| (*cell).to_owned()).collect()
}

#[test]
fn the_separator_is_the_one_by_which_the_head_has_names_that_are_known() {
    for (head, separator) in [
        ("a,b,c", Separator::Comma),
        ("a;b;c", Separator::Semicolon),
        ("a\tb\tc", Separator::Tab),
        ("a|b|c", Separator::Bar),
        ("\"a\";\"b\"", Separator::Semicolon),
        ("a;x,y", Separator::Semicolon),
        ("a", Separator::Comma),
        ("x;y", Separator::Comma),
        ("", Separator::Comma),
    ] {
        if let Ok(table) = table(head.into()) {
            assert_eq!(table.read_as.separator, Some(separator), "{head}");
        }
    }
    assert_eq!(rows("sep=;\r\na;b\r\n1;2\r\n"), [(2, cells(&["a", "b"])), (3, cells(&["1", "2"]))]);
    assert_eq!(rows("sep=;\na;b\n")[0].0, 2);
}

#[test]
fn lines_are_counted_whatever_ends_them() {
    for end in ["\n", "\r\n", "\r"] {
        let text = ["a,b", "1,\"x", "y\"", "", "2,z", ""].join(end);
        let wanted = [(1, cells(&["a", "b"])), (2, cells(&["1", "x\ny"])), (5, cells(&["2", "z"]))];
        assert_eq!(rows(text.as_str()), wanted, "{end:?}");
    }
    // The end of a line may lie where one read ends and the next begins.
    for pad in encoding::CHUNK - 6..encoding::CHUNK + 2 {
        let text = format!("a,b\r\n{}\r\n\r\n1,2\r\n", "x".repeat(pad));
        assert_eq!(rows(text).last().unwrap().0, 4, "{pad}");
    }
}

#[test]
fn quotes_are_read_as_they_are_written_and_those_that_are_lost_end_the_table() {
    let text = "a,b\n\"x, \"\"y\"\"\" , \"z\"\n5\" screen,q\n,\n";
    let wanted = [(1, cells(&["a", "b"])), (2, cells(&["x, \"y\"", "z"])), (3, cells(&["5\" screen", "q"]))];
    assert_eq!(rows(text), wanted);
    for (text, good, line, words) in [
        ("a,b\n1,2\n\"3,4\n5,6\n", 1, 3, "never closes"),
        ("a,b\n1,\"2\n3,4\n5,\"6\"\n", 0, 2, "closes within a cell"),
        ("a,b\n1,2\n3,\"", 1, 3, "never closes"),
        ("a,b\n1,2\n3,\"x\"y\n5,6\n", 1, 3, "closes within a cell"),
        ("\"a,b\n1,2\n", 0, 1, "never closes"),
    ] {
        let (before, fault) = fault(text);
        assert_eq!((before, fault.line), (good, line), "{text:?}");
        assert!(fault.found.en.as_str().contains(words), "{text:?}: {fault:?}");
    }
}

#[test]
fn a_row_that_is_too_long_is_refused_where_it_begins_or_its_quote_opens() {
    let long = "x".repeat(LONGEST_ROW + 1);
    assert_eq!(fault(format!("a,b\n1,2\n{long},3\n")).1.line, 3);
    let lines = "0123456789,\n".repeat(LONGEST_ROW / 12 + 2);
    let (good, fault) = fault(format!("a,b\n1,2\n3,\"{lines}\"\n"));
    assert_eq!((good, fault.line), (1, 3));
}

#[test]
fn bytes_of_no_encoding_are_told_with_line_and_column() {
    for (bytes, line, column) in [
        (b"a,b\n1,2\n3,\xFF\xFF\n".to_vec(), 3, "b"),
        ("a,b\n甲,乙\n".bytes().chain(*b"\xE7\x94,x\n").collect(), 3, "a"),
        (b"a,\xFF\n1,2\n".to_vec(), 1, "\u{FFFD}"),
        (b"\xFF\xFEa\0,\0b\0\n\0\x001\xD8,\x002\0\n\0".to_vec(), 2, "a"),
    ] {
        let (_, fault) = fault(bytes.clone());
        assert_eq!((fault.line, fault.column.raw()), (line, column), "{bytes:x?}");
        assert!(fault.expected.en.as_str().contains("CSV UTF-8"), "{fault:?}");
    }
    let (_, workbook) = fault(b"PK\x03\x04\x14\0\x06\0".to_vec());
    assert!(workbook.line == 0 && workbook.found.en.as_str().contains("workbook"), "{workbook:?}");
    let (_, empty) = fault("\n \n");
    assert_eq!((empty.line, empty.found), (1, Words::nothing()));
}

#[test]
fn what_is_valid_utf_8_is_never_taken_for_gbk() {
    // 联通 in GBK is nearly UTF-8, as an old editor found out.
    let gbk = GB18030.encode("a,b\n联通,1\n").0.into_owned();
    assert_eq!(rows(gbk)[1].1, cells(&["联通", "1"]));
    let long = format!("a,b\n{}", "公司,1\n".repeat(40_000));
    let mut bytes = long.into_bytes();
    assert_eq!(table(bytes.clone()).unwrap().read_as.encoding, TextEncoding::Utf8);
    bytes.extend_from_slice(b"\xC1\xAA,2\n");
    let (_, fault) = fault(bytes);
    assert_eq!(
        (fault.line, fault.column.raw()),
        (40_002, "a"),
        "one byte does not turn a whole table into another"
    );
}

#[derive(Debug, Clone, Copy)]
enum Written {
    Utf8,
    Utf8Marked,
    Gb18030,
    Utf16Le,
    Utf16Be,
}

fn written(text: &str, how: Written) -> Vec<u8> {
    let wide =
        |to: fn(u16) -> [u8; 2]| [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(to).collect();
    match how {
        Written::Utf8 => text.as_bytes().to_vec(),
        Written::Utf8Marked => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        Written::Gb18030 => GB18030.encode(text).0.into_owned(),
        Written::Utf16Le => wide(u16::to_le_bytes),
        Written::Utf16Be => wide(u16::to_be_bytes),
    }
}

fn in_csv(rows: &[Vec<String>], separator: Separator, quotes: csv::QuoteStyle, end: &str) -> String {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(separator.sign() as u8)
        .quote_style(quotes)
        .from_writer(Vec::new());
    rows.iter().for_each(|row| writer.write_record(row).unwrap());
    String::from_utf8(writer.into_inner().unwrap()).unwrap().replace('\n', end)
}

proptest! {
    #[test]
    fn a_table_reads_the_same_however_it_is_written(
        rest in prop::collection::vec(prop::collection::vec("[甲乙丙备案号A-Za-z0-9 ,;|\t\"'=\n，；-]{0,8}", 3), 0..6),
        how in prop::sample::select(vec![
            Written::Utf8, Written::Utf8Marked, Written::Gb18030, Written::Utf16Le, Written::Utf16Be,
        ]),
        separator in prop::sample::select(Separator::ALL.to_vec()),
        quotes in prop::sample::select(vec![csv::QuoteStyle::Necessary, csv::QuoteStyle::Always]),
        end in prop::sample::select(vec!["\n", "\r\n", "\r"]),
    ) {
        let all: Vec<Vec<String>> = std::iter::once(cells(&["甲", "b", "乙"])).chain(rest).collect();
        let text = in_csv(&all, separator, quotes, end);
        let found: Vec<Vec<String>> = rows(written(&text, how)).into_iter().map(|(_, cells)| cells).collect();
        let is_full = |row: &Vec<String>| row.iter().any(|cell| !cell.trim().is_empty());
        let wanted: Vec<Vec<String>> = all.into_iter().filter(is_full).collect();
        let trimmed = |rows: Vec<Vec<String>>| -> Vec<Vec<String>> {
            rows.iter().map(|row| row.iter().map(|cell| cell.trim().to_owned()).collect()).collect()
        };
        prop_assert_eq!(trimmed(found), trimmed(wanted), "{}", text);
    }

    #[test]
    fn no_bytes_panic_and_lines_only_grow(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(Content::Table(table)) = open(Box::new(Cursor::new(bytes)), &|_| false) {
            let lines: Vec<u64> = table.filter_map(Result::ok).map(|row| row.line).collect();
            prop_assert!(lines.is_sorted());
        }
    }
}
