use super::samples::{declares, drawing, encoded, grey_jpeg, jpeg, png, with_exif};
use super::*;
use crate::domain::facts::{Colour, Media};
use image::{DynamicImage, GrayImage, ImageFormat, RgbImage, RgbaImage};
use proptest::prelude::*;

#[test]
fn a_whole_jpeg() {
    let facts = facts(&jpeg());
    assert_eq!((facts.media, &facts.state), (Media::Jpeg, &FileState::Whole));
    let picture = facts.picture.unwrap();
    assert_eq!((picture.width, picture.height, picture.bit_depth), (120, 80, 8));
    assert_eq!(picture.colour, Colour::Colour);
    assert_eq!(facts.exif, None);
    assert_eq!(facts.bytes, jpeg().len() as u64);
}

#[test]
fn the_hash_is_the_usual_one() {
    assert_eq!(Sha256::of(b"").as_str(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

#[test]
fn a_jpeg_cut_anywhere_is_cut_off() {
    let whole = jpeg();
    for keep in (3..whole.len() - 2).step_by(17).chain(whole.len() - 40..whole.len() - 2) {
        assert_eq!(facts(&whole[..keep]).state, FileState::CutOff, "{keep} of {}", whole.len());
    }
    let data = whole.windows(2).position(|two| two == [0xFF, 0xDA]).unwrap() + 14;
    for keep in (data..whole.len() - 3).step_by(17) {
        let with_end = [&whole[..keep], &[0xFF, 0xD9]].concat();
        assert_eq!(facts(&with_end).state, FileState::CutOff, "{keep} of {}, and an end mark", whole.len());
    }
    assert_eq!(facts(&whole[..whole.len() - 2]).state, FileState::NoEnd);
}

#[test]
fn a_thumbnail_inside_does_not_end_a_cut_jpeg() {
    let whole = jpeg();
    let mut bytes = whole[..2].to_vec();
    let inner = grey_jpeg();
    bytes.extend([0xFF, 0xE2]);
    bytes.extend(u16::try_from(inner.len() + 2).unwrap().to_be_bytes());
    bytes.extend(&inner);
    bytes.extend(&whole[2..]);
    assert_eq!(facts(&bytes).state, FileState::Whole);
    assert_eq!(facts(&bytes[..bytes.len() - 300]).state, FileState::CutOff);
}

#[test]
fn bytes_after_the_end_do_no_harm() {
    let mut bytes = jpeg();
    bytes.extend(b"trailer of a camera");
    assert_eq!(facts(&bytes).state, FileState::Whole);
}

#[test]
fn a_png_whatever_its_name() {
    let whole = png();
    assert_eq!((facts(&whole).media, facts(&whole).state), (Media::Png, FileState::Whole));
    for keep in [8, 20, 33, 60, whole.len() / 2, whole.len() - 1] {
        assert_eq!(facts(&whole[..keep]).state, FileState::CutOff, "{keep}");
    }
    let mut broken = whole.clone();
    let middle = broken.len() / 2;
    broken[middle] ^= 0xFF;
    assert_eq!(facts(&broken).state, FileState::Unreadable("damaged".to_owned()));
}

#[test]
fn grey_and_bilevel_are_told() {
    assert_eq!(facts(&grey_jpeg()).picture.unwrap().colour, Colour::Grey);
    let grey = encoded(GrayImage::new(9, 9), ImageFormat::Png);
    assert_eq!(facts(&grey).picture.unwrap().colour, Colour::Grey);
    let mut bilevel = grey;
    bilevel[24] = 1;
    let picture = facts(&bilevel).picture.unwrap();
    assert_eq!((picture.colour, picture.bit_depth), (Colour::Bilevel, 1));
}

#[test]
fn a_small_file_that_declares_much_is_never_decoded() {
    for bytes in [declares(0xC0, 60_000, 60_000), declares(0xC0, 12_000, 12_000)] {
        assert!(bytes.len() < 160);
        let facts = facts(&bytes);
        assert!(matches!(facts.state, FileState::TooLarge(_)), "{:?}", facts.state);
        assert!(matches!(preview(&bytes, 80, 80, None), Err(Reason::TooLarge(_))));
    }
    // Within the bounds, but its blocks have more bytes than there are.
    for bytes in [declares(0xC0, 7990, 7990), declares(0xC2, 7900, 7900)] {
        assert_eq!(facts(&bytes).state, FileState::CutOff);
        assert_eq!(preview(&bytes, 80, 80, None), Err(Reason::CutOff));
    }
    let mut large = png();
    large[16..24].copy_from_slice(&[0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60]);
    assert!(matches!(facts(&large).state, FileState::TooLarge(_)));
}

#[test]
fn a_png_that_lacks_rows_is_cut_off_whatever_its_end_says() {
    // Of a drawing that does not shrink, so that its data is long.
    let noise = RgbImage::from_fn(90, 90, |x, y| image::Rgb([(x * y * 7919 % 251) as u8; 3]));
    let whole = encoded(noise, ImageFormat::Png);
    let data = header::chunks(&whole).find(|chunk| &chunk.name == b"IDAT").unwrap().content;
    let chunk = |name: &[u8], content: &[u8]| {
        let mut sum = sum_of(name);
        sum = content.iter().fold(sum, |sum, byte| sum_on(sum, *byte));
        let length = u32::try_from(content.len()).unwrap().to_be_bytes();
        [&length[..], name, content, &(!sum).to_be_bytes()].concat()
    };
    let with = |content: &[u8]| [&whole[..33], &chunk(b"IDAT", content), &chunk(b"IEND", b"")].concat();
    assert_eq!(facts(&with(data)).state, FileState::Whole);
    for keep in [2, 10, data.len() / 2, data.len() * 9 / 10] {
        assert_eq!(facts(&with(&data[..keep])).state, FileState::CutOff, "{keep} of {}", data.len());
    }
    let none = [&whole[..33], &chunk(b"IEND", b"")].concat();
    assert_eq!(facts(&none).state, FileState::CutOff);
}

/// The checksum of a PNG's chunk, bit by bit.
fn sum_on(sum: u32, byte: u8) -> u32 {
    (0..8).fold(sum ^ u32::from(byte), |sum, _| sum >> 1 ^ if sum & 1 == 1 { 0xEDB8_8320 } else { 0 })
}

fn sum_of(name: &[u8]) -> u32 {
    name.iter().fold(u32::MAX, |sum, byte| sum_on(sum, *byte))
}

#[test]
fn a_large_png_is_made_small_as_its_rows_come_interlaced_or_not() {
    let picture = RgbImage::from_fn(300, 200, |x, y| image::Rgb([(x / 2) as u8, y as u8, 90]));
    let plain = encoded(picture.clone(), ImageFormat::Png);
    let right = image::imageops::thumbnail(&picture, 60, 40);
    let small = preview(&plain, 60, 60, None).unwrap();
    assert_eq!(small.dimensions(), (60, 40));
    let apart = small.as_raw().iter().zip(right.as_raw()).map(|(a, b)| a.abs_diff(*b)).max().unwrap();
    assert!(apart < 5, "{apart}");
    // Written by ImageMagick 6 from a gradient of the same kind.
    let interlaced = include_bytes!("samples/interlaced.png");
    assert_eq!(facts(interlaced).state, FileState::Whole);
    let small = preview(interlaced, 16, 16, None).unwrap();
    let [top, bottom] = [small.get_pixel(8, 0).0[0], small.get_pixel(8, small.height() - 1).0[0]];
    assert!(top < 30 && bottom > 225, "{top} {bottom}");
}

#[test]
fn a_package_has_a_budget_for_what_its_bytes_do_not_pay() {
    let blank = encoded(RgbImage::new(3000, 2000), ImageFormat::Png);
    let mut budget = Budget::of(8_000_000);
    assert_eq!(facts_within(&blank, &mut budget).state, FileState::Whole);
    assert!(budget.left() < 4_000_000);
    let over = facts_within(&blank, &mut budget);
    assert!(matches!(over.state, FileState::TooLarge(_)));
    // It is nobody's fault for ever: another package, or another look, tells what it is.
    assert_eq!((over.method, facts(&blank).method), (0, METHOD));
    let photo = jpeg();
    let left = budget.left();
    assert_eq!(facts_within(&photo, &mut budget).state, FileState::Whole);
    assert_eq!(budget.left(), left, "a photo pays with its bytes");
}

#[test]
fn software_is_named_by_whatever_block_names_it() {
    let block = |marker: u8, content: &[u8]| {
        let whole = jpeg();
        let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
        facts(&[&whole[..2], &[0xFF, marker], &length, content, &whole[2..]].concat())
    };
    let xmp =
        |text: &str| block(0xE1, &[b"http://ns.adobe.com/xap/1.0/\0", text.as_bytes()].concat()).software;
    assert_eq!(xmp("<x xmp:CreatorTool=\"Adobe Photoshop 24.0\"/>"), ["Adobe Photoshop 24.0"]);
    assert_eq!(xmp("<xmp:CreatorTool>美图秀秀</xmp:CreatorTool>"), ["美图秀秀"]);
    let history = "<li stEvt:softwareAgent='GIMP 2.10'/><li stEvt:softwareAgent='GIMP 2.10'/>";
    assert_eq!(xmp(history), ["GIMP 2.10"]);
    let comment = "<exif:UserComment><rdf:Alt><rdf:li xml:lang=\"x\">Screenshot</rdf:li>";
    assert_eq!(xmp(comment), ["Screenshot"]);
    assert_eq!(xmp("<xmp:CreatorTool/> CreatorTool=\"x\" :CreatorTool=\"unfinished"), ["unfinished"]);
    let resource = |id: [u8; 2]| [&b"Photoshop 3.0\08BIM"[..], &id, &[0, 0, 0, 0, 0, 2, 1, 2]].concat();
    assert_eq!(block(0xED, &resource([4, 6])).software, ["Adobe Photoshop (8BIM)"]);
    assert_eq!(block(0xED, b"Photoshop 3.0\08BIM").software, ["Adobe Photoshop (8BIM)"]);
    // Phones and agencies keep captions in the same block.
    assert!(block(0xED, &resource([4, 4])).software.is_empty());
    assert_eq!(block(0xEC, b"Ducky\0\x01\0\x04\0\0\0\x3C").software, ["Adobe Photoshop (Ducky)"]);
    assert_eq!(
        traces::read(Media::Png, &png_with(b"tEXt", b"Software\0gnome-screenshot")),
        ["gnome-screenshot"]
    );
    let text = b"XML:com.adobe.xmp\0\0\0\0\0<x xmp:CreatorTool='Pixelmator 3'/>";
    assert_eq!(traces::read(Media::Png, &png_with(b"iTXt", text)), ["Pixelmator 3"]);
    let webp = b"RIFF\0\0\0\0WEBPXMP \x1d\0\0\0<x xmp:CreatorTool='WPS 12'/> ";
    assert_eq!(traces::read(Media::Webp, webp), ["WPS 12"]);
}

fn png_with(name: &[u8], content: &[u8]) -> Vec<u8> {
    let whole = png();
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [&whole[..33], &length, name, content, &[0; 4], &whole[33..]].concat()
}

#[test]
fn a_file_that_ended_its_reader_keeps_its_name_and_size() {
    let (full, bare) = (facts(&jpeg()), unreadable(&jpeg(), &Reason::Stopped));
    assert_eq!((bare.sha256, bare.bytes, bare.media), (full.sha256, full.bytes, full.media));
    assert_eq!(bare.state, FileState::Unreadable("stopped".to_owned()));
}

#[test]
fn what_is_no_picture() {
    for (bytes, media) in [
        (&b""[..], Media::Unknown),
        (b"garbage that is nothing", Media::Unknown),
        (b"%PDF-1.7 ...", Media::Pdf),
        (b"PK\x03\x04....", Media::Zip),
    ] {
        let facts = facts(bytes);
        assert_eq!((facts.media, facts.state, facts.picture), (media, FileState::NotAPicture, None));
        assert_eq!(preview(bytes, 9, 9, None), Err(Reason::NotAPicture));
    }
}

#[test]
fn pictures_without_a_decoder_tell_their_size() {
    let gif = b"GIF89a\x10\x00\x08\x00\xF7\x00\x00;";
    let facts = facts(gif);
    assert_eq!((facts.media, facts.state), (Media::Gif, FileState::Unreadable("no_decoder".to_owned())));
    assert_eq!((facts.picture.unwrap().width, facts.picture.unwrap().height), (16, 8));
    let mut bmp = b"BM....\0\0\0\0....\x28\0\0\0".to_vec();
    bmp.extend([5, 0, 0, 0, 0xFD, 0xFF, 0xFF, 0xFF, 1, 0, 24, 0]);
    let bitmap = super::facts(&bmp);
    assert_eq!((bitmap.media, bitmap.picture.unwrap().height), (Media::Bmp, 3));
    let webp = b"RIFF\0\0\0\0WEBPVP8X\x0A\0\0\0\0\0\0\0\x0F\0\0\x07\0\0";
    let webp = super::facts(webp);
    assert_eq!((webp.media, webp.picture.unwrap().width, webp.picture.unwrap().height), (Media::Webp, 16, 8));
    assert_eq!(media(b"\0\0\0\x18ftypheic...."), Media::Heif);
    assert_eq!(media(b"\0\0\0\x18ftypisom...."), Media::Unknown);
}

#[test]
fn exif_basics() {
    let facts = facts(&with_exif());
    assert_eq!(facts.state, FileState::Whole);
    let exif = facts.exif.unwrap();
    assert_eq!(exif.camera.as_deref(), Some("Acme Phone 9"));
    assert_eq!(exif.software.as_deref(), Some("Camera 1.0"));
    assert_eq!(exif.taken_at.unwrap().to_string(), "2026-03-04 05:06:07");
    assert_eq!((exif.orientation, exif.gps), (Some(6), Some(true)));
}

#[test]
fn a_preview_is_small_and_upright() {
    let small = preview(&with_exif(), 60, 60, None).unwrap();
    assert_eq!(small.dimensions(), (60, 40));
    let upright = preview(&with_exif(), 60, 60, Some(6)).unwrap();
    assert_eq!(upright.dimensions(), (40, 60));
    let never_larger = preview(&jpeg(), 5000, 5000, Some(99)).unwrap();
    assert_eq!(never_larger.dimensions(), (120, 80));
    assert_eq!(preview(&jpeg(), 0, 0, None).unwrap().dimensions(), (1, 1));
}

#[test]
fn a_quarter_turn_brings_the_first_row_to_the_right() {
    let mut picture = drawing(4, 2);
    for x in 0..4 {
        picture.put_pixel(x, 0, image::Rgb([255, 0, 0]));
    }
    let turned = preview(&encoded(picture, ImageFormat::Png), 9, 9, Some(6)).unwrap();
    assert_eq!(turned.dimensions(), (2, 4));
    assert_eq!(turned.get_pixel(1, 3).0, [255, 0, 0]);
}

#[test]
fn what_is_transparent_lies_on_white() {
    let clear = DynamicImage::ImageRgba8(RgbaImage::new(3, 3));
    let shown = preview(&encoded(clear, ImageFormat::Png), 9, 9, None).unwrap();
    assert_eq!(shown.get_pixel(1, 1).0, [255; 3]);
}

#[test]
fn a_cut_jpeg_still_shows_what_is_there() {
    let whole = jpeg();
    assert!(preview(&whole[..whole.len() * 2 / 3], 50, 50, None).is_ok());
    assert_eq!(preview(&whole[..12], 50, 50, None), Err(Reason::NoHeader));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn headers_and_blocks_never_panic(
        seed in 0..4_usize,
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        keep in any::<prop::sample::Index>(),
    ) {
        let mut bytes = [jpeg(), png(), with_exif(), grey_jpeg()][seed].clone();
        for (at, byte) in edits {
            let at = at.index(bytes.len().min(400));
            bytes[at] = byte;
        }
        bytes.truncate(keep.index(bytes.len()) + 1);
        let media = media(&bytes);
        let _ = header::read(media, &bytes);
        let _ = exif::read(media, &bytes);
    }

    #[test]
    fn any_bytes_have_facts(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert_eq!(facts(&bytes).bytes, bytes.len() as u64);
    }

    #[test]
    fn a_picture_with_wrong_bytes_has_facts(
        seed in 0..4_usize,
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = [jpeg(), png(), with_exif(), grey_jpeg()][seed].clone();
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        prop_assert_eq!(facts(&bytes).bytes, bytes.len() as u64);
        let _ = preview(&bytes, 20, 20, Some(3));
    }
}
