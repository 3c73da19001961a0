//! Whether an id that is known already stands for the verdict that is asked for, as a pure function.

use super::ids::{OrderId, UserId};
use super::lang::Lang;
use super::verdict::{Decision, VerdictKind};
use super::view::ReviewRecord;

/// Who asks for what under an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// Who.
    pub by: UserId,
    /// About which order.
    pub order: OrderId,
    /// Approve or reject.
    pub kind: VerdictKind,
    /// About which revision.
    pub revision: u32,
}

/// Why an id does not stand for the verdict that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherVerdict {
    /// It is of another order.
    Order,
    /// It is another person's.
    Person,
    /// It is of this kind.
    Kind(VerdictKind),
    /// It is about this revision.
    Revision(u32),
    /// It was taken back.
    Undone,
    /// Reasons, answers, notice or notes are others.
    Content,
    /// It was told as not saved.
    Void,
}

/// Whether a known verdict is the one that is asked for again.
pub fn same(known: &ReviewRecord, order: OrderId, asked: &Asked) -> Result<(), OtherVerdict> {
    if order != asked.order {
        return Err(OtherVerdict::Order);
    }
    if known.by_id != asked.by {
        return Err(OtherVerdict::Person);
    }
    if known.undone.is_some() {
        return Err(OtherVerdict::Undone);
    }
    if known.kind != asked.kind {
        return Err(OtherVerdict::Kind(known.kind));
    }
    if known.revision != asked.revision {
        return Err(OtherVerdict::Revision(known.revision));
    }
    Ok(())
}

/// Whether a known verdict says the same.
pub fn same_content(known: &ReviewRecord, asked: &Decision) -> Result<(), OtherVerdict> {
    let same = known.stage == asked.stage
        && known.answers == asked.answers
        && known.reasons == asked.reasons
        && known.notice == asked.notice
        && known.note == asked.note
        && known.override_reason == asked.override_reason;
    if same { Ok(()) } else { Err(OtherVerdict::Content) }
}

impl OtherVerdict {
    /// One sentence with the way out.
    pub fn sentence(self, lang: Lang) -> String {
        let (zh, en) = match self {
            Self::Order => ("已用于另一订单".to_owned(), "belongs to another order".to_owned()),
            Self::Person => ("已由他人使用".to_owned(), "belongs to another person".to_owned()),
            Self::Kind(VerdictKind::Approve) => {
                ("已用于一次通过".to_owned(), "stands for an approval".to_owned())
            }
            Self::Kind(VerdictKind::Reject) => {
                ("已用于一次驳回".to_owned(), "stands for a rejection".to_owned())
            }
            Self::Revision(n) => (format!("已用于第{n}版"), format!("belongs to revision {n}")),
            Self::Undone => ("的结论已撤销".to_owned(), "stands for a verdict that was undone".to_owned()),
            Self::Content => (
                "已用于内容不同的结论（理由、答复、通知或备注）".to_owned(),
                "stands for a verdict with other content (reasons, answers, notice or notes)".to_owned(),
            ),
            Self::Void => {
                ("已作废：当时未能保存".to_owned(), "is void, since its verdict was not saved".to_owned())
            }
        };
        match lang {
            Lang::Zh => format!("该结论编号{zh}；请换一个编号重新作结论。"),
            Lang::En => format!("this verdict id {en}; decide under another id"),
        }
    }
}
