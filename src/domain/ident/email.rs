//! E-mail addresses, by the form of RFC 5322 with a host name that has a dot.

use super::domain_name::{DomainName, DomainProblem};
use super::{Case, Hyphens, Slip, SlipKind, mend};
use email_address::{EmailAddress, Error, Options};
use std::borrow::Cow;

/// What an e-mail address says, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email<'a> {
    address: Cow<'a, str>,
    /// What is wrong with the mended address; one at most.
    pub problem: Option<EmailProblem>,
    /// Slips of form.
    pub slips: Vec<Slip>,
}

/// What is wrong with an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EmailProblem {
    /// Nothing is there.
    Empty,
    /// There is no `@`.
    NoAt,
    /// The part before the `@` is empty, too long, has characters that may not stand there, or begins with `-`
    /// or `|`.
    Mailbox,
    /// The host is empty, too long, without a dot or has characters that may not stand there.
    Host,
    /// It is not an address alone: a name, angle brackets or a comment stand there too.
    NotAlone,
}

impl<'a> Email<'a> {
    /// Reads an e-mail address.
    pub fn read(text: &'a str) -> Self {
        let (address, mut seen) = mend(text, Case::Kept, Hyphens::Kept);
        let address = match without_scheme(&address) {
            Some(bare) => {
                seen.note(SlipKind::Scheme);
                Cow::Owned(bare.to_owned())
            }
            None => address,
        };
        let slips = seen.slips(&address);
        let problem = judge(&address);
        Self { address, problem, slips }
    }

    /// True where nothing is wrong; slips of form do not count.
    pub fn is_valid(&self) -> bool {
        self.problem.is_none()
    }

    /// The mended address.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The host behind the last `@`.
    pub fn host(&self) -> Option<&str> {
        self.address.rsplit_once('@').map(|(_, host)| host)
    }

    /// The address as a mail server gets it, its host in ASCII (IDNA); none where something is wrong with it.
    pub fn on_the_wire(&self) -> Option<String> {
        let (mailbox, host) = self.is_valid().then(|| self.address.rsplit_once('@')).flatten()?;
        Some(format!("{mailbox}@{}", DomainName::read(host).ascii()))
    }

    /// True for two addresses of one mailbox: hosts and, as every large provider has it, mailboxes too
    /// know no case.
    pub fn is_same(&self, other: &Email<'_>) -> bool {
        self.address.eq_ignore_ascii_case(&other.address)
    }
}

fn without_scheme(address: &str) -> Option<&str> {
    let (scheme, bare) = address.split_at_checked("mailto:".len())?;
    scheme.eq_ignore_ascii_case("mailto:").then_some(bare)
}

fn judge(address: &str) -> Option<EmailProblem> {
    if address.is_empty() {
        return Some(EmailProblem::Empty);
    }
    let Some((mailbox, host)) = address.rsplit_once('@') else { return Some(EmailProblem::NoAt) };
    if is_no_plain_word(mailbox) {
        return Some(EmailProblem::Mailbox);
    }
    let options = Options::default().with_required_tld().without_domain_literal().without_display_text();
    let Err(error) = EmailAddress::parse_with_options(address, options) else {
        return host_problem(host);
    };
    Some(match error {
        Error::MissingSeparator => EmailProblem::NoAt,
        Error::LocalPartEmpty | Error::LocalPartTooLong | Error::UnbalancedQuotes => EmailProblem::Mailbox,
        Error::UnsupportedDisplayName | Error::MissingDisplayName | Error::MissingEndBracket => {
            EmailProblem::NotAlone
        }
        Error::InvalidComment => EmailProblem::NotAlone,
        Error::InvalidCharacter if !EmailAddress::is_valid_local_part(mailbox) => EmailProblem::Mailbox,
        _ => EmailProblem::Host,
    })
}

/// What begins with a dash is an option to many a program, what begins with a bar a command to some mail
/// servers; and between quotes anything may stand, another address too. No provider gives such mailboxes out.
fn is_no_plain_word(mailbox: &str) -> bool {
    mailbox.starts_with(['-', '|']) || mailbox.contains('"')
}

/// The crate lets more pass in a host than DNS does.
fn host_problem(host: &str) -> Option<EmailProblem> {
    let problem = DomainName::read(host).problem?;
    (problem != DomainProblem::UnknownSuffix).then_some(EmailProblem::Host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_are_judged() {
        use EmailProblem::*;
        for (text, problem) in [
            ("zhangsan@example.com", None),
            ("zhang.san+icp@mail.example.com.cn", None),
            ("12345678@qq.com", None),
            ("管理员@例子.公司.cn", None),
            ("", Some(Empty)),
            ("   ", Some(Empty)),
            ("zhangsan", Some(NoAt)),
            ("@example.com", Some(Mailbox)),
            ("zhang..san@example.com", Some(Mailbox)),
            ("a@b@example.com", Some(Mailbox)),
            ("-oQ/tmp@example.com", Some(Mailbox)),
            ("－x@example.com", Some(Mailbox)),
            ("|sh@example.com", Some(Mailbox)),
            ("\"|sh\"@example.com", Some(Mailbox)),
            ("\"a@b.cn,evil\"@example.com", Some(Mailbox)),
            ("a@b.cn,evil@example.com", Some(Mailbox)),
            ("a-b@example.com", None),
            ("a|b@example.com", None),
            ("zhangsan@", Some(Host)),
            ("zhangsan@localhost", Some(Host)),
            ("zhangsan@example..com", Some(Host)),
            ("zhangsan@-example.com", Some(Host)),
            ("zhangsan@exa_mple.com", Some(Host)),
            ("zhangsan@[127.0.0.1]", Some(Host)),
        ] {
            assert_eq!(Email::read(text).problem, problem, "{text}");
        }
        let long = format!("{}@example.com", "a".repeat(65));
        assert_eq!(Email::read(&long).problem, Some(Mailbox));
        assert!(!Email::read("张三<zhangsan@example.com>").is_valid());
    }

    #[test]
    fn slips_offer_the_fix() {
        for text in [
            "ｚhangsan@example.com",
            "zhangsan＠example.com",
            "zhangsan@example。com",
            " zhangsan@example.com ",
            "zhangsan@ example.com\u{200b}",
            "mailto:zhangsan@example.com",
        ] {
            let read = Email::read(text);
            assert!(read.is_valid() && !read.slips.is_empty(), "{text}: {read:?}");
            assert!(read.slips.iter().all(|slip| slip.fixed == "zhangsan@example.com"), "{text}: {read:?}");
        }
        assert_eq!(Email::read("Zhang@Example.com").slips, []);
    }

    #[test]
    fn a_mail_server_gets_the_host_in_ascii() {
        for (text, wanted) in [
            ("用户@例子.中国", Some("用户@xn--fsqu00a.xn--fiqs8s")),
            (" wang@例子.公司.cn", Some("wang@xn--fsqu00a.xn--55qx5d.cn")),
            ("Wang@Example.COM", Some("Wang@example.com")),
            ("wang", None),
            ("-x@example.com", None),
        ] {
            assert_eq!(Email::read(text).on_the_wire().as_deref(), wanted, "{text}");
        }
    }

    #[test]
    fn case_makes_no_other_mailbox() {
        assert!(Email::read("Zhang@Example.com").is_same(&Email::read("zhang@example.COM")));
        assert!(!Email::read("zhang@example.com").is_same(&Email::read("wang@example.com")));
        assert_eq!(Email::read("zhang@example.com").host(), Some("example.com"));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC*|[a-z@.<>\"()\\[\\] -]*") {
            let _ = Email::read(&text).host();
        }

        #[test]
        fn plain_addresses_are_valid(mailbox in "[a-z0-9]{1,20}([._-][a-z0-9]{1,10})?", host in "[a-z0-9]{1,20}(\\.[a-z]{2,10}){1,3}") {
            let text = format!("{mailbox}@{host}");
            prop_assert!(Email::read(&text).is_valid(), "{}", text);
        }
    }
}
