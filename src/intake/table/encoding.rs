//! In which encoding a text is written.
//!
//! A mark at its head settles it: UTF-8, or UTF-16 as Excel's "Unicode text" is written. Without one, what is valid
//! UTF-8 to its last byte is UTF-8, since no other text is by chance; else it is GB18030, which has GBK and GB2312 in
//! it. What neither reads is refused rather than guessed. So is a mixture: one letter in GBK would make a whole table in
//! UTF-8 readable as GB18030, and every name in it another one.

use super::super::fault::Words;
use encoding_rs::{CoderResult, Decoder, DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use std::io::{self, Read, Seek, SeekFrom};

/// Bytes that are read at once.
pub(super) const CHUNK: usize = 1 << 16;

/// An encoding of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextEncoding {
    /// UTF-8, with or without a mark.
    Utf8,
    /// UTF-16, the lower byte first, with a mark.
    Utf16Le,
    /// UTF-16, the higher byte first, with a mark.
    Utf16Be,
    /// GB18030, GBK or GB2312.
    Gb18030,
}

impl TextEncoding {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Gb18030 => "GB18030",
        }
    }

    fn of_mark(head: &[u8]) -> Option<Self> {
        match head {
            [0xEF, 0xBB, 0xBF, ..] => Some(Self::Utf8),
            [0xFF, 0xFE, ..] => Some(Self::Utf16Le),
            [0xFE, 0xFF, ..] => Some(Self::Utf16Be),
            _ => None,
        }
    }

    fn encoding(self) -> &'static Encoding {
        match self {
            Self::Utf8 => UTF_8,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
            Self::Gb18030 => GB18030,
        }
    }

    /// Its decoder, which leaves the mark out.
    pub(super) fn decoder(self) -> Decoder {
        self.encoding().new_decoder_with_bom_removal()
    }
}

/// What a look at all bytes of a text told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Surveyed {
    /// Its encoding, or the one that goes furthest.
    pub encoding: TextEncoding,
    /// Whether it has bytes that are none of it.
    pub broken: bool,
    /// What it is, in both languages, where it is no text at all.
    pub no_text: Option<(&'static str, &'static str)>,
}

/// Tells the encoding of a text, and goes back to its beginning.
pub(super) fn survey(source: &mut (impl Read + Seek)) -> io::Result<Surveyed> {
    let mut head = Vec::new();
    source.take(8).read_to_end(&mut head)?;
    if let Some(no_text) = no_text(&head) {
        return Ok(Surveyed { encoding: TextEncoding::Utf8, broken: true, no_text: Some(no_text) });
    }
    let marked = TextEncoding::of_mark(&head);
    let tried = marked.map_or_else(|| vec![TextEncoding::Utf8, TextEncoding::Gb18030], |one| vec![one]);
    let mut furthest = (0, TextEncoding::Utf8);
    for encoding in tried {
        source.seek(SeekFrom::Start(0))?;
        let good = good_bytes(source, encoding)?;
        source.seek(SeekFrom::Start(0))?;
        let Some(good) = good else {
            let mixed = encoding == TextEncoding::Gb18030 && has_line_of_utf8(source)?;
            let encoding = if mixed { TextEncoding::Utf8 } else { encoding };
            source.seek(SeekFrom::Start(0))?;
            return Ok(Surveyed { encoding, broken: mixed, no_text: None });
        };
        if good >= furthest.0 {
            furthest = (good, encoding);
        }
    }
    source.seek(SeekFrom::Start(0))?;
    Ok(Surveyed { encoding: furthest.1, broken: true, no_text: None })
}

/// Files that people give in place of a CSV.
fn no_text(head: &[u8]) -> Option<(&'static str, &'static str)> {
    match head {
        [b'P', b'K', 3, 4, ..] => {
            Some(("表格软件的工作簿（如 .xlsx）", "a workbook of a spreadsheet, such as .xlsx"))
        }
        [0xD0, 0xCF, 0x11, 0xE0, ..] => {
            Some(("表格软件的工作簿（如 .xls）", "a workbook of a spreadsheet, such as .xls"))
        }
        _ => None,
    }
}

/// How many bytes come before the first that are none of an encoding; none = all are.
fn good_bytes(source: &mut impl Read, encoding: TextEncoding) -> io::Result<Option<u64>> {
    let (mut decoder, mut good) = (encoding.decoder(), 0);
    let (mut chunk, mut out) = (vec![0; CHUNK], vec![0; CHUNK * 3 + 16]);
    loop {
        let count = source.read(&mut chunk)?;
        let mut rest = chunk.get(..count).unwrap_or_default();
        loop {
            let (result, read, _) = decoder.decode_to_utf8_without_replacement(rest, &mut out, count == 0);
            good += read as u64;
            rest = rest.get(read..).unwrap_or_default();
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => return Ok(Some(good)),
            }
        }
        if count == 0 {
            return Ok(None);
        }
    }
}

/// Whether a line is UTF-8 and has Chinese in it, which no line of GBK is by chance: leading bytes of three stand for
/// rare characters there, and never fit one after the other.
fn has_line_of_utf8(source: &mut impl Read) -> io::Result<bool> {
    let is_chinese = |letter: &char| matches!(letter, '\u{3000}'..='\u{303F}' | '\u{3400}'..='\u{9FFF}');
    let is_so = |line: &[u8]| {
        let text = std::str::from_utf8(line).unwrap_or_default();
        text.chars().filter(is_chinese).nth(1).is_some()
    };
    let (mut chunk, mut line) = (vec![0; CHUNK], Vec::new());
    loop {
        let count = source.read(&mut chunk)?;
        for byte in chunk.get(..count).unwrap_or_default() {
            match byte {
                b'\n' | b'\r' if is_so(&line) => return Ok(true),
                b'\n' | b'\r' => line.clear(),
                // What is longer counts by its beginning, cut where a letter may be cut as well.
                _ if line.len() < CHUNK => line.push(*byte),
                _ => {}
            }
        }
        if count == 0 {
            return Ok(is_so(&line));
        }
    }
}

/// A whole text.
///
/// # Errors
/// The line of the first bytes that are of no encoding.
pub fn text(bytes: &[u8]) -> Result<String, u64> {
    // Bytes in memory can always be read.
    let surveyed = survey(&mut io::Cursor::new(bytes)).map_err(|_| 1_u64)?;
    let mut decoder = surveyed.encoding.decoder();
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length(bytes.len()).unwrap_or_default());
    let (result, _, _) = decoder.decode_to_string(bytes, &mut text, true);
    if !surveyed.broken && result == CoderResult::InputEmpty {
        return Ok(text);
    }
    let before = text.split(char::REPLACEMENT_CHARACTER).next().unwrap_or_default();
    Err(before.matches('\n').count() as u64 + 1)
}

/// What is right, and how to get it.
pub fn expected() -> Words {
    Words::new(
        "UTF-8、GBK（GB18030）或带标记的 UTF-16；请在表格软件中另存为“CSV UTF-8”",
        "UTF-8, GBK (GB18030), or UTF-16 with its mark; save it from the spreadsheet as 'CSV UTF-8'",
    )
}
