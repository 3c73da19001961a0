//! `beian registry`.

use super::Global;
use super::error::{Failure, REFUSED};
use super::out::Out;
use super::sign_in;
use crate::domain::mask::{Personal, masked, without_personal};
use crate::domain::sought::sought;
use crate::domain::text::Foreign;
use crate::store::filing::Registered;
use crate::work::registry::{self, Imported, RowFault};
use crate::work::{now, number_search};
use clap::Subcommand;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Commands of `registry`.
#[derive(Debug, Subcommand)]
pub enum RegistryCommand {
    /// Import filings from CSV files, each whole or not at all
    ///
    /// The first row names the columns: certificate_number, entity_name, entity_number, site_name,
    /// site_number, domain, provider, here (true, false or empty), manager_name, manager_mobile, or as exports call
    /// them (证件号码, 主体名称, 域名 …); all but entity_name may be left out. UTF-8, GBK (GB18030), or UTF-16 with its
    /// mark; commas, semicolons, tabs or bars; the answer says how it was read. Numbers that a spreadsheet damaged are
    /// refused with line and column. The same file again changes nothing.
    Import {
        /// CSV files; - for standard input
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Show what is on file: by filing number, domain, or part of the entity's name; by certificate number with --user, on record
    Find {
        /// What to look for
        term: String,
        /// How many rows
        #[arg(long, default_value_t = 50)]
        limit: usize,
    },
}

/// Runs a command of `registry`.
pub fn run(global: &Global, command: &RegistryCommand, out: &Out) -> Result<ExitCode, Failure> {
    match command {
        RegistryCommand::Import { files } => import(global, files, out),
        RegistryCommand::Find { term, limit } => find(global, term, *limit, out),
    }
}

fn import(global: &Global, files: &[PathBuf], out: &Out) -> Result<ExitCode, Failure> {
    let mut desk = sign_in::open(global)?;
    let (mut code, mut all) = (ExitCode::SUCCESS, Vec::new());
    for file in files {
        let imported = registry::import(&mut desk, file, crate::work::now())?;
        if matches!(imported, Imported::Refused { .. }) {
            code = ExitCode::from(REFUSED);
        }
        if out.json {
            all.push(serde_json::json!({ "file": file, "imported": imported }));
        } else {
            say(file, &imported, out)?;
        }
    }
    if out.json {
        out.data(&all)?;
    }
    Ok(code)
}

fn say(file: &Path, imported: &Imported, out: &Out) -> Result<(), Failure> {
    let file = Foreign::path(file);
    match imported {
        Imported::Taken { added, changed, unchanged, read_as } => {
            let how = read_as.said();
            out.line(out.lang.pick(
                &format!("{file}（{}）：新增 {added}，更新 {changed}，未变化 {unchanged}", how.zh),
                &format!("{file} ({}): {added} added, {changed} changed, {unchanged} unchanged", how.en),
            ))
        }
        Imported::Refused { faults, count } => {
            for fault in faults {
                out.line(line(fault, out))?;
            }
            out.line(match out.lang {
                crate::domain::lang::Lang::Zh => format!("{file}：{count} 处有误，未导入任何行"),
                crate::domain::lang::Lang::En => format!("{file}: {count} faults, nothing was imported"),
            })
        }
    }
}

fn line(fault: &RowFault, out: &Out) -> String {
    let field = if fault.field.is_empty() { String::new() } else { format!(" {}", fault.field) };
    let line = if fault.line == 0 { String::new() } else { format!(":{}", fault.line) };
    format!("! {}{line}{field}: {}", fault.file, fault.what.get(out.lang))
}

fn find(global: &Global, term: &str, limit: usize, out: &Out) -> Result<ExitCode, Failure> {
    let most = limit.clamp(1, 10_000);
    let found = match sought(term) {
        Some(number) => {
            let (mut desk, me) = sign_in::signed_in(global, out)?;
            number_search::on_file(&mut desk, me.id, &number, (term, most), now())?
        }
        None => registry::find(&sign_in::open(global)?, term, most)?,
    };
    let rows: Vec<Registered> = found.into_iter().map(hide).collect();
    if out.json {
        out.data(&rows)?;
        return Ok(ExitCode::SUCCESS);
    }
    for row in &rows {
        let filing = &row.filing;
        let text = |part: &'_ Option<String>| part.clone().unwrap_or_else(|| "–".to_owned());
        out.row(&[
            &filing.entity_name,
            &text(&filing.certificate_number),
            &text(&filing.entity_number),
            &text(&filing.site_name),
            &text(&filing.domain),
            &text(&filing.site_number),
            &text(&filing.provider),
        ])?;
    }
    if rows.is_empty() {
        out.line(out.say("没有找到。", "Nothing found."))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Numbers of people stay masked: a row does not say whether its entity is one.
fn hide(mut row: Registered) -> Registered {
    let mask = |kind: Personal, part: &mut Option<String>| {
        if let Some(text) = part {
            *text = masked(kind, text);
        }
    };
    mask(Personal::IdNumber, &mut row.filing.certificate_number);
    mask(Personal::Phone, &mut row.filing.manager_mobile);
    row.filing.entity_name = without_personal(&row.filing.entity_name);
    for text in [
        &mut row.filing.site_name,
        &mut row.filing.domain,
        &mut row.filing.provider,
        &mut row.filing.manager_name,
    ]
    .into_iter()
    .flatten()
    {
        *text = without_personal(text);
    }
    row
}
