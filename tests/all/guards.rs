//! Whatever people do, in whatever order: nothing is approved with an open mandatory item, and no order
//! leaves the stage table.

use super::support::monday;
use beian::domain::checklist::{Answer, Answers, ChosenReason, Item, ItemAnswer, ItemKey, Need, SubjectRef};
use beian::domain::event::{Event, OrderState, Scope, apply};
use beian::domain::ids::UserId;
use beian::domain::people::{Role, Staff};
use beian::domain::permission::Permissions;
use beian::domain::stage::{Flow, Stage};
use beian::domain::verdict::{Decision, FourEyes, Situation, VerdictKind, check};
use chrono::Duration;
use proptest::prelude::*;

/// What somebody tries.
#[derive(Debug, Clone)]
enum Act {
    Claim(usize),
    PutBack,
    Wait(i64),
    Answer(usize, Option<Answer>),
    Approve(usize, Option<&'static str>),
    Reject(usize, &'static str),
    Undo,
    Materials,
    Revise(Scope),
    Disable(usize),
    Placeholders(usize),
}

fn act() -> impl Strategy<Value = Act> {
    let person = 0..4_usize;
    let answer = prop_oneof![
        3 => Just(Some(Answer::Pass)),
        1 => Just(Some(Answer::NotApplicable)),
        1 => Just(Some(Answer::Fault)),
        1 => Just(None)
    ];
    let over = prop_oneof![4 => Just(None), 1 => Just(Some("by phone")), 1 => Just(Some(" "))];
    prop_oneof![
        4 => person.clone().prop_map(Act::Claim),
        1 => Just(Act::PutBack),
        1 => (1..30_i64).prop_map(Act::Wait),
        8 => (0..4_usize, answer).prop_map(|(item, answer)| Act::Answer(item, answer)),
        4 => (person.clone(), over).prop_map(|(who, over)| Act::Approve(who, over)),
        2 => (person.clone(), prop_oneof![Just("照片模糊"), Just("")]).prop_map(|(who, why)| Act::Reject(who, why)),
        1 => Just(Act::Undo),
        2 => Just(Act::Materials),
        1 => prop_oneof![Just(Scope::OnlySecondReview), Just(Scope::Wider)].prop_map(Act::Revise),
        1 => person.prop_map(Act::Disable),
        1 => (0..2_usize).prop_map(Act::Placeholders),
    ]
}

fn staff(at: usize, is_disabled: bool) -> Staff {
    let roles: &[Role] = match at {
        0 => &[Role::First],
        1 => &[Role::Second],
        2 => &[Role::First, Role::Second],
        _ => &[Role::Supervisor],
    };
    let roles = roles.iter().copied().collect();
    Staff { id: UserId(at as i64), name: format!("p{at}"), roles, disabled: is_disabled }
}

fn items() -> Vec<Item> {
    let item =
        |code: &str, need| Item { key: ItemKey { rule: code.into(), subject: SubjectRef::Order }, need };
    vec![
        item("A001", Need::Mandatory),
        item("A002", Need::Mandatory),
        item("A003", Need::Mandatory),
        item("A004", Need::Optional),
    ]
}

struct World {
    state: OrderState,
    flow: Flow,
    now: chrono::DateTime<chrono::Utc>,
    claim: Option<(UserId, chrono::DateTime<chrono::Utc>)>,
    answers: Answers,
    disabled: [bool; 4],
    placeholders: usize,
    verdicts: usize,
    left: Option<Stage>,
}

impl World {
    fn new() -> Self {
        use Stage::*;
        let flow = Flow(vec![FirstReview, Verification, SecondReview, Sms, Bureau, Filed]);
        let event =
            Event::Imported { revision: 1, content: "c".into(), scope: None, since: None, due_at: None };
        let state = apply(None, &event, None, monday(), &flow).unwrap();
        Self {
            state,
            flow,
            now: monday(),
            claim: None,
            answers: Answers::new(),
            disabled: [false; 4],
            placeholders: 0,
            verdicts: 0,
            left: None,
        }
    }

    fn record(&mut self, event: &Event, actor: usize) -> bool {
        match apply(Some(&self.state), event, Some(UserId(actor as i64)), self.now, &self.flow) {
            Ok(after) => {
                self.state = after;
                true
            }
            Err(_) => false,
        }
    }

    fn decide(&mut self, who: usize, kind: VerdictKind, over: Option<&str>, why: Option<&str>) {
        let id = format!("v{}", self.verdicts).as_str().into();
        let reason = |text: &str| ChosenReason {
            code: ChosenReason::FREE.into(),
            item: None,
            field: None,
            text: text.into(),
            mend: String::new(),
        };
        let decision = Decision {
            verdict_id: id,
            kind,
            stage: self.state.stage,
            revision: self.state.revision,
            answers: self.answers.clone(),
            reasons: why.map(reason).into_iter().collect(),
            notice: None,
            note: None,
            override_reason: over.map(str::to_owned),
        };
        let (person, list) = (staff(who, self.disabled[who]), items());
        let permissions = Permissions::default();
        let situation = Situation {
            permissions: &permissions,
            findings: &[],
            overruled: &[],
            staff: &person,
            stage: self.state.stage,
            revision: self.state.revision,
            claim: self.claim,
            passed_first_by: self.state.passed_first_by,
            four_eyes: FourEyes::On,
            now: self.now,
            checklist: &list,
            placeholders: self.placeholders,
        };
        if check(&decision, &situation).is_err() {
            return;
        }
        self.must_be_allowed(&decision, &person);
        let event = Event::Decided {
            verdict: decision.verdict_id,
            kind,
            stage: self.state.stage,
            reasons: decision.reasons,
            override_reason: decision.override_reason,
            due_at: None,
        };
        self.left = Some(self.state.stage);
        assert!(self.record(&event, who), "the guards let a verdict pass that the stages refuse");
        (self.verdicts, self.claim) = (self.verdicts + 1, None);
        self.answers.clear();
    }

    /// What the guards must have seen to, said in other words than theirs.
    fn must_be_allowed(&self, decision: &Decision, person: &Staff) {
        assert!(self.state.stage.is_review() && !person.disabled);
        let (holder, until) = self.claim.expect("nobody decides what he does not hold");
        assert!(holder == person.id && until > self.now);
        if self.state.stage == Stage::SecondReview {
            assert_ne!(self.state.passed_first_by, Some(person.id), "four eyes");
        }
        let overrides = decision.override_reason.as_ref().is_some_and(|why| !why.trim().is_empty());
        match decision.kind {
            VerdictKind::Approve if overrides => assert!(person.has(Role::Supervisor)),
            VerdictKind::Approve => {
                for item in items().iter().filter(|item| item.need == Need::Mandatory) {
                    let answer = decision.answers.get(&item.key).map(|given| given.answer);
                    assert!(matches!(answer, Some(Answer::Pass | Answer::NotApplicable)), "{}", item.key);
                }
                assert_eq!(self.placeholders, 0);
            }
            VerdictKind::Reject => {
                assert!(decision.reasons.iter().any(|reason| !reason.text.trim().is_empty()));
            }
        }
    }

    fn act(&mut self, act: &Act) {
        match act {
            Act::Claim(who) => {
                let is_free = self.claim.is_none_or(|(_, until)| until <= self.now);
                if is_free {
                    self.claim = Some((UserId(*who as i64), self.now + Duration::minutes(15)));
                }
            }
            Act::PutBack => self.claim = None,
            Act::Wait(minutes) => self.now += Duration::minutes(*minutes),
            Act::Answer(item, answer) => {
                let key = items()[*item].key.clone();
                match answer {
                    Some(answer) => {
                        self.answers.insert(key, ItemAnswer { answer: *answer, note: None });
                    }
                    None => drop(self.answers.remove(&key)),
                }
            }
            Act::Approve(who, over) => self.decide(*who, VerdictKind::Approve, *over, None),
            Act::Reject(who, why) => self.decide(*who, VerdictKind::Reject, None, Some(why)),
            Act::Undo => {
                if let Some((verdict, back_to)) = self.state.last_verdict.clone().zip(self.left) {
                    self.record(
                        &Event::Undone { verdict, back_to, since: None, due_at: None, asked: None },
                        0,
                    );
                }
            }
            Act::Materials => drop(self.record(&Event::MaterialsComplete { due_at: None }, 0)),
            Act::Revise(scope) => {
                let event = Event::Imported {
                    revision: self.state.revision + 1,
                    content: "c".into(),
                    scope: Some(*scope),
                    since: None,
                    due_at: None,
                };
                self.record(&event, 0);
            }
            Act::Disable(who) => self.disabled[*who] = !self.disabled[*who],
            Act::Placeholders(count) => self.placeholders = *count,
        }
    }

    /// What holds in every state.
    fn must_make_sense(&self) {
        let state = &self.state;
        assert!(state.stage == Stage::Returned || self.flow.0.contains(&state.stage), "{}", state.stage);
        assert_eq!(state.returned_from.is_some(), state.stage == Stage::Returned);
        if state.stage == Stage::FirstReview {
            assert_eq!(state.passed_first_by, None, "a first review is open, so nobody passed it");
        }
        let beyond = [Stage::Verification, Stage::SecondReview, Stage::Sms];
        if beyond.contains(&state.stage) {
            assert!(state.passed_first_by.is_some(), "nothing goes on without a first review");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn no_sequence_of_actions_gets_past_the_guards(acts in prop::collection::vec(act(), 1..80)) {
        let mut world = World::new();
        for act in &acts {
            world.act(act);
            world.must_make_sense();
        }
    }
}
