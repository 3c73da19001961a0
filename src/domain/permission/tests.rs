use super::*;
use crate::domain::ids::UserId;

fn staff(roles: &[Role]) -> Staff {
    Staff { id: UserId(1), name: "p".into(), roles: roles.iter().copied().collect(), disabled: false }
}

#[test]
fn every_deed_has_its_row_and_its_own_name() {
    for (place, line) in TABLE.iter().enumerate() {
        assert_eq!(line.deed as usize, place, "{}", line.slug);
        assert_eq!(Deed::parse(line.slug), Some(line.deed));
        // The name in a file is the name on the command line.
        assert_eq!(serde_json::to_value(line.deed).unwrap(), line.slug);
        assert_eq!(TABLE.iter().filter(|other| other.zh == line.zh || other.en == line.en).count(), 1);
    }
}

#[test]
fn nobody_holds_an_order_that_is_not_in_review() {
    for line in &TABLE {
        for (role, stage) in
            Role::ALL.iter().flat_map(|role| stages_of(line.deed).into_iter().map(|at| (*role, at)))
        {
            let held = line.at_first(role, stage) == May::Held;
            assert!(!held || stage.is_some_and(Stage::is_review), "{}", line.slug);
        }
    }
}

#[test]
fn a_refusal_names_who_may() {
    let all = Permissions::default();
    let refused = all.check(&staff(&[Role::First]), Deed::Abandon, Some(Stage::Bureau), Hold::NotMine);
    let said = refused.unwrap_err();
    assert_eq!(
        said.sentence(Lang::En),
        "In stage bureau, 'record that the customer gives up' is for supervisor; ask a colleague who has that role."
    );
    assert_eq!(said.sentence(Lang::Zh), "“登记客户放弃”在“管局审核”阶段由主管办理；请由有此角色的同事处理。");
    let unheld = all.check(&staff(&[Role::First]), Deed::Reveal, Some(Stage::FirstReview), Hold::NotMine);
    assert_eq!(unheld, Err(Refusal::HoldFirst(Deed::Reveal)));
    let held = all.check(&staff(&[Role::First]), Deed::Reveal, Some(Stage::FirstReview), Hold::Mine);
    assert_eq!(held, Ok(()));
}

#[test]
fn a_changed_cell_holds_and_a_fixed_row_stays() {
    let mut all = Permissions::default();
    let cell = |deed, role, stage, may| Changed { deed, role, stage, may };
    let bureau = Some(Stage::Bureau);
    all.change(cell(Deed::Abandon, Role::Second, bureau, May::Yes)).unwrap();
    assert_eq!(all.may(Deed::Abandon, Role::Second, bureau), May::Yes);
    assert_eq!(all.may(Deed::Abandon, Role::Second, Some(Stage::Sms)), May::No);
    let kept: Permissions = serde_json::from_value(serde_json::to_value(&all).unwrap()).unwrap();
    assert_eq!(kept, all);
    all.change(cell(Deed::Abandon, Role::Second, bureau, May::No)).unwrap();
    assert_eq!(all, Permissions::default(), "what holds at first is not kept");
    for deed in [Deed::Accounts, Deed::Permissions, Deed::Countersign] {
        assert_eq!(all.change(cell(deed, Role::Supervisor, None, May::No)), Err(Fixed::Row));
        assert_eq!(all.change(cell(deed, Role::First, None, May::Yes)), Err(Fixed::Row));
    }
    assert_eq!(all.change(cell(Deed::Abandon, Role::First, bureau, May::Held)), Err(Fixed::Holding));
    assert_eq!(all.change(cell(Deed::Abandon, Role::First, None, May::Yes)), Err(Fixed::NoSuchCell));
    assert_eq!(all.change(cell(Deed::Retain, Role::First, bureau, May::Yes)), Err(Fixed::NoSuchCell));
}

#[test]
fn the_table_in_print_has_every_row() {
    for lang in [Lang::Zh, Lang::En] {
        let text = markdown(lang);
        for line in &TABLE {
            assert!(text.contains(&format!("`{}`", line.slug)), "{}", line.slug);
        }
    }
    let english = markdown(Lang::En);
    assert!(english.contains(
        "| record that the customer gives up | `abandon` | first review (held) | second review (held) | first \
         review, verification, second review, sms, bureau, returned | yes |"
    ));
}
