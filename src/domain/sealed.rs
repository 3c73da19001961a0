//! Marks that stand in a stored package where a secret stood: `sealed:` and 32 hexadecimal digits of a keyed
//! digest, so that equal secrets of an order have equal marks, and nobody without the key learns anything.

use std::borrow::Cow;

/// How every mark begins.
const HEAD: &str = "sealed:";
/// Hexadecimal digits behind it.
const DIGITS: usize = 32;

/// The mark of a digest.
pub fn mark(digest: [u8; DIGITS / 2]) -> String {
    let digits: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{HEAD}{digits}")
}

/// The marks in a text, from the left.
pub fn marks(text: &str) -> impl Iterator<Item = &str> {
    places(text).map(|(_, mark)| mark)
}

/// The marks in a text with their places.
fn places(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices(HEAD).filter_map(move |(at, _)| {
        let mark = text.get(at..at + HEAD.len() + DIGITS)?;
        let digits = mark.get(HEAD.len()..)?;
        digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')).then_some((at, mark))
    })
}

/// The text with each mark replaced by what `open` gives for it; a mark for which it gives nothing stays.
pub fn opened<'t>(text: &'t str, mut open: impl FnMut(&str) -> Option<String>) -> Cow<'t, str> {
    let mut out = String::new();
    let mut done = 0;
    for (at, mark) in places(text) {
        if let Some(plain) = open(mark) {
            out.push_str(text.get(done..at).unwrap_or_default());
            out.push_str(&plain);
            done = at + mark.len();
        }
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_found_and_replaced_and_nothing_else_is() {
        let (one, two) = (mark([1; 16]), mark([0xAB; 16]));
        let text = format!("密码{one}，授权码 {two}; sealed:123 sealed:{}", "G".repeat(32));
        assert_eq!(marks(&text).collect::<Vec<_>>(), [one.as_str(), &two]);
        let open = |mark: &str| (mark == one).then(|| "甲".to_owned());
        assert_eq!(opened(&text, open), text.replace(&one, "甲"));
        assert_eq!(opened("sealed:", |_| Some("x".into())), "sealed:");
        assert_eq!(opened(&two, |_| None), two);
    }
}
