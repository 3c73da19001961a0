//! Figures about a period: what is asked, and the answer. Made by the work layer, read by the app.
//!
//! Verdicts that were undone never count. Days and hours are those of Asia/Shanghai.

mod period;

pub use period::{Period, Span, local_day, local_hour};

use super::ids::{ProfileId, ProvinceId, ReasonCode, UserId};
use super::order::OrderType;
use super::stage::Stage;
use super::verdict::VerdictKind;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

/// What is asked: a period, and what narrows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Question {
    /// The period.
    pub period: Period,
    /// Only this person's work.
    pub person: Option<UserId>,
    /// Only orders of this province.
    pub province: Option<ProvinceId>,
    /// Only orders of this type.
    pub order_type: Option<OrderType>,
    /// Only orders of this profile.
    pub profile: Option<ProfileId>,
}

/// A part of the whole, by one of its dimensions.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Slice {
    /// An hour of the day, 0 to 23.
    Hour(u32),
    /// A day.
    Day(NaiveDate),
    /// The stage of the verdict.
    Stage(Stage),
    /// A person.
    Person(UserId),
    /// A province.
    Province(ProvinceId),
    /// An order type.
    Type(OrderType),
    /// A profile.
    Profile(ProfileId),
}

/// A figure that opens as the list of its orders.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Figure {
    /// Orders that stand in a stage now, longest waiting first.
    Depth(Stage),
    /// Orders of a stage that are due later today.
    DueToday(Stage),
    /// Orders of a stage that are past their due time.
    Overdue(Stage),
    /// Revisions that came in: first ones, later ones, or both.
    Intake(Option<Came>),
    /// Verdicts of a kind, or all.
    Verdicts(Option<VerdictKind>),
    /// Rejections of an order that had been returned before.
    ReturnedAgain,
    /// Approvals over an open guard.
    Overridden,
    /// Verdicts that took at least so many milliseconds.
    SlowerThan(u64),
    /// Rejections for this reason.
    Reason(ReasonCode),
    /// Orders that the bureau returned.
    BureauReturned,
    /// What somebody did.
    Act(Act),
}

/// Which revision of an order came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Came {
    /// The first.
    First,
    /// A later one, after a return.
    Again,
}

/// What people do besides deciding, as far as it is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Took an order.
    Claimed,
    /// Put one back.
    PutBack,
    /// Took one away from somebody, as a supervisor.
    TakenBack,
    /// Asked a supervisor.
    Asked,
    /// Saw personal data in the clear.
    Revealed,
    /// Took back an own verdict.
    Undone,
    /// Looked at an order; each order counts once.
    Viewed,
}

impl Act {
    /// Every act, in the order of the table.
    pub const ALL: [Self; 7] = [
        Self::Claimed,
        Self::PutBack,
        Self::TakenBack,
        Self::Asked,
        Self::Revealed,
        Self::Undone,
        Self::Viewed,
    ];

    /// The name of its event.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Claimed => "claimed",
            Self::PutBack => "put_back",
            Self::TakenBack => "taken_back",
            Self::Asked => "asked",
            Self::Revealed => "revealed",
            Self::Undone => "undone",
            Self::Viewed => "viewed",
        }
    }

    /// The act of this event.
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.slug() == slug)
    }
}

/// The answer.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Report {
    /// First moment of the period, and the first after it.
    pub span: Span,
    /// Whose work it is; none = everybody's.
    pub person: Option<String>,
    /// The queue as it stands now; none in a view of one person.
    pub queue: Vec<Depth>,
    /// What came in; empty in a view of one person.
    pub intake: Intake,
    /// All verdicts together.
    pub total: Tally,
    /// By hour of the day, 0 to 23.
    pub hours: Vec<Point>,
    /// By day, oldest first.
    pub days: Vec<Point>,
    /// By stage of the verdict.
    pub stages: Vec<Group>,
    /// By person, most verdicts first.
    pub people: Vec<Group>,
    /// By province, most verdicts first.
    pub provinces: Vec<Group>,
    /// By order type, most verdicts first.
    pub types: Vec<Group>,
    /// By profile, most verdicts first.
    pub profiles: Vec<Group>,
    /// Reasons of the rejections, most frequent first.
    pub reasons: Vec<ReasonCount>,
    /// What people did besides.
    pub acts: Vec<Acts>,
    /// What the bureau returned.
    pub bureau: BureauReturns,
}

/// A stage of the queue as it stands now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Depth {
    /// The stage.
    pub stage: Stage,
    /// Orders in it.
    pub orders: u64,
    /// Since when the longest waiting one waits.
    pub oldest: Option<DateTime<Utc>>,
    /// Orders due between now and the end of the day.
    pub due_today: u64,
    /// Orders past their due time.
    pub overdue: u64,
}

/// What came in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Intake {
    /// New orders.
    pub first: u64,
    /// Later revisions of returned orders.
    pub again: u64,
}

impl Intake {
    /// Both together.
    pub const fn all(self) -> u64 {
        self.first + self.again
    }
}

/// Verdicts, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Approvals.
    pub approved: u64,
    /// Rejections.
    pub rejected: u64,
    /// Rejections of a later revision: the order had been returned before.
    pub returned_again: u64,
    /// Approvals over an open guard.
    pub overridden: u64,
    /// Median of the time from claim to verdict (nearest rank), in milliseconds.
    pub median_ms: Option<u64>,
    /// Nine of ten verdicts took no longer (nearest rank), in milliseconds.
    pub p90_ms: Option<u64>,
}

impl Tally {
    /// All verdicts.
    pub const fn decided(&self) -> u64 {
        self.approved + self.rejected
    }

    /// Share of approvals among the verdicts.
    pub fn approval_rate(&self) -> Option<f64> {
        share(self.approved, self.decided())
    }

    /// Share of the rejections whose order had been returned before.
    pub fn returned_again_rate(&self) -> Option<f64> {
        share(self.returned_again, self.rejected)
    }
}

/// `part` of `whole`; none where there is no whole.
pub fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// One hour or day of a chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Point {
    /// Which.
    pub slice: Slice,
    /// Revisions that came in.
    pub intake: u64,
    /// Approvals.
    pub approved: u64,
    /// Rejections.
    pub rejected: u64,
}

/// One row of a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// Which.
    pub slice: Slice,
    /// A person's name; otherwise a slug.
    pub name: String,
    /// Revisions that came in; none by person and stage.
    pub intake: Option<u64>,
    /// Its verdicts.
    pub tally: Tally,
}

/// One bar of the Pareto.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReasonCount {
    /// The reason.
    pub code: ReasonCode,
    /// Rejections that name it.
    pub count: u64,
    /// Share of all reasons given, this one and the more frequent ones together.
    pub so_far: f64,
}

/// What the bureau returned in the period, though the house had passed it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct BureauReturns {
    /// Returned revisions.
    pub returned: u64,
    /// Whose approvals came back, most first.
    pub people: Vec<ReturnedTo>,
    /// For which reasons, most frequent first.
    pub codes: Vec<ReasonCount>,
}

/// Approvals of one person that the bureau returned later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReturnedTo {
    /// Who.
    pub person: UserId,
    /// His name.
    pub name: String,
    /// Approvals of first review.
    pub first: u64,
    /// Approvals of second review.
    pub second: u64,
}

/// What one person did besides deciding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Acts {
    /// Who.
    pub person: UserId,
    /// His name.
    pub name: String,
    /// Orders taken.
    pub claimed: u64,
    /// Orders put back.
    pub put_back: u64,
    /// Claims taken away from somebody.
    pub taken_back: u64,
    /// Questions to a supervisor.
    pub asked: u64,
    /// Personal data seen in the clear.
    pub revealed: u64,
    /// Own verdicts taken back.
    pub undone: u64,
    /// Orders looked at, each once.
    pub viewed: u64,
    /// Approvals over an open guard.
    pub overridden: u64,
}

impl Acts {
    /// Nothing done yet.
    pub const fn none(person: UserId, name: String) -> Self {
        Self {
            person,
            name,
            claimed: 0,
            put_back: 0,
            taken_back: 0,
            asked: 0,
            revealed: 0,
            undone: 0,
            viewed: 0,
            overridden: 0,
        }
    }

    /// The count of an act.
    pub const fn of(&self, act: Act) -> u64 {
        match act {
            Act::Claimed => self.claimed,
            Act::PutBack => self.put_back,
            Act::TakenBack => self.taken_back,
            Act::Asked => self.asked,
            Act::Revealed => self.revealed,
            Act::Undone => self.undone,
            Act::Viewed => self.viewed,
        }
    }

    /// Counts more of an act.
    pub const fn add(&mut self, act: Act, more: u64) {
        match act {
            Act::Claimed => self.claimed += more,
            Act::PutBack => self.put_back += more,
            Act::TakenBack => self.taken_back += more,
            Act::Asked => self.asked += more,
            Act::Revealed => self.revealed += more,
            Act::Undone => self.undone += more,
            Act::Viewed => self.viewed += more,
        }
    }
}

/// An approval that waits for its re-check, or has had it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Recheck {
    /// The approval.
    pub verdict: super::ids::VerdictId,
    /// Its order, as it stands now.
    pub row: super::view::QueueRow,
    /// The stage that was approved.
    pub stage: Stage,
    /// Who approved.
    pub approved_by: String,
    /// When.
    pub approved_at: DateTime<Utc>,
    /// When it was drawn.
    pub drawn_at: DateTime<Utc>,
    /// By whom.
    pub drawn_by: String,
}
