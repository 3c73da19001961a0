//! The table of who may do what, against what the desk offers: every role, every stage, held and not.

use super::*;
use crate::app::action::{BoardAction, QueueAction};
use crate::app::message::BoardAnswer;
use crate::domain::board::{BoardRow, List, Waits};
use crate::domain::countersign::{Alone, WordState};
use crate::domain::lang::Bilingual;
use crate::domain::life::Medium;
use crate::domain::order::PhotoMethod;
use crate::domain::permission::{Deed, Hold, May, Permissions};
use crate::domain::view::Holder;

/// What the desk says where the table has a deed for others, or for whoever holds the order.
fn refusal(deed: Deed, role: Role, stage: Option<Stage>, hold: Hold) -> Option<Bilingual> {
    let staff = crate::domain::people::Staff {
        id: UserId(1),
        name: "王芳".into(),
        roles: [role].into_iter().collect(),
        disabled: false,
    };
    let why = Permissions::default().check(&staff, deed, stage, hold).err()?;
    Some(Bilingual::new(why.sentence(Lang::Zh), why.sentence(Lang::En)))
}

/// Whether the desk refuses as the table does. It may refuse for another cause where the table would not.
fn agrees(is: Option<crate::app::say::Say>, right: Option<Bilingual>) -> bool {
    use crate::app::say::Say;
    let by_table =
        matches!(&is, Some(Say::Both(why)) if why.zh.contains("办理") || why.zh.contains("您未领取"));
    match right {
        // Some stages and holders have a shorter sentence of the desk's own.
        Some(right) => is.as_ref().is_some_and(|is| !by_table || *is == Say::Both(right)),
        None => !by_table,
    }
}

#[test]
fn the_review_offers_what_the_table_allows() {
    use ReviewAction as R;
    for (action, deed) in [
        (R::Approve, Deed::Decide),
        (R::Reject, Deed::Decide),
        (R::Override, Deed::Override),
        (R::Overrule, Deed::Overrule),
        (R::Amend, Deed::Amend),
        (R::Claim, Deed::Claim),
        (R::PutBack, Deed::PutBack),
        (R::Ask, Deed::Ask),
        (R::Answer, Deed::Answer),
        (R::Call, Deed::Call),
        (R::Abandon, Deed::Abandon),
        (R::LogPaper, Deed::Paper),
        (R::WriteSheet, Deed::Sheet),
        (R::Reveal, Deed::Reveal),
    ] {
        for (role, stage) in Role::ALL.iter().flat_map(|role| Stage::ALL.map(|stage| (*role, stage))) {
            for hold in [Hold::Mine, Hold::NotMine] {
                let mut view = first_review();
                view.row.stage = stage;
                view.row.holder = view.row.holder.filter(|_| hold == Hold::Mine);
                let mut desk = Desk::new(Lang::Zh, WIDE);
                desk.sign_in_as(&[role]);
                desk.hear(Message::Opened(Box::new(view)));
                if action == R::Reveal {
                    on_a_personal_field(&mut desk);
                }
                let is = desk.app.disabled(Action::Review(action), &desk.catalog);
                let right = refusal(deed, role, Some(stage), hold);
                assert!(agrees(is.clone(), right), "{action:?} {role:?} {stage} {hold:?}: {is:?}");
            }
        }
    }
}

fn on_a_personal_field(desk: &mut Desk) {
    let (rows, view) = (review(desk).rows(), &review(desk).view);
    let personal = |row: &Row| matches!(row, Row::Field(field) if field.hidden(view).is_some());
    let place = rows.iter().position(personal).unwrap();
    let Screen::Review(review) = &mut desk.app.top.screen else { panic!("no review") };
    review.panes.turn_to(Pane::Order);
    review.panes.put(Pane::Order, place);
}

#[test]
fn the_queue_offers_what_the_table_allows() {
    use QueueAction as Q;
    for (action, deed) in [
        (Q::Claim, Deed::Claim),
        (Q::Snooze, Deed::Snooze),
        (Q::PutBack, Deed::PutBack),
        (Q::Ask, Deed::Ask),
        (Q::Assign, Deed::Assign),
        (Q::TakeBack, Deed::TakeBack),
        (Q::Prioritise, Deed::Prioritise),
        (Q::Answer, Deed::Answer),
    ] {
        for (role, stage) in Role::ALL.iter().flat_map(|role| Stage::ALL.map(|stage| (*role, stage))) {
            for hold in [Hold::Mine, Hold::NotMine] {
                let mut row = crate::app::testing::row(1, "云杉");
                row.stage = stage;
                let until = now() + TimeDelta::minutes(9);
                let mine = Holder { id: UserId(1), name: "王芳".into(), until };
                row.holder = Some(mine).filter(|_| hold == Hold::Mine);
                let mut desk = Desk::new(Lang::Zh, WIDE);
                desk.sign_in_as(&[role]);
                desk.hear(crate::app::testing::page(vec![row]));
                let is = desk.app.disabled(Action::Queue(action), &desk.catalog);
                let right = refusal(deed, role, Some(stage), hold);
                assert!(agrees(is.clone(), right), "{action:?} {role:?} {stage} {hold:?}: {is:?}");
            }
        }
    }
}

fn lines() -> Vec<(BoardAction, Deed, List, Waits)> {
    let sms = Waits::Sms {
        person: "p1".into(),
        name: "王芳".into(),
        sent: None,
        verified: None,
        left: 5,
        resend_at: None,
    };
    let visit = Waits::Appointment {
        person: "p1".into(),
        name: "王芳".into(),
        method: PhotoMethod::PhotoPoint,
        place: "上海".into(),
    };
    let notice = |medium, error: Option<&str>| Waits::Notice {
        notice: 7,
        kind: "x".into(),
        medium,
        name: "王芳".into(),
        error: error.map(str::to_owned),
    };
    let word = Waits::Word {
        word: 1,
        alone: Alone::FourEyesOff,
        asked_by: "李明".into(),
        why: String::new(),
        state: WordState::Asked,
    };
    vec![
        (BoardAction::Good, Deed::Result, List::Sms, sms.clone()),
        (BoardAction::Send, Deed::Remind, List::Sms, sms),
        (
            BoardAction::Send,
            Deed::SendCurtain,
            List::Curtains,
            Waits::Curtain { recipient: "王".into(), had: 0 },
        ),
        (BoardAction::Good, Deed::Appoint, List::Appointments, visit),
        (BoardAction::Bad, Deed::Call, List::Calls, Waits::Call { person: "p1".into(), name: "王芳".into() }),
        (BoardAction::Good, Deed::NoticeRetry, List::Notices, notice(Medium::Email, Some("550"))),
        (BoardAction::Drop, Deed::NoticeWithdraw, List::Notices, notice(Medium::Email, Some("550"))),
        (BoardAction::Good, Deed::Call, List::Notices, notice(Medium::Phone, None)),
        (BoardAction::Good, Deed::Countersign, List::Words, word.clone()),
        (BoardAction::Bad, Deed::Countersign, List::Words, word),
    ]
}

#[test]
fn the_board_offers_what_the_table_allows() {
    for (action, deed, list, what) in lines() {
        for (role, stage) in Role::ALL.iter().flat_map(|role| Stage::ALL.map(|stage| (*role, stage))) {
            let mut desk = Desk::new(Lang::Zh, WIDE);
            desk.sign_in_as(&[role]);
            desk.keys(&[F(7)]);
            let turns = List::ALL.iter().position(|one| *one == list).unwrap();
            desk.keys(&vec![Tab; turns]);
            let row = BoardRow {
                order: Some(OrderId(7)),
                no: "ICP-1".into(),
                stage: Some(stage),
                entity: "云杉".into(),
                at: now(),
                what: what.clone(),
            };
            desk.hear(Message::Board(BoardAnswer { list, result: Ok(vec![row]) }));
            let is = desk.app.disabled(Action::Board(action), &desk.catalog);
            let home = deed == Deed::Countersign;
            let right = refusal(deed, role, Some(stage).filter(|_| !home), Hold::NotMine);
            assert_eq!(is.is_some(), right.is_some(), "{action:?} {deed:?} {role:?} {stage}: {is:?}");
            assert!(agrees(is.clone(), right), "{action:?} {deed:?} {role:?} {stage}: {is:?}");
        }
    }
}

#[test]
fn an_open_desk_follows_a_table_that_is_changed_meanwhile() {
    use crate::domain::permission::Changed;
    let mut view = first_review();
    view.row.holder = None;
    let mut desk = open(view);
    on_a_personal_field(&mut desk);
    let reveal = Action::Review(ReviewAction::Reveal);
    assert!(desk.app.disabled(reveal, &desk.catalog).is_some(), "not without the claim");
    let mut home = crate::app::settings::HomeRules::default();
    let stage = Some(Stage::FirstReview);
    home.permissions.change(Changed { deed: Deed::Reveal, role: Role::First, stage, may: May::Yes }).unwrap();
    desk.hear(Message::HomeRules(Box::new(home)));
    assert_eq!(desk.app.disabled(reveal, &desk.catalog), None);
}

#[test]
fn a_closed_desk_keeps_a_half_written_reason_once() {
    let mut desk = open(first_review());
    desk.keys(&[Char('r'), Char('半')]);
    let closing = || {
        let why = Bilingual::new("您的角色已更改", "Your roles were changed");
        Message::Closed(Closing { user: UserId(1), why })
    };
    let effects = desk.hear(closing());
    let kept: Vec<_> = effects.iter().filter(|one| matches!(one, Effect::KeepDraft(..))).collect();
    assert!(
        matches!(kept[..], [Effect::KeepDraft(_, draft)] if draft.typing.as_ref().is_some_and(|text| text.1.contains('半')))
    );
    assert!(!desk.hear(closing()).iter().any(|one| matches!(one, Effect::KeepDraft(..))));
    assert!(matches!(&desk.app.top.screen, Screen::Lock(lock) if lock.why.is_some()));
    // Another person's desk is not meant.
    let mut other = open(first_review());
    other.hear(Message::Closed(Closing { user: UserId(9), why: Bilingual::same("x") }));
    assert!(matches!(other.app.top.screen, Screen::Review(_)));
}
