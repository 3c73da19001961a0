//! Facts of an older method, made anew while a desk is open: a thread with a connection of its own, which ends once
//! there are none.

use crate::work::{Desk, Result, WorkError, facts, now};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Files of one round; between two of them the desk may close.
const AT_ONCE: usize = 4;

/// The thread; it stops after the file at hand once this is dropped.
pub(super) struct Looking {
    stop: Arc<AtomicBool>,
}

impl Looking {
    pub(super) fn start(desk: &Desk) -> Result<Self> {
        let mut own = Desk::open(desk.home.clone(), Arc::clone(&desk.catalog))?;
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        std::thread::Builder::new()
            .name("looking".into())
            .spawn(move || {
                while !stopped.load(Ordering::Relaxed) {
                    let round = catch_unwind(AssertUnwindSafe(|| facts::renew(&mut own, now(), AT_ONCE)));
                    match round {
                        Ok(Ok(0)) => return,
                        Ok(Ok(_)) => {}
                        Ok(Err(error)) => {
                            return tracing::warn!(%error, "facts of files wait to be made anew");
                        }
                        Err(_) => return,
                    }
                }
            })
            .map_err(|error| WorkError::io(desk.home.dir(), error))?;
        Ok(Self { stop })
    }
}

impl Drop for Looking {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}
