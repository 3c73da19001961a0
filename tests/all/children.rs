//! Programs that this one starts: by which door, with which environment, named by whom; and files that it writes
//! where somebody said.

use super::architecture::root;
use super::mail::private;
use super::pty::terminal::{Terminal, key};
use super::support::{Place, minutes, order, order_with_files, rejection, reviewer, text};
use beian::domain::people::Role;
use beian::work::{claim, decide, import};
use serde_json::json;
use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            into.push(path);
        }
    }
}

/// The lines of every source below a folder that hold one of these, tests and comments left out.
fn lines_with(folder: &str, parts: &[&str]) -> BTreeSet<String> {
    let mut files = Vec::new();
    sources(&root().join(folder), &mut files);
    let mut found = BTreeSet::new();
    for file in files.iter().filter(|file| !file.components().any(|part| part.as_os_str() == "tests")) {
        let whole = fs::read_to_string(file).unwrap();
        let code = whole.split("#[cfg(test)]\nmod tests").next().unwrap();
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        if lines.into_iter().any(|line| parts.iter().any(|part| line.contains(part))) {
            found.insert(file.strip_prefix(root()).unwrap().display().to_string());
        }
    }
    found
}

#[test]
fn every_child_comes_from_one_function() {
    let starts = lines_with("src", &["Command::new(", "process::Command", "CommandBuilder", "posix_spawn"]);
    assert_eq!(starts, BTreeSet::from(["src/outgoing/child.rs".to_owned()]));
    let code = fs::read_to_string(root().join("src/outgoing/child.rs")).unwrap();
    assert_eq!(code.split("#[cfg(test)]").next().unwrap().matches("Command::new(").count(), 1);
}

#[test]
fn every_file_that_somebody_names_is_written_by_one_function() {
    let writes = ["fs::write(", "File::create", "OpenOptions", "NamedTempFile", "tempfile_in", ".persist("];
    assert_eq!(lines_with("src/cli", &writes), BTreeSet::new(), "commands write by work::written");
    // Every command that has such a file, and what it writes it with.
    use clap::CommandFactory;
    let (mut found, mut left) = (BTreeSet::new(), vec![(String::new(), beian::cli::Cli::command())]);
    while let Some((name, command)) = left.pop() {
        if command.get_arguments().any(|one| one.get_long() == Some("out")) {
            found.insert(name.trim().to_owned());
        }
        left.extend(command.get_subcommands().map(|sub| (format!("{name} {}", sub.get_name()), sub.clone())));
    }
    assert_eq!(found, ["curtain print", "sheet", "status"].map(String::from).into());
    let written = [
        ("src/cli/curtain.rs", "written::put(", "Readers::Owner"),
        ("src/work/sheet.rs", "written::put(", "Readers::Owner"),
        ("src/cli/status.rs", "Leaf::begin(", "Readers::AsBefore"),
    ];
    for (source, door, readers) in written {
        let code = fs::read_to_string(root().join(source)).unwrap();
        assert!(code.contains(door) && code.contains(readers), "{source}");
    }
}

/// What must never reach a child, though the program was started with it.
const SECRETS: [(&str, &str); 6] = [
    ("BEIAN_PASSPHRASE", "correct horse"),
    ("BEIAN_SECRET_KEY", "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"),
    ("BEIAN_NEW_PASSPHRASE", "battery staple"),
    ("MAIL_PASSWORD", "geheim"),
    ("AWS_SECRET_ACCESS_KEY", "cloud"),
    ("LD_LIBRARY_PATH", "/nowhere"),
];

fn must_be_clean(said: &str) {
    assert!(said.contains("PATH="), "{said}");
    for (name, value) in SECRETS {
        assert!(!said.contains(&format!("{name}=")) && !said.contains(value), "{name} was passed on: {said}");
    }
    assert!(!said.contains("BEIAN_") && !said.contains("CARGO"), "{said}");
}

/// A file, once it is there whole: it ends with this line.
const LAST: &str = "# the end";

fn until_written(path: &Path) -> String {
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        match fs::read_to_string(path) {
            Ok(text) if text.contains(LAST) => return text,
            _ => assert!(Instant::now() < deadline, "{} was not written", path.display()),
        }
        std::thread::yield_now();
    }
}

/// A program that writes its environment, its arguments and what a file among them is.
fn program(folder: &Path, name: &str, into: &Path) {
    fs::create_dir_all(folder).unwrap();
    let (path, into) = (folder.join(name), into.display());
    let script = format!(
        "#!/bin/sh\n{{ env; echo \"args: $@\"; for one; do ls -ln \"$one\"; ls -ldn \"$(dirname \"$one\")\"; done; \
         grep core /proc/$PPID/limits; echo '{LAST}'; }} > {into}.new 2>&1; mv {into}.new {into}; echo FOUND-IT\n"
    );
    fs::write(&path, script).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn the_command_for_text_messages_sees_no_secret_and_a_process_that_leaves_no_core() {
    let mut package = order("TX-A");
    package["profile"] = json!("tencent");
    let place = Place::with(&[package]);
    let mut desk = place.desk();
    let chu = reviewer(&mut desk, "chu", &[Role::First, Role::Second]);
    let id = desk.store.order_id(&"TX-A".into()).unwrap();
    claim::claim(&mut desk, chu, id, minutes(1)).unwrap();
    let decision = rejection(&desk, id);
    decide::decide(&mut desk, chu, id, &decision, minutes(1)).unwrap();
    place.sql("UPDATE outbox SET next_at = 0");
    let took = place.path("took");
    program(&place.path("bin"), "hook", &took);
    let hook = place.path("bin/hook");
    private(&place, "delivery.toml", &format!("[text]\ncommand = [{hook:?}]\npass = [\"GATEWAY\"]\n"));
    let output =
        place.command(&["send"]).envs(SECRETS).env("GATEWAY", "https://sms.example.cn").output().unwrap();
    assert!(output.status.success(), "{}", text(&output));
    let said = until_written(&took);
    must_be_clean(&said);
    assert!(said.contains("GATEWAY=https://sms.example.cn"), "what the settings name is passed on: {said}");
    let limit = said.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    let numbers: Vec<&str> = limit.split_whitespace().skip(4).take(2).collect();
    assert_eq!(numbers, ["0", "0"], "{limit}");
}

/// A home with one order, whose second file says that it is an ID and is a page, and programs in the place of
/// `xdg-open`, `whois` and a viewer.
struct Scene {
    place: Place,
}

impl Scene {
    fn new() -> Self {
        let (place, package) = (Place::new(), order_with_files("VW-A"));
        let folder = place.path("packages");
        fs::create_dir_all(folder.join("VW-A")).unwrap();
        fs::write(folder.join("VW-A/VW-A-licence.pdf"), "%PDF-1.4\n%%EOF\n").unwrap();
        fs::write(folder.join("VW-A/VW-A-id.pdf"), "<!doctype html><script>1</script>").unwrap();
        fs::write(folder.join("orders.jsonl"), package.to_string()).unwrap();
        let taken = import::import(&mut place.desk(), &folder.join("orders.jsonl"), |_, _| {}).unwrap();
        assert_eq!(taken.taken, 1);
        reviewer(&mut place.desk(), "chu", &[Role::First]);
        for name in ["xdg-open", "whois", "feh"] {
            program(&place.path("bin"), name, &place.path(&format!("{name}.out")));
        }
        Self { place }
    }

    fn host(&self, text: &str, mode: u32) {
        let path = self.place.path("host.toml");
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    }

    /// The desk, started with secrets in its environment.
    fn desk(&self, more: &[(&str, &str)]) -> Terminal {
        let path = format!("{}:{}", self.place.path("bin").display(), std::env::var("PATH").unwrap());
        let host = self.place.path("host.toml");
        let mut all = SECRETS.to_vec();
        all.push(("PATH", path.as_str()));
        if host.exists() {
            all.push(("BEIAN_HOST_FILE", host.to_str().unwrap()));
        }
        all.extend(more);
        let mut desk = Terminal::open_with(self.place.home().dir(), (170, 60), &all);
        desk.sign_in_here("chu");
        desk
    }

    /// Opens the order, with the cursor on the name of the entity.
    fn open(desk: &mut Terminal) {
        desk.see("VW-A");
        desk.press(key::ENTER);
        desk.see("p holds");
        desk.press(&format!("{0}{0}gj", key::TAB));
    }

    fn out(&self, name: &str) -> PathBuf {
        self.place.path(&format!("{name}.out"))
    }
}

const WHOIS: &str = "[lookups]\n\"entity.name\" = [\"whois\", \"-x\", \"{}\"]\n";

#[test]
fn a_look_up_and_a_viewer_see_no_secret_and_a_copy_alone() {
    let scene = Scene::new();
    scene.host(WHOIS, 0o644);
    let mut desk = scene.desk(&[("DISPLAY", ":9")]);
    Scene::open(&mut desk);
    desk.press("w");
    desk.see("FOUND-IT");
    let said = until_written(&scene.out("whois"));
    must_be_clean(&said);
    assert!(said.contains("args: -x 深圳市青山茶业有限公司") && !said.contains("DISPLAY="), "{said}");
    desk.press(key::ESC);
    desk.gone("FOUND-IT");

    desk.press(key::TAB);
    desk.press("o");
    let said = until_written(&scene.out("xdg-open"));
    must_be_clean(&said);
    assert!(said.contains("DISPLAY=:9"), "{said}");
    let shown = PathBuf::from(said.lines().find_map(|line| line.strip_prefix("args: ")).unwrap());
    assert!(shown.starts_with(fs::canonicalize(scene.place.home().view()).unwrap()), "{shown:?}");
    assert_eq!(shown.extension().unwrap(), "pdf");
    assert!(said.contains("\n-r--------") && said.contains("\ndrwx------"), "{said}");
    assert_eq!(fs::read(&shown).unwrap(), b"%PDF-1.4\n%%EOF\n");

    desk.press("j");
    desk.press("o");
    desk.see("neither a picture nor a PDF");
    desk.leave();
    assert!(!shown.exists() && !shown.parent().unwrap().exists(), "it goes with the desk");
}

#[test]
fn over_ssh_no_window_opens_but_by_the_hosts_own_word() {
    let scene = Scene::new();
    let remote = [("DISPLAY", ":9"), ("SSH_CONNECTION", "192.0.2.1 5 192.0.2.2 22")];
    let mut desk = scene.desk(&remote);
    Scene::open(&mut desk);
    desk.press(key::TAB);
    desk.press("o");
    desk.see("over SSH nothing is opened outside");
    desk.leave();
    assert!(!scene.out("xdg-open").exists());

    scene.host("viewer = [\"feh\", \"--fullscreen\", \"{}\"]\n", 0o600);
    let mut desk = scene.desk(&remote);
    Scene::open(&mut desk);
    desk.press(key::TAB);
    desk.press("o");
    let said = until_written(&scene.out("feh"));
    must_be_clean(&said);
    assert!(said.contains("args: --fullscreen /") && !said.contains("SSH_"), "{said}");
    desk.leave();
}

#[test]
fn a_program_that_the_database_names_is_never_run_and_the_file_to_write_is_told() {
    let scene = Scene::new();
    let old = "{\"entity.name\": \"whois {}\", \"sites.domains.name\": \"sh -c id\"}";
    scene.place.sql(&format!("INSERT OR REPLACE INTO setting (key, value) VALUES ('lookups', '{old}')"));
    let mut desk = scene.desk(&[]);
    Scene::open(&mut desk);
    desk.press("w");
    let screen = desk.see("No look-up command is set for this field");
    assert!(
        screen.contains("/etc/beian/host.toml: [lookups] \"entity.name\" = [\"whois\", \"{}\"]"),
        "{screen}"
    );
    desk.leave();
    assert!(!scene.out("whois").exists());

    let said = text(&scene.place.run(&["doctor"]));
    for wanted in [
        "into /etc/beian/host.toml:",
        "    [lookups]",
        "    \"entity.name\" = [\"whois\", \"{}\"]",
        "    \"sites.domains.name\" = [\"sh\", \"-c\", \"id\"]",
    ] {
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
    let refused = scene.place.run(&["setting", "set", "lookups", old, "--user", "zhu"]);
    assert!(
        !refused.status.success() && text(&refused).contains("/etc/beian/host.toml"),
        "{}",
        text(&refused)
    );
    let emptied = scene.place.run(&["setting", "set", "lookups", "{}", "--user", "zhu"]);
    assert!(emptied.status.success(), "{}", text(&emptied));
    assert!(!text(&scene.place.run(&["doctor"])).contains("host.toml"));
}

#[test]
fn a_hosts_file_that_others_can_write_allows_nothing_and_is_told() {
    let scene = Scene::new();
    scene.host(WHOIS, 0o664);
    let mut desk = scene.desk(&[]);
    desk.see("can be written by others");
    Scene::open(&mut desk);
    desk.press("w");
    desk.see("No look-up command is set for this field");
    desk.leave();
    assert!(!scene.out("whois").exists());
    let host = scene.place.path("host.toml");
    let said = text(&scene.place.command(&["doctor"]).env("BEIAN_HOST_FILE", host).output().unwrap());
    assert!(said.contains("can be written by others; run 'chmod go-w"), "{said}");
}
