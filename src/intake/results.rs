//! Results of the bureau: rows of a CSV or JSON-lines file, each read and checked by itself, so that one bad row
//! costs the others nothing.

mod csv_rows;
mod raw;

#[cfg(test)]
mod tests;

pub use raw::reason_of;

use super::fault::{Fault, Trouble, Words};
use crate::domain::bureau::ResultRow;
use raw::Raw;
use std::path::Path;

/// The largest file.
const MOST_BYTES: u64 = 256 << 20;
/// The longest line of JSON.
const LONGEST_LINE: usize = 1 << 20;

/// A row of a file: where it stands, and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRow {
    /// Its line, from 1.
    pub line: u64,
    /// Its order number, where it could be read.
    pub order_no: Option<String>,
    /// The row, or everything that is wrong with it.
    pub row: Result<ResultRow, Vec<Fault>>,
}

/// Reads a file of results.
///
/// # Errors
/// What is wrong with the file as a whole: it can't be read, is too large, is no UTF-8, or has no such columns.
pub fn results(path: &Path) -> Result<Vec<FileRow>, Fault> {
    let name = path.display().to_string();
    let system = |error: std::io::Error| Trouble::system(&error).at(&name, "");
    let size = std::fs::metadata(path).map_err(system)?.len();
    if size > MOST_BYTES {
        return Err(Trouble::too_large(MOST_BYTES).at(&name, ""));
    }
    parse(&name, &std::fs::read(path).map_err(system)?)
}

/// The rows of a file's bytes; JSON lines where the first letter opens an object, else CSV.
pub fn parse(file: &str, bytes: &[u8]) -> Result<Vec<FileRow>, Fault> {
    let text = text(file, bytes)?;
    if text.trim_start().starts_with('{') { Ok(json_lines(file, text)) } else { csv_rows::rows(file, text) }
}

/// The text of a file; spreadsheets put a mark before it, and many write another encoding.
fn text<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, Fault> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let wide = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    let (zh, en) = if wide {
        ("UTF-16 编码", "UTF-16")
    } else {
        ("不是 UTF-8 编码（可能是 GBK）", "no UTF-8, perhaps GBK")
    };
    let expected = Words::new(
        "UTF-8；在表格软件中另存为“CSV UTF-8”",
        "UTF-8; save it from the spreadsheet as 'CSV UTF-8'",
    );
    let other = Trouble::new(Words::new(zh, en), expected);
    if wide {
        return Err(other.at(file, ""));
    }
    std::str::from_utf8(bytes).map_err(|_| other.at(file, ""))
}

fn json_lines(file: &str, text: &str) -> Vec<FileRow> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(at, line)| json_line(file, at as u64 + 1, line)).collect()
}

fn json_line(file: &str, line: u64, text: &str) -> FileRow {
    let place = format!("{file}:{line}");
    let refuse = |field: &str, found: Words, expected: Words| {
        let fault = Trouble::new(found, expected).at(&place, field);
        FileRow { line, order_no: None, row: Err(vec![fault]) }
    };
    if text.len() > LONGEST_LINE {
        let found = Words::count(text.len(), "字节", "bytes");
        return refuse("", found, Words::at_most(LONGEST_LINE, "字节", "bytes"));
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    match serde_path_to_error::deserialize::<_, Raw>(&mut reader)
        .map_err(|error| (error.path().to_string(), error.inner().to_string()))
    {
        Ok(raw) if reader.end().is_ok() => raw.into_row(file, line),
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
