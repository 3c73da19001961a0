//! Reading a server's answers, within bounds: a line, an answer.

use crate::domain::text::visible;
use std::io::Read;

/// The longest line of an answer, in bytes; RFC 5321 allows 512.
pub const LONGEST_LINE: usize = 4096;
/// The longest answer, in bytes; the longest that real servers give, to `EHLO`, has less than two thousand.
pub const LONGEST_ANSWER: usize = 64 * 1024;
/// So much of its words is kept, in characters.
const KEPT: usize = 300;

/// What a server answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerReply {
    /// Three digits, from 200 to 599.
    pub code: u16,
    /// What stands behind the code, line by line.
    pub lines: Vec<String>,
}

impl ServerReply {
    /// Its words, as a person may read them: one line, shortened, nothing hidden.
    pub fn words(&self) -> String {
        visible(&self.lines.join(" ")).chars().take(KEPT).collect()
    }
}

/// What was read and belongs to no answer yet.
#[derive(Debug, Default)]
pub struct Listening {
    bytes: Vec<u8>,
}

impl Listening {
    /// Reads one whole answer. What a server says beyond it was asked by nobody, and ends the talk: it would
    /// be taken for the answer to the next command.
    pub fn answer(&mut self, from: &mut impl Read) -> Result<ServerReply, String> {
        let mut reply: Option<ServerReply> = None;
        let mut total = 0;
        loop {
            let line = self.line(from)?;
            total += line.len();
            if total > LONGEST_ANSWER {
                return Err(format!("its answer is longer than {LONGEST_ANSWER} bytes"));
            }
            let (code, is_last, text) = parts(&line).ok_or("it gives no answer that SMTP knows")?;
            let whole = reply.get_or_insert_with(|| ServerReply { code, lines: Vec::new() });
            if whole.code != code {
                return Err("its answer has two codes".into());
            }
            whole.lines.push(text);
            if is_last {
                break;
            }
        }
        if !self.bytes.is_empty() {
            return Err("it says more than it was asked".into());
        }
        reply.ok_or_else(|| "it gives no answer that SMTP knows".into())
    }

    /// The next line, with its end.
    fn line(&mut self, from: &mut impl Read) -> Result<Vec<u8>, String> {
        let mut chunk = [0; 1024];
        loop {
            if let Some(end) = self.bytes.iter().position(|byte| *byte == b'\n') {
                let rest = self.bytes.split_off(end + 1);
                return Ok(std::mem::replace(&mut self.bytes, rest));
            }
            if self.bytes.len() > LONGEST_LINE {
                return Err(format!("a line of its answer is longer than {LONGEST_LINE} bytes"));
            }
            match from.read(&mut chunk) {
                Ok(0) => return Err("it has closed the connection".into()),
                Ok(count) => self.bytes.extend_from_slice(chunk.get(..count).unwrap_or_default()),
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.to_string()),
            }
        }
    }
}

/// Code, whether it is the last line, and words.
fn parts(line: &[u8]) -> Option<(u16, bool, String)> {
    let (code, rest) = line.split_at_checked(3)?;
    let code: u16 = std::str::from_utf8(code).ok()?.parse().ok()?;
    if !(200..=599).contains(&code) {
        return None;
    }
    let (is_last, text) = match rest {
        [b'-', text @ ..] => (false, text),
        [b' ', text @ ..] => (true, text),
        [b'\r' | b'\n', ..] => (true, rest),
        _ => return None,
    };
    Some((code, is_last, String::from_utf8_lossy(text).trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::Cursor;

    fn read(bytes: &[u8]) -> Result<ServerReply, String> {
        Listening::default().answer(&mut Cursor::new(bytes))
    }

    #[test]
    fn answers_of_one_line_and_of_several_are_read() {
        for (bytes, code, lines) in [
            ("220 mail.example.cn ready\r\n", 220, vec!["mail.example.cn ready"]),
            ("250-mail\r\n250-SIZE 1\r\n250 HELP\r\n", 250, vec!["mail", "SIZE 1", "HELP"]),
            ("250\r\n", 250, vec![""]),
            ("250 ok\n", 250, vec!["ok"]),
        ] {
            let reply = read(bytes.as_bytes()).unwrap();
            assert_eq!((reply.code, reply.lines), (code, lines.into_iter().map(String::from).collect()));
        }
        assert_eq!(read("550 \u{1b}[2Jno\u{202e}\r\n".as_bytes()).unwrap().words(), "⟨U+001B⟩[2Jno⟨U+202E⟩");
    }

    #[test]
    fn what_is_no_answer_is_told() {
        let endless = |head: &str| head.to_owned() + &"x".repeat(LONGEST_LINE + 2000);
        for (text, wanted) in [
            ("HTTP/1.1 400\r\n".to_owned(), "no answer"),
            ("999 x\r\n".into(), "no answer"),
            ("25\r\n".into(), "no answer"),
            ("250-a\r\n550 b\r\n".into(), "two codes"),
            ("250 a\r\n250 b\r\n".into(), "more than it was asked"),
            ("250-a\r\n".into(), "closed"),
            (endless("250 "), "longer than 4096"),
            ("250-x\r\n".repeat(LONGEST_ANSWER), "longer than 65536"),
        ] {
            let error = read(text.as_bytes()).unwrap_err();
            assert!(error.contains(wanted), "{wanted}: {error}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_panic_or_are_kept_without_bound(bytes in proptest::collection::vec(any::<u8>(), 0..20_000)) {
            let mut heard = Listening::default();
            let _ = heard.answer(&mut Cursor::new(&bytes));
            prop_assert!(heard.bytes.len() <= LONGEST_LINE + 1024);
        }
    }
}
