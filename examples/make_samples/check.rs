//! Reads what lies in assets back: every package parses, every attachment is there, nothing else is.

use anyhow::{Context, bail};
use beian::domain::order::{Attachment, Order, PackageKind, Supplement};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
struct Head {
    kind: PackageKind,
}

/// Checks every package below `assets`; gives how many there are, and the bytes of all files.
pub fn check(assets: &Path) -> anyhow::Result<(usize, u64)> {
    let mut count = 0;
    for root in ["samples", "examples"] {
        for folder in folders(&assets.join(root))? {
            package(&folder).with_context(|| folder.display().to_string())?;
            count += 1;
        }
    }
    Ok((count, bytes(assets)?))
}

fn package(folder: &Path) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(folder.join("order.json"))?;
    let head: Head = serde_json::from_str(&text)?;
    let attachments = match head.kind {
        PackageKind::Order => people(serde_json::from_str(&text)?)?,
        PackageKind::Supplement => serde_json::from_str::<Supplement>(&text)?.attachments,
    };
    for file in &attachments {
        decode(&folder.join(&file.path))?;
    }
    let mut named: BTreeSet<String> = attachments.into_iter().map(|file| file.path).collect();
    named.insert("order.json".to_owned());
    let mut present = BTreeSet::new();
    for entry in std::fs::read_dir(folder)? {
        present.insert(entry?.file_name().to_string_lossy().into_owned());
    }
    if named != present {
        bail!("named but absent or present but not named: {:?}", named.symmetric_difference(&present));
    }
    Ok(())
}

/// The program's own decoder has to read every picture, the cut-off one as far as it goes.
fn decode(path: &Path) -> anyhow::Result<()> {
    let picture =
        image::load_from_memory(&std::fs::read(path)?).with_context(|| path.display().to_string())?;
    let (width, height) = (picture.width(), picture.height());
    if width < 250 || height < 180 || width.max(height) > 1400 {
        bail!("{}: {width} x {height} pixels", path.display());
    }
    Ok(())
}

fn people(order: Order) -> anyhow::Result<Vec<Attachment>> {
    if order.principal().is_none() || order.managers().len() > order.people.len() {
        bail!("the principal is nobody of the order");
    }
    for site in &order.sites {
        order.person(&site.manager).with_context(|| format!("no manager {}", site.manager))?;
    }
    Ok(order.attachments)
}

fn folders(root: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(root).with_context(|| root.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn bytes(path: &Path) -> anyhow::Result<u64> {
    if path.is_file() {
        return Ok(path.metadata()?.len());
    }
    let mut sum = 0;
    for entry in std::fs::read_dir(path)? {
        sum += bytes(&entry?.path())?;
    }
    Ok(sum)
}
