//! `beian sheet`.

use super::Global;
use super::error::Failure;
use super::out::Out;
use super::sign_in;
use crate::work::sheet::{Which, write};
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments of `sheet`.
#[derive(Debug, Args)]
pub struct SheetArgs {
    /// The order, approved by its last review
    pub order: String,
    /// The site, by its id or name; needed where the order has several
    #[arg(long, value_name = "SITE")]
    pub site: Option<String>,
    /// File to write: a page for A4, readable by its owner alone
    #[arg(long, value_name = "FILE.html")]
    pub out: PathBuf,
}

/// Writes the provider's part of the verification sheet; personal data stands in it whole, which goes on record.
pub fn run(global: &Global, args: &SheetArgs, out: &Out) -> Result<ExitCode, Failure> {
    let (mut desk, me) = sign_in::signed_in(global, out)?;
    let id = desk.store.order_id(&args.order.as_str().into())?;
    let which = args.site.as_deref().map_or(Which::Only, Which::Named);
    let path = write(&mut desk, me.id, id, which, &args.out, crate::work::now())?;
    let path = path.display().to_string();
    if out.json {
        out.data(&serde_json::json!({ "order": args.order, "file": path }))?;
    } else {
        out.line(format!("{}{path}", out.say("已写入 ", "written to ")))?;
    }
    Ok(ExitCode::SUCCESS)
}
