//! The worker that writes.

use super::{Shared, Work};
use crate::app::effect::{Effect, Mend, Secret};
use crate::app::message::{
    ClaimAnswer, DecideAnswer, DecisionDone, DecisionFailure, Message, Outcome, UndoAnswer, WaitingRefusal,
};
use crate::app::settings::{HomeRules, SavedView, Session, Settings};
use crate::domain::countersign::{SecondWord, WordState};
use crate::domain::ids::{OrderId, UserId, VerdictId};
use crate::domain::lang::Lang;
use crate::domain::people::Staff;
use crate::domain::permission::Deed;
use crate::domain::sought::sought;
use crate::domain::verdict::Decision;
use crate::domain::whence::Whence;
use crate::store::{Op, Store};
use crate::work::amend::Wish;
use crate::work::decide::Told;
use crate::work::host::{self, HostFile};
use crate::work::recheck::{self, Sample};
use crate::work::{
    Desk, Result, WorkError, abandon, amend, board, calls, claim, decide, findings, look, now, number_search,
    overrule, people, roles, sheet, supervise, tick::tick_some, tries, verification,
};
use chrono::{DateTime, TimeDelta, Utc};
use std::sync::Arc;
use std::time::Duration;

/// Orders whose findings are made anew after a sign-in, and after each thing that was done.
const RENEWED_FIRST: usize = 100;
const RENEWED_AFTER: usize = 10;
/// Orders that the clock moves before other work goes on.
const TICKED_AT_ONCE: usize = 100;
/// How long the clock waits after a failure.
const AFTER_FAILURE: TimeDelta = TimeDelta::seconds(30);

pub(super) struct Writer {
    desk: Desk,
    /// From where people sign in here.
    whence: Whence,
    shared: Arc<Shared>,
    staff: Option<Staff>,
    /// After a failure the clock waits until then.
    clock_from: Option<DateTime<Utc>>,
    /// The programs that the host allows, as of the sign-in.
    host: HostFile,
    /// What was last told of the home, and how many second words were asked for.
    rules: HomeRules,
    words: usize,
}

impl Work for Writer {
    fn run(&mut self, effect: Effect) {
        match effect {
            Effect::SignIn { name, passphrase } => self.sign_in(&name, &passphrase),
            Effect::Unlock { passphrase } => {
                if let Some(name) = self.staff.as_ref().map(|staff| staff.name.clone()) {
                    self.sign_in(&name, &passphrase);
                }
            }
            Effect::SignOut => self.leave(),
            Effect::Quit => self.leave(),
            other => match self.staff.as_ref().map(|staff| staff.id) {
                Some(who) if matches!(other, Effect::Viewed { .. }) => self.act(who, other),
                Some(who) => {
                    self.act(who, other);
                    self.renew(RENEWED_AFTER);
                }
                None => self.refused(&WorkError::say("请先登录。", "sign in first")),
            },
        }
    }

    /// While somebody is signed in, the desk runs the clock.
    fn sleep(&mut self) -> Option<Duration> {
        self.staff.as_ref()?;
        let due = match self.desk.store.next_wake() {
            Ok(due) => due?.max(self.clock_from.unwrap_or(DateTime::UNIX_EPOCH)),
            Err(error) => {
                tracing::warn!(%error, "the clock could not be asked");
                now() + AFTER_FAILURE
            }
        };
        Some((due - now()).to_std().unwrap_or(Duration::ZERO))
    }

    fn wake(&mut self) {
        match tick_some(&mut self.desk, now(), TICKED_AT_ONCE) {
            Ok(ticked) => {
                self.clock_from = None;
                if !ticked.is_empty() {
                    self.shared.say(Message::StoreChanged);
                    self.renew(RENEWED_AFTER);
                }
            }
            Err(error) => {
                tracing::warn!(%error, "what is due by the clock waits");
                self.clock_from = Some(now() + AFTER_FAILURE);
            }
        }
    }

    /// Others may have changed the account of who sits here, what holds for the home, and what waits for them.
    fn changed(&mut self) {
        if let Some(closed) = self.shared.closed(&self.desk.store) {
            return self.shared.say(closed);
        }
        self.tell_rules();
        self.tell_words();
    }

    fn store(&self) -> &Store {
        &self.desk.store
    }

    fn end(&mut self) {
        self.leave();
    }
}

impl Writer {
    pub(super) fn new(desk: Desk, whence: Whence, shared: Arc<Shared>) -> Self {
        let rules = HomeRules::default();
        let host = HostFile::default();
        Self { desk, whence, shared, staff: None, clock_from: None, host, rules, words: 0 }
    }

    /// Announces somebody who has signed in.
    pub(super) fn welcome(&mut self, session: people::Session, mut told: Vec<String>) {
        let signed_in = session.signed_in();
        self.desk.store.signed_in(Some(signed_in.clone()));
        let staff = session.staff;
        let lang = self.shared.lang();
        told.extend(session.told.iter().map(|one| lang.pick(&one.zh, &one.en).to_owned()));
        match decide::settle_all(&mut self.desk, staff.id, now()) {
            Ok(settled) => told.extend(settled.iter().map(|one| settled_sentence(one, lang))),
            Err(error) => told.push(error.sentence(lang).into()),
        }
        // Without settings of his own a person gets the language of the command line.
        let kept = self.desk.store.user_settings::<Settings>(staff.id).ok();
        let settings =
            kept.filter(|_| self.has_settings(staff.id)).unwrap_or(Settings { lang, ..Settings::default() });
        self.shared.set_lang(settings.lang);
        self.shared.set_session(Some(signed_in));
        self.staff = Some(staff.clone());
        self.host = self.host_file(&mut told);
        let home = self.home_rules();
        self.rules.clone_from(&home);
        self.words = 0;
        self.tell_outside();
        self.shared.say(Message::SignedIn(Box::new(Session { staff, settings, home, told })));
        self.tell_words();
        self.wake();
        self.renew(RENEWED_FIRST);
    }

    /// Findings that no longer hold are made anew a few at a time, after the answer is out.
    fn renew(&mut self, most: usize) {
        if let Err(error) = findings::renew(&mut self.desk, now(), most) {
            tracing::warn!(%error, "findings wait for a new run");
        }
    }

    fn has_settings(&self, who: UserId) -> bool {
        self.desk
            .store
            .user_settings::<serde_json::Map<String, serde_json::Value>>(who)
            .is_ok_and(|map| !map.is_empty())
    }

    /// The clipboard follows the home's settings, programs the host's file.
    fn tell_outside(&self) {
        let store = &self.desk.store;
        let off =
            store.setting::<String>(super::outside::CLIPBOARD).ok().flatten().is_some_and(|set| set == "off");
        if let Ok(mut kept) = self.shared.clipboard.lock() {
            *kept = super::outside::Allowed { clipboard_off: off, host: self.host.clone() };
        }
    }

    /// A file of the host that can't be trusted is told, and allows nothing.
    fn host_file(&self, told: &mut Vec<String>) -> HostFile {
        host::read(self.desk.home.host()).unwrap_or_else(|error| {
            told.push(error.sentence(self.shared.lang()).into());
            HostFile::default()
        })
    }

    fn home_rules(&self) -> HomeRules {
        let fallback = HomeRules::default();
        let store = &self.desk.store;
        let number = |key: &str, fallback: u32| store.setting(key).ok().flatten().unwrap_or(fallback);
        HomeRules {
            lock_minutes: number("lock_minutes", fallback.lock_minutes),
            grace_minutes: number(decide::GRACE_MINUTES, fallback.grace_minutes),
            four_eyes: store.setting(crate::store::setting::FOUR_EYES).ok().flatten().unwrap_or_default(),
            permissions: roles::permissions(store).unwrap_or_default(),
            lookups: self.host.lookups.keys().cloned().collect(),
            host_file: self.desk.home.host().path().display().to_string(),
        }
    }

    /// Why a key does nothing follows what a supervisor changes meanwhile.
    fn tell_rules(&mut self) {
        let rules = self.home_rules();
        if self.staff.is_some() && rules != self.rules {
            self.rules.clone_from(&rules);
            self.shared.say(Message::HomeRules(Box::new(rules)));
        }
    }

    /// Requests that this person can countersign are told when there are more of them than before.
    fn tell_words(&mut self) {
        let Some(staff) = &self.staff else { return };
        if roles::allow_reading(&self.desk.store, staff.id, Deed::Countersign).is_err() {
            return;
        }
        let waits = |word: &SecondWord| word.state == WordState::Asked && word.asked_by != staff.name;
        let words = self.desk.store.open_words(now()).unwrap_or_default();
        let count = words.iter().filter(|word| waits(word)).count();
        if count > self.words {
            self.shared.say(Message::WordsAsked(count));
        }
        self.words = count;
    }

    fn sign_in(&mut self, name: &str, passphrase: &Secret) {
        match people::sign_in(&mut self.desk, name, &passphrase.0, &self.whence, now()) {
            Ok(session) => self.welcome(session, Vec::new()),
            Err(error) => {
                let wait_until = tries::waits_until(&self.desk, name, &self.whence, now()).ok().flatten();
                let sentence = error.sentence(self.shared.lang()).into();
                self.shared.say(Message::SignInRefused(WaitingRefusal { sentence, wait_until }));
            }
        }
    }

    /// Claims that are left open fall free at once, not when their lease ends.
    fn leave(&mut self) {
        let Some(staff) = self.staff.take() else { return };
        let claims = self.desk.store.claims_of(staff.id, now()).unwrap_or_default();
        for (order, _) in claims {
            if let Err(error) = claim::release_leaving(&mut self.desk, staff.id, order, now()) {
                tracing::warn!(%error, "a claim could not be released; its lease will end it");
            }
        }
        self.shared.set_session(None);
        self.desk.store.signed_in(None);
    }

    fn refused(&self, error: &WorkError) {
        if let WorkError::Closed(_) = error
            && let Some(closed) = self.shared.closed(&self.desk.store)
        {
            return self.shared.say(closed);
        }
        self.shared.say(Message::Refused(error.sentence(self.shared.lang()).into()));
    }

    /// Answers a change that has no answer of its own.
    fn done(&self, result: Result<String>) {
        match result {
            Ok(sentence) => {
                self.shared.say(Message::Done(sentence));
                self.shared.say(Message::StoreChanged);
            }
            Err(error) => self.refused(&error),
        }
    }

    fn text(&self, zh: &str, en: &str) -> String {
        self.shared.lang().pick(zh, en).to_owned()
    }

    fn act(&mut self, who: UserId, effect: Effect) {
        let at = now();
        let desk = &mut self.desk;
        match effect {
            Effect::Claim(id) => {
                let result = claim::claim(desk, who, id, at).map(|claim| claim.until);
                self.claimed(id, result);
            }
            Effect::Renew(id) => {
                let result = claim::renew(desk, who, id, at).map(|claim| claim.until);
                self.claimed(id, result);
            }
            Effect::ClaimNext { stages, after } => self.claim_next(who, &stages, after),
            Effect::Release(id) => {
                if let Err(error) = claim::release(desk, who, id, at) {
                    self.refused(&error);
                }
            }
            Effect::PutBack(id, note) => {
                let result = claim::put_back(desk, who, id, &note, at);
                self.done(result.map(|()| self.text("已放回队列", "Put back")));
            }
            Effect::Ask(id, note) => {
                let result = claim::ask(desk, who, id, &note, at);
                self.done(result.map(|()| self.text("已请示主管", "Supervisor asked")));
            }
            Effect::Answer(id, note) => {
                let result = supervise::answer(desk, who, id, &note, at);
                self.done(result.map(|()| self.text("已答复", "Answered")));
            }
            Effect::Snooze { id, until, note } => {
                let result = claim::snooze(desk, who, id, until, &note, at);
                self.done(result.map(|()| self.text("已暂缓", "Snoozed")));
            }
            Effect::SaveDraft(id, draft) => match look::save_draft(desk, who, id, &draft, at) {
                Ok(()) => self.shared.say(Message::DraftSaved(id)),
                Err(error) => self.refused(&error),
            },
            Effect::KeepDraft(id, draft) => {
                if let Err(error) = look::keep_draft(desk, who, id, &draft, at) {
                    tracing::warn!(%error, "the draft of a closed desk was not kept");
                }
            }
            Effect::Decide { id, decision } => self.decide(who, id, *decision),
            Effect::Undo(verdict) => self.undo(who, &verdict),
            Effect::Reveal { id, field } => match look::reveal(desk, who, id, &field, at) {
                Ok(value) => self.shared.say(Message::Revealed { id, field, value }),
                Err(error) => self.refused(&error),
            },
            Effect::Viewed { id, what } => {
                if let Err(error) = look::viewed(desk, Some(who), id, what, at) {
                    self.refused(&error);
                }
            }
            Effect::SearchNumber(term) => self.search_number(who, term),
            other => self.supervise(who, other),
        }
    }

    /// On record first: only then the worker that reads looks for the number.
    fn search_number(&mut self, who: UserId, term: Secret) {
        let Some(number) = sought(&term.0) else { return };
        match number_search::look(&mut self.desk, who, &number, now()) {
            Ok(()) => {
                self.shared.set_number(Some(term.0.clone()));
                self.shared.say(Message::NumberSearched(term));
            }
            Err(error) => self.refused(&error),
        }
    }

    fn supervise(&mut self, who: UserId, effect: Effect) {
        let at = now();
        let desk = &mut self.desk;
        match effect {
            Effect::Assign { ids, to } => {
                let result = supervise::assign(desk, who, &ids, to, at);
                self.done(result.map(|n| format!("{} {n}", self.text("已指派", "Assigned"))));
            }
            Effect::Overrule { id, item, why } => {
                let result = overrule::overrule(desk, who, id, &item, &why, at);
                self.done(result.map(|()| self.text("已越过该发现", "Finding overruled")));
            }
            Effect::Amend { id, changes } => {
                let wish = |change: Mend| Wish { path: change.path, to: change.to, rule: change.rule };
                let wishes: Vec<Wish> = changes.into_iter().map(wish).collect();
                let result = amend::amend(desk, who, id, &wishes, at);
                self.done(
                    result.map(|_| self.text("已协助更改，规则已重新检查", "Mended, and checked again")),
                );
            }
            Effect::TakeBack { id, reason } => {
                let result = supervise::take_back(desk, who, id, &reason, at);
                self.done(result.map(|()| self.text("已收回", "Taken back")));
            }
            Effect::Prioritise { id, priority, reason } => {
                let result = supervise::prioritise(desk, who, id, priority, &reason, at);
                self.done(result.map(|()| self.text("优先级已改", "Priority changed")));
            }
            Effect::LogCall { id, person, result, note, again_at } => {
                let call = calls::Call { person, result, note, again_at };
                let result = calls::log(desk, who, id, &call, at);
                self.done(result.map(|()| self.text("致电已记录", "Call recorded")));
            }
            Effect::Abandon(id, reason) => {
                let result = abandon::abandon(desk, abandon::By::Staff(who), id, &reason, at);
                self.done(result.map(|()| self.text("订单已放弃", "Order given up")));
            }
            Effect::WriteSheet(id) => {
                let result = sheet::write_all(desk, who, id, at).map(|paths| {
                    let paths: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
                    format!("{} {}", self.text("核验单已写入", "Sheet written to"), paths.join(", "))
                });
                self.done(result);
            }
            Effect::LogPaper { id, kind, owner } => {
                let receipt = verification::Receipt { kind, owner: &owner, at: None };
                let result = verification::log_paper(desk, who, id, receipt, at);
                self.done(result.map(|_| self.text("已登记收到原件", "Original logged")));
            }
            Effect::DrawSample { n, period, person } => {
                let result = recheck::draw(desk, who, Sample { n, period, person }, at);
                self.done(result.map(|n| format!("{} {n}", self.text("已抽取", "Drawn:"))));
            }
            Effect::Recheck { verdict, result, note } => {
                let result = recheck::finish(desk, who, &verdict, result, &note, at);
                self.done(result.map(|()| self.text("复查结果已记录", "Re-check recorded")));
            }
            Effect::Board(act) => {
                let result = board::act(desk, who, &act, at);
                self.done(result.map(|()| self.text("已登记", "On record")));
            }
            Effect::SaveView(view) => {
                let result = save_view(desk, who, &view);
                self.views(who, result);
            }
            Effect::DeleteView(name) => {
                let result = desk.store.transact(&Op::by(who, at), |tx| tx.delete_view(who, &name));
                self.views(who, result);
            }
            Effect::SaveSettings(settings) => {
                self.shared.set_lang(settings.lang);
                let result = desk.store.transact(&Op::by(who, at), |tx| tx.set_user_settings(who, &settings));
                if let Err(error) = result {
                    self.refused(&error);
                }
            }
            other => tracing::error!(?other, "an effect without a worker"),
        }
    }

    fn views(&self, who: UserId, result: Result<()>) {
        let views = result.and_then(|()| super::reading::views(&self.desk.store, who));
        match views {
            Ok(views) => self.shared.say(Message::Views(views)),
            Err(error) => self.refused(&error),
        }
    }

    fn claimed(&self, id: OrderId, result: Result<chrono::DateTime<chrono::Utc>>) {
        let lang = self.shared.lang();
        self.shared.say(Message::Claimed(ClaimAnswer {
            id,
            result: result.map_err(|error| error.sentence(lang).into()),
        }));
    }

    fn claim_next(&mut self, who: UserId, stages: &[crate::domain::stage::Stage], after: Option<OrderId>) {
        let at = now();
        match claim::claim_next(&mut self.desk, who, stages, after, at) {
            Ok(Some(id)) => {
                let until =
                    self.desk.store.row(id, at).map(|row| row.holder.map_or(at, |holder| holder.until));
                self.claimed(id, until);
            }
            Ok(None) => self.shared.say(Message::NothingNext),
            Err(error) => self.refused(&error),
        }
    }

    fn decide(&mut self, who: UserId, id: OrderId, mut decision: Decision) {
        if decision.verdict_id.as_str().is_empty() {
            decision.verdict_id = decide::new_id();
        }
        let lang = self.shared.lang();
        let result = decide::decide(&mut self.desk, who, id, &decision, now());
        let no = self.desk.store.row(id, now()).map(|row| row.no).unwrap_or_default();
        let result = match result {
            Ok(done) => {
                Ok(DecisionDone { verdict_id: done.verdict_id, kind: done.kind, to_stage: done.stage })
            }
            Err(error) => Err(DecisionFailure {
                outcome: match &error {
                    WorkError::OutcomeUnknown { .. } => Outcome::Unknown,
                    _ => Outcome::NotDone,
                },
                sentence: error.sentence(lang).into(),
            }),
        };
        let saved = result.is_ok();
        self.shared.say(Message::Decided(DecideAnswer { id, no, result }));
        if saved {
            self.shared.say(Message::StoreChanged);
        }
    }

    fn undo(&mut self, who: UserId, verdict: &VerdictId) {
        let lang = self.shared.lang();
        let result = decide::undo(&mut self.desk, who, verdict, now());
        let changed = result.is_ok();
        let result = result.map(|(_, stage)| stage).map_err(|error| error.sentence(lang).into());
        self.shared.say(Message::Undone(UndoAnswer { verdict_id: verdict.clone(), result }));
        if changed {
            self.shared.say(Message::StoreChanged);
        }
    }
}

fn save_view(desk: &mut Desk, who: UserId, view: &SavedView) -> Result<()> {
    let body = serde_json::to_string(view).map_err(|error| WorkError::unreadable("view", &error))?;
    desk.store.transact(&Op::by(who, now()), |tx| tx.save_view(who, &view.name, &body))
}

fn settled_sentence(told: &Told, lang: Lang) -> String {
    let no = &told.no;
    match (&told.outcome, lang) {
        (decide::Outcome::Saved(_), Lang::Zh) => format!("订单 {no} 的结论已保存（上次保存时结果未知）。"),
        (decide::Outcome::Saved(_), Lang::En) => {
            format!("The verdict on {no} is saved (its outcome was unknown).")
        }
        (decide::Outcome::NotSaved, Lang::Zh) => format!("订单 {no} 的结论未保存，草稿仍在，请重新作结论。"),
        (decide::Outcome::NotSaved, Lang::En) => {
            format!("The verdict on {no} was not saved; its draft is kept.")
        }
    }
}
