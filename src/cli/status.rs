//! `beian status`.

use super::Global;
use super::error::Failure;
use super::out::Out;
use super::sign_in;
use crate::domain::status::{Asked, Status};
use crate::domain::text::{Plain, visible};
use crate::work::WorkError;
use crate::work::status::{self, Which};
use crate::work::written::{Leaf, Readers};
use clap::Args;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Arguments of `status`.
#[derive(Debug, Args)]
pub struct StatusArgs {
    /// The orders; without one, all that are under way
    pub orders: Vec<String>,
    /// Finished orders too
    #[arg(long, conflicts_with = "orders")]
    pub all: bool,
    /// Write to this file, which is replaced whole once everything stands in it
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Exports how far orders are.
pub fn run(global: &Global, args: &StatusArgs, out: &Out) -> Result<ExitCode, Failure> {
    let desk = sign_in::open(global)?.reader()?;
    let mut all: Vec<Status> = Vec::new();
    if args.orders.is_empty() {
        let which = if args.all { Which::All } else { Which::Open };
        status::each::<WorkError>(&desk, which, |one| {
            all.push(one);
            Ok(())
        })?;
    } else {
        let names: Vec<_> = args.orders.iter().map(|no| no.as_str().into()).collect();
        all = status::of(&desk, &names)?;
    }
    match &args.out {
        Some(path) => write(path, &all, out)?,
        None if out.json => out.data(&all)?,
        None => all.iter().try_for_each(|one| out.line(line(one, out)))?,
    }
    Ok(ExitCode::SUCCESS)
}

/// A portal that reads meanwhile has the old file or the new one, never a part; who may read it stays as it was,
/// since a portal often has an account of its own.
fn write(path: &Path, all: &[Status], out: &Out) -> Result<(), Failure> {
    let mut leaf = Leaf::begin(path, Readers::AsBefore)?;
    match out.json {
        true => leaf.list(
            all.iter().map(|one| Plain::json(one).map_err(|error| WorkError::unreadable("status", &error))),
        )?,
        false => all.iter().try_for_each(|one| leaf.line(&line(one, out)))?,
    }
    Ok(leaf.end()?)
}

fn line(one: &Status, out: &Out) -> Plain {
    let estimate = one.estimate.map_or_else(|| "–".to_owned(), |at| out.time(at));
    Plain::row(&[
        &one.order_no,
        &format_args!("r{}", one.revision),
        &out.say(one.stage_zh, one.stage.slug()),
        &out.time(one.since),
        &estimate,
        &asked(one, out),
    ])
}

fn asked(one: &Status, out: &Out) -> String {
    match &one.asked {
        Asked::Nothing if one.filing_numbers.is_empty() => out.say("无需客户处理", "nothing").to_owned(),
        Asked::Nothing => one.filing_numbers.join(" "),
        Asked::Mend { reasons } => {
            let texts: Vec<_> = reasons.iter().map(|reason| visible(&reason.text)).collect();
            format!("{} {}", out.say("修改：", "mend:"), texts.join(" | "))
        }
        Asked::Supply { documents } => {
            let name = |zh: &str, slug: &str| out.say(zh, slug).to_owned();
            let all: Vec<String> = documents
                .iter()
                .map(|one| format!("{} ({})", name(&one.kind_zh, one.kind), one.owner))
                .collect();
            format!("{} {}", out.say("补交：", "supply:"), all.join(", "))
        }
        Asked::VerifySms { persons, until } => {
            let all: Vec<_> = persons.iter().map(|one| visible(&one.name)).collect();
            let (what, until) = (out.say("短信核验：", "verify by SMS:"), out.time(*until));
            format!("{what} {} ≤ {until}", all.join(", "))
        }
    }
}
