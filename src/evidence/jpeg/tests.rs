use super::*;
use crate::evidence::samples::drawing;
use image::RgbImage;
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use proptest::prelude::*;

/// How a picture is written.
#[derive(Debug, Clone, Copy)]
struct Way {
    quality: u8,
    sampling: SamplingFactor,
    scans: Option<u8>,
    restart: Option<u16>,
    optimized: bool,
}

const PLAIN: Way =
    Way { quality: 85, sampling: SamplingFactor::R_4_2_0, scans: None, restart: None, optimized: false };

fn ways() -> Vec<Way> {
    let mut ways = Vec::new();
    for sampling in [
        SamplingFactor::R_4_4_4,
        SamplingFactor::R_4_2_0,
        SamplingFactor::R_4_2_2,
        SamplingFactor::R_4_1_1,
        SamplingFactor::R_4_4_0,
    ] {
        for scans in [None, Some(2), Some(20)] {
            for restart in [None, Some(7)] {
                for optimized in [false, true] {
                    // This encoder gives a code to nothing then.
                    if optimized && (restart.is_some() || scans.is_some()) {
                        continue;
                    }
                    for quality in [3, 100] {
                        ways.push(Way { quality, sampling, scans, restart, optimized });
                    }
                }
            }
        }
    }
    ways
}

fn written(way: Way, picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, way.quality);
    encoder.set_sampling_factor(way.sampling);
    encoder.set_optimized_huffman_tables(way.optimized);
    if let Some(scans) = way.scans {
        encoder.set_progressive_scans(scans);
    }
    if let Some(restart) = way.restart {
        encoder.set_restart_interval(restart);
    }
    let (width, height) = picture.dimensions();
    let (width, height) = (u16::try_from(width).unwrap(), u16::try_from(height).unwrap());
    encoder.encode(picture.as_raw(), width, height, ColorType::Rgb).unwrap();
    bytes
}

/// Where the data of the scans begins: every place.
fn scans(bytes: &[u8]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = 2;
    while let Some(next) = crate::evidence::header::segment(bytes, at) {
        at = next.end;
        if next.marker == 0xDA {
            found.push(at);
            let rest = &bytes[at..];
            at +=
                rest.windows(2).position(|two| two[0] == 0xFF && !matches!(two[1], 0 | 0xD0..=0xD7)).unwrap();
        }
    }
    found
}

#[test]
fn what_encoders_write_is_whole_in_every_sampling_size_and_number_of_scans() {
    for (width, height) in [(1, 1), (8, 8), (17, 33), (61, 40), (130, 70)] {
        let picture = drawing(width, height);
        for way in ways() {
            assert_eq!(judge(&written(way, &picture)), Ok(Ending::Marked), "{width} × {height}: {way:?}");
        }
    }
}

#[test]
fn one_cut_anywhere_is_cut_off_with_an_end_mark_put_behind_too() {
    let picture = drawing(130, 70);
    for way in ways().into_iter().step_by(5) {
        let whole = written(way, &picture);
        let from = scans(&whole)[0];
        for keep in (from..whole.len() - 3).step_by(197).chain([whole.len() - 4]) {
            for end in [&[][..], &[0xFF, 0xD9]] {
                let cut = [&whole[..keep], end].concat();
                assert_eq!(judge(&cut), Err(Reason::CutOff), "{keep} of {}, {end:?}: {way:?}", whole.len());
            }
        }
    }
}

#[test]
fn one_that_lacks_its_end_mark_alone_is_all_there() {
    let picture = drawing(130, 70);
    for way in ways().into_iter().step_by(7) {
        let whole = written(way, &picture);
        assert_eq!(judge(&whole[..whole.len() - 2]), Ok(Ending::Open), "{way:?}");
        assert_eq!(judge(&whole[..whole.len() - 1]), Ok(Ending::Open), "{way:?}");
    }
}

#[test]
fn zeros_where_the_rest_was_are_no_picture() {
    let picture = drawing(200, 150);
    for way in ways().into_iter().step_by(3) {
        let mut bytes = written(way, &picture);
        let from = scans(&bytes)[0];
        let middle = from + (bytes.len() - from) / 2;
        bytes[middle..].fill(0);
        assert_eq!(judge(&bytes), Err(Reason::CutOff), "{way:?}");
        bytes.extend([0xFF, 0xD9]);
        assert_eq!(judge(&bytes), Err(Reason::CutOff), "with an end mark, {way:?}");
    }
}

#[test]
fn the_first_scans_of_a_progressive_picture_are_not_the_picture() {
    let picture = drawing(130, 70);
    let whole = written(Way { scans: Some(6), ..PLAIN }, &picture);
    let starts = scans(&whole);
    assert!(starts.len() > 5);
    for start in &starts[1..] {
        // A scan begins with its tables; they stand right after the data before.
        let before = &whole[..*start];
        let end = before.windows(2).rposition(|two| two == [0xFF, 0xDA]).unwrap();
        let cut = [&whole[..end], &[0xFF, 0xD9]].concat();
        assert_eq!(judge(&cut), Err(Reason::CutOff), "{start}");
    }
}

#[test]
fn rows_that_are_missing_between_restart_marks_are_missed() {
    let picture = drawing(400, 300);
    let whole = written(Way { restart: Some(25), ..PLAIN }, &picture);
    let marks: Vec<usize> = (0..whole.len() - 1)
        .filter(|at| whole[*at] == 0xFF && matches!(whole[at + 1], 0xD0..=0xD7))
        .collect();
    assert!(marks.len() > 12);
    for (from, to) in [(0, 1), (3, 5), (2, 10), (9, 12)] {
        let short = [&whole[..marks[from]], &whole[marks[to]..]].concat();
        assert_eq!(judge(&short), Err(Reason::CutOff), "{from} to {to}");
    }
}

#[test]
fn what_cameras_put_before_and_behind_is_no_fault() {
    let whole = written(PLAIN, &drawing(130, 70));
    let behind = [&whole[..], &[0; 5000], b"\xFF\xD8 another picture"].concat();
    assert_eq!(judge(&behind), Ok(Ending::Marked));
    let filled = [&whole[..whole.len() - 2], &[0; 200], &[0xFF, 0xD9]].concat();
    assert_eq!(judge(&filled), Ok(Ending::Marked));
    let marks = [&whole[..2], &[0xFF; 9], &whole[3..]].concat();
    assert_eq!(judge(&marks), Ok(Ending::Marked));
}

#[test]
fn codes_that_do_not_exist_are_damage() {
    let whole = written(PLAIN, &drawing(400, 300));
    let middle = whole.len() / 2;
    // Ones alone are no code of any table.
    let broken = [&whole[..middle], &[0xFE; 40], &[0xFF, 0x00].repeat(40), &whole[middle + 80..]].concat();
    assert_eq!(judge(&broken), Err(Reason::Damaged));
}

#[test]
fn kinds_that_nobody_uses_have_no_decoder() {
    let whole = written(PLAIN, &drawing(40, 30));
    let frame = whole.windows(2).position(|two| two == [0xFF, 0xC0]).unwrap();
    for kind in [0xC3, 0xC5, 0xC9, 0xCA, 0xCB] {
        let mut other = whole.clone();
        other[frame + 1] = kind;
        assert_eq!(judge(&other), Err(Reason::NoDecoder), "{kind:x}");
    }
    let mut deep = whole;
    deep[frame + 4] = 12;
    assert_eq!(judge(&deep), Err(Reason::NoDecoder));
}

#[test]
fn a_picture_of_endless_scans_is_read_to_a_bound() {
    let whole = written(Way { scans: Some(2), ..PLAIN }, &drawing(40, 30));
    let start = scans(&whole)[0];
    let head = whole[..start].windows(2).rposition(|two| two == [0xFF, 0xDA]).unwrap();
    let end = start + whole[start..].windows(2).position(|two| two[0] == 0xFF && two[1] != 0).unwrap();
    let many = [&whole[..head], &whole[head..end].repeat(MOST_SCANS + 1), &whole[end..]].concat();
    assert!(matches!(judge(&many), Err(Reason::TooLarge(_))));
}

#[test]
fn the_least_bytes_are_those_of_a_flat_page() {
    let blocks = |width: u32, height: u32| width.div_ceil(8) * height.div_ceil(8);
    for way in ways().into_iter().filter(|way| way.sampling == SamplingFactor::R_4_4_4) {
        let flat = written(way, &RgbImage::from_pixel(640, 480, image::Rgb([250; 3])));
        let least = least_bytes(&flat);
        let bits = if way.scans.is_some() { 1 } else { 2 };
        assert_eq!(least, u64::from(3 * blocks(640, 480)) * bits / 8);
        assert!(least < flat.len() as u64, "{least} of {}: {way:?}", flat.len());
    }
}

/// How far two pictures are apart on average.
fn apart(a: &RgbImage, b: &RgbImage) -> f64 {
    assert_eq!(a.dimensions(), b.dimensions());
    let sum: u64 = a.as_raw().iter().zip(b.as_raw()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    sum as f64 / a.as_raw().len() as f64
}

#[test]
fn the_small_picture_looks_like_the_large_one() {
    let smooth = |x: u32, y: u32| image::Rgb([(x / 3) as u8, (y / 2) as u8, ((x + y) / 4) as u8]);
    let picture = RgbImage::from_fn(320, 200, smooth);
    for way in ways().into_iter().filter(|way| way.quality == 100) {
        let bytes = written(way, &picture);
        for (wanted, side) in [(40, 1), (80, 2), (160, 4), (1000, 4)] {
            let found = small(&bytes, wanted, wanted).unwrap();
            assert_eq!(found.dimensions(), (40 * side, 25 * side), "{wanted}");
            let right = image::imageops::thumbnail(&picture, 40 * side, 25 * side);
            assert!(apart(&found, &right) < 3.0, "{} at {wanted}: {way:?}", apart(&found, &right));
        }
    }
}

#[test]
fn four_inks_and_grey_have_the_colours_that_the_decoder_gives_them() {
    let rgb = [200_u8, 90, 30];
    let (width, height) = (64_u16, 64_u16);
    let write = |data: &[u8], kind| {
        let mut bytes = Vec::new();
        Encoder::new(&mut bytes, 100).encode(data, width, height, kind).unwrap();
        bytes
    };
    let many = usize::from(width) * usize::from(height);
    let inks = [255 - rgb[0], 255 - rgb[1], 255 - rgb[2], 0].repeat(many);
    let cases = [
        (write(&inks, ColorType::Cmyk), rgb),
        (write(&inks, ColorType::CmykAsYcck), rgb),
        (write(&[77].repeat(many), ColorType::Luma), [77; 3]),
        (write(&rgb.repeat(many), ColorType::Rgb), rgb),
    ];
    for (bytes, right) in cases {
        let full = image::load_from_memory(&bytes).unwrap().into_rgb8().get_pixel(20, 20).0;
        let found = small(&bytes, 8, 8).unwrap().get_pixel(3, 3).0;
        let near = |a: [u8; 3], b: [u8; 3]| a.iter().zip(b).all(|(a, b)| a.abs_diff(b) < 4);
        assert!(near(found, full), "{found:?} {full:?}, written {right:?}");
    }
}

#[test]
fn what_has_come_of_a_cut_picture_is_shown() {
    let picture = RgbImage::from_pixel(640, 400, image::Rgb([10, 200, 30]));
    for scans in [None, Some(5)] {
        let whole = written(Way { scans, ..PLAIN }, &picture);
        let found = small(&whole[..whole.len() * 3 / 4], 80, 80).unwrap();
        assert!(found.get_pixel(2, 2).0[1] > 180, "{scans:?}");
        assert_eq!(small(&whole[..20], 80, 80), Err(Reason::NoHeader));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn wrong_bytes_have_a_verdict_and_a_picture_or_none(
        way in any::<prop::sample::Index>(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        keep in any::<prop::sample::Index>(),
    ) {
        let ways = ways();
        let mut bytes = written(*way.get(&ways), &drawing(70, 50));
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(keep.index(bytes.len()).max(4));
        let _ = judge(&bytes);
        let _ = small(&bytes, 20, 20);
    }
}
