//! Results as a table: the first row names the columns, in any order, in English, Chinese, or as exports call them.

use super::super::fault::{Fault, Trouble, Words};
use super::FileRow;
use super::raw::{Raw, reason_of};
use crate::catalog::Catalog;
use crate::catalog::tables::IGNORED;
use crate::domain::bureau::{NamedNumber, Secret};
use crate::intake::table::{TableRow, TableRows};

/// The name of the table in `data/table_columns.toml`.
const TABLE: &str = "results";
/// The columns.
const COLUMNS: [&str; 8] =
    ["order_no", "kind", "at", "person", "entity_number", "sites", "password", "reasons"];
/// Columns that every row needs.
const NEEDED: [&str; 3] = ["order_no", "kind", "at"];

/// The column that has this name.
pub(super) fn column(catalog: &Catalog, name: &str) -> Option<&'static str> {
    catalog.column(TABLE, &COLUMNS, name)
}

fn expected_columns(catalog: &Catalog) -> Words {
    Words::new(
        format!("表头列名：{}", catalog.column_names(TABLE, &COLUMNS).join("、")),
        format!("a head with columns among {}", COLUMNS.join(", ")),
    )
}

/// The columns of a table, by their places; a nameless one holds nothing.
pub(super) fn columns(file: &str, table: &TableRows, catalog: &Catalog) -> Result<Vec<&'static str>, Fault> {
    let place = format!("{file}:{}", table.head_line);
    let wrong = |found, field: &str| Trouble::new(found, expected_columns(catalog)).at(&place, field);
    let mut found = Vec::new();
    for name in &table.head {
        let known = if name.is_empty() { Some(IGNORED) } else { column(catalog, name) };
        match known {
            Some(column) if column == IGNORED || !found.contains(&column) => found.push(column),
            Some(column) => {
                let twice = Words::new(format!("{column} 列出现两次"), format!("the column {column} twice"));
                return Err(wrong(twice, name));
            }
            None => return Err(wrong(Words::quote(name), "")),
        }
    }
    match NEEDED.iter().find(|name| !found.contains(name)) {
        Some(missing) => Err(wrong(Words::nothing(), missing)),
        None => Ok(found),
    }
}

/// A row of the table.
pub(super) fn row(file: &str, columns: &[&'static str], row: TableRow, catalog: &Catalog) -> FileRow {
    let (line, place) = (row.line, format!("{file}:{}", row.line));
    let mut cells = row.cells;
    // Spreadsheets write separators for columns that once had something in them.
    while cells.len() > columns.len() && cells.last().is_some_and(|cell| cell.trim().is_empty()) {
        cells.pop();
    }
    if cells.len() > columns.len() {
        let found = Words::count(cells.len(), "列", "columns");
        let trouble = Trouble::new(found, Words::at_most(columns.len(), "列", "columns"));
        let order_no = columns.iter().position(|column| *column == "order_no");
        let order_no = order_no.and_then(|at| cells.get(at)).map(|cell| cell.trim().to_owned());
        return FileRow { line, order_no, row: Err(vec![trouble.at(&place, "")]) };
    }
    let mut raw = Raw::default();
    let mut faults = Vec::new();
    for (column, cell) in columns.iter().zip(&cells) {
        if let Err(trouble) = put(&mut raw, column, cell.trim()) {
            faults.push(trouble.at(&place, column));
        }
    }
    let mut row = raw.into_row(file, line, catalog);
    if !faults.is_empty() {
        faults.extend(row.row.err().unwrap_or_default());
        row.row = Err(faults);
    }
    row
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
        "reasons" => raw.reasons = parts(cell, &['|', '｜', '\n']).map(reason_of).collect(),
        _ => {}
    }
    Ok(())
}

fn parts<'a>(cell: &'a str, by: &'a [char]) -> impl Iterator<Item = &'a str> {
    cell.split(by).map(str::trim).filter(|part| !part.is_empty())
}

/// `s1=京ICP备12345678号-1; https://example.cn/=京ICP备12345678号-2`, or the number of the only site alone.
fn numbers(cell: &str) -> Result<Vec<NamedNumber>, Trouble> {
    // A whole cell that a spreadsheet damaged is judged as one.
    if cell.starts_with(['=', '＝']) {
        return Ok(vec![NamedNumber { site: String::new(), number: cell.to_owned() }]);
    }
    let one = |part: &str| {
        // An address may have a sign of equality of its own, a number never has.
        let named = part.rsplit_once(['=', '＝']);
        let alone = || is_number(part).then_some(("", part));
        let (site, number) = named.or_else(alone).ok_or_else(|| {
            let expected = Words::new(
                "如 s1=京ICP备12345678号-1，多个用分号分隔；只有一个网站时可只写备案号",
                "such as s1=京ICP备12345678号-1, several with semicolons; the number alone where there is one site",
            );
            Trouble::new(Words::quote(part), expected)
        })?;
        Ok(NamedNumber { site: site.trim().to_owned(), number: number.trim().to_owned() })
    };
    parts(cell, &[';', '；', '\n', '|', ',', '，', '、']).map(one).collect()
}

/// Whether a text is meant as a filing number, or as what a spreadsheet made of one.
fn is_number(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    text.contains('备') || digits >= 4 || text.starts_with(['#', '\'', '＃', '＇'])
}
