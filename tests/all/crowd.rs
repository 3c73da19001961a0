//! Many reviewers at one queue.

use super::support::{Place, cancellation, monday, reviewer};
use super::worker::{Said, Worker};
use beian::domain::people::Role;
use std::collections::BTreeSet;

const ORDERS: usize = 2_000;
const PEOPLE: usize = 16;

#[test]
fn sixteen_processes_decide_two_thousand_orders_once_per_stage() {
    let place = Place::with(&(0..ORDERS).map(cancellation).collect::<Vec<_>>());
    let people: Vec<_> = {
        let mut desk = place.desk();
        let both = [Role::First, Role::Second];
        (0..PEOPLE).map(|at| reviewer(&mut desk, &format!("r{at}"), &both)).collect()
    };
    // Who finds nothing left while others still decide their first reviews goes home; the next round
    // takes what they leave.
    let mut saved = Vec::new();
    for _ in 0..20 {
        let workers: Vec<Worker> =
            people.iter().map(|user| Worker::start(&place, *user, monday(), None)).collect();
        for worker in workers {
            let said = worker.rest();
            let failed: Vec<_> = said.iter().filter(|said| matches!(said, Said::Failed(_))).collect();
            assert!(failed.is_empty(), "{failed:?}");
            saved.extend(said.into_iter().filter_map(|said| match said {
                Said::Saved(id) => Some(id),
                _ => None,
            }));
        }
        if saved.len() >= 2 * ORDERS {
            break;
        }
    }
    assert_eq!(saved.len(), 2 * ORDERS, "each order is decided once per stage");
    assert_eq!(saved.iter().collect::<BTreeSet<_>>().len(), saved.len());
    let count = |query: &str| place.ask::<i64>(query);
    assert_eq!(count("SELECT count(*) FROM verdict"), 2 * ORDERS as i64);
    assert_eq!(
        count("SELECT count(*) FROM (SELECT DISTINCT order_id, stage FROM verdict)"),
        2 * ORDERS as i64
    );
    // Nobody verifies a cancellation by SMS: it goes on to the bureau.
    assert_eq!(count("SELECT count(*) FROM orders WHERE stage = 'bureau'"), ORDERS as i64);
    let same =
        "SELECT count(*) FROM verdict a JOIN verdict b USING (order_id) WHERE a.by = b.by AND a.id < b.id";
    assert_eq!(count(same), 0, "four eyes");
    assert!(count("SELECT count(DISTINCT by) FROM verdict") > 1, "they worked side by side");
    place.must_be_sound();
}
