//! Passphrases: argon2id with the parameters that OWASP recommends.

use super::{Result, WorkError};
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

/// Memory in KiB, passes, lanes: OWASP's Password Storage Cheat Sheet, argon2id, m = 19 MiB, t = 2, p = 1.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);
/// Shorter passphrases are refused.
const SHORTEST: usize = 8;

fn hasher() -> Result<Argon2<'static>> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).map_err(|error| broken(&error))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn broken(error: &dyn std::fmt::Display) -> WorkError {
    WorkError::say(format!("口令无法处理：{error}。"), format!("the passphrase can't be processed: {error}"))
}

/// The hash of a new passphrase, with a salt of its own.
pub fn hash(passphrase: &str) -> Result<String> {
    if passphrase.chars().count() < SHORTEST {
        return Err(WorkError::say(
            format!("口令至少{SHORTEST}个字符。"),
            format!("a passphrase needs at least {SHORTEST} characters"),
        ));
    }
    Ok(hasher()?.hash_password(passphrase.as_bytes()).map_err(|error| broken(&error))?.to_string())
}

/// Whether a passphrase has this hash.
pub fn verify(passphrase: &str, hash: &str) -> bool {
    let Ok(parsed) = PasswordHash::new(hash) else {
        return false;
    };
    hasher().is_ok_and(|hasher| hasher.verify_password(passphrase.as_bytes(), &parsed).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_knows_its_passphrase_and_no_other() {
        let kept = hash("correct horse").unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(verify("correct horse", &kept));
        assert!(!verify("correct hors", &kept));
        assert!(!verify("x", "no hash"));
        assert!(hash("short").is_err());
    }
}
