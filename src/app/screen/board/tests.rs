use super::*;
use crate::app::key::Key::*;
use crate::app::testing::{Desk, now};
use crate::domain::ids::OrderId;
use crate::domain::lang::Lang;

fn sms(id: i64, name: &str, hours: i64) -> BoardRow {
    BoardRow {
        stage: Some(crate::domain::stage::Stage::Sms),
        order: Some(OrderId(id)),
        no: format!("ICP-{id}").into(),
        entity: "北京紫荆网络有限公司".into(),
        at: now() + TimeDelta::hours(hours),
        what: Waits::Sms {
            person: "p1".into(),
            name: name.into(),
            sent: Some(now()),
            verified: None,
            left: 5,
            resend_at: None,
        },
    }
}

fn curtain(id: i64) -> BoardRow {
    BoardRow { what: Waits::Curtain { recipient: "王小明".into(), had: 0 }, ..sms(id, "", 6) }
}

fn desk() -> Desk {
    let mut desk = Desk::new(Lang::Zh, (80, 24));
    desk.sign_in();
    desk.keys(&[F(7)]);
    desk
}

fn answer(desk: &mut Desk, list: List, rows: Vec<BoardRow>) {
    desk.hear(Message::Board(BoardAnswer { list, result: Ok(rows) }));
}

fn board(desk: &Desk) -> &Board {
    match &desk.app.top.screen {
        crate::app::screen::Screen::Board(board) => board,
        other => panic!("{other:?}"),
    }
}

#[test]
fn it_asks_for_its_list_and_for_the_next() {
    let mut desk = Desk::new(Lang::Zh, (80, 24));
    desk.sign_in();
    assert!(desk.keys(&[F(7)]).contains(&Effect::LoadBoard(List::Sms)));
    assert_eq!(desk.keys(&[Tab]), [Effect::LoadBoard(List::Curtains)]);
    assert_eq!(desk.keys(&[BackTab, BackTab]).last(), Some(&Effect::LoadBoard(List::Words)));
}

#[test]
fn an_answer_for_another_list_is_dropped() {
    let mut desk = desk();
    answer(&mut desk, List::Curtains, vec![curtain(1)]);
    assert!(board(&desk).rows.is_empty());
}

#[test]
fn the_cursor_stays_on_its_line_when_the_list_comes_again() {
    let mut desk = desk();
    answer(&mut desk, List::Sms, vec![sms(1, "甲", 1), sms(2, "乙", 2), sms(3, "丙", 3)]);
    desk.keys(&[Char('j')]);
    answer(&mut desk, List::Sms, vec![sms(9, "戊", 0), sms(1, "甲", 1), sms(2, "乙", 2)]);
    assert_eq!(board(&desk).row().unwrap().order, Some(OrderId(2)));
    answer(&mut desk, List::Sms, vec![sms(9, "戊", 0)]);
    assert_eq!(board(&desk).row().unwrap().order, Some(OrderId(9)));
    answer(&mut desk, List::Sms, vec![]);
    assert!(board(&desk).row().is_none());
}

#[test]
fn capitals_act_on_the_line_and_small_letters_do_not() {
    let mut desk = desk();
    answer(&mut desk, List::Sms, vec![sms(1, "甲", 1)]);
    let act = |outcome| Effect::Board(BoardAct::Sms(OrderId(1), "p1".into(), outcome));
    assert_eq!(desk.keys(&[Char('Y')]), [], "it is asked back first");
    assert_eq!(desk.keys(&[Char('Y')]), [act(SmsOutcome::Verified)]);
    assert_eq!(desk.keys(&[Char('Y')]), [], "and again for the next");
    assert_eq!(desk.keys(&[Char('N')]), [], "another key is another question");
    assert_eq!(desk.keys(&[Char('N')]), [act(SmsOutcome::Wrong)]);
    assert_eq!(desk.keys(&[Char('S'), Char('S')]), [Effect::Board(BoardAct::Remind(OrderId(1)))]);
    assert_eq!(desk.keys(&[Char('X')]), [], "nothing to drop");
    assert_eq!(desk.keys(&[Char('y'), Char('n'), Char('s'), Char('x')]), []);
    assert_eq!(desk.keys(&[Enter]), [Effect::OpenOrder(OrderId(1))]);
}

#[test]
fn a_question_holds_for_its_own_line_alone() {
    let mut desk = desk();
    answer(&mut desk, List::Sms, vec![sms(1, "甲", 1), sms(2, "乙", 2)]);
    assert_eq!(desk.keys(&[Char('Y'), Char('j'), Char('Y')]), []);
    answer(&mut desk, List::Sms, vec![sms(1, "甲", 1)]);
    assert_eq!(desk.keys(&[Char('Y')]), [], "the line was gone, and another stands there");
}

#[test]
fn who_verified_needs_nothing_more() {
    let mut desk = desk();
    let mut row = sms(1, "甲", 1);
    if let Waits::Sms { verified, .. } = &mut row.what {
        *verified = Some(now());
    }
    answer(&mut desk, List::Sms, vec![row]);
    assert_eq!(desk.keys(&[Char('Y'), Char('N'), Char('S')]), []);
}

#[test]
fn a_curtain_is_sent_with_courier_and_number() {
    let mut desk = desk();
    desk.keys(&[Tab]);
    answer(&mut desk, List::Curtains, vec![curtain(4)]);
    desk.keys(&[Char('S'), Char('顺'), Char('丰')]);
    assert_eq!(desk.keys(&[Enter]), [], "the number is missing");
    let sent = desk.keys(&[Char('S'), Char('F'), Char('1'), Enter]);
    assert_eq!(sent, [Effect::Board(BoardAct::CurtainSent(OrderId(4), "顺丰".into(), "SF1".into()))]);
}

#[test]
fn what_changes_elsewhere_is_loaded_again() {
    let mut desk = desk();
    assert!(desk.hear(Message::StoreChanged).contains(&Effect::LoadBoard(List::Sms)));
}
