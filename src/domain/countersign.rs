//! What nobody does alone: a second supervisor countersigns it beforehand. A word holds for exactly what was
//! asked, once, and not for long.

use super::checklist::ItemKey;
use super::ids::{OrderId, OrderNo};
use super::lang::Lang;
use super::people::Role;
use super::stage::Stage;
use super::text::{Foreign, some_of};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How long a request waits, and how long a word that was given holds.
pub const HOLDS: TimeDelta = TimeDelta::hours(24);

/// What somebody would do alone. Its JSON is what a word is compared by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Alone {
    /// Setting another supervisor's passphrase.
    Passphrase {
        /// Whose.
        name: String,
    },
    /// Giving somebody the supervisor's role, or taking it from another supervisor.
    Roles {
        /// Whose.
        name: String,
        /// What they then are.
        roles: BTreeSet<Role>,
    },
    /// Turning four eyes off.
    FourEyesOff,
    /// Approving over blocking findings that nobody else overruled, or what the approver mended.
    Approve {
        /// The stage in which it is approved.
        stage: Stage,
        /// The revision.
        revision: u32,
        /// Blocking findings that go by the approver's word alone.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        over: Vec<ItemKey>,
        /// Fields that the approver mended.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        mended: Vec<String>,
        /// The newest amendment of the revision: another one is another order.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        newest: Option<i64>,
    },
}

impl Alone {
    /// As the command that would do it, for the home's log: the same in every language.
    pub fn call(&self) -> String {
        match self {
            Self::Passphrase { name } => format!("user passphrase {name}"),
            Self::Roles { name, roles } => format!("user roles {name} {}", slugs(roles)),
            Self::FourEyesOff => "setting set four_eyes off".to_owned(),
            Self::Approve { .. } => self.words(Lang::En),
        }
    }

    /// In words; long lists end in an ellipsis.
    pub fn words(&self, lang: Lang) -> String {
        let say = |zh: String, en: String| if lang == Lang::Zh { zh } else { en };
        match self {
            Self::Passphrase { name } => {
                let name = Foreign::from(name.as_str());
                say(format!("设置主管{name}的口令"), format!("set the passphrase of supervisor {name}"))
            }
            Self::Roles { name, roles } => {
                let name = Foreign::from(name.as_str());
                let zh: Vec<&str> = roles.iter().map(|role| role.zh()).collect();
                say(format!("使{name}成为{}", zh.join("、")), format!("make {name} {}", slugs(roles)))
            }
            Self::FourEyesOff => say("关闭四眼原则".into(), "turn four eyes off".into()),
            Self::Approve { stage, revision, over, mended, .. } => {
                let mut zh = format!("第{revision}版{}通过", stage.zh());
                let mut en = format!("approve revision {revision} in {stage}");
                if !over.is_empty() {
                    let over = some_of(over);
                    zh.push_str(&format!("，越过 {over}"));
                    en.push_str(&format!(", over {over}"));
                }
                if !mended.is_empty() {
                    let mended = some_of(mended);
                    zh.push_str(&format!("，由本人更改 {mended}"));
                    en.push_str(&format!(", mended by the approver: {mended}"));
                }
                say(zh, en)
            }
        }
    }
}

fn slugs(roles: &BTreeSet<Role>) -> String {
    roles.iter().map(|role| role.slug()).collect::<Vec<_>>().join(",")
}

/// How far a request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WordState {
    /// It waits for another supervisor.
    Asked,
    /// It was given, and waits for what it was asked for.
    Given,
    /// It was refused.
    Refused,
    /// What it was asked for is done.
    Used,
}

impl WordState {
    /// The name in the database.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Given => "given",
            Self::Refused => "refused",
            Self::Used => "used",
        }
    }

    /// The state with this name.
    pub fn parse(slug: &str) -> Option<Self> {
        [Self::Asked, Self::Given, Self::Refused, Self::Used].into_iter().find(|state| state.slug() == slug)
    }

    /// The name for people.
    pub const fn name(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Asked, Lang::Zh) => "待会签",
            (Self::Given, Lang::Zh) => "已会签",
            (Self::Refused, Lang::Zh) => "已拒绝",
            (Self::Used, Lang::Zh) => "已执行",
            (_, Lang::En) => self.slug(),
        }
    }
}

/// A request for a second supervisor's word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SecondWord {
    /// Its number.
    pub id: i64,
    /// The order that it is about, if it is about one.
    pub order: Option<OrderId>,
    /// The order's number.
    pub no: Option<OrderNo>,
    /// What would be done.
    pub alone: Alone,
    /// Why, in the asker's words (unsafe text).
    pub why: String,
    /// Who asks.
    pub asked_by: String,
    /// Since when.
    pub asked_at: DateTime<Utc>,
    /// Until when it waits, or holds.
    pub until: DateTime<Utc>,
    /// How far it is.
    pub state: WordState,
    /// Who gave or refused it.
    pub answered_by: Option<String>,
    /// What they said (unsafe text).
    pub note: String,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordAsked {
    /// The order that it is about.
    pub order: Option<OrderId>,
    /// What would be done.
    pub alone: Alone,
    /// Why.
    pub why: String,
}

/// What happened with a second word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WordStep {
    /// It was asked for.
    Asked,
    /// It was given.
    Given,
    /// It was refused.
    Refused,
    /// What it was asked for was done by it.
    Used,
    /// It was done without one: there was no other supervisor.
    Alone,
}

impl WordStep {
    /// The slug of the home's event.
    pub const fn event(self) -> &'static str {
        match self {
            Self::Asked => "countersign_asked",
            Self::Given => "countersign_given",
            Self::Refused => "countersign_refused",
            Self::Used => "countersign_used",
            Self::Alone => "done_alone",
        }
    }
}
