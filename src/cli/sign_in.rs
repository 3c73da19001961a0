//! Opening a home, and signing in for commands that act.

use super::Global;
use super::error::Failure;
use super::out::{Out, complain};
use super::upgrade::Upgrade;
use crate::catalog::Catalog;
use crate::domain::people::Staff;
use crate::domain::text::{Foreign, Plain};
use crate::domain::whence::Whence;
use crate::work::host::HostPlace;
use crate::work::{Desk, Home, config, people};
use std::io::{IsTerminal, Read};
use std::sync::Arc;

/// Environment variable of the passphrase.
pub const PASSPHRASE: &str = "BEIAN_PASSPHRASE";

/// The home that was named, or the platform's data folder.
pub fn home(global: &Global) -> Result<Home, Failure> {
    use etcetera::BaseStrategy;
    if let Some(dir) = &global.home {
        return Ok(Home::new(dir).on(host(global)));
    }
    let base = etcetera::choose_base_strategy().map_err(|_| {
        Failure::usage(
            "找不到用户目录；请用 --home 指定数据目录。",
            "there is no home directory; name a folder with --home",
        )
    })?;
    Ok(Home::new(base.data_dir().join("beian")).on(host(global)))
}

/// The host's file that was named, or the usual one.
pub fn host(global: &Global) -> HostPlace {
    global.host_file.clone().map_or(HostPlace::Usual, HostPlace::Named)
}

/// Opens the home that is there.
pub fn open(global: &Global) -> Result<Desk, Failure> {
    if let Some((desk, _)) = global.entered.take() {
        return Ok(desk);
    }
    let home = home(global)?;
    if home.exists() {
        super::logs::begin(&home);
    }
    let catalog = catalog(global, Some(&home))?;
    let mut upgrade = Upgrade::new(super::lang(global.lang));
    let desk = Desk::open_telling(home, catalog, &mut |progress| upgrade.show(progress))?;
    drop(upgrade);
    if let Some(error) = &desk.unsealed {
        let lang = super::lang(global.lang);
        let words = lang.pick("订单包中的密码尚未全部封存", "secrets of packages are not all sealed yet");
        complain("beian: ", &Plain::line(&format!("{words}: {}", error.sentence(lang))));
    }
    Ok(desk)
}

/// The catalogue: the embedded one, and what the folder that was named changes in it; where none was named,
/// the user's own folder, and over it the home's.
pub fn catalog(global: &Global, home: Option<&Home>) -> Result<Arc<Catalog>, Failure> {
    use etcetera::BaseStrategy;
    let folders = match &global.config {
        Some(folder) if !folder.is_dir() => {
            let folder = Foreign::path(folder);
            return Err(Failure::usage(
                format!("没有配置目录{folder}；请检查 --config。"),
                format!("there is no folder {folder}; check --config"),
            ));
        }
        Some(folder) => vec![folder.clone()],
        None => {
            let own = etcetera::choose_base_strategy().ok().map(|base| base.config_dir().join("beian"));
            own.into_iter().chain(home.map(Home::config)).collect()
        }
    };
    let layers = folders.iter().map(|folder| config::layer(folder)).collect::<Result<Vec<_>, _>>()?;
    Ok(Arc::new(Catalog::layered(&layers)?))
}

/// Opens the home and signs in; who has come in by [`super::signing::enter`] need not do so again.
pub fn signed_in(global: &Global, out: &Out) -> Result<(Desk, Staff), Failure> {
    if let Some(session) = global.entered.take() {
        return Ok(session);
    }
    let mut desk = open(global)?;
    let name = global.user.clone().ok_or_else(|| {
        Failure::usage("请用 --user 或 BEIAN_USER 指明操作人。", "name who acts with --user or BEIAN_USER")
    })?;
    let secret = passphrase(global, out, &name)?;
    let session = people::sign_in(&mut desk, &name, &secret, &whence(), crate::work::now())?;
    for one in &session.told {
        out.note(out.say(&one.zh, &one.en));
    }
    Ok((desk, session.staff))
}

/// Where this process is used from: what sshd says, else the terminal.
pub fn whence() -> Whence {
    Whence::of(std::env::var("SSH_CONNECTION").ok().as_deref(), terminal().as_deref())
}

#[cfg(unix)]
fn terminal() -> Option<String> {
    use rustix::termios::ttyname;
    let name = ttyname(std::io::stdin(), Vec::new())
        .or_else(|_| ttyname(std::io::stdout(), Vec::new()))
        .or_else(|_| ttyname(std::io::stderr(), Vec::new()));
    name.ok()?.into_string().ok()
}

#[cfg(not(unix))]
fn terminal() -> Option<String> {
    None
}

/// The passphrase: from a file descriptor, the environment, or asked for.
pub fn passphrase(global: &Global, out: &Out, whose: &str) -> Result<String, Failure> {
    if let Some(fd) = global.passphrase_fd {
        return from_descriptor(fd);
    }
    if let Ok(secret) = std::env::var(PASSPHRASE) {
        return Ok(secret);
    }
    ask(out, whose)
}

/// Asks at the terminal for a secret of another kind.
pub fn ask_for(what: &str, whose: &str) -> Result<String, Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(Failure::usage(
            format!("没有终端可询问{what}；请给出文件描述符。"),
            format!("there is no terminal to ask for the {what}; name a file descriptor"),
        ));
    }
    Ok(rpassword::prompt_password(prompt(what, whose))?)
}

fn prompt(what: &str, whose: &str) -> String {
    Plain::line(&format!("{what} ({}): ", Foreign::from(whose))).into()
}

/// Asks at the terminal.
pub fn ask(out: &Out, whose: &str) -> Result<String, Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(Failure::usage(
            format!("请用 --passphrase-fd 或环境变量 {PASSPHRASE} 提供口令。"),
            format!("give the passphrase with --passphrase-fd or in {PASSPHRASE}"),
        ));
    }
    Ok(rpassword::prompt_password(prompt(out.say("口令", "Passphrase"), whose))?)
}

/// Asks twice for a passphrase that is being set.
pub fn ask_new(out: &Out, whose: &str) -> Result<String, Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(Failure::usage(
            "没有终端可询问新口令；请用环境变量 BEIAN_NEW_PASSPHRASE 提供。",
            "there is no terminal to ask for the new passphrase; give it in BEIAN_NEW_PASSPHRASE",
        ));
    }
    let whose = &format!("{} – {}", whose, out.say("新口令", "the new one"));
    let first = ask(out, whose)?;
    let second = ask(out, out.say("再输一次", "again"))?;
    if first == second {
        return Ok(first);
    }
    Err(Failure::usage("两次输入的口令不一致，请重来。", "the two passphrases differ; try again"))
}

/// The passphrase of an account that is being made: from descriptor or environment, or asked for twice.
pub fn new_passphrase(global: &Global, out: &Out, whose: &str) -> Result<String, Failure> {
    if global.passphrase_fd.is_some() || std::env::var_os(PASSPHRASE).is_some() {
        return passphrase(global, out, whose);
    }
    ask_new(out, whose)
}

/// Reads a secret from a file descriptor.
#[cfg(unix)]
pub(super) fn from_descriptor(fd: i32) -> Result<String, Failure> {
    let mut text = String::new();
    std::fs::File::open(format!("/dev/fd/{fd}"))?.take(4096).read_to_string(&mut text)?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

/// Reads a secret from a file descriptor.
#[cfg(not(unix))]
pub(super) fn from_descriptor(_: i32) -> Result<String, Failure> {
    Err(Failure::usage("此平台不支持 --passphrase-fd。", "--passphrase-fd is not available here"))
}
