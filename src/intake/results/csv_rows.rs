//! Results as CSV: the first row names the columns, in any order, in English or Chinese.

use super::super::fault::{Fault, Trouble, Words};
use super::FileRow;
use super::raw::{Raw, reason_of};
use crate::domain::bureau::{NamedNumber, Secret};

/// The columns: name, and its name in a Chinese table.
const COLUMNS: [(&str, &str); 8] = [
    ("order_no", "订单号"),
    ("kind", "结果"),
    ("at", "时间"),
    ("person", "人员"),
    ("entity_number", "主体备案号"),
    ("sites", "网站备案号"),
    ("password", "备案密码"),
    ("reasons", "退回原因"),
];
/// Columns that every row needs.
const NEEDED: [&str; 3] = ["order_no", "kind", "at"];

/// Every row of a table.
pub(super) fn rows(file: &str, text: &str) -> Result<Vec<FileRow>, Fault> {
    let first = text.lines().next().unwrap_or_default();
    // A table that was copied out of a spreadsheet.
    let delimiter = if first.contains('\t') && !first.contains(',') { b'\t' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let columns = match records.next() {
        Some(Ok(head)) => columns(file, &head)?,
        _ => return Err(Trouble::new(Words::nothing(), expected_columns()).at(file, "")),
    };
    Ok(records.filter_map(|record| row(file, &columns, record)).collect())
}

fn expected_columns() -> Words {
    let names = |pick: fn(&(&'static str, &'static str)) -> &'static str| {
        COLUMNS.iter().map(pick).collect::<Vec<_>>()
    };
    Words::new(
        format!("表头列名：{}", names(|column| column.1).join("、")),
        format!("a head with columns among {}", names(|column| column.0).join(", ")),
    )
}

fn columns(file: &str, head: &csv::StringRecord) -> Result<Vec<&'static str>, Fault> {
    let place = format!("{file}:1");
    let mut found = Vec::new();
    for name in head {
        let name = name.trim();
        let known = COLUMNS.iter().find(|(en, zh)| *en == name || *zh == name);
        let new = known.filter(|(en, _)| !found.contains(en));
        let (en, _) =
            new.ok_or_else(|| Trouble::new(Words::quote(name), expected_columns()).at(&place, ""))?;
        found.push(*en);
    }
    match NEEDED.iter().find(|name| !found.contains(name)) {
        Some(missing) => Err(Trouble::new(Words::nothing(), expected_columns()).at(&place, missing)),
        None => Ok(found),
    }
}

fn row(file: &str, columns: &[&'static str], record: csv::Result<csv::StringRecord>) -> Option<FileRow> {
    let record = match record {
        Ok(record) => record,
        Err(error) => {
            let line = error.position().map_or(0, csv::Position::line);
            let trouble = Trouble::new(
                Words::new("引号或分隔符有误", "a stray quote or delimiter"),
                Words::new("CSV 行", "a row of CSV"),
            );
            let faults = vec![trouble.at(&format!("{file}:{line}"), "")];
            return Some(FileRow { line, order_no: None, row: Err(faults) });
        }
    };
    let line = record.position().map_or(0, csv::Position::line);
    if record.iter().all(|cell| cell.trim().is_empty()) {
        return None;
    }
    if record.len() > columns.len() {
        let found = Words::count(record.len(), "列", "columns");
        let trouble = Trouble::new(found, Words::at_most(columns.len(), "列", "columns"));
        let order_no = record.get(0).map(str::to_owned);
        return Some(FileRow { line, order_no, row: Err(vec![trouble.at(&format!("{file}:{line}"), "")]) });
    }
    let mut raw = Raw::default();
    let mut faults = Vec::new();
    for (column, cell) in columns.iter().zip(record.iter()) {
        if let Err(trouble) = put(&mut raw, column, cell.trim()) {
            faults.push(trouble.at(&format!("{file}:{line}"), column));
        }
    }
    let mut row = raw.into_row(file, line);
    if !faults.is_empty() {
        faults.extend(row.row.err().unwrap_or_default());
        row.row = Err(faults);
    }
    Some(row)
}

fn put(raw: &mut Raw, column: &str, cell: &str) -> Result<(), Trouble> {
    let text = || Some(cell.to_owned()).filter(|cell| !cell.is_empty());
    match column {
        "order_no" => raw.order_no = cell.to_owned(),
        "kind" => raw.kind = cell.to_owned(),
        "at" => raw.at = cell.to_owned(),
        "person" => raw.person = text(),
        "entity_number" => raw.entity_number = text(),
        "sites" => raw.sites = numbers(cell)?,
        "password" => raw.password = text().map(Secret::new),
        _ => raw.reasons = parts(cell, &['|', '｜', '\n']).map(reason_of).collect(),
    }
    Ok(())
}

fn parts<'a>(cell: &'a str, by: &'a [char]) -> impl Iterator<Item = &'a str> {
    cell.split(by).map(str::trim).filter(|part| !part.is_empty())
}

/// `s1=京ICP备12345678号-1; example.cn=京ICP备12345678号-2`
fn numbers(cell: &str) -> Result<Vec<NamedNumber>, Trouble> {
    let one = |part: &str| {
        let (site, number) = part.split_once(['=', '＝']).ok_or_else(|| {
            let expected = Words::new(
                "如 s1=京ICP备12345678号-1，多个用分号分隔",
                "such as s1=京ICP备12345678号-1, several with semicolons",
            );
            Trouble::new(Words::quote(part), expected)
        })?;
        Ok(NamedNumber { site: site.trim().to_owned(), number: number.trim().to_owned() })
    };
    parts(cell, &[';', '；', '\n', '|']).map(one).collect()
}
