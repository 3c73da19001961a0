//! `beian sms`.

use super::Global;
use super::error::Failure;
use super::out::Out;
use super::sign_in;
use crate::domain::bureau::{News, ResultRow, SmsRow};
use crate::domain::life::SmsOutcome;
use crate::work::{results, sms};
use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use std::process::ExitCode;

/// Arguments of `sms`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct SmsArgs {
    /// A command
    #[command(subcommand)]
    pub command: Option<SmsCommand>,
    /// The order
    #[arg(required = true)]
    pub order: Option<String>,
    /// What the bureau told about a person
    #[command(flatten)]
    pub told: Told,
}

/// Commands of `sms`.
#[derive(Debug, Subcommand)]
pub enum SmsCommand {
    /// List whose verification runs: sent, verified, tries left, time left; soonest lapse first
    List,
}

/// What is told about a person: one of three.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct Told {
    /// A code was sent to this person: his id in the order, name or mobile number
    #[arg(long, value_name = "PERSON")]
    pub sent: Option<String>,
    /// This person verified
    #[arg(long, value_name = "PERSON")]
    pub verified: Option<String>,
    /// This person gave a wrong ID number
    #[arg(long, value_name = "PERSON")]
    pub wrong: Option<String>,
}

impl Told {
    fn news(&self) -> Option<News> {
        let of = |outcome, person: &Option<String>| person.clone().map(|person| News::Sms(outcome, person));
        of(SmsOutcome::Sent, &self.sent)
            .or_else(|| of(SmsOutcome::Verified, &self.verified))
            .or_else(|| of(SmsOutcome::Wrong, &self.wrong))
    }
}

/// Lists the board, or enters what the bureau told.
pub fn run(global: &Global, args: &SmsArgs, out: &Out) -> Result<ExitCode, Failure> {
    match (args.command.is_some(), &args.order, args.told.news()) {
        (false, Some(order), Some(news)) => set(global, order, news, out),
        _ => list(global, out),
    }
}

fn set(global: &Global, order: &str, news: News, out: &Out) -> Result<ExitCode, Failure> {
    let (mut desk, me) = sign_in::signed_in(global, out)?;
    let now = crate::work::now();
    let row = ResultRow { order_no: order.into(), at: now, news };
    let taken = results::set(&mut desk, me.id, &row, now)?;
    if out.json {
        out.data(&taken)?;
    } else {
        out.line(super::result::line(&taken, out))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn list(global: &Global, out: &Out) -> Result<ExitCode, Failure> {
    let desk = sign_in::open(global)?;
    let (board, now) = (sms::board(&desk)?, crate::work::now());
    if out.json {
        out.data(&board)?;
        return Ok(ExitCode::SUCCESS);
    }
    for row in &board {
        print(row, now, out)?;
    }
    if board.is_empty() {
        out.line(out.say("没有等待短信核验的人。", "Nobody has to verify."))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn print(row: &SmsRow, now: DateTime<Utc>, out: &Out) -> Result<(), Failure> {
    let at = |at: Option<DateTime<Utc>>| at.map_or_else(|| "–".to_owned(), |at| out.time(at));
    let time = |zh, en, when| format!("{} {}", out.say(zh, en), at(when));
    let state = match row.verified {
        Some(verified) => time("已核验", "verified", Some(verified)),
        None => format!("{} {}", out.say("余次", "tries left"), row.left),
    };
    out.row(&[
        &row.no,
        &row.entity,
        &format_args!("{} {}", row.person, row.name),
        &time("已发送", "sent", row.sent),
        &state,
        &left(row, now, out),
    ])
}

fn left(row: &SmsRow, now: DateTime<Utc>, out: &Out) -> String {
    let minutes = (row.lapses_at - now).num_minutes();
    if minutes < 0 {
        return out.say("已超时", "lapsed").to_owned();
    }
    format!("{} {}:{:02}", out.say("剩余", "time left"), minutes / 60, minutes % 60)
}
