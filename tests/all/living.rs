//! The living account: whoever was disabled, or has other roles or another passphrase, changes and reads nothing
//! more at a desk that is still open; it locks by itself, and keeps what was being written.

use super::roles::deeds::{Held, NO, Scene};
use super::support::{SECRET, catalog, monday, nowhere};
use beian::app::App;
use beian::app::action::{Action, GlobalAction};
use beian::app::effect::{Effect, Mend, Secret};
use beian::app::key::Key;
use beian::app::keymap::{Binding, Context};
use beian::app::message::Message;
use beian::app::screen::Screen;
use beian::app::settings::{SavedView, Settings};
use beian::domain::board::{BoardAct, List};
use beian::domain::event::{RecheckResult, Viewing};
use beian::domain::ids::{OrderId, Sha256, UserId};
use beian::domain::lang::Lang;
use beian::domain::life::CallResult;
use beian::domain::order::AttachmentKind;
use beian::domain::people::Role;
use beian::domain::permission::{Permissions, TABLE, stages_of};
use beian::domain::stats::{Figure, Period, Question};
use beian::domain::verdict::VerdictKind;
use beian::domain::view::{Draft, Filter, PageRequest, Sort, Tab};
use beian::driver::workers::{Here, Workers};
use beian::store::living::Closed;
use beian::store::watch::Watch;
use beian::work::{Desk, WorkError, now, people, standing};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// What happens to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cause {
    Disabled,
    Roles,
    Passphrase,
}

const CAUSES: [(Cause, Closed); 3] = [
    (Cause::Disabled, Closed::Disabled),
    (Cause::Roles, Closed::Roles),
    (Cause::Passphrase, Closed::Passphrase),
];

fn befalls(scene: &Scene, name: &str, cause: Cause) {
    let mut desk = scene.place.desk();
    let by = desk.store.account("zhu").unwrap().unwrap().staff.id;
    let mut more = desk.store.account(name).unwrap().unwrap().staff.roles;
    more.extend([Role::First, Role::Second]);
    match cause {
        Cause::Disabled => drop(people::disable(&mut desk, by, name, now()).unwrap()),
        Cause::Roles => drop(standing::set_roles(&mut desk, by, name, &more, now()).unwrap()),
        Cause::Passphrase => {
            let who = desk.store.account(name).unwrap().unwrap().staff.id;
            people::set_passphrase(&mut desk, who, name, SECRET, now()).unwrap();
        }
    }
}

#[test]
fn no_deed_is_done_by_an_account_that_is_no_longer_the_one_that_signed_in() {
    for (cause, closed) in CAUSES {
        let scene = Scene::new();
        let mut desk = scene.place.desk();
        let who = people::sign_in(&mut desk, "boss", SECRET, &nowhere(), monday()).unwrap().staff.id;
        befalls(&scene, "boss", cause);
        let before: i64 = scene.place.ask("SELECT count(*) FROM event");
        for line in &TABLE {
            let table = Permissions::default();
            let may = |stage: &Option<_>| {
                table.may(line.deed, Role::Supervisor, *stage) > beian::domain::permission::May::No
            };
            let stage = stages_of(line.deed).into_iter().find(may).flatten();
            scene.put(stage, who, Held::ByThem);
            let done = scene.does(&mut desk, who, line.deed);
            assert!(
                matches!(&done, Err(WorkError::Closed(why)) if *why == closed),
                "{cause:?} {}: {done:?}",
                line.slug
            );
        }
        assert_eq!(before, scene.place.ask::<i64>("SELECT count(*) FROM event"), "{cause:?}");
        // With the passphrase that holds, everything goes on.
        let again =
            people::sign_in(&mut desk, "boss", SECRET, &nowhere(), monday() + chrono::Duration::minutes(9));
        assert_eq!(again.is_ok(), cause != Cause::Disabled);
    }
}

/// A desk as its driver runs it: an app, its workers, and what they say.
struct Seat {
    app: App,
    workers: Workers,
    from: Receiver<Message>,
}

impl Seat {
    fn open(scene: &Scene) -> Self {
        let (to, from) = channel();
        let answer = Arc::new(move |message| drop(to.send(message)));
        let here = Here { lang: Lang::En, whence: nowhere() };
        let workers = Workers::start(scene.place.desk(), here, None, Vec::new(), answer).unwrap();
        let settings = Settings { lang: Lang::En, ..Settings::default() };
        let mut app = App::new(settings, now());
        app.size = (160, 45);
        Self { app, workers, from }
    }

    /// Takes a message; what the app wants done goes to the workers, but for what is the loop's.
    fn hear(&mut self, message: Message) -> Vec<Effect> {
        let effects = self.app.update(message, now(), &catalog());
        let own =
            |effect: &Effect| matches!(effect, Effect::WakeAt(_) | Effect::Preview { .. } | Effect::Copy(_));
        let effects: Vec<Effect> = effects.into_iter().filter(|effect| !own(effect)).collect();
        effects.iter().for_each(|effect| self.workers.run(effect.clone()));
        effects
    }

    fn keys(&mut self, keys: &[Key]) {
        keys.iter().for_each(|key| drop(self.hear(Message::Key(*key))));
    }

    fn next(&self) -> Message {
        self.from.recv_timeout(Duration::from_secs(60)).expect("an answer in time")
    }

    /// Hears what the workers say until it is so.
    fn until(&mut self, what: &str, so: impl Fn(&App) -> bool) {
        let deadline = Instant::now() + Duration::from_secs(60);
        while !so(&self.app) {
            assert!(Instant::now() < deadline, "{what}: {:?}", self.app.top.screen);
            let message = self.next();
            self.hear(message);
        }
    }

    /// Hears what has come so far.
    fn settle(&mut self) {
        self.hear(Message::StoreChanged);
        // Each worker answers in turn: the one that reads, and the one that counts.
        self.workers.run(Effect::LoadViews);
        self.workers.run(Effect::LoadRechecks);
        let (mut read, mut counted) = (false, false);
        while !(read && counted) {
            let message = self.next();
            read |= matches!(message, Message::Views(_));
            counted |= matches!(message, Message::Rechecks(_) | Message::Refused(_));
            self.hear(message);
        }
    }

    fn sign_in(&mut self, name: &str) {
        self.hear(Message::Resized(160, 45));
        let passphrase = Secret(SECRET.into());
        self.workers.run(Effect::SignIn { name: name.into(), passphrase });
        self.until(
            "signed in",
            |app| matches!(&app.top.screen, Screen::Queue(queue) if queue.list.row().is_some()),
        );
    }

    fn review(&mut self, id: OrderId) {
        self.workers.run(Effect::Claim(id));
        self.until("claimed", |app| match &app.top.screen {
            Screen::Review(review) => review.is_held(&app.at(&catalog())),
            _ => false,
        });
    }
}

fn free(scene: &Scene) {
    scene.put(None, scene.who(Role::First), Held::ByNobody);
}

/// Every effect that somebody who is signed in can cause.
fn effects(id: OrderId) -> Vec<Effect> {
    let note = || "说明".to_owned();
    let view =
        SavedView { name: "v".into(), tab: Tab::All, filter: Filter::default(), sort: Sort::default() };
    let question = || Box::new(Question::default());
    let field = "people[0].mobile".to_owned();
    let page = PageRequest {
        tab: Tab::All,
        filter: Filter::default(),
        sort: Sort::default(),
        from: None,
        direction: Default::default(),
        limit: 9,
        now: now(),
    };
    vec![
        Effect::LoadPage { request: Box::new(page), generation: 1 },
        Effect::LoadCounts,
        Effect::OpenOrder(id),
        Effect::Claim(id),
        Effect::ClaimNext { stages: vec![beian::domain::stage::Stage::FirstReview], after: None },
        Effect::Renew(id),
        Effect::Release(id),
        Effect::PutBack(id, note()),
        Effect::Ask(id, note()),
        Effect::Answer(id, note()),
        Effect::Snooze { id, until: now() + chrono::Duration::hours(1), note: note() },
        Effect::SaveDraft(id, Box::<Draft>::default()),
        Effect::ComposeNotice { id, kind: VerdictKind::Reject, reasons: Vec::new() },
        Effect::Decide { id, decision: Box::new(decision()) },
        Effect::Undo("v".into()),
        Effect::LoadUndoable,
        Effect::Reveal { id, field: field.clone() },
        Effect::LookUp { field, value: "1".into() },
        Effect::OpenOutside(Sha256::of(b"x")),
        Effect::Assign { ids: vec![id], to: None },
        Effect::TakeBack { id, reason: note() },
        Effect::Prioritise { id, priority: 1, reason: note() },
        Effect::Overrule { id, item: "E001@entity".parse().unwrap(), why: note() },
        Effect::Amend { id, changes: vec![Mend { path: "remark".into(), to: Some(note()), rule: None }] },
        Effect::LogCall {
            id,
            person: "p1".into(),
            result: CallResult::Reached,
            note: note(),
            again_at: None,
        },
        Effect::Abandon(id, note()),
        Effect::WriteSheet(id),
        Effect::LogPaper { id, kind: AttachmentKind::VerificationSheet, owner: "order".into() },
        Effect::LoadStats { question: question(), generation: 1 },
        Effect::LoadFigure {
            question: question(),
            figure: Figure::Overdue(beian::domain::stage::Stage::FirstReview),
            slice: None,
            limit: 9,
            generation: 1,
        },
        Effect::LoadRechecks,
        Effect::DrawSample { n: 1, period: Period::Today, person: None },
        Effect::Recheck { verdict: "v".into(), result: RecheckResult::Upheld, note: note() },
        Effect::LoadBoard(List::Sms),
        Effect::Board(BoardAct::Remind(id)),
        Effect::LoadStaff,
        Effect::LoadViews,
        Effect::SaveView(view),
        Effect::DeleteView("v".into()),
        Effect::SaveSettings(Settings::default()),
        Effect::Viewed { id, what: Viewing::Order },
        Effect::SearchNumber(Secret("1234".into())),
    ]
}

fn decision() -> beian::domain::verdict::Decision {
    beian::domain::verdict::Decision {
        verdict_id: "v1".into(),
        kind: VerdictKind::Reject,
        stage: beian::domain::stage::Stage::FirstReview,
        revision: 1,
        answers: Default::default(),
        reasons: Vec::new(),
        notice: None,
        note: None,
        override_reason: None,
    }
}

/// No effect is forgotten above: whoever adds one says here whether it is somebody's.
fn is_somebodys(effect: &Effect) -> bool {
    use Effect as E;
    match effect {
        // Signing in and out, what a closed desk keeps, what the loop does itself, and what is shown already.
        E::SignIn { .. } | E::Unlock { .. } | E::SignOut | E::Quit | E::KeepDraft(..) => false,
        E::WakeAt(_) | E::Preview { .. } | E::CancelPage | E::Copy(_) => false,
        E::LoadPage { .. } | E::LoadCounts | E::OpenOrder(_) | E::Claim(_) | E::ClaimNext { .. } => true,
        E::Renew(_) | E::Release(_) | E::PutBack(..) | E::Ask(..) | E::Answer(..) | E::Snooze { .. } => true,
        E::SaveDraft(..) | E::ComposeNotice { .. } | E::Decide { .. } | E::Undo(_) | E::LoadUndoable => true,
        E::Reveal { .. } | E::LookUp { .. } | E::OpenOutside(_) | E::Assign { .. } | E::TakeBack { .. } => {
            true
        }
        E::Prioritise { .. } | E::Overrule { .. } | E::Amend { .. } | E::LogCall { .. } | E::Abandon(..) => {
            true
        }
        E::WriteSheet(_) | E::LogPaper { .. } | E::LoadStats { .. } | E::LoadFigure { .. } => true,
        E::LoadRechecks | E::DrawSample { .. } | E::Recheck { .. } | E::LoadBoard(_) | E::Board(_) => true,
        E::LoadStaff | E::LoadViews | E::SaveView(_) | E::DeleteView(_) | E::SaveSettings(_) => true,
        E::Viewed { .. } | E::SearchNumber(_) => true,
    }
}

#[test]
fn a_disabled_persons_desk_does_and_shows_nothing_effect_by_effect() {
    let scene = Scene::new();
    free(&scene);
    let mut seat = Seat::open(&scene);
    seat.sign_in("first");
    seat.settle();
    befalls(&scene, "first", Cause::Disabled);
    let before: i64 = scene.place.ask("SELECT count(*) FROM event");
    let all = effects(scene.id);
    assert!(all.iter().all(is_somebodys));
    for effect in all {
        seat.workers.run(effect.clone());
        let message = seat.next();
        assert!(
            matches!(&message, Message::Closed(closing) if closing.why.en.contains("disabled")),
            "{effect:?}: {message:?}"
        );
    }
    assert_eq!(before, scene.place.ask::<i64>("SELECT count(*) FROM event"));
    assert_eq!(0, scene.place.ask::<i64>("SELECT count(*) FROM draft"));
}

/// The keys of a context, but for those that leave it.
fn keys_of(context: Context) -> Vec<Key> {
    let leaves = |binding: &&Binding| {
        let Action::Global(action) = binding.action else { return false };
        matches!(action, GlobalAction::SignOut | GlobalAction::Quit | GlobalAction::Lock | GlobalAction::Back)
    };
    let all = context.tables().into_iter().flat_map(|table| table.bindings());
    all.filter(|binding| !leaves(binding)).flat_map(|binding| binding.keys.iter().copied()).collect()
}

#[test]
fn a_disabled_persons_desk_does_and_shows_nothing_key_by_key() {
    for (context, way) in [
        (Context::Queue, vec![]),
        (Context::Review, vec![]),
        (Context::Board, vec![Key::F(7)]),
        (Context::Stats, vec![Key::F(3)]),
        (Context::History, vec![Key::Char('i')]),
    ] {
        let scene = Scene::new();
        free(&scene);
        let mut seat = Seat::open(&scene);
        seat.sign_in("first");
        if context == Context::Review {
            seat.review(scene.id);
        }
        seat.keys(&way);
        seat.until("there", |app| app.context() == context);
        seat.settle();
        befalls(&scene, "first", Cause::Disabled);
        let before: i64 = scene.place.ask("SELECT count(*) FROM event");
        for key in keys_of(context) {
            // The desk has not heard yet; what it wants done is refused all the same.
            let asked = seat.hear(Message::Key(key)).iter().filter(|effect| is_somebodys(effect)).count();
            for _ in 0..asked {
                let message = seat.next();
                assert!(matches!(message, Message::Closed(_)), "{context:?} {key}: {message:?}");
            }
            for _ in 0..3 {
                if seat.app.context() != context {
                    let asked =
                        seat.hear(Message::Key(Key::Esc)).iter().filter(|one| is_somebodys(one)).count();
                    (0..asked).for_each(|_| assert!(matches!(seat.next(), Message::Closed(_))));
                }
            }
            assert_eq!(seat.app.context(), context, "{key}");
        }
        assert_eq!(before, scene.place.ask::<i64>("SELECT count(*) FROM event"), "{context:?}");
    }
}

fn is_locked(app: &App) -> bool {
    matches!(&app.top.screen, Screen::Lock(lock) if lock.why.is_some())
}

fn why(app: &App) -> String {
    match &app.top.screen {
        Screen::Lock(lock) => lock.why.as_ref().unwrap().words(&catalog(), Lang::En),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_open_desk_locks_by_itself_says_why_and_keeps_what_was_being_written() {
    for (cause, words) in [
        (Cause::Disabled, "account was disabled"),
        (Cause::Roles, "roles were changed"),
        (Cause::Passphrase, "passphrase was changed"),
    ] {
        let scene = Scene::new();
        free(&scene);
        let mut seat = Seat::open(&scene);
        let (clock, database) = (seat.workers.clock(), scene.place.home().database());
        let _watch = Watch::new(&database, clock).unwrap();
        seat.sign_in("first");
        seat.review(scene.id);
        // Half a reason is typed; nothing has saved it yet.
        seat.keys(&[Key::Char('r'), Key::Char('半'), Key::Char('句')]);
        befalls(&scene, "first", cause);
        seat.until("locked", is_locked);
        assert!(why(&seat.app).contains(words), "{cause:?}: {}", why(&seat.app));
        let draft = || draft(&scene.place.desk(), scene.id, scene.who(Role::First));
        let deadline = Instant::now() + Duration::from_secs(60);
        while draft().is_none_or(|draft| draft.typing.is_none()) {
            assert!(Instant::now() < deadline, "the draft was not kept");
            std::thread::yield_now();
        }
        assert!(draft().unwrap().typing.unwrap().1.contains("半句"));
        // The keys of the desk beneath do nothing; the passphrase that holds brings it back.
        let before: i64 = scene.place.ask("SELECT count(*) FROM event WHERE kind <> 'home'");
        seat.keys(&[Key::Char('v'), Key::Char('b'), Key::F(7), Key::F(9), Key::Ctrl('u')]);
        assert!(is_locked(&seat.app));
        assert_eq!(before, scene.place.ask::<i64>("SELECT count(*) FROM event WHERE kind <> 'home'"));
        seat.workers.run(Effect::Unlock { passphrase: Secret(SECRET.into()) });
        if cause == Cause::Disabled {
            while !matches!(seat.next(), Message::SignInRefused(_)) {}
        } else {
            seat.until("back", |app| matches!(app.top.screen, Screen::Review(_)));
        }
    }
}

fn draft(desk: &Desk, id: OrderId, who: UserId) -> Option<Draft> {
    desk.store.draft(id, who).unwrap()
}

#[test]
fn a_command_signs_in_anew_and_a_home_of_before_knows_its_people() {
    let scene = Scene::new();
    let run = |args: &[&str]| super::support::text(&scene.place.run(args));
    free(&scene);
    assert!(run(&["claim", NO, "--user", "first"]).contains(NO));
    befalls(&scene, "first", Cause::Roles);
    assert!(run(&["put-back", NO, "--note", "x", "--user", "first"]).contains(NO), "a command signs in anew");
    befalls(&scene, "first", Cause::Disabled);
    assert!(run(&["claim", NO, "--user", "first"]).contains("name or passphrase is wrong"));
}
