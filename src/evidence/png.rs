//! A PNG read row by row: whether all rows are there, and a small picture of it. Only one row is held at a time.

use super::Reason;
use image::{Rgb, RgbImage};
use png::{DecodingError, Limits, Transformations};
use std::io::{Cursor, ErrorKind};

/// The most memory of the decoder itself, in bytes: a few rows.
const MOST: usize = 16 << 20;

/// The most pixels of a picture that is held as it is, and of one that is added up.
const MOST_PIXELS: u32 = 16_000_000;
const MOST_SUMS: u32 = 4_000_000;
/// So many pixels across and down are added up at most, for their sum to fit.
const LARGEST_STEP: u32 = 4000;

/// Judges a PNG whose end is there.
///
/// # Errors
/// [`Reason::CutOff`] where rows are missing, [`Reason::Damaged`] where its data contradicts itself.
pub fn judge(bytes: &[u8]) -> Result<(), Reason> {
    rows(bytes, |_, _| {})
}

/// A picture of at least `max_w` or `max_h` pixels where it has them, on white; where it breaks off or is damaged,
/// there is none.
///
/// # Errors
/// As [`judge`].
pub fn small(bytes: &[u8], (width, height): (u32, u32), max_w: u32, max_h: u32) -> Result<RgbImage, Reason> {
    let size = |step: u32| (width.div_ceil(step), height.div_ceil(step));
    let fits = |step: &u32| {
        let (w, h) = size(*step);
        w.saturating_mul(h) <= if *step == 1 { MOST_PIXELS } else { MOST_SUMS }
    };
    let wanted = (width / max_w.max(1)).max(height / max_h.max(1)).clamp(1, LARGEST_STEP);
    let step = (wanted..LARGEST_STEP).find(fits).unwrap_or(LARGEST_STEP);
    let (w, h) = size(step);
    if step == 1 {
        let mut picture = RgbImage::new(w, h);
        pixels(bytes, 1, |(x, y), pixel| {
            if let Some(to) = picture.get_pixel_mut_checked(x, y) {
                *to = Rgb(pixel);
            }
        })?;
        return Ok(picture);
    }
    // Three colours, and how many pixels.
    let mut sums = vec![[0_u32; 4]; w as usize * h as usize];
    pixels(bytes, step, |(x, y), [r, g, b]| {
        let at = (y / step) as usize * w as usize + (x / step) as usize;
        if let Some(sum) = sums.get_mut(at) {
            for (to, value) in sum.iter_mut().zip([r, g, b, 1]) {
                *to += u32::from(value);
            }
        }
    })?;
    let means = sums.iter().flat_map(|[r, g, b, count]| {
        [r, g, b].map(|sum| u8::try_from(sum / (*count).max(1)).unwrap_or(u8::MAX))
    });
    RgbImage::from_raw(w, h, means.collect()).ok_or(Reason::Damaged)
}

/// Gives the pixels, laid on white, with their places: of each square of `step` pixels at most some twenty, evenly, and
/// the first one always.
fn pixels(bytes: &[u8], step: u32, mut each: impl FnMut((u32, u32), [u8; 3])) -> Result<(), Reason> {
    let apart = (step / 4).max(1);
    rows(bytes, |row, samples| {
        if !(row.y % step).is_multiple_of(apart) {
            return;
        }
        let mut give = |x: u32| {
            let at = (x - row.left) as usize / row.step * row.channels;
            if let Some(pixel) = samples.get(at..at + row.channels) {
                each((x, row.y), on_white(pixel));
            }
        };
        if row.step > 1 {
            let taken = |x: &u32| (x % step).is_multiple_of(apart);
            (row.left..row.width).step_by(row.step).filter(taken).for_each(give);
        } else {
            for square in (0..row.width).step_by(step as usize) {
                (square..row.width.min(square + step)).step_by(apart as usize).for_each(&mut give);
            }
        }
    })
}

/// Where the pixels of a row belong, and how many samples each has.
struct PixelRow {
    y: u32,
    left: u32,
    step: usize,
    width: u32,
    channels: usize,
}

/// Gives every row.
fn rows(bytes: &[u8], mut each: impl FnMut(&PixelRow, &[u8])) -> Result<(), Reason> {
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), Limits { bytes: MOST });
    decoder.set_transformations(Transformations::normalize_to_color8());
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let mut reader = decoder.read_info().map_err(reason)?;
    let channels = reader.output_color_type().0.samples();
    let (width, height) = (reader.info().width, reader.info().height);
    for (y, (left, step)) in places(width, height, reader.info().interlaced) {
        let samples = reader.next_row().map_err(reason)?.ok_or(Reason::CutOff)?;
        each(&PixelRow { y, left, step, width, channels }, samples.data());
    }
    Ok(())
}

/// The rows in the order in which they come: each with its line, its first column, and the step to the next one.
fn places(width: u32, height: u32, interlaced: bool) -> impl Iterator<Item = (u32, (u32, usize))> {
    const PASSES: [(u32, usize, u32, usize); 7] =
        [(0, 8, 0, 8), (4, 8, 0, 8), (0, 4, 4, 8), (2, 4, 0, 4), (0, 2, 2, 4), (1, 2, 0, 2), (0, 1, 1, 2)];
    let passes: &[_] = if interlaced { &PASSES } else { &[(0, 1, 0, 1)] };
    // A pass without a column has no row either.
    let passes = passes.iter().filter(move |(left, ..)| *left < width);
    passes
        .flat_map(move |(left, right, top, down)| (*top..height).step_by(*down).map(|y| (y, (*left, *right))))
}

fn on_white(samples: &[u8]) -> [u8; 3] {
    let over = |value: u8, alpha: u8| {
        let (value, alpha) = (u32::from(value), u32::from(alpha));
        u8::try_from((value * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
    };
    match *samples {
        [grey] => [grey; 3],
        [grey, alpha] => [over(grey, alpha); 3],
        [r, g, b] => [r, g, b],
        [r, g, b, alpha] => [over(r, alpha), over(g, alpha), over(b, alpha)],
        _ => [255; 3],
    }
}

fn reason(error: DecodingError) -> Reason {
    match error {
        DecodingError::IoError(error) if error.kind() == ErrorKind::UnexpectedEof => Reason::CutOff,
        DecodingError::LimitsExceeded => Reason::TooLarge(format!("> {} MiB", MOST >> 20)),
        // The kinds of faults have no names outside their crate; a test holds these.
        DecodingError::Format(fault) => {
            let fault = format!("{fault:?}");
            let missing = ["NoMoreImageData", "InsufficientInput", "MissingImageData"];
            if missing.iter().any(|kind| fault.contains(kind)) { Reason::CutOff } else { Reason::Damaged }
        }
        _ => Reason::Damaged,
    }
}
