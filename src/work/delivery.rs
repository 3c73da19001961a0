//! The file `delivery.toml` of a home: how notices leave it.

use super::{Home, Result, WorkError};
use crate::domain::text::Foreign;
use crate::intake::given;
use crate::outgoing::settings::{self, Delivery, FileOf, Secrets};
use std::path::{Path, PathBuf};

/// The largest file that is read, in bytes.
const LARGEST: u64 = 1024 * 1024;

/// Gives a variable of the environment.
pub type Variable<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Reads how notices leave; without the file they go to folders.
pub fn delivery(home: &Home, variable: Variable) -> Result<Delivery> {
    let path = home.delivery();
    if !path.is_file() {
        return Ok(Delivery::default());
    }
    // It may hold a password itself.
    let bytes = read(&path, FileOf::Password).map_err(|why| WorkError::say(format!("{why}。"), why))?;
    let text = String::from_utf8_lossy(&bytes);
    let secrets = Beside { folder: home.dir(), variable };
    settings::read(&text, &secrets).map_err(|wrong| {
        let (path, at) = (Foreign::path(&path), Foreign::from(wrong.at));
        WorkError::say(
            format!("{path}，{at}：{}。", Foreign::said(&wrong.zh)),
            format!("{path}, {at}: {}", Foreign::said(&wrong.en)),
        )
    })
}

struct Beside<'a> {
    folder: &'a Path,
    variable: Variable<'a>,
}

impl Secrets for Beside<'_> {
    fn variable(&self, name: &str) -> Option<String> {
        (self.variable)(name)
    }

    fn file(&self, name: &str, of: FileOf) -> Result<Vec<u8>, String> {
        read(&self.folder.join(PathBuf::from(name)), of)
    }
}

fn read(path: &Path, of: FileOf) -> Result<Vec<u8>, String> {
    let said = |error: std::io::Error| format!("{}: {error}", Foreign::path(path));
    let data = std::fs::metadata(path).map_err(said)?;
    if data.len() > LARGEST {
        return Err(format!("{} is larger than 1 MiB", Foreign::path(path)));
    }
    if of == FileOf::Password && of_another(&data) {
        return Err(format!("{0} belongs to another account; run 'chown root {0}'", Foreign::path(path)));
    }
    if of == FileOf::Password && open_to_others(&data) {
        return Err(format!("{0} can be read by others; run 'chmod 600 {0}'", Foreign::path(path)));
    }
    given::bytes(path, LARGEST).map_err(|why| format!("{}: found {}", Foreign::path(path), why.said().0.en))
}

#[cfg(unix)]
fn open_to_others(data: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    data.permissions().mode() & 0o077 != 0
}

/// Whoever owns it can write it, and it may name a program.
#[cfg(unix)]
fn of_another(data: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    ![0, rustix::process::geteuid().as_raw()].contains(&data.uid())
}

#[cfg(not(unix))]
fn of_another(_: &std::fs::Metadata) -> bool {
    false
}

#[cfg(not(unix))]
fn open_to_others(_: &std::fs::Metadata) -> bool {
    false
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    fn written(home: &Home, name: &str, mode: u32, text: &str) {
        let path = home.dir().join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn a_file_that_others_can_read_is_refused_and_none_is_needed() {
        let dir = tempfile::tempdir().unwrap();
        let home = Home::new(dir.path());
        let none = |_: &str| None;
        assert!(delivery(&home, &none).unwrap().smtp.is_none());
        let smtp = "[smtp]\nhost = \"mail.example.cn\"\nfrom = \"icp@example.cn\"\ntls = \"implicit\"\n\
                    user = \"u\"\npassword_file = \"secret\"\n";
        written(&home, "secret", 0o600, "x\n");
        written(&home, "delivery.toml", 0o640, smtp);
        let error = delivery(&home, &none).unwrap_err().to_string();
        assert!(error.contains("delivery.toml can be read by others; run 'chmod 600"), "{error}");
        written(&home, "delivery.toml", 0o600, smtp);
        assert_eq!(delivery(&home, &none).unwrap().smtp.unwrap().login.unwrap().1.0, "x");
        // Only root can give a file away.
        if std::os::unix::fs::chown(home.delivery(), Some(12_345), None).is_ok() {
            let error = delivery(&home, &none).unwrap_err().to_string();
            assert!(error.contains("delivery.toml belongs to another account"), "{error}");
            std::os::unix::fs::chown(home.delivery(), Some(0), None).unwrap();
        }
        written(&home, "secret", 0o644, "x\n");
        let error = delivery(&home, &none).unwrap_err().to_string();
        assert!(error.contains("delivery.toml, smtp.password_file: "), "{error}");
        assert!(error.contains("chmod 600"), "{error}");
    }
}
