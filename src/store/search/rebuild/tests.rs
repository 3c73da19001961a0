use crate::domain::amendment::amended;
use crate::domain::order::Order;
use crate::domain::view::{Direction, Filter, PageRequest, Sort, Tab};
use crate::store::Store;
use crate::store::migrate::{NEWEST, Progress, statements};
use crate::store::search::Doc;
use rusqlite::{Connection, params};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

const BODY: &str = include_str!("../../../../assets/examples/first_filing/order.json");
const OLD: usize = 3;
const ORDERS: i64 = 40;

/// A home as the third schema left it, its index full of pieces of numbers.
fn old_home(path: &Path) {
    let conn = Connection::open(path).unwrap();
    for sql in &statements()[..OLD] {
        conn.execute_batch(sql).unwrap();
    }
    conn.pragma_update(None, "user_version", OLD as i64).unwrap();
    for id in 1..=ORDERS {
        conn.execute(
            "INSERT INTO orders (no, order_type, profile, nature, province, entity, entity_key, account, sites,
               site_count, stage, revision, waiting_since, returned_count, priority)
             VALUES ('OLD-' || ?1, 'first_filing', 'ucloud', 'enterprise', 'guangdong', 'e', 'k', 'a', 's', 1,
               'first_review', 1, 0, 0, 0)",
            [id],
        )
        .unwrap();
        conn.execute(
            "INSERT INTO revision (order_id, revision, received_at, province, order_type, profile, content, body)
             VALUES (?1, 1, 0, 'guangdong', 'first_filing', 'ucloud', 'c', ?2)",
            params![id, BODY],
        )
        .unwrap();
        conn.execute("INSERT INTO search_doc VALUES (?1, 'old', '13800138000')", [id]).unwrap();
        conn.execute("INSERT INTO search (rowid, t) VALUES (?1, 'e30x30x')", [id]).unwrap();
    }
    conn.execute_batch(
        "INSERT INTO user (name, hash, roles, created_at) VALUES ('zhu', '', '[]', 0);
         INSERT INTO amendment (order_id, revision, path, before, after, at, by)
         VALUES (7, 1, 'people[0].mobile', 'x', '13999990007', 0, 1)",
    )
    .unwrap();
}

fn schema(path: &Path) -> i64 {
    Connection::open(path).unwrap().query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap()
}

fn found(store: &Store, search: &str) -> usize {
    let request = PageRequest {
        tab: Tab::All,
        filter: Filter { search: Some(search.to_owned()), ..Filter::default() },
        sort: Sort::Newest,
        from: None,
        direction: Direction::Forward,
        limit: 1000,
        now: chrono::DateTime::UNIX_EPOCH,
    };
    store.page_by_number(&request).unwrap().rows.len()
}

#[test]
fn the_index_is_made_anew_without_pieces_of_numbers_and_tells_how_far_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("beian.db");
    old_home(&path);
    let mut told: Vec<Progress> = Vec::new();
    let store = Store::open_telling(&path, &mut |at| told.push(at)).unwrap();
    let search: Vec<_> = told.iter().filter(|at| at.schema == 4).collect();
    assert_eq!(search.last().map(|at| (at.done, at.total)), Some((40, 40)));
    let order: Order = serde_json::from_str(BODY).unwrap();
    let mobile = &order.people[0].mobile;
    let all = ORDERS as usize;
    assert_eq!(found(&store, mobile), all - usize::from(!others_have(&order, mobile)));
    assert_eq!(found(&store, "13999990007"), 1, "the amendment counts");
    assert_eq!(found(&store, "0007"), 1);
    assert_eq!(found(&store, &mobile[..10]), 0);
    let kept: String = store
        .conn
        .query_row("SELECT tails FROM search_doc WHERE order_id = 1", [], |row| row.get(0))
        .unwrap();
    assert_eq!(kept, Doc::of(&order).tails);
    let left: i64 = store
        .conn
        .query_row("SELECT count(*) FROM search WHERE search MATCH 'e30x30x'", [], |row| row.get(0))
        .unwrap();
    assert_eq!(left, 0);
    assert!(amended(&order, &[]).is_ok());
}

/// True where the number stands in the order a second time.
fn others_have(order: &Order, mobile: &str) -> bool {
    let numbers = crate::domain::sought::numbers(order);
    numbers.iter().filter(|(_, number)| *number == mobile).count() > 1
}

#[test]
fn a_step_that_is_broken_off_leaves_the_schema_before_it_whole_and_goes_on_next_time() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("beian.db");
    old_home(&path);
    for _ in 0..2 {
        let broken = catch_unwind(AssertUnwindSafe(|| {
            Store::open_telling(&path, &mut |at| assert!(at.done == 0, "broken off")).map(drop)
        }));
        assert!(broken.is_err());
        assert_eq!(schema(&path), OLD as i64);
        let conn = Connection::open(&path).unwrap();
        let old: i64 = conn
            .query_row("SELECT count(*) FROM search_doc WHERE words = 'old'", [], |row| row.get(0))
            .unwrap();
        assert_eq!(old, ORDERS);
    }
    drop(Store::open(&path).unwrap());
    assert_eq!(schema(&path), NEWEST);
}
