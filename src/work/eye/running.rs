//! A child that looks at pictures, seen from the program.

use super::COMMAND;
use super::ask::{Question, Reply};
use crate::outgoing::child::{Door, command, kill};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// Why a child is of no use any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    /// It took too long.
    Late,
    /// It has ended, or says what makes no sense.
    Ended,
}

/// A child; it ends with this.
pub struct Running {
    child: Child,
    to: ChildStdin,
    from: ChildStdout,
    within: Duration,
    /// Pictures that it has looked at.
    pub served: u32,
}

impl Running {
    /// Starts a child and hears that it is there.
    pub fn start(program: &Path, within: Duration) -> io::Result<Self> {
        let mut command = command(Door::Eye, &program.to_string_lossy(), &[]);
        let mut child = command.arg(COMMAND).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let (Some(to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(ErrorKind::BrokenPipe.into());
        };
        let mut running = Self { child, to, from, within, served: 0 };
        match running.talk(None) {
            Ok(Reply::Ready) => Ok(running),
            Ok(_) => Err(ErrorKind::InvalidData.into()),
            Err(Lost::Late) => Err(ErrorKind::TimedOut.into()),
            Err(Lost::Ended) => Err(ErrorKind::UnexpectedEof.into()),
        }
    }

    /// Has it look at a picture. After a fault it is of no use any more.
    pub fn look(&mut self, ask: Question, bytes: &[u8]) -> Result<Reply, Lost> {
        self.served += 1;
        self.talk(Some((ask, bytes)))
    }

    /// Writing and reading wait on a thread of their own: whichever the child leaves open, the clock ends it.
    fn talk(&mut self, asked: Option<(Question, &[u8])>) -> Result<Reply, Lost> {
        let Self { child, to, from, within, .. } = self;
        std::thread::scope(|scope| {
            let (tell, hear) = mpsc::channel();
            let talk = move || {
                let answer = asked
                    .map_or(Ok(()), |(ask, bytes)| ask.write(bytes, to))
                    .and_then(|()| Reply::read(asked.map(|(ask, _)| ask), from));
                // Nobody listens where it came too late.
                let _ = tell.send(answer);
            };
            if let Err(error) = std::thread::Builder::new().spawn_scoped(scope, talk) {
                tracing::error!(%error, "a reader of pictures can't be talked to");
                return Err(Lost::Ended);
            }
            match hear.recv_timeout(*within) {
                Ok(answer) => answer.map_err(|error| {
                    tracing::debug!(%error, "a reader of pictures does not answer");
                    Lost::Ended
                }),
                Err(_) => {
                    // Its pipes close with it, and with them the thread ends.
                    kill(child);
                    Err(Lost::Late)
                }
            }
        })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It waits for its next picture and has nothing to lose.
        kill(&mut self.child);
        if let Err(error) = self.child.wait() {
            tracing::warn!(%error, "a reader of pictures can't be waited for");
        }
    }
}
