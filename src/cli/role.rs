//! `beian role`.

use super::Global;
use super::error::Failure;
use super::out::Out;
use super::sign_in;
use crate::domain::people::Role;
use crate::domain::permission::{Deed, May, Permissions, TABLE, stages_of, words_of};
use crate::domain::text::Foreign;
use crate::work::WorkError;
use crate::work::roles::{self, CellWish};
use clap::{Args, Subcommand};
use std::fmt::Display;
use std::process::ExitCode;

/// Commands of `role`.
#[derive(Debug, Subcommand)]
pub enum RoleCommand {
    /// Print the table: each role, what it may do, in which stages
    List,
    /// Change what a role may do (by a supervisor, on record)
    Set(RoleSetArgs),
    /// Let a row be again what it was at first (by a supervisor, on record)
    Reset {
        /// What is done, as `role list` names it
        deed: String,
    },
}

/// Arguments of `role set`.
#[derive(Debug, Args)]
pub struct RoleSetArgs {
    /// What is done, as `role list` names it
    pub deed: String,
    /// Of which role: first, second, supervisor
    pub role: String,
    /// yes, held (with orders that the person holds), no
    pub may: String,
    /// Only in these stages
    #[arg(long = "stage", value_name = "STAGE", value_delimiter = ',')]
    pub stages: Vec<String>,
}

/// Runs a command of `role`.
pub fn run(global: &Global, command: &RoleCommand, out: &Out) -> Result<ExitCode, Failure> {
    let now = crate::work::now();
    let deed = match command {
        RoleCommand::List => {
            list(&roles::permissions(&sign_in::open(global)?.store)?, out)?;
            return Ok(ExitCode::SUCCESS);
        }
        RoleCommand::Set(args) => {
            let wish = wish(args)?;
            let (mut desk, me) = sign_in::signed_in(global, out)?;
            roles::change(&mut desk, me.id, &wish, now)?;
            row(&roles::permissions(&desk.store)?, wish.deed, out)?;
            return Ok(ExitCode::SUCCESS);
        }
        RoleCommand::Reset { deed } => roles::deed(deed)?,
    };
    let (mut desk, me) = sign_in::signed_in(global, out)?;
    roles::reset(&mut desk, me.id, deed, now)?;
    row(&roles::permissions(&desk.store)?, deed, out)?;
    Ok(ExitCode::SUCCESS)
}

fn wish(args: &RoleSetArgs) -> Result<CellWish, Failure> {
    let given = Foreign::from(args.may.as_str());
    let may = May::parse(&args.may).ok_or_else(|| {
        WorkError::say(
            format!("没有“{given}”；可用 yes、held、no。"),
            format!("there is no '{given}'; use yes, held or no"),
        )
    })?;
    let stages = args.stages.iter().map(|text| roles::stage(text)).collect::<Result<_, _>>()?;
    Ok(CellWish { deed: roles::deed(&args.deed)?, role: crate::work::people::role(&args.role)?, stages, may })
}

fn list(table: &Permissions, out: &Out) -> Result<(), Failure> {
    if out.json {
        let cells: Vec<_> = TABLE.iter().flat_map(|line| cells(table, line.deed)).collect();
        return out.data(&cells);
    }
    TABLE.iter().try_for_each(|line| row(table, line.deed, out))
}

/// Every cell of a row, one JSON object each.
fn cells(table: &Permissions, deed: Deed) -> Vec<serde_json::Value> {
    let all = Role::ALL.into_iter().flat_map(|role| stages_of(deed).into_iter().map(move |at| (role, at)));
    all.map(|(role, stage)| {
        let may = table.may(deed, role, stage);
        serde_json::json!({ "deed": deed, "role": role, "stage": stage, "may": may, "fixed": deed.line().fixed })
    })
    .collect()
}

/// A row on one line: the deed, then what each role may.
fn row(table: &Permissions, deed: Deed, out: &Out) -> Result<(), Failure> {
    if out.json {
        return out.data(&cells(table, deed));
    }
    let words = Role::ALL.map(|role| {
        let words = words_of(table, deed, role, out.lang);
        let words = if words.is_empty() { "-".to_owned() } else { words };
        format!("{}: {words}", out.say(role.zh(), role.slug()))
    });
    let sign = match (deed.line().fixed, table.is_changed(deed)) {
        (true, _) => out.say("（固定）", " (fixed)"),
        (_, true) => out.say("（已修改）", " (changed)"),
        _ => "",
    };
    let name = format!("{}{sign}", deed.name(out.lang));
    let mut cells: Vec<&dyn Display> = vec![&deed.line().slug, &name];
    cells.extend(words.iter().map(|words| words as &dyn Display));
    out.row(&cells)
}
