//! A page anywhere in the queue, and the bare statement that it can't beat: prepared once, its cells read
//! and forgotten.

use super::home::{Made, spread};
use super::measure::Times;
use beian::domain::ids::OrderId;
use beian::domain::view::{Cursor, Direction, Filter, PageRequest, QueueRow, Sort, Tab};
use beian::work::{Result, WorkError};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

const ROWS: usize = 50;
const PLACES: usize = 2_000;

/// What a page shows, names of holders included.
const COLUMNS: &str = include_str!("../../src/store/queue/columns.sql");
const NAMES: &str = include_str!("../../src/store/queue/names.sql");

/// The key of a row in a sort.
fn cursor(row: &QueueRow, sort: Sort) -> Cursor {
    match sort {
        Sort::Urgent => row.cursor,
        Sort::Waiting => Cursor { first: row.waiting_since.timestamp_millis(), second: 0, id: row.id },
        Sort::Newest => Cursor { first: 0, second: 0, id: row.id },
    }
}

fn bare_sql(sort: Sort) -> String {
    let (wanted, order) = match sort {
        Sort::Urgent => ("(rank, due_key, orders.id) > (?, ?, ?)", "rank, due_key, orders.id"),
        Sort::Waiting => ("(waiting_since, orders.id) > (?, ?)", "waiting_since, orders.id"),
        Sort::Newest => ("orders.id < ?", "orders.id DESC"),
    };
    format!(
        "SELECT {COLUMNS}, user.name, given.name FROM orders {NAMES} WHERE stage = ? AND {wanted} ORDER BY {order} LIMIT {}",
        ROWS + 1
    )
}

fn bare_values(stage: &str, from: Cursor, sort: Sort) -> Vec<Value> {
    let keys = match sort {
        Sort::Urgent => vec![from.first, from.second, from.id.0],
        Sort::Waiting => vec![from.first, from.id.0],
        Sort::Newest => vec![from.id.0],
    };
    std::iter::once(Value::Text(stage.to_owned())).chain(keys.into_iter().map(Value::Integer)).collect()
}

fn bare(conn: &Connection, stage: &str, from: Cursor, sort: Sort) -> rusqlite::Result<usize> {
    let mut statement = conn.prepare_cached(&bare_sql(sort))?;
    let columns = statement.column_count();
    let mut rows = statement.query(params_from_iter(bare_values(stage, from, sort)))?;
    let mut cells = 0;
    while let Some(row) = rows.next()? {
        for at in 0..columns {
            cells += usize::from(!matches!(row.get::<_, Value>(at)?, Value::Null));
        }
    }
    Ok(cells)
}

pub fn run(made: &Made) -> Result<()> {
    let conn = Connection::open(made.desk.home.database()).map_err(WorkError::from)?;
    conn.pragma_update(None, "cache_size", -8 * 1024).map_err(WorkError::from)?;
    conn.set_prepared_statement_cache_capacity(64);
    for sort in Sort::ALL {
        let (mut pages, mut plain) = (Times::default(), Times::default());
        for round in 0..2 {
            (pages, plain) = (Times::default(), Times::default());
            for id in spread(made.orders, if round == 0 { PLACES / 2 } else { PLACES }) {
                let row = made.desk.store.row(OrderId(id), made.now)?;
                let from = cursor(&row, sort);
                let request = PageRequest {
                    tab: Tab::Stage(row.stage),
                    filter: Filter::default(),
                    sort,
                    from: Some(from),
                    direction: Direction::Forward,
                    limit: ROWS,
                    now: made.now,
                };
                // Both are read once before they are timed: warm means warm for both.
                made.desk.store.page(&request)?;
                pages.of(|| made.desk.store.page(&request))?;
                bare(&conn, row.stage.slug(), from, sort).map_err(WorkError::from)?;
                plain.of(|| bare(&conn, row.stage.slug(), from, sort)).map_err(WorkError::from)?;
            }
        }
        pages.row(&format!("page of {ROWS} anywhere, {}", sort.slug()), "1 ms p50, 5 ms p99");
        plain.row(&format!("the bare statement, {}", sort.slug()), "");
        let ratio = pages.rank(0.5).as_secs_f64() / plain.rank(0.5).as_secs_f64();
        println!("| page to bare statement, {} | 1.3 | {ratio:.2} | | | |", sort.slug());
    }
    Ok(())
}
