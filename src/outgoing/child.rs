//! Programs that are started beside this one: what they get of its environment, and how long they may run.
//!
//! Every child of the program comes from [`command`]; a test reads the sources for any other. A child sees what
//! it needs to find programs, files, a language, and for a viewer the screen: never a passphrase, a key, the
//! password of a mail server, or whatever else somebody put into the environment of the desk.

use std::io::{self, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// What a program is started for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// It takes a text message.
    Text,
    /// It looks a field up.
    LookUp,
    /// It shows a file on the screen.
    Viewer,
    /// It is this program, and looks at pictures from outside.
    Eye,
}

impl Door {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Text, Self::LookUp, Self::Viewer, Self::Eye];

    /// The variables that a program gets, where they are set.
    pub fn passed(self) -> impl Iterator<Item = &'static str> {
        let (common, screen): (&[_], &[_]) = match self {
            Self::Text | Self::LookUp => (&EVERYBODY, &[]),
            Self::Viewer => (&EVERYBODY, &SCREEN),
            Self::Eye => (&NOTHING, &[]),
        };
        common.iter().chain(screen).copied()
    }
}

/// Where programs and files are, whose, in which language and time.
const EVERYBODY: [&str; 17] = [
    "PATH",
    "HOME",
    "USER",
    "LOGNAME",
    "SHELL",
    "TMPDIR",
    "TZ",
    "LANG",
    "LANGUAGE",
    "LC_ALL",
    "LC_CTYPE",
    "LC_MESSAGES",
    "LC_TIME",
    "LC_NUMERIC",
    "LC_COLLATE",
    // Without these no program of Windows starts.
    "SYSTEMROOT",
    "PATHEXT",
];

/// What no program of Windows starts without; elsewhere that is nothing.
const NOTHING: [&str; 1] = ["SYSTEMROOT"];

/// Where the screen is, and which programs the desktop has for a file.
const SCREEN: [&str; 17] = [
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "XDG_RUNTIME_DIR",
    "XDG_SESSION_TYPE",
    "XDG_CURRENT_DESKTOP",
    "XDG_DATA_HOME",
    "XDG_DATA_DIRS",
    "XDG_CONFIG_HOME",
    "XDG_CONFIG_DIRS",
    "XDG_CACHE_HOME",
    "DBUS_SESSION_BUS_ADDRESS",
    "DESKTOP_SESSION",
    "GNOME_DESKTOP_SESSION_ID",
    "KDE_FULL_SESSION",
    "KDE_SESSION_VERSION",
    "GDK_SCALE",
];

/// A program that is about to start: with a clean environment, nothing to read, nowhere to print, in a process
/// group of its own. `more` names further variables that the host's own settings pass on.
pub fn command(door: Door, program: &str, more: &[String]) -> Command {
    let mut command = Command::new(program);
    command.env_clear();
    let mut pass = |name: &str| {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    };
    door.passed().for_each(&mut pass);
    more.iter().for_each(|name| pass(name));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        command.process_group(0);
        if door == Door::Eye {
            // Its file may be one that has no name any more; in a list of processes it has this one.
            command.arg0("beian");
        }
    }
    command
}

/// Its end, or none where it took too long; it and what it started are killed then.
pub fn ended(mut child: Child, within: Duration) -> Option<io::Result<ExitStatus>> {
    #[cfg(unix)]
    let group = rustix::process::Pid::from_child(&child);
    let (tell, hear) = mpsc::channel();
    std::thread::spawn(move || {
        // Nobody listens any more where it took too long.
        let _ = tell.send(child.wait());
    });
    let heard = hear.recv_timeout(within).ok();
    #[cfg(unix)]
    if heard.is_none() {
        // It may have ended by itself just now.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    heard
}

/// Ends a program, and what it started.
pub fn kill(child: &mut Child) {
    #[cfg(unix)]
    let _ = rustix::process::kill_process_group(
        rustix::process::Pid::from_child(child),
        rustix::process::Signal::KILL,
    );
    // It may have ended by itself just now.
    let _ = child.kill();
}

/// What a program prints, to so many bytes; none where it took too long.
pub fn printed(mut command: Command, within: Duration, most: u64) -> io::Result<Option<Vec<u8>>> {
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let pipe = child.stdout.take();
    let (tell, hear) = mpsc::channel();
    std::thread::spawn(move || {
        let mut pipe = pipe.into_iter().flat_map(|pipe| BufReader::new(pipe).take(most).bytes());
        // What it could print before it failed is shown. A closed pipe ends a program that prints for ever.
        while let Some(Ok(byte)) = pipe.next() {
            if tell.send(byte).is_err() {
                break;
            }
        }
    });
    let Some(status) = ended(child, within) else { return Ok(None) };
    status?;
    let mut bytes = Vec::new();
    // Something that it left behind may hold the pipe open; what the program itself said is there.
    while let Ok(byte) = hear.recv_timeout(LEFT_BEHIND) {
        bytes.push(byte);
    }
    Ok(Some(bytes))
}

/// How long more words are waited for, of a program that has ended and left its pipe to another.
const LEFT_BEHIND: Duration = Duration::from_millis(300);

/// Lets a program go its own way, and takes note of its end.
pub fn forget(mut child: Child) {
    std::thread::spawn(move || {
        if let Err(error) = child.wait() {
            tracing::warn!(%error, "a program that was started can't be waited for");
        }
    });
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_list_passes_a_secret_on_and_only_a_viewer_gets_the_screen() {
        for door in Door::ALL {
            for name in door.passed() {
                let secret = ["BEIAN", "PASS", "SECRET", "KEY", "TOKEN", "PROXY", "SSH", "LD_"];
                assert!(!secret.iter().any(|part| name.contains(part)), "{door:?} passes {name} on");
            }
            assert_eq!(door.passed().any(|name| name == "DISPLAY"), door == Door::Viewer, "{door:?}");
        }
    }

    #[test]
    fn a_child_has_what_is_listed_and_nothing_else() {
        // The test runner's environment has much that is on no list.
        assert!(std::env::var_os("CARGO_MANIFEST_DIR").is_some());
        for door in Door::ALL {
            let said = printed(command(door, "env", &["CARGO_PKG_NAME".into()]), LONG, 65_536).unwrap();
            let text = String::from_utf8(said.unwrap()).unwrap();
            let names: Vec<&str> =
                text.lines().filter_map(|line| line.split_once('=')).map(|(n, _)| n).collect();
            assert!(names.contains(&"CARGO_PKG_NAME"), "{text}");
            assert_eq!(names.contains(&"PATH"), door != Door::Eye, "{text}");
            let stray = names
                .iter()
                .find(|name| **name != "CARGO_PKG_NAME" && !door.passed().any(|listed| listed == **name));
            assert_eq!(stray, None, "{door:?}: {text}");
        }
    }

    const LONG: Duration = Duration::from_secs(30);

    fn shell(script: &str) -> Command {
        let mut command = command(Door::LookUp, "sh", &[]);
        command.args(["-c", script]);
        command
    }

    #[test]
    fn what_prints_for_ever_is_cut_and_what_never_ends_is_ended() {
        assert_eq!(printed(shell("yes"), LONG, 10).unwrap().unwrap(), b"y\ny\ny\ny\ny\n");
        assert_eq!(printed(shell("echo a; exit 3"), LONG, 10).unwrap().unwrap(), b"a\n");
        assert_eq!(printed(shell("echo a; sleep 600 &"), LONG, 10).unwrap().unwrap(), b"a\n");
        assert_eq!(printed(shell("sleep 600"), Duration::from_secs(1), 10).unwrap(), None);
        assert!(printed(command(Door::LookUp, "no-such-program-here", &[]), LONG, 10).is_err());
    }
}
