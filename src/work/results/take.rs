//! Taking one row: which order and person it means, whether it can follow, and all that follows from it.

use super::super::home::profile;
use super::super::record::{record, record_with};
use super::super::secret::Key;
use super::super::{Result, WorkError, findings};
use super::{Run, numbers, reasons, words};
use crate::catalog::{Catalog, timers};
use crate::domain::across::phone_key;
use crate::domain::bureau::{GivenReason, NamedNumber, News, ResultRow, Secret};
use crate::domain::event::{BadEvent, Event, OrderState};
use crate::domain::ids::{OrderId, PersonRef};
use crate::domain::life::{PasswordKept, ReturnCause, SmsCheck, SmsOutcome};
use crate::domain::order::Order;
use crate::domain::stage::Stage;
use crate::intake::Words;
use crate::store::Tx;
use crate::store::bureau::Passers;
use crate::store::keys::Kind;
use chrono::Duration;

/// Clocks of two houses differ by no more than this.
const AHEAD: Duration = Duration::minutes(10);

/// Why a row is not taken.
pub(super) enum Stop {
    /// The row is at fault.
    Fault {
        /// Its field.
        field: &'static str,
        /// What was found.
        found: Words,
        /// What was expected.
        expected: Words,
    },
    /// The desk is.
    Work(WorkError),
}

impl From<WorkError> for Stop {
    fn from(error: WorkError) -> Self {
        Self::Work(error)
    }
}

/// A fault of a row.
pub(super) fn fault(field: &'static str, found: Words, expected: Words) -> Stop {
    Stop::Fault { field, found, expected }
}

/// What a row is taken with.
pub(super) struct Taker<'a> {
    /// The transaction.
    pub tx: &'a Tx<'a>,
    /// The catalogue.
    pub catalog: &'a Catalog,
    /// The key of the secrets; none where no row has one.
    pub key: Option<&'a Key>,
    /// Whether the row is taken, or only tried.
    pub run: Run,
    /// When the rules run on the orders that change.
    pub rules: Rules,
}

/// When the rules run on an order that changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rules {
    /// With the row itself.
    Now,
    /// After the file: nobody decides in the stages that a result leads to.
    Later,
}

impl Taker<'_> {
    /// Takes a row; where the order stands now, or none where the row was taken before.
    pub(super) fn take(&self, row: &ResultRow) -> Result<Option<Stage>, Stop> {
        let tx = self.tx;
        let id = tx.find_order(&row.order_no)?.ok_or_else(|| {
            let no = row.order_no.shown();
            let found = words(format!("本库没有订单{no}"), format!("no order {no} in this home"));
            fault("order_no", found, words("已移交的订单", "an order that was handed over"))
        })?;
        let hash = row.hash();
        if tx.taken_result(&hash)?.is_some() {
            self.same_password(id, row)?;
            return Ok(None);
        }
        let state = tx.state(id)?;
        let order = tx.order(id)?;
        self.not_ahead(row)?;
        fits(row, &state)?;
        match &row.news {
            News::Sms(outcome, person) => self.sms(id, &order, &state, *outcome, person)?,
            News::Passed { entity_number, sites, password } => {
                self.passed(id, &order, entity_number.as_deref(), sites, password.as_ref())?;
            }
            News::Returned { reasons } => self.returned(id, &order, &state, reasons)?,
        }
        tx.put_result(&hash, id, row.at)?;
        Ok(Some(tx.state(id)?.stage))
    }

    fn sms(
        &self,
        id: OrderId,
        order: &Order,
        state: &OrderState,
        outcome: SmsOutcome,
        name: &str,
    ) -> Result<(), Stop> {
        let check = state.life.sms.as_ref().ok_or_else(not_handed_over)?;
        let person = person(order, check, name)?;
        let event = Event::SmsTried { person: person.clone(), outcome };
        let state = match record_with(self.tx, self.catalog, id, &event, None) {
            Err(WorkError::BadEvent(BadEvent::NotVerifying(_))) => {
                // Named by a number, the sentence is the one for a number of nobody: a file must not tell whose it is.
                if person.as_str() != name {
                    return Err(nobody(check));
                }
                let person = person.shown();
                let found = words(format!("{person}已完成核验"), format!("{person}, who has verified"));
                return Err(fault("person", found, words("尚未核验的人员", "somebody who has not")));
            }
            other => other?,
        };
        let Some(check) = &state.life.sms else { return Ok(()) };
        if check.failed().is_some() {
            let cause = ReturnCause::SmsFailed { person };
            let event = Event::Returned { stage: Stage::Sms, cause, reasons: Vec::new() };
            record(self.tx, self.catalog, id, &event)?;
            self.changed(id)?;
        } else if check.passed() {
            let own = profile(self.catalog, &order.profile)?;
            let due_at = timers::bureau_due(self.catalog, own, &order.province, self.tx.op.at);
            record(self.tx, self.catalog, id, &Event::SmsPassed { due_at })?;
            match self.rules {
                Rules::Now => findings::refresh(self.tx, self.catalog, id)?,
                Rules::Later => self.tx.mark_findings(id)?,
            }
        }
        Ok(())
    }

    fn passed(
        &self,
        id: OrderId,
        order: &Order,
        entity: Option<&str>,
        sites: &[NamedNumber],
        password: Option<&Secret>,
    ) -> Result<(), Stop> {
        let numbers = numbers::checked(self.catalog, order, entity, sites)?;
        let kept = match password {
            Some(secret) => {
                self.keep(id, order, secret)?;
                PasswordKept::Encrypted
            }
            None => PasswordKept::No,
        };
        let found = numbers.entity.iter().chain(numbers.sites.iter().map(|site| &site.number));
        self.tx.add_keys(id, found.map(|number| (Kind::Filing, number.as_str())))?;
        let event = Event::Filed {
            entity_number: numbers.entity.clone(),
            sites: numbers.sites.clone(),
            password: kept,
        };
        record(self.tx, self.catalog, id, &event)?;
        // What is on file is another by now, for every order of the same entity or domain.
        self.changed(id)
    }

    fn keep(&self, id: OrderId, order: &Order, secret: &Secret) -> Result<(), Stop> {
        match (self.key, self.run) {
            (Some(key), _) => Ok(self.tx.put_secret(id, &key.seal(&order.order_no, secret)?)?),
            // A dry run makes no key.
            (None, Run::Dry) => Ok(()),
            (None, Run::Take) => Err(WorkError::say("没有密钥。", "there is no key").into()),
        }
    }

    fn returned(
        &self,
        id: OrderId,
        order: &Order,
        state: &OrderState,
        given: &[GivenReason],
    ) -> Result<(), Stop> {
        let told = reasons::checked(self.catalog, order, given)?;
        let passers =
            Passers { first: state.passed_first_by, second: self.tx.second_passer(id, state.revision)? };
        self.tx.put_return(id, order, &told.kept, passers)?;
        let event =
            Event::Returned { stage: Stage::Bureau, cause: ReturnCause::Bureau, reasons: told.chosen };
        record(self.tx, self.catalog, id, &event)?;
        self.changed(id)
    }

    /// What the order shares with others is another by now.
    fn changed(&self, id: OrderId) -> Result<(), Stop> {
        match self.rules {
            Rules::Now => findings::changed(self.tx, self.catalog, id)?,
            Rules::Later => findings::changed_later(self.tx, id)?,
        }
        Ok(())
    }

    /// A known row with another password is no repetition: which one is right, a person must say.
    fn same_password(&self, id: OrderId, row: &ResultRow) -> Result<(), Stop> {
        let News::Passed { password: Some(given), .. } = &row.news else { return Ok(()) };
        let (Some(key), Some(sealed)) = (self.key, self.tx.secret(id)?) else { return Ok(()) };
        if key.open(&row.order_no, &sealed)? == *given {
            return Ok(());
        }
        let found = words("与已保存的不同", "another one than the one that is kept");
        Err(fault("password", found, words("同一备案密码", "the same filing password")))
    }
}

/// Whether a row can follow where its order stands.
fn fits(row: &ResultRow, state: &OrderState) -> Result<(), Stop> {
    let wanted = match row.news {
        News::Sms(..) => Stage::Sms,
        News::Passed { .. } | News::Returned { .. } => Stage::Bureau,
    };
    if state.stage != wanted {
        let stage = state.stage;
        let found = words(format!("订单在“{}”阶段", stage.zh()), format!("an order in {stage}"));
        let expected = words(format!("“{}”阶段的订单", wanted.zh()), format!("an order in {wanted}"));
        return Err(fault("kind", found, expected));
    }
    let left = state.life.handed_over.as_ref().ok_or_else(not_handed_over)?;
    // Tables often leave the seconds out.
    let minute = left.at.timestamp().div_euclid(60) * 60;
    if row.at.timestamp() < minute {
        let at = left.at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
        let found = words("早于本次移交", "a time before the hand-over");
        return Err(fault("at", found, words(format!("{at} 之后"), format!("a time after {at}"))));
    }
    Ok(())
}

impl Taker<'_> {
    /// A time that lies ahead is a slip of the pen.
    pub(super) fn not_ahead(&self, row: &ResultRow) -> Result<(), Stop> {
        if row.at <= self.tx.op.at + AHEAD {
            return Ok(());
        }
        Err(fault(
            "at",
            words("将来的时间", "a time to come"),
            words("已发生的时间", "a time that has passed"),
        ))
    }
}

fn not_handed_over() -> Stop {
    let found = words("尚未移交的订单", "an order that was not handed over yet");
    fault("order_no", found, words("已移交的订单", "an order that was handed over"))
}

/// The person that a row means: by id, name or mobile number, among those who must verify.
fn person(order: &Order, check: &SmsCheck, name: &str) -> Result<PersonRef, Stop> {
    let phone = phone_key(name);
    let is_meant = |one: &&PersonRef| {
        let person = order.person(one);
        one.as_str() == name
            || person.is_some_and(|person| {
                person.name == name || (!phone.is_empty() && phone_key(&person.mobile) == phone)
            })
    };
    let found: Vec<&PersonRef> = check.persons.iter().map(|one| &one.person).filter(is_meant).collect();
    match found.as_slice() {
        [one] => Ok((*one).clone()),
        [] => Err(nobody(check)),
        _ => Err(fault("person", words("不止一人", "more than one person"), who_must(check))),
    }
}

/// Nobody of this name, id or number is asked to verify, or still is.
fn nobody(check: &SmsCheck) -> Stop {
    let found = words("该订单没有这位尚须核验的人员", "nobody who must still verify in this order");
    fault("person", found, who_must(check))
}

fn who_must(check: &SmsCheck) -> Words {
    let ids: Vec<&str> = check.persons.iter().map(|one| one.person.as_str()).collect();
    words(format!("须核验的人员：{}", ids.join("、")), format!("who must verify: {}", ids.join(", ")))
}
