//! Names of files as other computers write them: composed or decomposed, in UTF-8 or in the code page of a Chinese
//! Windows.

use encoding_rs::GB18030;
use std::borrow::Cow;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// How a name may be read, the likeliest first; empty where its bytes are text in neither encoding.
///
/// `marked` says that its writer called it UTF-8. Without the mark, bytes that read as UTF-8 mostly are: macOS
/// leaves the mark out. Few are text in both, and then both readings are tried.
pub fn readings(raw: &[u8], marked: bool) -> Vec<String> {
    let utf8 = std::str::from_utf8(raw).ok();
    let mut found: Vec<String> = utf8.map(|name| composed(name).into_owned()).into_iter().collect();
    if !marked && !raw.is_ascii() {
        let windows = GB18030.decode_without_bom_handling_and_without_replacement(raw);
        found.extend(windows.map(|name| composed(&name).into_owned()));
    }
    found
}

/// The form in which names are compared: `é` is one letter, whoever wrote it as two.
pub fn composed(name: &str) -> Cow<'_, str> {
    if is_nfc(name) { Cow::Borrowed(name) } else { Cow::Owned(name.nfc().collect()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_as_its_writer_meant_it() {
        for (raw, marked, wanted) in [
            (&b"a.jpg"[..], false, &["a.jpg"][..]),
            ("证件.jpg".as_bytes(), true, &["证件.jpg"]),
            (b"\xd6\xa4\xbc\xfe.jpg", false, &["证件.jpg"]),
            // A Windows name whose bytes are UTF-8 too.
            (b"\xc1\xaa.jpg", false, &["联.jpg"]),
            (b"\xd6\xa4\xbc\xfe.jpg", true, &[]),
            ("e\u{301}.jpg".as_bytes(), true, &["é.jpg"]),
            (b"\xff\xff.jpg", false, &[]),
        ] {
            assert_eq!(readings(raw, marked), wanted, "{raw:?}");
        }
        let both = readings("证件".as_bytes(), false);
        assert_eq!((both.len(), both[0].as_str()), (2, "证件"));
    }
}
