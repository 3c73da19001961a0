//! `beian abandon`.

use super::Global;
use super::error::Failure;
use super::out::Out;
use super::sign_in;
use crate::domain::text::visible;
use crate::work::abandon::{By, abandon};
use clap::Args;
use std::process::ExitCode;

/// Arguments of `abandon`.
#[derive(Debug, Args)]
pub struct AbandonArgs {
    /// The order
    pub order: String,
    /// Why
    #[arg(long)]
    pub reason: String,
    /// The customer gave it up in the provider's own system: nobody signs in, as with import
    #[arg(long)]
    pub intake: bool,
}

/// Records that a customer gives his order up.
pub fn run(global: &Global, args: &AbandonArgs, out: &Out) -> Result<ExitCode, Failure> {
    let (mut desk, by) = if args.intake {
        (sign_in::open(global)?, By::Intake)
    } else {
        let (desk, me) = sign_in::signed_in(global, out)?;
        (desk, By::Staff(me.id))
    };
    let id = desk.store.order_id(&args.order.as_str().into())?;
    abandon(&mut desk, by, id, &args.reason, crate::work::now())?;
    if out.json {
        out.data(&serde_json::json!({ "abandoned": args.order }))?;
    } else {
        out.line(format!("{} {}", visible(&args.order), out.say("已放弃", "given up")))?;
    }
    Ok(ExitCode::SUCCESS)
}
