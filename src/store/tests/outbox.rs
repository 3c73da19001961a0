//! The outbox: taking one row at a time, holding a way, withdrawing a verdict's; and the plans of its queries.

use super::super::outbox::{NewNotice, OutboxFilter};
use super::*;
use crate::domain::ids::{EventId, VerdictId};
use crate::domain::life::Medium;
use crate::domain::notice::{Letter, Notice, NoticeKind, NoticeState};

fn letter(number: usize, medium: Medium) -> Letter {
    Letter {
        kind: NoticeKind::Reminder,
        medium,
        person: "p1".into(),
        address: "wang@example.cn".into(),
        subject: "s".into(),
        body: "b".into(),
        html: None,
        message_id: format!("<{number}@notice.beian>"),
    }
}

/// An order with notices that may leave at these minutes.
fn with(notices: &[(Medium, i64)]) -> (Home, OrderId) {
    let mut home = home();
    let id = import(&mut home, 1, 0, None);
    home.store
        .transact::<_, StoreError>(&Op::program(at(0)), |tx| {
            let event: i64 = tx.conn.query_row("SELECT max(id) FROM event", [], |row| row.get(0))?;
            let verdict = VerdictId("v".into());
            for (number, (medium, minute)) in notices.iter().enumerate() {
                let letter = letter(number, *medium);
                let verdict = (number == 0).then_some(&verdict);
                let next_at = at(*minute);
                tx.add_notice(&NewNotice {
                    order: id,
                    event: EventId(event),
                    verdict,
                    letter: &letter,
                    next_at,
                })?;
            }
            Ok(())
        })
        .unwrap();
    (home, id)
}

fn take(home: &mut Home, minute: i64) -> Option<Notice> {
    home.store.transact::<_, StoreError>(&Op::program(at(minute)), |tx| tx.take_notice()).unwrap()
}

fn change(home: &mut Home, minute: i64, change: impl FnOnce(&Tx) -> Result<()>) {
    home.store.transact::<_, StoreError>(&Op::program(at(minute)), change).unwrap();
}

#[test]
fn the_longest_due_is_taken_first_and_rests_longer_with_every_try() {
    let (mut home, _) = with(&[(Medium::Email, 5), (Medium::Text, 3), (Medium::Phone, 1)]);
    assert_eq!(home.store.next_notice().unwrap(), Some(at(3)), "calls wake nobody");
    assert!(take(&mut home, 2).is_none());
    let mut rests = Vec::new();
    let mut minute = 3;
    change(&mut home, 3, |tx| tx.end_notice(1, NoticeState::Failed, Some("no")));
    for _ in 0..9 {
        let taken = take(&mut home, minute).unwrap();
        assert!(take(&mut home, minute).is_none());
        assert_eq!(taken.id, 2);
        rests.push((taken.next_at - at(minute)).num_minutes());
        minute += rests.last().unwrap();
    }
    assert_eq!(rests, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
    assert_eq!(home.store.failed_notice_count().unwrap(), 1);
    change(&mut home, minute, |tx| tx.retry_notice(1));
    let again = home.store.notice(1).unwrap();
    assert_eq!((again.state, again.tries, again.next_at), (NoticeState::Waiting, 0, at(minute)));
}

#[test]
fn a_closed_way_holds_its_own_alone_and_counts_no_try() {
    let (mut home, id) =
        with(&[(Medium::Email, 1), (Medium::Email, 2), (Medium::Text, 1), (Medium::Email, 50)]);
    let taken = take(&mut home, 5).unwrap();
    change(&mut home, 5, |tx| {
        tx.give_back_notice(taken.id, at(7), "closed")?;
        tx.hold_notices(Medium::Email, at(7), "closed")
    });
    let mut all = home.store.notices(&OutboxFilter { order: Some(id), ..OutboxFilter::default() }).unwrap();
    all.reverse();
    let rests: Vec<_> = all.iter().map(|one| (one.tries, one.next_at)).collect();
    assert_eq!(rests, [(0, at(7)), (0, at(7)), (0, at(1)), (0, at(50))]);
    assert_eq!(home.store.due_notices(at(5)).unwrap().len(), 1);
    assert_eq!((home.store.waiting_notices().unwrap().len(), home.store.waiting_of(id).unwrap()), (4, 4));
}

#[test]
fn an_undo_withdraws_what_was_never_tried_and_tells_what_may_have_left() {
    let (mut home, _) = with(&[(Medium::Email, 5), (Medium::Email, 5)]);
    change(&mut home, 1, |tx| {
        assert_eq!(tx.withdraw_notices(&VerdictId("v".into()))?, 0);
        Ok(())
    });
    let states: Vec<_> = [1, 2].map(|id| home.store.notice(id).unwrap().state).into();
    assert_eq!(states, [NoticeState::Withdrawn, NoticeState::Waiting]);
    let (mut home, _) = with(&[(Medium::Email, 5)]);
    take(&mut home, 5).unwrap();
    change(&mut home, 6, |tx| {
        assert_eq!(tx.withdraw_notices(&VerdictId("v".into()))?, 1);
        Ok(())
    });
}

#[test]
fn no_question_about_the_outbox_reads_all_of_it() {
    let home = home();
    for (sql, index) in [
        (include_str!("../outbox/take.sql"), "outbox_next"),
        (
            "SELECT min(next_at) FROM outbox INDEXED BY outbox_next WHERE state = 'waiting' AND medium <> 'phone'",
            "outbox_next",
        ),
        (
            "SELECT id FROM outbox INDEXED BY outbox_calls WHERE state = 'waiting' AND medium = 'phone' AND next_at <= 1 ORDER BY next_at, id",
            "outbox_calls",
        ),
        ("SELECT count(*) FROM outbox WHERE state = 'failed'", "outbox_state"),
        ("SELECT count(*) FROM outbox WHERE order_id = 1 AND state = 'waiting'", "outbox_order"),
        (
            "UPDATE outbox SET state = 'withdrawn' WHERE verdict = 'v' AND state = 'waiting' AND tries = 0",
            "outbox_verdict",
        ),
    ] {
        let mut statement = home.store.conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        // What is not bound is null, which makes no other plan.
        let rows = statement.raw_query();
        let plan: Vec<String> = rows.mapped(|row| row.get(3)).collect::<rusqlite::Result<_>>().unwrap();
        assert!(plan.iter().any(|step| step.contains(index)), "{sql}: {plan:?}");
        assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{sql}: {plan:?}");
    }
}
