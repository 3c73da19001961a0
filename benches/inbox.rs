//! What comes in: `beian watch --once` and `beian import` on a folder of zips, from outside.
//!
//! `cargo bench --bench inbox`; `BEIAN_BENCH_ZIPS` gives the sizes (`1000,20000`), `BEIAN_BENCH_RIVAL` another
//! program that is measured beside this one, such as an earlier build.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "a measurement that meets something unexpected has failed"
)]

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use zip::write::{SimpleFileOptions, ZipWriter};

const SECRET: &str = "correct horse battery";

/// What a run took.
struct Run {
    clock: Duration,
    /// The most memory that was resident at any sample, in KiB.
    peak: u64,
}

fn main() {
    let sizes = std::env::var("BEIAN_BENCH_ZIPS").unwrap_or_else(|_| "1000,20000".into());
    let own = PathBuf::from(env!("CARGO_BIN_EXE_beian"));
    let rival = std::env::var_os("BEIAN_BENCH_RIVAL").map(PathBuf::from);
    for size in sizes.split(',').map(|size| size.trim().parse().unwrap()) {
        for command in ["watch", "import"] {
            let of = |program: &Path| one(program, command, size);
            let ours = of(&own);
            print(command, size, "this", &ours);
            if let Some(theirs) = rival.as_deref().map(of) {
                print(command, size, "rival", &theirs);
                println!(
                    "{:40} {:6.2}",
                    "  this to rival",
                    ours.clock.as_secs_f64() / theirs.clock.as_secs_f64()
                );
            }
        }
    }
}

fn print(command: &str, size: usize, whose: &str, run: &Run) {
    let each = run.clock.as_secs_f64() * 1e3 / size as f64;
    println!(
        "{:40} {each:6.2} ms a package, {:7.1} s, {:5.0} MiB",
        format!("{command}, {size} zips, {whose}"),
        run.clock.as_secs_f64(),
        run.peak as f64 / 1024.0
    );
}

fn one(program: &Path, command: &str, size: usize) -> Run {
    let dir = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let (home, inbox, outside) =
        (dir.path().join("home"), dir.path().join("inbox"), dir.path().join("outside"));
    fs::create_dir_all(&inbox).unwrap();
    fs::create_dir_all(&outside).unwrap();
    for at in 0..size {
        let name = format!("{at:06}.zip");
        fs::write(outside.join(&name), package(at)).unwrap();
        fs::rename(outside.join(&name), inbox.join(&name)).unwrap();
    }
    let call = |args: &[&str]| {
        let mut call = Command::new(program);
        call.args(args).env("BEIAN_HOME", &home).env("BEIAN_PASSPHRASE", SECRET).env("BEIAN_LANG", "en");
        call.stdout(Stdio::null());
        call
    };
    assert!(call(&["init", "zhu"]).status().unwrap().success());
    let inbox = inbox.to_str().unwrap();
    let args: &[&str] = if command == "watch" {
        &["watch", inbox, "--once", "--quiet"]
    } else {
        &["import", inbox, "--quiet"]
    };
    let started = Instant::now();
    let mut child = call(args).spawn().unwrap();
    let mut peak = 0;
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        peak = peak.max(resident(child.id()));
        std::thread::sleep(Duration::from_millis(5));
    };
    let clock = started.elapsed();
    assert!(status.success());
    Run { clock, peak }
}

/// The most that a process ever had resident, as the system tells of one that runs.
fn resident(id: u32) -> u64 {
    let told = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

/// An order without files, as a zip.
fn package(at: usize) -> Vec<u8> {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples/ICP-10201/order.json");
    let mut order: serde_json::Value = serde_json::from_slice(&fs::read(sample).unwrap()).unwrap();
    order["order_no"] = format!("W-{at}").into();
    order["account"]["id"] = format!("u-{at}").into();
    order["attachments"] = serde_json::json!([]);
    // Nothing that it would share with the others: what lies across orders is another measurement.
    order["entity"]["certificate"]["number"] = format!("9144030000{at:08}").into();
    order["people"][0]["mobile"] = format!("138{at:08}").into();
    order["people"][0]["certificate"]["number"] = format!("4403001990{at:08}").into();
    order["sites"][0]["domains"][0]["name"] = format!("sample-{at}.cn").into();
    order["access"][0]["server_id"] = format!("srv-{at}").into();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("order.json", SimpleFileOptions::default()).unwrap();
    zip.write_all(order.to_string().as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}
