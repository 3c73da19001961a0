//! Keys as real terminals send them: whole, cut, after an Esc, with Alt.

use super::terminal::{Terminal, answer_all, beian, claim_one_that_nothing_blocks, demo, key, order_on};

/// Alt and an arrow, or F4 with Alt, as urxvt, PuTTY, screen and tmux send them. Read letter by letter each ends
/// with a capital that decides.
const WITH_ALT: &[&str] =
    &["\x1b\x1b[A", "\x1b\x1bOA", "\x1b\x1bOS", "\x1b\x1b[S", "\x1b\x1bOR", "\x1b[1;3A"];

/// An order whose items are all answered and that nothing blocks, with the explanation of an item over it.
fn answered(desk: &mut Terminal, home: &std::path::Path) -> String {
    desk.sign_in("chu");
    let order = claim_one_that_nothing_blocks(desk, home);
    answer_all(desk);
    explain(desk);
    order
}

fn explain(desk: &mut Terminal) {
    desk.press("x");
    desk.see("Esc close");
}

/// Two keys that show, after whatever came before; the foot is drawn last.
fn settle(desk: &mut Terminal) -> String {
    let foot = |screen: &str, word: &str| screen.lines().last().is_some_and(|foot| foot.contains(word));
    desk.press(key::F2);
    desk.until("the other language", |screen| foot(screen, "F2 English") || foot(screen, "A 通过"));
    desk.press(key::F2);
    desk.until("the language again", |screen| foot(screen, "F2 中文") || foot(screen, "A approve"))
}

fn verdicts(home: &std::path::Path, order: &str) -> usize {
    beian(home, "chu", &["log", order, "--json"]).matches("\"kind\": \"approve\"").count()
}

#[test]
fn alt_and_an_arrow_decides_nothing_in_any_encoding() {
    let home = demo();
    let mut desk = Terminal::open(home.path(), 160, 45);
    let order = answered(&mut desk, home.path());
    for bytes in WITH_ALT {
        desk.press(bytes);
        let screen = settle(&mut desk);
        assert!(screen.contains("Esc close"), "{bytes:?}:\n{screen}");
        assert_eq!(order_on(&screen), order, "{bytes:?}");
    }
    desk.leave();
    assert_eq!(verdicts(home.path(), &order), 0);
}

#[test]
fn an_arrow_cut_after_its_esc_decides_nothing_and_the_own_key_does() {
    let home = demo();
    let mut desk = Terminal::open(home.path(), 160, 45);
    let order = answered(&mut desk, home.path());
    for rest in ["[A", "OA", "OS", "[1;3A"] {
        desk.press(key::ESC);
        desk.gone("Esc close");
        desk.press(rest);
        explain(&mut desk);
    }
    desk.press(key::ESC);
    desk.gone("Esc close");
    // A text that is pasted without brackets.
    desk.press("S A R O");
    desk.see("came together");
    let screen = settle(&mut desk);
    assert_eq!(order_on(&screen), order);
    assert_eq!(verdicts(home.path(), &order), 0);
    desk.press("A");
    desk.see(&format!("{order} approved"));
    desk.leave();
    assert_eq!(verdicts(home.path(), &order), 1);
}
