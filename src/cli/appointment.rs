//! `beian appointment`.

use super::Global;
use super::error::Failure;
use super::out::Out;
use super::{sign_in, when};
use crate::domain::customer::AppointmentRow;
use crate::domain::life::{Appointment, AppointmentEnd};
use crate::domain::order::PhotoMethod;
use crate::domain::text::visible;
use crate::work::{appointments, now};
use chrono::{DateTime, Utc};
use clap::{Args, Subcommand, ValueEnum};
use std::process::ExitCode;

/// Commands of `appointment`.
#[derive(Debug, Subcommand)]
pub enum AppointmentCommand {
    /// Make an appointment with a site manager
    Make(AppointmentMakeArgs),
    /// List the appointments that have not ended, the next one first
    List(AppointmentListArgs),
    /// Record how an appointment ended
    End(AppointmentEndArgs),
}

/// How the manager proves that he is himself.
#[derive(Debug, Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum MethodArg {
    /// The provider's agents take the photo
    PhotoPoint,
    /// He signs in person at the provider's office
    OnsiteSigning,
}

/// How an appointment ended.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum EndArg {
    /// He came
    Kept,
    /// He did not come
    Missed,
    /// It was called off
    Cancelled,
}

/// Arguments of `appointment make`.
#[derive(Debug, Args)]
pub struct AppointmentMakeArgs {
    /// The order
    pub order: String,
    /// The site manager, such as p1
    #[arg(long, value_name = "PERSON")]
    pub person: String,
    /// How
    #[arg(long)]
    pub method: MethodArg,
    /// Where; one of the profile's places where it names some
    #[arg(long)]
    pub place: String,
    /// When: '2026-11-30 14:30' (Beijing time), or RFC 3339
    #[arg(long, value_name = "TIME", value_parser = when::moment)]
    pub at: DateTime<Utc>,
}

/// Arguments of `appointment list`.
#[derive(Debug, Args)]
pub struct AppointmentListArgs {
    /// All of this order, those that ended too
    pub order: Option<String>,
    /// At most so many
    #[arg(long, default_value_t = 200)]
    pub limit: usize,
}

/// Arguments of `appointment end`.
#[derive(Debug, Args)]
pub struct AppointmentEndArgs {
    /// The order
    pub order: String,
    /// Who was to come, such as p1
    pub person: String,
    /// How it ended
    pub end: EndArg,
}

/// Runs a command of `appointment`.
pub fn run(global: &Global, command: &AppointmentCommand, out: &Out) -> Result<ExitCode, Failure> {
    match command {
        AppointmentCommand::Make(args) => make(global, args, out)?,
        AppointmentCommand::List(args) => list(global, args, out)?,
        AppointmentCommand::End(args) => end(global, args, out)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn make(global: &Global, args: &AppointmentMakeArgs, out: &Out) -> Result<(), Failure> {
    let (mut desk, me) = sign_in::signed_in(global, out)?;
    let id = desk.store.order_id(&args.order.as_str().into())?;
    let method = match args.method {
        MethodArg::PhotoPoint => PhotoMethod::PhotoPoint,
        MethodArg::OnsiteSigning => PhotoMethod::OnsiteSigning,
    };
    let (person, place, at) = (args.person.as_str().into(), args.place.clone(), args.at);
    let wish = Appointment { person, method, place, at };
    let made = appointments::make(&mut desk, me.id, id, &wish, now())?;
    if out.json {
        return out.data(&made);
    }
    let (person, place) = (visible(made.person.as_str()).into_owned(), visible(&made.place).into_owned());
    out.line(format!("{} {person} {} {place}", visible(&args.order), out.time(made.at)))
}

fn list(global: &Global, args: &AppointmentListArgs, out: &Out) -> Result<(), Failure> {
    let desk = sign_in::open(global)?;
    let rows = match &args.order {
        Some(no) => desk.store.appointments_of(desk.store.order_id(&no.as_str().into())?)?,
        None => desk.store.open_appointments(args.limit)?,
    };
    if out.json {
        return out.data(&rows);
    }
    for row in &rows {
        let method = desk.catalog.text(out.lang, row.appointment.method.text());
        print(row, method, out)?;
    }
    if rows.is_empty() {
        out.line(out.say("没有预约。", "No appointments."))?;
    }
    Ok(())
}

fn print(row: &AppointmentRow, method: &str, out: &Out) -> Result<(), Failure> {
    let end = match row.ended {
        None => out.say("待到场", "open"),
        Some((AppointmentEnd::Kept, _)) => out.say("已到场", "kept"),
        Some((AppointmentEnd::Missed, _)) => out.say("未到场", "missed"),
        Some((AppointmentEnd::Cancelled, _)) => out.say("已取消", "cancelled"),
    };
    let one = &row.appointment;
    out.row(&[&out.time(one.at), &row.no, &one.person, &method, &one.place, &row.entity, &end])
}

fn end(global: &Global, args: &AppointmentEndArgs, out: &Out) -> Result<(), Failure> {
    let (mut desk, me) = sign_in::signed_in(global, out)?;
    let id = desk.store.order_id(&args.order.as_str().into())?;
    let end = match args.end {
        EndArg::Kept => AppointmentEnd::Kept,
        EndArg::Missed => AppointmentEnd::Missed,
        EndArg::Cancelled => AppointmentEnd::Cancelled,
    };
    appointments::end(&mut desk, me.id, id, &args.person.as_str().into(), end, now())?;
    if out.json {
        return out.data(&serde_json::json!({ "order": args.order, "person": args.person, "end": end }));
    }
    out.line(format!("{} {} {}", visible(&args.order), visible(&args.person), end.slug()))
}
