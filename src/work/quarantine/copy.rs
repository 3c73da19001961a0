//! Copies of refused packages, without their secrets. Everything is opened as intake opens it; what can't be
//! copied leaves the report alone.

use super::{MOST_BYTES, MOST_FILES, plain, redact};
use crate::intake::{ORDER_FILE, RemainingFile, Remains, Source};
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::Path;

/// Copies what is left of a package to `to`, or to that name with the ending of its form.
pub fn package(remains: &Remains, to: &Path) -> io::Result<()> {
    match remains {
        Remains::Nothing => Ok(()),
        Remains::Line(text) => fs::write(to.with_extension("json"), redact::redacted(text)),
        Remains::Folder(source) => folder(source, to),
        Remains::Zip(source) => source.open_zip().map_or(Ok(()), |file| zip(file, &to.with_extension("zip"))),
    }
}

/// A zip that can't be read is not kept: nobody knows what it holds.
fn zip(from: File, to: &Path) -> io::Result<()> {
    let copied = redact::zip(BufReader::new(from), &File::create(to)?, MOST_BYTES);
    if copied.is_err() {
        fs::remove_file(to)?;
    }
    copied
}

/// Names are made anew, so that none of the customer's is ever used as a path.
fn folder(source: &Source, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    let (mut at, mut left) = (0, MOST_BYTES);
    source.each_file(MOST_FILES, &mut |RemainingFile { parts, file }| {
        let is_order = parts.len() == 1 && parts.iter().all(|part| part == ORDER_FILE);
        let names: Vec<_> =
            parts.iter().map(|part| plain(&part.to_string_lossy().replace('.', "_"))).collect();
        let kept = if is_order { ORDER_FILE.to_owned() } else { format!("{at:03}-{}", names.join("-")) };
        at += 1;
        let path = to.join(kept);
        let copied = if is_order { text(file, &path, left)? } else { bytes(file, &path, left)? };
        left = left.saturating_sub(copied);
        Ok(())
    })
}

fn bytes(from: File, to: &Path, most: u64) -> io::Result<u64> {
    io::copy(&mut from.take(most), &mut File::create(to)?)
}

fn text(from: File, to: &Path, most: u64) -> io::Result<u64> {
    let mut text = Vec::new();
    from.take(most).read_to_end(&mut text)?;
    fs::write(to, redact::redacted(&text))?;
    Ok(text.len() as u64)
}
