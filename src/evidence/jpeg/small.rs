//! A small picture from the lowest frequencies of a JPEG's blocks.

use super::frame::Frame;
use super::walk::{Received, Walk, ZIGZAG};
use crate::evidence::Reason;
use image::{Rgb, RgbImage};

/// The most pixels of the small picture, before it is shrunk to what was asked for.
const MOST_PIXELS: usize = 20_000_000;

/// The most memory for what is kept of the blocks, in bytes.
const MOST_KEPT: usize = 64 << 20;

/// A picture of at least `max_w` or `max_h` pixels where that is at most half of its size; where it breaks off or is
/// damaged, what came before.
///
/// # Errors
/// The reason why there is none.
pub fn small(bytes: &[u8], max_w: u32, max_h: u32) -> Result<RgbImage, Reason> {
    let frame = Walk::head(bytes)?.ok_or(Reason::NoHeader)?;
    let side = side(&frame, max_w as usize, max_h as usize);
    let mut walk = Walk::new(bytes, Some(side));
    let walked = walk.run();
    let (Some(frame), true) = (&walk.frame, walk.parts.iter().any(|part| part.came > 0)) else {
        return Err(walked.err().unwrap_or(Reason::CutOff));
    };
    if let Err(other @ (Reason::NoDecoder | Reason::TooLarge(_))) = walked {
        return Err(other);
    }
    Ok(painted(frame, &walk.parts, inks(frame, walk.adobe), side))
}

/// How many frequencies are kept, across and down: the fewest that are enough, as far as memory allows.
fn side(frame: &Frame, max_w: usize, max_h: usize) -> usize {
    let fits = |side: &usize| {
        frame.width * frame.height / 64 * side * side <= MOST_PIXELS
            && frame.blocks() * side * side * 2 <= MOST_KEPT
    };
    let enough = |side: &usize| frame.width * side >= max_w * 8 || frame.height * side >= max_h * 8;
    [1, 2, 4].into_iter().filter(fits).find(enough).or([4, 2].into_iter().find(fits)).unwrap_or(1)
}

/// How the components of a picture are to be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inks {
    Grey,
    Rgb,
    YCbCr,
    /// Four inks; Adobe writes how much light is left.
    Cmyk,
    CmykOfLight,
    YccK,
}

fn inks(frame: &Frame, adobe: Option<u8>) -> Inks {
    let names: Vec<u8> = frame.parts.iter().map(|part| part.id).collect();
    match (names.as_slice(), adobe) {
        ([_] | [_, _], _) => Inks::Grey,
        ([_, _, _], Some(0)) | ([b'R', b'G', b'B'], None) => Inks::Rgb,
        ([_, _, _], _) => Inks::YCbCr,
        (_, Some(2)) => Inks::YccK,
        (_, Some(_)) => Inks::CmykOfLight,
        (_, None) => Inks::Cmyk,
    }
}

fn painted(frame: &Frame, parts: &[Received], inks: Inks, side: usize) -> RgbImage {
    let (width, height) = ((frame.width * side).div_ceil(8), (frame.height * side).div_ceil(8));
    let waves = waves(side);
    let mut picture = RgbImage::new(u32::try_from(width).unwrap_or(1), u32::try_from(height).unwrap_or(1));
    let mut strips: Vec<Vec<u8>> =
        frame.parts.iter().map(|part| vec![0; part.stride * side * part.v * side]).collect();
    let mut rows = picture.rows_mut();
    for down in 0..frame.down {
        for ((strip, part), given) in strips.iter_mut().zip(parts).zip(&frame.parts) {
            let scaled = scaled(part, side);
            for row in 0..given.v {
                for column in 0..given.stride {
                    let block = (down * given.v + row) * given.stride + column;
                    let kept =
                        part.low.get(block * side * side..(block + 1) * side * side).unwrap_or_default();
                    let at = row * side * given.stride * side + column * side;
                    put(strip, at, given.stride * side, &pixels(kept, &scaled, &waves, side), side);
                }
            }
        }
        for (y, row) in rows.by_ref().take(frame.v * side).enumerate() {
            for (x, pixel) in row.enumerate() {
                let mut values = [0; 4];
                for ((value, strip), given) in values.iter_mut().zip(&strips).zip(&frame.parts) {
                    let at = y * given.v / frame.v * given.stride * side + x * given.h / frame.h;
                    *value = strip.get(at).copied().unwrap_or(0);
                }
                *pixel = rgb(values, inks);
            }
        }
    }
    picture
}

/// What each kept frequency is to be multiplied with.
fn scaled(part: &Received, side: usize) -> [f32; 16] {
    let mut scaled = [0.0; 16];
    for (quant, natural) in part.quant.unwrap_or([1; 64]).iter().zip(ZIGZAG) {
        let (row, column) = (usize::from(natural) / 8, usize::from(natural) % 8);
        if row < side && column < side {
            scaled[row * side + column] = f32::from(*quant);
        }
    }
    scaled
}

/// By pixel and frequency: how much of it the pixel has.
fn waves(side: usize) -> [[f32; 4]; 4] {
    let mut waves = [[0.0; 4]; 4];
    for (pixel, row) in waves.iter_mut().enumerate().take(side) {
        for (frequency, wave) in row.iter_mut().enumerate().take(side) {
            #[allow(clippy::cast_precision_loss, reason = "below sixty-four")]
            let turn = ((2 * pixel + 1) * frequency) as f32 / (2 * side) as f32;
            let height = if frequency == 0 { std::f32::consts::FRAC_1_SQRT_2 } else { 1.0 };
            *wave = 0.5 * height * (turn * std::f32::consts::PI).cos();
        }
    }
    waves
}

/// The pixels of a block.
fn pixels(kept: &[i16], scaled: &[f32; 16], waves: &[[f32; 4]; 4], side: usize) -> [u8; 16] {
    let mut found = [0; 16];
    let mut across = [0.0; 16];
    for row in 0..side {
        for x in 0..side {
            let value = |u: usize| {
                f32::from(kept.get(row * side + u).copied().unwrap_or(0))
                    * scaled[row * side + u]
                    * waves[x][u]
            };
            across[row * side + x] = (0..side).map(value).sum::<f32>();
        }
    }
    for y in 0..side {
        for x in 0..side {
            let value: f32 = (0..side).map(|v| across[v * side + x] * waves[y][v]).sum();
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "held within 0 and 255"
            )]
            let pixel = (value + 128.5).clamp(0.0, 255.0) as u8;
            found[y * side + x] = pixel;
        }
    }
    found
}

fn put(strip: &mut [u8], at: usize, stride: usize, pixels: &[u8; 16], side: usize) {
    for (y, row) in pixels.chunks_exact(side).enumerate().take(side) {
        if let Some(to) = strip.get_mut(at + y * stride..at + y * stride + side) {
            to.copy_from_slice(row);
        }
    }
}

fn rgb([a, b, c, k]: [u8; 4], inks: Inks) -> Rgb<u8> {
    let light = |ink: u8, black: u8| u8::try_from(u16::from(ink) * u16::from(black) / 255).unwrap_or(u8::MAX);
    let of_light = |[r, g, b]: [u8; 3], black: u8| Rgb([light(r, black), light(g, black), light(b, black)]);
    match inks {
        Inks::Grey => Rgb([a; 3]),
        Inks::Rgb => Rgb([a, b, c]),
        Inks::YCbCr => Rgb(of_brightness(a, b, c)),
        Inks::CmykOfLight => of_light([a, b, c], k),
        Inks::Cmyk => of_light([255 - a, 255 - b, 255 - c], 255 - k),
        // What was turned into brightness was ink, not light.
        Inks::YccK => of_light(of_brightness(a, b, c).map(|ink| 255 - ink), k),
    }
}

/// From brightness and two differences of colour.
fn of_brightness(y: u8, cb: u8, cr: u8) -> [u8; 3] {
    let (y, cb, cr) = (i32::from(y) << 16, i32::from(cb) - 128, i32::from(cr) - 128);
    let value = |sum: i32| u8::try_from(((sum + 32_768) >> 16).clamp(0, 255)).unwrap_or(0);
    [value(y + 91_881 * cr), value(y - 22_554 * cb - 46_802 * cr), value(y + 116_130 * cb)]
}
