//! Watching an inbox: takes what is complete, does what the clock has to do, and sleeps until something comes.

use super::{Found, Inbox, Stuck};
use crate::catalog::Catalog;
use crate::domain::text::Foreign;
use crate::store::StoreError;
use crate::store::watch::Watch;
use crate::work::import::{Summary, Taken};
use crate::work::tick::{Ticked, tick_some};
use crate::work::{Desk, Home, Result, WorkError, facts, now};
use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, SystemTime};

/// The longest pause after a failure.
const LONGEST: Duration = Duration::from_secs(60);
/// Orders that the clock moves between two looks at the folder.
const AT_ONCE: usize = 200;

/// What wakes the watch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// Something happened in the folder.
    Folder,
    /// Somebody changed the home.
    Home,
    /// The program is to end.
    Stop,
}

/// Whether the watch runs the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// It does what is due.
    Runs,
    /// Something else does.
    Off,
}

/// How long the watch goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// Until it is stopped.
    Ever,
    /// Until all that is there was taken.
    Once,
}

/// How a watch goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// The clock.
    pub clock: Clock,
    /// How long.
    pub span: Span,
}

/// What a watch tells.
#[derive(Debug)]
pub enum Heard<'a> {
    /// What became of a package.
    Took(&'a Taken),
    /// What the clock did.
    Ticked(&'a Ticked),
    /// A folder waits for its mark.
    Unmarked(&'a Path),
    /// A file is not whole yet.
    Unfinished(&'a Path),
    /// Something failed; when it is tried again.
    Failed(&'a WorkError, Option<Duration>),
}

/// Whether the round came to its end.
#[derive(PartialEq, Eq)]
enum Round {
    Done(Option<SystemTime>),
    Stopped,
}

/// Watches an inbox until it is stopped (or, once, until it is empty); gives what became of the packages.
///
/// # Errors
/// The folder can't be watched. What fails in the home is tried again, but for a watch that runs once.
pub fn run(
    (home, catalog): (&Home, &Arc<Catalog>),
    inbox: &Inbox,
    options: Options,
    (to, from): (Sender<Signal>, &Receiver<Signal>),
    heard: &mut dyn FnMut(Heard),
) -> Result<Summary> {
    let folder = match options.span {
        Span::Ever => Some(Folder::watch(inbox.dir(), to.clone())?),
        Span::Once => None,
    };
    let _home = folder.is_some().then(|| watch_home(home, to));
    let stuck = BTreeMap::new();
    let mut watching = Watching {
        place: (home, catalog),
        inbox,
        options,
        from,
        folder,
        desk: None,
        tries: 0,
        stuck,
        told: BTreeSet::new(),
        sum: Summary::default(),
        heard,
    };
    watching.run()?;
    Ok(watching.sum)
}

/// Where the home can't be watched, what others make due is seen with the next package.
fn watch_home(home: &Home, to: Sender<Signal>) -> Option<Watch> {
    let told = move || {
        // Nobody listens any more once the watch has ended.
        let _ = to.send(Signal::Home);
    };
    match Watch::new(&home.database(), told) {
        Ok(watch) => Some(watch),
        Err(error) => {
            tracing::warn!(%error, "the home can't be watched");
            None
        }
    }
}

struct Watching<'a> {
    place: (&'a Home, &'a Arc<Catalog>),
    inbox: &'a Inbox,
    options: Options,
    from: &'a Receiver<Signal>,
    folder: Option<Folder>,
    desk: Option<Desk>,
    /// Failures of the home since it last went well.
    tries: u32,
    /// Packages that could not be moved: how often, and when they are tried again.
    stuck: BTreeMap<PathBuf, (u32, SystemTime)>,
    /// What was told to be incomplete.
    told: BTreeSet<PathBuf>,
    sum: Summary,
    heard: &'a mut dyn FnMut(Heard),
}

impl Watching<'_> {
    fn run(&mut self) -> Result<()> {
        loop {
            match self.round() {
                Ok(Round::Stopped) => return Ok(()),
                Ok(Round::Done(next)) => {
                    self.tries = 0;
                    if next.is_none() && self.options.span == Span::Once {
                        return self.stuck.is_empty().then_some(()).ok_or_else(|| left(self.stuck.len()));
                    }
                    if !self.sleep_until(next) {
                        return Ok(());
                    }
                }
                Err(error) if self.options.span == Span::Once => return Err(error),
                Err(error) => {
                    // After a failed disk the old connection may stay broken.
                    self.desk = None;
                    let pause = back_off(self.tries);
                    self.tries += 1;
                    (self.heard)(Heard::Failed(&error, Some(pause)));
                    if !self.pause(pause) {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// Takes all that is complete and does all that is due; gives when to look again.
    fn round(&mut self) -> Result<Round> {
        if self.desk.is_none() {
            let (home, catalog) = self.place;
            self.desk = Some(Desk::open(home.clone(), Arc::clone(catalog))?);
        }
        loop {
            let mut due = self.tick()?;
            let found = self.inbox.look(SystemTime::now())?;
            if !self.stuck.is_empty() {
                let there: BTreeSet<&PathBuf> = found.complete.iter().collect();
                self.stuck.retain(|path, _| there.contains(path));
            }
            // All that was found is taken before the folder is looked through again.
            let mut took = false;
            for path in &found.complete {
                if self.sum.stopped || self.is_stopped() {
                    return Ok(Round::Stopped);
                }
                let now = SystemTime::now();
                let is_held = self.stuck.get(path).is_some_and(|(_, at)| *at > now);
                if !is_held && self.inbox.is_complete(path, now) {
                    self.take(path)?;
                    took = true;
                    due = self.tick()?;
                }
            }
            if self.sum.stopped {
                return Ok(Round::Stopped);
            }
            // Its mark may have come before it was watched.
            if took || self.follow(&found) {
                continue;
            }
            let stuck = self.stuck.values().map(|(_, at)| *at);
            let next = stuck.chain(found.next).chain(found.patience);
            return Ok(Round::Done(match self.options.span {
                Span::Once => found.next,
                Span::Ever => next.chain(due).min(),
            }));
        }
    }

    fn take(&mut self, path: &Path) -> Result<()> {
        let Some(desk) = &mut self.desk else { return Ok(()) };
        let heard = &mut self.heard;
        match self.inbox.take(desk, path, &mut |taken| heard(Heard::Took(taken))) {
            Ok(part) => {
                self.sum.taken += part.taken;
                self.sum.unchanged += part.unchanged;
                self.sum.refused += part.refused;
                self.sum.stopped |= part.stopped;
                Ok(())
            }
            Err(Stuck::Home(error)) => Err(error),
            Err(Stuck::Package(error)) => {
                let tries = self.stuck.get(path).map_or(0, |(tries, _)| *tries);
                let pause = back_off(tries);
                self.stuck.insert(path.to_owned(), (tries + 1, SystemTime::now() + pause));
                let again = (self.options.span == Span::Ever).then_some(pause);
                (self.heard)(Heard::Failed(&error, again));
                Ok(())
            }
        }
    }

    /// Does what is due; gives the next moment of the clock.
    fn tick(&mut self) -> Result<Option<SystemTime>> {
        let Some(desk) = self.desk.as_mut().filter(|_| self.options.clock == Clock::Runs) else {
            return Ok(None);
        };
        let ticked = tick_some(desk, now(), AT_ONCE)?;
        if !ticked.is_empty() {
            (self.heard)(Heard::Ticked(&ticked));
        }
        if renewed_one(desk) {
            return Ok(Some(SystemTime::now()));
        }
        Ok(desk.store.next_wake()?.map(SystemTime::from))
    }

    /// Watches the folders that wait for their mark; true where one of them is new.
    fn follow(&mut self, Found { unmarked, unfinished, .. }: &Found) -> bool {
        for path in unmarked.iter().filter(|path| !self.told.contains(*path)) {
            (self.heard)(Heard::Unmarked(path));
        }
        for path in unfinished.iter().filter(|path| !self.told.contains(*path)) {
            (self.heard)(Heard::Unfinished(path));
        }
        let fresh = unmarked.iter().any(|path| !self.told.contains(path));
        self.told = unmarked.iter().chain(unfinished).cloned().collect();
        self.folder.as_mut().is_some_and(|folder| folder.follow(unmarked)) && fresh
    }

    /// True where the end was asked for.
    fn is_stopped(&self) -> bool {
        self.from.try_iter().any(|signal| signal == Signal::Stop)
    }

    /// Sleeps until something happens; false where that is the end.
    fn sleep_until(&self, next: Option<SystemTime>) -> bool {
        let heard = match next {
            None => self.from.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(next) => {
                let left = next.duration_since(SystemTime::now()).unwrap_or(Duration::ZERO);
                self.from.recv_timeout(left)
            }
        };
        match heard {
            Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => false,
            Ok(_) => !self.is_stopped(),
            Err(RecvTimeoutError::Timeout) => true,
        }
    }

    /// Sleeps whatever else happens; false where the end was asked for.
    fn pause(&self, pause: Duration) -> bool {
        let end = SystemTime::now() + pause;
        loop {
            let left = end.duration_since(SystemTime::now()).unwrap_or(Duration::ZERO);
            match self.from.recv_timeout(left) {
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return false,
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) => return true,
            }
        }
    }
}

fn left(count: usize) -> WorkError {
    WorkError::say(
        format!("{count}个包没有处理，留在原处；请先解决上面的问题。"),
        format!("{count} packages were left where they are; mend what was told about them"),
    )
}

/// One second, two, four … up to a minute.
fn back_off(tries: u32) -> Duration {
    Duration::from_secs(1 << tries.min(6)).min(LONGEST)
}

/// The folder as the system watches it, with those inside it that wait for their mark.
struct Folder {
    watcher: RecommendedWatcher,
    inside: BTreeSet<PathBuf>,
}

impl Folder {
    fn watch(dir: &Path, to: Sender<Signal>) -> Result<Self> {
        let heard = move |event: notify::Result<notify::Event>| {
            let looked = event.is_ok_and(|event| {
                let closed = EventKind::Access(AccessKind::Close(AccessMode::Write));
                matches!(event.kind, EventKind::Access(_)) && event.kind != closed
            });
            if !looked {
                // Nobody listens any more once the watch has ended.
                let _ = to.send(Signal::Folder);
            }
        };
        let mut watcher = notify::recommended_watcher(heard).map_err(|error| cannot(dir, &error))?;
        watcher.watch(dir, RecursiveMode::NonRecursive).map_err(|error| cannot(dir, &error))?;
        Ok(Self { watcher, inside: BTreeSet::new() })
    }

    /// Watches these folders inside it, and no others any more; true where one is new.
    fn follow(&mut self, inside: &[PathBuf]) -> bool {
        let wanted: BTreeSet<PathBuf> = inside.iter().cloned().collect();
        for gone in self.inside.difference(&wanted) {
            // The system forgets a folder that was moved or removed by itself.
            let _ = self.watcher.unwatch(gone);
        }
        let mut fresh = false;
        for path in wanted.difference(&self.inside) {
            match self.watcher.watch(path, RecursiveMode::NonRecursive) {
                Ok(()) => fresh = true,
                Err(error) => tracing::warn!(%error, "a folder in the inbox can't be watched"),
            }
        }
        self.inside = wanted;
        fresh
    }
}

fn cannot(dir: &Path, error: &notify::Error) -> StoreError {
    let (dir, error) = (Foreign::path(dir), Foreign::said(error));
    StoreError::say(
        format!("无法监视{dir}（{error}）；可由 cron 定时运行 beian watch --once。"),
        format!("{dir} can't be watched ({error}); let cron run 'beian watch --once' instead"),
    )
}

/// Looks at one file whose facts are of an older method; true where there may be more. Packages go first.
fn renewed_one(desk: &mut Desk) -> bool {
    facts::renew(desk, now(), 1).map_or_else(
        |error| {
            tracing::warn!(%error, "facts of files wait to be made anew");
            false
        },
        |renewed| renewed > 0,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_a_minute() {
        let seconds: Vec<u64> = (0..9).map(|tries| back_off(tries).as_secs()).collect();
        assert_eq!(seconds, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
    }
}
