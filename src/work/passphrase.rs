//! Passphrases: argon2id with the parameters that OWASP recommends.

use super::{Result, WorkError};
use crate::catalog::passphrase::{SHORTEST, Weak, weakness};
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

/// Memory in KiB, passes, lanes: OWASP's Password Storage Cheat Sheet, argon2id, m = 19 MiB, t = 2, p = 1.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);
/// A hash that no passphrase is known for: to look at it takes as long as to look at somebody's.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5LWhhcy1pdA$3q2+796tvu/erb7v3q2+796tvu/erb7v3q2+796tvu8";

fn hasher() -> Result<Argon2<'static>> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).map_err(|error| broken(&error))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn broken(error: &dyn std::fmt::Display) -> WorkError {
    WorkError::say(format!("口令无法处理：{error}。"), format!("the passphrase can't be processed: {error}"))
}

/// The hash of a passphrase that is being set for an account of this name: a long one that is not guessed first.
/// Passphrases that were set before, under other rules, stay usable.
pub fn chosen(passphrase: &str, name: &str) -> Result<String> {
    match weakness(passphrase, name) {
        None => hash(passphrase),
        Some(Weak::Short) => Err(WorkError::say(
            format!("口令至少{SHORTEST}个字符；可以连用几个互不相关的词。"),
            format!(
                "a passphrase needs at least {SHORTEST} characters; several words that have nothing in common do well"
            ),
        )),
        Some(Weak::Common) => Err(WorkError::say(
            "这个口令容易被猜到（常用口令、键盘顺序、重复、年份、账号名）；请换一个，可以连用几个互不相关的词。",
            "this passphrase is guessed soon (a common one, a walk over the keys, repetitions, a year, the account's name); \
             take another, several words that have nothing in common do well",
        )),
    }
}

/// The hash of a passphrase, with a salt of its own.
pub(super) fn hash(passphrase: &str) -> Result<String> {
    Ok(hasher()?.hash_password(passphrase.as_bytes()).map_err(|error| broken(&error))?.to_string())
}

/// Whether a passphrase has this hash. Without a hash, and with one that can't be read, it takes as long.
pub fn verify(passphrase: &str, hash: Option<&str>) -> bool {
    let known = hash.and_then(|hash| PasswordHash::new(hash).ok());
    let is_known = known.is_some();
    let Some(hash) = known.or_else(|| PasswordHash::new(NOBODY).ok()) else { return false };
    let fits = hasher().is_ok_and(|hasher| hasher.verify_password(passphrase.as_bytes(), &hash).is_ok());
    is_known && fits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_knows_its_passphrase_and_no_other() {
        let kept = chosen("correct horse", "zhu").unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(verify("correct horse", Some(&kept)));
        assert!(!verify("correct hors", Some(&kept)));
        assert!(!verify("x", Some("no hash")) && !verify("x", None));
    }

    #[test]
    fn a_passphrase_that_is_set_is_long_and_not_common_and_older_ones_still_open() {
        let sentence = |passphrase: &str| chosen(passphrase, "zhang").unwrap_err().to_string();
        assert!(sentence("correct hor").contains("at least 12 characters"));
        for common in ["password1234", "zhangzhang2026", "woaini1314520"] {
            assert!(sentence(common).contains("guessed soon"), "{common}");
        }
        let older = hash("beian-demo").unwrap();
        assert!(verify("beian-demo", Some(&older)));
    }

    /// A name that nobody has must cost what a name costs that somebody has.
    #[test]
    fn the_hash_of_nobody_has_the_parameters_of_everybody() {
        let (nobody, kept) = (PasswordHash::new(NOBODY).unwrap(), hash("correct horse").unwrap());
        let kept = PasswordHash::new(&kept).unwrap();
        assert_eq!((nobody.algorithm, nobody.version), (kept.algorithm, kept.version));
        assert_eq!(nobody.params.to_string(), kept.params.to_string());
        let length = |hash: &PasswordHash| hash.hash.as_ref().map(|output| output.len());
        assert_eq!(length(&nobody), length(&kept));
    }
}
