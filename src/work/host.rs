//! The file of the host: the programs that desks on this machine may start for a look-up or to show a file.
//!
//! It is no setting of a home. A setting comes with the database, from whoever could write that, and every desk
//! would run it; this file is written by who keeps the machine.

use super::{Result, WorkError};
use crate::domain::text::Foreign;
use crate::domain::text::is_hidden;
use crate::intake::given::{self, Unread};
use crate::store::Store;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Where it lies, unless another is named.
pub const FILE: &str = "/etc/beian/host.toml";
/// The setting that named programs before; its value is never run.
pub const OLD_SETTING: &str = "lookups";
/// The word of a command in whose place the value or the file stands.
const PLACE: &str = "{}";
/// The largest file that is read, in bytes.
const LARGEST: u64 = 64 * 1024;

/// Where the file lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HostPlace {
    /// In the usual place, where it may be missing.
    Usual,
    /// Somebody named it.
    Named(PathBuf),
}

impl HostPlace {
    /// Its path.
    pub fn path(&self) -> &Path {
        match self {
            Self::Usual => Path::new(FILE),
            Self::Named(path) => path,
        }
    }
}

/// What the host allows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HostFile {
    /// The program that shows a file, with its arguments; none = the desktop's own, and none over SSH.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub viewer: Option<Vec<String>>,
    /// Look-up programs with their arguments, by field path without list numbers.
    #[serde(default)]
    pub lookups: BTreeMap<String, Vec<String>>,
}

/// Puts a value in its place among the words of a command; without a place it comes last.
pub fn filled(words: &[String], value: &str) -> Vec<String> {
    let mut all: Vec<String> =
        words.iter().map(|word| if word == PLACE { value.to_owned() } else { word.clone() }).collect();
    if !words.iter().any(|word| word == PLACE) {
        all.push(value.to_owned());
    }
    all
}

/// Reads the file. One that anybody else could have written is refused, whatever stands in it.
pub fn read(place: &HostPlace) -> Result<HostFile> {
    let path = place.path();
    let plain = |_| refused(path, "不是 64 KiB 以内的普通文件", "it is no plain file of at most 64 KiB");
    let mut file = match given::open(path) {
        Ok(file) => file,
        Err(Unread::System(error))
            if error.kind() == std::io::ErrorKind::NotFound && *place == HostPlace::Usual =>
        {
            return Ok(HostFile::default());
        }
        Err(Unread::System(error)) => return Err(WorkError::io(path, error)),
        Err(other) => return Err(plain(other)),
    };
    let data = file.metadata().map_err(|error| WorkError::io(path, error))?;
    if data.len() > LARGEST {
        return Err(plain(Unread::TooLarge(LARGEST)));
    }
    trusted(path, &data)?;
    let mut text = String::new();
    file.by_ref().take(LARGEST).read_to_string(&mut text).map_err(|error| WorkError::io(path, error))?;
    parsed(path, &text)
}

fn parsed(path: &Path, text: &str) -> Result<HostFile> {
    let host: HostFile = toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| crate::catalog::Broken::line_of(text, span.start));
        let (path, why) = (Foreign::path(path), Foreign::said(&error.message()));
        WorkError::say(
            format!("{path}第{line}行有误：{why}；查询命令和看图程序均未启用。"),
            format!("{path}, line {line}: {why}; no look-up and no viewer is in use"),
        )
    })?;
    if host.lookups.contains_key("viewer") {
        return Err(refused(
            path,
            "viewer 写在 [lookups] 之后；请移到 [lookups] 之前",
            "viewer stands below [lookups]; put it before",
        ));
    }
    let lacks_program = |words: &Vec<String>| words.first().is_none_or(|word| word.trim().is_empty());
    let all = host.lookups.iter().map(|(field, words)| (field.as_str(), words));
    let viewer = host.viewer.iter().map(|words| ("viewer", words));
    if let Some((name, _)) = all.chain(viewer).find(|(_, words)| lacks_program(words)) {
        return Err(refused(
            path,
            &format!("“{name}”没有写程序名"),
            &format!("'{name}' names no program; list the program and its arguments"),
        ));
    }
    Ok(host)
}

fn refused(path: &Path, zh: &str, en: &str) -> WorkError {
    let path = Foreign::path(path);
    WorkError::say(
        format!("已拒绝使用{path}：{zh}；查询命令和看图程序均未启用。"),
        format!("{path} is refused: {en}; no look-up and no viewer is in use"),
    )
}

/// The file, and every folder above it, belongs to root or to this account, and nobody else can write there: a
/// folder that others can write lets them put another file in its place.
#[cfg(unix)]
pub(super) fn trusted(path: &Path, data: &Metadata) -> Result<()> {
    stands(path, path, data)?;
    let real = fs::canonicalize(path).map_err(|error| WorkError::io(path, error))?;
    for folder in real.ancestors().skip(1) {
        let data = fs::metadata(folder).map_err(|error| WorkError::io(folder, error))?;
        stands(path, folder, &data)?;
    }
    Ok(())
}

#[cfg(not(unix))]
pub(super) fn trusted(_: &Path, _: &Metadata) -> Result<()> {
    Ok(())
}

#[cfg(unix)]
fn stands(path: &Path, at: &Path, data: &Metadata) -> Result<()> {
    use std::os::unix::fs::MetadataExt;
    let (me, shown) = (rustix::process::geteuid().as_raw(), Foreign::path(at));
    if data.uid() != 0 && data.uid() != me {
        return Err(refused(
            path,
            &format!("{shown}属于另一个账户；请执行 chown root {shown}"),
            &format!("{shown} belongs to another account; run 'chown root {shown}'"),
        ));
    }
    // In a folder like /tmp others may write, but not replace what is not theirs.
    let sticky = data.is_dir() && data.mode() & 0o1000 != 0;
    if data.mode() & 0o022 != 0 && !sticky {
        return Err(refused(
            path,
            &format!("{shown}可被他人改写；请执行 chmod go-w {shown}"),
            &format!("{shown} can be written by others; run 'chmod go-w {shown}'"),
        ));
    }
    Ok(())
}

/// A file that is still to be written by who keeps the machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ToMake {
    /// Where.
    pub path: PathBuf,
    /// What stands in it.
    pub content: String,
}

/// The file that takes the place of the old setting, where that has commands which the host's file has not. The
/// commands are what somebody once wrote into the database: a person reads them before they are used.
pub fn to_make(store: &Store, place: &HostPlace) -> Result<Option<ToMake>> {
    let old: Option<serde_json::Value> = store.setting(OLD_SETTING)?;
    let old = old.and_then(|value| serde_json::from_value::<BTreeMap<String, String>>(value).ok());
    let known = read(place).unwrap_or_default().lookups;
    let lookups: BTreeMap<String, Vec<String>> = old
        .unwrap_or_default()
        .into_iter()
        .filter(|(field, _)| !known.contains_key(field))
        .map(|(field, command)| (field, command.split_whitespace().map(ToOwned::to_owned).collect()))
        .collect();
    if lookups.is_empty() {
        return Ok(None);
    }
    Ok(Some(ToMake { path: place.path().to_owned(), content: content(&lookups) }))
}

/// A text as TOML has it in one line, with nothing hidden in it.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            _ if is_hidden(letter) => out.push_str(&format!("\\U{:08X}", u32::from(letter))),
            _ => out.push(letter),
        }
    }
    out + "\""
}

/// The rows of look-ups, a line each.
pub fn content(lookups: &BTreeMap<String, Vec<String>>) -> String {
    let row = |(field, words): (&String, &Vec<String>)| {
        let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
        format!("{} = [{}]\n", quoted(field), words.join(", "))
    };
    format!("[lookups]\n{}", lookups.iter().map(row).collect::<String>())
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    fn mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    fn named(path: &Path) -> HostPlace {
        HostPlace::Named(path.to_owned())
    }

    const TEXT: &str =
        "viewer = [\"feh\", \"{}\"]\n[lookups]\n\"sites.domains.name\" = [\"whois\", \"{}\"]\n";

    #[test]
    fn a_file_that_others_could_write_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("beian");
        fs::create_dir(&folder).unwrap();
        let path = folder.join("host.toml");
        fs::write(&path, TEXT).unwrap();
        mode(&folder, 0o755);
        mode(&path, 0o644);
        assert_eq!(read(&named(&path)).unwrap().viewer.unwrap(), ["feh", "{}"]);
        for (file, above, wanted) in [
            (0o664, 0o755, "host.toml can be written by others"),
            (0o646, 0o755, "host.toml can be written by others"),
            (0o644, 0o775, "beian can be written by others"),
            (0o644, 0o757, "beian can be written by others"),
        ] {
            mode(&folder, above);
            mode(&path, file);
            let error = read(&named(&path)).unwrap_err().to_string();
            assert!(error.contains(wanted) && error.contains("chmod go-w"), "{error}");
        }
        mode(&folder, 0o755);
        mode(&path, 0o600);
        let link = dir.path().join("link");
        symlink(&path, &link).unwrap();
        assert!(read(&named(&link)).is_ok());
        mode(&folder, 0o777);
        assert!(read(&named(&link)).is_err(), "what the link leads to counts");
    }

    #[test]
    fn one_of_another_account_is_refused() {
        use std::os::unix::fs::chown;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("host.toml");
        fs::write(&path, TEXT).unwrap();
        // Only root can give a file away.
        if chown(&path, Some(12_345), None).is_ok() {
            let error = read(&named(&path)).unwrap_err().to_string();
            assert!(error.contains("belongs to another account"), "{error}");
        }
    }

    #[test]
    fn a_file_that_was_named_is_there_and_what_is_wrong_in_it_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("host.toml");
        assert!(read(&named(&path)).is_err());
        for (text, wanted) in [
            ("[lookups]\n\"a\" = \"whois {}\"\n", "line 2"),
            ("pager = [\"less\"]\n", "line 1"),
            ("viewer = []\n", "'viewer' names no program"),
            ("[lookups]\n\"a\" = [\" \"]\n", "'a' names no program"),
        ] {
            fs::write(&path, text).unwrap();
            mode(&path, 0o600);
            let error = read(&named(&path)).unwrap_err().to_string();
            assert!(error.contains(wanted) && error.contains("no look-up and no viewer"), "{error}");
        }
    }

    #[test]
    fn the_value_is_one_word_of_its_own() {
        let words = |text: &str| text.split(' ').map(String::from).collect::<Vec<_>>();
        assert_eq!(filled(&words("whois -h x {}"), "a; rm -rf /"), ["whois", "-h", "x", "a; rm -rf /"]);
        assert_eq!(filled(&words("feh"), "/a.jpg"), ["feh", "/a.jpg"]);
    }

    #[test]
    fn what_is_printed_to_be_written_is_read_back_as_it_was() {
        let lookups: BTreeMap<String, Vec<String>> = [
            ("sites.domains.name".to_owned(), vec!["whois".to_owned(), "{}".to_owned()]),
            ("a\"b\n[x]".to_owned(), vec!["\\ \u{1b}\u{7f}\u{202e} '\"".to_owned()]),
        ]
        .into();
        let text = content(&lookups);
        assert_eq!(parsed(Path::new("x"), &text).unwrap().lookups, lookups);
        assert_eq!(text.lines().count(), 3, "{text}");
    }
}
