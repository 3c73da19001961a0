//! Regions of GB/T 2260 down to county level, with the codes that were given up (data/regions.tsv), and
//! which of them a telephone area code serves (data/area_codes.tsv).
//!
//! Both tables are read on the first question, not at start.

mod address;
mod area;

pub use address::Located;
pub use area::AreaCodes;

use super::{Broken, EMBEDDED};
use crate::domain::lang::Bilingual;
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;

/// A code of GB/T 2260: six digits, of which the last two or four are 0 for cities and provinces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RegionCode(u32);

impl RegionCode {
    /// Reads six ASCII digits.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse().ok().map(Self)).flatten()
    }

    /// The province above it, or itself.
    pub fn province(self) -> Self {
        Self(self.0 / 10_000 * 10_000)
    }

    /// The prefecture above it by its digits, or itself; the second level of a municipality is a
    /// formality, and a county under the province itself stands below a code such as 429000.
    pub fn prefecture(self) -> Self {
        Self(self.0 / 100 * 100)
    }

    /// True for the code of a province.
    pub fn is_province(self) -> bool {
        self.0.is_multiple_of(10_000)
    }

    /// True for the code of a prefecture.
    pub fn is_prefecture(self) -> bool {
        !self.is_province() && self.0.is_multiple_of(100)
    }

    /// True for Beijing, Tianjin, Shanghai and Chongqing with all below them.
    pub fn in_municipality(self) -> bool {
        matches!(self.0 / 10_000, 11 | 12 | 31 | 50)
    }

    /// True where `other` is this region or lies in it, by its digits.
    pub fn contains(self, other: Self) -> bool {
        let step = match self {
            _ if self.is_province() => 10_000,
            _ if self.is_prefecture() => 100,
            _ => 1,
        };
        self.0 / step == other.0 / step
    }

    /// First two digits, as in `Province::prefix`.
    pub fn prefix(self) -> String {
        format!("{:02}", self.0 / 10_000)
    }

    /// True for a county directly under its province (仙桃, 石河子 …), which stands for a city.
    fn is_direct_county(self) -> bool {
        self.0 / 100 % 100 == 90 && !self.is_prefecture()
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}", self.0)
    }
}

/// One name of one code, and the years in which it was so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// The code.
    pub code: RegionCode,
    /// The name: 广东省, 深圳市, 南山区.
    pub name: Cow<'static, str>,
    /// First year; 1980 stands for 1980 or before.
    pub from: u16,
    /// Last year; `None` while it is in force.
    pub until: Option<u16>,
}

/// All regions.
#[derive(Debug, Clone, Default)]
pub struct Regions {
    /// Rows of the user's own file.
    own: Vec<Region>,
    /// Sorted by code, then by year.
    rows: OnceLock<Vec<Region>>,
    /// Codes by whole name.
    by_name: OnceLock<HashMap<Cow<'static, str>, Vec<RegionCode>>>,
}

impl Regions {
    /// Adds the rows of a file to the embedded ones; a row replaces those of the same code and name.
    pub fn extend(&mut self, file: &str, text: &str) -> Result<(), Broken> {
        for (at, line) in lines(text) {
            let (code, name, from, until) =
                read(line).map_err(|what| Broken::at(file, at, Bilingual::same(what)))?;
            self.own.push(Region { code, name: Cow::Owned(name.to_owned()), from, until });
        }
        (self.rows, self.by_name) = (OnceLock::new(), OnceLock::new());
        Ok(())
    }

    /// Every row, sorted by code and year.
    pub fn rows(&self) -> &[Region] {
        self.rows.get_or_init(|| {
            let kept =
                |row: &Region| !self.own.iter().any(|own| own.code == row.code && own.name == row.name);
            let mut rows: Vec<Region> = embedded("regions.tsv")
                .filter_map(|(_, line)| read(line).ok())
                .map(|(code, name, from, until)| Region { code, name: Cow::Borrowed(name), from, until })
                .filter(kept)
                .chain(self.own.iter().cloned())
                .collect();
            rows.sort_by_key(|row| (row.code, row.from));
            rows
        })
    }

    /// Codes of exactly that name, in the order of the rows.
    fn codes_of(&self, name: &str) -> &[RegionCode] {
        let by_name = self.by_name.get_or_init(|| {
            let mut all: HashMap<Cow<'static, str>, Vec<RegionCode>> = HashMap::new();
            for row in self.rows() {
                all.entry(row.name.clone()).or_default().push(row.code);
            }
            all
        });
        by_name.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// Every name that a code had, oldest first.
    pub fn named(&self, code: RegionCode) -> &[Region] {
        let rows = self.rows();
        let from = rows.partition_point(|row| row.code < code);
        let to = rows.partition_point(|row| row.code <= code);
        rows.get(from..to).unwrap_or_default()
    }

    fn last(&self, code6: &str) -> Option<&Region> {
        self.named(RegionCode::parse(code6)?).last()
    }

    /// Whether the code was ever given.
    pub fn known(&self, code6: &str) -> bool {
        self.last(code6).is_some()
    }

    /// The present or last name of a code.
    pub fn name(&self, code6: &str) -> Option<&str> {
        self.last(code6).map(|row| row.name.as_ref())
    }

    /// True for a code that was given once and is no more.
    pub fn is_abolished(&self, code6: &str) -> bool {
        self.last(code6).is_some_and(|row| row.until.is_some())
    }

    /// Whether the code was in use in that year; the first year of the table stands for all before it.
    pub fn was_used(&self, code6: &str, year: u16) -> bool {
        let year = year.max(FIRST_YEAR);
        RegionCode::parse(code6).is_some_and(|code| {
            let rows = self.named(code);
            rows.iter().any(|row| row.from <= year && row.until.is_none_or(|until| year <= until))
        })
    }

    /// The name of the province that a code lies in.
    pub fn province_of(&self, code6: &str) -> Option<&str> {
        let code = RegionCode::parse(code6)?;
        self.named(code.province()).last().map(|row| row.name.as_ref())
    }

    /// The city that a code lies in: a municipality, a prefecture, or a county under its province.
    pub fn city_of(&self, code6: &str) -> Option<&Region> {
        let code = RegionCode::parse(code6)?;
        let city = match code {
            _ if code.in_municipality() => code.province(),
            _ if code.is_direct_county() => code,
            _ => code.prefecture(),
        };
        self.named(city).last().filter(|_| !code.is_province() || code.in_municipality())
    }

    /// The whole name of a code: 广东省深圳市南山区.
    pub fn full_name(&self, code6: &str) -> Option<String> {
        let row = self.last(code6)?;
        let mut parts = vec![self.province_of(code6)?];
        parts.extend(self.city_of(code6).map(|city| city.name.as_ref()));
        parts.push(row.name.as_ref());
        parts.dedup();
        Some(parts.concat())
    }
}

/// First year of the table.
const FIRST_YEAR: u16 = 1980;

/// Lines of an embedded table with their numbers, without its comments.
fn embedded(file: &str) -> impl Iterator<Item = (usize, &'static str)> {
    lines(EMBEDDED.get_file(file).and_then(|file| file.contents_utf8()).unwrap_or_default())
}

fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let numbered = text.lines().enumerate().map(|(at, line)| (at + 1, line));
    numbered.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

/// Code, name, first and last year of a line.
type Line<'a> = (RegionCode, &'a str, u16, Option<u16>);

fn read(line: &str) -> Result<Line<'_>, String> {
    let wrong = || format!("'{line}' is no region; write code, name, first and last year with tabs between");
    let mut parts = line.split('\t');
    let mut next = || parts.next().ok_or_else(wrong);
    let code = RegionCode::parse(next()?).ok_or_else(wrong)?;
    let name = next()?.trim();
    let from = next()?.parse().map_err(|_| wrong())?;
    let until = match next()? {
        "" => None,
        year => Some(year.parse().map_err(|_| wrong())?),
    };
    let whole = !name.is_empty() && until.is_none_or(|until| from <= until);
    if whole { Ok((code, name, from, until)) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests;
