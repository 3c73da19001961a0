//! The table against the program as a process: for every deed that has a command, and every role, one stage in
//! which it is refused and one in which it is not, wherever there are such stages.

use super::deeds::{Held, NO, Scene};
use crate::all::support::text;
use beian::domain::people::Role;
use beian::domain::permission::{Deed, May, Permissions, TABLE, stages_of};
use beian::domain::stage::Stage;

/// The command of a deed; none = the desk alone has it.
fn command(deed: Deed) -> Option<Vec<&'static str>> {
    Some(match deed {
        Deed::Claim => vec!["claim", NO],
        Deed::Decide => vec!["review", NO, "--reject", "--reason", "FREE:照片不清晰"],
        Deed::Override => vec!["review", NO, "--approve", "--override", "已线下核实"],
        Deed::PutBack => vec!["put-back", NO, "--note", "说明"],
        Deed::Reveal => vec!["show", NO, "--reveal", "people[0].mobile"],
        Deed::RevealPassword => vec!["reveal", NO],
        Deed::Sheet => vec!["sheet", NO, "--out", "/dev/null"],
        Deed::Paper => vec!["paper", NO, "--kind", "verification_sheet", "--owner", "order"],
        Deed::Appoint => vec!["appointment", "end", NO, "p1", "kept"],
        Deed::CurtainAddress => vec!["curtain", "list", "--reveal"],
        Deed::SendCurtain => vec!["curtain", "send", NO, "--courier", "顺丰", "--number", "SF1"],
        Deed::Call => vec!["call", NO, "--person", "p1", "--reached"],
        Deed::Abandon => vec!["abandon", NO, "--reason", "客户放弃"],
        Deed::Result => vec!["result", "set", NO, "passed"],
        Deed::NoticeAddress => vec!["outbox", "show", "1", "--reveal"],
        Deed::NoticeRetry => vec!["outbox", "retry", "1"],
        Deed::NoticeWithdraw => vec!["outbox", "withdraw", "1"],
        Deed::Figures => vec!["stats", "--person", "zhu"],
        Deed::Accounts => vec!["user", "disable", "nobody"],
        Deed::Settings => vec!["setting", "set", "lock_minutes", "5"],
        Deed::Permissions => vec!["role", "reset", "abandon"],
        Deed::Countersign => vec!["countersign", "give", "99"],
        Deed::Retain => vec!["retain"],
        _ => return None,
    })
}

#[test]
fn every_command_is_refused_or_allowed_as_printed() {
    let scene = Scene::new();
    let table = Permissions::default();
    let mut faults = Vec::new();
    let mut told = 0;
    for line in &TABLE {
        let Some(command) = command(line.deed) else { continue };
        for role in Role::ALL {
            for stage in two(&table, line.deed, role) {
                let may = table.may(line.deed, role, stage);
                let held = if may == May::Held { Held::ByThem } else { Held::ByNobody };
                scene.put(stage, scene.who(role), held);
                let name = ["first", "second", "boss"][role as usize];
                let args: Vec<&str> = command.iter().copied().chain(["--user", name]).collect();
                let said = text(&scene.place.run(&args));
                assert!(!said.contains("Usage:"), "{args:?}: {said}");
                let refused = said.contains("is for ") && said.contains(line.en);
                told += 1;
                if refused != (may == May::No) {
                    faults.push(format!("{args:?} in {stage:?}: {said}"));
                }
            }
        }
    }
    assert!(told > 90, "{told} commands were run");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The first stage in which it is refused, and the first in which it is not.
fn two(table: &Permissions, deed: Deed, role: Role) -> Vec<Option<Stage>> {
    let stages = stages_of(deed);
    let first =
        |no: bool| stages.iter().copied().find(|stage| (table.may(deed, role, *stage) == May::No) == no);
    [first(true), first(false)].into_iter().flatten().collect()
}
