//! The command line: clap types, whose doc comments are the help, and one subcommand a file.

pub mod abandon;
pub mod accounts;
pub mod appointment;
pub mod arguments;
pub mod backup;
pub mod calendar;
pub mod call;
pub mod check;
pub mod claim;
pub mod countersign;
pub mod curtain;
pub mod demo;
pub mod desk;
pub mod doctor;
pub mod error;
pub mod eye;
pub mod guard;
pub mod import;
pub mod init;
pub mod log;
pub mod logs;
pub mod man;
pub mod out;
pub mod outbox;
pub mod package;
pub mod panicked;
pub mod paper;
pub mod profile;
pub mod queue;
pub mod reasons;
pub mod recover;
pub mod registry;
pub mod result;
pub mod retain;
pub mod reveal;
pub mod review;
pub mod role;
pub mod rule;
pub mod schema;
pub mod send;
pub mod setting;
pub mod sheet;
pub mod show;
pub mod sign_in;
mod signals;
pub mod signing;
pub mod sms;
pub mod stats;
pub mod status;
pub mod tick;
pub mod upgrade;
pub mod watch;
pub mod when;

use crate::domain::lang::Lang;
use clap::{Args, Parser, Subcommand, ValueEnum};
use error::Failure;
use out::Out;
use std::path::PathBuf;
use std::process::ExitCode;

/// The review desk for ICP filings (备案审核台).
///
/// Without a command it opens the desk in this terminal.
///
/// Exit codes: 0 done, 1 refused or faults found, 2 wrong use.
#[derive(Debug, Parser)]
#[command(name = "beian", version, max_term_width = 100)]
pub struct Cli {
    /// What holds for every command.
    #[command(flatten)]
    pub global: Global,
    /// The command.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What holds for every command.
#[derive(Debug, Args)]
pub struct Global {
    /// Folder of the home: database, attachments, quarantine, logs
    #[arg(long, global = true, env = "BEIAN_HOME", value_name = "DIR")]
    pub home: Option<PathBuf>,
    /// Folder of catalogue files that change the built-in ones; by default the user's, then the home's own
    #[arg(long, global = true, env = "BEIAN_CONFIG", value_name = "DIR")]
    pub config: Option<PathBuf>,
    /// Language of messages and of the desk; by default the locale's, Chinese where unsure
    #[arg(long, global = true, env = "BEIAN_LANG", value_name = "zh|en")]
    pub lang: Option<LangArg>,
    /// The host's file of programs for look-ups and viewing; by default /etc/beian/host.toml, where it is there
    #[arg(long, global = true, env = "BEIAN_HOST_FILE", value_name = "FILE")]
    pub host_file: Option<PathBuf>,
    /// Print data as JSON
    #[arg(long, global = true)]
    pub json: bool,
    /// Who acts, for commands that change something
    #[arg(long, global = true, env = "BEIAN_USER", value_name = "NAME")]
    pub user: Option<String>,
    /// Read the passphrase from this file descriptor; otherwise from BEIAN_PASSPHRASE, or asked for
    #[arg(long, global = true, value_name = "FD")]
    pub passphrase_fd: Option<i32>,
    /// Who has signed in, where the command asks for it
    #[arg(skip)]
    pub entered: signing::Entered,
}

/// A language on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LangArg {
    /// Chinese
    Zh,
    /// English
    En,
}

impl From<LangArg> for Lang {
    fn from(lang: LangArg) -> Self {
        match lang {
            LangArg::Zh => Self::Zh,
            LangArg::En => Self::En,
        }
    }
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Open the desk in this terminal (the default)
    Desk(desk::DeskArgs),
    /// Make a home and its first supervisor
    Init(init::InitArgs),
    /// Make a throw-away home with the sample orders and open its desk
    Demo(demo::DemoArgs),
    /// Manage staff accounts
    #[command(subcommand)]
    User(accounts::UserCommand),
    /// Set the passphrase of an only supervisor who lost it: on the host, by the account that owns the home, on record
    Recover(recover::RecoverArgs),
    /// Bring in packages: folders, zips, .jsonl files
    Import(import::ImportArgs),
    /// Take packages as they are dropped into a folder, and do what the clock has to do
    Watch(watch::WatchArgs),
    /// List orders of the queue
    Queue(queue::QueueArgs),
    /// Show an order, personal data masked
    Show(show::ShowArgs),
    /// Print the checklist that an order's present stage asks for
    Checklist(review::ChecklistArgs),
    /// Print the codes that `review --reason` takes
    Reasons(reasons::ReasonsArgs),
    /// Take an order, or the most urgent one
    Claim(claim::ClaimArgs),
    /// Put an order back, with a note
    PutBack(claim::PutBackArgs),
    /// Approve or reject an order that you hold
    Review(review::ReviewArgs),
    /// Curtains that customers asked for: to pack, to send, to print
    #[command(subcommand)]
    Curtain(curtain::CurtainCommand),
    /// Appointments at photo points and for signing on site
    #[command(subcommand)]
    Appointment(appointment::AppointmentCommand),
    /// Log the receipt of a paper original, or list those that an order waits for
    Paper(paper::PaperArgs),
    /// Put a call to a customer on record, or list who is to be called
    Call(call::CallArgs),
    /// Record that a customer gives his order up
    Abandon(abandon::AbandonArgs),
    /// Check packages without taking them in: every rule that needs no database; with a home and --user, those that look at other orders too
    Check(check::CheckArgs),
    /// Write the provider's part of the verification sheet as a page to print
    Sheet(sheet::SheetArgs),
    /// Explain a rule, list them, or check a configuration folder
    Rule(rule::RuleArgs),
    /// Who may do what: print the table, change it (by a supervisor, on record)
    #[command(subcommand)]
    Role(role::RoleCommand),
    /// What nobody does alone: list requests for a second supervisor's word, give or refuse one
    #[command(subcommand)]
    Countersign(countersign::CountersignCommand),
    /// Provider profiles: list, show, check
    #[command(subcommand)]
    Profile(profile::ProfileCommand),
    /// The holiday calendar: its years, and a new one
    #[command(subcommand)]
    Calendar(calendar::CalendarCommand),
    /// Do what is due by now: hand-overs, warnings, lapses, reminders, expiry (for cron)
    Tick(tick::TickArgs),
    /// Deliver notices to customers that may leave by now (for cron; an open desk does it too)
    Send(send::SendArgs),
    /// Look at notices to customers, try them again, take them back
    #[command(subcommand)]
    Outbox(outbox::OutboxCommand),
    /// Look at packages that were handed over to the bureau
    #[command(subcommand)]
    Package(package::PackageCommand),
    /// Take the bureau's results, from files or by hand
    #[command(subcommand)]
    Result(result::ResultCommand),
    /// The board of the SMS verification, and what the bureau told about a person
    Sms(sms::SmsArgs),
    /// Show the filing password of an order; needs --user and goes on record first
    Reveal(reveal::RevealArgs),
    /// Export how far orders are, for a customer portal
    Status(status::StatusArgs),
    /// Print what happened to an order, or the newest events of the home
    Log(log::LogArgs),
    /// Import and look up filings that were made elsewhere or earlier
    #[command(subcommand)]
    Registry(registry::RegistryCommand),
    /// Print the figures of a period: a supervisor's of everybody, a reviewer's own
    Stats(stats::StatsArgs),
    /// List or change the settings of the home
    #[command(subcommand)]
    Setting(setting::SettingCommand),
    /// Delete the files of long finished orders, as the setting retain_days says (by a supervisor, on record)
    Retain(retain::RetainArgs),
    /// Examine the home: database, log, states, attachments
    Doctor(doctor::DoctorArgs),
    /// Copy the whole home into one file, while others work; the key of the filing passwords stays out
    Backup(backup::BackupArgs),
    /// Bring a copy back, into a home that is not there yet; filing passwords need their key besides
    Restore(backup::RestoreArgs),
    /// Print the JSON Schema of packages
    Schema(schema::SchemaArgs),
    /// Print a completion script for a shell
    Completions(man::CompletionsArgs),
    /// Print the manual page
    Man,
    /// Look at pictures for this program, which starts it by itself
    #[command(hide = true)]
    Eye(eye::EyeArgs),
}

/// Parses, runs, and maps the result to an exit code.
pub fn main() -> ExitCode {
    guard::own_memory();
    panicked::tell();
    crate::work::eye::in_a_process_of_its_own();
    let cli = match arguments::parse() {
        Ok(cli) => cli,
        Err(code) => return code,
    };
    close_to_others();
    let out = Out::new(lang(cli.global.lang), cli.global.json);
    // A watch that runs for ever is ended by a signal, as it is meant to be.
    let is_endless = matches!(&cli.command, Some(Command::Watch(args)) if !args.once);
    let code = match run(cli, &out) {
        Ok(code) => code,
        Err(failure) => failure.report(&out),
    };
    signals::exit_code().filter(|_| !is_endless).map_or(code, ExitCode::from)
}

fn run(cli: Cli, out: &Out) -> Result<ExitCode, Failure> {
    let global = &cli.global;
    let command = cli.command.unwrap_or_else(|| Command::Desk(desk::DeskArgs::default()));
    signing::enter(&command, global, out)?;
    signals::listen(&command)?;
    match command {
        Command::Desk(args) => desk::run(global, &args, out),
        Command::Init(args) => init::run(global, &args, out),
        Command::Demo(args) => demo::run(global, &args, out),
        Command::User(command) => accounts::run(global, &command, out),
        Command::Recover(args) => recover::run(global, &args, out),
        Command::Import(args) => import::run(global, &args, out),
        Command::Watch(args) => watch::run(global, &args, out),
        Command::Queue(args) => queue::run(global, &args, out),
        Command::Show(args) => show::run(global, &args, out),
        Command::Checklist(args) => review::checklist(global, &args, out),
        Command::Reasons(args) => reasons::run(global, &args, out),
        Command::Claim(args) => claim::claim(global, &args, out),
        Command::PutBack(args) => claim::put_back(global, &args, out),
        Command::Review(args) => review::run(global, &args, out),
        Command::Curtain(command) => curtain::run(global, &command, out),
        Command::Appointment(command) => appointment::run(global, &command, out),
        Command::Paper(args) => paper::run(global, &args, out),
        Command::Call(args) => call::run(global, &args, out),
        Command::Abandon(args) => abandon::run(global, &args, out),
        Command::Check(args) => check::run(global, &args, out),
        Command::Sheet(args) => sheet::run(global, &args, out),
        Command::Rule(args) => rule::run(global, &args, out),
        Command::Role(command) => role::run(global, &command, out),
        Command::Countersign(command) => countersign::run(global, &command, out),
        Command::Profile(command) => profile::run(global, &command, out),
        Command::Calendar(command) => calendar::run(global, &command, out),
        Command::Tick(args) => tick::run(global, &args, out),
        Command::Send(args) => send::run(global, &args, out),
        Command::Outbox(command) => outbox::run(global, &command, out),
        Command::Package(command) => package::run(global, &command, out),
        Command::Result(command) => result::run(global, &command, out),
        Command::Sms(args) => sms::run(global, &args, out),
        Command::Reveal(args) => reveal::run(global, &args, out),
        Command::Status(args) => status::run(global, &args, out),
        Command::Log(args) => log::run(global, &args, out),
        Command::Registry(command) => registry::run(global, &command, out),
        Command::Stats(args) => stats::run(global, &args, out),
        Command::Setting(command) => setting::run(global, &command, out),
        Command::Retain(args) => retain::run(global, &args, out),
        Command::Doctor(args) => doctor::run(global, &args, out),
        Command::Backup(args) => backup::backup(global, &args, out),
        Command::Restore(args) => backup::restore(global, &args, out),
        Command::Schema(args) => schema::run(&args, out),
        Command::Completions(args) => man::completions(&args, out),
        Command::Man => man::page(out),
        Command::Eye(_) => eye::run(),
    }
}

/// Whatever this process makes is its owner's alone.
fn close_to_others() {
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
}

/// The language asked for, or the locale's; Chinese where that says nothing.
fn lang(asked: Option<LangArg>) -> Lang {
    if let Some(asked) = asked {
        return asked.into();
    }
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|key| std::env::var(key).ok().filter(|value| !value.is_empty()));
    match locale {
        Some(locale) if locale.starts_with("en") => Lang::En,
        _ => Lang::Zh,
    }
}
