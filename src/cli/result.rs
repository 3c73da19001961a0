//! `beian result`.

use super::Global;
use super::error::{Failure, REFUSED};
use super::out::Out;
use super::sign_in;
use crate::domain::bureau::{NamedNumber, News, ResultKind, ResultRow, Secret};
use crate::domain::lang::Lang;
use crate::domain::life::SmsOutcome;
use crate::domain::text::{Foreign, Plain, visible};
use crate::intake::results::reason_of;
use crate::work::number_search::{self, SoughtIn};
use crate::work::results::{self, Run, Summary, Taken};
use chrono::{DateTime, Utc};
use clap::{Args, Subcommand, ValueEnum};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Commands of `result`.
#[derive(Debug, Subcommand)]
pub enum ResultCommand {
    /// Take files of the bureau's results, CSV or JSON lines: each row whole or not at all
    ///
    /// Columns of a CSV: order_no (订单号), kind (结果), at (时间), person (人员), entity_number (主体备案号), sites
    /// (网站备案号), password (备案密码), reasons (退回原因), or as exports call them; the first three in every row.
    /// kind is sms_sent, sms_verified, sms_wrong, passed or returned, or the bureau's word for it.
    /// assets/examples/results has both forms. UTF-8, GBK (GB18030), or UTF-16 with its mark; commas, semicolons, tabs
    /// or bars; the answer says how it was read. The same row again changes nothing. What a spreadsheet damaged, what
    /// fits no order, or follows from no stage, is told with its line and stands in a report in the quarantine; exit
    /// code 1.
    Import {
        /// The files; - for standard input
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Tell what would happen, and keep nothing; needs --user and goes on record
        #[arg(long)]
        dry_run: bool,
        /// Print what was refused, and the summary, alone
        #[arg(long, short)]
        quiet: bool,
    },
    /// Enter one result by hand
    Set(SetArgs),
}

/// Kinds of results on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum KindArg {
    /// A code was sent to a person
    SmsSent,
    /// A person verified
    SmsVerified,
    /// A person gave a wrong ID number
    SmsWrong,
    /// The bureau passed the order
    Passed,
    /// The bureau returned it
    Returned,
}

/// Arguments of `result set`.
#[derive(Debug, Args)]
pub struct SetArgs {
    /// The order
    pub order: String,
    /// What the bureau said
    pub kind: KindArg,
    /// Who: his id in the order, name or mobile number (sms_…)
    #[arg(long)]
    pub person: Option<String>,
    /// The entity's filing number (passed)
    #[arg(long, value_name = "NUMBER")]
    pub entity_number: Option<String>,
    /// A site's filing number, by its id or domain; may be given several times; the number alone for an only site (passed)
    #[arg(long = "number", value_name = "SITE=NUMBER")]
    pub numbers: Vec<String>,
    /// Ask for the filing password, or read it from this file descriptor (passed)
    #[arg(long, value_name = "FD", num_args = 0..=1, default_missing_value = "-1", allow_hyphen_values = true)]
    pub password_fd: Option<i32>,
    /// A reason: CODE, CODE@subject words, or words; may be given several times (returned)
    #[arg(long = "reason", value_name = "REASON")]
    pub reasons: Vec<String>,
    /// When it happened at the bureau, such as "2026-11-16 10:30" in Beijing; by default now
    #[arg(long, value_parser = super::when::moment)]
    pub at: Option<DateTime<Utc>>,
}

/// Runs a command of `result`.
pub fn run(global: &Global, command: &ResultCommand, out: &Out) -> Result<ExitCode, Failure> {
    match command {
        ResultCommand::Import { files, dry_run, quiet } => {
            let run = if *dry_run { Run::Dry } else { Run::Take };
            import(global, files, run, *quiet, out)
        }
        ResultCommand::Set(args) => set(global, args, out),
    }
}

fn import(global: &Global, files: &[PathBuf], run: Run, quiet: bool, out: &Out) -> Result<ExitCode, Failure> {
    let mut desk = match run {
        Run::Take => sign_in::open(global)?,
        // Nothing is kept, so who asked must be: a refusal tells whose number it is not.
        Run::Dry => {
            let (mut desk, me) = sign_in::signed_in(global, out)?;
            number_search::admit(&mut desk, me.id, SoughtIn::Results, "dry_run", crate::work::now())?;
            desk
        }
    };
    let (mut all, mut refused) = (Vec::new(), 0);
    for file in files {
        let mut rows = Vec::new();
        let summary = results::import(&mut desk, file, run, crate::work::now(), |taken| {
            if out.json {
                rows.push(taken.clone());
            } else if !quiet || matches!(taken, Taken::Refused { .. }) {
                // A closed pipe is found out by the summary.
                let _ = out.line(line(taken, out));
            }
        })?;
        refused += summary.refused;
        if out.json {
            all.push(serde_json::json!({ "file": file, "rows": rows, "summary": summary }));
        } else {
            out.line(told(file, &summary, run, out.lang))?;
        }
        if summary.stopped {
            break;
        }
    }
    if out.json {
        out.data(&all)?;
    }
    Ok(if refused > 0 { ExitCode::from(REFUSED) } else { ExitCode::SUCCESS })
}

/// One row for a person.
pub(super) fn line(taken: &Taken, out: &Out) -> Plain {
    let line = match taken {
        Taken::Taken { order_no, kind, stage, .. } => {
            let kind = ResultKind::parse(kind).map_or(*kind, |kind| out.say(kind.zh(), kind.slug()));
            format!("+ {} {kind} → {}", visible(order_no), out.say(stage.zh(), stage.slug()))
        }
        Taken::Unchanged { order_no, .. } => {
            format!("= {} {}", visible(order_no), out.say("已收过", "taken before"))
        }
        Taken::Refused { faults, .. } => {
            return Plain::lines(faults.iter().map(|fault| format!("! {}", fault.sentence(out.lang))));
        }
    };
    line.into()
}

fn told(file: &Path, summary: &Summary, run: Run, lang: Lang) -> String {
    let (file, Summary { taken, unchanged, refused, report, read_as, stopped }) =
        (Foreign::path(file), summary);
    let read_as = read_as.map(|how| how.said());
    let (how_zh, how_en) = match &read_as {
        Some(said) => (format!("（{}）", said.zh), format!(" ({})", said.en)),
        None => Default::default(),
    };
    let report = report.as_deref().map(Foreign::path);
    let (mut zh, mut en) = match report {
        Some(path) => (format!("，报告 {path}"), format!(", report {path}")),
        None => Default::default(),
    };
    if *stopped {
        zh.push_str(super::import::STOPPED.0);
        en.push_str(super::import::STOPPED.1);
    }
    match (lang, run) {
        (Lang::Zh, Run::Take) => {
            format!("{file}{how_zh}：收下 {taken}，已收过 {unchanged}，拒收 {refused}{zh}")
        }
        (Lang::Zh, Run::Dry) => {
            format!("{file}{how_zh}：试运行，将收下 {taken}，已收过 {unchanged}，将拒收 {refused}；未作更改")
        }
        (Lang::En, Run::Take) => {
            format!("{file}{how_en}: {taken} taken, {unchanged} taken before, {refused} refused{en}")
        }
        (Lang::En, Run::Dry) => {
            format!(
                "{file}{how_en}: dry run, {taken} would be taken, {unchanged} taken before, {refused} refused; nothing was kept"
            )
        }
    }
}

fn set(global: &Global, args: &SetArgs, out: &Out) -> Result<ExitCode, Failure> {
    let news = news(args, out)?;
    let (mut desk, me) = sign_in::signed_in(global, out)?;
    let now = crate::work::now();
    let row = ResultRow { order_no: args.order.as_str().into(), at: args.at.unwrap_or(now), news };
    let taken = results::set(&mut desk, me.id, &row, now)?;
    if out.json {
        out.data(&taken)?;
    } else {
        out.line(line(&taken, out))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn news(args: &SetArgs, out: &Out) -> Result<News, Failure> {
    let fits = match args.kind {
        KindArg::SmsSent | KindArg::SmsVerified | KindArg::SmsWrong => {
            args.person.is_some()
                && args.entity_number.is_none()
                && args.numbers.is_empty()
                && args.password_fd.is_none()
                && args.reasons.is_empty()
        }
        KindArg::Passed => args.person.is_none() && args.reasons.is_empty(),
        KindArg::Returned => {
            args.person.is_none()
                && args.entity_number.is_none()
                && args.numbers.is_empty()
                && args.password_fd.is_none()
                && !args.reasons.is_empty()
        }
    };
    if !fits {
        return Err(Failure::usage(
            "短信结果须有 --person；通过可有 --entity-number、--number、--password-fd；退回须有 --reason。",
            "an SMS result takes --person; passed takes --entity-number, --number and --password-fd; returned takes --reason",
        ));
    }
    let person = || args.person.clone().unwrap_or_default();
    Ok(match args.kind {
        KindArg::SmsSent => News::Sms(SmsOutcome::Sent, person()),
        KindArg::SmsVerified => News::Sms(SmsOutcome::Verified, person()),
        KindArg::SmsWrong => News::Sms(SmsOutcome::Wrong, person()),
        KindArg::Passed => News::Passed {
            entity_number: args.entity_number.clone(),
            sites: args.numbers.iter().map(|text| named(text)).collect::<Result<_, _>>()?,
            password: args.password_fd.map(|fd| password(fd, &args.order, out)).transpose()?,
        },
        KindArg::Returned => {
            News::Returned { reasons: args.reasons.iter().map(|text| reason_of(text)).collect() }
        }
    })
}

fn named(text: &str) -> Result<NamedNumber, Failure> {
    let alone = || text.contains('备').then_some(("", text));
    let (site, number) = text.rsplit_once(['=', '＝']).or_else(alone).ok_or_else(|| {
        let text = Foreign::from(text);
        Failure::usage(
            format!("--number 应为 网站=备案号，如 s1=京ICP备12345678号-1；实为“{text}”。"),
            format!("--number takes SITE=NUMBER, such as s1=京ICP备12345678号-1, not '{text}'"),
        )
    })?;
    Ok(NamedNumber { site: site.trim().to_owned(), number: number.trim().to_owned() })
}

/// Never an argument: others could read it in the list of processes.
fn password(fd: i32, order: &str, out: &Out) -> Result<Secret, Failure> {
    let text = if fd < 0 {
        sign_in::ask_for(out.say("备案密码", "Filing password"), order)?
    } else {
        sign_in::from_descriptor(fd)?
    };
    Ok(Secret::new(text))
}
