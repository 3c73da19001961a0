//! `beian tick`.

use super::Global;
use super::error::{Failure, REFUSED};
use super::out::Out;
use super::sign_in;
use crate::domain::text::visible;
use crate::work::facts;
use crate::work::tick::{Ticked, tick};
use clap::Args;
use std::process::ExitCode;

/// Files whose facts are made anew in one run, where they are of an older method.
const LOOKED_AT: usize = 200;

/// Arguments of `tick`.
#[derive(Debug, Args)]
pub struct TickArgs {}

/// Does what the clock has to do.
pub fn run(global: &Global, _: &TickArgs, out: &Out) -> Result<ExitCode, Failure> {
    let mut desk = sign_in::open(global)?;
    let ticked = tick(&mut desk, crate::work::now())?;
    if let Err(error) = facts::renew(&mut desk, crate::work::now(), LOOKED_AT) {
        tracing::warn!(%error, "facts of files wait to be made anew");
    }
    if out.json {
        out.data(&ticked)?;
    } else {
        out.line(summary(&ticked, out))?;
    }
    for (no, why) in &ticked.failed {
        out.error(format!("{}: {}", visible(no), visible(why)));
    }
    Ok(if ticked.failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(REFUSED) })
}

pub(super) fn summary(ticked: &Ticked, out: &Out) -> String {
    let Ticked { handed_over, warned, lapsed, reminded, expired, failed } = ticked;
    let failed = failed.len();
    match out.lang {
        crate::domain::lang::Lang::Zh => format!(
            "移交 {handed_over}，超时预警 {warned}，超时退回 {lapsed}，提醒 {reminded}，到期 {expired}，失败 {failed}"
        ),
        crate::domain::lang::Lang::En => format!(
            "handed over {handed_over}, warned {warned}, lapsed {lapsed}, reminded {reminded}, expired {expired}, failed {failed}"
        ),
    }
}
