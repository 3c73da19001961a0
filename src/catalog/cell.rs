//! One fact of a table, with where it stands, from when to when it holds, and who says otherwise.

use crate::domain::lang::Bilingual;
use crate::domain::rule::Certainty;
use chrono::NaiveDate;
use serde::Deserialize;

/// A fact with its source. A fact that no source states has no cell.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell<T> {
    /// What is said.
    pub is: T,
    /// Who says it.
    pub source: String,
    /// Day of the page, where it has one.
    #[serde(default)]
    pub date: Option<NaiveDate>,
    /// How sure it is.
    pub certainty: Certainty,
    /// First day of submission on which it holds.
    #[serde(default)]
    pub valid_from: Option<NaiveDate>,
    /// Last day of submission on which it holds.
    #[serde(default)]
    pub valid_to: Option<NaiveDate>,
    /// What the value alone doesn't tell.
    #[serde(default)]
    pub note: Option<Bilingual>,
    /// The same fact of another time, or by another source.
    #[serde(default = "Vec::new")]
    pub also: Vec<Cell<T>>,
}

/// Whether a day lies between two others, both included; none = without end on that side.
pub fn within(day: NaiveDate, from: Option<NaiveDate>, to: Option<NaiveDate>) -> bool {
    from.is_none_or(|from| day >= from) && to.is_none_or(|to| day <= to)
}

impl<T> Cell<T> {
    /// Whether this value itself holds for an order submitted on `day`.
    pub fn holds(&self, day: NaiveDate) -> bool {
        within(day, self.valid_from, self.valid_to)
    }

    /// Every value that holds on `day`: the first is the one to go by, the others disagree with it.
    pub fn all_on(&self, day: NaiveDate) -> impl Iterator<Item = &Cell<T>> {
        std::iter::once(self).chain(&self.also).filter(move |cell| cell.holds(day))
    }

    /// The value to go by on `day`.
    pub fn on(&self, day: NaiveDate) -> Option<&Cell<T>> {
        self.all_on(day).next()
    }

    /// True where a finding may stop an order: no single-source or disputed fact may.
    pub fn is_sure(&self) -> bool {
        self.certainty == Certainty::Sure
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_value_follows_the_day() {
        let cell: Cell<String> = toml::from_str(
            "is = 'everyone'\nsource = 'U1'\ncertainty = 'sure'\nvalid_to = '2024-03-31'\n\
             also = [{ is = 'persons', source = 'UCloud', certainty = 'one', valid_from = '2024-04-01' }]",
        )
        .unwrap();
        assert_eq!(cell.on(day("2024-03-31")).unwrap().is, "everyone");
        assert_eq!(cell.on(day("2024-04-01")).unwrap().is, "persons");
        assert_eq!(cell.all_on(day("2024-04-01")).count(), 1);
    }
}
