//! Every argument of every command, and every variable of the environment.

use super::{copied, must_be_text, must_hold_text, name, payload, program};
use crate::all::support::Place;
use beian::cli::Cli;
use clap::{ArgAction, Command, CommandFactory};
use std::collections::BTreeSet;
use std::fs;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// A call of every command; each word that is no option and no name of a command is steered by turns. `@name` is
/// a file or folder, `␣` a space.
const CALLS: [&str; 91] = [
    "desk",
    "init boss",
    "demo --as chu --orders 1",
    "user add neu --role first",
    "user list",
    "user disable fu",
    "user passphrase fu",
    "user roles fu --role second",
    "user enable fu",
    "role list",
    "role set abandon first yes --stage bureau",
    "role reset abandon",
    "countersign list --limit 5",
    "countersign give 1 --note n",
    "countersign refuse 1 --note n",
    "recover zhu --unattended",
    "import @packages",
    "watch @inbox --once",
    "queue all --sort urgent --province guangdong --type change --nature enterprise --profile ucloud --search a --limit 5",
    "queue --stage bureau",
    "queue --home @home --config @config --lang zh --user zhu --passphrase-fd 99",
    "show ICP-10201 --reveal people[0].mobile",
    "checklist ICP-10203",
    "reasons --stage first_review",
    "claim ICP-10204",
    "claim --next --stage first_review",
    "put-back ICP-10203 --note 缺",
    "review ICP-10203 --reject --reason M017 --checklist @answers --notice @notice --note n --override o --verdict-id v1",
    "curtain list --limit 5",
    "curtain send ICP-10203 --courier SF --number 1 --again w",
    "curtain print --out @page.out --limit 5",
    "appointment make ICP-10231 --person p1 --method photo_point --place here --at 2030-01-01␣10:00",
    "appointment list ICP-10231 --limit 5",
    "appointment end ICP-10231 p1 kept",
    "paper ICP-10231 --kind verification_sheet --owner s1 --received-at 2026-11-30",
    "call ICP-10231 --person p1 --reached --again-in 1h --note n",
    "call ICP-10231 --person p1 --reached --again-at 2030-01-01",
    "call list --limit 5",
    "abandon ICP-10203 --reason r",
    "check @packages --format text --stage first_review",
    "sheet ICP-10231 --site s1 --out @sheet.out",
    "rule P001",
    "rule --for ICP-10203",
    "rule --check @config",
    "rule --all",
    "profile list",
    "profile show ucloud",
    "profile check @config",
    "calendar list",
    "calendar add @calendar --source n",
    "tick",
    "send --dry-run",
    "outbox list --order ICP-10222 --state waiting --medium text --limit 5",
    "outbox show 31 --reveal",
    "outbox retry 31",
    "outbox withdraw 31",
    "package verify @handover",
    "package write ICP-10222",
    "result import @results",
    "result set ICP-10222 passed --entity-number 津ICP备12345678号 --number s1=津ICP备12345678号-1 --at 2026-11-30",
    "result set ICP-10220 passed --entity-number 粤ICP备12345678号 --number s1=粤ICP备12345678号-1",
    "result set ICP-10220 passed --password-fd 99",
    "result set ICP-10222 sms_sent --person p1",
    "result set ICP-10220 returned --reason D001",
    "sms ICP-10222 --sent p1",
    "sms ICP-10222 --verified p1",
    "sms ICP-10222 --wrong p1",
    "sms list",
    "reveal ICP-10207",
    "status ICP-10201 --out @status.out",
    "status --all",
    "log ICP-10201 --limit 5",
    "log",
    "registry import @registry",
    "registry find a --limit 5",
    "stats --period 7d --person chu --province guangdong --type change --profile ucloud",
    "stats --csv",
    "setting list",
    "setting set four_eyes on",
    "setting set lookups {}",
    "retain --dry-run",
    "doctor --since 1-0000000000000000000000000000000000000000000000000000000000000000",
    "doctor --head",
    "backup @copy.zip",
    "restore @copy.zip",
    "schema order",
    "completions bash",
    "man",
    "--lang en",
    "help queue",
    "nonsense",
];

/// The files that the calls name.
fn with_files() -> Place {
    let place = copied();
    let put = |name: &str, text: &str| fs::write(place.path(name), text).unwrap();
    put("answers", r#"{"E001@entity": "pass"}"#);
    put("notice", "请更正。");
    put("calendar", "year = 2031\noff = [\"2031-01-01\"]\nwork = []\n");
    put("results", "order_no,kind,at\nICP-10220,passed,2026-11-30 10:00\n");
    put("registry", "entity_name,domain\n甲,a.cn\n");
    put("copy.zip", "PK");
    for folder in ["inbox", "config", "packages", "handover"] {
        fs::create_dir_all(place.path(folder)).unwrap();
    }
    place
}

/// The leaf that a call names, and how many of its words lead there.
fn leaf<'c>(top: &'c Command, words: &[&str]) -> (&'c Command, usize) {
    let mut at = (top, 0);
    while let Some(next) = words.get(at.1).and_then(|word| at.0.find_subcommand(word)) {
        at = (next, at.1 + 1);
    }
    at
}

/// The arguments of every command that take a value, as `command/argument`.
fn wanted(command: &Command, path: &str, all: &mut BTreeSet<String>) {
    for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
        wanted(inner, &format!("{path} {}", inner.get_name()), all);
    }
    let takes = |action: &ArgAction| matches!(action, ArgAction::Set | ArgAction::Append);
    for arg in command.get_arguments().filter(|arg| takes(arg.get_action()) && !arg.is_global_set()) {
        all.insert(format!("{path}/{}", arg.get_id()));
    }
}

#[test]
fn every_command_and_every_argument_stands_in_a_call() {
    let mut top = Cli::command();
    top.build();
    let (mut all, mut given) = (BTreeSet::new(), BTreeSet::new());
    wanted(&top, "", &mut all);
    for name in ["home", "config", "lang", "user", "passphrase_fd"] {
        all.insert(format!(" queue/{name}"));
    }
    let mut named = BTreeSet::new();
    for call in CALLS {
        let words: Vec<&str> = call.split(' ').collect();
        let (command, depth) = leaf(&top, &words);
        let path: String = words[..depth].iter().map(|word| format!(" {word}")).collect();
        named.insert(path.clone());
        let spaced: Vec<String> = words.iter().map(|word| word.replace('␣', " ")).collect();
        let Ok(found) =
            Cli::command().try_get_matches_from(std::iter::once("beian".to_owned()).chain(spaced))
        else {
            assert!(["help queue", "nonsense"].contains(&call), "'{call}' is no call");
            continue;
        };
        let mut found = &found;
        while let Some((_, inner)) = found.subcommand() {
            found = inner;
        }
        let said = |id: &str| found.value_source(id) == Some(clap::parser::ValueSource::CommandLine);
        let ids = command.get_arguments().map(|arg| arg.get_id().as_str());
        given.extend(ids.filter(|id| said(id)).map(|id| format!("{path}/{id}")));
    }
    let missing: Vec<&String> = all.difference(&given).collect();
    assert!(missing.is_empty(), "no call steers {missing:?}");
    let mut commands = BTreeSet::new();
    leaves(&top, "", &mut commands);
    let silent: Vec<&String> = commands.difference(&named).collect();
    assert!(silent.is_empty(), "no call of {silent:?}");
}

fn leaves(command: &Command, path: &str, all: &mut BTreeSet<String>) {
    // What is hidden speaks to this program alone, by a pipe.
    let shown = |inner: &&Command| inner.get_name() != "help" && !inner.is_hide_set();
    let inner: Vec<&Command> = command.get_subcommands().filter(shown).collect();
    if inner.is_empty() {
        all.insert(path.to_owned());
    }
    inner.iter().for_each(|inner| leaves(inner, &format!("{path} {}", inner.get_name()), all));
}

/// Every call with each of its values steered.
fn steered() -> Vec<(String, Vec<String>)> {
    let mut top = Cli::command();
    top.build();
    let mut all = Vec::new();
    for call in CALLS {
        let words: Vec<&str> = call.split(' ').collect();
        let depth = leaf(&top, &words).1;
        let values = (depth..words.len()).filter(|at| !words[*at].starts_with("--"));
        for at in values {
            let evil = [payload(), name()];
            let kinds = if words[at].starts_with('@') { &evil[..] } else { &evil[..1] };
            for evil in kinds {
                let mut words: Vec<String> = words.iter().map(|word| word.replace('␣', " ")).collect();
                words[at] = if words[at].starts_with('@') { format!("@{evil}") } else { evil.clone() };
                all.push((format!("{call} [{at}]"), words));
            }
        }
    }
    // Options that nobody knows, and what looks like one.
    for word in [format!("--{}", payload()), format!("-{}", payload()), format!("--lang={}", payload())] {
        all.push(("an option".to_owned(), vec!["queue".to_owned(), word]));
    }
    all
}

#[test]
fn no_argument_of_any_command_steers_the_terminal_or_forges_a_line() {
    let all = steered();
    let (count, marked) = (all.len(), AtomicUsize::new(0));
    let calls = Mutex::new(all.into_iter().enumerate());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                loop {
                    let Some((at, (call, words))) = calls.lock().unwrap().next() else { break };
                    let place = with_files();
                    let lang = if at % 2 == 0 { "zh" } else { "en" };
                    let words = words.iter().map(|word| match word.strip_prefix('@') {
                        Some(name) => place.path(name).display().to_string(),
                        None => word.clone(),
                    });
                    let output = program(&place, lang).args(words).output().unwrap();
                    // Its own script, made of clap's types alone.
                    if !call.starts_with("completions bash") || !output.status.success() {
                        must_be_text(&output, &call);
                    }
                    if String::from_utf8_lossy(&output.stderr).contains("⟨U+")
                        || String::from_utf8_lossy(&output.stdout).contains("⟨U+")
                    {
                        marked.fetch_add(1, Relaxed);
                    }
                    must_hold_text(place.dir.path());
                }
            });
        }
    });
    let marked = marked.into_inner();
    assert!(marked > count / 2, "only {marked} of {count} calls told what they were given");
}

#[test]
fn no_variable_of_the_environment_steers_the_terminal() {
    let evil = payload();
    let variables = [
        "BEIAN_HOME",
        "BEIAN_CONFIG",
        "BEIAN_LANG",
        "BEIAN_USER",
        "BEIAN_PASSPHRASE",
        "BEIAN_NEW_PASSPHRASE",
        "BEIAN_SECRET_KEY",
        "BEIAN_LOG",
        "LC_ALL",
        "HOME",
        "XDG_CONFIG_HOME",
    ];
    let place = with_files();
    for variable in variables {
        for call in [&["user", "passphrase", "fu"][..], &["reveal", "ICP-10207"], &["queue", "--help"]] {
            let output = program(&place, "en").args(call).env(variable, &evil).output().unwrap();
            must_be_text(&output, &format!("{variable} {call:?}"));
        }
    }
    must_hold_text(place.dir.path());
}
