//! Bytes in, keys out: whole, cut and late.

use super::streams::{self, Random};
use super::*;
use Key::*;

const SOON: Duration = Duration::from_millis(20);
const LATE: Duration = Duration::from_millis(400);

/// The keys of some chunks, each a while after the one before.
fn keys(chunks: &[&[u8]], apart: Duration) -> Vec<Key> {
    let received = fed(chunks, apart);
    received
        .into_iter()
        .filter_map(|one| if let Received::Key(key, _) = one { Some(key) } else { None })
        .collect()
}

fn fed(chunks: &[&[u8]], apart: Duration) -> Vec<Received> {
    let (mut decoder, mut at, mut received) = (Decoder::default(), apart, Vec::new());
    for chunk in chunks {
        received.extend(decoder.feed(chunk, at));
        at += apart;
    }
    received.extend(decoder.expire(at + LATE));
    received
}

/// Those that count as typed by themselves.
fn alone(received: &[Received]) -> Vec<Key> {
    let pairs = received.windows(2).filter_map(|pair| match pair {
        [Received::Key(key, Solo::Alone), Received::Stood] => Some(*key),
        _ => None,
    });
    pairs.collect()
}

#[test]
fn every_terminals_form_of_a_key_is_that_key() {
    let forms: &[(&[u8], Option<Key>)] = &[
        (b"j", Some(Char('j'))),
        (b"A", Some(Char('A'))),
        ("中".as_bytes(), Some(Char('中'))),
        ("Ａ".as_bytes(), Some(Char('Ａ'))),
        (b"\r", Some(Enter)),
        (b"\n", Some(Ctrl('j'))),
        (b"\t", Some(Tab)),
        (b"\x7f", Some(Backspace)),
        (b"\x08", Some(Ctrl('h'))),
        (b"\x11", Some(Ctrl('q'))),
        (b"\x1b", Some(Esc)),
        (b"\x1b\x1b", Some(Esc)),
        (b"\x1b[A", Some(Up)),
        (b"\x1bOA", Some(Up)),
        (b"\x1b[H", Some(Home)),
        (b"\x1bOF", Some(End)),
        (b"\x1b[1~", Some(Home)),
        (b"\x1b[8~", Some(End)),
        (b"\x1b[3~", Some(Delete)),
        (b"\x1b[5~", Some(PageUp)),
        (b"\x1b[Z", Some(BackTab)),
        // Alt: a prefix (urxvt, PuTTY, screen, tmux), or a number (xterm).
        (b"\x1b\x1b[A", Some(Up)),
        (b"\x1b\x1bOA", Some(Up)),
        (b"\x1b\x1b[5~", Some(PageUp)),
        (b"\x1b[1;3A", Some(Up)),
        (b"\x1b[1;9D", Some(Left)),
        (b"\x1b[3;3~", Some(Delete)),
        (b"\x1bb", Some(Alt('b'))),
        (b"\x1bA", Some(Alt('A'))),
        (b"\x1b\x1bA", Some(Alt('A'))),
        ("\x1b中".as_bytes(), Some(Alt('中'))),
        (b"\x1b\r", Some(LineBreak)),
        (b"\x1b[27;3;13~", Some(LineBreak)),
        (b"\x1b[13;5u", Some(LineBreak)),
        (b"\x1b\x7f", Some(Backspace)),
        // Shift and Ctrl of rxvt, xterm, PuTTY.
        (b"\x1b[a", Some(Up)),
        (b"\x1bOd", Some(Left)),
        (b"\x1b[3$", Some(Delete)),
        (b"\x1b[3^", Some(Delete)),
        (b"\x1b[3@", Some(Delete)),
        (b"\x1b[23$", Some(F(11))),
        (b"\x1b[1;2P", Some(F(1))),
        (b"\x1bOP", Some(F(1))),
        (b"\x1bO2P", Some(F(1))),
        (b"\x1bO1;5S", Some(F(4))),
        (b"\x1b[11~", Some(F(1))),
        (b"\x1b[24;2~", Some(F(12))),
        (b"\x1b[[A", Some(F(1))),
        (b"\x1b[[E", Some(F(5))),
        // modifyOtherKeys, and CSI u of xterm and kitty.
        (b"\x1b[27;2;65~", Some(Char('A'))),
        (b"\x1b[27;5;113~", Some(Ctrl('q'))),
        (b"\x1b[27;3;65~", Some(Alt('A'))),
        (b"\x1b[65;2u", Some(Char('A'))),
        (b"\x1b[97;2u", Some(Char('A'))),
        (b"\x1b[97;65u", Some(Char('A'))),
        (b"\x1b[97:65;2u", Some(Char('A'))),
        (b"\x1b[97;3u", Some(Alt('a'))),
        (b"\x1b[97;4u", Some(Alt('A'))),
        (b"\x1b[97;5u", Some(Ctrl('a'))),
        (b"\x1b[97;10u", None),
        (b"\x1b[97;2:3u", None),
        (b"\x1b[1;1:3A", None),
        (b"\x1b[27u", Some(Esc)),
        (b"\x1b[9;2u", Some(BackTab)),
        (b"\x1b[57421u", Some(PageUp)),
        (b"\x1b[57441u", None),
        // Of one byte instead of Esc and a letter.
        (b"\x9bA", Some(Up)),
        (b"\x8fP", Some(F(1))),
        ("\u{9b}A".as_bytes(), Some(Up)),
        (b"\x1bOM", Some(Enter)),
    ];
    for (bytes, key) in forms.iter().copied() {
        let shown = String::from_utf8_lossy(bytes).into_owned();
        assert_eq!(keys(&[bytes], LATE), Vec::from_iter(key), "{shown:?} at once");
        // Cut anywhere within the patience of an Esc.
        for cut in 1..bytes.len() {
            assert_eq!(
                keys(&[&bytes[..cut], &bytes[cut..]], SOON),
                Vec::from_iter(key),
                "{shown:?} cut at {cut}"
            );
        }
    }
}

#[test]
fn what_follows_an_esc_as_the_rest_of_a_sequence_is_never_a_key() {
    for (chunks, apart, wanted) in [
        (&[b"\x1b".as_slice(), b"[A"][..], SOON, vec![Up]),
        (&[b"\x1b", b"[", b"A"], SOON, vec![Up]),
        (&[b"\x1b[", b"A"], LATE, vec![Up]),
        (&[b"\x1bO", b"S"], LATE, vec![F(4)]),
        (&[b"\x1b[1;", b"3A"], LATE, vec![Up]),
        (&[b"\x1b", b"[A"], LATE, vec![Esc]),
        (&[b"\x1b", b"[1;3A"], LATE, vec![Esc]),
        (&[b"\x1b\x1b", b"OS"], LATE, vec![Esc]),
        (&[b"\x1b", b"\x1b[A"], LATE, vec![Esc, Up]),
        (&[b"\x1b\x1b[", b"A"], LATE, vec![Up]),
    ] {
        assert_eq!(keys(chunks, apart), wanted, "{chunks:?}");
    }
    // Letter by letter and late, it can be typed: then what would be its rest decides nothing.
    let received = fed(&[b"\x1b", b"[", b"A", b"A"], LATE);
    assert_eq!(alone(&received), [Esc, Char('['), Char('A')]);
    assert_eq!(keys(&[b"\x1b", b"[", b"A", b"A"], LATE), [Esc, Char('['), Char('A'), Char('A')]);
    let received = fed(&[b"\x1b", b"O", b"S", b"S"], LATE);
    assert_eq!(alone(&received), [Esc, Char('O'), Char('S')]);
    let received = fed(&[b"\x1b", b"[", b"1", b";", b"3", b"A"], LATE);
    assert_eq!(alone(&received), [Esc, Char('[')]);
}

#[test]
fn an_esc_acts_by_itself_after_its_patience_and_not_before() {
    let mut decoder = Decoder::default();
    assert_eq!(decoder.feed(b"\x1b", SOON), []);
    assert_eq!(decoder.deadline(), Some(SOON + PATIENCE));
    assert_eq!(decoder.expire(SOON + PATIENCE), []);
    let esc = [Received::Key(Esc, Solo::Alone), Received::Stood];
    assert_eq!(decoder.expire(SOON + PATIENCE + Duration::from_millis(1)), esc);
    assert_eq!(decoder.deadline(), None, "an idle desk has nothing to wait for");
    // A capital after it is its own key.
    assert_eq!(alone(&fed(&[b"\x1b", b"A"], LATE)), [Esc, Char('A')]);
    assert_eq!(alone(&fed(&[b"a text\x1b"], LATE)), []);
}

#[test]
fn answers_are_never_keys_wherever_they_are_cut() {
    for answer in streams::ANSWERS {
        for cut in 0..answer.len() {
            let received = fed(&[&answer[..cut], &answer[cut..]], SOON);
            let shown = String::from_utf8_lossy(answer).into_owned();
            assert!(
                !received.iter().any(|one| matches!(one, Received::Key(..))),
                "{shown:?} at {cut}: {received:?}"
            );
            let said = keys(&[&answer[..cut], &answer[cut..]], LATE);
            let acted = said.iter().all(|key| matches!(key, Esc | Alt(']' | 'P' | '_')));
            assert!(acted && said.len() <= 1, "{shown:?} late at {cut}: {said:?}");
        }
    }
}

#[test]
fn the_terminal_tells_its_ground_however_late() {
    for (answer, colour) in [
        (b"\x1b]11;rgb:ffff/ffff/ffff\x07".as_slice(), Some((255, 255, 255))),
        (b"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\", Some((30, 30, 30))),
        (b"\x1b]11;rgb:30/0a/24\x1b\\", Some((48, 10, 36))),
        (b"\x1b]11;rgba:0000/0000/0000/ffff\x07", Some((0, 0, 0))),
        (b"\x1b]10;rgb:ffff/ffff/ffff\x07", None),
        (b"\x1b]11;rgb:\x07", None),
        (b"\x1b]11;#ffffff\x07", None),
    ] {
        for cut in 2..answer.len() {
            let received = fed(&[&answer[..cut], &answer[cut..]], LATE);
            let told = received
                .iter()
                .find_map(|one| if let Received::Ground(told) = one { Some(*told) } else { None });
            assert_eq!(told, colour, "{}", String::from_utf8_lossy(answer));
        }
    }
}

#[test]
fn a_paste_is_a_paste_wherever_it_is_cut() {
    let bytes = "\x1b[200~A 甲\rR\x1b[A\x1b[201~".as_bytes();
    for cut in 2..bytes.len() {
        let received = fed(&[&bytes[..cut], &bytes[cut..]], LATE);
        assert_eq!(received, [Received::Paste("A 甲\rR\x1b[A".to_owned())], "{cut}");
    }
}

#[test]
fn the_mouse_is_no_key_in_any_of_its_forms() {
    let press = Received::Pointer(Pointer::Press, 4, 2);
    for (bytes, wanted) in [
        (b"\x1b[<0;5;3M".as_slice(), Some(press.clone())),
        (b"\x1b[<0;5;3m", None),
        (b"\x1b[<35;5;3M", None),
        (b"\x1b[<65;5;3M", Some(Received::Pointer(Pointer::WheelDown, 4, 2))),
        (b"\x1b[M %#", Some(press.clone())),
        (b"\x1b[MCAR", None),
        (b"\x1b[32;5;3M", Some(press)),
    ] {
        for cut in 2..bytes.len() {
            assert_eq!(
                fed(&[&bytes[..cut], &bytes[cut..]], LATE),
                Vec::from_iter(wanted.clone()),
                "{bytes:?} {cut}"
            );
        }
    }
}

#[test]
fn a_key_is_alone_only_where_nothing_else_comes_with_it() {
    let ms = Duration::from_millis;
    for (chunks, apart, wanted) in [
        (&[b"A".as_slice()][..], LATE, vec![Char('A')]),
        (&[b"A", b"A"], LATE, vec![Char('A'), Char('A')]),
        (&[b"p", b"A"], ms(30), vec![Char('p'), Char('A')]),
        (&[b"AA"], LATE, vec![]),
        (&[b"say: ", b"A"], SOON, vec![]),
        (&[b"say: ", b"A", b"R"], SOON, vec![]),
        (&[b"pA"], LATE, vec![]),
        (&[b"pp", b"A"], ms(10), vec![Char('A')]),
        (&[b"p", b"p", b"A"], ms(5), vec![Char('A')]),
        (&[b"A", b" word"], SOON, vec![]),
        (&[b"s", b"A"], Duration::from_micros(300), vec![]),
        (&[b"\x1b[<35;5;3MA"], LATE, vec![]),
        (&[b"\x1b]11;rgb:0000/0000/0000\x07A"], LATE, vec![]),
        // The mouse moves a little while a key is pressed.
        (&[b"A", b"\x1b[<35;5;3M"], ms(5), vec![Char('A')]),
        (&[b"\x1b[<35;5;3M", b"A"], ms(5), vec![Char('A')]),
        (&["Ａ".as_bytes()], LATE, vec![Char('Ａ')]),
        (&[b"\xef\xbc", b"\xa1"], SOON, vec![]),
        (&[b"\xb0A"], LATE, vec![]),
        // The end of something that was cut, and right after it a letter.
        (&[b"\x1b[", b"22G", b"e"], SOON, vec![]),
    ] {
        assert_eq!(alone(&fed(chunks, apart)), wanted, "{chunks:?}");
    }
}

#[test]
fn a_string_that_lost_its_end_does_not_make_the_desk_deaf() {
    assert_eq!(keys(&[b"\x1b]11;rgb:00", b"\r", b"j"], LATE), [Enter, Char('j')]);
    assert_eq!(keys(&[b"\x1b]11;rgb:00", b"\x1b[A", b"j"], LATE), [Up, Char('j')]);
    assert_eq!(keys(&[b"\x1b[", b"\r", b"j"], LATE), [Enter, Char('j')]);
    assert_eq!(keys(&[b"\x1bP", b"j", b"j"], LATE), [Alt('P'), Char('j'), Char('j')]);
    assert_eq!(keys(&[b"\x1b]j"], LATE), [Alt(']'), Char('j')]);
}

/// Over a hundred thousand streams of what terminals send, cut anywhere and delayed anywhere: a letter counts as
/// typed alone only where exactly that key was.
#[test]
fn no_letter_is_typed_alone_but_by_its_own_key() {
    let (mut random, mut typed, mut counted) = (Random::new(20_261_124), 0_usize, 0_usize);
    for round in 0..110_000 {
        let stream = streams::stream(&mut random);
        let mut decoder = Decoder::default();
        let mut waits: Option<Key> = None;
        for (at, chunk) in &stream.chunks {
            // A reader that slept past its deadlines must say the same.
            let received = if random.below(4) == 0 { Vec::new() } else { streams::idle(&mut decoder, *at) };
            for (one, fresh) in received
                .into_iter()
                .map(|one| (one, None))
                .chain(decoder.feed(&chunk.bytes, *at).into_iter().map(|one| (one, Some(chunk))))
            {
                match (one, fresh) {
                    (Received::Key(key @ Char(letter), Solo::Alone), Some(chunk)) => {
                        // After an Esc that has acted these two may be typed; neither decides.
                        let sign = matches!(letter, '[' | 'O');
                        assert!(chunk.typed == Some(letter) || sign, "round {round}, {letter}: {stream:?}");
                        waits = Some(key);
                    }
                    (Received::Key(key @ Char(_), Solo::Alone), None) => panic!("{key:?} came of nothing"),
                    (Received::Stood, _) => counted += usize::from(waits.take().is_some()),
                    (Received::Joined, _) => waits = None,
                    _ => {}
                }
            }
        }
        counted += usize::from(
            decoder.expire(Duration::from_secs(999_999)).contains(&Received::Stood) && waits.is_some(),
        );
        typed += stream.chunks.iter().filter(|(_, chunk)| chunk.typed.is_some()).count();
    }
    assert!(counted * 100 > typed * 95, "{counted} of {typed} keys counted");
}
