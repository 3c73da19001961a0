//! The first page of a search, newest first, for one to eight characters.

use super::home::{Made, spread};
use super::measure::Times;
use beian::domain::ids::OrderId;
use beian::domain::view::{Direction, Filter, PageRequest, QueueRow, Sort, Tab};
use beian::work::Result;

const TERMS: usize = 300;

/// A piece of what the row shows: of its entity or sites, or the beginning or end of its number.
fn term(row: &QueueRow, nth: usize, length: usize) -> Option<String> {
    let text = match nth % 6 {
        0..3 => &row.entity,
        3..5 => &row.sites,
        _ => &row.no.0,
    };
    let letters: Vec<char> = text.chars().collect();
    let room = letters.len().checked_sub(length)?;
    let from = if nth % 6 == 5 { room } else { (nth * 7) % (room + 1) };
    Some(letters[from..from + length].iter().collect())
}

pub fn run(made: &Made) -> Result<()> {
    for length in 1..=8 {
        let mut times = Times::default();
        let mut slowest = (std::time::Duration::ZERO, String::new());
        for (nth, id) in spread(made.orders, TERMS).enumerate() {
            let row = made.desk.store.row(OrderId(id), made.now)?;
            let Some(search) = term(&row, nth, length) else { continue };
            let request = PageRequest {
                tab: Tab::All,
                filter: Filter { search: Some(search.clone()), ..Filter::default() },
                sort: Sort::Newest,
                from: None,
                direction: Direction::Forward,
                limit: 50,
                now: made.now,
            };
            made.desk.store.page(&request)?;
            let mut one = Times::default();
            one.of(|| made.desk.store.page(&request))?;
            if one.rank(1.0) > slowest.0 {
                slowest = (one.rank(1.0), search);
            }
            times.push(one);
        }
        times.row(&format!("search, {length} characters (slowest: {})", slowest.1), "16 ms p99");
    }
    Ok(())
}
