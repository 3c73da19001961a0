//! Files that a person names on the command line: links are followed, but what lies behind must be a regular file,
//! and no more of it is read than was allowed. `-` is standard input.

use super::fault::{Trouble, Words};
use super::table::encoding;
use rustix::fs::{Mode, OFlags};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// The name of standard input.
pub const STDIN: &str = "-";

/// Why a file that was named is not read.
#[derive(Debug)]
pub enum Unread {
    /// The system could not.
    System(io::Error),
    /// It is a folder, a pipe or a device.
    NotRegular,
    /// It is larger than so many bytes.
    TooLarge(u64),
    /// It is no text of an encoding that is read.
    NoText {
        /// The line, from 1, of the first byte that is none.
        line: u64,
    },
}

impl Unread {
    /// What was found, and what was expected.
    pub fn said(&self) -> (Words, Words) {
        let trouble = match self {
            Self::System(error) => Trouble::system(error),
            Self::NotRegular => Trouble::new(
                Words::new("文件夹、管道或设备", "a folder, a pipe or a device"),
                Words::new("普通文件；管道请用 - 表示标准输入", "a regular file; write - for standard input"),
            ),
            Self::TooLarge(most) => Trouble::too_large(*most),
            Self::NoText { line } => Trouble::new(
                Words::new(
                    format!("第{line}行既不是 UTF-8，也不是 GB18030"),
                    format!("bytes in line {line} that are neither UTF-8 nor GB18030"),
                ),
                encoding::expected(),
            ),
        };
        (trouble.found, trouble.expected)
    }
}

impl From<io::Error> for Unread {
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}

/// Opens the regular file that lies at, or behind, a path. Nothing else is ever waited for.
///
/// # Errors
/// It is missing, or no regular file.
pub fn open(path: &Path) -> Result<File, Unread> {
    // Looked at before it is opened, since opening a device can already do something; and after, since it may have
    // been changed in between.
    if !std::fs::metadata(path)?.is_file() {
        return Err(Unread::NotRegular);
    }
    let how = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let file = File::from(rustix::fs::open(path, how, Mode::empty()).map_err(io::Error::from)?);
    if file.metadata()?.is_file() { Ok(file) } else { Err(Unread::NotRegular) }
}

/// The bytes of a file, or of standard input.
///
/// # Errors
/// It can't be read, or is larger than `most` bytes.
pub fn bytes(path: &Path, most: u64) -> Result<Vec<u8>, Unread> {
    let mut bytes = Vec::new();
    let mut read = |from: &mut dyn Read| from.take(most.saturating_add(1)).read_to_end(&mut bytes);
    if path == Path::new(STDIN) {
        read(&mut io::stdin().lock())?;
    } else {
        read(&mut bounded(path, most)?)?;
    }
    if bytes.len() as u64 > most { Err(Unread::TooLarge(most)) } else { Ok(bytes) }
}

/// The text of a file, or of standard input, in whatever encoding it is written; without the mark at its head.
///
/// # Errors
/// As [`bytes`], or it is no text.
pub fn text(path: &Path, most: u64) -> Result<String, Unread> {
    encoding::text(&bytes(path, most)?).map_err(|line| Unread::NoText { line })
}

/// A file to read twice; standard input is kept in a nameless file for that.
///
/// # Errors
/// As [`bytes`].
pub fn twice(path: &Path, most: u64) -> Result<File, Unread> {
    if path != Path::new(STDIN) {
        return bounded(path, most);
    }
    let mut kept = tempfile::tempfile()?;
    let (mut stdin, mut left, mut chunk) = (io::stdin().lock(), most, vec![0; 1 << 16]);
    loop {
        let count = stdin.read(&mut chunk)?;
        if count == 0 {
            kept.seek(SeekFrom::Start(0))?;
            return Ok(kept);
        }
        left = left.checked_sub(count as u64).ok_or(Unread::TooLarge(most))?;
        kept.write_all(chunk.get(..count).unwrap_or_default())?;
    }
}

fn bounded(path: &Path, most: u64) -> Result<File, Unread> {
    let file = open(path)?;
    if file.metadata()?.len() > most { Err(Unread::TooLarge(most)) } else { Ok(file) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    fn said(unread: &Unread) -> String {
        let (found, expected) = unread.said();
        format!("{}; {}", found.en, expected.en)
    }

    #[test]
    fn a_regular_file_is_read_and_a_link_to_one_is_too() {
        let dir = tempfile::tempdir().unwrap();
        let (file, link) = (dir.path().join("a"), dir.path().join("b"));
        std::fs::write(&file, "甲\r\n").unwrap();
        symlink(&file, &link).unwrap();
        for path in [&file, &link] {
            assert_eq!(text(path, 10).unwrap(), "甲\r\n");
            assert_eq!(bytes(path, 5).unwrap().len(), 5);
            assert!(matches!(bytes(path, 4), Err(Unread::TooLarge(4))));
            assert!(matches!(twice(path, 4), Err(Unread::TooLarge(4))));
        }
    }

    #[test]
    fn what_is_no_regular_file_is_refused_at_once() {
        let dir = tempfile::tempdir().unwrap();
        let (pipe, link, socket) = (dir.path().join("p"), dir.path().join("l"), dir.path().join("s"));
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, Mode::RWXU, 0).unwrap();
        symlink(&pipe, &link).unwrap();
        let _listens = UnixListener::bind(&socket).unwrap();
        let zero = Path::new("/dev/zero").to_owned();
        for path in [&pipe, &link, &socket, &zero, &dir.path().to_owned()] {
            for refused in
                [bytes(path, 10).unwrap_err(), text(path, 10).unwrap_err(), twice(path, 10).unwrap_err()]
            {
                assert!(matches!(refused, Unread::NotRegular), "{}: {refused:?}", path.display());
                assert!(said(&refused).contains("a pipe or a device; a regular file"), "{}", said(&refused));
            }
        }
        let gone = text(&dir.path().join("gone"), 10).unwrap_err();
        assert!(said(&gone).contains("No such file"), "{}", said(&gone));
    }

    #[test]
    fn a_file_larger_than_memory_is_refused_by_its_size() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("large");
        File::create(&path).unwrap().set_len(1 << 40).unwrap();
        assert!(said(&bytes(&path, 1 << 20).unwrap_err()).contains("more than 1 MiB"));
        assert!(matches!(twice(&path, 1 << 20), Err(Unread::TooLarge(_))));
    }

    #[test]
    fn a_text_is_read_in_the_encoding_of_peoples_computers() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("t");
        for bytes in [
            "备案".as_bytes(),
            b"\xEF\xBB\xBF\xE5\xA4\x87\xE6\xA1\x88",
            b"\xB1\xB8\xB0\xB8",
            b"\xFF\xFE\x07\x59\x48\x68",
            b"\xFE\xFF\x59\x07\x68\x48",
        ] {
            std::fs::write(&path, bytes).unwrap();
            assert_eq!(text(&path, 100).unwrap(), "备案", "{bytes:x?}");
        }
        std::fs::write(&path, b"a\n\xFF\xFFb").unwrap();
        assert!(said(&text(&path, 100).unwrap_err()).contains("line 2"));
    }
}
