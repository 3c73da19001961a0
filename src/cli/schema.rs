//! `beian schema`.

use super::error::Failure;
use super::out::Out;
use crate::domain::order::{Order, Supplement};
use clap::{Args, ValueEnum};
use std::process::ExitCode;

/// Arguments of `schema`.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// Which kind of package
    #[arg(value_enum, default_value = "order")]
    pub kind: Kind,
}

/// A kind of package.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Kind {
    /// A whole order
    Order,
    /// Attachments for the verification stage
    Supplement,
}

/// Prints the JSON Schema, generated from the types that read packages.
pub fn run(args: &SchemaArgs, out: &Out) -> Result<ExitCode, Failure> {
    let schema = match args.kind {
        Kind::Order => schemars::schema_for!(Order),
        Kind::Supplement => schemars::schema_for!(Supplement),
    };
    out.data(&schema)?;
    Ok(ExitCode::SUCCESS)
}
