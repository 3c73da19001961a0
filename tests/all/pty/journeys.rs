//! The main work of the three groups, key by key.

use super::terminal::{Terminal, answer_all, beian, claim_one_that_nothing_blocks, demo, key, order_on};

#[test]
fn a_first_reviewer_rejects_one_order_with_its_reason_and_approves_another() {
    let home = demo();
    let mut desk = Terminal::open(home.path(), 160, 45);
    desk.sign_in("chu");
    desk.see("[First 2");
    desk.press("n");
    let screen = desk.see("mandatory open");
    let first = order_on(&screen);
    desk.press("A");
    desk.see("mandatory items are open");
    desk.press("R");
    desk.see("A rejection needs a reason");
    desk.press("f");
    desk.see("1 [ ]");
    desk.press("1");
    desk.see(">1. ");
    desk.press("R");
    desk.see("Notice of rejection");
    let notice = desk.see(&format!("您提交的备案订单 {first}"));
    assert!(notice.contains("处理办法："), "{notice}");
    desk.press(key::ESC);
    desk.gone("Notice of rejection");
    desk.press("R");
    desk.see(&format!("您提交的备案订单 {first}"));
    desk.press("R");
    desk.until("the next order", |screen| {
        screen.contains("mandatory open") && !screen.lines().next().unwrap().contains(&first)
    });
    desk.press(key::ESC);
    desk.see("Sort: ");
    let second = claim_one_that_nothing_blocks(&mut desk, home.path());
    answer_all(&mut desk);
    desk.press("A");
    desk.see(&format!("{second} approved"));
    desk.leave();

    let log = beian(home.path(), "chu", &["log", &second, "--json"]);
    assert!(log.contains("\"kind\": \"approve\""), "{log}");
    let log = beian(home.path(), "chu", &["log", &first, "--json"]);
    assert!(
        log.contains("\"kind\": \"reject\"") && log.contains("\"returned\"") || log.contains("reject"),
        "{log}"
    );
    beian(home.path(), "chu", &["doctor"]);
}

#[test]
fn a_second_reviewer_compares_two_pictures_and_approves() {
    let home = demo();
    let mut desk = Terminal::open(home.path(), 160, 45);
    desk.sign_in("fu");
    desk.see("[Second 4]");
    desk.press("n");
    let screen = desk.until("two pictures", |screen| {
        let has_titles =
            screen.lines().any(|line| line.contains("ID document") && line.contains("Curtain photo"));
        has_titles && screen.matches('▀').count() + screen.matches('▄').count() > 200
    });
    assert!(screen.contains("First review chu"), "what the first reviewer answered is shown:\n{screen}");
    let order = order_on(&screen);
    answer_all(&mut desk);
    desk.press("A");
    desk.until("the next order", |screen| {
        screen.contains("mandatory open") && !screen.lines().next().unwrap().contains(&order)
    });
    desk.leave();
    let log = beian(home.path(), "fu", &["log", &order, "--json"]);
    assert!(log.contains("\"stage\": \"second_review\""), "{log}");
    let queue = beian(home.path(), "fu", &["queue", "sms", "--json"]);
    assert!(queue.contains(&order), "{queue}");
    beian(home.path(), "fu", &["doctor"]);
}

#[test]
fn a_supervisor_takes_a_claim_back_gives_the_order_away_and_reads_the_figures() {
    let home = demo();
    let claimed = beian(home.path(), "chu", &["claim", "--next"]);
    let order = claimed.split_whitespace().next().unwrap().to_owned();
    let mut desk = Terminal::open(home.path(), 160, 45);
    desk.sign_in("zhu");
    let row = |screen: &str| screen.lines().find(|line| line.contains(&order)).map(str::to_owned);
    let held = |screen: &str| row(screen).is_some_and(|row| row.trim_end().ends_with("chu"));
    desk.until("the order of chu at the top", |screen| {
        held(screen) && row(screen).is_some_and(|row| row.starts_with('>'))
    });
    desk.press("t");
    desk.see("Take back");
    desk.press("ill today");
    desk.see("ill today");
    desk.press(key::ENTER);
    desk.until("the free order", |screen| screen.contains("Taken back") && !held(screen));
    desk.press("d");
    desk.see("> chu");
    desk.press(key::ENTER);
    desk.gone("Give to");
    desk.until("to whom it was given", |screen| row(screen).is_some_and(|row| row.contains("chu")));
    desk.press(key::F3);
    let figures = desk.until("the figures", |screen| {
        screen.contains("Statistics") && screen.contains("Approval rate") && screen.contains('%')
    });
    assert!(figures.contains("Verdicts by day") && figures.contains('█'), "{figures}");
    desk.press(key::ENTER);
    desk.until("the orders behind a figure", |screen| {
        screen.contains("New orders: ") && screen.contains("ICP-")
    });
    desk.leave();
    let log = beian(home.path(), "zhu", &["log", &order]);
    assert!(log.contains("ill today"), "{log}");
    let shown = beian(home.path(), "zhu", &["log", &order, "--json"]);
    assert!(shown.contains("taken_back") && shown.contains("assigned"), "{shown}");
    beian(home.path(), "zhu", &["doctor"]);
}

#[test]
fn the_desk_follows_the_size_and_the_language_and_comes_back_from_its_lock() {
    let home = demo();
    let mut desk = Terminal::open(home.path(), 160, 45);
    desk.sign_in("chu");
    desk.press("n");
    desk.see("mandatory open");
    desk.press("p");
    desk.see("1/");
    for (columns, rows) in [(80, 24), (200, 60), (120, 30)] {
        desk.resize(columns, rows);
        desk.until("the new size", |screen| {
            let foot = screen.lines().nth(usize::from(rows) - 1).unwrap_or_default();
            screen.contains("ICP-") && foot.contains("holds")
        });
    }
    desk.resize(40, 12);
    desk.see("The terminal is too small");
    // Smaller and back before the program looks: what was cut off is drawn again.
    desk.resize(160, 45);
    desk.see("E001");
    desk.resize(50, 20);
    desk.resize(160, 45);
    desk.see("E001");
    desk.press(key::F2);
    desk.see("初审");
    desk.press(key::F2);
    desk.see("First review");
    desk.press(key::CTRL_L);
    desk.until("the lock", |screen| screen.contains("Passphrase") && !screen.contains("E001"));
    desk.press(&format!("{}{}", beian::work::demo::PASSPHRASE, key::ENTER));
    let screen = desk.see("E001");
    assert!(screen.contains("1/"), "the answer is still there:\n{screen}");
    desk.leave();
}

#[test]
fn what_another_person_does_shows_without_a_key() {
    let home = demo();
    let mut desk = Terminal::open(home.path(), 160, 45);
    desk.sign_in("zhu");
    desk.see("ICP-");
    let claimed = beian(home.path(), "chu", &["claim", "--next"]);
    let order = claimed.split_whitespace().next().unwrap().to_owned();
    desk.until("the claim of chu", |screen| {
        screen.lines().any(|line| line.contains(&order) && line.trim_end().ends_with("chu"))
    });
    desk.leave();
}

#[test]
fn who_signs_in_is_told_of_tries_that_failed_elsewhere() {
    let home = demo();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_beian"));
    command.args(["--user", "chu", "--home"]).arg(home.path()).args(["claim", "--next"]);
    command.env("BEIAN_PASSPHRASE", "a wrong one").env("SSH_CONNECTION", "198.51.100.7 50412 10.0.0.2 22");
    assert!(!command.output().unwrap().status.success());
    let mut desk = Terminal::open(home.path(), 160, 45);
    desk.sign_in("chu");
    desk.see("1 failed try to sign in as you from 198.51.100.7");
    desk.leave();
}
