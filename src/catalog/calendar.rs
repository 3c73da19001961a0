//! A year of holidays in one of two forms, checked and written in ours: TOML as in data/calendars, or the
//! JSON that public holiday lists use, `{"year": 2026, "days": [{"name", "date", "isOffDay"}]}`.

use super::{Broken, parse};
use crate::domain::lang::Bilingual;
use crate::domain::text::visible;
use crate::domain::worktime::Year;
use chrono::{Datelike, NaiveDate, Weekday};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Dates that stand on one line of the file.
const PER_LINE: usize = 8;

/// A year that was read and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadYear {
    /// The year.
    pub year: Year,
    /// Dates of other years, which a list may hold and which were left out.
    pub left_out: Vec<NaiveDate>,
}

impl ReadYear {
    /// The year as a file of data/calendars: `calendars/2026.toml`.
    pub fn to_toml(&self) -> String {
        let Year { year, source, off, work } = &self.year;
        let source = toml::Value::String(visible(source).into_owned());
        let mut text = format!(
            "# Working days of {year}: what differs from Monday to Friday. `off` may also list weekend days that\n\
             # lie inside a holiday; `work` lists weekend days that are worked (调休).\n\
             year = {year}\nsource = {source}\n"
        );
        write_days(&mut text, "off", off);
        write_days(&mut text, "work", work);
        text
    }
}

#[derive(Deserialize)]
struct Listed {
    year: i32,
    days: Vec<Day>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Day {
    date: NaiveDate,
    is_off_day: bool,
}

/// Reads a year in either form and checks it. `source` is written where the file names none.
///
/// # Errors
///
/// Says which file is broken and why: no year in it, no day off, a date that is both off and worked, or a
/// shifted workday that is a working day anyway.
pub fn read_year(file: &str, text: &str, source: &str) -> Result<ReadYear, Broken> {
    let text = text.trim_start_matches('\u{feff}');
    let mut year = match text.trim_start().starts_with('{') {
        true => from_json(file, text)?,
        false => parse::<Year>(file, text)?,
    };
    if year.source.trim().is_empty() {
        source.clone_into(&mut year.source);
    }
    let other = |day: &&NaiveDate| day.year() != year.year;
    let left_out: Vec<NaiveDate> = year.off.iter().chain(&year.work).filter(other).copied().collect();
    year.off.retain(|day| day.year() == year.year);
    year.work.retain(|day| day.year() == year.year);
    check(&year).map_err(|what| Broken::sense(file, what))?;
    Ok(ReadYear { year, left_out })
}

fn from_json(file: &str, text: &str) -> Result<Year, Broken> {
    let listed: Listed = serde_json::from_str(text).map_err(|error| Broken {
        file: file.to_owned(),
        line: Some(error.line()),
        what: Bilingual::new(format!("读不懂（{error}），请检查 JSON 的写法"), error.to_string()),
    })?;
    let (off, work): (Vec<Day>, Vec<Day>) = listed.days.into_iter().partition(|day| day.is_off_day);
    let dates = |days: Vec<Day>| days.into_iter().map(|day| day.date).collect();
    Ok(Year { year: listed.year, source: String::new(), off: dates(off), work: dates(work) })
}

/// Checks the sense of a year.
pub fn check(year: &Year) -> Result<(), Bilingual> {
    if !(1949..=2200).contains(&year.year) {
        return Err(Bilingual::new(
            format!("{} 不是日历的年份", year.year),
            format!("{} is no year of a calendar", year.year),
        ));
    }
    if year.off.is_empty() {
        return Err(Bilingual::new(
            format!("没有写 {} 年的任何休息日", year.year),
            format!("it names no day off in {}", year.year),
        ));
    }
    if let Some(day) = year.off.iter().chain(&year.work).find(|day| day.year() != year.year) {
        return Err(Bilingual::new(
            format!("{day} 不在 {} 年", year.year),
            format!("{day} is not in {}", year.year),
        ));
    }
    if let Some(day) = year.off.intersection(&year.work).next() {
        return Err(Bilingual::new(format!("{day} 既休息又上班"), format!("{day} is both off and worked")));
    }
    if let Some(day) = year.work.iter().find(|day| !is_weekend(**day)) {
        return Err(Bilingual::new(
            format!("{day} 列为调休上班，但不是周末"),
            format!("{day} is listed as a shifted workday, but is no Saturday or Sunday"),
        ));
    }
    Ok(())
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

fn write_days(text: &mut String, name: &str, days: &BTreeSet<NaiveDate>) {
    let _ = writeln!(text, "{name} = [");
    let days: Vec<&NaiveDate> = days.iter().collect();
    for month in days.chunk_by(|one, two| one.month() == two.month()) {
        for line in month.chunks(PER_LINE) {
            let line: Vec<String> = line.iter().map(|day| format!("\"{day}\"")).collect();
            let _ = writeln!(text, "    {},", line.join(", "));
        }
    }
    text.push_str("]\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use chrono::Duration;

    const JSON: &str = r#"{"$schema": "x", "year": 2026, "papers": [], "days": [
        {"name": "元旦", "date": "2026-01-01", "isOffDay": true},
        {"name": "元旦", "date": "2026-01-04", "isOffDay": false},
        {"name": "元旦", "date": "2025-12-31", "isOffDay": true}]}"#;

    #[test]
    fn a_public_list_becomes_our_file() {
        let read = read_year("2026.json", JSON, "notice of 2025-11").unwrap();
        assert_eq!(read.left_out, ["2025-12-31".parse().unwrap()]);
        let again = read_year("2026.toml", &read.to_toml(), "").unwrap();
        assert_eq!(again.year, read.year);
        assert_eq!(again.year.source, "notice of 2025-11");
        assert_eq!(again.to_toml(), read.to_toml());
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        let refused = |text: &str| read_year("x", text, "").unwrap_err().to_string();
        assert!(refused("{\"year\": 2026, \"days\": []}").contains("no day off"));
        assert!(refused("{\"year\": 2026,\n \"days\": 3}").contains("line 2"));
        assert!(refused("year = 2026\noff = [\"2026-01-01\"]\nwork = [\"2026-01-01\"]\n").contains("both"));
        assert!(
            refused("year = 2026\noff = [\"2026-01-01\"]\nwork = [\"2026-01-05\"]\n").contains("Saturday")
        );
        assert!(refused("year = 26\noff = []\nwork = []\n").contains("no year"));
        assert!(refused("year = 2026\noff = [\"2026-02-30\"]\nwork = []\n").contains("line 2"));
        assert!(refused("").contains("missing field"));
    }

    #[test]
    fn every_embedded_year_makes_sense() {
        let catalog = Catalog::embedded().unwrap();
        for year in 2004..=2026 {
            assert!(catalog.calendar.knows(year), "{year}");
            let file = format!("calendars/{year}.toml");
            let text = super::super::EMBEDDED.get_file(&file).unwrap().contents_utf8().unwrap();
            let read = read_year(&file, text, "").unwrap();
            assert!(read.left_out.is_empty(), "{year}");
            assert_eq!(read_year(&file, &read.to_toml(), "").unwrap(), read);
        }
        assert!(!catalog.calendar.knows(2027));
    }

    #[test]
    fn nobody_works_more_than_ten_days_on_end() {
        let catalog = Catalog::embedded().unwrap();
        let mut day: NaiveDate = "2004-01-01".parse().unwrap();
        let mut run = 0;
        while day.year() <= 2026 {
            run = if catalog.calendar.is_working_day(day) { run + 1 } else { 0 };
            assert!(run <= 10, "{day}");
            day += Duration::days(1);
        }
    }
}
