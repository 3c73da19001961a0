//! The rows of a registry file, each checked; what is wrong is named with line, column and how to mend it.

use super::{COLUMNS, RowFault};
use crate::domain::across::{Filing, domain_key};
use crate::domain::text::{Foreign, Plain};
use crate::intake::Words;
use crate::store::filing::identity;
use std::collections::HashMap;

/// The longest field.
const LONGEST: usize = 400;

/// Every row, or everything that is wrong.
pub(super) fn parse(file: &str, bytes: &[u8]) -> Result<Vec<Filing>, Vec<RowFault>> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reading = Reading { file, faults: Vec::new(), seen: HashMap::new() };
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut records = reader.byte_records();
    let columns = match records.next() {
        Some(Ok(head)) => reading.head(&head),
        Some(Err(error)) => return Err(vec![reading.broken(1, &error)]),
        None => {
            return Err(vec![reading.fault(
                1,
                "",
                "文件为空；第一行须为列名",
                "it is empty; its first row names the columns",
            )]);
        }
    };
    if !reading.faults.is_empty() {
        return Err(reading.faults);
    }
    let mut rows = Vec::new();
    for record in records {
        match record {
            Ok(record) if record.iter().all(|field| field.trim_ascii().is_empty()) => {}
            Ok(record) => rows.extend(reading.row(&record, &columns)),
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                let fault = reading.broken(line, &error);
                reading.faults.push(fault);
            }
        }
    }
    if reading.faults.is_empty() { Ok(rows) } else { Err(reading.faults) }
}

struct Reading<'a> {
    file: &'a str,
    faults: Vec<RowFault>,
    /// Filings that stand in the file, with the line and what they say.
    seen: HashMap<String, (u64, Filing)>,
}

impl Reading<'_> {
    fn fault(&self, line: u64, field: &str, zh: impl Into<Plain>, en: impl Into<Plain>) -> RowFault {
        let what = Words::new(zh, en).masked();
        RowFault { file: Foreign::place(self.file), line, field: field.into(), what }
    }

    fn add(&mut self, line: u64, field: &str, zh: impl Into<Plain>, en: impl Into<Plain>) {
        let fault = self.fault(line, field, zh, en);
        self.faults.push(fault);
    }

    fn broken(&self, line: u64, error: &csv::Error) -> RowFault {
        self.fault(line, "", format!("无法读取：{error}"), format!("it can't be read: {error}"))
    }

    /// The columns of the file, by their places.
    fn head(&mut self, head: &csv::ByteRecord) -> Vec<&'static str> {
        let mut columns = Vec::new();
        for name in head {
            let name = String::from_utf8_lossy(name).trim().to_lowercase();
            match COLUMNS.into_iter().find(|column| *column == name) {
                Some(column) if !columns.contains(&column) => columns.push(column),
                Some(_) => {
                    self.add(1, &name, "该列出现两次；请删去一列", "this column stands twice; remove one")
                }
                None => {
                    let all = COLUMNS.join(", ");
                    let shown = Foreign::from(name.as_str());
                    let zh = format!("没有“{shown}”这一列；可用的列：{all}");
                    self.add(1, &name, zh, format!("there is no column '{shown}'; the columns are {all}"));
                }
            }
        }
        if self.faults.is_empty() && !columns.contains(&"entity_name") {
            self.add(1, "entity_name", "缺少此列", "this column is missing");
        }
        columns
    }

    fn row(&mut self, record: &csv::ByteRecord, columns: &[&'static str]) -> Option<Filing> {
        let line = record.position().map_or(0, csv::Position::line);
        let before = self.faults.len();
        if record.len() != columns.len() {
            let (has, wants) = (record.len(), columns.len());
            let zh = format!("有{has}个字段，应为{wants}个；请检查逗号与引号");
            self.add(
                line,
                "",
                zh,
                format!("it has {has} fields and should have {wants}; look at commas and quotes"),
            );
            return None;
        }
        let mut filing = Filing::default();
        for (column, field) in columns.iter().copied().zip(record) {
            match std::str::from_utf8(field) {
                Ok(text) => self.field(line, column, text.trim(), &mut filing),
                Err(_) => self.add(
                    line,
                    column,
                    "不是 UTF-8；请另存为 UTF-8",
                    "it is not UTF-8; save the file as UTF-8",
                ),
            }
        }
        if self.faults.len() > before {
            return None;
        }
        self.whole(line, &filing).then_some(filing)
    }

    fn field(&mut self, line: u64, column: &'static str, text: &str, filing: &mut Filing) {
        if text.chars().count() > LONGEST || text.chars().any(char::is_control) {
            let zh = format!("超过{LONGEST}字或含控制字符");
            self.add(
                line,
                column,
                zh,
                format!("it is longer than {LONGEST} characters or holds a control character"),
            );
            return;
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
            _ => filing.manager_mobile = some,
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
        match self.seen.insert(identity(filing), (line, filing.clone())) {
            Some((first, other)) if other != *filing => {
                let zh = format!("与第{first}行是同一备案而内容不同；请保留一行");
                self.add(
                    line,
                    "",
                    zh,
                    format!("it is the filing of line {first} with other contents; keep one"),
                );
                false
            }
            _ => true,
        }
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
    (key.contains('.') && key.len() <= 253 && key.split('.').all(label)).then_some(Some(key))
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
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<String> {
        let faults = parse("r.csv", text.as_bytes()).unwrap_err();
        faults.into_iter().map(|fault| format!("{}:{} {}", fault.line, fault.field, fault.what.en)).collect()
    }

    #[test]
    fn rows_come_with_and_without_a_byte_order_mark_in_any_order_of_columns() {
        let text = "domain,entity_name,here,certificate_number\r\n例子.中国,甲公司,是,9135\r\n,\"乙, 公司\",,9136\r\n\r\n";
        let plain = parse("r.csv", text.as_bytes()).unwrap();
        assert_eq!(plain, parse("r.csv", format!("\u{feff}{text}").as_bytes()).unwrap());
        assert_eq!(plain.len(), 2);
        assert_eq!(plain[0].domain.as_deref(), Some("xn--fsqu00a.xn--fiqs8s"));
        assert_eq!((plain[0].here, plain[1].here), (Some(true), None));
        assert_eq!(plain[1].entity_name, "乙, 公司");
    }

    #[test]
    fn every_bad_row_is_named() {
        assert!(faults("")[0].contains("it is empty"));
        assert!(faults("domain,nmae\n")[0].starts_with("1:nmae there is no column"));
        assert!(faults("domain\n")[0].starts_with("1:entity_name this column is missing"));
        let found = faults(
            "entity_name,domain,here\n,a.cn,\n甲,http://a.cn/x,\n甲,a.cn,maybe\n甲,,\n甲\n乙,b.cn,true\n乙,b.cn,false\n",
        );
        let starts = [
            "2:entity_name",
            "3:domain",
            "4:here",
            "5: ",
            "6: it has 1 fields",
            "8: it is the filing of line 7",
        ];
        assert_eq!(found.len(), starts.len(), "{found:?}");
        for (found, start) in found.iter().zip(starts) {
            assert!(found.starts_with(start), "{found} / {start}");
        }
        let latin = parse("r.csv", b"entity_name,domain\n\xb5,a.cn\n").unwrap_err();
        assert_eq!((latin[0].line, latin[0].field.raw()), (2, "entity_name"));
    }
}
