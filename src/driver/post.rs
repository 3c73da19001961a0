//! Delivering notices while a desk is open: a thread of its own that sleeps until the next may leave, or until
//! somebody changed the store.

use super::workers::Answer;
use crate::app::message::Message;
use crate::domain::lang::Lang;
use crate::work::send::{OtherSender, Sent, send};
use crate::work::{Desk, Result, WorkError, delivery, now};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// How long it rests where what is due could not leave: wrong settings, another sender at work.
const REST: Duration = Duration::from_secs(60);
/// How long a desk that closes waits for a notice that is being handed over.
const LAST: Duration = Duration::from_secs(5);
/// The longest sleep; the clock on the wall may have been set meanwhile.
const LONGEST: Duration = Duration::from_secs(3600);

/// The sender of an open desk, until it is dropped.
pub(super) struct Post {
    wake: Option<Sender<()>>,
    stop: Arc<AtomicBool>,
    ended: Receiver<()>,
}

impl Post {
    /// Starts it with a connection of its own.
    pub(super) fn start(desk: &Desk, lang: Lang, answer: Answer) -> Result<Self> {
        let own = Desk::open(desk.home.clone(), Arc::clone(&desk.catalog))?;
        let (wake, woken) = channel();
        let (end, ended) = channel();
        let stop = Arc::new(AtomicBool::new(false));
        let sender =
            Carrier { desk: own, lang, answer, stop: Arc::clone(&stop), told: Vec::new(), failed: 0 };
        std::thread::Builder::new()
            .name("post".into())
            .spawn(move || {
                sender.serve(&woken);
                // The desk has closed without waiting for the end.
                let _ = end.send(());
            })
            .map_err(|error| WorkError::io(desk.home.dir(), error))?;
        Ok(Self { wake: Some(wake), stop, ended })
    }

    /// Something that tells it of a change.
    pub(super) fn waker(&self) -> impl Fn() + Clone + Send + Sync + 'static {
        let wake = self.wake.clone();
        move || {
            if let Some(wake) = &wake {
                // It has ended; a sender that starts later looks by itself.
                let _ = wake.send(());
            }
        }
    }
}

impl Drop for Post {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(wake) = self.wake.take() {
            let _ = wake.send(());
        }
        // What is cut off here is handed over again by the next sender.
        let _ = self.ended.recv_timeout(LAST);
    }
}

struct Carrier {
    desk: Desk,
    lang: Lang,
    answer: Answer,
    stop: Arc<AtomicBool>,
    /// Sentences that were told, so that a way that stays closed is told once.
    told: Vec<String>,
    failed: usize,
}

impl Carrier {
    fn serve(mut self, woken: &Receiver<()>) {
        self.count();
        loop {
            let rest = self.round();
            if self.stop.load(Ordering::Relaxed) || self.sleep(woken, rest).is_none() {
                return;
            }
        }
    }

    /// Sleeps until the next notice may leave or somebody wakes it; none = the desk has closed.
    fn sleep(&self, woken: &Receiver<()>, rest: Duration) -> Option<()> {
        let heard = match self.desk.store.next_notice() {
            Ok(None) => woken.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Ok(Some(at)) => {
                let left = (at - now()).to_std().unwrap_or(Duration::ZERO);
                woken.recv_timeout(left.clamp(rest, LONGEST))
            }
            Err(error) => {
                tracing::warn!(%error, "the outbox can't be asked for its next notice");
                woken.recv_timeout(REST)
            }
        };
        while woken.try_recv().is_ok() {}
        let closed = self.stop.load(Ordering::Relaxed) || heard == Err(RecvTimeoutError::Disconnected);
        (!closed).then_some(())
    }

    /// Delivers what is due; how long to rest at least.
    fn round(&mut self) -> Duration {
        match self.desk.store.next_notice() {
            Ok(Some(at)) if at <= now() => {}
            _ => {
                self.count();
                return Duration::ZERO;
            }
        }
        let outcome = catch_unwind(AssertUnwindSafe(|| self.deliver()));
        let sentence = match outcome {
            Ok(Ok(sent)) => return self.hear(&sent),
            Ok(Err(error)) => error.sentence(self.lang).into(),
            Err(_) => self.lang.pick("发送通知时出错。", "sending notices failed").to_owned(),
        };
        tracing::error!(error = %sentence, "notices could not be sent");
        self.tell(sentence);
        REST
    }

    fn deliver(&mut self) -> Result<Sent> {
        let ways = delivery::delivery(&self.desk.home, &|name| std::env::var(name).ok())?;
        let stop = Arc::clone(&self.stop);
        send(&mut self.desk, &ways, now(), &|| stop.load(Ordering::Relaxed))
    }

    fn hear(&mut self, sent: &Sent) -> Duration {
        if sent.sent > 0 {
            self.told.clear();
        }
        for closed in &sent.closed {
            tracing::warn!(error = %closed, "notices wait");
            self.tell(match self.lang {
                Lang::Zh => format!("通知暂时发不出去：{closed}"),
                Lang::En => format!("notices can't leave now: {closed}"),
            });
        }
        self.count();
        match sent.other {
            OtherSender::AtWork => REST,
            OtherSender::None => Duration::ZERO,
        }
    }

    /// How many failed stands on the desk until a person has looked.
    fn count(&mut self) {
        match self.desk.store.failed_notice_count() {
            Ok(failed) if failed != self.failed => {
                self.failed = failed;
                (self.answer)(Message::FailedNotices(failed));
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "failed notices can't be counted"),
        }
    }

    fn tell(&mut self, sentence: String) {
        if !self.told.contains(&sentence) {
            (self.answer)(Message::NoticesHeld(sentence.clone()));
            self.told.push(sentence);
        }
    }
}
