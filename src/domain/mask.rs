//! Masking of personal data: what a reviewer sees before he reveals one field.

/// Kind of a personal value, which decides how much of it stays visible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Personal {
    /// Number of a person's document: first 3 and last 2 stay.
    IdNumber,
    /// Phone: first 3 and last 2 stay.
    Phone,
    /// E-mail: first letter and domain stay.
    Email,
    /// A secret: nothing stays.
    Secret,
}

const DOT: char = '*';

/// The value with its middle hidden. Never shows more than a third of a short value.
pub fn masked(kind: Personal, value: &str) -> String {
    match kind {
        Personal::IdNumber | Personal::Phone => middle(value, 3, 2),
        Personal::Email => match value.split_once('@') {
            Some((name, host)) => format!("{}@{host}", middle(name, 1, 0)),
            None => middle(value, 1, 0),
        },
        Personal::Secret => DOT.to_string().repeat(8),
    }
}

fn middle(value: &str, head: usize, tail: usize) -> String {
    let letters: Vec<char> = value.chars().collect();
    let (head, tail) =
        if letters.len() >= (head + tail) * 2 { (head, tail) } else { (letters.len().min(3) / 3, 0) };
    letters
        .iter()
        .enumerate()
        .map(|(at, letter)| if at < head || at + tail >= letters.len() { *letter } else { DOT })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_head_and_tail_stay() {
        for (kind, value, shown) in [
            (Personal::IdNumber, "11010519491231002X", "110*************2X"),
            (Personal::Phone, "13800138000", "138******00"),
            (Personal::Email, "zhang.san@example.cn", "z********@example.cn"),
            (Personal::Email, "broken", "b*****"),
            (Personal::Secret, "abc", "********"),
            (Personal::Phone, "123", "1**"),
        ] {
            assert_eq!(masked(kind, value), shown);
        }
    }
}
