//! Phone numbers: what is a mobile or a landline of the mainland, by the numbering plan in `data/phone_plan.tsv`.
//!
//! The patterns are those of the crate `phonenumber`, which the tests compare with; it reads the plans of the whole
//! world and looks for its patterns at the start of a number only. [`prepare`] compiles them ahead.

pub mod mobile;
pub mod office;

use super::is_digits;
use regex::{Regex, RegexBuilder};
use std::collections::BTreeMap;
use std::sync::LazyLock;

static PLAN: LazyLock<Option<Plan>> = LazyLock::new(Plan::read);

/// The patterns of the mainland's numbering plan, for whole national numbers.
#[derive(Debug)]
struct Plan {
    mobile: Regex,
    landline: Regex,
}

impl Plan {
    fn read() -> Option<Self> {
        let rows = include_str!("../../../data/phone_plan.tsv").lines();
        let rows: BTreeMap<&str, &str> = rows.filter_map(|row| row.split_once('\t')).collect();
        Some(Self { mobile: whole(rows.get("mobile")?)?, landline: whole(rows.get("landline")?)? })
    }
}

/// Reads the numbering plan, so that the first number need not wait for it.
pub fn prepare() {
    LazyLock::force(&PLAN);
}

/// True for 11 digits that are a mainland mobile number.
pub fn is_mobile(national: &str) -> bool {
    is_digits(national) && PLAN.as_ref().is_some_and(|plan| plan.mobile.is_match(national))
}

/// True for area code without its 0, and local number, that are a mainland landline.
pub fn is_landline(national: &str) -> bool {
    is_digits(national) && PLAN.as_ref().is_some_and(|plan| plan.landline.is_match(national))
}

/// How many digits an area code has that starts like `digits`, its 0 included: Beijing and the codes that
/// start with 02 have three, all others four.
fn area_places(digits: &str) -> usize {
    if digits.starts_with("010") || digits.starts_with("02") { 3 } else { 4 }
}

fn whole(pattern: &str) -> Option<Regex> {
    RegexBuilder::new(&format!("^(?:{pattern})$")).unicode(false).build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use phonenumber::metadata::DATABASE;
    use phonenumber::{Type, country};
    use proptest::prelude::*;

    /// What the crate itself says of a national number.
    fn kind(national: &str) -> Type {
        match phonenumber::parse(Some(country::CN), national) {
            Ok(number) if number.is_valid() => number.number_type(&DATABASE),
            _ => Type::Unknown,
        }
    }

    #[test]
    fn the_plan_is_that_of_the_crate() {
        let kinds = DATABASE.by_id("CN").unwrap().descriptors();
        let plan: String = [("mobile", kinds.mobile()), ("landline", kinds.fixed_line())]
            .into_iter()
            .map(|(name, kind)| {
                let pattern = kind.unwrap().national_number().as_str().split_whitespace().collect::<String>();
                format!("{name}\t{pattern}\n")
            })
            .collect();
        assert_eq!(include_str!("../../../data/phone_plan.tsv"), plan);
    }

    #[test]
    fn the_plan_is_there() {
        prepare();
        assert!(PLAN.is_some());
        for kind in [Type::Mobile, Type::FixedLine] {
            let china = DATABASE.by_id("CN").unwrap();
            let example = china.descriptors().get(kind).unwrap().example().unwrap();
            assert!(is_mobile(example) || is_landline(example), "{example}");
        }
    }

    #[test]
    fn lines_are_told_apart() {
        for (number, mobile, landline) in [
            ("13812345678", true, false),
            ("19912345678", true, false),
            ("12812345678", false, false),
            ("1381234567", false, false),
            ("138123456789", false, false),
            ("1086013388", false, true),
            ("75586013388", false, true),
            ("2112345678", false, true),
            ("10951234567", false, false),
            ("１３８12345678", false, false),
            ("", false, false),
        ] {
            assert_eq!((is_mobile(number), is_landline(number)), (mobile, landline), "{number}");
        }
    }

    proptest! {
        // National numbers: the crate reads a leading 0 or 86 as a prefix and drops it.
        #[test]
        fn mobiles_are_those_of_the_crate(number in "1[0-9]{10}|[1-79][0-9]{8,12}|8[0-57-9][0-9]{7,11}") {
            prop_assert_eq!(is_mobile(&number), kind(&number) == Type::Mobile, "{}", number);
        }

        #[test]
        fn no_landline_that_the_crate_refuses(number in "(10|2[0-9]|[3-9][0-9]{2})[1-9][0-9]{6,7}") {
            let china = DATABASE.by_id("CN").unwrap();
            let theirs = china.descriptors().fixed_line().unwrap().is_match(&number);
            prop_assert!(theirs || !is_landline(&number), "{}", number);
        }
    }
}
