//! `beian eye`: the child that looks at pictures. The program starts it itself; nobody else has a use for it.

use super::error::Failure;
use crate::work::eye::serve;
use clap::Args;
use std::process::ExitCode;

/// Arguments of `eye`: none.
#[derive(Debug, Args)]
pub struct EyeArgs {}

/// Looks at pictures until its pipe closes.
pub fn run() -> Result<ExitCode, Failure> {
    serve(std::io::stdin().lock(), std::io::stdout().lock())?;
    Ok(ExitCode::SUCCESS)
}
