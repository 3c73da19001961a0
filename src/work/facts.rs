//! Facts of files, made anew where they were made by an older method.
//!
//! Files are gone through in the order of their hashes, a few at a time; how far that has come is a setting of the
//! home, so that nothing is kept of it in the rows and the next opening goes on. A file is looked at outside of any
//! transaction. Where its facts are others now, the findings of the orders that have it wait for a new run.

use super::{Desk, Result, WorkError};
use crate::domain::facts::FileFacts;
use crate::domain::ids::Sha256;
use crate::evidence::{Budget, METHOD};
use crate::store::Op;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Setting that keeps by which method facts were made, and up to which file.
const MADE_BY: &str = "facts_made_by";
/// Rows that are read at once in search of old facts.
const ROWS: usize = 1000;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct MadeBy {
    method: u32,
    /// The last file that was looked at; none = all are.
    after: Option<Sha256>,
}

/// Makes the facts of at most `most` files anew; returns how many there were, 0 where none is left.
///
/// # Errors
/// Where the store or the reader of pictures fails; files that are not there, or can't be read, are passed.
pub fn renew(desk: &mut Desk, now: DateTime<Utc>, most: usize) -> Result<usize> {
    let kept: Option<MadeBy> = desk.store.setting(MADE_BY)?;
    let mut at = match kept {
        Some(MadeBy { method: METHOD, after: None }) => return Ok(0),
        Some(MadeBy { method: METHOD, after: Some(after) }) => after,
        _ => Sha256(String::new()),
    };
    let mut done = 0;
    while done < most {
        let rows = desk.store.file_facts(&at, ROWS)?;
        let Some(last) = rows.last().map(|facts| facts.sha256.clone()) else {
            put(desk, now, None, None)?;
            return Ok(done);
        };
        match rows.into_iter().find(|facts| facts.method < METHOD) {
            Some(old) => {
                at = old.sha256.clone();
                let new = looked_at(desk, &old)?;
                put(desk, now, new.as_ref().map(|new| (&old, new)), Some(&at))?;
                done += 1;
            }
            None => {
                at = last;
                put(desk, now, None, Some(&at))?;
            }
        }
    }
    Ok(done)
}

/// New facts of a file that is there.
fn looked_at(desk: &Desk, old: &FileFacts) -> Result<Option<FileFacts>> {
    match desk.files.read(&old.sha256) {
        Ok(bytes) => {
            let new = desk.eye.facts(&bytes, &mut Budget::default())?;
            // Bytes that are others by now are the doctor's to tell.
            Ok(Some(new).filter(|new| new.sha256 == old.sha256))
        }
        Err(error) => {
            tracing::debug!(%error, "a file that is not there keeps its facts");
            Ok(None)
        }
    }
}

fn put(
    desk: &mut Desk,
    now: DateTime<Utc>,
    facts: Option<(&FileFacts, &FileFacts)>,
    after: Option<&Sha256>,
) -> Result<()> {
    desk.store.transact::<_, WorkError>(&Op::program(now), |tx| {
        if let Some((old, new)) = facts {
            tx.put_facts(new)?;
            if (FileFacts { method: old.method, ..new.clone() }) != *old {
                tx.mark_findings_with(&new.sha256)?;
            }
        }
        tx.set_setting(MADE_BY, &MadeBy { method: METHOD, after: after.cloned() })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::domain::facts::FileState;
    use crate::domain::ids::OrderNo;
    use crate::work::{Home, findings, import};
    use std::path::Path;
    use std::sync::Arc;

    fn now() -> DateTime<Utc> {
        "2026-11-20T07:20:00Z".parse().unwrap()
    }

    /// A home with a sample whose facts are of no version, and say of every file that it breaks off.
    fn old_home(dir: &Path) -> Desk {
        let mut desk = Desk::create(Home::new(dir), Arc::new(Catalog::embedded().unwrap())).unwrap();
        let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/samples/ICP-10201");
        import::import(&mut desk, Path::new(sample), |_, _| {}).unwrap();
        let op = Op::program(now());
        let files = desk.store.file_facts(&Sha256(String::new()), 100).unwrap();
        assert!(files.len() > 3 && files.iter().all(|facts| facts.method == METHOD));
        desk.store
            .transact::<_, WorkError>(&op, |tx| {
                for facts in files {
                    tx.put_facts(&FileFacts { method: 0, state: FileState::CutOff, ..facts })?;
                }
                tx.mark_all()?;
                Ok(())
            })
            .unwrap();
        findings::renew(&mut desk, now(), 100).unwrap();
        desk
    }

    fn states(desk: &Desk) -> Vec<FileState> {
        desk.store.file_facts(&Sha256(String::new()), 100).unwrap().into_iter().map(|one| one.state).collect()
    }

    fn says_broken(desk: &Desk) -> bool {
        let id = desk.store.find_order(&OrderNo("ICP-10201".into())).unwrap().unwrap();
        let counts = desk.store.row(id, now()).unwrap().findings;
        counts.block > 0
    }

    #[test]
    fn old_facts_are_made_anew_a_few_at_a_time_and_the_findings_follow() {
        let dir = tempfile::tempdir().unwrap();
        let mut desk = old_home(dir.path());
        assert!(says_broken(&desk));
        let files = states(&desk).len();
        assert_eq!(renew(&mut desk, now(), 2).unwrap(), 2);
        assert_eq!(states(&desk).iter().filter(|state| **state == FileState::Whole).count(), 2);
        // Another process goes on where this one stopped.
        drop(desk);
        let mut desk = Desk::open(Home::new(dir.path()), Arc::new(Catalog::embedded().unwrap())).unwrap();
        assert_eq!(renew(&mut desk, now(), 100).unwrap(), files - 2);
        assert_eq!(renew(&mut desk, now(), 100).unwrap(), 0);
        assert!(states(&desk).iter().all(|state| *state == FileState::Whole));
        assert!(findings::renew(&mut desk, now(), 100).unwrap() > 0, "the order waits for a new run");
        assert!(!says_broken(&desk));
    }

    #[test]
    fn a_file_that_is_gone_keeps_its_facts_and_holds_nothing_up() {
        let dir = tempfile::tempdir().unwrap();
        let mut desk = old_home(dir.path());
        let first = desk.store.file_facts(&Sha256(String::new()), 1).unwrap().remove(0);
        std::fs::remove_file(desk.files.path(&first.sha256).unwrap()).unwrap();
        assert!(renew(&mut desk, now(), 100).unwrap() > 1);
        assert_eq!(renew(&mut desk, now(), 100).unwrap(), 0);
        assert_eq!(states(&desk).iter().filter(|state| **state == FileState::CutOff).count(), 1);
    }
}
