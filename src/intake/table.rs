//! Tables from people's computers: CSV and its kin, read a row at a time in whatever encoding, with whatever separator
//! and line ends they are written.

pub mod encoding;
mod lines;
mod records;
#[cfg(test)]
mod tests;

pub use encoding::TextEncoding;
pub use lines::{TextLine, TextLines};
pub use records::{Separator, TableRow};

use super::fault::Words;
use crate::domain::text::Foreign;
use records::Splitter;
use serde::{Serialize, Serializer};
use std::io::{Read, Seek};

/// The longest row, in bytes.
pub const LONGEST_ROW: usize = 1 << 20;

/// Bytes that can be read twice: once to know their encoding.
pub trait Rewind: Read + Seek + Send {}

impl<T: Read + Seek + Send> Rewind for T {}

/// How a file was read; a person who sees it knows whether that is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ReadAs {
    /// The encoding.
    pub encoding: TextEncoding,
    /// What separates the columns; none = JSON lines.
    pub separator: Option<Separator>,
}

impl ReadAs {
    /// The same in words.
    pub fn said(&self) -> Words {
        let name = self.encoding.name();
        let (zh, en) = self.separator.map_or(("JSON 行", "JSON lines"), Separator::said);
        Words::new(format!("{name}，{zh}"), format!("{name}, {en}"))
    }
}

impl Serialize for TextEncoding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// What is wrong with a table, or with a row of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableFault {
    /// The line, from 1; 0 = the file as a whole.
    pub line: u64,
    /// The column, as its head names it; empty for the row as a whole.
    pub column: Foreign,
    /// What was found.
    pub found: Words,
    /// What was expected.
    pub expected: Words,
}

impl TableFault {
    /// A fault of the row at `line`.
    pub fn of_row(line: u64, found: Words, expected: Words) -> Self {
        Self { line, column: Foreign::from(""), found, expected }
    }
}

/// What a file holds.
pub enum Content {
    /// A table, at its first row of values.
    Table(TableRows),
    /// Lines of JSON.
    Json(TextLines, ReadAs),
}

/// A table whose head was read.
pub struct TableRows {
    /// The names of its columns, as they stand.
    pub head: Vec<String>,
    /// The line of the head.
    pub head_line: u64,
    /// How it was read.
    pub read_as: ReadAs,
    splitter: Splitter,
}

/// Opens what may be a table; `known` are the names of columns by which the separator is told.
///
/// # Errors
/// It can't be read, is empty, or has bytes of no encoding: those with line and column.
pub fn open(mut source: Box<dyn Rewind>, known: &dyn Fn(&str) -> bool) -> Result<Content, TableFault> {
    let surveyed = encoding::survey(&mut source).map_err(|error| unread(&error))?;
    if let Some((zh, en)) = surveyed.no_text {
        let expected = Words::new("CSV 文件；请在表格软件中另存为 CSV", "a CSV file; save it as CSV");
        return Err(TableFault::of_row(0, Words::new(zh, en), expected));
    }
    let mut lines = TextLines::new(source, surveyed.encoding, LONGEST_ROW);
    let is_json = lines.first_letter().map_err(|error| unread(&error))? == Some('{');
    if is_json && !surveyed.broken {
        return Ok(Content::Json(lines, ReadAs { encoding: surveyed.encoding, separator: None }));
    }
    let mut table = head(lines, surveyed.encoding, known)?;
    if surveyed.broken { Err(table.first_broken()) } else { Ok(Content::Table(table)) }
}

fn head(
    mut lines: TextLines,
    encoding: TextEncoding,
    known: &dyn Fn(&str) -> bool,
) -> Result<TableRows, TableFault> {
    let hint = records::hint(&mut lines).map_err(|error| unread(&error))?;
    let first = lines.peek().map_err(|error| unread(&error))?.unwrap_or_default();
    let separator = hint.unwrap_or_else(|| Separator::of(first, known));
    let mut splitter = Splitter::new(lines, separator);
    let read_as = ReadAs { encoding, separator: Some(separator) };
    match splitter.next() {
        Some(Ok(row)) => {
            let head = row.cells.iter().map(|cell| cell.trim().to_owned()).collect();
            Ok(TableRows { head, head_line: row.line, read_as, splitter })
        }
        Some(Err(fault)) => Err(fault),
        None => {
            let expected = Words::new("第一行写明列名的表格", "a table whose first row names the columns");
            Err(TableFault::of_row(1, Words::nothing(), expected))
        }
    }
}

impl TableRows {
    /// The first cell with bytes of no encoding; the row was read as well as it goes.
    fn first_broken(&mut self) -> TableFault {
        let is_broken = |cell: &String| cell.contains(char::REPLACEMENT_CHARACTER);
        let found = Words::new(
            "既不是 UTF-8，也不是 GB18030 的字节，或两种编码混用",
            "bytes that are neither UTF-8 nor GB18030, or a mixture of both",
        );
        let at = |line, column: &str| TableFault {
            line,
            column: column.into(),
            found: found.clone(),
            expected: encoding::expected(),
        };
        if let Some(column) = self.head.iter().find(|cell| is_broken(cell)) {
            return at(self.head_line, column);
        }
        while let Some(row) = self.splitter.next() {
            match row {
                Ok(row) => {
                    if let Some(place) = row.cells.iter().position(is_broken) {
                        return at(row.line, self.head.get(place).map_or("", String::as_str));
                    }
                }
                Err(fault) => return fault,
            }
        }
        at(0, "")
    }
}

impl Iterator for TableRows {
    type Item = Result<TableRow, TableFault>;

    fn next(&mut self) -> Option<Self::Item> {
        self.splitter.next()
    }
}

/// The system could not go on reading.
pub(super) fn unread(error: &std::io::Error) -> TableFault {
    let trouble = super::fault::Trouble::system(error);
    TableFault::of_row(0, trouble.found, trouble.expected)
}
