//! Checking packages without taking them in: what an import would find.

use super::eye::Eye;
use super::{Desk, Result, WorkError, stop};
use crate::catalog::Catalog;
use crate::catalog::checklist::{Refusal, refusal};
use crate::catalog::rule::{How, Rule};
use crate::domain::across::Across;
use crate::domain::facts::FileFacts;
use crate::domain::ids::Sha256;
use crate::domain::order::Order;
use crate::domain::stage::Stage;
use crate::evidence::Budget;
use crate::intake::{self, Body, Incoming, Known, Limits, Origin, Refused};
use crate::rules::{self, Case, GivenFile, Report};
use crate::store::across::About;
use chrono::{DateTime, Utc};
use std::path::Path;

/// What became of one package.
#[derive(Debug)]
pub enum Checked {
    /// It can't even come in.
    Refused(Refused),
    /// It is a supplement: its files belong to an order that is not here.
    Supplement {
        /// Where it came from.
        source: String,
        /// Order number.
        order_no: String,
    },
    /// An order, with what the rules found.
    Order {
        /// Where it came from.
        source: String,
        /// The order.
        order: Box<Order>,
        /// What the rules found.
        report: Report,
    },
}

/// What is looked at besides the package.
pub struct Around<'a> {
    /// The catalogue.
    pub catalog: &'a Catalog,
    /// The stage in which the rules run.
    pub stage: Stage,
    /// What looks at the pictures.
    pub eye: &'a Eye,
    /// Now.
    pub now: DateTime<Utc>,
    /// What lies across: asks the home for an order with these files' hashes; none = there is no home.
    pub across: Option<&'a Ask<'a>>,
}

/// Asks a home what lies across an order with files of these hashes.
pub type Ask<'a> = dyn Fn(&Order, &[Sha256]) -> Result<Across> + 'a;

/// Checks every package at `path`; `seen` hears of each.
pub fn check<E: From<WorkError>>(
    path: &Path,
    around: &Around,
    mut seen: impl FnMut(Checked) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let known = Known::new(around.catalog, around.now);
    let packages = match intake::packages(path, Limits::default(), &known) {
        Ok(packages) => packages,
        Err(fault) => {
            let source = Origin::whole(path);
            return seen(Checked::Refused(Refused { source, order_no: None, faults: vec![fault] }));
        }
    };
    for package in packages {
        if stop::asked().is_some() {
            break;
        }
        let checked = match package {
            Ok(incoming) => one(&incoming, around)?,
            Err(rejected) => Checked::Refused(rejected.refused),
        };
        seen(checked)?;
    }
    Ok(())
}

fn one(incoming: &Incoming, around: &Around) -> Result<Checked> {
    let source = incoming.source.to_string();
    let order = match &incoming.body {
        Body::Supplement(given) => {
            return Ok(Checked::Supplement { source, order_no: given.order_no.to_string() });
        }
        Body::Order(order) => order,
    };
    let mut facts = Vec::with_capacity(order.attachments.len());
    let mut budget = Budget::default();
    for at in 0..order.attachments.len() {
        match incoming.read(at) {
            Ok(bytes) => facts.push(around.eye.facts(&bytes, &mut budget)?),
            Err(fault) => {
                let order_no = Some(order.order_no.to_string());
                let source = incoming.source.clone();
                return Ok(Checked::Refused(Refused { source, order_no, faults: vec![fault] }));
            }
        }
    }
    let hashes: Vec<Sha256> = facts.iter().map(|facts| facts.sha256.clone()).collect();
    let across = around.across.map(|ask| ask(order, &hashes)).transpose()?;
    let report = report(order, &facts, across.as_ref(), around);
    Ok(Checked::Order { source, order: order.clone(), report })
}

fn report(order: &Order, facts: &[FileFacts], across: Option<&Across>, around: &Around) -> Report {
    let Some(profile) = around.catalog.profile(&order.profile) else {
        return Report::default();
    };
    let given = order.attachments.iter().zip(facts);
    let files: Vec<GivenFile> = given.map(|(given, facts)| GivenFile { given, facts: Some(facts) }).collect();
    rules::run(&Case {
        catalog: around.catalog,
        order,
        profile,
        stage: around.stage,
        now: around.now,
        files: &files,
        papers: &[],
        across,
        state: None,
        materials: &[],
    })
}

/// Whether and how a rule bears on an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bearing {
    /// The program decides.
    Decides,
    /// The program shows evidence, a person decides.
    Assists,
    /// A person looks.
    Asks,
    /// It waits for a fact that nothing supplies yet.
    Waits,
    /// It does not apply.
    Not(Refusal),
}

/// How a rule bears on an order in a stage.
pub fn bearing(catalog: &Catalog, rule: &Rule, order: &Order, stage: Stage) -> Bearing {
    match refusal(catalog, rule, order, stage) {
        Some(why) => Bearing::Not(why),
        None => match (rule.how, rules::check_of(rule)) {
            (How::Auto, Some(_)) => Bearing::Decides,
            (How::Auto, None) => Bearing::Waits,
            (How::Assist, Some(_)) => Bearing::Assists,
            (How::Assist, None) | (How::Human, _) => Bearing::Asks,
        },
    }
}

/// What this home knows beyond an order, which may be in it or not.
pub fn across(desk: &Desk, order: &Order, files: &[Sha256]) -> Result<Across> {
    let id = desk.store.find_order(&order.order_no)?;
    desk.store.across(&About { id, order, files })
}
