//! Strings that a terminal answers with: `ESC ]`, `ESC P` or `ESC _`, a body, and an end. Their beginnings are
//! also what Alt and a sign send, so the body decides.

/// Which kind of string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `ESC ]`: colours, titles, the clipboard.
    Osc,
    /// `ESC P`: the terminal's name, its settings.
    Dcs,
    /// `ESC _`: pictures.
    Apc,
}

/// What a beginning tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guess {
    /// It may be an answer.
    Open,
    /// It is one.
    Sure,
    /// It is none.
    Not,
}

impl Kind {
    /// The kind that a sign after Esc begins.
    pub(super) const fn of(sign: u8) -> Self {
        match sign {
            b']' => Self::Osc,
            b'P' => Self::Dcs,
            _ => Self::Apc,
        }
    }

    /// The sign after Esc.
    pub(super) const fn sign(self) -> char {
        match self {
            Self::Osc => ']',
            Self::Dcs => 'P',
            Self::Apc => '_',
        }
    }
}

/// Judges the body so far: `11;`, `>|` or `1$`, `Gi=` make it sure.
pub(super) fn judge(kind: Kind, body: &[u8]) -> Guess {
    let judged = |open: &dyn Fn(&u8) -> bool, sure: &dyn Fn(usize, u8) -> bool| {
        let begun = body.iter().take_while(|byte| open(byte)).count();
        match body.get(begun) {
            None => Guess::Open,
            Some(byte) if sure(begun, *byte) => Guess::Sure,
            Some(_) => Guess::Not,
        }
    };
    match kind {
        Kind::Osc => judged(&u8::is_ascii_digit, &|begun, byte| match byte {
            b';' => begun > 0,
            // The answers about titles.
            b'l' | b'L' => begun == 0,
            _ => false,
        }),
        Kind::Dcs => {
            let open = |byte: &u8| matches!(byte, b'0'..=b'9' | b';'..=b'?');
            judged(&open, &|_, byte| matches!(byte, b'!' | b'$' | b'+' | b'|'))
        }
        Kind::Apc => match body {
            [] | [b'G'] => Guess::Open,
            [b'G', letter] if letter.is_ascii_alphabetic() => Guess::Open,
            [b'G', letter, b'=', ..] if letter.is_ascii_alphabetic() => Guess::Sure,
            _ => Guess::Not,
        },
    }
}

/// Whether bytes may be the body of such a string, or the beginning of one.
pub(super) fn may_be(kind: Kind, bytes: &[u8]) -> bool {
    let ends = bytes.iter().position(|byte| matches!(byte, 0x07 | 0x1b));
    let body = ends.map_or(bytes, |end| bytes.get(..end).unwrap_or_default());
    let steps = (0..=body.len()).filter_map(|len| body.get(..len));
    let judged = steps.map(|begun| judge(kind, begun)).find(|judged| *judged != Guess::Open);
    judged != Some(Guess::Not)
}

/// The colour in `11;rgb:1e1e/1e1e/1e1e`, the answer about the ground.
pub(super) fn ground(body: &[u8]) -> Option<(u8, u8, u8)> {
    let text = std::str::from_utf8(body).ok()?;
    let colour = text.strip_prefix("11;rgb")?.trim_start_matches('a').strip_prefix(':')?;
    let mut parts = colour.split('/').map(|part| {
        let most = 16_u32.checked_pow(u32::try_from(part.len()).ok()?).filter(|most| *most > 1)? - 1;
        u8::try_from(u32::from_str_radix(part, 16).ok()? * 255 / most).ok()
    });
    let mut part = || parts.next().flatten();
    Some((part()?, part()?, part()?))
}
