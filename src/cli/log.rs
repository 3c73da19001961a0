//! `beian log`.

use super::Global;
use super::error::Failure;
use super::out::Out;
use super::sign_in;
use crate::catalog::Catalog;
use crate::catalog::history::sentence;
use crate::domain::mask::{Masks, value};
use crate::domain::order::Order;
use crate::domain::text::visible;
use crate::domain::view::HistoryLine;
use clap::Args;
use std::process::ExitCode;

/// Arguments of `log`.
#[derive(Debug, Args)]
pub struct LogArgs {
    /// The order; without one, the newest events of the home
    pub order: Option<String>,
    /// How many events of the home
    #[arg(long, default_value_t = 50)]
    pub limit: usize,
}

/// Prints the log, newest first.
pub fn run(global: &Global, args: &LogArgs, out: &Out) -> Result<ExitCode, Failure> {
    let desk = sign_in::open(global)?;
    let lines: Vec<(Option<String>, HistoryLine)> = match &args.order {
        Some(no) => {
            let id = desk.store.order_id(&no.as_str().into())?;
            desk.store.history(id)?.into_iter().map(|line| (Some(no.clone()), line)).collect()
        }
        None => desk.store.recent_events(args.limit.clamp(1, 100_000))?,
    };
    let order = match &args.order {
        Some(no) => {
            let id = desk.store.order_id(&no.as_str().into())?;
            desk.store.revision(id, desk.store.state(id)?.revision)?
        }
        None => None,
    };
    let masks = order.as_ref().map(Masks::of).unwrap_or_default();
    if out.json {
        let rows: Vec<_> =
            lines.iter().map(|(no, line)| serde_json::json!({ "order": no, "line": line })).collect();
        // Notes are free text; whoever may read the log need not read a customer's numbers.
        out.data(&masks.hide_in(value(rows.into())))?;
        return Ok(ExitCode::SUCCESS);
    }
    print(&desk.catalog, &lines, order.as_ref(), &masks, out)?;
    Ok(ExitCode::SUCCESS)
}

fn print(
    catalog: &Catalog,
    lines: &[(Option<String>, HistoryLine)],
    order: Option<&Order>,
    masks: &Masks,
    out: &Out,
) -> Result<(), Failure> {
    for (no, line) in lines {
        let who = line.who.as_deref().unwrap_or(out.say("系统", "program"));
        let revision = line.revision.map(|revision| format!(" r{revision}")).unwrap_or_default();
        let no = if order.is_none() { no.as_deref().unwrap_or("-") } else { "" };
        // In the log of one order its people stand by their names.
        let words = match order {
            Some(order) => sentence(catalog, &line.event.named(order), out.lang),
            None => sentence(catalog, &line.event, out.lang),
        };
        out.line(format!(
            "{}  {}{revision}  {}  {}",
            out.time(line.at),
            visible(no),
            visible(who),
            visible(&masks.hide(&words))
        ))?;
    }
    Ok(())
}
