//! Results of the bureau: rows of a CSV or JSON-lines file, each read and checked by itself, so that one bad row
//! costs the others nothing, and a long file needs no more memory than a short one.

mod csv_rows;
mod raw;

#[cfg(test)]
mod tests;

pub use raw::reason_of;

use super::fault::{Fault, Trouble, Words};
use super::table::{self, Content, LONGEST_ROW, ReadAs, Rewind, TableFault, TableRows, TextLine, TextLines};
use super::{given, table::unread};
use crate::catalog::Catalog;
use crate::domain::bureau::ResultRow;
use crate::domain::text::Foreign;
use raw::Raw;
use std::path::Path;

/// The largest file.
const MOST_BYTES: u64 = 256 << 20;

/// A row of a file: where it stands, and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRow {
    /// Its line, from 1; 0 where the file as a whole is at fault.
    pub line: u64,
    /// Its order number, where it could be read.
    pub order_no: Option<String>,
    /// The row, or everything that is wrong with it.
    pub row: Result<ResultRow, Vec<Fault>>,
}

/// The rows of a file, one after the other.
pub struct ResultRows<'c> {
    file: String,
    catalog: &'c Catalog,
    from: From,
}

enum From {
    Table(TableRows, Vec<&'static str>),
    Json(TextLines, ReadAs),
    Ended(ReadAs),
}

/// Reads a file of results, or standard input where it is named `-`.
///
/// # Errors
/// What is wrong with the file as a whole: it can't be read, is no regular file, is too large, is of no encoding that is
/// read, or has no such columns.
pub fn results<'c>(path: &Path, catalog: &'c Catalog) -> Result<ResultRows<'c>, Fault> {
    let name = path.display().to_string();
    let source = given::twice(path, MOST_BYTES).map_err(|unread| {
        let (found, expected) = unread.said();
        Trouble::new(found, expected).at(&name, "")
    })?;
    parse(&name, Box::new(source), catalog)
}

/// The rows of a file's bytes; JSON lines where the first letter opens an object, else a table.
pub fn parse<'c>(file: &str, source: Box<dyn Rewind>, catalog: &'c Catalog) -> Result<ResultRows<'c>, Fault> {
    let known = |name: &str| csv_rows::column(catalog, name).is_some();
    let from = match table::open(source, &known).map_err(|fault| placed(file, fault))? {
        Content::Json(lines, read_as) => From::Json(lines, read_as),
        Content::Table(rows) => {
            let columns = csv_rows::columns(file, &rows, catalog)?;
            From::Table(rows, columns)
        }
    };
    Ok(ResultRows { file: file.to_owned(), catalog, from })
}

impl ResultRows<'_> {
    /// How the file is read.
    pub fn read_as(&self) -> ReadAs {
        match &self.from {
            From::Table(rows, _) => rows.read_as,
            From::Json(_, read_as) | From::Ended(read_as) => *read_as,
        }
    }
}

impl Iterator for ResultRows<'_> {
    type Item = FileRow;

    fn next(&mut self) -> Option<FileRow> {
        let read_as = self.read_as();
        match &mut self.from {
            From::Ended(_) => None,
            From::Table(rows, columns) => match rows.next()? {
                Ok(row) => Some(csv_rows::row(&self.file, columns, row, self.catalog)),
                Err(fault) => Some(refused(&self.file, fault)),
            },
            From::Json(lines, _) => loop {
                match lines.next_line() {
                    Ok(None) => return None,
                    Ok(Some(line)) if line.text.trim_matches([' ', '\t', '\u{1A}']).is_empty() => {}
                    Ok(Some(line)) => return Some(json_line(&self.file, &line, self.catalog)),
                    Err(error) => {
                        self.from = From::Ended(read_as);
                        return Some(refused(&self.file, unread(&error)));
                    }
                }
            },
        }
    }
}

/// A row that is not taken for what is wrong with the table there.
fn refused(file: &str, fault: TableFault) -> FileRow {
    FileRow { line: fault.line, order_no: None, row: Err(vec![placed(file, fault)]) }
}

fn placed(file: &str, fault: TableFault) -> Fault {
    let place = if fault.line == 0 { file.to_owned() } else { format!("{file}:{}", fault.line) };
    Fault::new(Foreign::place(&place), fault.column, fault.found, fault.expected)
}

fn json_line(file: &str, line: &TextLine, catalog: &Catalog) -> FileRow {
    let place = format!("{file}:{}", line.number);
    let refuse = |field: &str, found: Words, expected: Words| {
        let fault = Trouble::new(found, expected).at(&place, field);
        FileRow { line: line.number, order_no: None, row: Err(vec![fault]) }
    };
    if line.is_cut {
        let found = Words::new("过长的一行", "a line that is too long");
        return refuse("", found, Words::at_most(LONGEST_ROW, "字节", "bytes"));
    }
    let mut reader = serde_json::Deserializer::from_str(&line.text);
    match serde_path_to_error::deserialize::<_, Raw>(&mut reader)
        .map_err(|error| (error.path().to_string(), error.inner().to_string()))
    {
        Ok(raw) if reader.end().is_ok() => raw.into_row(file, line.number, catalog),
        Ok(_) => refuse(
            "",
            Words::new("一行中有多个值", "more than one value"),
            Words::new("每行一个 JSON 对象", "one JSON object a line"),
        ),
        Err((path, why)) => {
            let path = if path == "." { "" } else { &path };
            // What serde quotes came from outside, and may be a password.
            let known = why.starts_with("unknown field") || why.starts_with("missing field");
            let why = if known { why } else { "a value of another form".to_owned() };
            let expected = Words::new(
                "文档所述的字段（见 assets/examples/results）",
                "the fields that assets/examples/results shows",
            );
            refuse(path, Words::new(super::fault::shorten(&why), super::fault::shorten(&why)), expected)
        }
    }
}
