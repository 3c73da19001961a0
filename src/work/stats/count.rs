//! Counting what streams by: one pass, and one sort for every median.

use crate::domain::ids::UserId;
use crate::domain::order::OrderType;
use crate::domain::people::Staff;
use crate::domain::stage::Stage;
use crate::domain::stats::{Group, Intake, Point, Slice, Tally, local_day, local_hour};
use crate::domain::verdict::VerdictKind;
use crate::store::stats::{IntakeRow, Place, VerdictRow};
use chrono::{Days, NaiveDate};
use std::borrow::Borrow;

/// Stage, person, province, type, profile.
const DIMENSIONS: usize = 5;

#[derive(Debug, Clone, Copy, Default)]
struct Count {
    intake: u64,
    approved: u64,
    rejected: u64,
    again: u64,
    overridden: u64,
}

/// The values of one dimension, in the order in which they were met. They are few, so a look through the
/// list beats a hash.
#[derive(Debug)]
struct Dimension<K> {
    keys: Vec<K>,
    counts: Vec<Count>,
}

impl<K> Dimension<K> {
    const fn new() -> Self {
        Self { keys: Vec::new(), counts: Vec::new() }
    }

    fn find<Q>(&mut self, key: &Q) -> usize
    where
        Q: ?Sized + PartialEq + ToOwned<Owned = K>,
        K: Borrow<Q>,
    {
        if let Some(at) = self.keys.iter().position(|known| known.borrow() == key) {
            return at;
        }
        self.keys.push(key.to_owned());
        self.counts.push(Count::default());
        self.keys.len() - 1
    }

    fn count(&mut self, at: usize) -> &mut Count {
        &mut self.counts[at]
    }
}

impl Dimension<String> {
    fn add_intake(&mut self, other: &Self) {
        for (key, count) in other.keys.iter().zip(&other.counts) {
            let at = self.find(key.as_str());
            self.count(at).intake += count.intake;
        }
    }
}

/// One verdict's time, and where it stands in each dimension.
struct Sample {
    ms: u32,
    at: [u16; DIMENSIONS],
}

/// A count that grows.
pub(super) struct Counter {
    first_day: NaiveDate,
    first: i64,
    total: Count,
    came: Intake,
    hours: [Count; 24],
    days: Vec<Count>,
    stages: Dimension<String>,
    people: Dimension<i64>,
    provinces: Dimension<String>,
    types: Dimension<String>,
    profiles: Dimension<String>,
    samples: Vec<Sample>,
}

/// What [`Counter::finish`] has counted.
pub(super) struct Counted {
    pub total: Tally,
    pub intake: Intake,
    pub hours: Vec<Point>,
    pub days: Vec<Point>,
    pub stages: Vec<Group>,
    pub people: Vec<Group>,
    pub provinces: Vec<Group>,
    pub types: Vec<Group>,
    pub profiles: Vec<Group>,
}

impl Counter {
    /// Nothing yet, for days from `first_ms` on.
    pub(super) fn new(first_day: NaiveDate, first_ms: i64, days: usize) -> Self {
        Self {
            first_day,
            first: local_day(first_ms),
            total: Count::default(),
            came: Intake::default(),
            hours: [Count::default(); 24],
            days: vec![Count::default(); days],
            stages: Dimension::new(),
            people: Dimension::new(),
            provinces: Dimension::new(),
            types: Dimension::new(),
            profiles: Dimension::new(),
            samples: Vec::new(),
        }
    }

    fn places(&mut self, place: &Place) -> [usize; 3] {
        [
            self.provinces.find(place.province),
            self.types.find(place.order_type),
            self.profiles.find(place.profile),
        ]
    }

    fn on(&mut self, at: i64, mut count: impl FnMut(&mut Count)) {
        count(&mut self.total);
        count(&mut self.hours[local_hour(at)]);
        if let Some(day) =
            usize::try_from(local_day(at) - self.first).ok().and_then(|day| self.days.get_mut(day))
        {
            count(day);
        }
    }

    pub(super) fn verdict(&mut self, row: &VerdictRow) {
        let approved = row.kind == VerdictKind::Approve.slug();
        let one = |count: &mut Count| {
            count.approved += u64::from(approved);
            count.rejected += u64::from(!approved);
            count.again += u64::from(!approved && row.revision > 1);
            count.overridden += u64::from(row.overridden);
        };
        self.on(row.at, one);
        let [province, kind, profile] = self.places(&row.place);
        let (stage, person) = (self.stages.find(row.stage), self.people.find(&row.by));
        one(self.stages.count(stage));
        one(self.people.count(person));
        one(self.provinces.count(province));
        one(self.types.count(kind));
        one(self.profiles.count(profile));
        let at = [stage, person, province, kind, profile].map(|at| u16::try_from(at).unwrap_or(u16::MAX));
        self.samples.push(Sample { ms: u32::try_from(row.handling_ms.max(0)).unwrap_or(u32::MAX), at });
    }

    pub(super) fn intake(&mut self, row: &IntakeRow) {
        if row.revision > 1 {
            self.came.again += 1;
        } else {
            self.came.first += 1;
        }
        self.on(row.at, |count| count.intake += 1);
        let [province, kind, profile] = self.places(&row.place);
        self.provinces.count(province).intake += 1;
        self.types.count(kind).intake += 1;
        self.profiles.count(profile).intake += 1;
    }

    /// Takes up what another has counted of the intake.
    pub(super) fn add_intake(&mut self, other: &Self) {
        self.came.first += other.came.first;
        self.came.again += other.came.again;
        self.total.intake += other.total.intake;
        let own = self.hours.iter_mut().chain(&mut self.days);
        for (count, came) in own.zip(other.hours.iter().chain(&other.days)) {
            count.intake += came.intake;
        }
        self.provinces.add_intake(&other.provinces);
        self.types.add_intake(&other.types);
        self.profiles.add_intake(&other.profiles);
    }

    pub(super) fn finish(mut self, staff: &[Staff]) -> Counted {
        let (whole, [stages, people, provinces, types, profiles]) = self.ranks();
        let hours = self.hours.iter().zip(0..).map(|(count, hour)| count.point(Slice::Hour(hour)));
        let days = self.days.iter().zip(0..).filter_map(|(count, after)| {
            Some(count.point(Slice::Day(self.first_day.checked_add_days(Days::new(after))?)))
        });
        Counted {
            total: self.total.tally(&whole),
            intake: self.came,
            hours: hours.collect(),
            days: days.collect(),
            stages: groups(&self.stages, &stages, Intakes::Left, |slug| {
                Some((Slice::Stage(Stage::parse(slug)?), slug.clone()))
            }),
            people: groups(&self.people, &people, Intakes::Left, |id| {
                Some((Slice::Person(UserId(*id)), name(staff, *id)))
            }),
            provinces: groups(&self.provinces, &provinces, Intakes::Shown, |slug| {
                Some((Slice::Province(slug.as_str().into()), slug.clone()))
            }),
            types: groups(&self.types, &types, Intakes::Shown, |slug| {
                Some((Slice::Type(OrderType::parse(slug)?), slug.clone()))
            }),
            profiles: groups(&self.profiles, &profiles, Intakes::Shown, |slug| {
                Some((Slice::Profile(slug.as_str().into()), slug.clone()))
            }),
        }
    }

    /// Median and p90 of everything, and of each group of each dimension.
    fn ranks(&mut self) -> (Ranks, [Vec<Ranks>; DIMENSIONS]) {
        self.samples.sort_unstable_by_key(|sample| sample.ms);
        let mut whole = Ranks::of(&self.total);
        let mut groups = [
            &self.stages.counts,
            &self.people.counts,
            &self.provinces.counts,
            &self.types.counts,
            &self.profiles.counts,
        ]
        .map(|counts| counts.iter().map(Ranks::of).collect::<Vec<Ranks>>());
        for sample in &self.samples {
            whole.see(sample.ms);
            for (dimension, at) in groups.iter_mut().zip(sample.at) {
                if let Some(group) = dimension.get_mut(usize::from(at)) {
                    group.see(sample.ms);
                }
            }
        }
        (whole, groups)
    }
}

/// The name of a person; his number where he is unknown.
pub(super) fn name(staff: &[Staff], id: i64) -> String {
    staff.iter().find(|person| person.id.0 == id).map_or_else(|| id.to_string(), |person| person.name.clone())
}

/// Whether a table has a column for what came in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Intakes {
    Shown,
    Left,
}

fn groups<K>(
    of: &Dimension<K>,
    ranks: &[Ranks],
    intakes: Intakes,
    named: impl Fn(&K) -> Option<(Slice, String)>,
) -> Vec<Group> {
    let rows = of.keys.iter().zip(&of.counts).zip(ranks).filter_map(|((key, count), ranks)| {
        let (slice, name) = named(key)?;
        let intake = (intakes == Intakes::Shown).then_some(count.intake);
        Some(Group { slice, name, intake, tally: count.tally(ranks) })
    });
    let mut rows: Vec<Group> = rows.collect();
    rows.sort_by(|a, b| {
        let weight = |group: &Group| (group.tally.decided(), group.intake.unwrap_or(0));
        weight(b).cmp(&weight(a)).then_with(|| a.name.cmp(&b.name))
    });
    rows
}

impl Count {
    fn tally(&self, ranks: &Ranks) -> Tally {
        Tally {
            approved: self.approved,
            rejected: self.rejected,
            returned_again: self.again,
            overridden: self.overridden,
            median_ms: ranks.median,
            p90_ms: ranks.p90,
        }
    }

    const fn point(&self, slice: Slice) -> Point {
        Point { slice, intake: self.intake, approved: self.approved, rejected: self.rejected }
    }
}

/// Looks for median and p90 (nearest rank) of a group while its times come by in ascending order.
struct Ranks {
    seen: u64,
    at_median: u64,
    at_p90: u64,
    median: Option<u64>,
    p90: Option<u64>,
}

impl Ranks {
    const fn of(count: &Count) -> Self {
        let n = count.approved + count.rejected;
        Self { seen: 0, at_median: n.div_ceil(2), at_p90: (n * 9).div_ceil(10), median: None, p90: None }
    }

    fn see(&mut self, ms: u32) {
        self.seen += 1;
        if self.seen == self.at_median {
            self.median = Some(u64::from(ms));
        }
        if self.seen == self.at_p90 {
            self.p90 = Some(u64::from(ms));
        }
    }
}
