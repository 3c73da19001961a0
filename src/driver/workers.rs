//! Workers: they run the app's effects off the drawing task and answer with messages.
//!
//! One thread writes, one reads (and can be interrupted), one counts figures, one does what belongs to
//! none: clipboard, look-ups, outside viewers. A panic of a worker becomes a message; the desk goes on.

mod figures;
mod outside;
mod reading;
#[cfg(test)]
mod tests;
mod writing;

use crate::app::effect::Effect;
use crate::app::message::{Closing, CopiedTo, Message};
use crate::domain::ids::UserId;
use crate::domain::lang::{Bilingual, Lang};
use crate::domain::whence::Whence;
use crate::store::Store;
use crate::store::living::SignedIn;
use crate::work::people::Session;
use crate::work::{Desk, Result, WorkError};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// Where messages go.
pub type Answer = Arc<dyn Fn(Message) + Send + Sync>;

/// True where the account is no longer the one that signed in.
pub type Gate = Box<dyn Fn() -> bool + Send>;

/// What a desk knows of the terminal on which it is opened.
#[derive(Debug, Clone)]
pub struct Here {
    /// Language until who signs in has their own.
    pub lang: Lang,
    /// From where they sign in.
    pub whence: Whence,
}

/// What all workers know.
pub(super) struct Shared {
    answer: Answer,
    /// 0 = Chinese, 1 = English.
    lang: AtomicU64,
    /// Who is signed in, with the account as it stood then.
    session: Mutex<Option<SignedIn>>,
    /// The search for a number that is on record: pages of this one alone reach for numbers.
    number: Mutex<Option<String>>,
    /// The newest page request; an older one is not worth its answer.
    newest_page: AtomicU64,
    clipboard: Mutex<outside::Allowed>,
}

impl Shared {
    pub(super) fn say(&self, message: Message) {
        (self.answer)(message);
    }

    pub(super) fn lang(&self) -> Lang {
        if self.lang.load(Ordering::Relaxed) == 0 { Lang::Zh } else { Lang::En }
    }

    pub(super) fn set_lang(&self, lang: Lang) {
        self.lang.store(u64::from(lang == Lang::En), Ordering::Relaxed);
    }

    pub(super) fn user(&self) -> Option<UserId> {
        self.session().map(|session| session.user)
    }

    pub(super) fn session(&self) -> Option<SignedIn> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// True for the search that its writer has put on record.
    pub(super) fn is_on_record(&self, search: Option<&str>) -> bool {
        self.number.lock().is_ok_and(|number| number.is_some() && number.as_deref() == search)
    }

    pub(super) fn set_number(&self, search: Option<String>) {
        if let Ok(mut number) = self.number.lock() {
            *number = search;
        }
    }

    pub(super) fn set_session(&self, session: Option<SignedIn>) {
        if self.user() != session.as_ref().map(|session| session.user) {
            self.set_number(None);
        }
        *self.session.lock().unwrap_or_else(PoisonError::into_inner) = session;
    }

    /// Why nothing is done any more for who signed in; asked by every worker before what it does.
    pub(super) fn closed(&self, store: &Store) -> Option<Message> {
        let session = self.session()?;
        // A newer page interrupts what the connection runs, and may hit this question.
        let mut living = store.living(&session);
        while living.as_ref().is_err_and(WorkError::is_interrupted) {
            living = store.living(&session);
        }
        let why = match living {
            Ok(()) => return None,
            Err(WorkError::Closed(why)) => Bilingual::new(why.sentence(Lang::Zh), why.sentence(Lang::En)),
            Err(error) => Bilingual::new(error.sentence(Lang::Zh), error.sentence(Lang::En)),
        };
        Some(Message::Closed(Closing { user: session.user, why }))
    }
}

/// The workers of one desk. Dropping it ends them after their last job.
pub struct Workers {
    shared: Arc<Shared>,
    write: Option<Sender<Job>>,
    read: Option<Sender<Job>>,
    side: Option<Sender<Job>>,
    count: Option<Sender<Job>>,
    interrupt: crate::store::Interrupt,
    threads: Vec<JoinHandle<()>>,
}

impl Workers {
    /// Starts the workers of an open home; a session that is already there is announced at once.
    pub fn start(
        desk: Desk,
        here: Here,
        session: Option<Session>,
        told: Vec<String>,
        answer: Answer,
    ) -> Result<Self> {
        let lang = here.lang;
        let (reader, counter, gate) = (desk.reader()?, desk.reader()?, desk.reader()?.store);
        let interrupt = reader.store.interrupt_handle();
        let (files, view) = (desk.files.clone(), desk.home.view());
        let shared = Arc::new(Shared {
            answer,
            lang: AtomicU64::new(u64::from(lang == Lang::En)),
            session: Mutex::new(None),
            number: Mutex::new(None),
            newest_page: AtomicU64::new(0),
            clipboard: Mutex::new(outside::Allowed::default()),
        });
        let mut writer = writing::Writer::new(desk, here.whence, Arc::clone(&shared));
        if let Some(session) = session {
            writer.welcome(session, told);
        }
        let reader = reading::Reader::new(reader, Arc::clone(&shared));
        let side = outside::Outside::new(files, view, gate, Arc::clone(&shared));
        let count = figures::Figures::new(counter, Arc::clone(&shared));
        let mut threads = Vec::new();
        let write = spawn(&shared, &mut threads, writer);
        let read = spawn(&shared, &mut threads, reader);
        let side = spawn(&shared, &mut threads, side);
        let count = spawn(&shared, &mut threads, count);
        Ok(Self {
            shared,
            write: Some(write),
            read: Some(read),
            side: Some(side),
            count: Some(count),
            interrupt,
            threads,
        })
    }

    /// Gives an effect to its worker. `WakeAt` and `Preview` are the loop's own and not known here.
    pub fn run(&self, effect: Effect) {
        let to = match &effect {
            Effect::LoadPage { generation, .. } => {
                self.shared.newest_page.store(*generation, Ordering::Relaxed);
                self.interrupt.interrupt();
                &self.read
            }
            Effect::CancelPage => {
                self.shared.newest_page.store(u64::MAX, Ordering::Relaxed);
                self.interrupt.interrupt();
                return;
            }
            Effect::LoadCounts
            | Effect::OpenOrder(_)
            | Effect::ComposeNotice { .. }
            | Effect::LoadUndoable
            | Effect::LoadStaff
            | Effect::LoadBoard(_)
            | Effect::LoadViews => &self.read,
            Effect::LoadStats { .. } | Effect::LoadFigure { .. } | Effect::LoadRechecks => &self.count,
            Effect::Copy(text) if self.copies_to_terminal() => return self.copy_to_terminal(text),
            Effect::Copy(_) | Effect::LookUp { .. } | Effect::OpenOutside(_) => &self.side,
            _ => &self.write,
        };
        if let Some(to) = to
            && to.send(Job::Run(effect)).is_err()
        {
            self.shared.say(Message::WorkerFailed(
                self.shared
                    .lang()
                    .pick("后台任务已停止；请重新打开审核台。", "a worker has stopped; open the desk again")
                    .into(),
            ));
        }
    }
}

impl Workers {
    /// Tells the worker that writes that somebody changed the home: something else may be due next.
    pub fn clock(&self) -> impl Fn() + Send + 'static {
        let to = self.write.clone();
        move || {
            if let Some(to) = &to {
                // Where the worker has ended, so has the clock.
                let _ = to.send(Job::LookAtClock);
            }
        }
    }

    /// Tells whether the desk is closed, for what is not done by a worker here; says so where it is.
    pub fn gate(&self, store: Store) -> Gate {
        let shared = Arc::clone(&self.shared);
        Box::new(move || match shared.closed(&store) {
            None => false,
            Some(closed) => {
                shared.say(closed);
                true
            }
        })
    }

    fn copies_to_terminal(&self) -> bool {
        let off = self.shared.clipboard.lock().is_ok_and(|kept| kept.clipboard_off);
        !off && outside::terminal_takes_copies()
    }

    /// Effects are given out by the drawing thread between two frames, so nothing can come in between.
    fn copy_to_terminal(&self, text: &str) {
        self.shared.say(match outside::send_to_terminal(text) {
            Ok(()) => Message::Copied(CopiedTo::Terminal),
            Err(error) => Message::WorkerFailed(error.to_string()),
        });
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        drop((self.write.take(), self.read.take(), self.side.take(), self.count.take()));
        self.interrupt.interrupt();
        for thread in self.threads.drain(..) {
            // A worker's panic was told when it happened.
            let _ = thread.join();
        }
    }
}

/// What a worker does next.
enum Job {
    /// An effect of the app.
    Run(Effect),
    /// Something else may be due by the clock.
    LookAtClock,
}

/// Something that runs effects one after the other.
pub(super) trait Work: Send + 'static {
    /// Runs one effect and answers it.
    fn run(&mut self, effect: Effect);

    /// How long until the clock has something for it to do; none = nothing is known to come.
    fn sleep(&mut self) -> Option<Duration> {
        None
    }

    /// Does what the clock has for it.
    fn wake(&mut self) {}

    /// Hears that somebody changed the home.
    fn changed(&mut self) {}

    /// The connection by which the living account is asked for.
    fn store(&self) -> &Store;

    /// The last thing before the end.
    fn end(&mut self) {}
}

fn spawn(shared: &Arc<Shared>, threads: &mut Vec<JoinHandle<()>>, worker: impl Work) -> Sender<Job> {
    let (to, from) = channel();
    let shared = Arc::clone(shared);
    threads.push(std::thread::spawn(move || serve(&shared, worker, &from)));
    to
}

/// The next job; none where the time for the clock has come.
fn next(worker: &mut impl Work, from: &Receiver<Job>) -> Result<Option<Job>, ()> {
    match worker.sleep() {
        None => from.recv().map(Some).map_err(drop),
        Some(left) => match from.recv_timeout(left) {
            Ok(job) => Ok(Some(job)),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(()),
        },
    }
}

/// Whether an effect is somebody's who is signed in. Signing in and leaving are not, nor is what a closed desk keeps.
const fn asks(effect: &Effect) -> bool {
    !matches!(
        effect,
        Effect::SignIn { .. }
            | Effect::Unlock { .. }
            | Effect::SignOut
            | Effect::Quit
            | Effect::KeepDraft(..)
    )
}

fn serve(shared: &Shared, mut worker: impl Work, from: &Receiver<Job>) {
    while let Ok(job) = next(&mut worker, from) {
        let run = AssertUnwindSafe(|| match job {
            Some(Job::Run(effect)) => match shared.closed(worker.store()).filter(|_| asks(&effect)) {
                Some(closed) => shared.say(closed),
                None => worker.run(effect),
            },
            Some(Job::LookAtClock) => worker.changed(),
            None => worker.wake(),
        });
        if catch_unwind(run).is_err() {
            tracing::error!("a worker panicked");
            shared.say(Message::WorkerFailed(
                shared
                    .lang()
                    .pick(
                        "后台任务出错，未作更改；请重试。",
                        "a worker failed, nothing was changed; try again",
                    )
                    .into(),
            ));
        }
    }
    worker.end();
}
