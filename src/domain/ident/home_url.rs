//! The address of a site's home page (首页 URL): `http(s)://www.` and a domain of the site, nothing more.

use super::{Case, Hyphens, Slip, SlipKind, mend};
use std::borrow::Cow;
use url::{Host, Url};

/// What the address of a home page says, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HomeUrl {
    host: Option<String>,
    /// What is wrong with the mended address.
    pub problems: Vec<HomeUrlProblem>,
    /// Slips of form; a missing `http://` is one.
    pub slips: Vec<Slip>,
}

/// What is wrong with the address of a home page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HomeUrlProblem {
    /// It is no address.
    NotAUrl,
    /// Neither http nor https.
    OtherScheme,
    /// An IP address instead of a name.
    IpAddress,
    /// The name does not start with `www.`.
    NoWww,
    /// A port is named.
    Port,
    /// A path, query or fragment follows.
    Path,
    /// A user name or password is in it.
    User,
}

impl HomeUrl {
    /// Reads the address of a home page.
    pub fn read(text: &str) -> Self {
        let (mended, mut seen) = mend(text, Case::Kept, Hyphens::Kept);
        let address = match schemed(&mended) {
            Ok(Cow::Borrowed(_)) => mended,
            Ok(Cow::Owned(address)) => {
                seen.note(SlipKind::Scheme);
                Cow::Owned(address)
            }
            Err(problem) => return Self { host: None, problems: vec![problem], slips: Vec::new() },
        };
        let Ok(url) = Url::parse(&address) else {
            return Self { host: None, problems: vec![HomeUrlProblem::NotAUrl], slips: Vec::new() };
        };
        let slips = seen.slips(&address);
        let host = url.domain().map(str::to_owned);
        Self { host, problems: judge(&url), slips }
    }

    /// True where nothing is wrong; slips of form do not count.
    pub fn is_valid(&self) -> bool {
        self.problems.is_empty()
    }

    /// The name in ASCII and lower case, `www.` included.
    pub fn host(&self) -> Option<&str> {
        self.host.as_deref()
    }

    /// The name without its `www.`: for a good address a domain of the site
    /// ([`DomainName::ascii`](super::domain_name::DomainName::ascii)).
    pub fn domain(&self) -> Option<&str> {
        let host = self.host()?;
        Some(host.strip_prefix("www.").unwrap_or(host))
    }
}

/// The address with its scheme; borrowed where it has one already.
fn schemed(address: &str) -> Result<Cow<'_, str>, HomeUrlProblem> {
    if address.is_empty() {
        return Err(HomeUrlProblem::NotAUrl);
    }
    for scheme in ["http", "https"] {
        let Some(rest) = without_scheme(address, scheme) else { continue };
        let bare = rest.trim_start_matches(['/', '\\']);
        if bare.is_empty() {
            return Err(HomeUrlProblem::NotAUrl);
        }
        if rest.strip_prefix("//") == Some(bare) {
            return Ok(Cow::Borrowed(address));
        }
        return Ok(Cow::Owned(format!("{scheme}://{bare}")));
    }
    if address.contains("://") {
        return Err(HomeUrlProblem::OtherScheme);
    }
    Ok(Cow::Owned(format!("http://{}", address.trim_start_matches('/'))))
}

/// What follows `scheme:`, in whichever case that is written.
fn without_scheme<'a>(address: &'a str, scheme: &str) -> Option<&'a str> {
    let (head, rest) = address.split_at_checked(scheme.len())?;
    head.eq_ignore_ascii_case(scheme).then_some(rest)?.strip_prefix(':')
}

fn judge(url: &Url) -> Vec<HomeUrlProblem> {
    let mut problems = Vec::new();
    match url.host() {
        Some(Host::Domain(name)) if name.starts_with("www.") && name.len() > 4 => {}
        Some(Host::Domain(_)) => problems.push(HomeUrlProblem::NoWww),
        Some(Host::Ipv4(_) | Host::Ipv6(_)) => problems.push(HomeUrlProblem::IpAddress),
        None => problems.push(HomeUrlProblem::NotAUrl),
    }
    if url.port().is_some() {
        problems.push(HomeUrlProblem::Port);
    }
    if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
        problems.push(HomeUrlProblem::Path);
    }
    if !url.username().is_empty() || url.password().is_some() {
        problems.push(HomeUrlProblem::User);
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::super::domain_name::DomainName;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn good_addresses_name_a_domain() {
        for (text, domain) in [
            ("http://www.example.com", "example.com"),
            ("https://www.example.com/", "example.com"),
            ("HTTP://WWW.Example.com", "example.com"),
            ("http://www.紫荆.中国", "紫荆.中国"),
        ] {
            let read = HomeUrl::read(text);
            assert!(read.is_valid() && read.slips.is_empty(), "{text}: {read:?}");
            assert_eq!(read.domain(), Some(DomainName::read(domain).ascii()), "{text}");
        }
    }

    #[test]
    fn problems_are_named() {
        use HomeUrlProblem::*;
        for (text, problems) in [
            ("", &[NotAUrl][..]),
            ("http://", &[NotAUrl]),
            ("https:", &[NotAUrl]),
            ("http://www.exa mple.com|", &[NotAUrl]),
            ("ftp://www.example.com", &[OtherScheme]),
            ("http://example.com", &[NoWww]),
            ("http://www.", &[NoWww]),
            ("http://10.1.2.3", &[IpAddress]),
            ("http://[2001:db8::1]/", &[IpAddress]),
            ("http://www.example.com:8080", &[Port]),
            ("http://www.example.com/index.html", &[Path]),
            ("http://www.example.com/?a=1", &[Path]),
            ("http://me:secret@www.example.com", &[User]),
            ("http://m.example.com:81/a", &[NoWww, Port, Path]),
        ] {
            assert_eq!(HomeUrl::read(text).problems, problems, "{text}");
        }
    }

    #[test]
    fn slips_offer_the_fix() {
        use SlipKind::*;
        for (text, kinds) in [
            ("www.example.com", &[Scheme][..]),
            ("http:/www.example.com", &[Scheme]),
            ("http:///www.example.com", &[Scheme]),
            ("//www.example.com", &[Scheme]),
            ("http：//www．example．com", &[FullWidth]),
            (" http://www. example.com", &[Blank]),
        ] {
            let read = HomeUrl::read(text);
            assert!(read.is_valid(), "{text}: {read:?}");
            assert_eq!(read.slips.iter().map(|slip| slip.kind).collect::<Vec<_>>(), kinds, "{text}");
            assert!(read.slips.iter().all(|slip| slip.fixed == "http://www.example.com"), "{text}: {read:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC*|https?:/{0,3}[a-z.:@/?#]*") {
            let _ = HomeUrl::read(&text).domain();
        }
    }
}
