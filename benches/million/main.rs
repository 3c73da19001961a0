//! How fast the desk is with a million orders: `cargo bench --bench million`.
//!
//! The home is made once below the target folder and used again. `BEIAN_BENCH_ORDERS=20000` makes a small
//! one, for a run that only shows that everything works. What is printed stands in `benches/README.md`.

mod decide;
mod filters;
mod home;
mod measure;
mod page;
mod search;
mod stats;

fn main() -> Result<(), beian::work::WorkError> {
    let mut made = home::open()?;
    println!("{} orders, seen from {}", made.orders, made.now);
    println!("\n| what | target | p50 | p99 | max | runs |\n|---|---|---|---|---|---|");
    page::run(&made)?;
    search::run(&made)?;
    filters::run(&made)?;
    let boss = stats::boss(&mut made)?;
    stats::run(&made, boss)?;
    decide::run(&mut made, boss)
}
