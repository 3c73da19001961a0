//! What a reviewer checks, where it can be computed: one file a family, pure functions over the order, its
//! facts and the catalogue.
//!
//! A rule is a row of `data/rules` and a function named by its slug; the row says where it applies, what it
//! weighs and what it says, the function finds where it does not hold. A fact that nobody supplied makes an
//! open finding, never a pass.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod case;
pub mod put;

mod access;
mod bureau;
mod cross;
mod domains;
mod entity;
mod files;
mod limits;
mod materials;
mod numbers;
mod order_type;
mod people;
mod photo;
mod sites;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use case::{Case, GivenFile};
pub use put::Out;

use crate::catalog::checklist::Who;
use crate::catalog::rule::{Fact, How, Rule};
use crate::domain::checklist::SubjectRef;
use crate::domain::finding::Finding;
use crate::domain::ids::RuleCode;
use crate::domain::material::Material;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

/// A rule's function: looks at the case, puts what it finds.
pub type Check = fn(&Case, &Rule, &mut Out);

/// The functions of a family, each under its own name.
macro_rules! checks {
    ($($name:ident),* $(,)?) => {
        /// The family's rules: slug with underscores, and function.
        pub(super) const CHECKS: &[(&str, $crate::rules::Check)] = &[$((stringify!($name), $name)),*];
    };
}
pub(crate) use checks;

const FAMILIES: [&[(&str, Check)]; 12] = [
    access::CHECKS,
    bureau::CHECKS,
    cross::CHECKS,
    domains::CHECKS,
    entity::CHECKS,
    files::CHECKS,
    limits::CHECKS,
    materials::CHECKS,
    order_type::CHECKS,
    people::CHECKS,
    photo::CHECKS,
    sites::CHECKS,
];

/// Names of all functions, as slugs with underscores.
pub fn names() -> impl Iterator<Item = &'static str> {
    FAMILIES.into_iter().flatten().map(|(name, _)| *name)
}

/// FNV-1a: every rule of every order asks by its slug, and no slug comes from outside.
#[derive(Debug, Clone, Copy)]
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        self.0 =
            bytes.iter().fold(self.0, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3));
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The function of a rule; none for what only a person decides, and for what waits for a fact to come.
pub fn check_of(rule: &Rule) -> Option<Check> {
    static BY_SLUG: OnceLock<HashMap<String, Check, BuildHasherDefault<Fnv>>> = OnceLock::new();
    let all = BY_SLUG.get_or_init(|| {
        let checks = FAMILIES.into_iter().flatten();
        checks.map(|(name, check)| (name.replace('_', "-"), *check)).collect()
    });
    all.get(&rule.slug).copied()
}

/// What all rules found in an order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Findings, worst first.
    pub findings: Vec<Finding>,
    /// Documents that the order needs.
    pub materials: Vec<Material>,
    /// Rules that apply and were not run, since what they look at was not given.
    pub not_run: Vec<RuleCode>,
    /// Rules whose function broke down; each is an open finding, for a person to decide.
    pub failed: Vec<RuleCode>,
}

/// Runs every rule that applies to the case.
pub fn run(case: &Case) -> Report {
    run_by(case, check_of)
}

fn run_by(case: &Case, check_of: impl Fn(&Rule) -> Option<Check>) -> Report {
    let mut out = Out::default();
    let (mut not_run, mut failed) = (Vec::new(), Vec::new());
    let who = Who::of(case.catalog, case.order);
    let materials = catch_unwind(AssertUnwindSafe(|| materials::materials(case)));
    let first = RuleCode::from("M001");
    if let (Err(_), Some(rule)) = (&materials, case.catalog.rule(&first)) {
        out.turn_to(rule, who.weight(rule));
        out.open(SubjectRef::Order);
        failed.push(first);
    }
    let materials = materials.unwrap_or_default();
    let case = &Case { materials: &materials, ..*case };
    for rule in &case.catalog.rules {
        if rule.how == How::Human || who.refusal(rule, case.stage).is_some() {
            continue;
        }
        let Some(check) = check_of(rule) else { continue };
        if lacks_a_fact(case, rule) {
            not_run.push(rule.code.clone());
            continue;
        }
        out.turn_to(rule, who.weight(rule));
        // A rule that breaks down is no pass, and costs nobody the order.
        let kept = out.len();
        if catch_unwind(AssertUnwindSafe(|| check(case, rule, &mut out))).is_err() {
            out.truncate(kept);
            out.open(SubjectRef::Order);
            failed.push(rule.code.clone());
        }
    }
    let mut findings = out.into_findings();
    findings.sort_by_cached_key(Finding::rank);
    Report { findings, materials, not_run, failed }
}

/// True where this run was not given what the rule looks at.
fn lacks_a_fact(case: &Case, rule: &Rule) -> bool {
    rule.needs.iter().any(|fact| match fact {
        Fact::Files => case.files.iter().any(|file| file.facts.is_none()),
        Fact::Across => case.across.is_none(),
        Fact::Sms | Fact::Bureau => case.state.is_none(),
        Fact::Picture => true,
    })
}
