//! The home with the generated orders.

use beian::catalog::Catalog;
use beian::work::generate::{Progress, generate};
use beian::work::{Desk, Home, Result, WorkError};
use chrono::{DateTime, Utc};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// An open home, and the moment from which it is seen.
pub struct Made {
    pub desk: Desk,
    pub orders: usize,
    pub now: DateTime<Utc>,
}

/// Opens the home, making it where it is not there yet.
pub fn open() -> Result<Made> {
    let orders =
        std::env::var("BEIAN_BENCH_ORDERS").ok().and_then(|text| text.parse().ok()).unwrap_or(1_000_000);
    let catalog =
        Catalog::embedded().map_err(|error| WorkError::say(error.to_string(), error.to_string()))?;
    let catalog = Arc::new(catalog);
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("bench-{orders}"));
    let moment = dir.join("made-at");
    if let Some(now) = std::fs::read_to_string(&moment).ok().and_then(|text| text.trim().parse().ok()) {
        return Ok(Made { desk: Desk::open(Home::new(&dir), catalog)?, orders, now });
    }
    let _ = std::fs::remove_dir_all(&dir);
    let mut desk = Desk::create(Home::new(&dir), catalog)?;
    let (begin, now) = (Instant::now(), beian::work::now());
    generate(&mut desk, orders, 1, now, |progress| match progress {
        Progress::Orders(at, _) if at % 100_000 == 0 => eprintln!("{at} orders after {:?}", begin.elapsed()),
        Progress::Orders(..) => {}
        Progress::Indexes(at, all) => eprintln!("{at} of {all} indexes after {:?}", begin.elapsed()),
    })?;
    let rate = orders as f64 / begin.elapsed().as_secs_f64();
    println!("made in {:.0} s, {rate:.0} orders a second", begin.elapsed().as_secs_f64());
    std::fs::write(&moment, now.to_rfc3339()).map_err(|error| WorkError::io(&moment, error))?;
    Ok(Made { desk, orders, now })
}

/// Rows spread over the whole home, the same in every run.
pub fn spread(orders: usize, count: usize) -> impl Iterator<Item = i64> {
    let step = 0.618_033_988_75_f64;
    (1..=count).map(move |nth| 1 + ((nth as f64 * step).fract() * orders as f64) as i64)
}
