//! Lets some sample orders go on, so that SMS, bureau, filed and the lists of the board have something to show.

use super::{ACCOUNTS, judge};
use crate::domain::bureau::{News, ResultRow};
use crate::domain::ids::{OrderId, UserId};
use crate::domain::life::{CallResult, SmsOutcome};
use crate::domain::verdict::VerdictKind;
use crate::work::calls::{self, Call};
use crate::work::tick::tick;
use crate::work::{Desk, Result, results};
use chrono::{DateTime, Duration, Utc};

/// An order, and how many hours ago its last reviewer passed it.
const PASSED: [(&str, i64); 3] = [("ICP-10220", 30), ("ICP-10205", 21), ("ICP-10222", 3)];
/// A cancellation: it goes from first review to the bureau.
const CANCELLATION: &str = "ICP-10207";
/// A customer who was not reached.
const NOT_REACHED: &str = "ICP-10224";

/// Plays what staff, customers and the bureau did in the last two days.
pub(super) fn go_on(desk: &mut Desk, now: DateTime<Utc>) -> Result<()> {
    let (Some(first), Some(second)) = (account(desk, 0)?, account(desk, 1)?) else { return Ok(()) };
    let ago = |hours: i64, minutes: i64| now - Duration::hours(hours) + Duration::minutes(minutes);
    if let Some(id) = find(desk, CANCELLATION)? {
        judge(desk, first, id, VerdictKind::Approve, ago(40, 0))?;
        judge(desk, second, id, VerdictKind::Approve, ago(36, 0))?;
        tick(desk, ago(36, 15))?;
        let news = News::Passed { entity_number: None, sites: Vec::new(), password: None };
        tell(desk, second, CANCELLATION, news, ago(8, 0))?;
    }
    for (no, hours) in PASSED {
        let Some(id) = find(desk, no)? else { continue };
        judge(desk, second, id, VerdictKind::Approve, ago(hours, 0))?;
        tick(desk, ago(hours, 15))?;
        sms(desk, second, id, no, ago(hours, 20))?;
    }
    if let Some(id) = find(desk, NOT_REACHED)? {
        let person = desk.store.revision(id, 1)?.map(|order| order.entity.principal);
        if let Some(person) = person {
            let at = now - Duration::minutes(70);
            let again_at = Some(at + Duration::hours(1));
            let note = "无人接听".to_owned();
            let call = Call { person, result: CallResult::NotReached, note, again_at };
            calls::log(desk, first, id, &call, at)?;
        }
    }
    Ok(())
}

/// The oldest has verified and is at the bureau; one has tried in vain; of the newest, one of two has verified.
fn sms(desk: &mut Desk, who: UserId, id: OrderId, no: &str, at: DateTime<Utc>) -> Result<()> {
    let Some(check) = desk.store.state(id)?.life.sms else { return Ok(()) };
    for (place, one) in check.persons.iter().enumerate() {
        let person = one.person.to_string();
        tell(desk, who, no, News::Sms(SmsOutcome::Sent, person.clone()), at)?;
        let verified = match no {
            "ICP-10220" => true,
            "ICP-10205" => false,
            _ => place == 0,
        };
        let outcome = if verified { SmsOutcome::Verified } else { SmsOutcome::Wrong };
        tell(desk, who, no, News::Sms(outcome, person), at + Duration::minutes(9))?;
    }
    Ok(())
}

fn tell(desk: &mut Desk, who: UserId, no: &str, news: News, at: DateTime<Utc>) -> Result<()> {
    results::set(desk, who, &ResultRow { order_no: no.into(), at, news }, at).map(drop)
}

fn account(desk: &Desk, place: usize) -> Result<Option<UserId>> {
    Ok(desk.store.account(ACCOUNTS[place].0)?.map(|account| account.staff.id))
}

fn find(desk: &Desk, no: &str) -> Result<Option<OrderId>> {
    desk.store.find_order(&no.into())
}
