//! The program's own log: rotating files in the home, never the screen, never personal data.

use crate::work::Home;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::EnvFilter;

/// Days of logs that are kept.
const KEPT: usize = 14;
/// Environment variable of the log level.
const LEVEL: &str = "BEIAN_LOG";

/// Begins to log into a home. A log that can't be written stops nothing.
pub fn begin(home: &Home) {
    let Ok(writer) = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("beian")
        .filename_suffix("log")
        .max_log_files(KEPT)
        .build(home.logs())
    else {
        return;
    };
    let filter = EnvFilter::try_from_env(LEVEL).unwrap_or_else(|_| EnvFilter::new("info"));
    // Somebody else's subscriber (a test's) may be there already; then it stays.
    let _ = tracing_subscriber::fmt().with_writer(writer).with_ansi(false).with_env_filter(filter).try_init();
}
