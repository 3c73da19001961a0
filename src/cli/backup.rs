//! `beian backup` and `beian restore`.

use super::Global;
use super::error::{Failure, REFUSED};
use super::out::Out;
use super::sign_in;
use crate::domain::lang::Lang;
use crate::domain::text::Foreign;
use crate::work::backup::{Made, Progress, Restored};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments of `backup`.
#[derive(Debug, Args)]
pub struct BackupArgs {
    /// The file to make, such as beian-2026-11-22.zip; it must not be there yet
    pub file: PathBuf,
}

/// Arguments of `restore`.
#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// A file that `beian backup` made; it goes into the home named by --home, which must be new
    pub file: PathBuf,
}

/// Copies the home into one file.
pub fn backup(global: &Global, args: &BackupArgs, out: &Out) -> Result<ExitCode, Failure> {
    let mut desk = sign_in::open(global)?;
    let bar = bar(out);
    let made = crate::work::backup::backup(&mut desk, &args.file, crate::work::now(), &mut |at| {
        show(&bar, at, out);
    })?;
    bar.finish_and_clear();
    if out.json {
        out.data(&made)?;
    } else {
        out.line(told(&made, out.lang))?;
    }
    for hash in &made.left_out {
        out.error(match out.lang {
            Lang::Zh => format!("附件{hash}缺失或损坏，未包含在备份中"),
            Lang::En => format!("the attachment {hash} is missing or damaged, and is not in the copy"),
        });
    }
    Ok(if made.left_out.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(REFUSED) })
}

/// Brings a copy back.
pub fn restore(global: &Global, args: &RestoreArgs, out: &Out) -> Result<ExitCode, Failure> {
    let home = sign_in::home(global)?;
    let bar = bar(out);
    let restored =
        crate::work::backup::restore(&args.file, &home, crate::work::now(), &mut |at| show(&bar, at, out))?;
    bar.finish_and_clear();
    if out.json {
        out.data(&restored)?;
    } else {
        out.line(brought(&restored, out))?;
        if restored.secrets > 0 {
            out.line(key_needed(&restored, out.lang))?;
        }
        if restored.unwritten > 0 {
            out.line(unwritten(&restored, out.lang))?;
        }
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
    let (name, done, all) = match at {
        Progress::Pages(done, all) => (out.say("数据库", "database"), done, all),
        Progress::Files(done, all) => (out.say("附件", "attachments"), done, all),
    };
    bar.set_message(name.to_owned());
    bar.set_length(all);
    bar.set_position(done);
}

fn told(made: &Made, lang: Lang) -> String {
    let (file, orders, files) = (Foreign::path(&made.file), made.about.orders, made.about.files);
    let mib = made.bytes.div_ceil(1 << 20);
    match lang {
        Lang::Zh => format!("已备份到{file}：{orders}个订单，{files}个附件，{mib} MiB"),
        Lang::En => format!("copied {orders} orders and {files} attachments to {file}, {mib} MiB"),
    }
}

fn key_needed(restored: &Restored, lang: Lang) -> String {
    let (count, key) = (restored.secrets, restored.home.join("secret.key"));
    let key = Foreign::path(&key);
    match lang {
        Lang::Zh => format!(
            "{count}个加密的密码（备案密码、授权码）须用原密钥解密：请把 secret.key 放到{key}（权限0600），或设置 BEIAN_SECRET_KEY"
        ),
        Lang::En => format!(
            "{count} secrets under seal (filing passwords, authorization codes) need their key: put secret.key back as {key} (mode 0600), or set BEIAN_SECRET_KEY"
        ),
    }
}

fn unwritten(restored: &Restored, lang: Lang) -> String {
    let count = restored.unwritten;
    match lang {
        Lang::Zh => format!(
            "{count}个移交包未能重新生成；放回密钥后，请运行 beian doctor，按所列订单号运行 beian package write"
        ),
        Lang::En => format!(
            "{count} packages for the bureau could not be written again; with the key back run 'beian doctor', and 'beian package write' for each order that it names"
        ),
    }
}

fn brought(restored: &Restored, out: &Out) -> String {
    let (home, about) = (Foreign::path(&restored.home), &restored.about);
    let (orders, files, at) = (about.orders, about.files, out.time(about.made_at));
    match out.lang {
        Lang::Zh => format!("已恢复到{home}：{at} 的备份，{orders}个订单，{files}个附件"),
        Lang::En => format!("restored {orders} orders and {files} attachments of {at} to {home}"),
    }
}
