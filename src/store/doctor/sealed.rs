//! Secrets of packages: every mark has its seal, and what an upgrade sealed stands as it was found then.

use super::{Check, Examination, Fault, Note};
use crate::domain::event::Event;
use crate::store::Result;
use crate::store::sealed::{PACKAGE_SECRETS, Sealing, digest_of_resealed, found_at_upgrade};
use crate::store::time::from_ms;
use chrono::{DateTime, Utc};
use serde::Serialize;

/// Since when the secrets of packages are sealed that an upgrade found in the clear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct AsFound {
    /// When.
    pub at: DateTime<Utc>,
    /// How many revisions there were.
    pub rows: u64,
}

impl Examination<'_> {
    /// What an upgrade sealed against what its event says; since when it is sealed.
    pub fn as_found(&self, seen: &mut dyn FnMut(Note)) -> Result<Option<AsFound>> {
        let mut fault = |zh: &str, en: &str| seen(Note::Fault(Fault::new(Check::Content, "", zh, en)));
        let (rows, digest) = digest_of_resealed(&self.store.conn)?;
        let events = found_at_upgrade(&self.store.conn)?;
        let told = events.into_iter().find_map(|(at, event)| match event {
            Event::FoundAtUpgrade { what, rows, digest, .. } if what == PACKAGE_SECRETS => {
                Some((from_ms(at), rows, digest))
            }
            _ => None,
        });
        match told {
            Some((at, told, sum)) if told == rows && sum == digest => Ok(Some(AsFound { at, rows })),
            Some(_) => {
                fault(
                    "升级时封存的版本与日志所记不符",
                    "what an upgrade sealed is not what the log says that it found",
                );
                Ok(None)
            }
            None if rows > 0 && self.store.sealing()? != Sealing::Due => {
                fault(
                    "有版本标为升级时封存，日志中却没有",
                    "revisions are marked as sealed by an upgrade, and the log knows of none",
                );
                Ok(None)
            }
            None => Ok(None),
        }
    }
}
