//! Drawn people: whose face follows from name and number, so that the same person looks the same on
//! the ID card and before the curtain.

use crate::canvas::{Canvas, Rgb, ink, mix, rect};
use beian::domain::order::Person;

/// What a person looks like.
#[derive(Clone, Copy)]
pub struct Look {
    skin: Rgb,
    hair: Rgb,
    shirt: Rgb,
    style: u32,
    female: bool,
    glasses: bool,
    width: f32,
    brow: f32,
    mouth: f32,
}

/// A number that follows from the text alone (FNV-1a).
pub fn seed(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

impl Look {
    /// The look of a person of an order.
    pub fn of(person: &Person) -> Self {
        let number = &person.certificate.number;
        let sex = number.chars().nth(16).and_then(|c| c.to_digit(10)).unwrap_or(1);
        Self::from_seed(seed(&format!("{}{number}", person.name)), sex.is_multiple_of(2))
    }

    /// The look that belongs to a number.
    pub fn from_seed(seed: u32, female: bool) -> Self {
        let pick = |shift: u32, count: u32| (seed >> shift) % count;
        let skins = [[244, 212, 184], [233, 194, 160], [224, 180, 146]];
        let hairs = [[32, 28, 28], [52, 40, 34], [70, 66, 66]];
        let shirts = [[44, 62, 92], [92, 40, 48], [60, 96, 84], [120, 110, 96], [56, 56, 62], [84, 70, 120]];
        Self {
            skin: skins[pick(3, 3) as usize],
            hair: hairs[pick(5, 3) as usize],
            shirt: shirts[pick(8, 6) as usize],
            style: pick(12, 3),
            female,
            glasses: pick(15, 3) == 0,
            width: 0.36 + pick(18, 4) as f32 * 0.02,
            brow: pick(21, 3) as f32 * 0.008,
            mouth: 0.085 + pick(24, 4) as f32 * 0.014,
        }
    }
}

/// Draws head and upper body: the head's middle at (x, y), `u` the height of the head.
pub fn bust(canvas: &mut Canvas, look: Look, x: f32, y: f32, u: f32) {
    if look.female {
        back_hair(canvas, look, x, y, u);
    }
    body(canvas, look, x, y, u);
    head(canvas, look, x, y, u);
    face(canvas, look, x, y, u);
}

fn back_hair(canvas: &mut Canvas, look: Look, x: f32, y: f32, u: f32) {
    let length = 0.75 + look.style as f32 * 0.2;
    let area =
        rect(x - u * (look.width + 0.09), y - u * 0.52, u * (2.0 * look.width + 0.18), u * (0.5 + length));
    canvas.rounded(area, u * 0.36, ink(look.hair));
}

fn body(canvas: &mut Canvas, look: Look, x: f32, y: f32, u: f32) {
    let shade = mix(look.skin, [120, 80, 60], 0.2);
    let bottom = canvas.height as f32 + 40.0;
    canvas.rounded(rect(x - u * 0.85, y + u * 0.72, u * 1.7, bottom), u * 0.34, ink(look.shirt));
    canvas.fill(rect(x - u * 0.15, y + u * 0.3, u * 0.3, u * 0.4), ink(shade));
    canvas.ellipse(rect(x - u * 0.24, y + u * 0.56, u * 0.48, u * 0.3), ink(shade));
    let dark = mix(look.shirt, [0, 0, 0], 0.3);
    let collar = [240, 240, 236];
    canvas.polygon(
        &[
            (x - u * 0.26, y + u * 0.66),
            (x, y + u * 0.98),
            (x - u * 0.16, y + u * 1.1),
            (x - u * 0.34, y + u * 0.72),
        ],
        ink(collar),
    );
    canvas.polygon(
        &[
            (x + u * 0.26, y + u * 0.66),
            (x, y + u * 0.98),
            (x + u * 0.16, y + u * 1.1),
            (x + u * 0.34, y + u * 0.72),
        ],
        ink(collar),
    );
    canvas.line((x, y + u), (x, bottom), u * 0.015, ink(dark));
    canvas.line((x - u * 0.56, y + u * 1.25), (x - u * 0.52, bottom), u * 0.02, ink(dark));
    canvas.line((x + u * 0.56, y + u * 1.25), (x + u * 0.52, bottom), u * 0.02, ink(dark));
}

fn head(canvas: &mut Canvas, look: Look, x: f32, y: f32, u: f32) {
    let w = look.width;
    let shade = mix(look.skin, [150, 90, 70], 0.18);
    canvas.ellipse(rect(x - u * (w + 0.05), y - u * 0.06, u * 0.12, u * 0.22), ink(shade));
    canvas.ellipse(rect(x + u * (w - 0.07), y - u * 0.06, u * 0.12, u * 0.22), ink(shade));
    canvas.ellipse(rect(x - u * w, y - u * 0.46, u * w * 2.0, u * 0.98), ink(look.skin));
    let crown = rect(x - u * (w + 0.04), y - u * 0.57, u * (2.0 * w + 0.08), u * 0.86);
    let style = look.style;
    canvas.cut_ellipse(crown, ink(look.hair), |px, py| {
        let part = match style {
            0 => (px - x + u * 0.16).abs() * 0.5,
            1 => (x + u * 0.2 - px).max(0.0) * 0.25,
            _ => 0.04 * u * ((px - x) / u * 16.0).sin(),
        };
        py - (y - u * 0.27 + part)
    });
}

fn face(canvas: &mut Canvas, look: Look, x: f32, y: f32, u: f32) {
    let dark = [44, 34, 32];
    for side in [-1.0_f32, 1.0] {
        let ex = x + side * u * 0.155;
        canvas.ellipse(rect(ex - u * 0.065, y - u * 0.035, u * 0.13, u * 0.07), ink([250, 250, 248]));
        canvas.disc(ex, y, u * 0.034, ink(dark));
        canvas.disc(ex + u * 0.01, y - u * 0.01, u * 0.01, ink([255, 255, 255]));
        canvas.line((ex - u * 0.07, y - u * 0.02), (ex + u * 0.07, y - u * 0.02), u * 0.014, ink(dark));
        let lift = u * (0.1 + look.brow);
        canvas.line(
            (ex - side * u * 0.07, y - lift),
            (ex + side * u * 0.085, y - lift + u * look.brow),
            u * 0.024,
            ink(look.hair),
        );
        if look.glasses {
            canvas.ring(ex, y, u * 0.115, u * 0.016, ink([40, 40, 48]));
            canvas.line(
                (ex + side * u * 0.11, y),
                (x + side * u * look.width, y - u * 0.02),
                u * 0.014,
                ink(dark),
            );
        }
    }
    if look.glasses {
        canvas.line((x - u * 0.045, y), (x + u * 0.045, y), u * 0.014, ink(dark));
    }
    let shade = mix(look.skin, [130, 70, 50], 0.4);
    canvas.polyline(
        &[(x - u * 0.01, y + u * 0.02), (x - u * 0.045, y + u * 0.17), (x + u * 0.03, y + u * 0.175)],
        u * 0.016,
        ink(shade),
    );
    let lips = if look.female { [190, 74, 78] } else { [170, 96, 84] };
    let m = u * look.mouth;
    canvas.polyline(
        &[(x - m, y + u * 0.285), (x, y + u * 0.305), (x + m, y + u * 0.285)],
        u * if look.female { 0.034 } else { 0.024 },
        ink(lips),
    );
}

/// Draws two hands that hold something of the given width in front of the chest.
pub fn hands(canvas: &mut Canvas, look: Look, centre: (f32, f32), width: f32, u: f32) {
    for side in [-1.0_f32, 1.0] {
        let x = centre.0 + side * width / 2.0;
        canvas.line(
            (x + side * u * 0.5, centre.1 + u * 0.9),
            (x + side * u * 0.08, centre.1 + u * 0.1),
            u * 0.3,
            ink(mix(look.shirt, [0, 0, 0], 0.12)),
        );
        canvas.ellipse(rect(x - u * 0.15, centre.1 - u * 0.13, u * 0.3, u * 0.34), ink(look.skin));
        for finger in 0..4 {
            let fy = centre.1 - u * 0.1 + finger as f32 * u * 0.075;
            canvas.line(
                (x + side * u * 0.06, fy),
                (x - side * u * 0.13, fy),
                u * 0.065,
                ink(mix(look.skin, [140, 90, 70], 0.1)),
            );
        }
    }
}
