//! The program's own log: rotating files in the home, never the screen, never personal data.

use crate::domain::text::Plain;
use crate::work::Home;
use std::io::{self, Write};
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

/// Days of logs that are kept.
const KEPT: usize = 14;
/// Environment variable of the log level.
const LEVEL: &str = "BEIAN_LOG";

/// Begins to log into a home. A log that can't be written stops nothing.
pub fn begin(home: &Home) {
    let Ok(file) = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("beian")
        .filename_suffix("log")
        .max_log_files(KEPT)
        .build(home.logs())
    else {
        return;
    };
    let filter = EnvFilter::try_from_env(LEVEL).unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_writer(Filtered(file)).with_ansi(false).with_env_filter(filter);
    // Somebody else's subscriber (a test's) may be there already; then it stays.
    let _ = log.try_init();
}

/// A writer to which each event comes whole, in one piece: what it quotes neither steers the terminal of who
/// reads the log nor makes a second line of it.
struct Filtered<W>(W);

impl<'a, W: MakeWriter<'a>> MakeWriter<'a> for Filtered<W> {
    type Writer = Filtered<W::Writer>;

    fn make_writer(&'a self) -> Self::Writer {
        Filtered(self.0.make_writer())
    }
}

impl<W: Write> Write for Filtered<W> {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(event);
        let line = Plain::line(text.strip_suffix('\n').unwrap_or(&text));
        writeln!(self.0, "{line}")?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn an_event_is_one_line_and_steers_nothing() {
        let kept = Kept::default();
        let to = kept.clone();
        let log =
            tracing_subscriber::fmt().with_ansi(false).with_writer(Filtered(move || to.clone())).finish();
        let evil = "恶\u{1b}]52;c;AA\u{7}\n2026-01-01 ERROR forged\r\u{9b}2J\u{202e}\u{200b}\u{e0041}";
        tracing::subscriber::with_default(log, || {
            tracing::error!(error = %evil, name = ?evil, plain = evil, "{evil}");
            tracing::warn!("after");
        });
        let text = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
        assert_eq!(text.lines().count(), 2, "{text}");
        assert!(!text.chars().any(|c| c != '\n' && crate::domain::text::is_hidden(c)), "{text:?}");
    }
}
