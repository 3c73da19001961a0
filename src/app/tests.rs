//! Keys in, effects out.

use super::action::{Action, DialogAction};
use super::effect::{Effect, Secret};
use super::key::Key::*;
use super::message::{ClaimAnswer, Message, PageAnswer};
use super::popup::Popup;
use super::say::Say;
use super::screen::Screen;
use super::testing::{Desk, now, page, row, rows};
use crate::domain::ids::{OrderId, UserId};
use crate::domain::lang::Lang;
use crate::domain::people::{Role, Staff};
use crate::domain::permission::Deed;
use crate::domain::stage::Stage;
use crate::domain::verdict::Refusal;
use crate::domain::view::{Cursor, Direction, Page, Sort, Tab};
use chrono::TimeDelta;

fn desk() -> Desk {
    let mut desk = Desk::new(Lang::Zh, (80, 24));
    desk.sign_in();
    desk.hear(page(rows()));
    desk
}

fn selected(desk: &Desk) -> i64 {
    match &desk.app.top.screen {
        Screen::Queue(queue) => queue.list.row().map_or(0, |row| row.id.0),
        _ => 0,
    }
}

fn last_toast(desk: &Desk) -> Option<Say> {
    desk.app.toasts.last().map(|toast| toast.say.clone())
}

#[test]
fn a_sign_in_asks_once_and_forgets_the_passphrase() {
    let mut desk = Desk::new(Lang::Zh, (80, 24));
    let effects = desk.keys(&[Char('王'), Enter, Char('ａ'), Char('b'), Enter, Enter]);
    let passphrase = Secret("ａb".into());
    assert_eq!(effects, [Effect::SignIn { name: "王".into(), passphrase }]);
    assert_eq!(last_toast(&desk), Some(Say::text("why.asking")));
}

#[test]
fn keys_of_the_queue_become_effects() {
    for (keys, effect) in [
        (vec![Enter], Effect::OpenOrder(OrderId(1))),
        (vec![Char('j'), Char('j'), Char('k'), Char('c')], Effect::Claim(OrderId(2))),
        (vec![Char('ｊ'), Char('ｃ')], Effect::Claim(OrderId(2))),
        (
            vec![Char('n')],
            Effect::ClaimNext { stages: vec![Stage::FirstReview, Stage::SecondReview], after: None },
        ),
        (vec![Char('y')], Effect::Copy("BA20261123001".into())),
        (vec![Char('u')], Effect::LoadUndoable),
        (
            vec![Char('j'), Char('j'), Char('j'), Char('a'), Char('问'), Enter],
            Effect::Ask(OrderId(4), "问".into()),
        ),
        (
            vec![Char('z'), Char('1'), Char('ｈ'), Tab, Char('等'), Enter],
            Effect::Snooze { id: OrderId(1), until: now() + TimeDelta::hours(1), note: "等".into() },
        ),
    ] {
        assert_eq!(desk().keys(&keys), [effect]);
    }
}

fn only_supervisors(deed: Deed) -> Say {
    let (stage, who) = (Some(Stage::FirstReview), vec![Role::Supervisor]);
    crate::app::screen::told(&Refusal::NotAllowed { deed, stage, who })
}

#[test]
fn what_is_not_possible_says_why() {
    for (keys, why) in [
        (vec![Char('j'), Char('j'), Char('c')], Say::with("why.held_by", "陈静")),
        (vec![Char('b')], Say::text("why.not_held")),
        (vec![Char('d')], only_supervisors(Deed::Assign)),
        (vec![Char('t')], only_supervisors(Deed::TakeBack)),
        (vec![Char('m')], only_supervisors(Deed::Assign)),
        (vec![Char('a')], Say::text("why.not_held")),
    ] {
        let mut desk = desk();
        assert_eq!(desk.keys(&keys), []);
        assert_eq!(last_toast(&desk), Some(why));
    }
}

#[test]
fn a_note_must_be_written_and_is_never_lost() {
    let mut desk = desk();
    desk.keys(&[Char('j'), Char('j'), Char('j')]);
    assert_eq!(desk.keys(&[Char('a'), Enter]), []);
    assert!(matches!(&desk.app.top.popup, Some(Popup::Form(form)) if form.problem.is_some()));
    assert_eq!(desk.keys(&[Char('能'), Char('否'), Esc, Char('j'), Char('k')]), []);
    assert_eq!(desk.keys(&[Char('a'), Enter]), [Effect::Ask(OrderId(4), "能否".into())]);
}

#[test]
fn every_letter_of_a_search_counts_and_old_answers_do_not() {
    let mut desk = desk();
    let effects = desk.keys(&[Char('/'), Char('李'), Char('n')]);
    let searches: Vec<_> = effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::LoadPage { request, .. } => request.filter.search.clone(),
            _ => None,
        })
        .collect();
    assert_eq!(searches, ["李", "李n"]);
    let stale = PageAnswer { generation: desk.generation - 1, result: Ok(Page::default()) };
    desk.app.update(Message::Page(stale), now(), &desk.catalog);
    assert_eq!(selected(&desk), 1, "rows of the old search stay until the new ones come");
}

/// The searches that were asked for.
fn searches(effects: &[Effect]) -> Vec<Option<String>> {
    let asked = effects.iter().filter_map(|effect| match effect {
        Effect::LoadPage { request, .. } => Some(request.filter.search.clone()),
        _ => None,
    });
    asked.collect()
}

#[test]
fn a_new_search_takes_the_place_of_the_old() {
    let mut desk = desk();
    desk.keys(&[Char('/'), Char('李'), Enter]);
    assert_eq!(desk.keys(&[Char('/'), Esc]), [], "an untouched box changes nothing");
    let again = desk.keys(&[Char('/'), Char('王'), Char('n'), Enter]);
    assert_eq!(searches(&again), [Some("王".into()), Some("王n".into())]);
    let kept = desk.keys(&[Char('/'), End, Char('x')]);
    assert_eq!(searches(&kept).last(), Some(&Some("王nx".into())), "who moves the caret writes on");
    assert_eq!(searches(&desk.hear(Message::Paste("7".into()))), [Some("王nx7".into())]);
    desk.keys(&[Enter]);
    assert_eq!(searches(&desk.hear(Message::Paste("8".into()))), [Some("8".into())]);
}

#[test]
fn an_order_just_put_back_is_not_the_next() {
    let next = |after| Effect::ClaimNext { stages: vec![Stage::FirstReview, Stage::SecondReview], after };
    let mut desk = desk();
    desk.keys(&[Char('j'), Char('j'), Char('j'), Char('a'), Char('问'), Enter]);
    assert_eq!(desk.keys(&[Char('n')]), [next(Some(OrderId(4)))]);
    desk.keys(&[Char('b'), Char('退'), Enter]);
    assert_eq!(desk.keys(&[Char('n')]), [next(Some(OrderId(4)))]);
    assert_eq!(desk.keys(&[Char('n')]), [next(None)]);
}

#[test]
fn a_list_of_values_leads_back_to_the_filter() {
    let mut desk = desk();
    desk.keys(&[Char('f'), Char('j'), Enter, Esc]);
    assert!(matches!(&desk.app.top.popup, Some(Popup::Filter(filter)) if filter.selected == 1));
    desk.keys(&[Esc]);
    assert!(desk.app.top.popup.is_none());
}

#[test]
fn what_a_search_finds_has_one_order() {
    let mut desk = desk();
    assert_eq!(desk.keys(&[Char('/'), Char('李'), Enter]).len(), 1);
    assert_eq!(desk.keys(&[Char('s')]), []);
    assert_eq!(last_toast(&desk), Some(Say::text("why.search_newest")));
}

#[test]
fn a_form_of_one_line_offers_no_other() {
    let mut desk = desk();
    let idle = |desk: &Desk, action| desk.app.disabled(Action::Dialog(action), &desk.catalog).is_some();
    desk.keys(&[Char('w')]);
    assert!(idle(&desk, DialogAction::NextField) && idle(&desk, DialogAction::LineBreak));
    desk.keys(&[Esc, Char('j'), Char('j'), Char('j'), Char('a')]);
    assert!(idle(&desk, DialogAction::NextField) && !idle(&desk, DialogAction::LineBreak));
    desk.keys(&[Esc, Char('z')]);
    assert!(!idle(&desk, DialogAction::NextField) && idle(&desk, DialogAction::LineBreak));
    desk.keys(&[Esc, Ctrl('l')]);
    assert!(idle(&desk, DialogAction::NextField));
}

#[test]
fn the_selection_stays_on_its_order() {
    let mut desk = desk();
    desk.keys(&[Char('j'), Char('j'), Char('j')]);
    assert_eq!(selected(&desk), 4);
    desk.hear(Message::StoreChanged);
    let mut changed = rows();
    changed.remove(0);
    changed.insert(0, row(99, "新单"));
    changed.insert(0, row(98, "新单"));
    desk.hear(page(changed.clone()));
    assert_eq!(selected(&desk), 4);
    desk.hear(Message::StoreChanged);
    changed.retain(|row| row.id != OrderId(4));
    desk.hear(page(changed));
    assert_eq!(selected(&desk), 5, "the one that took its place");
}

#[test]
fn the_list_loads_on_before_its_end_is_seen() {
    let mut desk = Desk::new(Lang::Zh, (80, 24));
    desk.sign_in();
    let cursor = Cursor { first: 0, second: 30, id: OrderId(30) };
    let first = Page { rows: rows(), more_before: None, more_after: Some(cursor) };
    let effects = desk.hear(Message::Page(PageAnswer { generation: 0, result: Ok(first) }));
    let Some(Effect::LoadPage { request, .. }) = effects.first() else { panic!("{effects:?}") };
    assert_eq!((request.from, request.direction), (Some(cursor), Direction::Forward));
    let more =
        Page { rows: (31..=60).map(|id| row(id, "甲")).collect(), more_before: None, more_after: None };
    desk.hear(Message::Page(PageAnswer { generation: 0, result: Ok(more) }));
    desk.keys(&[End]);
    assert_eq!(selected(&desk), 60);
    desk.keys(&[Home]);
    assert_eq!(selected(&desk), 1);
}

#[test]
fn tabs_sort_and_filter_ask_for_other_rows() {
    let asked = |keys: &[super::key::Key]| match desk().keys(keys).pop() {
        Some(Effect::LoadPage { request, .. }) => *request,
        other => panic!("{other:?}"),
    };
    assert_eq!(asked(&[Char('l')]).tab, Tab::Stage(Stage::SecondReview));
    assert_eq!(asked(&[Char('h')]).tab, Tab::All);
    assert_eq!(asked(&[Char('s')]).sort, Sort::Waiting);
    assert_eq!(asked(&[Char('f'), Right]).filter.province, Some("beijing".into()));
    let picked = asked(&[Char('f'), Enter, Char('新'), Char('疆'), Enter]);
    assert_eq!(picked.filter.province, Some("xinjiang".into()));
    assert!(asked(&[Char('f'), Right, Esc, Char('x')]).filter.is_empty());
}

#[test]
fn a_claim_opens_its_order() {
    let mut desk = desk();
    let claimed = ClaimAnswer { id: OrderId(2), result: Ok(now() + TimeDelta::minutes(30)) };
    let effects = desk.hear(Message::Claimed(claimed));
    assert!(effects.contains(&Effect::OpenOrder(OrderId(2))));
    desk.hear(Message::Claimed(ClaimAnswer { id: OrderId(2), result: Err("陈静已领取。".into()) }));
    assert_eq!(last_toast(&desk), Some(Say::Words("陈静已领取。".into())));
}

#[test]
fn an_idle_desk_locks_and_comes_back_as_it_was() {
    let mut desk = desk();
    desk.keys(&[Char('j'), Char('j'), Char('j'), Char('a'), Char('半'), Char('句')]);
    desk.now = now() + TimeDelta::minutes(4);
    desk.hear(Message::Tick);
    assert!(matches!(desk.app.top.screen, Screen::Queue(_)));
    desk.now = now() + TimeDelta::minutes(5);
    desk.hear(Message::Tick);
    assert!(matches!(desk.app.top.screen, Screen::Lock(_)));
    assert_eq!(desk.keys(&[Char('x'), Enter]), [Effect::Unlock { passphrase: Secret("x".into()) }]);
    let session = desk.app.session.clone().unwrap();
    desk.hear(Message::SignedIn(Box::new(session)));
    let effects = desk.keys(&[Enter]);
    assert_eq!(effects, [Effect::Ask(OrderId(4), "半句".into())]);
}

#[test]
fn supervisors_give_away_many_at_once() {
    let mut desk = Desk::new(Lang::Zh, (80, 24));
    desk.sign_in_as(&[Role::Supervisor]);
    desk.hear(page(rows()));
    let effects = desk.keys(&[Char('m'), Char('j'), Char(' '), Char('d')]);
    assert_eq!(effects.last(), Some(&Effect::LoadStaff));
    let staff = desk.app.session.clone().unwrap().staff;
    let reviewer = |id: i64, role| Staff { id: UserId(id), roles: [role].into(), ..staff.clone() };
    let everyone = vec![staff.clone(), reviewer(2, Role::Second), reviewer(3, Role::First)];
    desk.hear(Message::Staff(everyone.clone()));
    let assigned = Effect::Assign { ids: vec![OrderId(1), OrderId(3)], to: Some(UserId(3)) };
    assert_eq!(
        desk.keys(&[Enter]),
        std::slice::from_ref(&assigned),
        "only who decides in the stage is offered"
    );
    desk.hear(Message::Refused("忙。".into()));
    desk.keys(&[Char('d')]);
    desk.hear(Message::Staff(everyone));
    assert_eq!(desk.keys(&[Enter]), [assigned], "the marks are still there");
    desk.hear(Message::Done("已指派 2".into()));
    assert!(matches!(&desk.app.top.screen, Screen::Queue(queue) if queue.marked.is_empty()));
}

#[test]
fn the_language_turns_while_something_is_written() {
    let mut desk = desk();
    desk.keys(&[Char('j'), Char('j'), Char('j'), Char('a'), Char('半'), F(2)]);
    assert_eq!(desk.app.lang(), Lang::En);
    assert_eq!(desk.keys(&[Enter]), [Effect::Ask(OrderId(4), "半".into())]);
}

#[test]
fn leaving_asks_first() {
    let mut desk = desk();
    for stays in [Char('n'), Esc] {
        assert_eq!(desk.keys(&[Char('q'), Enter, Char('x'), Down, stays]), []);
        assert!(desk.app.top.popup.is_none());
    }
    assert_eq!(desk.keys(&[Char('q'), Char('y')]), [Effect::Quit]);
    assert_eq!(desk.keys(&[Ctrl('c'), Ctrl('c')]), [Effect::Quit]);
}

#[test]
fn the_timer_is_set_once_for_the_next_moment() {
    let mut desk = desk();
    let wakes = |effects: &[Effect]| effects.iter().any(|effect| matches!(effect, Effect::WakeAt(_)));
    assert!(wakes(&desk.hear(Message::Tick)), "the moment has passed, so the next one is asked for");
    assert!(!wakes(&desk.hear(Message::Resized(80, 24))), "it stands already");
}

#[test]
fn a_refused_note_comes_back() {
    let mut desk = desk();
    desk.keys(&[Char('j'), Char('j'), Char('j'), Char('a'), Char('问'), Enter]);
    desk.hear(Message::Refused("订单已移走。".into()));
    assert_eq!(desk.keys(&[Char('a'), Enter]), [Effect::Ask(OrderId(4), "问".into())]);
    desk.hear(Message::Done("已请示。".into()));
    desk.keys(&[Char('a'), Enter]);
    assert!(matches!(&desk.app.top.popup, Some(Popup::Form(form)) if form.problem.is_some()));
}

#[test]
fn a_slow_list_can_be_cancelled() {
    let mut desk = desk();
    desk.keys(&[Char('s')]);
    assert_eq!(desk.keys(&[Esc]), [Effect::CancelPage]);
    assert_eq!(selected(&desk), 1, "the old rows stay");
}

#[test]
fn undo_is_a_list_that_says_what_is_too_late() {
    let mut desk = desk();
    desk.keys(&[Char('u')]);
    desk.hear(super::testing::undoable());
    assert_eq!(desk.keys(&[Enter]), [], "Enter decides nothing");
    assert_eq!(desk.keys(&[Char('j'), Char('U')]), [Effect::Undo("v2".into())]);
    assert_eq!(desk.keys(&[Char('j'), Char('U')]), []);
    assert_eq!(last_toast(&desk), Some(Say::Words("已报送管局".into())));
}

#[test]
fn the_palette_runs_what_is_found_by_name() {
    assert_eq!(
        desk().keys(&[Char(':'), Char('复'), Char('制'), Enter]),
        [Effect::Copy("BA20261123001".into())]
    );
    assert_eq!(
        desk().keys(&[Char(':'), Char('c'), Char('o'), Char('p'), Char('y'), Enter]),
        [Effect::Copy("BA20261123001".into())]
    );
}

#[test]
fn every_key_in_every_state_is_survived() {
    let popups: [&[super::key::Key]; 7] =
        [&[], &[Char('f')], &[Char('?')], &[Char(':')], &[Char('z')], &[Char('u')], &[Char('/')]];
    for open in popups {
        for binding in super::keymap::Context::ALL.into_iter().flat_map(|context| context.bindings()) {
            for key in binding.keys {
                let mut desk = desk();
                desk.keys(open);
                desk.keys(&[*key, *key, Char('j'), Enter, *key]);
            }
        }
    }
}

/// What an effect may do when nobody pressed a key of its own for it: look, load, keep what is written.
fn only_looks(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::LoadPage { .. }
            | Effect::CancelPage
            | Effect::LoadCounts
            | Effect::LoadUndoable
            | Effect::LoadViews
            | Effect::OpenOrder(_)
            | Effect::SaveDraft(..)
            | Effect::SaveSettings(_)
            | Effect::Copy(_)
            | Effect::Preview { .. }
            | Effect::LoadStats { .. }
            | Effect::LoadFigure { .. }
            | Effect::LoadBoard(_)
            | Effect::LoadRechecks
            | Effect::Renew(_)
            | Effect::Unlock { .. }
            | Effect::WakeAt(_)
    )
}

/// How many reasons are in the tray.
fn tray(desk: &Desk) -> Option<usize> {
    match &desk.app.top.screen {
        Screen::Review(review) => Some(review.work.reasons.len()),
        _ => None,
    }
}

#[test]
fn no_key_among_others_puts_anything_on_record() {
    use super::screen::review::testing::{desk as reviewing, first_review};
    let starts: [fn() -> Desk; 3] = [
        desk,
        || reviewing(Lang::Zh, (160, 45), first_review()),
        || {
            let mut desk = reviewing(Lang::Zh, (160, 45), first_review());
            // Everything is answered, a reason is in the tray, a page lies over it.
            desk.keys(&[Char('f'), Char('1')]);
            (0..60).for_each(|_| drop(desk.keys(&[Char('p')])));
            desk.keys(&[Char('x')]);
            desk
        },
    ];
    let keys: Vec<super::key::Key> = super::keymap::Context::ALL
        .into_iter()
        .flat_map(|context| context.bindings())
        .flat_map(|binding| binding.keys)
        .copied()
        .collect();
    for start in starts {
        for open in [None, Some(Char('u')), Some(F(7)), Some(Char('C'))] {
            // Begun with some keys, so that each comes in other places.
            for first in (0..keys.len()).step_by(40) {
                let mut desk = start();
                desk.keys(Vec::from_iter(open).as_slice());
                let before = tray(&desk);
                for key in keys.iter().cycle().skip(first).take(keys.len()) {
                    let effects = desk.hear(Message::Amid(*key));
                    let more = effects.iter().find(|effect| !only_looks(effect));
                    assert!(more.is_none(), "{open:?}, from {first}, {key}: {more:?}");
                    let grew = before.zip(tray(&desk)).is_some_and(|(before, now)| now > before);
                    assert!(!grew, "{open:?}, from {first}, {key} took a reason");
                }
            }
        }
    }
}

#[test]
fn nobody_decides_on_a_screen_too_small_to_show_anything() {
    use super::screen::review::testing::{desk as reviewing, first_review};
    let keys = super::keymap::Context::ALL.into_iter().flat_map(|context| context.bindings());
    let keys: Vec<super::key::Key> = keys.flat_map(|binding| binding.keys).copied().collect();
    for small in [(59, 45), (160, 15), (10, 4)] {
        let mut desk = reviewing(Lang::Zh, (160, 45), first_review());
        (0..60).for_each(|_| drop(desk.keys(&[Char('p')])));
        desk.hear(Message::Resized(small.0, small.1));
        for key in &keys {
            let effects = desk.hear(Message::Key(*key));
            let more = effects.iter().find(|effect| !only_looks(effect) && !matches!(effect, Effect::Quit));
            assert!(more.is_none(), "{small:?}, {key}: {more:?}");
        }
    }
}

/// The numbers that were asked for.
fn numbers(effects: &[Effect]) -> Vec<&str> {
    let asked = effects.iter().filter_map(|effect| match effect {
        Effect::SearchNumber(term) => Some(term.0.as_str()),
        _ => None,
    });
    asked.collect()
}

#[test]
fn a_number_is_looked_for_on_enter_alone_and_once() {
    let mut desk = desk();
    let typed = desk.keys(&[Char('/'), Char('1'), Char('2'), Char('3'), Char('4'), Char('5')]);
    assert_eq!((searches(&typed).len(), numbers(&typed)), (5, vec![]), "no prefix goes on record");
    assert_eq!(numbers(&desk.keys(&[Enter])), Vec::<&str>::new(), "five places are text");
    let four = desk.keys(&[Char('/'), Char('1'), Char('2'), Char('3'), Char('4'), Enter]);
    assert_eq!(numbers(&four), ["1234"]);
    let again = desk.hear(Message::NumberSearched(Secret("1234".into())));
    assert_eq!(searches(&again), [Some("1234".into())], "the list comes anew with the numbers");
    assert_eq!(numbers(&desk.keys(&[Char('/'), Enter])), Vec::<&str>::new(), "it is on record already");
    assert_eq!(searches(&desk.hear(Message::NumberSearched(Secret("9999".into())))), []);
    assert_eq!(desk.keys(&[Char('w')]), []);
    assert_eq!(last_toast(&desk), Some(Say::text("why.number_view")));
    let other =
        desk.keys(&[Char('/'), Char('1'), Char('2'), Char('3'), Char('4'), Char('5'), Backspace, Enter]);
    assert_eq!(numbers(&other), ["1234"], "typed again it is another search");
}
