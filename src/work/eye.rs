//! The eye: what looks at pictures from outside, in a process of its own.
//!
//! Facts and previews are made by a child of the same program, which gets nothing but the bytes of one picture after
//! the other. What a picture does to its reader – a fault, more memory or time than it has – ends that child, costs
//! one message, and the next picture gets a new one. The child starts with the first picture, lives as long as its
//! [`Eye`], and ends when its pipe closes. Where none can be started, nothing is decoded at all.

mod ask;
mod running;
mod serve;

pub use serve::serve;

use super::{Result, WorkError};
use crate::domain::facts::FileFacts;
use crate::domain::ids::Sha256;
use crate::evidence::{self, Budget, Reason};
use ask::{Question, Reply};
use image::RgbImage;
use running::{Lost, Running};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

/// The command by which the program becomes the child.
pub const COMMAND: &str = "eye";

/// How long one picture may take by the clock. The child's own bound, of its time on a processor, is lower.
pub const WITHIN: Duration = Duration::from_secs(30);

/// Pictures that one child serves; what it has forgotten to give back goes with it.
const SERVED: u32 = 500;

/// The program that becomes the child. Only the program itself knows it: in a test or a tool that uses this crate,
/// the running file is another one.
static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// From now on pictures are looked at by children of this program.
pub fn in_a_process_of_its_own() {
    // The very file that runs, even where another one has taken its name meanwhile.
    let own = PathBuf::from("/proc/self/exe");
    let program =
        if cfg!(target_os = "linux") && own.exists() { Some(own) } else { std::env::current_exe().ok() };
    if let Some(program) = program {
        PROGRAM.get_or_init(|| program);
    }
}

/// Looks at pictures.
pub struct Eye {
    /// None = in this process.
    program: Option<PathBuf>,
    /// How long one picture may take by the clock.
    within: Duration,
    child: Mutex<Option<Running>>,
}

impl fmt::Debug for Eye {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Eye").field("program", &self.program).finish_non_exhaustive()
    }
}

impl Default for Eye {
    fn default() -> Self {
        Self { program: PROGRAM.get().cloned(), within: WITHIN, child: Mutex::new(None) }
    }
}

impl Eye {
    /// An eye whose child is this program, and which waits so long for it.
    pub fn of(program: impl Into<PathBuf>, within: Duration) -> Self {
        Self { program: Some(program.into()), within, child: Mutex::new(None) }
    }

    /// The facts of a file of a package, on the package's budget.
    ///
    /// # Errors
    /// Where no child can be started. What is wrong with the file stands in its facts.
    pub fn facts(&self, bytes: &[u8], budget: &mut Budget) -> Result<FileFacts> {
        let answer = self.answer(Question::Facts { left: budget.left() }, bytes).map_err(cannot_start)?;
        Ok(match answer {
            Ok(Reply::Facts { facts, left }) => {
                budget.now_left(left);
                // What the file is called by is never the child's to say.
                FileFacts { sha256: Sha256::of(bytes), bytes: bytes.len() as u64, ..*facts }
            }
            Ok(Reply::None(why)) | Err(why) => evidence::unreadable(bytes, &why),
            Ok(_) => evidence::unreadable(bytes, &Reason::Stopped),
        })
        // Who was stopped may have been ended from outside: that is no fact about the file, and it is looked at again.
        .map(|facts| match facts.state == evidence::unreadable(&[], &Reason::Stopped).state {
            true => FileFacts { method: 0, ..facts },
            false => facts,
        })
    }

    /// A small upright picture, as [`evidence::preview`].
    ///
    /// # Errors
    /// The reason why there is none.
    pub fn preview(
        &self,
        bytes: &[u8],
        max_w: u32,
        max_h: u32,
        orientation: Option<u16>,
    ) -> Result<RgbImage, Reason> {
        let ask = Question::Preview { max_w, max_h, orientation };
        let answer = self.answer(ask, bytes).map_err(|error| {
            tracing::error!(%error, "no reader of pictures can be started");
            Reason::NoReader
        })?;
        match answer? {
            Reply::Picture(picture) => Ok(picture),
            Reply::None(why) => Err(why),
            _ => Err(Reason::Stopped),
        }
    }

    /// The outer error: there is no child. The inner one: the picture has ended it.
    fn answer(&self, ask: Question, bytes: &[u8]) -> std::io::Result<Result<Reply, Reason>> {
        let Some(program) = &self.program else {
            let looked = catch_unwind(AssertUnwindSafe(|| serve::look(ask, bytes)));
            return Ok(looked.map_err(|_| Reason::Damaged));
        };
        // One who panicked leaves a child that is replaced below.
        let mut kept = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        let mut ended = 0;
        loop {
            let mut child = match kept.take().filter(|child| child.served < SERVED) {
                Some(child) => child,
                None => Running::start(program, self.within)?,
            };
            let is_new = child.served == 0;
            match child.look(ask, bytes) {
                Ok(answer) => {
                    *kept = Some(child);
                    return Ok(Ok(answer));
                }
                // What ended it may be what an earlier picture left behind, or somebody from outside.
                Err(Lost::Ended) if !is_new || ended == 0 => ended += usize::from(is_new),
                Err(fault) => {
                    tracing::warn!(?fault, "a picture has ended its reader");
                    return Ok(Err(Reason::Stopped));
                }
            }
        }
    }
}

fn cannot_start(error: std::io::Error) -> WorkError {
    WorkError::say(
        format!("无法启动读图进程（{error}）：图片只在独立进程中解码。请检查本程序文件能否在此执行。"),
        format!(
            "the process that reads pictures can't be started ({error}); pictures are decoded in a process of their \
             own alone. See whether this program's file may be executed here"
        ),
    )
}
