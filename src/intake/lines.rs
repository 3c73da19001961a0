//! A jsonl: one package a line, read one at a time.

use super::fault::{Origin, Refused, Trouble};
use super::folder::Folder;
use super::incoming::{Incoming, Place, Reading};
use super::limits::{Known, Limits};
use super::remains::{Rejected, Remains};
use super::source::Source;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;

/// An open jsonl.
#[derive(Debug)]
pub struct Lines {
    reader: Option<BufReader<File>>,
    folder: Arc<Folder>,
    origin: Origin,
    file: String,
    line: u64,
}

/// One line as it was read.
enum Line {
    Text(Vec<u8>),
    TooLong(Vec<u8>),
    End,
}

impl Lines {
    /// Opens a jsonl and the folder of its attachments.
    ///
    /// # Errors
    /// It can't be read.
    pub fn open(source: &Source) -> Result<Self, Refused> {
        let origin = source.origin();
        let refuse = |trouble: Trouble| Refused {
            source: origin.clone(),
            order_no: None,
            faults: vec![trouble.at(&origin.to_string(), "")],
        };
        let reader = source.file().map_err(refuse)?;
        let folder = Arc::new(source.beside().map_err(refuse)?);
        let file = source.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let reader = Some(BufReader::with_capacity(1 << 16, reader));
        Ok(Self { reader, folder, origin, file, line: 0 })
    }

    /// The next package; `None` at the end. A line that is wrong does not end it.
    pub fn next(&mut self, limits: &Limits, known: &Known) -> Option<Result<Incoming, Rejected>> {
        loop {
            self.line += 1;
            let read = read_line(self.reader.as_mut()?, limits.json_bytes);
            let source = Origin { line: Some(self.line), ..self.origin.clone() };
            let file = format!("{}:{}", self.file, self.line);
            let refuse = |trouble: Trouble, remains| {
                let faults = vec![trouble.at(&file, "")];
                let refused = Refused { source: source.clone(), order_no: None, faults };
                Some(Err(Rejected { refused, remains }))
            };
            match read {
                Ok(Line::End) => return None,
                Ok(Line::TooLong(begin)) => {
                    return refuse(Trouble::too_large(limits.json_bytes), Remains::line(begin));
                }
                Ok(Line::Text(text)) if text.iter().all(u8::is_ascii_whitespace) => {}
                Ok(Line::Text(text)) => {
                    let place = Place::Beside(Arc::clone(&self.folder));
                    let reading = Reading { source, file, limits, known };
                    return Some(reading.package(&text, place, Remains::line(text.clone())));
                }
                Err(error) => {
                    self.reader = None;
                    return refuse(Trouble::system(&error), Remains::Nothing);
                }
            }
        }
    }
}

/// How much of a line that is too long is looked at by who wants to know what it was.
const BEGINNING: usize = 4096;

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
        text.truncate(BEGINNING);
        return Ok(Line::TooLong(text));
    }
    Ok(Line::Text(text))
}
