//! ID numbers of GB 11643: resident identity cards (居民身份证) and the residence permits of people from
//! Hong Kong, Macau and Taiwan (港澳台居民居住证).
//!
//! 18 places: region (6), birth date (8), order (3, odd for men), check (ISO 7064 MOD 11-2).

use super::{Case, Hyphens, Slip, is_digits, mend};
use chrono::NaiveDate;
use std::borrow::Cow;

const WEIGHTS: [usize; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

/// Order codes that the 15-digit form kept for people older than a hundred years (GB 11643-1989).
const CENTENARIANS: [&str; 4] = ["996", "997", "998", "999"];

/// What an ID number says, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdNumber<'a> {
    number: Cow<'a, str>,
    birth: Option<NaiveDate>,
    /// What is wrong with the mended number.
    pub problems: Vec<IdProblem>,
    /// Slips of form; none of them is a failure of the check.
    pub slips: Vec<Slip>,
}

/// Whose number it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IdKind {
    /// Resident identity card.
    Resident,
    /// Residence permit of somebody from the place named (国办发〔2018〕81号).
    ResidencePermit(Home),
}

/// Where the holder of a residence permit comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Home {
    /// Region code 810000.
    HongKong,
    /// Region code 820000.
    Macau,
    /// Region code 830000.
    Taiwan,
}

/// Sex as the order code says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sex {
    /// Odd order code.
    Male,
    /// Even order code.
    Female,
}

/// What is wrong with an ID number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IdProblem {
    /// Neither 18 nor 15 places, but so many.
    Length(usize),
    /// A character that no ID number has at this place (counted from 1).
    Character {
        /// The character.
        found: char,
        /// Its place.
        at: usize,
    },
    /// The 15-digit form that is void since 2013, with its 18 places where it can be converted.
    Outdated {
        /// The number in the form of today.
        converted: Option<String>,
    },
    /// The first six digits are no region, neither of today nor of old.
    UnknownRegion,
    /// There is no such day.
    NoSuchBirthDate,
    /// The last place should be another one.
    CheckDigit {
        /// What the other 17 places ask for.
        expected: char,
    },
    /// A resident's number where a residence permit of certain people is asked for, or of others.
    NotThisPermit,
}

impl<'a> IdNumber<'a> {
    /// Reads an ID number; `known_region` tells whether six digits are or were a region of GB/T 2260.
    pub fn read(text: &'a str, known_region: impl Fn(&str) -> bool) -> Self {
        let (number, seen) = mend(text, Case::Upper, Hyphens::Dropped);
        let slips = seen.slips(&number);
        let mut read = Self { number, birth: None, problems: Vec::new(), slips };
        match stray(&read.number) {
            Some(problem) => read.problems.push(problem),
            None if read.number.len() == 15 => read.judge_old(known_region),
            None => read.judge(known_region),
        }
        read
    }

    /// True where nothing is wrong; slips of form do not count.
    pub fn is_valid(&self) -> bool {
        self.problems.is_empty()
    }

    /// The mended number.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// The region code of the first six places, where they are digits.
    pub fn region(&self) -> Option<&str> {
        self.number.get(..6).filter(|region| is_digits(region))
    }

    /// The kind of document that such a number belongs to.
    pub fn kind(&self) -> IdKind {
        match self.region() {
            Some("810000") => IdKind::ResidencePermit(Home::HongKong),
            Some("820000") => IdKind::ResidencePermit(Home::Macau),
            Some("830000") => IdKind::ResidencePermit(Home::Taiwan),
            _ => IdKind::Resident,
        }
    }

    /// The birth date, where it exists.
    pub fn birth(&self) -> Option<NaiveDate> {
        self.birth
    }

    /// The three digits that number the people born there on one day.
    pub fn order_code(&self) -> Option<&str> {
        let order = match self.number.len() {
            18 => self.number.get(14..17),
            15 => self.number.get(12..15),
            _ => None,
        };
        order.filter(|order| is_digits(order))
    }

    /// The sex that the order code gives.
    pub fn sex(&self) -> Option<Sex> {
        let last = self.order_code()?.bytes().last()?;
        Some(if last % 2 == 1 { Sex::Male } else { Sex::Female })
    }

    fn judge(&mut self, known_region: impl Fn(&str) -> bool) {
        self.judge_region(known_region);
        self.birth = self.number.get(6..14).and_then(day);
        if self.birth.is_none() {
            self.problems.push(IdProblem::NoSuchBirthDate);
        }
        let expected = self.number.get(..17).and_then(check_digit);
        if let Some(expected) = expected.filter(|&expected| !self.number.ends_with(expected)) {
            self.problems.push(IdProblem::CheckDigit { expected });
        }
    }

    fn judge_old(&mut self, known_region: impl Fn(&str) -> bool) {
        let converted = converted(&self.number);
        self.birth = converted.as_deref().and_then(|long| long.get(6..14)).and_then(day);
        self.problems.push(IdProblem::Outdated { converted });
        self.judge_region(known_region);
        if self.birth.is_none() {
            self.problems.push(IdProblem::NoSuchBirthDate);
        }
    }

    fn judge_region(&mut self, known_region: impl Fn(&str) -> bool) {
        if self.kind() == IdKind::Resident && !self.region().is_some_and(known_region) {
            self.problems.push(IdProblem::UnknownRegion);
        }
    }
}

/// The check digit that 17 digits ask for; none for anything else.
pub fn check_digit(body: &str) -> Option<char> {
    if body.len() != 17 || !is_digits(body) {
        return None;
    }
    let sum: usize =
        body.bytes().zip(WEIGHTS).map(|(digit, weight)| usize::from(digit - b'0') * weight).sum();
    CHECKS.get(sum % 11).copied()
}

/// Full years on `day` of somebody born on `birth`; none before the birth.
///
/// Who was born on 29 February grows older on 1 March in other years.
pub fn age_on(birth: NaiveDate, day: NaiveDate) -> Option<u32> {
    day.years_since(birth)
}

/// The first thing that keeps `number` from having a form of ID numbers at all.
fn stray(number: &str) -> Option<IdProblem> {
    let places = number.chars().count();
    if places != 18 && places != 15 {
        return Some(IdProblem::Length(places));
    }
    let strange = |(at, c): &(usize, char)| !(c.is_ascii_digit() || *c == 'X' && *at == 17);
    let (at, found) = number.chars().enumerate().find(strange)?;
    Some(IdProblem::Character { found, at: at + 1 })
}

/// The 18 places of a 15-digit number whose birth date exists.
fn converted(old: &str) -> Option<String> {
    let (region, birth, order) = (old.get(..6)?, old.get(6..12)?, old.get(12..15)?);
    let century = if CENTENARIANS.contains(&order) { "18" } else { "19" };
    day(&format!("{century}{birth}"))?;
    let body = format!("{region}{century}{birth}{order}");
    let check = check_digit(&body)?;
    Some(format!("{body}{check}"))
}

/// The day that eight digits name.
fn day(digits: &str) -> Option<NaiveDate> {
    let year = digits.get(..4)?.parse().ok()?;
    NaiveDate::from_ymd_opt(year, digits.get(4..6)?.parse().ok()?, digits.get(6..8)?.parse().ok()?)
}

#[cfg(test)]
mod tests;
