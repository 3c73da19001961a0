//! The command line as it was given: what clap says about it quotes it.

use super::Cli;
use super::out::complain;
use crate::domain::text::{Foreign, Plain};
use clap::builder::StyledStr;
use clap::error::ContextValue;
use clap::{CommandFactory, Error, FromArgMatches};
use std::process::ExitCode;

/// Reads the arguments.
///
/// # Errors
/// The exit code, where help was asked for or the call is wrong; that is told already.
pub fn parse() -> Result<Cli, ExitCode> {
    // A variable of the environment is no part of the help.
    let command = Cli::command().bin_name("beian").mut_args(|arg| arg.hide_env_values(true));
    let read = command.try_get_matches().and_then(|mut found| Cli::from_arg_matches_mut(&mut found));
    read.map_err(|error| {
        let code = u8::try_from(error.exit_code()).unwrap_or(super::error::USAGE);
        tell(error);
        ExitCode::from(code)
    })
}

fn tell(mut error: Error) {
    if !error.use_stderr() {
        // Help and version are the program's own words. A closed pipe is no fault.
        let _ = error.print();
        return;
    }
    let quoted: Vec<_> = error.context().map(|(kind, value)| (kind, value.clone())).collect();
    for (kind, value) in quoted {
        error.insert(kind, shown(value));
    }
    complain("", &Plain::text(error.render().to_string().trim_end()));
}

/// Part of what is wrong with a call, visible and on one line.
fn shown(value: ContextValue) -> ContextValue {
    let plain = |text: String| Foreign::new(text).to_string();
    let said = |text: StyledStr| StyledStr::from(Foreign::said(&text).to_string());
    match value {
        ContextValue::String(text) => ContextValue::String(plain(text)),
        ContextValue::Strings(all) => ContextValue::Strings(all.into_iter().map(plain).collect()),
        ContextValue::StyledStrs(all) => ContextValue::StyledStrs(all.into_iter().map(said).collect()),
        // The usage has lines of its own, and nothing but names of arguments.
        other => other,
    }
}
