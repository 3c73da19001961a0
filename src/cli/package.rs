//! `beian package`.

use super::Global;
use super::error::{Failure, REFUSED};
use super::out::Out;
use super::sign_in;
use crate::domain::text::{Foreign, visible};
use crate::work::package::{self, Verified};
use clap::Subcommand;
use std::path::PathBuf;
use std::process::ExitCode;

/// Commands of `package`.
#[derive(Debug, Subcommand)]
pub enum PackageCommand {
    /// Compare hand-over packages with their manifests: missing, changed and extra files
    ///
    /// Needs no home. Exit code 1 where a package is not what its manifest says.
    Verify {
        /// Folders of packages
        #[arg(required = true, value_name = "DIR")]
        folders: Vec<PathBuf>,
    },
    /// Write the packages of an order again that were lost; each must be the one on record, to the byte
    Write {
        /// The order
        order: String,
    },
}

/// Runs a command of `package`.
pub fn run(global: &Global, command: &PackageCommand, out: &Out) -> Result<ExitCode, Failure> {
    match command {
        PackageCommand::Verify { folders } => verify(folders, out),
        PackageCommand::Write { order } => write(global, order, out),
    }
}

fn verify(folders: &[PathBuf], out: &Out) -> Result<ExitCode, Failure> {
    if let Some(missing) = folders.iter().find(|folder| !folder.is_dir()) {
        let missing = Foreign::path(missing);
        return Err(Failure::usage(
            format!("没有目录“{missing}”。"),
            format!("there is no folder '{missing}'"),
        ));
    }
    let all = folders.iter().map(|folder| package::verify(folder)).collect::<Result<Vec<_>, _>>()?;
    if out.json {
        let rows = all.iter().map(|one| serde_json::json!({ "sound": one.is_sound(), "package": one }));
        out.data(&rows.collect::<Vec<_>>())?;
    } else {
        all.iter().try_for_each(|one| say(one, out))?;
    }
    let sound = all.iter().all(Verified::is_sound);
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::from(REFUSED) })
}

fn say(one: &Verified, out: &Out) -> Result<(), Failure> {
    let folder = Foreign::path(&one.folder);
    for difference in &one.differences {
        let (zh, en) = difference.wrong.names();
        out.line(format!("! {folder}/{}: {}", visible(&difference.file), out.say(zh, en)))?;
    }
    let Some(manifest) = one.manifest.as_ref().filter(|_| one.is_sound()) else { return Ok(()) };
    let (no, revision, files) =
        (visible(manifest.order_no.as_str()), manifest.revision, manifest.files.len());
    let digest = one.digest.as_deref().unwrap_or_default();
    out.line(format!("✓ {folder}: {no} r{revision}, {files} {}, {digest}", out.say("个文件", "files")))
}

fn write(global: &Global, order: &str, out: &Out) -> Result<ExitCode, Failure> {
    let desk = sign_in::open(global)?;
    let id = desk.store.order_id(&order.into())?;
    let folders = package::write_again(&desk, id)?;
    if out.json {
        out.data(&serde_json::json!({ "folders": folders }))?;
    } else {
        folders.iter().try_for_each(|folder| out.line(folder.display().to_string()))?;
    }
    Ok(ExitCode::SUCCESS)
}
