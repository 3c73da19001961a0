//! Retention: the bytes of files that only long finished orders have are deleted; rows and log stay.
//!
//! Rows come first, then bytes; see [`crate::store::purged`] for why. A run that was stopped in between is
//! finished by the next one. What was refused goes after a span of its own, or with its order; and files that no
//! order refers to go after a day.

use super::record::record;
use super::strays::{self, Stray};
use super::{Desk, Result, WorkError, package, quarantine, roles, stop};
use crate::domain::event::Event;
use crate::domain::ids::{OrderId, Sha256, UserId};
use crate::domain::permission::Deed;
use crate::store::files::Files;
use crate::store::{Op, Tx};
use chrono::{DateTime, Duration, Utc};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

/// Key of the setting: days after an order's end for which its files are kept; 0 = for ever.
pub const RETAIN_DAYS: &str = "retain_days";
/// Days for which refused packages are kept, where nobody has set it.
const QUARANTINE_DAYS: i64 = 30;
/// How old a file without an order must be: no import takes as long.
const STRAY: Duration = Duration::days(1);
/// Files of one transaction.
const BATCH: usize = 200;

/// What was deleted, or would be.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Retained {
    /// Days for which files are kept; 0 = for ever.
    pub days: i64,
    /// Orders that lose files.
    pub orders: usize,
    /// Files that are deleted.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Days for which refused packages are kept; 0 = for ever.
    pub quarantine_days: i64,
    /// Refused packages that are deleted.
    pub refused: usize,
    /// Files without an order that are deleted.
    pub strays: usize,
}

/// Deletes what the policy lets go; by a supervisor.
pub fn retain(desk: &mut Desk, who: UserId, now: DateTime<Utc>) -> Result<Retained> {
    desk.store.transact(&Op::by(who, now), |tx| roles::allow_home(tx, who, Deed::Retain))?;
    let (mut retained, cutoff) = policy(desk, now)?;
    if let Some(cutoff) = cutoff {
        mark(desk, who, cutoff, now, &mut retained)?;
    }
    delete(desk, now, &mut retained)?;
    packages(desk)?;
    let ripe = refused(desk, now, &mut retained)?;
    quarantine::let_go(&ripe)?;
    sweep(desk, now, &mut retained)?;
    Ok(retained)
}

/// What [`retain`] would delete.
pub fn preview(desk: &Desk, now: DateTime<Utc>) -> Result<Retained> {
    let (mut retained, cutoff) = policy(desk, now)?;
    refused(desk, now, &mut retained)?;
    retained.strays = old_strays(desk, now)?.len();
    let mut all = match cutoff {
        Some(cutoff) => desk.store.ripe_files(cutoff)?,
        None => Vec::new(),
    };
    retained.orders = desk.store.orders_of_files(&all)?;
    all.extend(desk.store.purged_files()?);
    for hash in &all {
        if let Some(bytes) = size(&desk.files, hash) {
            retained.files += 1;
            retained.bytes += bytes;
        }
    }
    Ok(retained)
}

fn policy(desk: &Desk, now: DateTime<Utc>) -> Result<(Retained, Option<DateTime<Utc>>)> {
    let days: i64 = desk.store.setting(RETAIN_DAYS)?.unwrap_or(0);
    let cutoff = (days > 0).then(|| now - Duration::days(days));
    Ok((Retained { days, ..Retained::default() }, cutoff))
}

/// What was refused and is let go: what is old, and what belongs to an order whose files were deleted.
fn refused(desk: &Desk, now: DateTime<Utc>, retained: &mut Retained) -> Result<Vec<PathBuf>> {
    retained.quarantine_days = desk.store.setting(quarantine::DAYS)?.unwrap_or(QUARANTINE_DAYS);
    let cutoff = quarantine::cutoff(retained.quarantine_days, now);
    let ripe = quarantine::ripe(&desk.home, cutoff, &desk.store.purged_orders()?);
    retained.refused = ripe.len();
    Ok(ripe)
}

/// Files without an order that are not of an import under way.
fn old_strays(desk: &Desk, now: DateTime<Utc>) -> Result<Vec<Stray>> {
    let referred: BTreeSet<String> = desk.store.referred_files()?.into_iter().map(|hash| hash.0).collect();
    let before = now - STRAY;
    let mut old = Vec::new();
    strays::each(desk.files.root(), &mut |name| Ok(referred.contains(name)), &mut |stray| {
        let is_old = stray.written.is_some_and(|written| DateTime::<Utc>::from(written) < before);
        old.extend(is_old.then_some(stray));
        Ok(())
    })?;
    Ok(old)
}

/// Deletes them, where they still have none.
fn sweep(desk: &mut Desk, now: DateTime<Utc>, retained: &mut Retained) -> Result<()> {
    for some in old_strays(desk, now)?.chunks(BATCH) {
        retained.strays += desk.store.transact::<_, WorkError>(&Op::program(now), |tx| {
            let mut gone = 0;
            for stray in some {
                if !tx.refers_to(&Sha256(stray.name()))? {
                    std::fs::remove_file(&stray.path).map_err(|error| WorkError::io(&stray.path, error))?;
                    gone += 1;
                }
            }
            Ok(gone)
        })?;
    }
    Ok(())
}

/// First the rows, with an event for each order.
fn mark(
    desk: &mut Desk,
    who: UserId,
    cutoff: DateTime<Utc>,
    now: DateTime<Utc>,
    retained: &mut Retained,
) -> Result<()> {
    let catalog = Arc::clone(&desk.catalog);
    for some in desk.store.ripe_files(cutoff)?.chunks(BATCH) {
        stop::check()?;
        let orders = desk.store.transact::<_, WorkError>(&Op::by(who, now), |tx| {
            let orders = marked(tx, some, cutoff)?;
            for (id, files) in &orders {
                record(tx, &catalog, *id, &Event::Purged { files: *files })?;
            }
            Ok(orders)
        })?;
        retained.orders += orders.len();
    }
    Ok(())
}

fn marked(tx: &Tx, files: &[Sha256], cutoff: DateTime<Utc>) -> Result<BTreeMap<OrderId, usize>> {
    let mut orders = BTreeMap::new();
    for hash in files {
        // Since it was looked for, another order may have come with it.
        if tx.is_ripe(hash, cutoff)? {
            tx.mark_purged(hash)?.into_iter().for_each(|id| *orders.entry(id).or_default() += 1);
        }
    }
    Ok(orders)
}

/// Then the bytes, of everything that is marked: a run before may have been stopped.
fn delete(desk: &mut Desk, now: DateTime<Utc>, retained: &mut Retained) -> Result<()> {
    let there: Vec<Sha256> =
        desk.store.purged_files()?.into_iter().filter(|hash| size(&desk.files, hash).is_some()).collect();
    for some in there.chunks(BATCH) {
        stop::check()?;
        let files = &desk.files;
        desk.store.transact::<_, WorkError>(&Op::program(now), |tx| {
            for hash in some {
                if tx.is_purged(hash)? {
                    retained.bytes += size(files, hash).unwrap_or(0);
                    retained.files += 1;
                    files.remove(hash)?;
                }
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// And the packages for the bureau, which hold the same pictures.
fn packages(desk: &Desk) -> Result<()> {
    let root = desk.home.handover();
    let there = desk.store.purged_packages()?.into_iter().filter(|name| root.join(name).exists());
    there.into_iter().try_for_each(|name| package::withdraw(&root, &name))
}

fn size(files: &Files, hash: &Sha256) -> Option<u64> {
    std::fs::metadata(files.path(hash)?).ok().map(|data| data.len())
}
