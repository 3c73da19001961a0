//! A jsonl: one package a line, read one at a time.

use super::fault::{Refused, Trouble};
use super::folder::{Folder, open_regular};
use super::incoming::{Incoming, Place, Reading};
use super::limits::{Known, Limits};
use super::source::Source;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

/// An open jsonl.
#[derive(Debug)]
pub struct Lines {
    reader: Option<BufReader<File>>,
    folder: Arc<Folder>,
    name: String,
    file: String,
    line: u64,
}

/// One line as it was read.
enum Line {
    Text(Vec<u8>),
    TooLong,
    End,
}

impl Lines {
    /// Opens a jsonl and the folder of its attachments.
    ///
    /// # Errors
    /// It can't be read.
    pub fn open(source: &Source) -> Result<Self, Refused> {
        let name = source.name();
        let refuse = |trouble: Trouble| Refused {
            source: name.clone(),
            order_no: None,
            faults: vec![trouble.at(&name, "")],
        };
        let reader = open_regular(&source.path).map_err(refuse)?;
        let beside = source.path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let folder =
            Folder::open(beside.unwrap_or(Path::new("."))).map_err(|e| refuse(Trouble::system(&e)))?;
        let file = source.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let reader = Some(BufReader::with_capacity(1 << 16, reader));
        Ok(Self { reader, folder: Arc::new(folder), name, file, line: 0 })
    }

    /// The next package; `None` at the end. A line that is wrong does not end it.
    pub fn next(&mut self, limits: &Limits, known: &Known) -> Option<Result<Incoming, Refused>> {
        loop {
            self.line += 1;
            let read = read_line(self.reader.as_mut()?, limits.json_bytes);
            let source = format!("{}:{}", self.name, self.line);
            let file = format!("{}:{}", self.file, self.line);
            let refuse = |trouble: Trouble| {
                let faults = vec![trouble.at(&file, "")];
                Some(Err(Refused { source: source.clone(), order_no: None, faults }))
            };
            match read {
                Ok(Line::End) => return None,
                Ok(Line::TooLong) => return refuse(Trouble::too_large(limits.json_bytes)),
                Ok(Line::Text(text)) if text.iter().all(u8::is_ascii_whitespace) => {}
                Ok(Line::Text(text)) => {
                    let place = Place::Folder(Arc::clone(&self.folder));
                    return Some(Reading { source, file, limits, known }.package(&text, place));
                }
                Err(error) => {
                    self.reader = None;
                    return refuse(Trouble::system(&error));
                }
            }
        }
    }
}

/// Reads a line of at most `limit` bytes; what is longer is skipped to its end.
fn read_line(reader: &mut BufReader<File>, limit: u64) -> io::Result<Line> {
    let mut text = Vec::new();
    reader.by_ref().take(limit.saturating_add(1)).read_until(b'\n', &mut text)?;
    if text.is_empty() {
        return Ok(Line::End);
    }
    if text.last() == Some(&b'\n') {
        text.pop();
    } else if text.len() as u64 > limit {
        reader.skip_until(b'\n')?;
        return Ok(Line::TooLong);
    }
    Ok(Line::Text(text))
}
