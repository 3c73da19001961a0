//! Calls, giving up, and what the screen tells of the customer's side.

use super::*;
use crate::app::popup::Popup;
use crate::domain::customer::{CustomerSide, MethodView, Waiting};
use crate::domain::lang::Bilingual;
use crate::domain::life::CallResult;
use crate::domain::order::PhotoMethod;

/// An order that nobody holds.
fn free() -> OrderView {
    let mut view = first_review();
    view.row.holder = None;
    view
}

type Logged = (String, CallResult, String, Option<TimeDelta>);

fn logged(effects: &[Effect]) -> Option<Logged> {
    effects.iter().find_map(|effect| match effect {
        Effect::LogCall { person, result, note, again_at, .. } => {
            Some((person.to_string(), *result, note.clone(), again_at.map(|at| at - now())))
        }
        _ => None,
    })
}

#[test]
fn two_keys_put_a_call_on_record_without_a_claim() {
    let manager = free().order.managers()[0].id.to_string();
    let (reached, not) = (CallResult::Reached, CallResult::NotReached);
    for (key, result, again) in
        [('r', reached, None), ('n', not, None), ('h', not, Some(TimeDelta::hours(1)))]
    {
        let mut desk = open(free());
        let effects = desk.keys(&[Char('C'), Char(key)]);
        assert_eq!(logged(&effects), Some((manager.clone(), result, String::new(), again)), "{key}");
        assert!(desk.app.top.popup.is_none());
    }
    let mut desk = open(free());
    assert_eq!(logged(&desk.keys(&[Char('C'), Esc])), None);
}

#[test]
fn a_call_goes_to_the_person_under_the_cursor_or_to_another_one() {
    let view = free();
    let line = rows(&view, None)
        .iter()
        .position(|row| matches!(row, Row::Field(field) if field.path == "people[1].mobile"))
        .unwrap();
    let mut desk = open(view.clone());
    if let Screen::Review(review) = &mut desk.app.top.screen {
        review.panes.turn_to(Pane::Order);
        review.panes.put(Pane::Order, line);
    }
    let effects = desk.keys(&[Char('C'), Char('r')]);
    assert_eq!(logged(&effects).unwrap().0, view.order.people[1].id.to_string());
    let mut desk = open(view.clone());
    let first = logged(&desk.keys(&[Char('C'), Char('r')])).unwrap().0;
    let other = logged(&desk.keys(&[Char('C'), Tab, Char('r')])).unwrap().0;
    assert_ne!(first, other);
}

#[test]
fn another_time_and_a_note_are_typed() {
    let mut desk = open(free());
    desk.keys(&[Char('C'), Char('t')]);
    assert!(matches!(desk.app.top.popup, Some(Popup::Form(_))));
    let effects = desk.keys(&[text("2h"), vec![Enter]].concat());
    let call = logged(&effects).unwrap();
    assert_eq!((call.1, call.3), (CallResult::NotReached, Some(TimeDelta::hours(2))));
    let mut desk = open(free());
    desk.keys(&[Char('C'), Char('e')]);
    assert_eq!(logged(&desk.keys(&[Enter])), None, "a note is needed");
    let effects = desk.keys(&[text("明日补交"), vec![Enter]].concat());
    assert_eq!(logged(&effects).unwrap().2, "明日补交");
}

#[test]
fn a_customer_gives_up_with_a_reason_and_an_order_that_ended_is_left_alone() {
    let mut plain = open(free());
    plain.keys(&[Char('X')]);
    assert!(plain.app.top.popup.is_none(), "a reviewer holds the order, or a supervisor does it");
    let mut desk = open(first_review());
    desk.keys(&[Char('X')]);
    let effects = desk.keys(&[text("不办了"), vec![Enter]].concat());
    assert!(effects.contains(&Effect::Abandon(OrderId(7), "不办了".into())), "{effects:?}");
    let mut ended = free();
    ended.row.stage = Stage::Filed;
    let mut desk = open(ended);
    desk.keys(&[Char('X')]);
    assert!(desk.app.top.popup.is_none() && toast(&desk).contains("已结束"));
    let mut held = first_review();
    held.row.holder.as_mut().unwrap().id = UserId(2);
    let mut desk = open(held);
    desk.keys(&[Char('X')]);
    assert!(desk.app.top.popup.is_none(), "another reviewer has it");
}

#[test]
fn reminders_expiry_and_methods_stand_in_the_order_pane() {
    let mut view = paper();
    let closed = Some(Bilingual::new("仅限上海", "Shanghai alone"));
    view.customer = CustomerSide {
        methods: vec![
            MethodView { method: PhotoMethod::Curtain, closed: None },
            MethodView { method: PhotoMethod::AppCheck, closed },
        ],
        waiting: Some(Waiting {
            reminders: 2,
            next_reminder: None,
            expires_at: Some(now() + TimeDelta::days(30)),
        }),
        ..CustomerSide::default()
    };
    let desk = open(view);
    let said = |lang| -> Vec<String> {
        let rows = rows(&review(&desk).view, None);
        rows.iter()
            .filter_map(|row| match row {
                Row::Said(_, say) => Some(say.words(&desk.catalog, lang)),
                _ => None,
            })
            .collect()
    };
    assert_eq!(
        said(Lang::Zh),
        ["已提醒 2 次；2026-12-23 10:00 到期关单", "幕布拍照：可用", "APP 核验：不可用（仅限上海）"]
    );
    assert!(said(Lang::En)[0].starts_with("reminded 2 times; expires 2026-12-23"));
}

#[test]
fn a_file_that_was_deleted_by_policy_is_not_asked_for() {
    let mut view = free();
    for file in &mut view.attachments {
        file.purged = Some(now());
    }
    let mut desk = Desk::new(Lang::Zh, WIDE);
    desk.sign_in_as(&[Role::First]);
    let effects = desk.hear(Message::Opened(Box::new(view)));
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Preview { .. })), "{effects:?}");
}
