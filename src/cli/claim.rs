//! `beian claim` and `beian put-back`.

use super::Global;
use super::error::{Failure, REFUSED};
use super::out::Out;
use super::sign_in;
use crate::domain::stage::Stage;
use crate::domain::text::Foreign;
use clap::Args;
use std::process::ExitCode;

/// Arguments of `claim`.
#[derive(Debug, Args)]
pub struct ClaimArgs {
    /// The order
    #[arg(required_unless_present = "next", conflicts_with = "next")]
    pub order: Option<String>,
    /// The most urgent order that you may work on
    #[arg(long)]
    pub next: bool,
    /// With --next: only this stage
    #[arg(long, requires = "next")]
    pub stage: Option<String>,
}

/// Arguments of `put-back`.
#[derive(Debug, Args)]
pub struct PutBackArgs {
    /// The order
    pub order: String,
    /// Why
    #[arg(long)]
    pub note: String,
}

/// Takes an order.
pub fn claim(global: &Global, args: &ClaimArgs, out: &Out) -> Result<ExitCode, Failure> {
    let (mut desk, me) = sign_in::signed_in(global, out)?;
    let now = crate::work::now();
    let order = match &args.order {
        Some(no) => {
            let id = desk.store.order_id(&no.as_str().into())?;
            crate::work::claim::claim(&mut desk, me.id, id, now)?;
            Some(id)
        }
        None => {
            let stages = match &args.stage {
                Some(text) => {
                    vec![Stage::parse(text).filter(|stage| stage.is_review()).ok_or_else(|| {
                        Failure::usage(
                            "阶段须为 first_review 或 second_review。",
                            "a stage is first_review or second_review",
                        )
                    })?]
                }
                None => me.stages(),
            };
            crate::work::claim::claim_next(&mut desk, me.id, &stages, None, now)?
        }
    };
    let Some(id) = order else {
        out.error(out.say("没有可领取的订单。", "There is no order to take."));
        return Ok(ExitCode::from(REFUSED));
    };
    let row = desk.store.row(id, now)?;
    if out.json {
        out.data(&row)?;
    } else {
        out.row(&[&row.no, &out.say(row.stage.zh(), row.stage.slug())])?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Puts an order back.
pub fn put_back(global: &Global, args: &PutBackArgs, out: &Out) -> Result<ExitCode, Failure> {
    let (mut desk, me) = sign_in::signed_in(global, out)?;
    let id = desk.store.order_id(&args.order.as_str().into())?;
    crate::work::claim::put_back(&mut desk, me.id, id, &args.note, crate::work::now())?;
    if out.json {
        out.data(&serde_json::json!({ "put_back": args.order }))?;
    } else {
        out.line(format!("{} {}", Foreign::from(args.order.as_str()), out.say("已放回", "put back")))?;
    }
    Ok(ExitCode::SUCCESS)
}
