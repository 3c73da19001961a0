//! `beian init`.

use super::Global;
use super::error::Failure;
use super::out::Out;
use super::sign_in;
use crate::domain::text::Foreign;
use crate::work::{Desk, people};
use clap::Args;
use std::process::ExitCode;

/// Arguments of `init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// Name of the first supervisor (or --user)
    pub name: Option<String>,
}

/// Makes a home and its first supervisor, who has every role.
pub fn run(global: &Global, args: &InitArgs, out: &Out) -> Result<ExitCode, Failure> {
    let name = args.name.clone().or_else(|| global.user.clone()).ok_or_else(|| {
        Failure::usage(
            "请给出第一位主管的姓名：beian init 姓名",
            "name the first supervisor: beian init NAME",
        )
    })?;
    let secret = sign_in::new_passphrase(global, out, &name)?;
    let home = sign_in::home(global)?;
    let mut desk = Desk::create(home.clone(), sign_in::catalog(global, Some(&home))?)?;
    people::init(&mut desk, &name, &secret, crate::work::now())?;
    let (dir, name) = (Foreign::path(home.dir()), Foreign::from(name));
    if out.json {
        out.data(&serde_json::json!({ "home": home.dir(), "supervisor": name.raw() }))?;
    } else {
        out.line(match out.lang {
            crate::domain::lang::Lang::Zh => {
                format!("已在{dir}建立数据目录，主管：{name}。接着运行 beian 打开审核台。")
            }
            crate::domain::lang::Lang::En => {
                format!("Made a home in {dir} with the supervisor {name}. Run 'beian' to open the desk.")
            }
        })?;
    }
    Ok(ExitCode::SUCCESS)
}
