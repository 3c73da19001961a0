//! Rows of a table: cells between separators, perhaps quoted, perhaps over several lines.
//!
//! A reader that forgives everything takes half a file for one cell where a quote was lost. So a quote that never
//! closes, or closes in the middle of a cell, ends the table: what comes after it can't be told.

use super::super::fault::Words;
use super::lines::{TextLine, TextLines};
use super::{LONGEST_ROW, TableFault, unread};
use serde::Serialize;
use std::io;

/// What stands between columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Separator {
    /// `,`
    Comma,
    /// A tab.
    Tab,
    /// `;`
    Semicolon,
    /// `|`
    Bar,
}

impl Separator {
    /// Every one, the likeliest first.
    pub const ALL: [Self; 4] = [Self::Comma, Self::Tab, Self::Semicolon, Self::Bar];

    /// The sign itself.
    pub const fn sign(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Tab => '\t',
            Self::Semicolon => ';',
            Self::Bar => '|',
        }
    }

    /// What it is called, in Chinese and in English.
    pub(super) const fn said(self) -> (&'static str, &'static str) {
        match self {
            Self::Comma => ("逗号分隔", "commas"),
            Self::Tab => ("制表符分隔", "tabs"),
            Self::Semicolon => ("分号分隔", "semicolons"),
            Self::Bar => ("竖线分隔", "bars"),
        }
    }

    /// The one by which the first row has most names that are known; of several the likeliest.
    pub(super) fn of(first: &str, known: &dyn Fn(&str) -> bool) -> Self {
        let names = |separator: &Self| {
            let cells = first.split(separator.sign());
            cells.filter(|cell| known(cell.trim().trim_matches('"'))).count()
        };
        // The last of equals wins, so the likeliest comes last.
        Self::ALL.into_iter().rev().max_by_key(names).unwrap_or(Self::Comma)
    }
}

/// A row with its cells, as they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// Its cells.
    pub cells: Vec<String>,
}

/// The first line of some spreadsheets: `sep=;`. It is taken where it names a separator.
pub(super) fn hint(lines: &mut TextLines) -> io::Result<Option<Separator>> {
    let Some(first) = lines.peek()? else { return Ok(None) };
    let sign = first.trim_start().strip_prefix("sep=").or_else(|| first.trim_start().strip_prefix("SEP="));
    let sign = sign.map(|rest| rest.trim_end_matches(' '));
    let found =
        Separator::ALL.into_iter().find(|one| sign.is_some_and(|sign| sign == one.sign().to_string()));
    if found.is_some() {
        lines.next_line()?;
    }
    Ok(found)
}

/// Splits lines into rows.
pub(super) struct Splitter {
    lines: TextLines,
    separator: char,
    ended: bool,
}

/// Where in a cell the reader is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    /// At its beginning.
    Start,
    /// Inside, without quotes.
    Plain,
    /// Inside quotes.
    Quoted,
    /// Behind a quote that perhaps closes.
    Closed,
}

impl Splitter {
    pub(super) fn new(lines: TextLines, separator: Separator) -> Self {
        Self { lines, separator: separator.sign(), ended: false }
    }

    /// The next row that has something in it; after a fault that ends the table there is none.
    pub(super) fn next(&mut self) -> Option<Result<TableRow, TableFault>> {
        while !self.ended {
            match self.lines.next_line() {
                Ok(None) => self.ended = true,
                // An old mark for the end of a file.
                Ok(Some(line)) if line.text.trim_matches([' ', '\u{1A}']).is_empty() => {}
                Ok(Some(line)) => {
                    let row = self.row(line);
                    self.ended = row.is_err();
                    match row {
                        Ok(row) if row.cells.iter().all(|cell| cell.trim().is_empty()) => {}
                        row => return Some(row),
                    }
                }
                Err(error) => {
                    self.ended = true;
                    return Some(Err(unread(&error)));
                }
            }
        }
        None
    }

    fn row(&mut self, first: TextLine) -> Result<TableRow, TableFault> {
        let mut row = TableRow { line: first.number, cells: Vec::new() };
        let (mut cell, mut at, mut opened) = (String::new(), At::Start, first.number);
        let (mut line, mut length) = (first, 0);
        loop {
            length += line.text.len() + 1;
            if line.is_cut || length > LONGEST_ROW {
                return Err(too_long(if at == At::Quoted { opened } else { row.line }));
            }
            for letter in line.text.chars() {
                at = match (at, letter) {
                    (At::Quoted, '"') => At::Closed,
                    (At::Quoted, _) => kept(&mut cell, letter, At::Quoted),
                    (At::Closed, '"') => kept(&mut cell, letter, At::Quoted),
                    (_, letter) if letter == self.separator => {
                        row.cells.push(std::mem::take(&mut cell));
                        At::Start
                    }
                    (At::Closed, ' ') => At::Closed,
                    (At::Closed, _) => return Err(stray(opened)),
                    (At::Start, '"') => {
                        cell.clear();
                        opened = line.number;
                        At::Quoted
                    }
                    // Blanks before a quote don't count.
                    (At::Start, ' ') => kept(&mut cell, letter, At::Start),
                    (At::Start | At::Plain, _) => kept(&mut cell, letter, At::Plain),
                };
            }
            if at != At::Quoted {
                row.cells.push(cell);
                return Ok(row);
            }
            cell.push('\n');
            line = match self.lines.next_line() {
                Ok(Some(next)) => next,
                Ok(None) => return Err(unclosed(opened)),
                Err(error) => return Err(unread(&error)),
            };
        }
    }
}

fn kept(cell: &mut String, letter: char, at: At) -> At {
    cell.push(letter);
    at
}

fn unclosed(opened: u64) -> TableFault {
    let found = Words::new(
        "此行的引号直到文件末尾都没有闭合；此行及其后各行均未读取",
        "a quote that opens here and never closes; this row and all behind it were not read",
    );
    TableFault::of_row(opened, found, quotes())
}

fn stray(opened: u64) -> TableFault {
    let found = Words::new(
        "此行的引号在单元格中间闭合，可能漏了一个引号；此行及其后各行均未读取",
        "a quote that opens here and closes within a cell, as where one was lost; this row and all behind it were not read",
    );
    TableFault::of_row(opened, found, quotes())
}

fn too_long(line: u64) -> TableFault {
    let (most, found) = (LONGEST_ROW, Words::new("过长的一行", "a row that is too long"));
    let expected = Words::new(
        format!("每行不超过 {most} 字节；请检查引号"),
        format!("at most {most} bytes a row; look at its quotes"),
    );
    TableFault::of_row(line, found, expected)
}

fn quotes() -> Words {
    Words::new("成对的引号；单元格内的引号写两次", "quotes in pairs; one within a cell is written twice")
}
