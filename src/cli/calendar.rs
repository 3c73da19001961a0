//! `beian calendar`.

use super::Global;
use super::error::Failure;
use super::out::Out;
use super::sign_in;
use crate::catalog::calendar::read_year;
use crate::domain::text::{Foreign, Plain};
use crate::work::{config, reading};
use clap::{Args, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// Commands about the holiday calendar.
#[derive(Debug, Subcommand)]
pub enum CalendarCommand {
    /// List the years that are known
    List,
    /// Add a year: from a file of this program's form, or the JSON of public holiday lists
    Add(AddArgs),
}

/// Arguments of `calendar add`.
#[derive(Debug, Args)]
pub struct AddArgs {
    /// The file; - for standard input
    pub file: PathBuf,
    /// Where its dates stand, such as the title of the State Council's notice
    #[arg(long)]
    pub source: String,
}

/// Lists years, or writes one into the configuration folder of the home.
pub fn run(global: &Global, command: &CalendarCommand, out: &Out) -> Result<ExitCode, Failure> {
    match command {
        CalendarCommand::List => list(global, out),
        CalendarCommand::Add(args) => add(global, args, out),
    }
}

fn list(global: &Global, out: &Out) -> Result<ExitCode, Failure> {
    let catalog = sign_in::catalog(global, sign_in::home(global).ok().as_ref())?;
    let years: Vec<i32> = (1990..2100).filter(|year| catalog.calendar.knows(*year)).collect();
    if out.json {
        out.data(&years)?;
    } else {
        let years: Vec<String> = years.iter().map(ToString::to_string).collect();
        out.line(years.join(" "))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn add(global: &Global, args: &AddArgs, out: &Out) -> Result<ExitCode, Failure> {
    let text = reading::text(&args.file, reading::LARGEST_TEXT)?;
    let read = read_year(&args.file.display().to_string(), &text, &args.source)?;
    let folder = match &global.config {
        Some(folder) => folder.clone(),
        None => sign_in::home(global)?.config(),
    };
    let path = config::write(
        &folder,
        &format!("calendars/{}.toml", read.year.year),
        &Plain::text(read.to_toml().trim_end()),
    )?;
    let shown = Foreign::path(&path);
    if out.json {
        out.data(
            &serde_json::json!({ "year": read.year.year, "file": path, "left_out": read.left_out.len() }),
        )?;
    } else {
        out.line(out.lang.pick(
            &format!("已加入{}年日历：{shown}", read.year.year),
            &format!("Added the calendar of {}: {shown}", read.year.year),
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}
