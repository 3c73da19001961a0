//! Whether the program was asked to end. What takes long asks between two pieces of its work, so that it ends with a
//! whole number of them, and leaves nothing behind that is half written.

use super::{Result, WorkError};
use std::sync::atomic::{AtomicI32, Ordering};

/// The signal that asked; 0 = none did.
static ASKED: AtomicI32 = AtomicI32::new(0);

/// Asks the program to end, by the number of the signal that did.
pub fn ask(signal: i32) {
    ASKED.store(signal, Ordering::Relaxed);
}

/// The signal that asked for the end.
pub fn asked() -> Option<i32> {
    Some(ASKED.load(Ordering::Relaxed)).filter(|signal| *signal != 0)
}

/// An error where the end was asked for: what is not done whole is not done at all.
pub fn check() -> Result<()> {
    match asked() {
        None => Ok(()),
        Some(_) => Err(WorkError::say(
            "已按要求停止；没有留下写到一半的内容。",
            "it was asked to stop; nothing is half written",
        )),
    }
}
