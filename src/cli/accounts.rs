//! `beian user`.

use super::Global;
use super::error::Failure;
use super::out::Out;
use super::sign_in;
use crate::domain::people::Role;
use crate::domain::text::Foreign;
use crate::work::{people, standing};
use clap::Subcommand;
use std::collections::BTreeSet;
use std::process::ExitCode;

/// Environment variable of a passphrase that is being set.
const NEW_PASSPHRASE: &str = "BEIAN_NEW_PASSPHRASE";

/// Commands of `user`.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Add an account (by a supervisor); its passphrase comes from BEIAN_NEW_PASSPHRASE or is asked for
    Add {
        /// Its name
        name: String,
        /// Its roles: first, second, supervisor
        #[arg(long = "role", value_name = "ROLE", required = true, value_delimiter = ',')]
        roles: Vec<String>,
    },
    /// List the accounts
    List,
    /// Disable an account; what it held falls free
    Disable {
        /// Its name
        name: String,
    },
    /// Give an account other roles; what it holds and can no longer review falls free
    Roles {
        /// Its name
        name: String,
        /// Its roles from now on: first, second, supervisor
        #[arg(long = "role", value_name = "ROLE", required = true, value_delimiter = ',')]
        roles: Vec<String>,
    },
    /// Open a disabled account again
    Enable {
        /// Its name
        name: String,
    },
    /// Set a passphrase: your own, or anybody's as a supervisor
    Passphrase {
        /// Whose; yours if left out
        name: Option<String>,
    },
}

/// A passphrase that is being set: from the environment, or asked for twice.
pub(super) fn new_secret(out: &Out, name: &str) -> Result<String, Failure> {
    match std::env::var(NEW_PASSPHRASE) {
        Ok(secret) => Ok(secret),
        Err(_) => sign_in::ask_new(out, name),
    }
}

/// Runs a command of `user`.
pub fn run(global: &Global, command: &UserCommand, out: &Out) -> Result<ExitCode, Failure> {
    let now = crate::work::now();
    if matches!(command, UserCommand::List) {
        return list(global, out);
    }
    let (mut desk, me) = sign_in::signed_in(global, out)?;
    let said = match command {
        UserCommand::List => String::new(),
        UserCommand::Add { name, roles } => {
            let roles: BTreeSet<Role> =
                roles.iter().map(|text| people::role(text)).collect::<Result<_, _>>()?;
            people::add(&mut desk, me.id, name, &new_secret(out, name)?, &roles, now)?;
            format!("{}: {}", out.say("已添加", "Added"), Foreign::from(name.as_str()))
        }
        UserCommand::Disable { name } => {
            let freed = people::disable(&mut desk, me.id, name, now)?;
            format!(
                "{}: {} ({} {freed})",
                out.say("已停用", "Disabled"),
                Foreign::from(name.as_str()),
                out.say("释放订单", "orders freed")
            )
        }
        UserCommand::Roles { name, roles } => {
            let roles: BTreeSet<Role> =
                roles.iter().map(|text| people::role(text)).collect::<Result<_, _>>()?;
            let freed = standing::set_roles(&mut desk, me.id, name, &roles, now)?;
            format!(
                "{}: {name} ({} {freed})",
                out.say("角色已更改", "Roles changed"),
                out.say("释放订单", "orders freed")
            )
        }
        UserCommand::Enable { name } => {
            standing::enable(&mut desk, me.id, name, now)?;
            format!("{}: {name}", out.say("已启用", "Enabled"))
        }
        UserCommand::Passphrase { name } => {
            let name = name.as_deref().unwrap_or(&me.name);
            people::set_passphrase(&mut desk, me.id, name, &new_secret(out, name)?, now)?;
            format!("{}: {}", out.say("已设置口令", "Passphrase set"), Foreign::from(name))
        }
    };
    if out.json {
        out.data(&serde_json::json!({ "done": said }))?
    } else {
        out.line(said)?
    }
    Ok(ExitCode::SUCCESS)
}

fn list(global: &Global, out: &Out) -> Result<ExitCode, Failure> {
    let desk = sign_in::open(global)?;
    let staff = desk.store.staff()?;
    if out.json {
        out.data(&staff)?;
        return Ok(ExitCode::SUCCESS);
    }
    for person in staff {
        let roles: Vec<&str> = person.roles.iter().map(|role| out.say(role.zh(), role.slug())).collect();
        let state = if person.disabled { out.say("已停用", "disabled") } else { "" };
        out.row(&[&person.name, &roles.join(","), &state])?;
    }
    Ok(ExitCode::SUCCESS)
}
