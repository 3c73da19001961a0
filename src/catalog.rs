//! What the field knows, parsed from `data/`: text in, types out. Pure.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod broken;
pub mod calendar;
pub mod cell;
pub mod checklist;
pub mod explain;
pub mod filing_form;
pub mod history;
pub mod layers;
pub mod material;
pub mod methods;
pub mod notice;
pub mod passphrase;
pub mod paths;
pub mod place;
pub mod practice;
pub mod profile;
pub mod region;
pub mod registrar;
pub mod rounds;
pub mod rule;
mod sense;
pub mod sheet;
pub mod slots;
pub mod sms;
pub mod tables;
pub mod timers;
pub mod tld;
pub mod wording;
pub mod words;

pub use crate::domain::lang::Lang;
pub use broken::Broken;
pub use layers::Layer;
pub use profile::Profile;

use crate::domain::ids::{CertificateTypeId, NatureId, ProfileId, ProvinceId, ReasonCode, RuleCode};
use crate::domain::lang::Bilingual;
use crate::domain::worktime::{Calendar, WorkClock, Year};
use include_dir::{Dir, include_dir};
use material::{Document, DocumentTexts};
use place::{CertificateType, Nature, Province};
use region::{AreaCodes, RegionCode, Regions};
use rule::{Reason, Rule};
use serde::de::DeserializeOwned;
use sheet::SheetForm;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use tld::Tlds;

static EMBEDDED: Dir = include_dir!("$CARGO_MANIFEST_DIR/data");

/// Everything that the program knows about the field.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    /// Provider profiles, by name.
    pub profiles: BTreeMap<ProfileId, Profile>,
    /// Provinces, in the usual order.
    pub provinces: Vec<Province>,
    /// Entity natures, in the order of the form.
    pub natures: Vec<Nature>,
    /// Certificate types.
    pub certificates: Vec<CertificateType>,
    /// Rules, in the order of their codes.
    pub rules: Vec<Rule>,
    /// Rejection reasons, in the order of their file.
    pub reasons: Vec<Reason>,
    /// Documents that orders need, in the order of their codes.
    pub documents: Vec<Document>,
    /// Sentences of the list of documents.
    pub document_texts: DocumentTexts,
    /// What the customer is told, by event.
    pub notices: Vec<notice::Template>,
    /// Sentences of the notices that depend on the order.
    pub phrases: Vec<notice::Phrase>,
    /// The national verification sheet.
    pub sheet: SheetForm,
    /// Holidays.
    pub calendar: Calendar,
    /// Regions down to county level, those of the past too.
    pub regions: Regions,
    /// Telephone area codes and the regions behind them.
    pub area_codes: AreaCodes,
    /// Top-level domains that the ministry approved.
    pub tlds: Tlds,
    /// Where rows of a user's folder stand: by code or id, file and line.
    origins: BTreeMap<String, (String, usize)>,
    words: words::WordLists,
    /// Names of columns in tables that people bring.
    pub table_columns: Vec<tables::TableColumn>,
    /// Words for results.
    pub result_words: Vec<tables::ResultWords>,
    /// Registrars that the ministry approved.
    pub registrars: registrar::Registrars,
    zh: BTreeMap<String, String>,
    en: BTreeMap<String, String>,
    fingerprint: u64,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Provinces {
    province: Vec<Province>,
}
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Natures {
    nature: Vec<Nature>,
}
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Certificates {
    certificate: Vec<CertificateType>,
}
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    rule: Vec<Rule>,
}
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Reasons {
    reason: Vec<Reason>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Documents {
    document: Vec<Document>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Notices {
    notice: Vec<notice::Template>,
}
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct TableColumns {
    column: Vec<tables::TableColumn>,
}
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct WordsOfResults {
    result: Vec<tables::ResultWords>,
}
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Phrases {
    phrase: Vec<notice::Phrase>,
}

fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, Broken> {
    toml::from_str(text).map_err(|error| Broken::toml(file, text, &error))
}

impl Catalog {
    /// The catalogue that is built into the program.
    pub fn embedded() -> Result<Self, Broken> {
        Self::layered(&[])
    }

    /// The embedded catalogue with a user's files over it, row by row; the last layer wins.
    ///
    /// # Errors
    /// The first fault of the files.
    pub fn layered(layers: &[Layer]) -> Result<Self, Broken> {
        Self::examined(layers).map_err(first)
    }

    /// The same.
    ///
    /// # Errors
    /// Every fault of the files; there is one at least.
    pub fn examined(layers: &[Layer]) -> Result<Self, Vec<Broken>> {
        let mut files = Vec::new();
        walk(&EMBEDDED, &mut files).map_err(|fault| vec![fault])?;
        let mut catalog = Self::default();
        let mut hasher = DefaultHasher::new();
        (&files, layers).hash(&mut hasher);
        catalog.fingerprint = hasher.finish();
        for (name, text) in &files {
            catalog.take(name, text).map_err(|fault| vec![fault])?;
        }
        let mut faults = Vec::new();
        layers::lay(&mut catalog, &files, layers, &mut faults);
        catalog.rules.sort_by(|a, b| a.code.cmp(&b.code));
        faults.extend(catalog.faults_of_sense());
        match faults.is_empty() {
            true => Ok(catalog),
            false => Err(faults),
        }
    }

    /// A catalogue from named texts: `profiles/ucloud.toml`, `rules/entity.toml` …
    pub fn from_files<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Broken> {
        let mut catalog = Self::default();
        let mut hasher = DefaultHasher::new();
        for (name, text) in files {
            (name, text).hash(&mut hasher);
            catalog.take(name, text)?;
        }
        catalog.fingerprint = hasher.finish();
        catalog.sorted()
    }

    fn sorted(mut self) -> Result<Self, Broken> {
        self.rules.sort_by(|a, b| a.code.cmp(&b.code));
        match self.faults_of_sense().into_iter().next() {
            Some(fault) => Err(fault),
            None => Ok(self),
        }
    }

    fn take(&mut self, name: &str, text: &str) -> Result<(), Broken> {
        match name.split_once('/').unwrap_or(("", name)) {
            ("profiles", _) => {
                let profile: Profile = parse(name, text)?;
                self.profiles.insert(profile.id.clone(), profile);
            }
            ("calendars", _) => self.calendar.insert(parse::<Year>(name, text)?),
            ("rules", _) => self.rules.extend(parse::<Rules>(name, text)?.rule),
            ("words", _) => self.words.take(name, text).map_err(first)?,
            ("texts", "zh.toml") => self.zh = parse(name, text)?,
            ("texts", "en.toml") => self.en = parse(name, text)?,
            ("", "provinces.toml") => self.provinces = parse::<Provinces>(name, text)?.province,
            ("", "natures.toml") => self.natures = parse::<Natures>(name, text)?.nature,
            ("", "certificates.toml") => self.certificates = parse::<Certificates>(name, text)?.certificate,
            ("", "regions.tsv") => self.regions.extend(name, text)?,
            ("", "area_codes.tsv") => self.area_codes.extend(name, text)?,
            ("", "tlds.toml") => self.tlds.extend(parse::<Tlds>(name, text)?),
            ("", "materials.toml") => self.documents = parse::<Documents>(name, text)?.document,
            ("", "material_texts.toml") => self.document_texts = parse(name, text)?,
            ("", "notices.toml") => self.notices = parse::<Notices>(name, text)?.notice,
            ("", "notice_phrases.toml") => self.phrases = parse::<Phrases>(name, text)?.phrase,
            ("", "table_columns.toml") => self.table_columns = parse::<TableColumns>(name, text)?.column,
            ("", "result_words.toml") => self.result_words = parse::<WordsOfResults>(name, text)?.result,
            ("", "sheet.toml") => self.sheet = parse::<SheetForm>(name, text)?,
            ("", "registrars.toml") => self.registrars = parse(name, text)?,
            ("", "reasons.toml") => self.reasons = parse::<Reasons>(name, text)?.reason,
            _ => {}
        }
        Ok(())
    }

    /// A number that differs where any of the texts does that the catalogue was read from.
    pub const fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// Word lists.
    pub fn words(&self) -> &words::WordLists {
        &self.words
    }

    /// A text of the interface; an unknown key shows itself.
    pub fn text<'a>(&'a self, lang: Lang, key: &'a str) -> &'a str {
        let texts = match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        };
        texts.get(key).map_or(key, String::as_str)
    }

    /// Keys of the interface texts in one language.
    pub fn text_keys(&self, lang: Lang) -> impl Iterator<Item = &str> {
        let texts = match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        };
        texts.keys().map(String::as_str)
    }

    /// The profile with this name.
    pub fn profile(&self, id: &ProfileId) -> Option<&Profile> {
        self.profiles.get(id)
    }

    /// The working clock of a profile.
    pub fn clock<'a>(&'a self, profile: &'a Profile) -> WorkClock<'a> {
        WorkClock { calendar: &self.calendar, hours: &profile.hours }
    }

    /// The province with this slug.
    pub fn province(&self, id: &ProvinceId) -> Option<&Province> {
        self.provinces.iter().find(|province| &province.id == id)
    }

    /// The province whose prefix a code of GB/T 2260 begins with; none for Hong Kong, Macau and Taiwan.
    pub fn province_of_region(&self, code: RegionCode) -> Option<&Province> {
        let prefix = code.prefix();
        self.provinces.iter().find(|province| province.prefix == prefix)
    }

    /// The nature with this slug.
    pub fn nature(&self, id: &NatureId) -> Option<&Nature> {
        self.natures.iter().find(|nature| &nature.id == id)
    }

    /// The certificate type with this slug.
    pub fn certificate(&self, id: &CertificateTypeId) -> Option<&CertificateType> {
        self.certificates.iter().find(|certificate| &certificate.id == id)
    }

    /// The rule with this code.
    pub fn rule(&self, code: &RuleCode) -> Option<&Rule> {
        self.rules.binary_search_by(|rule| rule.code.cmp(code)).ok().and_then(|at| self.rules.get(at))
    }

    /// The canned reason with this code.
    pub fn reason(&self, code: &ReasonCode) -> Option<&Reason> {
        self.reasons.iter().find(|reason| &reason.code == code)
    }
}

/// The first fault of a list that has one.
fn first(faults: Vec<Broken>) -> Broken {
    let none = || Broken::sense("", Bilingual::new("读不懂", "it can't be read"));
    faults.into_iter().next().unwrap_or_else(none)
}

fn walk(dir: &'static Dir, into: &mut Vec<(&'static str, &'static str)>) -> Result<(), Broken> {
    for file in dir.files() {
        let name = file.path().to_str().unwrap_or_default();
        if name.ends_with(".toml") {
            let text = file
                .contents_utf8()
                .ok_or_else(|| Broken::sense(name, Bilingual::new("不是 UTF-8", "it is not UTF-8")))?;
            into.push((name, text));
        }
    }
    dir.dirs().try_for_each(|dir| walk(dir, into))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_file_parses() {
        let catalog = Catalog::embedded().unwrap();
        assert!(catalog.profiles.len() >= 5);
        assert_eq!(catalog.provinces.len(), 31);
        assert!(catalog.calendar.knows(2026));
    }

    #[test]
    fn a_broken_file_is_named_with_its_line() {
        let error = Catalog::from_files([("provinces.toml", "[[province]]\nid = 3\n")]).unwrap_err();
        assert!(error.to_string().contains("provinces.toml"), "{error}");
        assert!(error.to_string().contains("line 2"), "{error}");
    }

    #[test]
    fn both_languages_have_the_same_texts() {
        let catalog = Catalog::embedded().unwrap();
        let zh: Vec<_> = catalog.text_keys(Lang::Zh).collect();
        let en: Vec<_> = catalog.text_keys(Lang::En).collect();
        assert_eq!(zh, en);
    }
}
