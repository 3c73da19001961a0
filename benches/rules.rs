//! What the rules cost: all of them on one order, and `beian check` on a file of orders.
//!
//! `cargo bench --bench rules`; `BEIAN_BENCH_LINES` sets the length of the file (20,000).

use beian::catalog::Catalog;
use beian::domain::across::Across;
use beian::domain::facts::{Colour, FileFacts, FileState, Media, PictureFacts};
use beian::domain::order::Order;
use beian::domain::stage::Stage;
use beian::rules::{Case, GivenFile, run};
use beian::work::config;
use chrono::Duration;
use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// Runs over every order for the figures of one order.
const RUNS: usize = 200;

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let started = Instant::now();
    let catalog = Catalog::layered(&[config::layer(&root.join("assets/demo"))?])?;
    println!("catalogue read             {:8.2} ms", started.elapsed().as_secs_f64() * 1e3);
    let orders = samples(&root.join("assets/samples"))?;
    one_order(&catalog, &orders);
    one_name(&catalog);
    file_of_orders(root, &orders)
}

fn samples(dir: &Path) -> Result<Vec<Order>, Box<dyn Error>> {
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(dir)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    folders.sort();
    let texts = folders.iter().filter_map(|dir| std::fs::read_to_string(dir.join("order.json")).ok());
    Ok(texts.filter_map(|text| serde_json::from_str(&text).ok()).collect())
}

fn whole(number: usize) -> FileFacts {
    FileFacts {
        method: 0,
        sha256: format!("{number:064x}").into(),
        bytes: 300_000,
        media: Media::Jpeg,
        state: FileState::Whole,
        picture: Some(PictureFacts { width: 1600, height: 1100, bit_depth: 8, colour: Colour::Colour }),
        exif: None,
        software: Vec::new(),
    }
}

fn one_order(catalog: &Catalog, orders: &[Order]) {
    let across = Across::default();
    let mut times = Vec::new();
    let mut found = 0;
    let mut slowest = (std::time::Duration::ZERO, String::new());
    for order in orders {
        let Some(profile) = catalog.profile(&order.profile) else { continue };
        let facts: Vec<FileFacts> = (0..order.attachments.len()).map(whole).collect();
        let files = order.attachments.iter().zip(&facts);
        let files: Vec<GivenFile> =
            files.map(|(given, facts)| GivenFile { given, facts: Some(facts) }).collect();
        let case = Case {
            catalog,
            order,
            profile,
            stage: Stage::FirstReview,
            now: order.submitted_at + Duration::hours(1),
            files: &files,
            papers: &[],
            across: Some(&across),
            state: None,
            materials: &[],
        };
        found += run(&case).findings.len();
        let before = times.len();
        for _ in 0..RUNS {
            let started = Instant::now();
            std::hint::black_box(run(std::hint::black_box(&case)));
            times.push(started.elapsed());
        }
        let mut own = times[before..].to_vec();
        own.sort();
        slowest = slowest.max((own[RUNS / 2], order.order_no.to_string()));
    }
    times.sort();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    println!("all rules on one order     {:8.4} ms p50  {:8.4} ms p99   goal 0.1 ms", at(0.5), at(0.99));
    println!("the slowest of them        {:8.4} ms p50  {}", slowest.0.as_secs_f64() * 1e3, slowest.1);
    println!("                           {} orders, {found} findings, {} runs", orders.len(), times.len());
}

/// Every word list, places, idioms and personal names on the name of one site.
fn one_name(catalog: &Catalog) {
    let (words, name) = (catalog.words(), "李小明的木工札记与北京秋天");
    let all = || {
        let hits: usize = words.lists().map(|list| words.find_all(&list.id, name).len()).sum();
        let places = words.places_in(name).len();
        let person = words.looks_like_person_name(name).is_some();
        hits + places + usize::from(words.is_idiom(name)) + usize::from(person)
    };
    all();
    let started = Instant::now();
    let hits: usize = (0..10_000).map(|_| std::hint::black_box(all())).sum();
    let each = started.elapsed().as_secs_f64() * 1e6 / 1e4;
    println!("all word lists on one name {each:8.2} µs      {} hits", hits / 10_000);
}

fn file_of_orders(root: &Path, orders: &[Order]) -> Result<(), Box<dyn Error>> {
    let lines: usize = std::env::var("BEIAN_BENCH_LINES").ok().and_then(|n| n.parse().ok()).unwrap_or(20_000);
    let mut file = tempfile::Builder::new().suffix(".jsonl").tempfile()?;
    {
        let mut out = std::io::BufWriter::new(file.as_file_mut());
        for at in 0..lines {
            let mut order = orders[at % orders.len()].clone();
            order.order_no = format!("BENCH-{at}").into();
            order.attachments.clear();
            serde_json::to_writer(&mut out, &order)?;
            out.write_all(b"\n")?;
        }
        out.flush()?;
    }
    let started = Instant::now();
    let status = Command::new(env!("CARGO_BIN_EXE_beian"))
        .arg("--config")
        .arg(root.join("assets/demo"))
        .args(["--lang", "en", "check"])
        .arg(file.path())
        .stdout(Stdio::null())
        .status()?;
    let took = started.elapsed().as_secs_f64();
    println!(
        "beian check, {lines} lines   {:8.0} orders/s   goal 5000   ({took:.2} s, {status})",
        lines as f64 / took
    );
    Ok(())
}
