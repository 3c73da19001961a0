//! Packages in: reading, bounds, validation.
//!
//! A package is a folder or a `.zip` with `order.json` and its files; a `.jsonl` carries one order a
//! line. [`packages`] reads any of them, or a folder of them, one after the other, so that a million
//! lines need no more memory than one. What is wrong comes as [`Rejected`] with every [`Fault`] named and
//! what can be kept of it, and the next package still comes.
//!
//! Nothing here trusts its input: links are never followed, no path leaves its package, every size is
//! bounded while reading, and no bytes make it panic.

mod archive;
mod canonical;
mod check;
mod controls;
mod fault;
mod folder;
pub mod given;
mod incoming;
mod inner_path;
mod json;
mod limits;
mod lines;
mod moments;
mod names;
mod own;
mod read;
mod remains;
pub mod results;
mod shape;
mod source;
pub mod table;
mod typed;

#[cfg(test)]
mod tests;

pub use fault::{AtFault, Fault, Origin, Refused, Words};
pub use folder::Folder;
pub use incoming::{Body, Incoming, IncomingFile, content_hash, written};
pub use inner_path::InnerPath;
pub use limits::{Known, Limits};
pub use remains::{Rejected, RemainingFile, Remains};
pub use source::{Source, SourceKind, sources};

use crate::domain::order::Order;
use lines::Lines;
use std::path::Path;

/// The name of the file that makes a folder a package.
pub const ORDER_FILE: &str = "order.json";

/// Whether an order that was changed here could have come in as it is now.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn fits(order: &Order, known: &Known) -> Result<(), Fault> {
    let bytes = serde_json::to_vec(order).unwrap_or_default();
    let troubles = match read::read(&bytes, &Limits::default(), known) {
        Ok(_) => return Ok(()),
        Err(unfit) => unfit.troubles,
    };
    match troubles.into_iter().next() {
        Some((path, trouble)) => Err(trouble.at(ORDER_FILE, &path)),
        None => Ok(()),
    }
}

/// Reads every package that lies at `path`, in the order of their names.
///
/// # Errors
/// A [`Fault`] where `path` itself is no package and holds none.
pub fn packages<'k>(path: &Path, limits: Limits, known: &'k Known) -> Result<Packages<'k>, Fault> {
    Ok(Packages { sources: sources(path)?.into_iter(), lines: None, limits, known })
}

/// The packages of a path; see [`packages`].
#[derive(Debug)]
pub struct Packages<'k> {
    sources: std::vec::IntoIter<Source>,
    lines: Option<Lines>,
    limits: Limits,
    known: &'k Known,
}

impl Packages<'_> {
    /// How many sources (folders, zips, jsonl files) were not opened yet.
    pub fn sources_left(&self) -> usize {
        self.sources.len()
    }
}

impl Iterator for Packages<'_> {
    type Item = Result<Incoming, Rejected>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(lines) = &mut self.lines {
                match lines.next(&self.limits, self.known) {
                    Some(package) => return Some(package),
                    None => self.lines = None,
                }
            }
            let source = self.sources.next()?;
            if source.kind != SourceKind::Lines {
                return Some(incoming::open(&source, &self.limits, self.known));
            }
            match Lines::open(&source) {
                Ok(lines) => self.lines = Some(lines),
                Err(refused) => return Some(Err(Rejected { refused, remains: Remains::Nothing })),
            }
        }
    }
}
