//! The table as it holds at first.
//!
//! Who decides what follows the field's table of transitions. The rest is a choice of ours, as narrow as the work
//! allows: reviewers do what their stage asks for, with an order that they hold where its customer's data is
//! shown or its fate decided; what ends an order or goes beyond one is a supervisor's.

use super::May;
use crate::domain::lang::Lang;
use crate::domain::people::Role;
use crate::domain::stage::Stage::{self, *};
use Deed as D;
use May::{Held, Yes};
use Role::{First, Second, Supervisor};
use serde::{Deserialize, Serialize};

/// Something that a person does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// Takes an order.
    Claim,
    /// Approves or rejects.
    Decide,
    /// Approves over what stands open.
    Override,
    /// Takes an own verdict back.
    Undo,
    /// Keeps unfinished work.
    Draft,
    /// Puts an order back, with a note.
    PutBack,
    /// Asks a supervisor.
    Ask,
    /// Puts an order aside until a time.
    Snooze,
    /// Overrules a finding.
    Overrule,
    /// Mends a field with the customer's consent.
    Amend,
    /// Answers what was asked.
    Answer,
    /// Gives an order to somebody.
    Assign,
    /// Takes a claim away.
    TakeBack,
    /// Changes a priority.
    Prioritise,
    /// Shows a personal field in the clear.
    Reveal,
    /// Shows the filing password.
    RevealPassword,
    /// Writes the verification sheet.
    Sheet,
    /// Logs a paper original.
    Paper,
    /// Makes or ends an appointment.
    Appoint,
    /// Shows where a curtain goes.
    CurtainAddress,
    /// Sends a curtain.
    SendCurtain,
    /// Puts a call on record.
    Call,
    /// Records that the customer gives up.
    Abandon,
    /// Records what the bureau told.
    Result,
    /// Reminds who must verify.
    Remind,
    /// Shows the address of a notice.
    NoticeAddress,
    /// Has a notice tried again.
    NoticeRetry,
    /// Takes a notice back.
    NoticeWithdraw,
    /// Draws, sees and settles re-checks.
    Recheck,
    /// Sees everybody's figures.
    Figures,
    /// Adds, closes and opens accounts, changes roles and others' passphrases.
    Accounts,
    /// Changes the settings of the home.
    Settings,
    /// Changes this table.
    Permissions,
    /// Gives or refuses a second word.
    Countersign,
    /// Deletes files by the retention policy.
    Retain,
    /// Keeps own settings and lists, sets the own passphrase.
    Own,
}

/// What a deed is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// An order, in a stage.
    Order,
    /// The home.
    Home,
}

/// What a role may in some stages.
type Grant = (Role, &'static [Stage], May);

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// The deed.
    pub deed: Deed,
    /// Its name on the command line.
    pub slug: &'static str,
    /// Its name in Chinese.
    pub zh: &'static str,
    /// Its name in English.
    pub en: &'static str,
    /// What it is about.
    pub place: Where,
    /// True where nobody can change it: it is what the roles mean, or nobody could put it back.
    pub fixed: bool,
    grants: &'static [Grant],
}

const NONE: &[Stage] = &[];
const FIRST: &[Stage] = &[FirstReview];
const SECOND: &[Stage] = &[SecondReview];
const REVIEWS: &[Stage] = &[FirstReview, SecondReview];
const EVERY: &[Stage] = &Stage::ALL;
/// Where something can still happen to the order.
const OPEN: &[Stage] = &[FirstReview, Verification, SecondReview, Sms, Bureau, Returned];
/// First review stands behind the order, and it has not ended.
const PASSED: &[Stage] = &[Verification, SecondReview, Sms, Bureau];
/// The customer is waited for.
const CUSTOMERS: &[Stage] = &[Verification, Returned];
/// Where second reviewers follow an order that they need not hold.
const BEYOND: &[Stage] = &[Verification, Sms, Bureau, Returned];
/// What the bureau tells; one who tells it twice is heard.
const BUREAU: &[Stage] = &[Sms, Bureau, Filed, Returned];
const AFTER: &[Stage] = &[Verification, SecondReview, Sms, Bureau, Filed, Returned];

const fn order(
    deed: Deed,
    slug: &'static str,
    names: (&'static str, &'static str),
    grants: &'static [Grant],
) -> Line {
    Line { deed, slug, zh: names.0, en: names.1, place: Where::Order, fixed: false, grants }
}

const fn home(deed: Deed, slug: &'static str, names: (&'static str, &'static str)) -> Line {
    const GRANTS: &[Grant] = &[(Supervisor, NONE, Yes)];
    Line { deed, slug, zh: names.0, en: names.1, place: Where::Home, fixed: false, grants: GRANTS }
}

const fn fixed(line: Line) -> Line {
    Line { fixed: true, ..line }
}

/// Whoever reviews an order holds it; supervisors may hold any that is in review.
const REVIEWER: &[Grant] = &[(First, FIRST, Held), (Second, SECOND, Held), (Supervisor, REVIEWS, Held)];
const REVIEWER_FREE: &[Grant] = &[(First, FIRST, Yes), (Second, SECOND, Yes), (Supervisor, REVIEWS, Yes)];
const SUPERVISOR: &[Grant] = &[(Supervisor, OPEN, Yes)];
const ALL: &[Grant] = &[(First, EVERY, Yes), (Second, EVERY, Yes), (Supervisor, EVERY, Yes)];
const ALL_PASSED: &[Grant] = &[(First, PASSED, Yes), (Second, PASSED, Yes), (Supervisor, PASSED, Yes)];
const NOTICES: &[Grant] = &[(First, CUSTOMERS, Yes), (Second, AFTER, Yes), (Supervisor, EVERY, Yes)];

/// Every row.
pub const TABLE: [Line; 36] = [
    fixed(order(D::Claim, "claim", ("领取", "claim"), REVIEWER_FREE)),
    fixed(order(
        D::Decide,
        "decide",
        ("通过或驳回", "approve or reject"),
        &[(First, FIRST, Held), (Second, SECOND, Held)],
    )),
    order(
        D::Override,
        "override",
        ("越过检查通过", "approve over open items"),
        &[(Supervisor, REVIEWS, Held)],
    ),
    fixed(order(D::Undo, "undo", ("撤销自己的结论", "undo an own verdict"), ALL)),
    fixed(order(D::Draft, "draft", ("保存草稿", "keep a draft"), ALL)),
    fixed(order(D::PutBack, "put_back", ("放回", "put back"), REVIEWER)),
    order(D::Ask, "ask", ("请示主管", "ask a supervisor"), REVIEWER),
    order(D::Snooze, "snooze", ("暂缓", "snooze"), REVIEWER_FREE),
    order(D::Overrule, "overrule", ("越过规则发现", "overrule a finding"), &[(Supervisor, REVIEWS, Yes)]),
    order(D::Amend, "amend", ("协助更改", "amend a field"), REVIEWER),
    order(D::Answer, "answer", ("答复请示", "answer a question"), SUPERVISOR),
    order(D::Assign, "assign", ("指派", "assign"), SUPERVISOR),
    order(D::TakeBack, "take_back", ("收回", "take a claim back"), SUPERVISOR),
    order(D::Prioritise, "prioritise", ("改优先级", "change a priority"), SUPERVISOR),
    order(
        D::Reveal,
        "reveal",
        ("查看明文", "reveal a field"),
        &[
            (First, FIRST, Held),
            (First, CUSTOMERS, Yes),
            (Second, SECOND, Held),
            (Second, BEYOND, Yes),
            (Supervisor, EVERY, Yes),
        ],
    ),
    order(
        D::RevealPassword,
        "reveal_password",
        ("查看备案密码", "show the filing password"),
        &[(Second, EVERY, Yes), (Supervisor, EVERY, Yes)],
    ),
    order(
        D::Sheet,
        "sheet",
        ("打印核验单", "write the verification sheet"),
        // In a house of one review it is the first reviewer who signs it.
        &[(First, PASSED, Yes), (Second, PASSED, Yes), (Supervisor, AFTER, Yes)],
    ),
    order(
        D::Paper,
        "paper",
        ("登记纸质原件", "log a paper original"),
        &[(First, &[Verification], Yes), (Second, &[Verification], Yes), (Supervisor, &[Verification], Yes)],
    ),
    order(D::Appoint, "appoint", ("登记预约", "make or end an appointment"), ALL_PASSED),
    order(
        D::CurtainAddress,
        "curtain_address",
        ("查看幕布收件信息", "show where a curtain goes"),
        ALL_PASSED,
    ),
    order(D::SendCurtain, "send_curtain", ("寄出幕布", "send a curtain"), ALL_PASSED),
    order(
        D::Call,
        "call",
        ("登记致电", "log a call"),
        &[
            (First, &[FirstReview, Verification, Returned], Yes),
            (Second, &[Verification, SecondReview, Sms, Bureau, Returned], Yes),
            (Supervisor, OPEN, Yes),
        ],
    ),
    order(
        D::Abandon,
        "abandon",
        ("登记客户放弃", "record that the customer gives up"),
        &[(First, FIRST, Held), (Second, SECOND, Held), (Supervisor, OPEN, Yes)],
    ),
    order(
        D::Result,
        "result",
        ("登记管局结果", "record the bureau's result"),
        &[(Second, BUREAU, Yes), (Supervisor, BUREAU, Yes)],
    ),
    order(
        D::Remind,
        "remind",
        ("催办短信核验", "remind who must verify"),
        &[(Second, &[Sms], Yes), (Supervisor, &[Sms], Yes)],
    ),
    order(D::NoticeAddress, "notice_address", ("查看通知地址", "show a notice's address"), NOTICES),
    order(D::NoticeRetry, "notice_retry", ("重发通知", "try a notice again"), NOTICES),
    order(D::NoticeWithdraw, "notice_withdraw", ("撤回通知", "withdraw a notice"), NOTICES),
    home(D::Recheck, "recheck", ("复查抽样", "draw and settle re-checks")),
    home(D::Figures, "figures", ("查看全员统计", "see everybody's figures")),
    fixed(home(
        D::Accounts,
        "accounts",
        ("管理账号、角色和他人口令", "manage accounts, roles, others' passphrases"),
    )),
    home(D::Settings, "settings", ("修改设置", "change settings")),
    fixed(home(D::Permissions, "permissions", ("修改本权限表", "change this table"))),
    fixed(home(D::Countersign, "countersign", ("会签", "countersign"))),
    home(D::Retain, "retain", ("按期删除附件", "delete files by the retention policy")),
    fixed(Line {
        grants: &[(First, NONE, Yes), (Second, NONE, Yes), (Supervisor, NONE, Yes)],
        ..home(D::Own, "own", ("自己的设置、列表和口令", "own settings, lists and passphrase"))
    }),
];

impl Line {
    /// What holds at first.
    pub fn at_first(&self, role: Role, stage: Option<Stage>) -> May {
        let here = |grant: &&Grant| grant.0 == role && stage.is_none_or(|stage| grant.1.contains(&stage));
        if stage.is_some() != (self.place == Where::Order) {
            return May::No;
        }
        self.grants.iter().find(here).map_or(May::No, |grant| grant.2)
    }
}

impl Deed {
    /// Its row.
    pub fn line(self) -> &'static Line {
        // The rows stand in the order of the deeds, which a test holds.
        &TABLE[self as usize]
    }

    /// The deed with this name.
    pub fn parse(slug: &str) -> Option<Self> {
        TABLE.iter().find(|line| line.slug == slug).map(|line| line.deed)
    }

    /// Its name for people.
    pub fn name(self, lang: Lang) -> &'static str {
        lang.pick(self.line().zh, self.line().en)
    }
}
