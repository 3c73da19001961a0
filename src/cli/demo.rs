//! `beian demo`.

use super::Global;
use super::desk;
use super::error::Failure;
use super::out::Out;
use super::sign_in;
use crate::domain::text::{Foreign, Plain};
use crate::work::generate::{Progress, generate};
use crate::work::{Desk, Home, demo, people};
use clap::Args;
use indicatif::ProgressBar;
use std::process::ExitCode;

/// Arguments of `demo`.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Sign in as: chu (first review), fu (second review), zhu (supervisor)
    #[arg(long = "as", default_value = "chu", value_name = "NAME")]
    pub who: String,
    /// Add this many generated orders with their whole past
    #[arg(long, value_name = "N")]
    pub orders: Option<usize>,
    /// Make the home, print how to sign in, and don't open the desk
    #[arg(long)]
    pub no_desk: bool,
}

/// Makes the home and opens its desk.
pub fn run(global: &Global, args: &DemoArgs, out: &Out) -> Result<ExitCode, Failure> {
    let temporary = tempfile::Builder::new().prefix("beian-demo-").tempdir()?;
    let home = global.home.as_ref().map_or_else(|| Home::new(temporary.path()), Home::new);
    let home = home.on(sign_in::host(global));
    let fresh = !home.exists();
    if fresh {
        demo::configure(&home)?;
    }
    let mut opened = Desk::create(home.clone(), sign_in::catalog(global, Some(&home))?)?;
    if fresh {
        demo::fill(&mut opened, crate::work::now())?;
    }
    if let Some(orders) = args.orders {
        generated(&mut opened, orders, out)?;
    }
    if args.no_desk {
        // A home that was not named would vanish with this command.
        let kept = if global.home.is_none() { temporary.keep() } else { home.dir().to_owned() };
        return told(&kept, out);
    }
    let session =
        people::sign_in(&mut opened, &args.who, demo::PASSPHRASE, &sign_in::whence(), crate::work::now())?;
    desk::open(opened, Some(session), hints(out), out)
}

/// The seed is fixed: the same demo shows the same orders.
const SEED: u64 = 2026;

fn generated(desk: &mut Desk, orders: usize, out: &Out) -> Result<(), Failure> {
    let bar = if out.json { ProgressBar::hidden() } else { ProgressBar::new(orders as u64) };
    generate(desk, orders, SEED, crate::work::now(), &mut |progress| match progress {
        Progress::Orders(done, all) => {
            bar.set_length(all as u64);
            bar.set_position(done as u64);
        }
        Progress::Indexes(done, all) => {
            bar.set_length(all as u64);
            bar.set_position(done as u64);
        }
    })?;
    bar.finish_and_clear();
    Ok(())
}

fn hints(out: &Out) -> Vec<String> {
    let names =
        out.say("chu 初审 · fu 复审 · zhu 主管", "chu: first review, fu: second review, zhu: supervisor");
    let secret = demo::PASSPHRASE;
    vec![format!(
        "{}: {names} — {} {secret}",
        out.say("演示账号", "Demo accounts"),
        out.say("口令", "passphrase")
    )]
}

fn told(home: &std::path::Path, out: &Out) -> Result<ExitCode, Failure> {
    if out.json {
        let names: Vec<&str> = demo::ACCOUNTS.iter().map(|(name, _)| *name).collect();
        out.data(&serde_json::json!({ "home": home, "accounts": names, "passphrase": demo::PASSPHRASE }))?;
        return Ok(ExitCode::SUCCESS);
    }
    out.line(Plain::lines(hints(out)))?;
    out.line(format!("beian --home {}", Foreign::path(home)))?;
    Ok(ExitCode::SUCCESS)
}
