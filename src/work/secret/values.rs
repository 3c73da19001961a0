//! Secrets of packages under seal: their marks, their seals, and who opens them for the store.

use super::{Key, MARK, key, lost, other_key};
use crate::domain::bureau::Secret;
use crate::domain::ids::{OrderNo, Sha256 as ContentHash, VerdictId};
use crate::domain::mask::secrets;
use crate::domain::order::Order;
use crate::domain::sealed::{mark, marks};
use crate::store::sealed::Opener;
use crate::work::home::Home;
use crate::work::{Result, WorkError};
use sha2::{Digest, Sha256};
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes of a block of SHA-256, as HMAC pads its key.
const BLOCK: usize = 64;

impl Key {
    /// Seals a secret of a package of an order.
    pub fn seal_value(&self, no: &OrderNo, value: &str) -> Result<Vec<u8>> {
        self.seal_as(&bound_to(no), &Secret::new(value))
    }

    /// Opens a secret of a package of an order.
    pub fn open_value(&self, no: &OrderNo, sealed: &[u8]) -> Result<Secret> {
        self.open_as(no, &bound_to(no), sealed)
    }

    /// The mark of a secret: the same for the same text in the same order, and a riddle without the key.
    pub fn mark_of(&self, no: &OrderNo, value: &str) -> String {
        let subkey = Sha256::new_with_prefix(b"beian mark of a secret").chain_update(self.bytes).finalize();
        let digest = hmac(
            &subkey,
            &[&(no.as_str().len() as u64).to_be_bytes(), no.as_str().as_bytes(), value.as_bytes()],
        );
        let mut short = [0; 16];
        short.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
        mark(short)
    }

    /// What makes the digest of a package with secrets a riddle without the key: the same each time it is composed.
    fn salt_of(&self, no: &OrderNo, revision: u32, verdict: &str) -> ContentHash {
        let subkey = Sha256::new_with_prefix(b"beian salt of a package").chain_update(self.bytes).finalize();
        let no = no.as_str();
        let message: [&[u8]; 4] =
            [&(no.len() as u64).to_be_bytes(), no.as_bytes(), &revision.to_be_bytes(), verdict.as_bytes()];
        ContentHash(hmac(&subkey, &message).iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// Whether a seal was made with this key.
    pub fn made(&self, sealed: &[u8]) -> bool {
        sealed.get(1..=MARK) == Some(&self.mark()[..])
    }
}

/// HMAC-SHA256 (RFC 2104) with a key that is no longer than a block.
fn hmac(key: &[u8], message: &[&[u8]]) -> [u8; 32] {
    let padded = |with: u8| {
        let mut block = [with; BLOCK];
        block.iter_mut().zip(key).for_each(|(to, from)| *to ^= from);
        block
    };
    let inner = message.iter().fold(Sha256::new_with_prefix(padded(0x36)), Digest::chain_update).finalize();
    Sha256::new_with_prefix(padded(0x5C)).chain_update(inner).finalize().into()
}

fn bound_to(no: &OrderNo) -> String {
    format!("beian secret of a package of {no}")
}

/// Opens the seals of a home, reading its key when the first one is met.
pub fn opener(home: &Home) -> Opener {
    let (home, known) = (home.clone(), Mutex::new(None::<Key>));
    Opener::new(Arc::new(move |no: &OrderNo, sealed: &[u8]| {
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        // Another key may lie there by now.
        if !known.as_ref().is_some_and(|key| key.made(sealed)) {
            *known = key(&home).ok().flatten();
        }
        let opened = known.as_ref()?.open_value(no, sealed);
        opened.ok().map(|secret| secret.expose().to_owned())
    }))
}

/// Refuses what would show or send a mark in the place of a secret.
///
/// # Errors
/// Where a secret of the order could not be opened.
pub fn must_be_open(home: &Home, order: &Order) -> Result<()> {
    match secrets(order).into_iter().any(|(_, value)| marks(value).next().is_some()) {
        true => Err(unopened(home)),
        false => Ok(()),
    }
}

/// The salt of an order's package for the bureau; none where the package has no secret.
///
/// # Errors
/// Where it has one and the key is missing.
pub(in crate::work) fn package_salt(
    home: &Home,
    order: &Order,
    verdict: Option<&VerdictId>,
) -> Result<Option<ContentHash>> {
    if !crate::work::sealing::has_secrets(order) {
        return Ok(None);
    }
    let Ok(Some(key)) = key(home) else { return Err(unopened(home)) };
    Ok(Some(key.salt_of(&order.order_no, order.revision, verdict.map_or("", VerdictId::as_str))))
}

/// Why a secret could not be opened.
pub fn unopened(home: &Home) -> WorkError {
    match key(home) {
        Err(error) => error,
        Ok(None) => lost(&home.secret_key()),
        Ok(Some(_)) => other_key(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hmac_is_that_of_rfc_4231() {
        let hex = |bytes: [u8; 32]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        assert_eq!(
            hex(hmac(b"Jefe", &[b"what do ya want ", b"for nothing?"])),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }

    #[test]
    fn a_mark_tells_equal_secrets_of_one_order_under_one_key_and_nothing_else() {
        let (key, other) = (Key::generated(), Key::generated());
        let (a, b) = (OrderNo("A".into()), OrderNo("B".into()));
        assert_eq!(key.mark_of(&a, "123456"), key.mark_of(&a, "123456"));
        for another in [key.mark_of(&a, "123457"), key.mark_of(&b, "123456"), other.mark_of(&a, "123456")] {
            assert_ne!(key.mark_of(&a, "123456"), another);
        }
        let sealed = key.seal_value(&a, "123456").unwrap();
        assert_eq!(key.open_value(&a, &sealed).unwrap().expose(), "123456");
        assert!(key.open_value(&b, &sealed).is_err() && other.open_value(&a, &sealed).is_err());
        assert!(key.open(&a, &sealed).is_err(), "another kind of secret");
        assert!(key.made(&sealed) && !other.made(&sealed));
    }
}
