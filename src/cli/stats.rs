//! `beian stats`.

use super::Global;
use super::error::Failure;
use super::out::Out;
use super::sign_in;
use crate::domain::order::OrderType;
use crate::domain::permission::Deed;
use crate::domain::stats::{Acts, Depth, Group, Period, Point, Question, Report, Slice, Tally};
use crate::domain::text::{Foreign, csv_cell};
use crate::work::{Desk, now, roles, stats};
use clap::Args;
use std::process::ExitCode;

/// Arguments of `stats`.
#[derive(Debug, Args)]
pub struct StatsArgs {
    /// today, 7d, 30d, quarter, year, a day, or two days as 2026-01-01..2026-01-31
    #[arg(long, default_value = "7d")]
    pub period: String,
    /// Only this person's work; who is no supervisor sees his own alone
    #[arg(long, value_name = "NAME")]
    pub person: Option<String>,
    /// Only this province
    #[arg(long)]
    pub province: Option<String>,
    /// Only this order type
    #[arg(long = "type", value_name = "TYPE")]
    pub order_type: Option<String>,
    /// Only this profile
    #[arg(long)]
    pub profile: Option<String>,
    /// Print one long table as CSV: section, name, figure, value
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
}

impl StatsArgs {
    fn question(&self, desk: &Desk) -> Result<Question, Failure> {
        let person = match &self.person {
            Some(name) => Some(desk.store.account(name)?.ok_or_else(|| no("人员", "person", name))?.staff.id),
            None => None,
        };
        let order_type = match &self.order_type {
            Some(text) => Some(OrderType::parse(text).ok_or_else(|| no("类型", "order type", text))?),
            None => None,
        };
        Ok(Question {
            period: Period::parse(&self.period).ok_or_else(|| no("周期", "period", &self.period))?,
            person,
            province: self.province.clone().map(Into::into),
            order_type,
            profile: self.profile.clone().map(Into::into),
        })
    }
}

fn no(zh: &str, en: &str, text: &str) -> Failure {
    let text = Foreign::from(text);
    Failure::usage(
        format!("没有“{text}”这个{zh}；见 beian stats --help。"),
        format!("there is no {en} '{text}'; see 'beian stats --help'"),
    )
}

/// Prints the figures of a period.
pub fn run(global: &Global, args: &StatsArgs, out: &Out) -> Result<ExitCode, Failure> {
    let (desk, staff) = sign_in::signed_in(global, out)?;
    let question = args.question(&desk)?;
    // Figures of the wrong person would look like the right ones.
    if question.person.is_some_and(|person| person != staff.id) {
        roles::allow_reading(&desk.store, staff.id, Deed::Figures)?;
    }
    let report = stats::report(&desk, staff.id, &question, now())?;
    if out.json {
        out.data(&report)?;
        return Ok(ExitCode::SUCCESS);
    }
    let lines = lines(&report);
    if args.csv {
        out.line("section,name,figure,value")?;
    }
    for line in &lines {
        match args.csv {
            true => out.line(line.csv())?,
            false => out.row(&[&line.section, &line.name, &line.figure, &line.value])?,
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// One figure.
struct Line {
    section: &'static str,
    name: String,
    figure: &'static str,
    value: String,
}

impl Line {
    fn csv(&self) -> String {
        [self.section, &self.name, self.figure, &self.value].map(csv_cell).join(",")
    }
}

/// Lines of one section and name.
struct Lines<'a> {
    all: &'a mut Vec<Line>,
    section: &'static str,
    name: String,
}

impl Lines<'_> {
    fn add(&mut self, figure: &'static str, value: impl ToString) {
        let (section, name) = (self.section, self.name.clone());
        self.all.push(Line { section, name, figure, value: value.to_string() });
    }

    fn add_some(&mut self, figure: &'static str, value: Option<impl ToString>) {
        if let Some(value) = value {
            self.add(figure, value);
        }
    }

    fn tally(&mut self, tally: &Tally) {
        let rate = |share: Option<f64>| share.map(|share| format!("{share:.4}"));
        self.add("decided", tally.decided());
        self.add("approved", tally.approved);
        self.add("rejected", tally.rejected);
        self.add_some("approval_rate", rate(tally.approval_rate()));
        self.add("returned_again", tally.returned_again);
        self.add_some("returned_again_rate", rate(tally.returned_again_rate()));
        self.add("overridden", tally.overridden);
        self.add_some("median_ms", tally.median_ms);
        self.add_some("p90_ms", tally.p90_ms);
    }
}

fn lines(report: &Report) -> Vec<Line> {
    let mut all = Vec::new();
    let mut of = |section, name: &str, add: &dyn Fn(&mut Lines)| {
        add(&mut Lines { all: &mut all, section, name: name.to_owned() });
    };
    of("period", "", &|lines| {
        lines.add("from", report.span.from.to_rfc3339());
        lines.add("to", report.span.to.to_rfc3339());
        lines.add_some("person", report.person.as_ref());
    });
    of("total", "", &|lines| {
        lines.add("intake_first", report.intake.first);
        lines.add("intake_again", report.intake.again);
        lines.tally(&report.total);
    });
    for depth in &report.queue {
        of("queue", depth.stage.slug(), &|lines| queue(lines, depth));
    }
    for (section, points) in [("hour", &report.hours), ("day", &report.days)] {
        for each in points {
            of(section, &slice(&each.slice), &|lines| point(lines, each));
        }
    }
    let sections = [
        ("stage", &report.stages),
        ("person", &report.people),
        ("province", &report.provinces),
        ("type", &report.types),
        ("profile", &report.profiles),
    ];
    for (section, groups) in sections {
        for each in groups {
            of(section, &each.name, &|lines| group(lines, each));
        }
    }
    for reason in &report.reasons {
        of("reason", reason.code.as_str(), &|lines| {
            lines.add("count", reason.count);
            lines.add("share_so_far", format!("{:.4}", reason.so_far));
        });
    }
    let bureau = &report.bureau;
    of("bureau", "", &|lines| lines.add("returned", bureau.returned));
    for each in &bureau.people {
        of("bureau_person", &each.name, &|lines| {
            lines.add("first_review", each.first);
            lines.add("second_review", each.second);
        });
    }
    for reason in &bureau.codes {
        of("bureau_reason", reason.code.as_str(), &|lines| {
            lines.add("count", reason.count);
            lines.add("share_so_far", format!("{:.4}", reason.so_far));
        });
    }
    for each in &report.acts {
        of("acts", &each.name, &|lines| acts(lines, each));
    }
    all
}

fn queue(lines: &mut Lines, depth: &Depth) {
    lines.add("orders", depth.orders);
    lines.add_some("oldest", depth.oldest.map(|at| at.to_rfc3339()));
    lines.add("due_today", depth.due_today);
    lines.add("overdue", depth.overdue);
}

fn point(lines: &mut Lines, point: &Point) {
    lines.add("intake", point.intake);
    lines.add("approved", point.approved);
    lines.add("rejected", point.rejected);
}

fn group(lines: &mut Lines, group: &Group) {
    lines.add_some("intake", group.intake);
    lines.tally(&group.tally);
}

fn acts(lines: &mut Lines, acts: &Acts) {
    for act in crate::domain::stats::Act::ALL {
        lines.add(act.slug(), acts.of(act));
    }
    lines.add("overridden", acts.overridden);
}

fn slice(slice: &Slice) -> String {
    match slice {
        Slice::Hour(hour) => format!("{hour:02}"),
        Slice::Day(day) => day.to_string(),
        Slice::Stage(stage) => stage.slug().to_owned(),
        Slice::Person(id) => id.to_string(),
        Slice::Province(id) => id.to_string(),
        Slice::Type(kind) => kind.slug().to_owned(),
        Slice::Profile(id) => id.to_string(),
    }
}
