//! The guards of a verdict, as pure functions. The store calls them inside the write transaction.

use super::checklist::{Answer, Answers, ChosenReason, Item, ItemKey, Need};
use super::finding::{Finding, Overruled};
use super::ids::{UserId, VerdictId};
use super::lang::Lang;
use super::people::{Role, Staff};
use super::permission::{Deed, Hold, May, Permissions, stages_of};
use super::stage::Stage;
use super::text::{Foreign, some_of};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Approve or reject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VerdictKind {
    /// 通过.
    Approve,
    /// 驳回.
    Reject,
}

impl VerdictKind {
    /// The name in files and in the database.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Reject => "reject",
        }
    }

    /// The kind with this slug.
    pub fn parse(slug: &str) -> Option<Self> {
        [Self::Approve, Self::Reject].into_iter().find(|kind| kind.slug() == slug)
    }
}

/// What a reviewer decided, as the client sends it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Made by the client, so that a retry can't double it.
    pub verdict_id: VerdictId,
    /// Approve or reject.
    pub kind: VerdictKind,
    /// The stage that the reviewer saw.
    pub stage: Stage,
    /// The revision that the reviewer saw.
    pub revision: u32,
    /// His answers.
    pub answers: Answers,
    /// His reasons.
    pub reasons: Vec<ChosenReason>,
    /// The notice to the customer as it was shown to him and edited.
    #[serde(default)]
    pub notice: Option<String>,
    /// A note for the second reviewer.
    #[serde(default)]
    pub note: Option<String>,
    /// A supervisor goes on over an open guard, with this reason.
    #[serde(default)]
    pub override_reason: Option<String>,
}

/// Whether the same person may pass both reviews.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum FourEyes {
    /// Who passed first review can't pass the second.
    #[default]
    On,
    /// He can.
    Off,
}

/// The order as it stands when the decision arrives.
#[derive(Debug, Clone)]
pub struct Situation<'a> {
    /// Who decides.
    pub staff: &'a Staff,
    /// Its stage.
    pub stage: Stage,
    /// Its revision.
    pub revision: u32,
    /// Who holds it, and until when.
    pub claim: Option<(UserId, DateTime<Utc>)>,
    /// Who passed its first review.
    pub passed_first_by: Option<UserId>,
    /// The home's setting.
    pub four_eyes: FourEyes,
    /// The home's table of who may do what.
    pub permissions: &'a Permissions,
    /// Now.
    pub now: DateTime<Utc>,
    /// The checklist of stage and order.
    pub checklist: &'a [Item],
    /// What the rules found.
    pub findings: &'a [Finding],
    /// What of it a supervisor overruled.
    pub overruled: &'a [Overruled],
    /// Placeholders that still stand where a document must be.
    pub placeholders: usize,
}

/// Why a decision is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The order stands elsewhere by now.
    StageMoved {
        /// As shown.
        shown: Stage,
        /// As it is.
        now: Stage,
    },
    /// Another revision came.
    RevisionMoved {
        /// As shown.
        shown: u32,
        /// As it is.
        now: u32,
    },
    /// The table of who may do what has it for other roles.
    NotAllowed {
        /// What was wanted.
        deed: Deed,
        /// With an order in this stage; none = about the home.
        stage: Option<Stage>,
        /// Who may.
        who: Vec<Role>,
    },
    /// The table has it for whoever holds the order.
    HoldFirst(Deed),
    /// The account is disabled.
    Disabled,
    /// He does not hold the order.
    NotHeld,
    /// He passed its first review.
    FourEyes,
    /// Mandatory items without an answer.
    Open(Vec<ItemKey>),
    /// Mandatory items at fault.
    AtFault(Vec<ItemKey>),
    /// Faults that the program found, and that no supervisor overruled.
    Blocking(Vec<ItemKey>),
    /// Answered against what the program shows, without a word why.
    NoWord(Vec<ItemKey>),
    /// A placeholder stands where a document must be.
    Placeholder(usize),
    /// A rejection without a reason.
    NoReason,
    /// A reason without text.
    EmptyReason,
    /// An answer to an item that this checklist does not have.
    UnknownItem(ItemKey),
    /// An override without a reason.
    OverrideReason,
}

impl Refusal {
    /// One sentence with the way out.
    pub fn sentence(&self, lang: Lang) -> String {
        let (zh, en) = match self {
            Self::StageMoved { shown, now } => (
                format!("订单已不在“{}”阶段，现为“{}”；请返回队列刷新。", shown.zh(), now.zh()),
                format!("The order is no longer in {shown} but in {now}; go back to the queue."),
            ),
            Self::RevisionMoved { shown, now } => (
                format!("显示的是第{shown}版，客户已提交第{now}版；请重新打开订单。"),
                format!("Revision {shown} was shown, revision {now} has come; open the order again."),
            ),
            Self::NotAllowed { deed, stage, who } => not_allowed(*deed, *stage, who),
            Self::HoldFirst(deed) => (
                format!("您未领取该订单，或领取已过期；领取后才能“{}”。", deed.name(Lang::Zh)),
                format!(
                    "You don't hold this order, or the claim lapsed; claim it to '{}'.",
                    deed.name(Lang::En)
                ),
            ),
            Self::Disabled => ("该账号已停用。".into(), "This account is disabled.".into()),
            Self::NotHeld => (
                "订单未由您领取，或领取已过期；请重新领取。".into(),
                "You don't hold this order, or the claim lapsed; claim it again.".into(),
            ),
            Self::FourEyes => (
                "您通过了该订单的初审，复审须由他人完成（四眼原则）；请放回。".into(),
                "You passed its first review, so somebody else must pass the second; put it back.".into(),
            ),
            Self::Open(items) => (
                format!("还有{}个必查项未答：{}。", items.len(), some_of(items)),
                format!("{} mandatory items are open: {}.", items.len(), some_of(items)),
            ),
            Self::AtFault(items) => (
                format!("{}个必查项有问题：{}；请驳回或更正。", items.len(), some_of(items)),
                format!(
                    "{} mandatory items are at fault: {}; reject, or correct the answers.",
                    items.len(),
                    some_of(items)
                ),
            ),
            Self::Blocking(items) => (
                format!("规则发现{}处阻断问题：{}；请驳回，或请主管越过。", items.len(), some_of(items)),
                format!(
                    "the rules found {} blocking faults: {}; reject, or ask a supervisor to overrule.",
                    items.len(),
                    some_of(items)
                ),
            ),
            Self::NoWord(items) => (
                format!("{}处提示被判为无问题，但未写明理由：{}；请补写一句。", items.len(), some_of(items)),
                format!(
                    "{} findings are answered as no fault without a word why: {}; add one.",
                    items.len(),
                    some_of(items)
                ),
            ),
            Self::Placeholder(count) => (
                format!("还有{count}处照片位为占位文件，不能通过。"),
                format!("{count} photo slots still hold a placeholder."),
            ),
            Self::NoReason => {
                ("驳回至少需要一条理由。".into(), "A rejection needs at least one reason.".into())
            }
            Self::EmptyReason => (
                "有一条理由没有文字；请补写或删除。".into(),
                "A reason has no text; write it or remove it.".into(),
            ),
            Self::UnknownItem(item) => {
                let item = Foreign::new(item.to_string());
                (format!("检查表没有“{item}”这一项。"), format!("The checklist has no item {item}."))
            }
            Self::OverrideReason => ("越过检查须写明理由。".into(), "An override needs a reason.".into()),
        };
        match lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}

/// Who may do it, or that nobody may there.
fn not_allowed(deed: Deed, stage: Option<Stage>, who: &[Role]) -> (String, String) {
    let (zh, en) = (deed.name(Lang::Zh), deed.name(Lang::En));
    let zh_at = stage.map(|stage| format!("在“{}”阶段", stage.zh())).unwrap_or_default();
    let en_at = stage.map(|stage| format!("In stage {stage}, ")).unwrap_or_default();
    if who.is_empty() {
        let open: Vec<Stage> = stages_of(deed)
            .into_iter()
            .flatten()
            .filter(|at| Role::ALL.iter().any(|role| deed.line().at_first(*role, Some(*at)) != May::No))
            .collect();
        let zh_open: Vec<&str> = open.iter().map(|stage| stage.zh()).collect();
        let en_open: Vec<&str> = open.iter().map(|stage| stage.slug()).collect();
        return (
            format!("“{zh}”{zh_at}不能办理；可办理的阶段：{}。", zh_open.join("、")),
            format!("{en_at}'{en}' can't be done; it is for {}.", en_open.join(", ")),
        );
    }
    let names: Vec<&str> = who.iter().map(|role| role.zh()).collect();
    let slugs: Vec<&str> = who.iter().map(|role| role.slug()).collect();
    (
        format!("“{zh}”{zh_at}由{}办理；请由有此角色的同事处理。", names.join("、")),
        format!("{en_at}'{en}' is for {}; ask a colleague who has that role.", slugs.join(", ")),
    )
}

/// Checks a decision in the order of the guards; the first that fails refuses it.
pub fn check(decision: &Decision, at: &Situation) -> Result<(), Refusal> {
    who_and_where(decision, at)?;
    if let Some(unknown) =
        decision.answers.keys().find(|key| !at.checklist.iter().any(|item| &item.key == *key))
    {
        return Err(Refusal::UnknownItem(unknown.clone()));
    }
    match decision.kind {
        VerdictKind::Approve => match &decision.override_reason {
            None => {
                complete(&decision.answers, at.checklist, at.placeholders)?;
                answered(&decision.answers, at.findings, at.overruled)
            }
            Some(reason) if reason.trim().is_empty() => Err(Refusal::OverrideReason),
            Some(_) => Ok(()),
        },
        VerdictKind::Reject => reasoned(&decision.reasons),
    }
}

/// Stage, revision, role, claim and four eyes.
fn who_and_where(decision: &Decision, at: &Situation) -> Result<(), Refusal> {
    if at.staff.disabled {
        return Err(Refusal::Disabled);
    }
    if decision.stage != at.stage {
        return Err(Refusal::StageMoved { shown: decision.stage, now: at.stage });
    }
    if decision.revision != at.revision {
        return Err(Refusal::RevisionMoved { shown: decision.revision, now: at.revision });
    }
    let over = decision.kind == VerdictKind::Approve && decision.override_reason.is_some();
    let deed = if over { Deed::Override } else { Deed::Decide };
    at.permissions.check(at.staff, deed, Some(at.stage), Hold::Mine)?;
    if !at.claim.is_some_and(|(holder, until)| holder == at.staff.id && until > at.now) {
        return Err(Refusal::NotHeld);
    }
    let both = at.stage == Stage::SecondReview && at.passed_first_by == Some(at.staff.id);
    if both && at.four_eyes == FourEyes::On {
        return Err(Refusal::FourEyes);
    }
    Ok(())
}

/// Every mandatory item is answered and none is at fault.
pub fn complete(answers: &Answers, checklist: &[Item], placeholders: usize) -> Result<(), Refusal> {
    let mandatory = || checklist.iter().filter(|item| item.need == Need::Mandatory);
    let open: Vec<ItemKey> =
        mandatory().filter(|item| !answers.contains_key(&item.key)).map(|item| item.key.clone()).collect();
    if !open.is_empty() {
        return Err(Refusal::Open(open));
    }
    let at_fault: Vec<ItemKey> = mandatory()
        .filter(|item| answers.get(&item.key).is_some_and(|given| given.answer == Answer::Fault))
        .map(|item| item.key.clone())
        .collect();
    if !at_fault.is_empty() {
        return Err(Refusal::AtFault(at_fault));
    }
    match placeholders {
        0 => Ok(()),
        count => Err(Refusal::Placeholder(count)),
    }
}

/// Every blocking finding is overruled, and one that assists is not passed over without a word why.
pub fn answered(answers: &Answers, findings: &[Finding], overruled: &[Overruled]) -> Result<(), Refusal> {
    let stands = |finding: &&Finding| finding.overruled_by(overruled).is_none();
    let blocking = keys(findings.iter().filter(|finding| finding.is_blocking()).filter(stands));
    if !blocking.is_empty() {
        return Err(Refusal::Blocking(blocking));
    }
    let silent = |finding: &&Finding| {
        answers.get(&finding.item()).is_some_and(|given| {
            given.answer != Answer::Fault && given.note.as_deref().unwrap_or_default().trim().is_empty()
        })
    };
    let passed = keys(findings.iter().filter(|finding| finding.needs_word()).filter(silent));
    if passed.is_empty() { Ok(()) } else { Err(Refusal::NoWord(passed)) }
}

/// The items of findings, each once.
fn keys<'a>(findings: impl Iterator<Item = &'a Finding>) -> Vec<ItemKey> {
    let mut keys: Vec<ItemKey> = findings.map(Finding::item).collect();
    keys.sort();
    keys.dedup();
    keys
}

/// At least one reason, and every one has words.
pub fn reasoned(reasons: &[ChosenReason]) -> Result<(), Refusal> {
    if reasons.is_empty() {
        Err(Refusal::NoReason)
    } else if reasons.iter().any(|reason| reason.text.trim().is_empty()) {
        Err(Refusal::EmptyReason)
    } else {
        Ok(())
    }
}

impl Stage {
    /// The Chinese name.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::FirstReview => "初审",
            Self::Verification => "真实性核验",
            Self::SecondReview => "复审",
            Self::Sms => "短信核验",
            Self::Bureau => "管局审核",
            Self::Filed => "已备案",
            Self::Returned => "已退回",
            Self::Abandoned => "已放弃",
        }
    }
}

impl Role {
    /// The Chinese name.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::First => "初审",
            Self::Second => "复审",
            Self::Supervisor => "主管",
        }
    }
}
