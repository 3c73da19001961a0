//! Mobile and office numbers: any text reads without a panic.
#![no_main]

use beian::domain::ident::phone::mobile::Mobile;
use beian::domain::ident::phone::office::OfficePhone;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = Mobile::read(text).number();
    let phone = OfficePhone::read(text);
    let _ = (phone.canonical(), phone.area(), phone.local(), phone.extension());
});
