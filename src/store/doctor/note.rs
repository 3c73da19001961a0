//! What an examination says while it runs.

use serde::Serialize;

/// What is examined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// The database's pages, indexes and constraints.
    Database,
    /// References between its tables.
    References,
    /// The chain of the log.
    Chain,
    /// Every order's state against its events.
    State,
    /// Every order's verdicts against its events.
    Verdicts,
    /// Every revision against the hash with which it came in.
    Content,
    /// Counts of findings against what the rules found.
    Findings,
    /// The search index.
    Search,
    /// The counts on the tabs.
    Counts,
    /// Accounts, claims and drafts.
    Work,
    /// Notices in the outbox against events and verdicts.
    Outbox,
    /// The bureau's results: rows, returns, passwords under seal.
    Bureau,
    /// Packages that left for the bureau.
    Packages,
    /// The attachments' bytes.
    Files,
}

impl Check {
    /// The checks in the order in which they run.
    pub const ALL: [Self; 14] = [
        Self::Database,
        Self::References,
        Self::Chain,
        Self::State,
        Self::Verdicts,
        Self::Content,
        Self::Findings,
        Self::Search,
        Self::Counts,
        Self::Work,
        Self::Outbox,
        Self::Bureau,
        Self::Packages,
        Self::Files,
    ];

    /// Its name: Chinese, English.
    pub const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Database => ("数据库", "database"),
            Self::References => ("表间引用", "references"),
            Self::Chain => ("日志链", "log chain"),
            Self::State => ("订单状态", "order states"),
            Self::Verdicts => ("审核结论", "verdicts"),
            Self::Content => ("订单内容", "order contents"),
            Self::Findings => ("规则发现", "findings"),
            Self::Search => ("搜索索引", "search index"),
            Self::Counts => ("页签计数", "tab counts"),
            Self::Work => ("账号、领取与草稿", "accounts, claims, drafts"),
            Self::Outbox => ("通知", "outbox"),
            Self::Bureau => ("管局结果", "bureau results"),
            Self::Packages => ("移交包", "hand-over packages"),
            Self::Files => ("附件", "attachments"),
        }
    }
}

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// What found it.
    pub check: Check,
    /// Where: an order number, an entry of the log, a file's hash; may be empty.
    pub about: String,
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Fault {
    /// A fault in both languages.
    pub fn new(check: Check, about: impl Into<String>, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { check, about: about.into(), zh: zh.into(), en: en.into() }
    }
}

/// What an examination says while it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// A check began; so many things to look at, where that is known.
    Begun(Check, Option<u64>),
    /// One thing was looked at.
    Seen,
    /// A fault was found.
    Fault(Fault),
}
