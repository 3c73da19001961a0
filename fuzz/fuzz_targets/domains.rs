//! Domains, home addresses and e-mail addresses: any text reads without a panic.
#![no_main]

use beian::domain::ident::domain_name::DomainName;
use beian::domain::ident::email::Email;
use beian::domain::ident::home_url::HomeUrl;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let name = DomainName::read(text);
    let _ = (name.ascii(), name.unicode(), name.suffix(), name.root(), name.prefix(), name.host());
    let url = HomeUrl::read(text);
    let _ = (url.host(), url.domain());
    let _ = Email::read(text).address();
});
