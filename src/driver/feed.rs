//! The terminal's bytes and its size. A thread of its own waits for bytes and reads them, so that drawing never
//! waits for a terminal; it sleeps until something comes, or until what is open must act by itself.

use super::bytes::{Decoder, Received};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use std::fs::File;
use std::io::{self, IsTerminal, PipeReader, PipeWriter};
use std::os::fd::{AsFd, OwnedFd};
use std::thread;
use std::time::{Duration, Instant};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// So much is read at once.
const AT_ONCE: usize = 16 * 1024;

/// What the terminal sends, until it is dropped: then its thread ends and reads no more.
pub struct Feed {
    received: UnboundedReceiver<Received>,
    resized: Signal,
    _until: PipeWriter,
}

impl Feed {
    /// Begins to read. Must be called inside a runtime, after the terminal's modes were set.
    ///
    /// # Errors
    /// Where there is no terminal.
    pub fn start() -> io::Result<Self> {
        let resized = signal(SignalKind::window_change())?;
        let (until, _until) = io::pipe()?;
        let terminal = terminal()?;
        let (to, received) = unbounded_channel();
        let reader = Reading { terminal, until, decoder: Decoder::default(), since: Instant::now(), to };
        thread::Builder::new().name("terminal".to_owned()).spawn(move || reader.work())?;
        Ok(Self { received, resized, _until })
    }

    /// Waits for the next; none = the terminal has gone. Safe to give up and ask again.
    ///
    /// # Errors
    /// Where the new size can't be read.
    pub async fn next(&mut self) -> io::Result<Option<Received>> {
        tokio::select! {
            received = self.received.recv() => Ok(received),
            _ = self.resized.recv() => {
                let (columns, rows) = crossterm::terminal::size()?;
                Ok(Some(Received::Resized(columns, rows)))
            }
        }
    }

    /// What has come already.
    pub fn ready(&mut self) -> Option<Received> {
        self.received.try_recv().ok()
    }
}

/// The terminal that keys come from.
fn terminal() -> io::Result<OwnedFd> {
    let stdin = io::stdin();
    if stdin.is_terminal() { stdin.as_fd().try_clone_to_owned() } else { Ok(File::open("/dev/tty")?.into()) }
}

struct Reading {
    terminal: OwnedFd,
    until: PipeReader,
    decoder: Decoder,
    since: Instant,
    to: UnboundedSender<Received>,
}

/// What woke the reader.
enum Awake {
    Bytes,
    Time,
    End,
}

impl Reading {
    fn work(mut self) {
        let mut bytes = vec![0; AT_ONCE];
        loop {
            let received = match self.wait() {
                Awake::End => return,
                Awake::Time => self.decoder.expire(self.now()),
                Awake::Bytes => match rustix::io::read(&self.terminal, bytes.as_mut_slice()) {
                    Err(Errno::INTR | Errno::AGAIN) => continue,
                    Ok(0) | Err(_) => return,
                    Ok(count) => {
                        let now = self.now();
                        self.decoder.feed(bytes.get(..count).unwrap_or_default(), now)
                    }
                },
            };
            // Where the loop has ended, nobody waits for the rest.
            if received.into_iter().any(|one| self.to.send(one).is_err()) {
                return;
            }
        }
    }

    fn now(&self) -> Duration {
        self.since.elapsed()
    }

    /// Sleeps until there are bytes, or until the decoder's next moment.
    fn wait(&self) -> Awake {
        let flags = PollFlags::IN;
        let mut watched = [PollFd::new(&self.terminal, flags), PollFd::new(&self.until, flags)];
        // A moment later than asked for, so that it is over by then.
        let left =
            self.decoder.deadline().map(|due| due.saturating_sub(self.now()) + Duration::from_millis(1));
        let left = left.and_then(|left| Timespec::try_from(left).ok());
        match poll(&mut watched, left.as_ref()) {
            Ok(0) | Err(Errno::INTR) => Awake::Time,
            Err(_) => Awake::End,
            Ok(_) if !watched[1].revents().is_empty() => Awake::End,
            Ok(_) => Awake::Bytes,
        }
    }
}
