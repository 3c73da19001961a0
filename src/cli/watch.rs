//! `beian watch`.

use super::Global;
use super::error::{Failure, REFUSED};
use super::out::Out;
use super::{sign_in, signals};
use crate::domain::lang::Lang;
use crate::domain::text::Foreign;
use crate::work::Desk;
use crate::work::inbox::{Clock, Heard, Inbox, Options, Signal, Span, run as watch};
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::channel;

/// Arguments of `watch`.
///
/// A folder counts as complete once it holds a file `.done`, or when it came by a rename; a zip or .jsonl when
/// it came by a rename or has been left alone for two seconds. Names that begin with a dot or end in .part or
/// .tmp are left alone. What was taken moves to taken/, what was refused to refused/ beside NAME.report.json.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct WatchArgs {
    /// The inbox: a folder into which packages are dropped
    pub dir: PathBuf,
    /// Take what is there, and end
    #[arg(long)]
    pub once: bool,
    /// Leave to others what the clock has to do
    #[arg(long)]
    pub no_tick: bool,
    /// Print what was refused alone
    #[arg(long, short)]
    pub quiet: bool,
}

/// Watches an inbox until it is stopped.
pub fn run(global: &Global, args: &WatchArgs, out: &Out) -> Result<ExitCode, Failure> {
    let Desk { home, catalog, .. } = sign_in::open(global)?;
    let inbox = Inbox::open(&args.dir)?;
    let options = Options {
        clock: if args.no_tick { Clock::Off } else { Clock::Runs },
        span: if args.once { Span::Once } else { Span::Ever },
    };
    let (to, from) = channel();
    // The first signal ends the watch after the package at hand, or after the line at hand of a long one.
    let told = to.clone();
    signals::hear(Box::new(move || {
        // Where the watch has ended already, nobody need be told.
        let _ = told.send(Signal::Stop);
    }))?;
    if !args.once && !args.quiet && !out.json {
        let dir = Foreign::path(inbox.dir());
        out.line(match out.lang {
            Lang::Zh => format!("正在监视 {dir}（Ctrl-C 停止）"),
            Lang::En => format!("watching {dir} (Ctrl-C stops)"),
        })?;
    }
    let place = (&home, &Arc::clone(&catalog));
    let summary = watch(place, &inbox, options, (to, &from), &mut |heard| tell(&heard, args, out))?;
    if out.json {
        out.data_line(&serde_json::json!({ "summary": summary }))?;
    } else {
        out.line(super::import::summary(&summary, out.lang))?;
    }
    Ok(if args.once && summary.refused > 0 { ExitCode::from(REFUSED) } else { ExitCode::SUCCESS })
}

fn json<T: serde::Serialize>(value: &T, out: &Out) {
    if let Err(error) = out.data_line(value) {
        // A closed pipe is found out by the summary.
        tracing::warn!(?error, "a line could not be written as JSON");
    }
}

/// One line each, as JSON where that was asked for.
fn tell(heard: &Heard, args: &WatchArgs, out: &Out) {
    match heard {
        Heard::Took(taken) if out.json => json(taken, out),
        Heard::Took(taken) => {
            if !args.quiet || matches!(taken, crate::work::import::Taken::Refused { .. }) {
                super::import::say(taken, out);
            }
        }
        Heard::Ticked(ticked) if out.json => {
            json(&serde_json::json!({ "ticked": ticked }), out);
        }
        Heard::Ticked(ticked) => {
            for (no, why) in &ticked.failed {
                out.error(format!("{no}: {why}"));
            }
            if !args.quiet {
                // A closed pipe is found out by the summary.
                let _ = out.line(super::tick::summary(ticked, out));
            }
        }
        Heard::Unmarked(path) => {
            let path = Foreign::path(path);
            out.error(match out.lang {
                Lang::Zh => format!("{path}尚未完整：放入 .done 文件，或以改名方式放入"),
                Lang::En => {
                    format!("{path} is not complete yet: put a file .done into it, or rename it here")
                }
            });
        }
        Heard::Unfinished(path) => {
            let path = Foreign::path(path);
            out.error(match out.lang {
                Lang::Zh => format!("{path}尚未写完：等它写完；中断的上传十分钟后按现状处理"),
                Lang::En => format!(
                    "{path} is not whole yet: it is waited for; an upload that broke off is taken as it is after ten minutes"
                ),
            });
        }
        Heard::Failed(error, pause) => {
            let sentence = error.sentence(out.lang);
            out.error(match (out.lang, pause.map(|pause| pause.as_secs())) {
                (_, None) => sentence.to_string(),
                (Lang::Zh, Some(pause)) => format!("{sentence}{pause}秒后重试。"),
                (Lang::En, Some(pause)) => format!("{sentence}; tried again in {pause} s"),
            });
        }
    }
}
