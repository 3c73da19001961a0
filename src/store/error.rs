//! Why the store refused.

use super::living::Closed;
use crate::domain::countersign::WordAsked;
use crate::domain::event::BadEvent;
use crate::domain::ids::VerdictId;
use crate::domain::lang::Lang;
use crate::domain::text::{Foreign, Plain};
use crate::domain::verdict::Refusal;
use std::path::{Path, PathBuf};

/// An error of the store. What its sentences quote from outside is held as [`Foreign`], the rest is [`Plain`].
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The guards of a verdict, or of a claim.
    #[error("{}", .0.sentence(Lang::En))]
    Refused(Refusal),
    /// The account is no longer the one that signed in.
    #[error("{}", .0.sentence(Lang::En))]
    Closed(Closed),
    /// Nobody does this alone: another supervisor countersigns it first.
    #[error("another supervisor must countersign this first: {}", .0.alone.words(Lang::En))]
    Countersign(Box<WordAsked>),
    /// Another person holds it.
    #[error("{holder} holds this order; choose another or ask a supervisor to take it back")]
    Held {
        /// Who.
        holder: Foreign,
    },
    /// The stage table does not have it.
    #[error("{0}")]
    BadEvent(#[from] BadEvent),
    /// There is no such thing.
    #[error("there is no {what} '{name}' in this home")]
    NotFound {
        /// `order`, `user` …
        what: &'static str,
        /// As asked for.
        name: Foreign,
    },
    /// A name is taken.
    #[error("there is a {what} '{name}' already; choose another name")]
    Taken {
        /// `user` …
        what: &'static str,
        /// As asked for.
        name: Foreign,
    },
    /// A sentence of its own.
    #[error("{en}")]
    Say {
        /// Chinese.
        zh: Plain,
        /// English.
        en: Plain,
    },
    /// The COMMIT reported an error: it may or may not have become durable.
    #[error("the disk reported an error while saving ({cause}); whether it was saved is not known yet")]
    OutcomeUnknown {
        /// The verdict to ask for again, where it was one.
        verdict: Option<VerdictId>,
        /// What SQLite said.
        cause: Foreign,
    },
    /// The database is busy for longer than the program waits.
    #[error("the database is busy; try again in a moment")]
    Busy,
    /// A newer program made this home.
    #[error(
        "{} was made by a newer version (schema {found}, this program knows {known}); update beian",
        shown(path)
    )]
    NewerSchema {
        /// The database.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// Ours.
        known: i64,
    },
    /// Anything that SQLite says.
    #[error("database: {}", said(.0))]
    Sqlite(rusqlite::Error),
    /// A stored value that this program can't read.
    #[error("the database holds a {what} that can't be read ({cause}); run 'beian doctor'")]
    Unreadable {
        /// What.
        what: &'static str,
        /// Why.
        cause: Foreign,
    },
    /// The file system.
    #[error("{}: {}", shown(path), said(cause))]
    Io {
        /// Which file.
        path: PathBuf,
        /// What it said.
        cause: std::io::Error,
    },
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => Self::Busy,
            _ => Self::Sqlite(error),
        }
    }
}

impl From<Refusal> for StoreError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl StoreError {
    /// True where the query was cancelled by [`super::Interrupt`].
    pub fn is_interrupted(&self) -> bool {
        matches!(self, Self::Sqlite(error)
            if error.sqlite_error_code() == Some(rusqlite::ErrorCode::OperationInterrupted))
    }

    /// A sentence in both languages.
    pub fn say(zh: impl Into<Plain>, en: impl Into<Plain>) -> Self {
        Self::Say { zh: zh.into(), en: en.into() }
    }

    /// A stored value, or one to be stored, that can't be read or written.
    pub fn unreadable(what: &'static str, cause: &impl std::fmt::Display) -> Self {
        Self::Unreadable { what, cause: Foreign::said(cause) }
    }

    /// From the file system.
    pub fn io(path: impl Into<PathBuf>, cause: std::io::Error) -> Self {
        Self::Io { path: path.into(), cause }
    }

    /// One sentence for a person, with the way out.
    pub fn sentence(&self, lang: Lang) -> Plain {
        let sentence = match (self, lang) {
            // Its lines are its own.
            (Self::Say { zh, en }, _) => return if lang == Lang::Zh { zh.clone() } else { en.clone() },
            (_, Lang::En) => self.to_string(),
            (_, Lang::Zh) => self.in_chinese(),
        };
        sentence.into()
    }

    fn in_chinese(&self) -> String {
        match self {
            Self::Refused(refusal) => refusal.sentence(Lang::Zh),
            Self::Closed(why) => why.sentence(Lang::Zh).into(),
            Self::Countersign(asked) => format!("须先由另一位主管会签：{}。", asked.alone.words(Lang::Zh)),
            Self::Held { holder } => format!("订单由{holder}领取；请选择其他订单，或请主管收回。"),
            Self::BadEvent(error) => format!("订单现在不能这样处理：{error}。"),
            Self::NotFound { what, name } => format!("本库没有“{name}”（{what}）。"),
            Self::Taken { name, .. } => format!("“{name}”已存在，请换一个名称。"),
            Self::Say { zh, .. } => zh.to_string(),
            Self::OutcomeUnknown { cause, .. } => format!("保存时磁盘报错（{cause}），是否已保存尚不确定。"),
            Self::Busy => "数据库正忙，请稍后再试。".into(),
            Self::NewerSchema { path, found, known } => {
                format!("{}由更新版本创建（结构{found}，本程序支持{known}）；请升级 beian。", shown(path))
            }
            Self::Sqlite(error) => format!("数据库错误：{}。", said(error)),
            Self::Unreadable { what, cause } => {
                format!("数据库中有无法读取的{what}（{cause}）；请运行 beian doctor。")
            }
            Self::Io { path, cause } => format!("{}：{}。", shown(path), said(cause)),
        }
    }
}

fn shown(path: &Path) -> Foreign {
    Foreign::path(path)
}

fn said(error: &impl std::fmt::Display) -> Foreign {
    Foreign::said(error)
}

/// A stored word that must be known, naming what could not be read.
pub(super) fn known<T>(what: &'static str, word: Option<T>, text: &str) -> super::Result<T> {
    word.ok_or_else(|| StoreError::unreadable(what, &text))
}

/// Parses stored JSON, naming what could not be read.
pub(super) fn read_json<T: serde::de::DeserializeOwned>(what: &'static str, text: &str) -> super::Result<T> {
    serde_json::from_str(text).map_err(|error| StoreError::unreadable(what, &error))
}

/// Writes JSON for a column.
pub(super) fn write_json<T: serde::Serialize>(what: &'static str, value: &T) -> super::Result<String> {
    serde_json::to_string(value).map_err(|error| StoreError::unreadable(what, &error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::checklist::{ItemKey, SubjectRef};
    use crate::domain::countersign::Alone;
    use crate::domain::event::BadEvent;
    use crate::domain::stage::Stage;
    use crate::domain::text::is_hidden;

    const EVIL: &str = "恶\u{1b}]52;c;AA\u{7}\n假\r\t\u{7f}\u{9b}2J\u{202e}\u{2066}\u{200b}\u{2028}\u{e0041}";

    /// Every kind of error, holding what steers. A new kind does not compile until it stands here.
    fn all() -> Vec<StoreError> {
        let evil = || Foreign::new(EVIL.repeat(500));
        let item = ItemKey { rule: EVIL.into(), subject: SubjectRef::Person(EVIL.into()) };
        let all = vec![
            StoreError::Refused(Refusal::UnknownItem(item.clone())),
            StoreError::Refused(Refusal::Open(vec![item.clone(); 9])),
            StoreError::Closed(Closed::Disabled),
            StoreError::Countersign(Box::new(WordAsked {
                order: None,
                alone: Alone::Passphrase { name: EVIL.repeat(500) },
                why: EVIL.repeat(500),
            })),
            StoreError::Countersign(Box::new(WordAsked {
                order: None,
                alone: Alone::Approve {
                    stage: Stage::FirstReview,
                    revision: 1,
                    over: vec![item; 9],
                    mended: vec![EVIL.into(); 9],
                    newest: None,
                },
                why: EVIL.into(),
            })),
            StoreError::Held { holder: evil() },
            StoreError::BadEvent(BadEvent::NotVerifying(EVIL.into())),
            StoreError::NotFound { what: "order", name: evil() },
            StoreError::Taken { what: "user", name: evil() },
            StoreError::say(format!("甲{EVIL}"), format!("a{EVIL}")),
            StoreError::OutcomeUnknown { verdict: Some(EVIL.into()), cause: Foreign::said(&EVIL) },
            StoreError::Busy,
            StoreError::NewerSchema { path: EVIL.into(), found: 9, known: 1 },
            StoreError::Sqlite(rusqlite::Error::InvalidParameterName(EVIL.repeat(500))),
            StoreError::unreadable("event", &EVIL.repeat(500)),
            StoreError::io(EVIL, std::io::Error::other(EVIL.repeat(500))),
        ];
        for error in &all {
            match error {
                StoreError::Refused(_)
                | StoreError::Closed(_)
                | StoreError::Countersign(_)
                | StoreError::Held { .. }
                | StoreError::BadEvent(_)
                | StoreError::NotFound { .. }
                | StoreError::Taken { .. }
                | StoreError::Say { .. }
                | StoreError::OutcomeUnknown { .. }
                | StoreError::Busy
                | StoreError::NewerSchema { .. }
                | StoreError::Sqlite(_)
                | StoreError::Unreadable { .. }
                | StoreError::Io { .. } => {}
            }
        }
        all
    }

    #[test]
    fn no_error_says_more_than_one_plain_line() {
        for error in all() {
            for sentence in [error.sentence(Lang::Zh), error.sentence(Lang::En)] {
                assert!(!sentence.chars().any(is_hidden), "{sentence}");
                assert!(sentence.chars().count() < 1500, "{sentence}");
            }
            // In logs and inside other errors it stands by its display form.
            if !matches!(error, StoreError::Refused(_)) {
                assert!(!error.to_string().chars().any(is_hidden), "{error}");
            }
        }
    }
}
