//! `beian setting`.

use super::Global;
use super::error::Failure;
use super::out::Out;
use super::sign_in;
use crate::work::settings;
use clap::Subcommand;
use std::process::ExitCode;

/// Commands of `setting`.
#[derive(Debug, Subcommand)]
pub enum SettingCommand {
    /// List the settings of the home with their values
    List,
    /// Change a setting (by a supervisor, on record)
    Set {
        /// Its name
        key: String,
        /// Its value
        value: String,
    },
}

/// Runs a command of `setting`.
pub fn run(global: &Global, command: &SettingCommand, out: &Out) -> Result<ExitCode, Failure> {
    match command {
        SettingCommand::List => list(global, out)?,
        SettingCommand::Set { key, value } => {
            let (mut desk, me) = sign_in::signed_in(global, out)?;
            settings::set(&mut desk, me.id, key, value, crate::work::now())?;
            if out.json {
                out.data(&serde_json::json!({ key: value }))?;
            } else {
                out.line(format!("{key} = {value}"))?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn list(global: &Global, out: &Out) -> Result<(), Failure> {
    let desk = sign_in::open(global)?;
    let all = settings::list(&desk)?;
    if out.json {
        let map: serde_json::Map<_, _> =
            all.iter().map(|(setting, value)| (setting.key.to_owned(), serde_json::json!(value))).collect();
        return out.data(&map);
    }
    for (setting, value) in all {
        out.row(&[&format_args!("{} = {value}", setting.key), &out.say(setting.zh, setting.en)])?;
    }
    Ok(())
}
