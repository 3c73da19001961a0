//! The registry as a whole: rows and functions belong together.

use super::testing::{Sample, catalog, sample};
use super::{Case, Check, Out, check_of, names};
use crate::catalog::rule::{Fact, How, Rule, Weight};
use crate::catalog::wording::{placeholders, sentences};
use crate::domain::checklist::SubjectRef;
use crate::domain::finding::Found;
use crate::domain::lang::Lang;
use crate::domain::order::{Order, OrderType};
use std::collections::BTreeSet;

/// Every code of the sources' rules and documents: first and last of each run.
const CODES: [(&str, u32, u32); 15] = [
    ("A", 1, 10),
    ("B", 1, 5),
    ("D", 1, 10),
    ("E", 1, 14),
    ("F", 1, 16),
    ("H", 1, 13),
    ("L", 1, 5),
    ("M", 1, 17),
    ("P", 1, 21),
    ("S", 101, 108),
    ("S", 111, 116),
    ("S", 120, 133),
    ("T", 1, 14),
    ("V", 1, 14),
    ("X", 1, 3),
];

#[test]
fn every_code_has_its_row() {
    let codes = CODES
        .iter()
        .flat_map(|(family, first, last)| (*first..=*last).map(move |number| format!("{family}{number:03}")));
    let missing: Vec<String> = codes.filter(|code| catalog().rule(&code.as_str().into()).is_none()).collect();
    assert!(missing.is_empty(), "no row for {missing:?}");
}

#[test]
fn what_a_row_points_to_has_a_row_that_points_nowhere() {
    for rule in &catalog().rules {
        let Some(code) = &rule.points_to else { continue };
        let other = catalog().rule(code).unwrap_or_else(|| panic!("{} points to {code}", rule.code));
        assert!(other.points_to.is_none(), "{} points to {code}, which points on", rule.code);
    }
}

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
        let texts = [Some(&rule.reason), Some(&rule.mend), rule.open.as_ref(), rule.shown.as_ref()];
        let texts = texts.into_iter().chain([rule.look_up.as_ref()]);
        for text in texts.flatten() {
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

#[test]
fn a_rule_that_breaks_down_is_an_open_item_and_costs_the_others_nothing() {
    fn breaks_down(_: &Case, _: &Rule, out: &mut Out) {
        out.fault(SubjectRef::Entity).at("entity.name");
        panic!("a rule breaks down");
    }
    let good = sample("ICP-10201").with(|order| order.people[0].mobile = "1".into());
    let own = good.all();
    for code in ["D001", "E005", "F003", "P007"] {
        let broken = |rule: &Rule| match rule.code.as_str() == code {
            true => Some(breaks_down as Check),
            false => check_of(rule),
        };
        let report = good.report_by(broken);
        assert_eq!(report.failed, [code.into()]);
        let of_it: Vec<_> = report.findings.iter().filter(|finding| finding.rule.as_str() == code).collect();
        assert_eq!(of_it.len(), 1, "{of_it:?}");
        assert_eq!((of_it[0].is, &of_it[0].subject), (Found::Open, &SubjectRef::Order));
        assert_eq!(of_it[0].path, None);
        for finding in own.iter().filter(|finding| finding.rule.as_str() != code) {
            assert!(report.findings.contains(finding), "{finding:?}");
        }
    }
}

#[test]
fn an_open_item_tells_the_reviewer_what_to_look_up_and_asks_nothing_of_the_customer() {
    for (no, code) in [("ICP-10201", "D005"), ("ICP-10202", "S129"), ("ICP-10203", "P003")] {
        let open = sample(no).with(|order| {
            order
                .sites
                .iter_mut()
                .flat_map(|site| &mut site.domains)
                .for_each(|domain| domain.real_name = None);
            order.sites.iter_mut().for_each(|site| site.footer_shown = None);
            order.people.iter_mut().for_each(|person| {
                (person.certificate.valid_to, person.certificate.long_term) = (None, None);
            });
        });
        let open = Sample { order: Order { order_type: OrderType::NewAccess, ..open.order }, ..open };
        let found = open.found(code);
        let finding =
            found.iter().find(|finding| finding.is == Found::Open).unwrap_or_else(|| panic!("{code}"));
        let rule = catalog().rule(&code.into()).unwrap();
        for lang in [Lang::Zh, Lang::En] {
            let said = sentences(catalog(), finding, lang).unwrap();
            assert_ne!(said.mend, rule.mend.get(lang), "{code}");
            assert!(!said.mend.is_empty() && !said.what.contains('–'), "{code}: {said:?}");
        }
    }
}
