//! Domain names: syntax and IDNA (crate `idna`), and which part of a name a registry sells (crate `psl`).
//!
//! Filings are made for registrable root domains. Suffixes that a company keeps for its customers (such as
//! `github.io`) don't count: what counts is the domain below the registry's own suffix.

use super::{Case, Hyphens, Seen, Slip, SlipKind, mend};
use idna::uts46::{self, AsciiDenyList, DnsLength, Uts46};
use publicsuffix::{List, Psl, Suffix};
use std::borrow::Cow;
use std::net::IpAddr;
use std::str::FromStr;
use std::sync::LazyLock;

#[cfg(test)]
mod tests;

/// Longest label, by RFC 1035.
const LONGEST_LABEL: usize = 63;
/// Longest name without the final dot, by RFC 1035.
const LONGEST_NAME: usize = 253;

/// What a domain name says, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainName<'a> {
    ascii: Cow<'a, str>,
    suffix: usize,
    /// What is wrong with the mended name; one at most.
    pub problem: Option<DomainProblem>,
    /// Slips of form.
    pub slips: Vec<Slip>,
}

/// What is wrong with a domain name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DomainProblem {
    /// Nothing is there.
    Empty,
    /// More than one name.
    Several,
    /// A dot with nothing before it.
    EmptyLabel,
    /// A label of more than 63 characters.
    LongLabel,
    /// A name of more than 253 characters.
    LongName,
    /// A character that no name has.
    Character(char),
    /// A hyphen at the start or end of a label, or two where only `xn--` has them.
    HyphenPlace,
    /// Letters that IDNA (UTS 46) does not allow, or broken punycode.
    Idna,
    /// An IP address.
    IpAddress,
    /// It ends in no suffix of a registry.
    UnknownSuffix,
}

impl<'a> DomainName<'a> {
    /// Reads a domain name.
    pub fn read(text: &'a str) -> Self {
        let (name, seen) = mended(text);
        let slips = seen.slips(&name);
        let several = matches!(name, Cow::Owned(_)) && is_several(text);
        match to_ascii(name) {
            _ if several => Self::broken(Cow::Borrowed(text), DomainProblem::Several, Vec::new()),
            Ok(ascii) => Self::judged(ascii, text, slips),
            Err(name) => {
                let problem = complaint(&name, text);
                Self::broken(name, problem, slips)
            }
        }
    }

    /// The name in ASCII (punycode) and lower case; as mended, where it is no name.
    pub fn ascii(&self) -> &str {
        &self.ascii
    }

    /// The name as people read it.
    pub fn unicode(&self) -> String {
        idna::domain_to_unicode(&self.ascii).0
    }

    /// True where nothing is wrong; slips of form do not count.
    pub fn is_valid(&self) -> bool {
        self.problem.is_none()
    }

    /// The registry's suffix: `com`, `com.cn`.
    pub fn suffix(&self) -> Option<&str> {
        if self.suffix == 0 { None } else { self.ascii.get(self.ascii.len() - self.suffix..) }
    }

    /// The last label.
    pub fn top_level(&self) -> Option<&str> {
        self.suffix()?.rsplit('.').next()
    }

    /// The registrable root domain: one label and the suffix.
    pub fn root(&self) -> Option<&str> {
        let before = self.before_suffix()?;
        let start = before.rfind('.').map_or(0, |dot| dot + 1);
        self.ascii.get(start..)
    }

    /// The domain prefix (域名前缀): the label before the suffix.
    pub fn prefix(&self) -> Option<&str> {
        self.before_suffix()?.rsplit('.').next()
    }

    /// What stands before the root domain, such as `www`.
    pub fn host(&self) -> Option<&str> {
        Some(self.before_suffix()?.rsplit_once('.')?.0)
    }

    /// True for a registrable root domain, as filings ask for it.
    pub fn is_root(&self) -> bool {
        self.before_suffix().is_some_and(|before| !before.contains('.'))
    }

    /// True for a suffix alone, which nobody can register.
    pub fn is_public_suffix(&self) -> bool {
        self.suffix != 0 && self.suffix == self.ascii.len()
    }

    /// True for a name that starts with `www.` before its root domain.
    pub fn has_www(&self) -> bool {
        self.host().is_some_and(|host| host.split('.').next() == Some("www"))
    }

    fn before_suffix(&self) -> Option<&str> {
        let end = self.ascii.len().checked_sub(self.suffix + 1).filter(|_| self.suffix != 0)?;
        self.ascii.get(..end)
    }

    fn judged(ascii: Cow<'a, str>, text: &str, slips: Vec<Slip>) -> Self {
        let suffix = registry_suffix(&ascii).map_or(0, str::len);
        let problem = match suffix {
            0 if is_address(&ascii) || is_address(text) => Some(DomainProblem::IpAddress),
            0 => Some(DomainProblem::UnknownSuffix),
            _ => None,
        };
        Self { ascii, suffix, problem, slips }
    }

    fn broken(ascii: Cow<'a, str>, problem: DomainProblem, slips: Vec<Slip>) -> Self {
        Self { ascii, suffix: 0, problem: Some(problem), slips }
    }
}

/// The suffix below which a registry sells names; those that are private property are not in the list.
fn registry_suffix(name: &str) -> Option<&str> {
    static LIST: LazyLock<List> = LazyLock::new(|| {
        let rules = concat!("// ===BEGIN ICANN DOMAINS===\n", include_str!("../../../data/suffixes.txt"));
        List::from_str(rules).unwrap_or_default()
    });
    let found = LIST.suffix(name.as_bytes()).filter(Suffix::is_known)?;
    name.get(name.len().checked_sub(found.as_bytes().len())?..)
}

/// The name without what people copy along with it.
fn mended(text: &str) -> (Cow<'_, str>, Seen) {
    let (name, mut seen) = mend(text, Case::Lower, Hyphens::Kept);
    let mut bare = name.as_ref();
    if let Some((_, rest)) = bare.split_once("://") {
        seen.note(SlipKind::Scheme);
        bare = rest;
    }
    if let Some(end) = bare.find(['/', '?', '#', ':']) {
        seen.note(SlipKind::Path);
        bare = &bare[..end];
    }
    if let Some(rest) = bare.strip_suffix('.').filter(|rest| !rest.ends_with('.')) {
        seen.note(SlipKind::TrailingDot);
        bare = rest;
    }
    if bare.len() == name.len() {
        return (name, seen);
    }
    (Cow::Owned(bare.to_owned()), seen)
}

fn punycode(name: &str) -> Result<Cow<'_, str>, idna::Errors> {
    Uts46::new().to_ascii(name.as_bytes(), AsciiDenyList::STD3, uts46::Hyphens::Check, DnsLength::Verify)
}

/// The name in ASCII, or as it was where it is no name.
fn to_ascii(name: Cow<'_, str>) -> Result<Cow<'_, str>, Cow<'_, str>> {
    match name {
        Cow::Borrowed(name) => punycode(name).map_err(|_| Cow::Borrowed(name)),
        Cow::Owned(name) => match punycode(&name).map(Cow::into_owned) {
            Ok(ascii) => Ok(Cow::Owned(ascii)),
            Err(_) => Err(Cow::Owned(name)),
        },
    }
}

/// True for a text with two or more names in a list.
fn is_several(text: &str) -> bool {
    let between = |c: char| c.is_whitespace() || matches!(c, '、' | ',' | '，' | ';' | '；' | '|');
    let names = text.split(between).filter(|part| part.trim_matches(['.', '。']).contains(['.', '。', '．']));
    names.count() > 1
}

fn is_address(text: &str) -> bool {
    text.trim().trim_matches(['[', ']']).parse::<IpAddr>().is_ok()
}

/// Says what it is that IDNA refuses.
fn complaint(name: &str, text: &str) -> DomainProblem {
    let strange = |c: &char| c.is_ascii() && !c.is_ascii_alphanumeric() && !matches!(c, '-' | '.');
    let hyphens = |label: &str| {
        let twice = label.get(2..4) == Some("--") && !label.starts_with("xn--");
        label.starts_with('-') || label.ends_with('-') || twice
    };
    if is_address(text) {
        DomainProblem::IpAddress
    } else if name.is_empty() {
        DomainProblem::Empty
    } else if let Some(stray) = name.chars().find(strange) {
        DomainProblem::Character(stray)
    } else if name.split('.').any(str::is_empty) {
        DomainProblem::EmptyLabel
    } else if name.split('.').any(hyphens) {
        DomainProblem::HyphenPlace
    } else if name.is_ascii() && name.split('.').any(|label| label.len() > LONGEST_LABEL) {
        DomainProblem::LongLabel
    } else if name.is_ascii() && name.len() > LONGEST_NAME {
        DomainProblem::LongName
    } else {
        DomainProblem::Idna
    }
}
