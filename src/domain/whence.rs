//! Where a try to sign in comes from: the address of an SSH connection, or the terminal.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

/// A longer name of a terminal is cut.
const LONGEST: usize = 32;

/// Where a try to sign in comes from. Who tries from one source is slowed down there, and nobody elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Whence(String);

impl Whence {
    /// From what `SSH_CONNECTION` says, where it has the form that sshd gives it; else from the name of the
    /// terminal's device.
    pub fn of(ssh: Option<&str>, terminal: Option<&str>) -> Self {
        Self(ssh.and_then(address).or_else(|| terminal.and_then(device)).unwrap_or_default())
    }

    /// As it is kept and shown; empty where there is neither a connection nor a terminal.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Whence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "-" } else { &self.0 })
    }
}

/// The client's address out of "address port address port". One customer has a whole /64 of the newer addresses.
fn address(ssh: &str) -> Option<String> {
    let parts: Vec<&str> = ssh.split_ascii_whitespace().collect();
    let [client, port, server, other] = parts.as_slice() else { return None };
    let ip = |text: &str| text.split('%').next().unwrap_or_default().parse::<IpAddr>().ok();
    port.parse::<u16>().ok()?;
    other.parse::<u16>().ok()?;
    ip(server)?;
    Some(match ip(client)?.to_canonical() {
        IpAddr::V4(four) => four.to_string(),
        IpAddr::V6(six) => {
            let [a, b, c, d, ..] = six.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    })
}

fn device(terminal: &str) -> Option<String> {
    let name = terminal.strip_prefix("/dev/").unwrap_or(terminal);
    let is_plain = |letter: &char| letter.is_ascii_alphanumeric() || "/._-".contains(*letter);
    let name: String = name.chars().filter(is_plain).take(LONGEST).collect();
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ssh_connection_goes_before_the_terminal_and_both_are_plain() {
        let cases: [(Option<&str>, Option<&str>, &str); 9] = [
            (Some("203.0.113.9 50412 10.0.0.2 22"), Some("/dev/pts/3"), "203.0.113.9"),
            (Some("::ffff:203.0.113.9 50412 ::1 22"), None, "203.0.113.9"),
            (Some("2001:db8:1:2:3::4 50412 2001:db8::1 22"), None, "2001:db8:1:2::/64"),
            (Some("fe80::1%eth0 50412 fe80::2%eth0 22"), None, "fe80::/64"),
            (Some("203.0.113.9"), Some("/dev/pts/3"), "pts/3"),
            (Some("x 1 y 2"), Some("/dev/tty1"), "tty1"),
            (Some("203.0.113.9 99999 10.0.0.2 22"), None, ""),
            (None, Some("/dev/pts/\u{1b}[2J3"), "pts/2J3"),
            (None, None, ""),
        ];
        for (ssh, terminal, wanted) in cases {
            assert_eq!(Whence::of(ssh, terminal).as_str(), wanted, "{ssh:?} {terminal:?}");
        }
        assert_eq!(Whence::default().to_string(), "-");
    }
}
