//! `beian paper`.

use super::Global;
use super::error::Failure;
use super::out::Out;
use super::{sign_in, when};
use crate::domain::order::AttachmentKind;
use crate::domain::text::{Foreign, visible};
use crate::domain::view::{SlotState, SlotView};
use crate::work::verification::{Receipt, log_paper};
use chrono::{DateTime, Utc};
use clap::Args;
use std::process::ExitCode;

/// Arguments of `paper`.
#[derive(Debug, Args)]
pub struct PaperArgs {
    /// The order
    pub order: String,
    /// Which document came, such as `verification_sheet`; without it the originals are listed
    #[arg(long, value_name = "KIND")]
    pub kind: Option<String>,
    /// Whose: a site such as `s1`, or `order`; may be left out where there is only one
    #[arg(long, value_name = "OWNER", requires = "kind")]
    pub owner: Option<String>,
    /// When it came, if not now: '2026-11-30 14:30' (Beijing time), or RFC 3339
    #[arg(long, value_name = "TIME", value_parser = when::moment, requires = "kind")]
    pub received_at: Option<DateTime<Utc>>,
}

/// Logs the receipt of a paper original, or lists those that an order waits for.
pub fn run(global: &Global, args: &PaperArgs, out: &Out) -> Result<ExitCode, Failure> {
    let Some(name) = &args.kind else {
        list(global, args, out)?;
        return Ok(ExitCode::SUCCESS);
    };
    let kind = AttachmentKind::parse(name).ok_or_else(|| {
        let name = Foreign::from(name.as_str());
        Failure::usage(
            format!("没有材料类型“{name}”，如 verification_sheet、security_letter。"),
            format!("there is no document '{name}', such as verification_sheet or security_letter"),
        )
    })?;
    let (mut desk, me) = sign_in::signed_in(global, out)?;
    let now = crate::work::now();
    let id = desk.store.order_id(&args.order.as_str().into())?;
    let owner = match &args.owner {
        Some(owner) => owner.clone(),
        None => only(&papers(&desk, id, now)?, kind)?,
    };
    let receipt = Receipt { kind, owner: &owner, at: args.received_at };
    let stage = log_paper(&mut desk, me.id, id, receipt, now)?;
    if out.json {
        out.data(&serde_json::json!({ "order": args.order, "kind": kind, "owner": owner, "stage": stage }))?;
    } else {
        let name = desk.catalog.text(out.lang, kind.slug()).to_owned();
        let stage = out.say(stage.zh(), stage.slug());
        out.line(format!("{} {name} {} → {stage}", visible(&args.order), visible(&owner)))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn papers(
    desk: &crate::work::Desk,
    id: crate::domain::ids::OrderId,
    now: DateTime<Utc>,
) -> Result<Vec<SlotView>, Failure> {
    let slots = crate::work::look::open(desk, None, id, now)?.slots;
    Ok(slots.into_iter().filter(|slot| slot.paper.is_some()).collect())
}

/// The owner of the only original of a kind.
fn only(papers: &[SlotView], kind: AttachmentKind) -> Result<String, Failure> {
    let mut own = papers.iter().filter(|slot| slot.kind == kind);
    match (own.next(), own.next()) {
        (Some(slot), None) => Ok(slot.owner.clone()),
        _ => Err(Failure::usage("请用 --owner 指明是谁的原件。", "name with --owner whose original came")),
    }
}

fn list(global: &Global, args: &PaperArgs, out: &Out) -> Result<(), Failure> {
    let desk = sign_in::open(global)?;
    let id = desk.store.order_id(&args.order.as_str().into())?;
    let papers = papers(&desk, id, crate::work::now())?;
    if out.json {
        return out.data(&papers);
    }
    for slot in &papers {
        let here = match slot.state {
            SlotState::Filled => out.say("已收到", "received"),
            SlotState::Missing | SlotState::Placeholder => out.say("未收到", "not here yet"),
        };
        out.row(&[&slot.kind.slug(), &slot.owner, &here])?;
    }
    if papers.is_empty() {
        out.line(out.say("该订单不需要纸质原件。", "This order needs no paper originals."))?;
    }
    Ok(())
}
