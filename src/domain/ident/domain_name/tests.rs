use super::*;
use proptest::prelude::*;

#[test]
fn names_are_taken_apart() {
    for (text, suffix, root, prefix, host) in [
        ("example.com", "com", "example.com", "example", None),
        ("www.example.com", "com", "example.com", "example", Some("www")),
        ("a.b.example.com.cn", "com.cn", "example.com.cn", "example", Some("a.b")),
        ("example.gov.cn", "gov.cn", "example.gov.cn", "example", None),
        ("example.bj.cn", "bj.cn", "example.bj.cn", "example", None),
        ("me.github.io", "io", "github.io", "github", Some("me")),
        ("紫荆.公司.cn", "xn--55qx5d.cn", "xn--4b0a08j.xn--55qx5d.cn", "xn--4b0a08j", None),
        ("紫荆.中国", "xn--fiqs8s", "xn--4b0a08j.xn--fiqs8s", "xn--4b0a08j", None),
    ] {
        let name = DomainName::read(text);
        assert!(name.is_valid() && name.slips.is_empty(), "{text}: {name:?}");
        assert_eq!(name.suffix(), Some(suffix), "{text}");
        assert_eq!((name.root(), name.prefix(), name.host()), (Some(root), Some(prefix), host), "{text}");
        assert_eq!(name.is_root(), host.is_none(), "{text}");
        assert_eq!(name.top_level(), suffix.rsplit('.').next());
        assert_eq!(name.has_www(), host == Some("www"), "{text}");
    }
    assert!(matches!(DomainName::read("example.com").ascii, Cow::Borrowed(_)));
    assert_eq!(DomainName::read("xn--4b0a08j.中国").unicode(), "紫荆.中国");
}

#[test]
fn suffixes_alone_are_no_roots() {
    for text in ["com", "cn", "com.cn", "公司.cn"] {
        let name = DomainName::read(text);
        assert!(name.is_public_suffix() && !name.is_root() && name.root().is_none(), "{text}: {name:?}");
    }
    for text in ["example.com", "github.io", "localhost", ""] {
        assert!(!DomainName::read(text).is_public_suffix(), "{text}");
    }
}

#[test]
fn problems_are_named() {
    use DomainProblem::*;
    let long = format!("{}.com", "a".repeat(64));
    let longer = format!("{}com", "abcdefgh.".repeat(30));
    for (text, problem) in [
        ("", Empty),
        ("  ", Empty),
        ("http://", Empty),
        ("example.com、example.cn", Several),
        ("example.com example.cn", Several),
        ("example..com", EmptyLabel),
        (".example.com", EmptyLabel),
        (&long, LongLabel),
        (&longer, LongName),
        ("exa_mple.com", Character('_')),
        ("*.example.com", Character('*')),
        ("zhang@example.com", Character('@')),
        ("-example.com", HyphenPlace),
        ("example-.com", HyphenPlace),
        ("ab--cd.com", HyphenPlace),
        ("xn--a.com", Idna),
        ("192.168.1.1", IpAddress),
        ("2001:db8::1", IpAddress),
        ("localhost", UnknownSuffix),
        ("example.notatld", UnknownSuffix),
    ] {
        assert_eq!(DomainName::read(text).problem, Some(problem), "{text}");
    }
}

#[test]
fn slips_offer_the_fix() {
    use SlipKind::*;
    for (text, fixed, kinds) in [
        ("Example.COM", "example.com", &[UpperCase][..]),
        ("ｅxample．com", "example.com", &[FullWidth]),
        ("example。com", "example.com", &[FullWidth]),
        ("example.com.", "example.com", &[TrailingDot]),
        (" example.com ", "example.com", &[Blank]),
        ("http://example.com", "example.com", &[Scheme]),
        ("https://www.example.com/index.html", "www.example.com", &[Scheme, Path]),
        ("example.com:8080", "example.com", &[Path]),
        ("紫荆。中国", "紫荆.中国", &[FullWidth]),
    ] {
        let name = DomainName::read(text);
        assert!(name.is_valid(), "{text}: {name:?}");
        assert_eq!(name.slips.iter().map(|slip| slip.kind).collect::<Vec<_>>(), kinds, "{text}");
        assert!(name.slips.iter().all(|slip| slip.fixed == fixed), "{text}: {:?}", name.slips);
    }
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC*|[a-z0-9.:/@-]*|(www\\.)?[a-z中国.-]{1,30}\\.(com|cn|io|公司)") {
        let name = DomainName::read(&text);
        let _ = (name.root(), name.prefix(), name.host(), name.top_level(), name.unicode(), name.has_www());
        if let Some(root) = name.root() {
            prop_assert!(DomainName::read(root).is_root(), "{}", root);
        }
    }
}
