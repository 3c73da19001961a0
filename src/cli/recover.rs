//! `beian recover`.

use super::Global;
use super::accounts::new_secret;
use super::error::Failure;
use super::out::Out;
use super::sign_in;
use crate::work::recover::{self, Others};
use clap::Args;
use std::io::IsTerminal;
use std::process::ExitCode;

/// Arguments of `recover`.
#[derive(Debug, Args)]
pub struct RecoverArgs {
    /// The supervisor; may be left out where there is one alone
    pub name: Option<String>,
    /// There are other supervisors, and none of them can sign in either
    #[arg(long)]
    pub no_other: bool,
    /// Run without a terminal; the new passphrase comes from BEIAN_NEW_PASSPHRASE
    #[arg(long)]
    pub unattended: bool,
}

/// Sets the passphrase of a supervisor who can't sign in any more.
pub fn run(global: &Global, args: &RecoverArgs, out: &Out) -> Result<ExitCode, Failure> {
    if !args.unattended && !std::io::stdin().is_terminal() {
        return Err(Failure::usage(
            "beian recover 须在主机的终端上运行；无终端时请加 --unattended，并用 BEIAN_NEW_PASSPHRASE 给出新口令。",
            "'beian recover' is run at a terminal of the host; without one add --unattended and give BEIAN_NEW_PASSPHRASE",
        ));
    }
    let home = sign_in::home(global)?;
    if home.exists() {
        recover::must_own(&home)?;
    }
    let mut desk = sign_in::open(global)?;
    let others = if args.no_other { Others::CanNotSignIn } else { Others::MustBeNone };
    let name = recover::whose(&desk, args.name.as_deref(), others)?.name;
    recover::recover(&mut desk, &name, &new_secret(out, &name)?, others, crate::work::now())?;
    if out.json {
        out.data(&serde_json::json!({ "recovered": name }))?;
    } else {
        out.line(&match out.lang {
            crate::domain::lang::Lang::Zh => {
                format!("已重设主管“{name}”的口令；此事已记入日志，各主管下次登录时会得知。")
            }
            crate::domain::lang::Lang::En => {
                format!("Set the passphrase of the supervisor {name}; it is on record, and every supervisor is told.")
            }
        })?;
    }
    Ok(ExitCode::SUCCESS)
}
