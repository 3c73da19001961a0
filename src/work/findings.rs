//! What the rules find in the orders of this home: run when an order comes in and when something they look
//! at changes, kept with the order, and made anew where day, catalogue or stage are others by now.

use super::home::profile;
use super::{Desk, Result};
use crate::catalog::Catalog;
use crate::domain::across::Across;
use crate::domain::event::OrderState;
use crate::domain::ids::{OrderId, Sha256};
use crate::domain::order::Order;
use crate::domain::stage::Stage;
use crate::domain::view::AttachmentView;
use crate::domain::worktime::shanghai;
use crate::rules::{self, Case, GivenFile};
use crate::store::across::About;
use crate::store::finding::{Basis, Found};
use crate::store::{Op, Store, Tx};
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// Other orders whose findings wait for a new run after one order changed.
const RELATED: usize = 200;
/// Orders of one transaction while findings are made anew.
const BATCH: usize = 20;
/// Setting that keeps by which catalogue and program the findings of this home were made.
const MADE_BY: &str = "findings_made_by";

/// An order with what the rules look at, as far as it lies with the order itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen<'a> {
    pub id: OrderId,
    pub order: &'a Order,
    pub state: &'a OrderState,
    pub attachments: &'a [AttachmentView],
    pub papers: &'a [(String, String)],
}

impl Seen<'_> {
    fn basis(&self, catalog: &Catalog, now: DateTime<Utc>) -> Basis {
        Basis {
            revision: self.state.revision,
            stage: self.state.stage,
            day: shanghai(now).date(),
            fingerprint: made_by(catalog),
        }
    }

    fn hashes(&self) -> Vec<Sha256> {
        self.attachments.iter().map(|view| view.facts.sha256.clone()).collect()
    }

    fn run(&self, catalog: &Catalog, across: &Across, now: DateTime<Utc>) -> Result<Found> {
        let files = given_files(self.attachments);
        let report = rules::run(&Case {
            catalog,
            order: self.order,
            profile: profile(catalog, &self.order.profile)?,
            stage: self.state.stage,
            now,
            files: &files,
            papers: self.papers,
            across: Some(across),
            state: Some(self.state),
            materials: &[],
        });
        for rule in &report.failed {
            tracing::error!(%rule, order = %self.id, "a rule failed; it is left to the reviewer");
        }
        Ok(Found { findings: report.findings, materials: report.materials, not_run: report.not_run })
    }
}

fn given_files(attachments: &[AttachmentView]) -> Vec<GivenFile<'_>> {
    attachments.iter().map(|view| GivenFile { given: &view.given, facts: Some(&view.facts) }).collect()
}

/// A moment of an order's past.
#[derive(Debug, Clone, Copy)]
pub(super) struct Past<'a> {
    pub stage: Stage,
    pub at: DateTime<Utc>,
    pub papers: &'a [(String, String)],
}

/// What the rules find in an earlier revision as of its review. What lay across orders then is not known any more,
/// so that rules which ask for it say nothing.
pub(super) fn as_of(
    catalog: &Catalog,
    order: &Order,
    attachments: &[AttachmentView],
    past: &Past,
) -> Result<Found> {
    let files = given_files(attachments);
    let report = rules::run(&Case {
        catalog,
        order,
        profile: profile(catalog, &order.profile)?,
        stage: past.stage,
        now: past.at,
        files: &files,
        papers: past.papers,
        across: None,
        state: None,
        materials: &[],
    });
    Ok(Found { findings: report.findings, materials: report.materials, not_run: report.not_run })
}

fn made_by(catalog: &Catalog) -> String {
    format!("{:016x}-{}", catalog.fingerprint(), env!("CARGO_PKG_VERSION"))
}

/// What the rules find in an order that lies open: what is kept of it, or a run in memory where that no
/// longer holds.
pub(super) fn shown(store: &Store, catalog: &Catalog, seen: &Seen, now: DateTime<Utc>) -> Result<Found> {
    if let Some(found) = store.findings(seen.id, &seen.basis(catalog, now))? {
        return Ok(found);
    }
    let about = About { id: Some(seen.id), order: seen.order, files: &seen.hashes() };
    seen.run(catalog, &store.across(&about)?, now)
}

/// What the rules find in an order now.
pub fn of(desk: &Desk, id: OrderId, now: DateTime<Utc>) -> Result<Found> {
    let store = &desk.store;
    let state = store.state(id)?;
    let order = super::look::present(store, id, &state)?;
    let attachments = store.attachments(id, state.revision)?;
    let papers = store.papers(id, state.revision)?;
    let seen = Seen { id, order: &order, state: &state, attachments: &attachments, papers: &papers };
    shown(store, &desk.catalog, &seen, now)
}

/// What the rules find in an order inside a transaction: made anew, and kept, where it no longer holds.
pub(super) fn present(tx: &Tx, catalog: &Catalog, id: OrderId) -> Result<Found> {
    found(tx, catalog, id, Wish::Fresh)
}

/// Runs the rules on an order that has changed, and keeps what they find.
pub(super) fn refresh(tx: &Tx, catalog: &Catalog, id: OrderId) -> Result<()> {
    found(tx, catalog, id, Wish::New).map(|_| ())
}

/// What others share with the order is about to change: their findings wait for a new run.
pub(super) fn mark_related(tx: &Tx, id: OrderId) -> Result<()> {
    tx.mark_related(id, RELATED).map(drop)
}

/// The order has changed, and what others share with it may have: theirs wait for a new run.
pub(super) fn changed(tx: &Tx, catalog: &Catalog, id: OrderId) -> Result<()> {
    mark_related(tx, id)?;
    refresh(tx, catalog, id)
}

/// The order has changed, one of many: its own findings wait for a new run, too.
pub(super) fn changed_later(tx: &Tx, id: OrderId) -> Result<()> {
    mark_related(tx, id)?;
    tx.mark_findings(id)
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wish {
    /// What is kept, where it still holds.
    Fresh,
    /// A new run.
    New,
}

fn found(tx: &Tx, catalog: &Catalog, id: OrderId, wish: Wish) -> Result<Found> {
    let state = tx.state(id)?;
    let order = tx.order(id)?;
    let attachments = tx.attachments(id, state.revision)?;
    let papers = tx.papers(id, state.revision)?;
    let seen = Seen { id, order: &order, state: &state, attachments: &attachments, papers: &papers };
    let basis = seen.basis(catalog, tx.op.at);
    if wish == Wish::Fresh
        && let Some(found) = tx.findings(id, &basis)?
    {
        return Ok(found);
    }
    let about = About { id: Some(id), order: &order, files: &seen.hashes() };
    let found = seen.run(catalog, &tx.across(&about)?, tx.op.at)?;
    tx.put_findings(id, &basis, &found)?;
    Ok(found)
}

/// Makes findings anew that no longer hold, the most recent orders first, at most `most` of them; returns
/// how many there were.
pub fn renew(desk: &mut Desk, now: DateTime<Utc>, most: usize) -> Result<usize> {
    let catalog = Arc::clone(&desk.catalog);
    let (made_by, op) = (made_by(&catalog), Op::program(now));
    if desk.store.setting::<String>(MADE_BY)?.as_ref() != Some(&made_by) {
        desk.store.transact(&op, |tx| {
            tx.mark_all()?;
            tx.set_setting(MADE_BY, &made_by)
        })?;
    }
    let stale = desk.store.stale_findings(shanghai(now).date(), most)?;
    for batch in stale.chunks(BATCH) {
        desk.store.transact(&op, |tx| batch.iter().try_for_each(|id| refresh(tx, &catalog, *id)))?;
    }
    Ok(stale.len())
}
