//! A fault for every rule that the program decides or helps to decide, planted into every good sample that it
//! can stand in: the rule finds it, and nothing else is found but the companions that the fault names.

mod access;
mod bureau;
mod bytes;
mod domains;
mod entity;
mod files;
mod given;
mod materials;
mod order;
mod outside;
mod people;
mod sites;

use beian::catalog::checklist::refusal;
use beian::catalog::rule::{Fact, How, Rule};
use beian::domain::finding::{Finding, Found};
use beian::rules::check_of;
use given::{Given, catalog, samples};
use std::collections::BTreeSet;

/// A fault of one rule.
pub struct Fault {
    /// The rule.
    pub code: &'static str,
    /// Plants it; false where the order has nothing that could be at fault.
    pub plant: fn(&mut Given) -> bool,
    /// How it is found: as a fault, or as a fact that nobody supplied.
    pub is: Found,
    /// Rules that may find the same fault, or what goes with it.
    pub companions: &'static [&'static str],
}

/// A fault with its companions.
pub const fn fault(
    code: &'static str,
    plant: fn(&mut Given) -> bool,
    companions: &'static [&'static str],
) -> Fault {
    Fault { code, plant, is: Found::Fault, companions }
}

/// The same for a rule that never says more than that a person has to look.
pub const fn open(
    code: &'static str,
    plant: fn(&mut Given) -> bool,
    companions: &'static [&'static str],
) -> Fault {
    Fault { code, plant, is: Found::Open, companions }
}

/// What goes with a fault of the samples: a server abroad has an address of others, and the document that a
/// failed check stands for is missing.
const COMPANIONS: [(&str, &str); 2] = [("A002", "A001"), ("H013", "M012")];

fn faults() -> impl Iterator<Item = &'static Fault> {
    let families = [
        access::FAULTS,
        bureau::FAULTS,
        domains::FAULTS,
        entity::FAULTS,
        files::FAULTS,
        materials::FAULTS,
        order::FAULTS,
        people::FAULTS,
        sites::CONTENT,
        sites::NAMES,
    ];
    families.into_iter().flatten()
}

/// Rules that the program decides or helps to decide.
fn computed() -> impl Iterator<Item = &'static Rule> {
    let to_come = |rule: &Rule| rule.needs.iter().copied().any(Fact::is_to_come);
    let rules = catalog().rules.iter();
    rules.filter(move |rule| rule.how != How::Human && check_of(rule).is_some() && !to_come(rule))
}

fn applies(fault: &Fault, given: &Given) -> bool {
    let rule = catalog().rule(&fault.code.into()).unwrap();
    refusal(catalog(), rule, &given.order, given.stage).is_none()
}

/// Findings that were not there before.
fn new<'a>(before: &[Finding], after: &'a [Finding]) -> Vec<&'a Finding> {
    after.iter().filter(|finding| !before.contains(finding)).collect()
}

#[test]
fn good_samples_have_nothing_that_blocks() {
    let mut wrong = Vec::new();
    for sample in samples() {
        for finding in sample.given.findings() {
            let code = finding.rule.as_str();
            let is_meant = sample.planted.contains(&code)
                || COMPANIONS.iter().any(|(planted, of)| sample.planted.contains(planted) && *of == code);
            if finding.is_blocking() && !is_meant {
                wrong
                    .push(format!("{}: {} {:?} {:?}", sample.given.name, code, finding.path, finding.values));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_the_samples_plant_is_found() {
    let computed: BTreeSet<&str> = computed().map(|rule| rule.code.as_str()).collect();
    for sample in samples() {
        for code in sample.planted.iter().filter(|code| computed.contains(**code)) {
            let found = sample.given.findings();
            let fault = |finding: &Finding| finding.rule.as_str() == *code && finding.is == Found::Fault;
            assert!(found.iter().any(fault), "{}: {code}", sample.given.name);
        }
    }
}

#[test]
fn every_computed_rule_has_a_fault_to_plant() {
    let planted: BTreeSet<&str> = faults().map(|fault| fault.code).collect();
    let codes: BTreeSet<&str> = computed().map(|rule| rule.code.as_str()).collect();
    let missing: Vec<_> = codes.difference(&planted).collect();
    assert!(missing.is_empty(), "no fault is planted for {missing:?}");
    let idle: Vec<_> = planted.difference(&codes).collect();
    assert!(idle.is_empty(), "a fault without a rule: {idle:?}");
}

#[test]
fn every_planted_fault_is_found_and_no_other() {
    let good: Vec<_> = samples().iter().filter(|sample| sample.planted.is_empty()).collect();
    let before: Vec<_> = good.iter().map(|sample| sample.given.findings()).collect();
    let mut wrong = BTreeSet::new();
    for fault in faults() {
        let mut places = 0;
        for (sample, before) in good.iter().zip(&before) {
            let mut given = sample.given.clone();
            if !(fault.plant)(&mut given) {
                continue;
            }
            let after = given.findings();
            let new = new(before, &after);
            let is_own = |finding: &&&Finding| finding.rule.as_str() == fault.code;
            if !applies(fault, &given) {
                if after.iter().any(|finding| is_own(&&finding)) {
                    wrong.insert(format!("{} {}: found though its row excludes it", fault.code, given.name));
                }
                continue;
            }
            places += 1;
            if !new.iter().filter(is_own).any(|finding| finding.is == fault.is) {
                wrong.insert(format!("{} {}: not found", fault.code, given.name));
            }
            for other in new.iter().filter(|finding| !is_own(finding)) {
                if !fault.companions.contains(&other.rule.as_str()) {
                    let Finding { rule, is, path, values, .. } = other;
                    let values: Vec<&str> = values.values().map(|value| value.zh.as_str()).collect();
                    wrong.insert(format!(
                        "{} {}: also {rule} {is:?} {path:?} {values:?}",
                        fault.code, given.name
                    ));
                }
            }
        }
        if places == 0 {
            wrong.insert(format!("{}: no good sample can have it", fault.code));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
