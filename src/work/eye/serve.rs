//! The child itself: it bounds what it may take, then looks at one picture after the other.

use super::ask::{Question, Reply};
use crate::evidence::{self, Budget, Reason};
use std::io::{self, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The most memory that is mapped at any time, in bytes; what lies in it at once is less.
#[cfg(unix)]
const MEMORY: u64 = 320 << 20;
/// Seconds of a processor that one picture may take.
#[cfg(unix)]
const SECONDS: u64 = 20;

/// Looks at pictures until nobody asks any more.
///
/// # Errors
/// Where a pipe breaks, or what comes is no question.
pub fn serve(mut from: impl Read, mut to: impl Write) -> io::Result<()> {
    bound()?;
    Reply::Ready.write(&mut to)?;
    while let Some((ask, bytes)) = Question::read(&mut from)? {
        one_more_picture();
        let looked = catch_unwind(AssertUnwindSafe(|| look(ask, &bytes)));
        looked.unwrap_or(Reply::None(Reason::Damaged)).write(&mut to)?;
    }
    Ok(())
}

/// Looks at one picture.
pub(super) fn look(ask: Question, bytes: &[u8]) -> Reply {
    match ask {
        Question::Facts { left } => {
            let mut budget = Budget::of(left);
            let facts = Box::new(evidence::facts_within(bytes, &mut budget));
            Reply::Facts { facts, left: budget.left() }
        }
        Question::Preview { max_w, max_h, orientation } => {
            match evidence::preview(bytes, max_w, max_h, orientation) {
                Ok(picture) => Reply::Picture(picture),
                Err(why) => Reply::None(why),
            }
        }
    }
}

/// Takes away what the child does not need. It has read nothing yet: models are to be loaded, and the doors to the
/// system to be locked, at the end of this.
#[cfg(unix)]
fn bound() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let most = |most| Rlimit { current: Some(most), maximum: Some(most) };
    setrlimit(Resource::As, most(MEMORY))?;
    setrlimit(Resource::Core, most(0))?;
    // Pipes are no files: this ends nothing that the child does.
    setrlimit(Resource::Fsize, most(0))?;
    close_what_was_left_open();
    Ok(())
}

#[cfg(not(unix))]
fn bound() -> io::Result<()> {
    Ok(())
}

/// Whoever started the program may have left files open to its children, such as the one with the passphrase.
#[cfg(unix)]
fn close_what_was_left_open() {
    let open = |entry: io::Result<std::fs::DirEntry>| entry.ok()?.file_name().to_str()?.parse::<i32>().ok();
    let Ok(entries) = std::fs::read_dir("/dev/fd") else { return };
    let open: Vec<i32> = entries.filter_map(open).filter(|number| *number > 2).collect();
    for number in open {
        // The one by which the list was read is closed already.
        let _ = nix::unistd::close(number);
    }
}

/// The bound of time on a processor counts from the start of a process: it is moved for each picture.
#[cfg(unix)]
fn one_more_picture() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    use rustix::time::{ClockId, clock_gettime};
    let used = u64::try_from(clock_gettime(ClockId::ProcessCPUTime).tv_sec).unwrap_or(0);
    let maximum = getrlimit(Resource::Cpu).maximum;
    // Where it can't be set, the parent's clock still holds.
    let _ = setrlimit(Resource::Cpu, Rlimit { current: Some(used + SECONDS), maximum });
}

#[cfg(not(unix))]
fn one_more_picture() {}
