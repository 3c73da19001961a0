//! The step that made the search index anew without pieces of numbers. Its statements are those of its schema and
//! stay as they are.

use super::super::Result;
use super::super::migrate::Progress;
use super::Doc;
use crate::domain::amendment::{Amendment, amended};
use crate::domain::order::Order;
use rusqlite::{Connection, params};
use std::collections::BTreeMap;

/// The schema to which the step leads.
const SCHEMA: i64 = 4;
/// Rows after which the progress is told.
const TOLD: u64 = 1000;
/// Memory for pages while the step runs, and before and after it, in KiB.
const MUCH: i64 = -256 * 1024;
const USUAL: i64 = -8 * 1024;

/// Amendments by order and revision.
type Amendments = BTreeMap<(i64, u32), Vec<Amendment>>;

/// Writes compared text and index of every order.
pub(in crate::store) fn rebuild(conn: &Connection, tell: &mut dyn FnMut(Progress)) -> Result<()> {
    conn.pragma_update(None, "cache_size", MUCH)?;
    let done = write_all(conn, tell);
    conn.pragma_update(None, "cache_size", USUAL)?;
    done
}

fn write_all(conn: &Connection, tell: &mut dyn FnMut(Progress)) -> Result<()> {
    let total: i64 = conn.query_row("SELECT count(*) FROM orders", [], |row| row.get(0))?;
    let at = |done: u64| Progress { schema: SCHEMA, done, total: total.max(0).unsigned_abs() };
    let amendments = amendments(conn)?;
    // Few large segments in place of many small ones, as for a home that is loaded at once.
    conn.execute_batch(
        "INSERT INTO search (search, rank) VALUES ('hashsize', 67108864);
         INSERT INTO search (search, rank) VALUES ('automerge', 0)",
    )?;
    let mut orders = conn.prepare(
        "SELECT orders.id, orders.revision, revision.body FROM orders
         JOIN revision ON revision.order_id = orders.id AND revision.revision = orders.revision ORDER BY orders.id",
    )?;
    let mut rows = orders.query([])?;
    let mut done = 0;
    while let Some(row) = rows.next()? {
        let (id, revision): (i64, u32) = (row.get(0)?, row.get(1)?);
        if let Some(doc) = doc(row.get_ref(2)?.as_str().unwrap_or_default(), amendments.get(&(id, revision)))
        {
            write(conn, id, &doc)?;
        } else {
            // Its other faults are the doctor's to name.
            tracing::warn!(id, "an order that can't be read is not in the search index");
        }
        done += 1;
        if done % TOLD == 0 {
            tell(at(done));
        }
    }
    tell(at(done));
    Ok(conn.execute_batch(
        "INSERT INTO search (search) VALUES ('optimize');
         INSERT INTO search (search, rank) VALUES ('hashsize', 1048576);
         INSERT INTO search (search, rank) VALUES ('automerge', 4)",
    )?)
}

/// What was mended; few orders have any.
fn amendments(conn: &Connection) -> Result<Amendments> {
    let mut statement = conn.prepare(
        "SELECT order_id, revision, path, before, after FROM amendment ORDER BY order_id, revision, id",
    )?;
    let mut rows = statement.query([])?;
    let mut all = Amendments::new();
    while let Some(row) = rows.next()? {
        let change = Amendment { path: row.get(2)?, before: row.get(3)?, after: row.get(4)?, rule: None };
        all.entry((row.get(0)?, row.get(1)?)).or_default().push(change);
    }
    Ok(all)
}

fn doc(body: &str, changes: Option<&Vec<Amendment>>) -> Option<Doc> {
    let order: Order = serde_json::from_str(body).ok()?;
    match changes {
        Some(changes) => Some(Doc::of(&amended(&order, changes).ok()?)),
        None => Some(Doc::of(&order)),
    }
}

fn write(conn: &Connection, id: i64, doc: &Doc) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO search_doc (order_id, words, tails) VALUES (?1, ?2, ?3)
         ON CONFLICT (order_id) DO UPDATE SET words = excluded.words, tails = excluded.tails",
    )?
    .execute(params![id, doc.words, doc.tails])?;
    conn.prepare_cached("INSERT INTO search (rowid, t) VALUES (?1, ?2)")?
        .execute(params![id, doc.index_text()])?;
    Ok(())
}

#[cfg(test)]
mod tests;
