//! Which passphrases are guessed first: short ones, common ones, and those made of common pieces.

use std::collections::HashSet;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// Letters at least, where a passphrase is set.
pub const SHORTEST: usize = 12;
/// A passphrase counts at least so much: a letter one, a common piece two, a run or a repetition one.
const LEAST: usize = 8;
/// A run or a walk over the keys has so many letters at least.
const RUN: usize = 3;
/// A repetition has so many letters at least.
const AGAIN: usize = 3;
/// The longest common piece that is looked for.
const LONGEST_PIECE: usize = 16;

/// Lines of `data/passphrases.txt`: whole ones, then pieces of others.
struct Common {
    whole: HashSet<&'static str>,
    pieces: HashSet<&'static str>,
    walks: Vec<&'static str>,
}

static COMMON: LazyLock<Common> = LazyLock::new(|| {
    let mut common = Common { whole: HashSet::new(), pieces: HashSet::new(), walks: Vec::new() };
    let mut part = "";
    for line in include_str!("../../data/passphrases.txt").lines().map(str::trim) {
        match line {
            "" => {}
            line if line.starts_with('#') => {}
            line if line.starts_with('[') => part = line,
            line if part == "[whole]" => drop(common.whole.insert(line)),
            line if part == "[walks]" => common.walks.push(line),
            line => drop(common.pieces.insert(line)),
        }
    }
    common
});

/// Why a passphrase can't be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weak {
    /// It has too few letters.
    Short,
    /// It is among those that are tried first.
    Common,
}

/// Whether a passphrase of an account with this name would be guessed soon.
pub fn weakness(passphrase: &str, name: &str) -> Option<Weak> {
    if passphrase.chars().count() < SHORTEST {
        return Some(Weak::Short);
    }
    let name: Vec<char> = fold(name);
    let folded = fold(passphrase);
    // A mobile, an ID number, a date: too few can be meant.
    if folded.iter().all(char::is_ascii_digit) {
        return Some(Weak::Common);
    }
    let looks = fold(&passphrase.nfkc().map(stands_for).collect::<String>());
    let is_common = |letters: &[char]| {
        let text: String = letters.iter().collect();
        COMMON.whole.contains(text.as_str()) || worth(letters, &name) < LEAST
    };
    (is_common(&folded) || is_common(&looks)).then_some(Weak::Common)
}

/// Letters and digits alone, without case and width.
fn fold(text: &str) -> Vec<char> {
    text.nfkc().flat_map(char::to_lowercase).filter(|letter| letter.is_alphanumeric()).collect()
}

/// The letter that a digit or a sign is written for.
const fn stands_for(letter: char) -> char {
    match letter {
        '@' => 'a',
        '$' => 's',
        '0' => 'o',
        '1' => 'i',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '7' => 't',
        other => other,
    }
}

/// How much there is to guess: from the left, always the longest thing that is known.
fn worth(letters: &[char], name: &[char]) -> usize {
    let (mut at, mut worth) = (0, 0);
    while let Some(rest) = letters.get(at..).filter(|rest| !rest.is_empty()) {
        let before = letters.get(..at).unwrap_or_default();
        let known = [
            (piece(rest).max(own(rest, name)).max(date(rest)), 2),
            (run(rest).max(walk(rest)).max(again(before, rest)), 1),
        ];
        let (length, costs) = known.into_iter().max_by_key(|(length, _)| *length).unwrap_or((0, 1));
        at += length.max(1);
        worth += if length == 0 { 1 } else { costs.min(length) };
    }
    worth
}

/// Letters of the longest common piece with which it begins.
fn piece(rest: &[char]) -> usize {
    let longest = rest.len().min(LONGEST_PIECE);
    let is_piece = |length: &usize| {
        let text: String = rest.iter().take(*length).collect();
        COMMON.pieces.contains(text.as_str())
    };
    (3..=longest).rev().find(is_piece).unwrap_or(0)
}

/// Letters of the account's own name with which it begins.
fn own(rest: &[char], name: &[char]) -> usize {
    if name.len() > 1 && rest.starts_with(name) { name.len() } else { 0 }
}

/// Letters of a year or a day with which it begins, 1900 to 2099.
fn date(rest: &[char]) -> usize {
    let number = |from: usize, to: usize| -> Option<u32> {
        rest.get(from..to)?.iter().try_fold(0, |sum, letter| Some(sum * 10 + letter.to_digit(10)?))
    };
    if !number(0, 4).is_some_and(|year| (1900..2100).contains(&year)) {
        return 0;
    }
    let is_day = number(4, 6).is_some_and(|month| (1..=12).contains(&month))
        && number(6, 8).is_some_and(|day| (1..=31).contains(&day));
    if is_day { 8 } else { 4 }
}

/// Letters of a run with which it begins: all the same, or each the next of the one before.
fn run(rest: &[char]) -> usize {
    let step = |pair: &[char]| i64::from(u32::from(pair[1])) - i64::from(u32::from(pair[0]));
    let Some(first) = rest.get(..2).map(step).filter(|step| step.abs() <= 1) else { return 0 };
    let length = 1 + rest.windows(2).take_while(|pair| step(pair) == first).count();
    if length >= RUN { length } else { 0 }
}

/// Letters of a walk over the keys with which it begins, forwards or backwards.
fn walk(rest: &[char]) -> usize {
    let longest = |keys: &[char]| {
        let starts = 0..keys.len();
        let common =
            |start: usize| keys[start..].iter().zip(rest).take_while(|(key, letter)| key == letter).count();
        starts.map(common).max().unwrap_or(0)
    };
    let both = COMMON.walks.iter().map(|walk| {
        let keys: Vec<char> = walk.chars().collect();
        let back: Vec<char> = keys.iter().rev().copied().collect();
        longest(&keys).max(longest(&back))
    });
    both.max().filter(|length| *length > RUN).unwrap_or(0)
}

/// Letters with which it begins and which stood just before.
fn again(before: &[char], rest: &[char]) -> usize {
    let longest = before.len().min(rest.len());
    (AGAIN..=longest).rev().find(|length| before.ends_with(&rest[..*length])).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_common_passphrases_are_known_and_others_are_not() {
        for short in ["", "beian-demo", "elevenchars", "短口令"] {
            assert_eq!(weakness(short, "zhu"), Some(Weak::Short), "{short}");
        }
        let common = [
            "password1234",
            "Password-2024!",
            "P@ssw0rd1234",
            "passw0rdpassw0rd",
            "123456789012",
            "111111111111",
            "qwertyuiop123",
            "1qaz2wsx3edc",
            "1qaz2wsx3edc4rfv",
            "asdfghjkl;'123",
            "abcabcabcabc",
            "woaini1314520",
            "woaini5201314",
            "wodemima123456",
            "zhongguo2008",
            "Zhongguo@20080808",
            "我爱你我爱你我爱你我爱你",
            "zhangwei19900101",
            "zhang.wei-2026",
            "beian2026beian",
            "beian-admin-2026",
            "Admin@123456",
            "administrator",
            "iloveyou2024",
            "ｐａｓｓｗｏｒｄ１２３４",
        ];
        for common in common {
            assert_eq!(weakness(common, "zhang.wei"), Some(Weak::Common), "{common}");
        }
        let good = [
            "correct horse",
            "correct horse battery",
            "蓝天白云大海沙滩桌椅板凳",
            "shu4 ya1 men2 deng",
            "Tq7-mvL2-xR9p",
            "teapot lantern 47 gravel",
        ];
        for good in good {
            assert_eq!(
                weakness(good, "zhang.wei"),
                None,
                "{good}: {}",
                worth(&fold(good), &fold("zhang.wei"))
            );
        }
    }

    #[test]
    fn every_line_of_the_list_can_be_met() {
        let fits = |line: &&str| fold(line).iter().collect::<String>() == **line;
        assert!(COMMON.whole.len() > 300 && COMMON.pieces.len() > 400 && COMMON.walks.len() > 5);
        for line in COMMON.whole.iter().chain(&COMMON.pieces).chain(&COMMON.walks) {
            assert!(fits(line), "{line} is not in the form in which it is looked for");
        }
        assert!(COMMON.pieces.iter().all(|piece| (3..=LONGEST_PIECE).contains(&piece.chars().count())));
    }
}
