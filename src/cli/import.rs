//! `beian import`.

use super::Global;
use super::error::{Failure, REFUSED};
use super::out::Out;
use super::sign_in;
use crate::domain::lang::Lang;
use crate::domain::text::{Foreign, Plain};
use crate::work::import::{Summary, Taken};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments of `import`.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// Folders, zips, .jsonl files, or folders of them
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Print what was refused, and the summary, alone
    #[arg(long, short)]
    pub quiet: bool,
}

/// Imports every path and prints what became of each package.
pub fn run(global: &Global, args: &ImportArgs, out: &Out) -> Result<ExitCode, Failure> {
    let mut desk = sign_in::open(global)?;
    let bar = progress(out);
    let mut sum = Summary::default();
    let mut lines = Vec::new();
    if let Some(missing) = args.paths.iter().find(|path| !path.exists()) {
        let missing = Foreign::path(missing);
        return Err(Failure::usage(
            format!("没有“{missing}”这个文件或目录。"),
            format!("there is no file or folder '{missing}'"),
        ));
    }
    for path in &args.paths {
        let part = crate::work::import::import(&mut desk, path, |taken, left| {
            bar.inc(1);
            bar.set_message(format!("{left} {}", out.say("待读", "to read")));
            if out.json {
                lines.push(taken.clone());
            } else if !args.quiet || matches!(taken, Taken::Refused { .. }) {
                bar.suspend(|| say(taken, out));
            }
        })?;
        sum.taken += part.taken;
        sum.unchanged += part.unchanged;
        sum.refused += part.refused;
        sum.stopped |= part.stopped;
        if sum.stopped {
            break;
        }
    }
    bar.finish_and_clear();
    if out.json {
        out.data(&serde_json::json!({ "packages": lines, "summary": sum }))?;
    } else {
        out.line(summary(&sum, out.lang))?;
    }
    Ok(if sum.refused > 0 { ExitCode::from(REFUSED) } else { ExitCode::SUCCESS })
}

fn progress(out: &Out) -> ProgressBar {
    if out.json {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{spinner} {pos} {msg} [{elapsed}]");
    ProgressBar::new_spinner().with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()))
}

pub(super) fn say(taken: &Taken, out: &Out) {
    let mut lines = Vec::new();
    match taken {
        Taken::Taken { order_no, revision, stage } => {
            lines.push(format!("+ {order_no} r{revision} → {}", out.say(stage.zh(), stage.slug())));
        }
        Taken::Unchanged { order_no, revision } => {
            lines.push(format!("= {order_no} r{revision} {}", out.say("未变化", "unchanged")));
        }
        Taken::Refused { refused, report } => {
            lines.push(format!("! {}", refused.source));
            lines.extend(refused.faults.iter().map(|fault| format!("    {}", fault.sentence(out.lang))));
            let report = report.as_deref().map(Foreign::path);
            lines.extend(report.map(|path| format!("    {} {path}", out.say("报告：", "report:"))));
        }
    }
    // A closed pipe is found out by the summary.
    let _ = out.line(Plain::lines(lines));
}

/// What is said of a file that was not read to its end.
pub(super) const STOPPED: (&str, &str) =
    ("；已按要求停止，其余未读", "; stopped as asked, the rest was not read");

pub(super) fn summary(sum: &Summary, lang: Lang) -> String {
    let Summary { taken, unchanged, refused, stopped } = sum;
    let rest = if *stopped { lang.pick(STOPPED.0, STOPPED.1) } else { "" };
    match lang {
        Lang::Zh => format!("收下 {taken}，未变化 {unchanged}，拒收 {refused}{rest}"),
        Lang::En => format!("{taken} taken, {unchanged} unchanged, {refused} refused{rest}"),
    }
}
