//! `beian doctor`.

use super::Global;
use super::error::{Failure, REFUSED};
use super::out::Out;
use super::sign_in;
use crate::domain::lang::Lang;
use crate::domain::text::visible;
use crate::store::doctor::{Fault, Head};
use crate::work::doctor::{Health, Progress};
use crate::work::host::ToMake;
use chrono::{DateTime, Utc};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use std::process::ExitCode;

/// Arguments of `doctor`.
#[derive(Debug, Args)]
pub struct DoctorArgs {
    /// Print the head of the log, to be kept elsewhere, and nothing else
    #[arg(long, conflicts_with = "since")]
    pub head: bool,
    /// Verify from a head that was kept elsewhere
    #[arg(long, value_name = "HEAD")]
    pub since: Option<Head>,
}

/// Examines the home; exit code 1 where something is at fault.
pub fn run(global: &Global, args: &DoctorArgs, out: &Out) -> Result<ExitCode, Failure> {
    let desk = sign_in::open(global)?.reader()?;
    if args.head {
        return head(&crate::work::doctor::head(&desk)?, out);
    }
    let bar = bar(out);
    let health = crate::work::doctor::examine(&desk, args.since.as_ref(), crate::work::now(), &mut |at| {
        show(&bar, at, out);
    })?;
    bar.finish_and_clear();
    if out.json {
        out.data(&health)?;
    } else {
        print(&health, args.since.as_ref(), out)?;
    }
    Ok(if health.is_sound() { ExitCode::SUCCESS } else { ExitCode::from(REFUSED) })
}

fn head(head: &Head, out: &Out) -> Result<ExitCode, Failure> {
    if out.json {
        out.data(&serde_json::json!({ "head": head.to_string() }))?;
    } else {
        out.line(head.to_string())?;
    }
    Ok(ExitCode::SUCCESS)
}

fn bar(out: &Out) -> ProgressBar {
    if out.json {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{spinner} {msg} {pos}/{len} [{elapsed}]");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn show(bar: &ProgressBar, at: Progress, out: &Out) {
    match at {
        Progress::Begun(check, of) => {
            let (zh, en) = check.names();
            bar.set_message(out.say(zh, en).to_owned());
            bar.set_position(0);
            bar.set_length(of.unwrap_or(0));
        }
        Progress::Seen => bar.inc(1),
    }
}

fn print(health: &Health, since: Option<&Head>, out: &Out) -> Result<(), Failure> {
    for fault in &health.faults {
        out.line(sentence(fault, out))?;
    }
    for (check, count) in &health.counted {
        let (zh, en) = check.names();
        let name = out.say(zh, en);
        out.line(match out.lang {
            Lang::Zh => format!("✗ {name}：共{count}处，其余未列出"),
            Lang::En => format!("✗ {name}: {count} in all, the rest is not listed"),
        })?;
    }
    for remark in &health.remarks {
        out.line(format!("· {}", out.say(&remark.zh, &remark.en)))?;
    }
    if let Some(file) = &health.host_file {
        to_make(file, out)?;
    }
    if let Some(found) = &health.sealed_since {
        let (at, rows) = (out.time(found.at), found.rows);
        out.line(&match out.lang {
            Lang::Zh => format!("· 订单包中的密码自 {at} 起封存，以升级时所见为准：{rows}版"),
            Lang::En => {
                format!("· secrets of packages are sealed since {at}, as found at upgrade: {rows} revisions")
            }
        })?;
    }
    if let Some((head, at)) = since.zip(health.tamper_evident_since) {
        out.line(tamper_evident(head, at, out))?;
    }
    out.line(summary(health, out.lang))?;
    out.line(format!("{} {}", out.say("链头", "head"), health.head))
}

/// The file that is to be written, as it can be pasted.
fn to_make(file: &ToMake, out: &Out) -> Result<(), Failure> {
    let path = file.path.display().to_string();
    let path = visible(&path);
    out.line(&match out.lang {
        Lang::Zh => format!(
            "· 旧设置 lookups 中的程序不再运行。确认每一行都是您要运行的程序后，请以 root 写入 {path}："
        ),
        Lang::En => format!(
            "· the programs of the old setting 'lookups' are not run any more. Make sure that each line is a program \
             that you want to run, then write them as root into {path}:"
        ),
    })?;
    file.content.lines().try_for_each(|line| out.line(format!("    {}", visible(line))))
}

fn sentence(fault: &Fault, out: &Out) -> String {
    let (zh, en) = fault.check.names();
    let (name, what) = (out.say(zh, en), out.say(&fault.zh, &fault.en));
    if fault.about.is_empty() {
        format!("✗ {name}: {}", visible(what))
    } else {
        format!("✗ {name}: {}: {}", visible(&fault.about), visible(what))
    }
}

fn tamper_evident(head: &Head, at: DateTime<Utc>, out: &Out) -> String {
    let (id, at) = (head.id, out.time(at));
    match out.lang {
        Lang::Zh => format!("日志自 {at}（第{id}条）起可察觉改动：该条及之前的内容与保存链头时一致"),
        Lang::En => format!(
            "the log is tamper-evident since {at} (entry {id}): up to there it is what it was when the head was kept"
        ),
    }
}

fn summary(health: &Health, lang: Lang) -> String {
    let Health { orders, files, .. } = health;
    let looked = match lang {
        Lang::Zh => format!("已检查{orders}个订单、{files}个附件"),
        Lang::En => format!("examined {orders} orders and {files} attachments"),
    };
    let found = match (lang, health.is_sound()) {
        (Lang::Zh, true) => "未发现问题。".to_owned(),
        (Lang::Zh, false) => "发现问题，见上。".to_owned(),
        (Lang::En, true) => "nothing is at fault.".to_owned(),
        (Lang::En, false) => "faults were found, see above.".to_owned(),
    };
    match lang {
        Lang::Zh => format!("{looked}，{found}"),
        Lang::En => format!("{looked}; {found}"),
    }
}
