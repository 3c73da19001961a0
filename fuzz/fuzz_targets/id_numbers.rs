//! ID numbers, social credit codes, licence, permit and filing numbers: any text reads without a panic.
#![no_main]

use beian::domain::ident::credit_code::{CreditCode, OrganisationCode};
use beian::domain::ident::filing_number::FilingNumber;
use beian::domain::ident::id_card::IdNumber;
use beian::domain::ident::licence::LicenceNumber;
use beian::domain::ident::travel;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let id = IdNumber::read(text, |region| region.starts_with('1'));
    let _ = (id.number(), id.region(), id.kind(), id.birth(), id.sex());
    let code = CreditCode::read(text);
    let _ = (code.code(), code.region(), code.organisation());
    let _ = OrganisationCode::read(text).code();
    let _ = LicenceNumber::read(text).number();
    let _ = FilingNumber::read(text, |letter| (letter == '京').then_some('京'));
    let _ = (travel::passport(text), travel::home_return_permit(text), travel::taiwan_permit(text));
    let _ = (travel::permanent_residence(text), travel::officer_card(text));
});
