//! Telephone area codes and the regions that they serve (data/area_codes.tsv).

use super::{Broken, RegionCode, embedded, lines};
use crate::domain::lang::Bilingual;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Area codes: `0755` and the cities behind it.
#[derive(Debug, Clone, Default)]
pub struct AreaCodes {
    own: BTreeMap<String, Vec<RegionCode>>,
    rows: OnceLock<BTreeMap<String, Vec<RegionCode>>>,
}

impl AreaCodes {
    /// Adds the rows of a file to the embedded ones; a row replaces the one of the same area code.
    pub fn extend(&mut self, file: &str, text: &str) -> Result<(), Broken> {
        for (at, line) in lines(text) {
            let (code, regions) = read(line).map_err(|what| Broken::at(file, at, Bilingual::same(what)))?;
            self.own.insert(code, regions);
        }
        self.rows = OnceLock::new();
        Ok(())
    }

    fn rows(&self) -> &BTreeMap<String, Vec<RegionCode>> {
        self.rows.get_or_init(|| {
            let mut rows: BTreeMap<_, _> =
                embedded("area_codes.tsv").filter_map(|(_, line)| read(line).ok()).collect();
            rows.extend(self.own.clone());
            rows
        })
    }

    /// Whether the table has the area code, `0755` or `755`.
    pub fn known(&self, area_code: &str) -> bool {
        !self.cities(area_code).is_empty()
    }

    /// Codes of the regions that an area code serves; several where cities share one.
    pub fn cities(&self, area_code: &str) -> &[RegionCode] {
        let trimmed = area_code.trim_start_matches('0');
        self.rows().get(&format!("0{trimmed}")).map(Vec::as_slice).unwrap_or_default()
    }

    /// Area codes of a region: of a county its city's, of a province all in it.
    pub fn of(&self, region: RegionCode) -> Vec<&str> {
        let meets = |regions: &Vec<RegionCode>| regions.iter().any(|served| touches(*served, region));
        self.rows().iter().filter(|(_, regions)| meets(regions)).map(|(code, _)| code.as_str()).collect()
    }

    /// Whether an area code serves a region (P007). `None` where the table can't tell: it has not the
    /// area code, or no area code for a region of the same province.
    pub fn serves(&self, area_code: &str, region: RegionCode) -> Option<bool> {
        let cities = self.cities(area_code);
        if cities.is_empty() {
            return None;
        }
        if cities.iter().any(|city| touches(*city, region)) {
            return Some(true);
        }
        let elsewhere = cities.iter().all(|city| city.province() != region.province());
        (elsewhere || !self.of(region).is_empty()).then_some(false)
    }
}

/// One lies in the other.
fn touches(served: RegionCode, region: RegionCode) -> bool {
    served.contains(region) || region.contains(served)
}

fn read(line: &str) -> Result<(String, Vec<RegionCode>), String> {
    let wrong = || format!("'{line}' is no area code; write it, a tab, and codes with commas between");
    let (code, regions) = line.split_once('\t').ok_or_else(wrong)?;
    let digits = code.starts_with('0') && code.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || !(3..=4).contains(&code.len()) {
        return Err(wrong());
    }
    let regions: Option<Vec<_>> = regions.split(',').map(RegionCode::parse).collect();
    Ok((code.to_owned(), regions.ok_or_else(wrong)?))
}
