//! `beian`: the desk itself.

use super::Global;
use super::error::Failure;
use super::out::Out;
use super::sign_in;
use crate::work::Desk;
use crate::work::people::Session;
use clap::Args;
use std::process::ExitCode;

/// Arguments of `desk`.
#[derive(Debug, Default, Args)]
pub struct DeskArgs {}

/// Opens the desk of the home that is there.
pub fn run(global: &Global, _: &DeskArgs, out: &Out) -> Result<ExitCode, Failure> {
    open(sign_in::open(global)?, None, Vec::new(), out)
}

/// Opens the desk of an open home, perhaps for somebody who has signed in.
pub fn open(desk: Desk, session: Option<Session>, told: Vec<String>, out: &Out) -> Result<ExitCode, Failure> {
    use std::io::IsTerminal;
    if !std::io::stdout().is_terminal() || !std::io::stdin().is_terminal() {
        return Err(Failure::usage(
            "审核台需要在终端中打开；脚本请用 beian queue、show、review 等命令。",
            "the desk opens in a terminal; scripts use 'beian queue', 'show', 'review' and the like",
        ));
    }
    let whence = sign_in::whence();
    crate::driver::desk::open(crate::driver::desk::Start { desk, session, told, whence, lang: out.lang })?;
    Ok(ExitCode::SUCCESS)
}
