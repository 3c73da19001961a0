//! Packages in: each is taken whole or not at all, and the same one again changes nothing.

use super::home::{due, profile};
use super::quarantine::Quarantine;
use super::record::{Told, follow, go_on, record};
use super::sealing::{self, Stored};
use super::{Desk, Result, WorkError, findings, secret, stop};
use crate::catalog::Catalog;
use crate::domain::diff;
use crate::domain::event::{Event, OrderState, Scope};
use crate::domain::facts::FileFacts;
use crate::domain::ids::{OrderId, Sha256};
use crate::domain::order::{Attachment, Order, Supplement};
use crate::domain::stage::Stage;
use crate::domain::text::Foreign;
use crate::evidence::Budget;
use crate::intake::{self, Body, Fault, Incoming, Known, Limits, Origin, Refused, Rejected, Remains, Words};
use crate::store::files::Files;
use crate::store::order::NewRevision;
use crate::store::{Op, Tx};
use chrono::{DateTime, Utc};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Other orders whose findings are made anew after an import.
const RENEWED: usize = 500;

/// What became of one package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "result")]
pub enum Taken {
    /// It came in.
    Taken {
        /// Order number.
        order_no: String,
        /// Revision.
        revision: u32,
        /// Where the order stands now.
        stage: Stage,
    },
    /// It was here already, the same in every byte.
    Unchanged {
        /// Order number.
        order_no: String,
        /// Revision.
        revision: u32,
    },
    /// It was refused.
    Refused {
        /// Where it came from, and what is wrong.
        refused: Refused,
        /// The report of it.
        report: Option<PathBuf>,
    },
}

/// How many packages came to which end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Came in.
    pub taken: usize,
    /// Were here already.
    pub unchanged: usize,
    /// Were refused.
    pub refused: usize,
    /// The rest waits: the program was asked to end.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub stopped: bool,
}

/// Keeps what is refused; gives where its report lies.
pub type Keep<'a> = dyn FnMut(&Rejected) -> Result<PathBuf> + 'a;

/// Imports all packages at `path`; `seen` hears of each as it ends. What is refused goes to the quarantine.
pub fn import(desk: &mut Desk, path: &Path, seen: impl FnMut(&Taken, usize)) -> Result<Summary> {
    let mut quarantine = Quarantine::of(&desk.home);
    let summary = import_keeping(desk, path, &mut |rejected| quarantine.keep(rejected), seen);
    if let Err(error) = quarantine.end() {
        tracing::error!(%error, "a quarantine report could not be written");
    }
    summary
}

/// Imports all packages at `path`, where what is refused goes elsewhere.
pub(super) fn import_keeping(
    desk: &mut Desk,
    path: &Path,
    keep: &mut Keep,
    mut seen: impl FnMut(&Taken, usize),
) -> Result<Summary> {
    let known = Known::new(&desk.catalog, super::now());
    let mut summary = Summary::default();
    let mut packages = match intake::packages(path, Limits::default(), &known) {
        Ok(packages) => packages,
        Err(fault) => {
            let refused = Refused { source: Origin::whole(path), order_no: None, faults: vec![fault] };
            seen(&refuse(keep, Rejected { refused, remains: Remains::Nothing }), 0);
            return Ok(Summary { refused: 1, ..summary });
        }
    };
    while let Some(package) = packages.next() {
        if stop::asked().is_some() {
            summary.stopped = true;
            return Ok(summary);
        }
        let taken = match package {
            Ok(incoming) => take_or(desk, incoming, super::now(), keep)?,
            Err(rejected) => refuse(keep, rejected),
        };
        match &taken {
            Taken::Taken { .. } => summary.taken += 1,
            Taken::Unchanged { .. } => summary.unchanged += 1,
            Taken::Refused { .. } => summary.refused += 1,
        }
        seen(&taken, packages.sources_left());
    }
    renew(desk);
    Ok(summary)
}

/// What the packages have changed for orders that were here already; the rest waits for its turn.
fn renew(desk: &mut Desk) {
    if let Err(error) = findings::renew(desk, super::now(), RENEWED) {
        tracing::warn!(%error, "findings of other orders wait for a new run");
    }
}

pub(super) fn refuse(keep: &mut Keep, rejected: Rejected) -> Taken {
    let report = keep(&rejected);
    if let Err(error) = &report {
        tracing::error!(%error, "the report of a refusal could not be written");
    }
    Taken::Refused { refused: rejected.refused, report: report.ok() }
}

/// Why a package can't come in, before it is a [`Refused`].
enum Stop {
    /// The package is at fault.
    Fault(Fault),
    /// The desk is.
    Work(WorkError),
}

impl From<WorkError> for Stop {
    fn from(error: WorkError) -> Self {
        Self::Work(error)
    }
}

/// Takes one package; an error is the desk's, never the package's.
pub fn take(desk: &mut Desk, incoming: Incoming, now: DateTime<Utc>) -> Result<Taken> {
    let mut quarantine = Quarantine::of(&desk.home);
    let taken = take_or(desk, incoming, now, &mut |rejected| quarantine.keep(rejected))?;
    quarantine.end()?;
    Ok(taken)
}

fn take_or(desk: &mut Desk, incoming: Incoming, now: DateTime<Utc>, keep: &mut Keep) -> Result<Taken> {
    match take_in(desk, &incoming, now) {
        Ok(taken) => Ok(taken),
        Err(Stop::Work(error)) => Err(error),
        Err(Stop::Fault(fault)) => {
            let order_no = Some(incoming.body.order_no().to_string());
            let refused = Refused { source: incoming.source, order_no, faults: vec![fault] };
            Ok(refuse(keep, Rejected { refused, remains: incoming.remains }))
        }
    }
}

fn take_in(desk: &mut Desk, incoming: &Incoming, now: DateTime<Utc>) -> Result<Taken, Stop> {
    let mut fresh = Vec::new();
    let taken = keep_and_record(desk, incoming, now, &mut fresh);
    if !matches!(taken, Ok(Taken::Taken { .. })) {
        take_back(desk, &fresh, now);
    }
    taken
}

/// Deletes what was put there for an order that did not come in. Meanwhile another import may have found it.
fn take_back(desk: &mut Desk, fresh: &[Sha256], now: DateTime<Utc>) {
    if fresh.is_empty() {
        return;
    }
    let files = &desk.files;
    let gone = desk.store.transact::<_, WorkError>(&Op::program(now), |tx| {
        for hash in fresh {
            if !tx.refers_to(hash)? || tx.is_purged(hash)? {
                files.remove(hash)?;
            }
        }
        Ok(())
    });
    if let Err(error) = gone {
        tracing::warn!(%error, "files of a refused package wait for 'beian retain'");
    }
}

fn keep_and_record(
    desk: &mut Desk,
    incoming: &Incoming,
    now: DateTime<Utc>,
    fresh: &mut Vec<Sha256>,
) -> Result<Taken, Stop> {
    let files = store_files(desk, incoming, fresh)?;
    let stored = stored(desk, incoming)?;
    let catalog = Arc::clone(&desk.catalog);
    let kept = &desk.files;
    desk.store.transact(&Op::program(now), |tx| {
        let taken = match &incoming.body {
            Body::Order(order) => take_order(tx, &catalog, incoming, (order, &stored), &files),
            Body::Supplement(supplement) => take_supplement(tx, &catalog, incoming, supplement, &files),
        }?;
        if matches!(taken, Taken::Taken { .. }) {
            keep_again(tx, kept, incoming, &files)?;
        }
        Ok(taken)
    })
}

/// The package as it is stored: where it has secrets, under seal.
fn stored(desk: &Desk, incoming: &Incoming) -> Result<Stored, Stop> {
    if let Body::Order(order) = &incoming.body
        && sealing::has_secrets(order)
    {
        let key = secret::key_to_seal(&desk.home, &desk.store)?;
        let files = incoming.files.iter().map(|file| file.sha256.as_str());
        return Ok(sealing::sealed(&key, order, files)?);
    }
    let (body, content) = (incoming.canonical().to_owned(), incoming.content_hash().clone());
    Ok(Stored { body, content, values: sealing::Values::new() })
}

/// A file that the retention policy had let go is here again. Its bytes may have gone after they were found: by
/// that policy, or since another package that brought them was refused.
fn keep_again(tx: &Tx, kept: &Files, incoming: &Incoming, files: &[FileFacts]) -> Result<(), Stop> {
    for (at, facts) in files.iter().enumerate() {
        if tx.keep_again(&facts.sha256)? || !kept.holds(&facts.sha256) {
            kept.put(&facts.sha256, &incoming.read(at).map_err(Stop::Fault)?)?;
        }
    }
    Ok(())
}

/// Files go into the store first: bytes that no order refers to do no harm, an order without its bytes would.
fn store_files(desk: &Desk, incoming: &Incoming, fresh: &mut Vec<Sha256>) -> Result<Vec<FileFacts>, Stop> {
    let (mut facts, mut budget) = (Vec::new(), Budget::default());
    for at in 0..incoming.body.attachments().len() {
        let bytes = incoming.read(at).map_err(Stop::Fault)?;
        // What a picture does to its reader never stops an import: the file is kept, and shown as unreadable.
        let found = desk.eye.facts(&bytes, &mut budget)?;
        if desk.files.put(&found.sha256, &bytes).map_err(Stop::Work)? {
            fresh.push(found.sha256.clone());
        }
        facts.push(found);
    }
    Ok(facts)
}

fn take_order(
    tx: &Tx,
    catalog: &Catalog,
    incoming: &Incoming,
    (order, stored): (&Order, &Stored),
    files: &[FileFacts],
) -> Result<Taken, Stop> {
    let own = profile(catalog, &order.profile)?;
    let known = tx.find_order(&order.order_no)?;
    if let Some(id) = known
        && let Some(content) = tx.content_of(id, order.revision)?
    {
        // What came in before its secrets were sealed has the hash of the package as it was.
        if content == stored.content || &content == incoming.content_hash() {
            return Ok(Taken::Unchanged { order_no: order.order_no.0.clone(), revision: order.revision });
        }
        return Err(Stop::Fault(other_content(incoming, order)));
    }
    let state = known.map(|id| tx.state(id)).transpose()?;
    fits(incoming, order, state.as_ref())?;
    let scope = match (known, &state) {
        (Some(id), Some(state)) => Some(scope(tx, id, state, order, files)?),
        _ => None,
    };
    let received = order.submitted_at.min(tx.op.at);
    let event = Event::Imported {
        revision: order.revision,
        content: stored.content.clone(),
        scope,
        since: Some(received),
        due_at: due(catalog, own, stage_after(state.as_ref(), scope), received),
    };
    let new = NewRevision { order, body: &stored.body, content: &stored.content, event: &event };
    let (id, row) = tx.add_revision(&new, &own.stages)?;
    sealing::keep(tx, id, &stored.values)?;
    add_attachments(tx, id, order.revision, None, &order.attachments, files)?;
    let state = &tx.state(id)?;
    follow(tx, catalog, &Told { id, profile: own, event: &event, row, state, text: None })?;
    findings::changed(tx, catalog, id)?;
    Ok(Taken::Taken {
        order_no: order.order_no.0.clone(),
        revision: order.revision,
        stage: tx.state(id)?.stage,
    })
}

fn stage_after(state: Option<&OrderState>, scope: Option<Scope>) -> Stage {
    match (state.and_then(|state| state.returned_from), scope) {
        (Some(Stage::SecondReview), Some(Scope::OnlySecondReview)) => Stage::SecondReview,
        _ => Stage::FirstReview,
    }
}

fn scope(
    tx: &Tx,
    id: OrderId,
    state: &OrderState,
    order: &Order,
    files: &[FileFacts],
) -> Result<Scope, Stop> {
    let Some(before) = tx.revision(id, state.revision)? else {
        return Ok(Scope::Wider);
    };
    let stored = tx.attachments(id, state.revision)?;
    let old: Vec<diff::FileKey> =
        stored.iter().map(|view| (&view.given, view.facts.sha256.as_str())).collect();
    let new: Vec<diff::FileKey> =
        order.attachments.iter().zip(files).map(|(given, facts)| (given, facts.sha256.as_str())).collect();
    Ok(diff::scope(&before, order, &old, &new))
}

/// A revision opens an order or follows a return; while the order is under review it is locked.
fn fits(incoming: &Incoming, order: &Order, state: Option<&OrderState>) -> Result<(), Stop> {
    let next = state.map_or(1, |state| state.revision + 1);
    if order.revision != next {
        let found = Words::new(format!("第{}版", order.revision), format!("revision {}", order.revision));
        let expected = Words::new(format!("第{next}版"), format!("revision {next}"));
        return Err(Stop::Fault(fault(incoming, "revision", found, expected)));
    }
    match state {
        Some(state) if state.stage != Stage::Returned => {
            let stage = state.stage;
            let found = Words::new(
                format!("订单在“{}”阶段，审核期间锁定", stage.zh()),
                format!("an order in {stage}, which is locked while under review"),
            );
            let expected = Words::new("已退回的订单", "an order that was returned");
            Err(Stop::Fault(fault(incoming, "revision", found, expected)))
        }
        _ => Ok(()),
    }
}

fn fault(incoming: &Incoming, path: &str, found: Words, expected: Words) -> Fault {
    Fault::new(incoming.source.foreign(), path, found, expected)
}

fn other_content(incoming: &Incoming, order: &Order) -> Fault {
    let found = Words::new(
        format!("与已收到的第{}版内容不同", order.revision),
        format!("other content than the revision {} that is here", order.revision),
    );
    let expected = Words::new("相同内容，或更高的版次", "the same content, or a higher revision");
    fault(incoming, "revision", found, expected)
}

fn add_attachments(
    tx: &Tx,
    id: OrderId,
    revision: u32,
    supplement: Option<i64>,
    given: &[Attachment],
    files: &[FileFacts],
) -> Result<(), Stop> {
    for (given, facts) in given.iter().zip(files) {
        tx.add_attachment(id, revision, supplement, given, facts)?;
    }
    Ok(())
}

fn take_supplement(
    tx: &Tx,
    catalog: &Catalog,
    incoming: &Incoming,
    supplement: &Supplement,
    files: &[FileFacts],
) -> Result<Taken, Stop> {
    let no = supplement.order_no.0.clone();
    let Some(id) = tx.find_order(&supplement.order_no)? else {
        let no = Foreign::from(no.as_str());
        let found = Words::new(format!("本库没有订单{no}"), format!("no order {no} in this home"));
        let expected = Words::new("已收到的订单", "an order that is here");
        return Err(Stop::Fault(fault(incoming, "order_no", found, expected)));
    };
    let state = tx.state(id)?;
    let Some(row) = tx.add_supplement(id, supplement.revision, incoming.content_hash())? else {
        return Ok(Taken::Unchanged { order_no: no, revision: supplement.revision });
    };
    if state.stage != Stage::Verification || supplement.revision != state.revision {
        let found = Words::new(
            format!("订单在“{}”阶段，第{}版", state.stage.zh(), state.revision),
            format!("an order in {}, revision {}", state.stage, state.revision),
        );
        let expected = Words::new(
            format!("真实性核验阶段的第{}版", supplement.revision),
            format!("revision {} in the verification stage", supplement.revision),
        );
        return Err(Stop::Fault(fault(incoming, "revision", found, expected)));
    }
    add_attachments(tx, id, supplement.revision, Some(row), &supplement.attachments, files)?;
    let event =
        Event::Supplemented { content: incoming.content_hash().clone(), files: supplement.attachments.len() };
    record(tx, catalog, id, &event)?;
    let stage = go_on(tx, catalog, id)?;
    findings::changed(tx, catalog, id)?;
    Ok(Taken::Taken { order_no: no, revision: supplement.revision, stage })
}
