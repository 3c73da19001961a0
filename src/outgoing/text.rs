//! Handing text messages to a command: JSON on its standard input, its exit code the answer.

use super::Trouble;
use super::child::{self, Door};
use super::settings::Hook;
use crate::catalog::notice::parts;
use crate::domain::ident::phone::mobile::Mobile;
use crate::domain::notice::Letter;
use crate::domain::text::visible;
use serde::Serialize;
use std::fs::File;
use std::io::{Read, Seek, Write};
use std::process::{Child, Stdio};

/// Exit codes of `sysexits` that say that it never will: the data is wrong, nobody has this number.
const NEVER: [i32; 2] = [65, 67];
/// So much of what the command says is kept, in bytes.
const LONGEST: u64 = 500;

/// A text message as the command reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TextMessage<'a> {
    /// Stays the same over every try.
    pub id: &'a str,
    /// Mobile number, 11 digits.
    pub to: String,
    /// The whole text.
    pub text: &'a str,
    /// The same in parts of at most 70 characters.
    pub parts: Vec<String>,
    /// Order number.
    pub order: &'a str,
    /// What it tells of: `sms_warning` …
    pub event: &'a str,
}

impl<'a> TextMessage<'a> {
    /// The message of a letter; a number that is none is never tried.
    pub fn new(letter: &'a Letter, order: &'a str) -> Result<Self, Trouble> {
        let read = Mobile::read(&letter.address);
        // Mended it would be a number; but nobody who writes one begins like an option or a command.
        let strange = letter.address.trim().starts_with(['-', '|', '－', '｜']);
        if strange || !read.is_valid() {
            return Err(Trouble::Never(
                "it is no mobile number; call or write to the customer instead".into(),
            ));
        }
        Ok(Self {
            id: &letter.message_id,
            to: read.number().to_owned(),
            text: &letter.body,
            parts: parts(&letter.body),
            order,
            event: letter.kind.slug(),
        })
    }
}

/// Runs the command: 0 = taken, 65 or 67 = never, anything else = again later.
pub fn hand(hook: &Hook, message: &TextMessage) -> Result<(), Trouble> {
    let name = hook.command.first().map_or("", String::as_str);
    let closed = |error: std::io::Error| Trouble::Closed(format!("{name}: {error}"));
    let said = tempfile::tempfile().map_err(closed)?;
    let input = serde_json::to_vec(message).map_err(|error| Trouble::Never(error.to_string()))?;
    let mut child = start(hook, &said).map_err(closed)?;
    if let Some(mut pipe) = child.stdin.take() {
        // A command that reads nothing says by its exit code what it thinks of it.
        let _ = pipe.write_all(&input);
    }
    match child::ended(child, hook.timeout) {
        None => {
            Err(Trouble::Again(format!("{name}: no end after {} s, so it was ended", hook.timeout.as_secs())))
        }
        Some(Err(error)) => Err(closed(error)),
        Some(Ok(status)) if status.success() => Ok(()),
        Some(Ok(status)) => {
            let text = format!("{name}: {status}{}", told(said));
            let never = status.code().is_some_and(|code| NEVER.contains(&code));
            Err(if never { Trouble::Never(text) } else { Trouble::Again(text) })
        }
    }
}

/// Its words go to a file, not a pipe: something that it leaves behind must not keep us waiting.
fn start(hook: &Hook, said: &File) -> std::io::Result<Child> {
    let mut words = hook.command.iter();
    let mut command = child::command(Door::Text, words.next().map_or("", String::as_str), &hook.pass);
    command.args(words).stdin(Stdio::piped()).stderr(said.try_clone()?);
    command.spawn()
}

fn told(mut said: File) -> String {
    let mut bytes = Vec::new();
    let read = said.rewind().and_then(|()| said.take(LONGEST).read_to_end(&mut bytes));
    let text = visible(&String::from_utf8_lossy(&bytes).trim().replace('\n', " ")).into_owned();
    if read.is_err() || text.is_empty() { String::new() } else { format!(": {text}") }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::life::Medium;
    use crate::domain::notice::NoticeKind;
    use std::time::Duration;

    fn letter(address: &str, body: &str) -> Letter {
        Letter {
            kind: NoticeKind::SmsWarning,
            medium: Medium::Text,
            person: "p1".into(),
            address: address.into(),
            subject: String::new(),
            body: body.into(),
            html: None,
            message_id: "<a@notice.beian>".into(),
        }
    }

    fn shell(script: &str, seconds: u64) -> Hook {
        let command = ["sh", "-c", script].map(String::from).to_vec();
        Hook { command, timeout: Duration::from_secs(seconds), pass: Vec::new() }
    }

    fn ran(script: &str) -> Result<(), Trouble> {
        let letter = letter("138 0013 8000", "请核验");
        hand(&shell(script, 30), &TextMessage::new(&letter, "N1").unwrap())
    }

    #[test]
    fn the_command_reads_one_json_value() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("in.json");
        let long = "长".repeat(100);
        let letter = letter("13800138000", &long);
        let message = TextMessage::new(&letter, "N1").unwrap();
        hand(&shell(&format!("cat > {}", path.display()), 30), &message).unwrap();
        let read: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let wanted = serde_json::json!({
            "id": "<a@notice.beian>", "to": "13800138000", "text": long,
            "parts": [format!("(1/2){}", "长".repeat(65)), format!("(2/2){}", "长".repeat(35))],
            "order": "N1", "event": "sms_warning"
        });
        assert_eq!(read, wanted);
    }

    #[test]
    fn its_exit_code_is_the_answer() {
        assert_eq!(ran("exit 0"), Ok(()));
        for code in [65, 67] {
            let trouble = ran(&format!("echo no such number >&2; exit {code}")).unwrap_err();
            assert!(
                matches!(&trouble, Trouble::Never(text) if text.contains("no such number")),
                "{trouble:?}"
            );
        }
        for script in ["exit 1", "exit 75", "kill -9 $$"] {
            assert!(matches!(ran(script), Err(Trouble::Again(_))), "{script}");
        }
        let gone = Hook { command: vec!["no-such-program-here".into()], ..shell("", 1) };
        let letter = letter("13800138000", "x");
        let trouble = hand(&gone, &TextMessage::new(&letter, "N1").unwrap());
        assert!(matches!(trouble, Err(Trouble::Closed(_))));
    }

    #[test]
    fn what_takes_too_long_is_ended_and_what_it_leaves_behind_keeps_nobody() {
        let letter = letter("13800138000", "x");
        let message = TextMessage::new(&letter, "N1").unwrap();
        assert!(matches!(hand(&shell("sleep 600", 1), &message), Err(Trouble::Again(_))));
        assert_eq!(hand(&shell("sleep 600 2>&1 & exit 0", 30), &message), Ok(()));
    }

    #[test]
    fn a_number_that_is_none_is_never_tried() {
        for wrong in ["", "12345", "010-12345678", "ab", "-13800138000", "|13800138000", " －13800138000"] {
            assert!(matches!(TextMessage::new(&letter(wrong, "x"), "N1"), Err(Trouble::Never(_))), "{wrong}");
        }
    }
}
