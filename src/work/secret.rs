//! Filing passwords under seal: XChaCha20-Poly1305, the key beside the database or in the environment, and never
//! in a copy of the home. A seal is bound to its order, so that it opens for no other.

mod values;

pub(super) use values::package_salt;
pub use values::{must_be_open, opener, unopened};

use super::home::Home;
use super::record::record;
use super::{Desk, Result, WorkError, reading};
use crate::domain::bureau::Secret;
use crate::domain::event::Event;
use crate::domain::ids::{OrderId, OrderNo, UserId};
use crate::domain::permission::Deed;
use crate::domain::text::Foreign;
use crate::intake::given::{self, Unread};
use crate::store::files::sync_folder;
use crate::store::{Op, Store, Tx};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use chrono::{DateTime, Utc};
use rand::RngExt;
use sha2::{Digest, Sha256};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

/// Environment variable of the key, which goes before the file.
pub const KEY: &str = "BEIAN_SECRET_KEY";
/// The name by which a reveal of the password is on record, and by which the desk asks for it.
pub const FILING_PASSWORD: &str = "filing_password";

const BYTES: usize = 32;
/// The largest file of a key, in bytes.
const LONGEST_KEY_FILE: u64 = 4096;
const NONCE: usize = 24;
/// Bytes that tell with which key a seal was made.
const MARK: usize = 8;
const VERSION: u8 = 1;

/// The key of a home's secrets.
pub struct Key {
    bytes: [u8; BYTES],
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

impl Key {
    /// A key by its 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() != BYTES * 2 || !text.is_ascii() {
            return None;
        }
        let mut bytes = [0; BYTES];
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
        }
        Some(Self { bytes })
    }

    pub(super) fn generated() -> Self {
        let mut bytes = [0; BYTES];
        rand::rng().fill(&mut bytes[..]);
        Self { bytes }
    }

    fn text(&self) -> String {
        self.bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Tells one key from another without telling anything about it.
    fn mark(&self) -> [u8; MARK] {
        let digest = Sha256::new_with_prefix(b"beian secret key mark").chain_update(self.bytes).finalize();
        let mut mark = [0; MARK];
        mark.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
        mark
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.bytes.into())
    }

    /// Seals a secret of an order.
    pub fn seal(&self, no: &OrderNo, secret: &Secret) -> Result<Vec<u8>> {
        self.seal_as(&bound_to(no), secret)
    }

    /// Seals a secret, bound to what it is.
    fn seal_as(&self, bound_to: &str, secret: &Secret) -> Result<Vec<u8>> {
        let mut nonce = [0; NONCE];
        rand::rng().fill(&mut nonce[..]);
        let payload = Payload { msg: secret.expose().as_bytes(), aad: bound_to.as_bytes() };
        let text = self.cipher().encrypt(&XNonce::from(nonce), payload);
        let text = text.map_err(|_| WorkError::say("密码无法加密。", "the secret can't be sealed"))?;
        Ok([&[VERSION][..], &self.mark(), &nonce, &text].concat())
    }

    /// Opens the sealed secret of an order.
    pub fn open(&self, no: &OrderNo, sealed: &[u8]) -> Result<Secret> {
        self.open_as(no, &bound_to(no), sealed)
    }

    /// Opens a secret that was bound so.
    fn open_as(&self, no: &OrderNo, bound_to: &str, sealed: &[u8]) -> Result<Secret> {
        let parts = (|| {
            let (version, rest) = sealed.split_first()?;
            let (mark, rest) = rest.split_at_checked(MARK)?;
            let (nonce, text) = rest.split_first_chunk::<NONCE>()?;
            (*version == VERSION).then_some((mark, nonce, text))
        })();
        let (mark, nonce, text) = parts.ok_or_else(|| damaged(no))?;
        if mark != self.mark() {
            return Err(other_key());
        }
        let payload = Payload { msg: text, aad: bound_to.as_bytes() };
        let opened = self.cipher().decrypt(&XNonce::from(*nonce), payload);
        let text = opened.ok().and_then(|bytes| String::from_utf8(bytes).ok());
        text.map(Secret::new).ok_or_else(|| damaged(no))
    }
}

fn bound_to(no: &OrderNo) -> String {
    format!("beian filing password of {no}")
}

pub(super) fn damaged(no: &OrderNo) -> WorkError {
    let no = no.shown();
    WorkError::say(
        format!("订单{no}的密码密文已损坏，或属于另一订单；请从备份恢复。"),
        format!("a sealed secret of {no} is damaged, or another order's; bring it back from a copy"),
    )
}

fn other_key() -> WorkError {
    WorkError::say(
        format!("密码是用另一密钥加密的；请放回当时的 secret.key，或在 {KEY} 中给出该密钥。"),
        format!(
            "the secret was sealed with another key; bring that secret.key back, or give the key in {KEY}"
        ),
    )
}

pub(super) fn lost(path: &Path) -> WorkError {
    let path = Foreign::path(path);
    WorkError::say(
        format!(
            "密钥{path}不在，而本库已有加密的密码（备案密码或授权码）；备份不含密钥，请放回原密钥或在 {KEY} 中给出。若确已丢失，旧密码无法再读；可自行生成新密钥（64位十六进制，权限0600）后继续。"
        ),
        format!(
            "the key {path} is missing, and this home holds secrets (filing passwords, authorization codes) sealed with it; copies of a home hold no key: bring it back, or give it in {KEY}. If it is lost for good those secrets can't be read any more; to go on, put a new key there yourself (64 hexadecimal digits, mode 0600)"
        ),
    )
}

/// The key that the environment gives.
fn given() -> Result<Option<Key>> {
    let Ok(text) = std::env::var(KEY) else { return Ok(None) };
    if text.trim().is_empty() {
        return Ok(None);
    }
    match Key::parse(&text) {
        Some(key) => Ok(Some(key)),
        None => Err(WorkError::say(
            format!("{KEY} 须为64位十六进制。"),
            format!("{KEY} must be 64 hexadecimal digits"),
        )),
    }
}

/// The key of a home; none where there is none yet.
///
/// # Errors
/// Where it is no key, or others than its owner can read it.
pub fn key(home: &Home) -> Result<Option<Key>> {
    if let Some(key) = given()? {
        return Ok(Some(key));
    }
    let path = home.secret_key();
    let text = match given::text(&path, LONGEST_KEY_FILE) {
        Ok(text) => text,
        Err(Unread::System(error)) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(why) => return Err(reading::refused(&path, &why)),
    };
    closed_to_others(&path)?;
    let key = Key::parse(&text).ok_or_else(|| {
        let path = Foreign::path(&path);
        WorkError::say(
            format!("{path}不是密钥；应为64位十六进制。"),
            format!("{path} is no key; it must hold 64 hexadecimal digits"),
        )
    });
    key.map(Some)
}

#[cfg(unix)]
fn closed_to_others(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path).map_err(|error| WorkError::io(path, error))?.permissions().mode();
    if mode & 0o077 == 0 {
        return Ok(());
    }
    let path = Foreign::path(path);
    Err(WorkError::say(
        format!("密钥{path}可被他人读取，已拒绝使用；请执行 chmod 600 {path}，并考虑更换密钥。"),
        format!(
            "the key {path} can be read by others and is refused; run 'chmod 600 {path}', and consider a new key"
        ),
    ))
}

#[cfg(not(unix))]
fn closed_to_others(_: &Path) -> Result<()> {
    Ok(())
}

/// The key of a home for sealing; made where there is neither a key nor a secret yet.
pub fn key_to_seal(home: &Home, store: &Store) -> Result<Key> {
    if let Some(key) = key(home)? {
        return Ok(key);
    }
    let path = home.secret_key();
    if store.secret_count()? > 0 {
        return Err(lost(&path));
    }
    let made = Key::generated();
    // A temporary file of this crate is its owner's alone from the first moment.
    let mut file =
        tempfile::NamedTempFile::new_in(home.dir()).map_err(|error| WorkError::io(&path, error))?;
    let written = writeln!(file, "{}", made.text()).and_then(|()| file.as_file().sync_all());
    written.map_err(|error| WorkError::io(&path, error))?;
    match file.persist_noclobber(&path) {
        Ok(_) => sync_folder(home.dir()).map(|()| made),
        // Another program made one at the same moment.
        Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => {
            key(home)?.ok_or_else(|| lost(&path))
        }
        Err(error) => Err(WorkError::io(path, error.error)),
    }
}

/// Puts a reveal of the filing password on record and returns the password.
pub fn reveal(desk: &mut Desk, who: UserId, id: OrderId, now: DateTime<Utc>) -> Result<Secret> {
    let catalog = Arc::clone(&desk.catalog);
    let key = key(&desk.home)?;
    let path = desk.home.secret_key();
    desk.store.transact(&Op::by(who, now), |tx: &Tx| {
        super::roles::allow(tx, who, Deed::RevealPassword, id)?;
        let sealed = tx.secret(id)?.ok_or_else(|| {
            WorkError::say("该订单没有保存备案密码。", "no filing password is kept of this order")
        })?;
        let no = tx.order(id)?.order_no;
        let secret = key.ok_or_else(|| lost(&path))?.open(&no, &sealed)?;
        record(tx, &catalog, id, &Event::Revealed { field: FILING_PASSWORD.to_owned() })?;
        Ok(secret)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn no(text: &str) -> OrderNo {
        text.into()
    }

    #[test]
    fn a_seal_opens_for_its_order_and_its_key_alone() {
        let (key, other) = (Key::generated(), Key::generated());
        let sealed = key.seal(&no("A"), &Secret::new("123456")).unwrap();
        assert_eq!(key.open(&no("A"), &sealed).unwrap().expose(), "123456");
        assert_ne!(sealed, key.seal(&no("A"), &Secret::new("123456")).unwrap(), "a nonce of its own");
        assert!(!sealed.windows(6).any(|part| part == b"123456"));
        assert!(key.open(&no("B"), &sealed).unwrap_err().to_string().contains("another order's"));
        assert!(other.open(&no("A"), &sealed).unwrap_err().to_string().contains("another key"));
        for at in 0..sealed.len() {
            let mut bent = sealed.clone();
            bent[at] ^= 1;
            assert!(key.open(&no("A"), &bent).is_err(), "byte {at}");
            assert!(key.open(&no("A"), &sealed[..at]).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn a_key_reads_back_what_it_writes_and_shows_nothing() {
        let key = Key::generated();
        assert_eq!(Key::parse(&format!("{}\n", key.text())).unwrap().bytes, key.bytes);
        assert!(Key::parse("abc").is_none() && Key::parse(&"g".repeat(64)).is_none());
        assert_eq!(format!("{key:?}"), "Key(…)");
    }
}
