//! A user's configuration folder over the embedded catalogue, row by row.
//!
//! A file there has the name of an embedded one, and holds only the rows that differ. A row with a known key
//! changes the values that it gives, a row with a new key is added, and `off = true` takes a row away. A
//! profile that names another as `based_on` begins as its copy.

use super::profile::Profile;
use super::{Broken, Catalog, parse};
use crate::domain::worktime::Year;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use toml::{Spanned, Table, Value};

/// The files of one folder: name below the folder, and text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Layer {
    /// The folder, as messages name it.
    pub folder: String,
    /// Its files: `rules/sites.toml`, `profiles/own.toml` …
    pub files: Vec<(String, String)>,
}

impl Layer {
    fn named(&self, name: &str) -> String {
        if self.folder.is_empty() { name.to_owned() } else { format!("{}/{name}", self.folder) }
    }
}

/// The kinds of files that a folder may have, as messages list them.
const KINDS: &str = "profiles/*.toml, rules/*.toml, calendars/*.toml, texts/zh.toml, texts/en.toml, \
                     provinces.toml, natures.toml, certificates.toml, reasons.toml, \
                     materials.toml, notices.toml, notice_phrases.toml, registrars.toml, tlds.toml, \
                     words/*.toml";

/// Which rows a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Profile,
    Calendar,
    Text,
    Tlds,
    Words,
    Rows { under: &'static str, array: &'static str, key: &'static str },
}

/// Files of rows: where they lie, the name of their table array, and the key of a row.
const ROWS: &[(&str, &str, &str)] = &[
    ("rules/", "rule", "code"),
    ("provinces.toml", "province", "id"),
    ("natures.toml", "nature", "id"),
    ("certificates.toml", "certificate", "id"),
    ("reasons.toml", "reason", "code"),
    ("materials.toml", "document", "code"),
    ("registrars.toml", "registrar", "name"),
    ("notices.toml", "notice", "event"),
    ("notice_phrases.toml", "phrase", "key"),
];

fn kind(name: &str) -> Option<Kind> {
    if let Some((under, array, key)) = ROWS.iter().find(|(under, ..)| belongs(name, under)) {
        return Some(Kind::Rows { under, array, key });
    }
    match name.split_once('/') {
        None if name == "tlds.toml" => Some(Kind::Tlds),
        Some(("profiles", _)) => Some(Kind::Profile),
        Some(("calendars", _)) => Some(Kind::Calendar),
        Some(("words", _)) => Some(Kind::Words),
        Some(("texts", "zh.toml" | "en.toml")) => Some(Kind::Text),
        _ => None,
    }
}

fn belongs(name: &str, under: &str) -> bool {
    if under.ends_with('/') { name.starts_with(under) } else { name == under }
}

/// A row with where it was last written.
struct Row {
    key: String,
    table: Table,
    file: String,
    line: usize,
}

/// Lays the layers over the catalogue, the first lowest.
pub(super) fn lay(
    catalog: &mut Catalog,
    embedded: &[(&'static str, &'static str)],
    layers: &[Layer],
) -> Result<(), Broken> {
    let mut profiles = Vec::new();
    let mut touched = Vec::new();
    for layer in layers {
        for (name, text) in &layer.files {
            let file = layer.named(name);
            match kind(name) {
                None => {
                    return Err(Broken::sense(
                        &file,
                        format!("no file of the catalogue is called so; there are {KINDS}"),
                    ));
                }
                Some(Kind::Calendar) => catalog.calendar.insert(parse::<Year>(&file, text)?),
                Some(Kind::Text) => texts(catalog, name, parse(&file, text)?, &file)?,
                Some(Kind::Tlds) => catalog.tlds.extend(parse(&file, text)?),
                Some(Kind::Words) => catalog.words.take(&file, text)?,
                Some(Kind::Profile) => profiles.push((file, text.as_str())),
                Some(Kind::Rows { under, array, key }) => {
                    let set = (under, array, key);
                    if !touched.contains(&set) {
                        touched.push(set);
                    }
                }
            }
        }
    }
    for (under, array, key) in touched {
        let rows = merged(embedded, layers, under, array, key)?;
        let own = rows.iter().filter(|row| !embedded.iter().any(|(name, _)| *name == row.file));
        catalog.origins.extend(own.map(|row| (row.key.clone(), (row.file.clone(), row.line))));
        put(catalog, array, &rows)?;
    }
    if profiles.is_empty() { Ok(()) } else { lay_profiles(catalog, embedded, &profiles) }
}

fn put(catalog: &mut Catalog, array: &str, rows: &[Row]) -> Result<(), Broken> {
    match array {
        "rule" => catalog.rules = typed(rows, "rule")?,
        "province" => catalog.provinces = typed(rows, "province")?,
        "nature" => catalog.natures = typed(rows, "nature")?,
        "certificate" => catalog.certificates = typed(rows, "certificate")?,
        "reason" => catalog.reasons = typed(rows, "reason")?,
        "document" => catalog.documents = typed(rows, "document")?,
        "notice" => catalog.notices = typed(rows, "notice")?,
        "phrase" => catalog.phrases = typed(rows, "phrase")?,
        "registrar" => catalog.registrars.rows = typed(rows, "registrar")?,
        _ => {}
    }
    Ok(())
}

fn texts(
    catalog: &mut Catalog,
    name: &str,
    given: BTreeMap<String, String>,
    file: &str,
) -> Result<(), Broken> {
    let texts = if name.ends_with("zh.toml") { &mut catalog.zh } else { &mut catalog.en };
    if let Some(key) = given.keys().find(|key| !texts.contains_key(*key)) {
        return Err(Broken::sense(file, format!("the interface has no text '{key}'")));
    }
    texts.extend(given);
    Ok(())
}

/// All rows of one kind, each with what the layers change in it, in the order of the embedded ones.
fn merged(
    embedded: &[(&'static str, &'static str)],
    layers: &[Layer],
    under: &str,
    array: &str,
    key: &str,
) -> Result<Vec<Row>, Broken> {
    let mut rows: Vec<Row> = Vec::new();
    for (name, text) in embedded.iter().filter(|(name, _)| belongs(name, under)) {
        rows.extend(read(name, text, array, key)?);
    }
    for layer in layers {
        for (name, text) in layer.files.iter().filter(|(name, _)| belongs(name, under)) {
            let mut seen = Vec::new();
            for row in read(&layer.named(name), text, array, key)? {
                if seen.contains(&row.key) {
                    return Err(Broken::at(
                        &row.file,
                        row.line,
                        format!("the {array} {} stands twice", row.key),
                    ));
                }
                seen.push(row.key.clone());
                over(&mut rows, row)?;
            }
        }
    }
    Ok(rows)
}

fn read(file: &str, text: &str, array: &str, key: &str) -> Result<Vec<Row>, Broken> {
    let found: BTreeMap<String, Vec<Spanned<Table>>> = parse(file, text)?;
    if let Some(other) = found.keys().find(|name| *name != array) {
        return Err(Broken::sense(file, format!("it holds [[{array}]] rows, not '{other}'")));
    }
    let rows = found.into_values().flatten().map(|spanned| {
        let line = Broken::line_of(text, spanned.span().start);
        let table = spanned.into_inner();
        match table.get(key).and_then(Value::as_str) {
            Some(name) => Ok(Row { key: name.to_owned(), file: file.to_owned(), line, table }),
            None => Err(Broken::at(file, line, format!("this {array} has no '{key}'"))),
        }
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
            return Err(Broken::at(&row.file, row.line, format!("there is no row {} to take away", row.key)));
        }
        (Some(Value::Boolean(false)) | None, Some(at)) => {
            if let Some(known) = rows.get_mut(at) {
                change(&mut known.table, row.table);
                (known.file, known.line) = (row.file, row.line);
            }
        }
        (Some(Value::Boolean(false)) | None, None) => rows.push(row),
        (Some(_), _) => return Err(Broken::at(&row.file, row.line, "'off' is true or false".into())),
    }
    Ok(())
}

/// The values that are given change, table by table; the others stay.
fn change(table: &mut Table, given: Table) {
    for (key, value) in given {
        match (table.get_mut(&key), value) {
            (Some(Value::Table(known)), Value::Table(given)) => change(known, given),
            (_, value) => drop(table.insert(key, value)),
        }
    }
}

fn typed<T: DeserializeOwned>(rows: &[Row], what: &str) -> Result<Vec<T>, Broken> {
    rows.iter()
        .map(|row| {
            typed_table(&row.table)
                .map_err(|why| Broken::at(&row.file, row.line, format!("{what} {}: {why}", row.key)))
        })
        .collect()
}

fn typed_table<T: DeserializeOwned>(table: &Table) -> Result<T, String> {
    serde_path_to_error::deserialize(Value::Table(table.clone())).map_err(|error| {
        let path = error.path().to_string();
        let why = error.into_inner().to_string();
        let why = why.lines().next().unwrap_or_default().to_owned();
        if path == "." { why } else { format!("{path}: {why}") }
    })
}

#[derive(Deserialize)]
struct Head {
    id: Spanned<String>,
    #[serde(default)]
    based_on: Option<String>,
}

/// Profiles: a known name changes, a new one stands alone or begins as a copy.
fn lay_profiles(
    catalog: &mut Catalog,
    embedded: &[(&'static str, &'static str)],
    given: &[(String, &str)],
) -> Result<(), Broken> {
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    for (name, text) in embedded.iter().filter(|(name, _)| name.starts_with("profiles/")) {
        let head: Head = parse(name, text)?;
        tables.insert(head.id.into_inner(), parse(name, text)?);
    }
    for (file, text) in given {
        let head: Head = parse(file, text)?;
        let own: Table = parse(file, text)?;
        let line = Broken::line_of(text, head.id.span().start);
        let id = head.id.into_inner();
        let stem = file.rsplit('/').next().unwrap_or_default().trim_end_matches(".toml");
        if stem != id {
            return Err(Broken::at(
                file,
                line,
                format!("the profile is called '{id}', its file '{stem}': give both one name"),
            ));
        }
        let mut table = match (tables.get(&id), &head.based_on) {
            (Some(known), _) => known.clone(),
            (None, Some(base)) => copy_of(&tables, base).map_err(|why| Broken::at(file, line, why))?,
            (None, None) => Table::new(),
        };
        change(&mut table, own);
        let profile: Profile = typed_table(&table)
            .map_err(|why| Broken::at(file, line_of_key(text, &why).unwrap_or(line), why))?;
        catalog.origins.insert(id.clone(), (file.clone(), line));
        catalog.profiles.insert(profile.id.clone(), profile);
        tables.insert(id, table);
    }
    Ok(())
}

/// The line on which the first key of an error's path is given.
fn line_of_key(text: &str, why: &str) -> Option<usize> {
    let path = why.split(':').next()?;
    let first = path.split(['.', '[']).next()?;
    let last = path.rsplit('.').next()?.split('[').next()?;
    let at = |key: &str| {
        text.lines().position(|line| {
            let line = line.trim_start().trim_start_matches('[');
            line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(['=', ']', '.']))
        })
    };
    at(last).or_else(|| at(first)).map(|line| line + 1)
}

fn copy_of(tables: &BTreeMap<String, Table>, base: &str) -> Result<Table, String> {
    let table = tables.get(base).ok_or_else(|| {
        let names: Vec<&str> = tables.keys().map(String::as_str).collect();
        format!("based_on: no profile is called '{base}'; there are {}", names.join(", "))
    })?;
    match table.get("based_on").and_then(Value::as_str) {
        Some(first) => Err(format!("based_on: '{base}' is a copy itself; name '{first}', which it copies")),
        None => Ok(table.clone()),
    }
}

#[cfg(test)]
mod tests;
