//! What staff do with the customer while his order waits for him: curtains, appointments, calls, reminders.
//! View types of their lists, and of the part of an order's view that is about them.

use super::event::Event;
use super::ids::{OrderId, OrderNo, PersonRef, UserId};
use super::lang::Bilingual;
use super::life::{Appointment, AppointmentEnd, CallResult, Parcel};
use super::order::{CurtainRequest, PhotoMethod};
use super::stage::Stage;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What became of a curtain that a customer asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CurtainState {
    /// It is to be packed.
    Asked,
    /// It is on its way.
    Sent,
    /// The account had its own already; staff may send another with a word.
    Refused,
    /// The order went back, or ended.
    Withdrawn,
}

impl CurtainState {
    /// The name in the database and on the command line.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Sent => "sent",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state with this slug.
    pub fn parse(slug: &str) -> Option<Self> {
        [Self::Asked, Self::Sent, Self::Refused, Self::Withdrawn]
            .into_iter()
            .find(|state| state.slug() == slug)
    }
}

/// A curtain that a customer asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Curtain {
    /// The order.
    pub order: OrderId,
    /// Its number.
    pub no: OrderNo,
    /// Its entity (unsafe text).
    pub entity: String,
    /// The revision with which it was asked for.
    pub revision: u32,
    /// The account (unsafe text).
    pub account: String,
    /// Curtains that this account was sent before, by any order.
    pub had: u32,
    /// What became of it.
    pub state: CurtainState,
    /// When it was asked for.
    pub requested_at: DateTime<Utc>,
    /// When it goes out.
    pub dispatch_at: DateTime<Utc>,
    /// How it was sent.
    pub parcel: Option<Parcel>,
    /// When it was sent, refused or withdrawn.
    pub ended_at: Option<DateTime<Utc>>,
    /// Who sent it.
    pub by: Option<String>,
    /// To whom it goes (unsafe text; the phone is personal).
    pub to: Option<CurtainRequest>,
}

/// An appointment, with what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AppointmentRow {
    /// Its row.
    pub id: i64,
    /// The order.
    pub order: OrderId,
    /// Its number.
    pub no: OrderNo,
    /// Its entity (unsafe text).
    pub entity: String,
    /// The revision for which it was made.
    pub revision: u32,
    /// Where the order stands.
    pub stage: Stage,
    /// Who, how, where and when.
    pub appointment: Appointment,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// By whom.
    pub made_by: String,
    /// How it ended, and when.
    pub ended: Option<(AppointmentEnd, DateTime<Utc>)>,
}

/// A customer who is to be called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CallRow {
    /// The order.
    pub order: OrderId,
    /// Its number.
    pub no: OrderNo,
    /// Its entity (unsafe text).
    pub entity: String,
    /// Where it stands.
    pub stage: Stage,
    /// When to call.
    pub call_at: DateTime<Utc>,
    /// The call before.
    pub last: Option<LastCall>,
}

/// A call that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LastCall {
    /// When.
    pub at: DateTime<Utc>,
    /// Who called.
    pub by: Option<String>,
    /// Whom.
    pub person: PersonRef,
    /// With what result.
    pub result: CallResult,
    /// What was said (unsafe text).
    pub note: String,
}

/// A photo method of the provider, and whether this order may use it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MethodView {
    /// The method.
    pub method: PhotoMethod,
    /// Why this order may not; none = it may.
    pub closed: Option<Bilingual>,
}

/// How long the customer may still leave his order alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Waiting {
    /// How often he was reminded in this stage.
    pub reminders: u32,
    /// When he is reminded next.
    pub next_reminder: Option<DateTime<Utc>>,
    /// When the order expires.
    pub expires_at: Option<DateTime<Utc>>,
}

/// What is known of the customer's side of an order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CustomerSide {
    /// Photo methods of the provider.
    pub methods: Vec<MethodView>,
    /// The curtain that was asked for, once first review has passed.
    pub curtain: Option<Curtain>,
    /// Appointments, newest first.
    pub appointments: Vec<AppointmentRow>,
    /// Reminders and expiry, where the order waits for him.
    pub waiting: Option<Waiting>,
    /// When he is to be called again.
    pub call_again_at: Option<DateTime<Utc>>,
}

/// True where first review stands behind an order and it has neither gone back nor ended: then curtains go
/// out and appointments hold.
pub const fn holds(stage: Stage) -> bool {
    matches!(stage, Stage::Verification | Stage::SecondReview | Stage::Sms | Stage::Bureau)
}

/// An appointment as it follows from the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    /// Who, how, where and when.
    pub appointment: Appointment,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// By whom.
    pub made_by: Option<UserId>,
    /// How it ended, and when.
    pub ended: Option<(AppointmentEnd, DateTime<Utc>)>,
}

/// What an event, which led to `stage` at `at`, means for the appointments of its order.
pub fn follow(
    all: &mut Vec<Followed>,
    event: &Event,
    (at, by): (DateTime<Utc>, Option<UserId>),
    stage: Stage,
) {
    match event {
        Event::Appointed { appointment } => {
            all.push(Followed { appointment: appointment.clone(), made_at: at, made_by: by, ended: None });
        }
        Event::AppointmentEnded { person, end } => {
            let open = |one: &&mut Followed| one.ended.is_none() && one.appointment.person == *person;
            if let Some(one) = all.iter_mut().find(open) {
                one.ended = Some((*end, at));
            }
        }
        _ if !holds(stage) => {
            for one in all.iter_mut().filter(|one| one.ended.is_none()) {
                one.ended = Some((AppointmentEnd::Cancelled, at));
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000 + minute * 60, 0).unwrap()
    }

    fn appointed(person: &str) -> Event {
        let (method, place) = (PhotoMethod::PhotoPoint, "深圳".into());
        Event::Appointed { appointment: Appointment { person: person.into(), method, place, at: at(90) } }
    }

    #[test]
    fn appointments_end_by_word_and_with_the_stage_that_they_were_for() {
        let mut all = Vec::new();
        let kept = Event::AppointmentEnded { person: "p1".into(), end: AppointmentEnd::Kept };
        for (minute, event) in [(1, appointed("p1")), (2, appointed("p2")), (3, kept)] {
            follow(&mut all, &event, (at(minute), Some(UserId(1))), Stage::Verification);
        }
        assert_eq!(all[0].ended, Some((AppointmentEnd::Kept, at(3))));
        assert_eq!(all[1].ended, None);
        follow(&mut all, &Event::GivenUp { reason: "x".into() }, (at(4), None), Stage::Abandoned);
        assert_eq!(all[0].ended, Some((AppointmentEnd::Kept, at(3))));
        assert_eq!(all[1].ended, Some((AppointmentEnd::Cancelled, at(4))));
    }

    #[test]
    fn states_have_their_slugs() {
        for state in [CurtainState::Asked, CurtainState::Sent, CurtainState::Refused, CurtainState::Withdrawn]
        {
            assert_eq!(CurtainState::parse(state.slug()), Some(state));
        }
        assert_eq!(CurtainState::parse("lost"), None);
    }
}
