//! Rows of one kind, each with what the layers change in it.

use super::near::nearest;
use super::{Faults, Layer, belongs, kept};
use crate::catalog::broken::{Broken, said};
use crate::catalog::parse;
use crate::domain::lang::Bilingual;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use toml::{Spanned, Table, Value};

/// A row with where it was last written.
pub struct Row {
    pub key: String,
    pub table: Table,
    pub file: String,
    pub line: usize,
    /// The row as it was before the last change; none = it is new, or the program's own.
    below: Option<Table>,
}

/// Where rows lie, the name of their table array, and the key of a row.
pub type Set = (&'static str, &'static str, &'static str);

/// All rows of one kind, each with what the layers change in it, in the order of the embedded ones.
pub fn merged(
    embedded: &[(&'static str, &'static str)],
    layers: &[Layer],
    set @ (under, array, _): Set,
    faults: &mut Faults,
) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (name, text) in embedded.iter().filter(|(name, _)| belongs(name, under)) {
        rows.extend(read(name, text, set, faults));
    }
    for layer in layers {
        for (name, text) in layer.files.iter().filter(|(name, _)| belongs(name, under)) {
            let mut seen = Vec::new();
            for row in read(&layer.named(name), text, set, faults) {
                if seen.contains(&row.key) {
                    faults.push(Broken::at(&row.file, row.line, twice(array, &row.key)));
                    continue;
                }
                seen.push(row.key.clone());
                kept(over(&mut rows, row), faults);
            }
        }
    }
    rows
}

fn twice(array: &str, key: &str) -> Bilingual {
    Bilingual::new(
        format!("{array} {key} 写了两次，请合为一行"),
        format!("the {array} {key} stands twice; make one row of both"),
    )
}

fn read(file: &str, text: &str, (_, array, key): Set, faults: &mut Faults) -> Vec<Row> {
    let Some(found) = kept(parse::<Table>(file, text), faults) else { return Vec::new() };
    if let Some(other) = found.keys().find(|name| *name != array) {
        let what = Bilingual::new(
            format!("这里应写 [[{array}]]，不是“{other}”"),
            format!("it holds [[{array}]] rows, not '{other}'"),
        );
        faults.push(Broken::sense(file, what));
        return Vec::new();
    }
    let Some(found) = kept(parse::<BTreeMap<String, Vec<Spanned<Table>>>>(file, text), faults) else {
        return Vec::new();
    };
    let rows = found.into_values().flatten().filter_map(|spanned| {
        let line = Broken::line_of(text, spanned.span().start);
        let table = spanned.into_inner();
        let Some(name) = table.get(key).and_then(Value::as_str) else {
            let what =
                Bilingual::new(format!("这条 {array} 缺少“{key}”"), format!("this {array} has no '{key}'"));
            faults.push(Broken::at(file, line, what));
            return None;
        };
        Some(Row { key: name.to_owned(), file: file.to_owned(), line, table, below: None })
    });
    rows.collect()
}

/// One row over the rows below: changes, adds, or takes away.
fn over(rows: &mut Vec<Row>, mut row: Row) -> Result<(), Broken> {
    let off = row.table.remove("off");
    let at = rows.iter().position(|known| known.key == row.key);
    match (off, at) {
        (Some(Value::Boolean(true)), Some(at)) => drop(rows.remove(at)),
        (Some(Value::Boolean(true)), None) => {
            let (zh, en) = meant(rows, &row.key);
            let what = Bilingual::new(
                format!("没有 {}，无从去掉{zh}", row.key),
                format!("there is no row {} to take away{en}", row.key),
            );
            return Err(Broken::at(&row.file, row.line, what));
        }
        (Some(Value::Boolean(false)) | None, Some(at)) => {
            if let Some(known) = rows.get_mut(at) {
                known.below = Some(known.table.clone());
                change(&mut known.table, row.table);
                (known.file, known.line) = (row.file, row.line);
            }
        }
        (Some(Value::Boolean(false)) | None, None) => rows.push(row),
        (Some(_), _) => {
            let what = Bilingual::new("off 只能是 true 或 false", "'off' is true or false");
            return Err(Broken::at(&row.file, row.line, what));
        }
    }
    Ok(())
}

/// The row that was probably meant, at the end of a sentence.
fn meant(rows: &[Row], key: &str) -> (String, String) {
    match nearest(key, rows.iter().map(|row| row.key.as_str()).filter(|other| *other != key)) {
        Some(near) => (format!("；是不是 {near}？"), format!("; did you mean {near}?")),
        None => (String::new(), String::new()),
    }
}

/// The values that are given change, table by table; the others stay.
pub fn change(table: &mut Table, given: Table) {
    for (key, value) in given {
        match (table.get_mut(&key), value) {
            (Some(Value::Table(known)), Value::Table(given)) => change(known, given),
            (_, value) => drop(table.insert(key, value)),
        }
    }
}

/// The rows as their type; one that a layer broke stays as it was below, so that no other fault comes of it.
pub fn typed<T: DeserializeOwned>(rows: &[Row], what: &str, faults: &mut Faults) -> Vec<T> {
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        match typed_table(&row.table) {
            Ok(one) => all.push(one),
            Err(why) => {
                let why = match missing(what, row) {
                    Some(fields) if row.below.is_none() => unknown(rows, what, &row.key, &fields),
                    _ => Bilingual::new(
                        format!("{what} {}：{}", row.key, why.zh),
                        format!("{what} {}: {}", row.key, why.en),
                    ),
                };
                faults.push(Broken::at(&row.file, row.line, why));
                all.extend(row.below.as_ref().and_then(|below| typed_table(below).ok()));
            }
        }
    }
    all
}

/// What a row of rules must have.
const OF_RULE: [&str; 11] =
    ["slug", "title", "what", "how", "weight", "certainty", "source", "stages", "subject", "reason", "mend"];

/// The fields that a new rule lacks.
fn missing(what: &str, row: &Row) -> Option<String> {
    let lacking: Vec<&str> = OF_RULE.into_iter().filter(|field| !row.table.contains_key(*field)).collect();
    (what == "rule" && !lacking.is_empty()).then(|| lacking.join(", "))
}

/// A code that no rule has, in a row that would be too short for a new one.
fn unknown(rows: &[Row], what: &str, key: &str, fields: &str) -> Bilingual {
    let (zh, en) = meant(rows, key);
    Bilingual::new(
        format!(
            "没有规则 {key}{zh}{}新增一条还须写 {fields}（missing field）",
            if zh.is_empty() { "；" } else { "" }
        ),
        format!(
            "no {what} {key}{en}{} a new row needs {fields} too (missing field)",
            if en.is_empty() { ";" } else { "" }
        ),
    )
}

/// A table as its type, or the path and what is wrong there.
pub fn typed_table<T: DeserializeOwned>(table: &Table) -> Result<T, Bilingual> {
    serde_path_to_error::deserialize(Value::Table(table.clone())).map_err(|error| {
        let path = error.path().to_string();
        let why = said(&error.into_inner().to_string());
        match path.as_str() {
            "." => why,
            _ => Bilingual::new(format!("{path}：{}", why.zh), format!("{path}: {}", why.en)),
        }
    })
}
