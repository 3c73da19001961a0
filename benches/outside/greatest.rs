//! An order of the greatest size that a package may have, on the desk: 1,000 sites with a domain each, 300 people,
//! 1,000 rows of access.

use super::{Desk, figures};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const PASSPHRASE: &str = "correct horse battery";
const OPENED: usize = 10;

/// Opens it, moves in each pane, pages, turns to the next pane; then the memory that it takes.
pub fn measure() {
    let dir = tempfile::tempdir().unwrap();
    let home = home(dir.path());
    let mut desk = Desk::open(&home);
    desk.sign_in("chu", PASSPHRASE);
    let (mut opened, mut keys) = (Vec::new(), Vec::new());
    for _ in 0..OPENED {
        let pressed = desk.press("\r");
        let shown = desk.wait("the order", |screen| screen.contents().contains("0/6611"));
        opened.push(shown - pressed);
        desk.press("\x1b");
        desk.wait("the queue", |screen| !screen.contents().contains("0/6611"));
    }
    figures("greatest order: key to order", opened, "100 ms");
    desk.press("\r");
    desk.wait("the order", |screen| screen.contents().contains("0/6611"));
    desk.press("c");
    desk.wait("the claim", |screen| screen.contents().contains("由您处理"));
    desk.settle();
    let mut written = Vec::new();
    for key in ["j", "j", "\x1b[6~", "k", "\t"].iter().cycle().take(100) {
        let bytes = desk.bytes();
        let pressed = desk.press(key);
        if let Some(drawn) = desk.drawn_after(bytes) {
            keys.push(drawn.saturating_duration_since(pressed));
        }
        desk.settle();
        written.push(desk.bytes() - bytes);
    }
    figures("greatest order: key to frame", keys, "16 ms");
    written.sort_unstable();
    println!(
        "{:<34} p50 {} B  max {} B",
        "greatest order: written per key",
        written[written.len() / 2],
        written[written.len() - 1]
    );
    #[cfg(target_os = "linux")]
    println!("greatest order: memory {}", super::status(&desk, "VmRSS").unwrap_or_default());
}

fn home(dir: &Path) -> PathBuf {
    let (home, package) = (dir.join("home"), dir.join("greatest.jsonl"));
    fs::write(&package, format!("{}\n", order())).unwrap();
    let call = |args: &[&str]| {
        let mut call = Command::new(env!("CARGO_BIN_EXE_beian"));
        call.arg("--home").arg(&home).args(args);
        call.env("BEIAN_USER", "zhu").env("BEIAN_PASSPHRASE", PASSPHRASE);
        call.env("BEIAN_NEW_PASSPHRASE", PASSPHRASE);
        let done = call.output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    call(&["init", "zhu"]);
    call(&["user", "add", "chu", "--role", "first,second"]);
    call(&["import", package.to_str().unwrap()]);
    home
}

/// The sample order, grown.
fn order() -> Value {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples/ICP-10201/order.json");
    let mut order: Value = serde_json::from_slice(&fs::read(sample).unwrap()).unwrap();
    let first = |list: &str, at: usize| order[list][at].clone();
    let (principal, person, site, access) =
        (first("people", 0), first("people", 1), first("sites", 0), first("access", 0));
    let grown = |of: &Value, fields: Value| {
        let mut one = of.clone();
        one.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        one
    };
    let people = (2..=300).map(|n| {
        let mobile = |start: usize| format!("1{start}{:08}", 10_000_000 + n);
        grown(&person, json!({ "id": format!("p{n}"), "mobile": mobile(38), "emergency_mobile": mobile(37) }))
    });
    order["people"] = std::iter::once(principal).chain(people).collect();
    let sites = (0..1000).map(|n| {
        let name = format!("qingshan-tea-{n}.cn");
        let domain = grown(&site["domains"][0], json!({ "name": name }));
        grown(
            &site,
            json!({
                "id": format!("s{}", n + 1),
                "name": format!("青山茶业之{}号", n + 1),
                "home_url": format!("https://www.{name}"),
                "manager": format!("p{}", 2 + n % 299),
                "domains": [domain],
            }),
        )
    });
    order["sites"] = sites.collect();
    let rows = (0..1000).map(|n| {
        let ip = format!("203.{}.{}.21", n / 256, n % 256);
        grown(&access, json!({ "ips": [ip], "server_id": format!("srv-{n}") }))
    });
    order["access"] = rows.collect();
    order["attachments"] = json!([]);
    order
}

/// How long nothing more is written before a frame counts as whole.
pub const QUIET: Duration = Duration::from_millis(40);
