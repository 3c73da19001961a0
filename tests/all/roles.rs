//! Who may do what: the table in print, against what transactions and commands do, cell by cell; and accounts
//! that get other roles or are opened again.

mod commands;
pub mod deeds;

use super::support::{Place, SECRET, minutes, monday, nowhere, order, reviewer, text};
use beian::domain::ids::UserId;
use beian::domain::people::Role;
use beian::domain::permission::{Deed, May, Permissions, TABLE, stages_of};
use beian::domain::stage::Stage;
use beian::domain::verdict::Refusal;
use beian::work::roles::{self, CellWish};
use beian::work::{Desk, WorkError, claim, people, standing, supervise};
use deeds::{Held, Scene};

/// What the table made of a try.
fn answer(result: &Result<(), WorkError>) -> May {
    match result {
        Err(WorkError::Refused(Refusal::NotAllowed { .. })) => May::No,
        Err(WorkError::Refused(Refusal::HoldFirst(_) | Refusal::NotHeld)) => May::Held,
        // Whatever else stands in the way, the table does not.
        _ => May::Yes,
    }
}

/// What must come of a try where the table says `may`.
fn wanted(may: May, held: Held) -> May {
    if may == May::Held && held == Held::ByThem { May::Yes } else { may }
}

#[test]
fn every_deed_is_refused_or_allowed_to_every_role_in_every_stage_as_printed() {
    let scene = Scene::new();
    let mut desk = scene.place.desk();
    let table = Permissions::default();
    let mut faults = Vec::new();
    for line in &TABLE {
        for (role, stage) in cells(line.deed) {
            for held in [Held::ByThem, Held::ByNobody] {
                scene.put(stage, scene.who(role), held);
                let done = scene.does(&mut desk, scene.who(role), line.deed);
                let (is, right) = (answer(&done), wanted(table.may(line.deed, role, stage), held));
                if is != right {
                    faults.push(format!("{} {role:?} {stage:?} {held:?}: {is:?}, not {right:?}", line.slug));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn cells(deed: Deed) -> Vec<(Role, Option<Stage>)> {
    Role::ALL.iter().flat_map(|role| stages_of(deed).into_iter().map(|stage| (*role, stage))).collect()
}

#[test]
fn a_supervisor_changes_the_table_on_record_and_every_way_follows() {
    let scene = Scene::new();
    let mut desk = scene.place.desk();
    let (first, boss) = (scene.who(Role::First), scene.who(Role::Supervisor));
    let wish = |deed, role, stages: &[Stage], may| CellWish { deed, role, stages: stages.to_vec(), may };
    let bureau = wish(Deed::Abandon, Role::First, &[Stage::Bureau], May::Yes);
    assert_eq!(answer(&roles::change(&mut desk, first, &bureau, monday())), May::No, "not by a reviewer");
    roles::change(&mut desk, boss, &bureau, monday()).unwrap();
    scene.put(Some(Stage::Bureau), first, Held::ByNobody);
    assert!(scene.does(&mut desk, first, Deed::Abandon).is_ok());
    // Nobody can lock all out, and no row becomes what nobody could put back.
    for deed in [Deed::Permissions, Deed::Accounts, Deed::Countersign, Deed::Own] {
        let taken = roles::change(&mut desk, boss, &wish(deed, Role::Supervisor, &[], May::No), monday());
        assert!(taken.unwrap_err().to_string().contains("can't be changed"));
    }
    roles::reset(&mut desk, boss, Deed::Abandon, monday()).unwrap();
    assert_eq!(roles::permissions(&desk.store).unwrap(), Permissions::default());
    let log = text(&scene.place.run(&["log"]));
    assert!(log.contains("permission changed: abandon first bureau = yes"), "{log}");
    assert!(log.contains("permission changed: abandon = standard"), "{log}");
}

#[test]
fn the_command_prints_and_changes_the_table() {
    let scene = Scene::new();
    let run = |args: &[&str]| text(&scene.place.run(args));
    let all = run(&["role", "list"]);
    for line in &TABLE {
        assert!(all.lines().any(|row| row.starts_with(&format!("{}\t", line.slug))), "{}\n{all}", line.slug);
    }
    assert!(
        all.contains("reveal\treveal a field\tfirst: first review (held), verification, returned"),
        "{all}"
    );
    let json: Vec<serde_json::Value> = serde_json::from_str(&run(&["role", "list", "--json"])).unwrap();
    let cells: usize = TABLE.iter().map(|line| 3 * stages_of(line.deed).len()).sum();
    assert_eq!(json.len(), cells);
    let set = ["role", "set", "result", "first", "yes", "--stage", "sms", "--user", "boss"];
    assert!(run(&set).contains("record the bureau's result (changed)\tfirst: sms"));
    assert!(
        run(&["role", "set", "result", "first", "held", "--stage", "sms", "--user", "boss"])
            .contains("'held' is for")
    );
    assert!(run(&["role", "reset", "result", "--user", "boss"]).contains("first: -"));
    assert!(
        run(&["role", "set", "nothing", "first", "yes", "--user", "boss"]).contains("there is no 'nothing'")
    );
    assert!(run(&["role", "reset", "result", "--user", "first"]).contains("is for supervisor"));
}

fn held(desk: &mut Desk, who: UserId, no: &str) -> beian::domain::ids::OrderId {
    let id = desk.store.order_id(&no.into()).unwrap();
    claim::claim(desk, who, id, monday()).unwrap();
    id
}

#[test]
fn other_roles_free_what_can_no_longer_be_reviewed() {
    let place = Place::with(&[order("A"), order("B")]);
    let mut desk = place.desk();
    let chu = reviewer(&mut desk, "chu", &[Role::First, Role::Second]);
    let zhu = desk.store.account("zhu").unwrap().unwrap().staff.id;
    let (a, b) = (held(&mut desk, chu, "A"), desk.store.order_id(&"B".into()).unwrap());
    supervise::assign(&mut desk, zhu, &[b], Some(chu), monday()).unwrap();
    let second = [Role::Second].into_iter().collect();
    assert_eq!(answer(&standing::set_roles(&mut desk, chu, "chu", &second, monday()).map(drop)), May::No);
    assert_eq!(standing::set_roles(&mut desk, zhu, "chu", &second, minutes(1)).unwrap(), 1);
    assert!(desk.store.row(a, minutes(1)).unwrap().holder.is_none());
    assert!(desk.store.row(b, minutes(1)).unwrap().assigned_to.is_none());
    assert_eq!(answer(&claim::claim(&mut desk, chu, a, minutes(2)).map(drop)), May::No);
    let only = standing::set_roles(&mut desk, zhu, "zhu", &second, minutes(3)).unwrap_err();
    assert!(only.to_string().contains("only supervisor"), "{only}");
    let run = |args: &[&str]| text(&place.run(args));
    assert!(
        run(&["user", "roles", "chu", "--role", "first,second", "--user", "zhu"])
            .contains("Roles changed: chu")
    );
    assert!(run(&["user", "roles", "chu", "--role", "second,first", "--user", "zhu"]).contains("already"));
    let log = run(&["log"]);
    assert!(
        log.contains("user roles: chu = second") && log.contains("user roles: chu = first,second"),
        "{log}"
    );
    place.must_be_sound();
}

#[test]
fn a_closed_account_is_opened_again_on_record() {
    let place = Place::new();
    let mut desk = place.desk();
    reviewer(&mut desk, "chu", &[Role::First]);
    let run = |args: &[&str]| text(&place.run(args));
    assert!(run(&["user", "enable", "chu", "--user", "zhu"]).contains("not disabled"));
    assert!(run(&["user", "disable", "chu", "--user", "zhu"]).contains("Disabled: chu"));
    assert!(people::sign_in(&mut desk, "chu", SECRET, &nowhere(), monday()).is_err());
    assert!(run(&["user", "enable", "chu", "--user", "zhu"]).contains("Enabled: chu"));
    assert!(people::sign_in(&mut desk, "chu", SECRET, &nowhere(), minutes(9)).is_ok());
    assert!(run(&["log"]).contains("user enabled: chu"));
    place.must_be_sound();
}
