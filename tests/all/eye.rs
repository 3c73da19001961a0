//! The process that looks at pictures: what it may, what it gets, what it costs, and what becomes of a picture that
//! ends it.

use super::architecture::root;
use super::support::Place;
use beian::domain::facts::{FileFacts, FileState, Media};
use beian::evidence::{self, Budget, Reason};
use beian::work::eye::{Eye, WITHIN};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::fs;
use std::io::{Cursor, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

const PROGRAM: &str = env!("CARGO_BIN_EXE_beian");

fn eye() -> Eye {
    Eye::of(PROGRAM, WITHIN)
}

fn facts(eye: &Eye, bytes: &[u8]) -> FileFacts {
    eye.facts(bytes, &mut Budget::default()).unwrap()
}

fn samples() -> Vec<Vec<u8>> {
    let folder = root().join("assets/samples/ICP-10201");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|end| end == "jpg")).collect();
    files.sort();
    files.iter().map(|path| fs::read(path).unwrap()).collect()
}

fn drawing(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| Rgb([(x * 7) as u8, (y * 5) as u8, (x * y) as u8]))
}

fn png(picture: RgbImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn jpeg(picture: &RgbImage, scans: Option<u8>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 80);
    encoder.set_sampling_factor(SamplingFactor::R_4_2_0);
    if let Some(scans) = scans {
        encoder.set_progressive_scans(scans);
    }
    let (width, height) = picture.dimensions();
    encoder.encode(picture.as_raw(), width as u16, height as u16, ColorType::Rgb).unwrap();
    bytes
}

/// Children of this process that are readers of pictures, with what they take at most, in KiB.
fn readers() -> Vec<(u32, u64)> {
    let own = std::process::id().to_string();
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc").unwrap().flatten() {
        let Ok(status) = fs::read_to_string(entry.path().join("status")) else { continue };
        let field = |name: &str| {
            let line = status.lines().find(|line| line.starts_with(name))?;
            line.split_whitespace().nth(1).map(str::to_owned)
        };
        let command = fs::read(entry.path().join("cmdline")).unwrap_or_default();
        if field("PPid:").as_deref() == Some(&own) && command.starts_with(b"beian\0eye\0") {
            let most = field("VmHWM:").and_then(|kib| kib.parse().ok()).unwrap_or(0);
            found.push((field("Pid:").unwrap().parse().unwrap(), most));
        }
    }
    found
}

#[test]
fn a_child_tells_the_same_of_a_picture_as_the_library() {
    let eye = eye();
    for bytes in samples().into_iter().chain([png(drawing(90, 60)), b"nothing".to_vec(), Vec::new()]) {
        assert_eq!(facts(&eye, &bytes), evidence::facts(&bytes));
        let looked = eye.preview(&bytes, 200, 100, Some(6));
        assert_eq!(looked, evidence::preview(&bytes, 200, 100, Some(6)));
    }
}

#[test]
fn it_has_no_environment_no_file_and_bounds_and_ends_with_its_pipe() {
    let place = Place::bare();
    let fifo = place.path("left open");
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    // Whoever starts the program leaves a file open to its children.
    let mut child = Command::new("sh")
        .args(["-c", "exec env -i \"$0\" eye 9> \"$1\"", PROGRAM, &fifo.display().to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut left_open = fs::File::open(&fifo).unwrap();
    let mut ready = [0; 17];
    child.stdout.as_mut().unwrap().read_exact(&mut ready).unwrap();
    // Nobody holds it any more.
    assert_eq!(left_open.read(&mut [0]).unwrap(), 0);
    let limits = fs::read_to_string(format!("/proc/{}/limits", child.id())).unwrap();
    let limit = |name: &str| {
        let line = limits.lines().find(|line| line.starts_with(name)).unwrap();
        line[name.len()..].split_whitespace().next().unwrap().to_owned()
    };
    assert_eq!(limit("Max core file size"), "0");
    assert_eq!(limit("Max file size"), "0");
    assert!(limit("Max address space").parse::<u64>().unwrap() < 512 << 20);
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
}

/// A program that says it is ready, and then does this.
fn program(place: &Place, then: &str) -> PathBuf {
    let path = place.path("reader");
    let ready = "printf 'R\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000'";
    fs::write(&path, format!("#!/bin/sh\n{ready}\n{then}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
    path
}

#[test]
fn a_picture_that_ends_its_reader_costs_a_message_and_the_next_one_gets_a_new_reader() {
    let bytes = samples().remove(0);
    let place = Place::bare();
    // One that ended may have been ended from outside: a second one is asked before the picture is blamed.
    for (then, within, asked) in [
        ("head -c 20 > /dev/null; kill -9 $$", WITHIN, 2),
        ("head -c 20 > /dev/null; printf 'nonsense that is no answer'", WITHIN, 2),
        // An answer of more bytes than there is memory.
        (
            "head -c 20 > /dev/null; printf 'F\\0\\0\\0\\0\\0\\0\\0\\0\\377\\377\\377\\377\\377\\377\\377\\177'",
            WITHIN,
            2,
        ),
        // Never reads, never ends.
        ("sleep 600", Duration::from_millis(700), 1),
    ] {
        let log = place.path("started");
        let _ = fs::remove_file(&log);
        let eye = Eye::of(program(&place, &format!("echo x >> '{}'; {then}", log.display())), within);
        for nth in 1..=2 {
            let found = facts(&eye, &bytes);
            assert_eq!(found.state, FileState::Unreadable("stopped".into()), "{then}");
            assert_eq!(found.method, 0, "it is looked at again");
            // What the bytes are called by is known without it.
            assert_eq!((found.sha256, found.media), (evidence::facts(&bytes).sha256, Media::Jpeg));
            assert_eq!(fs::read_to_string(&log).unwrap().lines().count(), nth * asked, "{then}");
        }
        assert_eq!(eye.preview(&bytes, 9, 9, None), Err(Reason::Stopped));
    }
}

#[test]
fn where_no_child_can_be_started_nothing_is_decoded_and_the_reason_is_said() {
    let bytes = samples().remove(0);
    for program in ["/no/such/program", "/dev/null", "/bin/true"] {
        let eye = Eye::of(program, WITHIN);
        let said = eye.facts(&bytes, &mut Budget::default()).unwrap_err().to_string();
        assert!(said.contains("can't be started"), "{said}");
        assert_eq!(eye.preview(&bytes, 9, 9, None), Err(Reason::NoReader));
    }
}

/// A picture of one row of units, written again and again below itself: large, and made at once.
fn tall(width: u32, rows: u16, scans: Option<u8>) -> Vec<u8> {
    let row = RgbImage::from_fn(width, 16, |x, y| Rgb([(x / 40) as u8, (y * 3) as u8, 120]));
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 80);
    encoder.set_sampling_factor(SamplingFactor::R_4_2_0);
    encoder.set_restart_interval((width / 16) as u16);
    if let Some(scans) = scans {
        encoder.set_progressive_scans(scans);
    }
    encoder.encode(row.as_raw(), width as u16, 16, ColorType::Rgb).unwrap();
    let (mut tall, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        let marker = bytes[at + 1];
        let end = if matches!(marker, 0xD8 | 0xD9) {
            at + 2
        } else {
            at + 2 + usize::from(u16::from_be_bytes([bytes[at + 2], bytes[at + 3]]))
        };
        let mut segment = bytes[at..end].to_vec();
        if matches!(marker, 0xC0 | 0xC2) {
            segment[5..7].copy_from_slice(&(rows * 16).to_be_bytes());
        }
        tall.extend(segment);
        at = end;
        if marker == 0xDA {
            let is_marker = |two: &[u8]| two[0] == 0xFF && !matches!(two[1], 0 | 0xD0..=0xD7);
            let end = at + bytes[at..].windows(2).position(is_marker).unwrap();
            let restarts = (at..end).filter(|at| bytes[*at] == 0xFF && bytes[at + 1] != 0);
            let cuts: Vec<usize> =
                [at].into_iter().chain(restarts.map(|at| at + 2)).chain([end + 2]).collect();
            let parts: Vec<&[u8]> = cuts.windows(2).map(|two| &bytes[two[0]..two[1] - 2]).collect();
            for nth in 0..parts.len() * usize::from(rows) {
                if nth > 0 {
                    tall.extend([0xFF, 0xD0 + ((nth - 1) % 8) as u8]);
                }
                tall.extend(parts[nth % parts.len()]);
            }
            at = end;
        }
    }
    tall
}

/// A black page, written row by row.
fn blank(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&vec![0; (width.div_ceil(8) * height) as usize]).unwrap();
    writer.finish().unwrap();
    bytes
}

#[test]
fn a_photo_of_108_million_pixels_opens_and_no_size_takes_much_memory() {
    let eye = eye();
    let large =
        [tall(12_000, 563, None), tall(4000, 250, Some(8)), blank(11_000, 10_900), tall(9248, 434, None)];
    for bytes in large {
        assert_eq!(facts(&eye, &bytes).state, FileState::Whole);
        let small = eye.preview(&bytes, 800, 800, Some(6)).unwrap();
        assert!(small.height() == 800 && small.width() > 500, "{:?}", small.dimensions());
    }
    // Those of other tests are among them, and take no more.
    let readers = readers();
    assert!(!readers.is_empty() && readers.iter().all(|(_, most)| *most < 250 << 10), "{readers:?}");
}

/// A picture with wrong bytes, cut, repeated or put together from two.
fn mutated(dice: &mut StdRng, from: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = from[dice.random_range(0..from.len())].clone();
    for _ in 0..dice.random_range(1..8) {
        let at = dice.random_range(0..bytes.len());
        match dice.random_range(0..6) {
            0 => bytes[at] = dice.random(),
            1 => bytes[at] ^= 1 << dice.random_range(0..8),
            2 => bytes.truncate(at.max(1)),
            3 => bytes[at..].fill(0),
            4 => {
                let other = &from[dice.random_range(0..from.len())];
                bytes.extend(&other[dice.random_range(0..other.len())..]);
            }
            // Sizes, counts and tables stand in the first bytes.
            _ => {
                let at = at.min(700);
                bytes[at] = [0, 1, 0x7F, 0xFF, 0xD9, 0xDA][dice.random_range(0..6)];
            }
        }
    }
    bytes
}

#[test]
fn a_thousand_mutated_pictures_have_facts_and_a_preview_or_none() {
    let place = Place::bare();
    let mut from = samples();
    for scans in [None, Some(4), Some(12)] {
        from.push(jpeg(&drawing(300, 200), scans));
    }
    from.push(png(drawing(120, 90)));
    let (eye, mut dice) = (eye(), StdRng::seed_from_u64(10));
    for nth in 0..1000 {
        let bytes = mutated(&mut dice, &from);
        // Kept until it is through, so that one that fails can be looked at.
        fs::write(place.path("at hand"), &bytes).unwrap();
        let found = facts(&eye, &bytes);
        assert_ne!(found.state, FileState::Unreadable("stopped".into()), "{nth}");
        assert_eq!(found, evidence::facts(&bytes), "{nth}");
        let shown = eye.preview(&bytes, 60, 60, None);
        assert!(!matches!(shown, Err(Reason::Stopped | Reason::NoReader)), "{nth}: {shown:?}");
    }
    assert!(readers().iter().all(|(_, most)| *most < 250 << 10), "{:?}", readers());
}

#[test]
fn a_package_of_hundreds_of_blank_giants_is_checked_without_decoding_them_all() {
    let place = Place::bare();
    let sample = root().join("assets/samples/ICP-10201");
    let package = place.path("many");
    fs::create_dir(&package).unwrap();
    let mut order: serde_json::Value =
        serde_json::from_slice(&fs::read(sample.join("order.json")).unwrap()).unwrap();
    let given = order["attachments"][0].clone();
    let blank = blank(11_000, 10_900);
    let many: Vec<serde_json::Value> = (0..300)
        .map(|nth| {
            let name = format!("{nth}.png");
            fs::write(package.join(&name), &blank).unwrap();
            let mut one = given.clone();
            one["path"] = name.into();
            one
        })
        .collect();
    order["attachments"] = many.into();
    fs::write(package.join("order.json"), order.to_string()).unwrap();
    let checked =
        Command::new(PROGRAM).args(["check", "--json", "--lang", "en"]).arg(&package).output().unwrap();
    let said: serde_json::Value = serde_json::from_slice(&checked.stdout).unwrap();
    let large = said.to_string().matches("is too large to be opened").count();
    assert!(large >= 280, "{large}");
}

/// What `beian check` finds in a file of this folder, by rule.
fn found_by(folder: &Path, rule: &str) -> Vec<(String, String)> {
    let checked = Command::new(PROGRAM).args(["check", "--json"]).arg(folder).output().unwrap();
    let said: serde_json::Value = serde_json::from_slice(&checked.stdout).unwrap();
    let mut found = Vec::new();
    let mut left = vec![&said];
    while let Some(value) = left.pop() {
        if value["code"] == rule {
            found.push((
                value["weight"].as_str().unwrap().into(),
                value["what"]["en"].as_str().unwrap().into(),
            ));
        }
        left.extend(
            value
                .as_array()
                .into_iter()
                .flatten()
                .chain(value.as_object().into_iter().flat_map(|o| o.values())),
        );
    }
    found
}

fn with_first_file(place: &Place, change: impl Fn(Vec<u8>) -> Vec<u8>) -> PathBuf {
    let folder = place.path("package");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir(&folder).unwrap();
    for entry in fs::read_dir(root().join("assets/samples/ICP-10201")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
    }
    let file = folder.join("p1-id-front.jpg");
    fs::write(&file, change(fs::read(&file).unwrap())).unwrap();
    folder
}

#[test]
fn a_cut_file_blocks_one_without_its_end_mark_warns_and_an_editor_is_named() {
    let place = Place::bare();
    let is = |weight: &str, part: &str, found: &[(String, String)]| {
        assert!(
            matches!(found, [(w, what)] if w == weight && what.contains(part)),
            "{weight} {part}: {found:?}"
        );
    };
    let half = with_first_file(&place, |whole| [&whole[..whole.len() / 2], &[0xFF, 0xD9]].concat());
    is("block", "is not whole", &found_by(&half, "F003"));
    let open = with_first_file(&place, |whole| whole[..whole.len() - 2].to_vec());
    is("warn", "lacks its end mark", &found_by(&open, "F003"));
    let edited = with_first_file(&place, |whole| {
        let xmp = b"http://ns.adobe.com/xap/1.0/\0<x xmp:CreatorTool=\"Adobe Photoshop 24.0\"/>";
        let length = u16::try_from(xmp.len() + 2).unwrap().to_be_bytes();
        [&whole[..2], &[0xFF, 0xE1], &length, xmp, &whole[2..]].concat()
    });
    assert_eq!(found_by(&edited, "F010").len(), 1);
    assert_eq!(found_by(&with_first_file(&place, |whole| whole), "F003"), []);
}

#[test]
fn the_program_stays_silent_on_what_is_no_question() {
    let mut child =
        Command::new(PROGRAM).arg("eye").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    // The pipe may close while this is written.
    let _ = child.stdin.take().unwrap().write_all(&[0xFF; 100_000]);
    let output = child.wait_with_output().unwrap();
    assert!(!output.status.success());
    assert_eq!(output.stdout.len(), 17, "it was ready, and no more");
}
