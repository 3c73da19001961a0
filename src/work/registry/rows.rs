//! The rows of a registry file, each checked; what is wrong is named with line, column and how to mend it.

use super::{COLUMNS, LISTED, RowFault};
use crate::catalog::Catalog;
use crate::catalog::filing_form::reading;
use crate::catalog::tables::IGNORED;
use crate::domain::across::{Filing, domain_key};
use crate::domain::damage::{CellKind, damage};
use crate::domain::ident::filing_number::FilingProblem;
use crate::domain::text::{Foreign, Plain};
use crate::intake::Words;
use crate::intake::table::{self, Content, ReadAs, Rewind, TableFault, TableRow, TableRows};
use crate::store::filing::identity;
use std::collections::HashMap;

/// The name of the table in `data/table_columns.toml`.
const TABLE: &str = "registry";
/// The longest field.
const LONGEST: usize = 400;

/// What is wrong with a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Faults {
    /// The first of them.
    pub listed: Vec<RowFault>,
    /// How many there are.
    pub count: usize,
}

/// Every row, or everything that is wrong.
pub(super) fn parse(
    file: &str,
    source: Box<dyn Rewind>,
    catalog: &Catalog,
) -> Result<(Vec<Filing>, ReadAs), Faults> {
    let mut rows =
        Reading { file, catalog, faults: Faults::default(), rows: Vec::new(), seen: HashMap::new() };
    let known = |name: &str| catalog.column(TABLE, &COLUMNS, name).is_some();
    let mut table = match table::open(source, &known) {
        Ok(Content::Table(table)) => table,
        Ok(Content::Json(..)) => {
            rows.add(
                1,
                "",
                "JSON；应为第一行写明列名的表格",
                "JSON, and should be a table whose first row names the columns",
            );
            return Err(rows.faults);
        }
        Err(fault) => {
            rows.of_table(fault);
            return Err(rows.faults);
        }
    };
    let columns = rows.head(&table);
    if rows.faults.count > 0 {
        return Err(rows.faults);
    }
    for row in table.by_ref() {
        match row {
            Ok(row) => rows.row(row, &columns),
            Err(fault) => rows.of_table(fault),
        }
    }
    if rows.faults.count == 0 { Ok((rows.rows, table.read_as)) } else { Err(rows.faults) }
}

struct Reading<'a> {
    file: &'a str,
    catalog: &'a Catalog,
    faults: Faults,
    rows: Vec<Filing>,
    /// Filings that stand in the file: the line, and which of the rows it is.
    seen: HashMap<String, (u64, usize)>,
}

impl Reading<'_> {
    fn add(&mut self, line: u64, field: &str, zh: impl Into<Plain>, en: impl Into<Plain>) {
        self.faults.count += 1;
        if self.faults.listed.len() < LISTED {
            let what = Words::new(zh, en).masked();
            let fault = RowFault { file: Foreign::place(self.file), line, field: field.into(), what };
            self.faults.listed.push(fault);
        }
    }

    fn of_table(&mut self, fault: TableFault) {
        let TableFault { line, column, found, expected } = fault;
        let zh = format!("{}；应为{}", found.zh, expected.zh);
        self.add(line, column.raw(), zh, format!("found {}; expected {}", found.en, expected.en));
    }

    /// The columns of the file, by their places; a nameless one holds nothing.
    fn head(&mut self, table: &TableRows) -> Vec<&'static str> {
        let mut columns = Vec::new();
        let line = table.head_line;
        for name in &table.head {
            let known =
                if name.is_empty() { Some(IGNORED) } else { self.catalog.column(TABLE, &COLUMNS, name) };
            match known {
                Some(column) if column == IGNORED || !columns.contains(&column) => columns.push(column),
                Some(_) => {
                    self.add(line, name, "该列出现两次；请删去一列", "this column stands twice; remove one")
                }
                None => {
                    let (shown, all) = (Foreign::from(name.as_str()), COLUMNS.join(", "));
                    let own = self.catalog.column_names(TABLE, &COLUMNS).join("、");
                    let zh = format!("没有“{shown}”这一列；可用的列：{own}，或 {all}");
                    self.add(line, name, zh, format!("there is no column '{shown}'; the columns are {all}"));
                }
            }
        }
        if self.faults.count == 0 && !columns.contains(&"entity_name") {
            self.add(line, "entity_name", "缺少此列", "this column is missing");
        }
        columns
    }

    fn row(&mut self, row: TableRow, columns: &[&'static str]) {
        let TableRow { line, mut cells } = row;
        let before = self.faults.count;
        // Spreadsheets write separators for columns that once had something in them.
        while cells.len() > columns.len() && cells.last().is_some_and(|cell| cell.trim().is_empty()) {
            cells.pop();
        }
        if cells.len() != columns.len() {
            let (has, wants) = (cells.len(), columns.len());
            let zh = format!("有{has}个字段，应为{wants}个；请检查分隔符与引号");
            let en = format!("it has {has} fields and should have {wants}; look at separators and quotes");
            self.add(line, "", zh, en);
            return;
        }
        let mut filing = Filing::default();
        for (column, field) in columns.iter().copied().zip(&cells) {
            self.field(line, column, field.trim(), &mut filing);
        }
        if self.faults.count == before && self.whole(line, &filing) {
            self.rows.push(filing);
        }
    }

    fn field(&mut self, line: u64, column: &'static str, text: &str, filing: &mut Filing) {
        if text.chars().count() > LONGEST || text.chars().any(char::is_control) {
            let zh = format!("超过{LONGEST}字或含控制字符");
            let en = format!("it is longer than {LONGEST} characters or holds a control character");
            return self.add(line, column, zh, en);
        }
        if let Some((zh, en)) = self.wrong(column, text) {
            return self.add(line, column, zh, en);
        }
        let some = (!text.is_empty()).then(|| text.to_owned());
        let shown = Foreign::from(text);
        match column {
            "certificate_number" => filing.certificate_number = some,
            "entity_name" => filing.entity_name = text.to_owned(),
            "entity_number" => filing.entity_number = some,
            "site_name" => filing.site_name = some,
            "site_number" => filing.site_number = some,
            "domain" => match domain(text) {
                Some(domain) => filing.domain = domain,
                None => self.add(
                    line,
                    column,
                    format!("“{shown}”不是域名；请填如 example.cn，不带 http:// 和路径"),
                    format!("'{shown}' is no domain; write it as example.cn, without http:// and path"),
                ),
            },
            "provider" => filing.provider = some,
            "here" => match here(text) {
                Some(here) => filing.here = here,
                None => self.add(
                    line,
                    column,
                    format!("“{shown}”应为 true、false 或留空"),
                    format!("'{shown}' should be true, false or empty"),
                ),
            },
            "manager_name" => filing.manager_name = some,
            "manager_mobile" => filing.manager_mobile = some,
            _ => {}
        }
    }

    /// What is wrong with a value by the kind of its column, and how to mend it.
    fn wrong(&self, column: &str, text: &str) -> Option<(String, String)> {
        let kind = match column {
            "certificate_number" => CellKind::Certificate,
            "entity_number" | "site_number" => CellKind::Filing,
            "manager_mobile" => CellKind::Phone,
            IGNORED => return None,
            _ => CellKind::Words,
        };
        if let Some(damage) = damage(kind, text) {
            let (found, mend) = (damage.found(), damage.mend(kind));
            let zh = format!("是{}；应为{}", found.zh, mend.zh);
            return Some((zh, format!("it is {}; it should be {}", found.en, mend.en)));
        }
        if kind != CellKind::Filing || text.is_empty() {
            return None;
        }
        match reading(self.catalog, text).problem {
            Some(FilingProblem::UnknownProvince(letter)) => Some((
                format!("“{letter}”不是省份简称；备案号如 京ICP备12345678号-1"),
                format!("{letter} is the letter of no province; a filing number is 京ICP备12345678号-1"),
            )),
            _ => None,
        }
    }

    fn whole(&mut self, line: u64, filing: &Filing) -> bool {
        if filing.entity_name.is_empty() {
            self.add(line, "entity_name", "主体名称为空；请填写", "the entity's name is empty; fill it in");
            return false;
        }
        if filing.certificate_number.is_none() && filing.entity_number.is_none() && filing.domain.is_none() {
            self.add(
                line,
                "",
                "证件号码、备案号、域名都为空，无从查找；请至少填一项",
                "certificate number, filing number and domain are all empty; fill in one by which it is found",
            );
            return false;
        }
        let (first, at) = *self.seen.entry(identity(filing)).or_insert((line, self.rows.len()));
        if self.rows.get(at).is_none_or(|known| known == filing) {
            return true;
        }
        let zh = format!("与第{first}行是同一备案而内容不同；请保留一行");
        self.add(line, "", zh, format!("it is the filing of line {first} with other contents; keep one"));
        false
    }
}

/// A domain in the form that is compared; none where it is none.
fn domain(text: &str) -> Option<Option<String>> {
    if text.is_empty() {
        return Some(None);
    }
    let key = domain_key(text);
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    };
    // No top-level domain has a digit in it: 2026.1.5 and 1.2.3.4 are none.
    let top = key.rsplit('.').next().unwrap_or_default();
    let is_top = top.starts_with("xn--") || top.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_domain = key.contains('.') && key.len() <= 253 && is_top && key.split('.').all(label);
    is_domain.then_some(Some(key))
}

fn here(text: &str) -> Option<Option<bool>> {
    match text.to_lowercase().as_str() {
        "" => Some(None),
        "true" | "1" | "yes" | "是" => Some(Some(true)),
        "false" | "0" | "no" | "否" => Some(Some(false)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
