//! What the bureau returned: whose approvals, and for which reasons.

use super::super::Result;
use super::count::name;
use crate::domain::ids::UserId;
use crate::domain::people::Staff;
use crate::domain::stats::{BureauReturns, Question, ReasonCount, ReturnedTo, Span, share};
use crate::store::Store;
use std::collections::{BTreeMap, BTreeSet};

/// The bureau's returns of a span.
pub(super) fn returns(
    store: &Store,
    staff: &[Staff],
    question: &Question,
    span: Span,
) -> Result<BureauReturns> {
    let mut returned = BTreeSet::new();
    let mut people: BTreeMap<i64, (u64, u64)> = BTreeMap::new();
    let mut codes: BTreeMap<String, u64> = BTreeMap::new();
    let asked = |user: &UserId| question.person.is_none_or(|person| person == *user);
    for row in store.counted_returns(question, span)? {
        // A return has a row for each of its reasons, and counts once.
        if returned.insert((row.order, row.revision)) {
            for user in row.first_by.iter().filter(|user| asked(user)) {
                people.entry(user.0).or_default().0 += 1;
            }
            for user in row.second_by.iter().filter(|user| asked(user)) {
                people.entry(user.0).or_default().1 += 1;
            }
        }
        *codes.entry(row.code).or_default() += 1;
    }
    let people = people.into_iter().map(|(id, (first, second))| ReturnedTo {
        person: UserId(id),
        name: name(staff, id),
        first,
        second,
    });
    let mut people: Vec<ReturnedTo> = people.collect();
    people.sort_by(|a, b| (b.first + b.second).cmp(&(a.first + a.second)).then_with(|| a.name.cmp(&b.name)));
    Ok(BureauReturns { returned: returned.len() as u64, people, codes: pareto(codes) })
}

fn pareto(codes: BTreeMap<String, u64>) -> Vec<ReasonCount> {
    let mut codes: Vec<(String, u64)> = codes.into_iter().collect();
    codes.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let whole: u64 = codes.iter().map(|(_, count)| count).sum();
    let mut so_far = 0;
    let one = |(code, count): (String, u64)| {
        so_far += count;
        ReasonCount { code: code.into(), count, so_far: share(so_far, whole).unwrap_or_default() }
    };
    codes.into_iter().map(one).collect()
}
