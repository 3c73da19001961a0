//! The lines of a text, one at a time: decoded, bounded, whatever ends them.

use super::Rewind;
use super::encoding::{CHUNK, TextEncoding};
use encoding_rs::Decoder;
use std::io::{self, Read};

/// One line, without its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextLine {
    /// Its number, from 1.
    pub number: u64,
    /// What stands in it; cut short where it is too long.
    pub text: String,
    /// Whether more stood in it than was kept.
    pub is_cut: bool,
}

/// Reads lines that end in LF, CR LF or CR alone. What is kept of one never grows beyond a bound.
pub struct TextLines {
    source: Box<dyn Rewind>,
    decoder: Decoder,
    most: usize,
    chunk: Vec<u8>,
    /// What was decoded and not given yet, from `at` on.
    ready: String,
    at: usize,
    ended: bool,
    /// The line before ended in CR, so that an LF belongs to it.
    after_return: bool,
    number: u64,
    put_back: Option<TextLine>,
}

impl TextLines {
    pub(super) fn new(source: Box<dyn Rewind>, encoding: TextEncoding, most: usize) -> Self {
        Self {
            source,
            decoder: encoding.decoder(),
            most,
            chunk: vec![0; CHUNK],
            ready: String::new(),
            at: 0,
            ended: false,
            after_return: false,
            number: 0,
            put_back: None,
        }
    }

    /// The next line; none at the end.
    pub fn next_line(&mut self) -> io::Result<Option<TextLine>> {
        if let Some(line) = self.put_back.take() {
            return Ok(Some(line));
        }
        let mut line = TextLine { number: self.number + 1, text: String::new(), is_cut: false };
        let mut begun = false;
        loop {
            if self.after_return && !self.rest().is_empty() {
                self.at += usize::from(self.rest().starts_with('\n'));
                self.after_return = false;
            }
            let end = self.rest().find(['\n', '\r']);
            let piece = end.unwrap_or_else(|| self.rest().len());
            begun |= piece > 0 || end.is_some();
            self.keep(&mut line, piece);
            if end.is_some() {
                self.after_return = self.rest().starts_with('\r');
                self.at += 1;
                self.number += 1;
                return Ok(Some(line));
            }
            if self.ended {
                self.number += u64::from(begun);
                return Ok(begun.then_some(line));
            }
            self.refill()?;
        }
    }

    /// The first letter of all that is no blank, without taking anything.
    pub(super) fn first_letter(&mut self) -> io::Result<Option<char>> {
        Ok(self.peek()?.and_then(|text| text.trim_start().chars().next()))
    }

    /// The next line that has something in it, which stays the next; empty ones before it are passed.
    pub(super) fn peek(&mut self) -> io::Result<Option<&str>> {
        while let Some(line) = self.next_line()? {
            if !line.text.trim().is_empty() {
                return Ok(Some(self.put_back.insert(line).text.as_str()));
            }
        }
        Ok(None)
    }

    fn rest(&self) -> &str {
        self.ready.get(self.at..).unwrap_or_default()
    }

    fn keep(&mut self, line: &mut TextLine, length: usize) {
        let piece = self.ready.get(self.at..self.at + length).unwrap_or_default();
        let room = self.most.saturating_sub(line.text.len());
        let end = piece.floor_char_boundary(room);
        line.is_cut |= end < piece.len();
        line.text.push_str(piece.get(..end).unwrap_or_default());
        self.at += length;
    }

    fn refill(&mut self) -> io::Result<()> {
        let count = loop {
            match self.source.read(&mut self.chunk) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.ended = count == 0;
        self.ready.clear();
        self.at = 0;
        self.ready.reserve(self.decoder.max_utf8_buffer_length(count).unwrap_or(CHUNK * 4));
        // There is room for all of it, so one call takes all.
        let bytes = self.chunk.get(..count).unwrap_or_default();
        let _ = self.decoder.decode_to_string(bytes, &mut self.ready, self.ended);
        Ok(())
    }
}
