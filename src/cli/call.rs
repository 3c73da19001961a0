//! `beian call`.

use super::Global;
use super::error::Failure;
use super::out::Out;
use super::{sign_in, when};
use crate::domain::customer::CallRow;
use crate::domain::life::CallResult;
use crate::domain::text::visible;
use crate::work::{calls, now};
use chrono::{DateTime, TimeDelta, Utc};
use clap::{ArgGroup, Args};
use std::fmt::Display;
use std::process::ExitCode;

/// Arguments of `call`.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("result").args(["reached", "not_reached"])))]
pub struct CallArgs {
    /// The order whose customer was called; or `list`: who is to be called, those due first
    pub order: String,
    /// Whom, such as p1
    #[arg(long, value_name = "PERSON")]
    pub person: Option<String>,
    /// He was reached
    #[arg(long)]
    pub reached: bool,
    /// He was not reached
    #[arg(long)]
    pub not_reached: bool,
    /// Call again after this time: 30m, 1h, 2d
    #[arg(long, value_name = "SPAN", value_parser = when::span, conflicts_with = "again_at")]
    pub again_in: Option<TimeDelta>,
    /// Call again then: '2026-11-30 14:30' (Beijing time), or RFC 3339
    #[arg(long, value_name = "TIME", value_parser = when::moment)]
    pub again_at: Option<DateTime<Utc>>,
    /// What was said
    #[arg(long, default_value = "")]
    pub note: String,
    /// With `list`: at most so many
    #[arg(long, default_value_t = 200)]
    pub limit: usize,
}

impl CallArgs {
    /// True where those are listed who wait for a call.
    pub fn lists(&self) -> bool {
        self.order == "list" && self.person.is_none()
    }
}

/// Records a call, or lists those that wait.
pub fn run(global: &Global, args: &CallArgs, out: &Out) -> Result<ExitCode, Failure> {
    if args.lists() {
        list(global, args, out)?;
        return Ok(ExitCode::SUCCESS);
    }
    let result = match (args.reached, args.not_reached) {
        (true, _) => CallResult::Reached,
        (_, true) => CallResult::NotReached,
        _ => {
            return Err(Failure::usage(
                "请用 --reached 或 --not-reached 说明是否接通。",
                "say with --reached or --not-reached how the call ended",
            ));
        }
    };
    let person = args.person.as_deref().ok_or_else(|| {
        Failure::usage("请用 --person 指明致电对象，如 p1。", "name with --person who was called, such as p1")
    })?;
    let (mut desk, me) = sign_in::signed_in(global, out)?;
    let id = desk.store.order_id(&args.order.as_str().into())?;
    let at = now();
    let again_at = args.again_at.or(args.again_in.map(|span| at + span));
    let call = calls::Call { person: person.into(), result, note: args.note.clone(), again_at };
    calls::log(&mut desk, me.id, id, &call, at)?;
    if out.json {
        out.data(&serde_json::json!({ "order": args.order, "person": person, "result": result, "again_at": again_at }))?;
    } else {
        let again = again_at.map(|at| format!(" → {}", out.time(at))).unwrap_or_default();
        out.line(format!("{} {} {}{again}", visible(&args.order), visible(person), ended(result, out)))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn ended(result: CallResult, out: &Out) -> &'static str {
    match result {
        CallResult::Reached => out.lang.pick("已接通", "reached"),
        CallResult::NotReached => out.lang.pick("未接通", "not reached"),
    }
}

fn list(global: &Global, args: &CallArgs, out: &Out) -> Result<(), Failure> {
    let rows = sign_in::open(global)?.store.calls(args.limit)?;
    if out.json {
        return out.data(&rows);
    }
    for row in &rows {
        print(row, out)?;
    }
    if rows.is_empty() {
        out.line(out.say("没有待拨的电话。", "Nobody is to be called."))?;
    }
    Ok(())
}

fn print(row: &CallRow, out: &Out) -> Result<(), Failure> {
    let due = if row.call_at <= now() { out.say("已到", "due") } else { out.say("未到", "later") };
    let (at, stage) = (out.time(row.call_at), out.say(row.stage.zh(), row.stage.slug()));
    let mut cells: Vec<&dyn Display> = vec![&at, &due, &row.no, &stage, &row.entity];
    let last = row.last.as_ref().map(|last| (&last.person, ended(last.result, out), &last.note));
    match &last {
        Some((person, end, note)) => cells.extend([*person as &dyn Display, end, *note]),
        None => cells.push(&""),
    }
    out.row(&cells)
}
