//! `beian completions` and `beian man`, from the clap types.

use super::Cli;
use super::error::Failure;
use super::out::{Out, own};
use clap::{Args, CommandFactory};
use clap_complete::Shell;
use std::process::ExitCode;

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    pub shell: Shell,
}

/// Prints a completion script.
pub fn completions(args: &CompletionsArgs, _: &Out) -> Result<ExitCode, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "beian", &mut script);
    own(&script)?;
    Ok(ExitCode::SUCCESS)
}

/// Prints the manual page.
pub fn page(_: &Out) -> Result<ExitCode, Failure> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut page)?;
    own(&page)?;
    Ok(ExitCode::SUCCESS)
}
