//! `beian send`.

use super::Global;
use super::error::{Failure, REFUSED};
use super::out::Out;
use super::sign_in;
use crate::domain::lang::Lang;
use crate::domain::text::visible;
use crate::work::outbox::hidden;
use crate::work::send::{OtherSender, Sent, Way, send, way};
use crate::work::{Desk, delivery, stop};
use clap::Args;
use std::process::ExitCode;

/// Arguments of `send`.
#[derive(Debug, Args)]
pub struct SendArgs {
    /// Say what would leave, and by which way, and send nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// Delivers what may leave by now; exit code 1 where something failed or waits for another try.
pub fn run(global: &Global, args: &SendArgs, out: &Out) -> Result<ExitCode, Failure> {
    let mut desk = sign_in::open(global)?;
    let ways = delivery::delivery(&desk.home, &|name| std::env::var(name).ok())?;
    let now = crate::work::now();
    if args.dry_run {
        let due = desk.store.due_notices(now)?;
        let due: Vec<_> =
            due.into_iter().map(|notice| (way(&desk, &ways, notice.letter.medium), hidden(notice))).collect();
        return dry_run(&desk, &due, out);
    }
    let sent = send(&mut desk, &ways, now, &|| stop::asked().is_some())?;
    if out.json {
        out.data(&sent)?;
    } else {
        out.line(summary(&sent, out.lang))?;
    }
    for (no, why) in &sent.failed {
        out.error(format!("{}: {}", visible(no), visible(why)));
    }
    sent.closed.iter().for_each(|why| out.error(why));
    let is_done = sent.failed.is_empty() && sent.closed.is_empty() && sent.waiting == 0;
    Ok(if is_done { ExitCode::SUCCESS } else { ExitCode::from(REFUSED) })
}

fn dry_run(
    desk: &Desk,
    due: &[(Way, crate::domain::notice::Notice)],
    out: &Out,
) -> Result<ExitCode, Failure> {
    if out.json {
        let rows: Vec<_> =
            due.iter().map(|(way, notice)| serde_json::json!({ "way": way, "notice": notice })).collect();
        out.data(&rows)?;
        return Ok(ExitCode::SUCCESS);
    }
    for (way, notice) in due {
        let way = match way {
            Way::Server(name) | Way::Command(name) => name.clone(),
            Way::Folder(path) => path.display().to_string(),
        };
        out.line(format!("{} → {}", super::outbox::line(&desk.catalog, notice, out), visible(&way)))?;
    }
    out.line(match out.lang {
        Lang::Zh => format!("可发 {}，未发送", due.len()),
        Lang::En => format!("{} may leave, nothing was sent", due.len()),
    })?;
    Ok(ExitCode::SUCCESS)
}

fn summary(sent: &Sent, lang: Lang) -> String {
    if sent.other == OtherSender::AtWork {
        return lang.pick("另一个进程正在发送通知。", "another process is sending.").to_owned();
    }
    let (count, again, failed, waiting) = (sent.sent, sent.again, sent.failed.len(), sent.waiting);
    let waits = match (waiting, lang) {
        (0, _) => String::new(),
        (n, Lang::Zh) => format!("，待重试 {n}（beian outbox list --state waiting）"),
        (n, Lang::En) => format!(", waiting for another try {n} ('beian outbox list --state waiting')"),
    };
    match lang {
        Lang::Zh => format!("已发 {count}，稍后重试 {again}，失败 {failed}{waits}"),
        Lang::En => format!("sent {count}, again later {again}, failed {failed}{waits}"),
    }
}
