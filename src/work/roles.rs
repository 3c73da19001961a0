//! Who may do what: asking the table inside the transaction, and changing it.

use super::{Desk, Result, WorkError};
use crate::domain::ids::{OrderId, UserId};
use crate::domain::lang::Lang;
use crate::domain::people::{Role, Staff};
use crate::domain::permission::{Changed, Deed, Fixed, Hold, May, Permissions, Where, stages_of};
use crate::domain::stage::Stage;
use crate::domain::text::Foreign;
use crate::store::{Op, Store, Tx};
use chrono::{DateTime, Utc};

/// Key of the setting that keeps what was changed in the table.
const PERMISSIONS: &str = "permissions";

/// The table as it holds in this home.
pub fn permissions(store: &Store) -> Result<Permissions> {
    Ok(store.setting(PERMISSIONS)?.unwrap_or_default())
}

/// The same, inside a transaction.
pub(super) fn table(tx: &Tx) -> Result<Permissions> {
    Ok(tx.setting(PERMISSIONS)?.unwrap_or_default())
}

/// Refuses where the table does not let this person do it to the order as it stands.
pub(super) fn allow(tx: &Tx, who: UserId, deed: Deed, id: OrderId) -> Result<()> {
    let stage = tx.state(id)?.stage;
    let mine = tx.claim_of(id)?.is_some_and(|claim| claim.user == who && claim.until > tx.op.at);
    let hold = if mine { Hold::Mine } else { Hold::NotMine };
    Ok(table(tx)?.check(&tx.staff(who)?, deed, Some(stage), hold)?)
}

/// The same for a deed about the home.
pub(super) fn allow_home(tx: &Tx, who: UserId, deed: Deed) -> Result<()> {
    Ok(table(tx)?.check(&tx.staff(who)?, deed, None, Hold::NotMine)?)
}

/// The same for something that is only read.
pub fn allow_reading(store: &Store, who: UserId, deed: Deed) -> Result<()> {
    Ok(permissions(store)?.check(&person(store, who)?, deed, None, Hold::NotMine)?)
}

/// The same as [`allow`], before work that the transaction would come too late for.
pub(super) fn allow_now(
    store: &Store,
    who: UserId,
    deed: Deed,
    id: OrderId,
    now: DateTime<Utc>,
) -> Result<()> {
    let stage = store.state(id)?.stage;
    let holder = store.row(id, now)?.holder;
    let mine = holder.is_some_and(|holder| holder.id == who && holder.until > now);
    let hold = if mine { Hold::Mine } else { Hold::NotMine };
    Ok(permissions(store)?.check(&person(store, who)?, deed, Some(stage), hold)?)
}

/// Who it is, where they are still the one that signed in.
fn person(store: &Store, who: UserId) -> Result<Staff> {
    if let Some(known) = store.who().filter(|known| known.user == who) {
        store.living(known)?;
    }
    let missing = || WorkError::NotFound { what: "user", name: who.to_string().into() };
    store.staff()?.into_iter().find(|staff| staff.id == who).ok_or_else(missing)
}

/// What a supervisor wants of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellWish {
    /// Which deed.
    pub deed: Deed,
    /// Of which role.
    pub role: Role,
    /// In which stages; none = in every one.
    pub stages: Vec<Stage>,
    /// What holds from now on.
    pub may: May,
}

/// Changes cells of a row: all of them or none, on record.
pub fn change(desk: &mut Desk, who: UserId, wish: &CellWish, now: DateTime<Utc>) -> Result<()> {
    desk.store.transact(&Op::by(who, now), |tx| {
        allow_home(tx, who, Deed::Permissions)?;
        let mut table = table(tx)?;
        for stage in places(wish) {
            let cell = Changed { deed: wish.deed, role: wish.role, stage, may: wish.may };
            table.change(cell).map_err(|why| refused(wish, why))?;
        }
        tx.set_setting(PERMISSIONS, &table)?;
        tx.record_home("permission_changed", &words(wish))?;
        Ok(())
    })
}

/// Lets a row be again what it was at first; on record.
pub fn reset(desk: &mut Desk, who: UserId, deed: Deed, now: DateTime<Utc>) -> Result<()> {
    desk.store.transact(&Op::by(who, now), |tx| {
        allow_home(tx, who, Deed::Permissions)?;
        let mut table = table(tx)?;
        table.reset(deed);
        tx.set_setting(PERMISSIONS, &table)?;
        tx.record_home("permission_changed", &format!("{} = standard", deed.line().slug))?;
        Ok(())
    })
}

/// Every stage of the deed where none was named; `held` means nothing outside the reviews.
fn places(wish: &CellWish) -> Vec<Option<Stage>> {
    if !wish.stages.is_empty() {
        return wish.stages.iter().copied().map(Some).collect();
    }
    let fits = |stage: &Option<Stage>| wish.may != May::Held || stage.is_some_and(Stage::is_review);
    let all = stages_of(wish.deed);
    // A deed about the home is refused with its own sentence.
    let home = wish.deed.line().place == Where::Home;
    all.into_iter().filter(|stage| home || fits(stage)).collect()
}

fn words(wish: &CellWish) -> String {
    let stages: Vec<&str> = wish.stages.iter().map(|stage| stage.slug()).collect();
    let stages = if stages.is_empty() { String::new() } else { format!(" {}", stages.join(",")) };
    format!("{} {}{stages} = {}", wish.deed.line().slug, wish.role.slug(), wish.may.slug())
}

fn refused(wish: &CellWish, why: Fixed) -> WorkError {
    let (zh, en) = (wish.deed.name(Lang::Zh), wish.deed.name(Lang::En));
    match why {
        Fixed::Row => WorkError::say(
            format!("“{zh}”一行不能修改：它是角色本身的含义，或改后无人能改回。"),
            format!(
                "the row '{en}' can't be changed: it is what the roles mean, or nobody could put it back"
            ),
        ),
        Fixed::Holding => WorkError::say(
            "held（领取后）只适用于初审和复审阶段。",
            "'held' is for first_review and second_review alone: nobody holds an order elsewhere",
        ),
        Fixed::NoSuchCell => WorkError::say(
            format!("“{zh}”与订单阶段无关；请去掉 --stage。"),
            format!("'{en}' is about no order; leave out --stage"),
        ),
    }
}

/// A deed by what was typed.
pub fn deed(text: &str) -> Result<Deed> {
    Deed::parse(text).ok_or_else(|| {
        let text = Foreign::from(text);
        WorkError::say(
            format!("没有“{text}”这个事项；见 beian role list。"),
            format!("there is no '{text}' in the table; see 'beian role list'"),
        )
    })
}

/// A stage by what was typed.
pub fn stage(text: &str) -> Result<Stage> {
    Stage::parse(text).ok_or_else(|| {
        let text = Foreign::from(text);
        let names = Stage::ALL.map(Stage::slug).join(", ");
        WorkError::say(
            format!("没有“{text}”这个阶段；可用 {names}。"),
            format!("there is no stage '{text}'; there are {names}"),
        )
    })
}
