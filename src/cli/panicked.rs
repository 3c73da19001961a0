//! What is told where the program itself is at fault.

use super::out::complain;
use crate::domain::text::Plain;
use std::backtrace::{Backtrace, BacktraceStatus};
use std::panic::PanicHookInfo;

/// From now on the words of a panic pass the filter: they often quote the text on which it happened.
pub fn tell() {
    std::panic::set_hook(Box::new(|info| {
        complain("", &words(info));
        let trace = Backtrace::capture();
        if trace.status() == BacktraceStatus::Captured {
            complain("", &Plain::text(&trace.to_string()));
        }
    }));
}

fn words(info: &PanicHookInfo) -> Plain {
    let thread = std::thread::current();
    let place = info.location().map(|place| format!(" at {place}")).unwrap_or_default();
    let said = info.payload_as_str().unwrap_or_default();
    format!("thread '{}' panicked{place}: {said}", thread.name().unwrap_or_default()).into()
}
