//! Which keys were typed by themselves. What comes with others at once was pasted without brackets, typed
//! ahead, or is what a broken sequence left.

use super::{Received, Solo};
use std::time::Duration;

/// After a key by itself, this long nothing may come.
pub(super) const QUIET: Duration = Duration::from_millis(25);
/// Nobody presses two keys within this time.
const TOGETHER: Duration = Duration::from_millis(1);
/// So many keys together are a text, not somebody's fingers.
const MANY: usize = 3;
/// A text ends after this long without a key.
const SILENCE: Duration = Duration::from_millis(50);

/// How a chunk ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    /// Within something.
    Open,
    /// After something that it held wholly.
    Whole,
    /// It was one whole thing and nothing else.
    Alone,
}

/// What came before.
#[derive(Debug, Default)]
pub(super) struct Burst {
    last: Option<Duration>,
    /// How many keys came together.
    run: usize,
    /// Until when a text goes on.
    until: Duration,
    /// The key that waits whether more comes, since when.
    waits: Option<Duration>,
}

impl Burst {
    /// When the key that waits stood.
    pub(super) fn deadline(&self) -> Option<Duration> {
        self.waits.map(|since| since + QUIET)
    }

    /// Nothing came until now.
    pub(super) fn overdue(&mut self, out: &mut Vec<Received>, at: Duration) {
        if self.deadline().is_some_and(|due| at > due) {
            self.waits = None;
            out.push(Received::Stood);
        }
    }

    /// Whether a text goes on.
    pub(super) fn goes_on(&self, at: Duration) -> bool {
        at < self.until
    }

    /// The rest of something that was cut came: what comes right after it is not alone.
    pub(super) fn begin(&mut self, at: Duration) {
        self.until = at + SILENCE;
    }

    /// Says of the keys of a chunk, which begin at `from`, how they came.
    pub(super) fn place(&mut self, out: &mut Vec<Received>, from: usize, ends: Ends, at: Duration) {
        let keys = out.iter().skip(from).filter(|one| matches!(one, Received::Key(..))).count();
        // Reports of the mouse and answers that are whole don't disturb.
        if keys == 0 && ends != Ends::Open {
            return;
        }
        if self.waits.take().is_some() {
            out.insert(from, Received::Joined);
        }
        if keys == 0 {
            return;
        }
        let text = at < self.until;
        let together = text || self.last.is_some_and(|last| at.saturating_sub(last) < TOGETHER);
        self.run = if together { self.run + keys } else { keys };
        if text || self.run >= MANY {
            self.begin(at);
        }
        let burst = text || self.run > 1;
        self.last = Some(at);
        if let Some(Received::Key(_, solo)) = out.last_mut() {
            *solo = match ends {
                Ends::Open => Solo::Amid,
                Ends::Alone if !burst => Solo::Alone,
                Ends::Alone | Ends::Whole => Solo::Last,
            };
            if *solo != Solo::Amid {
                self.waits = Some(at);
            }
        }
    }
}
