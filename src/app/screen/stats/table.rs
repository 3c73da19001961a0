//! The tables of the statistics: every figure a cell that opens as its orders.

use crate::domain::ids::{OrderId, ReasonCode};
use crate::domain::stage::Stage;
use crate::domain::stats::{
    Act, Acts, Came, Depth, Figure, Group, Point, ReasonCount, Recheck, Report, Slice, Tally,
};
use crate::domain::verdict::VerdictKind;
use chrono::{DateTime, Utc};

/// Which table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// Everything together.
    #[default]
    Overview,
    /// The queue as it stands now.
    Queue,
    /// By day.
    Days,
    /// By hour of the day.
    Hours,
    /// By stage of the verdict.
    Stages,
    /// By person.
    People,
    /// By province.
    Provinces,
    /// By order type.
    Types,
    /// By profile.
    Profiles,
    /// The reasons of the rejections.
    Reasons,
    /// What people do besides deciding.
    Acts,
    /// Approvals that wait for a re-check.
    Rechecks,
}

impl View {
    /// From left to right, as a supervisor sees them.
    pub const ALL: [Self; 12] = [
        Self::Overview,
        Self::Queue,
        Self::Days,
        Self::Hours,
        Self::Stages,
        Self::People,
        Self::Provinces,
        Self::Types,
        Self::Profiles,
        Self::Reasons,
        Self::Acts,
        Self::Rechecks,
    ];
    /// As everybody else sees them.
    pub const OWN: [Self; 9] = [
        Self::Overview,
        Self::Days,
        Self::Hours,
        Self::Stages,
        Self::Provinces,
        Self::Types,
        Self::Profiles,
        Self::Reasons,
        Self::Acts,
    ];

    /// The key of its title.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Overview => "stats.view.overview",
            Self::Queue => "stats.view.queue",
            Self::Days => "stats.view.days",
            Self::Hours => "stats.view.hours",
            Self::Stages => "stats.view.stages",
            Self::People => "stats.view.people",
            Self::Provinces => "stats.view.provinces",
            Self::Types => "stats.view.types",
            Self::Profiles => "stats.view.profiles",
            Self::Reasons => "stats.view.reasons",
            Self::Acts => "stats.view.acts",
            Self::Rechecks => "stats.view.rechecks",
        }
    }
}

/// What a cell opens.
#[derive(Debug, Clone, PartialEq)]
pub enum Opens {
    /// The list of the orders behind a figure.
    List(Figure, Option<Slice>),
    /// One order.
    Order(OrderId),
}

/// What a row is about.
#[derive(Debug, Clone, PartialEq)]
pub enum Name {
    /// The key of a text.
    Text(&'static str),
    /// A part of the whole; for a person also his name.
    Slice(Slice, String),
    /// A reason.
    Reason(ReasonCode),
    /// Words as they are (unsafe text).
    Words(String),
}

/// What a cell shows.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A number.
    Count(u64),
    /// A share.
    Share(Option<f64>),
    /// A time span in milliseconds.
    Took(Option<u64>),
    /// Since a moment.
    Since(Option<DateTime<Utc>>),
    /// A moment.
    At(DateTime<Utc>),
    /// A stage.
    Stage(Stage),
    /// Words as they are (unsafe text).
    Words(String),
}

/// A figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// What it shows.
    pub value: Value,
    /// What it opens.
    pub opens: Option<Opens>,
}

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What it is about.
    pub name: Name,
    /// Its figures.
    pub cells: Vec<Cell>,
    /// Its bar: a plain part, and a part of rejections.
    pub bar: (u64, u64),
}

/// A table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Keys of the headings of its figures.
    pub heads: Vec<&'static str>,
    /// Its rows.
    pub rows: Vec<Row>,
}

fn cell(value: Value, figure: Figure, slice: Option<&Slice>) -> Cell {
    Cell { value, opens: Some(Opens::List(figure, slice.cloned())) }
}

fn count(count: u64, figure: Figure, slice: Option<&Slice>) -> Cell {
    cell(Value::Count(count), figure, slice)
}

const APPROVED: Figure = Figure::Verdicts(Some(VerdictKind::Approve));
const REJECTED: Figure = Figure::Verdicts(Some(VerdictKind::Reject));

fn took(ms: Option<u64>, slice: Option<&Slice>) -> Cell {
    let opens = ms.map(|ms| Opens::List(Figure::SlowerThan(ms), slice.cloned()));
    Cell { value: Value::Took(ms), opens }
}

/// The table of a view.
pub fn table(view: View, report: &Report, rechecks: &[Recheck]) -> Table {
    match view {
        View::Overview => overview(report),
        View::Queue => of(
            &["stats.col.orders", "stats.col.oldest", "stats.col.due_today", "stats.col.overdue"],
            &report.queue,
            depth,
        ),
        View::Days => of(&POINT, report.days.iter().rev(), point),
        View::Hours => of(&POINT, &report.hours, point),
        View::Stages => groups(&report.stages),
        View::People => groups(&report.people),
        View::Provinces => groups(&report.provinces),
        View::Types => groups(&report.types),
        View::Profiles => groups(&report.profiles),
        View::Reasons => of(&["stats.col.rejections", "stats.col.so_far"], &report.reasons, reason),
        View::Acts => of(&ACTS, &report.acts, acts),
        View::Rechecks => {
            of(&["stats.col.stage", "stats.col.approved_by", "stats.col.approved_at"], rechecks, recheck)
        }
    }
}

fn of<'a, T: 'a>(
    heads: &[&'static str],
    rows: impl IntoIterator<Item = &'a T>,
    row: impl Fn(&T) -> Row,
) -> Table {
    Table { heads: heads.to_vec(), rows: rows.into_iter().map(row).collect() }
}

fn overview(report: &Report) -> Table {
    let total = &report.total;
    let mut rows = Vec::new();
    let mut add = |name, cell| rows.push(Row { name: Name::Text(name), cells: vec![cell], bar: (0, 0) });
    if report.person.is_none() {
        add("stats.intake_first", count(report.intake.first, Figure::Intake(Some(Came::First)), None));
        add("stats.intake_again", count(report.intake.again, Figure::Intake(Some(Came::Again)), None));
    }
    add("stats.decided", count(total.decided(), Figure::Verdicts(None), None));
    add("stats.approved", count(total.approved, APPROVED, None));
    add("stats.rejected", count(total.rejected, REJECTED, None));
    add("stats.approval_rate", cell(Value::Share(total.approval_rate()), APPROVED, None));
    add("stats.median", took(total.median_ms, None));
    add("stats.p90", took(total.p90_ms, None));
    add("stats.returned_again", count(total.returned_again, Figure::ReturnedAgain, None));
    let again = Value::Share(total.returned_again_rate());
    add("stats.returned_again_rate", cell(again, Figure::ReturnedAgain, None));
    add("stats.overridden", count(total.overridden, Figure::Overridden, None));
    if report.bureau.returned > 0 {
        add("stats.bureau_returned", count(report.bureau.returned, Figure::BureauReturned, None));
    }
    for stage in report.queue.iter().filter(|depth| depth.stage.is_review()) {
        let names = match stage.stage {
            Stage::FirstReview => ["stats.first_waiting", "stats.first_due", "stats.first_overdue"],
            _ => ["stats.second_waiting", "stats.second_due", "stats.second_overdue"],
        };
        add(names[0], count(stage.orders, Figure::Depth(stage.stage), None));
        add(names[1], count(stage.due_today, Figure::DueToday(stage.stage), None));
        add(names[2], count(stage.overdue, Figure::Overdue(stage.stage), None));
    }
    Table { heads: vec!["stats.col.figure"], rows }
}

fn depth(depth: &Depth) -> Row {
    let stage = depth.stage;
    Row {
        name: Name::Slice(Slice::Stage(stage), String::new()),
        cells: vec![
            count(depth.orders, Figure::Depth(stage), None),
            cell(Value::Since(depth.oldest), Figure::Depth(stage), None),
            count(depth.due_today, Figure::DueToday(stage), None),
            count(depth.overdue, Figure::Overdue(stage), None),
        ],
        bar: (depth.orders.saturating_sub(depth.overdue), depth.overdue),
    }
}

const POINT: [&str; 3] = ["stats.col.intake", "stats.col.approved", "stats.col.rejected"];

fn point(point: &Point) -> Row {
    let slice = Some(&point.slice);
    Row {
        name: Name::Slice(point.slice.clone(), String::new()),
        cells: vec![
            count(point.intake, Figure::Intake(None), slice),
            count(point.approved, APPROVED, slice),
            count(point.rejected, REJECTED, slice),
        ],
        bar: (point.approved, point.rejected),
    }
}

fn groups(groups: &[Group]) -> Table {
    let with_intake = groups.iter().any(|group| group.intake.is_some());
    let mut heads = vec![
        "stats.col.decided",
        "stats.col.rate",
        "stats.col.rejected",
        "stats.col.again",
        "stats.col.median",
        "stats.col.p90",
    ];
    if with_intake {
        heads.insert(0, "stats.col.intake");
    }
    of(&heads, groups, group)
}

fn group(group: &Group) -> Row {
    let (slice, tally): (_, &Tally) = (Some(&group.slice), &group.tally);
    let intake = group.intake.map(|intake| count(intake, Figure::Intake(None), slice));
    let figures = [
        count(tally.decided(), Figure::Verdicts(None), slice),
        cell(Value::Share(tally.approval_rate()), APPROVED, slice),
        count(tally.rejected, REJECTED, slice),
        count(tally.returned_again, Figure::ReturnedAgain, slice),
        took(tally.median_ms, slice),
        took(tally.p90_ms, slice),
    ];
    Row {
        name: Name::Slice(group.slice.clone(), group.name.clone()),
        cells: intake.into_iter().chain(figures).collect(),
        bar: (tally.approved, tally.rejected),
    }
}

fn reason(reason: &ReasonCount) -> Row {
    let figure = Figure::Reason(reason.code.clone());
    Row {
        name: Name::Reason(reason.code.clone()),
        cells: vec![
            count(reason.count, figure.clone(), None),
            cell(Value::Share(Some(reason.so_far)), figure, None),
        ],
        bar: (0, reason.count),
    }
}

const ACTS: [&str; 8] = [
    "stats.col.claimed",
    "stats.col.put_back",
    "stats.col.taken_back",
    "stats.col.asked",
    "stats.col.revealed",
    "stats.col.undone",
    "stats.col.viewed",
    "stats.col.overridden",
];

fn acts(acts: &Acts) -> Row {
    let slice = Slice::Person(acts.person);
    let mut cells: Vec<Cell> =
        Act::ALL.into_iter().map(|act| count(acts.of(act), Figure::Act(act), Some(&slice))).collect();
    cells.push(count(acts.overridden, Figure::Overridden, Some(&slice)));
    Row { name: Name::Slice(slice, acts.name.clone()), cells, bar: (0, 0) }
}

fn recheck(recheck: &Recheck) -> Row {
    let value = |value| Cell { value, opens: Some(Opens::Order(recheck.row.id)) };
    Row {
        name: Name::Words(format!("{}  {}", recheck.row.no, recheck.row.entity)),
        cells: vec![
            value(Value::Stage(recheck.stage)),
            value(Value::Words(recheck.approved_by.clone())),
            value(Value::At(recheck.approved_at)),
        ],
        bar: (0, 0),
    }
}
