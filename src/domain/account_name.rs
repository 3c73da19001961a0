//! Names of accounts: in which form they are kept, and which look alike to a reader of the log.

use super::text::is_hidden;
use unicode_normalization::UnicodeNormalization;

/// What the log and the pages call the program itself; no person may be taken for it.
const RESERVED: [&str; 11] =
    ["系统", "系統", "程序", "程式", "program", "system", "beian", "备案", "備案", "备案台", "root"];
/// Letters of a name at most.
const LONGEST: usize = 32;

/// Why a name can't be an account's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadName {
    /// Empty, too long, or with letters that a name has not.
    Letters,
    /// It is read as this name of the program.
    Reserved(&'static str),
    /// It is read as the name of this account.
    Alike(String),
}

/// The form in which a new name is kept: compatibility forms, such as full-width letters, become plain ones.
pub fn kept(name: &str) -> Result<String, BadName> {
    let name: String = name.trim().nfkc().collect();
    let fine = !name.is_empty()
        && name.chars().count() <= LONGEST
        && name.chars().any(char::is_alphanumeric)
        && name.chars().all(|letter| is_seen(letter) && (letter.is_alphanumeric() || "-_.".contains(letter)));
    if !fine {
        return Err(BadName::Letters);
    }
    match reserved(&name) {
        Some(word) => Err(BadName::Reserved(word)),
        None => Ok(name),
    }
}

/// Marks that sit on other letters, and fillers, are in no name here.
fn is_seen(letter: char) -> bool {
    use unicode_width::UnicodeWidthChar;
    !is_hidden(letter) && letter.width().is_some_and(|width| width > 0)
}

/// A new name beside those that are there.
pub fn free<'a>(name: &str, others: impl IntoIterator<Item = &'a str>) -> Result<(), BadName> {
    match others.into_iter().find(|other| alike(name, other)) {
        Some(other) => Err(BadName::Alike(other.to_owned())),
        None => Ok(()),
    }
}

/// The name of the program that a name is read as.
pub fn reserved(name: &str) -> Option<&'static str> {
    RESERVED.into_iter().find(|word| alike(name, word))
}

/// Without width, case and compatibility forms: how a name is looked up where nobody has it as it was typed.
pub fn plain(name: &str) -> String {
    name.trim().nfkc().flat_map(char::to_lowercase).collect()
}

/// Whether two names are read alike: the same but for width, case, or letters that look the same.
pub fn alike(one: &str, other: &str) -> bool {
    seen(&plain(one)) == seen(&plain(other)) || seen(&as_is(one)) == seen(&as_is(other))
}

fn as_is(name: &str) -> String {
    name.trim().nfkc().collect()
}

/// What is seen of it: letters that look alike become one, marks that join nothing fall away.
fn seen(name: &str) -> String {
    let bare: String = name.chars().filter(|letter| !"-_.".contains(*letter)).collect();
    let skeleton: String = unicode_security::skeleton(&bare).collect();
    // Look-alikes lead to capitals, too.
    let lower: String = skeleton.chars().flat_map(char::to_lowercase).collect();
    unicode_security::skeleton(&lower).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_read_alike_are_told_from_names_that_are_not() {
        let alike_ones = [
            ("chu", "ＣＨＵ"),
            ("chu", "сhu"),
            ("zhu", "ZHU"),
            ("chl", "chI"),
            ("ch1", "chl"),
            ("wang0", "wangO"),
            ("wang0", "wango"),
            ("zhang.wei", "zhang-wei"),
            ("张⼀", "张一"),
            ("system", "ѕуѕtеm"),
        ];
        for (one, other) in alike_ones {
            assert!(alike(one, other) && alike(other, one), "{one} {other}");
        }
        for (one, other) in [("chu", "zhu"), ("张伟", "张玮"), ("li", "liu"), ("r1", "r2"), ("fu", "hu")]
        {
            assert!(!alike(one, other), "{one} {other}");
        }
    }

    #[test]
    fn what_the_program_is_called_is_nobody_s_name() {
        for name in [
            "系统",
            "program",
            "PROGRAM",
            "ｓｙｓｔｅｍ",
            "ѕуѕtеm",
            "Bеian",
            "BEＩAN",
            "sys-tem",
            "備案",
            "程序",
        ] {
            assert!(matches!(kept(name), Err(BadName::Reserved(_))), "{name}: {:?}", kept(name));
        }
        for name in ["", "  ", "a b", "a/b", "\u{202e}chu", "a\u{200b}b", &"x".repeat(33)] {
            assert_eq!(kept(name), Err(BadName::Letters), "{name:?}");
        }
        assert_eq!(kept(" ｗａｎｇ.小明 "), Ok("wang.小明".into()));
        let taken = BadName::Alike("chu".into());
        assert_eq!(free("сhu", ["zhu", "chu"]), Err(taken));
        assert_eq!(free("fu", ["zhu", "chu"]), Ok(()));
    }
}
