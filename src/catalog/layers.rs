//! A user's configuration folder over the embedded catalogue, row by row.
//!
//! A file there has the name of an embedded one, and holds only the rows that differ. A row with a known key
//! changes the values that it gives, a row with a new key is added, and `off = true` takes a row away. A
//! profile that names another as `based_on` begins as its copy.

mod near;
mod profiles;
mod rows;
#[cfg(test)]
mod tests;

use super::{Broken, Catalog, parse};
use crate::domain::lang::Bilingual;
use crate::domain::worktime::Year;
pub(super) use near::nearest;
use rows::{Row, merged, typed};
use std::collections::BTreeMap;

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
                     table_columns.toml, result_words.toml, words/*.toml";

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
    ("table_columns.toml", "column", "id"),
    ("result_words.toml", "result", "id"),
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

/// What is wrong with the files of all layers; what can't be used is left out.
pub(super) type Faults = Vec<Broken>;

/// The value, or a fault more.
fn kept<T>(result: Result<T, Broken>, faults: &mut Faults) -> Option<T> {
    result.map_err(|fault| faults.push(fault)).ok()
}

/// Lays the layers over the catalogue, the first lowest, and tells every fault.
pub(super) fn lay(
    catalog: &mut Catalog,
    embedded: &[(&'static str, &'static str)],
    layers: &[Layer],
    faults: &mut Faults,
) {
    let mut profiles = Vec::new();
    let mut touched = Vec::new();
    for layer in layers {
        for (name, text) in &layer.files {
            let file = layer.named(name);
            match kind(name) {
                Some(Kind::Profile) => profiles.push((file, text.as_str())),
                Some(Kind::Rows { under, array, key }) => {
                    let set = (under, array, key);
                    if !touched.contains(&set) {
                        touched.push(set);
                    }
                }
                kind => whole(catalog, kind, name, (&file, text), faults),
            }
        }
    }
    for (under, array, key) in touched {
        let rows = merged(embedded, layers, (under, array, key), faults);
        let own = rows.iter().filter(|row| !embedded.iter().any(|(name, _)| *name == row.file));
        catalog.origins.extend(own.map(|row| (row.key.clone(), (row.file.clone(), row.line))));
        put(catalog, array, &rows, faults);
    }
    if !profiles.is_empty() {
        profiles::lay(catalog, embedded, &profiles, faults);
    }
}

/// A file that is taken as a whole.
fn whole(
    catalog: &mut Catalog,
    kind: Option<Kind>,
    name: &str,
    (file, text): (&str, &str),
    faults: &mut Faults,
) {
    match kind {
        Some(Kind::Calendar) => {
            let year = kept(parse::<Year>(file, text), faults);
            year.into_iter().for_each(|year| catalog.calendar.insert(year));
        }
        Some(Kind::Text) => {
            if let Some(given) = kept(parse(file, text), faults) {
                texts(catalog, name, given, file, faults);
            }
        }
        Some(Kind::Tlds) => {
            let lists = kept(parse(file, text), faults);
            lists.into_iter().for_each(|lists| catalog.tlds.extend(lists));
        }
        Some(Kind::Words) => faults.extend(catalog.words.take(file, text).err().unwrap_or_default()),
        Some(Kind::Profile | Kind::Rows { .. }) => {}
        None => faults.push(Broken::sense(
            file,
            Bilingual::new(
                format!("目录里没有叫这个名字的文件，请改名或移走；可用的是 {KINDS}"),
                format!("no file of the catalogue is called so; there are {KINDS}"),
            ),
        )),
    }
}

fn put(catalog: &mut Catalog, array: &str, rows: &[Row], faults: &mut Faults) {
    match array {
        "rule" => catalog.rules = typed(rows, "rule", faults),
        "province" => catalog.provinces = typed(rows, "province", faults),
        "nature" => catalog.natures = typed(rows, "nature", faults),
        "certificate" => catalog.certificates = typed(rows, "certificate", faults),
        "reason" => catalog.reasons = typed(rows, "reason", faults),
        "document" => catalog.documents = typed(rows, "document", faults),
        "notice" => catalog.notices = typed(rows, "notice", faults),
        "phrase" => catalog.phrases = typed(rows, "phrase", faults),
        "column" => catalog.table_columns = typed(rows, "column", faults),
        "result" => catalog.result_words = typed(rows, "result", faults),
        "registrar" => catalog.registrars.rows = typed(rows, "registrar", faults),
        _ => {}
    }
}

fn texts(
    catalog: &mut Catalog,
    name: &str,
    given: BTreeMap<String, String>,
    file: &str,
    faults: &mut Faults,
) {
    let texts = if name.ends_with("zh.toml") { &mut catalog.zh } else { &mut catalog.en };
    for (key, text) in given {
        match texts.get_mut(&key) {
            Some(known) => *known = text,
            None => faults.push(Broken::sense(
                file,
                Bilingual::new(
                    format!("界面没有“{key}”这条文字，请检查拼写或删去"),
                    format!("the interface has no text '{key}'; check its spelling, or take it out"),
                ),
            )),
        }
    }
}
