//! Stages of an order, and the one table of transitions.
//!
//! Source: the provider profiles and transitions of the field; a transition that the table does not
//! have is refused with an error that names both stages.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Where an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 初审.
    FirstReview,
    /// 真实性核验: waits for the customer's sheet, photo, paper.
    Verification,
    /// 复审.
    SecondReview,
    /// 短信核验.
    Sms,
    /// 管局审核.
    Bureau,
    /// 已备案.
    Filed,
    /// 退回: waits for the customer's next revision.
    Returned,
    /// 已放弃.
    Abandoned,
}

impl Stage {
    /// Every stage, in the order of an order's life.
    pub const ALL: [Self; 8] = [
        Self::FirstReview,
        Self::Verification,
        Self::SecondReview,
        Self::Sms,
        Self::Bureau,
        Self::Filed,
        Self::Returned,
        Self::Abandoned,
    ];

    /// The name in files, in the database and on the command line.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::FirstReview => "first_review",
            Self::Verification => "verification",
            Self::SecondReview => "second_review",
            Self::Sms => "sms",
            Self::Bureau => "bureau",
            Self::Filed => "filed",
            Self::Returned => "returned",
            Self::Abandoned => "abandoned",
        }
    }

    /// The stage with this slug.
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.slug() == slug)
    }

    /// True where a reviewer decides.
    pub const fn is_review(self) -> bool {
        matches!(self, Self::FirstReview | Self::SecondReview)
    }

    /// True where nothing more happens.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Filed | Self::Abandoned)
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

/// The stages of a profile, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Flow(pub Vec<Stage>);

impl Flow {
    /// The stage that follows `stage`, if the flow has one.
    pub fn after(&self, stage: Stage) -> Option<Stage> {
        let at = self.0.iter().position(|known| *known == stage)?;
        self.0.get(at + 1).copied()
    }
}

/// What moves an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// The reviewer of the present stage approves.
    Approve,
    /// The reviewer of the present stage rejects.
    Reject,
    /// The author takes back the verdict that was made in this stage.
    Undo {
        /// The stage in which the verdict was made.
        back_to: Stage,
    },
    /// All that the verification stage waits for has come.
    MaterialsComplete,
    /// The customer submits the next revision of a returned order.
    Resubmit {
        /// The stage that returned it.
        returned_from: Stage,
        /// What changed since.
        scope: RevisionScope,
    },
    /// Everybody who must verify by SMS has done so, or nobody must.
    SmsPassed,
    /// The order comes back after its reviews: its SMS verification failed, or the bureau returned it.
    Return,
    /// The bureau passed it.
    File,
    /// The customer gives up, or left the order alone for too long.
    Abandon,
}

/// How much a new revision changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevisionScope {
    /// Nothing but the second review's own documents: sheet, photo, paper.
    OnlySecondReview,
    /// Anything else.
    Wider,
}

/// A transition that the table does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an order in stage {from} can't take '{wanted}'")]
pub struct NoTransition {
    /// Where the order stands.
    pub from: Stage,
    /// What was asked for.
    pub wanted: &'static str,
}

/// The stage to which `step` brings an order that stands in `from`.
pub fn next(from: Stage, step: Move, flow: &Flow) -> Result<Stage, NoTransition> {
    let refuse = |wanted| Err(NoTransition { from, wanted });
    match step {
        Move::Approve if from.is_review() => flow.after(from).ok_or(NoTransition { from, wanted: "approve" }),
        Move::Approve => refuse("approve"),
        Move::Reject if from.is_review() => Ok(Stage::Returned),
        Move::Reject => refuse("reject"),
        Move::Undo { back_to } => undo(from, back_to, flow),
        Move::MaterialsComplete if from == Stage::Verification => {
            flow.after(from).ok_or(NoTransition { from, wanted: "materials complete" })
        }
        Move::MaterialsComplete => refuse("materials complete"),
        Move::Resubmit { returned_from, scope } if from == Stage::Returned => {
            Ok(match (returned_from, scope) {
                (Stage::SecondReview, RevisionScope::OnlySecondReview) => Stage::SecondReview,
                _ => Stage::FirstReview,
            })
        }
        Move::Resubmit { .. } => refuse("new revision"),
        Move::SmsPassed if from == Stage::Sms => {
            flow.after(from).ok_or(NoTransition { from, wanted: "SMS passed" })
        }
        Move::SmsPassed => refuse("SMS passed"),
        Move::Return if matches!(from, Stage::Sms | Stage::Bureau) => Ok(Stage::Returned),
        Move::Return => refuse("return"),
        Move::File if from == Stage::Bureau => Ok(Stage::Filed),
        Move::File => refuse("filing number"),
        Move::Abandon if !from.is_final() => Ok(Stage::Abandoned),
        Move::Abandon => refuse("abandon"),
    }
}

/// An undo leads back only from where the verdict had led.
fn undo(from: Stage, back_to: Stage, flow: &Flow) -> Result<Stage, NoTransition> {
    let next = flow.after(back_to);
    // A stage that waits for nothing is passed at once; the undo leads back over it.
    let passed_over = next.is_some_and(|over| {
        matches!(over, Stage::Verification | Stage::Sms) && flow.after(over) == Some(from)
    });
    let led_here = from == Stage::Returned || next == Some(from) || passed_over;
    if back_to.is_review() && led_here { Ok(back_to) } else { Err(NoTransition { from, wanted: "undo" }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two_reviews() -> Flow {
        use Stage::*;
        Flow(vec![FirstReview, Verification, SecondReview, Sms, Bureau, Filed])
    }

    #[test]
    fn approval_follows_the_flow_of_the_profile() {
        use Stage::*;
        let one = Flow(vec![FirstReview, Sms, Bureau, Filed]);
        assert_eq!(next(FirstReview, Move::Approve, &two_reviews()), Ok(Verification));
        assert_eq!(next(SecondReview, Move::Approve, &two_reviews()), Ok(Sms));
        assert_eq!(next(FirstReview, Move::Approve, &one), Ok(Sms));
    }

    #[test]
    fn only_review_stages_take_a_verdict() {
        for stage in Stage::ALL.into_iter().filter(|stage| !stage.is_review()) {
            assert!(next(stage, Move::Approve, &two_reviews()).is_err(), "{stage}");
            assert!(next(stage, Move::Reject, &two_reviews()).is_err(), "{stage}");
        }
    }

    #[test]
    fn a_resubmission_goes_back_to_second_review_only_with_its_own_documents() {
        let go = |returned_from, scope| {
            next(Stage::Returned, Move::Resubmit { returned_from, scope }, &two_reviews())
        };
        assert_eq!(go(Stage::SecondReview, RevisionScope::OnlySecondReview), Ok(Stage::SecondReview));
        assert_eq!(go(Stage::SecondReview, RevisionScope::Wider), Ok(Stage::FirstReview));
        assert_eq!(go(Stage::Bureau, RevisionScope::OnlySecondReview), Ok(Stage::FirstReview));
    }

    #[test]
    fn undo_leads_back_only_from_where_the_verdict_led() {
        let go = |from, back_to| next(from, Move::Undo { back_to }, &two_reviews());
        assert_eq!(go(Stage::Returned, Stage::FirstReview), Ok(Stage::FirstReview));
        assert_eq!(go(Stage::Verification, Stage::FirstReview), Ok(Stage::FirstReview));
        assert_eq!(go(Stage::SecondReview, Stage::FirstReview), Ok(Stage::FirstReview));
        assert!(go(Stage::Sms, Stage::FirstReview).is_err());
        assert_eq!(go(Stage::Bureau, Stage::SecondReview), Ok(Stage::SecondReview), "where nobody verifies");
        assert!(go(Stage::Filed, Stage::SecondReview).is_err());
    }

    #[test]
    fn what_comes_after_the_reviews_moves_only_from_its_own_stage() {
        let go = |from, step| next(from, step, &two_reviews());
        assert_eq!(go(Stage::Sms, Move::SmsPassed), Ok(Stage::Bureau));
        assert_eq!(go(Stage::Sms, Move::Return), Ok(Stage::Returned));
        assert_eq!(go(Stage::Bureau, Move::Return), Ok(Stage::Returned));
        assert_eq!(go(Stage::Bureau, Move::File), Ok(Stage::Filed));
        for stage in Stage::ALL.into_iter().filter(|stage| !matches!(stage, Stage::Sms | Stage::Bureau)) {
            for step in [Move::SmsPassed, Move::Return, Move::File] {
                assert!(go(stage, step).is_err(), "{stage} {step:?}");
            }
        }
        assert!(go(Stage::Sms, Move::File).is_err() && go(Stage::Bureau, Move::SmsPassed).is_err());
    }

    #[test]
    fn a_refusal_names_the_stage_and_the_wish() {
        let error = next(Stage::Filed, Move::Abandon, &two_reviews()).unwrap_err();
        assert_eq!(error.to_string(), "an order in stage filed can't take 'abandon'");
    }
}
