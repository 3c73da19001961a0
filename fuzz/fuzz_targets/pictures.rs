//! Pictures: any bytes have facts, and a preview or a reason.
#![no_main]

use beian::evidence::{facts, preview};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let found = facts(bytes);
    let _ = preview(bytes, 64, 64, found.exif.and_then(|exif| exif.orientation));
});
