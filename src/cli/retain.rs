//! `beian retain`.

use super::Global;
use super::error::Failure;
use super::out::Out;
use super::sign_in;
use crate::domain::lang::Lang;
use crate::domain::text::Plain;
use crate::work::retention::{self, Retained};
use clap::Args;
use std::process::ExitCode;

/// Arguments of `retain`.
#[derive(Debug, Args)]
pub struct RetainArgs {
    /// Only say what would be deleted
    #[arg(long)]
    pub dry_run: bool,
}

/// Deletes the files that the retention policy lets go.
pub fn run(global: &Global, args: &RetainArgs, out: &Out) -> Result<ExitCode, Failure> {
    let now = crate::work::now();
    let retained = if args.dry_run {
        retention::preview(&sign_in::open(global)?, now)?
    } else {
        let (mut desk, me) = sign_in::signed_in(global, out)?;
        retention::retain(&mut desk, me.id, now)?
    };
    if out.json {
        out.data(&retained)?;
    } else {
        out.line(told(&retained, args, out.lang))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn told(retained: &Retained, args: &RetainArgs, lang: Lang) -> Plain {
    let Retained { days, orders, files, bytes, refused, strays, .. } = retained;
    let mut lines = vec![match (lang, args.dry_run) {
        _ if *days == 0 && *files == 0 => lang
            .pick(
                "附件永久保存；保存期限见 beian setting set retain_days。",
                "Files are kept for ever; see 'beian setting set retain_days'.",
            )
            .to_owned(),
        (Lang::Zh, true) => format!("将删除 {files} 个文件（{bytes} 字节），涉及 {orders} 个订单"),
        (Lang::Zh, false) => format!("已删除 {files} 个文件（{bytes} 字节），涉及 {orders} 个订单"),
        (Lang::En, true) => format!("would delete {files} files ({bytes} bytes) of {orders} orders"),
        (Lang::En, false) => format!("deleted {files} files ({bytes} bytes) of {orders} orders"),
    }];
    if refused + strays > 0 {
        lines.push(match (lang, args.dry_run) {
            (Lang::Zh, true) => format!("将删除 {refused} 份拒收的包，{strays} 个不属于任何订单的文件"),
            (Lang::Zh, false) => format!("已删除 {refused} 份拒收的包，{strays} 个不属于任何订单的文件"),
            (Lang::En, true) => {
                format!("would delete {refused} refused packages, {strays} files without an order")
            }
            (Lang::En, false) => {
                format!("deleted {refused} refused packages, {strays} files without an order")
            }
        });
    }
    Plain::lines(lines)
}
