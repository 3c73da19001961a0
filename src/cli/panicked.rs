//! What is told where the program itself is at fault.

use super::out::complain;
use crate::domain::text::{Foreign, Plain};
use std::backtrace::{Backtrace, BacktraceStatus};

/// From now on the words of a panic pass the filter: they often quote the text on which it happened.
pub fn tell() {
    std::panic::set_hook(Box::new(|info| {
        let thread = std::thread::current();
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let said = info.payload_as_str().unwrap_or_default();
        complain("", &words(thread.name().unwrap_or_default(), &place, said));
        let trace = Backtrace::capture();
        if trace.status() == BacktraceStatus::Captured {
            complain("", &Plain::text(&trace.to_string()));
        }
    }));
}

fn words(thread: &str, place: &str, said: &str) -> Plain {
    format!("thread '{thread}' panicked at {place}: {}", Foreign::said(&said)).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_panic_are_one_plain_line() {
        let told = words("main", "src/x.rs:1:2", "it is inside '恶\u{1b}[2J\nerror: forged\u{9b}'");
        assert_eq!(
            told,
            "thread 'main' panicked at src/x.rs:1:2: it is inside '恶⟨U+001B⟩[2J⟨U+000A⟩error: forged⟨U+009B⟩'"
        );
    }
}
