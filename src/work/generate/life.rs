//! What becomes of an order: told by events alone, each applied as the desk would apply it.

use crate::catalog::{Catalog, Profile};
use crate::domain::checklist::ChosenReason;
use crate::domain::event::{Event, OrderState, Scope, apply};
use crate::domain::ids::{Sha256, UserId, VerdictId};
use crate::domain::stage::Stage;
use crate::domain::verdict::VerdictKind;
use crate::domain::worktime::{shanghai, start_of_day};
use crate::store::generate::PastVerdict;
use chrono::{DateTime, Days, Duration, Timelike, Utc};
use rand::RngExt;
use rand::rngs::StdRng;

/// The people who work.
pub(super) struct Crew {
    pub first: Vec<UserId>,
    pub second: Vec<UserId>,
    pub supervisors: Vec<UserId>,
}

/// Something that happened to the order.
pub(super) struct Happened {
    pub at: DateTime<Utc>,
    pub actor: Option<UserId>,
    pub revision: u32,
    pub event: Event,
}

/// An order's life up to now.
pub(super) struct Life<'a> {
    catalog: &'a Catalog,
    profile: &'a Profile,
    crew: &'a Crew,
    now: DateTime<Utc>,
    dice: &'a mut StdRng,
    rejections: u32,
    pub state: Option<OrderState>,
    pub events: Vec<Happened>,
    pub verdicts: Vec<PastVerdict>,
    pub revisions: Vec<(u32, DateTime<Utc>)>,
}

/// Seconds, exponentially spread about a mean.
fn about(dice: &mut StdRng, mean: f64) -> Duration {
    let share: f64 = dice.random();
    Duration::seconds((-(1.0 - share).ln() * mean) as i64)
}

/// Mostly the first of them, as some people do more than others.
fn one_of(dice: &mut StdRng, people: &[UserId]) -> Option<UserId> {
    let share: f64 = dice.random();
    people.get((share.powf(1.4) * people.len() as f64) as usize).copied()
}

/// The next moment at which people work, at or after `at`.
fn at_work(at: DateTime<Utc>, dice: &mut StdRng) -> DateTime<Utc> {
    let local = shanghai(at);
    if (9..18).contains(&local.hour()) {
        return at;
    }
    let day = if local.hour() < 9 { local.date() } else { local.date() + Days::new(1) };
    start_of_day(day) + Duration::seconds(9 * 3600) + about(dice, 5400.0)
}

impl<'a> Life<'a> {
    pub(super) fn new(
        catalog: &'a Catalog,
        profile: &'a Profile,
        crew: &'a Crew,
        now: DateTime<Utc>,
        dice: &'a mut StdRng,
    ) -> Self {
        // One in five is returned before it goes on, some of them twice.
        let rejections = match dice.random_range(0..100) {
            0..16 => 1,
            16..19 => 2,
            19 => 3,
            _ => 0,
        };
        let (state, events, verdicts, revisions) = (None, Vec::new(), Vec::new(), Vec::new());
        Self { catalog, profile, crew, now, dice, rejections, state, events, verdicts, revisions }
    }

    /// Lives it; `hash` tells the hash of a revision's content.
    pub(super) fn live(
        &mut self,
        submitted: DateTime<Utc>,
        hash: &mut dyn FnMut(u32, DateTime<Utc>) -> Sha256,
    ) {
        let mut goes_on = self.import(1, submitted, None, hash);
        while goes_on {
            let Some(state) = &self.state else { return };
            let since = state.waiting_since;
            goes_on = match state.stage {
                Stage::FirstReview | Stage::SecondReview => self.review(since).is_some(),
                Stage::Verification => self.verify(since),
                Stage::Returned => self.resubmit(since, hash),
                _ => false,
            };
        }
    }

    /// Takes up an event where it fits and lies in the past.
    fn happen(&mut self, at: DateTime<Utc>, actor: Option<UserId>, event: Event) -> bool {
        if at > self.now {
            return false;
        }
        let Ok(after) = apply(self.state.as_ref(), &event, actor, at, &self.profile.stages) else {
            return false;
        };
        self.events.push(Happened { at, actor, revision: after.revision, event });
        self.state = Some(after);
        true
    }

    fn due(&self, stage: Stage, from: DateTime<Utc>) -> Option<DateTime<Utc>> {
        super::super::home::due(self.catalog, self.profile, stage, from)
    }

    fn import(
        &mut self,
        revision: u32,
        at: DateTime<Utc>,
        scope: Option<Scope>,
        hash: &mut dyn FnMut(u32, DateTime<Utc>) -> Sha256,
    ) -> bool {
        let from = self.state.as_ref().and_then(|state| state.returned_from);
        let stage = match (from, scope) {
            (Some(Stage::SecondReview), Some(Scope::OnlySecondReview)) => Stage::SecondReview,
            _ => Stage::FirstReview,
        };
        let due_at = self.due(stage, at);
        let event = Event::Imported { revision, content: hash(revision, at), scope, since: Some(at), due_at };
        let came = self.happen(at, None, event);
        if came {
            self.revisions.push((revision, at));
        }
        came
    }

    fn verify(&mut self, since: DateTime<Utc>) -> bool {
        if self.dice.random_ratio(7, 100) {
            if self.dice.random_ratio(1, 3) {
                let at = since + Duration::days(20) + about(self.dice, 500_000.0);
                return self.happen(at, None, Event::GivenUp { reason: "客户放弃".into() });
            }
            return false;
        }
        let at = since + about(self.dice, 150_000.0);
        let next = self.profile.stages.after(Stage::Verification).unwrap_or(Stage::SecondReview);
        let due_at = self.due(next, at);
        self.happen(at, None, Event::MaterialsComplete { due_at })
    }

    fn resubmit(&mut self, since: DateTime<Utc>, hash: &mut dyn FnMut(u32, DateTime<Utc>) -> Sha256) -> bool {
        let Some(state) = &self.state else { return false };
        let revision = state.revision + 1;
        let second = state.returned_from == Some(Stage::SecondReview);
        match self.dice.random_range(0..100) {
            0..10 => false,
            10..15 => {
                let at = since + Duration::days(15) + about(self.dice, 500_000.0);
                self.happen(at, None, Event::GivenUp { reason: "客户放弃".into() })
            }
            _ => {
                let at = since + about(self.dice, 130_000.0);
                let narrow = second && self.dice.random_ratio(2, 3);
                let scope = if narrow { Scope::OnlySecondReview } else { Scope::Wider };
                self.import(revision, at, Some(scope), hash)
            }
        }
    }

    /// A review from claim to verdict; none where nobody has come to it yet.
    fn review(&mut self, since: DateTime<Utc>) -> Option<()> {
        // Some lie where nobody looks.
        if self.dice.random_ratio(1, 60) {
            return None;
        }
        let stage = self.state.as_ref()?.stage;
        let passed = self.state.as_ref()?.passed_first_by;
        let mut who = match stage {
            Stage::FirstReview => one_of(self.dice, &self.crew.first),
            _ => one_of(self.dice, &self.crew.second),
        }?;
        let overridden = self.dice.random_ratio(1, 250);
        if overridden || Some(who) == passed {
            who = self.crew.supervisors.iter().copied().find(|id| Some(*id) != passed)?;
        }
        let took = since + Duration::minutes(4) + about(self.dice, 14_000.0);
        let mut claimed = at_work(took, self.dice);
        self.taken(claimed, who).then_some(())?;
        if self.dice.random_ratio(1, 80) {
            claimed = self.hesitate(claimed, who)?;
        }
        let reject = !overridden && self.wants_to_reject(stage);
        let at = claimed + Duration::seconds(45) + about(self.dice, 330.0);
        self.decide(stage, who, (claimed, at), reject, overridden)?;
        if self.dice.random_ratio(1, 90) {
            let back = at + Duration::seconds(20) + about(self.dice, 90.0);
            return self.take_back(stage, who, back);
        }
        self.rejections -= u32::from(reject);
        Some(())
    }

    fn taken(&mut self, at: DateTime<Utc>, who: UserId) -> bool {
        let taken = self.happen(at, Some(who), Event::Claimed);
        if taken && self.dice.random_ratio(1, 14) {
            let field = if self.dice.random() { "people/0/mobile" } else { "people/0/certificate/number" };
            let seen = at + Duration::seconds(self.dice.random_range(5..40));
            self.happen(seen, Some(who), Event::Revealed { field: field.into() });
        }
        taken
    }

    /// Asks a supervisor or puts it back, and takes it again later; returns when.
    fn hesitate(&mut self, claimed: DateTime<Utc>, who: UserId) -> Option<DateTime<Utc>> {
        let at = claimed + Duration::seconds(44);
        if self.dice.random() {
            self.happen(at, Some(who), Event::Asked { note: "证件信息不清，请协助判断".into() })
                .then_some(())?;
            let boss = one_of(self.dice, &self.crew.supervisors)?;
            let answer = at + about(self.dice, 5_000.0);
            self.happen(answer, Some(boss), Event::Answered { note: "按现行要求处理即可".into() })
                .then_some(())?;
        } else {
            self.happen(at, Some(who), Event::PutBack { note: "交接班".into() }).then_some(())?;
        }
        let again = at + Duration::minutes(1) + about(self.dice, 9_000.0);
        let again = at_work(again.max(self.events.last()?.at), self.dice);
        self.taken(again, who).then_some(again)
    }

    fn wants_to_reject(&mut self, stage: Stage) -> bool {
        let last = stage == Stage::SecondReview || !self.profile.stages.0.contains(&Stage::SecondReview);
        self.rejections > 0 && (last || self.dice.random_ratio(7, 10))
    }

    fn decide(
        &mut self,
        stage: Stage,
        who: UserId,
        (claimed_at, at): (DateTime<Utc>, DateTime<Utc>),
        reject: bool,
        overridden: bool,
    ) -> Option<()> {
        let ms = u64::try_from(at.timestamp_millis()).unwrap_or(0);
        let random: [u8; 10] = self.dice.random();
        let id = uuid::Builder::from_unix_timestamp_millis(ms, &random).into_uuid().to_string();
        let id = VerdictId(id);
        let kind = if reject { VerdictKind::Reject } else { VerdictKind::Approve };
        let reasons = if reject { self.reasons(stage) } else { Vec::new() };
        let next = if reject { None } else { self.profile.stages.after(stage) };
        let override_reason = overridden.then(|| "材料已线下核实".to_owned());
        let event = Event::Decided {
            verdict: id.clone(),
            kind,
            stage,
            reasons: reasons.clone(),
            override_reason: override_reason.clone(),
            due_at: next.and_then(|next| self.due(next, at)),
        };
        let revision = self.state.as_ref()?.revision;
        self.happen(at, Some(who), event).then_some(())?;
        let undone = None;
        let by = who;
        let verdict =
            PastVerdict { id, stage, revision, kind, by, at, claimed_at, reasons, override_reason, undone };
        self.verdicts.push(verdict);
        Some(())
    }

    fn take_back(&mut self, stage: Stage, who: UserId, at: DateTime<Utc>) -> Option<()> {
        let due_at = self.due(stage, at);
        let verdict = self.verdicts.last()?.id.clone();
        if self.happen(
            at,
            Some(who),
            Event::Undone { verdict, back_to: stage, since: None, due_at, asked: None },
        ) {
            self.verdicts.last_mut()?.undone = Some(at);
        }
        Some(())
    }

    /// One to three reasons, the first of the list most often.
    fn reasons(&mut self, stage: Stage) -> Vec<ChosenReason> {
        let of_stage: Vec<_> =
            self.catalog.reasons.iter().filter(|reason| reason.stages.contains(&stage)).collect();
        let count = self.dice.random_range(1..=3).min(of_stage.len());
        let mut chosen: Vec<ChosenReason> = Vec::new();
        for _ in 0..count {
            let share: f64 = self.dice.random();
            let at = ((of_stage.len() as f64).powf(share) - 1.0) as usize;
            let Some(reason) = of_stage.get(at) else { continue };
            if chosen.iter().all(|known| known.code != reason.code) {
                chosen.push(ChosenReason {
                    code: reason.code.clone(),
                    item: None,
                    field: None,
                    text: reason.text.zh.clone(),
                    mend: reason.mend.zh.clone(),
                });
            }
        }
        if chosen.is_empty() {
            chosen.push(ChosenReason {
                code: ChosenReason::FREE.into(),
                item: None,
                field: None,
                text: "资料不清晰".into(),
                mend: "请重新上传清晰资料".into(),
            });
        }
        chosen
    }
}
