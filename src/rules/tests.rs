//! The registry as a whole: rows and functions belong together.

use super::testing::catalog;
use super::{check_of, names};
use crate::catalog::rule::{Fact, How, Weight};
use crate::catalog::wording::placeholders;
use std::collections::BTreeSet;

#[test]
fn every_automatic_row_has_its_function_unless_its_fact_is_still_to_come() {
    for rule in catalog().rules.iter().filter(|rule| rule.how == How::Auto) {
        let to_come = rule.needs.iter().copied().any(Fact::is_to_come);
        assert_ne!(check_of(rule).is_some(), to_come, "{} {}", rule.code, rule.slug);
    }
}

#[test]
fn every_function_has_its_row_and_no_name_stands_twice() {
    let slugs: BTreeSet<String> = catalog().rules.iter().map(|rule| rule.slug.replace('-', "_")).collect();
    let mut seen = BTreeSet::new();
    for name in names() {
        assert!(slugs.contains(name), "no row has the slug of {name}");
        assert!(seen.insert(name), "{name} stands twice");
    }
    assert_eq!(slugs.len(), catalog().rules.len(), "a slug stands twice");
}

#[test]
fn both_languages_of_a_text_have_the_same_placeholders() {
    for rule in &catalog().rules {
        let texts = [Some(&rule.reason), Some(&rule.mend), rule.open.as_ref()];
        for text in texts.into_iter().flatten() {
            let set = |text| placeholders(text).into_iter().collect::<BTreeSet<_>>();
            assert_eq!(set(&text.zh), set(&text.en), "{}", rule.code);
        }
    }
}

#[test]
fn what_only_practice_says_and_nobody_confirms_never_blocks() {
    for rule in catalog().rules.iter().filter(|rule| rule.certainty.at_most() < Weight::Block) {
        if rule.source.iter().all(|source| source.starts_with("practice")) {
            let weights = rule.when.weights.iter().map(|row| row.weight).chain([rule.weight]);
            assert!(weights.max() < Some(Weight::Block), "{}", rule.code);
        }
    }
}
