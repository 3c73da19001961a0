//! `beian curtain`.

use super::Global;
use super::error::Failure;
use super::out::Out;
use super::sign_in;
use crate::domain::customer::{Curtain, CurtainState};
use crate::domain::life::Parcel;
use crate::domain::mask::{self, Masks, Personal, masked, without_personal};
use crate::domain::order::CurtainRequest;
use crate::domain::text::{Foreign, Plain, visible};
use crate::outgoing::pick_list;
use crate::work::written::{self, Readers};
use crate::work::{curtains, now};
use clap::{Args, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// Commands of `curtain`.
#[derive(Debug, Subcommand)]
pub enum CurtainCommand {
    /// List the curtains to pack, the first to go out first; phones masked
    List(CurtainListArgs),
    /// Record that an order's curtain is on its way
    Send(CurtainSendArgs),
    /// Print the list by which curtains are packed, with whole addresses (on record), as an HTML page
    Print(CurtainPrintArgs),
}

/// Arguments of `curtain list`.
#[derive(Debug, Args)]
pub struct CurtainListArgs {
    /// Show the phones; needs --user and goes on record
    #[arg(long, conflicts_with = "sent")]
    pub reveal: bool,
    /// List those that were sent instead, the newest first
    #[arg(long)]
    pub sent: bool,
    /// At most so many
    #[arg(long, default_value_t = 200)]
    pub limit: usize,
}

/// Arguments of `curtain send`.
#[derive(Debug, Args)]
pub struct CurtainSendArgs {
    /// The order
    pub order: String,
    /// Who carries it
    #[arg(long, value_name = "NAME")]
    pub courier: String,
    /// The courier's number of the parcel
    #[arg(long, value_name = "NO")]
    pub number: String,
    /// Why an account gets another that had its own already
    #[arg(long, value_name = "WORD")]
    pub again: Option<String>,
}

/// Arguments of `curtain print`.
#[derive(Debug, Args)]
pub struct CurtainPrintArgs {
    /// Write the page here instead of printing it
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// At most so many
    #[arg(long, default_value_t = 200)]
    pub limit: usize,
}

/// Runs a command of `curtain`.
pub fn run(global: &Global, command: &CurtainCommand, out: &Out) -> Result<ExitCode, Failure> {
    match command {
        CurtainCommand::List(args) => list(global, args, out)?,
        CurtainCommand::Send(args) => send(global, args, out)?,
        CurtainCommand::Print(args) => print(global, args, out)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn list(global: &Global, args: &CurtainListArgs, out: &Out) -> Result<(), Failure> {
    let all = if args.reveal {
        let (mut desk, me) = sign_in::signed_in(global, out)?;
        curtains::reveal(&mut desk, me.id, args.limit, now())?
    } else {
        let store = sign_in::open(global)?.store;
        if args.sent { store.curtains_sent(args.limit)? } else { store.curtains_to_pack(args.limit)? }
    };
    if out.json {
        let data = serde_json::to_value(&all).map_err(std::io::Error::from)?;
        return out.data(&if args.reveal { data } else { Masks::default().hide_in(mask::value(data)) });
    }
    for mut curtain in all.iter().cloned() {
        if let Some(to) = curtain.to.as_mut().filter(|_| !args.reveal) {
            to.phone = masked(Personal::Phone, &to.phone);
            to.recipient = without_personal(&to.recipient);
            to.address = without_personal(&to.address);
        }
        row(&curtain, out)?;
    }
    if all.is_empty() {
        out.line(out.say("没有幕布。", "No curtains."))?;
    }
    Ok(())
}

fn row(curtain: &Curtain, out: &Out) -> Result<(), Failure> {
    let to = curtain.to.as_ref();
    let part = |part: fn(&CurtainRequest) -> &str| to.map(part).unwrap_or_default();
    let state = match curtain.state {
        CurtainState::Asked => out.say("待寄", "to pack").to_owned(),
        CurtainState::Refused => format!("{} {}", out.say("已寄过", "had"), curtain.had),
        CurtainState::Sent => {
            let parcel = curtain.parcel.as_ref();
            parcel.map(|parcel| format!("{} {}", parcel.courier, parcel.number)).unwrap_or_default()
        }
        CurtainState::Withdrawn => out.say("已撤回", "withdrawn").to_owned(),
    };
    let at = curtain.ended_at.filter(|_| curtain.state == CurtainState::Sent).unwrap_or(curtain.dispatch_at);
    let (recipient, phone) = (part(|to| &to.recipient), part(|to| &to.phone));
    out.row(&[&out.time(at), &curtain.no, &state, &recipient, &phone, &part(|to| &to.address)])
}

fn send(global: &Global, args: &CurtainSendArgs, out: &Out) -> Result<(), Failure> {
    let (mut desk, me) = sign_in::signed_in(global, out)?;
    let id = desk.store.order_id(&args.order.as_str().into())?;
    let parcel = Parcel { courier: args.courier.clone(), number: args.number.clone() };
    curtains::send(&mut desk, me.id, id, &parcel, args.again.as_deref(), now())?;
    if out.json {
        return out.data(&serde_json::json!({ "order": args.order, "parcel": parcel }));
    }
    out.line(format!("{} {}", visible(&args.order), out.say("幕布已寄出", "curtain sent")))
}

fn print(global: &Global, args: &CurtainPrintArgs, out: &Out) -> Result<(), Failure> {
    let (mut desk, me) = sign_in::signed_in(global, out)?;
    let all = curtains::reveal(&mut desk, me.id, args.limit, now())?;
    let page = Plain::text(&pick_list::html(&all, out.lang, now()));
    match &args.out {
        None => out.line(page),
        Some(path) => {
            written::put(path, &page, Readers::Owner)?;
            let count = all.len();
            if out.json {
                return out.data(&serde_json::json!({ "file": path, "curtains": count }));
            }
            out.line(format!("{}: {count}", Foreign::path(path)))
        }
    }
}
