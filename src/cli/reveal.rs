//! `beian reveal`.

use super::Global;
use super::error::Failure;
use super::out::Out;
use super::sign_in;
use clap::Args;
use std::process::ExitCode;

/// Arguments of `reveal`.
#[derive(Debug, Args)]
pub struct RevealArgs {
    /// The order
    pub order: String,
}

/// Prints the filing password, once its reveal is on record.
pub fn run(global: &Global, args: &RevealArgs, out: &Out) -> Result<ExitCode, Failure> {
    let (mut desk, me) = sign_in::signed_in(global, out)?;
    let id = desk.store.order_id(&args.order.as_str().into())?;
    let secret = crate::work::secret::reveal(&mut desk, me.id, id, crate::work::now())?;
    if out.json {
        out.data(&serde_json::json!({ "filing_password": secret.expose() }))?;
    } else {
        out.line(secret.expose())?;
    }
    Ok(ExitCode::SUCCESS)
}
