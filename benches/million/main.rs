//! How fast the desk is with a million orders: `cargo bench --bench million`.
//!
//! The home is made once below the target folder and used again. `BEIAN_BENCH_ORDERS=20000` makes a small
//! one, for a run that only shows that everything works; `-- stats decide` runs these parts alone. What is
//! printed stands in `benches/README.md`.

mod decide;
mod filters;
mod home;
mod measure;
mod page;
mod search;
mod stats;

fn main() -> Result<(), beian::work::WorkError> {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let is_wanted = |part: &str| wanted.is_empty() || wanted.iter().any(|name| name == part);
    let mut made = home::open()?;
    println!("{} orders, seen from {}", made.orders, made.now);
    println!("\n| what | target | p50 | p99 | max | runs |\n|---|---|---|---|---|---|");
    if is_wanted("page") {
        page::run(&made)?;
    }
    if is_wanted("search") {
        search::run(&made)?;
    }
    if is_wanted("filters") {
        filters::run(&made)?;
    }
    let boss = stats::boss(&mut made)?;
    if is_wanted("stats") {
        stats::run(&made, boss)?;
    }
    if is_wanted("decide") {
        decide::run(&mut made, boss)?;
    }
    Ok(())
}
