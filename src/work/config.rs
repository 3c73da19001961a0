//! The user's configuration folder: what it changes in the catalogue.

use super::written::{self, Readers};
use super::{Result, WorkError, reading};
use crate::catalog::Layer;
use crate::domain::text::{Foreign, Plain};
use std::path::{Path, PathBuf};

/// The largest file that is read, in bytes.
const LARGEST: u64 = 8 * 1024 * 1024;

/// Reads a folder's catalogue files; a folder that is not there has none.
pub fn layer(dir: &Path) -> Result<Layer> {
    let mut layer = Layer { folder: dir.display().to_string(), files: Vec::new() };
    if dir.is_dir() {
        read_into(dir, "", &mut layer)?;
        layer.files.sort();
    }
    Ok(layer)
}

/// Writes one file of a configuration folder: whole, or not at all.
pub fn write(dir: &Path, name: &str, text: &Plain) -> Result<PathBuf> {
    let path = dir.join(name);
    let folder = path.parent().unwrap_or(dir);
    std::fs::create_dir_all(folder).map_err(|error| WorkError::io(folder, error))?;
    written::put(&path, text, Readers::Owner)?;
    Ok(path)
}

fn read_into(dir: &Path, under: &str, layer: &mut Layer) -> Result<()> {
    for entry in std::fs::read_dir(dir).map_err(|error| WorkError::io(dir, error))? {
        let entry = entry.map_err(|error| WorkError::io(dir, error))?;
        let path = entry.path();
        let Ok(name) = entry.file_name().into_string() else { continue };
        let data = std::fs::metadata(&path).map_err(|error| WorkError::io(&path, error))?;
        if data.is_dir() && under.is_empty() {
            read_into(&path, &format!("{name}/"), layer)?;
        } else if name.ends_with(".toml") && !name.starts_with('.') {
            if data.len() > LARGEST {
                return Err(too_large(&path));
            }
            let text = reading::text(&path, LARGEST)?;
            layer.files.push((format!("{under}{name}"), text));
        }
    }
    Ok(())
}

fn too_large(path: &Path) -> WorkError {
    let path = Foreign::path(path);
    WorkError::say(
        format!("{path}大于 8 MiB，不像配置文件；请移出配置目录。"),
        format!("{path} is larger than 8 MiB and no file of a catalogue; move it out of the folder"),
    )
}
