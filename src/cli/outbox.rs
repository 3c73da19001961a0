//! `beian outbox`.

use super::Global;
use super::error::Failure;
use super::out::Out;
use super::sign_in;
use crate::catalog::Catalog;
use crate::domain::lang::Lang;
use crate::domain::life::Medium;
use crate::domain::notice::{Notice, NoticeState};
use crate::domain::text::{Plain, visible};
use crate::store::outbox::OutboxFilter;
use crate::work::outbox::{hidden, retry, reveal, withdraw};
use clap::{Args, Subcommand, ValueEnum};
use std::process::ExitCode;

/// Subcommands of `outbox`.
#[derive(Debug, Subcommand)]
pub enum OutboxCommand {
    /// List notices, newest first, addresses masked
    List(ListArgs),
    /// Print one notice with its text, its address masked
    Show(ShowArgs),
    /// Try notices again now that failed, or that wait for their next try
    Retry(RetryArgs),
    /// Take notices back that have not left
    Withdraw(WithdrawArgs),
}

/// Arguments of `outbox list`.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Only of this order
    #[arg(long, value_name = "ORDER")]
    pub order: Option<String>,
    /// Only in this state
    #[arg(long)]
    pub state: Option<StateArg>,
    /// Only by this way; with --state waiting, phone lists the calls that staff must make
    #[arg(long)]
    pub medium: Option<MediumArg>,
    /// How many
    #[arg(long, default_value_t = 100)]
    pub limit: usize,
}

/// Arguments of `outbox show`.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// Its number
    pub id: i64,
    /// Show the address too; needs --user and goes on record
    #[arg(long)]
    pub reveal: bool,
}

/// Arguments of `outbox retry`.
#[derive(Debug, Args)]
pub struct RetryArgs {
    /// Their numbers
    #[arg(required_unless_present = "failed", conflicts_with = "failed")]
    pub ids: Vec<i64>,
    /// All that failed
    #[arg(long)]
    pub failed: bool,
}

/// Arguments of `outbox withdraw`.
#[derive(Debug, Args)]
pub struct WithdrawArgs {
    /// Their numbers
    #[arg(required = true)]
    pub ids: Vec<i64>,
}

/// A state on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StateArg {
    /// On its way, or to be told by phone
    Waiting,
    /// It left
    Sent,
    /// It can't be delivered
    Failed,
    /// It was taken back
    Withdrawn,
}

impl From<StateArg> for NoticeState {
    fn from(state: StateArg) -> Self {
        match state {
            StateArg::Waiting => Self::Waiting,
            StateArg::Sent => Self::Sent,
            StateArg::Failed => Self::Failed,
            StateArg::Withdrawn => Self::Withdrawn,
        }
    }
}

/// A way on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MediumArg {
    /// E-mail
    Email,
    /// Text message
    Text,
    /// Staff call
    Phone,
}

impl From<MediumArg> for Medium {
    fn from(medium: MediumArg) -> Self {
        match medium {
            MediumArg::Email => Self::Email,
            MediumArg::Text => Self::Text,
            MediumArg::Phone => Self::Phone,
        }
    }
}

/// Runs a subcommand.
pub fn run(global: &Global, command: &OutboxCommand, out: &Out) -> Result<ExitCode, Failure> {
    match command {
        OutboxCommand::List(args) => list(global, args, out),
        OutboxCommand::Show(args) => show(global, args, out),
        OutboxCommand::Retry(args) => retry_all(global, args, out),
        OutboxCommand::Withdraw(args) => withdraw_all(global, args, out),
    }
}

fn list(global: &Global, args: &ListArgs, out: &Out) -> Result<ExitCode, Failure> {
    let desk = sign_in::open(global)?;
    let order = args.order.as_ref().map(|no| desk.store.order_id(&no.as_str().into())).transpose()?;
    let filter = OutboxFilter {
        order,
        state: args.state.map(Into::into),
        medium: args.medium.map(Into::into),
        limit: Some(args.limit),
    };
    let notices: Vec<Notice> = desk.store.notices(&filter)?.into_iter().map(hidden).collect();
    print(&desk.catalog, &notices, out)
}

fn print(catalog: &Catalog, notices: &[Notice], out: &Out) -> Result<ExitCode, Failure> {
    if out.json {
        out.data(&notices)?;
    } else {
        notices.iter().try_for_each(|notice| out.line(line(catalog, notice, out)))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A notice on one line.
pub(super) fn line(catalog: &Catalog, notice: &Notice, out: &Out) -> String {
    let letter = &notice.letter;
    let state = match (notice.state, letter.medium) {
        (NoticeState::Waiting, Medium::Phone) => out.say("待致电", "to call"),
        (state, _) => state.name(out.lang),
    };
    let key = format!("notice.{}", letter.kind.slug());
    let at = out.time(notice.ended_at.unwrap_or(notice.next_at));
    let error = notice.error.as_deref().map(|text| format!("  {}", visible(text))).unwrap_or_default();
    format!(
        "{}  {state}  {at}  {}  {}  {}  {} {}{error}",
        notice.id,
        visible(notice.no.as_str()),
        letter.medium.name(out.lang),
        catalog.text(out.lang, &key),
        visible(letter.person.as_str()),
        visible(&letter.address),
    )
}

fn show(global: &Global, args: &ShowArgs, out: &Out) -> Result<ExitCode, Failure> {
    let (catalog, notice) = if args.reveal {
        let (mut desk, me) = sign_in::signed_in(global, out)?;
        let notice = reveal(&mut desk, me.id, args.id, crate::work::now())?;
        (desk.catalog, notice)
    } else {
        let desk = sign_in::open(global)?;
        let notice = hidden(desk.store.notice(args.id)?);
        (desk.catalog, notice)
    };
    if out.json {
        out.data(&notice)?;
        return Ok(ExitCode::SUCCESS);
    }
    out.line(line(&catalog, &notice, out))?;
    out.line(tries(&notice, out))?;
    if !notice.letter.subject.is_empty() {
        out.line("")?;
        out.line(&notice.letter.subject)?;
    }
    out.line("")?;
    out.line(Plain::text(notice.letter.body.trim_end()))?;
    Ok(ExitCode::SUCCESS)
}

fn tries(notice: &Notice, out: &Out) -> String {
    let (tries, id, made) = (notice.tries, &notice.letter.message_id, out.time(notice.created_at));
    match out.lang {
        Lang::Zh => format!("生成 {made}，尝试 {tries} 次，{id}"),
        Lang::En => format!("made {made}, tried {tries} times, {id}"),
    }
}

fn retry_all(global: &Global, args: &RetryArgs, out: &Out) -> Result<ExitCode, Failure> {
    let (mut desk, me) = sign_in::signed_in(global, out)?;
    let ids = match args.failed {
        true => desk.store.failed_notices()?.into_iter().map(|notice| notice.id).collect(),
        false => args.ids.clone(),
    };
    let now = crate::work::now();
    let done = ids.into_iter().map(|id| retry(&mut desk, me.id, id, now).map(hidden));
    let done = done.collect::<Result<Vec<Notice>, _>>()?;
    print(&desk.catalog, &done, out)
}

fn withdraw_all(global: &Global, args: &WithdrawArgs, out: &Out) -> Result<ExitCode, Failure> {
    let (mut desk, me) = sign_in::signed_in(global, out)?;
    let now = crate::work::now();
    let done = args.ids.iter().map(|id| withdraw(&mut desk, me.id, *id, now).map(hidden));
    let done = done.collect::<Result<Vec<Notice>, _>>()?;
    print(&desk.catalog, &done, out)
}
