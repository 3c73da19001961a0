//! What the pages say is what the program does: tables equal what the code prints, links lead somewhere,
//! commands parse.

use super::architecture::root;
use beian::app::keymap;
use beian::catalog::Catalog;
use beian::cli::{Cli, signing};
use beian::domain::lang::Lang;
use beian::domain::permission;
use beian::evidence::bounds;
use beian::intake::{Known, Limits};
use beian::work::settings::SETTINGS;
use clap::{Command, CommandFactory, Parser};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// Environment variable that lets the test write the generated parts.
const BLESS: &str = "BEIAN_BLESS";
/// The languages of the pages, each with its first page and the folder of the others.
pub const LANGS: [(Lang, &str, &str); 2] =
    [(Lang::En, "README.md", "docs/en"), (Lang::Zh, "README.zh-CN.md", "docs/zh")];
/// As wide as the help is on a wide terminal.
const WIDTH: usize = 100;

#[test]
fn the_pages_say_what_the_code_says() {
    let mut faults = Vec::new();
    for (lang, first, folder) in LANGS {
        for (block, text) in blocks(lang) {
            let mark = format!("<!-- {block}: generated -->");
            let mut with = of_language(first, folder);
            with.retain(|page| fs::read_to_string(page).unwrap().contains(&mark));
            match &with[..] {
                [page] => faults.extend(behind(page, block, &text)),
                _ => faults.push(format!("the block '{block}' stands in {} pages of {folder}", with.len())),
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Where a page is behind the code in a block; the block is written where that is asked for.
fn behind(page: &Path, block: &str, text: &str) -> Option<String> {
    let name = page.display();
    let written = fs::read_to_string(page).unwrap();
    let Some(fresh) = filled(&written, block, text) else {
        return Some(format!("{name}: the block '{block}' has no end"));
    };
    if std::env::var_os(BLESS).is_some() {
        fs::write(page, fresh).unwrap();
    } else if fresh != written {
        let at = fresh.lines().zip(written.lines()).position(|(new, old)| new != old).unwrap_or(0);
        return Some(format!(
            "{name} is behind the code near line {}: run '{BLESS}=1 cargo test docs'",
            at + 1
        ));
    }
    None
}

/// The pages of a language: the first one, and those of its folder.
pub fn of_language(first: &str, folder: &str) -> Vec<PathBuf> {
    let mut pages = pages_under(&root().join(folder));
    pages.push(root().join(first));
    pages.sort();
    pages
}

fn blocks(lang: Lang) -> Vec<(&'static str, String)> {
    let catalog = Catalog::embedded().unwrap();
    vec![
        ("keys", keymap::markdown(&catalog, lang)),
        ("commands", commands()),
        ("settings", settings(lang)),
        ("limits", limits(lang)),
        ("pictures", pictures(lang)),
        ("sign-in", signing::markdown(lang)),
        ("roles", permission::markdown(lang)),
    ]
}

/// Replaces what stands between the marks of a block.
fn filled(page: &str, block: &str, text: &str) -> Option<String> {
    let (begin, end) = (format!("<!-- {block}: generated -->\n"), format!("<!-- {block}: end -->"));
    let (before, rest) = page.split_once(&begin)?;
    let (_, after) = rest.split_once(&end)?;
    Some(format!("{before}{begin}\n{}\n\n{end}{after}", text.trim()))
}

/// The help of every command; what holds for all of them stands at the first alone.
fn commands() -> String {
    let mut top = Cli::command().term_width(WIDTH).mut_args(|arg| arg.hide_env_values(true));
    top.build();
    let mut out = String::new();
    help(&top, &mut out);
    for command in top.get_subcommands().filter(|command| !command.is_hide_set()) {
        reference(command, &mut out);
    }
    out
}

fn reference(command: &Command, out: &mut String) {
    if command.get_name() == "help" {
        return;
    }
    // It has been built: what is global stands in it as its own.
    let own = command.clone().term_width(WIDTH).mut_args(|arg| {
        let hidden = arg.is_global_set() || ["help", "version"].contains(&arg.get_id().as_str());
        arg.hide_env_values(true).hide(hidden)
    });
    help(&own, out);
    for inner in command.get_subcommands() {
        reference(inner, out);
    }
}

fn help(command: &Command, out: &mut String) {
    let text = command.clone().render_help().to_string();
    let name = command.get_bin_name().unwrap_or("beian");
    let lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
    write!(out, "\n## `{name}`\n\n```text\n{}\n```\n", lines.join("\n")).unwrap();
}

fn settings(lang: Lang) -> String {
    let head = lang.pick("| 设置 | 默认 | 可为 | 含义 |", "| setting | standard | may be | what it means |");
    let mut out = format!("{head}\n|---|---|---|---|\n");
    for setting in &SETTINGS {
        let means = lang.pick(setting.zh, setting.en);
        let (key, standard, range) = (setting.key, setting.standard, setting.range());
        writeln!(out, "| `{key}` | `{standard}` | {range} | {means} |").unwrap();
    }
    out
}

fn limits(lang: Lang) -> String {
    let limits = Limits::default();
    let rows = [
        ("一个附件", "one attachment", size(limits.file_bytes)),
        (
            "一个包的全部附件；zip 文件本身",
            "all attachments of a package; a zip itself",
            size(limits.total_bytes),
        ),
        (
            "`order.json`，或 `.jsonl` 的一行",
            "`order.json`, or a line of a `.jsonl`",
            size(limits.json_bytes),
        ),
        ("附件个数", "attachments", limits.attachments.to_string()),
        ("zip 内的条目数", "entries of a zip", limits.zip_entries.to_string()),
        ("zip 的压缩比", "how much a compressed byte may become", limits.zip_ratio.to_string()),
        ("JSON 的嵌套层数", "levels of the JSON", limits.json_depth.to_string()),
        ("一段文字的字数", "characters of one text", limits.text_chars.to_string()),
        ("全部文字合计", "all texts together", size(limits.text_bytes)),
        ("一个列表的项数", "items of one list", limits.list_items.to_string()),
        ("全部列表的项数合计", "items of all lists together", limits.all_items.to_string()),
        ("人员", "people", limits.people.to_string()),
        ("各网站域名合计", "domains of all sites together", limits.domains.to_string()),
        (
            "提交时间等已发生的时间晚于本机时间",
            "how far what has been (submission, consents, uploads …) may lie ahead of the clock here",
            lang.pick(
                &format!("{} 分钟", limits.ahead.num_minutes()),
                &format!("{} minutes", limits.ahead.num_minutes()),
            )
            .to_owned(),
        ),
    ];
    let mut out = format!("{}\n|---|---|\n", lang.pick("| 对象 | 上限 |", "| what | at most |"));
    for (zh, en, most) in rows {
        writeln!(out, "| {} | {most} |", lang.pick(zh, en)).unwrap();
    }
    out
}

fn pictures(lang: Lang) -> String {
    let million = |pixels: u64| match lang {
        Lang::Zh => format!("{} 万", pixels / 10_000),
        Lang::En => format!("{} million", pixels / 1_000_000),
    };
    let rows = [
        ("一边的像素", "pixels of a side", bounds::MAX_SIDE.to_string()),
        ("全部像素", "pixels", million(bounds::MAX_PIXELS)),
        ("渐进式 JPEG 的扫描次数", "scans of a progressive JPEG", bounds::MOST_SCANS.to_string()),
        (
            "一个包中超出字节数所能容纳的像素（每字节计 16 个）",
            "pixels of a package beyond 16 for each byte of its pictures",
            million(bounds::MAX_UNPAID),
        ),
    ];
    let mut out = format!("{}\n|---|---|\n", lang.pick("| 对象 | 上限 |", "| what | at most |"));
    for (zh, en, most) in rows {
        writeln!(out, "| {} | {most} |", lang.pick(zh, en)).unwrap();
    }
    out
}

fn size(bytes: u64) -> String {
    format!("{} MiB", bytes >> 20)
}

/// Every page of the repository.
fn pages() -> Vec<PathBuf> {
    pages_under(&root())
}

fn pages_under(folder: &Path) -> Vec<PathBuf> {
    let mut pages = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() && !name.starts_with('.') && !name.starts_with("target") {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "md") {
                pages.push(path);
            }
        }
    }
    pages
}

#[test]
fn the_smallest_package_comes_in() {
    let known = Known::new(&Catalog::embedded().unwrap(), beian::work::now());
    for (_, first, folder) in LANGS {
        let text = of_language(first, folder).into_iter().map(|page| fs::read_to_string(page).unwrap());
        let examples: Vec<String> = text.flat_map(|text| packages(&text)).collect();
        assert!(!examples.is_empty(), "no page of {folder} has a package");
        for json in examples {
            let dir = tempfile::tempdir().unwrap();
            fs::write(dir.path().join("order.json"), &json).unwrap();
            let picture = root().join("assets/examples/first_filing/entity-certificate.jpg");
            fs::copy(picture, dir.path().join("licence.jpg")).unwrap();
            let packages = beian::intake::packages(dir.path(), Limits::default(), &known).unwrap();
            let refused: Vec<_> = packages.filter_map(Result::err).collect();
            assert!(refused.is_empty(), "{folder}: {refused:?}");
        }
    }
}

/// The packages that stand in a page.
fn packages(text: &str) -> Vec<String> {
    let blocks = text.split("```json\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.filter(|json| json.contains("\"order_no\"")).map(str::to_owned).collect()
}

#[test]
fn every_link_leads_somewhere() {
    let mut faults = Vec::new();
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for target in links(&text) {
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let there = if file.is_empty() { page.clone() } else { page.parent().unwrap().join(file) };
            if !there.exists() || !anchor.is_empty() && !has_heading(&there, anchor) {
                faults.push(format!("{}: {target}", page.display()));
            }
        }
    }
    assert!(faults.is_empty(), "links that lead nowhere:\n{}", faults.join("\n"));
}

/// The targets of links within the repository.
fn links(text: &str) -> Vec<&str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets.filter(|target| !target.contains("://") && !target.contains(char::is_whitespace)).collect()
}

fn has_heading(page: &Path, anchor: &str) -> bool {
    let text = fs::read_to_string(page).unwrap();
    outside_code(&text).filter(|line| line.starts_with('#')).any(|line| slug(line) == anchor)
}

/// The lines that stand in no block of code, where a `#` begins a heading.
pub fn outside_code(text: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    text.lines().filter(move |line| {
        let fence = line.trim_start().starts_with("```");
        inside ^= fence;
        !inside && !fence
    })
}

/// A heading as browsers of the repository name its anchor.
fn slug(heading: &str) -> String {
    let words = heading.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
    words.chars().filter(|letter| letter.is_alphanumeric() || "-_".contains(*letter)).collect()
}

#[test]
fn every_command_that_is_told_parses() {
    let (mut told, mut faults) = (0, Vec::new());
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for arguments in shell_lines(&text).flat_map(calls) {
            told += 1;
            if let Err(error) = Cli::try_parse_from(&arguments)
                && error.use_stderr()
            {
                faults.push(format!("{}: {arguments:?}: {error}", page.display()));
            }
        }
    }
    assert!(told > 20, "only {told} commands were found");
    assert!(faults.is_empty(), "commands that don't parse:\n{}", faults.join("\n"));
}

/// The lines of blocks that are for a shell.
fn shell_lines(text: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    text.lines().filter(move |line| match line.trim_start().strip_prefix("```") {
        Some(kind) => {
            inside = !inside && kind == "sh";
            false
        }
        None => inside,
    })
}

/// The calls of the program in a line: `beian …`, also within `$(…)`, and `cargo run … -- …`.
fn calls(line: &str) -> Vec<Vec<String>> {
    let line = line.replace("cargo run --release --", "beian").replace("$(", " ; ").replace("\"$", "\" $");
    let mut calls: Vec<Vec<String>> = Vec::new();
    let mut open = false;
    for word in words(&line) {
        match word.as_str() {
            "|" | ";" | "&&" | "||" | ">" | "<" | "&" | ")" => open = false,
            "beian" if !open => {
                open = true;
                calls.push(vec![word]);
            }
            _ if open => calls.last_mut().unwrap().push(word),
            _ => {}
        }
    }
    calls
}

/// The words of a line: quotes keep blanks together, `#` ends it, signs of the shell stand alone.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), String::new(), None);
    for letter in line.chars() {
        match (quote, letter) {
            (Some(mark), _) if mark == letter => quote = None,
            (None, '\'' | '"') => quote = Some(letter),
            (None, '#') if word.is_empty() => break,
            (None, '|' | ';' | '<' | '>' | ')' | '&') => {
                words.push(std::mem::take(&mut word));
                words.push(letter.to_string());
            }
            (None, _) if letter.is_whitespace() => words.push(std::mem::take(&mut word)),
            _ => word.push(letter),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

#[test]
fn calls_are_found_where_a_shell_would_find_them() {
    let found = |line: &str| calls(line).iter().map(|call| call.join(" ")).collect::<Vec<_>>();
    assert_eq!(found("no=$(beian claim --next --json | jq -r .no)"), ["beian claim --next --json"]);
    assert_eq!(found("A=1 beian put-back X --note 'a b' # beian x"), ["beian put-back X --note a b"]);
    assert_eq!(found("cargo run --release -- demo && beian man > beian.1"), ["beian demo", "beian man"]);
    assert_eq!(found("ssh -t beian@desk.example"), Vec::<String>::new());
}
