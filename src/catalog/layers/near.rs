//! The name that was probably meant.

/// Letters that may differ.
const FAR: usize = 2;

/// The nearest of the known names, where one is near; letters of either case are the same.
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let near = known.map(|other| (distance(name, other), other)).filter(|(far, _)| *far <= FAR);
    near.min().map(|(_, other)| other)
}

/// How many letters must be put in, taken out or changed to make one of the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.to_lowercase().chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, a) in one.to_lowercase().chars().enumerate() {
        let mut before = at;
        let mut last = at + 1;
        for (place, b) in other.iter().enumerate() {
            let Some(above) = row.get_mut(place + 1) else { continue };
            let best = (before + usize::from(a != *b)).min(last + 1).min(*above + 1);
            before = *above;
            *above = best;
            last = best;
        }
        if let Some(first) = row.first_mut() {
            *first = at + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_more_less_or_other_is_near() {
        let known = ["E001", "E010", "S105", "S114"];
        for (name, meant) in [
            ("E01", Some("E001")),
            ("S1O5", Some("S105")),
            ("e010", Some("E010")),
            ("Z999", None),
            ("", None),
        ] {
            assert_eq!(nearest(name, known.into_iter()), meant, "{name}");
        }
        for (one, other, far) in [("", "", 0), ("abc", "abc", 0), ("abc", "ac", 1), ("kitten", "sitting", 3)]
        {
            assert_eq!((distance(one, other), distance(other, one)), (far, far), "{one} {other}");
        }
    }
}
