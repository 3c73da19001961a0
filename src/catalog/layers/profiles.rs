//! Profiles: a known name changes, a new one stands alone or begins as a copy.

use super::rows::{change, typed_table};
use super::{Faults, kept};
use crate::catalog::profile::Profile;
use crate::catalog::{Broken, Catalog, parse};
use crate::domain::lang::Bilingual;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::{Spanned, Table, Value};

#[derive(Deserialize)]
struct Head {
    id: Spanned<String>,
    #[serde(default)]
    based_on: Option<String>,
}

type Tables = BTreeMap<String, Table>;

/// Lays the profiles of all layers over the program's own.
pub fn lay(
    catalog: &mut Catalog,
    embedded: &[(&'static str, &'static str)],
    given: &[(String, &str)],
    faults: &mut Faults,
) {
    let mut tables = Tables::new();
    for (name, text) in embedded.iter().filter(|(name, _)| name.starts_with("profiles/")) {
        let own = parse::<Head>(name, text).and_then(|head| Ok((head.id.into_inner(), parse(name, text)?)));
        tables.extend(kept(own, faults));
    }
    for (file, text) in given {
        kept(one(catalog, &mut tables, file, text), faults);
    }
}

fn one(catalog: &mut Catalog, tables: &mut Tables, file: &str, text: &str) -> Result<(), Broken> {
    let head: Head = parse(file, text)?;
    let own: Table = parse(file, text)?;
    let line = Broken::line_of(text, head.id.span().start);
    let id = head.id.into_inner();
    let stem = file.rsplit('/').next().unwrap_or_default().trim_end_matches(".toml");
    if stem != id {
        let what = Bilingual::new(
            format!("配置名为“{id}”，文件名为“{stem}”，请取同一个名字"),
            format!("the profile is called '{id}', its file '{stem}': give both one name"),
        );
        return Err(Broken::at(file, line, what));
    }
    let mut table = match (tables.get(&id), &head.based_on) {
        (Some(known), _) => known.clone(),
        (None, Some(base)) => copy_of(tables, base).map_err(|why| Broken::at(file, line, why))?,
        (None, None) => Table::new(),
    };
    change(&mut table, own);
    let profile: Profile = typed_table(&table)
        .map_err(|why| Broken::at(file, line_of_key(text, &why.en).unwrap_or(line), why))?;
    catalog.origins.insert(id.clone(), (file.to_owned(), line));
    catalog.profiles.insert(profile.id.clone(), profile);
    tables.insert(id, table);
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

fn copy_of(tables: &Tables, base: &str) -> Result<Table, Bilingual> {
    let table = tables.get(base).ok_or_else(|| {
        let names: Vec<&str> = tables.keys().map(String::as_str).collect();
        let names = names.join(", ");
        Bilingual::new(
            format!("based_on：没有名为“{base}”的配置；可用的是 {names}"),
            format!("based_on: no profile is called '{base}'; there are {names}"),
        )
    })?;
    match table.get("based_on").and_then(Value::as_str) {
        Some(first) => Err(Bilingual::new(
            format!("based_on：“{base}”本身是副本，请写它的原本“{first}”"),
            format!("based_on: '{base}' is a copy itself; name '{first}', which it copies"),
        )),
        None => Ok(table.clone()),
    }
}
