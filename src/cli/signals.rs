//! SIGINT, SIGTERM and SIGHUP. A command that takes long ends after the piece at hand; a second signal ends it at
//! once, as the first one ends every other command. The desk and the watch listen for themselves.

use super::Command;
use super::error::Failure;
use crate::work::stop;

/// Whether a command ends by itself once it is asked to.
fn ends_by_itself(command: &Command) -> bool {
    matches!(
        command,
        Command::Import(_)
            | Command::Check(_)
            | Command::Result(_)
            | Command::Registry(_)
            | Command::Backup(_)
            | Command::Restore(_)
            | Command::Retain(_)
            | Command::Tick(_)
            | Command::Send(_)
    )
}

/// Listens while such a command runs.
pub fn listen(command: &Command) -> Result<(), Failure> {
    if ends_by_itself(command) { hear(Box::new(|| {})) } else { Ok(()) }
}

/// Listens; the first signal asks for the end and tells it, the second one is the end.
#[cfg(unix)]
pub fn hear(told: Box<dyn FnOnce() + Send>) -> Result<(), Failure> {
    use tokio::signal::unix::{Signal, SignalKind, signal};
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut all: Vec<(SignalKind, Signal)> = {
        let _inside = runtime.enter();
        let kinds = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()];
        kinds.into_iter().map(|kind| Ok((kind, signal(kind)?))).collect::<std::io::Result<_>>()?
    };
    let mut told = Some(told);
    std::thread::Builder::new().name("signals".into()).spawn(move || {
        loop {
            let heard = runtime.block_on(next(&mut all));
            let number = heard.as_raw_value();
            match told.take() {
                Some(told) => {
                    stop::ask(number);
                    told();
                }
                None => std::process::exit(128 + number),
            }
        }
    })?;
    Ok(())
}

/// Waits for any of them.
#[cfg(unix)]
async fn next(
    all: &mut [(tokio::signal::unix::SignalKind, tokio::signal::unix::Signal)],
) -> tokio::signal::unix::SignalKind {
    std::future::poll_fn(|context| {
        for (kind, signal) in all.iter_mut() {
            if signal.poll_recv(context).is_ready() {
                return std::task::Poll::Ready(*kind);
            }
        }
        std::task::Poll::Pending
    })
    .await
}

#[cfg(not(unix))]
pub fn hear(_: Box<dyn FnOnce() + Send>) -> Result<(), Failure> {
    Ok(())
}

/// The exit code of a program that a signal has ended: what shells expect.
pub fn exit_code() -> Option<u8> {
    stop::asked().and_then(|signal| u8::try_from(128 + signal).ok())
}
