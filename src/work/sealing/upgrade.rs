//! Secrets of packages that came in before they were sealed: a batch at a time, each in a transaction of its own,
//! so that a kill leaves whole revisions and the next opening goes on.

use super::{has_secrets, keep, sealed};
use crate::domain::mask::secrets;
use crate::domain::order::Order;
use crate::store::migrate::Progress;
use crate::store::sealed::{Sealing, Unsealed};
use crate::store::{Op, Store, Tx};
use crate::work::home::Home;
use crate::work::secret::{Key, key_to_seal};
use crate::work::{Result, now};

/// Revisions of one transaction.
const BATCH: usize = 200;
/// The schema that asked for it.
const SCHEMA: i64 = 5;

/// Seals what is due, and sweeps the pages on which it stood.
///
/// # Errors
/// Where the key can't be had, or the database is busy: nothing breaks, and the next opening goes on.
pub fn go_on(home: &Home, store: &mut Store, tell: &mut dyn FnMut(Progress)) -> Result<()> {
    if store.sealing()? == Sealing::Due {
        let key = key_to_seal(home, store)?;
        store.delete_for_good()?;
        seal_all(&key, store, tell)?;
    }
    if store.sealing()? == Sealing::Unswept {
        store.delete_for_good()?;
        store.sweep()?;
        store.transact(&Op::program(now()), |tx| tx.set_sealing(Sealing::Done))?;
    }
    Ok(())
}

fn seal_all(key: &Key, store: &mut Store, tell: &mut dyn FnMut(Progress)) -> Result<()> {
    let (due, all) = store.sealing_count()?;
    let mut done = all - due;
    loop {
        tell(Progress { schema: SCHEMA, done, total: all });
        let batch = store.transact(&Op::program(now()), |tx| {
            let batch = tx.unsealed(BATCH)?;
            batch.iter().try_for_each(|one| seal(tx, key, one))?;
            if batch.is_empty() && tx.sealing()? == Sealing::Due {
                tx.seal_as_found()?;
            }
            Ok::<_, crate::work::WorkError>(batch.len() as u64)
        })?;
        if batch == 0 {
            return Ok(());
        }
        done += batch;
    }
}

fn seal(tx: &Tx, key: &Key, one: &Unsealed) -> Result<()> {
    // What can't be read holds nothing that anybody could read out of it; doctor names it.
    let order = serde_json::from_str::<Order>(&one.body).ok().filter(has_secrets);
    let Some(order) = order else { return tx.holds_none(one.row) };
    let stored = sealed(key, &order, one.files.iter().map(String::as_str))?;
    keep(tx, one.id, &stored.values)?;
    tx.reseal(one.row, &stored.body, &stored.content)?;
    // Findings of earlier versions repeat authorization codes.
    tx.hide_in_findings(one.id, |text| {
        secrets(&order).into_iter().fold(text.to_owned(), |text, (_, secret)| {
            let quoted = serde_json::Value::String(secret.to_owned()).to_string();
            let inner = quoted.trim_matches('"');
            if inner.len() < SHORTEST { text } else { text.replace(inner, HIDDEN) }
        })
    })
}

/// A shorter secret stands in too many texts by chance.
const SHORTEST: usize = 5;
const HIDDEN: &str = "********";
