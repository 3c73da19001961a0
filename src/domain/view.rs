//! What the desk shows: rows, pages, an order with all its evidence. Made by the store, read by the app.

mod hidden;

use super::amendment::Amendment;
use super::checklist::{Answers, ChosenReason, ItemKey};
use super::customer::CustomerSide;
use super::event::Event;
use super::facts::FileFacts;
use super::finding::{Finding, FindingCounts, Overruled};
use super::ids::{EventId, NatureId, OrderId, OrderNo, ProfileId, ProvinceId, UserId, VerdictId};
use super::lang::Bilingual;
use super::mask::Masks;
use super::material::Material;
use super::order::{Attachment, Order, OrderType, PhotoMethod};
use super::rounds::{Comeback, Waited};
use super::stage::Stage;
use super::verdict::VerdictKind;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A tab of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tab {
    /// Orders in one stage.
    Stage(Stage),
    /// Orders about which a supervisor was asked.
    Asked,
    /// Every order.
    All,
}

impl Tab {
    /// The tabs from left to right.
    pub const ALL: [Self; 10] = [
        Self::Stage(Stage::FirstReview),
        Self::Stage(Stage::SecondReview),
        Self::Stage(Stage::Verification),
        Self::Stage(Stage::Sms),
        Self::Stage(Stage::Bureau),
        Self::Stage(Stage::Returned),
        Self::Stage(Stage::Filed),
        Self::Stage(Stage::Abandoned),
        Self::Asked,
        Self::All,
    ];

    /// The name on the command line and the key of its text.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Stage(stage) => stage.slug(),
            Self::Asked => "asked",
            Self::All => "all",
        }
    }

    /// The tab with this slug.
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tab| tab.slug() == slug)
    }
}

/// Order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Most urgent first: priority, then due time.
    #[default]
    Urgent,
    /// Longest waiting first.
    Waiting,
    /// Newest first.
    Newest,
}

impl Sort {
    /// The three sorts.
    pub const ALL: [Self; 3] = [Self::Urgent, Self::Waiting, Self::Newest];

    /// The name on the command line and the key of its text.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Urgent => "urgent",
            Self::Waiting => "waiting",
            Self::Newest => "newest",
        }
    }
}

/// What narrows a list. An empty filter shows the whole tab.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Filter {
    /// Only this province.
    pub province: Option<ProvinceId>,
    /// Only this order type.
    pub order_type: Option<OrderType>,
    /// Only this nature.
    pub nature: Option<NatureId>,
    /// Only this profile.
    pub profile: Option<ProfileId>,
    /// Only what this person holds or was given.
    pub holder: Option<UserId>,
    /// Only what is past its due time.
    pub overdue: Option<Overdue>,
    /// Only what was returned before.
    pub returned_before: Option<ReturnedBefore>,
    /// Only what has blocking findings.
    pub blocking: Option<Blocking>,
    /// Search text: order number, entity, person, site, domain, end of a mobile or ID number.
    pub search: Option<String>,
}

/// Marker of the overdue filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Overdue {
    /// Past its due time.
    Overdue,
}

/// Marker of the returned-before filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnedBefore {
    /// Returned at least once.
    Returned,
}

/// Marker of the filter for blocking findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Blocking {
    /// At least one finding stops an approval.
    Blocking,
}

impl Filter {
    /// True where nothing narrows the list.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Where a page begins: the key of the row before (or after) it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// First sort key.
    pub first: i64,
    /// Second sort key.
    pub second: i64,
    /// The order, which makes the key unique.
    pub id: OrderId,
}

/// Which way a page goes on from its cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Rows after the cursor.
    #[default]
    Forward,
    /// Rows before the cursor.
    Backward,
}

/// A wish for a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    /// The tab.
    pub tab: Tab,
    /// What narrows it.
    pub filter: Filter,
    /// Its order.
    pub sort: Sort,
    /// From where; none = from the top.
    pub from: Option<Cursor>,
    /// Which way.
    pub direction: Direction,
    /// How many rows at most.
    pub limit: usize,
    /// Now, for the overdue filter and expired claims.
    pub now: DateTime<Utc>,
}

/// A page of the queue, in list order.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Page {
    /// The rows.
    pub rows: Vec<QueueRow>,
    /// There are rows before it.
    pub more_before: Option<Cursor>,
    /// There are rows after it.
    pub more_after: Option<Cursor>,
}

/// A row of the queue.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QueueRow {
    /// Its row.
    pub id: OrderId,
    /// Order number.
    pub no: OrderNo,
    /// Order type.
    pub order_type: OrderType,
    /// Profile.
    pub profile: ProfileId,
    /// Entity nature.
    pub nature: NatureId,
    /// Province.
    pub province: ProvinceId,
    /// Entity name, as it came (unsafe text).
    pub entity: String,
    /// Names of its sites, joined (unsafe text).
    pub sites: String,
    /// Number of its sites.
    pub site_count: u32,
    /// Revision.
    pub revision: u32,
    /// Stage.
    pub stage: Stage,
    /// The stage that returned it.
    pub returned_from: Option<Stage>,
    /// Since when it waits in this stage.
    pub waiting_since: DateTime<Utc>,
    /// When the stage is due.
    pub due_at: Option<DateTime<Utc>>,
    /// Priority; higher is more urgent, 0 is normal.
    pub priority: i64,
    /// Who holds it.
    pub holder: Option<Holder>,
    /// To whom a supervisor gave it.
    pub assigned_to: Option<UserId>,
    /// His name.
    pub assigned_name: Option<String>,
    /// Snoozed until.
    pub snoozed_until: Option<DateTime<Utc>>,
    /// How often it was returned.
    pub returned_count: u32,
    /// A supervisor was asked, and has not answered.
    pub asked: Option<String>,
    /// What the rules found, by weight.
    pub findings: FindingCounts,
    /// Sort key, to page on from this row.
    pub cursor: Cursor,
}

/// A living claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Holder {
    /// Who.
    pub id: UserId,
    /// His name.
    pub name: String,
    /// Until when, if he does nothing.
    pub until: DateTime<Utc>,
}

/// Counts of the tabs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TabCounts(pub Vec<(String, u64)>);

impl TabCounts {
    /// The count of a tab.
    pub fn of(&self, tab: Tab) -> u64 {
        self.0.iter().find(|(slug, _)| slug == tab.slug()).map_or(0, |(_, count)| *count)
    }
}

/// An attachment with its facts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AttachmentView {
    /// As the package described it (its path is unsafe text).
    pub given: Attachment,
    /// Its facts.
    pub facts: FileFacts,
    /// Revision with which it came.
    pub revision: u32,
    /// It came with a supplement.
    pub supplement: Option<DateTime<Utc>>,
    /// Its bytes were deleted by the retention policy.
    pub purged: Option<DateTime<Utc>>,
}

/// A line of the history.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HistoryLine {
    /// Its row in the log.
    pub id: EventId,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; none = the program.
    pub who: Option<String>,
    /// Revision at that time.
    pub revision: Option<u32>,
    /// What.
    pub event: Event,
}

/// A finished review.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReviewRecord {
    /// Its id.
    pub verdict_id: VerdictId,
    /// Stage.
    pub stage: Stage,
    /// Revision.
    pub revision: u32,
    /// Approve or reject.
    pub kind: VerdictKind,
    /// Who.
    pub by: String,
    /// His row.
    pub by_id: UserId,
    /// When.
    pub at: DateTime<Utc>,
    /// Answers.
    pub answers: Answers,
    /// Reasons.
    pub reasons: Vec<ChosenReason>,
    /// Note for the next reviewer.
    pub note: Option<String>,
    /// The notice as it was decided.
    pub notice: Option<String>,
    /// Overridden with this reason.
    pub override_reason: Option<String>,
    /// Taken back.
    pub undone: Option<DateTime<Utc>>,
}

/// Another order that has to do with this one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Related {
    /// The other order.
    pub row: QueueRow,
    /// What they share: `entity`, `domain`, `account`.
    pub by: String,
}

/// A field that differs from the last revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    /// Path into the order.
    pub path: String,
    /// Before.
    pub before: Option<String>,
    /// After.
    pub after: Option<String>,
}

/// Unfinished work of one reviewer on one order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// Stage in which it was written.
    pub stage: Option<Stage>,
    /// Revision for which it was written.
    pub revision: u32,
    /// Answers.
    pub answers: Answers,
    /// The tray of reasons.
    pub reasons: Vec<ChosenReason>,
    /// Note for the second reviewer.
    pub note: String,
    /// Text in an open input: what it is for, and the text.
    pub typing: Option<(String, String)>,
    /// The notice, if the reviewer edited it.
    pub notice: Option<String>,
    /// The item under the cursor.
    pub at_item: Option<ItemKey>,
    /// A verdict that was asked for and whose outcome this client has not heard yet.
    pub verdict_id: Option<VerdictId>,
}

/// What the verification stage waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SlotView {
    /// Attachment kind.
    pub kind: super::order::AttachmentKind,
    /// Owner: a person's or site's id, or `order`.
    pub owner: String,
    /// A paper original.
    pub paper: Option<Paper>,
    /// Filled.
    pub state: SlotState,
    /// How the photo in it came about, where that is said.
    pub method: Option<PhotoMethod>,
    /// Why this order may not use that method.
    pub closed: Option<Bilingual>,
}

/// Marker of a paper original.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// Its receipt is logged by staff.
    Logged,
}

/// Whether a slot is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotState {
    /// Nothing has come.
    Missing,
    /// A placeholder stands there.
    Placeholder,
    /// It has come.
    Filled,
}

/// An order with all that the review screen shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OrderView {
    /// Its row in the queue.
    pub row: QueueRow,
    /// The order (unsafe text, personal data in the clear: the screen masks it).
    pub order: Order,
    /// Its personal values, to be kept out of sentences.
    #[serde(skip)]
    pub masks: Masks,
    /// Its attachments, supplements after the package.
    pub attachments: Vec<AttachmentView>,
    /// What the verification stage waits for.
    pub slots: Vec<SlotView>,
    /// Documents that the order needs, and what of them is here.
    pub materials: Vec<Material>,
    /// What the rules found, worst first.
    pub findings: Vec<Finding>,
    /// Curtain, appointments, calls, reminders, and the photo methods that are open to it.
    pub customer: CustomerSide,
    /// When the curtain that was asked for goes out.
    pub curtain_dispatch: Option<DateTime<Utc>>,
    /// Findings that a supervisor overruled.
    pub overruled: Vec<Overruled>,
    /// What staff mended in this revision, in its order; `order` has it already.
    pub amendments: Vec<Amendment>,
    /// What changed since the last revision.
    pub changes: Vec<FieldChange>,
    /// Files, earlier reasons and faults against the revision that was returned; none = nothing came back.
    pub comeback: Option<Comeback>,
    /// Rounds, and how long it has waited for each side.
    pub waited: Waited,
    /// Reviews, newest first.
    pub reviews: Vec<ReviewRecord>,
    /// Orders of the same entity, domain or account.
    pub related: Vec<Related>,
    /// What happened, newest first.
    pub history: Vec<HistoryLine>,
    /// Notices to the customer that have not left yet, calls among them.
    pub waiting_notices: usize,
    /// This reviewer's draft.
    pub draft: Option<Draft>,
    /// Its own last word to a supervisor, or from him.
    pub passed_first_by: Option<UserId>,
}
